//! What a Spanish narrator says for figures. Where a number agrees with what it counts (`21 casas`, `200 casas`), it is left as
//! printed.

use super::spot::{CURRENCIES, Found, Notation, Number, Spot, after_space, char_at, digit_run, joins};
use crate::script::numbers::spanish::cardinal;

const NOTATION: Notation = Notation { groups: &['.', ' ', '\u{a0}', '\u{202f}'], point: ',' };

/// Reads a number, a time, a percentage or a sum of euros.
pub fn by_rule(spot: Spot) -> Found {
    if !spot.starts_word() || spot.before().is_some_and(|c| "/.,:-#+'’".contains(c)) {
        return None;
    }
    if spot.head().trim_end().ends_with(CURRENCIES) {
        return None;
    }
    clock(spot).or_else(|| ordinal_here(spot.rest())).or_else(|| plain(spot.rest()))
}

/// The first ten ordinals, without their last letter.
const ORDINALS: [&str; 10] =
    ["primer", "segund", "tercer", "cuart", "quint", "sext", "séptim", "octav", "noven", "décim"];

/// `la 2.ª vez` is `la segunda vez`, `el 1.º` is `el primero`; what is longer, or may be `primer`, is left whole.
fn ordinal_here(rest: &str) -> Found {
    let digits = digit_run(rest);
    let ending = rest[digits..].strip_prefix('.').unwrap_or(&rest[digits..]);
    let (sign, letter) = [('ª', 'a'), ('º', 'o')].into_iter().find(|(sign, _)| ending.starts_with(*sign))?;
    let behind = &ending[sign.len_utf8()..];
    let length = rest.len() - behind.len();
    let value: usize = rest[..digits].parse().ok()?;
    let stem = value.checked_sub(1).and_then(|before| ORDINALS.get(before)).filter(|_| !joins(behind.chars().next()));
    let next = super::spot::letters(after_space(behind));
    let shortens = letter == 'o' && (value == 1 || value == 3) && !["", "de", "y", "o", "en"].contains(&next);
    Some(match stem.filter(|_| !shortens) {
        Some(stem) => (length, format!("{stem}{letter}")),
        None => (length, rest[..length].to_owned()),
    })
}

/// `las 16:30` is `las dieciséis treinta`, `la 1:15` is `la una quince`.
fn clock(spot: Spot) -> Found {
    let rest = spot.rest();
    let hours = digit_run(rest);
    let hour: u64 = rest.get(..hours)?.parse().ok().filter(|hour| hours <= 2 && (1..25).contains(hour))?;
    let minutes = rest[hours..].strip_prefix([':', '.']).filter(|minutes| digit_run(minutes) == 2)?;
    let named = ["la", "las"].contains(&spot.word_before().to_lowercase().as_str());
    let stop = rest[hours..].starts_with('.');
    let leans = char_at(minutes, 2).is_some_and(|c| c.is_alphanumeric() || c == ':');
    if leans || (stop && !named) {
        return None;
    }
    let minute: u64 = minutes[..2].parse().ok().filter(|minute| *minute < 60)?;
    let hour = match hour {
        1 => "una".to_owned(),
        21 => "veintiuna".to_owned(),
        _ => cardinal(hour),
    };
    let minute = if minute == 0 { " en punto".to_owned() } else { format!(" {}", cardinal(minute)) };
    Some((hours + 3, format!("{hour}{minute}")))
}

fn plain(rest: &str) -> Found {
    let number = Number::read(rest, NOTATION)?;
    let value = number.value()?;
    let behind = &rest[number.length..];
    let part = |c: char| behind.starts_with(c) && behind[1..].starts_with(|c: char| c.is_ascii_digit());
    if joins(behind.chars().next())
        || behind.starts_with(['/', 'º', 'ª', '°'])
        || ['.', ',', ':', '-'].into_iter().any(part)
    {
        return None;
    }
    let said = match number.decimals {
        Some(decimals) => {
            let digits: Vec<String> = decimals.bytes().map(|b| cardinal(u64::from(b - b'0'))).collect();
            format!("{} coma {}", cardinal(value), digits.join(" "))
        }
        None => cardinal(value),
    };
    let spaced = after_space(behind);
    let gap = behind.len() - spaced.len();
    let one = value % 10 == 1 && value % 100 != 11;
    if spaced.starts_with('%') {
        return Some((number.length + gap + 1, format!("{said} por ciento")));
    }
    if let Some(cents) = number.decimals.filter(|cents| cents.len() == 2 && spaced.starts_with('€')) {
        // `veintiún euros`
        if one && value != 1 {
            return Some((
                number.length + gap + '€'.len_utf8(),
                rest[..number.length + gap + '€'.len_utf8()].to_owned(),
            ));
        }
        let euros = if value == 1 { "un euro".to_owned() } else { format!("{} euros", cardinal(value)) };
        let sum = match cents.parse().ok()? {
            0 => euros,
            cents => format!("{euros} {}", cardinal(cents)),
        };
        return Some((number.length + gap + '€'.len_utf8(), sum));
    }
    if spaced.starts_with('€') && !one {
        return Some((number.length + gap + '€'.len_utf8(), format!("{said} euros")));
    }
    let counts =
        spaced.starts_with(char::is_alphabetic) && !["de", "y", "a", "o", "en"].contains(&super::spot::letters(spaced));
    let agrees = one || (value % 1000) >= 200;
    let doubtful = agrees && counts && number.decimals.is_none();
    (!doubtful).then_some((number.length, said))
}
