//! Sums of money: `$4.50`, `£3 10s.`, `50¢`.

use super::NOTATION;
use super::figures::amount;
use crate::script::numbers::english::cardinal;
use crate::script::spoken::spot::{Found, Number, Spot, char_at, digit_run, joins};

const CURRENCIES: [(char, &str, &str, &str); 3] =
    [('$', "dollar", "dollars", "cents"), ('£', "pound", "pounds", "pence"), ('€', "euro", "euros", "cents")];
/// Words and letters behind a sum that make it larger.
const SCALES: [(&str, &str); 8] = [
    (" hundred", "hundred"),
    (" thousand", "thousand"),
    (" million", "million"),
    (" billion", "billion"),
    ("k", "thousand"),
    ("m", "million"),
    ("bn", "billion"),
    ("M", "million"),
];

fn plural(value: u64, one: &str, many: &str) -> String {
    format!("{} {}", cardinal(value), if value == 1 { one } else { many })
}

/// A sum behind the sign of its currency.
pub fn by_sign(spot: Spot) -> Found {
    let rest = spot.rest();
    let sign = rest.chars().next()?;
    let (_, one, many, parts) = CURRENCIES.iter().find(|(symbol, ..)| *symbol == sign)?;
    let number = Number::read(&rest[sign.len_utf8()..], NOTATION)?;
    let value = number.value()?;
    let length = sign.len_utf8() + number.length;
    let behind = &rest[length..];
    for (printed, scale) in SCALES {
        if behind.starts_with(printed) && !joins(char_at(behind, printed.len())) {
            return Some((length + printed.len(), format!("{} {scale} {many}", amount(value, number.decimals))));
        }
    }
    if joins(behind.chars().next()) {
        return None;
    }
    let sum = plural(value, one, many);
    let words = match number.decimals {
        None | Some("00") => {
            match shillings(behind.trim_start_matches(',').trim_start_matches(' ')).filter(|_| sign == '£') {
                Some((last, words)) => return Some((rest.len() - last.len(), format!("{sum}, {words}"))),
                None => sum,
            }
        }
        Some(cents) if cents.len() == 2 => {
            let cents: u64 = cents.parse().ok()?;
            let part = if cents == 1 { if sign == '£' { "penny" } else { "cent" } } else { parts };
            let cents = format!("{} {part}", cardinal(cents));
            if value == 0 { cents } else { format!("{sum} and {cents}") }
        }
        decimals => format!("{} {many}", amount(value, decimals)),
    };
    Some((length, words))
}

/// A sum before its sign or its letter: `50¢`, `10s. 6d.`
pub fn by_unit(spot: Spot) -> Found {
    let rest = spot.rest();
    let digits = digit_run(rest);
    if rest[digits..].starts_with('¢') {
        let value = rest[..digits].parse().ok()?;
        return Some((digits + '¢'.len_utf8(), plural(value, "cent", "cents")));
    }
    shillings(rest).filter(|_| rest[digits..].contains("d.")).map(|(last, words)| (rest.len() - last.len(), words))
}

/// `10s. 6d.` and `10s.`: what follows it, and its words. A stop that may end the sentence stays.
fn shillings(text: &str) -> Option<(&str, String)> {
    let (behind, shillings) = coins(text, 's')?;
    let words = plural(shillings, "shilling", "shillings");
    match coins(behind.trim_start_matches(' '), 'd') {
        Some((behind, pence)) => Some((behind, format!("{words} and {}", plural(pence, "penny", "pence")))),
        None => Some((behind, words)),
    }
}

fn coins(text: &str, letter: char) -> Option<(&str, u64)> {
    let digits = digit_run(text);
    let value = text[..digits].parse().ok().filter(|_| (1..=2).contains(&digits))?;
    let behind = text[digits..].trim_start_matches(' ').strip_prefix(letter)?;
    if joins(behind.chars().next()) {
        return None;
    }
    let stop = behind.strip_prefix('.').filter(|rest| rest.trim_start().starts_with(|c: char| !c.is_uppercase()));
    Some((stop.unwrap_or(behind), value))
}
