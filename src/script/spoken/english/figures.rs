//! Plain numbers, years, ordinals, fractions, ranges and percentages.

use super::{NOTATION, dates, symbols};
use crate::script::numbers::english::{cardinal, digits, ordinal, year};
use crate::script::spoken::spot::{Found, Number, Spot, char_at, digit_run, joins, letters};

/// A whole number with its decimals, in words.
pub fn amount(value: u64, decimals: Option<&str>) -> String {
    match decimals {
        Some(decimals) => format!("{} point {}", cardinal(value), digits(decimals)),
        None => cardinal(value),
    }
}

/// Whether a number is a part of something that is left as printed: `12/4`, `1.2.3`, `B-2`.
pub fn is_part(spot: Spot) -> bool {
    let digit_before = || spot.head().chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit());
    let letter_before = || spot.head().chars().rev().nth(1).is_some_and(char::is_uppercase);
    spot.before().is_some_and(|c| "/.,:#$£€+'’‘_\\".contains(c) || (c == '-' && (digit_before() || letter_before())))
}

/// Fractions that are never dates.
const FRACTIONS: [(&str, &str); 8] = [
    ("1/2", "one half"),
    ("1/3", "one third"),
    ("2/3", "two thirds"),
    ("1/4", "one quarter"),
    ("3/4", "three quarters"),
    ("1/8", "one eighth"),
    ("24/7", "twenty-four seven"),
    ("9/11", "nine eleven"),
];

/// `1/2`, `2 1/2`, `2½`, `24/7`.
pub fn fraction(spot: Spot) -> Found {
    let rest = spot.rest();
    let whole = digit_run(rest);
    let stands = |text: &str, printed: &str| {
        text.starts_with(printed) && !char_at(text, printed.len()).is_some_and(|c| c.is_alphanumeric() || c == '/')
    };
    if let Some((printed, words)) = FRACTIONS.iter().find(|(printed, _)| stands(rest, printed)) {
        return Some((printed.len(), (*words).to_owned()));
    }
    let second = rest[whole..].strip_prefix(' ').unwrap_or(&rest[whole..]);
    if let Some((sign, words)) = symbols::behind_number(second) {
        let value: u64 = rest[..whole].parse().ok().filter(|_| whole <= 3)?;
        return Some((rest.len() - second.len() + sign, format!("{} and {words}", cardinal(value))));
    }
    let second = rest[whole..].strip_prefix(' ')?;
    let (printed, words) = FRACTIONS[..6].iter().find(|(printed, _)| stands(second, printed))?;
    let value: u64 = rest[..whole].parse().ok().filter(|_| whole <= 3)?;
    let words =
        words.strip_prefix("one ").map_or_else(|| (*words).to_owned(), |part| format!("{} {part}", article(part)));
    Some((whole + 1 + printed.len(), format!("{} and {words}", cardinal(value))))
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['e', 'a', 'o', 'i']) { "an" } else { "a" }
}

/// What stands between two numbers with a dash: `1914–18`.
pub fn second_of_range(rest: &str) -> Option<usize> {
    let second = rest.trim_start_matches(' ').strip_prefix('–')?.trim_start_matches(' ');
    second.starts_with(|c: char| c.is_ascii_digit()).then_some(rest.len() - second.len())
}

/// Words behind a number of things.
pub fn is_counted(word: &str) -> bool {
    const NOUNS: [&str; 7] = ["men", "women", "people", "children", "feet", "head", "horse"];
    const VERBS: [&str; 8] = ["was", "is", "has", "as", "does", "this", "its", "his"];
    let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !VERBS.contains(&word);
    word.starts_with(char::is_lowercase) && (plural || NOUNS.contains(&word))
}

fn is_year(spot: Spot, number: &Number) -> bool {
    const BEFORE_YEARS: [&str; 11] =
        ["in", "since", "until", "till", "year", "circa", "spring", "summer", "autumn", "fall", "winter"];
    let before = spot.word_before().trim_end_matches(',');
    let dated = BEFORE_YEARS.contains(&before.to_lowercase().as_str()) || dates::is_month(before);
    let next = spot.rest()[number.length..].strip_prefix(' ').map_or("", letters);
    number.is_like_year() && (dated || !is_counted(next))
}

/// Reads a number with what belongs to it.
pub fn by_rule(spot: Spot) -> Found {
    let rest = spot.rest();
    let number = Number::read(rest, NOTATION)?;
    let value = number.value()?;
    let behind = &rest[number.length..];
    let whole = || ordinal_here(&number, value, behind).or_else(|| dates::long_decade(&number, behind));
    if let Some(found) = number.decimals.is_none().then(whole).flatten() {
        return Some(found);
    }
    if joins(behind.chars().next()) || is_left(behind, &number) {
        return None;
    }
    if let Some(found) = range(spot, &number, value) {
        return Some(found);
    }
    let percent = behind.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if percent.starts_with('%') {
        let length = rest.len() - percent.len() + 1;
        return Some((length, format!("{} percent", amount(value, number.decimals))));
    }
    let words = if is_year(spot, &number) { year(value) } else { amount(value, number.decimals) };
    Some((number.length, words))
}

fn ordinal_here(number: &Number, value: u64, behind: &str) -> Found {
    let suffix = ["st", "nd", "rd", "th"].into_iter().find(|suffix| behind.starts_with(suffix))?;
    (!joins(char_at(behind, suffix.len()))).then(|| (number.length + suffix.len(), ordinal(value)))
}

/// Parts of dates, fractions, versions and codes are left as printed; years may have a hyphen between them.
fn is_left(behind: &str, number: &Number) -> bool {
    let part = |c: char| behind.starts_with(c) && behind[1..].starts_with(|c: char| c.is_ascii_digit());
    let years = number.is_like_year() && year_digits(&behind[usize::from(behind.starts_with('-'))..]).is_some();
    // `17—`: a year that the author leaves open.
    let left_open = |rest: &str| number.length == 2 && !rest.starts_with(char::is_alphabetic);
    ['—', '–'].iter().find_map(|dash| behind.strip_prefix(*dash)).or(behind.strip_prefix("--")).is_some_and(left_open)
        || behind.starts_with('/')
        || ['.', ':', ','].into_iter().any(part)
        || (part('-') && !years)
}

/// The digits of a year behind a dash, `1918` or `18`; nothing else may lean on them.
fn year_digits(text: &str) -> Option<&str> {
    let digits = digit_run(text);
    let leans = char_at(text, digits).is_some_and(|c| c.is_alphanumeric() || "-–/".contains(c));
    ((digits == 2 || digits == 4) && !leans).then(|| &text[..digits])
}

/// `1914–18` is `nineteen fourteen to eighteen`, and `3–7` is `three to seven`.
fn range(spot: Spot, number: &Number, value: u64) -> Found {
    let behind = &spot.rest()[number.length..];
    let words = if number.is_like_year() { year(value) } else { amount(value, number.decimals) };
    if let Some(gap) = second_of_range(behind) {
        return Some((number.length + gap, format!("{words} to ")));
    }
    let second = year_digits(behind.strip_prefix('-')?).filter(|_| number.is_like_year())?;
    let last: u64 = second.parse().ok()?;
    let last = if second.len() == 4 { year(last) } else { cardinal(last) };
    Some((number.length + 1 + second.len(), format!("{words} to {last}")))
}
