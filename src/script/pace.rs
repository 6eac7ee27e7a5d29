//! How long a text lasts when it is read.

use super::Opens;
use crate::words::book::Spacing;

/// How fast a narrator reads, in words a finished hour: pauses counted in.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pace {
    slowest: f64,
    likely: f64,
    fastest: f64,
}

/// What is recorded in less time says little of the rest of a book, in seconds.
const TELLING: f64 = 300.0;

/// How far chapters of one narrator lie from their mean: as far as narrators do from 9,300 words.
const SPREAD: f64 = 0.04;

impl Default for Pace {
    /// 9,300 words an hour, by which ACX reckons; narrators read 9,000 to 9,700.
    fn default() -> Self {
        Self { slowest: 9_000.0, likely: 9_300.0, fastest: 9_700.0 }
    }
}

impl Pace {
    /// The pace of a narrator who has read so many words in so many seconds; `None` where that is too little to tell.
    #[must_use]
    pub fn heard(words: usize, seconds: f64) -> Option<Self> {
        let likely = words as f64 / seconds * 3600.0;
        let tells = seconds >= TELLING && words > 0;
        tells.then_some(Self { slowest: likely * (1.0 - SPREAD), likely, fastest: likely * (1.0 + SPREAD) })
    }

    /// The likely number of words in a finished hour.
    #[must_use]
    pub fn words_an_hour(&self) -> f64 {
        self.likely
    }

    /// How long so many words last, in seconds.
    #[must_use]
    pub fn seconds(&self, words: usize) -> f64 {
        words as f64 / self.likely * 3600.0
    }

    /// The least and the most that so many words may last, in seconds.
    #[must_use]
    pub fn range(&self, words: usize) -> (f64, f64) {
        (words as f64 / self.fastest * 3600.0, words as f64 / self.slowest * 3600.0)
    }
}

/// The pause before a line in a finished chapter, in seconds.
#[must_use]
pub fn pause_before(opens: Opens, spacing: &Spacing) -> f64 {
    match opens {
        Opens::Chapter => spacing.head + spacing.tail,
        Opens::Section => spacing.section,
        Opens::Scene => spacing.scene,
        Opens::Paragraph => spacing.paragraph,
        Opens::Sentence => spacing.sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_thousand_three_hundred_words_are_an_hour_until_takes_say_better() {
        let usual = Pace::default();
        assert_eq!(usual.seconds(9_300), 3600.0);
        let (least, most) = usual.range(9_300);
        assert!(least < 3600.0 && most > 3600.0 && least > 3400.0 && most < 3800.0);
        assert_eq!(Pace::heard(500, 200.0), None);
        let slow = Pace::heard(2_000, 1000.0).unwrap();
        assert!((slow.seconds(7_200) - 3600.0).abs() < 1e-9);
    }
}
