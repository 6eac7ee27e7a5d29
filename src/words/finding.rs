//! Findings: what is wrong with a take, a chapter or the script, as data.

use serde::{Deserialize, Serialize};

use super::id::{ChapterId, CueId};
use super::rule::Rule;

/// How much a finding weighs. Only errors make a command exit with 1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// Worth mending; the book can be delivered as it is.
    Warning,
    /// The book can't be delivered like this.
    Error,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Where a finding stands: as much of it as is known.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// The chapter, by its ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chapter: Option<ChapterId>,
    /// The cue whose line it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<CueId>,
    /// The take's file, as a path inside `recordings/` with `/` between its parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take: Option<String>,
    /// A delivered file, as a path inside `output/delivery/` with `/` between its parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Seconds from the start of that take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
}

/// One thing that a rule found: where, what, what was wanted instead, and how to mend it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: Rule,
    /// How much it weighs here; at first the rule's own severity.
    pub severity: Severity,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// What was found, with its unit.
    pub found: String,
    /// What the rule wants, with its unit.
    pub wanted: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// How far beyond its bound it is, in the rule's unit, where its hint depends on that; else 0.
    #[serde(skip)]
    pub beyond: f64,
}

impl Finding {
    /// A finding of this rule with the rule's own severity, and no hint yet.
    pub fn new(rule: Rule, place: Place, found: impl Into<String>, wanted: impl Into<String>) -> Self {
        let (found, wanted) = (found.into(), wanted.into());
        Self { rule, severity: rule.severity(), place, found, wanted, hint: String::new(), beyond: 0.0 }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Adds how far beyond its bound it is: of many that are told as one, the worst says what to do.
    #[must_use]
    pub fn beyond(mut self, beyond: f64) -> Self {
        self.beyond = beyond;
        self
    }
}

/// Whether any finding is an error: what makes a command exit with 1.
#[must_use]
pub fn any_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
