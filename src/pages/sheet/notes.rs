//! The producer's pronunciation notes, found wherever their words stand.

use std::collections::BTreeMap;

/// `[pronunciation]` of the book, by the first letters of its words.
pub(super) struct Notes<'a> {
    by_first: BTreeMap<char, Vec<Note<'a>>>,
}

struct Note<'a> {
    /// In small letters, with straight apostrophes.
    word: Vec<char>,
    how: &'a str,
    /// Whether it is a word only where no letter joins it; Chinese and Japanese have no spaces.
    is_spaced: bool,
}

/// A stretch of a text.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Piece<'t> {
    Plain(&'t str),
    Word { word: &'t str, how: &'t str },
}

/// From here on, scripts are set without spaces: what stands before are letters, punctuation and symbols of the others.
const UNSPACED: char = '\u{2e80}';

impl<'a> Notes<'a> {
    pub fn new(table: &'a BTreeMap<String, String>) -> Self {
        let mut by_first: BTreeMap<char, Vec<Note>> = BTreeMap::new();
        for (key, how) in table {
            let (key, how) = (key.trim(), how.trim());
            let word: Vec<char> = key.chars().flat_map(folded).collect();
            if let Some(first) = word.first().filter(|_| !how.is_empty()) {
                let note = Note { how, is_spaced: !key.contains(|c| c >= UNSPACED), word: word.clone() };
                by_first.entry(*first).or_default().push(note);
            }
        }
        // `Van Helsing` before `Van`.
        for notes in by_first.values_mut() {
            notes.sort_by_key(|note| std::cmp::Reverse(note.word.len()));
        }
        Self { by_first }
    }

    /// The text in pieces that make it up again, the words with notes apart.
    pub fn pieces<'t>(&'t self, text: &'t str) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let (mut done, mut before) = (0, None);
        let mut chars = if self.by_first.is_empty() { "".char_indices() } else { text.char_indices() };
        while let Some((at, c)) = chars.next() {
            if let Some((length, how)) = self.at(&text[at..], before) {
                pieces.extend((done < at).then(|| Piece::Plain(&text[done..at])));
                done = at + length;
                pieces.push(Piece::Word { word: &text[at..done], how });
                // The word's first letter is taken already.
                while chars.as_str().len() > text.len() - done {
                    chars.next();
                }
                before = text[..done].chars().next_back();
            } else {
                before = Some(c);
            }
        }
        pieces.extend((done < text.len()).then(|| Piece::Plain(&text[done..])));
        pieces
    }

    /// The text with its notes in brackets, for where nothing can stand above it.
    pub fn written_out(&self, text: &str) -> String {
        let written = |piece| match piece {
            Piece::Plain(text) => text.to_owned(),
            Piece::Word { word, how } => format!("{word} ({how})"),
        };
        self.pieces(text).into_iter().map(written).collect()
    }

    /// The longest noted word that a text begins with, in bytes, and how it is said.
    fn at(&self, text: &str, before: Option<char>) -> Option<(usize, &'a str)> {
        let notes = self.by_first.get(&text.chars().next().and_then(|c| folded(c).next())?)?;
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        notes.iter().find_map(|note| {
            let length = note.length_in(text)?;
            let apart = !joins(before) && !joins(text[length..].chars().next());
            (apart || !note.is_spaced).then_some((length, note.how))
        })
    }
}

impl Note<'_> {
    /// How many bytes of the text's beginning are the word, in whatever case.
    fn length_in(&self, text: &str) -> Option<usize> {
        let mut word = self.word.iter();
        for (at, c) in text.char_indices() {
            if !folded(c).all(|c| word.next() == Some(&c)) {
                return None;
            }
            if word.as_slice().is_empty() {
                return Some(at + c.len_utf8());
            }
        }
        None
    }
}

fn folded(c: char) -> impl Iterator<Item = char> {
    (if c == '’' { '\'' } else { c }).to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(table: &[(&str, &str)], text: &str) -> String {
        let table = table.iter().map(|(word, how)| ((*word).to_owned(), (*how).to_owned())).collect();
        Notes::new(&table).written_out(text)
    }

    #[test]
    fn a_note_stands_wherever_its_word_does() {
        let table = [("Saltby", "SAWL-bee")];
        for (text, wanted) in [
            ("To Saltby.", "To Saltby (SAWL-bee)."),
            ("SALTBY’S Saltby-on-Sea", "SALTBY (SAWL-bee)’S Saltby (SAWL-bee)-on-Sea"),
            ("Saltbyites and NewSaltby", "Saltbyites and NewSaltby"),
            ("", ""),
        ] {
            assert_eq!(written(&table, text), wanted);
        }
    }

    #[test]
    fn the_longest_word_wins() {
        let table = [("Van", "fan"), ("Van Helsing", "fan HEL-sing"), ("D'Arcy", "DAR-see"), ("", "x"), ("mute", " ")];
        assert_eq!(
            written(&table, "Van Helsing, van, D’Arcy, mute"),
            "Van Helsing (fan HEL-sing), van (fan), D’Arcy (DAR-see), mute"
        );
    }

    #[test]
    fn text_without_spaces_has_words_anywhere() {
        assert_eq!(written(&[("重慶", "Chóngqìng")], "他去重慶了"), "他去重慶 (Chóngqìng)了");
    }

    proptest! {
        #[test]
        fn nothing_of_the_text_is_lost(text in "[aAbBİßé’' 重慶-]{0,30}", word in "[aAbBİßé' 重]{1,3}") {
            let table = BTreeMap::from([(word, "!".to_owned())]);
            let notes = Notes::new(&table);
            let joined: String = notes
                .pieces(&text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Plain(text) | Piece::Word { word: text, .. } => text,
                })
                .collect();
            prop_assert_eq!(joined, text);
        }
    }
}
