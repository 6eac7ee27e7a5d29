//! All takes against the whole script: which take each cue uses, and everything that was found.

use std::collections::{BTreeMap, HashMap};

use crate::script::Script;
use crate::takes::{Take, TakeLog};
use crate::words::{Book, ChapterId, CueId, Finding, Fingerprint, Place, Profile, Rule, Severity};

use super::memory::{Memory, Waived};
use super::take::{judge_take, unreadable};

/// The takes of a book, judged.
#[derive(Clone, Debug)]
pub struct Review {
    /// Every file of `recordings/`, by name.
    pub takes: Vec<Take>,
    /// For each cue that can sound, the take that it uses.
    used: BTreeMap<CueId, Choice>,
    /// What was found and nobody waived, in the order of the script.
    pub findings: Vec<Finding>,
    /// What was found and somebody waived, with the reason.
    pub waived: Vec<Waived>,
    /// For what was waived of whole chapters, by rule, the reason.
    pub(super) waived_chapters: BTreeMap<(ChapterId, String), String>,
}

/// The take that a cue uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Choice {
    /// Its place in the takes of the review.
    take: usize,
    why: Why,
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

    /// Recordings of the room that can be heard, by name.
    pub fn room_tones(&self) -> impl Iterator<Item = &Take> {
        self.takes.iter().filter(|take| take.is_room_tone() && take.sound.is_ok())
    }
}

/// Judges all takes and chooses one for each cue: the newest without an error, else the newest that has speech.
///
/// The newest is the one of the highest take number: file times change with every copy. A fault of a take that no
/// chapter uses is no fault of the book, so it only stays as a note. What somebody waived counts for nothing, neither here
/// nor in the choice.
#[must_use]
pub fn review(script: &Script, takes: Vec<Take>, log: &TakeLog, book: &Book, profile: &Profile) -> Review {
    let memory = Memory::new(log, script, &takes);
    let lines: HashMap<_, _> = script.cues().map(|(chapter, cue)| (&cue.id, (chapter, cue))).collect();
    let mut attempts: BTreeMap<&CueId, Vec<usize>> = BTreeMap::new();
    let mut orphans = Vec::new();
    for (index, take) in takes.iter().enumerate().filter(|(_, take)| !take.is_room_tone()) {
        match take.id.as_ref().and_then(|id| lines.get(id.cue())) {
            Some((_, cue)) => attempts.entry(&cue.id).or_default().push(index),
            None => orphans.push(orphan(take, script)),
        }
    }
    let mut used = BTreeMap::new();
    let mut findings = Vec::new();
    let mut waived = Vec::new();
    for (chapter, cue) in script.cues() {
        let mut indices = attempts.remove(&cue.id).unwrap_or_default();
        indices.sort_by_key(|&index| takes[index].id.as_ref().map(crate::words::TakeId::number));
        let mut judged: Vec<_> = indices.iter().map(|&index| judge_take(&takes[index], cue, book, profile)).collect();
        mark_doubled(&takes, &indices, &mut judged);
        for list in &mut judged {
            let (open, accepted) = memory.part(std::mem::take(list));
            *list = open;
            waived.extend(accepted);
        }

        let choice = choose(&takes, &indices, &judged, log.circled(&cue.id));
        match choice {
            Some((place, why)) => drop(used.insert(cue.id.clone(), Choice { take: indices[place], why })),
            None => findings.push(missing(chapter.id.clone(), cue.id.clone(), indices.len())),
        }
        let chosen = choice.map(|(place, _)| place);
        for (place, mut list) in judged.into_iter().enumerate() {
            if chosen.is_some_and(|chosen| chosen != place) {
                let name = &takes[indices[chosen.unwrap_or(place)]].file;
                for finding in &mut list {
                    finding.severity = Severity::Note;
                    finding.hint = format!("nothing to do: `{name}` is used instead");
                }
            }
            findings.extend(list);
        }
        let used = choice.map(|(place, _)| &takes[indices[place]]);
        findings.extend(memory.noted(chapter, cue, used));
        findings.extend(memory.circled_gone(chapter, cue, indices.iter().map(|&index| &takes[index])));
    }
    for finding in findings.iter_mut().chain(waived.iter_mut().map(|(finding, _)| finding)) {
        if let Some((chapter, _)) = finding.place.cue.as_ref().and_then(|cue| lines.get(cue)) {
            finding.place.chapter = Some(chapter.id.clone());
        }
    }
    findings.extend(orphans);
    findings.extend(takes.iter().filter(|take| take.is_room_tone()).filter_map(unheard_tone));
    let (mut findings, accepted) = memory.part(findings);
    waived.extend(accepted);
    findings.extend(memory.unread());
    let waived_chapters = memory.chapters(script, |cue| takes[used.get(cue)?.take].audio());
    Review { takes, used, findings, waived, waived_chapters }
}

