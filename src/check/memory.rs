//! What is remembered of a book while it is judged: findings that were accepted, takes that were chosen, what was noted.

use std::collections::{BTreeMap, HashMap};

use crate::script::{Chapter, Cue, Script};
use crate::takes::log::{Heard, Subject};
use crate::takes::{Take, TakeLog};
use crate::words::{ChapterId, CueId, Finding, Fingerprint, Place, Rule};

use super::Review;

/// A finding that somebody accepted, and why.
pub type Waived = (Finding, String);

/// Rules about what was read and how fast, not about how it sounds: processing changes nothing of that.
const ABOUT_THE_READING: [Rule; 7] = [
    Rule::TakeStale,
    Rule::TakeElsewhere,
    Rule::TakeDoubled,
    Rule::TakeSameAudio,
    Rule::SpeechTooShort,
    Rule::SpeechTooLong,
    Rule::GapLong,
];

/// What is said of a take that is not taken for a new one, behind a hint.
pub(super) const PROCESSED: &str =
    " (this sound counts as the take processed, not recorded again, as it sounds as before)";

/// The take log, seen from the takes and the script as they are now.
pub struct Memory<'a> {
    log: &'a TakeLog,
    /// By their files.
    takes: Vec<&'a Take>,
    /// By their IDs.
    lines: Vec<&'a Cue>,
}

impl<'a> Memory<'a> {
    /// What the log says of these takes and lines.
    #[must_use]
    pub fn new(log: &'a TakeLog, script: &'a Script, takes: &'a [Take]) -> Self {
        let mut takes: Vec<_> = takes.iter().collect();
        takes.sort_by_key(|take| &take.file);
        let mut lines: Vec<_> = script.cues().map(|(_, cue)| cue).collect();
        lines.sort_by_key(|cue| &cue.id);
        Self { log, takes, lines }
    }

    fn sound_of(&self, file: &str) -> Option<Fingerprint> {
        let found = self.takes.binary_search_by_key(&file, |take| take.file.as_str()).ok()?;
        self.takes[found].audio()
    }

    /// Parts findings into those that count and those that were waived.
    ///
    /// A waiver holds for one rule, one sound and the words that it was given for: an edit that can't be heard does not
    /// end it.
    #[must_use]
    pub fn part(&self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Waived>) {
        let (mut open, mut waived) = (Vec::new(), Vec::new());
        for finding in findings {
            match self.reason(&finding) {
                Some(reason) => waived.push((finding, reason.to_owned())),
                None => open.push(finding),
            }
        }
        (open, waived)
    }

