//! Headings in a row that are one: a chapter's number, and its title below.

use super::super::marked::{announces, has_own_words, level};
use super::super::{Block, HeadingKind, marked, titles};

/// Joins `Chapter 1` and the heading of a lower level right below it, where that chapter has no other of that level: it is
/// the chapter's title, not its first section.
pub fn join_lower(blocks: &mut Vec<Block>) {
    let is_part = |block: &Block| {
        marked::numbered(&block.text).is_some_and(|found| found.kind == HeadingKind::Part && !found.titled)
    };
    join(blocks, |blocks, at| {
        let (Some(upper), Some(lower)) = (level(&blocks[at].reason), level(&blocks[at + 1].reason)) else {
            return false;
        };
        // A part may have one chapter only, which has text below it.
        let is_title = if is_part(&blocks[at]) { is_bare(blocks, at + 1) } else { announces(&blocks[at].text) };
        is_title && lower > upper && !has_own_words(&blocks[at + 1].text) && {
            let mut behind = blocks[at + 2..].iter().filter_map(|block| level(&block.reason));
            behind.by_ref().take_while(|level| *level > upper).all(|level| level != lower)
        }
    });
}

/// Joins `Chapter 1` and the heading of the same level right below it, where most chapters that are no more than their
/// number have no text of their own.
pub fn join_equal(blocks: &mut Vec<Block>) {
    let announcing =
        || (0..blocks.len()).filter(|at| level(&blocks[*at].reason).is_some() && announces(&blocks[*at].text));
    let bare = announcing().filter(|at| is_bare(blocks, *at)).count();
    if bare == 0 || bare * 2 < announcing().count() {
        return;
    }
    join(blocks, |blocks, at| {
        let next = &blocks[at + 1];
        announces(&blocks[at].text)
            && level(&next.reason).is_some()
            && level(&next.reason) == level(&blocks[at].reason)
            && !has_own_words(&next.text)
            && titles::lone(&next.text).is_none()
            && !is_bare(blocks, at + 1)
    });
}

/// Joins each heading with the next block where that is its title. Linear: joined blocks are moved once.
fn join(blocks: &mut Vec<Block>, is_titled: impl Fn(&[Block], usize) -> bool) {
    let titled: Vec<usize> = (0..blocks.len().saturating_sub(1)).filter(|at| is_titled(blocks, *at)).collect();
    let mut titled = titled.into_iter().peekable();
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut title = false;
    for (at, block) in std::mem::take(blocks).into_iter().enumerate() {
        let named = titled.next_if_eq(&at).is_some();
        if let Some(last) = joined.last_mut().filter(|_| std::mem::take(&mut title)) {
            // A title has no title itself.
            last.text = format!("{}\n{}", last.text, block.text);
        } else {
            title = named;
            joined.push(block);
        }
    }
    *blocks = joined;
}

/// Whether a heading has no text below it.
fn is_bare(blocks: &[Block], at: usize) -> bool {
    blocks.get(at + 1).is_none_or(|next| next.heading().is_some())
}
