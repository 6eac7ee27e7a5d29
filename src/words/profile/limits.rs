//! The figures that take rules use: the neutral profile `recording`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::figure::Confidence;
use crate::words::rule::Rule;

/// The figures of all take rules, each with its source.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The profile's name: `recording`.
    pub name: String,
    /// The name as people write it.
    pub title: String,
    /// The figures, by rule.
    #[serde(rename = "limits")]
    figures: BTreeMap<Rule, TakeFigure>,
}

/// The figure of one take rule.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeFigure {
    /// Whether values must stay above or below.
    pub wants: Wants,
    /// The bound, itself still right.
    pub limit: f64,
    /// Beyond what a finding is a warning, where the rule is a note; nothing where that depends on no figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<f64>,
    /// Beyond what it is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<f64>,
    /// Its unit.
    pub unit: Unit,
    /// The lowest bound that a book may set.
    pub from: f64,
    /// The highest bound that a book may set.
    pub to: f64,
    /// What is bounded.
    pub means: String,
    /// Where the figure stands, or the reason for it.
    pub source: String,
    /// When it was read: year and month.
    pub read: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// Which side of a bound is right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Wants {
    /// The bound and what is above.
    #[serde(rename = "at least")]
    AtLeast,
    /// The bound and what is below.
    #[serde(rename = "at most")]
    AtMost,
}

/// What a bound is measured in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Unit {
    /// A level.
    #[serde(rename = "dBFS")]
    Dbfs,
    /// A true-peak level.
    #[serde(rename = "dBTP")]
    Dbtp,
    /// A difference of levels.
    #[serde(rename = "dB")]
    Decibels,
    /// A time.
    #[serde(rename = "s")]
    Seconds,
    /// How fast words are read.
    #[serde(rename = "words a second")]
    WordsASecond,
    /// How often something happens.
    #[serde(rename = "a minute")]
    AMinute,
    /// How often something happens in one take.
    #[serde(rename = "in a take")]
    InATake,
    /// A mere number.
    #[serde(rename = "")]
    Number,
}

/// The bound that a take rule holds takes to, in this book.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Limit {
    /// Which side is right.
    pub wants: Wants,
    /// The bound, itself still right.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
}

impl Limit {
    /// Whether a value lies on the wrong side.
    #[must_use]
    pub fn is_broken_by(self, value: f64) -> bool {
        match self.wants {
            Wants::AtLeast => value < self.value,
            Wants::AtMost => value > self.value,
        }
    }
}

impl Unit {
    /// A value in this unit, as people read it.
    #[must_use]
    pub fn show(self, value: f64) -> String {
        // Adding zero turns a rounded -0.0 into 0.0.
        let tenths = (value * 10.0).round() / 10.0 + 0.0;
        match self {
            Self::Dbfs => format!("{tenths:.1} dBFS"),
            Self::Dbtp => format!("{tenths:.1} dBTP"),
            Self::Decibels => format!("{tenths:.1} dB"),
            Self::Seconds => format!("{value} s"),
            Self::WordsASecond => format!("{value} words a second"),
            Self::AMinute => format!("{tenths:.1} a minute"),
            Self::InATake => format!("{value:.0} in a take"),
            Self::Number => format!("{value:.2}"),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.wants {
            Wants::AtLeast => "at least",
            Wants::AtMost => "at most",
        };
        match (self.unit, self.wants) {
            (Unit::InATake, Wants::AtMost) if self.value < 1.0 => f.pad("none"),
            _ => f.pad(&format!("{side} {}", self.unit.show(self.value))),
        }
    }
}

static LIMITS: LazyLock<Limits> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../profiles/recording.toml")).expect("the built-in limits are valid")
});

impl Limits {
    /// The figures that come with cuebook.
    ///
    /// # Panics
    /// Never in a released binary: a test reads them.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &LIMITS
    }

    /// The figure of a rule; `None` for rules that have none.
    #[must_use]
    pub fn figure(&self, rule: Rule) -> Option<&TakeFigure> {
        self.figures.get(&rule)
    }

    /// All figures, in the order of the rules.
    pub fn figures(&self) -> impl Iterator<Item = (Rule, &TakeFigure)> {
        self.figures.iter().map(|(rule, figure)| (*rule, figure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_figure_lies_where_a_book_may_set_it() {
        let limits = Limits::built_in();
        assert!(limits.figures().count() > 20);
        for (rule, figure) in limits.figures() {
            assert!(figure.from < figure.to && (figure.from..=figure.to).contains(&figure.limit), "{rule}");
            for tier in [figure.warning, figure.error].into_iter().flatten() {
                assert!((figure.from..=figure.to).contains(&tier), "{rule}");
                assert!(
                    Limit { wants: figure.wants, value: figure.limit, unit: figure.unit }.is_broken_by(tier),
                    "{rule}"
                );
            }
            assert!(!figure.means.is_empty() && !figure.source.is_empty(), "{rule}");
        }
    }

    #[test]
    fn a_limit_reads_as_what_is_wanted_and_is_right_itself() {
        let limit = |wants, value, unit| Limit { wants, value, unit };
        let low = limit(Wants::AtLeast, -36.0, Unit::Dbfs);
        assert_eq!((low.to_string().as_str(), low.is_broken_by(-36.0)), ("at least -36.0 dBFS", false));
        assert!(low.is_broken_by(-36.01));
        assert_eq!(limit(Wants::AtMost, 0.0, Unit::InATake).to_string(), "none");
        assert_eq!(limit(Wants::AtMost, 2.0, Unit::InATake).to_string(), "at most 2 in a take");
        assert_eq!(limit(Wants::AtMost, 3.0, Unit::Seconds).to_string(), "at most 3 s");
    }
}
