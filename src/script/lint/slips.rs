//! Slips of typing: a paragraph cut in two, a word typed twice.

use super::text::{Noted, Text, around, words};
use crate::words::Rule;

/// Finds paragraphs that end without a stop where the next begins in lower case.
pub fn cut_paragraphs(text: &Text) -> Vec<Noted> {
    let paragraphs: Vec<_> = text.paragraphs().collect();
    let mut found = Vec::new();
    for pair in paragraphs.windows(2) {
        let (last, next) = (pair[0].end - 1, pair[1].start);
        let (before, after) = (text.lines[last], text.lines[next]);
        if !before.is_prose() || !after.is_prose() || before.chapter.id != after.chapter.id {
            continue;
        }
        let ends = before.cue.text.trim_end();
        let open = ends.ends_with(|c: char| c.is_alphanumeric() || c == ',');
        let is_sentence = |text: &str| text.split_whitespace().count() >= 3;
        // A title page is set in lines, too.
        let both = is_sentence(ends) && is_sentence(&after.cue.text);
        if open && both && after.cue.text.starts_with(char::is_lowercase) {
            let shown = format!("`{}` goes on in {}: `{}`", tail(ends), after.cue.id, around(&after.cue.text, 0));
            let hint = "join the two in the manuscript, or set the stop";
            found.push(text.note(last, Rule::ParagraphCut, shown, "a paragraph that ends with its sentence", hint));
        }
    }
    found
}

fn tail(text: &str) -> String {
    let start = text.char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    let start = if start == 0 { 0 } else { text[start..].find(' ').map_or(start, |space| start + space + 1) };
    format!("{}{}", if start > 0 { "… " } else { "" }, &text[start..])
}

/// Words that no sentence has twice in a row, by language. `had had`, `that that`, `die die` and `nous nous` are right.
const NEVER_TWICE: [(&str, &[&str]); 4] = [
    (
        "en",
        &[
            "the", "a", "an", "of", "to", "and", "with", "from", "at", "as", "but", "they", "we", "his", "my", "their",
            "your", "our", "this", "was", "were", "be", "have", "has", "or", "if", "into", "for", "are", "would",
            "could", "than", "when", "because",
        ],
    ),
    ("de", &["und", "ein", "eine", "einen", "von", "mit", "auf", "aus", "bei", "nicht", "ist", "war", "dem", "im"]),
    ("fr", &["le", "les", "de", "des", "du", "et", "un", "une", "dans", "pour", "par", "est", "sur", "avec", "il"]),
    ("es", &["el", "los", "las", "de", "del", "y", "un", "una", "en", "con", "por", "para", "que", "su"]),
];

/// Finds words that stand twice in a row.
pub fn doubled_words(text: &Text) -> Vec<Noted> {
    let Some((_, never)) = NEVER_TWICE.iter().find(|(language, _)| *language == text.language) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (line, content) in text.lines.iter().enumerate() {
        let content = &content.cue.text;
        let mut last: Option<(std::ops::Range<usize>, &str)> = None;
        for (place, word) in words(content) {
            if let Some((before, other)) = last.replace((place.clone(), word)) {
                let gap = &content[before.end..place.start];
                let doubled = word.eq_ignore_ascii_case(other)
                    && gap.chars().all(char::is_whitespace)
                    && never.contains(&word.to_lowercase().as_str());
                if doubled {
                    let shown = format!("`{}`", around(content, before.start));
                    found.push(text.note(
                        line,
                        Rule::WordDoubled,
                        shown,
                        "each word once",
                        "cut one in the manuscript",
                    ));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lint::testing::{found, found_in};

    #[test]
    fn a_sentence_cut_in_two_is_found() {
        assert_eq!(
            found("She took the boat and\n\nwent out to sea.", cut_paragraphs),
            ["`She took the boat and` goes on in 01-0003: `went out to sea.`"]
        );
        assert_eq!(found("She took the boat.\n\niPhones were new then.", cut_paragraphs), [""; 0]);
    }

    #[test]
    fn a_word_typed_twice_is_found() {
        assert_eq!(found("It was the the end.", doubled_words), ["`It was the the end.`"]);
        assert_eq!(found("He had had it; that that is so. The, the end. No no, bye bye.", doubled_words), [""; 0]);
        assert_eq!(found_in("fr", "# Chapitre 1\n\nNous nous levons de de bonne heure.\n", doubled_words).len(), 1);
    }
}
