//! Which takes are new, and what they were recorded for.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

use super::event::{Event, What};
use super::processed::{Changes, Older, Timed, alike, made_of};
use super::{Bound, Take, TakeLog};
use crate::script::{Cue, Script};
use crate::signal::Measured;
use crate::takes::{Sound, stem};
use crate::words::{CueId, Fingerprint, TakeId};

/// For each cue the sounds that were ever seen as takes of it.
type Seen<'a> = HashMap<&'a CueId, Vec<(Fingerprint, &'a Bound)>>;

impl TakeLog {
    /// What is to be remembered of takes that were never seen before: each was recorded for what its line says in the
    /// script as it is written.
    ///
    /// A sound that comes back, whatever its file is called now, stays bound to the words that it was first seen with. One
    /// that sounds as an older one of its cue does, only otherwise processed, was made of that one: it is bound as the other
    /// was, and counts as the same recording from then on. So does one that sounds as an older one of another cue near by,
    /// whose takes changed as well, but it is bound to today's words: somebody has to look. Takes of no cue are not bound, as nobody knows their words, nor
    /// are files that are short of their header's promise: those may still be on their way to the disk.
    #[must_use]
    pub fn bindings<'a, 't: 'a>(
        &'a self,
        script: &'a Script,
        takes: impl IntoIterator<Item = &'t Take>,
    ) -> Bindings<'a> {
        let lines: HashMap<_, _> = script.cues().zip(0..).map(|((_, cue), place)| (&cue.id, (place, cue))).collect();
        let mut seen: Option<Seen<'_>> = None;
        let (mut new, mut untimed, mut named) = (Vec::new(), Vec::new(), HashSet::new());
        for take in takes.into_iter().filter(|take| !take.is_room_tone()) {
            let Some(id) = &take.id else { continue };
            named.insert(id.cue());
            let (Some(&(place, cue)), Ok(sound)) = (lines.get(id.cue()), &take.sound) else { continue };
            if is_short(sound) {
                continue;
            }
            let known = self.timed(sound.audio);
            if self.bound(sound.audio, &cue.id).is_none() {
                let seen = seen.get_or_insert_with(|| self.seen_by_cue()).get(&cue.id).map_or(&[][..], Vec::as_slice);
                // What was heard before, as a take of another cue, was not made since.
                let (older, before) = match known {
                    None => (self.older(id, &timed(sound), seen), None),
                    Some(_) => (Vec::new(), self.before(sound.audio, seen)),
                };
                new.push(New { take, cue, place, sound, is_first: seen.is_empty(), older, before });
            }
            if known.is_none_or(|known| known.contour.is_none() && sound.measured.contour.is_some()) {
                untimed.push(&**sound);
            }
        }
        let changes = Changes::of(new.iter().map(|new| new.older.as_slice()));
        // Cues whose takes are others now, or are gone, by their places in the script.
        let mut others: BTreeMap<usize, &CueId> = BTreeMap::new();
        others.extend(new.iter().filter(|new| new.is_odd(&changes)).map(|new| (new.place, &new.cue.id)));
        let seen = seen.unwrap_or_default();
        if !others.is_empty() {
            let gone = seen.keys().filter(|cue| !named.contains(*cue));
            others.extend(gone.filter_map(|cue| lines.get(cue)).map(|&(place, cue)| (place, &cue.id)));
        }
        let bound = new.iter().map(|new| {
            let (take, cue, audio) = (new.take, new.cue, new.sound.audio);
            if let Some(older) = made_of(&new.older, &changes) {
                return Binding { take, cue, audio, made_of: Some((&cue.id, older.audio)), before: Some(older.bound) };
            }
            // What was a take of another cue has to be looked at: it is bound to today's words.
            let made_of = new.is_odd(&changes).then(|| self.moved(new, &others, &seen)).flatten();
            Binding { take, cue, audio, made_of, before: new.before }
        });
        Bindings { bound: bound.collect(), untimed }
    }

    fn seen_by_cue(&self) -> Seen<'_> {
        let mut seen = Seen::new();
        for (audio, cue, bound) in self.seen() {
            seen.entry(cue).or_default().push((audio, bound));
        }
        seen
    }

    /// The sounds that a take may have been made of: those that were seen as takes of its cue.
    fn older<'a>(&self, id: &TakeId, new: &Timed, seen: &[(Fingerprint, &'a Bound)]) -> Vec<Older<'a>> {
        let older = seen.iter().filter_map(|&(audio, bound)| {
            let same_name = stem(&bound.take).parse().is_ok_and(|of: TakeId| of == *id);
            Some(Older::of((audio, bound), self.timed(audio)?, new, same_name))
        });
        older.collect()
    }

    /// What a known sound was bound to before it was processed: it was under another name when that was done.
    fn before<'a>(&self, audio: Fingerprint, seen: &[(Fingerprint, &'a Bound)]) -> Option<&'a Bound> {
        seen.iter().filter(|(other, _)| self.is_one_recording(*other, audio)).map(|(_, bound)| *bound).min()
    }

    /// The sound of another cue that a take was made of, and that cue: takes that changed places, and were processed
    /// before anybody looked. Only cues near it whose takes changed as well come into question.
    fn moved<'a>(
        &self,
        new: &New<'_>,
        changed: &BTreeMap<usize, &'a CueId>,
        seen: &Seen<'_>,
    ) -> Option<(&'a CueId, Fingerprint)> {
        let before = changed.range(..new.place).rev().take(NEAR);
        let behind = changed.range(new.place + 1..).take(NEAR);
        let sound = timed(new.sound);
        let mut older: Vec<(&'a CueId, Older<'_>)> = Vec::new();
        let number = new.take.id.as_ref()?.number();
        for (_, &cue) in before.chain(behind) {
            let id = TakeId::new(cue.clone(), number);
            older.extend(
                self.older(&id, &sound, seen.get(cue).map_or(&[][..], Vec::as_slice))
                    .into_iter()
                    .map(|older| (cue, older)),
            );
        }
        let best = alike(older.iter().map(|(_, older)| older))?.audio;
        older.iter().find(|(_, older)| older.audio == best).map(|(cue, _)| (*cue, best))
    }
}

