//! Lines with a numbering word and a number: `Chapter 4`, `Erstes Kapitel`, `Глава первая`, `第一章`.

use super::number_words::{self, Tongue};
use crate::manuscript::{HeadingKind, Numeral, titles};

use HeadingKind::{Chapter, Part, Section};
use Tongue::{English, French, German, Italian, Portuguese, Russian, Spanish};

/// The words that stand with a number, what they number, and whose number words may stand with them.
#[rustfmt::skip]
const NUMBERED: [(&str, HeadingKind, &[Tongue]); 55] = [
    ("chapter", Chapter, &[English]), ("chap", Chapter, &[English, French]), ("ch", Chapter, &[English, French]), ("letter", Chapter, &[English]),
    ("stave", Chapter, &[English]), ("canto", Chapter, &[English, Italian, Spanish, Portuguese]),
    ("episode", Chapter, &[English, German]), ("part", Part, &[English]), ("book", Part, &[English]),
    ("volume", Part, &[English, French, Italian, Portuguese]), ("vol", Part, &[English]),
    ("section", Section, &[English, French]), ("act", Part, &[English]), ("scene", Section, &[English]),
    ("kapitel", Chapter, &[German]), ("capitel", Chapter, &[German]), ("gesang", Chapter, &[German]),
    ("folge", Chapter, &[German]), ("teil", Part, &[German]), ("theil", Part, &[German]), ("buch", Part, &[German]),
    ("band", Part, &[German]), ("abschnitt", Section, &[German]),
    ("chapitre", Chapter, &[French]), ("épisode", Chapter, &[French]),
    ("partie", Part, &[French]), ("livre", Part, &[French]), ("tome", Part, &[French]),
    ("capítulo", Chapter, &[Spanish, Portuguese]), ("capitulo", Chapter, &[Spanish, Portuguese]),
    ("cap", Chapter, &[Spanish, Portuguese, Italian]), ("episodio", Chapter, &[Spanish, Italian]),
    ("parte", Part, &[Spanish, Italian, Portuguese]), ("libro", Part, &[Spanish, Italian]), ("tomo", Part, &[Spanish, Italian, Portuguese]),
    ("volumen", Part, &[Spanish]), ("jornada", Part, &[Spanish]),
    ("capitolo", Chapter, &[Italian]), ("livro", Part, &[Portuguese]), ("episódio", Chapter, &[Portuguese]),
    ("глава", Chapter, &[Russian]), ("гл", Chapter, &[Russian]), ("часть", Part, &[Russian]), ("книга", Part, &[Russian]), ("том", Part, &[Russian]),
    ("песнь", Chapter, &[Russian]), ("раздел", Section, &[Russian]),
    ("hoofdstuk", Chapter, &[]), ("deel", Part, &[]), ("boek", Part, &[]), ("kapitlet", Chapter, &[]), ("del", Part, &[]),
    ("rozdział", Chapter, &[]), ("kapitola", Chapter, &[]), ("розділ", Chapter, &[]),
];

/// Ordinals without a number.
const LAST: [&str; 16] = [
    "last",
    "final",
    "letztes",
    "letzter",
    "letzte",
    "dernier",
    "dernière",
    "último",
    "última",
    "ultimo",
    "ultima",
    "последняя",
    "последний",
    "laatste",
    "ostatni",
    "poslední",
];

/// Articles that may stand before the number word.
const ARTICLES: [&str; 8] = ["the ", "das ", "der ", "le ", "la ", "el ", "il ", "o "];

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
    /// Whether what follows the number may as well be a sentence.
    pub prose: bool,
}

/// Reads `Chapter 4`, `BOOK THE FIRST--Recalled`, `Erstes Kapitel`, `Глава первая`, where it says enough by itself.
pub fn numbered(line: &str) -> Option<Numbered> {
    numbered_or_prose(line).filter(|found| !found.prose)
}

/// Reads such lines also where what follows the number may as well be a sentence.
pub fn numbered_or_prose(line: &str) -> Option<Numbered> {
    let line = undecorated(line);
    if line.len() > 240 {
        return None;
    }
    if line.starts_with(crate::manuscript::lines::is_wide) {
        return in_chinese(line);
    }
    numbering_word_first(line).or_else(|| numbering_word_last(line))
}

