//! The takes of each cue, as their files' names have it.

use crate::script::Script;
use crate::takes::Take;
use crate::words::CueId;

/// For each cue of a script its takes, as places in a list of takes. Flat lists, as a long book has thousands of cues.
pub(super) struct Attempts<'a> {
    /// Every cue with its place in the script, in the order of IDs.
    cues: Vec<(&'a CueId, usize)>,
    /// Where the takes of each cue begin in `takes`, by its place; behind the last cue, where they end.
    starts: Vec<usize>,
    takes: Vec<usize>,
}

impl<'a> Attempts<'a> {
    /// The takes of a script's cues.
    pub(super) fn of(script: &'a Script, takes: &[Take]) -> Self {
        let mut cues: Vec<_> = script.cues().map(|(_, cue)| &cue.id).zip(0..).collect();
        cues.sort_unstable_by_key(|(cue, _)| *cue);
        let mut this = Self { starts: vec![0; cues.len() + 1], takes: Vec::new(), cues };
        let mut placed: Vec<(usize, u32, usize)> = Vec::with_capacity(takes.len());
        placed.extend(takes.iter().enumerate().filter_map(|(index, take)| {
            let id = take.id.as_ref().filter(|_| !take.is_room_tone())?;
            Some((this.place(id.cue())?, id.number(), index))
        }));
        placed.sort_unstable();
        for &(place, ..) in &placed {
            this.starts[place + 1] += 1;
        }
        for place in 1..this.starts.len() {
            this.starts[place] += this.starts[place - 1];
        }
        this.takes = placed.into_iter().map(|(.., index)| index).collect();
        this
    }

    /// The place of a cue in the script; `None` where the script does not have it.
    pub(super) fn place(&self, cue: &CueId) -> Option<usize> {
        self.cues.binary_search_by_key(&cue, |(known, _)| *known).ok().map(|found| self.cues[found].1)
    }

    /// The takes of the cue at a place in the script, in rising order of their numbers.
    pub(super) fn of_cue(&self, place: usize) -> &[usize] {
        &self.takes[self.starts[place]..self.starts[place + 1]]
    }
}
