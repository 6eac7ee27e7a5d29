//! What is said of a take that was just made.

use crate::check::{Figures, Review};
use crate::takes::Take;
use crate::terminal::Look;
use crate::words::{CueId, Finding, Profile, Severity};

/// How good a take is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Grade {
    /// Nothing is against it.
    Good,
    /// There is something to look at.
    LookAtIt,
    /// It has to be made again.
    Again,
    /// It is no longer there.
    Gone,
}

impl Grade {
    pub fn words(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::LookAtIt => "look at it",
            Self::Again => "record it again",
            Self::Gone => "gone",
        }
    }

    pub fn look(self) -> Look {
        match self {
            Self::Good => Look::Good,
            Self::LookAtIt => Look::Warning,
            Self::Again => Look::Wrong,
            Self::Gone => Look::Dim,
        }
    }

    /// A sign that differs in shape, for eyes and terminals that see no colour.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::LookAtIt => "▲",
            Self::Again => "✗",
            Self::Gone => "–",
        }
    }
}

/// A verdict on a file.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Verdict {
    pub file: String,
    pub cue: Option<CueId>,
    pub grade: Grade,
    pub figures: Option<Figures>,
    /// What is against it and what to do, the gravest first.
    pub findings: Vec<Finding>,
    /// The file that its cue uses instead.
    pub instead: Option<String>,
}

impl Verdict {
    pub fn of(take: &Take, review: &Review, profile: &Profile) -> Self {
        let is_about = |finding: &&Finding| finding.place.take.as_deref() == Some(take.file.as_str());
        let mut findings: Vec<Finding> = review.findings.iter().filter(is_about).cloned().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let grade = match findings.first().map(|finding| finding.severity) {
            Some(Severity::Error) => Grade::Again,
            Some(Severity::Warning) => Grade::LookAtIt,
            Some(Severity::Note) | None => Grade::Good,
        };
        let cue = take.id.as_ref().map(|id| id.cue().clone());
        let used = cue.as_ref().and_then(|cue| review.used(cue));
        let instead = used.filter(|used| used.file != take.file).map(|used| used.file.clone());
        // Against a take that is not used nothing weighs more than a note.
        let is_faulty = grade == Grade::Good && instead.is_some() && !findings.is_empty();
        let grade = if is_faulty || !take.is_room_tone() && take.sound.is_err() { Grade::Again } else { grade };
        Self { file: take.file.clone(), cue, grade, figures: Figures::of(take, profile), findings, instead }
    }

    pub fn gone(file: String) -> Self {
        Self { file, cue: None, grade: Grade::Gone, figures: None, findings: Vec::new(), instead: None }
    }

    /// The figures in a row: `-20.3 dBFS, noise -71.2 dBFS (-60.1 dBFS when delivered), 4.2 s`.
    pub fn measured(&self) -> String {
        let Some(figures) = &self.figures else { return String::new() };
        let level = figures.level.map(|level| level.to_string());
        let noise = figures.noise.map(|noise| match figures.forecast {
            Some(forecast) => format!("noise {noise} ({forecast} when delivered)"),
            None => format!("noise {noise}"),
        });
        let length = Some(crate::words::time::clock(figures.seconds));
        [level, noise, length].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What is wrong and what to do, one text for each.
    pub fn reasons(&self) -> Vec<String> {
        let reason = |finding: &Finding| {
            let at = finding.place.seconds.map(|seconds| format!(" at {seconds:.1} s")).unwrap_or_default();
            let hint = if finding.hint.is_empty() { String::new() } else { format!("; {}", finding.hint) };
            format!("{}{at}: {}{hint}", finding.rule, finding.found)
        };
        let mut reasons: Vec<String> = self.findings.iter().map(reason).collect();
        if let Some(instead) = self.instead.as_ref().filter(|_| self.findings.is_empty()) {
            reasons.push(format!("`{instead}` is used instead"));
        }
        reasons
    }
}
