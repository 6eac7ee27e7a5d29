//! Takes that were recorded again under the names of older ones, and what was open of those.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Bindings, Bound, Take, TakeLog};
use crate::script::Script;
use crate::takes::stem;
use crate::words::{CueId, Fingerprint, TakeId};

/// A take that was recorded again in the place of an older one, of which something was open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replaced {
    /// Its file.
    pub take: String,
    /// Whether its line's words had changed since the older one was recorded.
    pub was_stale: bool,
    /// How many notes were open about the older one.
    pub notes: usize,
    /// Whether the older one was circled.
    pub was_circled: bool,
}

/// The sounds that were seen under a take's name, and what each was bound to.
type Before<'a> = HashMap<TakeId, Vec<(Fingerprint, &'a Bound)>>;

impl TakeLog {
    /// Of the takes that are new, those that are recorded in the place of older ones which their cues used, and of which
    /// something was open: a new recording closes it. The log is the one that does not know the new ones.
    #[must_use]
    pub fn replaced<'a>(
        &self,
        script: &Script,
        takes: impl IntoIterator<Item = &'a Take>,
        new: &Bindings<'_>,
    ) -> Vec<Replaced> {
        let processed: HashSet<Fingerprint> =
            new.bound.iter().filter(|new| new.made_of.is_some()).map(|new| new.audio).collect();
        let recorded =
            new.bound.iter().filter(|new| !processed.contains(&new.audio) && self.timed(new.audio).is_none());
        let recorded = recorded.filter_map(|new| Some((&new.take.file, new.take.id.as_ref()?)));
        let mut recorded: Vec<(&String, &TakeId)> = recorded.collect();
        if recorded.is_empty() {
            return Vec::new();
        }
        let before = self.before_by_name(recorded.iter().map(|(_, id)| *id));
        recorded.retain(|(_, id)| before.get(id).is_some_and(|before| !before.is_empty()));
        // Of takes that are the first of their names, nothing needs to be known.
        if recorded.is_empty() {
            return Vec::new();
        }
        let here = Here::of(takes);
        let lines: HashMap<_, _> = script.cues().map(|(_, cue)| (&cue.id, cue)).collect();
        let replaced = recorded.iter().filter_map(|&(take, id)| {
            let cue = id.cue();
            let older = before.get(id)?.iter().filter(|(audio, _)| !here.sounds.contains(audio));
            let (audio, bound) = older.max_by_key(|(audio, bound)| (bound.at, *audio))?;
            let is_circled = |sound: Fingerprint| self.circled(cue).is_some_and(|it| self.is_one_recording(it, sound));
            let was_circled = is_circled(*audio);
            let was_used = was_circled || here.is_newest(id) && !here.of_cue(cue).any(is_circled);
            let replaced = Replaced {
                take: take.clone(),
                was_stale: !lines.get(cue)?.reads_as(&bound.words),
                notes: self.notes(cue).iter().filter(|note| self.is_open(note, cue, Some(*audio))).count(),
                was_circled,
            };
            let closes = replaced.was_stale || replaced.notes > 0 || replaced.was_circled;
            (was_used && closes).then_some((cue, replaced))
        });
        let replaced: Vec<_> = replaced.collect();
        let circled: HashSet<&CueId> =
            replaced.iter().filter(|(_, take)| take.was_circled).map(|(cue, _)| *cue).collect();
        let used = replaced.iter().filter(|(cue, take)| take.was_circled || !circled.contains(cue));
        used.map(|(_, take)| take.clone()).collect()
    }

    fn before_by_name<'i>(&self, ids: impl Iterator<Item = &'i TakeId>) -> Before<'_> {
        let mut before: Before<'_> = ids.map(|id| (id.clone(), Vec::new())).collect();
        for (audio, cue, bound) in self.seen() {
            let id = stem(&bound.take).parse().ok().filter(|id: &TakeId| id.cue() == cue);
            if let Some(sounds) = id.and_then(|id| before.get_mut(&id)) {
                sounds.push((audio, bound));
            }
        }
        before
    }
}

/// The takes that are there.
struct Here {
    sounds: BTreeSet<Fingerprint>,
    by_cue: BTreeMap<CueId, BTreeMap<TakeId, Fingerprint>>,
}