/// The line without the marks around it: `== Chapter 1 ==`.
pub fn undecorated(line: &str) -> &str {
    let line = line.trim();
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "_*=~#-–—•·<>".contains(c));
    let bare = bare.strip_prefix(['[', '【', '<']).and_then(|bare| bare.strip_suffix([']', '】', '>'])).unwrap_or(bare);
    // A line that starts with a dash is somebody speaking.
    let spoken = line.starts_with(['-', '–', '—']) && !line.ends_with(['-', '–', '—']);
    if spoken { line } else { bare }
}

fn numbering_word(word: &str) -> Option<(HeadingKind, &'static [Tongue])> {
    let word = word.trim_end_matches(['.', ':', ',']);
    if word.len() > 24 || !word.starts_with(char::is_alphabetic) {
        return None;
    }
    // This is asked of every word that begins a line: ASCII needs no copy.
    let ascii = word.is_ascii();
    let lower = if ascii { String::new() } else { word.to_lowercase() };
    let is = |name: &str| if ascii { name.eq_ignore_ascii_case(word) } else { name == lower };
    NUMBERED.iter().find(|(name, ..)| is(name)).map(|(_, kind, tongues)| (*kind, *tongues))
}

/// Reads a number at the start, in figures or in up to four words; gives back the rest.
fn number_first<'a>(text: &'a str, tongues: &[Tongue]) -> Option<(u32, &'a str)> {
    let mut ends = Vec::with_capacity(4);
    let mut from = 0;
    while ends.len() < 4 {
        let end = from + word_end(&text[from..]);
        if end == from {
            break;
        }
        ends.push(end);
        if !text[end..].starts_with(' ') {
            break;
        }
        from = end + 1;
    }
    let figure = |text: &str| {
        let text = unfold_figures(text);
        Numeral::parse(&text).filter(|number| !matches!(number, Numeral::Word(_))).map(Numeral::value)
    };
    let words = |text: &str| tongues.iter().find_map(|tongue| number_words::value(text, *tongue));
    let first = *ends.first()?;
    if let Some(number) = figure(&text[..first]) {
        return Some((number, &text[first..]));
    }
    ends.iter().rev().find_map(|end| Some((words(&text[..*end])?, &text[*end..])))
}

/// Figures of full width and Roman numbers that are one character, as they are typed elsewhere.
pub fn unfold_figures(text: &str) -> std::borrow::Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '０'..='９' => out.push(char::from(b'0' + (c as u32 - '０' as u32) as u8)),
            'Ⅰ'..='Ⅻ' => out.push_str(roman[(c as u32 - 'Ⅰ' as u32) as usize]),
            _ => out.push(c),
        }
    }
    out.into()
}

/// Where the word at the start ends: letters and digits, with single hyphens inside (`Forty-two`).
fn word_end(text: &str) -> usize {
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

fn numbering_word_first(line: &str) -> Option<Numbered> {
    let (word, rest) = line.split_once(|c: char| c.is_whitespace() || c == '#')?;
    let (kind, tongues) = numbering_word(word)?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '#');
    let lower = rest.get(..4).map(str::to_lowercase).unwrap_or_default();
    let article = ARTICLES.iter().find(|article| lower.starts_with(**article));
    let rest = article.map_or(rest, |article| &rest[article.len()..]);
    let rest = rest.strip_prefix(['№', 'º']).unwrap_or(rest).trim_start();
    let (number, title) = number_first(rest, tongues)?;
    numbered_with(kind, word, Some(number), title, tongues)
}

/// Judges what stands behind the number.
fn numbered_with(
    kind: HeadingKind,
    word: &str,
    number: Option<u32>,
    title: &str,
    tongues: &[Tongue],
) -> Option<Numbered> {
    let word = word.trim_end_matches(['.', ':', ',']).to_owned();
    let found = |titled, prose| Some(Numbered { kind, word, number, titled, prose });
    let title = without_mark(title);
    if !title.contains(char::is_alphanumeric) {
        return if title.contains(['!', '?', ',', ';', '"', '”']) { None } else { found(false, false) };
    }
    let separated = title.starts_with(['.', ':', '-', '–', '—', '(', '[', '|', '/', '\t', '・']);
    let bare = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let words = bare.split_whitespace().count();
    let title_case = titles::is_title_case(title);
    // Titles are in capitals in English alone; elsewhere a capital begins them, as it begins no sentence that goes on.
    let begins = !tongues.contains(&English) && bare.starts_with(char::is_uppercase) && !title.starts_with([',', ';']);
    // `Chapter 3. He sighed and closed the book, and then he left.` is prose about a book.
    let prose = !title_case && words > 8 && bare.ends_with(['.', '!', '?', ',', ';', ':']);
    let long = words > 14;
    // `Chapter One, in which it rains`
    if title.starts_with(',')
        && words <= 14
        && (tells(bare) || !bare.ends_with(['.', '!', '?', ',', ';', ':', '"', '”']))
    {
        return found(true, true);
    }
    if separated || title_case || begins { found(true, prose || long || title.starts_with(',')) } else { None }
}

