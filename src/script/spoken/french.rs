//! What a French narrator says for figures. Where a number agrees with what it counts (`1 maison`), it is left as printed.

use super::spot::{CURRENCIES, Found, Notation, Number, Spot, after_space, char_at, digit_run, joins};
use crate::manuscript::roman;
use crate::script::numbers::french::{cardinal, ordinal};

const NOTATION: Notation = Notation { groups: &[' ', '\u{a0}', '\u{202f}'], point: ',' };

/// Reads a number, a time, a percentage, a century or a sum of euros.
pub fn by_rule(spot: Spot) -> Found {
    if !spot.starts_word() {
        return None;
    }
    if let Some(found) = century(spot) {
        return Some(found);
    }
    if let Some(number) = spot.rest().strip_prefix("n°").map(after_space).filter(|number| digit_run(number) > 0) {
        return Some((spot.rest().len() - number.len(), "numéro ".to_owned()));
    }
    if spot.before().is_some_and(|c| "/.,:-#+'’".contains(c)) {
        return None;
    }
    if spot.head().trim_end().ends_with(CURRENCIES) {
        return None;
    }
    clock(spot.rest()).or_else(|| ordinal_here(spot.rest())).or_else(|| plain(spot.rest()))
}

/// `16 h 30` and `16h30`.
fn clock(rest: &str) -> Found {
    let hours = digit_run(rest);
    let hour: u64 = rest.get(..hours)?.parse().ok().filter(|hour| hours <= 2 && *hour < 25)?;
    let behind = after_space(&rest[hours..]).strip_prefix('h')?;
    let minutes = after_space(behind);
    let digits = digit_run(minutes);
    if digits != 2 && joins(minutes.chars().next()) && behind.len() == minutes.len() {
        return None;
    }
    let said = match hour {
        0 | 1 => format!("{} heure", if hour == 1 { "une".to_owned() } else { cardinal(hour) }),
        21 => "vingt et une heures".to_owned(),
        _ => format!("{} heures", cardinal(hour)),
    };
    if digits != 2 {
        return Some((rest.len() - behind.len(), said));
    }
    let minute: u64 = minutes[..2].parse().ok().filter(|minute| *minute < 60)?;
    let length = rest.len() - minutes.len() + 2;
    let minute = match minute {
        0 => String::new(),
        1 => " une".to_owned(),
        21 | 31 | 41 | 51 => format!(" {}e", cardinal(minute)),
        _ => format!(" {}", cardinal(minute)),
    };
    Some((length, format!("{said}{minute}")))
}

/// `1er`, `2e`, `3ème`.
fn ordinal_here(rest: &str) -> Found {
    let digits = digit_run(rest);
    let value: u64 = rest.get(..digits)?.parse().ok().filter(|value| digits <= 4 && *value > 0)?;
    for (ending, first) in
        [("er", Some("premier")), ("re", Some("première")), ("ère", Some("première")), ("ème", None), ("e", None)]
    {
        if rest[digits..].starts_with(ending) && !joins(char_at(rest, digits + ending.len())) {
            let words = match first {
                Some(first) if value == 1 => first.to_owned(),
                None if value > 1 => ordinal(value),
                _ => return None,
            };
            return Some((digits + ending.len(), words));
        }
    }
    None
}

/// `XIXe siècle`.
fn century(spot: Spot) -> Found {
    let word = spot.word();
    let numeral = word.strip_suffix("ème").or_else(|| word.strip_suffix(['e', 'ᵉ']))?;
    let value = u64::from(roman(numeral).filter(|value| (2..=30).contains(value))?);
    let behind = after_space(&spot.rest()[word.len()..]);
    behind.starts_with("siècle").then(|| (word.len(), ordinal(value)))
}

fn plain(rest: &str) -> Found {
    let number = Number::read(rest, NOTATION)?;
    let value = number.value()?;
    let behind = &rest[number.length..];
    let part = |c: char| behind.starts_with(c) && behind[1..].starts_with(|c: char| c.is_ascii_digit());
    if joins(behind.chars().next()) || behind.starts_with('/') || ['.', ',', ':', '-'].into_iter().any(part) {
        return None;
    }
    let said = match number.decimals {
        Some(decimals) => format!("{} virgule {}", cardinal(value), decimals_said(decimals)),
        None => cardinal(value),
    };
    let spaced = after_space(behind);
    let gap = behind.len() - spaced.len();
    if spaced.starts_with('%') {
        return Some((number.length + gap + 1, format!("{said} pour cent")));
    }
    if spaced.starts_with('€') {
        let unit = if value < 2 { "euro" } else { "euros" };
        let sum = match number.decimals.filter(|cents| cents.len() == 2) {
            Some(cents) => format!("{} {unit} {}", cardinal(value), cardinal(cents.parse().ok()?)),
            None => format!("{said} {unit}"),
        };
        return Some((number.length + gap + '€'.len_utf8(), sum));
    }
    let agrees = value % 10 == 1 && value % 100 != 11 && value % 100 != 91 && value % 100 != 71;
    let counts = spaced.starts_with(char::is_alphabetic);
    (!(agrees && counts && number.decimals.is_none())).then_some((number.length, said))
}

fn decimals_said(decimals: &str) -> String {
    let zeros = decimals.bytes().take_while(|b| *b == b'0').count();
    let value = decimals[zeros..].parse().ok().filter(|_| decimals.len() < 4);
    let rest = value.map(cardinal);
    let words: Vec<String> = std::iter::repeat_n("zéro".to_owned(), zeros).chain(rest).collect();
    words.join(" ")
}