/// What is to be remembered of takes.
pub struct Bindings<'a> {
    /// Of sounds that were never seen as takes of their cues.
    pub(super) bound: Vec<Binding<'a>>,
    /// Sounds of which the log does not know how they go.
    untimed: Vec<&'a Sound>,
}

/// A take, and what it is bound to.
pub(super) struct Binding<'a> {
    pub(super) take: &'a Take,
    cue: &'a Cue,
    /// Its sound.
    pub(super) audio: Fingerprint,
    /// The sound that it was made of, and the cue that this was a take of.
    pub(super) made_of: Option<(&'a CueId, Fingerprint)>,
    /// What its recording was bound to before; nothing where it is bound to today's words.
    before: Option<&'a Bound>,
}

impl Bindings<'_> {
    /// Whether there is nothing that the log does not know.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bound.is_empty() && self.untimed.is_empty()
    }

    /// The events to be added to the log, made one by one: those of a long book together are larger than the log.
    pub fn events(&self, now: Timestamp) -> impl Iterator<Item = Event> {
        let timings = self.untimed.iter().map(move |sound| {
            let Timed { frames, rate, contour } = timed(sound);
            Event { at: now, what: What::Timed { audio: sound.audio, frames, rate, contour } }
        });
        // Lines of one kind together: what a version does not know, it tells by their numbers.
        self.bound.iter().flat_map(move |bound| bound.events(now)).chain(timings)
    }
}

