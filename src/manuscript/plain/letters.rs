//! Letters within a text: from the salutation to the signature.

use crate::manuscript::{Block, BlockKind, Reason};

/// What a salutation begins with.
#[rustfmt::skip]
const SALUTATIONS: [&str; 33] = [
    "dear ", "my dear ", "my dearest ", "dearest ", "my own ", "sir,", "sir:", "madam,", "madam:", "gentlemen:", "darling ",
    "my darling ", "to whom it may concern", "liebe ", "lieber ", "liebste ", "liebster ", "meine liebe ", "mein lieber ",
    "sehr geehrte", "cher ", "chère ", "mon cher ", "ma chère ", "monsieur,", "madame,", "querid", "estimad", "caro ", "cara ", "дорог",
    "милост", "любезн",
];

/// What the line before a signature ends or consists of.
#[rustfmt::skip]
const CLOSINGS: [&str; 42] = [
    "yours", "xoxo", "hugs", "sincerely", "truly", "faithfully", "affectionate", "affectionately", "love", "regards", "obedient", "respectfully",
    "cordially", "wishes", "fondly", "devoted", "dein", "deine", "ihr", "ihre", "euer", "gruß", "grüße", "grüßen", "gruss",
    "hochachtungsvoll", "votre", "bien", "cordialement", "amitiés", "tuyo", "suyo", "atentamente", "saludos", "abrazo", "tuo", "suo",
    "ваш", "ваша", "твой", "твоя", "уважением",
];

/// What the line before a signature is as a whole.
const CLOSING_LINES: [&str; 14] = [
    "best",
    "all best",
    "always",
    "as always",
    "ever",
    "as ever",
    "forever",
    "cheers",
    "thanks",
    "many thanks",
    "warmly",
    "take care",
    "until then",
    "see you soon",
];

/// Whose letter ends with `Your loving brother,`.
const KIN: [&str; 14] = [
    "brother", "sister", "son", "daughter", "father", "mother", "husband", "wife", "friend", "cousin", "nephew",
    "niece", "uncle", "aunt",
];

/// A letter is no longer than this, in blocks.
const LONGEST: usize = 80;

/// Marks the blocks of each letter that has both its salutation and its close.
pub fn mark(blocks: &mut [Block]) {
    let mut at = 0;
    while at < blocks.len() {
        if !is_salutation(&blocks[at]) {
            at += 1;
            continue;
        }
        let within = blocks[at..].iter().take(LONGEST).take_while(|block| block.heading().is_none()).count();
        let again = (at + 1..at + within).find(|at| is_salutation(&blocks[*at])).unwrap_or(at + within);
        let Some(close) = (at + 1..again).find(|at| is_close(&blocks[*at])) else {
            at += 1;
            continue;
        };
        let signed = blocks.get(close + 1).is_some_and(|block| close + 1 < again && is_signature(block));
        let end = close + usize::from(signed) + 1;
        let start = at.checked_sub(1).filter(|before| is_date(&blocks[*before])).unwrap_or(at);
        for block in &mut blocks[start..end] {
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::Verse) {
                (block.kind, block.reason) = (BlockKind::Quote, Reason::Letter);
            }
        }
        at = end;
    }
}

fn is_text(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Verse)
}

fn bare(text: &str) -> String {
    text.trim_start_matches(['"', '“', '_', '‘', '«', '»', '„', '\'']).to_lowercase()
}

/// A paragraph of its own, or the first line of a few that were broken.
fn is_salutation(block: &Block) -> bool {
    let line = block.text.lines().next().unwrap_or_default();
    let ended = line.trim_end_matches(['_', '"', '”', '—', '-', '–']).ends_with([',', ':', '!']);
    let ended = ended || line.ends_with(['—', '-']);
    is_text(block)
        && ended
        && line.split_whitespace().count() <= 8
        && SALUTATIONS.iter().any(|word| bare(line).starts_with(word))
}

fn is_close(block: &Block) -> bool {
    let short = block.text.split_whitespace().count() <= 14;
    let line = block.text.lines().next().unwrap_or_default();
    let comma = line.trim_end_matches(['_', '"', '”']).ends_with([',', '—', '-']);
    let ended = comma || block.text.contains('\n');
    let says = |line: &str| bare(line).split(|c: char| !c.is_alphabetic()).any(|word| CLOSINGS.contains(&word));
    let said = says(line) && (ended || line.split_whitespace().count() <= 3);
    is_text(block) && short && (said || (ended && is_closing_line(line)))
}

/// `Best,`, `Your loving brother,`
fn is_closing_line(line: &str) -> bool {
    let bare = bare(line);
    let line = bare.trim_end_matches(|c: char| !c.is_alphabetic());
    let kin = line.rsplit(' ').next().is_some_and(|last| KIN.contains(&last));
    CLOSING_LINES.contains(&line) || (line.starts_with("your ") && kin && line.split(' ').count() <= 6)
}

fn is_signature(block: &Block) -> bool {
    let mut words = block.text.split_whitespace();
    let name = |word: &str| word.chars().find(|c| c.is_alphabetic()).is_none_or(|c| !c.is_lowercase());
    is_text(block) && words.clone().count() <= 6 && words.all(name) && !block.text.ends_with(['?', ',', ';', ':', '!'])
}

fn is_date(block: &Block) -> bool {
    is_text(block) && crate::manuscript::headings::is_dateline(&block.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(texts: &[&str]) -> Vec<bool> {
        let mut blocks: Vec<Block> =
            texts.iter().map(|text| Block::new(BlockKind::Paragraph, *text, Reason::Text)).collect();
        mark(&mut blocks);
        blocks.iter().map(|block| block.kind == BlockKind::Quote).collect()
    }

    #[test]
    fn a_letter_goes_from_its_salutation_to_its_signature() {
        assert_eq!(
            letters(&[
                "He read:",
                "London, 5 May 1890",
                "Dear Ann,",
                "The tide is out.",
                "Yours truly,",
                "John",
                "He wept."
            ]),
            [false, true, true, true, true, true, false]
        );
        assert_eq!(letters(&["Liebe Anna!", "Es ist Ebbe.", "Dein Jan", "Er ging."]), [true, true, true, false]);
    }

    #[test]
    fn letters_close_in_many_ways() {
        for close in ["Your loving brother,", "Best,", "Always,", "As ever,", "All best,"] {
            let letter = letters(&["Dear Ann,", "The tide is out.", close, "Ben", "She wept."]);
            assert_eq!(letter, [true, true, true, true, false], "{close}");
        }
        assert_eq!(letters(&["Dear Ann,", "The tide is out.", "Love, Ben", "She wept."]), [true, true, true, false]);
        assert_eq!(letters(&["Dear Ann,", "he began.", "Always.", "She wept."]), [false; 4]);
    }

    #[test]
    fn a_salutation_alone_is_no_letter() {
        assert_eq!(letters(&["“Dear me,” she said.", "Dear Ann,", "he began, and stopped.", "He left."]), [false; 4]);
    }
}