    fn reason(&self, finding: &Finding) -> Option<&'a str> {
        let line = self.line_of(finding);
        let holds = |given: Option<&str>| match (given, line) {
            (Some(given), Some(line)) => line.reads_as(given),
            (given, line) => given.is_none() && line.is_none(),
        };
        let subjects = self.subjects(finding);
        let waivers = subjects.iter().flat_map(|subject| self.log.waivers(subject).iter().rev());
        waivers.into_iter().find(|waiver| holds(waiver.words.as_deref())).map(|waiver| waiver.reason.as_str())
    }

    /// What waivers of this finding may have been given for: its own subject first, and where it is about what was read,
    /// the same in the sounds that the take had before it was processed.
    #[must_use]
    pub fn subjects(&self, finding: &Finding) -> Vec<Subject> {
        let Some(own) = self.subject(finding) else { return Vec::new() };
        let before = own.audio.filter(|_| ABOUT_THE_READING.contains(&finding.rule));
        let before = before.into_iter().flat_map(|audio| self.log.others_of_recording(audio));
        let before: Vec<Subject> = before.map(|audio| Subject { audio: Some(audio), ..own.clone() }).collect();
        [vec![own], before].concat()
    }

    /// What a waiver of this finding holds for; `None` for what can't be waived, as there is neither a sound nor a line.
    #[must_use]
    pub fn subject(&self, finding: &Finding) -> Option<Subject> {
        let Place { cue, take, .. } = &finding.place;
        let audio = match take {
            // A file that can't be heard may hold something else tomorrow.
            Some(take) => Some(self.sound_of(take)?),
            None => None,
        };
        if cue.is_none() && audio.is_none() {
            return None;
        }
        Some(Subject { rule: finding.rule.code().to_owned(), cue: cue.clone(), chapter: None, audio })
    }

    /// The words that a waiver of this finding holds for.
    #[must_use]
    pub fn words_of(&self, finding: &Finding) -> Option<&'a str> {
        self.line_of(finding).map(Cue::spoken)
    }

    fn line_of(&self, finding: &Finding) -> Option<&'a Cue> {
        let cue = finding.place.cue.as_ref()?;
        let found = self.lines.binary_search_by_key(&cue, |line| &line.id).ok()?;
        Some(self.lines[found])
    }

    /// Which rules are waived for whole chapters, and why: for chapters that sound as they did then.
    pub(super) fn chapters(
        &self,
        script: &Script,
        used: impl Fn(&CueId) -> Option<Fingerprint>,
    ) -> BTreeMap<(ChapterId, String), String> {
        let mut sounds = HashMap::new();
        let accepted = self.log.accepted().filter_map(|(subject, waivers)| {
            let chapter = script.chapter(subject.chapter.as_ref()?)?;
            let sound = *sounds.entry(&chapter.id).or_insert_with(|| chapter_sound(chapter, &used));
            let key = (chapter.id.clone(), subject.rule.clone());
            (subject.audio == Some(sound)).then(|| Some((key, waivers.last()?.reason.clone()))).flatten()
        });
        accepted.collect()
    }

    /// What was noted about a cue and is still heard in the take that it uses.
    pub(super) fn noted(&self, chapter: &Chapter, cue: &Cue, used: Option<&Take>) -> Vec<Finding> {
        let sound = used.and_then(Take::audio);
        let open = self.log.notes(&cue.id).iter().filter(|note| self.log.is_open(note, &cue.id, sound));
        open.map(|note| {
            let place = Place {
                chapter: Some(chapter.id.clone()),
                cue: Some(cue.id.clone()),
                take: used.map(|take| take.file.clone()),
                seconds: note.heard.seconds,
                file: None,
            };
            let is_processed = sound.is_some_and(|sound| self.log.is_processed(sound));
            let processed = if is_processed && note.heard.audio != sound { PROCESSED } else { "" };
            let hint =
                format!("record it again; if it is well as it is, `cuebook note --settle {}`{processed}", cue.id);
            Finding::new(Rule::PickupNoted, place, found(&note.heard), wanted(&note.heard)).hint(hint)
        })
        .collect()
    }

    /// That the take which was circled for a cue is not there.
    pub(super) fn circled_gone<'t>(
        &self,
        chapter: &Chapter,
        cue: &Cue,
        mut attempts: impl Iterator<Item = &'t Take>,
    ) -> Option<Finding> {
        let circled = self.log.circle(&cue.id)?;
        if attempts.any(|take| take.audio().is_some_and(|audio| self.log.is_one_recording(audio, circled.audio))) {
            return None;
        }
        let place = Place { chapter: Some(chapter.id.clone()), cue: Some(cue.id.clone()), ..Place::default() };
        let hint = format!(
            "bring the file back, circle another take, or let go of it with `cuebook circle --undo {}`",
            cue.id
        );
        let found = format!("no take sounds as `recordings/{}` did when it was circled", circled.take);
        Some(Finding::new(Rule::CircledGone, place, found, "the take that was circled").hint(hint))
    }

    /// Lines of the log that are not understood, those with the same fault together.
    pub(super) fn unread(&self) -> impl Iterator<Item = Finding> {
        self.log.unread().iter().map(|(why, lines)| {
            let found = format!("{} of `recordings/takes.jsonl`: {why}", spans(lines));
            Finding::new(Rule::LogLineUnread, Place::default(), found, "one event a line, as JSON")
                .hint("mend it or take it out; a newer cuebook may understand it")
        })
    }
}

impl Review {
    /// What a chapter is made of, as a number: a waiver for the chapter holds as long as that does not change.
    #[must_use]
    pub fn chapter_sound(&self, chapter: &Chapter) -> Fingerprint {
        chapter_sound(chapter, |cue| self.used(cue)?.audio())
    }

