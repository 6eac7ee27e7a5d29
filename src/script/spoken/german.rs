//! What a German narrator says for figures. Where a number agrees with what it counts (`1 Haus`), it is left as printed.

use super::spot::{CURRENCIES, Found, Notation, Number, Spot, after_space, char_at, digit_run, joins, letters};
use crate::script::numbers::german::{cardinal, ordinal_stem, year};
use crate::script::vocabulary::Vocabulary;
use crate::words::Language;

const NOTATION: Notation = Notation { groups: &['.'], point: ',' };

/// Words before an ordinal that ends in -en.
const WEAK: [&str; 12] = ["am", "den", "dem", "des", "vom", "zum", "zur", "beim", "im", "bis", "ab", "seit"];
const MONTHS: [&str; 13] = [
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// Reads a number, a time, a date, a percentage or a sum of euros.
pub fn by_rule(spot: Spot) -> Found {
    if !spot.starts_word() {
        return None;
    }
    if let Some(number) = spot.rest().strip_prefix("Nr.").map(after_space).filter(|number| digit_run(number) > 0) {
        return Some((spot.rest().len() - number.len(), "Nummer ".to_owned()));
    }
    if spot.before().is_some_and(|c| "/.,:-#+'’".contains(c)) {
        return None;
    }
    if spot.head().trim_end().ends_with(CURRENCIES) {
        return None;
    }
    clock(spot.rest()).or_else(|| day(spot)).or_else(|| counted_last(spot)).or_else(|| plain(spot.rest()))
}

/// `16.30 Uhr`, `16:30 Uhr`, `16 Uhr`.
fn clock(rest: &str) -> Found {
    let hours = digit_run(rest);
    let hour: u64 = rest.get(..hours)?.parse().ok().filter(|hour| hours <= 2 && *hour < 25)?;
    let minutes = rest[hours..].strip_prefix([':', '.']).filter(|minutes| digit_run(minutes) == 2);
    let behind = minutes.map_or(&rest[hours..], |minutes| &minutes[2..]);
    let word = after_space(behind).strip_prefix("Uhr").filter(|behind| !joins(behind.chars().next()))?;
    let said = format!("{} Uhr", if hour == 1 { "ein".to_owned() } else { cardinal(hour) });
    let minute: u64 = minutes.map_or(Some(0), |minutes| minutes[..2].parse().ok()).filter(|minute| *minute < 60)?;
    let minute = if minute == 0 { String::new() } else { format!(" {}", cardinal(minute)) };
    Some((rest.len() - word.len(), format!("{said}{minute}")))
}

/// `am 3. Mai` is `am dritten Mai`, `der 3. Mai` is `der dritte Mai`.
fn day(spot: Spot) -> Found {
    let rest = spot.rest();
    let digits = digit_run(rest);
    let value: u64 = rest.get(..digits)?.parse().ok().filter(|value| digits <= 2 && (1..=31).contains(value))?;
    let month = rest[digits..].strip_prefix('.').map(after_space).map(letters)?;
    if !MONTHS.contains(&month) {
        return None;
    }
    let before = spot.word_before().to_lowercase();
    let ending = match before.as_str() {
        "der" => "e",
        before if WEAK.contains(&before) => "en",
        _ => return None,
    };
    Some((digits + 1, format!("{}{ending}", ordinal_stem(value))))
}

/// `Er kam am 5.` is `am fünften`; behind other words of an ordinal the ending is the sentence's: `Er war der 1.`
fn counted_last(spot: Spot) -> Found {
    let rest = spot.rest();
    let digits = digit_run(rest);
    let behind = rest[digits..].strip_prefix('.')?;
    let ends = !behind.trim_start().starts_with(char::is_alphanumeric);
    let value: u64 = rest[..digits].parse().ok().filter(|_| digits <= 2 && ends && !behind.starts_with(','))?;
    let before = spot.word_before().to_lowercase();
    if ["am", "vom"].contains(&before.as_str()) && (1..=31).contains(&value) {
        return Some((digits, format!("{}en", ordinal_stem(value))));
    }
    let counts = Vocabulary::of(Language::German).before_ordinals.contains(&before.as_str());
    counts.then(|| (digits, rest[..digits].to_owned()))
}

fn plain(rest: &str) -> Found {
    let number = Number::read(rest, NOTATION)?;
    let value = number.value()?;
    let behind = &rest[number.length..];
    let part = |c: char| behind.starts_with(c) && behind[1..].starts_with(|c: char| c.is_ascii_digit());
    // `3. Kapitel` counts, and its ending is the sentence's.
    let goes_on = |stop: &str| stop.starts_with(',') || stop.trim_start().starts_with(char::is_alphabetic);
    let counts = digit_run(rest) <= 2 && behind.strip_prefix('.').is_some_and(goes_on);
    if joins(behind.chars().next()) || behind.starts_with('/') || counts || ['.', ',', ':', '-'].into_iter().any(part) {
        return None;
    }
    let said = match number.decimals {
        Some(decimals) => {
            let digits: Vec<String> = decimals.bytes().map(|b| cardinal(u64::from(b - b'0'))).collect();
            format!("{} Komma {}", cardinal(value), digits.join(" "))
        }
        None if number.is_like_year() => year(value),
        None => cardinal(value),
    };
    let spaced = after_space(behind);
    let gap = behind.len() - spaced.len();
    let one = value == 1 && number.decimals.is_none();
    let said = if one && spaced.starts_with(['%', '€']) { "ein".to_owned() } else { said };
    if let Some(sum) = number.decimals.and_then(|cents| euros(value, cents)).filter(|_| spaced.starts_with('€')) {
        return Some((number.length + gap + '€'.len_utf8(), sum));
    }
    for (sign, word) in [("%", "Prozent"), ("€", "Euro")] {
        if spaced.starts_with(sign) && char_at(spaced, sign.len()).is_none_or(|c| !c.is_alphanumeric()) {
            return Some((number.length + gap + sign.len(), format!("{said} {word}")));
        }
    }
    let agrees = value % 100 == 1 && number.decimals.is_none() && spaced.starts_with(char::is_alphabetic);
    (!agrees).then_some((number.length, said))
}

/// `3,50 €` is `drei Euro fünfzig`.
fn euros(value: u64, cents: &str) -> Option<String> {
    let cents: u64 = cents.parse().ok().filter(|_| cents.len() == 2)?;
    let euros = if value == 1 { "ein Euro".to_owned() } else { format!("{} Euro", cardinal(value)) };
    Some(match (value, cents) {
        (_, 0) => euros,
        (0, 1) => "ein Cent".to_owned(),
        (0, _) => format!("{} Cent", cardinal(cents)),
        _ => format!("{euros} {}", cardinal(cents)),
    })
}
