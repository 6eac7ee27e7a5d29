//! Takes: what was recorded, how, and how it sounds.

use std::fmt;
use std::sync::Arc;

pub mod log;
mod mix;

use serde::{Deserialize, Serialize};

use crate::signal::Measured;
use crate::words::{FileKind, Fingerprint, Frames, SampleRate, TakeId};

pub use log::TakeLog;
pub use mix::Mix;

/// A file of `recordings/`, as it was heard.
#[derive(Clone, PartialEq, Debug)]
pub struct Take {
    /// Its path inside `recordings/`, with `/` between its parts.
    pub file: String,
    /// The cue and attempt that its name says it is; `None` where the name is no take's name.
    pub id: Option<TakeId>,
    /// What was heard, or why nothing was. Of a long book, each sound is in memory once.
    pub sound: Result<Arc<Sound>, Unreadable>,
}

/// What was heard in a file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sound {
    /// How it was recorded.
    pub format: TakeFormat,
    /// The samples of all its channels, their number and the sample rate, whatever the file and its format.
    pub audio: Fingerprint,
    /// What was measured in the mix of its channels (`mix`); peaks and clipping in the channels before it.
    pub measured: Measured,
    /// What was heard of the channels before they were mixed; `None` for one channel.
    pub channels: Option<Channels>,
}

/// How the channels of a take lie to each other.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Channels {
    /// The mean square of each.
    pub mean_squares: Vec<f64>,
    /// How alike the first two are: 1 where they are the same but for their level, 0 where they have nothing to do with
    /// each other, -1 where one is the other turned upside down.
    pub correlation: f64,
}

impl Channels {
    /// The mean square of all channels together.
    #[must_use]
    pub fn mean_square(&self) -> f64 {
        self.mean_squares.iter().sum::<f64>() / self.mean_squares.len().max(1) as f64
    }

    /// How far the loudest channel lies above the softest, in decibels; `None` where one is digital silence.
    #[must_use]
    pub fn imbalance(&self) -> Option<f64> {
        let loudest = self.mean_squares.iter().copied().fold(0.0, f64::max);
        let softest = self.mean_squares.iter().copied().fold(f64::INFINITY, f64::min);
        (softest > 0.0 && softest.is_finite()).then(|| 10.0 * (loudest / softest).log10())
    }

    /// The channels that are averaged into one: without those on which nothing was recorded but noise, while another has
    /// sound.
    #[must_use]
    pub fn mix(&self) -> Mix {
        let loudest = self.mean_squares.iter().copied().fold(0.0, f64::max);
        let is_live = |mean_square: f64| mean_square * DEAD >= loudest;
        if self.mean_squares.iter().all(|&mean_square| is_live(mean_square)) {
            return Mix::ALL;
        }
        Mix::of(
            self.mean_squares.iter().enumerate().filter(|(_, mean_square)| is_live(**mean_square)).map(|(at, _)| at),
        )
    }

    /// Whether one of the first two channels is the other turned upside down.
    #[must_use]
    pub fn is_inverted(&self) -> bool {
        self.correlation < -INVERTED
    }
}

/// From this ratio of mean squares on (40 dB) the softer channel is dead: no voice is so far to one side.
const DEAD: f64 = 1e4;

/// From this correlation on, channels are the same but for their level and their noise.
const INVERTED: f64 = 0.9;

/// From this ratio of mean squares on (10 dB) the channels cancel: unrelated ones lose 3 dB in the mix.
const CANCELLED: f64 = 10.0;

impl Sound {
    /// Whether much of the channels is lost in their mix.
    #[must_use]
    pub fn channels_cancel(&self) -> bool {
        let before = self.channels.as_ref().map(Channels::mean_square);
        before.is_some_and(|before| before > CANCELLED * self.measured.mean_square)
    }

