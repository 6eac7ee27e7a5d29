//! What was found in the bytes of a delivered file.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::signal::{ProgrammeLevels, UnroundedLevels};
use crate::words::profile::{Channels, Format};
use crate::words::{Fingerprint, SampleRate};

/// What was read and measured in a delivered file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// Its size.
    pub bytes: u64,
    /// The digest of its bytes.
    pub hash: Fingerprint,
    /// Its format.
    pub format: Format,
    /// Its sample rate.
    pub sample_rate: SampleRate,
    /// Its channels.
    pub channels: ChannelMode,
    /// Its bit rate, where the format has one.
    pub mode: Option<Mode>,
    /// The bits of a sample, where the format has them.
    pub bit_depth: Option<u32>,
    /// How much sound it holds, the codec's delay left out, and how loud that is.
    #[serde(flatten, with = "UnroundedLevels")]
    pub levels: ProgrammeLevels,
    /// The quiet before the first sound, in seconds; nothing where there is no speech.
    pub head: Option<f64>,
    /// The quiet behind the last sound, in seconds.
    pub tail: Option<f64>,
    /// How loud its difference to the master is against the master, in decibels; nothing where there is no difference.
    pub difference: Option<f64>,
    /// What it says of itself; nothing for a format without tags.
    pub says: Option<Says>,
}

/// The channels of a file, as every one of its frames says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelMode {
    /// One.
    Mono,
    /// Two, each by itself.
    Stereo,
    /// Two that share what they have in common, in some frame at least.
    Joint,
    /// Two programmes.
    Dual,
    /// More than two.
    Many,
}

/// The bit rate of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// So many kilobits a second in every frame.
    Constant(u32),
    /// So many kilobits a second on average.
    Average(u32),
    /// Another one here and there.
    Variable,
}

/// What a file says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Says {
    /// Its title.
    pub title: String,
    /// The book's title.
    pub album: String,
    /// The author.
    pub artist: String,
    /// The narrator.
    pub narrator: String,
    /// Its number and how many there are.
    pub track: Option<(u32, u32)>,
    /// Its picture.
    pub cover: Option<CoverSeen>,
    /// Where its chapters begin and end, in milliseconds.
    pub chapters: Vec<MarkSeen>,
}

/// A picture in a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CoverSeen {
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// The digest of its bytes.
    pub hash: Fingerprint,
}

/// A chapter in a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MarkSeen {
    /// What it is called.
    pub title: String,
    /// Where it begins.
    pub start: u32,
    /// Where it ends; nothing where the format does not say.
    pub end: Option<u32>,
}

impl Facts {
    /// Its length in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.sample_rate.seconds(self.levels.frames)
    }

    /// How it is stored, in words: `MP3, 192 kbps constant, 44100 Hz, mono`.
    #[must_use]
    pub fn form(&self) -> String {
        form(self.format, self.mode, self.bit_depth, self.sample_rate, self.channels)
    }
}

/// How a file is stored, in words.
pub fn form(
    format: Format,
    mode: Option<Mode>,
    bit_depth: Option<u32>,
    rate: SampleRate,
    channels: ChannelMode,
) -> String {
    let mut parts = vec![format.to_string()];
    parts.extend(mode.map(|mode| mode.to_string()));
    parts.extend(bit_depth.map(|bits| format!("{bits} bits")));
    parts.extend([rate.to_string(), channels.to_string()]);
    parts.join(", ")
}

impl From<Channels> for ChannelMode {
    fn from(channels: Channels) -> Self {
        match channels {
            Channels::Mono => Self::Mono,
            Channels::Stereo => Self::Stereo,
        }
    }
}

impl fmt::Display for ChannelMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Mono => "mono",
            Self::Stereo => "full stereo",
            Self::Joint => "joint stereo",
            Self::Dual => "two programmes",
            Self::Many => "more than two channels",
        })
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(kbps) => write!(f, "{kbps} kbps constant"),
            Self::Average(kbps) => write!(f, "{kbps} kbps on average"),
            Self::Variable => f.write_str("a bit rate that varies"),
        }
    }
}
