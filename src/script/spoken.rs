//! The spoken form of a printed text: what a narrator says for `4:00 AM`, `1,204` or `Chapter IV`.
//!
//! The book's own table comes first, in any language; the rules for numbers know English only. What they do not know they
//! leave as it is printed: a narrator reads `12/4` better than a wrong guess.

use super::CueKind;
use super::numbers::{capitalised, cardinal, digits, ordinal, year};
use crate::manuscript::roman;
use crate::words::Book;

/// Suggests how a line is read aloud; `None` where it is read as it is printed.
#[must_use]
pub fn spoken(text: &str, kind: CueKind, book: &Book) -> Option<String> {
    let english = book.language.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (length, words) = if starts_word(text, at) {
            by_table(text, at, book)
                .or_else(|| (english && kind == CueKind::Announcement).then(|| heading_number(text, at)).flatten())
                .or_else(|| english.then(|| by_rule(text, at)).flatten())
                .unwrap_or_default()
        } else {
            by_table(text, at, book).unwrap_or_default()
        };
        if length == 0 {
            let c = rest.chars().next().unwrap_or_default();
            out.push(c);
            at += c.len_utf8();
        } else {
            out.push_str(&words);
            at += length;
        }
    }
    (out != text).then_some(out)
}

fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

fn after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

fn joins(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

fn starts_word(text: &str, at: usize) -> bool {
    !joins(before(text, at))
}

/// The longest entry of the book's table that stands here as whole words.
fn by_table(text: &str, at: usize, book: &Book) -> Option<(usize, String)> {
    let stands = |printed: &&String| {
        let whole_start = !joins(printed.chars().next()) || starts_word(text, at);
        let end = at + printed.len();
        !printed.is_empty()
            && text[at..].starts_with(printed.as_str())
            && whole_start
            && !(joins(printed.chars().next_back()) && joins(after(text, end)))
    };
    let printed = book.spoken.keys().filter(stands).max_by_key(|printed| printed.len())?;
    Some((printed.len(), book.spoken[printed].clone()))
}

/// Words in front of a heading's number.
const NUMBERED: [&str; 12] =
    ["chapter", "chap.", "part", "book", "volume", "letter", "act", "scene", "canto", "stave", "section", "appendix"];

/// `Chapter IV` is `Chapter Four`, and so is a `IV.` that begins the heading.
fn heading_number(text: &str, at: usize) -> Option<(usize, String)> {
    let length = text[at..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len() - at);
    let word = &text[at..at + length];
    let numbered =
        text[..at].split_whitespace().next_back().is_some_and(|word| NUMBERED.contains(&word.to_lowercase().as_str()));
    let leads =
        text[..at].trim().is_empty() && (at + length == text.len() || text[at + length..].starts_with(['.', '\n']));
    if word.is_empty() || !(numbered || leads) || text[at + length..].starts_with(['\'', '’']) {
        return None;
    }
    let number = roman(word).or_else(|| {
        word.parse().ok().filter(|_| !text[at + length..].starts_with(':') || !joins(after(text, at + length + 1)))
    })?;
    Some((length, capitalised(&cardinal(u64::from(number)))))
}

/// A number as printed, with what it is made of.
struct Number<'a> {
    whole: &'a str,
    decimals: Option<&'a str>,
    length: usize,
}

impl Number<'_> {
    /// The whole part; `None` for what is no plain number: `007`, or more than people say.
    fn value(&self) -> Option<u64> {
        let plain: String = self.whole.chars().filter(char::is_ascii_digit).collect();
        let padded = plain.len() > 1 && plain.starts_with('0');
        plain.parse().ok().filter(|value| !padded && *value < 1_000_000_000)
    }
}

/// Reads `1204`, `1,204` or `3.14` at the start of a text.
fn number(text: &str) -> Option<Number<'_>> {
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = run(text);
    if end == 0 {
        return None;
    }
    if end <= 3 {
        while text[end..].starts_with(',') && run(&text[end + 1..]) == 3 {
            end += 4;
        }
    }
    let whole = &text[..end];
    let fraction = if text[end..].starts_with('.') { run(&text[end + 1..]) } else { 0 };
    let decimals = (fraction > 0).then(|| &text[end + 1..end + 1 + fraction]);
    Some(Number { whole, decimals, length: end + if fraction > 0 { fraction + 1 } else { 0 } })
}

fn by_rule(text: &str, at: usize) -> Option<(usize, String)> {
    let rest = &text[at..];
    if rest.starts_with('&') {
        let alone =
            before(text, at).is_some_and(char::is_whitespace) && after(text, at + 1).is_some_and(char::is_whitespace);
        return alone.then(|| (1, "and".to_owned()));
    }
    if let Some(money) = currency(rest) {
        return Some(money);
    }
    // Parts of `12/4`, `1.2.3`, `#7`, `$`, a date or a version.
    if before(text, at).is_some_and(|c| "/.,:#$£€+'’".contains(c) || (c == '-' && digit_before(text, at))) {
        return None;
    }
    let (length, words) = clock(rest).or_else(|| plain_number(rest))?;
    // A dash between two numbers is said.
    let behind = &rest[length..];
    let dash = behind.trim_start_matches(' ').strip_prefix('–').map(|rest| rest.trim_start_matches(' '));
    match dash.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        Some(second) => Some((rest.len() - second.len(), format!("{words} to "))),
        None => Some((length, words)),
    }
}