impl Binding<'_> {
    fn events(&self, now: Timestamp) -> impl Iterator<Item = Event> {
        let (take, audio) = (&self.take.file, self.audio);
        let processed = self.made_of.map(|(cue, from)| Event {
            at: now,
            what: What::Processed { cue: cue.clone(), take: take.clone(), from, audio },
        });
        let (at, words) = self.before.map_or((now, self.cue.spoken()), |bound| (bound.at, &bound.words));
        let (cue, take, words) = (self.cue.id.clone(), take.clone(), words.to_owned());
        processed.into_iter().chain([Event { at, what: What::Bound { cue, take, audio, words } }])
    }
}

/// So many changed cues before and behind a take may be the one that it was taken from: whoever misnames takes is off by a
/// few.
const NEAR: usize = 8;

/// A sound that was never seen as a take of this cue.
struct New<'a> {
    take: &'a Take,
    cue: &'a Cue,
    /// The cue's place in the script.
    place: usize,
    sound: &'a Sound,
    /// Whether the cue never had a take.
    is_first: bool,
    /// What it may have been made of.
    older: Vec<Older<'a>>,
    /// What its recording was bound to.
    before: Option<&'a Bound>,
}

impl New<'_> {
    /// Whether nothing of its cue tells where it comes from, though the cue had takes.
    fn is_odd(&self, changes: &Changes) -> bool {
        !self.is_first && self.before.is_none() && made_of(&self.older, changes).is_none()
    }
}

fn timed(sound: &Sound) -> Timed {
    let Measured { frames, contour, .. } = &sound.measured;
    Timed { frames: *frames, rate: sound.format.sample_rate, contour: contour.clone() }
}

