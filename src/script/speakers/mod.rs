//! Who speaks a line of dialogue, where a tag names them: `said Ann`, `— dit Candide`.

mod tags;

use std::collections::{BTreeMap, BTreeSet};

use self::tags::Tag;
use super::quotes::Quotes;
use super::vocabulary::Vocabulary;
use super::{Cue, CueKind, Opens, Script};
use crate::words::{CueId, Language};

/// Names the speakers of dialogue as the text prints them, without an article; a line whose tag has a pronoun, two names or
/// none at all is left out, and nothing is guessed.
///
/// A paragraph of several cues is one speech: its only name holds for all of them.
#[must_use]
pub fn speakers(script: &Script, language: Language) -> BTreeMap<CueId, String> {
    let words = Vocabulary::of(language);
    let mut found = BTreeMap::new();
    for chapter in &script.chapters {
        for paragraph in chapter.cues.chunk_by(|_, next| next.opens == Opens::Sentence) {
            name_paragraph(paragraph, words, &mut found);
        }
    }
    found
}

fn name_paragraph(cues: &[Cue], words: &Vocabulary, found: &mut BTreeMap<CueId, String>) {
    let mut quotes = Quotes::default();
    let tags: Vec<Vec<Tag>> = cues.iter().map(|cue| tags::tags(&cue.text, &mut quotes, words)).collect();
    let whole = only_name(tags.iter().flatten());
    // A line that is mostly narrated may end with a speech and its tag.
    let speaks = |(cue, tags): &(&Cue, &Vec<Tag>)| match cue.kind {
        CueKind::Dialogue => true,
        CueKind::Narration => !tags.is_empty(),
        _ => false,
    };
    for (cue, tags) in cues.iter().zip(&tags).filter(speaks) {
        let name = if tags.is_empty() { whole } else { only_name(tags.iter()) };
        found.extend(name.map(|name| (cue.id.clone(), name.to_owned())));
    }
}

/// The name on which all tags agree.
fn only_name<'a>(tags: impl Iterator<Item = &'a Tag>) -> Option<&'a str> {
    let names: BTreeSet<Option<&str>> = tags.map(Tag::name).collect();
    match names.into_iter().collect::<Vec<_>>().as_slice() {
        [only] => *only,
        _ => None,
    }
}

#[cfg(test)]
mod tests;
