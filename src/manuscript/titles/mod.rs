//! What a single line says of itself: a title, a number alone, an ornament, an attribution.

mod names;
mod number_words;
pub mod numbered;
pub mod numerals;

use self::number_words::Tongue;
use self::numbered::unfold_figures;
use crate::manuscript::{lines, roman};

pub use self::names::{is_contents, is_end_mark, named};
pub use self::numbered::{Numbered, numbered, numbered_or_prose, undecorated};
pub use crate::manuscript::ornaments::is_ornament;

/// A number that stands alone, or before a title.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lone<'a> {
    /// The number; the first of several on one line, as in `XIII. XIV`.
    pub number: u32,
    /// The last of several numbers, or the same.
    pub last: u32,
    /// What stands behind it; empty where it stands alone.
    pub title: &'a str,
    /// Whether it is in words: `One`.
    pub in_words: bool,
}

/// Reads a number that stands alone or before a title: `IV`, `12.`, `— 3 —`, `XIII. XIV`, `Twenty-One`, `I. The Period`.
pub fn lone(line: &str) -> Option<Lone<'_>> {
    let line = undecorated(line);
    if line.len() > 160 {
        return None;
    }
    let end = line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len());
    let (figure, rest) = line.split_at(end);
    let Some(number) = figure_value(&unfold_figures(figure)) else { return lone_in_words(line) };
    let title = rest.trim_start_matches(['.', ')', ':', '．', '、', '-', '–', '—', ' ', '\u{3000}', '\t']).trim();
    let alone = |last| Some(Lone { number, last, title: "", in_words: false });
    if title.is_empty() {
        return if rest.contains(',') { None } else { alone(number) };
    }
    // `XIII. XIV` stands over a stanza that was left out and one that was not.
    let figures = title.split(['.', ' ', ',', '-', '–', '—']).filter(|part| !part.is_empty());
    if let Some(last) = figures.map(figure_value).try_fold(number, |last, next| next.filter(|next| *next == last + 1)) {
        return alone(last);
    }
    let marks = [". ", ": ", ") ", ".\t", "．", "、", "  ", "\t", " - ", " – ", " — ", ".--", "--"];
    let separated = marks.iter().any(|mark| rest.starts_with(mark));
    (separated && is_heading_case(title)).then_some(Lone { number, last: number, title, in_words: false })
}

/// Reads `Twenty-One`, `十二`, `One: The Sea`.
fn lone_in_words(line: &str) -> Option<Lone<'_>> {
    let parted = [": ", ". ", " - ", " – ", " — "].iter().find_map(|mark| line.split_once(mark));
    let (words, title) = parted.unwrap_or((line, ""));
    if !title.is_empty() && !is_heading_case(title) {
        return None;
    }
    let words = words.trim_end_matches(['.', ':']);
    let alone = words.len() <= 40
        && words.starts_with(char::is_uppercase)
        && words.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-');
    let value = || Tongue::ALL.iter().find_map(|tongue| number_words::value(words, *tongue));
    let number = if alone { value() } else { number_words::han(line) }?;
    Some(Lone { number, last: number, title: title.trim(), in_words: true })
}

/// Reads a number before any short line that is no row of sentences: `2. What remains of us`, `2 The Calm`, `ii.`; only
/// numbers that run on can say that it is a heading.
pub fn lone_or_line(line: &str) -> Option<Lone<'_>> {
    let line = undecorated(line);
    let end = line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len());
    let (figure, rest) = line.split_at(end);
    let small = || {
        let is = figure.len() <= 6 && figure.bytes().all(|b| b"ivxl".contains(&b));
        if is { roman(&figure.to_ascii_uppercase()) } else { None }
    };
    let number = figure_value(&unfold_figures(figure)).or_else(small)?;
    let title = rest.trim_start_matches(['.', ')', ':', '-', '–', '—', ' ', '\t']);
    let found = Some(Lone { number, last: number, title, in_words: false });
    if title.is_empty() {
        return found.filter(|_| rest.is_empty() || rest == "." || rest == ")");
    }
    // `2 The Calm`
    let digits = figure.bytes().all(|b| b.is_ascii_digit()) && figure.len() <= 3;
    let spaced = digits && rest.starts_with(' ') && rest[1..].starts_with(char::is_uppercase) && is_title(title);
    let separated = [". ", ": ", ") ", " - ", " – ", " — "].iter().any(|mark| rest.starts_with(mark));
    let open = title.ends_with([',', ';', ':', '.', '-', '–', '—']) || sentences(title) > 1;
    let short = words_at_most(title, 12) && is_short(title) && title.contains(char::is_alphabetic);
    (spaced || separated && short && !open).then_some(found).flatten()
}

/// Reads a word with its number, whatever the word: `Day 1`, `Woche 2: Ebbe`; gives back the word in small letters.
pub fn counted(line: &str) -> Option<(String, Lone<'_>)> {
    let line = undecorated(line);
    let (word, rest) = line.split_once(' ')?;
    let named = word.len() <= 24
        && word.starts_with(char::is_uppercase)
        && word.trim_end_matches('.').chars().all(char::is_alphabetic);
    let number = lone(rest.trim_start()).filter(|_| named && words_at_most(line, 12))?;
    Some((word.trim_end_matches('.').to_lowercase(), number))
}

fn figure_value(figure: &str) -> Option<u32> {
    let digits = figure.len() <= 4 && figure.bytes().all(|b| b.is_ascii_digit());
    if digits { figure.parse().ok() } else { roman(figure) }
}

/// Reads a number in figures that stands alone or before a title: `IV`, `12.`, `I. The Period`.
pub fn lone_number(line: &str) -> Option<(u32, &str)> {
    lone(line).filter(|lone| !lone.in_words).map(|lone| (lone.number, lone.title))
}

