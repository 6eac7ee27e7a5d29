//! Lines that were divided and stand together again: where the take of one of them reads them all, they are that line.

use super::super::heard::sounds_alike;
use super::super::spoken::spoken;
use super::super::word_count::word_count;
use super::super::{Cue, Paragraph};
use super::Known;
use super::parts::{Origin, Part};
use crate::words::book::Granularity;
use crate::words::{Book, CueId};

/// The old cues that were joined to another, by their places in the old order, and where in the paragraph they stand.
type Joined = Vec<(usize, usize)>;

/// Joins parts of a paragraph that a take reads in one, to the cue that it is a take of; tells which those are.
///
/// Nothing is guessed: the take was recorded when the line was whole, and as long as nobody has recorded its part, there is
/// nothing to lose by its being whole again. A line that would be longer than cues may be by now stays divided.
pub fn rejoin(
    parts: &mut Vec<Part>,
    paragraph: &Paragraph,
    cues: &[&Cue],
    book: &Book,
    known: &Known,
) -> Vec<(CueId, Joined)> {
    let mut rejoined = Vec::new();
    if parts.len() < 2 || book.cues.granularity == Granularity::Sentence {
        return rejoined;
    }
    let said = |part: &Part| match paragraph.said() {
        Some(said) => said.to_owned(),
        None => spoken(paragraph.at(part.span.clone()), paragraph.kind, book)
            .unwrap_or_else(|| paragraph.at(part.span.clone()).to_owned()),
    };
    let mut counts: Option<Vec<usize>> = None;
    let mut at = 0;
    while at < parts.len() {
        if let Origin::Cue { at: cue, .. } = parts[at].origin
            && let Some(words) = known.recorded.get(&cues[cue].id).filter(|_| !known.apart.contains(&cues[cue].id))
            && word_count(words) <= book.cues.max_words
        {
            let counts = counts.get_or_insert_with(|| parts.iter().map(|part| word_count(&said(part))).collect());
            let whole = |(from, to): &(usize, usize)| Part {
                span: parts[*from].span.start..parts[*to].span.end,
                origin: parts[at].origin.clone(),
            };
            let reads = |range: &(usize, usize)| range.0 < range.1 && sounds_alike(&said(&whole(range)), words);
            let found = around(counts, at, word_count(words)).into_iter().find(reads);
            if let Some((from, to)) = found {
                let joined = whole(&(from, to));
                counts.splice(from..=to, [word_count(words)]);
                let other = |part: Part| match part.origin {
                    Origin::Cue { at, .. } if at != cue => Some((at, part.span.start)),
                    _ => None,
                };
                let others = parts.splice(from..=to, [joined]).filter_map(other).collect();
                rejoined.push((cues[cue].id.clone(), others));
                at = from;
            }
        }
        at += 1;
    }
    rejoined
}

/// Where there are so many words in a row, this part among them: the first and the last part.
///
/// Every part has a word at least, so no more parts are looked at than there are words.
fn around(counts: &[usize], at: usize, words: usize) -> Vec<(usize, usize)> {
    let (mut to, mut all) = (at, counts[at]);
    while all < words && to + 1 < counts.len() {
        to += 1;
        all += counts[to];
    }
    let mut found = Vec::new();
    let mut from = at;
    loop {
        while all > words && to > at {
            all -= counts[to];
            to -= 1;
        }
        if all == words {
            found.push((from, to));
        }
        if all > words || from == 0 {
            return found;
        }
        from -= 1;
        all += counts[from];
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_run_of_parts_with_so_many_words_is_found(
            counts in proptest::collection::vec(1usize..6, 1..12), at in any::<prop::sample::Index>(), words in 1usize..30
        ) {
            let at = at.index(counts.len());
            let runs = (0..=at).rev().flat_map(|from| (at..counts.len()).map(move |to| (from, to)));
            let wanted: Vec<_> = runs.filter(|(from, to)| counts[*from..=*to].iter().sum::<usize>() == words).collect();
            prop_assert_eq!(around(&counts, at, words), wanted);
        }
    }
}
