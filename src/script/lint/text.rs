//! The script as the rules of the text see it: lines in order, paragraphs whole, words with their places.

use std::ops::Range;

use crate::script::{Chapter, Cue, CueKind, Opens, Script};
use crate::words::{Book, Finding, Place, Rule};

/// All lines of a script in reading order.
pub struct Text<'a> {
    pub lines: Vec<Line<'a>>,
    pub book: &'a Book,
    /// The first part of the language's tag, in lower case: `en` for `en-GB`.
    pub language: String,
}

/// One cue, with its chapter.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    pub chapter: &'a Chapter,
    pub cue: &'a Cue,
}

impl Line<'_> {
    /// Whether it is running prose: no heading, verse, letter, motto or credit.
    pub fn is_prose(&self) -> bool {
        matches!(self.cue.kind, CueKind::Narration | CueKind::Dialogue)
    }
}

/// A finding with the number of its line, so that findings of all rules can be put in order.
pub struct Noted {
    pub line: usize,
    pub finding: Finding,
}

impl<'a> Text<'a> {
    pub fn new(script: &'a Script, book: &'a Book) -> Self {
        let lines = script.cues().map(|(chapter, cue)| Line { chapter, cue }).collect();
        let language = book.language.split('-').next().unwrap_or_default().to_lowercase();
        Self { lines, book, language }
    }

    pub fn is_english(&self) -> bool {
        self.language == "en"
    }

    /// The lines of each paragraph: a long one is several cues.
    pub fn paragraphs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let first = self.lines.get(start)?;
            let goes_on = |line: &&Line| line.cue.opens == Opens::Sentence && line.chapter.id == first.chapter.id;
            let end = start + 1 + self.lines[start + 1..].iter().take_while(goes_on).count();
            Some(std::mem::replace(&mut start, end)..end)
        })
    }

    /// A finding about a line, with the rule's own severity.
    pub fn note(&self, line: usize, rule: Rule, found: impl Into<String>, wanted: &str, hint: &str) -> Noted {
        let Line { chapter, cue } = self.lines[line];
        let place = Place { chapter: Some(chapter.id.clone()), cue: Some(cue.id.clone()), ..Place::default() };
        Noted { line, finding: Finding::new(rule, place, found, wanted).hint(hint) }
    }
}

/// The words of a line with the places of their bytes: letters and digits, with single apostrophes and hyphens inside.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let mut end = start;
        let mut joint = None;
        for (offset, c) in text[start..].char_indices() {
            let here = start + offset;
            if c.is_alphanumeric() || is_mark(c) {
                end = here + c.len_utf8();
                joint = None;
            } else if joint.is_none() && matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}') {
                joint = Some(here);
            } else {
                break;
            }
        }
        at = end;
        Some((start..end, &text[start..end]))
    })
}

/// `once`, `3 times`.
pub fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// Combining accents belong to the letter before them.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// A few words around a place, for a message: `… the mat. “Yes, he said …`.
pub fn around(text: &str, at: usize) -> String {
    const BEFORE: usize = 24;
    const BEHIND: usize = 44;
    let start = text[..at].char_indices().rev().nth(BEFORE).map_or(0, |(place, _)| {
        // From the start of a word on.
        text[place..at].find(' ').map_or(place, |space| place + space + 1)
    });
    let end = text[at..].char_indices().nth(BEHIND).map_or(text.len(), |(place, _)| {
        text[at..at + place].rfind(' ').filter(|space| *space > 0).map_or(at + place, |space| at + space)
    });
    let shown = text[start..end].replace('\n', " / ");
    let (left, right) = (if start > 0 { "… " } else { "" }, if end < text.len() { " …" } else { "" });
    format!("{left}{shown}{right}")
}