impl Here {
    fn of<'a>(takes: impl IntoIterator<Item = &'a Take>) -> Self {
        let mut here = Self { sounds: BTreeSet::new(), by_cue: BTreeMap::new() };
        for take in takes.into_iter().filter(|take| take.has_speech()) {
            let (Some(id), Some(audio)) = (&take.id, take.audio()) else { continue };
            here.sounds.insert(audio);
            here.by_cue.entry(id.cue().clone()).or_default().insert(id.clone(), audio);
        }
        here
    }

    fn of_cue(&self, cue: &CueId) -> impl Iterator<Item = Fingerprint> {
        self.by_cue.get(cue).into_iter().flat_map(|takes| takes.values().copied())
    }

    fn is_newest(&self, id: &TakeId) -> bool {
        let newest = self.by_cue.get(id.cue()).and_then(|takes| takes.keys().max_by_key(|id| id.number()));
        newest.is_none_or(|newest| newest.number() <= id.number())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::event::{Event, Heard, What};
    use super::super::testing::{at, bound, line, reading};
    use super::*;

    const OLD: &str = "The tide was out.";
    const NEW: &str = "The tide was in.";

    fn cue() -> CueId {
        "01-0001".parse().unwrap()
    }

    fn circled(take: &Take, at: Timestamp) -> Event {
        let (file, audio) = (take.file.clone(), take.audio().unwrap());
        Event { at, what: What::Circled { cue: cue(), take: file, audio } }
    }

    fn noted(take: Option<&Take>, at: Timestamp) -> Event {
        let note = Heard { audio: take.and_then(Take::audio), note: "tired".to_owned(), ..Heard::default() };
        Event { at, what: What::Noted { cue: cue(), note } }
    }

    /// What is told when these takes are there by now, the line has these words, and the first were seen with the old ones.
    fn told(first: &[Take], decided: Vec<Event>, now: &[Take], words: &str) -> Vec<(String, bool, usize, bool)> {
        let mut events = bound(&TakeLog::default(), &line(OLD), first, at(1));
        events.extend(decided);
        let log = TakeLog::of(events.clone());
        let script = line(words);
        let next = log.bindings(&script, now);
        let told = log.replaced(&script, now, &next);
        events.extend(next.events(at(9)));
        let after = TakeLog::of(events);
        assert!(after.replaced(&script, now, &after.bindings(&script, now)).is_empty(), "once");
        told.into_iter().map(|it| (it.take, it.was_stale, it.notes, it.was_circled)).collect()
    }

    #[test]
    fn a_new_recording_in_the_place_of_an_older_one_tells_what_it_closes() {
        let (raw, again) = (reading(1, 250, 0, 0, "01-0001.wav"), reading(50, 250, 0, 90, "sub/01-0001.wav"));
        let (first, now) = ([raw.clone()], [again]);
        let tells = |stale, notes, circle| vec![("sub/01-0001.wav".to_owned(), stale, notes, circle)];
        assert_eq!(told(&first, vec![], &now, NEW), tells(true, 0, false));
        assert_eq!(told(&first, vec![noted(Some(&raw), at(2)), noted(None, at(3))], &now, OLD), tells(false, 2, false));
        assert_eq!(told(&first, vec![circled(&raw, at(2))], &now, OLD), tells(false, 0, true));
        assert!(told(&first, vec![], &now, OLD).is_empty(), "nothing was open");
        assert!(told(&[], vec![noted(None, at(2))], &now, OLD).is_empty(), "the first take of a line takes no place");
    }

    #[test]
    fn what_was_processed_closes_nothing() {
        let (raw, clean) = (reading(1, 250, 0, 0, "01-0001.wav"), reading(1, 250, 8, 90, "01-0001.wav"));
        assert!(told(std::slice::from_ref(&raw), vec![noted(Some(&raw), at(2))], &[clean], NEW).is_empty());
    }

    #[test]
    fn a_take_beside_the_older_one_is_no_surprise() {
        let (raw, next) = (reading(1, 250, 0, 0, "01-0001.wav"), reading(50, 250, 0, 90, "01-0001_t2.wav"));
        assert!(told(std::slice::from_ref(&raw), vec![], &[raw.clone(), next], NEW).is_empty());
    }

    #[test]
    fn a_take_that_its_cue_did_not_use_closes_nothing() {
        let [one, two] = [reading(1, 250, 0, 0, "01-0001.wav"), reading(20, 250, 0, 0, "01-0001_t2.wav")];
        let [again_one, again_two] = [reading(50, 250, 0, 9, "01-0001.wav"), reading(70, 250, 0, 9, "01-0001_t2.wav")];
        let first = [one.clone(), two.clone()];
        let tells = |first: &[Take], decided, now: &[Take]| told(first, decided, now, NEW).len();
        assert_eq!(tells(&first, vec![], &[again_one.clone(), two.clone()]), 0, "the newest is the one that is used");
        assert_eq!(tells(&first, vec![], &[again_one, again_two.clone()]), 1);
        assert_eq!(tells(&first, vec![circled(&one, at(2))], &[one.clone(), again_two]), 0, "the circled one stays");
        let both = [reading(90, 250, 0, 9, "01-0001.wav"), reading(110, 250, 0, 9, "01-0001_t2.wav")];
        assert_eq!(tells(&first, vec![circled(&one, at(2))], &both), 1, "of both, the circled one was used");
    }
}