    /// What was decided, without what the takes measure: a long book has megabytes of that.
    #[must_use]
    pub fn into_verdicts(self) -> Verdicts {
        Verdicts { findings: self.findings, waived: self.waived.len(), waived_chapters: self.waived_chapters }
    }
}

/// What was found of the takes of a book, and what somebody accepted.
#[derive(Clone, Debug)]
pub struct Verdicts {
    /// What was found and nobody waived, in the order of the script.
    pub findings: Vec<Finding>,
    /// How many findings somebody waived.
    pub waived: usize,
    /// What was waived of whole chapters.
    pub waived_chapters: WaivedChapters,
}

/// What was waived of whole chapters: the reason for each chapter and rule.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WaivedChapters(pub(super) BTreeMap<(ChapterId, String), String>);

impl WaivedChapters {
    /// Parts findings against whole chapters into those that count and those that were waived.
    #[must_use]
    pub fn part(&self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Waived>) {
        let (mut open, mut waived) = (Vec::new(), Vec::new());
        for finding in findings {
            let key = finding.place.chapter.clone().map(|chapter| (chapter, finding.rule.code().to_owned()));
            match key.and_then(|key| self.0.get(&key)) {
                Some(reason) => waived.push((finding, reason.clone())),
                None => open.push(finding),
            }
        }
        (open, waived)
    }
}

/// What a chapter is made of, as a number: the sounds that its cues use, in their order.
fn chapter_sound(chapter: &Chapter, used: impl Fn(&CueId) -> Option<Fingerprint>) -> Fingerprint {
    let sounds = chapter.cues.iter().map(|cue| match used(&cue.id) {
        Some(sound) => format!("{} {sound}\n", cue.id),
        None => format!("{}\n", cue.id),
    });
    Fingerprint::of(sounds.collect::<String>().as_bytes())
}

/// What a note says was heard.
pub(super) fn found(heard: &Heard) -> String {
    match &heard.said {
        Some(said) if heard.note.is_empty() => format!("“{said}”"),
        Some(said) => format!("{}: “{said}”", heard.note),
        None => heard.note.clone(),
    }
}

/// What a note wants: the words that should have been said.
pub(super) fn wanted(heard: &Heard) -> String {
    heard.wanted.as_deref().map_or("a new take".to_owned(), |wanted| format!("“{wanted}”"))
}

/// So many runs of lines are named at most.
const NAMED: usize = 8;

