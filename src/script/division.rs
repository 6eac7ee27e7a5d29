//! How a paragraph is divided into cues where nothing speaks for another way.

use std::ops::Range;

use super::Paragraph;
use super::word_count::word_count;
use crate::words::book::{CueSettings, Granularity};

/// The parts of a paragraph, in bytes of its text: each is a cue.
pub fn division(paragraph: &Paragraph, settings: &CueSettings) -> Vec<Range<usize>> {
    divided(paragraph, 0..paragraph.pieces(), settings)
}

/// The parts of some pieces in a row.
pub fn divided(paragraph: &Paragraph, pieces: Range<usize>, settings: &CueSettings) -> Vec<Range<usize>> {
    let parts = match settings.granularity {
        Granularity::Sentence => pieces.map(|piece| piece..piece + 1).collect(),
        Granularity::Paragraph => {
            let counts: Vec<usize> = pieces.clone().map(|piece| word_count(paragraph.piece(piece))).collect();
            balanced(&counts, settings.max_words).into_iter().map(|part| moved(&part, pieces.start)).collect::<Vec<_>>()
        }
    };
    parts.into_iter().map(|part| paragraph.span(part)).collect()
}

fn moved(part: &Range<usize>, by: usize) -> Range<usize> {
    part.start + by..part.end + by
}

/// Joins pieces into as few parts of at most `most` words as there must be, of about the same length.
fn balanced(counts: &[usize], most: usize) -> Vec<Range<usize>> {
    let total: usize = counts.iter().sum();
    let mut number = total.div_ceil(most.max(1)).max(1);
    loop {
        let parts = cut(counts, total, number);
        let fits = parts.iter().all(|part| part.len() == 1 || counts[part.clone()].iter().sum::<usize>() <= most);
        if fits || number >= counts.len() {
            return parts;
        }
        number += 1;
    }
}

/// Cuts at the joints nearest to equal shares.
fn cut(counts: &[usize], total: usize, number: usize) -> Vec<Range<usize>> {
    let mut ends = Vec::with_capacity(number);
    let (mut at, mut sum) = (0, 0);
    for part in 1..number {
        let share = total * part / number;
        // Every part has a piece, and leaves one for each part behind it.
        let last = counts.len() - (number - part).min(counts.len());
        let first = at;
        while at < last && (at == first || sum + counts[at] / 2 < share) {
            sum += counts[at];
            at += 1;
        }
        ends.push(first..at);
    }
    ends.push(at..counts.len());
    ends.retain(|part| !part.is_empty());
    ends
}
