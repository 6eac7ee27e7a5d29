//! Names that stay with a line of the book for life: [`ChapterId`] and [`CueId`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The highest number of a chapter or a line: higher ones are typing errors.
pub const HIGHEST_NUMBER: u32 = 999_999;

/// The most letters of a later insert: behind every line there is room for 475,254.
const MOST_LETTERS: usize = 4;

/// A number that may carry the letters of a later insert: `0042`, `0042a`, `0042b`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
struct Label {
    number: u32,
    /// The letters as a number, so that `aa` is behind `z`: none is 0, `a` is 1, `z` is 26, `aa` is 27.
    insert: u32,
}

impl Label {
    fn parse(text: &str, least_digits: usize) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, letters) = text.split_at(digits);
        // One spelling a number: `42` and `00042` are not the same file name as `0042`.
        let padded = digits == least_digits || (digits > least_digits && !number.starts_with('0'));
        let lettered = letters.len() <= MOST_LETTERS && letters.bytes().all(|b| b.is_ascii_lowercase());
        (padded && lettered).then(|| Some(Self { number: number.parse().ok()?, insert: letters_to_number(letters) }))?
    }

    /// The insert that follows this label's number and every letter in `taken`: `a` to `z`, then `aa`; `None` behind
    /// `zzzz`.
    fn insert_after<'a>(self, taken: impl Iterator<Item = &'a Self>) -> Option<Self> {
        let last = taken.filter(|label| label.number == self.number).map(|label| label.insert).max();
        let insert = last.unwrap_or(0).max(self.insert) + 1;
        (number_to_letters(insert).len() <= MOST_LETTERS).then_some(Self { number: self.number, insert })
    }

    fn letters(self) -> String {
        number_to_letters(self.insert)
    }
}

/// The letters of spreadsheet columns.
fn letters_to_number(letters: &str) -> u32 {
    letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'a') + 1)
}

fn number_to_letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    letters.iter().rev().collect()
}

/// The identity of a chapter and the stem of its file names: `00` (what comes before chapter 1), `01`, `07a` (an insert).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ChapterId(Label);

impl ChapterId {
    /// The chapter with this number and no letter.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self(Label { number, insert: 0 })
    }

    /// The number without its insert letters.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.0.number
    }

    /// The next free insert behind this chapter: `07` gives `07a`, or `07b` where `07a` is in `taken`; `None` where letters
    /// have run out.
    #[must_use]
    pub fn insert_after<'a>(&self, taken: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        self.0.insert_after(taken.into_iter().map(|id| &id.0)).map(Self)
    }
}

impl fmt::Display for ChapterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:02}{}", self.0.number, self.0.letters()))
    }
}

impl FromStr for ChapterId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Label::parse(text, 2)
            .map(Self)
            .ok_or_else(|| IdError { found: text.to_owned(), wanted: "a chapter ID such as `01` or `07a`" })
    }
}

/// The identity of one line to be read, for life: `01-0042`, or `01-0042a` for a line inserted behind it later.
///
/// It is unique in the book, never renumbered and never reused. It says where the line was born, not where it stands:
/// order comes from the script.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct CueId {
    chapter: ChapterId,
    line: Label,
}

impl CueId {
    /// The cue with this number in a chapter, and no letter.
    #[must_use]
    pub fn new(chapter: ChapterId, number: u32) -> Self {
        Self { chapter, line: Label { number, insert: 0 } }
    }

    /// The cue that stands before all others in the order of IDs.
    #[must_use]
    pub const fn first() -> Self {
        Self { chapter: ChapterId(Label { number: 0, insert: 0 }), line: Label { number: 0, insert: 0 } }
    }

    /// The chapter in which the cue was first written; a moved cue keeps it.
    #[must_use]
    pub fn chapter(&self) -> &ChapterId {
        &self.chapter
    }

    /// The number within the chapter, without its insert letters.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.line.number
    }

    /// The next free insert behind this cue: `01-0042` gives `01-0042a`, or the letter after the last in `taken`; `None`
    /// where letters have run out.
    #[must_use]
    pub fn insert_after<'a>(&self, taken: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let lines = taken.into_iter().filter(|id| id.chapter == self.chapter).map(|id| &id.line);
        Some(Self { chapter: self.chapter.clone(), line: self.line.insert_after(lines)? })
    }
}

impl fmt::Display for CueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-{:04}{}", self.chapter, self.line.number, self.line.letters()))
    }
}

impl FromStr for CueId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = || IdError { found: text.to_owned(), wanted: "a cue ID such as `01-0042` or `01-0042a`" };
        let (chapter, line) = text.split_once('-').ok_or_else(error)?;
        Ok(Self { chapter: chapter.parse().map_err(|_| error())?, line: Label::parse(line, 4).ok_or_else(error)? })
    }
}

/// A text that is not the ID it should be.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{found}` is not {wanted}")]
pub struct IdError {
    found: String,
    wanted: &'static str,
}

macro_rules! serde_as_text {
    ($($name:ty),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    )+};
}

serde_as_text!(ChapterId, CueId, super::take::TakeId);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cue(text: &str) -> CueId {
        text.parse().unwrap()
    }

    #[test]
    fn an_insert_takes_the_next_free_letter() {
        let taken = [cue("01-0042"), cue("01-0042a"), cue("01-0043f"), cue("02-0042z")];
        assert_eq!(cue("01-0042").insert_after(&taken), Some(cue("01-0042b")));
        assert_eq!(cue("01-0041").insert_after(&taken), Some(cue("01-0041a")));
        assert_eq!(cue("02-0042").insert_after(&taken), Some(cue("02-0042aa")));
        assert_eq!(cue("01-0042zzzz").insert_after(&taken), None);
        assert_eq!(ChapterId::new(7).insert_after(&[ChapterId::new(7)]), "07a".parse().ok());
    }

    #[test]
    fn only_one_spelling_of_an_id_is_an_id() {
        for wrong in [
            "",
            "1-0042",
            "01-42",
            "01-00042",
            "001-0042",
            "01_0042",
            "01-0042A",
            "01-0042abcde",
            "01-0042 ",
            "01-",
            "٠١-٠٠٤٢",
            "01-99999999999",
        ] {
            assert!(wrong.parse::<CueId>().is_err(), "{wrong:?} was taken for a cue ID");
        }
    }

    proptest! {
        #[test]
        fn parsing_inverts_display(chapter in 0u32..2000, number in 0u32..200_000, letters in "[a-z]{0,4}") {
            let text = format!("{chapter:02}-{number:04}{letters}");
            prop_assert_eq!(cue(&text).to_string(), text);
        }

        #[test]
        fn letters_count_like_spreadsheet_columns(number in 1u32..400_000) {
            prop_assert_eq!(letters_to_number(&number_to_letters(number)), number);
        }

        #[test]
        fn parsing_never_panics(text in ".*") {
            let _ = text.parse::<CueId>();
            let _ = text.parse::<ChapterId>();
        }
    }
}
