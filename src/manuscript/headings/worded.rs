//! Headings with numbering words, weighed against each other.

use std::collections::BTreeMap;

use super::Weighing;
use crate::manuscript::{Doubtful, HeadingKind, Reason};

/// Doubts a word that numbers a single line with a full stop where another word numbers the chapters: `Section 8.` is
/// somebody's answer.
pub fn doubt_singles(weighing: &mut Weighing) {
    let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in 0..weighing.groups.len() {
        if let Some(Reason::Numbered { word }) = weighing.candidates[at].as_ref().map(|candidate| &candidate.reason) {
            words.entry(word.to_lowercase()).or_default().push(at);
        }
    }
    let is_chapter =
        |at: &usize| weighing.candidates[*at].as_ref().is_some_and(|candidate| candidate.kind == HeadingKind::Chapter);
    if !words.values().any(|places| places.len() > 1 && places.iter().all(is_chapter)) {
        return;
    }
    for places in words.values() {
        let [at] = places[..] else { continue };
        let titled = weighing.candidates[at].as_ref().is_some_and(|candidate| candidate.titled);
        let part = weighing.candidates[at].as_ref().is_some_and(|candidate| candidate.kind == HeadingKind::Part);
        if !titled && !part && weighing.folded[at].ends_with('.') {
            weighing.doubt(at, Doubtful::NumberAlone);
        }
    }
}

/// Takes numbered sections for chapters where nothing else is numbered below a part: `第一节`, `SCENE 1`.
pub fn promote_sections(weighing: &mut Weighing) {
    let sections = weighing.of_kind(HeadingKind::Section);
    if weighing.has_chapters() || sections.len() < 2 {
        return;
    }
    for at in sections {
        if let Some(candidate) = &mut weighing.candidates[at] {
            candidate.kind = HeadingKind::Chapter;
        }
    }
}
