//! What elements mean to a book: by `epub:type`, by `role`, by the classes in common use.

use super::super::HeadingKind;
use super::Element;

/// What an element is to the text inside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// A piece of the book; its first heading stands over it.
    Piece(HeadingKind, &'static str),
    /// A text shown within the text.
    Shown(Shown),
    /// Not read.
    Left(Left),
    /// A number that leads to a footnote.
    FootnoteMark,
}

/// What is not read, and how it is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// A footnote.
    Footnote,
    /// Where footnotes stand together.
    Notes,
    /// The number of a printed page.
    PageNumber,
    /// A table of contents, or links to other pages.
    Contents,
    /// The licence of Project Gutenberg.
    Licence,
    /// A piece of the printed book, by its name.
    Piece(&'static str),
    /// Text that is not shown.
    Hidden,
    /// What no reader sees: scripts, styles, the way back from a footnote.
    Silently,
}

/// What an EPUB calls pages that no reader comes by.
pub const OUTSIDE: &str = "pages outside the reading order";

/// How a text within the text is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// Verse, each block of it a stanza.
    Verse,
    /// One stanza, its lines in blocks of their own.
    Stanza,
    /// A letter, a sign.
    Letter,
    /// A motto.
    Motto,
    /// Whose motto it is.
    Attribution,
}

/// The words of EPUB's vocabularies and what they mean; the first that an element has decides, in this order: an
/// `epilogue part` holds chapters, so it is a part.
const TYPES: [(&str, Meaning); 61] = [
    ("noteref", Meaning::FootnoteMark),
    ("footnote", Meaning::Left(Left::Footnote)),
    ("footnotes", Meaning::Left(Left::Notes)),
    ("endnote", Meaning::Left(Left::Footnote)),
    ("endnotes", Meaning::Left(Left::Notes)),
    ("rearnote", Meaning::Left(Left::Footnote)),
    ("rearnotes", Meaning::Left(Left::Notes)),
    ("backlink", Meaning::Left(Left::Silently)),
    ("pagebreak", Meaning::Left(Left::PageNumber)),
    ("page-list", Meaning::Left(Left::Contents)),
    ("toc", Meaning::Left(Left::Contents)),
    ("toc-brief", Meaning::Left(Left::Contents)),
    ("landmarks", Meaning::Left(Left::Contents)),
    ("loi", Meaning::Left(Left::Piece("the list of illustrations"))),
    ("lot", Meaning::Left(Left::Piece("the list of tables"))),
    ("index", Meaning::Left(Left::Piece("the index"))),
    ("cover", Meaning::Left(Left::Piece("the cover"))),
    ("titlepage", Meaning::Left(Left::Piece("the title page"))),
    ("title-page", Meaning::Left(Left::Piece("the title page"))),
    ("halftitlepage", Meaning::Left(Left::Piece("the half title page"))),
    ("halftitle", Meaning::Left(Left::Piece("the half title page"))),
    ("imprint", Meaning::Left(Left::Piece("the imprint"))),
    ("imprimatur", Meaning::Left(Left::Piece("the imprimatur"))),
    ("colophon", Meaning::Left(Left::Piece("the colophon"))),
    ("copyright-page", Meaning::Left(Left::Piece("the copyright page"))),
    ("seriespage", Meaning::Left(Left::Piece("the series page"))),
    ("other-credits", Meaning::Left(Left::Piece("the credits"))),
    ("part", Meaning::Piece(HeadingKind::Part, "part")),
    ("volume", Meaning::Piece(HeadingKind::Part, "volume")),
    ("division", Meaning::Piece(HeadingKind::Part, "division")),
    ("chapter", Meaning::Piece(HeadingKind::Chapter, "chapter")),
    ("short-story", Meaning::Piece(HeadingKind::Chapter, "short story")),
    ("subchapter", Meaning::Piece(HeadingKind::Section, "subchapter")),
    ("prologue", Meaning::Piece(HeadingKind::Prologue, "prologue")),
    ("foreword", Meaning::Piece(HeadingKind::Prologue, "foreword")),
    ("preface", Meaning::Piece(HeadingKind::Prologue, "preface")),
    ("preamble", Meaning::Piece(HeadingKind::Prologue, "preamble")),
    ("introduction", Meaning::Piece(HeadingKind::Prologue, "introduction")),
    ("dedication", Meaning::Piece(HeadingKind::Front, "dedication")),
    ("dramatis-personae", Meaning::Piece(HeadingKind::Front, "dramatis personae")),
    ("epilogue", Meaning::Piece(HeadingKind::Back, "epilogue")),
    ("afterword", Meaning::Piece(HeadingKind::Back, "afterword")),
    ("conclusion", Meaning::Piece(HeadingKind::Back, "conclusion")),
    ("appendix", Meaning::Piece(HeadingKind::Back, "appendix")),
    ("acknowledgments", Meaning::Piece(HeadingKind::Back, "acknowledgments")),
    ("acknowledgements", Meaning::Piece(HeadingKind::Back, "acknowledgements")),
    ("glossary", Meaning::Piece(HeadingKind::Back, "glossary")),
    ("bibliography", Meaning::Piece(HeadingKind::Back, "bibliography")),
    ("epigraph", Meaning::Shown(Shown::Motto)),
    ("stanza", Meaning::Shown(Shown::Stanza)),
    ("linegroup", Meaning::Shown(Shown::Stanza)),
    ("verse", Meaning::Shown(Shown::Verse)),
    ("poem", Meaning::Shown(Shown::Verse)),
    ("song", Meaning::Shown(Shown::Verse)),
    ("hymn", Meaning::Shown(Shown::Verse)),
    ("lyrics", Meaning::Shown(Shown::Verse)),
    ("letter", Meaning::Shown(Shown::Letter)),
    ("diary", Meaning::Shown(Shown::Letter)),
    ("diary-entry", Meaning::Shown(Shown::Letter)),
    ("telegram", Meaning::Shown(Shown::Letter)),
    ("sign", Meaning::Shown(Shown::Letter)),
];

