//! Levels and gains, and all decibel arithmetic.
//!
//! Silence has no level: where a level may be missing it is an `Option`, never a very small number.

use std::fmt;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize, Serializer};

fn decibels(amplitude: f64) -> f64 {
    20.0 * amplitude.log10()
}

/// Rounds what a report shows to 0.01 dB, so that files made on two machines read alike.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn serialize_hundredths<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 100.0).round() / 100.0)
}

/// Levels to the last digit, for what is kept to be held to limits later (`#[serde(with = "unrounded")]`): reports round.
pub mod unrounded {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// A number of decibels of some scale.
    pub trait Level: Copy {
        /// The level at so many decibels.
        fn new(decibels: f64) -> Self;

        /// Its decibels.
        fn db(self) -> f64;
    }

    /// Writes the decibels.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<L: Level, S: Serializer>(level: &Option<L>, serializer: S) -> Result<S::Ok, S::Error> {
        level.map(L::db).serialize(serializer)
    }

    /// Reads decibels.
    ///
    /// # Errors
    /// Where it is no number.
    pub fn deserialize<'de, L: Level, D: Deserializer<'de>>(deserializer: D) -> Result<Option<L>, D::Error> {
        Ok(Option::<f64>::deserialize(deserializer)?.map(L::new))
    }
}

macro_rules! level {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Serialize, Deserialize)]
        pub struct $name(#[serde(serialize_with = "serialize_hundredths")] f64);

        impl $name {
            /// A level in decibels of this scale.
            #[must_use]
            pub const fn new(decibels: f64) -> Self {
                Self(decibels)
            }

            /// The number of decibels.
            #[must_use]
            pub const fn db(self) -> f64 {
                self.0
            }

            /// The level to a thousandth of a decibel, for where a tenth would hide what matters.
            #[must_use]
            pub fn exact(self) -> String {
                let thousandths = (self.0 * 1e3).round() / 1e3 + 0.0;
                let tenths = (self.0 * 10.0).round() / 10.0 + 0.0;
                if thousandths == tenths { self.to_string() } else { format!(concat!("{} ", $unit), thousandths) }
            }

            /// The gain that lifts `other` to this level.
            #[must_use]
            pub fn above(self, other: Self) -> Gain {
                Gain::from_db(self.0 - other.0)
            }
        }

        impl Add<Gain> for $name {
            type Output = Self;

            fn add(self, gain: Gain) -> Self {
                Self(self.0 + gain.db())
            }
        }

        impl unrounded::Level for $name {
            fn new(decibels: f64) -> Self {
                Self(decibels)
            }

            fn db(self) -> f64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // Adding zero turns a rounded -0.0 into 0.0.
                f.pad(&format!(concat!("{:.1} ", $unit), (self.0 * 10.0).round() / 10.0 + 0.0))
            }
        }
    };
}

level!(
    /// A level relative to digital full scale, in dBFS: the amplitude 1.0 is 0 dBFS, for peaks and for RMS alike (so a
    /// full-scale sine has an RMS of -3.01 dBFS, as ACX and Audacity count).
    Dbfs,
    "dBFS"
);
level!(
    /// A true-peak level in dBTP: the highest point of the waveform between the samples (ITU-R BS.1770-4, annex 2).
    Dbtp,
    "dBTP"
);
level!(
    /// A loudness in LUFS (ITU-R BS.1770-4, EBU R 128).
    Lufs,
    "LUFS"
);

impl Dbfs {
    /// The level of an amplitude; `None` for silence.
    #[must_use]
    pub fn from_amplitude(amplitude: f64) -> Option<Self> {
        (amplitude > 0.0).then(|| Self(decibels(amplitude)))
    }

    /// The RMS level of a mean square; `None` for silence.
    #[must_use]
    pub fn from_mean_square(mean_square: f64) -> Option<Self> {
        Self::from_amplitude(mean_square.sqrt())
    }

