//! A draft: the paragraphs of a manuscript in their chapters, not yet divided into cues.

use std::ops::Range;

use super::{ChapterKind, CueKind, Opens};

/// What a manuscript says now: its paragraphs, each with the places where it may be divided.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// The chapters in reading order; none of them is empty.
    pub chapters: Vec<DraftChapter>,
}

/// A chapter of a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftChapter {
    /// Whether it is a chapter, or stands before or after them.
    pub kind: ChapterKind,
    /// The heading on one line; empty where there is none.
    pub title: String,
    /// The paragraphs in reading order.
    pub paragraphs: Vec<Paragraph>,
}

/// A heading, a paragraph or a stanza: one cue, or several where it is long.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paragraph {
    /// What kind of text it is; a paragraph of prose is narration, whoever speaks in it.
    pub kind: CueKind,
    /// What begins with it.
    pub opens: Opens,
    text: String,
    /// Where each piece ends, in bytes.
    ends: Vec<usize>,
    /// What is said instead of the text.
    said: Option<String>,
}

impl Paragraph {
    /// A paragraph that may be divided between these pieces of its text, in bytes: sentences, lines, or one piece that is
    /// all of it.
    ///
    /// A piece without words can't be recorded alone, and stays with the one before it.
    #[must_use]
    pub fn new(kind: CueKind, opens: Opens, text: &str, pieces: &[Range<usize>]) -> Self {
        let mut ends = Vec::with_capacity(pieces.len());
        for piece in pieces {
            if !text[piece.clone()].contains(char::is_alphanumeric) {
                ends.pop();
            }
            ends.push(piece.end);
        }
        ends.pop();
        ends.push(text.len());
        Self { kind, opens, text: text.to_owned(), ends, said: None }
    }

    /// A paragraph that is one piece, and so one cue.
    #[must_use]
    pub fn whole(kind: CueKind, opens: Opens, text: &str) -> Self {
        Self { kind, opens, text: text.to_owned(), ends: vec![text.len()], said: None }
    }

    /// Whether it is a heading: of the book, a chapter or a section.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, CueKind::Announcement | CueKind::Credits)
    }

    /// The text as printed, with `\n` between lines that stand as they were broken.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many pieces it has, at least one.
    #[must_use]
    pub fn pieces(&self) -> usize {
        self.ends.len()
    }

    /// Where pieces in a row stand in the text, in bytes, with the white space around them.
    #[must_use]
    pub fn span(&self, pieces: Range<usize>) -> Range<usize> {
        let end = |piece: usize| piece.checked_sub(1).map_or(0, |before| self.ends[before]);
        end(pieces.start)..end(pieces.end)
    }

    /// The text at such a place, without white space around it.
    #[must_use]
    pub fn at(&self, span: Range<usize>) -> &str {
        self.text[span].trim()
    }

    /// The text of one piece.
    #[must_use]
    pub fn piece(&self, piece: usize) -> &str {
        self.at(self.span(piece..piece + 1))
    }

    /// The end of the first piece that ends at or behind a place.
    #[must_use]
    pub fn end_behind(&self, place: usize) -> usize {
        let piece = self.ends.partition_point(|end| *end < place);
        self.ends.get(piece).copied().unwrap_or(self.text.len())
    }

    /// What is said instead of the text, where that is known; such a paragraph is one cue.
    #[must_use]
    pub fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    /// Has something else said than the text.
    pub fn say(&mut self, said: &str) {
        self.said = Some(said.to_owned());
        self.ends = vec![self.text.len()];
    }

    /// Adds a line to a paragraph that is one cue.
    pub fn add_line(&mut self, line: &str) {
        self.text.push('\n');
        self.text.push_str(line);
        self.ends = vec![self.text.len()];
    }

    /// Allows a cut behind a word that ends at this place, unless a piece ends before the next word anyway.
    pub fn allow_cut(&mut self, place: usize) {
        let next = self.text[place..].find(char::is_alphanumeric).map_or(self.text.len(), |at| place + at);
        let at = self.ends.partition_point(|end| *end < place);
        if self.ends.get(at).is_some_and(|end| *end > next) {
            self.ends.insert(at, place);
        }
    }

    /// Adds a paragraph without words before the first piece.
    pub fn prepend(&mut self, silent: &str) {
        self.text = format!("{silent} {}", self.text);
        for end in &mut self.ends {
            *end += silent.len() + 1;
        }
    }

    /// Adds a paragraph without words, which can't be recorded alone, as a last piece.
    pub fn append(&mut self, silent: &str) {
        self.text.push(' ');
        self.text.push_str(silent);
        self.ends.pop();
        self.ends.push(self.text.len());
    }
}
