//! The timeline: what sounds when in a chapter, from which take, at which gain. Rendering and playing both read it.

mod breaks;
mod changes;
mod json;
mod made_from;
mod places;
mod plan;
mod spacing;
#[cfg(test)]
pub(crate) mod testing;
mod tone;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::signal::tone::TONE_LEVEL;
use crate::takes::Mix;
use crate::words::profile::AimLevel;
use crate::words::{BitDepth, ChapterId, CueId, Dbfs, Frames, Gain, SampleRate};

pub use breaks::Break;
pub use changes::{Change, changes};
pub use made_from::{Circumstances, MadeFrom};
pub use places::HeardLine;
pub use plan::{Material, plan};
pub use spacing::Pause;
pub use tone::{Refusal, Refused, RoomTone, ToneOrigin, choose_tones};

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
    /// What the master's samples are stored as.
    pub bit_depth: BitDepth,
    /// The length of the master.
    pub frames: Frames,
    /// The true-peak ceiling that the master is limited to, in dBTP.
    pub ceiling: f64,
    /// The level that the whole master is brought to, loudness as that of one channel; `None` where it keeps its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aim: Option<AimLevel>,
    /// Where the filter against rumble begins that takes and room tones go through, in hertz; `None` for no filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high_pass: Option<f64>,
    /// What decides all that has no pattern: the order of a tone's grains, and dither.
    pub seed: u64,
    /// The room tones that lie under the chapter.
    pub tones: Vec<Tone>,
    /// What the gains of its takes are made of.
    pub levels: Levels,
    /// How many frames at either end of a take it shares with the room tone, one fading into the other.
    pub fade: Frames,
    /// What it is made from; nothing while it is being planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_from: Option<MadeFrom>,
    /// What sounds, from the first frame to the last, without a gap.
    pub spans: Vec<Span>,
}

/// What the gain of every take of a chapter is made of: chapter, session, and what a take that stands apart is moved by.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// What brings the chapter to its level.
    #[serde(rename = "chapter_db")]
    pub chapter: Gain,
    /// What brings each recording session of the chapter to the level of the others, in the order in which the chapter first
    /// uses them.
    #[serde(rename = "sessions_db")]
    pub sessions: Vec<Gain>,
}

/// One room tone of a chapter, brought to [`TONE_LEVEL`] before the gain of a bed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tone {
    /// Where it comes from.
    pub origin: ToneOrigin,
    /// What it is taken from; nothing where it is made.
    pub clips: Vec<Clip>,
}

/// What lies under a moment of a chapter: the room tone that a pause is filled with there, and that a take fades into.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bed {
    /// Which of the timeline's tones.
    pub tone: usize,
    /// Its gain.
    #[serde(rename = "gain_db")]
    pub gain: Gain,
}

/// A part of a file in `recordings/`, in frames of that file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clip {
    /// The file, as a path inside `recordings/`.
    pub file: String,
    /// Which of its channels are heard.
    #[serde(default, skip_serializing_if = "Mix::is_of_all")]
    pub channels: Mix,
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
        /// The recording session that the take was made in, of the chapter's.
        session: usize,
        /// The DC offset that is taken out of the take, in millionths of full scale.
        #[serde(rename = "offset_ppm", default, skip_serializing_if = "is_zero")]
        offset: i32,
        /// The gain of the take: of its chapter, of its session, and `apart`.
        #[serde(rename = "gain_db")]
        gain: Gain,
        /// What the take alone is moved by, as it stands apart from its neighbours.
        #[serde(rename = "apart_db", default, skip_serializing_if = "Gain::is_unity")]
        apart: Gain,
        /// The room tone that it fades into.
        bed: Bed,
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
        /// What it begins with: the bed of the take before.
        from: Bed,
        /// What it ends with: the bed of the take behind.
        to: Bed,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(offset: &i32) -> bool {
    *offset == 0
}

impl Span {
    /// The length.
    #[must_use]
    pub fn frames(&self) -> Frames {
        self.end - self.start
    }

    /// The cue that sounds; `None` in a pause.
    #[must_use]
    pub fn cue(&self) -> Option<&CueId> {
        match &self.sounds {
            Sounds::Cue { cue, .. } => Some(cue),
            Sounds::Pause { .. } => None,
        }
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
    /// The same chapter, louder or softer by a gain.
    #[must_use]
    pub fn raised_by(mut self, gain: Gain) -> Self {
        self.levels.chapter = self.levels.chapter + gain;
        for span in &mut self.spans {
            match &mut span.sounds {
                Sounds::Cue { gain: of_cue, bed, .. } => {
                    *of_cue = *of_cue + gain;
                    bed.gain = bed.gain + gain;
                }
                Sounds::Pause { from, to, .. } => {
                    from.gain = from.gain + gain;
                    to.gain = to.gain + gain;
                }
            }
        }
        self
    }

    /// The RMS that the chapter is brought to, where it is brought to one.
    #[must_use]
    pub fn aimed_rms(&self) -> Option<Dbfs> {
        match self.aim? {
            AimLevel::Rms(aim) => Some(aim),
            AimLevel::Loudness(_) => None,
        }
    }

    /// The same chapter, brought to no more than this RMS.
    #[must_use]
    pub fn held_to(mut self, limit: Dbfs) -> Self {
        let Some(aim) = self.aimed_rms().filter(|aim| *aim > limit) else { return self };
        self.aim = Some(AimLevel::Rms(limit));
        self.raised_by(limit.above(aim))
    }

    /// How loud its room tone is where it is loudest, before the limiter; `None` without any.
    #[must_use]
    pub fn room(&self) -> Option<Dbfs> {
        let beds = self.spans.iter().flat_map(|span| match &span.sounds {
            Sounds::Cue { bed, .. } => [bed.gain; 2],
            Sounds::Pause { from, to, .. } => [from.gain, to.gain],
        });
        beds.max().map(|gain| TONE_LEVEL + gain)
    }

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
