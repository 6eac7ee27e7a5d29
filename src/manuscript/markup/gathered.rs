//! What was found in a text with mark-up, before levels of headings are weighed.

use super::super::look::Look;
use super::super::{Block, BlockKind, Note, Reason};
use super::footnotes::Footnotes;

/// A block, and what only mark-up knows of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub block: Block,
    /// How it looks, as far as that is known.
    pub look: Look,
    /// Whether most of it leads elsewhere, as the lines of a table of contents do.
    pub linked: bool,
    /// The footnotes that it refers to, by their names.
    pub refers: Vec<String>,
    /// The entries of the book's table of contents that lead here, by their places in it.
    pub listed: Vec<usize>,
}

impl From<Block> for Entry {
    fn from(block: Block) -> Self {
        Self { block, look: Look::default(), linked: false, refers: Vec::new(), listed: Vec::new() }
    }
}

/// What was found in a text with mark-up.
#[derive(Default, Debug)]
pub struct Gathered {
    pub entries: Vec<Entry>,
    pub omissions: Omissions,
    /// Footnotes that are to be read.
    pub footnotes: Footnotes,
    /// References that the next paragraph takes with it.
    refers: Vec<String>,
    /// Entries of the table of contents that lead to the next words.
    listed: Vec<usize>,
}

impl Gathered {
    /// Adds a block; a break behind a break is none.
    pub fn push(&mut self, block: Block, linked: bool) {
        if block.kind == BlockKind::SceneBreak {
            if self.entries.last().is_none_or(|last| last.block.kind != BlockKind::SceneBreak) {
                self.entries.push(block.into());
            }
            return;
        }
        let listed = std::mem::take(&mut self.listed);
        // What a heading refers to is read behind the paragraph that follows it: heading and text stay together.
        let refers = if block.heading().is_some() { Vec::new() } else { std::mem::take(&mut self.refers) };
        self.entries.push(Entry { block, look: Look::default(), linked, refers, listed });
    }

    /// Says how the blocks from this place on look.
    pub fn set_look(&mut self, from: usize, look: &Look) {
        for entry in self.entries.iter_mut().skip(from) {
            entry.look = look.clone();
        }
    }

    /// Takes out the breaks that only space makes, where too many paragraphs have it for it to mean one.
    pub fn drop_usual_gaps(&mut self) {
        let is_gap = |entry: &Entry| entry.block.kind == BlockKind::SceneBreak && entry.block.reason == Reason::Gap;
        let gaps = self.entries.iter().filter(|entry| is_gap(entry)).count();
        if gaps * 5 > self.entries.len() {
            self.entries.retain(|entry| !is_gap(entry));
        }
    }

    /// Remembers that the words being gathered refer to a footnote.
    pub fn refer(&mut self, name: String) {
        self.refers.push(name);
    }

    /// Remembers that an entry of the table of contents leads to the words that follow.
    pub fn list(&mut self, place: usize) {
        self.listed.push(place);
    }

    /// Forgets what leads to words that did not come.
    pub fn unlist(&mut self) {
        self.listed.clear();
    }

    /// Puts what another text holds behind this one, its footnotes placed.
    pub fn append(&mut self, other: Self) {
        self.entries.extend(other.entries);
        self.omissions.append(&other.omissions);
    }

    /// Puts the footnotes that are to be read behind the paragraphs that refer to them.
    pub fn place_footnotes(&mut self) {
        (self.omissions.footnotes, self.omissions.marks) = (0, 0);
        let footnotes = std::mem::take(&mut self.footnotes);
        self.entries = footnotes.place(std::mem::take(&mut self.entries));
    }
}

/// What was left out, counted.
#[derive(Default, Debug)]
pub struct Omissions {
    pub settings: bool,
    pub footnotes: usize,
    /// Numbers that lead to footnotes.
    pub marks: usize,
    pub comments: usize,
    pub deletions: usize,
    /// Words that are marked as hidden.
    pub hidden: usize,
    pub pictures: usize,
    /// Headings of ornaments, which are breaks.
    pub wordless: usize,
    pub page_numbers: usize,
    pub contents: usize,
    pub licence: usize,
    pub pieces: Vec<String>,
}

impl Omissions {
    /// Remembers a piece by its name.
    pub fn piece(&mut self, name: &str) {
        if !self.pieces.iter().any(|known| known == name) {
            self.pieces.push(name.to_owned());
        }
    }

    fn append(&mut self, other: &Self) {
        self.settings |= other.settings;
        self.footnotes += other.footnotes;
        self.marks += other.marks;
        self.comments += other.comments;
        self.deletions += other.deletions;
        self.hidden += other.hidden;
        self.pictures += other.pictures;
        self.wordless += other.wordless;
        self.page_numbers += other.page_numbers;
        self.contents += other.contents;
        self.licence += other.licence;
        for name in &other.pieces {
            self.piece(name);
        }
    }

    /// The notes that say so.
    pub fn notes(self) -> Vec<Note> {
        let counted = [
            (self.licence, Note::Licence as fn(usize) -> Note),
            (self.contents, Note::Contents),
            // A mark without a note, and a note without a mark, are left out all the same.
            (self.footnotes.max(self.marks), Note::Footnotes),
            (self.comments, Note::Comments),
            (self.deletions, Note::Deletions),
            (self.hidden, Note::Hidden),
            (self.page_numbers, Note::PageNumbers),
            (self.pictures, Note::Pictures),
            (self.wordless, Note::Wordless),
        ];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, note)| note(count));
        let settings = self.settings.then_some(Note::Settings).into_iter();
        settings.chain(counted).chain((!self.pieces.is_empty()).then_some(Note::Pieces(self.pieces))).collect()
    }
}
