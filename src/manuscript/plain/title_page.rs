//! The title page of a plain text: lines at its start that say the book's own title, and who wrote it.

use std::ops::RangeInclusive;

use crate::manuscript::{Block, BlockKind, HeadingKind, Reason};
use crate::words::Book;

/// How many blocks before the title, and between title and author, a title page may have.
const BETWEEN: usize = 3;

/// What stands before the author's name, in small letters without spaces.
const BY: [&str; 12] =
    ["", "by", "writtenby", "anovelby", "von", "romanvon", "par", "por", "de", "di", "door", "автор"];

/// Makes the title that the book has one heading, with the lines down to its author's name where they stand near; gives
/// back the lines of the text that it takes.
pub fn mark(blocks: &mut Vec<Block>, book: &Book) -> Option<RangeInclusive<u32>> {
    let title = letters(&book.title);
    if title.is_empty() {
        return None;
    }
    let page = blocks.iter().take(12).take_while(|block| is_line(block)).count();
    divide(blocks, page, &title);
    let page = blocks.iter().take(12).take_while(|block| is_line(block)).count();
    let (start, mut end) = (0..page.min(BETWEEN)).find_map(|at| Some((at, says(&blocks[at..page], &title)? + at)))?;
    // A half-title says it twice.
    if let Some(again) = says(&blocks[end..page], &title) {
        end += again;
    }
    let author = (end..page.min(end + BETWEEN)).find_map(|at| Some(at + says_author(&blocks[at..page], &book.author)?));
    let end = author.unwrap_or(end);
    let texts: Vec<&str> = blocks[start..end].iter().map(|block| block.text.as_str()).collect();
    let text = texts.join("\n");
    let lines = blocks[start].line?..=blocks[end - 1].line?;
    let reason = Reason::NamedBy { what: "`book.toml`" };
    let heading = Block::new(BlockKind::Heading(HeadingKind::Title), text, reason).at(*lines.start());
    blocks.splice(start..end, [heading]);
    Some(lines)
}

/// Whether a block can be a line of a title page.
fn is_line(block: &Block) -> bool {
    let kind = matches!(
        block.kind,
        BlockKind::Paragraph
            | BlockKind::Verse
            | BlockKind::Heading(HeadingKind::Title | HeadingKind::Section | HeadingKind::Front)
    );
    kind && block.reason != Reason::Overruled && block.text.len() < 400 && block.text.split_whitespace().count() <= 30
}

/// Divides lines that stand together behind the title.
fn divide(blocks: &mut Vec<Block>, page: usize, title: &str) {
    let is = |block: &Block| block.text.split_once('\n').is_some_and(|(first, _)| letters(first) == *title);
    let Some(at) = blocks[..page.min(BETWEEN)].iter().position(is) else { return };
    let first = blocks[at].line.unwrap_or_default();
    let texts: Vec<String> = blocks[at].text.lines().map(str::to_owned).collect();
    let lines = texts.into_iter().zip(first..);
    let lines: Vec<Block> =
        lines.map(|(text, line)| Block::new(BlockKind::Paragraph, text, Reason::Text).at(line)).collect();
    blocks.splice(at..=at, lines);
}

/// How many blocks at the start say the title together.
fn says(blocks: &[Block], title: &str) -> Option<usize> {
    let mut rest = title;
    for (at, block) in blocks.iter().enumerate() {
        let said = letters(&block.text);
        rest = rest.strip_prefix(said.as_str()).filter(|_| !said.is_empty())?;
        if rest.is_empty() {
            return Some(at + 1);
        }
    }
    None
}

/// How many blocks at the start say who wrote the book: the name, with a `by` before it or on a line of its own.
fn says_author(blocks: &[Block], author: &str) -> Option<usize> {
    let first = &blocks.first()?.text;
    let named = || blocks.get(1).is_some_and(|next| names(&next.text, author));
    if names(first, author) { Some(1) } else { (BY.contains(&letters(first).as_str()) && named()).then_some(2) }
}

/// Whether a line is this name, behind a `by` or alone, with or without the names in its middle.
fn names(line: &str, author: &str) -> bool {
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(letters).collect() };
    let (line, author) = (words(line), words(author));
    let (Some(first), Some(last)) = (author.first(), author.last()) else { return false };
    let Some(start) = line.iter().position(|word| word == first) else { return false };
    let name = &line[start..];
    let middle = author.len() > 1 && name.len() <= author.len() + 2 && name.last() == Some(last);
    BY.contains(&line[..start].concat().as_str()) && (name == author || middle)
}

/// The letters and digits of a line, small: quotation marks and stops are the printer's.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{Format, read};

    fn opening(text: &str, title: &str) -> Vec<(BlockKind, String)> {
        let book = Book::parse(&format!("title = \"{title}\"\nauthor = 'Ann Lee'")).unwrap();
        let text = format!("{text}\n\nChapter 1\n\nEbb.\n");
        let blocks = read(text.as_bytes(), Format::PlainText, &book).unwrap().blocks;
        let opening = blocks.iter().take_while(|block| block.heading() != Some(HeadingKind::Chapter));
        opening.map(|block| (block.kind, block.text.clone())).collect()
    }

    #[test]
    fn the_books_title_and_author_are_its_title_page() {
        const TITLE: BlockKind = BlockKind::Heading(HeadingKind::Title);
        for (text, title, printed) in [
            ("Low Water\n\nby Ann Lee", "Low Water", "Low Water\nby Ann Lee"),
            ("LOW WATER\nBy Ann Lee", "Low Water", "LOW WATER\nBy Ann Lee"),
            ("Ann’s Tide\n\nA Story\n\nby\n\nAnn Lee", "Ann's Tide", "Ann’s Tide\nA Story\nby\nAnn Lee"),
            ("Tide;\n\nor, Low Water\n\nAnn Lee", "Tide; or, Low Water", "Tide;\nor, Low Water\nAnn Lee"),
            ("TIDE\n\nTIDE", "Tide", "TIDE\nTIDE"),
            ("Tide\n\nA Novel by Ann Marsh (Hill) Lee", "Tide", "Tide\nA Novel by Ann Marsh (Hill) Lee"),
        ] {
            assert_eq!(opening(text, title), [(TITLE, printed.to_owned())], "{text}");
        }
    }

    #[test]
    fn another_title_is_text() {
        let text = "High Water\n\nby Ann Lee";
        assert!(opening(text, "Low Water").iter().all(|(kind, _)| *kind == BlockKind::Paragraph));
    }
}
