//! Mottos in plain text, and whose they are.

use crate::manuscript::{Block, BlockKind, Reason, titles};

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
        // A title page may have its second line far to the right, too.
        let title = titles::is_title(&before.text);
        let right = || named && !title && is_name(&block.text) && before.text.len() < 400 && far_right(at);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_no_motto_of_its_subtitle() {
        let marked = |first: &str| {
            let text = |text: &str| Block::new(BlockKind::Paragraph, text, Reason::Text);
            let mut blocks = [text(first), text("A Jack Rourke Thriller"), text("He left.")];
            mark(&mut blocks, &|at| at == 1);
            blocks[0].kind
        };
        assert_eq!(marked("DEAD WATER"), BlockKind::Paragraph);
        assert_eq!(marked("No tide waits for its pilot."), BlockKind::Epigraph);
    }
}
