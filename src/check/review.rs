//! All takes against the whole script: which take each cue uses, and everything that was found.

use std::collections::HashMap;
use std::fmt;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Serialize, Serializer};

use crate::script::{Chapter, Cue, Script};
use crate::signal::Room;
use crate::takes::{Sound, Take, TakeLog};
use crate::words::{Book, ChapterId, CueId, Finding, Place, Profile, Rule, Severity};

use super::attempts::Attempts;
use super::bench::Bench;
use super::continuations::judge_continuations;
use super::first_heard::FirstHeard;
use super::memory::{Memory, Waived, WaivedChapters};
use super::names::Names;
use super::spacing::judge_spacing;
use super::take::{Against, unreadable};
use super::used::{InUse, Used};
use super::voice::Voice;

/// The takes of a book, judged.
#[derive(Clone, Debug)]
pub struct Review {
    /// Every file of `recordings/`, by name.
    pub takes: Vec<Take>,
    /// For each cue that can sound, the take that it uses.
    used: Used,
    /// What was found and nobody waived, in the order of the script.
    pub findings: Vec<Finding>,
    /// What was found and somebody waived, with the reason.
    pub waived: Vec<Waived>,
    /// What was waived of whole chapters.
    pub waived_chapters: WaivedChapters,
    /// What the takes say together.
    pub voice: Voice,
}

/// Why a cue uses this take and no other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// There is no other that can be heard.
    Only,
    /// Somebody circled it.
    Circled,
    /// It is the newest of those without an error.
    NewestGood,
    /// All have errors, and it is the newest that has speech.
    NewestHeard,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Only => "the only one with speech in it",
            Self::Circled => "circled",
            Self::NewestGood => "the newest without an error",
            Self::NewestHeard => "the newest; all have errors",
        })
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Only => "only",
            Self::Circled => "circled",
            Self::NewestGood => "newest-good",
            Self::NewestHeard => "newest-heard",
        })
    }
}

impl Review {
    /// The take that a cue uses, if there is one.
    #[must_use]
    pub fn used(&self, cue: &CueId) -> Option<&Take> {
        self.used.get(cue).map(|choice| &self.takes[choice.take])
    }

    /// Why a cue uses the take that it uses.
    #[must_use]
    pub fn why(&self, cue: &CueId) -> Option<Why> {
        self.used.get(cue).map(|choice| choice.why)
    }

    /// The newest take of a cue, where the cue uses another.
    #[must_use]
    pub fn passed_over(&self, cue: &CueId) -> Option<&Take> {
        let choice = self.used.get(cue)?;
        (choice.newest != choice.take).then(|| &self.takes[choice.newest])
    }

    /// The takes in use in the order of the script, each with the time when the take log first saw its sound; `None` where
    /// the log could not be written.
    #[must_use]
    pub fn in_use(&self) -> impl ExactSizeIterator<Item = (&Take, Option<Timestamp>)> {
        self.used.lines().iter().map(|line| (&self.takes[line.choice.take], line.seen))
    }

    /// The take of this file, as a path inside `recordings/`.
    #[must_use]
    pub fn take(&self, file: &str) -> Option<&Take> {
        self.takes.binary_search_by(|take| take.file.as_str().cmp(file)).ok().map(|place| &self.takes[place])
    }

    /// Adds what was found about takes together, in the order of the script; what somebody waived, to what is waived.
    pub fn add(&mut self, found: Vec<Finding>, script: &Script, log: &TakeLog) {
        let (mut open, mut waived) = Memory::new(log, script, &self.takes).part(found);
        let places: HashMap<&CueId, (usize, &ChapterId)> =
            (0..).zip(script.cues()).map(|(place, (chapter, cue))| (&cue.id, (place, &chapter.id))).collect();
        let place = |finding: &Finding| finding.place.cue.as_ref().and_then(|cue| places.get(cue));
        for finding in open.iter_mut().chain(waived.iter_mut().map(|(finding, _)| finding)) {
            finding.place.chapter = place(finding).map(|(_, chapter)| (*chapter).clone());
        }
        self.findings.append(&mut open);
        self.waived.append(&mut waived);
        // What is about no cue stands last.
        self.findings.sort_by_key(|finding| place(finding).map_or(usize::MAX, |(place, _)| *place));
    }

    /// Recordings of the room that can be heard, by name.
    pub fn room_tones(&self) -> impl Iterator<Item = &Take> {
        self.takes.iter().filter(|take| take.is_room_tone() && take.sound.is_ok())
    }
}

