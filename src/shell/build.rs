//! `cuebook build`: script, check, level, stitch.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use crate::check::{Master, Review, judge_master};
use crate::files::BookLock;
use crate::level::Sessions;
use crate::render::render_master;
use crate::script::Script;
use crate::timeline::{Material, Timeline, ToneOrigin, choose_tones, plan};
use crate::words::time::clock;
use crate::words::{Error, Finding, Frames, Place, Profile, Result, Rule, Severity};

use super::answer::{Answer, Outcome};
use super::arguments;
use super::findings::{self, counted};
use super::progress::Progress;
use super::remade::remake;
use super::script::refuse_another_text;
use super::session::Session;
use super::table::table;

#[derive(Serialize)]
struct Report<'a> {
    masters: &'a [Master],
    findings: &'a [Finding],
}

pub(super) fn run(root: &Path, options: &arguments::Build) -> Result<Answer> {
    let session = Session::open(root)?;
    session.folder.require_recordings()?;
    let remade = remake(&session, &BTreeSet::new())?;
    refuse_another_text(&remade)?;
    let script = &remade.script;
    let review = session.review_made(script)?;
    refuse_unreadable(&review)?;

    let missing = script.cues().any(|(_, cue)| review.used(&cue.id).is_none());
    if options.complete && missing {
        return Ok(answer(
            &session,
            script,
            options,
            &[],
            &review.findings,
            "nothing was built: `--complete` wants a take for every cue",
        ));
    }
    let sessions = Sessions::of(&review, &session.book.levels);
    let tones = choose_tones(&review, &sessions);
    let material = Material { review: &review, sessions: &sessions, tones: &tones };
    let timelines: Vec<_> =
        script.chapters.iter().filter_map(|chapter| plan(chapter, material, &session.book, &session.profile)).collect();

    let lock = BookLock::take(&session.folder)?;
    remade.write(&session, &lock)?;
    let masters = render(&session, &timelines)?;
    let built: Vec<_> = timelines.iter().map(|timeline| &timeline.chapter).collect();
    let removed = session.folder.remove_masters_but(&built)?;
    let mut found = review.findings.clone();
    found.extend(session.book.check.weigh(about_tones(&timelines)));
    found.extend(session.book.check.weigh(sessions.findings().to_vec()));
    let of_masters = masters.iter().flat_map(|master| judge_master(master, &session.book, &session.profile));
    let (of_masters, accepted) = review.part_chapters(of_masters.collect());
    found.extend(of_masters);
    let place = session.folder.masters();
    // The script's changes are a list of their own: they stand before the line that says how it went.
    let mut summary = format!("script: {}\n", remade.summary());
    for path in removed {
        let _ = writeln!(summary, "removed `{}`: there is nothing left to build it from", path.display());
    }
    let _ = write!(summary, "{} in `{}`", counted(masters.len(), "chapter"), place.display());
    match review.waived.len() + accepted.len() {
        0 => {}
        count => drop(write!(summary, ", {count} waived")),
    }
    Ok(answer(&session, script, options, &masters, &found, &summary))
}

/// A file that has a cue's name and can't be heard is no missing take but a mistake: building around it would hide it.
fn refuse_unreadable(review: &Review) -> Result<()> {
    let unreadable: Vec<_> = review
        .findings
        .iter()
        .filter(|finding| finding.rule == Rule::TakeUnreadable && finding.severity == Severity::Error)
        .collect();
    let Some(first) = unreadable.first() else { return Ok(()) };
    let name = |finding: &Finding| format!("`recordings/{}`", finding.place.take.as_deref().unwrap_or_default());
    let message = format!("{} is {}, but it should be a take of its cue", name(first), first.found);
    let mut error = Error::new(message).hint(first.hint.clone());
    if unreadable.len() > 1 {
        let more = unreadable[1..].iter().map(|finding| format!("{} is {}", name(finding), finding.found));
        error = error.cause(format!(
            "{} more can't be read: {}",
            unreadable.len() - 1,
            more.collect::<Vec<_>>().join("; ")
        ));
    }
    Err(error.hint("nothing was built; move such files out of `recordings/` to build without them"))
}

