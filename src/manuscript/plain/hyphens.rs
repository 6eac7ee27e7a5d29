//! Words that a line end has divided.

use std::collections::BTreeSet;

use crate::manuscript::lines;

/// What follows a hyphen that waits for a later word: `two- and three-legged`.
const CONJUNCTIONS: [&str; 16] =
    ["and", "or", "to", "nor", "but", "than", "und", "oder", "bis", "et", "ou", "à", "y", "o", "и", "или"];

/// What keeps its hyphen before anything.
const KEEPS: [&str; 22] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "self", "well", "ill", "half", "ex",
    "non", "mid", "anti", "pro", "all", "great", "then", "so", "would",
];

/// Joins divided words by what the rest of the text says of them.
#[derive(Debug, Default)]
pub struct Hyphens {
    /// The words that stand whole on a line, in small letters.
    words: BTreeSet<String>,
    /// How many words were joined.
    pub joined: usize,
}

/// A word, its hyphens and apostrophes among it.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || "-‐’'\u{ad}".contains(c)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{ad}')
}

impl Hyphens {
    /// Learns the words of a text, where any line of it ends with a hyphen.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut words = BTreeSet::new();
        if lines.clone().any(|line| line.ends_with(is_hyphen)) {
            for line in lines {
                let whole =
                    line.split(|c: char| !is_part(c)).filter(|word| !word.is_empty() && !word.ends_with(is_hyphen));
                words.extend(whole.map(str::to_lowercase));
            }
        }
        Self { words, joined: 0 }
    }

    /// Lines as one, with the words joined that were divided between two of them.
    pub fn join(&mut self, lines: &[&str]) -> String {
        if self.words.is_empty() || !lines.iter().any(|line| line.ends_with(is_hyphen)) {
            return lines::join(lines);
        }
        let mut joined = String::new();
        let mut start = 0;
        for at in 0..lines.len() {
            let end = lines.get(at + 1).and_then(|next| self.divided(lines[at], next));
            if end.is_none() && at + 1 < lines.len() {
                continue;
            }
            let piece = lines::join(&lines[start..=at]);
            start = at + 1;
            match end {
                Some(keeps) => {
                    self.joined += 1;
                    joined.push_str(if keeps { &piece } else { piece.trim_end_matches(is_hyphen) });
                }
                None => joined.push_str(&piece),
            }
        }
        joined
    }

    /// Whether a word is divided between two lines, and if so, whether it keeps its hyphen.
    fn divided(&self, line: &str, next: &str) -> Option<bool> {
        let head = line.strip_suffix(is_hyphen)?;
        let first = &head
            [head.rfind(|c| !is_part(c)).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8))..];
        let second = &next[..next.find(|c| !is_part(c)).unwrap_or(next.len())];
        if !first.ends_with(char::is_alphabetic) || !second.starts_with(char::is_alphabetic) {
            return None;
        }
        if line.ends_with('\u{ad}') {
            return Some(false);
        }
        let (first, second) = (first.to_lowercase(), second.to_lowercase());
        if CONJUNCTIONS.contains(&second.as_str()) && !self.words.contains(&format!("{first}{second}")) {
            return None;
        }
        let known = |word: &str| self.words.contains(word);
        let (whole, hyphenated) = (format!("{first}{second}"), format!("{first}-{second}"));
        let last = first.rsplit(is_hyphen).next().unwrap_or_default();
        // A name, or the capital behind a prefix: `Anglo-American`, `non-English`.
        if next.starts_with(char::is_uppercase) {
            return (known(&hyphenated) || KEEPS.contains(&last) || head.ends_with(&titled(last))).then_some(true);
        }
        if known(&whole) {
            return Some(false);
        }
        let parts = || known(last) && known(&second);
        Some(known(&hyphenated) || KEEPS.contains(&last) || parts())
    }
}

fn titled(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        let lines: Vec<&str> = text.lines().collect();
        Hyphens::of(lines.iter().copied()).join(&lines)
    }

    #[test]
    fn divided_words_are_joined() {
        for (text, wanted) in [
            ("the old keep-\ner, his tele-\nscope", "the old keeper, his telescope"),
            ("twenty-\nfive years", "twenty-five years"),
            ("a sea-wall, the sea-\nwall stood", "a sea-wall, the sea-wall stood"),
            ("the lighthouse, a light-\nhouse", "the lighthouse, a lighthouse"),
            ("two-\nand three-legged", "two- and three-legged"),
            ("he went--\nand came", "he went-- and came"),
            ("he went -\nand came", "he went - and came"),
            ("the har\u{ad}\nbour", "the harbour"),
            ("Anglo-\nAmerican", "Anglo-American"),
            ("“I was go-\n“What?”", "“I was go- “What?”"),
        ] {
            assert_eq!(joined(text), wanted);
        }
    }
}
