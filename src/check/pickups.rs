//! Pickups: which lines are to be recorded again, and why.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Review;
use crate::script::{Chapter, Cue, Script, sounds_alike};
use crate::takes::{Take, TakeLog};
use crate::words::profile::AimLevel;
use crate::words::{CueId, Dbfs, Finding, Profile, Rule, Severity, TakeId};

/// Why a line is to be recorded again, the plainest reason first: a line with several has the first of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PickupKind {
    /// It was passed over, or none of its takes can be used.
    Missing,
    /// Its words changed after it was recorded.
    Stale,
    /// Somebody heard something in it.
    Noted,
    /// Its take has a fault.
    Faulty,
}

impl PickupKind {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Stale => "stale",
            Self::Noted => "noted",
            Self::Faulty => "faulty",
        }
    }
}

/// A line to be recorded again.
#[derive(Clone, PartialEq, Debug)]
pub struct Pickup<'a> {
    /// Its chapter.
    pub chapter: &'a Chapter,
    /// The line.
    pub cue: &'a Cue,
    /// The line before it in the chapter, whose tone it has to meet.
    pub before: Option<&'a Cue>,
    /// The line behind it in the chapter.
    pub after: Option<&'a Cue>,
    /// Why, in a word.
    pub kind: PickupKind,
    /// Why, in full; at least one.
    pub reasons: Vec<Reason>,
    /// The take that is used so far.
    pub take: Option<&'a Take>,
    /// What the new take is to be called.
    pub record_as: TakeId,
}

/// One thing that a new take will mend.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reason {
    /// The rule that found it.
    pub rule: Rule,
    /// How much it weighs.
    pub severity: Severity,
    /// Where in the take, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// What was found, or the note.
    pub found: String,
    /// What to do about it; empty where recording it again is all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// What should be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_be: Option<String>,
}

/// What a take measures, for whoever has to match it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Figures {
    /// The RMS level of its speech.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Dbfs>,
    /// The RMS level of the noise between its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<Dbfs>,
    /// The level of that noise once the speech is at the level of delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecast: Option<Dbfs>,
    /// How long the file is, in seconds.
    pub seconds: f64,
}

impl Figures {
    /// The figures of a take; `None` where it can't be heard.
    #[must_use]
    pub fn of(take: &Take, profile: &Profile) -> Option<Self> {
        let sound = take.sound.as_ref().ok()?;
        let speech = sound.measured.speech.as_ref();
        let (level, noise) = (speech.and_then(|speech| speech.level()), speech.and_then(|speech| speech.noise()));
        let gain = level.and_then(|level| match profile.aim.level {
            AimLevel::Rms(aim) => Some(aim.above(level)),
            AimLevel::Loudness(aim) => Some(aim.above(sound.measured.loudness.integrated()?)),
        });
        let forecast = noise.zip(gain).map(|(noise, gain)| noise + gain);
        Some(Self { level, noise, forecast, seconds: sound.seconds() })
    }
}

/// Rules that another take does not mend, or that are no reason to ask a narrator back: what is converted or renamed, and
/// what is a warning for the takes to come.
const NO_REASON: [Rule; 6] = [
    Rule::TakeDoubled,
    Rule::TakeOrphaned,
    Rule::SampleRateMixed,
    Rule::BitDepthLow,
    Rule::ChannelsMixed,
    Rule::PeakHigh,
];

/// The lines that are owed, in the order of the script.
///
/// A line without a take is one of them where it was passed over, that is where its chapter was begun and the recording has
/// gone on behind it, and where it has takes that can't be used. Lines that nobody has come to yet are not.
#[must_use]
pub fn pickups<'a>(script: &'a Script, review: &'a Review, log: &TakeLog) -> Vec<Pickup<'a>> {
    let mut found: BTreeMap<&CueId, Vec<&Finding>> = BTreeMap::new();
    for finding in review.findings.iter().filter(|finding| is_reason(finding)) {
        if let Some(cue) = &finding.place.cue {
            found.entry(cue).or_default().push(finding);
        }
    }
    let mut attempts: BTreeMap<&CueId, u32> = BTreeMap::new();
    for id in review.takes.iter().filter_map(|take| take.id.as_ref()) {
        let last = attempts.entry(id.cue()).or_default();
        *last = id.number().max(*last);
    }
    let is_recorded = |cue: &Cue| review.used(&cue.id).is_some();
    // A chapter was gone past where a later one was begun.
    let last_begun = script.chapters.iter().rposition(|chapter| chapter.cues.iter().any(is_recorded));

    let mut pickups = Vec::new();
    for (at, chapter) in script.chapters.iter().enumerate() {
        let reached = chapter.cues.iter().rposition(is_recorded);
        let reached = reached.map(|last| if last_begun > Some(at) { chapter.cues.len() } else { last });
        for (line, cue) in chapter.cues.iter().enumerate() {
            let findings = found.get(&cue.id).map_or(&[][..], Vec::as_slice);
            let attempt = attempts.get(&cue.id).copied().unwrap_or(0);
            let take = review.used(&cue.id);
            let passed_over = reached.is_some_and(|reached| line < reached);
            if findings.is_empty() || (take.is_none() && attempt == 0 && !passed_over) {
                continue;
            }
            let stale = stale(cue, take, log);
            let reasons: Vec<Reason> = findings.iter().map(|finding| reason(finding, cue, stale)).collect();
            pickups.push(Pickup {
                chapter,
                cue,
                before: line.checked_sub(1).and_then(|before| chapter.cues.get(before)),
                after: chapter.cues.get(line + 1),
                kind: kind(take, stale),
                reasons,
                take,
                record_as: TakeId::new(cue.id.clone(), attempt.saturating_add(1)),
            });
        }
    }
    pickups
}

/// Whether another take of the line mends this finding, and is worth it.
fn is_reason(finding: &Finding) -> bool {
    finding.severity > Severity::Note && !NO_REASON.contains(&finding.rule)
}

/// The words that the take was recorded for, where they sound otherwise by now.
fn stale<'l>(cue: &Cue, take: Option<&Take>, log: &'l TakeLog) -> Option<&'l str> {
    let bound = log.bound(take?.audio()?, &cue.id)?;
    Some(bound.words.as_str()).filter(|words| !sounds_alike(words, cue.spoken()))
}

fn kind(take: Option<&Take>, stale: Option<&str>) -> PickupKind {
    match (take, stale) {
        (None, _) => PickupKind::Missing,
        (Some(_), Some(_)) => PickupKind::Stale,
        _ => PickupKind::Faulty,
    }
}

fn reason(finding: &Finding, cue: &Cue, stale: Option<&str>) -> Reason {
    Reason {
        rule: finding.rule,
        severity: finding.severity,
        seconds: finding.place.seconds,
        found: finding.found.clone(),
        hint: finding.hint.clone(),
        said: stale.map(str::to_owned),
        should_be: stale.map(|_| cue.spoken().to_owned()),
    }
}
