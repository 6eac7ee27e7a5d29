//! Capitals in running text.

use super::text::{Noted, Text, around, words};
use crate::script::Opens;
use crate::words::Rule;

/// So many words in capitals are more than a name or an initialism.
const FEWEST: usize = 3;

/// Three initialisms have fewer letters: `BBC TV UK` is read as it stands.
const FEWEST_LETTERS: usize = 9;

/// Finds runs of words in capitals in prose: the first of each line.
pub fn shouting(text: &Text) -> Vec<Noted> {
    let mut found = Vec::new();
    let mut opening = true;
    for (line, content) in text.lines.iter().enumerate() {
        if !content.is_prose() {
            // A text that begins with a few words in small capitals is set so.
            opening = true;
            continue;
        }
        let begins = opening || matches!(content.cue.opens, Opens::Chapter | Opens::Section | Opens::Scene);
        opening = false;
        // A whole line in capitals is a heading, a sign or a signature, unless it is a long sentence.
        if !content.cue.text.contains(char::is_lowercase) && !is_sentence(&content.cue.text) {
            continue;
        }
        if let Some(at) =
            run(&content.cue.text).filter(|at| !begins || content.cue.text[..*at].contains(char::is_alphanumeric))
        {
            let shown = format!("`{}`", around(&content.cue.text, at));
            let hint = "settle with the narrator how it is read: shouted, as a sign, or plainly";
            found.push(text.note(line, Rule::Shouting, shown, "capitals that the voice can follow", hint));
        }
    }
    found
}

/// Signs have fewer words, and seldom a stop.
fn is_sentence(line: &str) -> bool {
    const FEWEST_OF_SENTENCE: usize = 8;
    let stops = line.trim_end_matches(['"', '”', '’', '\'', '»', ')']).trim_end().ends_with(['.', '!', '?', '…']);
    stops && words(line).nth(FEWEST_OF_SENTENCE - 1).is_some()
}

/// Where the first run of capitals begins.
fn run(text: &str) -> Option<usize> {
    let (mut start, mut count, mut letters) = (0, 0, 0);
    for (place, word) in words(text) {
        let mut own = word.chars().filter(|c| c.is_alphabetic());
        let capitals = own.clone().next().is_some() && own.all(char::is_uppercase);
        if !capitals {
            count = 0;
            continue;
        }
        if count == 0 {
            (start, letters) = (place.start, 0);
        }
        count += 1;
        letters += if crate::manuscript::roman(word).is_none() { word.chars().count() } else { 0 };
        if count >= FEWEST && letters >= FEWEST_LETTERS {
            return Some(start);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lint::testing::found;

    #[test]
    fn three_words_in_capitals_are_shouted() {
        assert_eq!(found("He cried GET OUT NOW and left.", shouting), ["`He cried GET OUT NOW and left.`"]);
        let all = "It began.\n\nHE SHOUTED AT THEM ALL AND NOBODY CAME TO THE DOOR.";
        assert_eq!(found(all, shouting).len(), 1);
    }

    #[test]
    fn initialisms_openings_signs_and_kings_are_not() {
        for text in [
            "IT WAS THE best of times. Nobody knew.",
            "The first line.\n\nHe watched BBC TV UK and Louis XIV II III.",
            "The sign said:\n\nDO NOT ENTER HERE",
            "The first line.\n\n> DO NOT ENTER here, it said.",
        ] {
            assert_eq!(found(text, shouting), [""; 0], "{text}");
        }
    }
}
