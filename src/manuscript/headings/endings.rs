//! What stands behind the last chapter.

use crate::manuscript::marked;
use crate::manuscript::{Block, BlockKind, HeadingKind, Reason, titles};

/// Takes headings that say nothing of themselves for back matter behind the epilogue or the acknowledgements, where the
/// chapters are numbered: another chapter would have its number.
pub fn settle(blocks: &mut [Block]) {
    let is_chapter = |block: &Block| block.heading() == Some(HeadingKind::Chapter);
    let is_numbered = |block: &Block| {
        is_chapter(block)
            && (matches!(block.reason, Reason::Numbered { .. } | Reason::NumberInRun { .. } | Reason::Declared { .. })
                || marked::numbered(&block.text).is_some()
                || titles::lone(block.text.lines().next().unwrap_or_default()).is_some())
    };
    let Some(last) = blocks.iter().rposition(is_numbered) else { return };
    let is_back = |block: &Block| block.heading() == Some(HeadingKind::Back);
    let Some(back) = blocks[last + 1..].iter().position(is_back).map(|at| last + 1 + at) else { return };
    let numbered = blocks[..=last].iter().filter(|block| is_numbered(block)).count();
    if numbered < 2 || numbered * 2 <= blocks[..=last].iter().filter(|block| is_chapter(block)).count() {
        return;
    }
    for block in blocks[back..].iter_mut().filter(|block| is_chapter(block)) {
        let open = matches!(block.reason, Reason::Level(_) | Reason::TitleAlone { .. } | Reason::Alike { .. });
        if open && marked::named(&block.text).is_none() {
            block.kind = BlockKind::Heading(HeadingKind::Back);
        }
    }
}
