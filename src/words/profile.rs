//! Delivery profiles: what a distributor asks of a file, as data.

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};
use super::level::{Dbfs, Dbtp};

/// What one distributor asks of a finished file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The name that `book.toml` uses: `acx`.
    pub name: String,
    /// The name as people write it: `ACX / Audible`.
    pub title: String,
    /// Where the figures come from, and when they were read.
    pub source: String,
    /// RMS over the whole file, its silences included.
    pub rms: Window,
    /// The level that a chapter is brought to, inside the window.
    pub rms_target: Dbfs,
    /// No sample of the file may pass this.
    pub peak_limit: Dbfs,
    /// The true-peak ceiling that masters are limited to: below the limit by what encoding may add.
    pub ceiling: Dbtp,
    /// The noise floor must be below this.
    pub noise_floor_limit: Dbfs,
    /// The longest file, in minutes.
    pub longest_minutes: f64,
}

/// The lowest and the highest level that are still right.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The lowest.
    pub min: Dbfs,
    /// The highest.
    pub max: Dbfs,
}

impl Window {
    /// Whether the level lies inside, the limits included.
    #[must_use]
    pub fn contains(self, level: Dbfs) -> bool {
        self.min <= level && level <= self.max
    }
}

/// The profiles that come with cuebook, as their TOML texts.
const BUILT_IN: [&str; 1] = [include_str!("../../profiles/acx.toml")];

impl Profile {
    /// Reads one profile from its TOML text.
    ///
    /// # Errors
    /// Where a field is missing, unknown or of the wrong type.
    pub fn parse(toml: &str) -> Result<Self> {
        toml::from_str(toml).map_err(|error| Error::new("this delivery profile can't be understood").cause(error))
    }

    /// The profiles that come with cuebook.
    ///
    /// # Panics
    /// Never in a released binary: a test reads every one of them.
    #[must_use]
    pub fn built_in() -> Vec<Self> {
        BUILT_IN.iter().map(|toml| Self::parse(toml).expect("a built-in profile is valid")).collect()
    }

    /// The built-in profile of this name.
    ///
    /// # Errors
    /// Where there is none; the message lists those there are.
    pub fn named(name: &str) -> Result<Self> {
        let profiles = Self::built_in();
        let names: Vec<_> = profiles.iter().map(|profile| format!("`{}`", profile.name)).collect();
        profiles.into_iter().find(|profile| profile.name == name).ok_or_else(|| {
            Error::new(format!("there is no delivery profile `{name}`"))
                .hint(format!("`delivery.profile` in `book.toml` can be {}", names.join(", ")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_profiles_hold_together() {
        for profile in Profile::built_in() {
            assert!(profile.rms.contains(profile.rms_target), "{}", profile.name);
            assert!(profile.ceiling.db() < profile.peak_limit.db(), "{}", profile.name);
            assert_eq!(Profile::named(&profile.name).unwrap(), profile);
        }
        assert!(Profile::named("acxx").unwrap_err().to_string().contains("`acx`"));
    }
}
