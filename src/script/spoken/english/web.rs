//! Addresses and telephone numbers.

use crate::script::numbers::english::digits;
use crate::script::spoken::spot::{Found, Spot};

/// Endings by which a bare address is known.
const ENDINGS: [&str; 9] = [".com", ".org", ".net", ".edu", ".gov", ".io", ".info", ".co.uk", ".eu"];

/// Longer addresses nobody reads aloud, in characters; and text without spaces would be looked through at every word of it.
const LONGEST: usize = 300;

/// `www.example.com/tide` is `w w w dot example dot com slash tide`.
pub fn address(spot: Spot) -> Found {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '(' | ')' | '[' | ']');
    let mut near = spot.rest().char_indices().take(LONGEST);
    let end = near.find(|(_, c)| ends(*c)).map(|(at, _)| at);
    let end = end.or_else(|| (spot.rest().len() <= LONGEST).then_some(spot.rest().len()))?;
    let printed = spot.rest()[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '’', '\'', '_', '*']);
    if !printed.contains(['.', '@', ':']) {
        return None;
    }
    let bare = printed.strip_prefix("https://").or_else(|| printed.strip_prefix("http://"));
    let address = bare.unwrap_or(printed);
    if !address.is_ascii() {
        return None;
    }
    let host = address.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let mail = host.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let known = ENDINGS.iter().any(|ending| host.len() > ending.len() && host.ends_with(ending));
    if !(bare.is_some() || mail || known || (host.starts_with("www.") && host.len() > 4)) {
        return None;
    }
    Some((printed.len(), spelt(address)))
}

fn spelt(address: &str) -> String {
    let address = address.trim_end_matches('/');
    let mut words = String::new();
    for c in address.chars() {
        match c {
            '.' => words.push_str(" dot "),
            '/' => words.push_str(" slash "),
            '@' => words.push_str(" at "),
            '-' => words.push_str(" dash "),
            '_' => words.push_str(" underscore "),
            ':' => words.push_str(" colon "),
            '?' => words.push_str(" question mark "),
            '=' => words.push_str(" equals "),
            '&' => words.push_str(" and "),
            '#' => words.push_str(" hash "),
            _ => words.push(c),
        }
    }
    words.strip_prefix("www ").map_or_else(|| words.clone(), |rest| format!("w w w {rest}"))
}

/// `555-0142` is `five five five, zero one four two`: groups of three, three and four digits, or three and four.
pub fn phone(spot: Spot) -> Found {
    if !spot.starts_word() || spot.before().is_some_and(|c| "-+/.#$".contains(c)) {
        return None;
    }
    let end = spot.rest().find(|c: char| !(c.is_ascii_digit() || "-() +".contains(c))).unwrap_or(spot.rest().len());
    // The longest number has 22 signs; a table of figures is none.
    let printed = spot.rest()[..end.min(22)].trim_end_matches([' ', '-', '(', ')', '+']);
    let groups: Vec<&str> = printed.split(['-', '(', ')', ' ', '+']).filter(|group| !group.is_empty()).collect();
    let sizes: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let spaces_only = !printed.contains(['-', '(']);
    let known = match sizes.as_slice() {
        [3, 4] => printed.len() == 8,
        [3, 3, 4] => true,
        [1, 3, 3, 4] => groups[0] == "1",
        _ => false,
    };
    if !known || spaces_only || spot.rest()[printed.len()..].starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let words: Vec<String> = groups.iter().map(|group| digits(group)).collect();
    Some((printed.len(), words.join(", ")))
}
