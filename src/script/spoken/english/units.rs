//! Measures: `5 km`, `20 °C`, `a 6-ft wall`.

use super::NOTATION;
use super::figures::amount;
use crate::script::spoken::spot::{Found, Number, Spot, char_at, joins};

/// A unit as printed, one of it and several. Left out is what may be a word of its own: `5 in`, `9 a`.
const UNITS: [(&str, &str, &str); 44] = [
    ("km/h", "kilometre an hour", "kilometres an hour"),
    ("kph", "kilometre an hour", "kilometres an hour"),
    ("km", "kilometre", "kilometres"),
    ("cm", "centimetre", "centimetres"),
    ("mm", "millimetre", "millimetres"),
    ("m", "metre", "metres"),
    ("m²", "square metre", "square metres"),
    ("km²", "square kilometre", "square kilometres"),
    ("mph", "mile an hour", "miles an hour"),
    ("m.p.h.", "mile an hour", "miles an hour"),
    ("mi", "mile", "miles"),
    ("ft", "foot", "feet"),
    ("ft.", "foot", "feet"),
    ("in.", "inch", "inches"),
    ("yd", "yard", "yards"),
    ("yds", "yard", "yards"),
    ("kg", "kilogram", "kilograms"),
    ("mg", "milligram", "milligrams"),
    ("g", "gram", "grams"),
    ("lb", "pound", "pounds"),
    ("lbs", "pound", "pounds"),
    ("lb.", "pound", "pounds"),
    ("lbs.", "pound", "pounds"),
    ("oz", "ounce", "ounces"),
    ("oz.", "ounce", "ounces"),
    ("ml", "millilitre", "millilitres"),
    ("l", "litre", "litres"),
    ("L", "litre", "litres"),
    ("kHz", "kilohertz", "kilohertz"),
    ("MHz", "megahertz", "megahertz"),
    ("GHz", "gigahertz", "gigahertz"),
    ("Hz", "hertz", "hertz"),
    ("kW", "kilowatt", "kilowatts"),
    ("W", "watt", "watts"),
    ("V", "volt", "volts"),
    ("dB", "decibel", "decibels"),
    ("KB", "kilobyte", "kilobytes"),
    ("MB", "megabyte", "megabytes"),
    ("GB", "gigabyte", "gigabytes"),
    ("hrs", "hour", "hours"),
    ("hr", "hour", "hours"),
    ("min", "minute", "minutes"),
    ("mins", "minute", "minutes"),
    ("secs", "second", "seconds"),
];
const SCALES: [(&str, &str); 3] = [("C", " Celsius"), ("F", " Fahrenheit"), ("K", " Kelvin")];

/// Reads a number with its unit.
pub fn by_rule(spot: Spot) -> Found {
    let rest = spot.rest();
    let number = Number::read(rest, NOTATION)?;
    let value = number.value()?;
    let behind = &rest[number.length..];
    let said = amount(value, number.decimals);
    if let Some((length, words)) = degrees(behind, value == 1 && number.decimals.is_none()) {
        return Some((number.length + length, format!("{said} {words}")));
    }
    let spaced = behind.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let gap = behind.len() - spaced.len();
    let (name, hyphen) = behind.strip_prefix('-').map_or((spaced, 0), |name| (name, 1));
    let stands = |unit: &&(&str, &str, &str)| {
        name.starts_with(unit.0) && !char_at(name, unit.0.len()).is_some_and(|c| joins(Some(c)) || "/'’²³".contains(c))
    };
    let (printed, one, many) = UNITS.iter().filter(stands).max_by_key(|unit| unit.0.len())?;
    // A stop that also ends the sentence stays, and so does a bare letter that leans on the number: `5V` is a name.
    let stop = printed.ends_with('.') && ends_sentence(&name[printed.len()..]);
    if printed.len() == 1 && gap == 0 || printed == &"in." && stop {
        return None;
    }
    let single = hyphen == 1 || (value == 1 && number.decimals.is_none());
    let joint = if hyphen == 1 { "-" } else { " " };
    let length = number.length + gap + hyphen + printed.len() - usize::from(stop);
    Some((length, format!("{said}{joint}{}", if single { one } else { many })))
}

fn ends_sentence(behind: &str) -> bool {
    let behind = behind.trim_start_matches(['"', '”', '’', '\'', ')']);
    behind.is_empty() || behind.trim_start().starts_with(|c: char| c.is_uppercase() || "\"“‘".contains(c))
}

fn degrees(behind: &str, one: bool) -> Option<(usize, String)> {
    let spaced = behind.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let sign = spaced.strip_prefix('°')?;
    let word = if one { "degree" } else { "degrees" };
    let letters = sign.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let scale = SCALES.iter().find(|(letter, _)| letters.starts_with(letter) && !joins(char_at(letters, 1)));
    match scale {
        Some((_, name)) => Some((behind.len() - letters.len() + 1, format!("{word}{name}"))),
        None if joins(sign.chars().next()) => None,
        None => Some((behind.len() - sign.len(), word.to_owned())),
    }
}
