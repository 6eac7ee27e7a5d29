//! What differs between two texts, word by word.

use std::fmt;

use similar::{Algorithm, ChangeTag, TextDiff};

use super::heard::heard;

/// How many words are shown around one that changed.
const AROUND: usize = 4;

/// The words of a text before and after, to be shown as `the [-old-]{+new+} tide`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    words: Vec<(Word, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Word {
    Kept,
    Cut,
    Added,
}

impl Difference {
    /// What differs between two texts.
    #[must_use]
    pub fn of(before: &str, after: &str) -> Self {
        let (before, after): (Vec<&str>, Vec<&str>) =
            (before.split_whitespace().collect(), after.split_whitespace().collect());
        // Another style of quotation marks all over a page would hide the one word that is another.
        let by_ear = Self::of_words(&before, &after, heard);
        let is_silent = by_ear.words.iter().all(|(word, _)| *word == Word::Kept);
        if is_silent { Self::of_words(&before, &after, str::to_owned) } else { by_ear }
    }

    /// What differs between words that are compared as `read` has them.
    fn of_words(before: &[&str], after: &[&str], read: impl Fn(&str) -> String) -> Self {
        let [old, new] = [before, after].map(|words| words.iter().map(|word| read(word)).collect::<Vec<_>>());
        let [old, new]: [Vec<&str>; 2] = [&old, &new].map(|words| words.iter().map(String::as_str).collect());
        let diff = TextDiff::configure().algorithm(Algorithm::Myers).diff_slices(&old, &new);
        let printed = |words: &[&str], at: Option<usize>| at.map_or("", |at| words[at]).to_owned();
        let words = diff.iter_all_changes().map(|change| match change.tag() {
            ChangeTag::Equal => (Word::Kept, printed(after, change.new_index())),
            ChangeTag::Delete => (Word::Cut, printed(before, change.old_index())),
            ChangeTag::Insert => (Word::Added, printed(after, change.new_index())),
        });
        Self { words: words.collect() }
    }
}

impl fmt::Display for Difference {
    /// Writes the changed words with a few around them: `… lay on the [-stones-]{+sand+} and …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let near = |at: usize| {
            let around = at.saturating_sub(AROUND)..(at + AROUND + 1).min(self.words.len());
            self.words[around].iter().any(|(word, _)| *word != Word::Kept)
        };
        let mut hidden = false;
        let mut first = true;
        for run in runs(&self.words) {
            let (kind, _) = self.words[run.start];
            let (open, close) = match kind {
                Word::Kept => ("", ""),
                Word::Cut => ("[-", "-]"),
                Word::Added => ("{+", "+}"),
            };
            let mut shown: Vec<&str> = Vec::new();
            for at in run {
                let is_near = near(at);
                if is_near {
                    shown.push(&self.words[at].1);
                } else if !hidden {
                    shown.push("…");
                }
                hidden = !is_near;
            }
            if !shown.is_empty() {
                write!(f, "{}{open}{}{close}", if first { "" } else { " " }, shown.join(" "))?;
                first = false;
            }
        }
        Ok(())
    }
}

/// The places of words of one kind in a row.
fn runs(words: &[(Word, String)]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, (kind, _)) in words.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if words[run.start].0 == *kind => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_shown_with_a_few_around_them() {
        for (before, after, shown) in [
            ("The tide is out.", "The tide was out.", "The tide [-is-] {+was+} out."),
            ("a b c d e f g h i j k", "a b c d e f x h i j k", "… c d e f [-g-] {+x+} h i j k"),
            ("a b c d e f g h i j k l", "a b c d e f h i j k l", "… c d e f [-g-] h i j k …"),
            (
                "\"You're late,\" said the cook.",
                "“You’re late,” said the guard.",
                "“You’re late,” said the [-cook.-] {+guard.+}",
            ),
            ("a “b” c", "a 'b' c", "a [-“b”-] {+'b'+} c"),
            ("", "All new.", "{+All new.+}"),
        ] {
            assert_eq!(Difference::of(before, after).to_string(), shown);
        }
    }
}