    /// The channels that its measurements are of, and that are rendered.
    #[must_use]
    pub fn mix(&self) -> Mix {
        self.channels.as_ref().map_or(Mix::ALL, Channels::mix)
    }

    /// How long it is, in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.format.sample_rate.seconds(self.measured.frames)
    }
}

/// What a file of `recordings/` is known by: its name without folders and ending.
#[must_use]
pub fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// How the names of room tone recordings begin.
const ROOM_TONE: &str = "room-tone";

impl Take {
    /// Names a file of `recordings/` by its stem, the file name without folders and ending.
    #[must_use]
    pub fn named(file: String, stem: &str, sound: Result<Sound, Unreadable>) -> Self {
        Self { file, id: stem.parse().ok(), sound: sound.map(Arc::new) }
    }

    /// The same of a sound that is known already.
    #[must_use]
    pub fn known(file: String, stem: &str, sound: Arc<Sound>) -> Self {
        Self { file, id: stem.parse().ok(), sound: Ok(sound) }
    }

    /// Whether it was heard and has speech in it.
    #[must_use]
    pub fn has_speech(&self) -> bool {
        self.sound.as_ref().is_ok_and(|sound| sound.measured.speech.is_some())
    }

    /// What its sound is known by; `None` where it can't be heard.
    #[must_use]
    pub fn audio(&self) -> Option<Fingerprint> {
        self.sound.as_deref().ok().map(|sound| sound.audio)
    }

    /// Lets go of the contour of its sound, where nobody else holds that: it is needed to tell what a new sound was made of,
    /// and is a fifth of what is known of a take.
    pub fn forget_contour(&mut self) {
        if let Some(sound) = self.sound.as_mut().ok().and_then(Arc::get_mut) {
            sound.measured.contour = None;
        }
    }

    /// Whether it is a recording of the room, not of a cue: its name begins with `room-tone`.
    #[must_use]
    pub fn is_room_tone(&self) -> bool {
        self.file.rsplit('/').next().is_some_and(|name| name.starts_with(ROOM_TONE))
    }
}

/// How a take was recorded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TakeFormat {
    /// How the file stores it, whatever its name says.
    pub kind: FileKind,
    /// The sample rate.
    pub sample_rate: SampleRate,
    /// The number of bits in a sample; `None` for formats that have none, such as MP3.
    pub bit_depth: Option<u32>,
    /// The number of channels.
    pub channels: u32,
    /// The length that the file's header promises, if it does.
    pub promised: Option<Frames>,
}

/// Why a file can't be heard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// It is a folder.
    Folder,
    /// It is neither a file nor a folder; what it is.
    Special(&'static str),
    /// Its path holds bytes that are no text.
    Nameless,
    /// It has no bytes.
    Empty,
    /// It is text, whatever its name says.
    Text,
    /// It is sound in a format that is not read; the format's name.
    Foreign(&'static str),
    /// It is no audio, or of a kind that is not read; the decoder's words.
    NotAudio(String),
    /// The system can't open or read it; the system's words.
    Io(String),
    /// It breaks off or is damaged after so many frames; the decoder's words.
    Damaged(Frames, String),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder => f.write_str("a folder"),
            Self::Special(kind) => f.write_str(kind),
            Self::Nameless => f.write_str("a file with a name that is not UTF-8"),
            Self::Empty => f.write_str("an empty file"),
            Self::Text => f.write_str("a text file"),
            Self::Foreign(format) => write!(f, "a file in the format {format}, which is not read"),
            Self::NotAudio(reason) => write!(f, "no audio that can be read ({reason})"),
            Self::Io(reason) => write!(f, "a file that can't be opened ({reason})"),
            Self::Damaged(frames, reason) => write!(f, "audio that is damaged after {} frames ({reason})", frames.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_take_is_a_few_numbers_in_memory() {
        let size = size_of::<Take>() + size_of::<Sound>();
        assert!(size <= 700, "{size} bytes, of thousands of takes each");
    }
}
