//! What a command answers.

use std::process::ExitCode;

use serde::Serialize;

use crate::words::Finding;
use crate::words::finding::any_error;

/// The text for standard output, and how it went.
#[derive(Debug)]
pub(super) struct Answer {
    pub text: String,
    pub outcome: Outcome,
}

/// How a command that did its work ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// Nothing is wrong; warnings are allowed.
    Clean,
    /// There are findings of error severity.
    Errors,
}

impl Outcome {
    pub fn of(findings: &[Finding]) -> Self {
        if any_error(findings) { Self::Errors } else { Self::Clean }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Errors => Self::from(1),
        }
    }
}

impl Answer {
    pub fn clean(text: impl Into<String>) -> Self {
        Self { text: text.into(), outcome: Outcome::Clean }
    }

    pub fn json(value: &impl Serialize, outcome: Outcome) -> Self {
        let json = serde_json::to_string_pretty(value).expect("reports are plain data");
        Self { text: json + "\n", outcome }
    }
}
