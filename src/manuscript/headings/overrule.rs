//! What `book.toml` says of single lines, against what the text or its mark-up says.

use std::collections::BTreeMap;

use crate::manuscript::grouping::fold;
use crate::manuscript::{Block, BlockKind, HeadingKind, Manuscript, Note, Reason};
use crate::words::reading::Standing;

/// Makes of each line that the book names what it says; a name that is no line of its own is noted.
pub fn apply(manuscript: &mut Manuscript, headings: &BTreeMap<String, Standing>) {
    let mut unused: Vec<String> = Vec::new();
    for (line, standing) in headings {
        let words = fold(line);
        let (mut named, mut found) = (false, false);
        for is_meant in [is_line, is_shown_as] {
            for block in manuscript.blocks.iter_mut().filter(|block| !found && is_meant(block, &words)) {
                (block.kind, block.reason) = (kind(*standing), Reason::Overruled);
                named = true;
            }
            found = named;
        }
        if !found {
            unused.push(line.clone());
        }
    }
    if !headings.is_empty() {
        // What is front and back matter depends on where the chapters are.
        super::settle(&mut manuscript.blocks);
    }
    if !unused.is_empty() {
        manuscript.notes.push(Note::NoSuchLine(unused));
    }
}

/// Whether a block is a heading of several lines that is named by the first, or as reports and tables show it.
fn is_shown_as(block: &Block, words: &str) -> bool {
    let Some((first, rest)) = block.text.split_once('\n').filter(|_| block.heading().is_some()) else { return false };
    let marked = first.trim_end().trim_end_matches(['.', ':']);
    let forms = [": ", ". ", " - ", " – ", " — "].map(|mark| format!("{marked}{mark}{}", rest.replace('\n', " ")));
    words == first || words == marked || forms.contains(&words.to_owned()) || block.text.replace('\n', " / ") == words
}

/// Whether a block is this line, on however many lines it was printed.
fn is_line(block: &Block, words: &str) -> bool {
    block.text.len() == words.len() && block.text.replace('\n', " ") == *words
}

/// What a block becomes that the book says is this.
pub fn kind(standing: Standing) -> BlockKind {
    BlockKind::Heading(match standing {
        Standing::Text => return BlockKind::Paragraph,
        Standing::Title => HeadingKind::Title,
        Standing::Part => HeadingKind::Part,
        Standing::Chapter => HeadingKind::Chapter,
        Standing::Prologue => HeadingKind::Prologue,
        Standing::Front => HeadingKind::Front,
        Standing::Back => HeadingKind::Back,
        Standing::Section => HeadingKind::Section,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{Format, read};
    use crate::words::Book;

    #[test]
    fn the_book_says_what_a_line_is() {
        let book =
            "title = 'x'\n[manuscript.headings]\n'Unit  B' = 'text'\n'They left.' = 'section'\n'Nobody' = 'part'";
        let book = Book::parse(book).unwrap();
        let read =
            read(b"# Chapter 1\n\n## Unit B\n\nEbb.\n\nThey left.\n\nFlood.\n", Format::Markdown, &book).unwrap();
        let kinds: Vec<_> = read.blocks.iter().map(|block| block.kind).collect();
        let (chapter, section) = (BlockKind::Heading(HeadingKind::Chapter), BlockKind::Heading(HeadingKind::Section));
        assert_eq!(kinds, [chapter, BlockKind::Paragraph, BlockKind::Paragraph, section, BlockKind::Paragraph]);
        assert_eq!(read.notes, [Note::NoSuchLine(vec!["Nobody".to_owned()])]);
    }

    #[test]
    fn a_heading_of_two_lines_is_named_in_every_way_it_is_shown() {
        for name in ["Chapter 2", "Chapter 2 Flow", "Chapter 2: Flow", "Chapter 2 / Flow"] {
            let book = Book::parse(&format!("title = 'x'\n[manuscript.headings]\n'{name}' = 'back'")).unwrap();
            let text = b"<h1>Chapter 1</h1><h2>Ebb</h2><p>a<h1>Chapter 2</h1><h2>Flow</h2><p>b";
            let read = read(text, Format::Html, &book).unwrap();
            assert_eq!((read.blocks[2].heading(), read.notes), (Some(HeadingKind::Back), vec![]), "{name}");
        }
    }
}
