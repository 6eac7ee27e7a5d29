//! Parts of a book: what is one, and what is a line of the title page or of the edition.

use super::Weighing;
use crate::manuscript::{Doubtful, HeadingKind, Reason};

/// Keeps the parts that chapters stand in, in the order of their numbers.
pub fn check(weighing: &mut Weighing) {
    let chapters = weighing.of_kind(HeadingKind::Chapter);
    let word = |weighing: &Weighing, at: usize| match &weighing.candidates[at] {
        Some(candidate) => match &candidate.reason {
            Reason::Numbered { word } => Some((word.to_lowercase(), candidate.number)),
            _ => None,
        },
        None => None,
    };
    let mut parts: Vec<(usize, String, u32)> = Vec::new();
    for at in weighing.of_kind(HeadingKind::Part) {
        let Some((word, Some(number))) = word(weighing, at) else { continue };
        let same = parts.iter().rposition(|(_, other, _)| *other == word);
        match same.map(|same| (same, parts[same].0, parts[same].2)) {
            Some((same, before, last)) if last == number => {
                // The title page says it first, or every page says it again.
                let next = chapters.partition_point(|chapter| *chapter < before);
                if chapters.get(next).is_some_and(|chapter| *chapter < at) {
                    weighing.doubt(at, Doubtful::PartOutOfOrder);
                } else {
                    weighing.doubt(before, Doubtful::EmptyPart);
                    parts.remove(same);
                    parts.push((at, word, number));
                }
            }
            Some((.., last)) if number < last && number != 1 => weighing.doubt(at, Doubtful::PartOutOfOrder),
            _ => parts.push((at, word, number)),
        }
    }
    if let [(at, ..)] = parts[..] {
        // One part alone divides nothing, unless its first chapter begins there: a title page says `Volume 33`.
        let first = chapters.iter().find(|chapter| **chapter > at);
        let titled = usize::from(!weighing.candidates[at].as_ref().is_some_and(|candidate| candidate.titled));
        if first.is_some_and(|first| *first > at + 1 + titled) {
            weighing.doubt(at, Doubtful::EmptyPart);
        }
    }
}
