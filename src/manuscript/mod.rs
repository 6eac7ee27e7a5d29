//! Reads what the author sent: bytes to blocks of text, each with the reason why it was taken for what it is.
//!
//! Nothing here opens a file, and nothing here changes a word: what is left out (a licence, a table of contents, footnote
//! marks) is said in [`Manuscript::notes`], everything else stands in the blocks, once and in order.

mod archive;
mod block;
mod broken;
mod chapters;
mod charset;
mod doubt;
mod encoding;
mod epub;
mod footnotes;
mod grouping;
mod headings;
mod html;
mod layout;
mod lines;
mod look;
mod markdown;
mod marked;
mod markup;
mod office;
mod ornaments;
mod outline;
mod plain;
#[cfg(test)]
mod testing;
mod titles;

pub use block::{Block, BlockKind, HeadingKind, Manuscript, Note, Reason};
pub use chapters::ChapterFile;
pub use doubt::{Doubt, Doubtful};
pub use titles::numerals::{Numeral, roman};

use crate::words::letters::compose;
use crate::words::{Book, Error, Result};

/// What the author sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// One file.
    File(Format, Vec<u8>),
    /// A folder of Markdown files.
    Folder(Vec<ChapterFile>),
}

impl Source {
    /// Reads it into blocks, as the book's settings want it.
    ///
    /// # Errors
    /// Where bytes are not of their format, are broken or locked, or hold no word to be read.
    pub fn read(&self, book: &Book) -> Result<Manuscript> {
        match self {
            Self::File(format, bytes) => read(bytes, *format, book),
            Self::Folder(files) => settled(chapters::read(files, book)?, book),
        }
    }
}

/// How the author's text is marked up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// No mark-up: structure is found by evidence.
    PlainText,
    /// Markdown: structure is what the marks say.
    Markdown,
    /// HTML: structure is what the tags say.
    Html,
    /// EPUB 2 or 3: pages of HTML in an archive.
    Epub,
    /// Word's DOCX: structure is what the styles of the paragraphs say.
    Docx,
    /// `OpenDocument` text: structure is what headings and styles say.
    Odt,
}

impl Format {
    /// Its name, with an article where it has one.
    fn name(self) -> &'static str {
        match self {
            Self::PlainText => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Epub => "an EPUB",
            Self::Docx => "a DOCX",
            Self::Odt => "an ODT",
        }
    }

    /// The ending that its files have.
    fn ending(self) -> &'static str {
        match self {
            Self::PlainText => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Epub => "epub",
            Self::Docx => "docx",
            Self::Odt => "odt",
        }
    }
}

/// Reads a manuscript's bytes into blocks, as the book's settings want it.
///
/// # Errors
/// Where the bytes are not of this format, are broken or locked, or hold no word to be read.
pub fn read(bytes: &[u8], format: Format, book: &Book) -> Result<Manuscript> {
    encoding::agree(bytes, format)?;
    let text = |read: &dyn Fn(&str) -> Manuscript| {
        let decoded = encoding::decode(bytes, format, &book.language)?;
        let mut manuscript = read(&decoded.text);
        manuscript.notes.splice(0..0, decoded.notes);
        Ok(manuscript)
    };
    let manuscript = match format {
        Format::PlainText => text(&|text| plain::read(text, book))?,
        Format::Markdown => text(&|text| markdown::read(text, book))?,
        Format::Html => text(&|text| html::read(text, book))?,
        Format::Epub => epub::read(bytes, book)?,
        Format::Docx => office::docx::read(bytes, book)?,
        Format::Odt => office::odt::read(bytes, book)?,
    };
    settled(manuscript, book)
}

/// A manuscript with something to read, and with what the book's settings say of its lines.
fn settled(mut manuscript: Manuscript, book: &Book) -> Result<Manuscript> {
    if !manuscript.blocks.iter().any(|block| block.text.contains(char::is_alphanumeric)) {
        return Err(Error::new("the manuscript holds no words to be read")
            .hint("send the text of the book as plain text, Markdown, HTML, EPUB, DOCX or ODT"));
    }
    // A character reference (`e&#769;`) or two runs of a word processor may have brought letter and accent together.
    for block in &mut manuscript.blocks {
        compose(&mut block.text);
    }
    headings::overrule::apply(&mut manuscript, &book.manuscript.headings);
    Ok(manuscript)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::testing::{any_book, zipped};
    use super::*;

    #[test]
    fn a_manuscript_without_a_word_is_refused() {
        for empty in ["", "\n\n", "* * *\n", "\u{feff}", "<!-- later -->"] {
            assert!(read(empty.as_bytes(), Format::Markdown, &any_book()).is_err(), "{empty:?}");
        }
    }

    #[test]
    fn accents_that_stand_behind_their_letters_are_read_as_parts_of_them() {
        let read = |text: &str, format| read(text.as_bytes(), format, &any_book()).unwrap();
        for (apart, whole, format) in [
            ("Pre\u{301}face\n\nZoe\u{308} sat.\n", "Préface\n\nZoë sat.\n", Format::PlainText),
            ("# Capi\u{301}tulo 1\n\nZoe\u{308} sat.\n", "# Capítulo 1\n\nZoë sat.\n", Format::Markdown),
            ("<h1>Pre&#769;face</h1><p>Zoe\u{308} sat.", "<h1>Préface</h1><p>Zoë sat.", Format::Html),
        ] {
            assert_eq!(read(apart, format), read(whole, format));
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, Format::PlainText, &any_book());
            let _ = read(&bytes, Format::Markdown, &any_book());
            let _ = read(&bytes, Format::Html, &any_book());
            let _ = read(&[b"PK\x03\x04 word/document.xml", &bytes[..]].concat(), Format::Docx, &any_book());
            let content = [b"<a><p>", &bytes[..], b"</p></a>"].concat();
            let page = String::from_utf8_lossy(&content);
            let _ = office::docx::read(&zipped(&[("word/document.xml", &page)]), &any_book());
            let _ = office::odt::read(&zipped(&[("content.xml", &page)]), &any_book());
        }

        #[test]
        fn reading_any_text_never_panics(text in "([#*>\n \\-_`~.]|[IVX]|[a-zA-Z\"“”é ]|Chapter 1|Contents|Part Two\n){0,60}") {
            let _ = read(text.as_bytes(), Format::PlainText, &any_book());
            let _ = read(text.as_bytes(), Format::Markdown, &any_book());
        }
    }
}
