//! Times of the day: `4:00 AM`, `16:30`, `7 p.m.`

use crate::script::numbers::english::cardinal;
use crate::script::spoken::spot::{Found, Spot, char_at, digit_run, joins};

/// Reads a time.
pub fn by_rule(spot: Spot) -> Found {
    let (length, words) = time(spot.rest())?;
    let rest = &spot.rest()[length..];
    // `7:15 – 8:45`: a dash between two times is said.
    match super::figures::second_of_range(rest) {
        Some(gap) => Some((length + gap, format!("{words} to "))),
        None => Some((length, words)),
    }
}

fn time(rest: &str) -> Found {
    let hours = digit_run(rest);
    let hour: u64 = rest.get(..hours)?.parse().ok().filter(|hour| hours <= 2 && (1..=24).contains(hour))?;
    let (minutes, stop) = match rest[hours..].strip_prefix([':', '.']) {
        Some(minutes) if digit_run(minutes) == 2 => (Some(&minutes[..2]), rest[hours..].starts_with('.')),
        _ => (None, false),
    };
    let length = hours + minutes.map_or(0, |_| 3);
    let half = half_of_day(&rest[length..]);
    let Some(minutes) = minutes else {
        return half.map(|(more, words)| (length + more, format!("{} {words}", cardinal(hour))));
    };
    let minute: u64 = minutes.parse().ok().filter(|minute| *minute < 60)?;
    // `4.30` is a time only before `p.m.`
    if stop && half.is_none() {
        return None;
    }
    let behind = char_at(rest, length);
    if behind.is_some_and(|c| c.is_ascii_digit() || c == ':' || (c.is_alphabetic() && half.is_none())) {
        return None;
    }
    let time = match (hour, minute) {
        (hour, 0) if half.is_some() => cardinal(hour),
        (1..=12, 0) => format!("{} o'clock", cardinal(hour)),
        (hour, 0) => format!("{} hundred", cardinal(hour)),
        (hour, minute @ 1..=9) => format!("{} oh {}", cardinal(hour), cardinal(minute)),
        (hour, minute) => format!("{} {}", cardinal(hour), cardinal(minute)),
    };
    Some(half.map_or((length, time.clone()), |(more, words)| (length + more, format!("{time} {words}"))))
}

/// Half of the day as printed and as said.
const FORMS: [(&str, &str); 6] =
    [("am", "A M"), ("pm", "P M"), ("a.m.", "A M"), ("p.m.", "P M"), ("a. m.", "A M"), ("p. m.", "P M")];

/// `AM` or `p.m.` behind a time: its length with the space before, and its words.
fn half_of_day(rest: &str) -> Option<(usize, &'static str)> {
    let word = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let gap = rest.len() - word.len();
    for (form, words) in FORMS {
        let found = word.get(..form.len()).is_some_and(|head| head.eq_ignore_ascii_case(form));
        if !found || joins(char_at(word, form.len())) {
            continue;
        }
        // A stop that also ends the sentence stays.
        let behind = word[form.len()..].trim_start_matches(['"', '”', '’', '\'', ')']);
        let last =
            behind.is_empty() || behind.trim_start().starts_with(|c: char| c.is_uppercase() || "\"“‘".contains(c));
        let kept = usize::from(form.ends_with('.') && last);
        return Some((gap + form.len() - kept, words));
    }
    None
}
