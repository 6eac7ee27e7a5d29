//! Words with two sounds, where their neighbours do not say at once which is meant.
//!
//! Words whose neighbours always say it, such as `object` and `present`, are not looked for: a narrator reads them right.

use std::collections::BTreeMap;

use super::text::{Noted, Text, times, words};
use crate::words::Rule;

/// The words, and how they may sound.
const SOUNDS: [(&str, &str); 22] = [
    ("bass", "the fish, rhymes with `pass`, or the voice, like `base`"),
    ("bow", "rhymes with `low` (knot, arrows), or with `now` (ship, courtesy)"),
    ("bows", "rhymes with `lows` (knots, arrows), or with `cows` (ship, courtesy)"),
    ("close", "rhymes with `dose` (near), or with `doze` (shut)"),
    ("content", "`conTENT` (pleased), or `CONtent` (what is inside)"),
    ("desert", "`DEsert` (sand), or `deSERT` (leave)"),
    ("does", "`duz`, or `doze` (deer)"),
    ("dove", "rhymes with `love` (bird), or with `drove` (dived)"),
    ("invalid", "`INvalid` (sick), or `inVALid` (void)"),
    ("lead", "`leed` (go first), or `led` (metal)"),
    ("live", "rhymes with `give`, or with `five`"),
    ("minute", "`MINit` (time), or `myNEWT` (tiny)"),
    ("polish", "`POLish` (shine), or `POHlish` (of Poland)"),
    ("read", "`reed` (now), or `red` (then)"),
    ("refuse", "`reFUSE` (decline), or `REFuse` (rubbish)"),
    ("resume", "`reZOOM` (go on), or `REZoomay` (of a career)"),
    ("row", "rhymes with `low` (line, boat), or with `now` (quarrel)"),
    ("rows", "rhymes with `lows` (lines, boat), or with `cows` (quarrels)"),
    ("sow", "rhymes with `low` (seed), or with `now` (pig)"),
    ("tear", "rhymes with `ear` (eye), or with `air` (rip)"),
    ("wind", "`wihnd` (air), or `wynd` (turn)"),
    ("wound", "`woond` (injury), or `wownd` (turned)"),
];

const DETERMINERS: &[&str] = &[
    "a", "an", "the", "his", "her", "its", "my", "your", "our", "their", "this", "that", "these", "those", "some",
    "any", "no", "every", "each", "another", "one", "what",
];
const AUXILIARIES: &[&str] = &[
    "to", "will", "would", "shall", "should", "can", "could", "may", "might", "must", "cannot", "let", "let's", "did",
    "do", "please",
];
const PERFECTS: &[&str] =
    &["has", "have", "had", "having", "be", "been", "being", "is", "are", "was", "were", "am", "get", "got"];
const SINGULARS: &[&str] = &["he", "she", "it", "which"];
const PLURALS: &[&str] = &["i", "you", "we", "they", "who"];
const ADVERBS: &[&str] = &["not", "never", "always", "still", "only", "ever", "also", "often", "just"];
const OBJECTS: &[&str] =
    &["the", "a", "an", "me", "him", "her", "us", "them", "you", "it", "his", "their", "my", "your", "its"];
const WAYS: &[&str] =
    &["up", "down", "round", "around", "through", "along", "into", "off", "out", "away", "back", "about"];

/// The neighbours of a word within its phrase, in lower case; empty at its ends.
struct Neighbours<'a> {
    before: &'a str,
    after: &'a str,
    capital: bool,
}

