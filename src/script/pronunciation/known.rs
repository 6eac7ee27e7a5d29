//! Which English words a narrator reads without asking.
//!
//! The list is SCOWL's: words up to size 60, American and British, and those names up to size 50 whose pronunciation the CMU
//! dictionary knows, without the forms that the rules below give back. Its licence stands beside it.

use crate::script::vocabulary::Vocabulary;
use crate::words::Language;

/// One word a line, in lower case, in the order of their bytes.
const WORDS: &str = include_str!("english.txt");

/// The shortest word that an ending is taken from.
const SHORTEST_STEM: usize = 3;
/// How many endings a word may have: `fear-less-ness-es`.
const MOST_ENDINGS: usize = 3;

/// What the list lacks of books that are older than it.
const OLDER: [&str; 14] = [
    "tis", "twas", "twere", "twill", "twould", "afore", "leant", "hm", "gipsy", "ole", "mayhap", "lanthorn", "agin",
    "ye",
];

/// Endings, and what stands in their place in the word that they are taken from.
const ENDINGS: [(&str, &[&str]); 30] = [
    ("'ll", &[""]),
    ("'d", &[""]),
    ("'ve", &[""]),
    ("'re", &[""]),
    ("ies", &["y"]),
    ("es", &[""]),
    ("s", &[""]),
    ("ied", &["y"]),
    ("ed", &["", "e"]),
    ("ing", &["", "e"]),
    ("in'", &["ing"]),
    ("in’", &["ing"]),
    ("ily", &["y"]),
    ("ly", &["", "le"]),
    ("iness", &["y"]),
    ("ness", &[""]),
    ("less", &[""]),
    ("like", &[""]),
    ("ful", &[""]),
    ("ish", &["", "e"]),
    ("ward", &[""]),
    ("able", &["", "e"]),
    ("er", &["", "e"]),
    ("ier", &["y"]),
    ("iest", &["y"]),
    ("est", &["", "e"]),
    ("eth", &["", "e"]),
    ("man", &[""]),
    ("men", &[""]),
    ("some", &[""]),
];
/// Beginnings that leave a word as easy as it was.
const BEGINNINGS: [&str; 12] = ["un", "re", "non", "over", "out", "under", "mis", "fore", "in", "dis", "half", "up"];
/// The shortest part of a word that is two words.
const SHORTEST_PART: usize = 4;

/// Whether a word in lower case, or each part of it between hyphens, is known or made of what is known.
pub fn is_known(word: &str) -> bool {
    word.split(['-', '‑'])
        .all(|part| part.is_empty() || is_form(part, MOST_ENDINGS) || is_abbreviation(part) || is_form_unmarked(part))
}

/// `Mr` and `Dr`: every narrator reads them.
fn is_abbreviation(word: &str) -> bool {
    let words = Vocabulary::of(Language::English);
    words.titles.contains(&word) || words.shortened.contains(&word)
}

/// Old spellings with marks and ligatures, and what the list has for them.
const MARKED: [(char, &str); 12] = [
    ('æ', "e"),
    ('œ', "e"),
    ('ö', "o"),
    ('ë', "e"),
    ('ï', "i"),
    ('ô', "o"),
    ('é', "e"),
    ('è', "e"),
    ('ê', "e"),
    ('â', "a"),
    ('ü', "u"),
    ('’', "'"),
];

/// `zoölogical` and `mediæval` without their marks.
fn is_form_unmarked(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let plain = |ligatures: bool| -> String {
        word.chars()
            .map(|c| match MARKED.iter().find(|(marked, _)| *marked == c) {
                _ if ligatures && c == 'æ' => "ae".to_owned(),
                _ if ligatures && c == 'œ' => "oe".to_owned(),
                Some((_, letters)) => (*letters).to_owned(),
                None => c.to_string(),
            })
            .collect()
    };
    is_form(&plain(true), MOST_ENDINGS) || is_form(&plain(false), MOST_ENDINGS)
}

/// Whether a word in lower case that is no name is a known one with a beginning, or two of them.
pub fn is_compound(word: &str) -> bool {
    let begins = |beginning: &str| {
        word.strip_prefix(beginning).is_some_and(|rest| rest.len() >= SHORTEST_PART && is_form(rest, 1))
    };
    let joined = |at: usize| word.is_char_boundary(at) && is_form(&word[..at], 0) && is_form(&word[at..], 1);
    BEGINNINGS.into_iter().any(begins) || (SHORTEST_PART..word.len().saturating_sub(SHORTEST_PART - 1)).any(joined)
}

fn is_form(word: &str, endings: usize) -> bool {
    if is_listed(word) || OLDER.contains(&word) {
        return true;
    }
    endings > 0
        && ENDINGS.iter().any(|(ending, stems)| {
            word.strip_suffix(ending).is_some_and(|stem| {
                stems.iter().any(|last| {
                    stem.len() + last.len() >= SHORTEST_STEM && is_form(&format!("{stem}{last}"), endings - 1)
                }) || is_doubled(stem, endings)
            })
        })
}

/// `stopp` of `stopped` is `stop`.
fn is_doubled(stem: &str, endings: usize) -> bool {
    let bytes = stem.as_bytes();
    let doubled = bytes.len() > SHORTEST_STEM && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && stem.is_ascii();
    doubled && is_form(&stem[..stem.len() - 1], endings - 1)
}

/// Looks a word up in the sorted list.
fn is_listed(word: &str) -> bool {
    let list = WORDS.as_bytes();
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = low.midpoint(high);
        let start = list[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let end = list[start..].iter().position(|b| *b == b'\n').map_or(list.len(), |at| start + at);
        match list[start..end].cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_within_its_budget() {
        assert!(WORDS.lines().zip(WORDS.lines().skip(1)).all(|(one, next)| one < next));
        assert!(WORDS.len() < 600_000, "{}", WORDS.len());
    }

    #[test]
    fn words_and_their_forms_are_known() {
        for word in [
            "however",
            "the",
            "houses",
            "stopped",
            "hurrying",
            "carried",
            "fearlessness",
            "don't",
            "london",
            "john",
            "zulu",
            "sitting-room",
            "goin'",
            "zoölogical",
            "don’t",
            "mr",
            "colour",
            "color",
            "a",
        ] {
            assert!(is_known(word), "{word}");
        }
        for word in ["szgany", "bistritz", "nosferatu", "varna", "whitby", "zzz"] {
            assert!(!is_known(word), "{word}");
        }
        assert!(is_compound("unhurt") && is_compound("churchtower") && !is_compound("szgany"));
    }
}