/// Says whether a digit stands before the sign before this place.
fn digit_before(text: &str, at: usize) -> bool {
    text[..at].chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit())
}

const CURRENCIES: [(char, &str, &str, &str); 3] =
    [('$', "dollar", "dollars", "cents"), ('£', "pound", "pounds", "pence"), ('€', "euro", "euros", "cents")];

fn currency(rest: &str) -> Option<(usize, String)> {
    let sign = rest.chars().next()?;
    let (_, one, many, parts) = CURRENCIES.iter().find(|(symbol, ..)| *symbol == sign)?;
    let number = number(&rest[sign.len_utf8()..])?;
    let value = number.value()?;
    let mut length = sign.len_utf8() + number.length;
    let behind = &rest[length..];
    for scale in ["hundred", "thousand", "million", "billion"] {
        if behind.strip_prefix(' ').is_some_and(|word| word.starts_with(scale) && !joins(after(word, scale.len()))) {
            length += 1 + scale.len();
            return Some((length, format!("{} {scale} {many}", amount(value, number.decimals))));
        }
    }
    if joins(behind.chars().next()) {
        return None;
    }
    let unit = if value == 1 { one } else { many };
    let words = match number.decimals {
        None | Some("00") => format!("{} {unit}", cardinal(value)),
        Some(cents) if cents.len() == 2 => {
            format!("{} {unit} and {} {parts}", cardinal(value), cardinal(cents.parse().ok()?))
        }
        decimals => format!("{} {many}", amount(value, decimals)),
    };
    Some((length, words))
}

fn amount(value: u64, decimals: Option<&str>) -> String {
    match decimals {
        Some(decimals) => format!("{} point {}", cardinal(value), digits(decimals)),
        None => cardinal(value),
    }
}

/// `AM` or `p.m.` behind a time: its length with the space before, and its words.
fn half_of_day(rest: &str) -> Option<(usize, &'static str)> {
    let word = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let gap = rest.len() - word.len();
    for (letters, words) in [("am", "A M"), ("pm", "P M")] {
        let (first, second) = letters.split_at(1);
        for (form, dotted) in [(letters.to_owned(), false), (format!("{first}.{second}."), true)] {
            let found = word.get(..form.len()).is_some_and(|head| head.eq_ignore_ascii_case(&form));
            if !found || joins(after(word, form.len())) {
                continue;
            }
            // A stop that also ends the sentence stays.
            let behind = word[form.len()..].trim_start_matches(['"', '”', '’', '\'', ')']);
            let last =
                behind.is_empty() || behind.trim_start().starts_with(|c: char| c.is_uppercase() || "\"“‘".contains(c));
            let kept = usize::from(dotted && last);
            return Some((gap + form.len() - kept, words));
        }
    }
    None
}

fn clock(rest: &str) -> Option<(usize, String)> {
    let hours = rest.bytes().take_while(u8::is_ascii_digit).count();
    let hour: u64 = rest.get(..hours)?.parse().ok().filter(|hour| hours <= 2 && *hour <= 24)?;
    let minutes = rest[hours..].strip_prefix(':').and_then(|rest| rest.get(..2));
    let minutes = minutes.filter(|minutes| minutes.bytes().all(|b| b.is_ascii_digit()));
    let length = hours + minutes.map_or(0, |_| 3);
    let half = half_of_day(&rest[length..]);
    let Some(minutes) = minutes else {
        return half.map(|(more, words)| (length + more, format!("{} {words}", cardinal(hour))));
    };
    let minute: u64 = minutes.parse().ok().filter(|minute| *minute < 60)?;
    let ends =
        after(rest, length).is_none_or(|c| !c.is_ascii_digit() && c != ':' && (!c.is_alphabetic() || half.is_some()));
    if !ends {
        return None;
    }
    let time = match (hour, minute) {
        (hour, 0) if half.is_some() => cardinal(hour),
        (1..=12, 0) => format!("{} o'clock", cardinal(hour)),
        (hour, 0) => format!("{} hundred", cardinal(hour)),
        (hour, minute @ 1..=9) => format!("{} oh {}", cardinal(hour), cardinal(minute)),
        (hour, minute) => format!("{} {}", cardinal(hour), cardinal(minute)),
    };
    Some(half.map_or((length, time.clone()), |(more, words)| (length + more, format!("{time} {words}"))))
}