/// Whether these words begin to tell what happens in a chapter.
fn tells(text: &str) -> bool {
    const IN_WHICH: [&str; 9] = [
        "in which ",
        "wherein ",
        "in dem ",
        "in welchem ",
        "où ",
        "dans lequel ",
        "en que ",
        "en el que ",
        "в которой ",
    ];
    let lower = text.to_lowercase();
    IN_WHICH.iter().any(|begins| lower.starts_with(begins))
}

/// A title without the footnote mark behind its number: `[1].`
fn without_mark(title: &str) -> &str {
    match title.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((mark, rest)) if mark.bytes().all(|b| b.is_ascii_digit()) => rest.trim_end().trim_start_matches(' '),
        _ => title.trim_end().trim_start_matches(' '),
    }
}

/// Reads `Erstes Kapitel`, `1. Kapitel: Das Meer`, `Vingt et unième partie`, `The Second Book`.
fn numbering_word_last(line: &str) -> Option<Numbered> {
    let mut at = 0;
    for (words, part) in line.split(' ').enumerate() {
        let end = at + part.len();
        if (1..5).contains(&words)
            && let Some((kind, tongues)) = numbering_word(part)
        {
            let word_end = at + part.trim_end_matches(['.', ':', ',']).len();
            return before_numbering_word(line[..at].trim(), &line[at..word_end], kind, tongues, &line[word_end..]);
        }
        at = end + 1;
        if words >= 5 {
            break;
        }
    }
    None
}

fn before_numbering_word(
    first: &str,
    word: &str,
    kind: HeadingKind,
    tongues: &[Tongue],
    title: &str,
) -> Option<Numbered> {
    let lower = first.to_lowercase();
    let article = ARTICLES.iter().find(|article| lower.starts_with(**article));
    let first = article.map_or(first, |article| first.get(article.len()..).unwrap_or_default());
    let first = first.trim_end_matches(['.', 'ª', 'º', 'ª', ')']);
    let number = match number_first(first, tongues) {
        Some((number, "" | "e" | "er" | "re" | "ère" | "я" | "-я" | "th" | "st" | "nd" | "rd")) => Some(number),
        _ => ordinal_figure(first),
    };
    // A lone ordinal that no table has, such as a misspelt one, is one by its form.
    let bent = tongues.contains(&German) && kind == Chapter && first.len() > 6 && first.ends_with("tes");
    let one = !first.contains(' ') && first.starts_with(char::is_uppercase);
    let last = LAST.contains(&first.to_lowercase().as_str());
    let bare = !title.contains(char::is_alphanumeric);
    if number.is_none() && !(one && bare && (bent || last)) {
        return None;
    }
    let found = numbered_with(kind, word, number, title, tongues)?;
    // `The first chapter was short.` and `Two Parts Sugar`
    let separated = title.is_empty()
        || title.starts_with(['.', ':', '-', '–', '—', '\t'])
        || title.starts_with("  ")
        || (title.starts_with(", ") && tells(&title[2..]));
    let capital = first.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    (capital && (separated || (!tongues.contains(&English) && title.starts_with(' ')))).then_some(found)
}

/// Reads `1st`, `2e`, `3-я`.
fn ordinal_figure(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (figure, ending) = text.split_at(end);
    let known = ["", "st", "nd", "rd", "th", "e", "er", "ère", "re", "ème", "-я", "-й", "-ая", "a", "o"];
    if known.contains(&ending) && end <= 4 { figure.parse().ok() } else { None }
}

