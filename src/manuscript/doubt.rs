//! Lines that look like headings and were not taken for such.

use std::fmt;

/// A line that nearly is a heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doubt {
    /// The line of the text as it came, from 1.
    pub line: u32,
    /// Its words.
    pub text: String,
    /// Why it is none.
    pub reason: Doubtful,
}

/// What speaks against a heading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubtful {
    /// A number stands alone, and is no part of numbers that run on.
    NumberAlone,
    /// The number counts stanzas.
    CountsStanzas,
    /// The number stands where the printed page ended.
    PageNumber,
    /// A numbering word and a number begin a sentence.
    BeginsSentence,
    /// The line stands in the middle of a sentence that runs on.
    InSentence,
    /// The part that it names holds no chapter.
    EmptyPart,
    /// The number of the part is not the next.
    PartOutOfOrder,
    /// It says where something ends.
    EndMark,
    /// No longer text follows.
    NothingFollows,
    /// The line before leads to it.
    LedTo,
    /// It stands like any paragraph, and nothing sets it apart.
    NothingSetsApart,
    /// It stands in a letter or among lines that are broken on purpose.
    AmongBrokenLines,
    /// `book.toml` says that it is text.
    Overruled,
}

impl fmt::Display for Doubtful {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NumberAlone => "a number alone, not one of several that run on",
            Self::CountsStanzas => "the number of a stanza",
            Self::PageNumber => "the number of a printed page",
            Self::BeginsSentence => "it begins a sentence",
            Self::InSentence => "it stands in the middle of a sentence",
            Self::EmptyPart => "a part without a chapter",
            Self::PartOutOfOrder => "the number of the part is not the next",
            Self::EndMark => "it says that something ends",
            Self::NothingFollows => "no longer text follows",
            Self::LedTo => "the line before leads to it",
            Self::NothingSetsApart => "it stands like any paragraph",
            Self::AmongBrokenLines => "it stands among lines that are broken on purpose",
            Self::Overruled => "`book.toml` says that it is text",
        })
    }
}
