//! The pickups as a page to read from at the microphone, and to print.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::language;
use super::{Owed, PickupSheet};
use crate::check::PickupKind;
use crate::words::timecode::timecode;

const STYLE: &str = include_str!("style.css");

/// Nothing is fetched and no script runs, whatever a manuscript or a proofer's note holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The kinds with their marks, which differ in shape for paper and for eyes that see no colour.
const KINDS: [(PickupKind, &str, &str); 4] = [
    (PickupKind::Missing, "○", "not recorded yet"),
    (PickupKind::Stale, "≠", "the words have changed since"),
    (PickupKind::Noted, "✎", "noted by somebody who listened"),
    (PickupKind::Faulty, "!", "the take has a fault"),
];

impl PickupSheet<'_> {
    /// One page that needs nothing else.
    #[must_use]
    pub fn html(&self) -> String {
        let (title, english, left_to_right) =
            (&self.book.title, language::english(self.book), language::english_direction(self.book));
        let page = html! {
            (DOCTYPE)
            html lang=(self.book.language) dir=[language::direction(self.book)] {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) " – pickups" }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header lang=[english] dir=[left_to_right] {
                        h1 { "Pickups" }
                        p.book { bdi lang=[language::of_book(self.book)] { (title) } }
                        p.facts { (self.facts()) }
                        @if !self.owed.is_empty() { (self.legend()) }
                    }
                    main {
                        @for chapter in self.owed.chunk_by(|a, b| a.pickup.chapter.id == b.pickup.chapter.id) {
                            section {
                                h2 { span.number { (chapter[0].pickup.chapter.id) " " } bdi { (chapter[0].pickup.chapter.name()) } }
                                @for owed in chapter { (self.pickup(owed)) }
                            }
                        }
                    }
                }
            }
        };
        page.into_string()
    }

    fn facts(&self) -> String {
        match self.owed.len() {
            0 => "Nothing is to be recorded again.".to_owned(),
            1 => "1 line to record again".to_owned(),
            lines => format!("{lines} lines to record again"),
        }
    }

    fn legend(&self) -> Markup {
        html! {
            ul.legend {
                @for (kind, mark, words) in KINDS.iter().filter(|(kind, ..)| self.owed.iter().any(|owed| owed.pickup.kind == *kind)) {
                    li class=(kind.name()) { span.mark aria-hidden="true" { (mark) } " " (kind.name()) ": " (words) }
                }
            }
        }
    }

    fn pickup(&self, owed: &Owed<'_>) -> Markup {
        let pickup = &owed.pickup;
        let (printed, spoken) = owed.words();
        let mark = KINDS.iter().find(|(kind, ..)| *kind == pickup.kind).map_or("", |(_, mark, _)| mark);
        let id = pickup.cue.id.to_string();
        let (english, left_to_right) = (language::english(self.book), language::english_direction(self.book));
        html! {
            article id=(id) class=(pickup.kind.name()) {
                div.margin lang=[english] dir=[left_to_right] {
                    label { input type="checkbox" aria-label={ "recorded: " (id) }; " " strong { (id) } }
                    span.kind { span.mark aria-hidden="true" { (mark) } " " (pickup.kind.name()) }
                    @if let Some(start) = owed.start { span.at { "at " (timecode(start)) } }
                }
                div.words {
                    @if let Some(before) = pickup.before { p.around { (before.text) } }
                    p.line { (printed) }
                    @if let Some(spoken) = spoken { p.spoken { (spoken) } }
                    @if let Some(after) = pickup.after { p.around { (after.text) } }
                    div.why lang=[english] dir=[left_to_right] {
                        ul {
                            @for (reason, heard) in owed.reasons() {
                                li {
                                    @if let Some(heard) = heard { span.at { (timecode(heard)) " " } }
                                    (reason.found)
                                    @if let Some(said) = &reason.said { span.said { " said " q lang=[language::of_book(self.book)] { (said) } } }
                                    @if let Some(should_be) = &reason.should_be {
                                        span.should { " should be " q lang=[language::of_book(self.book)] { (should_be) } }
                                    }
                                    @if !reason.hint.is_empty() { span.hint { "; " (reason.hint) } }
                                }
                            }
                        }
                        p.figures {
                            "record as " code { (pickup.record_as) ".wav" }
                            @if let (Some(take), Some(measured)) = (pickup.take, owed.measured()) {
                                "; so far " code { (take.file) } ": " (measured)
                            }
                        }
                    }
                }
            }
        }
    }
}
