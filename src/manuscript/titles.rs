//! What a single line says of itself: `Chapter 4`, `Dedication`, `IV.`, a title, an ornament.

use super::{HeadingKind, Numeral};

/// The words that stand with a number, and what they number. Only the English ones insist on a number that can be read:
/// `Erstes Kapitel` and `Глава первая` say enough by standing alone.
const NUMBERED: [(&str, HeadingKind, Language); 22] = [
    ("chapter", HeadingKind::Chapter, Language::English),
    ("chap", HeadingKind::Chapter, Language::English),
    ("letter", HeadingKind::Chapter, Language::English),
    ("stave", HeadingKind::Chapter, Language::English),
    ("canto", HeadingKind::Chapter, Language::English),
    ("kapitel", HeadingKind::Chapter, Language::Other),
    ("chapitre", HeadingKind::Chapter, Language::Other),
    ("capítulo", HeadingKind::Chapter, Language::Other),
    ("capitolo", HeadingKind::Chapter, Language::Other),
    ("hoofdstuk", HeadingKind::Chapter, Language::Other),
    ("глава", HeadingKind::Chapter, Language::Other),
    ("part", HeadingKind::Part, Language::English),
    ("book", HeadingKind::Part, Language::English),
    ("volume", HeadingKind::Part, Language::English),
    ("teil", HeadingKind::Part, Language::Other),
    ("buch", HeadingKind::Part, Language::Other),
    ("partie", HeadingKind::Part, Language::Other),
    ("livre", HeadingKind::Part, Language::Other),
    ("tome", HeadingKind::Part, Language::Other),
    ("часть", HeadingKind::Part, Language::Other),
    ("книга", HeadingKind::Part, Language::Other),
    ("том", HeadingKind::Part, Language::Other),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    English,
    Other,
}

/// Pieces that are known by their names.
const NAMED: [(&str, HeadingKind); 39] = [
    ("dedication", HeadingKind::Front),
    ("epigraph", HeadingKind::Front),
    ("epigraphs", HeadingKind::Front),
    ("copyright", HeadingKind::Front),
    ("title page", HeadingKind::Front),
    ("contents", HeadingKind::Front),
    ("table of contents", HeadingKind::Front),
    ("cast of characters", HeadingKind::Front),
    ("dramatis personae", HeadingKind::Front),
    ("author's note", HeadingKind::Front),
    ("a note from the author", HeadingKind::Front),
    ("widmung", HeadingKind::Front),
    ("dédicace", HeadingKind::Front),
    ("посвящение", HeadingKind::Front),
    ("prologue", HeadingKind::Prologue),
    ("prolog", HeadingKind::Prologue),
    ("пролог", HeadingKind::Prologue),
    ("foreword", HeadingKind::Prologue),
    ("preface", HeadingKind::Prologue),
    ("introduction", HeadingKind::Prologue),
    ("vorwort", HeadingKind::Prologue),
    ("préface", HeadingKind::Prologue),
    ("avant-propos", HeadingKind::Prologue),
    ("предисловие", HeadingKind::Prologue),
    ("epilogue", HeadingKind::Back),
    ("epilog", HeadingKind::Back),
    ("épilogue", HeadingKind::Back),
    ("эпилог", HeadingKind::Back),
    ("afterword", HeadingKind::Back),
    ("nachwort", HeadingKind::Back),
    ("postface", HeadingKind::Back),
    ("послесловие", HeadingKind::Back),
    ("acknowledgements", HeadingKind::Back),
    ("acknowledgments", HeadingKind::Back),
    ("about the author", HeadingKind::Back),
    ("appendix", HeadingKind::Back),
    ("glossary", HeadingKind::Back),
    ("bibliography", HeadingKind::Back),
    ("примечания", HeadingKind::Back),
];

/// The names of a table of contents.
const CONTENTS: [&str; 7] =
    ["contents", "table of contents", "inhalt", "inhaltsverzeichnis", "table des matières", "содержание", "оглавление"];

/// A line such as `Chapter 4: The Sea`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Numbered {
    pub kind: HeadingKind,
    /// The numbering word as printed.
    pub word: String,
    /// The number, where it can be read.
    pub number: Option<u32>,
    /// Whether a title follows on the same line.
    pub titled: bool,
}

/// Reads `Chapter 4`, `BOOK THE FIRST--Recalled`, `Erstes Kapitel`, `Глава первая`.
pub fn numbered(line: &str) -> Option<Numbered> {
    let line = line.trim();
    if line.split_whitespace().count() > 16 {
        return None;
    }
    numbering_word_first(line).or_else(|| numbering_word_last(line))
}

