//! Marked headings to what they stand over.
//!
//! The levels of the headings decide. The first heading is the title of the book where it is of level 1 and no other of
//! that level has words of its own choice. Chapters are on the level of the headings that say `Chapter 1`; where none does,
//! on the highest level left, or on the next where that one holds nothing but `Part One` and the like. What is above are
//! parts, what is below are sections.

mod contents;
mod looks;
mod titles_below;

use std::cmp::Ordering;

use super::grouping::Group;
use super::headings::Heading;
use super::marked::{has_own_words, level, named, numbered};
use super::markup::{Entry, Gathered};
use super::{Block, BlockKind, HeadingKind, Manuscript, Reason, headings, ornaments, titles};

/// How far the levels of headings are to be trusted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Levels {
    /// Authors wrote them, and mean them.
    Meant,
    /// Pages have them for their looks as well: a heading may be a chapter's title, or a line of a title page.
    Seen,
}

/// Settles what was gathered from a text with mark-up: leaves out licence and table of contents, and gives every heading
/// its kind. Where no heading is marked, headings are found by evidence, as in plain text.
pub fn settle(gathered: Gathered) -> Manuscript {
    settle_by(gathered, Levels::Seen)
}

/// Settles what was gathered from Markdown, whose levels authors wrote themselves.
pub fn settle_as_meant(gathered: Gathered) -> Manuscript {
    settle_by(gathered, Levels::Meant)
}

fn settle_by(gathered: Gathered, levels: Levels) -> Manuscript {
    let Gathered { mut entries, mut omissions, .. } = gathered;
    omissions.licence += without_licence(&mut entries);
    omissions.contents += contents::without_linked(&mut entries);
    omissions.contents += contents::without_typed(&mut entries);
    ornaments::mark_entries(&mut entries);
    let beside = |block: &Block| matches!(block.reason, Reason::Declared { .. } | Reason::NamedBy { .. });
    let by_level = |block: &Block| matches!(block.reason, Reason::Level(_));
    let marked = entries.iter().any(|entry| beside(&entry.block) || by_level(&entry.block));
    let looked = if marked { Vec::new() } else { looks::mark(&mut entries) };
    let mut blocks: Vec<Block> = if marked || !looked.is_empty() {
        entries.into_iter().map(|entry| entry.block).collect()
    } else {
        by_evidence(entries)
    };
    omissions.contents += contents::without_headed(&mut blocks);
    if blocks.iter().any(|block| beside(block) || by_level(block)) {
        if blocks.iter().any(beside) {
            rank_undeclared(&mut blocks);
        } else {
            if levels == Levels::Seen {
                titles_below::join_lower(&mut blocks);
            }
            titles_below::join_equal(&mut blocks);
            rank(&mut blocks);
            if levels == Levels::Seen {
                settle_title_page(&mut blocks);
            }
        }
    }
    looks::explain(&mut blocks, &looked);
    take_sentences_for_text(&mut blocks);
    headings::settle(&mut blocks);
    mark_mottos(&mut blocks);
    Manuscript { blocks, notes: omissions.notes(), ..Manuscript::default() }
}

/// Cuts the licence of Project Gutenberg in front and behind, and the producer's credit; gives back its lines.
fn without_licence(entries: &mut Vec<Entry>) -> usize {
    let marks = |entry: &Entry, word: &str| {
        entry.block.text.contains(word) && entry.block.text.to_uppercase().contains("PROJECT GUTENBERG")
    };
    let lines = |entries: &[Entry]| entries.iter().map(|entry| entry.block.text.lines().count()).sum::<usize>();
    let all = lines(entries);
    if let Some(end) = entries.iter().rposition(|entry| marks(entry, "*** END OF")) {
        let closing = |entry: &Entry| entry.block.text.starts_with("End of ") && marks(entry, "End of ");
        let tail = end.saturating_sub(2);
        let end = entries[tail..end].iter().position(closing).map_or(end, |at| tail + at);
        entries.truncate(end);
    }
    if let Some(start) = entries.iter().position(|entry| marks(entry, "*** START OF")) {
        entries.drain(..=start);
        if entries.first().is_some_and(|entry| entry.block.text.starts_with("Produced by ")) {
            entries.remove(0);
        }
    }
    all - lines(entries)
}

/// Where some headings are declared, the others stand over what they say, or over sections.
fn rank_undeclared(blocks: &mut [Block]) {
    let section = BlockKind::Heading(HeadingKind::Section);
    for block in blocks.iter_mut().filter(|block| matches!(block.reason, Reason::Level(_)) && block.kind == section) {
        let by_number = || numbered(&block.text).map(|found| found.kind);
        let kind = named(&block.text).or_else(by_number).unwrap_or(HeadingKind::Section);
        block.kind = BlockKind::Heading(kind);
    }
}

/// Takes headings without text below them for lines of a title page where they stand before the first numbered chapter.
fn settle_title_page(blocks: &mut [Block]) {
    let is_numbered = |block: &Block| {
        block.heading() == Some(HeadingKind::Chapter)
            && (numbered(&block.text).is_some() || titles::lone_number(&block.text).is_some())
    };
    let Some(first) = blocks.iter().position(is_numbered) else { return };
    for at in 0..first {
        let mut behind = blocks[at + 1..].iter().filter(|block| block.kind != BlockKind::SceneBreak);
        let bare = behind.next().is_none_or(|next| next.heading().is_some());
        if bare && matches!(blocks[at].heading(), Some(HeadingKind::Chapter | HeadingKind::Section)) {
            blocks[at].kind = BlockKind::Heading(HeadingKind::Front);
        }
    }
}

