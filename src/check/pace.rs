//! How long this narrator takes for so many words, fitted to the book's own takes.

use super::{median, spread};

/// So many takes say how a narrator reads.
const TELLING: usize = 20;

/// Fewer words than these say too little about how long they take.
pub(super) const FEWEST_WORDS: usize = 4;

/// How many spreads from the line a take may lie: of a hundred thousand honest ones, few do.
const SPREADS: f64 = 4.5;

/// How far from the line a take may lie at least, as a share: a mood changes a line by more than most of a chapter differ.
const LEAST_SHARE: f64 = 0.3;

/// How often the line is fitted anew: what is far off counts less each time, and after a few nothing moves any more.
const ROUNDS: usize = 12;

/// From so many spreads on a take does not count for the line (Tukey's biweight, at 95 % efficiency for honest takes).
const OUTLYING: f64 = 4.685;

/// A line through the takes of a book: seconds over words.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Pace {
    /// What every line takes besides its words, in seconds.
    start: f64,
    /// Seconds a word.
    word: f64,
    /// How far takes lie from the line, in seconds for the root of their words: the errors of words add up like steps of a
    /// random walk.
    spread: f64,
}

impl Pace {
    /// Fits a line to takes of so many words and seconds; `None` while they are too few.
    pub(super) fn of(takes: &[(usize, f64)]) -> Option<Self> {
        let takes: Vec<(f64, f64)> = takes
            .iter()
            .filter(|(words, seconds)| *words >= FEWEST_WORDS && *seconds > 0.0)
            .map(|&(words, seconds)| (words as f64, seconds))
            .collect();
        if takes.len() < TELLING {
            return None;
        }
        let word = median(&mut takes.iter().map(|(words, seconds)| seconds / words).collect::<Vec<_>>())?;
        let mut pace = Self { start: 0.0, word, spread: 0.0 };
        for _ in 0..ROUNDS {
            pace.spread = spread(takes.iter().map(|take| pace.error(*take)))?;
            if pace.spread == 0.0 {
                break;
            }
            pace = pace.fitted(&takes);
        }
        Some(pace)
    }

    /// How far a take lies from the line, in the spread's unit.
    fn error(&self, (words, seconds): (f64, f64)) -> f64 {
        (seconds - self.start - self.word * words) / words.sqrt()
    }

    /// The line of least squares, takes that lie far from the old one counting less or not at all.
    fn fitted(self, takes: &[(f64, f64)]) -> Self {
        let (mut weights, mut ones, mut twos, mut seconds_1, mut seconds_2) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for &(words, seconds) in takes {
            let far = self.error((words, seconds)) / (OUTLYING * self.spread);
            let weight = (1.0 - far * far).max(0.0).powi(2) / words;
            weights += weight;
            ones += weight * words;
            twos += weight * words * words;
            seconds_1 += weight * seconds;
            seconds_2 += weight * seconds * words;
        }
        let width = weights * twos - ones * ones;
        // Takes of nearly the same number of words say nothing of how much comes with each word.
        let word = if width > weights * twos * 1e-3 { (weights * seconds_2 - ones * seconds_1) / width } else { 0.0 };
        let start = (seconds_1 - word * ones) / weights;
        if word > 0.0 && start >= 0.0 {
            Self { start, word, ..self }
        } else if ones > 0.0 {
            Self { start: 0.0, word: seconds_1 / ones, ..self }
        } else {
            self
        }
    }

    /// The least and the most that so many words last in this book, in seconds.
    pub(super) fn range(&self, words: usize) -> (f64, f64) {
        let words = words as f64;
        let middle = self.start + self.word * words;
        let around = (SPREADS * self.spread * words.sqrt()).max(LEAST_SHARE * middle);
        ((middle - around).max(0.0), middle + around)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Takes of a narrator who reads 2.6 words a second, some lines faster and some slower.
    fn read(count: usize) -> Vec<(usize, f64)> {
        let line = |n: usize| {
            let words = 4 + (n * 37) % 57;
            let mood = 1.0 + 0.08 * ((n * 71 % 13) as f64 / 6.0 - 1.0);
            (words, (0.3 + words as f64 / 2.6) * mood)
        };
        (0..count).map(line).collect()
    }

    #[test]
    fn twenty_takes_say_how_a_narrator_reads() {
        assert_eq!(Pace::of(&read(19)), None);
        let (least, most) = Pace::of(&read(20)).unwrap().range(26);
        assert!(least > 5.0 && least < 10.0 && most > 10.6 && most < 15.0, "{least} to {most}");
    }

    #[test]
    fn wrong_lines_do_not_move_what_is_right() {
        let mut takes = read(100);
        let right = Pace::of(&takes).unwrap().range(30);
        for n in (0..100).step_by(5) {
            takes[n].1 *= if n % 2 == 0 { 0.4 } else { 3.0 };
        }
        let wrong = Pace::of(&takes).unwrap().range(30);
        assert!((right.0 - wrong.0).abs() < 1.5 && (right.1 - wrong.1).abs() < 1.5, "{right:?} {wrong:?}");
        assert!(takes.iter().step_by(5).all(|&(words, seconds)| {
            let (least, most) = Pace::of(&takes).unwrap().range(words);
            seconds < least || seconds > most || words < 10
        }));
    }

    #[test]
    fn lines_of_one_length_are_no_obstacle() {
        let takes: Vec<_> = (0..30).map(|n| (20, 8.0 + f64::from(n % 3) * 0.1)).collect();
        let (least, most) = Pace::of(&takes).unwrap().range(20);
        assert!(least > 5.0 && least < 8.0 && most > 8.2 && most < 11.0);
    }

    proptest! {
        #[test]
        fn no_takes_make_a_range_that_is_none(takes in prop::collection::vec((0usize..200, 0.0f64..400.0), 0..60), words in 4usize..200) {
            if let Some(pace) = Pace::of(&takes) {
                let (least, most) = pace.range(words);
                prop_assert!(least >= 0.0 && least <= most && most.is_finite(), "{} to {}", least, most);
            }
        }
    }
}
