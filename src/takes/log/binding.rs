//! Which takes are new, and what they were recorded for.

use std::collections::HashMap;

use jiff::Timestamp;

use super::event::{Event, What};
use super::{Take, TakeLog};
use crate::script::Script;
use crate::takes::Sound;

impl TakeLog {
    /// What is to be remembered of takes that were never seen before: each was recorded for what its line says in the
    /// script as it is written.
    ///
    /// A sound that comes back, whatever its file is called now, stays bound to the words that it was first seen with. Takes
    /// of no cue are not bound, as nobody knows their words, nor are files that are short of their header's promise: those
    /// may still be on their way to the disk.
    #[must_use]
    pub fn bindings<'a>(
        &self,
        script: &Script,
        takes: impl IntoIterator<Item = &'a Take>,
        now: Timestamp,
    ) -> Vec<Event> {
        let lines: HashMap<_, _> = script.cues().map(|(_, cue)| (&cue.id, cue)).collect();
        let bound = takes.into_iter().filter(|take| !take.is_room_tone()).filter_map(|take| {
            let cue = lines.get(take.id.as_ref()?.cue())?;
            let audio = take.sound.as_ref().ok().filter(|sound| !is_short(sound))?.audio;
            if self.bound(audio, &cue.id).is_some() {
                return None;
            }
            let (cue, take, words) = (cue.id.clone(), take.file.clone(), cue.spoken().to_owned());
            Some(Event { at: now, what: What::Bound { cue, take, audio, words } })
        });
        bound.collect()
    }
}

fn is_short(sound: &Sound) -> bool {
    sound.format.promised.is_some_and(|promised| promised > sound.measured.frames)
}