fn numbering_word(word: &str) -> Option<(HeadingKind, Language)> {
    let word = word.trim_end_matches('.').to_lowercase();
    NUMBERED.iter().find(|(name, ..)| *name == word).map(|(_, kind, language)| (*kind, *language))
}

fn numbering_word_first(line: &str) -> Option<Numbered> {
    let (word, rest) = line.split_once(char::is_whitespace)?;
    let (kind, language) = numbering_word(word)?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("the ").or_else(|| rest.strip_prefix("THE ")).unwrap_or(rest);
    let end = number_end(rest);
    let (number, title) = rest.split_at(end);
    let number = Numeral::parse(number).map(Numeral::value);
    let found = |number, titled| Some(Numbered { kind, word: word.to_owned(), number, titled });
    if number.is_none() {
        let words = rest.trim_end_matches(['.', ':']).split_whitespace();
        let alone = words.clone().count() <= 2 && words.flat_map(str::chars).all(|c| c.is_alphabetic() || c == '-');
        return if language == Language::Other && alone && !rest.is_empty() { found(None, false) } else { None };
    }
    let title = without_mark(title);
    let bare = !title.contains(char::is_alphanumeric);
    let separated = title.starts_with(['.', ':', '-', '–', '—', '(', '[', '|']);
    // `Chapter 3. He sighed and closed the book, and then he left.` is prose about a book.
    let prose = title.ends_with('.') && !is_title_case(title) && title.split_whitespace().count() > 8;
    if bare {
        return if title.contains(['!', '?', ',', ';']) { None } else { found(number, false) };
    }
    if (separated && !prose) || is_title_case(title) { found(number, true) } else { None }
}

/// Where the number at the start ends: letters and digits, with single hyphens inside (`Forty-two`).
fn number_end(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let hyphen = c == '-' && text[at + 1..].starts_with(char::is_alphabetic);
        if !(c.is_alphanumeric() || hyphen) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// A title without the footnote mark behind its number: `[1].`
fn without_mark(title: &str) -> &str {
    match title.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((mark, rest)) if mark.bytes().all(|b| b.is_ascii_digit()) => rest.trim(),
        _ => title.trim(),
    }
}

fn numbering_word_last(line: &str) -> Option<Numbered> {
    let (first, word) = line.trim_end_matches('.').rsplit_once(char::is_whitespace)?;
    let (kind, language) = numbering_word(word)?;
    let first = first.strip_prefix("The ").or_else(|| first.strip_prefix("THE ")).unwrap_or(first);
    let number = Numeral::parse(first.trim_end_matches('.')).map(Numeral::value);
    let ordinal = first.starts_with(char::is_uppercase) && first.chars().all(char::is_alphabetic);
    let alone = number.is_some() || (language == Language::Other && ordinal);
    alone.then(|| Numbered { kind, word: word.to_owned(), number, titled: false })
}

/// Reads the name of a piece, with or without a title behind it: `Prologue`, `Prologue: The Storm`.
pub fn named(line: &str) -> Option<HeadingKind> {
    if line.split_whitespace().count() > 10 {
        return None;
    }
    let name = line.split([':', '—', '–']).next().unwrap_or(line);
    let name = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
    // `Introduction.` is a heading; `"Introduction?"` is somebody asking.
    if line.starts_with(['"', '“', '‘', '\'', '«', '—', '–', '-']) || line.ends_with(['?', '!', ',', ';']) {
        return None;
    }
    NAMED.iter().find(|(word, _)| *word == name).map(|(_, kind)| *kind)
}

/// Says whether the line heads a table of contents.
pub fn is_contents(line: &str) -> bool {
    let name = line.trim().trim_end_matches(['.', ':']).to_lowercase();
    CONTENTS.contains(&name.as_str())
}

/// Reads a number that stands alone or before a title: `IV`, `12.`, `I. The Period`.
pub fn lone_number(line: &str) -> Option<(u32, &str)> {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(line.len());
    let (number, rest) = line.split_at(end);
    let number = match Numeral::parse(number)? {
        Numeral::Digits(n) | Numeral::Roman(n) => n,
        Numeral::Word(_) => return None,
    };
    let title = rest.trim_start_matches(['.', ')', ':']).trim();
    if title.is_empty() {
        return Some((number, title));
    }
    (rest.starts_with('.') && is_title(title)).then_some((number, title))
}