    /// The amplitude at this level, 1.0 at 0 dBFS.
    #[must_use]
    pub fn amplitude(self) -> f64 {
        10f64.powf(self.0 / 20.0)
    }

    /// The mean square of a signal whose RMS is at this level.
    #[must_use]
    pub fn mean_square(self) -> f64 {
        10f64.powf(self.0 / 10.0)
    }
}

impl Dbtp {
    /// The true-peak level of an interpolated amplitude; `None` for silence.
    #[must_use]
    pub fn from_amplitude(amplitude: f64) -> Option<Self> {
        (amplitude > 0.0).then(|| Self(decibels(amplitude)))
    }

    /// The amplitude at this level, 1.0 at 0 dBTP.
    #[must_use]
    pub fn amplitude(self) -> f64 {
        10f64.powf(self.0 / 20.0)
    }
}

/// A change of level, in whole thousandths of a decibel.
///
/// Whole thousandths survive being written down and read again, so a timeline on disk renders the very bytes that the
/// timeline in memory does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Gain(i32);

impl Gain {
    /// No change.
    pub const UNITY: Self = Self(0);

    /// A gain of so many thousandths of a decibel.
    #[must_use]
    pub const fn from_millis(millis: i32) -> Self {
        Self(millis)
    }

    /// The gain nearest to this many decibels, held to what a gain can mean in audio (±1,000 dB).
    #[must_use]
    pub fn from_db(decibels: f64) -> Self {
        Self((decibels.clamp(-1e3, 1e3) * 1e3).round() as i32)
    }

    /// The number of decibels.
    #[must_use]
    pub fn db(self) -> f64 {
        f64::from(self.0) / 1e3
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_unity(&self) -> bool {
        *self == Self::UNITY
    }

    /// The gain that multiplying samples by this factor is.
    #[must_use]
    pub fn from_factor(factor: f64) -> Self {
        Self::from_db(decibels(factor))
    }

    /// What to multiply samples by.
    #[must_use]
    pub fn factor(self) -> f64 {
        10f64.powf(self.db() / 20.0)
    }
}

impl Add for Gain {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Gain {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Gain {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl fmt::Display for Gain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:+.1} dB", (self.db() * 10.0).round() / 10.0 + 0.0))
    }
}

impl Serialize for Gain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.db())
    }
}

impl<'de> Deserialize<'de> for Gain {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::from_db)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn silence_has_no_level() {
        assert_eq!(Dbfs::from_amplitude(0.0), None);
        assert_eq!(Dbfs::from_mean_square(0.0), None);
        assert_eq!(Dbfs::from_amplitude(f64::NAN), None);
    }

    #[test]
    fn levels_read_as_engineers_write_them() {
        assert_eq!(Dbfs::new(-19.96).to_string(), "-20.0 dBFS");
        assert_eq!(Dbfs::new(-0.01).to_string(), "0.0 dBFS");
        assert_eq!([-2.99, -18.0, -2.999_6].map(|db| Dbfs::new(db).exact()), ["-2.99 dBFS", "-18.0 dBFS", "-3.0 dBFS"]);
        assert_eq!(Gain::from_db(3.0).to_string(), "+3.0 dB");
        assert_eq!(serde_json::to_string(&Dbfs::new(-19.998)).unwrap(), "-20.0");
    }

    proptest! {
        #[test]
        fn a_gain_survives_being_written_down(millis in -200_000i32..200_000) {
            let gain = Gain(millis);
            let read: Gain = serde_json::from_str(&serde_json::to_string(&gain).unwrap()).unwrap();
            prop_assert_eq!(read, gain);
        }

        #[test]
        fn amplitude_and_level_invert_each_other(db in -140.0f64..40.0) {
            let level = Dbfs::new(db);
            prop_assert!((Dbfs::from_amplitude(level.amplitude()).unwrap().db() - db).abs() < 1e-9);
            prop_assert!((Dbfs::from_mean_square(level.mean_square()).unwrap().db() - db).abs() < 1e-9);
        }
    }
}