/// Judges all takes and chooses one for each cue: the circled one, else the newest without an error, else the newest that
/// has speech.
///
/// The newest is the one of the highest take number: file times change with every copy. A fault of a take that no
/// chapter uses is no fault of the book, so it only stays as a note. What somebody waived counts for nothing, neither here
/// nor in the choice.
#[must_use]
pub fn review(script: &Script, mut takes: Vec<Take>, log: &TakeLog, book: &Book, profile: &Profile) -> Review {
    takes.sort_by(|one, other| one.file.cmp(&other.file));
    let memory = Memory::new(log, script, &takes);
    let lines: Vec<(&Chapter, &Cue)> = script.cues().collect();
    let attempts = Attempts::of(script, &takes);
    let mut names = None;
    let mut strays = Vec::new();
    for take in takes.iter().filter(|take| !take.is_room_tone()) {
        if take.id.as_ref().and_then(|id| attempts.place(id.cue())).is_none() {
            strays.push(names.get_or_insert_with(|| Names::of(script, &takes)).orphan(take));
        }
    }
    drop(names);
    let voice = Voice::of(&newest_heard(&lines, &attempts, &takes), profile);
    let against = Against { book, profile, voice: &voice };
    let bench = Bench { takes: &takes, log, memory: &memory, first_heard: FirstHeard::of(log, &takes), against };

    let mut used = Vec::with_capacity(lines.len());
    let mut findings = Vec::new();
    let mut waived = Vec::new();
    for first in (0..lines.len()).step_by(AT_A_TIME) {
        let places = first..lines.len().min(first + AT_A_TIME);
        let judged = places.clone().into_par_iter().map(|place| {
            let (chapter, cue) = lines[place];
            bench.judge(chapter, cue, attempts.of_cue(place))
        });
        for (place, judged) in places.zip(judged.collect::<Vec<_>>()) {
            if let Some(choice) = judged.choice {
                let cue = &lines[place].1.id;
                let seen = takes[choice.take].audio().and_then(|audio| Some(log.bound(audio, cue)?.at));
                used.push(InUse { cue: cue.clone(), choice, seen });
            }
            findings.extend(judged.findings);
            waived.extend(judged.waived);
        }
    }
    let used = Used::of(used);
    findings.extend(bench.across(&lines, &attempts, &used, &findings));
    let place = |finding: &Finding| finding.place.cue.as_ref().and_then(|cue| attempts.place(cue));
    findings.sort_by_key(place);
    strays.extend(takes.iter().filter(|take| take.is_room_tone()).filter_map(faulty_tone));
    strays.extend(judge_spacing(book, profile));
    strays.extend(judge_continuations(script, book));
    findings.extend(book.check.weigh(strays));
    let (mut findings, accepted) = memory.part(findings);
    waived.extend(accepted);
    for finding in findings.iter_mut().chain(waived.iter_mut().map(|(finding, _)| finding)) {
        if let Some(place) = place(finding) {
            finding.place.chapter = Some(lines[place].0.id.clone());
        }
    }
    findings.extend(book.check.weigh(memory.unread().collect()));
    let waived_chapters = WaivedChapters(memory.chapters(script, |cue| takes[used.get(cue)?.take].audio()));
    Review { takes, used, findings, waived, waived_chapters, voice }
}

/// So many lines are judged at a time: what is found about each is then put into as little memory as it needs.
const AT_A_TIME: usize = 1024;

/// The lines that can be heard, each in its newest take.
fn newest_heard<'a>(
    lines: &[(&'a Chapter, &'a Cue)],
    attempts: &Attempts<'_>,
    takes: &'a [Take],
) -> Vec<(&'a Cue, &'a Sound)> {
    let newest = |place: usize| {
        let take = attempts.of_cue(place).iter().rev().map(|&index| &takes[index]).find(|take| take.has_speech());
        take?.sound.as_deref().ok()
    };
    (0..lines.len()).filter_map(|place| Some((lines[place].1, newest(place)?))).collect()
}

