//! Tables of contents in texts with mark-up: never read, and never more left out than comes again.

use std::collections::BTreeSet;

use super::super::markup::Entry;
use super::super::{Block, BlockKind, titles};

/// Cuts a table of contents whose entries lead elsewhere, with its heading, however that is marked; gives back how many
/// entries it had.
pub fn without_linked(entries: &mut Vec<Entry>) -> usize {
    let Some(start) = entries.iter().position(|entry| titles::is_contents(&entry.block.text)) else { return 0 };
    let linked = entries[start + 1..].iter().take_while(|entry| entry.linked).count();
    if linked == 0 {
        return 0;
    }
    entries.drain(start..=start + linked).count()
}

/// Cuts a table of contents, a heading of that name with short entries below; gives back how many blocks it had.
pub fn without_headed(blocks: &mut Vec<Block>) -> usize {
    let Some(start) = blocks.iter().position(|block| block.heading().is_some() && titles::is_contents(&block.text))
    else {
        return 0;
    };
    let entries = blocks[start + 1..].iter().take_while(|block| block.heading().is_none()).count();
    let range = start..start + 1 + entries;
    let short = |block: &Block| block.text.lines().all(|line| line.split_whitespace().count() <= 15);
    if !blocks[range.clone()].iter().all(short) {
        return 0;
    }
    blocks.drain(range).count()
}

/// Cuts a table of contents that was typed: a paragraph of that name, and below it lines that come again as lines of their
/// own. Gives back how many lines it had.
pub fn without_typed(entries: &mut Vec<Entry>) -> usize {
    let is_name = |entry: &Entry| entry.block.kind == BlockKind::Paragraph && titles::is_contents(&entry.block.text);
    let Some(start) = entries.iter().position(is_name) else { return 0 };
    let mut again: BTreeSet<String> = BTreeSet::new();
    let mut listed = vec![false; entries.len()];
    // From the back: an entry is what comes again behind itself.
    for at in (start + 1..entries.len()).rev() {
        let block = &entries[at].block;
        let comes = |line: &str| [key(line), key(without_page(line))].iter().any(|key| again.contains(key));
        listed[at] = block.heading().is_none() && !block.text.is_empty() && block.text.lines().all(comes);
        again.extend(block.text.lines().chain([block.text.as_str()]).map(key).filter(|key| !key.is_empty()));
        let title = |text: &str| text.split_once([':', '–', '—']).map(|(_, title)| key(title));
        again.extend(title(&block.text).filter(|key| block.heading().is_some() && !key.is_empty()));
    }
    let first = |text: &str| text.lines().next().map(|line| key(without_page(line)));
    let begins = entries.get(start + 1).and_then(|entry| first(&entry.block.text));
    let is_entry = |at: &usize| listed[*at] && (*at == start + 1 || first(&entries[*at].block.text) != begins);
    let end = start + 1 + (start + 1..entries.len()).take_while(is_entry).count();
    let lines: usize = entries[start + 1..end].iter().map(|entry| entry.block.text.lines().count()).sum();
    if lines < 2 {
        return 0;
    }
    entries.drain(start..end);
    lines + 1
}

/// A line without the number of a page behind it, and without the dots that lead there.
fn without_page(line: &str) -> &str {
    let number = line.trim_end_matches(|c: char| c.is_ascii_digit());
    if number.len() == line.len() { line } else { number.trim_end_matches([' ', '.', '…', '_', '-']) }
}

/// The letters and digits of a line in small letters.
fn key(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
