//! Sounds that were first heard under another cue: takes that were renamed, perhaps to each other's names.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::script::Cue;
use crate::takes::{Take, TakeLog};
use crate::words::{CueId, Finding, Fingerprint, Place, Rule};

/// The recordings of a book, and the cues that they were first heard as, processed or not.
pub(super) struct FirstHeard<'a> {
    log: &'a TakeLog,
    takes: &'a [Take],
    /// What is there now; known from the first time that it is asked for, which is seldom.
    here: OnceLock<HashSet<(Fingerprint, &'a CueId)>>,
}

impl<'a> FirstHeard<'a> {
    pub(super) fn of(log: &'a TakeLog, takes: &'a [Take]) -> Self {
        Self { log, takes, here: OnceLock::new() }
    }

    fn is_here(&self, recording: Fingerprint, cue: &CueId) -> bool {
        let here = self.here.get_or_init(|| {
            let sound = |take: &'a Take| Some((self.log.recording(take.audio()?), take.id.as_ref()?.cue()));
            self.takes.iter().filter_map(sound).collect()
        });
        here.contains(&(recording, cue))
    }

    /// That a take was heard as a take of another cue first, and of other words than its cue has.
    ///
    /// A line that has another ID by now has its words still. Where the sound stands under both cues, it is the copy that is
    /// told. Of what was heard under both at once, nobody knows which name was the first.
    pub(super) fn elsewhere(&self, take: &Take, cue: &Cue) -> Option<Finding> {
        let audio = take.audio()?;
        let recording = self.log.recording(audio);
        let (other, bound) = self.log.first_heard(recording)?;
        let is_newer = self.log.bound(audio, &cue.id).is_none_or(|here| here.at > bound.at);
        let is_meant = self.log.circled(&cue.id).is_some_and(|circled| self.log.is_one_recording(circled, audio));
        let is_other = *other != cue.id && is_newer && !cue.reads_as(&bound.words);
        if !is_other || is_meant || self.is_here(recording, other) {
            return None;
        }
        let place = Place { cue: Some(cue.id.clone()), take: Some(take.file.clone()), ..Place::default() };
        let found = format!("this sound was first heard as {other}");
        let hint = format!(
            "listen to it: if it reads “{}”, rename it back; if it reads this line, `cuebook circle {}` says so",
            beginning(&bound.words),
            take.file
        );
        Some(Finding::new(Rule::TakeElsewhere, place, found, "a take that was recorded for this cue").hint(hint))
    }
}

/// The first words of a line.
fn beginning(words: &str) -> String {
    const FEW: usize = 8;
    let all: Vec<&str> = words.split_whitespace().collect();
    if all.len() > FEW { format!("{} …", all[..FEW].join(" ")) } else { all.join(" ") }
}
