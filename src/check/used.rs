//! The takes that the cues of a book use.

use jiff::Timestamp;

use crate::words::CueId;

use super::bench::Choice;

/// For each cue that can sound, the take that it uses, in the order of the script. Flat lists, as a long book has thousands
/// of cues.
#[derive(Clone, Debug, Default)]
pub(super) struct Used {
    lines: Vec<InUse>,
    /// Places in `lines`, in the order of the cues' IDs.
    by_cue: Vec<usize>,
}

/// A cue, and the take that it uses.
#[derive(Clone, Debug)]
pub(super) struct InUse {
    pub(super) cue: CueId,
    pub(super) choice: Choice,
    /// When the take log first saw the take's sound.
    pub(super) seen: Option<Timestamp>,
}

impl Used {
    /// What these lines use, given in the order of the script.
    pub(super) fn of(lines: Vec<InUse>) -> Self {
        let mut by_cue: Vec<usize> = (0..lines.len()).collect();
        by_cue.sort_by_key(|&line| &lines[line].cue);
        Self { lines, by_cue }
    }

    /// The take that a cue uses, if there is one.
    pub(super) fn get(&self, cue: &CueId) -> Option<&Choice> {
        let found = self.by_cue.binary_search_by_key(&cue, |&line| &self.lines[line].cue).ok()?;
        Some(&self.lines[self.by_cue[found]].choice)
    }

    /// All of them, in the order of the script.
    pub(super) fn lines(&self) -> &[InUse] {
        &self.lines
    }
}
