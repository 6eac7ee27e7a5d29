//! Which takes are new, and what they were recorded for.

use std::collections::HashMap;

use jiff::Timestamp;

use super::event::{Event, What};
use super::{Bound, Take, TakeLog};
use crate::script::{Cue, Script};
use crate::takes::{Sound, stem};
use crate::words::{CueId, Fingerprint, Frames, SampleRate, TakeId};

/// For each cue the sounds that were ever seen as takes of it.
type Seen<'a> = HashMap<&'a CueId, Vec<(Fingerprint, &'a Bound)>>;

impl TakeLog {
    /// What is to be remembered of takes that were never seen before: each was recorded for what its line says in the
    /// script as it is written.
    ///
    /// A sound that comes back, whatever its file is called now, stays bound to the words that it was first seen with. One
    /// that stands in the place of another of the same length, to the frame, was made of that one: nobody reads a line
    /// again in exactly the same time, and processing changes no length. It is bound as the other was, and counts as the same
    /// recording from then on. Takes of no cue are not bound, as nobody knows their words, nor are files that are short of
    /// their header's promise: those may still be on their way to the disk.
    #[must_use]
    pub fn bindings<'a>(
        &self,
        script: &Script,
        takes: impl IntoIterator<Item = &'a Take>,
        now: Timestamp,
    ) -> Vec<Event> {
        let lines: HashMap<_, _> = script.cues().map(|(_, cue)| (&cue.id, cue)).collect();
        let mut seen: Option<Seen<'_>> = None;
        let (mut events, mut timed) = (Vec::new(), Vec::new());
        for take in takes.into_iter().filter(|take| !take.is_room_tone()) {
            let Some(id) = &take.id else { continue };
            let (Some(cue), Ok(sound)) = (lines.get(id.cue()), &take.sound) else { continue };
            if is_short(sound) {
                continue;
            }
            if self.bound(sound.audio, &cue.id).is_none() {
                let seen = seen.get_or_insert_with(|| self.seen_by_cue());
                let before = seen.get(&cue.id).and_then(|seen| self.before(id, sound, seen));
                events.extend(binding(take, cue, sound.audio, before, now));
            }
            if self.length(sound.audio).is_none() {
                let (frames, rate) = length(sound);
                timed.push(Event { at: now, what: What::Timed { audio: sound.audio, frames, rate } });
            }
        }
        // Lines of one kind together: what a version does not know, it tells by their numbers.
        events.extend(timed);
        events
    }

    fn seen_by_cue(&self) -> Seen<'_> {
        let mut seen = Seen::new();
        for (audio, cue, bound) in self.seen() {
            seen.entry(cue).or_default().push((audio, bound));
        }
        seen
    }

    /// The sound that a take had before it was processed, of those that were seen as takes of its cue: the newest under its
    /// name that is as long.
    fn before<'a>(
        &self,
        id: &TakeId,
        sound: &Sound,
        seen: &[(Fingerprint, &'a Bound)],
    ) -> Option<(Fingerprint, &'a Bound)> {
        let is_before = |(audio, bound): &&(Fingerprint, &Bound)| {
            self.length(*audio) == Some(length(sound)) && stem(&bound.take).parse().is_ok_and(|of: TakeId| of == *id)
        };
        seen.iter().filter(is_before).max_by_key(|(audio, bound)| (bound.at, *audio)).copied()
    }
}

/// The events of a sound that was never seen as a take of this cue.
fn binding(
    take: &Take,
    cue: &Cue,
    audio: Fingerprint,
    before: Option<(Fingerprint, &Bound)>,
    now: Timestamp,
) -> Vec<Event> {
    let bound = |at, words: &str| {
        let (cue, take, words) = (cue.id.clone(), take.file.clone(), words.to_owned());
        Event { at, what: What::Bound { cue, take, audio, words } }
    };
    let Some((from, old)) = before else {
        return vec![bound(now, cue.spoken())];
    };
    let processed = What::Processed { cue: cue.id.clone(), take: take.file.clone(), from, audio };
    vec![Event { at: now, what: processed }, bound(old.at, &old.words)]
}

