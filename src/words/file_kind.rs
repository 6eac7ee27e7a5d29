//! The kinds of sound files that takes may be.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a take is stored, by its content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// WAV, Broadcast Wave, RF64: samples as they were recorded.
    Wav,
    /// FLAC: smaller, and nothing is lost.
    Flac,
    /// AIFF: samples as they were recorded.
    Aiff,
    /// MP3: much of the sound is thrown away.
    Mp3,
    /// M4A, with AAC or Apple Lossless in it.
    M4a,
    /// A-law, mu-law or ADPCM, mostly in a WAV file: four or eight bits for what had sixteen.
    #[serde(rename = "compressed-pcm")]
    CompressedPcm,
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Wav => "WAV",
            Self::Flac => "FLAC",
            Self::Aiff => "AIFF",
            Self::Mp3 => "MP3",
            Self::M4a => "M4A",
            Self::CompressedPcm => "compressed PCM (A-law, mu-law or ADPCM)",
        })
    }
}
