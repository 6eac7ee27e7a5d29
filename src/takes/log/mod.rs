//! The take log: what people decided and what cuebook saw, one event a line, only ever added to.
//!
//! What it comes to does not depend on the order of its lines, so that two people's logs are merged by putting one behind
//! the other: decisions count in the order of their times, and of two at the same moment the one that stands later in the
//! alphabet. Clocks may differ: a decision that was made with another one in view is always dated behind it
//! ([`TakeLog::after_all`]), so only decisions of two people who did not know of each other's depend on their clocks.

mod binding;
mod event;
mod line;
mod processed;
mod recordings;
mod replaced;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};

use jiff::{SignedDuration, Timestamp};

use crate::words::{CueId, Fingerprint};

use super::Take;

pub use binding::Bindings;
pub use event::{Event, Heard, Subject, What};
pub use line::{Unread, read_events};
pub use processed::Timed;
pub use replaced::Replaced;

use recordings::Recordings;

/// The words that a take was recorded for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Bound {
    /// When the take was first seen; for one that was processed since, when it was first seen before that.
    pub at: Timestamp,
    /// What was spoken, as the script had it then.
    pub words: String,
    /// Its file, as it was called then.
    pub take: String,
}

/// The take that somebody chose for a cue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Circled {
    /// Its file, as it was called then.
    pub take: String,
    /// Its sound.
    pub audio: Fingerprint,
}

/// A finding that somebody accepted, for certain words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiver {
    /// What was spoken; `None` for what is about no cue.
    pub words: Option<String>,
    /// Why it is accepted.
    pub reason: String,
}

/// What somebody noted about a cue, and when.
#[derive(Clone, PartialEq, Debug)]
pub struct Note {
    /// When it was noted.
    pub at: Timestamp,
    /// The note.
    pub heard: Heard,
}

/// What the events come to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TakeLog {
    bound: BTreeMap<(Fingerprint, CueId), Bound>,
    timed: BTreeMap<Fingerprint, Timed>,
    recordings: Recordings,
    /// The sounds that were made of others.
    processed: BTreeSet<Fingerprint>,
    circled: BTreeMap<CueId, Circled>,
    waived: BTreeMap<Subject, Vec<Waiver>>,
    noted: BTreeMap<CueId, Vec<Note>>,
    /// Every note that ever was, settled ones too.
    ever_noted: BTreeMap<CueId, Vec<Heard>>,
    last_decision: Option<Timestamp>,
    unread: Unread,
}

/// What is known of a log while its events are read: of some, what they come to is known only behind the last one.
#[derive(Default)]
struct Gathered {
    log: TakeLog,
    /// Pairs of sounds of which the second was made of the first.
    processed: Vec<(Fingerprint, Fingerprint)>,
    decisions: Vec<Event>,
}

impl Gathered {
    fn add(&mut self, event: Event) {
        match event.what {
            What::Bound { cue, take, audio, words } => self.log.bind(audio, cue, Bound { at: event.at, words, take }),
            What::Timed { audio, frames, rate, contour } => self.log.time(audio, Timed { frames, rate, contour }),
            What::Processed { from, audio, .. } => self.processed.push((from, audio)),
            _ => self.decisions.push(event),
        }
    }

    fn log(mut self) -> TakeLog {
        self.log.recordings = Recordings::of(&self.processed);
        self.log.processed = self.processed.into_iter().map(|(_, audio)| audio).collect();
        self.decisions.sort_by_cached_key(|event| (event.at, event.line()));
        self.decisions.dedup();
        for event in self.decisions {
            self.log.last_decision = Some(event.at);
            self.log.decide(event);
        }
        self.log
    }
}