/// Without its room tone a book can still be built, from the pauses of its takes.
fn faulty_tone(tone: &Take) -> Option<Finding> {
    let place = Place { take: Some(tone.file.clone()), ..Place::default() };
    let sound = match &tone.sound {
        Ok(sound) => sound,
        Err(problem) => return Some(Finding { severity: Severity::Warning, ..unreadable(problem, place) }),
    };
    let seconds = |frames| sound.format.sample_rate.seconds(frames);
    let (found, at, used) = match (&sound.measured.speech, &sound.measured.room) {
        (Some(speech), _) => {
            let found =
                format!("something is heard from {:.1} s to {:.1} s", seconds(speech.start), seconds(speech.end));
            (found, speech.start, "a quiet stretch of two seconds or more is used of it".to_owned())
        }
        (None, Some(Room { quiet, disturbances, .. })) => {
            let found = match disturbances.count() {
                1 => "a click or a bump".to_owned(),
                count => format!("{count} clicks or bumps"),
            };
            let [from, to] = [quiet.start, quiet.end].map(seconds);
            (found, disturbances.first()?, format!("what lies from {from:.1} s to {to:.1} s is used of it"))
        }
        (None, None) => return None,
    };
    let hint = format!("only {used}: record the room again, and nobody in it");
    let place = Place { seconds: Some(seconds(at)), ..place };
    Some(Finding::new(Rule::RoomToneSpoken, place, found, "nothing but the quiet room").hint(hint))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::script::{Chapter, ChapterKind};
    use crate::signal::Spots;
    use crate::takes::Unreadable;
    use crate::words::finding::any_error;
    use crate::words::{ChapterId, Frames, SampleRate};

    use super::super::testing::{clean, cue};
    use super::*;

    fn reviewed(takes: Vec<Take>) -> Review {
        let cues = vec![cue("01-0001", "One."), cue("01-0002", "Two.")];
        let chapter = Chapter {
            id: ChapterId::new(1),
            kind: ChapterKind::Chapter,
            continues: None,
            title: "One".to_owned(),
            cues,
        };
        let script = Script { chapters: vec![chapter], ..Script::default() };
        review(
            &script,
            takes,
            &TakeLog::default(),
            &Book::parse("title = 'x'").unwrap(),
            &Profile::named("acx").unwrap(),
        )
    }

    fn clipped(stem: &str) -> Take {
        let mut take = clean(stem);
        Arc::make_mut(take.sound.as_mut().unwrap()).measured.peaks.first_clipped = Some(Frames(3));
        take
    }

    fn broken(stem: &str) -> Take {
        Take::named(format!("{stem}.wav"), stem, Err(Unreadable::Empty))
    }

    fn used(review: &Review, cue: &str) -> Option<String> {
        review.used(&cue.parse().unwrap()).map(|take| take.file.clone())
    }

    fn codes(review: &Review) -> Vec<(&'static str, Severity)> {
        review.findings.iter().map(|finding| (finding.rule.code(), finding.severity)).collect()
    }

    #[test]
    fn the_newest_take_without_an_error_is_used() {
        let review = reviewed(vec![
            clean("01-0001"),
            clean("01-0001_t10"),
            clipped("01-0001_t11"),
            clean("01-0001_t9"),
            clean("01-0002"),
        ]);
        assert_eq!(used(&review, "01-0001").as_deref(), Some("01-0001_t10.wav"));
        assert_eq!(codes(&review), [("take-clipped", Severity::Note)], "a take that is not used does the book no harm");
        assert!(!any_error(&review.findings));
    }

    #[test]
    fn a_faulty_take_is_better_than_none_but_stays_an_error() {
        let review = reviewed(vec![clipped("01-0001"), broken("01-0001_t2"), broken("01-0002")]);
        assert_eq!(used(&review, "01-0001").as_deref(), Some("01-0001.wav"));
        assert_eq!(used(&review, "01-0002"), None);
        assert_eq!(
            codes(&review),
            [
                ("take-clipped", Severity::Error),
                ("take-unreadable", Severity::Note),
                ("cue-missing", Severity::Error),
                ("take-unreadable", Severity::Error),
            ]
        );
    }

    #[test]
    fn files_without_a_cue_are_named_and_room_tone_is_not_one() {
        let mut room = clean("room-tone");
        Arc::make_mut(room.sound.as_mut().unwrap()).measured.speech = None;
        let mut takes = ["01-0001", "01-0002", "01-0003", "intro", "Room"].map(clean).to_vec();
        takes.push(room);
        let review = reviewed(takes);
        assert_eq!(codes(&review), [("take-orphaned", Severity::Warning); 3]);
        assert_eq!(review.room_tones().count(), 1);
    }

    #[test]
    fn a_room_in_which_somebody_speaks_is_said() {
        let review = reviewed(vec![clean("01-0001"), clean("01-0002"), clean("room-tone")]);
        assert_eq!(codes(&review), [("room-tone-spoken", Severity::Warning)]);
    }

    #[test]
    fn a_click_in_the_room_is_said_with_what_is_used_instead() {
        let mut tone = clean("room-tone");
        let at = |seconds| SampleRate::CD.frames(seconds);
        let measured = &mut Arc::make_mut(tone.sound.as_mut().unwrap()).measured;
        measured.speech = None;
        let click = Spots::new(1, at(2.0), at(2.0)..at(2.06));
        measured.room = Some(Room { quiet: at(2.1)..at(10.0), mean_square: 1e-7, disturbances: click });
        let review = reviewed(vec![clean("01-0001"), clean("01-0002"), tone.clone()]);
        let finding = review.findings.iter().find(|finding| finding.rule == Rule::RoomToneSpoken).unwrap();
        assert_eq!((finding.found.as_str(), finding.place.seconds), ("a click or a bump", Some(2.0)));
        assert_eq!(
            finding.hint,
            "only what lies from 2.1 s to 10.0 s is used of it: record the room again, and nobody in it"
        );
        Arc::make_mut(tone.sound.as_mut().unwrap()).measured.room.as_mut().unwrap().disturbances = Spots::default();
        assert!(codes(&reviewed(vec![clean("01-0001"), clean("01-0002"), tone])).is_empty());
    }

    #[test]
    fn two_files_for_one_take_are_told_apart() {
        let mut copy = clean("01-0001");
        copy.file = "day 2/01-0001.wav".to_owned();
        let review = reviewed(vec![clean("01-0001"), copy, clean("01-0002")]);
        assert_eq!(codes(&review), [("take-doubled", Severity::Warning)]);
    }
}
