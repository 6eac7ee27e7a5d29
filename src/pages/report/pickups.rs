//! What is to be recorded again, why, and the take so far to listen to; and how long the pauses are.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{BookReport, address};
use crate::pages::language;
use crate::pages::pickups::Owed;
use crate::timeline::Sounds;
use crate::words::time::clock;
use crate::words::timecode::timecode;

/// More than so many are another page's: `cuebook pickups` writes them all.
const MOST: usize = 500;

/// How long before a fault one begins to listen, in seconds.
const BEFORE: f64 = 1.0;

impl BookReport<'_> {
    pub(super) fn pickup_list(&self) -> Markup {
        html! {
            section #pickups {
                h2 { "Pickups" }
                @if self.pickups.is_empty() { p.note { "Nothing is to be recorded again." } }
                ul.list { @for owed in self.pickups.iter().take(MOST) { (self.pickup(owed)) } }
                @if let Some(more @ 1..) = self.pickups.len().checked_sub(MOST) {
                    p.note { "and " (more) " more: " code { "cuebook pickups --html" } " has them all" }
                }
            }
        }
    }

    fn pickup(&self, owed: &Owed<'_>) -> Markup {
        let pickup = &owed.pickup;
        let id = pickup.cue.id.to_string();
        html! {
            li class=(pickup.kind.name()) {
                p.place {
                    a href={ "#" (id) } { (id) } " " span.kind { (pickup.kind.name()) }
                    @if let Some(start) = owed.start { span.at { " at " (timecode(start)) } }
                }
                p.line lang=[language::of_book(self.book)] dir=[language::direction(self.book)] { (pickup.cue.text) }
                ul.why {
                    @for reason in &pickup.reasons {
                        li {
                            @if let Some(take) = pickup.take { (listen(&take.file, reason.seconds)) " " }
                            (Owed::why(reason))
                        }
                    }
                }
                p.note { "record as " code { (pickup.record_as) ".wav" } @if let Some(measured) = owed.measured() { "; so far " (measured) } }
            }
        }
    }

    /// What `[spacing]` asks, and what came of it.
    pub(super) fn spacing(&self) -> Markup {
        let mut pauses: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
        for timeline in self.built.values().map(|built| &built.timeline) {
            for span in &timeline.spans {
                if let Sounds::Pause { pause, .. } = span.sounds {
                    let (count, seconds) = pauses.entry(pause.name()).or_default();
                    *count += 1;
                    *seconds += timeline.sample_rate.seconds(span.frames());
                }
            }
        }
        html! {
            @if !pauses.is_empty() {
                section {
                    h2 { "Spacing" }
                    div.scroll tabindex="0" role="group" aria-label="the pauses of the book" { table {
                        thead { tr { th { "pause" } th { "from sound to sound" } th { "in the book" } th { "filled with room tone" } } }
                        tbody {
                            @for (name, wanted) in self.book.spacing.entries() {
                                @if let Some((count, seconds)) = pauses.get(name) {
                                    tr { th scope="row" { (name) } td { (wanted) " s" } td { (count) } td { (clock(*seconds)) } }
                                }
                            }
                        }
                    } }
                }
            }
        }
    }
}

/// A button that plays a take, from shortly before a place in it.
pub(super) fn listen(file: &str, at: Option<f64>) -> Markup {
    let from = at.map_or(0.0, |at| (at - BEFORE).max(0.0));
    let told = at.map_or_else(|| format!("listen to {file}"), |at| format!("listen to {file} at {}", timecode(at)));
    html! {
        button.listen type="button" data-src=(address::take(file)) data-from=(format!("{from:.2}")) aria-label=(told) title=(told) { "▶" }
    }
}
