//! What takes tell of the recording that they were made in: the room's noise, the tone of the voice, its level.

use jiff::Timestamp;

use crate::check::{Comparable, INAUDIBLE, distance, median, spread};
use crate::signal::OCTAVES;
use crate::takes::{Take, TakeFormat};
use crate::words::Gain;

/// An octave as far below the whole voice as this, in decibels, is as good as empty.
const EMPTY_OCTAVE: f64 = -35.0;

/// Floors this near to each other, in decibels, are those of one room: it does not keep stiller than that for an evening.
const FLOOR_ALIKE: f64 = 1.5;

/// Tones this near to each other, in decibels, are those of one microphone at one place.
const TONE_ALIKE: f64 = 3.0;

/// How many standard errors two medians must lie apart to be called different.
const ERRORS: f64 = 2.0;

/// The standard error of a median is that of a mean times √(π/2).
const OF_MEDIAN: f64 = 1.2533;

/// How much the balance of lows and highs may differ, in decibels, and be the same manner of voice: between normal speech
/// and shouting lie 12 dB (ANSI S3.5-1997, table 3), between voice and whisper more; between microphones less.
const SAME_MANNER: f64 = 8.0;

/// The octaves that make up the lows and the highs of that balance: 250 and 500 Hz, and 2 to 8 kHz.
const LOWS: std::ops::Range<usize> = 1..3;
const HIGHS: std::ops::Range<usize> = 4..OCTAVES;

/// A take in use, as far as it tells when and how it was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Made<'a> {
    pub take: &'a Take,
    pub format: &'a TakeFormat,
    /// When the take log first saw it.
    pub seen: Option<Timestamp>,
    /// The length of its speech, in seconds.
    pub seconds: f64,
    /// The level of its speech, in dBFS.
    pub level: Option<f64>,
    /// Its noise in dBFS, [`INAUDIBLE`] at least.
    pub floor: Option<f64>,
    /// The octave bands of its speech as they were measured: one by one, those of a long book would be a megabyte.
    measured_tone: Option<&'a [f64; OCTAVES]>,
}

impl<'a> Made<'a> {
    /// What a take tells; `None` where no speech is heard in it.
    pub fn of(take: &'a Take, seen: Option<Timestamp>) -> Option<Self> {
        let sound = take.sound.as_deref().ok()?;
        let Comparable { seconds, level, floor, tone } = Comparable::of(sound)?;
        Some(Self { take, format: &sound.format, seen, seconds, level, floor, measured_tone: tone })
    }

    /// The octave bands of its speech, in decibels.
    pub fn tone(&self) -> Option<[f64; OCTAVES]> {
        self.measured_tone.map(|tone| tone.map(|octave| octave.max(EMPTY_OCTAVE)))
    }

    /// The take as it sounds behind a gain; what was inaudible before stays unknown.
    pub fn raised_by(mut self, gain: Gain) -> Self {
        self.level = self.level.map(|level| level + gain.db());
        self.floor = self.floor.map(|floor| if floor > INAUDIBLE { floor + gain.db() } else { floor });
        self
    }
}

/// A value that takes have in common, and how many say so.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Common<T> {
    pub value: T,
    pub takes: usize,
}

/// What takes have in common: medians, which a few odd ones do not move.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Character {
    pub level: Option<Common<f64>>,
    pub floor: Option<Common<f64>>,
    pub tone: Option<Common<[f64; OCTAVES]>>,
    /// How much they vary.
    pub varying: Varying,
}