impl TakeLog {
    /// Reads a log; what is not understood is kept apart.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn read(log: impl BufRead) -> io::Result<Self> {
        Self::read_where(log, |_| true)
    }

    /// Reads a log without what new sounds are told from older ones by, how each goes: of a long book, that is half of it,
    /// and nothing else asks for it.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn read_untimed(log: impl BufRead) -> io::Result<Self> {
        Self::read_where(log, |event| !matches!(event.what, What::Timed { .. }))
    }

    fn read_where(log: impl BufRead, is_kept: impl Fn(&Event) -> bool) -> io::Result<Self> {
        let mut gathered = Gathered::default();
        let unread = read_events(log, |event| {
            if is_kept(&event) {
                gathered.add(event);
            }
        })?;
        Ok(Self { unread, ..gathered.log() })
    }

    /// The same log without what new sounds are told from older ones by.
    #[must_use]
    pub fn untimed(self) -> Self {
        Self { timed: BTreeMap::new(), ..self }
    }

    /// What these events come to, in whatever order they stand.
    #[must_use]
    pub fn of(events: Vec<Event>) -> Self {
        let mut gathered = Gathered::default();
        for event in events {
            gathered.add(event);
        }
        gathered.log()
    }

    /// A take was recorded for what its line said when it was seen first.
    fn bind(&mut self, audio: Fingerprint, cue: CueId, bound: Bound) {
        let known = self.bound.entry((audio, cue)).or_insert_with(|| bound.clone());
        if bound < *known {
            *known = bound;
        }
    }

    /// A sound has one length; of several that somebody wrote there, one is as good as another, if it is always the same.
    /// What an older version timed has no contour yet.
    fn time(&mut self, audio: Fingerprint, timed: Timed) {
        let known = self.timed.entry(audio).or_insert_with(|| timed.clone());
        if (timed.contour.is_none(), &timed) < (known.contour.is_none(), &*known) {
            *known = timed;
        }
    }

    fn decide(&mut self, Event { at, what }: Event) {
        match what {
            What::Bound { .. } | What::Timed { .. } | What::Processed { .. } => {}
            What::Circled { cue, take, audio } => drop(self.circled.insert(cue, Circled { take, audio })),
            What::Uncircled { cue } => drop(self.circled.remove(&cue)),
            What::Waived { subject, words, reason, .. } => {
                let waivers = self.waived.entry(subject).or_default();
                waivers.retain(|waiver| waiver.words != words);
                waivers.push(Waiver { words, reason });
            }
            What::Unwaived { subject } => drop(self.waived.remove(&subject)),
            What::Noted { cue, note } => {
                self.ever_noted.entry(cue.clone()).or_default().push(note.clone());
                self.noted.entry(cue).or_default().push(Note { at, heard: note });
            }
            What::Settled { cue } => drop(self.noted.remove(&cue)),
        }
    }

    /// The words that this sound was recorded for as a take of this cue; `None` where it was never seen before.
    #[must_use]
    pub fn bound(&self, audio: Fingerprint, cue: &CueId) -> Option<&Bound> {
        self.bound.get(&(audio, cue.clone()))
    }

    /// Every sound that was ever seen, the cue that it was a take of, and when that was, in no order of time.
    pub fn seen(&self) -> impl Iterator<Item = (Fingerprint, &CueId, &Bound)> {
        self.bound.iter().map(|((audio, cue), bound)| (*audio, cue, bound))
    }

    /// How long this sound is, and how it goes up and down; `None` where it was never timed, or where the log was read
    /// without it.
    #[must_use]
    pub fn timed(&self, audio: Fingerprint) -> Option<&Timed> {
        self.timed.get(&audio)
    }

    /// What a recording is known by, whichever of its sounds is asked for: those before and after it was processed.
    #[must_use]
    pub fn recording(&self, audio: Fingerprint) -> Fingerprint {
        self.recordings.of_sound(audio)
    }

    /// Whether two sounds are one recording: the same, or one processed from the other.
    #[must_use]
    pub fn is_one_recording(&self, one: Fingerprint, other: Fingerprint) -> bool {
        self.recording(one) == self.recording(other)
    }

    /// Whether this sound was made of another one, and not recorded.
    #[must_use]
    pub fn is_processed(&self, audio: Fingerprint) -> bool {
        self.processed.contains(&audio)
    }

    /// The other sounds of one recording: those it was processed from, and those processed from it.
    pub fn others_of_recording(&self, audio: Fingerprint) -> impl Iterator<Item = Fingerprint> {
        self.recordings.sounds(audio).iter().copied().filter(move |&other| other != audio)
    }

    /// The sound that somebody chose for this cue.
    #[must_use]
    pub fn circled(&self, cue: &CueId) -> Option<Fingerprint> {
        self.circle(cue).map(|circled| circled.audio)
    }

    /// The take that somebody chose for this cue.
    #[must_use]
    pub fn circle(&self, cue: &CueId) -> Option<&Circled> {
        self.circled.get(cue)
    }

    /// The waivers of a rule for one sound, the last one last: each holds for its words.
    #[must_use]
    pub fn waivers(&self, subject: &Subject) -> &[Waiver] {
        self.waived.get(subject).map_or(&[], Vec::as_slice)
    }

    /// Everything that somebody accepted.
    pub fn accepted(&self) -> impl Iterator<Item = (&Subject, &[Waiver])> {
        self.waived.iter().map(|(subject, waivers)| (subject, waivers.as_slice()))
    }

    /// The cue that a recording was heard as first, by any of its sounds, and what it was bound to then; of several at once,
    /// the first of them.
    #[must_use]
    pub fn first_heard(&self, recording: Fingerprint) -> Option<(&CueId, &Bound)> {
        let sounds = self.recordings.sounds(recording);
        let sounds = if sounds.is_empty() { std::slice::from_ref(&recording) } else { sounds };
        let first = CueId::first();
        let heard = sounds.iter().flat_map(|&sound| {
            let of_sound = self.bound.range((sound, first.clone())..).take_while(move |((of, _), _)| *of == sound);
            of_sound.map(|((_, cue), bound)| (cue, bound))
        });
        heard.min_by_key(|(cue, bound)| (bound.at, *cue))
    }

    /// What was noted about a cue and is not settled, the oldest first.
    #[must_use]
    pub fn notes(&self, cue: &CueId) -> &[Note] {
        self.noted.get(cue).map_or(&[], Vec::as_slice)
    }

    /// Whether a note counts where its cue uses this sound. A note is about what was heard: a new take mends it, and the old
    /// one brings it back. One that was processed is no new take.
    #[must_use]
    pub fn is_open(&self, note: &Note, cue: &CueId, used: Option<Fingerprint>) -> bool {
        match (note.heard.audio, used) {
            (Some(noted), Some(used)) => self.is_one_recording(noted, used),
            // Where only the line is known, whatever was seen since is taken for the new one.
            (None, Some(used)) => self.bound(used, cue).is_none_or(|bound| bound.at <= note.at),
            (_, None) => true,
        }
    }

    /// What was ever noted about a cue, settled or not, the oldest first.
    #[must_use]
    pub fn ever_noted(&self, cue: &CueId) -> &[Heard] {
        self.ever_noted.get(cue).map_or(&[], Vec::as_slice)
    }

    /// The lines that are not understood, by what is wrong with them.
    #[must_use]
    pub fn unread(&self) -> &Unread {
        &self.unread
    }

    /// The time of a decision that is made now: behind all decisions that are known, whatever the clocks say that dated
    /// them.
    #[must_use]
    pub fn after_all(&self, now: Timestamp) -> Timestamp {
        // A step that can be seen in the log. At the end of time, a tie will do.
        let step = SignedDuration::from_millis(1);
        let next = self.last_decision.map(|last| last.checked_add(step).unwrap_or(last));
        next.map_or(now, |next| now.max(next))
    }
}
