//! The lines that were cut: one whose words come back gets its ID back.

use std::collections::HashMap;
use std::ops::Range;

use super::super::heard::fingerprint;
use super::super::{Cue, Paragraph, Retired};
use super::sentences::LONG;
use crate::words::CueId;

/// The old cues, by their places in the old order, between which something stands now.
#[derive(Clone, Copy, Default, Debug)]
pub struct Neighbours {
    pub before: Option<usize>,
    pub after: Option<usize>,
}

/// The retired lines by their words.
pub struct Graveyard<'a> {
    lines: HashMap<u64, Vec<&'a Retired>>,
    /// The old cues, to tell places by their IDs.
    cues: &'a [&'a Cue],
    /// The line that was raised last.
    last: Option<CueId>,
    /// How many sentences the longest line may have.
    longest: usize,
}

impl<'a> Graveyard<'a> {
    pub fn new(retired: &'a [Retired], cues: &'a [&'a Cue]) -> Self {
        let mut lines: HashMap<u64, Vec<&Retired>> = HashMap::new();
        for line in retired.iter().rev() {
            lines.entry(fingerprint(&line.text)).or_default().push(line);
        }
        let words = retired.iter().map(|line| line.text.split_whitespace().count()).max().unwrap_or(0);
        Self { lines, cues, last: None, longest: words.max(1) }
    }

    /// The retired line that says the same as the first of these pieces, as many as possible; and where they end.
    ///
    /// A short line that was cut more than once comes back only where it stood.
    pub fn raise(&mut self, paragraph: &Paragraph, pieces: Range<usize>, around: Neighbours) -> Option<(CueId, usize)> {
        if self.lines.is_empty() {
            return None;
        }
        let ends = pieces.start + 1..=pieces.end.min(pieces.start + self.longest);
        for end in ends.rev() {
            let text = paragraph.at(paragraph.span(pieces.start..end));
            let Some(lines) = self.lines.get_mut(&fingerprint(text)) else { continue };
            let words = text.split_whitespace().count();
            let tells = words >= LONG || (words > 1 && lines.len() == 1);
            let before = around.before.map(|at| &self.cues[at].id);
            let before =
                before.max(self.last.as_ref().filter(|last| before.is_none_or(|id| id.chapter() == last.chapter())));
            let after = around.after.map(|at| &self.cues[at].id);
            let stood_here = |id: &CueId| {
                before.is_some_and(|before| before.chapter() == id.chapter() && before < id)
                    && after.is_none_or(|after| after.chapter() != id.chapter() || id < after)
            };
            let here = lines.iter().rposition(|line| stood_here(&line.id));
            let Some(found) = here.or_else(|| lines.len().checked_sub(1).filter(|_| tells)) else { continue };
            let id = lines.remove(found).id.clone();
            self.last = Some(id.clone());
            return Some((id, end));
        }
        None
    }
}
