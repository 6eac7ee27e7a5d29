//! The words that a narrator will ask about: names and rare words, each once.

mod known;
mod tokens;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use rayon::prelude::*;

use self::tokens::{Token, tokens};
use super::Script;
use crate::manuscript::roman;
use crate::words::{Book, CueId, Language};

/// A word that a narrator may ask about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pronunciation {
    /// The word as first printed, without a possessive ending.
    pub word: String,
    /// The first cue that it stands in.
    pub first: CueId,
    /// How often it stands in the book.
    pub count: usize,
    /// How it is said, where `[pronunciation]` of `book.toml` tells.
    pub how: Option<String>,
}

/// Lists names and rare words in the order in which a narrator meets them, and whatever the book's own table tells.
///
/// In English, rare is what a list of 87,000 words and names does not know. In other languages a name is a word with a
/// capital inside a sentence that never has a small letter and is not known in English too; in German, where every noun has a capital, it is what follows a
/// title; in Chinese and Japanese only the book's table tells.
#[must_use]
pub fn pronunciations(script: &Script, book: &Book) -> Vec<Pronunciation> {
    let language = Language::of(&book.language);
    let cues: Vec<(&CueId, &str)> = script.cues().map(|(_, cue)| (&cue.id, cue.text.as_str())).collect();
    let mut found = words(&cues);
    found.retain(|lower, word| word.is_asked(lower, language));
    for key in book.pronunciation.keys() {
        found.extend(told(&cues, key).map(|word| (key.to_lowercase(), word)));
    }
    let how: BTreeMap<String, &String> =
        book.pronunciation.iter().map(|(key, how)| (key.to_lowercase(), how)).collect();
    let mut list: Vec<(String, Word)> = found.into_iter().collect();
    list.sort_by(|(one, first), (other, second)| first.place.cmp(&second.place).then(one.cmp(other)));
    let finished = |(lower, word): (String, Word)| Pronunciation {
        word: word.printed.to_owned(),
        first: cues[word.place.0].0.clone(),
        count: word.count,
        how: how.get(&lower).map(|how| (*how).clone()),
    };
    list.into_iter().map(finished).collect()
}

/// A word in all its spellings, capital or small.
#[expect(clippy::struct_excessive_bools, reason = "four things that are true of a word, each by itself")]
struct Word<'a> {
    /// Its first spelling.
    printed: &'a str,
    /// Where that stands: the number of the cue, and the byte.
    place: (usize, usize),
    count: usize,
    /// Whether it has a small letter anywhere.
    is_small: bool,
    /// Whether it has a capital within a sentence.
    is_name: bool,
    behind_title: bool,
    /// Whether it always has an apostrophe in front, as `'ead` has.
    is_elided: bool,
}

impl<'a> Word<'a> {
    fn new(token: &Token<'a>, cue: usize) -> Self {
        let place = (cue, token.at);
        Self {
            printed: token.word,
            place,
            count: 0,
            is_small: false,
            is_name: false,
            behind_title: false,
            is_elided: true,
        }
    }

    fn is_asked(&self, lower: &str, language: Language) -> bool {
        if !is_plain(self.printed) {
            return false;
        }
        match language {
            Language::English => {
                let with_h = || self.is_elided && known::is_known(&format!("h{lower}"));
                let known = known::is_known(lower) || (self.is_small && known::is_compound(lower)) || with_h();
                !known
            }
            Language::German => self.behind_title && !self.is_small,
            Language::Chinese | Language::Japanese => false,
            // `Rome` and `Martin` are known wherever they are.
            _ => self.is_name && !self.is_small && !known::is_known(lower),
        }
    }
}

/// Every word of the book by its small letters.
fn words<'a>(cues: &[(&CueId, &'a str)]) -> HashMap<String, Word<'a>> {
    // Spellings first, words then: small letters are made once a spelling.
    let spellings = cues.par_iter().enumerate().fold(HashMap::new, |mut spellings, (cue, (_, text))| {
        spell(text, cue, &mut spellings);
        spellings
    });
    let spellings = spellings.reduce(HashMap::new, |mut all, more| {
        for (printed, spelling) in more {
            enter(&mut all, printed, spelling);
        }
        all
    });
    let mut found: HashMap<String, Word> = HashMap::with_capacity(spellings.len());
    for (printed, spelling) in spellings {
        enter(&mut found, printed.to_lowercase(), spelling);
    }
    found
}

/// Adds the words of a cue's text by their spellings.
fn spell<'a>(text: &'a str, cue: usize, spellings: &mut HashMap<&'a str, Word<'a>>) {
    for token in tokens(text) {
        let word = spellings.entry(token.word).or_insert_with(|| Word::new(&token, cue));
        let capital = token.word.starts_with(char::is_uppercase);
        word.count += 1;
        word.is_small |= !capital;
        word.is_name |= capital && token.is_within && token.word.contains(char::is_lowercase);
        word.behind_title |= capital && token.behind_title;
        word.is_elided &= token.elided;
    }
}

