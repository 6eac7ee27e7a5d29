//! Mottos in plain text, and whose they are.

use super::{Block, BlockKind, Reason, titles};

/// Finds mottos and whose they are, wherever a text can begin: behind a heading. `far_right` tells of a block whether it
/// stands far to the right of the one before.
pub fn mark(blocks: &mut [Block], far_right: &dyn Fn(usize) -> bool) {
    let paragraphs = blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).count();
    let dashes = || blocks.iter().filter(|block| titles::is_attribution(&block.text));
    let sentences = dashes().filter(|block| is_sentence(&block.text)).count();
    // Where dialogue begins with dashes, a dash says nothing.
    let spoken = dashes().count() > 4 && dashes().count() * 20 > paragraphs || sentences * 2 > dashes().count();
    let mut opening = true;
    for at in 1..blocks.len() {
        let (before, rest) = blocks.split_at_mut(at);
        let (before, block) = (&mut before[at - 1], &mut rest[0]);
        let motto = matches!(before.kind, BlockKind::Paragraph | BlockKind::Verse);
        let named = block.kind == BlockKind::Paragraph;
        let attributed = !spoken && named && titles::is_attribution(&block.text) && before.text.len() < 1500;
        let right = || named && is_name(&block.text) && before.text.len() < 400 && far_right(at);
        if opening && motto && (attributed || right()) {
            let reason = if attributed { Reason::DashBehindMotto } else { Reason::FarRightBehindMotto };
            (block.kind, block.reason) = (BlockKind::Attribution, reason);
            (before.kind, before.reason) = (BlockKind::Epigraph, Reason::BeforeAttribution);
        }
        opening = match before.kind {
            BlockKind::Heading(_) | BlockKind::Attribution | BlockKind::Epigraph => true,
            _ => block.heading().is_some() || block.kind == BlockKind::Attribution,
        };
    }
}

/// Whether a line that begins with a dash is something said.
fn is_sentence(text: &str) -> bool {
    let capitals = text.split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
    text.ends_with(['?', '!', '…', ',']) || (text.ends_with('.') && (!capitals || text.split_whitespace().count() < 3))
}

/// Whether a line is a name or the title of a work: a few words, most of them with a capital.
fn is_name(text: &str) -> bool {
    let words = text.split_whitespace();
    let capital = words.clone().filter(|word| word.contains(char::is_uppercase)).count();
    let count = words.count();
    (1..=8).contains(&count) && capital * 2 >= count && !text.ends_with(['!', '?', ',', ';', ':', '"', '”', '»'])
}
