//! Lines to be read: a paragraph in its parts, each with its kind and its spoken form.

use std::ops::Range;

use super::spoken::spoken;
use super::{Cue, CueKind, Opens, Paragraph};
use crate::words::{Book, CueId};

/// The cues of a paragraph that is divided into these parts; as many IDs as parts.
pub fn cues(paragraph: &Paragraph, parts: &[Range<usize>], ids: Vec<CueId>, book: &Book) -> Vec<Cue> {
    let mut speech = Speech::default();
    let mut opens = paragraph.opens;
    parts
        .iter()
        .zip(ids)
        .map(|(part, id)| {
            let text = paragraph.at(part.clone());
            let speaks = paragraph.kind == CueKind::Narration && speech.is_dialogue(text);
            let kind = if speaks { CueKind::Dialogue } else { paragraph.kind };
            let opens = std::mem::replace(&mut opens, Opens::Sentence);
            let spoken = match paragraph.said() {
                Some(said) => Some(said.to_owned()).filter(|said| said != text),
                None => spoken(text, kind, book),
            };
            Cue { id, kind, opens, text: text.to_owned(), spoken }
        })
        .collect()
}

/// Quotation marks through the parts of one paragraph: a speech may run over several.
#[derive(Default)]
struct Speech {
    inside: bool,
}

impl Speech {
    /// Says whether the next part begins with a quotation, or more than half of it is quoted.
    fn is_dialogue(&mut self, part: &str) -> bool {
        let begins = self.inside || part.starts_with(['"', '“', '«', '„', '»']) || begins_single_quoted(part);
        let (mut quoted, mut all) = (0, 0);
        for c in part.chars() {
            match c {
                '“' | '«' => self.inside = true,
                '”' | '»' => self.inside = false,
                '"' => self.inside = !self.inside,
                _ => {
                    all += 1;
                    quoted += usize::from(self.inside);
                }
            }
        }
        begins || quoted * 2 > all
    }
}

/// `'Twas` is a shortened word; a quotation is closed again behind a stop.
fn begins_single_quoted(part: &str) -> bool {
    let stops = |before: Option<char>| before.is_some_and(|c| ",.!?—-".contains(c));
    part.strip_prefix(['‘', '\''])
        .is_some_and(|rest| rest.match_indices(['’', '\'']).any(|(at, _)| stops(rest[..at].chars().next_back())))
}