fn render(session: &Session, timelines: &[Timeline]) -> Result<Vec<Master>> {
    let frames: Frames = timelines.iter().map(|timeline| timeline.frames).sum();
    let progress = Progress::of("stitching", frames.0);
    let rendered: Vec<_> = timelines
        .par_iter()
        .map(|timeline| {
            render_master(timeline, &session.book.title, &session.folder, &|written| progress.advance(written.0))
        })
        .collect();
    // Of several errors always the first in the order of the book, whichever thread met one first.
    rendered.into_iter().collect()
}

/// What is said of room tone that nobody recorded; of several, the worst.
fn about_tones(timelines: &[Timeline]) -> Vec<Finding> {
    let hint = "record half a minute of the quiet room as `recordings/room-tone.wav`";
    let wanted = "a recording of the quiet room";
    let finding = |rule, found: String| Finding::new(rule, Place::default(), found, wanted).hint(hint);
    let of = |origin| timelines.iter().flat_map(|timeline| &timeline.tones).filter(move |tone| tone.origin == origin);
    let harvested: BTreeSet<_> =
        of(ToneOrigin::Harvested).flat_map(|tone| &tone.clips).map(|clip| (&clip.file, clip.from)).collect();
    if of(ToneOrigin::Made).next().is_some() {
        vec![finding(Rule::RoomToneMade, "gaps are filled with made noise".to_owned())]
    } else if harvested.is_empty() {
        Vec::new()
    } else {
        let found = format!("gaps are filled from {} in the takes", counted(harvested.len(), "pause"));
        vec![finding(Rule::RoomToneMissing, found)]
    }
}

fn answer(
    session: &Session,
    script: &Script,
    options: &arguments::Build,
    masters: &[Master],
    found: &[Finding],
    summary: &str,
) -> Answer {
    let outcome = Outcome::of(found);
    if options.json {
        return Answer::json(&Report { masters, findings: found }, outcome);
    }
    let mut text = findings::list(found, script);
    if !masters.is_empty() {
        text.push_str(&measured(masters, &session.profile));
        let _ = writeln!(text, "{} wants {}", session.profile.title, wanted(&session.profile));
    }
    let _ = writeln!(text, "{summary}: {}", findings::count(found));
    Answer { text, outcome }
}

/// What a profile wants of the levels that are listed.
fn wanted(profile: &Profile) -> String {
    let figures = [
        profile.rms.as_ref().map(|figure| format!("RMS {figure}")),
        profile.loudness.as_ref().map(|figure| format!("loudness {figure}")),
        profile.peak.as_ref().map(|figure| format!("peak {figure}")),
        // Where the samples have a figure, it is the same.
        profile.true_peak.as_ref().filter(|_| profile.peak.is_none()).map(|figure| format!("true peak {figure}")),
        profile.noise_floor.as_ref().map(|figure| format!("floor {figure}")),
    ];
    let figures: Vec<_> = figures.into_iter().flatten().collect();
    if figures.is_empty() { "no certain level".to_owned() } else { figures.join(", ") }
}

fn measured(masters: &[Master], profile: &Profile) -> String {
    let heading =
        ["chapter", "length", "RMS", "peak", "true peak", "noise floor", "loudness"].map(str::to_owned).to_vec();
    let shown = |value: Option<String>| value.unwrap_or_else(|| "silence".to_owned());
    let rows = masters.iter().map(|master| {
        vec![
            master.chapter.to_string(),
            clock(master.seconds()),
            shown(master.levels.rms.map(|level| level.to_string())),
            shown(master.levels.peak.map(|level| level.to_string())),
            shown(master.levels.true_peak.map(|level| level.to_string())),
            shown(master.levels.noise_floor.map(|level| level.to_string())),
            shown(master.loudness(profile).map(|level| level.to_string())),
        ]
    });
    table(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
}