impl Character {
    /// What these takes have in common.
    pub fn of<'a>(takes: &(impl Iterator<Item = Made<'a>> + Clone)) -> Self {
        let common = |mut values: Vec<f64>| {
            let takes = values.len();
            median(&mut values).map(|value| Common { value, takes })
        };
        let tones = || takes.clone().filter_map(|take| take.tone());
        let middle = |octave: usize| median(&mut tones().map(|tone| tone[octave]).collect::<Vec<_>>()).unwrap_or(0.0);
        let with_tone = tones().count();
        Self {
            level: common(takes.clone().filter_map(|take| take.level).collect()),
            floor: common(takes.clone().filter_map(|take| take.floor).collect()),
            tone: (with_tone > 0).then(|| Common { value: std::array::from_fn(middle), takes: with_tone }),
            varying: Varying::of(takes),
        }
    }

    /// How far these recordings lie apart in noise and tone, each measured by what one recording may vary; `None` where that
    /// is too far for one recording. Where one of them says nothing, nothing speaks against them.
    pub fn apart(&self, other: &Self, varying: Varying) -> Option<f64> {
        let varying = varying.most(self.varying).most(other.varying);
        let floor = match (self.floor, other.floor) {
            (Some(one), Some(other)) => {
                (one.value - other.value).abs() / floor_tolerance(one.takes, other.takes, varying)
            }
            _ => 0.0,
        };
        let tone = match (self.tone, other.tone) {
            (Some(one), Some(other)) => {
                let error = ERRORS * error(varying.tone, one.takes, other.takes);
                distance(&one.value, &other.value) / error.max(TONE_ALIKE)
            }
            _ => 0.0,
        };
        (floor <= 1.0 && tone <= 1.0).then(|| floor.hypot(tone))
    }

    /// By how much the recording level was moved between another recording and this one, in decibels; `comparable` is
    /// whether the same device made both, so that their noise can be compared.
    ///
    /// A gain moves speech and noise alike, a voice moves the speech alone, a room the noise alone. Of what was moved, the
    /// gain is taken to be no more than the least that explains it.
    pub fn moved_from(&self, other: &Self, varying: Varying, comparable: bool) -> f64 {
        let (Some(one), Some(reference)) = (self.level, other.level) else { return 0.0 };
        let level = one.value - reference.value;
        let varying = varying.most(self.varying).most(other.varying);
        let audible = |floor: &Common<f64>| floor.value > INAUDIBLE;
        let floors = self.floor.filter(audible).zip(other.floor.filter(audible)).filter(|_| comparable);
        match floors {
            Some((one, other)) => {
                let floor = one.value - other.value;
                let tolerance = floor_tolerance(one.takes, other.takes, varying);
                let stayed = floor.abs() <= tolerance || floor.signum() != level.signum();
                // Noise is known less well than speech: what is left within its tolerance went along.
                if stayed { 0.0 } else { level.signum() * level.abs().min(floor.abs() + tolerance) }
            }
            None if self.is_spoken_like(other) => level,
            None => 0.0,
        }
    }

    /// Whether the balance of lows and highs is that of the same manner of speaking.
    fn is_spoken_like(&self, other: &Self) -> bool {
        let (Some(one), Some(other)) = (self.tone, other.tone) else { return false };
        (balance(&one.value) - balance(&other.value)).abs() <= SAME_MANNER
    }
}

/// How much takes of one recording vary among themselves, as standard deviations in decibels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Varying {
    pub level: f64,
    pub floor: f64,
    pub tone: f64,
}

/// What takes vary at least, in decibels: no measurement is better.
const LEAST_VARYING: f64 = 0.5;

impl Varying {
    /// How much takes vary from one to the next, in the order in which they were made: what changes once between two
    /// recordings does not count, however much it is.
    pub fn of<'a>(takes: &(impl Iterator<Item = Made<'a>> + Clone)) -> Self {
        let steps = |values: Vec<f64>| {
            let steps = values.windows(2).map(|pair| (pair[1] - pair[0]) / std::f64::consts::SQRT_2);
            spread(steps).unwrap_or(0.0).max(LEAST_VARYING)
        };
        let tones = || takes.clone().filter_map(|take| take.tone());
        let pairs = tones().zip(tones().skip(1));
        let mut distances: Vec<f64> =
            pairs.map(|(one, next)| distance(&one, &next) / std::f64::consts::SQRT_2).collect();
        Self {
            level: steps(takes.clone().filter_map(|take| take.level).collect()),
            floor: steps(takes.clone().filter_map(|take| take.floor).collect()),
            tone: median(&mut distances).unwrap_or(0.0).max(LEAST_VARYING),
        }
    }

    /// The larger of each: what one recording shows is not unlikely in another.
    pub fn most(self, other: Self) -> Self {
        let Self { level, floor, tone } = other;
        Self { level: self.level.max(level), floor: self.floor.max(floor), tone: self.tone.max(tone) }
    }
}

