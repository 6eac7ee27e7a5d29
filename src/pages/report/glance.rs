//! The book at a glance: how far it is, how long it will be, what is wrong with it.

use maud::{Markup, html};

use super::BookReport;
use crate::check::Progress;
use crate::words::Severity;
use crate::words::time::clock;

/// The severities from the worst to the mildest, with their marks, which differ in shape for eyes that see no colour.
pub(super) const SEVERITIES: [(Severity, &str); 3] =
    [(Severity::Error, "✖"), (Severity::Warning, "▲"), (Severity::Note, "•")];

impl BookReport<'_> {
    pub(super) fn glance(&self) -> Markup {
        let book = &self.progress.book;
        let finished = self.finished();
        let built = self.built_seconds();
        let counts = SEVERITIES.map(|(severity, mark)| {
            (severity, mark, self.findings.iter().filter(|finding| finding.severity == severity).count())
        });
        html! {
            section.glance aria-label="The book at a glance" {
                div {
                    h2 { "Recorded" }
                    p.figure { (book.recorded) span.of { " of " (book.cues) " lines" } }
                    (bar(book))
                    p.note {
                        @match book.missing { 0 => "every line has a take", 1 => "1 line to record", lines => { (lines) " lines to record" } }
                        @if book.to_look_at > 0 { ", " (book.to_look_at) " to look at" }
                    }
                }
                div {
                    h2 { "Finished" }
                    p.figure { (clock(finished.likely)) }
                    p.note {
                        @if book.missing > 0 { "between " (clock(finished.least)) " and " (clock(finished.most)) "; " }
                        (clock(built)) " built in " (chapters(self.built.len()))
                    }
                }
                div {
                    h2 { "Findings" }
                    p.figure { (self.findings.len()) }
                    ul.counts {
                        @for (severity, mark, count) in counts {
                            li class=(severity) { span.mark aria-hidden="true" { (mark) } " " (count) " " (severity) @if count != 1 { "s" } }
                        }
                    }
                    @if !self.review.waived.is_empty() { p.note { (self.review.waived.len()) " waived" } }
                }
                div {
                    h2 { "Pickups" }
                    p.figure { (self.pickups.len()) }
                    p.note { @if self.pickups.is_empty() { "nothing is to be recorded again" } @else { a href="#pickups" { "lines to record again" } } }
                }
            }
        }
    }
}

fn chapters(count: usize) -> String {
    if count == 1 { "1 chapter".to_owned() } else { format!("{count} chapters") }
}

/// How much is recorded, to be looked at, and to be recorded.
pub(super) fn bar(progress: &Progress) -> Markup {
    let whole = progress.cues.max(1) as f64;
    let share = |count: usize| format!("width:{:.2}%", 100.0 * count as f64 / whole);
    let good = progress.recorded - progress.to_look_at;
    let spoken = format!("{} recorded, {} to look at, {} to record", good, progress.to_look_at, progress.missing);
    html! {
        div.bar role="img" aria-label=(spoken) {
            span.good style=(share(good)) {}
            span.look style=(share(progress.to_look_at)) {}
        }
    }
}
