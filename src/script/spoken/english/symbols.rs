//! Signs that have a word.

use crate::script::numbers::english::cardinal;
use crate::script::spoken::spot::{Found, Spot, char_at, digit_run, joins};

/// Signs that are a word where they stand alone between two spaces.
const ALONE: [(char, &str); 9] = [
    ('&', "and"),
    ('@', "at"),
    ('+', "plus"),
    ('=', "equals"),
    ('×', "times"),
    ('÷', "divided by"),
    ('→', "to"),
    ('−', "minus"),
    ('±', "plus or minus"),
];
const FRACTIONS: [(char, &str, &str); 7] = [
    ('½', "half", "a half"),
    ('¼', "quarter", "a quarter"),
    ('¾', "three quarters", "three quarters"),
    ('⅓', "third", "a third"),
    ('⅔', "two thirds", "two thirds"),
    ('⅛', "eighth", "an eighth"),
    ('⅜', "three eighths", "three eighths"),
];

/// Reads a sign.
pub fn by_rule(spot: Spot) -> Found {
    let c = spot.rest().chars().next()?;
    let behind = &spot.rest()[c.len_utf8()..];
    fraction(spot, c).or_else(|| numbered(spot, c, behind)).or_else(|| et_cetera(spot, behind)).or_else(|| {
        let space = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let digits = c == '×' && spot.before().is_some_and(|c| c.is_ascii_digit()) && digit_run(behind) > 0;
        if digits {
            return Some((c.len_utf8(), " times ".to_owned()));
        }
        let (_, word) = ALONE.iter().find(|(sign, _)| *sign == c)?;
        (space(spot.before()) && space(behind.chars().next())).then(|| (c.len_utf8(), (*word).to_owned()))
    })
}

/// A fraction in one sign: what is said behind `a`, and what is said else.
fn fraction(spot: Spot, c: char) -> Found {
    let (_, behind_article, alone) = FRACTIONS.iter().find(|(sign, ..)| *sign == c)?;
    let article = matches!(spot.word_before().to_lowercase().as_str(), "a" | "an" | "one" | "the");
    Some((c.len_utf8(), (if article { behind_article } else { alone }).to_string()))
}

/// What is said for a fraction's sign behind a number: `a half` in `two and a half`.
pub fn behind_number(text: &str) -> Option<(usize, &'static str)> {
    let c = text.chars().next()?;
    let (_, _, words) = FRACTIONS.iter().find(|(sign, ..)| *sign == c)?;
    Some((c.len_utf8(), words))
}

/// `#5`, `§ 5`, `-5 °C`: signs before a number.
fn numbered(spot: Spot, c: char, behind: &str) -> Found {
    let word = match c {
        '#' => "number",
        '§' => "section",
        '−' | '-' => return minus(spot, c, behind),
        _ => return None,
    };
    let number = behind.trim_start_matches([' ', '\u{a0}']);
    let digits = digit_run(number);
    let value: u64 = number[..digits].parse().ok().filter(|_| digits <= 4)?;
    let leans =
        joins(spot.before()) || char_at(number, digits).is_some_and(|c| c.is_alphanumeric() || "/-".contains(c));
    (!leans).then(|| (c.len_utf8() + behind.len() - number.len() + digits, format!("{word} {}", cardinal(value))))
}

/// `-5` behind a space is a number below zero; the number itself is read next.
fn minus(spot: Spot, c: char, behind: &str) -> Found {
    let alone = spot.before().is_none_or(|c| c.is_whitespace() || c == '(');
    let below_zero = digit_run(behind) > 0 && (c == '−' || behind[digit_run(behind)..].trim_start().starts_with('°'));
    (alone && below_zero).then(|| (c.len_utf8(), "minus ".to_owned()))
}

/// `&c.` is `et cetera`; the stop stays.
fn et_cetera(spot: Spot, behind: &str) -> Found {
    (spot.rest().starts_with('&') && behind.starts_with("c.")).then(|| (2, "et cetera".to_owned()))
}
