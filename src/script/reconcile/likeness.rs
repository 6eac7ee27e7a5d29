//! How alike two sentences are, by their words.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::super::heard::is_unspaced;

/// The least likeness of an edited sentence to what it was: half of the words in the same order.
pub const LEAST_LIKENESS: f64 = 0.5;

/// The words of a text as numbers, in order and sorted; marks and capitals aside.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    pub order: Vec<u64>,
    sorted: Vec<u64>,
}

impl Words {
    /// The words between white space; where a writing has none, the characters.
    pub fn of(text: &str) -> Self {
        let mut order = Vec::new();
        each_word(text, |word, _| order.push(number(&word.to_lowercase())));
        Self::from(order)
    }

    /// Two texts as one.
    pub fn joined(&self, next: &Self) -> Self {
        Self::from([self.order.as_slice(), &next.order].concat())
    }

    fn from(order: Vec<u64>) -> Self {
        let mut sorted = order.clone();
        sorted.sort_unstable();
        Self { order, sorted }
    }

    /// Whether another text begins or ends with all of these words.
    pub fn goes_on_as(&self, other: &Self) -> bool {
        !self.order.is_empty() && (other.order.starts_with(&self.order) || other.order.ends_with(&self.order))
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }
}

/// Gives each word of a text without the marks around it, and its place with them.
pub fn each_word(text: &str, mut give: impl FnMut(&str, Range<usize>)) {
    let mut at = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        let start = at;
        at += part.len();
        if word.contains(is_unspaced) {
            for (place, c) in word.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let place = place..place + c.len_utf8();
                give(&word[place.clone()], start + place.start..start + place.end);
            }
            continue;
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() {
            give(bare, start..start + word.len());
        }
    }
}

pub fn number(word: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

/// How many words two texts have in common in the same order, if that is half of them; else none.
pub fn common_words(old: &Words, new: &Words) -> usize {
    let enough = |common: usize| 2.0 * common as f64 >= LEAST_LIKENESS * (old.len() + new.len()) as f64;
    // The words in any order are at least as many, and much quicker to count.
    if old.len() == 0 || new.len() == 0 || !enough(in_any_order(&old.sorted, &new.sorted)) {
        return 0;
    }
    Some(shared_words(old, new)).filter(|common| enough(*common)).unwrap_or(0)
}

/// The share of two texts that is the same words in the same order, from 0 to 1.
pub fn likeness(old: &str, new: &str) -> f64 {
    let (old, new) = (Words::of(old), Words::of(new));
    2.0 * shared_words(&old, &new) as f64 / (old.len() + new.len()).max(1) as f64
}

/// How many words two texts share in the same order.
pub fn shared_words(old: &Words, new: &Words) -> usize {
    let ops = capture_diff_slices(Algorithm::Myers, &old.order, &new.order);
    ops.iter().map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 }).sum()
}

fn in_any_order(left: &[u64], right: &[u64]) -> usize {
    let (mut at, mut count) = (0, 0);
    for word in left {
        while at < right.len() && right[at] < *word {
            at += 1;
        }
        if right.get(at) == Some(word) {
            (at, count) = (at + 1, count + 1);
        }
    }
    count
}
