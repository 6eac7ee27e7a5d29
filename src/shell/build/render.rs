//! Doing it: masters and timelines are written.

use rayon::prelude::*;

use crate::check::Master;
use crate::files::{Shelf, keep_master, recognise_master, replace};
use crate::render::{Threads, render_master};
use crate::timeline::Timeline;
use crate::words::{Error, Frames, Result};

use super::super::progress::Progress;
use super::super::session::Session;
use super::work::{Task, Work};

/// Builds what is to be built, of the timelines on this shelf, and returns what every master measures, in the order of the
/// book.
pub(super) fn render(session: &Session, tasks: &[&Task], shelf: &Shelf) -> Result<Vec<Master>> {
    let is_built = |task: &&&Task| matches!(task.work, Work::Build);
    let frames: Frames = tasks.iter().filter(is_built).map(|task| task.planned.frames).sum();
    let progress = Progress::of("stitching", frames.0);
    // A thread that waits for another one takes up whatever there is to do: where each has a chapter of its own, it would
    // begin one more, with all that this holds in memory.
    let spare = tasks.iter().filter(is_built).count() < rayon::current_num_threads();
    let threads = if spare { Threads::Two } else { Threads::One };
    // One by one, so that no thread keeps a long chapter from another that has nothing left to do.
    let rendered: Vec<_> = tasks
        .par_iter()
        .with_max_len(1)
        .map(|task| done(session, task, shelf, threads, &|written| progress.advance(written.0)))
        .collect();
    // Of several errors always the first in the order of the book, whichever thread met one first.
    rendered.into_iter().collect()
}

fn done(
    session: &Session,
    task: &Task,
    shelf: &Shelf,
    threads: Threads,
    progress: &(dyn Fn(Frames) + Sync),
) -> Result<Master> {
    let chapter = &task.planned.chapter;
    let timeline = || shelf.timeline(chapter)?.ok_or_else(|| Error::new(format!("chapter {chapter} was not planned")));
    match &task.work {
        Work::Keep(master) => Ok((**master).clone()),
        Work::Recognise(master) => {
            tell(session, recognise_master(&session.folder, &master.chapter));
            Ok((**master).clone())
        }
        Work::Retell(master) => {
            replace(&session.folder.timeline_path(chapter), timeline()?.to_json().as_bytes())?;
            Ok((**master).clone())
        }
        Work::Build => build(session, &timeline()?, threads, progress),
    }
}

fn build(
    session: &Session,
    timeline: &Timeline,
    threads: Threads,
    progress: &(dyn Fn(Frames) + Sync),
) -> Result<Master> {
    let (master, content) = render_master(timeline, &session.book.title, &session.folder, threads, progress)?;
    if let Some(from) = &timeline.made_from {
        tell(session, keep_master(&session.folder, &master, content, from.recipe));
    }
    Ok(master)
}

fn tell(session: &Session, kept: Result<()>) {
    if let Err(error) = kept {
        session.talk.note(format!("chapters are built again next time, as what they measure can't be kept: {error}"));
    }
}
