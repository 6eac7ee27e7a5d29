//! Sums of money: `$4.50`, `£3 10s.`, `50¢`.

use super::NOTATION;
use super::figures::{amount, as_printed, figures_run, spaced_groups};
use crate::script::numbers::english::cardinal;
use crate::script::spoken::spot::{Found, Number, Spot, after_space, char_at, digit_run, joins};

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
    if let Some((digits, value)) = spaced_groups(&rest[sign.len_utf8()..]) {
        let length = sign.len_utf8() + digits;
        return Some(value.map_or_else(|| as_printed(rest, length), |value| (length, plural(value, one, many))));
    }
    let behind = &rest[length..];
    if let Some(found) = range(rest, length, &number, (sign, many)) {
        return Some(found);
    }
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

/// `$5–10 million` is `five to ten million dollars`; where the second sum is no plain number, both are left as printed.
fn range(rest: &str, length: usize, first: &Number, (sign, many): (char, &str)) -> Found {
    let second = rest[length..].strip_prefix(['–', '-'])?;
    let second = second.strip_prefix(sign).unwrap_or(second);
    let last = Number::read(second, NOTATION)?;
    let length = rest.len() - second.len() + last.length;
    let behind = &rest[length..];
    let plain = first.decimals.is_none() && last.decimals.is_none();
    let scale =
        SCALES.iter().find(|(printed, _)| behind.starts_with(printed) && !joins(char_at(behind, printed.len())));
    let leans = scale.is_none() && joins(behind.chars().next()) || behind.starts_with(['/', '–', '-', ':']);
    let values = first.value().zip(last.value()).filter(|_| plain && !leans && spaced_groups(second).is_none());
    let Some((first, last)) = values else { return Some(as_printed(rest, figures_run(rest))) };
    let (more, scale) = scale.map_or((0, String::new()), |(printed, scale)| (printed.len(), format!(" {scale}")));
    Some((length + more, format!("{} to {}{scale} {many}", cardinal(first), cardinal(last))))
}

/// A sum before its sign or its letter: `50¢`, `10s. 6d.`
pub fn by_unit(spot: Spot) -> Found {
    let rest = spot.rest();
    let digits = digit_run(rest);
    if rest[digits..].starts_with('¢') {
        let value = rest[..digits].parse().ok()?;
        return Some((digits + '¢'.len_utf8(), plural(value, "cent", "cents")));
    }
    if let Some(found) = euros(rest) {
        return Some(found);
    }
    shillings(rest).filter(|_| rest[digits..].contains("d.")).map(|(last, words)| (rest.len() - last.len(), words))
}

/// `5 €`
fn euros(rest: &str) -> Found {
    let number = || {
        let number = Number::read(rest, NOTATION).filter(|number| number.decimals.is_none())?;
        Some((number.length, number.value()))
    };
    let (length, value) = spaced_groups(rest).or_else(number)?;
    let behind = after_space(&rest[length..]).strip_prefix('€').filter(|behind| !joins(behind.chars().next()))?;
    let length = rest.len() - behind.len();
    Some(value.map_or_else(|| as_printed(rest, length), |value| (length, plural(value, "euro", "euros"))))
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
