//! Sentences that outlast the breath.

use super::super::{sentences, word_count};
use super::text::{Noted, Text, around};
use crate::words::{Language, Rule};

/// Half a minute at the 9,300 words an hour by which ACX reckons; and about what a paragraph has.
const LONGEST: usize = 75;

/// Finds long sentences of prose: the longest of each line.
pub fn long_sentences(text: &Text) -> Vec<Noted> {
    let mut found = Vec::new();
    for (line, content) in text.lines.iter().enumerate().filter(|(_, line)| line.is_prose()) {
        // Most lines are shorter as a whole, in any writing.
        if content.cue.text.len() < LONGEST {
            continue;
        }
        let sentences = sentences(&content.cue.text, Language::of(&text.book.language));
        let longest = sentences.into_iter().map(|sentence| (word_count(sentence), sentence));
        if let Some((words, sentence)) = longest.max_by_key(|(words, _)| *words).filter(|(words, _)| *words > LONGEST) {
            let shown = format!("{words} words: `{}`", around(sentence, 0));
            let hint = "mark its breaths on the narrator's sheet, or ask the author for a full stop";
            found.push(text.note(line, Rule::SentenceLong, shown, "at most 75 words", hint));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lint::testing::found;

    #[test]
    fn a_sentence_of_more_than_half_a_minute_is_found() {
        let sentence = |words: usize| format!("{}end.", "word ".repeat(words - 1));
        assert_eq!(found(&sentence(75), long_sentences), [""; 0]);
        let told = found(&format!("It was. W{}", &sentence(76)[1..]), long_sentences);
        assert_eq!(told, ["76 words: `Word word word word word word word word …`"]);
    }
}