/// Enters a word, or joins it with the one that is there; in whatever order, the first in the book stays.
fn enter<'a, K: Eq + Hash>(words: &mut HashMap<K, Word<'a>>, key: K, word: Word<'a>) {
    match words.entry(key) {
        Entry::Vacant(free) => {
            free.insert(word);
        }
        Entry::Occupied(mut taken) => taken.get_mut().join(word),
    }
}

impl Word<'_> {
    /// Takes in another spelling; the first in the book stays.
    fn join(&mut self, mut other: Self) {
        if other.place < self.place {
            std::mem::swap(self, &mut other);
        }
        self.count += other.count;
        self.is_small |= other.is_small;
        self.is_name |= other.is_name;
        self.behind_title |= other.behind_title;
        self.is_elided &= other.is_elided;
    }
}

/// Whether a word is one: no number, no initials, no Roman numeral, no cry (`Aaaah`), no letters to be spelt (`FBI`).
fn is_plain(word: &str) -> bool {
    const LONGEST_INITIALISM: usize = 5;
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = word.chars().all(|c| !c.is_lowercase());
    let mut last = ['\0'; 3];
    let cry = word.chars().any(|c| {
        last = [last[1], last[2], c.to_ascii_lowercase()];
        last[0] == last[1] && last[1] == last[2]
    });
    let figure = word.contains(|c: char| c.is_numeric() || c == '.');
    let initialism = capitals && letters <= LONGEST_INITIALISM;
    !(letters < 2 || cry || figure || initialism || roman(word).is_some())
}

/// A word or several that the book's table tells, wherever they stand as whole words.
fn told<'a>(cues: &[(&CueId, &'a str)], key: &str) -> Option<Word<'a>> {
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut found: Option<Word> = None;
    for (cue, (_, text)) in cues.iter().enumerate().filter(|_| !key.trim().is_empty()) {
        for (at, printed) in text.match_indices(key) {
            let spaced = !key.contains(|c: char| c > '\u{2e7f}');
            if spaced && (joins(text[..at].chars().next_back()) || joins(text[at + key.len()..].chars().next())) {
                continue;
            }
            let token = Token { word: printed, at, is_within: true, behind_title: false, elided: false };
            found.get_or_insert_with(|| Word::new(&token, cue)).count += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Chapter, ChapterKind, Cue, CueKind, Opens};

    fn script(lines: &[&str]) -> Script {
        let cue = |(at, text): (usize, &&str)| Cue {
            id: format!("01-{:04}", at + 1).parse().unwrap(),
            kind: CueKind::Narration,
            opens: Opens::Paragraph,
            text: (*text).to_owned(),
            spoken: None,
        };
        let cues = lines.iter().enumerate().map(cue).collect();
        let id = "01".parse().unwrap();
        let chapter = Chapter { id, kind: ChapterKind::Chapter, continues: None, title: String::new(), cues };
        Script { chapters: vec![chapter], ..Script::default() }
    }

    fn listed(settings: &str, lines: &[&str]) -> Vec<String> {
        let book = Book::parse(&format!("title = 'x'\n{settings}")).unwrap();
        let list = pronunciations(&script(lines), &book);
        list.iter()
            .map(|entry| {
                format!(
                    "{} {} {}{}",
                    entry.word,
                    entry.first,
                    entry.count,
                    entry.how.as_deref().map_or(String::new(), |how| format!(" {how}"))
                )
            })
            .collect()
    }

    #[test]
    fn names_and_rare_words_are_listed_once_with_their_first_cue() {
        let lines = [
            "However, John’s aunt met the Szgany near London.",
            "Szgany! cried Saltby.",
            "Saltby’s szgany hats, 1887, U.S.A., FBI, XIV.",
        ];
        assert_eq!(
            listed("[pronunciation]\nSaltby = 'SAWL-bee'\n'aunt' = 'ahnt'\nNowhere = 'x'", &lines),
            ["aunt 01-0001 1 ahnt", "Szgany 01-0001 3", "Saltby 01-0002 2 SAWL-bee"]
        );
    }

    #[test]
    fn other_languages_list_their_names() {
        assert_eq!(
            listed("language = 'fr'", &["Hier Candide vit Cunégonde. Rien ne bougea.", "Candide partit."]),
            ["Candide 01-0001 2", "Cunégonde 01-0001 1"]
        );
        assert_eq!(
            listed("language = 'de'", &["Am Abend kam Herr von Innstetten.", "Innstetten aß Brot."]),
            ["Innstetten 01-0001 2"]
        );
        assert_eq!(
            listed("language = 'zh'\n[pronunciation]\n'重庆' = 'chóng qìng'", &["他去了重庆。"]),
            ["重庆 01-0001 1 chóng qìng"]
        );
    }
}
