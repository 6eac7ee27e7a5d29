//! The report: the whole book on one page, to be looked at, listened to and filed.
//!
//! The page needs nothing but itself and the sound beside it: no font, no picture, no network, and its policy forbids them.
//! All that it says is in its text; its script plays the chapters and takes, draws their waveforms, and filters.

mod address;
mod chapters;
mod delivered;
mod findings;
mod glance;
mod levels;
mod lines;
mod pickups;

use std::collections::BTreeMap;
use std::iter;

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub use self::delivered::DeliveredPackage;
use self::lines::Lines;
use super::language;
use super::pickups::Owed;
use crate::check::{BookProgress, Interval, Master, Review};
use crate::script::{Chapter, Script};
use crate::signal::Waveform;
use crate::timeline::Timeline;
use crate::words::{Book, ChapterId, Finding, Profile};

pub(super) const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("report.js");

/// Nothing is fetched but the sound beside the page, and no other script than [`SCRIPT`] runs, whatever a manuscript holds.
/// `tests/commands/report.rs` holds the digest: a browser refuses the script behind a wrong one.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self' file:; base-uri 'none'; \
                      form-action 'none'; script-src 'sha256-Enb47E8JkSATnzl9klmmqHN+IRg/b2nbOFF15skw+Uk='";

/// Stands in the page where the chapters go.
const SEAM: &str = "<!--chapters-->";

/// Everything that the report tells of a book.
pub struct BookReport<'a> {
    /// The book.
    pub book: &'a Book,
    /// What its chapters are held to.
    pub profile: &'a Profile,
    /// Its script.
    pub script: &'a Script,
    /// Its takes, judged.
    pub review: &'a Review,
    /// How far it is recorded.
    pub progress: BookProgress<'a>,
    /// The chapters that are built.
    pub built: BTreeMap<ChapterId, BuiltChapter>,
    /// What is to be recorded again.
    pub pickups: Vec<Owed<'a>>,
    /// What was found in takes and masters and nobody waived, but for lines without a take.
    pub findings: Vec<Finding>,
    /// What was delivered, by distributor.
    pub deliveries: Vec<DeliveredPackage>,
    /// The day on which the report was made, as people write it.
    pub made: String,
}

/// A chapter that is built.
pub struct BuiltChapter {
    /// What sounds in it.
    pub timeline: Timeline,
    /// What was measured in its master; `None` where the file is not the one that was measured.
    pub master: Option<Master>,
    /// Its outline.
    pub waveform: Waveform,
    /// How many of its lines use another take by now, or none, or are not in it.
    pub outdated: usize,
}

impl BookReport<'_> {
    /// The HTML page piece by piece, a chapter at a time: a long book's is never in memory as a whole.
    pub fn pieces(&self) -> impl Iterator<Item = String> {
        let frame = self.frame().into_string();
        // No text of the book can hold the seam: its angle brackets are escaped.
        let (head, tail) = frame.split_once(SEAM).unwrap_or((&frame, ""));
        let lines = Lines::of(self.review);
        let chapters = self.script.chapters.iter().map(move |chapter| self.chapter(chapter, &lines).into_string());
        iter::once(head.to_owned()).chain(chapters).chain(iter::once(tail.to_owned()))
    }

    /// The page without its chapters.
    fn frame(&self) -> Markup {
        html! {
            (DOCTYPE)
            // What the page says is English; the book's words are marked.
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.book.title) " – report" }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#chapters" { "Skip to the chapters" }
                    (self.head())
                    main {
                        (self.glance())
                        (self.levels())
                        (search())
                        section #chapters {
                            h2 { "Chapters" }
                            (PreEscaped(SEAM))
                        }
                        (self.pickup_list())
                        (self.finding_list())
                        (self.spacing())
                        (self.delivery_list())
                    }
                    (self.desk())
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        let book = self.book;
        html! {
            header {
                h1 { bdi lang=[language::of_book(book)] { (book.title) } }
                p.by {
                    @if !book.author.is_empty() { "by " bdi { (book.author) } }
                    @if !book.narrator.is_empty() { ", read by " bdi { (book.narrator) } }
                }
                p.facts { "Report of " (self.made) ", held to " (self.profile.title) }
            }
        }
    }

    /// What plays, and the line that sounds.
    fn desk(&self) -> Markup {
        html! {
            aside #desk aria-label="Player" hidden {
                div.buttons {
                    button #back type="button" aria-label="previous line" title="previous line (←)" { (icon("M5 5h2v14H5zM20 5v14L8 12z")) }
                    button #play type="button" aria-label="play" title="play or stop (space)" {
                        (icon("M7 4v16l13-8z")) (icon("M6 5h4v14H6zM14 5h4v14h-4z"))
                    }
                    button #next type="button" aria-label="next line" title="next line (→)" { (icon("M4 5v14l12-7zM17 5h2v14h-2z")) }
                    label { span.heard { "speed" } select #speed {
                        @for speed in ["0.75", "1", "1.25", "1.5", "2"] {
                            option value=(speed) selected[speed == "1"] { (speed) "×" }
                        }
                    } }
                }
                p #sounding { span #where {} " " span #words lang=[language::of_book(self.book)] dir=[language::direction(self.book)] {} }
                p #trouble role="alert" {}
                audio #sound preload="none" {}
            }
        }
    }

    fn chapter_built(&self, chapter: &Chapter) -> Option<&BuiltChapter> {
        self.built.get(&chapter.id)
    }

    /// The length of all chapters that are built.
    fn built_seconds(&self) -> f64 {
        self.built.values().map(|built| built.timeline.seconds()).sum()
    }

    /// How long the finished book will be, in seconds: what is built where that is all of it, else what is recorded and what
    /// the rest will come to.
    fn finished(&self) -> Interval {
        let is_whole = self.progress.book.is_whole() && self.built.len() == self.script.chapters.len();
        if is_whole && self.built.values().all(|built| built.outdated == 0) {
            let built = self.built_seconds();
            return Interval { least: built, likely: built, most: built };
        }
        let left = self.progress.seconds_left();
        let done = self.progress.book.finished_seconds;
        Interval { least: left.least + done, likely: left.likely + done, most: left.most + done }
    }
}

/// The one place that searches all lists.
fn search() -> Markup {
    html! {
        form.search role="search" hidden {
            label for="search" { "Find a line, an ID, a finding" }
            input #search type="search" autocomplete="off" placeholder="words or 01-0042";
            output #found for="search" aria-live="polite" {}
        }
    }
}

/// A sign that no font has to know.
fn icon(path: &str) -> Markup {
    html! { svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" { path fill="currentColor" d=(path) {} } }
}
