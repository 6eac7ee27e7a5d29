//! How a book is levelled: `[levels]` in `book.toml`.

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};
use super::level::Gain;
use super::profile::Profile;

/// What a book says about its levels.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LevelSettings {
    /// What brings chapters to their level.
    pub aim: AimSetting,
    /// The most that takes of a small recording session are moved towards the takes around them, in decibels; 0 moves none.
    pub offset: f64,
    /// Where a filter against rumble begins, in hertz; 0 is no filter.
    pub high_pass: f64,
}

/// What brings chapters to their level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AimSetting {
    /// The aim of the delivery profile.
    #[default]
    Profile,
    /// Nothing: chapters keep the level that they were recorded at.
    None,
}

impl Default for LevelSettings {
    fn default() -> Self {
        Self { aim: AimSetting::Profile, offset: 3.0, high_pass: 0.0 }
    }
}

/// The largest offset that may be asked for, in decibels: more is another gain, which is to be recorded again.
const MOST_OFFSET: f64 = 12.0;

/// Where a filter against rumble may begin, in hertz: lower hears no rumble, higher takes from the voices of men.
const HIGH_PASS: std::ops::RangeInclusive<f64> = 20.0..=200.0;

impl LevelSettings {
    /// The bound of offsets.
    #[must_use]
    pub fn most_apart(&self) -> Gain {
        Gain::from_db(self.offset)
    }

    /// Where the filter against rumble begins, in hertz; `None` where there is none.
    #[must_use]
    pub fn high_pass(&self) -> Option<f64> {
        (self.high_pass > 0.0).then_some(self.high_pass)
    }

    /// The profile as this book is levelled for it: without an aim where the book has none.
    #[must_use]
    pub fn applied_to(&self, mut profile: Profile) -> Profile {
        if self.aim == AimSetting::None {
            profile.aim.level = None;
        }
        profile
    }

    pub(super) fn validate(&self) -> Result<()> {
        let refuse = |setting: &str, found: f64, wanted: &str| {
            Err(Error::new(format!("`levels.{setting}` in `book.toml` is {found}, but it must be {wanted}")))
        };
        if !(0.0..=MOST_OFFSET).contains(&self.offset) {
            return refuse("offset", self.offset, "decibels from 0 to 12");
        }
        if self.high_pass != 0.0 && !HIGH_PASS.contains(&self.high_pass) {
            return refuse("high_pass", self.high_pass, "0 for none, or hertz from 20 to 200");
        }
        Ok(())
    }
}
