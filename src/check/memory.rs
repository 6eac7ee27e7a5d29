//! What is remembered of a book while it is judged: findings that were accepted, takes that were chosen, what was noted.

use std::collections::{BTreeMap, HashMap};

use crate::script::{Chapter, Cue, Script, sounds_alike};
use crate::takes::log::{Heard, Note, Subject};
use crate::takes::{Take, TakeLog};
use crate::words::{ChapterId, CueId, Finding, Fingerprint, Place, Rule};

use super::Review;

/// A finding that somebody accepted, and why.
pub type Waived = (Finding, String);

/// The take log, seen from the takes and the script as they are now.
pub struct Memory<'a> {
    log: &'a TakeLog,
    sounds: HashMap<&'a str, Fingerprint>,
    words: HashMap<&'a CueId, &'a str>,
}

impl<'a> Memory<'a> {
    /// What the log says of these takes and lines.
    #[must_use]
    pub fn new(log: &'a TakeLog, script: &'a Script, takes: &'a [Take]) -> Self {
        let sounds = takes.iter().filter_map(|take| Some((take.file.as_str(), take.audio()?))).collect();
        Self { log, sounds, words: script.cues().map(|(_, cue)| (&cue.id, cue.spoken())).collect() }
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
        let words = self.words_of(finding);
        let holds = |given: Option<&str>| match (given, words) {
            (Some(given), Some(words)) => sounds_alike(given, words),
            (given, words) => given == words,
        };
        let waivers = self.log.waivers(&self.subject(finding)?);
        waivers.iter().rev().find(|waiver| holds(waiver.words.as_deref())).map(|waiver| waiver.reason.as_str())
    }

    /// What a waiver of this finding holds for; `None` for what can't be waived, as there is neither a sound nor a line.
    #[must_use]
    pub fn subject(&self, finding: &Finding) -> Option<Subject> {
        let Place { cue, take, .. } = &finding.place;
        let audio = match take {
            // A file that can't be heard may hold something else tomorrow.
            Some(take) => Some(*self.sounds.get(take.as_str())?),
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
        self.words.get(finding.place.cue.as_ref()?).copied()
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
        let open = self.log.notes(&cue.id).iter().filter(|note| self.is_open(note, &cue.id, sound));
        open.map(|note| {
            let place = Place {
                chapter: Some(chapter.id.clone()),
                cue: Some(cue.id.clone()),
                take: used.map(|take| take.file.clone()),
                seconds: note.heard.seconds,
            };
            let wanted = note.heard.wanted.as_deref().map_or("a new take".to_owned(), |wanted| format!("“{wanted}”"));
            Finding::new(Rule::PickupNoted, place, found(&note.heard), wanted)
                .hint(format!("record it again; if it is well as it is, `cuebook note --settle {}`", cue.id))
        })
        .collect()
    }

    /// A note is about what was heard: a new take mends it, and the old one brings it back.
    fn is_open(&self, note: &Note, cue: &CueId, used: Option<Fingerprint>) -> bool {
        match (note.heard.audio, used) {
            (Some(noted), Some(used)) => noted == used,
            // Where only the line is known, whatever was seen since is taken for the new one.
            (None, Some(used)) => self.log.bound(used, cue).is_none_or(|bound| bound.at <= note.at),
            (_, None) => true,
        }
    }

    /// That the take which was circled for a cue is not there.
    pub(super) fn circled_gone<'t>(
        &self,
        chapter: &Chapter,
        cue: &Cue,
        mut attempts: impl Iterator<Item = &'t Take>,
    ) -> Option<Finding> {
        let circled = self.log.circle(&cue.id)?;
        if attempts.any(|take| take.audio() == Some(circled.audio)) {
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

    /// Parts findings against whole chapters into those that count and those that were waived.
    #[must_use]
    pub fn part_chapters(&self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Waived>) {
        let (mut open, mut waived) = (Vec::new(), Vec::new());
        for finding in findings {
            let key = finding.place.chapter.clone().map(|chapter| (chapter, finding.rule.code().to_owned()));
            match key.and_then(|key| self.waived_chapters.get(&key)) {
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

fn found(heard: &Heard) -> String {
    match &heard.said {
        Some(said) if heard.note.is_empty() => format!("“{said}”"),
        Some(said) => format!("{}: “{said}”", heard.note),
        None => heard.note.clone(),
    }
}

/// `line 3`, `lines 3 to 5 and 9`.
fn spans(lines: &[usize]) -> String {
    let spans: Vec<_> = lines
        .chunk_by(|one, next| one + 1 == *next)
        .map(|span| match span {
            [first, .., last] => format!("{first} to {last}"),
            _ => span[0].to_string(),
        })
        .collect();
    let word = if lines.len() == 1 { "line" } else { "lines" };
    match &spans[..] {
        [first @ .., last] if !first.is_empty() => format!("{word} {} and {last}", first.join(", ")),
        _ => format!("{word} {}", spans.join("")),
    }
}