/// The place of the take to be used, of those in rising order of their numbers, and why it is that one.
fn choose(
    takes: &[Take],
    indices: &[usize],
    judged: &[Vec<Finding>],
    circled: Option<Fingerprint>,
) -> Option<(usize, Why)> {
    let heard = |place: &usize| takes[indices[*place]].has_speech();
    let clean = |place: &usize| judged[*place].iter().all(|finding| finding.severity < Severity::Error);
    let is_circled = |place: &usize| takes[indices[*place]].audio().is_some_and(|audio| Some(audio) == circled);
    let newest_first = || (0..indices.len()).rev().filter(heard);
    if let Some(place) = newest_first().find(is_circled) {
        return Some((place, Why::Circled));
    }
    let newest = newest_first().next()?;
    if newest_first().nth(1).is_none() {
        return Some((newest, Why::Only));
    }
    let good = newest_first().find(clean).map(|place| (place, Why::NewestGood));
    Some(good.unwrap_or((newest, Why::NewestHeard)))
}

fn mark_doubled(takes: &[Take], indices: &[usize], judged: &mut [Vec<Finding>]) {
    for place in 1..indices.len() {
        let (one, other) = (&takes[indices[place - 1]], &takes[indices[place]]);
        if one.id == other.id {
            let where_ = Place {
                cue: other.id.as_ref().map(|id| id.cue().clone()),
                take: Some(other.file.clone()),
                ..Place::default()
            };
            judged[place].push(
                Finding::new(
                    Rule::TakeDoubled,
                    where_,
                    format!("the same take as `{}`", one.file),
                    "one file for each take",
                )
                .hint("give one of the two the next free number, `_t2`, `_t3`, or move it out of `recordings/`"),
            );
        }
    }
}

fn orphan(take: &Take, script: &Script) -> Finding {
    let place = Place { take: Some(take.file.clone()), ..Place::default() };
    let (found, hint) = match &take.id {
        Some(id) if script.retired.iter().any(|line| line.id == *id.cue()) => (
            format!("cue {} was cut from the manuscript", id.cue()),
            "move it out of `recordings/`, or put the line back",
        ),
        Some(id) => (format!("there is no cue {}", id.cue()), "rename it to the cue that it is a take of"),
        None => {
            ("its name is no cue's".to_owned(), "name it by its cue, `01-0042.wav`, a second take `01-0042_t2.wav`")
        }
    };
    Finding::new(Rule::TakeOrphaned, place, found, "a cue of the script").hint(hint)
}

/// Without its room tone a book can still be built, from the pauses of its takes.
fn unheard_tone(tone: &Take) -> Option<Finding> {
    let place = Place { take: Some(tone.file.clone()), ..Place::default() };
    let finding = unreadable(tone.sound.as_ref().err()?, place);
    Some(Finding { severity: Severity::Warning, ..finding })
}

fn missing(chapter: crate::words::ChapterId, cue: CueId, unreadable: usize) -> Finding {
    let found = if unreadable == 0 { "no take" } else { "no take that can be used" };
    let hint = format!("record it as `recordings/{cue}.wav`");
    let place = Place { chapter: Some(chapter), cue: Some(cue), ..Place::default() };
    Finding::new(Rule::CueMissing, place, found, "a take").hint(hint)
}

#[cfg(test)]
mod tests {
    use crate::script::{Chapter, ChapterKind};
    use crate::takes::Unreadable;
    use crate::words::finding::any_error;
    use crate::words::{ChapterId, Frames};

    use super::super::take::tests::{clean, cue};
    use super::*;

    fn reviewed(takes: Vec<Take>) -> Review {
        let cues = vec![cue("01-0001", "One."), cue("01-0002", "Two.")];
        let chapter = Chapter { id: ChapterId::new(1), kind: ChapterKind::Chapter, title: "One".to_owned(), cues };
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
        take.sound.as_mut().unwrap().measured.peaks.first_clipped = Some(Frames(3));
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
        let review = reviewed(vec![
            clean("01-0001"),
            clean("01-0002"),
            clean("01-0003"),
            clean("intro"),
            clean("room-tone"),
            clean("Room"),
        ]);
        assert_eq!(codes(&review), [("take-orphaned", Severity::Warning); 3]);
        assert_eq!(review.room_tones().count(), 1);
    }

    #[test]
    fn two_files_for_one_take_are_told_apart() {
        let mut copy = clean("01-0001");
        copy.file = "day 2/01-0001.wav".to_owned();
        let review = reviewed(vec![clean("01-0001"), copy, clean("01-0002")]);
        assert_eq!(codes(&review), [("take-doubled", Severity::Warning)]);
    }
}