/// Words that stay small in a title.
#[rustfmt::skip]
const SMALL: [&str; 62] = [
    "a", "an", "the", "and", "or", "but", "nor", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as", "upon", "into",
    "over", "no", "vs", "is", "it", "de", "la", "le", "les", "du", "des", "et", "à", "un", "une", "en", "und", "der", "die", "das",
    "von", "im", "am", "zu", "el", "los", "las", "y", "del", "di", "il", "e", "o", "da", "do", "dos", "della", "delle", "и", "в",
    "на", "о", "с",
];

/// Says whether every word but the small ones begins with a capital.
pub fn is_title_case(text: &str) -> bool {
    let words = || text.split(|c: char| c.is_whitespace() || "-–—/".contains(c)).filter_map(first_letter);
    let elided = |word: &str| {
        word.split_once(['\'', '’'])
            .is_some_and(|(article, rest)| article.len() <= 2 && rest.starts_with(char::is_uppercase))
    };
    let small = |word: &str| SMALL.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())) || elided(word);
    let all = text
        .split_whitespace()
        .all(|word| small(word) || word.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase()));
    all && words().next().is_some_and(|c| !c.is_lowercase()) && text.contains(char::is_uppercase)
}

fn first_letter(word: &str) -> Option<char> {
    word.chars().find(|c| c.is_alphanumeric())
}

/// What no title begins with: speech, brackets, dashes.
const OPENS_SPEECH: [char; 18] =
    ['"', '“', '”', '‘', '\'', '«', '»', '„', '‹', '›', '—', '–', '-', '*', '(', '[', '「', '『'];

/// What no title ends with: sentences, speech, dashes.
const CLOSES_SENTENCE: [char; 22] = [
    '.', '!', '?', '…', ',', ';', ':', '"', '”', '’', '\'', '»', '«', '“', '—', '–', '-', '。', '！', '？', '」', '』',
];

/// The line without typewriter emphasis around it.
pub fn unemphasized(line: &str) -> &str {
    line.trim_matches('_')
}

fn is_short(line: &str) -> bool {
    line.len() <= 240 && line.split_whitespace().count() <= 12 && lines::width(line) <= 80
}

/// Says whether the line could be a title: short, in title case, and no sentence.
pub fn is_title(line: &str) -> bool {
    let line = unemphasized(line);
    is_short(line)
        && !line.starts_with(OPENS_SPEECH)
        && !line.ends_with(CLOSES_SENTENCE)
        && !line.starts_with(lines::is_wide)
        && is_title_case(line)
}

/// Says whether the line could be a title where its place says so too: it may end with a stop, and in other languages than
/// English its words are small.
pub fn is_heading_case(line: &str) -> bool {
    let line = unemphasized(line);
    let ended = line.trim_end_matches(['.', '?', '!', '…', '”', '’', '\'', '"', '»', '。']);
    let bare = ended.trim_start_matches(['“', '"', '‘', '«', '¿', '¡']);
    let wide = bare.starts_with(lines::is_wide);
    is_short(line)
        && !bare.is_empty()
        && bare.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || lines::is_wide(c))
        && !line.ends_with([',', ';', ':', '、', '：'])
        && (is_title_case(ended) || wide || (!is_english(bare) && words_at_most(bare, 9)))
        && sentences(line) <= 1
}

fn words_at_most(line: &str, count: usize) -> bool {
    line.split_whitespace().count() <= count
}

/// Whether the line's small words are those of English sentences, where a title has capitals.
fn is_english(line: &str) -> bool {
    const COMMON: [&str; 28] = [
        "was", "were", "he", "she", "it", "his", "her", "had", "that", "they", "you", "not", "be", "have", "is", "are",
        "him", "did", "my", "said", "this", "there", "i", "we", "went", "came", "will", "would",
    ];
    line.is_ascii()
        && line.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
            COMMON.contains(&word.as_str()) || ["the", "of", "and", "to", "in", "a"].contains(&word.as_str())
        })
}

fn sentences(line: &str) -> usize {
    line.split_inclusive(['.', '!', '?', '。'])
        .filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .count()
}

/// Says whether the line has letters, and all of them are capitals.
pub fn is_capitals(line: &str) -> bool {
    line.contains(char::is_uppercase) && !line.contains(char::is_lowercase)
}

/// Says whether the line could say whose motto stands before it: a dash and a few words.
pub fn is_attribution(line: &str) -> bool {
    let words = line.trim_start_matches(['—', '–', '―', '-', ' ', '\u{a0}']);
    words.len() < line.len() && words.starts_with(char::is_alphabetic) && words.split_whitespace().count() <= 15
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_no_sentence() {
        for line in ["Pier C, The Long Wall", "Ropes & Other Ends: Taking Leave", "THE BOAT"] {
            assert!(is_title(line), "{line}");
        }
        for line in ["Berth B.", "All hands!", "— A Pilot", "“Action!”", "he left", "The man went out to sea"] {
            assert!(!is_title(line), "{line}");
        }
    }

    #[test]
    fn a_lone_number_may_have_a_title() {
        assert_eq!(lone_number("I. The Harbour"), Some((1, "The Harbour")));
        assert_eq!(lone_number("XIV"), Some((14, "")));
        assert_eq!(lone_number("12."), Some((12, "")));
        assert_eq!(lone("XIII. XIV.").map(|lone| (lone.number, lone.last)), Some((13, 14)));
        assert_eq!(lone("Twenty-One").map(|lone| (lone.number, lone.in_words)), Some((21, true)));
        for line in ["I am here", "I. was not there", "4:00 AM", "One", "Two of them"] {
            assert_eq!(lone_number(line), None, "{line}");
        }
    }
}
