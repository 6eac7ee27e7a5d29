//! What was delivered: the files of every package with what came of their rules, and the digests of their bytes.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::glance::SEVERITIES;
use super::{BookReport, address};
use crate::delivery::{Checked, Loss, Manifest, Row, Verdict};
use crate::words::time::clock;
use crate::words::{Checks, Finding};

/// How much of a digest is shown; all of it is in the page.
const SHOWN: usize = 12;

/// A package that was delivered.
pub struct DeliveredPackage {
    /// The distributor, as people write it.
    pub title: String,
    /// The name of its folder in `output/delivery/`.
    pub folder: String,
    /// What it holds, and what was found in that.
    pub manifest: Manifest,
    /// Its files that are no longer what was judged, by their names.
    pub losses: BTreeMap<String, Loss>,
}

impl BookReport<'_> {
    pub(super) fn delivery_list(&self) -> Markup {
        html! {
            section #delivered {
                h2 { "Delivered" }
                @if self.deliveries.is_empty() { p.note { "Nothing was delivered yet: " code { "cuebook deliver" } "." } }
                @for package in &self.deliveries { (package.shown(&self.book.check)) }
            }
        }
    }
}

impl DeliveredPackage {
    fn shown(&self, check: &Checks) -> Markup {
        html! {
            h3 { (self.title) }
            @for finding in broken(&self.manifest.checked, check) { p.(finding.severity) { (told(&finding)) } }
            @for kept in &self.manifest.beside {
                @if let Some(loss) = self.losses.get(&kept.name) { p.error { (kept.name) ": " (since(*loss)) } }
            }
            div.scroll tabindex="0" role="group" aria-label={ "files for " (self.title) } {
                table.files {
                    thead { tr { th { "file" } th { "length" } th { "size" } th { "verdict" } th { "BLAKE3" } } }
                    tbody { @for row in &self.manifest.files { (self.file(row, check)) } }
                }
            }
        }
    }

    fn file(&self, row: &Row, check: &Checks) -> Markup {
        let broken = broken(&row.checked, check);
        let unmeasured = row.checked.iter().filter(|checked| checked.verdict == Verdict::NotMeasured).count();
        let hash = row.facts.hash.to_string();
        html! {
            tr {
                th scope="row" {
                    div {
                        button.listen type="button" data-src=(address::delivered(&self.folder, &row.name)) data-from="0"
                            aria-label={ "listen to " (row.name) } title={ "listen to " (row.name) } { "▶" }
                        " " span { (row.name) }
                    }
                }
                td { (clock(row.facts.seconds())) }
                td { (megabytes(row.facts.bytes)) }
                td {
                    @if let Some(loss) = self.losses.get(&row.name) { span.error { span.mark aria-hidden="true" { "✖" } " " (since(*loss)) } }
                    @else if broken.is_empty() {
                        span.fit { span.mark aria-hidden="true" { "✔" } " as wanted" }
                        @if unmeasured > 0 { span.note { " (" (unmeasured) " not measured)" } }
                    }
                    @else { ul.why { @for finding in &broken { li.(finding.severity) { (told(finding)) } } } }
                }
                td { code.hash title=(hash) { (hash.get(..SHOWN).unwrap_or(&hash)) } }
            }
        }
    }
}

fn since(loss: Loss) -> &'static str {
    match loss {
        Loss::Changed => "changed since it was judged",
        Loss::Gone => "not there any more",
    }
}

/// The rules that are broken, each as grave as the book has it.
fn broken(checked: &[Checked], check: &Checks) -> Vec<Finding> {
    let broken = checked.iter().filter(|checked| checked.verdict == Verdict::Broken);
    check.weigh(broken.filter_map(|checked| checked.finding(None)).collect())
}

fn told(finding: &Finding) -> Markup {
    let mark = SEVERITIES.iter().find(|(severity, _)| *severity == finding.severity).map_or("", |(_, mark)| mark);
    html! {
        span.mark aria-hidden="true" { (mark) } " " span.heard { (finding.severity) ": " }
        (finding.rule.code()) ": " (finding.found) "; wanted: " (finding.wanted)
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
