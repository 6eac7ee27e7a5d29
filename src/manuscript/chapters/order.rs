//! The order of a folder's files.

use std::cmp::Ordering;

use super::super::Note;
use super::Chapter;

/// Puts chapters in order, and says which of them have no number while most have one. Where most names begin with numbers
/// of their own, these decide: `07-interlude.md`. Else the numbers of the chapters do, if each has its own; else the names,
/// in which 2 is before 10.
pub fn sort(chapters: &mut [Chapter]) -> Option<Note> {
    let distinct = |mut numbers: Vec<u32>| {
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len() == count
    };
    let count = chapters.len();
    let leading: Vec<u32> = chapters.iter().filter_map(|chapter| leading_number(&chapter.name)).collect();
    let own: Vec<u32> = chapters.iter().filter_map(Chapter::number).collect();
    let mut unnumbered: Vec<String> = Vec::new();
    if leading.len() * 2 > count && distinct(leading) {
        // What has no number stands where its name says, else behind the others.
        let place = |chapter: &Chapter| match (leading_number(&chapter.name), chapter.place()) {
            (Some(_), _) => 2,
            (None, 2) => 4,
            (None, place) => place,
        };
        chapters.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| natural(&a.name, &b.name)));
        unnumbered
            .extend(chapters.iter().filter(|one| leading_number(&one.name).is_none()).map(|one| one.name.clone()));
    } else if distinct(own.clone()) {
        let key = |chapter: &Chapter| (chapter.place(), chapter.number().unwrap_or(u32::MAX));
        chapters.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| natural(&a.name, &b.name)));
        let is_bare = |one: &&Chapter| one.number().is_none() && one.place() == 2 && own.len() * 2 > count;
        unnumbered.extend(chapters.iter().filter(is_bare).map(|one| one.name.clone()));
    } else {
        chapters.sort_by(|a, b| a.place().cmp(&b.place()).then_with(|| natural(&a.name, &b.name)));
    }
    (!unnumbered.is_empty()).then_some(Note::Unnumbered(unnumbered))
}

/// Whether a file is about the folder that it stands in, and no text of the book's.
pub fn is_about_the_folder(name: &str) -> bool {
    const NAMES: [&str; 7] =
        ["readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "code-of-conduct"];
    let stem = name.rsplit('/').next().unwrap_or(name);
    let stem = stem.split_once('.').map_or(stem, |(stem, _)| stem);
    NAMES.iter().any(|known| stem.eq_ignore_ascii_case(known))
}

/// The number with which a name begins, unless it is a date.
fn leading_number(name: &str) -> Option<u32> {
    let end = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
    (1..=3).contains(&end).then(|| name[..end].parse().ok()).flatten()
}

/// Compares names so that numbers in them count as numbers, and capitals as small letters; names that are the same then
/// have the order of their characters.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) else {
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        let ordering = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (x, y) = (digits(&mut left), digits(&mut right));
            x.len().cmp(&y.len()).then_with(|| x.cmp(y))
        } else {
            (left, right) = (&left[x.len_utf8()..], &right[y.len_utf8()..]);
            x.to_lowercase().cmp(y.to_lowercase())
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
}

/// Takes the digits at the start of a text, without the zeros before them.
fn digits<'a>(text: &mut &'a str) -> &'a str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    *text = rest;
    number.trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn names_have_one_order(mut names in proptest::collection::vec("[aB0-9-]{0,6}", 0..12)) {
            let mut turned: Vec<String> = names.iter().rev().cloned().collect();
            names.sort_by(|a, b| natural(a, b));
            turned.sort_by(|a, b| natural(a, b));
            prop_assert_eq!(names, turned);
        }
    }
}