/// `line 3`, `lines 3 to 5 and 9`, `lines 1, 3, 5, 7, 9, 11, 13 and 112 more`.
fn spans(lines: &[usize]) -> String {
    let runs: Vec<_> = lines.chunk_by(|one, next| one + 1 == *next).collect();
    let named = if runs.len() > NAMED { NAMED - 1 } else { runs.len() };
    let left: usize = runs[named..].iter().map(|run| run.len()).sum();
    let spans = runs[..named].iter().map(|run| match run {
        [first, .., last] => format!("{first} to {last}"),
        _ => run[0].to_string(),
    });
    let spans: Vec<_> = spans.chain((left > 0).then(|| format!("{left} more"))).collect();
    let word = if lines.len() == 1 { "line" } else { "lines" };
    match &spans[..] {
        [first @ .., last] if !first.is_empty() => format!("{word} {} and {last}", first.join(", ")),
        _ => format!("{word} {}", spans.join("")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::takes::log::{Event, What};

    use super::super::testing::{clean, script};
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn clipped(take: &str) -> Finding {
        let place = Place { cue: Some("01-0001".parse().unwrap()), take: Some(take.to_owned()), ..Place::default() };
        Finding::new(Rule::TakeClipped, place, "3 runs", "none")
    }

    fn waived(take: &Take, words: &str) -> TakeLog {
        let subject = Subject {
            rule: "take-clipped".to_owned(),
            cue: Some("01-0001".parse().unwrap()),
            chapter: None,
            audio: take.audio(),
        };
        let (words, reason) = (Some(words.to_owned()), "meant so".to_owned());
        TakeLog::of(vec![Event { at: at(1), what: What::Waived { subject, take: None, words, reason } }])
    }

    #[test]
    fn a_waiver_holds_for_one_rule_one_sound_and_words_that_sound_alike() {
        let (script, takes) = (script(), [clean("01-0001"), clean("01-0001_t2")]);
        let is_waived =
            |log: &TakeLog, finding: Finding| Memory::new(log, &script, &takes).part(vec![finding]).0.is_empty();
        let log = waived(&takes[0], "One.\u{2060}");
        assert!(is_waived(&log, clipped("01-0001.wav")));
        assert!(!is_waived(&log, clipped("01-0001_t2.wav")), "another sound");
        assert!(!is_waived(&log, Finding { rule: Rule::PeakHigh, ..clipped("01-0001.wav") }), "another rule");
        let elsewhere = Place { cue: Some("01-0002".parse().unwrap()), ..clipped("01-0001.wav").place };
        assert!(!is_waived(&log, Finding { place: elsewhere, ..clipped("01-0001.wav") }), "another line");
        assert!(!is_waived(&waived(&takes[0], "Won!"), clipped("01-0001.wav")), "other words");
    }

    #[test]
    fn what_can_not_be_heard_can_not_be_waived() {
        let (script, log) = (script(), TakeLog::default());
        let broken = Take::named("01-0001.wav".to_owned(), "01-0001", Err(crate::takes::Unreadable::Empty));
        let takes = [broken];
        let memory = Memory::new(&log, &script, &takes);
        assert_eq!(memory.subject(&clipped("01-0001.wav")), None);
        let of_the_book = Finding { place: Place::default(), ..clipped("") };
        assert_eq!(memory.subject(&of_the_book), None);
        let of_a_line = Finding { place: Place { take: None, ..clipped("").place }, ..clipped("") };
        assert!(memory.subject(&of_a_line).is_some(), "that a line has no take can be accepted");
    }

    /// The notes that are open where this take is used.
    fn open(events: &[Event], used: Option<&Take>) -> usize {
        let (script, log) = (script(), TakeLog::of(events.to_vec()));
        let chapter = &script.chapters[0];
        Memory::new(&log, &script, &[]).noted(chapter, &chapter.cues[0], used).len()
    }

    fn noted(second: i64, audio: Option<Fingerprint>) -> Event {
        let note = Heard { audio, note: "sounds tired".to_owned(), ..Heard::default() };
        Event { at: at(second), what: What::Noted { cue: "01-0001".parse().unwrap(), note } }
    }

    #[test]
    fn a_note_is_open_while_its_sound_is_used() {
        let (old, new) = (clean("01-0001"), clean("01-0001_t2"));
        let events = [noted(1, old.audio())];
        assert_eq!(open(&events, Some(&old)), 1);
        assert_eq!(open(&events, Some(&new)), 0);
        assert_eq!(open(&events, None), 1, "a take that is gone mends nothing");
    }

    #[test]
    fn a_note_on_a_line_alone_is_open_until_a_take_is_seen_that_is_newer() {
        let (old, new) = (clean("01-0001"), clean("01-0001_t2"));
        let bound = |second, take: &Take| {
            let (cue, words) = ("01-0001".parse().unwrap(), "One.".to_owned());
            let what = What::Bound { cue, take: take.file.clone(), audio: take.audio().unwrap(), words };
            Event { at: at(second), what }
        };
        let events = [bound(1, &old), noted(2, None), bound(3, &new)];
        assert_eq!(open(&events, Some(&old)), 1);
        assert_eq!(open(&events, Some(&new)), 0);
        assert_eq!(open(&events[..2], None), 1);
    }

    #[test]
    fn lines_are_told_in_spans() {
        assert_eq!(spans(&[3]), "line 3");
        assert_eq!(spans(&[3, 4]), "lines 3 to 4");
        assert_eq!(spans(&[1, 3, 4, 5, 9]), "lines 1, 3 to 5 and 9");
        let odd: Vec<usize> = (0..120).map(|n| 2 * n + 1).collect();
        assert_eq!(spans(&odd[..8]), "lines 1, 3, 5, 7, 9, 11, 13 and 15");
        assert_eq!(spans(&odd), "lines 1, 3, 5, 7, 9, 11, 13 and 113 more");
    }
}
