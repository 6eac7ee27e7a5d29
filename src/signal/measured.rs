//! What one pass over a recording tells, as plain data.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::words::{Dbfs, Dbtp, Frames, Lufs};

use super::contour::Contour;
use super::speech::Speech;

/// Everything that rules ask about a recording, measured in its mono mix; peaks, clipping and what concerns channels,
/// before they were mixed.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Measured {
    /// The length.
    pub frames: Frames,
    /// Peak and clipping, of all channels the worst.
    pub peaks: Peaks,
    /// The highest point of the waveform between its samples, as an amplitude, of all channels the worst.
    pub true_peak: f64,
    /// The mean square over the whole length: what ACX Check takes its RMS from.
    pub mean_square: f64,
    /// The DC offset, as an amplitude with its sign: the mean of the calmest moments, as the waveform of a voice is lopsided
    /// and has a mean of its own.
    pub offset: f64,
    /// Loudness by EBU R 128.
    pub loudness: Loudness,
    /// The noise floor as checkers define it.
    pub floor: Floor,
    /// Runs of exact zeros of 10 ms and longer.
    pub digital_silence: Spots,
    /// Holes of half a millisecond and longer within sound, zeros or one value held: samples lost on their way to the disk.
    pub dropouts: Spots,
    /// Impulses within speech that no voice makes: broken samples, and places where samples are missing.
    pub clicks: Spots,
    /// How many of them stand where the sound is turned up at once, as gates do that open within a word.
    pub opening_clicks: u64,
    /// Impulses in pauses, away from any word: of lips and tongue, or of the room.
    pub mouth_clicks: Spots,
    /// Single clicks, knocks and thumps in the pauses, 20 dB above what is around them at least; a hundred at most.
    pub knocks: Vec<Knock>,
    /// Bursts of breath on the microphone, below 60 Hz and as loud as the speech.
    pub plosives: Spots,
    /// Mains hum in the pauses, however soft; `None` where there is none, or less than half a second of pauses.
    pub hum: Option<Hum>,
    /// How far a noise gate lowers the floor behind words, in decibels, 9 at least; `None` where nothing looks like one.
    pub gate: Option<f64>,
    /// The spectrum of the speech; `None` without speech.
    pub tone: Option<ToneColour>,
    /// Where the speech is; `None` where there is none.
    pub speech: Option<Speech>,
    /// What the pauses within the speech last together, those of a quarter of a second and longer.
    pub paused: Frames,
    /// Where nothing is heard but the room; `None` where that is nowhere the case for long enough.
    pub room: Option<Room>,
    /// What it is known by, however it was processed; `None` where nothing is heard.
    pub contour: Option<Contour>,
}

/// The highest sample, and where the waveform was cut off.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Peaks {
    /// The highest sample, as an amplitude.
    pub highest: f64,
    /// Runs of at least [`CLIPPED_RUN`](super::peaks::CLIPPED_RUN) samples at full scale; or, where the take was brought to
    /// another level afterwards, at the height of the highest sample.
    pub clipped_runs: u64,
    /// Where the first of those runs begins.
    pub first_clipped: Option<Frames>,
}

impl Peaks {
    /// The level of the highest sample; `None` for digital silence.
    #[must_use]
    pub fn level(&self) -> Option<Dbfs> {
        Dbfs::from_amplitude(self.highest)
    }
}

impl Measured {
    /// The RMS level of the noise between the words; `None` where that is not known, and where nothing is left of it.
    #[must_use]
    pub fn noise(&self) -> Option<Dbfs> {
        Dbfs::from_mean_square(self.room.as_ref()?.mean_square)
    }

    /// The true peak; `None` for digital silence.
    #[must_use]
    pub fn true_peak(&self) -> Option<Dbtp> {
        Dbtp::from_amplitude(self.true_peak)
    }
}

/// Loudness (ITU-R BS.1770-4, EBU Tech 3341 and 3342), the one channel counted once; `None` below the gate, or where the
/// recording is shorter than the window.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Loudness {
    /// The gated mean square of the K-weighted signal.
    pub integrated_mean_square: Option<f64>,
    /// The highest K-weighted mean square of any 0.4 s.
    pub loudest_momentary: Option<f64>,
    /// The highest K-weighted mean square of any 3 s.
    pub loudest_short_term: Option<f64>,
    /// The loudness range, in LU.
    pub range: Option<f64>,
}

/// The offset between the mean square of the K-weighted signal and loudness, in decibels (BS.1770-4, equation 2).
pub const LOUDNESS_OFFSET: f64 = -0.691;

impl Loudness {
    /// Integrated loudness.
    #[must_use]
    pub fn integrated(&self) -> Option<Lufs> {
        lufs(self.integrated_mean_square?)
    }

    /// The highest momentary loudness.
    #[must_use]
    pub fn momentary(&self) -> Option<Lufs> {
        lufs(self.loudest_momentary?)
    }

