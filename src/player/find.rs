//! Lines by their words, whatever their capitals, accents and stops.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::programme::{Place, Programme};

/// Which way to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    On,
    Back,
}

/// The next line that has these words in a row, the last one begun or not; behind the last line of the programme it goes on
/// with the first. `None` where no line has them.
pub(super) fn find(programme: &Programme, words: &str, from: Place, way: Way) -> Option<(usize, usize)> {
    let wanted = folded(words);
    if wanted.is_empty() {
        return None;
    }
    let lines = || {
        programme
            .chapters
            .iter()
            .enumerate()
            .flat_map(|(at, chapter)| (0..chapter.lines.len()).map(move |line| (at, line)))
    };
    let has =
        |&(chapter, line): &(usize, usize)| folded(&programme.chapters[chapter].lines[line].text).contains(&wanted);
    let here = programme.line_at(from);
    match way {
        Way::On => {
            let is_behind = |line: &(usize, usize)| here.map_or(line.0 >= from.chapter, |here| *line > here);
            lines().filter(|line| is_behind(line)).find(has).or_else(|| lines().find(has))
        }
        Way::Back => {
            let is_before = |line: &(usize, usize)| here.map_or(line.0 < from.chapter, |here| *line < here);
            let all: Vec<_> = lines().collect();
            let before = all.iter().rev().filter(|line| is_before(line)).find(|line| has(line));
            before.or_else(|| all.iter().rev().find(|line| has(line))).copied()
        }
    }
}

/// Letters and figures without case and accents, anything else as one space.
fn folded(text: &str) -> String {
    let mut folded = String::new();
    for letter in text.nfkd().filter(|&letter| !is_combining_mark(letter) && !is_apostrophe(letter)) {
        if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Nobody types a typesetter's apostrophe.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::programme::tests::{at, two_chapters};

    #[test]
    fn case_accents_and_stops_are_not_typed() {
        assert_eq!(folded("  “Élodie’s — BOAT…” "), "elodies boat");
        assert_eq!(folded("Straße, ﬁn"), "straße fin");
        assert_eq!(folded("—"), "");
    }

    #[test]
    fn the_next_line_that_has_the_words_is_found_around_the_end() {
        let programme = two_chapters();
        let on = |words, from| find(&programme, words, from, Way::On);
        assert_eq!(on("BOAT", at(0, 0)), Some((0, 1)));
        assert_eq!(on("boat", at(0, 4500)), Some((1, 0)));
        assert_eq!(on("boat", at(1, 2500)), Some((0, 1)));
        assert_eq!(on("elodies boat", at(0, 0)), Some((1, 0)));
        assert_eq!(on("their water", at(0, 0)), None);
        assert_eq!(on("…", at(0, 0)), None);
        assert_eq!(on("came", at(1, 0)), Some((1, 0)), "before a chapter's first line");
    }

    #[test]
    fn the_line_before_is_found_around_the_start() {
        let programme = two_chapters();
        let back = |words, from| find(&programme, words, from, Way::Back);
        assert_eq!(back("boat", at(1, 2500)), Some((0, 1)));
        assert_eq!(back("boat", at(0, 4500)), Some((1, 0)));
        assert_eq!(back("water", at(0, 4500)), Some((0, 0)));
        assert_eq!(back("low water", at(0, 1000)), Some((0, 0)), "the only one");
    }
}