/// Classes that makers of pages agree on.
const CLASSES: [(&str, Meaning); 16] = [
    ("pg-boilerplate", Meaning::Left(Left::Licence)),
    ("pagenum", Meaning::Left(Left::PageNumber)),
    ("pageno", Meaning::Left(Left::PageNumber)),
    ("page-number", Meaning::Left(Left::PageNumber)),
    ("footnote", Meaning::Left(Left::Footnote)),
    ("footnotes", Meaning::Left(Left::Notes)),
    ("fnanchor", Meaning::FootnoteMark),
    ("footnote-ref", Meaning::FootnoteMark),
    ("noteref", Meaning::FootnoteMark),
    ("epigraph", Meaning::Shown(Shown::Motto)),
    ("stanza", Meaning::Shown(Shown::Stanza)),
    ("linegroup", Meaning::Shown(Shown::Stanza)),
    ("poem", Meaning::Shown(Shown::Verse)),
    ("poetry", Meaning::Shown(Shown::Verse)),
    ("verse", Meaning::Shown(Shown::Verse)),
    ("letter", Meaning::Shown(Shown::Letter)),
];

/// What words of EPUB's vocabularies mean together; `z3998:`, `se:` and `doc-` stand before many of them.
pub fn meaning_of(words: &str) -> Option<Meaning> {
    let place = |word: &str| {
        let word = word.rsplit(':').next().unwrap_or(word);
        let word = word.strip_prefix("doc-").unwrap_or(word);
        TYPES.iter().position(|(name, _)| *name == word)
    };
    words.split_whitespace().filter_map(place).min().map(|at| TYPES[at].1)
}

/// What an element says of itself.
pub fn meaning(element: &Element) -> Option<Meaning> {
    let words = |name| element.exact(name).unwrap_or_default();
    let by_class =
        || words("class").split_whitespace().find_map(|class| CLASSES.iter().find(|(name, _)| *name == class));
    meaning_of(words("epub:type"))
        .or_else(|| meaning_of(words("role")))
        .or_else(|| by_class().map(|(_, meaning)| *meaning))
}

/// Whether an element is not shown, by its own attributes.
pub fn is_hidden(element: &Element) -> bool {
    let style = element.exact("style").unwrap_or_default().to_ascii_lowercase();
    let is_none = |rule: &str| {
        rule.split_once(':').is_some_and(|(name, value)| {
            let value = value.trim().trim_end_matches("!important").trim_end();
            matches!((name.trim(), value), ("display", "none") | ("visibility", "hidden"))
        })
    };
    element.exact("hidden").is_some() || style.split(';').any(is_none)
}
