//! `cuebook build`: script, check, level, stitch; only what has changed.

pub(super) mod plan;
mod render;
mod report;
mod tones;
mod work;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::check::{Review, judge_master};
use crate::files::{BookLock, Shelf, forget_masters_but};
use crate::script::Script;
use crate::timeline::{Break, Timeline};
use crate::words::time::clock;
use crate::words::{Book, ChapterId, Error, Finding, Result, Rule, Severity};

use self::render::render;
use self::report::Report;
use self::tones::about_tones;
use super::answer::Answer;
use super::arguments;
use super::heap::give_back;
use super::named;
use super::remade::remake;
use super::script::refuse_another_text;
use super::session::Session;

pub(super) use self::plan::Plan;
pub(super) use self::work::{Task, Work};

pub(super) fn run(root: &Path, options: &arguments::Build) -> Result<Answer> {
    let session = Session::open(root)?;
    session.folder.require_recordings()?;
    let remade = remake(&session, &BTreeSet::new())?;
    give_back();
    refuse_another_text(&remade)?;
    let script = &remade.script;
    let wanted = wanted(options, script)?;
    let review = if options.dry_run { session.preview(script)? } else { session.review_made(script)? };
    refuse_unreadable(&review)?;

    let report = Report { session: &session, script, options };
    let missing = script.cues().any(|(_, cue)| review.used(&cue.id).is_none());
    let unfit = review.findings.iter().any(|finding| finding.severity == Severity::Error);
    if options.complete && (missing || unfit) {
        return Ok(report.refused(&review.findings));
    }
    let plan = Plan::of(&session, script, &review);
    if options.dry_run {
        let tasks = tasks(&plan, |task, _| Ok(task))?;
        let gone = gone(&session, &tasks)?;
        return Ok(report.preview(&asked(&tasks, &wanted).0, &gone));
    }

    // Nobody else writes from here on: what is found to stand there stands there.
    let lock = BookLock::take(&session.folder)?;
    remade.write(&session, &lock)?;
    let shelf = Shelf::new(&session.folder);
    let tasks = tasks(&plan, |task, timeline| {
        let wanted = timeline.filter(|_| is_asked(&task, &wanted));
        wanted.map_or(Ok(()), |timeline| shelf.put(&task.planned.chapter, &timeline)).map(|()| task)
    })?;
    let (refused, tone_name) = (plan.refused(), tones::free_name(&review));
    // Rendering needs the memory that is taken by what the takes measure, and no longer that.
    drop(plan);
    let review = review.into_verdicts();
    give_back();
    let (asked, left) = asked(&tasks, &wanted);
    let masters = render(&session, &asked, &shelf)?;
    let built: Vec<_> = tasks.iter().map(|task| &task.planned.chapter).collect();
    let removed = session.folder.remove_masters_but(&built)?;
    forget_masters_but(&session.folder, &built)?;

    let mut found = review.findings.clone();
    found.extend(session.book.check.weigh(about_tones(&tasks, &refused, &tone_name)));
    let of_masters = masters.iter().flat_map(|master| {
        let planned = tasks.iter().map(|task| &task.planned).find(|planned| planned.chapter == master.chapter);
        let loudest_room = planned.and_then(|planned| planned.loudest_room);
        let found = judge_master(master, loudest_room, &session.book, &session.profile);
        tell_breaks(found, &asked, &session.book)
    });
    let (of_masters, accepted) = review.waived_chapters.part(of_masters.collect());
    found.extend(of_masters);
    let waived = review.waived + accepted.len();
    let said = report::Said { script: remade.summary(), removed, asked: &asked, left: &left, waived };
    Ok(report.built(&masters, &found, &said))
}

/// The chapters that the command names; nothing where it names none.
fn wanted(options: &arguments::Build, script: &Script) -> Result<Vec<ChapterId>> {
    options.chapters.iter().map(|name| Ok(named::chapter(name, script)?.id.clone())).collect()
}

/// What is to be done for the chapters of a plan. `keep` is told the timeline that is to be rendered or written for it, where
/// there is one.
///
/// # Errors
/// Where a timeline that is there can't be read from the disk, and those of `keep`.
pub(super) fn tasks(
    plan: &Plan<'_>,
    keep: impl Fn(Task, Option<Timeline>) -> Result<Task> + Sync,
) -> Result<Vec<Task>> {
    let chapters: Vec<_> = plan.chapters().collect();
    let tasks = chapters.into_par_iter().filter_map(|chapter| plan.timeline(chapter)).map(|timeline| {
        let (task, timeline) = Task::of(timeline, plan.session)?;
        keep(task, timeline)
    });
    // Of several errors always the first in the order of the book.
    tasks.collect::<Vec<_>>().into_iter().collect()
}

/// The tasks that were asked for, and those of the others that something is to be done for.
fn asked<'a>(tasks: &'a [Task], wanted: &[ChapterId]) -> (Vec<&'a Task>, Vec<&'a Task>) {
    let (asked, mut left): (Vec<_>, Vec<_>) = tasks.iter().partition(|task| is_asked(task, wanted));
    left.retain(|task| !matches!(task.work, Work::Keep(_) | Work::Recognise(_)));
    (asked, left)
}

fn is_asked(task: &Task, wanted: &[ChapterId]) -> bool {
    wanted.is_empty() || wanted.contains(&task.planned.chapter)
}

/// The files of chapters that there is nothing left to build from.
fn gone(session: &Session, tasks: &[Task]) -> Result<Vec<PathBuf>> {
    session.folder.masters_but(&tasks.iter().map(|task| &task.planned.chapter).collect::<Vec<_>>())
}

/// What is said of a chapter that is too long, with the places where it goes on best in another file.
fn tell_breaks(mut found: Vec<Finding>, tasks: &[&Task], book: &Book) -> Vec<Finding> {
    for finding in found.iter_mut().filter(|finding| finding.rule == Rule::ChapterTooLong) {
        let task = tasks.iter().find(|task| finding.place.chapter.as_ref() == Some(&task.planned.chapter));
        let Some(breaks) = task.map(|task| &task.planned.breaks).filter(|breaks| !breaks.is_empty()) else { continue };
        let place = |place: &Break| {
            let at = clock(book.recording.sample_rate.seconds(place.at));
            format!("{} (at {at}, {} pause)", place.before, place.pause)
        };
        let places: Vec<_> = breaks.iter().map(place).collect();
        let asked: BTreeSet<_> =
            book.delivery.continue_at.iter().chain(breaks.iter().map(|place| &place.before)).collect();
        let cues: Vec<_> = asked.iter().map(|cue| format!("\"{cue}\"")).collect();
        finding.hint = format!(
            "it goes on best in another file before {}: write `continue_at = [{}]` below `[delivery]` in book.toml, run \
             `cuebook script`, and record the line that announces it",
            places.join(" and "),
            cues.join(", ")
        );
    }
    found
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
