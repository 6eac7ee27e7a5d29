//! Characters that nobody sees, and letters that only look like those around them.

use std::collections::BTreeMap;

use super::text::{Noted, Text, times, words};
use crate::words::Rule;

/// Languages written from right to left: direction marks are at home there.
const RIGHT_TO_LEFT: [&str; 7] = ["ar", "fa", "he", "ur", "yi", "ps", "sd"];

/// Finds invisible characters, one finding a kind; and words of two scripts, one finding a word.
pub fn invisible(text: &Text) -> Vec<Noted> {
    let mut kinds: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    let mut mixed: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (line, content) in text.lines.iter().enumerate() {
        let content = content.cue.text.as_str();
        if content.is_ascii() && !content.bytes().any(|b| b.is_ascii_control() && b != b'\n') {
            continue;
        }
        let mut before = None;
        for c in content.chars() {
            let last: Option<char> = before.replace(c);
            if name(c).is_some() && !is_at_home(c, last, &text.language) {
                kinds.entry(c).or_insert((line, 0)).1 += 1;
            }
        }
        let parts = words(content).flat_map(|(_, word)| word.split(['-', '\u{2010}', '\u{2011}', '\'', '’']));
        for word in parts.filter(|word| !word.is_ascii() && stranger(word).is_some()) {
            mixed.entry(word).or_insert((line, 0)).1 += 1;
        }
    }
    let kinds = kinds.into_iter().map(|(c, (line, count))| {
        let found = format!("{} (U+{:04X}) {}", name(c).unwrap_or_default(), u32::from(c), times(count));
        (line, found, "characters that can be seen", "replace it in the manuscript by nothing, or by a plain space")
    });
    let mixed = mixed.into_iter().filter_map(|(word, (line, count))| {
        let (letter, script) = stranger(word)?;
        let found = format!("`{word}` {}: its `{letter}` is {script}", times(count));
        Some((line, found, "letters of one script in a word", "type the word anew"))
    });
    kinds
        .chain(mixed)
        .map(|(line, found, wanted, hint)| text.note(line, Rule::CharacterInvisible, found, wanted, hint))
        .collect()
}

fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "direction mark",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{feff}' => "byte order mark",
        '\u{fffc}' => "place of a lost object",
        '\u{e000}'..='\u{f8ff}' => "private character",
        '\n' | '\t' => return None,
        c if c.is_control() => "control character",
        _ => return None,
    })
}

/// Joiners shape Persian and Indic words, and emoji; direction marks belong to texts of both directions.
fn is_at_home(c: char, before: Option<char>, language: &str) -> bool {
    match c {
        '\u{200c}' | '\u{200d}' => before.is_some_and(|c| u32::from(c) >= 0x590),
        _ if name(c) == Some("direction mark") => {
            RIGHT_TO_LEFT.contains(&language) || before.is_some_and(|c| (0x590..0x900).contains(&u32::from(c)))
        }
        _ => false,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    Latin,
    Greek,
    Cyrillic,
}

fn letters(c: char) -> Option<Letters> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' if c.is_alphabetic() => Some(Letters::Latin),
        '\u{370}'..='\u{3ff}' if c.is_alphabetic() => Some(Letters::Greek),
        '\u{400}'..='\u{52f}' if c.is_alphabetic() => Some(Letters::Cyrillic),
        _ => None,
    }
}

/// The first letter of the script that has fewer letters in this word.
fn stranger(word: &str) -> Option<(char, &'static str)> {
    let count = |script| word.chars().filter(|c| letters(*c) == Some(script)).count();
    let scripts = [(Letters::Latin, "Latin"), (Letters::Greek, "Greek"), (Letters::Cyrillic, "Cyrillic")];
    let mut present: Vec<_> =
        scripts.into_iter().map(|(script, name)| (count(script), script, name)).filter(|(n, ..)| *n > 0).collect();
    present.sort_by_key(|(count, ..)| *count);
    let &[(_, script, name), _, ..] = &present[..] else { return None };
    // A formula such as `Δt` has a letter of each.
    if word.chars().count() < 3 {
        return None;
    }
    word.chars().find(|c| letters(*c) == Some(script)).map(|c| (c, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lint::testing::{found, found_in};

    #[test]
    fn what_cannot_be_seen_is_counted_by_kind() {
        assert_eq!(
            found("A zero\u{200b}width and a soft\u{ad}hy\u{ad}phen.", invisible),
            ["soft hyphen (U+00AD) 2 times", "zero-width space (U+200B) once"]
        );
    }

    #[test]
    fn a_letter_of_another_script_is_found() {
        assert_eq!(found("The s\u{441}ript.", invisible), ["`s\u{441}ript` once: its `\u{441}` is Cyrillic"]);
    }

    #[test]
    fn words_of_their_own_script_are_left_alone() {
        let text = "Любовь, кофе-shop, λόγος, naïve, wait\u{2011}and\u{2011}see.";
        assert_eq!(found(text, invisible), [""; 0]);
        assert_eq!(found_in("fa", "# 1\n\nمی\u{200c}خواهم\u{200f} بروم.\n", invisible), [""; 0]);
    }
}
