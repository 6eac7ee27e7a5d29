//! Everything that was found, by rule, the worst first.

use maud::{Markup, html};

use super::BookReport;
use super::glance::SEVERITIES;
use super::pickups::listen;
use crate::words::{Finding, Place, Rule, Severity};

/// So many findings of a rule are shown: who has more of them mends their one cause.
const MOST: usize = 100;

impl BookReport<'_> {
    pub(super) fn finding_list(&self) -> Markup {
        html! {
            section #findings {
                h2 { "Findings" }
                @if self.findings.is_empty() { p.note { "Nothing was found." } }
                @else {
                    fieldset.filter hidden {
                        legend { "Show" }
                        @for (severity, mark) in SEVERITIES {
                            label { input type="checkbox" name="severity" value=(severity) checked; " " span.mark.(severity) aria-hidden="true" { (mark) } " " (severity) "s" }
                        }
                    }
                }
                @for (severity, mark) in SEVERITIES {
                    @for group in self.of(severity) { (rule(severity, mark, &group)) }
                }
            }
        }
    }

    /// The findings of a severity by rule, in the order in which the rules are first met.
    fn of(&self, severity: Severity) -> Vec<Vec<&Finding>> {
        let mut groups: Vec<Vec<&Finding>> = Vec::new();
        for finding in self.findings.iter().filter(|finding| finding.severity == severity) {
            match groups.iter_mut().find(|group| group[0].rule == finding.rule) {
                Some(group) => group.push(finding),
                None => groups.push(vec![finding]),
            }
        }
        groups
    }
}

fn rule(severity: Severity, mark: &str, findings: &[&Finding]) -> Markup {
    let rule: Rule = findings[0].rule;
    html! {
        details.rule data-severity=(severity) {
            summary {
                span.mark.(severity) aria-hidden="true" { (mark) } span.heard { (severity) ": " }
                " " code { (rule.code()) } " " span.count { (findings.len()) } " " span.what { (rule.doc().words.what) }
            }
            ul.list {
                @for finding in findings.iter().take(MOST) {
                    li {
                        p.place { (place(&finding.place)) }
                        p {
                            @if let Some(take) = &finding.place.take { (listen(take, finding.place.seconds)) " " }
                            (finding.found)
                            span.wanted { "; wanted: " (finding.wanted) }
                        }
                        @if !finding.hint.is_empty() { p.note { (finding.hint) } }
                    }
                }
            }
            @if let Some(more @ 1..) = findings.len().checked_sub(MOST) {
                p.note { "and " (more) " more: " code { "cuebook check --json" } " has them all" }
            }
        }
    }
}

fn place(place: &Place) -> Markup {
    html! {
        @if let Some(cue) = &place.cue { a href={ "#" (cue) } { (cue) } }
        @else if let Some(chapter) = &place.chapter { a href={ "#chapter-" (chapter) } { "chapter " (chapter) } }
        @if let Some(take) = &place.take { " " code { (take) } }
    }
}