impl Neighbours<'_> {
    fn is_noun(&self) -> bool {
        DETERMINERS.contains(&self.before) || self.before.ends_with("'s")
    }

    fn is_verb(&self) -> bool {
        AUXILIARIES.contains(&self.before) || self.before.ends_with("n't") || self.before.ends_with("'ll")
    }

    fn has_subject(&self) -> bool {
        SINGULARS.contains(&self.before) || PLURALS.contains(&self.before)
    }

    fn before(&self, words: &[&str]) -> bool {
        words.contains(&self.before)
    }

    fn after(&self, words: &[&str]) -> bool {
        words.contains(&self.after)
    }

    /// Whether nothing near says how this word sounds.
    fn leave_open(&self, word: &str) -> bool {
        match word {
            // `he read` is past, as there is no `s`.
            "read" => self.before(PLURALS),
            "lead" => {
                !self.is_verb()
                    && !self.has_subject()
                    && !self.after(OBJECTS)
                    && !self.after(WAYS)
                    && self.after != "to"
            }
            "tear" => !self.is_noun() && !self.is_verb() && !self.after(OBJECTS) && !self.after(WAYS),
            "wind" => {
                !self.is_noun() && !self.is_verb() && !self.has_subject() && (self.after(WAYS) || self.after(OBJECTS))
            }
            "bow" | "bows" => {
                let courteous =
                    ["low", "deep", "slight", "polite", "stiff", "profound", "formal", "grave", "courteous"];
                !self.is_verb()
                    && !self.before(&courteous)
                    && !self.has_subject()
                    && !self.after(&["and", "tie", "window", "windows", "arrows", "string", "to"])
            }
            "live" => {
                let places =
                    ["in", "at", "on", "with", "by", "here", "there", "for", "to", "without", "through", "under"];
                !self.is_verb()
                    && !self.before(PLURALS)
                    && !self.before(ADVERBS)
                    && !self.after(&places)
                    && !self.after(&["together", "alone", "among", "up", "and", "like", "happily"])
                    && !self.after.is_empty()
            }
            "close" => self.is_noun() && !self.after(&["of", "to", "friend", "friends", "at"]),
            "row" | "rows" => {
                !self.capital
                    && !self.is_verb()
                    && !self.before(PLURALS)
                    && self.after != "of"
                    && self.before(&["a", "the", "this", "that", "terrible", "fearful"])
            }
            "sow" => !self.is_verb() && !self.before(PLURALS) && !self.after(&["the", "seeds", "and", "corn"]),
            "minute" => {
                self.after.ends_with('s')
                    && !self
                        .after(&["is", "was", "as", "his", "this", "hands", "passes", "passed", "has", "does", "less"])
                    && !self.before(&["one", "a", "every", "each", "this", "that", "last", "next"])
            }
            "does" => self.before(&["bucks", "stags", "hinds", "deer", "two", "three", "several"]),
            "desert" => !self.is_noun() && !self.is_verb() && !self.has_subject() && !self.before(&["of", "in", "and"]),
            "dove" => !self.is_noun() && !self.has_subject() && !self.after(WAYS) && self.after != "in",
            "content" => {
                let pleased =
                    ["well", "quite", "perfectly", "not", "very", "so", "more", "heart's", "to", "seemed", "and"];
                !self.before(PERFECTS)
                    && !self.before(&pleased)
                    && !self.before.is_empty()
                    && !self.after(&["with", "to", "myself", "himself", "herself", "yourself", "themselves", "that"])
            }
            "wound" => {
                let hurt = ["mortal", "flesh", "bullet", "deep", "old", "open", "knife", "slight", "bad", "of", "and"];
                !self.is_noun()
                    && !self.before(PERFECTS)
                    && !self.before(&hurt)
                    && !self.has_subject()
                    && !self.is_verb()
                    && !self.after(WAYS)
            }
            "bass" => !self.after(&["drum", "guitar", "voice", "clef", "notes", "note"]),
            "refuse" => {
                !self.is_noun()
                    && !self.is_verb()
                    && !self.before(PLURALS)
                    && !self.before(ADVERBS)
                    && !self.after(OBJECTS)
                    && !self.after(&["to", "any"])
            }
            "resume" => !self.is_noun() && !self.is_verb() && !self.before(PLURALS) && !self.after(OBJECTS),
            "invalid" => {
                let person = ["was", "is", "had", "who", "and", "in", "to", "on", "from", "with", "of", "for"];
                self.is_noun() && !self.after.is_empty() && !self.after(&person)
            }
            // In the middle of a sentence the capital says it.
            "polish" => self.capital && self.before.is_empty(),
            _ => false,
        }
    }
}

/// Finds words with two sounds: one finding a word, where it first stands.
pub fn homographs(text: &Text) -> Vec<Noted> {
    if !text.is_english() {
        return Vec::new();
    }
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (line, content) in text.lines.iter().enumerate() {
        for word in open_words(content.cue.spoken()) {
            counts.entry(word).or_insert((line, 0)).1 += 1;
        }
    }
    let known = |word: &str| {
        let book = text.book;
        book.pronunciation.keys().chain(book.spoken.keys()).any(|known| known.eq_ignore_ascii_case(word))
    };
    let sounds = SOUNDS.iter().filter(|(word, _)| !known(word));
    sounds
        .filter_map(|(word, sounds)| {
            let (line, count) = counts.get(word)?;
            let found = format!("`{word}` {}: {sounds}", times(*count));
            let hint =
                "look them up before the session; `[pronunciation]` in `book.toml` notes a word for the narrator";
            Some(text.note(*line, Rule::Homograph, found, "a sound that is known before the line is read", hint))
        })
        .collect()
}

/// The words of a line with two sounds that are left open.
fn open_words(text: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut before: Option<(usize, &str)> = None;
    let mut words = words(text).peekable();
    while let Some((place, word)) = words.next() {
        let last = before.replace((place.end, word));
        // No word of the table is longer.
        if word.len() > 7 {
            continue;
        }
        let lower = word.to_lowercase();
        let Ok(at) = SOUNDS.binary_search_by_key(&lower.as_str(), |(word, _)| word) else { continue };
        let near = |from: usize, to: usize| text[from..to].chars().all(char::is_whitespace);
        let plain = |word: &str| word.to_lowercase().replace('’', "'");
        let before = last.filter(|(end, _)| near(*end, place.start)).map(|(_, word)| plain(word)).unwrap_or_default();
        let after = words.peek().filter(|(next, _)| near(place.end, next.start)).map(|(_, word)| plain(word));
        let capital = word.starts_with(char::is_uppercase);
        let neighbours = Neighbours { before: &before, after: after.as_deref().unwrap_or_default(), capital };
        if neighbours.leave_open(&lower) {
            found.push(SOUNDS[at].0);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lint::testing::{found, found_in};

    #[test]
    fn the_table_is_in_order_for_searching() {
        assert!(SOUNDS.is_sorted_by_key(|(word, _)| word));
    }

    #[test]
    fn a_word_that_its_neighbours_settle_is_left_out() {
        let text = "She wanted to read. The wind rose, and he has read it. A tear fell. They live in the desert. He will \
            close it close to a row of boats. It does that. One minute! He was content, and the wound was deep.";
        assert_eq!(found(text, homographs), [""; 0]);
    }

    #[test]
    fn a_word_that_is_left_open_is_told_once() {
        assert_eq!(
            found("They read it.\n\nI read it, too. It was lead.", homographs),
            ["`lead` once: `leed` (go first), or `led` (metal)", "`read` 2 times: `reed` (now), or `red` (then)"]
        );
    }

    #[test]
    fn other_languages_have_their_own_words() {
        assert_eq!(found_in("de", "# Kapitel 1\n\nDas bow, lead und read.\n", homographs), [""; 0]);
    }
}
