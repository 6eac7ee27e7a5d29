//! The manuscript as data: blocks of text with their kind and the evidence for it.

use std::fmt;

use super::Doubt;

/// The author's text as blocks in reading order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Manuscript {
    /// Everything to be read, and the breaks between.
    pub blocks: Vec<Block>,
    /// What was decided about the text as a whole, and what was left out.
    pub notes: Vec<Note>,
    /// Lines of plain text that look like headings and were not taken for such, in order.
    pub doubts: Vec<Doubt>,
}

/// A heading, a paragraph, a stanza or a break.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// The words with inner white space folded; verse and two-line headings keep `\n` between their lines.
    pub text: String,
    /// The evidence for `kind`.
    pub reason: Reason,
    /// The line of the text it begins on as it came, from 1; `None` where the format has no lines.
    pub line: Option<u32>,
}

impl Block {
    /// A block of this kind, of a format without lines.
    pub fn new(kind: BlockKind, text: impl Into<String>, reason: Reason) -> Self {
        Self { kind, text: text.into(), reason, line: None }
    }

    /// The block as one that begins on this line, from 1.
    #[must_use]
    pub fn at(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// What kind of heading it is, where it is one.
    #[must_use]
    pub fn heading(&self) -> Option<HeadingKind> {
        match self.kind {
            BlockKind::Heading(kind) => Some(kind),
            _ => None,
        }
    }
}

/// What a block is to the text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BlockKind {
    /// A heading.
    Heading(HeadingKind),
    /// A paragraph of prose.
    Paragraph,
    /// Lines that stand as they were broken: verse, an address, a title page.
    Verse,
    /// A text shown within the text: a letter, a message, a sign.
    Quote,
    /// A motto before a text.
    Epigraph,
    /// Whose motto it is.
    Attribution,
    /// A break between scenes; has no words.
    SceneBreak,
}

/// What a heading stands over.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HeadingKind {
    /// The book.
    Title,
    /// Several chapters.
    Part,
    /// A chapter.
    Chapter,
    /// A piece before the chapters that is long enough for a file of its own: a prologue, a foreword.
    Prologue,
    /// A short piece before the chapters: a dedication, an epigraph.
    Front,
    /// A piece behind the chapters: an epilogue, acknowledgements.
    Back,
    /// A section of a chapter.
    Section,
}

impl fmt::Display for HeadingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Title => "title",
            Self::Part => "part",
            Self::Chapter => "chapter",
            Self::Prologue => "prologue",
            Self::Front => "front matter",
            Self::Back => "back matter",
            Self::Section => "section",
        })
    }
}

/// The evidence on which a block was taken for what it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// A word such as `Chapter` stands with a number.
    Numbered {
        /// The word as printed.
        word: String,
    },
    /// A number stands alone, and numbers alone run on through the text.
    NumberInRun {
        /// This number.
        number: u32,
        /// How many belong to the run.
        run: usize,
    },
    /// The line is the name of a piece, such as `Dedication`.
    Named,
    /// A short line without a sentence's end stands alone in title case before longer text.
    TitleAlone {
        /// How many words it has.
        words: usize,
    },
    /// A title stands alone, and others of its look stand alone through the text.
    Alike {
        /// How many there are.
        count: usize,
        /// What they have in common.
        look: &'static str,
    },
    /// The line says that the text, or a part of it, ends here.
    EndMark,
    /// A number that stands over a stanza.
    StanzaNumber,
    /// The mark-up marks a heading of this level.
    Level(u8),
    /// The mark-up says that the heading stands over such a piece.
    Declared {
        /// What it calls the piece.
        word: &'static str,
    },
    /// The mark-up marks it as something other than a paragraph.
    Marked,
    /// Its text says nothing of it, but something beside the text does.
    NamedBy {
        /// What does, such as `the table of contents`.
        what: &'static str,
    },
    /// The line holds ornaments and no words.
    Ornament,
    /// More blank lines than paragraphs have between them.
    Gap,
    /// The lines end long before the width to which the text is wrapped.
    BrokenLines,
    /// It stands between the salutation and the signature of a letter.
    Letter,
    /// A note at the foot of the page, which the book wants read.
    Footnote,
    /// A short line begins with a dash behind a motto.
    DashBehindMotto,
    /// A short line stands far to the right behind a motto.
    FarRightBehindMotto,
    /// An attribution follows.
    BeforeAttribution,
    /// `book.toml` says so.
    Overruled,
    /// Nothing speaks for anything else.
    Text,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Numbered { word } => write!(f, "`{word}` stands with a number"),
            Self::NumberInRun { number, run } => write!(f, "{number} is one of {run} numbers that run on alone"),
            Self::Named => f.write_str("the line is the name of a piece"),
            Self::TitleAlone { words } => write!(f, "{words} words in title case alone before longer text"),
            Self::Alike { count, look } => write!(f, "one of {count} titles that stand alone {look}"),
            Self::EndMark => f.write_str("the line says that something ends"),
            Self::StanzaNumber => f.write_str("the number of a stanza"),
            Self::Level(level) => write!(f, "a heading of level {level}"),
            Self::Declared { word } => write!(f, "marked as the heading of a {word}"),
            Self::Marked => f.write_str("marked as such"),
            Self::NamedBy { what } => write!(f, "{what} names it so"),
            Self::Ornament => f.write_str("ornaments without words"),
            Self::Gap => f.write_str("more blank lines than between paragraphs"),
            Self::BrokenLines => f.write_str("the lines are broken on purpose"),
            Self::Letter => f.write_str("between the salutation and the signature of a letter"),
            Self::Footnote => f.write_str("a footnote"),
            Self::DashBehindMotto => f.write_str("a short line with a dash behind a motto"),
            Self::FarRightBehindMotto => f.write_str("a short line far to the right behind a motto"),
            Self::BeforeAttribution => f.write_str("an attribution follows"),
            Self::Overruled => f.write_str("`book.toml` says so"),
            Self::Text => f.write_str("running text"),
        }
    }
}

