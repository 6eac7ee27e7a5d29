//! Everything that `status` says, as data.

use std::collections::BTreeMap;

use jiff::Zoned;
use serde::Serialize;

use crate::check::{
    AtMicrophone, BookProgress, ChapterProgress, Checkpoint, DayWork, Interval, PickupKind, Progress, Rate, Review,
    at_microphone, day_work, made, pickups, progress,
};
use crate::script::Script;
use crate::shell::session::Session;
use crate::takes::TakeLog;
use crate::words::{CueId, Finding, Rule};

/// How far a book is.
#[derive(Serialize)]
pub(super) struct Report {
    pub title: String,
    pub chapters: Vec<ChapterProgress>,
    pub book: Progress,
    /// How long the cues without a take will be, in seconds of the finished book.
    pub finished_seconds_left: Interval,
    /// How long that takes at the microphone, in seconds.
    pub microphone_seconds_left: Interval,
    /// By what the two are reckoned.
    pub reading: Reading,
    pub microphone: AtMicrophone,
    pub today: Today,
    pub checkpoint: Option<Checkpoint>,
    pub pickups: BTreeMap<PickupKind, usize>,
    pub waived: usize,
    pub findings: usize,
    pub next: Option<Next>,
    #[serde(skip)]
    pub rate: Rate,
    /// What was found, but for the cues that have no take yet: the bars show these.
    #[serde(skip)]
    pub found: Vec<Finding>,
}

/// How fast the narrator reads.
#[derive(Serialize)]
pub(super) struct Reading {
    pub words_an_hour: f64,
    /// Whether that is rather heard than expected.
    pub own: bool,
}

#[derive(Serialize)]
pub(super) struct Today {
    pub date: String,
    #[serde(flatten)]
    pub work: DayWork,
}

#[derive(Serialize)]
pub(super) struct Next {
    pub cue: CueId,
    pub text: String,
}

impl Report {
    /// How far the book is by its takes, at this time of this place.
    pub fn of(session: &Session, script: &Script, review: &Review, log: &TakeLog, now: &Zoned) -> Self {
        let BookProgress { chapters, book, reading, checkpoint, next } = progress(script, review, &session.book);
        let left = reading.of(book.words_left() as f64);
        let made = made(script, review, log, &session.book);
        let microphone = at_microphone(&made);
        let mut owed = BTreeMap::new();
        for pickup in pickups(script, review, log) {
            *owed.entry(pickup.kind).or_default() += 1;
        }
        let found: Vec<Finding> =
            review.findings.iter().filter(|finding| finding.rule != Rule::CueMissing).cloned().collect();
        Self {
            title: session.book.title.clone(),
            chapters,
            book,
            finished_seconds_left: left,
            microphone_seconds_left: left * microphone.ratio,
            reading: Reading { words_an_hour: (3600.0 / reading.likely()).round(), own: reading.is_measured() },
            microphone,
            today: Today { date: now.date().to_string(), work: day_work(&made, now) },
            checkpoint,
            pickups: owed,
            waived: review.waived.len(),
            findings: found.len(),
            next: next.map(|cue| Next { cue: cue.id.clone(), text: cue.spoken().to_owned() }),
            rate: reading,
            found,
        }
    }

    /// How many lines are to be recorded again.
    pub fn owed(&self) -> usize {
        self.pickups.values().sum()
    }
}
