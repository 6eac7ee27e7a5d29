//! What has no sound: symbols, addresses, broken characters, and letters that make no word.

use super::text::{Noted, Text, around, words};
use crate::words::Rule;

const WANTED: &str = "words that can be said";
const HINT: &str = "mend it in the manuscript, or give its words in `book.toml`: `[spoken]`";

/// Finds what can't be said, and what no spoken form says otherwise: one finding a line.
pub fn unspeakable(text: &Text) -> Vec<Noted> {
    let mut found = Vec::new();
    for (line, content) in text.lines.iter().enumerate() {
        let spoken = content.cue.spoken();
        if let Some(at) = spoken.find('\u{fffd}') {
            let shown = format!("`{}`", around(spoken, at));
            let hint = "set the letter that was lost, or export the manuscript as UTF-8 again";
            found.push(text.note(line, Rule::TextLost, shown, "the letter that was there", hint));
        } else if let Some(at) = address(&content.cue.text).filter(|_| !covers_addresses(text, &content.cue.text)) {
            // The spoken form says every sign of it: what of that is to be heard is for the author to say.
            let shown = format!("a web address: `{}`", around(&content.cue.text, at));
            found.push(text.note(line, Rule::Unspeakable, shown, WANTED, HINT));
        } else if let Some((what, at)) = problem(spoken, &text.language) {
            found.push(text.note(line, Rule::Unspeakable, format!("{what}: `{}`", around(spoken, at)), WANTED, HINT));
        }
    }
    found
}

/// The first of a line: what it is, and where.
fn problem(text: &str, language: &str) -> Option<(&'static str, usize)> {
    broken(text)
        .map(|at| ("broken characters", at))
        .or_else(|| text.find(is_emoji).map(|at| ("an emoji", at)))
        .or_else(|| text.find(is_formula).map(|at| ("symbols", at)))
        .or_else(|| symbols(text).map(|at| ("symbols", at)))
        .or_else(|| letters(text, language).map(|at| ("letters that make no word", at)))
}

/// UTF-8 that was read as Windows-1252, and written again: `â€™`, `Ã©`, `Â«`.
fn broken(text: &str) -> Option<usize> {
    text.char_indices().find_map(|(at, c)| {
        let mut behind = text[at + c.len_utf8()..].chars();
        let next = behind.next()?;
        let latin = ('\u{a0}'..='\u{bf}').contains(&next);
        let hit = match c {
            'â' => next == '€' || ('\u{80}'..='\u{9f}').contains(&next),
            'Ã' => latin || ('\u{80}'..='\u{9f}').contains(&next),
            'Â' => latin,
            'ï' => next == '»' && behind.next() == Some('¿'),
            _ => false,
        };
        hit.then_some(at)
    })
}

fn address(text: &str) -> Option<usize> {
    ["http://", "https://", "www."].iter().filter_map(|start| text.find(start)).min()
}

/// Whether the book's own table says how the addresses of a line are read.
fn covers_addresses(text: &Text, line: &str) -> bool {
    text.book.spoken.keys().any(|printed| line.contains(printed.as_str()) && printed.contains('.'))
}

/// Subscripts, raised figures and mathematical signs; `²` and `³` stand behind measures, and `−` before numbers.
fn is_formula(c: char) -> bool {
    matches!(c, '\u{2070}'..='\u{209c}' | '\u{2200}'..='\u{22ff}' | '\u{2a00}'..='\u{2aff}') && c != '−'
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{26ff}' | '\u{2700}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}')
        // Ornaments of the printer's case.
        && !matches!(c, '\u{2720}' | '\u{2731}'..='\u{2735}' | '\u{273d}' | '\u{2756}' | '\u{2761}'..='\u{2767}')
}

/// Two or more signs in a row that are no punctuation: `§§`, `@#$%`, `###`.
fn symbols(text: &str) -> Option<usize> {
    let is_symbol = |c: char| "§¶@#$%^&*+=<>|~\\{}¤¦©®°±¬£€¥¢†‡•".contains(c);
    let mut last = None;
    text.char_indices().find_map(|(at, c)| {
        let before: Option<(usize, char)> = last.replace((at, c));
        // Mark-up in pairs is another rule's.
        before.filter(|(_, b)| is_symbol(c) && is_symbol(*b) && !(c == *b && "*~{}".contains(c))).map(|(at, _)| at)
    })
}

/// The rows of keyboards: a hand that fell on one.
const ROWS: [&str; 4] = ["qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm"];

/// Languages in which a word has a vowel.
const VOWELLED: [&str; 8] = ["en", "de", "fr", "es", "it", "nl", "pt", "sv"];

/// Words that are said without one.
const SAID: [&str; 16] = [
    "messrs", "mlles", "pfft", "psst", "tsktsk", "crwth", "cwms", "nymph", "hmph", "humph", "tbsp", "vols", "chps",
    "blvd", "mssrs", "bldg",
];

fn letters(text: &str, language: &str) -> Option<usize> {
    let vowelled = VOWELLED.contains(&language);
    words(text).find_map(|(place, word)| {
        // Initialisms and sounds: `BBC`, `hmmm`, `brrr`, `pst`.
        let plain = word.len() >= 5 && word.is_ascii() && word.chars().skip(1).all(|c| c.is_ascii_lowercase());
        if !plain {
            return None;
        }
        let lower = word.to_ascii_lowercase();
        let row = ROWS.iter().any(|row| row.contains(&lower));
        let dumb = vowelled
            && !lower.contains(['a', 'e', 'i', 'o', 'u', 'y', 'w'])
            && !lower.bytes().zip(lower.bytes().skip(1)).any(|(a, b)| a == b)
            && !SAID.contains(&lower.as_str());
        ((row && lower != "qwerty" && lower != "qwertz") || dumb).then_some(place.start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lint::testing::found;

    #[test]
    fn what_has_no_sound_is_named() {
        for (text, wanted) in [
            ("He typed sdfgh and left.", "letters that make no word: `He typed sdfgh and left.`"),
            ("Itâ€™s late.", "broken characters: `Itâ€™s late.`"),
            ("The cafÃ© was shut.", "broken characters: `The cafÃ© was shut.`"),
            ("Good night 😀.", "an emoji: `Good night 😀.`"),
            ("The H₂SO₄ burnt.", "symbols: `The H₂SO₄ burnt.`"),
            ("He wrote ∑x there.", "symbols: `He wrote ∑x there.`"),
            ("See http://example.com/a there.", "a web address: `See http://example.com/a there.`"),
            ("See www.example.com.", "a web address: `See www.example.com.`"),
            ("You @#$% fool.", "symbols: `You @#$% fool.`"),
            ("A l\u{fffd}tter is lost.", "`A l\u{fffd}tter is lost.`"),
        ] {
            assert_eq!(found(text, unspeakable), [wanted], "{text}");
        }
    }

    #[test]
    fn what_can_be_said_is_left_alone() {
        let text = "Hmmm. Pssst! The BBC's rhythm -- well... what?! “Grrr,” he said; it cost $5 & more. *Âge d'or*, São Paulo.";
        assert_eq!(found(text, unspeakable), [""; 0]);
    }
}
