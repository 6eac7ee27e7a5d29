//! Shortened words that not every narrator reads alike.
//!
//! `Mr.`, `Dr.`, `Jr.` and `etc.` stay: nobody stumbles over them. `St.` is two words, `No.` one that looks like another, and
//! the Latin ones are read in English by some and letter by letter by others.

use crate::script::numbers::english::cardinal;
use crate::script::spoken::spot::{Found, Spot, char_at, digit_run, joins, letters};

/// Shortened words before a number: one, several, and what is said.
const NUMBERED: [(&str, &str); 20] = [
    ("No.", "number"),
    ("no.", "number"),
    ("Nos.", "numbers"),
    ("nos.", "numbers"),
    ("vol.", "volume"),
    ("Vol.", "volume"),
    ("vols.", "volumes"),
    ("p.", "page"),
    ("pp.", "pages"),
    ("fig.", "figure"),
    ("Fig.", "figure"),
    ("figs.", "figures"),
    ("ch.", "chapter"),
    ("chap.", "chapter"),
    ("Chap.", "chapter"),
    ("sect.", "section"),
    ("c.", "circa"),
    ("ca.", "circa"),
    ("Rte.", "route"),
    ("Hwy.", "highway"),
];
/// Shortened words anywhere.
const ANYWHERE: [(&str, &str); 8] = [
    ("e.g.", "for example"),
    ("i.e.", "that is"),
    ("vs.", "versus"),
    ("viz.", "namely"),
    ("cf.", "compare"),
    ("w/o", "without"),
    ("approx.", "approximately"),
    ("Messrs.", "Messieurs"),
];

/// Reads a shortened word.
pub fn by_rule(spot: Spot) -> Found {
    let rest = spot.rest();
    if rest.starts_with("St.") || rest.starts_with("St ") {
        return saint_or_street(spot);
    }
    // The longest short form has eight letters: most words are passed over here.
    if !rest.bytes().take(8).any(|b| b == b'.' || b == b'/') {
        return None;
    }
    for (printed, words) in ANYWHERE {
        if rest.starts_with(printed) && !joins(char_at(rest, printed.len())) {
            return Some((printed.len(), words.to_owned()));
        }
    }
    let (printed, words) = NUMBERED.iter().find(|(printed, _)| rest.starts_with(printed))?;
    let number = rest[printed.len()..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let gap = rest.len() - printed.len() - number.len();
    let digits = digit_run(number);
    if digits == 0 || gap > 2 {
        return None;
    }
    // `c. 1887` is a year; `No. 1887` is read by the rules for numbers like any other.
    let value: Option<u64> = number[..digits].parse().ok().filter(|_| digits <= 3);
    match value.filter(|_| !char_at(number, digits).is_some_and(|c| c.is_alphanumeric() || "/,.:-–".contains(c))) {
        Some(value) => Some((printed.len() + gap + digits, format!("{words} {}", cardinal(value)))),
        None => Some((printed.len() + gap, format!("{words} "))),
    }
}

/// `St. John Street`, `Bell St.`: before a name it is a saint, behind one a street.
fn saint_or_street(spot: Spot) -> Found {
    let stop = spot.rest()[2..].starts_with('.');
    let behind = &spot.rest()[2 + usize::from(stop)..];
    let next = behind.strip_prefix([' ', '\u{a0}', '\n']).unwrap_or_default();
    let name_behind = next.starts_with(char::is_uppercase) && !STARTERS.contains(&letters(next));
    let before = spot.word_before();
    let name_before = before.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && before.ends_with(char::is_alphanumeric)
        && !["At", "In", "On", "The", "Of", "To", "From", "By", "And"].contains(&before);
    match (name_behind, name_before, stop) {
        (true, false, _) => Some((2 + usize::from(stop), "Saint".to_owned())),
        // A stop that ends the sentence stays.
        (false, true, true) => {
            let last = behind.trim_start_matches(['"', '”', '’', '\'', ')']).trim_start();
            let ends = last.is_empty() || last.starts_with(|c: char| c.is_uppercase() || "\"“‘".contains(c));
            Some((3 - usize::from(ends), "Street".to_owned()))
        }
        (true, true, true) => Some((3, "Saint".to_owned())),
        _ => None,
    }
}

/// Words that begin the sentence behind a street.
const STARTERS: [&str; 12] = ["The", "He", "She", "It", "They", "We", "I", "A", "But", "And", "Then", "There"];
