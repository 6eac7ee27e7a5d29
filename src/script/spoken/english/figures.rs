//! Plain numbers, years, ordinals, fractions, ranges and percentages.

use super::{NOTATION, clock, dates, symbols, units};
use crate::script::numbers::english::{cardinal, digits, ordinal, year};
use crate::script::spoken::spot::{Found, Number, Spot, char_at, digit_run, joins, letters};

/// A whole number with its decimals, in words.
pub fn amount(value: u64, decimals: Option<&str>) -> String {
    match decimals {
        Some(decimals) => format!("{} point {}", cardinal(value), digits(decimals)),
        None => cardinal(value),
    }
}

/// What is left as printed as a whole, as the number here is a part of it: `12/4`, `1.2.3`, `B-2`, `¥500–600`.
pub fn part(spot: Spot) -> Found {
    is_part(spot).then(|| as_printed(spot.rest(), figures_run(spot.rest())))
}

/// How long figures go on with the signs between them.
pub fn figures_run(rest: &str) -> usize {
    rest.find(|c: char| !(c.is_alphanumeric() || "/.,:-–$£€¥".contains(c))).unwrap_or(rest.len())
}

/// So many bytes as they stand: what is not certain is left whole, and never half said.
pub fn as_printed(rest: &str, length: usize) -> (usize, String) {
    (length, rest[..length].to_owned())
}

fn is_part(spot: Spot) -> bool {
    let digit_before = || spot.head().chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit());
    let letter_before = || spot.head().chars().rev().nth(1).is_some_and(char::is_uppercase);
    spot.before()
        .is_some_and(|c| "/.,:#$£€¥₹₽₩+'’‘_\\".contains(c) || (c == '-' && (digit_before() || letter_before())))
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

/// `10 000`: the length of a number whose groups stand behind spaces, and its value where that is certain.
///
/// `10 500` may be two numbers; a group of zeros, or spaces that do not break, are none.
pub fn spaced_groups(rest: &str) -> Option<(usize, Option<u64>)> {
    let first = digit_run(rest);
    let (mut end, mut certain) = (first, false);
    // A thousand million is more than people say.
    while (1..=3).contains(&first) && end < first + 3 * 6 {
        let Some(space) = rest[end..].chars().next().filter(|c| " \u{a0}\u{202f}\u{2009}".contains(*c)) else { break };
        let group = &rest[end + space.len_utf8()..];
        if digit_run(group) != 3 || joins(char_at(group, 3)) {
            break;
        }
        certain |= space != ' ' || group.starts_with("000");
        end += space.len_utf8() + 3;
    }
    let digits: String = rest[..end].chars().filter(char::is_ascii_digit).collect();
    let value = digits.parse().ok().filter(|_| certain && !digits.starts_with('0'));
    (end > first).then_some((end, value))
}

/// `10 000 men`
pub fn spaced(spot: Spot) -> Found {
    let (length, value) = spaced_groups(spot.rest())?;
    let goes_on = spot.rest()[length..].starts_with(['.', ',', '/', ':', '-', '–'])
        && char_at(spot.rest(), length + 1).is_some_and(|c| c.is_ascii_digit());
    Some(match value.filter(|_| !goes_on) {
        Some(value) => (length, cardinal(value)),
        None => as_printed(spot.rest(), length),
    })
}

/// `6'2"` is `six foot two`.
pub fn height(spot: Spot) -> Found {
    let rest = spot.rest();
    let feet = digit_run(rest);
    let behind = rest[feet..].strip_prefix(['\'', '’', '′'])?;
    let value: u64 = rest[..feet].parse().ok().filter(|_| feet <= 2)?;
    let measured = |word: &str| ["tall", "high", "long", "wide", "deep"].contains(&word);
    if behind.strip_prefix(' ').map(letters).is_some_and(measured) {
        return Some((rest.len() - behind.len(), format!("{} feet", cardinal(value))));
    }
    let inches = behind.strip_prefix(' ').unwrap_or(behind);
    let digits = digit_run(inches);
    if digits == 0 {
        return None;
    }
    let spaced = inches.len() < behind.len();
    let marked = inches[digits..].strip_prefix(['"', '”', '″']).or_else(|| inches[digits..].strip_prefix("''"));
    let inch: Option<u64> = inches[..digits].parse().ok().filter(|inch| *inch < 12);
    match (marked, inch) {
        (Some(last), Some(inch)) => {
            Some((rest.len() - last.len(), format!("{} foot {}", cardinal(value), cardinal(inch))))
        }
        // `‘Room 6’ 20 men` is no height.
        _ if spaced => None,
        _ => Some(as_printed(rest, rest.len() - inches.len() + digits)),
    }
}