fn balance(tone: &[f64; OCTAVES]) -> f64 {
    let mean = |octaves: std::ops::Range<usize>| tone[octaves.clone()].iter().sum::<f64>() / octaves.len() as f64;
    mean(LOWS) - mean(HIGHS)
}

fn floor_tolerance(one: usize, other: usize, varying: Varying) -> f64 {
    (ERRORS * error(varying.floor, one, other)).max(FLOOR_ALIKE)
}

/// The standard error of the difference between two medians.
fn error(deviation: f64, one: usize, other: usize) -> f64 {
    OF_MEDIAN * deviation * (1.0 / one.max(1) as f64 + 1.0 / other.max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VARYING: Varying = Varying { level: 1.0, floor: 0.5, tone: 2.0 };

    fn character(level: f64, floor: f64, tone: [f64; OCTAVES]) -> Character {
        let common = |value| Some(Common { value, takes: 20 });
        let tone = Some(Common { value: tone, takes: 20 });
        Character { level: common(level), floor: common(floor), tone, varying: VARYING }
    }

    /// How voices read, as octave bands, and what a whisper makes of them.
    const VOICE: [f64; OCTAVES] = [-16.0, -7.0, -2.0, -10.0, -17.0, -18.0, -15.0];
    const WHISPER: [f64; OCTAVES] = [-30.0, -20.0, -9.0, -4.0, -5.0, -7.0, -10.0];

    fn moved(level: f64, floor: f64) -> f64 {
        let reference = character(-20.0, -60.0, VOICE);
        character(-20.0 + level, -60.0 + floor, VOICE).moved_from(&reference, VARYING, true)
    }

    #[test]
    fn where_the_floor_went_along_it_was_the_gain() {
        assert_eq!(moved(-4.0, -4.0), -4.0);
        assert_eq!(moved(-4.0, -3.1), -4.0, "noise is known to a decibel or two");
        assert_eq!(moved(6.0, 9.0), 6.0, "and the room became louder");
    }

    #[test]
    fn where_the_floor_stayed_it_was_the_voice() {
        assert_eq!(moved(-15.0, 0.3), 0.0, "a whisper");
        assert_eq!(moved(9.0, -0.8), 0.0, "a shout");
        assert_eq!(moved(9.0, -6.0), 0.0, "a shout with the gain turned down for it");
        assert_eq!(moved(0.0, 8.0), 0.0, "a fan");
        assert_eq!(moved(-15.0, -4.0), -5.5, "a whisper with the gain turned down: no more than the floor tells");
    }

    #[test]
    fn where_noise_cannot_be_compared_the_tone_tells_a_whisper() {
        let reference = character(-20.0, -60.0, VOICE);
        let other = |tone| character(-28.0, -60.0, tone).moved_from(&reference, VARYING, false);
        assert_eq!((other(VOICE), other(WHISPER)), (-8.0, 0.0));
        let gated = character(-28.0, INAUDIBLE, VOICE);
        assert_eq!(gated.moved_from(&character(-20.0, INAUDIBLE, VOICE), VARYING, true), -8.0);
        let unknown = Character { tone: None, ..gated };
        assert_eq!(unknown.moved_from(&reference, VARYING, false), 0.0);
    }

    #[test]
    fn recordings_are_told_apart_by_noise_and_tone_and_never_by_level() {
        let here = character(-20.0, -60.0, VOICE);
        assert!(here.apart(&character(-32.0, -60.5, VOICE), VARYING).is_some());
        assert!(here.apart(&character(-20.0, -58.4, VOICE), VARYING).is_none());
        assert!(here.apart(&character(-20.0, -60.0, VOICE.map(|octave| octave * 1.4)), VARYING).is_none());
    }
}
