//! Sample rates and positions, and the arithmetic between frames and seconds.

use std::fmt;
use std::num::NonZeroU32;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// A number of frames (one sample a channel): a length, or a position counted from the start.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Frames(pub u64);

impl Frames {
    /// No frames, or the very start.
    pub const ZERO: Self = Self(0);

    /// The difference, or zero where `other` is the longer.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The same number as an index into memory.
    ///
    /// # Panics
    /// On a machine whose memory could not hold that many samples.
    #[must_use]
    pub fn index(self) -> usize {
        usize::try_from(self.0).expect("a block fits into memory")
    }
}

impl From<usize> for Frames {
    fn from(count: usize) -> Self {
        Self(count as u64)
    }
}

impl Add for Frames {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Frames {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Frames {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::iter::Sum for Frames {
    fn sum<I: Iterator<Item = Self>>(frames: I) -> Self {
        Self(frames.map(|f| f.0).sum())
    }
}

/// A sample rate in hertz; never zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "u32")]
pub struct SampleRate(NonZeroU32);

impl TryFrom<u32> for SampleRate {
    type Error = &'static str;

    fn try_from(hertz: u32) -> Result<Self, Self::Error> {
        Self::new(hertz).ok_or("a sample rate can't be 0 Hz; most recordings have 44100")
    }
}

impl SampleRate {
    /// The rate of the compact disc and of what ACX takes, 44,100 Hz.
    pub const CD: Self = Self(NonZeroU32::new(44_100).expect("not zero"));

    /// A rate in hertz; `None` for zero.
    #[must_use]
    pub fn new(hertz: u32) -> Option<Self> {
        NonZeroU32::new(hertz).map(Self)
    }

    /// The rate in hertz.
    #[must_use]
    pub fn hertz(self) -> u32 {
        self.0.get()
    }

    /// How long so many frames last, in seconds.
    #[must_use]
    pub fn seconds(self, frames: Frames) -> f64 {
        frames.0 as f64 / f64::from(self.hertz())
    }

    /// The number of frames nearest to a time in seconds; a negative time is zero.
    #[must_use]
    pub fn frames(self, seconds: f64) -> Frames {
        Frames((seconds * f64::from(self.hertz())).round() as u64)
    }

    /// How many frames of this rate last as long as `frames` of another rate, to the nearest frame.
    #[must_use]
    pub fn rescale(self, frames: Frames, from: Self) -> Frames {
        let (to, from) = (u128::from(self.hertz()), u128::from(from.hertz()));
        let scaled = (u128::from(frames.0) * to + from / 2) / from;
        Frames(u64::try_from(scaled).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for SampleRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} Hz", self.0))
    }
}

/// Writes seconds as a person reads them: `4.2 s`, `3:07`, `1:02:45`.
#[must_use]
pub fn clock(seconds: f64) -> String {
    if seconds < 10.0 {
        return format!("{:.1} s", seconds.max(0.0));
    }
    let whole = seconds.round() as u64;
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_clock_reads_as_people_say_it() {
        assert_eq!([4.21, 59.6, 187.0, 3765.0].map(clock), ["4.2 s", "1:00", "3:07", "1:02:45"]);
    }

    proptest! {
        #[test]
        fn twenty_hours_of_seconds_come_back_to_the_frame(frames in 0u64..3_456_000_000, hertz in 8_000u32..192_000) {
            let rate = SampleRate::new(hertz).unwrap();
            prop_assert_eq!(rate.frames(rate.seconds(Frames(frames))), Frames(frames));
        }

        #[test]
        fn rescaling_to_the_same_rate_changes_nothing(frames in 0u64..u64::MAX / 2) {
            prop_assert_eq!(SampleRate::CD.rescale(Frames(frames), SampleRate::CD), Frames(frames));
        }
    }
}