fn is_year(spot: Spot, number: &Number) -> bool {
    const BEFORE_YEARS: [&str; 11] =
        ["in", "since", "until", "till", "year", "circa", "spring", "summer", "autumn", "fall", "winter"];
    const BEFORE_EARLY_YEARS: [&str; 4] = ["of", "by", "before", "after"];
    let before = spot.word_before().trim_end_matches(',');
    let lower = before.to_lowercase();
    let dated = BEFORE_YEARS.contains(&lower.as_str()) || dates::is_month(before);
    let next = spot.rest()[number.length..].strip_prefix(' ').map_or("", letters);
    // `In 1066` is a year, and `1066` alone is any number.
    let early = number.whole.len() == 4
        && number.decimals.is_none()
        && number.value().is_some_and(|value| (1001..1100).contains(&value));
    if early {
        return (dated || BEFORE_EARLY_YEARS.contains(&lower.as_str())) && !is_counted(next);
    }
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
    let counted = counted_range(behind, number).is_some();
    let years = number.is_like_year() && year_digits(&behind[usize::from(behind.starts_with('-'))..]).is_some();
    // `17—`: a year that the author leaves open.
    let left_open = |rest: &str| number.length == 2 && !rest.starts_with(char::is_alphanumeric);
    ['—', '–'].iter().find_map(|dash| behind.strip_prefix(*dash)).or(behind.strip_prefix("--")).is_some_and(left_open)
        || behind.starts_with('/')
        || ['.', ':', ','].into_iter().any(part)
        || (part('-') && !years && !counted)
}

/// The digits of a year behind a dash, `1918` or `18`; nothing else may lean on them.
fn year_digits(text: &str) -> Option<&str> {
    let digits = digit_run(text);
    let leans = char_at(text, digits).is_some_and(|c| c.is_alphanumeric() || "-–/".contains(c));
    ((digits == 2 || digits == 4) && !leans).then(|| &text[..digits])
}

/// `10-12 days` is a range, as days are counted; `10-12` may be a day or a code.
fn counted_range(behind: &str, number: &Number) -> Option<(usize, u64)> {
    let second = behind.strip_prefix('-')?;
    let digits = digit_run(second);
    let last: u64 = second[..digits].parse().ok().filter(|_| (1..=3).contains(&digits) && !second.starts_with('0'))?;
    let counted = second[digits..].strip_prefix(' ').is_some_and(|rest| is_counted(letters(rest)));
    let rises = number.decimals.is_none() && number.value().is_some_and(|first| first < last);
    (counted && rises).then_some((1 + digits, last))
}

/// Whether the number here is said, and not left as printed.
fn is_said(spot: Spot) -> bool {
    let Some(number) = Number::read(spot.rest(), NOTATION).filter(|number| number.value().is_some()) else {
        return false;
    };
    let behind = &spot.rest()[number.length..];
    let joined = || {
        units::by_rule(spot).is_some() || ordinal_here(&number, 1, behind).is_some() || clock::by_rule(spot).is_some()
    };
    if joins(behind.chars().next()) { joined() } else { !is_left(behind, &number) }
}

/// `1914–18` is `nineteen fourteen to eighteen`, and `3–7` is `three to seven`.
fn range(spot: Spot, number: &Number, value: u64) -> Found {
    let behind = &spot.rest()[number.length..];
    let words = if number.is_like_year() { year(value) } else { amount(value, number.decimals) };
    if let Some(gap) = second_of_range(behind) {
        let second = Spot { at: spot.at + number.length + gap, ..spot };
        if !is_said(second) {
            return Some(as_printed(spot.rest(), number.length + gap + figures_run(second.rest())));
        }
        return Some((number.length + gap, format!("{words} to ")));
    }
    if let Some((second, last)) = counted_range(behind, number) {
        return Some((number.length + second, format!("{words} to {}", cardinal(last))));
    }
    let second = year_digits(behind.strip_prefix('-')?).filter(|_| number.is_like_year())?;
    let last: u64 = second.parse().ok()?;
    let last = if second.len() == 4 { year(last) } else { cardinal(last) };
    Some((number.length + 1 + second.len(), format!("{words} to {last}")))
}
