//! Why a chapter is built again: what differs between the timeline that was built and the one that is planned.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::{Bed, Clip, MadeFrom, Pause, Sounds, Timeline};
use crate::words::profile::AimLevel;
use crate::words::{BitDepth, CueId, Fingerprint, Frames, Gain, SampleRate};

/// One thing in which a chapter differs from what was built.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields say what their names say")]
pub enum Change {
    /// A cue that is new in the chapter, or has its first take.
    Added { cue: CueId },
    /// A cue that the chapter no longer has, or whose take is gone.
    Removed { cue: CueId },
    /// The cues stand in another order.
    Order,
    /// A cue has other words.
    Words { cue: CueId },
    /// A cue uses another sound.
    Take { cue: CueId },
    /// The same sound has another name.
    File { cue: CueId, file: String },
    /// Another part of the same take is used.
    Edges { cue: CueId },
    /// A take is moved by another gain of its own.
    Apart { cue: CueId, before: Gain, after: Gain },
    /// A recording session has another gain; sessions are counted from 1.
    Session { session: usize, before: Gain, after: Gain },
    /// Another kind of pause stands before a cue.
    Pause { cue: CueId },
    /// A pause has another length, in seconds.
    Spacing { pause: &'static str, before: f64, after: f64 },
    /// The room tone, or its level.
    Tone,
    /// The chapter's or the book's title.
    Title { before: String, after: String },
    /// The sample rate.
    Rate { before: SampleRate, after: SampleRate },
    /// What samples are stored as.
    Depth { before: BitDepth, after: BitDepth },
    /// The ceiling of true peaks, in dBTP.
    Ceiling { before: f64, after: f64 },
    /// What chapters are brought to, by the profile or by the book.
    Aim { before: Option<AimLevel>, after: Option<AimLevel> },
    /// The filter against rumble, in hertz; 0 for none.
    HighPass { before: f64, after: f64 },
    /// The chapter's gain, where nothing else explains it.
    Level { before: Gain, after: Gain },
    /// It was built by another version of cuebook.
    Code,
    /// Something else.
    Other,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added { cue } => write!(f, "{cue} is new"),
            Self::Removed { cue } => write!(f, "{cue} is gone"),
            Self::Order => f.write_str("the cues stand in another order"),
            Self::Words { cue } => write!(f, "the words of {cue} changed"),
            Self::Take { cue } => write!(f, "another take of {cue}"),
            Self::File { cue, file } => write!(f, "the take of {cue} is now `{file}`"),
            Self::Edges { cue } => write!(f, "another part of the take of {cue}"),
            Self::Apart { cue, before, after } => write!(f, "the take of {cue} apart {before} -> {after}"),
            Self::Session { session, before, after } => {
                write!(f, "level of recording session {session} {before} -> {after}")
            }
            Self::Pause { cue } => write!(f, "another kind of pause before {cue}"),
            Self::Spacing { pause, before, after } => write!(f, "[spacing] {pause} {before} -> {after}"),
            Self::Tone => f.write_str("room tone"),
            Self::Title { before, after } => write!(f, "title \"{before}\" -> \"{after}\""),
            Self::Rate { before, after } => write!(f, "{before} -> {after}"),
            Self::Depth { before, after } => write!(f, "[masters] bit_depth {} -> {}", before.bits(), after.bits()),
            Self::Ceiling { before, after } => write!(f, "ceiling {before} dBTP -> {after} dBTP"),
            Self::Aim { before, after } => write!(f, "level aimed at {} -> {}", aim(*before), aim(*after)),
            Self::HighPass { before, after } => write!(f, "[levels] high_pass {before} -> {after}"),
            Self::Level { before, after } => write!(f, "level of the chapter {before} -> {after}"),
            Self::Code => f.write_str("built by another version of cuebook"),
            Self::Other => f.write_str("its timeline"),
        }
    }
}

fn aim(aim: Option<AimLevel>) -> String {
    match aim {
        None => "none".to_owned(),
        Some(AimLevel::Rms(aim)) => format!("{aim} RMS"),
        Some(AimLevel::Loudness(aim)) => aim.to_string(),
    }
}

