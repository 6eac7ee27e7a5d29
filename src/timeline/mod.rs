//! The timeline: what sounds when in a chapter, from which take, at which gain. Rendering and playing both read it.

mod json;
mod places;
mod plan;
mod spacing;
mod tone;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::words::{ChapterId, CueId, Dbfs, Frames, Gain, SampleRate};

pub use places::HeardLine;
pub use plan::plan;
pub use spacing::Pause;
pub use tone::{RoomTone, ToneOrigin, choose_tone};

/// Every sample of a chapter, as decisions: spans that touch each other from the first frame to the last.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    /// The chapter.
    pub chapter: ChapterId,
    /// Its heading.
    pub title: String,
    /// The rate of the master, and of all positions but those inside takes.
    pub sample_rate: SampleRate,
    /// The length of the master.
    pub frames: Frames,
    /// The true-peak ceiling that the master is limited to, in dBTP.
    pub ceiling: f64,
    /// What fills the pauses.
    pub tone: Tone,
    /// How many frames at either end of a take it shares with the room tone, one fading into the other.
    pub fade: Frames,
    /// What sounds, from the first frame to the last, without a gap.
    pub spans: Vec<Span>,
}

/// The room tone of a chapter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tone {
    /// Where it is taken from; nothing where it is made.
    pub clips: Vec<Clip>,
    /// The gain at which it lies under the pauses.
    #[serde(rename = "gain_db")]
    pub gain: Gain,
    /// Where there is nothing to take it from: the level of the noise that is made instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Dbfs>,
    /// What decides the order of its grains.
    pub seed: u64,
}

/// A part of a file in `recordings/`, in frames of that file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clip {
    /// The file, as a path inside `recordings/`.
    pub file: String,
    /// The first frame.
    pub from: Frames,
    /// The frame behind the last.
    pub to: Frames,
}

/// One stretch of a chapter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Span {
    /// The first frame, counted from the start of the chapter.
    pub start: Frames,
    /// The frame behind the last.
    pub end: Frames,
    /// What sounds there.
    #[serde(flatten)]
    pub sounds: Sounds,
}

/// What a stretch of a chapter is made of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Sounds {
    /// A cue, read in a take.
    Cue {
        /// The cue.
        cue: CueId,
        /// Its printed text when the chapter was built.
        text: String,
        /// The part of the take.
        #[serde(flatten)]
        clip: Clip,
        /// The gain of the take.
        #[serde(rename = "gain_db")]
        gain: Gain,
        /// Where its speech begins within the timeline's `fade`: the shorter one at its head.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        head_fade: Option<Frames>,
        /// Where its speech ends within the timeline's `fade`: the shorter one at its tail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tail_fade: Option<Frames>,
    },
    /// Room tone.
    Pause {
        /// Why there is a pause.
        pause: Pause,
    },
}

impl Span {
    /// The length.
    #[must_use]
    pub fn frames(&self) -> Frames {
        self.end - self.start
    }
}

/// A cue as it sounds in a chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SoundingCue<'a> {
    /// The cue.
    pub cue: &'a CueId,
    /// Its printed text when the chapter was built.
    pub text: &'a str,
    /// The take's file, as a path inside `recordings/`.
    pub take: &'a str,
    /// Where it sounds, in frames of the chapter.
    pub place: Range<Frames>,
}

impl Timeline {
    /// The cues in the order in which they sound.
    pub fn cues(&self) -> impl Iterator<Item = SoundingCue<'_>> {
        self.spans.iter().filter_map(|span| match &span.sounds {
            Sounds::Cue { cue, text, clip, .. } => {
                Some(SoundingCue { cue, text, take: &clip.file, place: span.start..span.end })
            }
            Sounds::Pause { .. } => None,
        })
    }
}
