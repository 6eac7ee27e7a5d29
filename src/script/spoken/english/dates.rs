//! Days and decades: `May 3, 1887`, `3 May 1887`, `'60s`. `12/4/1999` is left alone: which is the month?

use crate::script::numbers::english::{ordinal, year};
use crate::script::spoken::spot::{Found, Number, Spot, char_at, digit_run, joins, letters};

#[rustfmt::skip]
const MONTHS: [(&str, &str); 24] = [
    ("January", "January"), ("February", "February"), ("March", "March"), ("April", "April"), ("May", "May"), ("June", "June"),
    ("July", "July"), ("August", "August"), ("September", "September"), ("October", "October"), ("November", "November"),
    ("December", "December"), ("Jan", "January"), ("Feb", "February"), ("Mar", "March"), ("Apr", "April"), ("Jun", "June"),
    ("Jul", "July"), ("Aug", "August"), ("Sept", "September"), ("Sep", "September"), ("Oct", "October"), ("Nov", "November"),
    ("Dec", "December"),
];

/// A month's name at the start of a text: its length with the stop of a short form, and the name.
fn month(text: &str) -> Option<(usize, &'static str)> {
    if !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let word = letters(text);
    let (short, name) = MONTHS.iter().find(|(form, _)| *form == word)?;
    let stop = usize::from(short != name && text[word.len()..].starts_with('.'));
    Some((word.len() + stop, name))
}

/// Whether a word is the name of a month.
pub fn is_month(word: &str) -> bool {
    month(word).is_some_and(|(length, _)| length == word.len())
}

/// A day of a month with or without its ending: its length and its number.
fn day(text: &str) -> Option<(usize, u64)> {
    let digits = digit_run(text);
    let day = text.get(..digits)?.parse().ok().filter(|day| digits <= 2 && (1..=31).contains(day))?;
    let ending = ["st", "nd", "rd", "th"].into_iter().find(|ending| text[digits..].starts_with(ending));
    let length = digits + ending.map_or(0, str::len);
    (!joins(char_at(text, length))).then_some((length, day))
}

/// A year behind a day: `, 1887` or ` 1887`, its length and its words.
fn year_behind(text: &str) -> Option<(usize, String)> {
    let rest = text.strip_prefix(", ").or_else(|| text.strip_prefix(' '))?;
    let digits = digit_run(rest);
    let value = rest[..digits].parse().ok().filter(|value| digits == 4 && (1000..2100).contains(value))?;
    let decade = joins(char_at(rest, digits));
    (!decade).then(|| (text.len() - rest.len() + digits, format!(", {}", year(value))))
}

/// `May 3, 1887` is `May third, eighteen eighty-seven`.
pub fn month_first(spot: Spot) -> Found {
    let rest = spot.rest();
    let (name_length, name) = month(rest)?;
    let behind = rest[name_length..].strip_prefix(' ')?;
    let Some((day_length, day)) = day(behind).filter(|(length, _)| !goes_on(&behind[*length..])) else {
        // `Dec. 1887`
        let short = name_length != name.len();
        return (short && behind.starts_with(|c: char| c.is_ascii_digit())).then(|| (name_length, name.to_owned()));
    };
    let length = name_length + 1 + day_length;
    let (more, year) = year_behind(&rest[length..]).unwrap_or_default();
    Some((length + more, format!("{name} {}{year}", ordinal(day))))
}

/// `3 May 1887` is `the third of May, eighteen eighty-seven`.
pub fn day_first(spot: Spot) -> Found {
    let rest = spot.rest();
    let (day_length, day) = day(rest)?;
    let behind = rest[day_length..].strip_prefix(' ')?;
    let (name_length, name) = month(behind).filter(|(length, _)| !joins(char_at(behind, *length)))?;
    let length = day_length + 1 + name_length;
    let (more, year) = year_behind(&rest[length..]).unwrap_or_default();
    let article = if spot.word_before().eq_ignore_ascii_case("the") { "" } else { "the " };
    Some((length + more, format!("{article}{} of {name}{year}", ordinal(day))))
}

/// Whether a number goes on: `May 3.5`, `May 4:00`, `March 3/4`, `March 10 miles`.
fn goes_on(rest: &str) -> bool {
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    rest.strip_prefix(['.', ':', '/', '-', '%']).is_some_and(digit)
        || rest.starts_with(':')
        || rest.strip_prefix(' ').is_some_and(|rest| super::figures::is_counted(letters(rest)))
}

/// `'60s` is `sixties`.
pub fn short_decade(spot: Spot) -> Found {
    let rest = spot.rest();
    let quote = rest.chars().next().filter(|c| ['\'', '’', '‘'].contains(c))?;
    let digits = &rest[quote.len_utf8()..];
    let is_decade = spot.starts_word() && digit_run(digits) == 2 && digits[1..].starts_with("0s");
    if !is_decade || joins(char_at(digits, 3)) {
        return None;
    }
    decade(digits[..2].parse().ok()?).map(|words| (quote.len_utf8() + 3, words))
}

/// `the 1880s`, `in her 80s`.
pub fn long_decade(number: &Number, behind: &str) -> Found {
    let value = number.value().filter(|value| value % 10 == 0)?;
    let ends = behind.starts_with('s') && !joins(char_at(behind, 1));
    let words = match value {
        20..=90 => decade(value),
        _ if number.is_like_year() => Some(plural(&year(value))),
        _ => None,
    };
    words.filter(|_| ends).map(|words| (number.length + 1, words))
}

fn decade(value: u64) -> Option<String> {
    (20..=90).contains(&value).then(|| plural(&crate::script::numbers::english::cardinal(value)))
}

fn plural(words: &str) -> String {
    words.strip_suffix('y').map_or_else(|| format!("{words}s"), |stem| format!("{stem}ies"))
}
