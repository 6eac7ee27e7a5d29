//! The narrator's sheet: the whole book to read from, on a screen or on paper.
//!
//! One page that needs nothing else: no font, no picture, no network, and its policy forbids them. Every line has its cue ID
//! in the margin, which is its anchor too; what is said other than printed, and how a word is pronounced, stands above the
//! words. It can be read, and its type, light and lines chosen, without the few lines of script that turn the arrow keys
//! into steps from line to line.

mod chapter;
mod front;
mod line;
mod notes;
mod paper;
mod progress;
mod reading;
mod words;

use std::collections::BTreeMap;
use std::iter;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::notes::Notes;
use super::language;
use crate::script::{Pronunciation, Script, pronunciations, speakers};
use crate::words::{Book, CueId, Language};

/// How far a line's recording is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineState {
    /// No take is there.
    ToRecord,
    /// A take is there.
    Recorded,
}

impl LineState {
    /// The class, the mark and the words for it. The marks differ in shape, for paper and for eyes that see no colour.
    fn shown(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ToRecord => ("owed", "○", "to record"),
            Self::Recorded => ("done", "●", "recorded"),
        }
    }
}

pub(super) const STYLE: &str = include_str!("style.css");
const KEYS: &str = include_str!("keys.js");

/// Nothing is fetched, and no other script than [`KEYS`] runs, whatever a manuscript holds. `tests/text/sheet.rs` holds the
/// digest: a browser refuses the script behind a wrong one.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                      script-src 'sha256-5aRGY5f8KPTb0rRMl9zPEpjHR8qkJPMAk7Ab3ath4MM='";

/// Stands in the page where the chapters go.
const SEAM: &str = "<!--chapters-->";

/// The narrator's sheet of a book.
pub struct Sheet<'a> {
    script: &'a Script,
    book: &'a Book,
    state: &'a dyn Fn(&CueId) -> LineState,
    words_an_hour: f64,
    speakers: BTreeMap<CueId, String>,
    words: Vec<Pronunciation>,
    notes: Notes<'a>,
}

impl<'a> Sheet<'a> {
    /// The sheet of a script; how long a chapter will be is estimated from the words in a finished hour.
    pub fn new(script: &'a Script, book: &'a Book, state: &'a dyn Fn(&CueId) -> LineState, words_an_hour: f64) -> Self {
        let speakers = speakers(script, Language::of(&book.language));
        let words = pronunciations(script, book);
        Self { script, book, state, words_an_hour, speakers, words, notes: Notes::new(&book.pronunciation) }
    }

    /// The HTML page piece by piece, a chapter at a time: a long book's is never in memory as a whole.
    pub fn pieces(&self) -> impl Iterator<Item = String> {
        let frame = self.frame().into_string();
        // No text of the book can hold the seam: its angle brackets are escaped.
        let (head, tail) = frame.split_once(SEAM).unwrap_or((&frame, ""));
        let chapters = self.script.chapters.iter().map(|chapter| self.chapter(chapter).into_string());
        iter::once(head.to_owned()).chain(chapters).chain(iter::once(tail.to_owned()))
    }

    /// The page without its chapters.
    fn frame(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.book.language) dir=[self.direction()] {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.book.title) " – narrator’s sheet" }
                    style { (PreEscaped(STYLE)) (PreEscaped(paper::rules(self.script, self.book))) }
                }
                body {
                    a.skip href="#text" lang=[self.english()] dir=[self.english_direction()] { "Skip to the text" }
                    (self.cover())
                    (self.contents())
                    main #text { (PreEscaped(SEAM)) }
                    (self.word_list())
                    script { (PreEscaped(KEYS)) }
                }
            }
        }
    }

    fn direction(&self) -> Option<&'static str> {
        language::direction(self.book)
    }

    /// The language tag of what the sheet itself says, where that is not the book's.
    fn english(&self) -> Option<&'static str> {
        language::english(self.book)
    }

    /// The direction of what the sheet itself says, where the book's is another.
    fn english_direction(&self) -> Option<&'static str> {
        language::english_direction(self.book)
    }

    /// The language tag of the book's own words within what the sheet says.
    fn book_language(&self) -> Option<&str> {
        language::of_book(self.book)
    }
}

#[cfg(test)]
mod tests;