impl Change {
    /// The same change of several cues in one sentence; `None` for what says more of a cue than its ID.
    #[must_use]
    pub fn of_cues(&self, cues: &str) -> Option<String> {
        Some(match self {
            Self::Added { .. } => format!("{cues} are new"),
            Self::Removed { .. } => format!("{cues} are gone"),
            Self::Words { .. } => format!("the words of {cues} changed"),
            Self::Take { .. } => format!("other takes of {cues}"),
            Self::Edges { .. } => format!("other parts of the takes of {cues}"),
            Self::Pause { .. } => format!("another kind of pause before {cues}"),
            _ => return None,
        })
    }

    /// The cue that it is about, where it is about one.
    #[must_use]
    pub fn cue(&self) -> Option<&CueId> {
        match self {
            Self::Added { cue }
            | Self::Removed { cue }
            | Self::Words { cue }
            | Self::Take { cue }
            | Self::File { cue, .. }
            | Self::Edges { cue }
            | Self::Apart { cue, .. }
            | Self::Pause { cue } => Some(cue),
            _ => None,
        }
    }
}

/// A cue of a timeline as far as it can be compared.
struct Line<'a> {
    text: &'a str,
    clip: &'a Clip,
    sound: Option<Fingerprint>,
    apart: Gain,
    /// The kind of pause before it; `None` where there is no time for one.
    pause: Option<Pause>,
    /// The gain of its room tone, that of its take left out.
    tone: Gain,
}

/// What makes the planned timeline another than the built one, in the order of the book: causes first, and what merely
/// follows from them not at all.
#[must_use]
pub fn changes(built: &Timeline, planned: &Timeline) -> Vec<Change> {
    let (Some(built_from), Some(planned_from)) = (&built.made_from, &planned.made_from) else {
        return vec![Change::Code];
    };
    let mut found = Vec::new();
    if built_from.rendered_by != planned_from.rendered_by {
        found.push(Change::Code);
    }
    compare_heads(built, planned, &mut found);
    let (before, after) = (lines(built, built_from), lines(planned, planned_from));
    compare_lines(&before, &after, &mut found);
    for (number, (&before, &after)) in (1..).zip(built.levels.sessions.iter().zip(&planned.levels.sessions)) {
        let is_here = |line: &Timeline| line.spans.iter().any(|span| session(&span.sounds) == Some(number - 1));
        if before != after && is_here(planned) {
            found.push(Change::Session { session: number, before, after });
        }
    }
    compare_spacing(built, planned, &mut found);
    let tones = |timeline: &Timeline, from: &MadeFrom| -> Vec<_> {
        let sound = |clip: &Clip| (from.sounds.get(&clip.file).copied(), clip.from, clip.to);
        timeline.tones.iter().map(|tone| (tone.clips.iter().map(sound).collect::<Vec<_>>(), tone.origin)).collect()
    };
    let tone_moved = || {
        let both = after.iter().filter_map(|(cue, line)| Some((line, before.get(cue)?)));
        both.filter(|(one, other)| one.sound == other.sound).any(|(one, other)| one.tone != other.tone)
    };
    if tones(built, built_from) != tones(planned, planned_from) || tone_moved() {
        found.push(Change::Tone);
    }
    // A pause that comes or goes mostly follows from its length, or from the takes around it.
    if found.is_empty() {
        let of_line = |(cue, line): (&&CueId, &Line<'_>)| {
            let is_other = before.get(cue).is_some_and(|old| old.pause.is_none() != line.pause.is_none());
            is_other.then(|| Change::Pause { cue: (*cue).clone() })
        };
        found.extend(after.iter().filter_map(of_line));
    }
    // What the whole comes to follows from its parts, and is a reason only where no part is.
    if found.is_empty() && built_from.planned != planned_from.planned {
        found.push(Change::Level { before: built_from.planned, after: planned_from.planned });
    }
    if found.is_empty() && built_from.recipe != planned_from.recipe {
        found.push(Change::Other);
    }
    found
}

