//! Parts of a book, in which chapters may count anew: by their headings, and as a cell of a proofer's list names them.

use crate::manuscript::Numeral;
use crate::script::{Chapter, CueKind};

/// The words for a part, before its number, and the word that stands for each.
const WORDS: [(&str, &str); 15] = [
    ("part", "part"),
    ("pt", "part"),
    ("book", "book"),
    ("bk", "book"),
    ("volume", "volume"),
    ("vol", "volume"),
    ("act", "act"),
    ("teil", "teil"),
    ("buch", "buch"),
    ("band", "band"),
    ("partie", "partie"),
    ("livre", "livre"),
    ("tome", "tome"),
    ("parte", "parte"),
    ("libro", "libro"),
];

/// A part by its word and number: `Part Two`, `part 2`, `PT. II`, `Part the Second`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Part {
    word: &'static str,
    number: u32,
}

impl Part {
    /// All parts that a text names.
    pub(super) fn all_in(text: &str) -> Vec<Self> {
        let words = words(text);
        let named = words.windows(2).filter_map(|pair| {
            let (_, word) = WORDS.iter().find(|(word, _)| *word == pair[0].to_lowercase())?;
            let number =
                Numeral::parse(pair[1].trim_start_matches('0')).or_else(|| Numeral::parse(&pair[1].to_uppercase()))?;
            Some(Self { word, number: number.value() })
        });
        named.collect()
    }
}

/// The words and numbers of a text, also where they are written together: `Pt2`.
fn words(text: &str) -> Vec<&str> {
    // `Book the Second`.
    let is_word = |text: &&str| text.starts_with(char::is_alphanumeric) && !text.eq_ignore_ascii_case("the");
    let mut words = Vec::new();
    let mut start = 0;
    let kind = |c: char| (c.is_alphabetic(), c.is_numeric());
    for (at, pair) in
        text.char_indices().zip(text.chars().skip(1)).map(|((at, c), next)| (at + c.len_utf8(), (c, next)))
    {
        if kind(pair.0) != kind(pair.1) {
            words.push(&text[start..at]);
            start = at;
        }
    }
    words.push(&text[start..]);
    words.retain(is_word);
    words
}

/// For each chapter the parts that it stands in: those that headings named where it or the last one before it began.
pub(super) fn parts(chapters: &[&Chapter]) -> Vec<Vec<Part>> {
    let mut here: Vec<Part> = Vec::new();
    let of_chapter = chapters.iter().map(|chapter| {
        let headings = chapter.cues.iter().take_while(|cue| cue.kind == CueKind::Announcement);
        for part in headings.flat_map(|cue| Part::all_in(&cue.text)) {
            here.retain(|known| known.word != part.word);
            here.push(part);
        }
        here.clone()
    });
    of_chapter.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_its_word_and_its_number() {
        let two = Part { word: "part", number: 2 };
        for text in ["Part Two", "PART II", "pt. 2", "Pt02_Ch01", "Part the Second: The Flood", "in part two"] {
            assert_eq!(Part::all_in(text), [two], "{text}");
        }
        for text in ["", "Two", "Parting", "part of it", "2", "Part", "Ähre β 3", "part-"] {
            assert_eq!(Part::all_in(text), [], "{text}");
        }
        assert_eq!(Part::all_in("Book I, Part 3").len(), 2);
    }
}
