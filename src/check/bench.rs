//! The takes of a book on the bench: each cue's against its words and against each other, and one of them chosen.

use std::collections::{BTreeSet, HashMap};

use crate::script::{Chapter, Cue, Difference};
use crate::takes::{Take, TakeLog, stem};
use crate::words::rule::Group;
use crate::words::{CueId, Finding, Fingerprint, Place, Rule, Severity, TakeId};

use super::across::{Line, compare};
use super::attempts::Attempts;
use super::first_heard::FirstHeard;
use super::memory::{Memory, PROCESSED, Waived};
use super::review::Why;
use super::take::{Against, judge_take};
use super::used::Used;

/// The take that a cue uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Choice {
    /// Its place in the takes of the review.
    pub(super) take: usize,
    pub(super) why: Why,
    /// The newest take of the cue, whether it can be used or not.
    pub(super) newest: usize,
}

/// What was found about a cue and its takes.
pub(super) struct Judged {
    pub(super) choice: Option<Choice>,
    pub(super) findings: Vec<Finding>,
    pub(super) waived: Vec<Waived>,
}

/// What takes are judged with.
pub(super) struct Bench<'a> {
    pub(super) takes: &'a [Take],
    pub(super) log: &'a TakeLog,
    pub(super) memory: &'a Memory<'a>,
    pub(super) first_heard: FirstHeard<'a>,
    pub(super) against: Against<'a>,
}