/// What was decided about the text as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// The bytes were no UTF-8, and were read in this encoding.
    Encoding(&'static str),
    /// The bytes were no UTF-8, and were read in the encoding usual for the book's language.
    EncodingOfLanguage {
        /// The name of the encoding.
        name: &'static str,
        /// The language that `book.toml` says.
        language: String,
    },
    /// Bytes that have no meaning in the encoding were replaced by `\u{fffd}`.
    BrokenBytes {
        /// How many characters stand for them.
        count: usize,
        /// The line of the first, from 1.
        line: usize,
    },
    /// The licence text of Project Gutenberg was left out, in lines.
    Licence(usize),
    /// A table of contents was left out, in lines.
    Contents(usize),
    /// A block of settings in front of the text was left out.
    Settings,
    /// Footnotes were left out.
    Footnotes(usize),
    /// Comments beside the text were left out.
    Comments(usize),
    /// Text that was deleted while changes were tracked was left out.
    Deletions(usize),
    /// Text that is marked as hidden was left out, in words.
    Hidden(usize),
    /// Pictures were left out.
    Pictures(usize),
    /// Headings of nothing but ornaments were read as scene breaks.
    Wordless(usize),
    /// Numbers of printed pages were left out.
    PageNumbers(usize),
    /// Lines that stand at the head or the foot of printed pages were left out.
    RunningHeads(usize),
    /// A blank line behind every line was taken for the typewriter's, and its paragraphs were joined.
    DoubleSpacing,
    /// Words that a line end had divided were joined.
    Hyphens(usize),
    /// Pieces of the printed book were left out, by their names.
    Pieces(Vec<String>),
    /// Files of the manuscript's folder were left out, by their names.
    Files(Vec<String>),
    /// Files without a number among such with one were read, by their names.
    Unnumbered(Vec<String>),
    /// Files that `SUMMARY.md` names, and that are not there or were named before.
    NoSuchFile(Vec<String>),
    /// Lines that `book.toml` names, and that the text does not have as lines of their own.
    NoSuchLine(Vec<String>),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding(name) => write!(f, "the text is not UTF-8; read as {name}"),
            Self::EncodingOfLanguage { name, language } => {
                write!(f, "the text is not UTF-8; read as {name}, which is usual for `{language}`")
            }
            Self::BrokenBytes { count, line } => {
                write!(f, "{count} broken characters, the first in line {line}, stand as \u{fffd}")
            }
            Self::Licence(lines) => write!(f, "left out {lines} lines of the Project Gutenberg licence"),
            Self::Contents(lines) => write!(f, "left out a table of contents of {lines} lines"),
            Self::Settings => f.write_str("left out the settings in front of the text"),
            Self::Footnotes(count) => write!(f, "left out {count} footnotes"),
            Self::Comments(count) => write!(f, "left out {count} comments"),
            Self::Deletions(count) => write!(f, "left out {count} deletions of tracked changes"),
            Self::Hidden(words) => write!(f, "left out {words} words of hidden text"),
            Self::Pictures(count) => write!(f, "left out {count} pictures"),
            Self::Wordless(1) => f.write_str("read a heading without words as a scene break"),
            Self::Wordless(count) => write!(f, "read {count} headings without words as scene breaks"),
            Self::PageNumbers(count) => write!(f, "left out {count} page numbers"),
            Self::RunningHeads(count) => write!(f, "left out {count} running heads of pages"),
            Self::DoubleSpacing => f.write_str("the text is double-spaced: joined the lines between blank lines"),
            Self::Hyphens(count) => write!(f, "joined {count} words that were divided at line ends"),
            Self::Pieces(names) => write!(f, "left out {}", names.join(", ")),
            Self::Files(names) => write!(f, "left out files of the manuscript's folder: {}", names.join(", ")),
            Self::Unnumbered(names) => {
                write!(f, "files without a number among numbered ones are read, too: {}", names.join(", "))
            }
            Self::NoSuchFile(names) => {
                write!(f, "`SUMMARY.md` names files that are not there, or names them twice: {}", names.join(", "))
            }
            Self::NoSuchLine(lines) => {
                write!(f, "`[manuscript.headings]` names what is no line of its own in the text: {}", lines.join(", "))
            }
        }
    }
}