/// Reads `第一章 海`, `第１２話「海」`, `一、海`.
fn in_chinese(line: &str) -> Option<Numbered> {
    if let Some(number) = line.strip_prefix("その").and_then(number_words::han) {
        return Some(Numbered {
            kind: Chapter,
            word: "その".to_owned(),
            number: Some(number),
            titled: false,
            prose: false,
        });
    }
    let rest = line.strip_prefix('第')?.trim_start();
    let end = rest.find(|c: char| {
        !(c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇零一二三四五六七八九十百千廿卅壱弐参".contains(c))
    })?;
    let (figure, rest) = rest.split_at(end);
    let number = unfold_figures(figure).parse().ok().or_else(|| number_words::han(figure))?;
    let rest = rest.trim_start();
    let word = rest.chars().next()?;
    let kind = match word {
        '章' | '話' | '话' | '回' | '幕' | '夜' => Chapter,
        '部' | '巻' | '卷' | '編' | '编' | '篇' | '冊' | '册' | '集' => Part,
        '節' | '节' => Section,
        _ => return None,
    };
    let title = &rest[word.len_utf8()..];
    let bare = title.trim();
    let separated = title.starts_with(|c: char| c.is_whitespace() || "：:「『（(・—–-．.、".contains(c));
    let prose = bare.ends_with(['。', '、', '，']) || bare.chars().count() > 40;
    if bare.is_empty() || separated {
        let titled = bare.contains(char::is_alphanumeric);
        return Some(Numbered { kind, word: word.to_string(), number: Some(number), titled, prose });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_words_are_known_with_their_numbers() {
        for (line, kind, number, titled) in [
            ("Chapter 1: Low Water: 6:40", Chapter, Some(1), true),
            ("CHAPTER I.", Chapter, Some(1), false),
            ("CHAPTER XII. The Pilot’s Evidence", Chapter, Some(12), true),
            ("Chapter Twenty-One", Chapter, Some(21), false),
            ("Chapter Twenty One: Ebb", Chapter, Some(21), true),
            ("Chapter the Fourth", Chapter, Some(4), false),
            ("== Chapter 3 ==", Chapter, Some(3), false),
            ("_Chapter 3_", Chapter, Some(3), false),
            ("Chapter I      The Harbour", Chapter, Some(1), true),
            ("Book the First--Gone to Sea", Part, Some(1), true),
            ("PART ONE", Part, Some(1), false),
            ("Letter 4", Chapter, Some(4), false),
            ("The Second Book", Part, Some(2), false),
            ("CHAPITRE XXII[1].", Chapter, Some(22), false),
            ("CHAPITRE PREMIER", Chapter, Some(1), false),
            ("CHAPITRE II Ce que devint la mer", Chapter, Some(2), true),
            ("Deuxième partie", Part, Some(2), false),
            ("Chapitre vingt et unième", Chapter, Some(21), false),
            ("Erstes Kapitel", Chapter, Some(1), false),
            ("Einunddreißgstes Kapitel", Chapter, None, false),
            ("1. Kapitel", Chapter, Some(1), false),
            ("Kapitel 3: Das Meer", Chapter, Some(3), true),
            ("Drittes Kapitel. Das Meer", Chapter, Some(3), true),
            ("ZWEITER TEIL", Part, Some(2), false),
            ("Capítulo I", Chapter, Some(1), false),
            ("Capítulo primero", Chapter, Some(1), false),
            ("Capítulo 3. Donde se cuenta lo del mar", Chapter, Some(3), true),
            ("Segunda parte", Part, Some(2), false),
            ("CAPITOLO VENTUNESIMO", Chapter, Some(21), false),
            ("Capítulo Vinte e Um", Chapter, Some(21), false),
            ("Глава первая", Chapter, Some(1), false),
            ("Часть вторая", Part, Some(2), false),
            ("ГЛАВА XII. Море", Chapter, Some(12), true),
            ("Глава двадцать первая", Chapter, Some(21), false),
            ("第一章", Chapter, Some(1), false),
            ("第１２話　海", Chapter, Some(12), true),
            ("第二部", Part, Some(2), false),
        ] {
            let found = numbered(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.kind, found.number, found.titled), (kind, number, titled), "{line}");
        }
    }

    #[test]
    fn a_sentence_about_a_chapter_is_none() {
        for line in [
            "Chapter two was the hardest of them.",
            "Part one, of course, was easy.",
            "Chapter 3. He sighed and closed the book, and then he left.",
            "The first chapter was short.",
            "Book lovers",
            "Letter from the Pilot",
            "A good book",
            "Chapter",
            "Kapitel 3 war schwer.",
            "Часть людей ушла",
            "Teil davon",
            "Livre ouvert",
            "Two Parts Sugar",
            "第一章では海を見た",
            "Part of Me",
            "Глава семьи молчал.",
        ] {
            assert_eq!(numbered(line), None, "{line}");
        }
    }
}