impl Bench<'_> {
    /// Judges the takes of one cue, which are in rising order of their numbers. What was waived has no say in the choice.
    pub(super) fn judge(&self, chapter: &Chapter, cue: &Cue, indices: &[usize]) -> Judged {
        let check = &self.against.book.check;
        let mut waived = Vec::new();
        let mut judged = Vec::new();
        for (&index, doubled) in indices.iter().zip(self.doubled(indices)) {
            let take = &self.takes[index];
            let elsewhere = self.first_heard.elsewhere(take, cue);
            let mut found = judge_take(take, cue, self.against);
            found.extend(check.weigh(self.stale(take, cue).into_iter().chain(elsewhere).chain(doubled).collect()));
            let (open, accepted) = self.memory.part(found);
            judged.push(open);
            waived.extend(accepted);
        }
        let attempts = || indices.iter().map(|&index| &self.takes[index]);
        let gone = self.memory.circled_gone(chapter, cue, attempts());
        let choice = self.choose(indices, &judged, self.log.circled(&cue.id));
        let used = choice.map(|(place, _)| &self.takes[indices[place]]);
        let memories = self.memory.noted(chapter, cue, used).into_iter().chain(gone).collect();
        let mut beside = check.weigh(memories);
        if let Some((place, why)) = choice {
            if why != Why::Circled {
                let worse = self.worse(indices, &judged, place);
                judged[place].extend(check.weigh(worse.into_iter().collect()));
            }
            let name = &self.takes[indices[place]].file;
            for list in judged.iter_mut().enumerate().filter(|(other, _)| *other != place).map(|(_, list)| list) {
                set_aside(list, name);
            }
        } else {
            let missing = check.weigh(vec![missing(cue.id.clone(), indices.len())]);
            judged.insert(0, missing);
        }
        let newest = indices.last().copied();
        let choice = choice.zip(newest).map(|((place, why), newest)| Choice { take: indices[place], why, newest });
        let mut findings: Vec<Finding> = judged.into_iter().flatten().collect();
        findings.append(&mut beside);
        Judged { choice, findings, waived }
    }

    /// The place of the take to be used, of those in rising order of their numbers, and why it is that one.
    fn choose(&self, indices: &[usize], judged: &[Vec<Finding>], circled: Option<Fingerprint>) -> Option<(usize, Why)> {
        let take = |place: &usize| &self.takes[indices[*place]];
        let clean = |place: &usize| is_clean(&judged[*place]);
        let sounds_as_circled = |place: &usize| circled.is_some() && take(place).audio() == circled;
        let is_circled = |place: &usize| {
            take(place).audio().zip(circled).is_some_and(|(audio, circled)| self.log.is_one_recording(audio, circled))
        };
        let newest_first = || (0..indices.len()).rev().filter(|place| take(place).has_speech());
        let is_named_so = |place: &usize| is_circled(place) && self.is_named_as_circled(take(place));
        // Where a take is there as it was circled and processed as well, the very sound is meant; where several takes were
        // made of it, the one that still has its name.
        let meant = newest_first().find(sounds_as_circled).or_else(|| newest_first().find(is_named_so));
        if let Some(place) = meant.or_else(|| newest_first().find(is_circled)) {
            return Some((place, Why::Circled));
        }
        let newest = newest_first().next()?;
        if newest_first().nth(1).is_none() {
            return Some((newest, Why::Only));
        }
        let good = newest_first().find(clean).map(|place| (place, Why::NewestGood));
        Some(good.unwrap_or((newest, Why::NewestHeard)))
    }

    fn is_named_as_circled(&self, take: &Take) -> bool {
        let named = |id: &TakeId| self.log.circle(id.cue()).and_then(|circled| stem(&circled.take).parse().ok());
        take.id.as_ref().is_some_and(|id| named(id).as_ref() == Some(id))
    }

    /// A take that was recorded for other words than the cue has today.
    fn stale(&self, take: &Take, cue: &Cue) -> Option<Finding> {
        let bound = self.log.bound(take.audio()?, &cue.id)?;
        if cue.reads_as(&bound.words) {
            return None;
        }
        let found = format!("recorded for other words: {}", Difference::of(&bound.words, cue.spoken()));
        let processed = if self.log.is_processed(take.audio()?) { PROCESSED } else { "" };
        let hint = format!("record it again; if it reads today's words after all, waive this finding{processed}");
        Some(Finding::new(Rule::TakeStale, place_of(take), found, "a take of today's words").hint(hint))
    }

    /// For each of these takes, whether another has its number or its very sound.
    fn doubled(&self, indices: &[usize]) -> Vec<Option<Finding>> {
        let mut sounds: HashMap<Fingerprint, &Take> = HashMap::new();
        let mut before: Option<&Take> = None;
        let takes = indices.iter().map(|&index| &self.takes[index]);
        takes
            .map(|take| {
                let same_number = before.filter(|before| before.id == take.id);
                let same_sound = take.audio().and_then(|audio| sounds.insert(audio, take));
                before = Some(take);
                let (found, severity, hint) = match (same_number, same_sound) {
                    (Some(other), _) => (
                        format!("the same take as `{}`", other.file),
                        Severity::Warning,
                        "give one of the two the next free number, `_t2`, `_t3`, or move it out of `recordings/`",
                    ),
                    (None, Some(other)) => (
                        format!("the same sound as `{}`", other.file),
                        Severity::Note,
                        "a copy does no harm; was the new take saved somewhere else?",
                    ),
                    (None, None) => return None,
                };
                let finding =
                    Finding::new(Rule::TakeDoubled, place_of(take), found, "one file for each take").hint(hint);
                Some(Finding { severity, ..finding })
            })
            .collect()
    }

    /// Whether the take at this place is worse than the one it replaces: the next older that could be used.
    fn worse(&self, indices: &[usize], judged: &[Vec<Finding>], place: usize) -> Option<Finding> {
        let usable = |&other: &usize| self.takes[indices[other]].has_speech() && is_clean(&judged[other]);
        let older = (0..place).rev().find(usable)?;
        let (new, old) = (&self.takes[indices[place]], &self.takes[indices[older]]);
        let limit = self.against.book.check.limit(Rule::TakeWorse);
        let faults = |list: &[Finding]| -> BTreeSet<Rule> {
            let of_its_sound = list.iter().filter(|finding| finding.rule.doc().group != Group::Cues);
            of_its_sound.filter(|finding| finding.severity > Severity::Note).map(|finding| finding.rule).collect()
        };
        let (new_faults, old_faults) = (faults(&judged[place]), faults(&judged[older]));
        let lost = above_noise(old).zip(above_noise(new)).map(|(old, new)| old - new);
        let (found, wanted) = if let Some(lost) = lost.filter(|&lost| limit.is_broken_by(lost)) {
            (format!("{lost:.1} dB less between speech and noise than in `{}`", old.file), limit.to_string())
        } else if old_faults.is_empty() && !new_faults.is_empty() {
            let names: Vec<_> = new_faults.iter().map(|rule| rule.code()).collect();
            (
                format!("{} here, and nothing against `{}`", names.join(", "), old.file),
                "a take that is better".to_owned(),
            )
        } else {
            return None;
        };
        let hint = format!("listen to both; `cuebook circle {}` uses the older one", old.file);
        Some(Finding::new(Rule::TakeWorse, place_of(new), found, wanted).hint(hint))
    }

    /// What takes have against each other; `findings` is what was found against each alone.
    pub(super) fn across(
        &self,
        lines: &[(&Chapter, &Cue)],
        attempts: &Attempts<'_>,
        used: &Used,
        findings: &[Finding],
    ) -> Vec<Finding> {
        let sound = |index: usize| self.takes[index].sound.as_deref().ok();
        let line = |cue, index: usize| Some(Line { cue, take: &self.takes[index], sound: sound(index)? });
        let in_use: Vec<Line<'_>> = lines.iter().filter_map(|(_, cue)| line(*cue, used.get(&cue.id)?.take)).collect();
        let all = lines
            .iter()
            .enumerate()
            .flat_map(|(place, (_, cue))| attempts.of_cue(place).iter().filter_map(move |&index| line(*cue, index)));
        let all = all.filter(|line| line.take.has_speech());
        let explained: BTreeSet<(Rule, &str)> = findings
            .iter()
            .filter_map(|finding| Some((explains(finding.rule)?, finding.place.take.as_deref()?)))
            .collect();
        let is_explained = |finding: &Finding| {
            finding.place.take.as_deref().is_some_and(|take| explained.contains(&(finding.rule, take)))
        };
        let found = compare(&in_use, all, self.against.book).into_iter().filter(|finding| !is_explained(finding));
        let mut found = self.against.book.check.weigh(found.collect());
        for finding in &mut found {
            let in_use =
                finding.place.cue.as_ref().and_then(|cue| used.get(cue)).map(|choice| &self.takes[choice.take].file);
            if let Some(in_use) = in_use.filter(|in_use| finding.place.take.as_ref() != Some(in_use)) {
                set_aside(std::slice::from_mut(finding), in_use);
            }
        }
        found
    }
}

