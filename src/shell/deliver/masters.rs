//! The masters that are delivered: all of them as the book is now.

use std::collections::BTreeMap;

use crate::check::{Master, Review};
use crate::script::{Chapter, Script};
use crate::timeline::Timeline;
use crate::words::{ChapterId, Dbfs, Error, Fingerprint, Result, SampleRate};

use super::super::build::{Plan, Task, Work, tasks};
use super::super::built::built_timeline;
use super::super::findings::counted;
use super::super::session::Session;

/// The chapters of a book as they are built.
pub(super) struct Masters<'a> {
    chapters: Vec<(&'a Chapter, Timeline)>,
    /// What each measures.
    pub measured: Vec<Master>,
    /// What each was made from.
    pub recipes: BTreeMap<ChapterId, Fingerprint>,
}

impl<'a> Masters<'a> {
    /// The chapters that are built.
    ///
    /// # Errors
    /// Where one is not built, or not as the book is now.
    pub fn of(session: &Session, script: &'a Script, review: &Review) -> Result<Self> {
        let tasks = tasks(&Plan::of(session, script, review), |task, _| Ok(task))?;
        refuse_stale(&tasks)?;
        let mut masters = Self { chapters: Vec::new(), measured: Vec::new(), recipes: BTreeMap::new() };
        for task in &tasks {
            let id = &task.planned.chapter;
            // What was rendered, not what was planned: the chapter's gain may have been corrected.
            let timeline = built_timeline(session, id)?;
            let (Some(measured), Some(chapter)) = (standing(task), script.chapter(id)) else { continue };
            masters.measured.push(measured.clone());
            masters.recipes.extend(timeline.made_from.as_ref().map(|from| (id.clone(), from.recipe)));
            masters.chapters.push((chapter, timeline));
        }
        if masters.chapters.is_empty() {
            return Err(Error::new("nothing is built yet").hint("record something, then run `cuebook build`"));
        }
        Ok(masters)
    }

    /// The chapters with their timelines, in the order of the book.
    pub fn chapters(&self) -> Vec<(&Chapter, &Timeline)> {
        self.chapters.iter().map(|(chapter, timeline)| (*chapter, timeline)).collect()
    }

    /// What each measures, and how loud the room under it is.
    pub fn with_rooms(&self) -> Vec<(&Master, Option<Dbfs>)> {
        self.measured.iter().zip(self.chapters.iter().map(|(_, timeline)| timeline.room())).collect()
    }

    /// The bits of their samples, and their rate.
    pub fn form(&self) -> (u32, SampleRate) {
        let bits = self.chapters.iter().map(|(_, timeline)| timeline.bit_depth.bits()).max();
        (bits.unwrap_or(24), self.chapters.first().map_or(SampleRate::CD, |(_, timeline)| timeline.sample_rate))
    }
}

/// What the master measures that stands as the book is now.
fn standing(task: &Task) -> Option<&Master> {
    match &task.work {
        Work::Keep(master) | Work::Recognise(master) => Some(master),
        Work::Retell(_) | Work::Build => None,
    }
}

/// A master that is not what a build would leave now is nothing to send away.
fn refuse_stale(tasks: &[Task]) -> Result<()> {
    let stale: Vec<_> = tasks.iter().filter(|task| standing(task).is_none()).collect();
    let Some(first) = stale.first() else { return Ok(()) };
    let why: Vec<_> = first.why.iter().take(3).map(ToString::to_string).collect();
    let why = if why.is_empty() { "what it keeps of the book".to_owned() } else { why.join("; ") };
    let error = Error::new(format!("chapter {} is not built as the book is now: {why}", first.planned.chapter));
    let error = match stale.len() - 1 {
        0 => error,
        more => {
            error.cause(format!("neither {} {}", if more == 1 { "is" } else { "are" }, counted(more, "other chapter")))
        }
    };
    Err(error.hint("run `cuebook build`, then deliver"))
}