/// Words that stay small in an English title.
const SMALL: [&str; 31] = [
    "a", "an", "the", "and", "or", "but", "nor", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as",
    "upon", "into", "over", "no", "vs", "de", "la", "le", "du", "des", "und", "der", "von", "et",
];

/// Says whether every word but the small ones begins with a capital.
pub fn is_title_case(text: &str) -> bool {
    let words = || text.split(|c: char| c.is_whitespace() || "-–—/".contains(c)).filter_map(first_letter);
    let small = |word: &str| SMALL.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()));
    let all = text
        .split_whitespace()
        .all(|word| small(word) || word.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase()));
    all && words().next().is_some_and(|c| !c.is_lowercase()) && text.contains(char::is_uppercase)
}

fn first_letter(word: &str) -> Option<char> {
    word.chars().find(|c| c.is_alphanumeric())
}

/// Says whether the line could be a title: short, in title case, and no sentence.
pub fn is_title(line: &str) -> bool {
    // Typewriter emphasis is no part of the words.
    let line = line.trim_matches('_');
    line.split_whitespace().count() <= 12
        && line.chars().count() <= 80
        && !line.starts_with(['"', '“', '”', '‘', '\'', '«', '„', '—', '–', '-', '*', '(', '['])
        && !line.ends_with(['.', '!', '?', '…', ',', ';', ':', '"', '”', '’', '\'', '»', '—', '–', '-'])
        && is_title_case(line)
}

/// Says whether the line holds ornaments and nothing that is read: `* * *`, `#`, `---`, `⁂`.
pub fn is_ornament(line: &str) -> bool {
    const ORNAMENTS: &str = "*#~_=+-–—•·∙◦⁂❦☙❧◆◇○●★☆✦✧†‡§¤";
    let marks = line.chars().filter(|c| !c.is_whitespace());
    let mut any = false;
    for mark in marks {
        if !ORNAMENTS.contains(mark) {
            return false;
        }
        any = true;
    }
    any
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
    fn numbering_words_are_known_with_their_numbers() {
        for (line, kind, number, titled) in [
            ("Chapter 1: Low Water: 6:40", HeadingKind::Chapter, Some(1), true),
            ("CHAPTER I.", HeadingKind::Chapter, Some(1), false),
            ("CHAPTER XII. The Pilot’s Evidence", HeadingKind::Chapter, Some(12), true),
            ("Chapter Twenty-One", HeadingKind::Chapter, Some(21), false),
            ("Chapter I      The Harbour", HeadingKind::Chapter, Some(1), true),
            ("Book the First--Gone to Sea", HeadingKind::Part, Some(1), true),
            ("PART ONE", HeadingKind::Part, Some(1), false),
            ("Letter 4", HeadingKind::Chapter, Some(4), false),
            ("CHAPITRE XXII[1].", HeadingKind::Chapter, Some(22), false),
            ("Erstes Kapitel", HeadingKind::Chapter, None, false),
            ("1. Kapitel", HeadingKind::Chapter, Some(1), false),
            ("Глава первая", HeadingKind::Chapter, None, false),
            ("The Second Book", HeadingKind::Part, Some(2), false),
        ] {
            let found = numbered(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.kind, found.number, found.titled), (kind, number, titled), "{line}");
        }
        for line in [
            "Chapter two was the hardest of them.",
            "Part one, of course, was easy.",
            "Chapter 3. He sighed and closed the book, and then he left.",
            "Book lovers",
            "Letter from the Pilot",
            "A good book",
            "Chapter",
        ] {
            assert_eq!(numbered(line), None, "{line}");
        }
    }

    #[test]
    fn pieces_are_known_by_their_names() {
        for (line, kind) in [
            ("Dedication", Some(HeadingKind::Front)),
            ("EPIGRAPHS", Some(HeadingKind::Front)),
            ("Prologue: The Storm", Some(HeadingKind::Prologue)),
            ("Author’s Note", Some(HeadingKind::Front)),
            ("Acknowledgements.", Some(HeadingKind::Back)),
            ("“Introduction?”", None),
            ("Prologue to a long day", None),
        ] {
            assert_eq!(named(line), kind, "{line}");
        }
    }

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
        for line in ["I am here", "I. was not there", "4:00 AM", "XIII. XIV.", "One"] {
            assert_eq!(lone_number(line), None, "{line}");
        }
    }

    #[test]
    fn ornaments_have_no_words() {
        for line in ["* * *", "***", "#", "---", "~", "⁂", "—"] {
            assert!(is_ornament(line), "{line}");
        }
        for line in ["", "...", "?", "* a *"] {
            assert!(!is_ornament(line), "{line}");
        }
    }
}