fn is_short(sound: &Sound) -> bool {
    sound.format.promised.is_some_and(|promised| promised > sound.measured.frames)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, bound, line, reading, take};
    use super::*;
    use crate::script;

    /// What is known after these takes were seen one after the other, the words changed before the last.
    fn seen(takes: &[Take]) -> TakeLog {
        let mut events = Vec::new();
        for (number, take) in takes.iter().enumerate() {
            let words = if number + 1 < takes.len() { "The tide was out." } else { "The tide was in." };
            let second = i64::try_from(number).unwrap();
            events.extend(bound(&TakeLog::of(events.clone()), &line(words), [take], at(second)));
        }
        let log = TakeLog::of(events);
        assert!(log.bindings(&line("Nobody came."), takes).is_empty(), "what is known is not said again");
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

    const OLD: &str = "The tide was out.";
    const NEW: &str = "The tide was in.";

    #[test]
    fn a_take_is_known_by_how_it_sounds_whatever_its_length_name_and_place() {
        let raw = reading(1, 250, 0, 0, "01-0001.wav");
        for file in ["01-0001.wav", "01-0001_t2.wav", "clean/01-0001.flac"] {
            assert_eq!(words(&[raw.clone(), reading(1, 250, 10, 1024, file)]).0, OLD, "{file}");
        }
        assert_eq!(words(&[raw.clone(), reading(50, 250, 0, 1024, "01-0001.wav")]).0, NEW, "another reading");
        assert_eq!(
            words(&[raw, reading(50, 250, 0, 0, "01-0001.wav")]).0,
            NEW,
            "another reading of just the same length"
        );
    }

    #[test]
    fn a_take_is_made_of_the_one_that_it_sounds_like_most() {
        let takes = [reading(1, 250, 0, 0, "01-0001.wav"), reading(50, 250, 0, 0, "01-0001_t2.wav")];
        let log = seen(&[takes.to_vec(), vec![reading(1, 250, 5, 7, "01-0001_t2.wav")]].concat());
        let [raw, _] = takes.map(|take| take.audio().unwrap());
        assert!(log.is_one_recording(raw, reading(1, 250, 5, 7, "").audio().unwrap()));
    }

    /// Which of two takes each of two new ones was made of.
    fn made_of(first: &[Take; 2], then: &[Take; 2]) -> [Option<usize>; 2] {
        let known = bound(&TakeLog::default(), &line(OLD), first, at(0));
        let events = bound(&TakeLog::of(known), &line(OLD), then, at(1));
        then.each_ref().map(|take| {
            events.iter().find_map(|event| match &event.what {
                What::Processed { from, audio, .. } if Some(*audio) == take.audio() => {
                    first.iter().position(|take| take.audio() == Some(*from))
                }
                _ => None,
            })
        })
    }

    #[test]
    fn a_take_is_made_of_the_one_of_its_name_rather_than_of_one_much_like_that() {
        let takes = |[one, two]: [u64; 2], longer| {
            [reading(1, 250, one, longer, "01-0001.wav"), reading(1, 250, two, longer, "01-0001_t2.wav")]
        };
        // The second was made of the first, and a little more is done to both.
        assert_eq!(made_of(&takes([0, 3], 0), &takes([3, 0], 9)), [Some(0), Some(1)]);
        let other = |[one, two]: [u64; 2], longer| {
            [reading(one, 250, 4, longer, "01-0001.wav"), reading(two, 250, 4, longer, "01-0001_t2.wav")]
        };
        assert_eq!(made_of(&other([1, 50], 0), &other([50, 1], 9)), [Some(1), Some(0)], "two readings changed places");
    }

    /// The words of a short take that was processed together with so many long ones, each longer by as many frames.
    fn beside(others: u32, longer: u64) -> String {
        let ids: Vec<String> = (1..=others + 1).map(|number| format!("01-{number:04}")).collect();
        let cue = |id: &String, words: &str| {
            format!(r#"{{"id": "{id}", "kind": "narration", "opens": "paragraph", "text": "{words}"}}"#)
        };
        let script = |words: &str| {
            let cues: Vec<String> = ids.iter().map(|id| cue(id, words)).collect();
            script::parse(&format!(
                r#"{{"format": 1, "chapters": [{{"id": "01", "kind": "chapter", "title": "", "cues": [{}]}}], "retired": []}}"#,
                cues.join(",")
            ))
        };
        let takes = |changed: u64, longer: u64| -> Vec<Take> {
            let steps = |number: usize| if number == 0 { 30 } else { 200 };
            let takes = ids.iter().enumerate();
            takes.map(|(n, id)| reading(n as u64 * 10, steps(n), changed, longer, id)).collect()
        };
        let (raw, processed) = (takes(0, 0), takes(8, longer));
        let first = bound(&TakeLog::default(), &script(OLD).unwrap(), &raw, at(1));
        let then = bound(&TakeLog::of(first.clone()), &script(NEW).unwrap(), &processed, at(2));
        let log = TakeLog::of([first, then].concat());
        log.bound(processed[0].audio().unwrap(), &ids[0].parse().unwrap()).unwrap().words.clone()
    }

    #[test]
    fn a_short_take_is_known_where_its_length_speaks_for_it_too() {
        assert_eq!(beside(0, 0), OLD, "as long to the frame");
        assert_eq!(beside(0, 1024), NEW, "alone, it may be another reading");
        assert_eq!(beside(2, 1024), NEW);
        assert_eq!(beside(3, 1024), OLD, "all were made longer by as much");
    }

    #[test]
    fn what_an_older_version_timed_gets_its_contour_once_and_means_what_it_meant() {
        let new = reading(1, 250, 0, 0, "01-0001.wav");
        let old = take("01-0001.wav", "old", 220_500, 44_100);
        assert_eq!(words(&[old, new.clone()]).0, OLD, "as long to the frame");
        let events = bound(&TakeLog::default(), &line(OLD), [&new], at(1));
        let as_then = events.into_iter().map(|event| match event.what {
            What::Timed { audio, frames, rate, .. } => {
                Event { what: What::Timed { audio, frames, rate, contour: None }, ..event }
            }
            _ => event,
        });
        let log = TakeLog::of(as_then.collect());
        let [Event { what: What::Timed { contour: Some(_), .. }, .. }] = &bound(&log, &line(OLD), [&new], at(2))[..]
        else {
            panic!("timed again, and nothing else")
        };
    }
}