/// What a take need not be told about its neighbours, where this was found against it alone: its format is odd or its noise
/// another for a reason that was given already.
fn explains(rule: Rule) -> Option<Rule> {
    match rule {
        Rule::Gate | Rule::Hum => Some(Rule::FloorFar),
        _ if matches!(rule.doc().group, Group::File | Group::Channels) => Some(Rule::FormatOdd),
        _ => None,
    }
}

fn place_of(take: &Take) -> Place {
    Place { cue: take.id.as_ref().map(|id| id.cue().clone()), take: Some(take.file.clone()), ..Place::default() }
}

/// How far the speech of a take stands above its noise, in decibels.
fn above_noise(take: &Take) -> Option<f64> {
    let measured = &take.sound.as_deref().ok()?.measured;
    Some(measured.speech.as_ref()?.level()?.db() - measured.noise()?.db())
}

/// Findings of a take that is not used do the book no harm.
fn set_aside(findings: &mut [Finding], used: &str) {
    for finding in findings {
        finding.severity = Severity::Note;
        finding.hint = format!("nothing to do: `{used}` is used instead");
    }
}

fn is_clean(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity < Severity::Error)
}

fn missing(cue: CueId, unreadable: usize) -> Finding {
    let found = if unreadable == 0 { "no take" } else { "no take that can be used" };
    let hint = format!("record it as `recordings/{cue}.wav`");
    let place = Place { cue: Some(cue), ..Place::default() };
    Finding::new(Rule::CueMissing, place, found, "a take").hint(hint)
}
