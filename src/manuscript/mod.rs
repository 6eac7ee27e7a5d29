//! Reads what the author sent: bytes to blocks of text, each with the reason why it was taken for what it is.
//!
//! Nothing here opens a file, and nothing here changes a word: what is left out (a licence, a table of contents, footnote
//! marks) is said in [`Manuscript::notes`], everything else stands in the blocks, once and in order.

mod block;
mod encoding;
mod grouping;
mod headings;
mod markdown;
mod numerals;
mod plain;
mod titles;

pub use block::{Block, BlockKind, HeadingKind, Manuscript, Note, Reason};
pub use numerals::{Numeral, roman};

use crate::words::{Error, Result};

/// How the author's text is marked up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// No mark-up: structure is found by evidence.
    PlainText,
    /// Markdown: structure is what the marks say.
    Markdown,
}

/// Reads a manuscript's bytes into blocks.
///
/// # Errors
/// Where the bytes are no text (a PDF, a word processor's file, binary data), are mark-up of another kind, or hold no
/// word to be read.
pub fn read(bytes: &[u8], format: Format) -> Result<Manuscript> {
    let decoded = encoding::decode(bytes)?;
    let mut manuscript = match format {
        Format::PlainText => plain::read(&decoded.text),
        Format::Markdown => markdown::read(&decoded.text),
    };
    if !manuscript.blocks.iter().any(|block| block.text.contains(char::is_alphanumeric)) {
        return Err(Error::new("the manuscript holds no words to be read")
            .hint("send the text of the book as plain text or Markdown"));
    }
    manuscript.notes.splice(0..0, decoded.note);
    Ok(manuscript)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_manuscript_without_a_word_is_refused() {
        for empty in ["", "\n\n", "* * *\n", "\u{feff}", "<!-- later -->"] {
            assert!(read(empty.as_bytes(), Format::Markdown).is_err(), "{empty:?}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, Format::PlainText);
            let _ = read(&bytes, Format::Markdown);
        }

        #[test]
        fn reading_any_text_never_panics(text in "([#*>\n \\-_`~.]|[IVX]|[a-zA-Z\"“”é ]|Chapter 1|Contents|Part Two\n){0,60}") {
            let _ = read(text.as_bytes(), Format::PlainText);
            let _ = read(text.as_bytes(), Format::Markdown);
        }
    }
}