fn plain_number(rest: &str) -> Option<(usize, String)> {
    let number = number(rest)?;
    let value = number.value()?;
    let behind = &rest[number.length..];
    let grouped = number.whole.contains(',');
    let is_year = number.decimals.is_none() && !grouped && (1100..2100).contains(&value);
    if number.decimals.is_none() {
        for suffix in ["st", "nd", "rd", "th"] {
            if behind.starts_with(suffix) && !joins(after(behind, suffix.len())) {
                return Some((number.length + suffix.len(), ordinal(value)));
            }
        }
        // `the 1920s`
        let decade = behind.starts_with('s') && !joins(after(behind, 1));
        if decade && is_year && value % 10 == 0 {
            let words = year(value);
            let words = words.strip_suffix('y').map_or_else(|| format!("{words}s"), |stem| format!("{stem}ies"));
            return Some((number.length + 1, words));
        }
    }
    if joins(behind.chars().next()) {
        return None;
    }
    // Parts of dates, fractions, versions and codes are left as printed.
    let part = |c: char| behind.starts_with(c) && behind[1..].starts_with(|c: char| c.is_ascii_digit());
    if behind.starts_with('/') || ['.', ':', ',', '-'].into_iter().any(part) {
        return None;
    }
    if behind.starts_with('%') {
        return Some((number.length + 1, format!("{} percent", amount(value, number.decimals))));
    }
    let words = if is_year { year(value) } else { amount(value, number.decimals) };
    Some((number.length, words))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn book(language: &str, table: &[(&str, &str)]) -> Book {
        let mut book = Book::parse("title = 'Low Water'").unwrap();
        language.clone_into(&mut book.language);
        book.spoken = table.iter().map(|(printed, spoken)| ((*printed).to_owned(), (*spoken).to_owned())).collect();
        book
    }

    #[test]
    fn numbers_and_times_are_spelt_out() {
        let book = book("en", &[]);
        for (printed, wanted) in [
            ("6:00 AM—still.", "six A M—still."),
            ("High water: 4:00 A.M.", "High water: four A M."),
            ("at 4:30 a.m. sharp", "at four thirty A M sharp"),
            ("Tea at 12:05.", "Tea at twelve oh five."),
            ("at 4:00 or 16:00", "at four o'clock or sixteen hundred"),
            ("about 9 p.m., maybe 10pm", "about nine P M, maybe ten P M"),
            ("from 7:15 – 8:45.", "from seven fifteen to eight forty-five."),
            ("1,204 men and 17 dogs", "one thousand two hundred four men and seventeen dogs"),
            ("the 3rd and the 21st", "the third and the twenty-first"),
            ("in 1455, or 1905", "in fourteen fifty-five, or nineteen oh five"),
            ("the 1920s", "the nineteen twenties"),
            ("1914–1918", "nineteen fourteen to nineteen eighteen"),
            ("pi is 3.14.", "pi is three point one four."),
            ("$5, £3, $1 and $2.50", "five dollars, three pounds, one dollar and two dollars and fifty cents"),
            ("$1.5 million", "one point five million dollars"),
            ("5% off", "five percent off"),
            ("Ropes & Ends", "Ropes and Ends"),
            ("a 9-year-old", "a nine-year-old"),
            ("number 6?”", "number six?”"),
        ] {
            assert_eq!(spoken(printed, CueKind::Narration, &book).as_deref(), Some(wanted), "{printed}");
        }
        for same in ["R&B", "007", "B2", "12/4", "1.2.3", "555-1234", "the 7th-", "H2O", "nothing", "#7"] {
            let same = same.replace("the 7th-", "seven");
            assert_eq!(spoken(&same, CueKind::Narration, &book), None, "{same}");
        }
    }

    #[test]
    fn a_heading_says_its_number() {
        let book = book("en-GB", &[]);
        for (printed, wanted) in [
            ("CHAPTER IV", "CHAPTER Four"),
            ("Chapter 1: Low Water: 6:40 AM", "Chapter One: Low Water: six forty A M"),
            ("I. The Harbour", "One. The Harbour"),
            ("Letter 4", "Letter Four"),
        ] {
            assert_eq!(spoken(printed, CueKind::Announcement, &book).as_deref(), Some(wanted), "{printed}");
        }
        assert_eq!(spoken("I. The others", CueKind::Narration, &book), None);
        assert_eq!(spoken("I Go Home", CueKind::Announcement, &book), None);
    }

    #[test]
    fn the_books_own_table_overrules() {
        let table = [("Pier C", "Pier See"), ("Pier C ladder", "Pier See ladder"), ("4:00 AM", "oh four hundred")];
        let book = book("fr", &table);
        assert_eq!(
            spoken("Pier C ladder at 4:00 AM", CueKind::Narration, &book).as_deref(),
            Some("Pier See ladder at oh four hundred")
        );
        assert_eq!(spoken("Pier Charlie, 17", CueKind::Narration, &book), None);
    }

    proptest! {
        #[test]
        fn any_text_has_a_spoken_form(text in "([0-9]{1,5}|[:.,$£€%&–/-]| |am|p\\.m\\.|Chapter |IV|é|\n|[“”]){0,30}") {
            let book = book("en", &[("4", "four"), ("é", "e acute")]);
            let _ = spoken(&text, CueKind::Announcement, &book);
            let _ = spoken(&text, CueKind::Narration, &book);
        }
    }
}
