//! `cuebook report`: the whole book on one page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jiff::Zoned;
use rayon::prelude::*;

use crate::check::{Review, judge_master, pickups, progress};
use crate::files::{MasterState, master_state, profile, replace_changed, waveform};
use crate::package::{losses, manifest_at};
use crate::pages::{BookReport, BuiltChapter, DeliveredPackage};
use crate::script::{Chapter, Script};
use crate::timeline::Timeline;
use crate::words::listing::few;
use crate::words::{ChapterId, CueId, Finding, Fingerprint, Result, Rule};

use super::answer::Answer;
use super::built::{built_timeline, refuse_another_master};
use super::findings::{self, counted};
use super::pickups::Timelines;
use super::progress::Progress;
use super::session::Session;

pub(super) fn run(root: &Path) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let (review, log) = session.hear_and_judge(&script)?;
    let built = built(&session, &script, &review)?;
    unmeasured(&session, &built);

    let mut findings: Vec<Finding> =
        review.findings.iter().filter(|finding| finding.rule != Rule::CueMissing).cloned().collect();
    let of_masters = built.values().filter_map(|built| {
        let master = built.master.as_ref()?;
        Some(judge_master(master, built.timeline.room(), &session.book, &session.profile))
    });
    findings.extend(review.waived_chapters.part(of_masters.flatten().collect()).0);
    let mut timelines = Timelines::of_book(&session);
    let report = BookReport {
        book: &session.book,
        profile: &session.profile,
        script: &script,
        review: &review,
        progress: progress(&script, &review, &session.book),
        built,
        pickups: pickups(&script, &review, &log).into_iter().map(|pickup| timelines.placed(pickup)).collect(),
        findings,
        deliveries: deliveries(&session)?,
        made: Zoned::now().strftime("%-d %B %Y").to_string(),
    };
    let path = session.folder.output().join("report").join("index.html");
    replace_changed(&path, report.pieces())?;
    let told = findings::count(&report.findings);
    Ok(Answer::clean(format!(
        "{} of {} built, {}: {told}\nopen `{}` in a browser\n",
        report.built.len(),
        counted(script.chapters.len(), "chapter"),
        counted(report.pickups.len(), "pickup"),
        path.display()
    )))
}

/// So many files are named in a note.
const NAMED: usize = 5;

/// Says which masters are not those that were built.
fn unmeasured(session: &Session, built: &BTreeMap<ChapterId, BuiltChapter>) {
    let changed = built.iter().filter(|(_, built)| built.master.is_none());
    let changed: Vec<String> =
        changed.map(|(chapter, _)| format!("`{}`", session.folder.master_path(chapter).display())).collect();
    if !changed.is_empty() {
        session.talk.note(format!(
            "{} was changed since it was built ({}), and its levels are not known: `cuebook build` makes it again",
            if let [_] = &changed[..] { "1 master".to_owned() } else { format!("each of {} masters", changed.len()) },
            few(&changed, NAMED)
        ));
    }
}

/// The packages that stand in `output/delivery`, in the order of their names.
///
/// # Errors
/// Where one can't be read.
fn deliveries(session: &Session) -> Result<Vec<DeliveredPackage>> {
    let mut deliveries = Vec::new();
    let Ok(entries) = fs::read_dir(session.folder.packages()) else { return Ok(deliveries) };
    let names: BTreeSet<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    // What begins with a dot is being written, or was left by a run that was killed.
    for folder in names.into_iter().filter(|name| !name.starts_with('.')) {
        let place = session.folder.package(&folder);
        let manifest =
            manifest_at(&place).map_err(|error| error.within(&format!("can't read `{}`", place.display())))?;
        let Some(manifest) = manifest else { continue };
        let title = profile(&session.folder, &folder).map_or_else(|_| folder.clone(), |profile| profile.title);
        let losses = losses(&place, &manifest);
        if !losses.is_empty() {
            let lost: Vec<String> = losses.keys().map(|name| format!("`{name}`")).collect();
            session.talk.note(format!(
                "in `{}` {} no longer as judged ({}): `cuebook deliver {folder}` makes the package again",
                place.display(),
                if let [_] = &lost[..] { "1 file is".to_owned() } else { format!("{} files are", lost.len()) },
                few(&lost, NAMED)
            ));
        }
        deliveries.push(DeliveredPackage { title, folder, manifest, losses });
    }
    Ok(deliveries)
}

/// The chapters that are built, each with the outline of its master.
///
/// # Errors
/// Where a master can't be read, or is not the one that its timeline tells of.
fn built(session: &Session, script: &Script, review: &Review) -> Result<BTreeMap<ChapterId, BuiltChapter>> {
    let is_built = |chapter: &&Chapter| {
        session.folder.timeline_path(&chapter.id).exists() && session.folder.master_path(&chapter.id).exists()
    };
    let chapters: Vec<&Chapter> = script.chapters.iter().filter(is_built).collect();
    let progress = Progress::counting("drawing", "chapters", chapters.len() as u64);
    let built: Vec<Result<(ChapterId, BuiltChapter)>> = chapters
        .par_iter()
        .map(|chapter| {
            let built = of_chapter(session, chapter, review)?;
            progress.advance(1);
            Ok((chapter.id.clone(), built))
        })
        .collect();
    // Of several errors always the first in the order of the book.
    built.into_iter().collect()
}

fn of_chapter(session: &Session, chapter: &Chapter, review: &Review) -> Result<BuiltChapter> {
    let timeline = built_timeline(session, &chapter.id)?;
    refuse_another_master(session, &timeline)?;
    let waveform = waveform(&session.folder, &chapter.id)?;
    let state = timeline.made_from.as_ref().map(|made| master_state(&session.folder, &chapter.id, made.recipe));
    let master = match state {
        Some(MasterState::Whole(master) | MasterState::Copied(master)) => Some(*master),
        _ => None,
    };
    let outdated = outdated(chapter, &timeline, review);
    Ok(BuiltChapter { timeline, master, waveform, outdated })
}

/// How many lines of a chapter use another sound by now than the one that was built, or none, or have other words.
fn outdated(chapter: &Chapter, timeline: &Timeline, review: &Review) -> usize {
    let sound_of = |file: &str| timeline.made_from.as_ref()?.sounds.get(file).copied();
    let mut sounding: BTreeMap<&CueId, (Option<Fingerprint>, &str)> =
        timeline.cues().map(|sounding| (sounding.cue, (sound_of(sounding.take), sounding.text))).collect();
    let changed = chapter.cues.iter().filter(|cue| {
        let now = review.used(&cue.id).map(|take| (take.audio(), cue.text.as_str()));
        sounding.remove(&cue.id) != now
    });
    // What is left sounds in the chapter and is no line of it any more.
    changed.count() + sounding.len()
}
