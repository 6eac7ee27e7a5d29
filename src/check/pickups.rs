//! Pickups: which lines are to be recorded again, and why.

use std::collections::BTreeMap;

use serde::Serialize;

use super::voice::own_gain;
use super::{Review, memory};
use crate::script::{Chapter, Cue, Script};
use crate::signal::Speech;
use crate::takes::log::Heard;
use crate::takes::{Take, TakeLog};
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

impl Reason {
    /// What stands in a list under `note`: what was found, and what to do about it.
    #[must_use]
    pub fn note(&self) -> String {
        match self.hint.as_str() {
            "" => self.found.clone(),
            hint => format!("{}; {hint}", self.found),
        }
    }
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
        let sound = take.sound.as_deref().ok()?;
        let level = sound.measured.speech.as_ref().and_then(Speech::level);
        let noise = sound.measured.noise();
        let forecast = noise.zip(own_gain(sound, profile)).map(|(noise, gain)| noise + gain);
        Some(Self { level, noise, forecast, seconds: sound.seconds() })
    }
}

/// Rules that another take does not mend, or that are no reason to ask a narrator back: what is converted, renamed or
/// chosen otherwise, and what is a warning for the takes to come.
const NO_REASON: [Rule; 15] = [
    Rule::TakeElsewhere,
    Rule::TakeDoubled,
    Rule::TakeOrphaned,
    Rule::TakeMisnamed,
    Rule::TakeWorse,
    Rule::CircledGone,
    Rule::FormatUnwelcome,
    Rule::ChannelDead,
    Rule::ChannelsUnequal,
    Rule::TruePeakHigh,
    Rule::SampleRateMixed,
    Rule::BitDepthLow,
    Rule::ChannelsMixed,
    Rule::PeakHigh,
    Rule::DcOffset,
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
            let reasons: Vec<Reason> = findings.iter().map(|finding| reason(finding, cue, take, log)).collect();
            pickups.push(Pickup {
                chapter,
                cue,
                before: line.checked_sub(1).and_then(|before| chapter.cues.get(before)),
                after: chapter.cues.get(line + 1),
                kind: kind(take, &reasons),
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

fn kind(take: Option<&Take>, reasons: &[Reason]) -> PickupKind {
    let has = |rule| reasons.iter().any(|reason| reason.rule == rule);
    match take {
        None => PickupKind::Missing,
        Some(_) if has(Rule::TakeStale) => PickupKind::Stale,
        Some(_) if has(Rule::PickupNoted) => PickupKind::Noted,
        Some(_) => PickupKind::Faulty,
    }
}

fn reason(finding: &Finding, cue: &Cue, take: Option<&Take>, log: &TakeLog) -> Reason {
    let mut reason = Reason {
        rule: finding.rule,
        severity: finding.severity,
        seconds: finding.place.seconds,
        found: finding.found.clone(),
        hint: finding.hint.clone(),
        said: None,
        should_be: None,
    };
    match finding.rule {
        Rule::TakeStale => {
            let bound = take.and_then(Take::audio).and_then(|audio| log.bound(audio, &cue.id));
            reason.said = bound.map(|bound| bound.words.clone());
            reason.should_be = Some(cue.spoken().to_owned());
            reason.hint.clear();
        }
        Rule::PickupNoted => {
            let is_it = |heard: &&Heard| {
                heard.seconds == finding.place.seconds
                    && memory::found(heard) == finding.found
                    && memory::wanted(heard) == finding.wanted
            };
            if let Some(heard) = log.notes(&cue.id).iter().map(|note| &note.heard).find(is_it) {
                reason.found.clone_from(&heard.note);
                reason.said.clone_from(&heard.said);
                reason.should_be.clone_from(&heard.wanted);
                reason.hint.clear();
            }
        }
        Rule::CueMissing => reason.hint.clear(),
        _ => {}
    }
    reason
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::review;
    use super::super::testing::{clean, cue};
    use super::*;
    use crate::script::ChapterKind;
    use crate::takes::Unreadable;
    use crate::takes::log::{Event, What};
    use crate::words::{Book, ChapterId, Fingerprint, Frames};

    /// Two chapters of three lines.
    fn script() -> Script {
        let chapter = |number: u32| {
            let cues =
                ["One.", "Two.", "Three."].iter().zip(1..).map(|(text, n)| cue(&format!("{number:02}-{n:04}"), text));
            let (id, kind, title) = (ChapterId::new(number), ChapterKind::Chapter, format!("Chapter {number}"));
            Chapter { id, kind, continues: None, title, cues: cues.collect() }
        };
        Script { chapters: vec![chapter(1), chapter(2)], ..Script::default() }
    }

    fn take(stem: &str) -> Take {
        let mut take = clean(stem);
        Arc::make_mut(take.sound.as_mut().unwrap()).audio = Fingerprint::of(stem.as_bytes());
        take
    }

    fn clipped(stem: &str) -> Take {
        let mut take = take(stem);
        Arc::make_mut(take.sound.as_mut().unwrap()).measured.peaks.first_clipped = Some(Frames(44_100));
        take
    }

    /// Each pickup as `CUE kind as NEXT-TAKE`.
    fn owed(takes: Vec<Take>, log: &TakeLog) -> Vec<String> {
        let (script, book, profile) = (script(), Book::parse("title = 'x'").unwrap(), Profile::named("acx").unwrap());
        let review = review(&script, takes, log, &book, &profile);
        let pickups = pickups(&script, &review, log);
        pickups
            .iter()
            .map(|pickup| format!("{} {} as {}", pickup.cue.id, pickup.kind.name(), pickup.record_as))
            .collect()
    }

    #[test]
    fn a_line_that_was_passed_over_is_owed_and_one_that_nobody_has_come_to_is_not() {
        let log = TakeLog::default();
        let none: [&str; 0] = [];
        assert_eq!(owed(vec![], &log), none);
        assert_eq!(owed(vec![take("01-0001")], &log), none);
        assert_eq!(owed(vec![take("01-0003")], &log), ["01-0001 missing as 01-0001", "01-0002 missing as 01-0002"]);
        // The second chapter was begun, so the last line of the first was forgotten; the rest of the second is to come.
        let takes = || ["01-0001", "01-0002", "02-0001"].map(take).to_vec();
        assert_eq!(owed(takes(), &log), ["01-0003 missing as 01-0003"]);
        let broken = Take::named("02-0002_t4.wav".to_owned(), "02-0002_t4", Err(Unreadable::Empty));
        assert_eq!(
            owed([takes(), vec![broken]].concat(), &log),
            ["01-0003 missing as 01-0003", "02-0002 missing as 02-0002_t5"]
        );
    }

    #[test]
    fn a_fault_of_the_take_in_use_is_owed_until_a_new_take_mends_it() {
        let log = TakeLog::default();
        assert_eq!(owed(vec![clipped("01-0001")], &log), ["01-0001 faulty as 01-0001_t2"]);
        assert_eq!(owed(vec![clipped("01-0001"), take("01-0001_t2")], &log), [""; 0]);
    }

    #[test]
    fn what_another_take_does_not_mend_is_not_owed() {
        let mut hot = take("01-0001");
        Arc::make_mut(hot.sound.as_mut().unwrap()).measured.peaks.highest = 0.99;
        let mut other = take("01-0002");
        Arc::make_mut(other.sound.as_mut().unwrap()).format.bit_depth = Some(8);
        assert_eq!(owed(vec![hot, other], &TakeLog::default()), [""; 0]);
    }

    #[test]
    fn a_note_is_owed_with_what_was_said_and_what_should_have_been() {
        let heard = Heard {
            audio: Some(Fingerprint::of(b"01-0002")),
            seconds: Some(2.5),
            said: Some("Tow.".to_owned()),
            wanted: Some("Two.".to_owned()),
            note: "misread".to_owned(),
        };
        let at = "2026-03-02T10:00:00Z".parse().unwrap();
        let log = TakeLog::of(vec![Event { at, what: What::Noted { cue: "01-0002".parse().unwrap(), note: heard } }]);
        let (script, book, profile) = (script(), Book::parse("title = 'x'").unwrap(), Profile::named("acx").unwrap());
        let review = review(&script, vec![take("01-0001"), take("01-0002")], &log, &book, &profile);
        let pickups = pickups(&script, &review, &log);
        let [pickup] = pickups.as_slice() else { panic!("{pickups:?}") };
        assert_eq!((pickup.cue.id.to_string().as_str(), pickup.kind), ("01-0002", PickupKind::Noted));
        assert_eq!(pickup.before.map(|cue| cue.text.as_str()), Some("One."));
        assert_eq!(pickup.after.map(|cue| cue.text.as_str()), Some("Three."));
        let reason = &pickup.reasons[0];
        assert_eq!((reason.found.as_str(), reason.seconds), ("misread", Some(2.5)));
        assert_eq!((reason.said.as_deref(), reason.should_be.as_deref()), (Some("Tow."), Some("Two.")));
    }

    #[test]
    fn each_note_keeps_its_own_words() {
        let at = |second: &str| format!("2026-03-02T10:00:0{second}Z").parse().unwrap();
        let event = |second: &str, note: &str, wanted: Option<&str>| {
            let note = Heard { note: note.to_owned(), wanted: wanted.map(str::to_owned), ..Heard::default() };
            Event { at: at(second), what: What::Noted { cue: "01-0001".parse().unwrap(), note } }
        };
        let log = TakeLog::of(vec![
            event("0", "click", None),
            event("1", "click, twice", None),
            event("2", "click", Some("One.")),
        ]);
        let (script, book, profile) = (script(), Book::parse("title = 'x'").unwrap(), Profile::named("acx").unwrap());
        let review = review(&script, vec![take("01-0001")], &log, &book, &profile);
        let pickups = pickups(&script, &review, &log);
        let told: Vec<_> =
            pickups[0].reasons.iter().map(|reason| (reason.found.as_str(), reason.should_be.as_deref())).collect();
        assert_eq!(told, [("click", None), ("click, twice", None), ("click", Some("One."))]);
    }
}
