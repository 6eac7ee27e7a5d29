//! Figures that somebody asks for: a bound, where it stands, and how far it can be trusted.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::words::level::{Dbfs, Dbtp, Lufs};
use crate::words::time::{SampleRate, clock};

/// What a value must keep to, and who says so.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
pub struct Figure<T> {
    /// The lowest value that is still right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<T>,
    /// The highest value that is still right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<T>,
    /// The value that is no longer right: all that are right lie below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<T>,
    /// Where the figure stands, or the reason for it.
    pub source: String,
    /// When it was read: year and month.
    pub read: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// What others make of the same figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also<T>>,
}

/// Another reading of a figure.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
pub struct Also<T> {
    /// Who reads it so.
    pub who: String,
    /// The lowest value that is still right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<T>,
    /// The highest value that is still right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<T>,
    /// What there is to say of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it was read: year and month.
    pub read: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// How far a figure can be trusted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The distributor or the standard itself says so.
    Published,
    /// Others say that it is so.
    Reported,
    /// It was measured.
    Measured,
    /// Everybody in the field says so, and no source was read.
    CommonKnowledge,
    /// Nobody says so: it is cuebook's own choice, with its reason.
    Chosen,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Published => "published",
            Self::Reported => "reported",
            Self::Measured => "measured",
            Self::CommonKnowledge => "common knowledge",
            Self::Chosen => "cuebook's choice",
        })
    }
}

/// What a figure can be about.
pub trait Value: Copy + PartialOrd + fmt::Display {
    /// The value as exactly as anybody needs it.
    fn exact(self) -> String {
        self.to_string()
    }
}

impl Value for Minutes {}

impl Value for Seconds {}

impl Value for SampleRate {}

macro_rules! levels {
    ($($level:ty),+) => {$(
        impl Value for $level {
            fn exact(self) -> String {
                <$level>::exact(self)
            }
        }
    )+};
}

levels!(Dbfs, Dbtp, Lufs);

impl<T: Value> Figure<T> {
    /// Whether a value is right.
    #[must_use]
    pub fn holds(&self, value: T) -> bool {
        within(self.min, self.max, value) && self.below.is_none_or(|below| value < below)
    }
}

impl<T: Value> Also<T> {
    /// Whether a value is right by this reading; `None` where it is a mere note.
    #[must_use]
    pub fn holds(&self, value: T) -> Option<bool> {
        (self.min.is_some() || self.max.is_some()).then(|| within(self.min, self.max, value))
    }
}

fn within<T: Value>(min: Option<T>, max: Option<T>, value: T) -> bool {
    min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
}

impl<T: Value> fmt::Display for Figure<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.below {
            Some(below) => write!(f, "below {}", below.exact()),
            None => window(f, self.min, self.max),
        }
    }
}

impl<T: Value> fmt::Display for Also<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        window(f, self.min, self.max)
    }
}

fn window<T: Value>(f: &mut fmt::Formatter<'_>, min: Option<T>, max: Option<T>) -> fmt::Result {
    match (min.map(T::exact), max.map(T::exact)) {
        (Some(min), Some(max)) if min == max => f.write_str(&min),
        (Some(min), Some(max)) => write!(f, "{min} to {max}"),
        (Some(min), None) => write!(f, "at least {min}"),
        (None, Some(max)) => write!(f, "at most {max}"),
        (None, None) => Ok(()),
    }
}

/// A length in minutes.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Serialize, Deserialize)]
pub struct Minutes(pub f64);

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&clock(self.0 * 60.0))
    }
}

/// A length in seconds.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Serialize, Deserialize)]
pub struct Seconds(pub f64);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} s", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Dbfs;

    fn figure(min: Option<f64>, max: Option<f64>, below: Option<f64>) -> Figure<Dbfs> {
        let level = |db: Option<f64>| db.map(Dbfs::new);
        Figure {
            min: level(min),
            max: level(max),
            below: level(below),
            source: "x".to_owned(),
            read: "2026-11".to_owned(),
            confidence: Confidence::Published,
            also: Vec::new(),
        }
    }

    #[test]
    fn bounds_are_right_themselves_but_for_what_must_stay_below() {
        let window = figure(Some(-23.0), Some(-18.0), None);
        assert_eq!([-23.01, -23.0, -18.0, -17.99].map(|db| window.holds(Dbfs::new(db))), [false, true, true, false]);
        let below = figure(None, None, Some(-3.0));
        assert_eq!([-3.0, -3.01].map(|db| below.holds(Dbfs::new(db))), [false, true]);
    }

    #[test]
    fn a_figure_reads_as_what_is_wanted() {
        assert_eq!(figure(Some(-23.0), Some(-18.0), None).to_string(), "-23.0 dBFS to -18.0 dBFS");
        assert_eq!(figure(None, None, Some(-60.0)).to_string(), "below -60.0 dBFS");
        assert_eq!(figure(None, Some(-1.0), None).to_string(), "at most -1.0 dBFS");
        assert_eq!(figure(Some(-90.0), None, None).to_string(), "at least -90.0 dBFS");
    }
}