/// A whole sentence in quotation marks right below a chapter's heading is what somebody says, however large it is printed.
fn take_sentences_for_text(blocks: &mut [Block]) {
    let spoken = |text: &str| {
        let closed = text.strip_suffix(['”', '"', '»', '“']);
        text.starts_with(['“', '"', '«', '„']) && closed.is_some_and(|text| text.ends_with('.'))
    };
    for at in 1..blocks.len() {
        let below = blocks[at - 1].heading() == Some(HeadingKind::Chapter);
        if below && blocks[at].heading() == Some(HeadingKind::Section) && spoken(&blocks[at].text) {
            (blocks[at].kind, blocks[at].reason) = (BlockKind::Paragraph, Reason::Text);
        }
    }
}

/// Finds headings among entries of which none is marked as one, by what they say.
fn found_by_text(entries: &[Entry]) -> Vec<Heading> {
    let line = |Entry { block, .. }: &Entry| match block.kind {
        BlockKind::SceneBreak => "*".to_owned(),
        _ => block.text.clone(),
    };
    let texts: Vec<String> = entries.iter().map(line).collect();
    let groups: Vec<Group> = texts.iter().map(|text| Group::of(text.lines().collect())).collect();
    headings::find(&groups)
}

/// Makes headings of what says by its words that it is one.
fn by_evidence(entries: Vec<Entry>) -> Vec<Block> {
    let mut found = found_by_text(&entries).into_iter().peekable();
    let mut settled = Vec::with_capacity(entries.len());
    let mut taken = 0;
    for (at, Entry { block, .. }) in entries.into_iter().enumerate() {
        if let Some(heading) = found.next_if(|heading| heading.group == at) {
            taken = at + heading.groups;
            settled.push(Block::new(BlockKind::Heading(heading.kind), heading.text, heading.reason));
        } else if at >= taken {
            settled.push(block);
        }
    }
    settled
}

/// Gives every heading its kind by its level and its words.
fn rank(blocks: &mut [Block]) {
    let numbers = |block: &Block| numbered(&block.text).map(|found| found.kind);
    let headings: Vec<(u8, &Block)> = blocks.iter().filter_map(|block| Some((level(&block.reason)?, block))).collect();
    let Some((&(first_level, first), others)) = headings.split_first() else { return };
    let tops = others.iter().filter(|(level, _)| *level <= first_level);
    let untitled = blocks.iter().all(|block| block.heading() != Some(HeadingKind::Title));
    let titled = untitled
        && first_level == 1
        && !has_own_words(&first.text)
        && !others.is_empty()
        && tops.clone().all(|(_, b)| has_own_words(&b.text));
    let body = if titled { others } else { &headings[..] };
    let below = |above: u8| body.iter().map(|(level, _)| *level).filter(|level| *level > above).min();
    let numbered = body.iter().filter(|(_, block)| numbers(block) == Some(HeadingKind::Chapter));
    let top = below(0).unwrap_or(1);
    let mut top_blocks = body.iter().filter(|(level, block)| *level == top && named(&block.text).is_none()).peekable();
    let parts = top_blocks.peek().is_some() && top_blocks.all(|(_, block)| numbers(block) == Some(HeadingKind::Part));
    let chapters = match numbered.map(|(level, _)| *level).min() {
        Some(level) => level,
        None if parts => below(top).unwrap_or(top),
        None => top,
    };
    let mut title = titled;
    for block in blocks.iter_mut() {
        let Some(level) = level(&block.reason) else { continue };
        let by_level = match level.cmp(&chapters) {
            _ if std::mem::take(&mut title) => HeadingKind::Title,
            _ if level <= chapters && numbers(block) == Some(HeadingKind::Part) => HeadingKind::Part,
            Ordering::Less => HeadingKind::Part,
            Ordering::Equal => HeadingKind::Chapter,
            Ordering::Greater => HeadingKind::Section,
        };
        let by_name = named(&block.text).filter(|_| level <= chapters);
        block.kind = BlockKind::Heading(by_name.unwrap_or(by_level));
    }
}

/// Takes a quoted block for a motto where a text begins: in the front matter, or right behind a heading with an
/// attribution below.
fn mark_mottos(blocks: &mut [Block]) {
    let body =
        blocks.iter().position(|block| matches!(block.heading(), Some(HeadingKind::Chapter | HeadingKind::Part)));
    let mut opening = true;
    for at in 0..blocks.len() {
        let front = body.is_some_and(|body| at < body);
        let attributed = blocks.get(at + 1).is_some_and(|next| titles::is_attribution(&next.text));
        let block = &mut blocks[at];
        if block.kind == BlockKind::Quote {
            if titles::is_attribution(&block.text) && at > 0 && blocks[at - 1].kind == BlockKind::Epigraph {
                (blocks[at].kind, blocks[at].reason) = (BlockKind::Attribution, Reason::DashBehindMotto);
                continue;
            }
            if front || (opening && attributed) {
                blocks[at].kind = BlockKind::Epigraph;
                continue;
            }
        }
        opening = blocks[at].heading().is_some();
    }
}

#[cfg(test)]
mod tests;