fn length(sound: &Sound) -> (Frames, SampleRate) {
    (sound.measured.frames, sound.format.sample_rate)
}

fn is_short(sound: &Sound) -> bool {
    sound.format.promised.is_some_and(|promised| promised > sound.measured.frames)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script;
    use crate::signal::Measured;
    use crate::takes::TakeFormat;
    use crate::words::FileKind;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn line(words: &str) -> Script {
        let json = format!(
            r#"{{"format": 1, "chapters": [{{"id": "01", "kind": "chapter", "title": "", "cues": [
            {{"id": "01-0001", "kind": "narration", "opens": "chapter", "text": "{words}"}}]}}], "retired": []}}"#
        );
        script::parse(&json).unwrap()
    }

    fn take(file: &str, sound: &str, frames: u64, rate: u32) -> Take {
        let sample_rate = SampleRate::new(rate).unwrap();
        let format = TakeFormat { kind: FileKind::Wav, sample_rate, bit_depth: None, channels: 1, promised: None };
        let measured = Measured { frames: Frames(frames), ..Measured::default() };
        let audio = Fingerprint::of(sound.as_bytes());
        Take::named(file.to_owned(), stem(file), Ok(Sound { format, audio, measured, channels: None }))
    }

    /// What is known after these takes were seen one after the other, the words changed before the last.
    fn seen(takes: &[Take]) -> TakeLog {
        let mut events = Vec::new();
        for (number, take) in takes.iter().enumerate() {
            let words = if number + 1 < takes.len() { "The tide was out." } else { "The tide was in." };
            let second = i64::try_from(number).unwrap();
            events.extend(TakeLog::of(events.clone()).bindings(&line(words), [take], at(second)));
        }
        let log = TakeLog::of(events);
        assert!(log.bindings(&line("Nobody came."), takes, at(99)).is_empty(), "what is known is not said again");
        log
    }

    fn words(takes: &[Take]) -> (String, i64) {
        let last = takes.last().and_then(Take::audio).unwrap();
        let log = seen(takes);
        let bound = log.bound(last, &"01-0001".parse().unwrap()).unwrap();
        (bound.words.clone(), bound.at.as_second())
    }

    #[test]
    fn a_take_that_was_processed_in_place_stays_bound_as_it_was() {
        let raw = take("01-0001.wav", "raw", 1000, 44_100);
        let old = ("The tide was out.".to_owned(), 0);
        let denoised = take("01-0001.wav", "denoised", 1000, 44_100);
        assert_eq!(words(&[raw.clone(), denoised.clone()]), old);
        assert_eq!(words(&[raw.clone(), denoised.clone(), take("01-0001.wav", "louder", 1000, 44_100)]), old);
        assert_eq!(words(&[raw.clone(), take("clean/01-0001_t1.flac", "clean", 1000, 44_100)]), old, "the same take");
        let log = seen(&[raw.clone(), denoised.clone()]);
        assert!(log.is_one_recording(raw.audio().unwrap(), denoised.audio().unwrap()));
    }

    #[test]
    fn a_take_that_was_recorded_again_is_bound_to_the_words_of_its_day() {
        let raw = take("01-0001.wav", "raw", 1000, 44_100);
        let new = ("The tide was in.".to_owned(), 1);
        assert_eq!(words(&[raw.clone(), take("01-0001.wav", "again", 1001, 44_100)]), new);
        assert_eq!(
            words(&[raw.clone(), take("01-0001.wav", "again", 1000, 48_000)]),
            new,
            "as many frames, but shorter"
        );
        assert_eq!(words(&[raw, take("01-0001_t2.wav", "again", 1000, 44_100)]), new, "another take");
    }
}