    /// The highest short-term loudness.
    #[must_use]
    pub fn short_term(&self) -> Option<Lufs> {
        lufs(self.loudest_short_term?)
    }
}

/// The loudness of a K-weighted mean square; `None` for silence.
#[must_use]
pub fn lufs(mean_square: f64) -> Option<Lufs> {
    (mean_square > 0.0).then(|| Lufs::new(LOUDNESS_OFFSET + 10.0 * mean_square.log10()))
}

/// The noise floor of a whole file as two checkers define it, as mean squares; `None` where the file is shorter than one
/// window.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Floor {
    /// ACX Check 2.4.2: the quietest 0.4 s, one window every 0.1 s.
    pub acx: Option<f64>,
    /// The original plug-in of 2015: the quietest 0.5 s, window behind window.
    pub older: Option<f64>,
}

/// Something that was found in places: how often, and where first. Most recordings have none of it, and a book has
/// thousands of recordings: then it takes no room.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spots {
    found: Option<Box<Found>>,
}

/// What was found at least once.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Found {
    count: u64,
    first: Frames,
    longest: Range<Frames>,
}

impl Spots {
    /// So many places, of which these are the first and the longest; none for 0.
    #[must_use]
    pub fn new(count: u64, first: Frames, longest: Range<Frames>) -> Self {
        Self { found: (count > 0).then(|| Box::new(Found { count, first, longest })) }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.found.as_ref().map_or(0, |found| found.count)
    }

    /// Where the first one begins.
    #[must_use]
    pub fn first(&self) -> Option<Frames> {
        self.found.as_ref().map(|found| found.first)
    }

    /// The longest of them.
    #[must_use]
    pub fn longest(&self) -> Option<&Range<Frames>> {
        self.found.as_ref().map(|found| &found.longest)
    }

    /// Adds one, behind all that were added before.
    pub(super) fn add(&mut self, spot: Range<Frames>) {
        let length = |spot: &Range<Frames>| spot.end - spot.start;
        match &mut self.found {
            None => *self = Self::new(1, spot.start, spot),
            Some(found) => {
                found.count += 1;
                if length(&found.longest) < length(&spot) {
                    found.longest = spot;
                }
            }
        }
    }
}

/// What a recording has of its room.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Room {
    /// The longest stretch in which nothing else is heard: no speech, no breath, no click.
    pub quiet: Range<Frames>,
    /// The mean square of all such stretches, without the offset of the recording: the noise of the room and of everything
    /// behind it. 0 where a gate or an editor left nothing between the words.
    pub mean_square: f64,
    /// What else is heard where nobody speaks: breaths, clicks, bumps.
    pub disturbances: Spots,
}

/// A click, a knock or a thump.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Knock {
    /// Where it begins, to 10 ms.
    pub at: Frames,
    /// Its highest sample, as an amplitude.
    pub peak: f64,
}

/// Mains hum.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Hum {
    /// The frequency of the mains, 50 or 60 Hz.
    pub hertz: u32,
    /// The mean square of the hum with its harmonics.
    pub mean_square: f64,
}

/// How many octave bands the spectrum of speech is told in.
pub const OCTAVES: usize = 7;

/// The average spectrum of speech: what another microphone, distance or room changes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ToneColour {
    /// The levels of the octave bands around 125, 250, 500, 1000, 2000, 4000 and 8000 Hz, in decibels relative to all of
    /// them together.
    pub octaves: [f64; OCTAVES],
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dithered_silence, measured, noise, silence, voice};

    /// A voice that is cut off below, in a room.
    fn lopsided() -> Vec<f32> {
        let voice = voice(120.0, 4.0).into_iter().map(|sample| sample.max(-0.05));
        voice.zip(noise(1, 0.001, 4.0)).map(|(voice, room)| voice + room).collect()
    }

    fn shifted(samples: &[f32], offset: f32) -> Vec<f32> {
        samples.iter().map(|sample| sample + offset).collect()
    }

    #[test]
    fn an_offset_makes_no_room_louder() {
        let take = lopsided();
        let level = |offset: f32| measured(&shifted(&take, offset)).noise().unwrap().db();
        for offset in [0.001, 0.005, -0.02] {
            assert!((level(offset) - level(0.0)).abs() < 0.2, "{offset}: {} and {}", level(offset), level(0.0));
        }
    }

    #[test]
    fn the_offset_is_the_converters_and_not_the_voices_or_the_editors() {
        let take = lopsided();
        let mean = take.iter().sum::<f32>() / take.len() as f32;
        assert!(mean > 1e-3, "the voice has a mean of its own");
        assert!(measured(&take).offset.abs() < 1e-4);
        for padding in [silence(3.0), dithered_silence(3.0)] {
            let padded = [padding.clone(), shifted(&take, 0.01), padding].concat();
            let found = measured(&padded).offset;
            assert!((found - 0.01).abs() < 1e-4, "{found}");
        }
        assert_eq!(measured(&silence(1.0)).offset, 0.0);
    }
}