fn compare_heads(built: &Timeline, planned: &Timeline, found: &mut Vec<Change>) {
    let book = |timeline: &Timeline| timeline.made_from.as_ref().map(|from| from.book.clone()).unwrap_or_default();
    for (before, after) in [(book(built), book(planned)), (built.title.clone(), planned.title.clone())] {
        if before != after {
            found.push(Change::Title { before, after });
        }
    }
    if built.sample_rate != planned.sample_rate {
        found.push(Change::Rate { before: built.sample_rate, after: planned.sample_rate });
    }
    if built.bit_depth != planned.bit_depth {
        found.push(Change::Depth { before: built.bit_depth, after: planned.bit_depth });
    }
    if built.ceiling != planned.ceiling {
        found.push(Change::Ceiling { before: built.ceiling, after: planned.ceiling });
    }
    let [before, after] = [built, planned].map(|timeline| timeline.made_from.as_ref().and_then(|from| from.aim));
    if before != after {
        found.push(Change::Aim { before, after });
    }
    let [before, after] = [built, planned].map(|timeline| timeline.high_pass.unwrap_or(0.0));
    if before != after {
        found.push(Change::HighPass { before, after });
    }
}

/// The cues of a timeline; in the order of the IDs.
fn lines<'a>(timeline: &'a Timeline, from: &MadeFrom) -> BTreeMap<&'a CueId, Line<'a>> {
    let mut before = None;
    let mut lines = BTreeMap::new();
    for span in &timeline.spans {
        match &span.sounds {
            Sounds::Pause { pause, .. } => before = Some(*pause),
            Sounds::Cue { cue, text, clip, gain, apart, bed, .. } => {
                let sound = from.sounds.get(&clip.file).copied();
                let Bed { gain: of_bed, .. } = *bed;
                let line = Line { text, clip, sound, apart: *apart, pause: before.take(), tone: of_bed - *gain };
                lines.insert(cue, line);
            }
        }
    }
    lines
}

fn compare_lines(before: &BTreeMap<&CueId, Line<'_>>, after: &BTreeMap<&CueId, Line<'_>>, found: &mut Vec<Change>) {
    let all: BTreeSet<&CueId> = before.keys().chain(after.keys()).copied().collect();
    for id in all {
        let cue = id.clone();
        let (old, new) = match (before.get(id), after.get(id)) {
            (Some(old), Some(new)) => (old, new),
            (None, _) => {
                found.push(Change::Added { cue });
                continue;
            }
            (_, None) => {
                found.push(Change::Removed { cue });
                continue;
            }
        };
        if old.text != new.text {
            found.push(Change::Words { cue: cue.clone() });
        }
        let part = |clip: &Clip| -> (Frames, Frames) { (clip.from, clip.to) };
        if old.sound != new.sound {
            found.push(Change::Take { cue: cue.clone() });
        } else if part(old.clip) != part(new.clip) {
            found.push(Change::Edges { cue: cue.clone() });
        } else if old.clip.file != new.clip.file {
            found.push(Change::File { cue: cue.clone(), file: new.clip.file.clone() });
        }
        if old.apart != new.apart {
            found.push(Change::Apart { cue: cue.clone(), before: old.apart, after: new.apart });
        }
        // Behind a cue that came or went, the pause is another one, too.
        let is_other = old.pause.zip(new.pause).is_some_and(|(old, new)| old != new);
        if is_other && before.len() == after.len() {
            found.push(Change::Pause { cue });
        }
    }
}

fn compare_spacing(built: &Timeline, planned: &Timeline, found: &mut Vec<Change>) {
    let (Some(before), Some(after)) = (&built.made_from, &planned.made_from) else { return };
    let order = |timeline: &Timeline| -> Vec<CueId> { timeline.cues().map(|cue| cue.cue.clone()).collect() };
    let (old, new) = (order(built), order(planned));
    let (known, kept): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
    if !old.iter().filter(|cue| kept.contains(cue)).eq(new.iter().filter(|cue| known.contains(cue))) {
        found.push(Change::Order);
    }
    let here: BTreeSet<&str> = [built, planned].into_iter().flat_map(pauses).map(Pause::name).collect();
    for ((name, before), (_, after)) in before.spacing.entries().into_iter().zip(after.spacing.entries()) {
        if before != after && here.contains(name) {
            found.push(Change::Spacing { pause: name, before, after });
        }
    }
}

fn pauses(timeline: &Timeline) -> impl Iterator<Item = Pause> {
    timeline.spans.iter().filter_map(|span| match &span.sounds {
        Sounds::Pause { pause, .. } => Some(*pause),
        Sounds::Cue { .. } => None,
    })
}

fn session(sounds: &Sounds) -> Option<usize> {
    match sounds {
        Sounds::Cue { session, .. } => Some(*session),
        Sounds::Pause { .. } => None,
    }
}
