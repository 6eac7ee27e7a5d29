//! How far the recording of a chapter or a book is, and how long it will be.

use super::{LineState, Sheet};
use crate::script::Cue;

/// Lines and words of a chapter or of the book.
pub(super) struct Progress {
    pub lines: usize,
    pub recorded: usize,
    pub words: usize,
    words_an_hour: f64,
}

impl Sheet<'_> {
    pub(super) fn progress<'c>(&self, cues: impl Iterator<Item = &'c Cue>) -> Progress {
        let mut progress = Progress { lines: 0, recorded: 0, words: 0, words_an_hour: self.words_an_hour };
        for cue in cues {
            progress.lines += 1;
            progress.recorded += usize::from((self.state)(&cue.id) != LineState::ToRecord);
            progress.words += cue.words();
        }
        progress
    }
}

impl Progress {
    pub fn is_whole(&self) -> bool {
        self.recorded == self.lines
    }

    /// `12 of 40 recorded`.
    pub fn recorded(&self) -> String {
        match (self.recorded, self.lines) {
            (_, 0) => "no lines".to_owned(),
            (recorded, lines) if recorded == lines => "all recorded".to_owned(),
            (recorded, lines) => format!("{} of {} recorded", thousands(recorded), thousands(lines)),
        }
    }

    /// `about 14 min`, when it is read and edited.
    pub fn length(&self) -> String {
        let minutes = (self.words as f64 / self.words_an_hour * 60.0).round() as usize;
        match (minutes / 60, minutes % 60) {
            (0, 0) => "under 1 min".to_owned(),
            (0, minutes) => format!("about {minutes} min"),
            (hours, minutes) => format!("about {hours} h {minutes} min"),
        }
    }
}

/// `1 line`, `2 lines`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", thousands(count), if count == 1 { "" } else { "s" })
}

pub(super) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let grouped: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    grouped.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!([7, 999, 1000, 1_234_567].map(thousands), ["7", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_length_is_told_in_hours_and_minutes() {
        let length = |words| Progress { lines: 1, recorded: 0, words, words_an_hour: 9_000.0 }.length();
        assert_eq!(
            [0, 74, 75, 1_500, 9_000, 19_650].map(length),
            ["under 1 min", "under 1 min", "about 1 min", "about 10 min", "about 1 h 0 min", "about 2 h 11 min"]
        );
    }

    #[test]
    fn what_is_recorded_is_told_of_all() {
        let told = |recorded, lines| Progress { lines, recorded, words: 0, words_an_hour: 1.0 }.recorded();
        assert_eq!(told(0, 0), "no lines");
        assert_eq!(told(0, 1_200), "0 of 1,200 recorded");
        assert_eq!(told(40, 40), "all recorded");
    }
}
