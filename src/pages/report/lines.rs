//! What is known of each line: its takes, and whether there is something to look at.

use std::collections::{HashMap, HashSet};

use crate::check::{Review, Standing, Why};
use crate::script::Cue;
use crate::words::{CueId, Severity};

/// What findings and takes say of the lines of a book.
pub(super) struct Lines<'a> {
    takes: HashMap<&'a CueId, usize>,
    flagged: HashSet<&'a CueId>,
}

impl<'a> Lines<'a> {
    pub fn of(review: &'a Review) -> Self {
        let mut takes = HashMap::new();
        for id in review.takes.iter().filter_map(|take| take.id.as_ref()) {
            *takes.entry(id.cue()).or_default() += 1;
        }
        let weighty = review.findings.iter().filter(|finding| finding.severity > Severity::Note);
        Self { takes, flagged: weighty.filter_map(|finding| finding.place.cue.as_ref()).collect() }
    }

    pub fn standing(&self, review: &Review, cue: &Cue) -> Standing {
        match review.used(&cue.id) {
            None => Standing::ToRecord,
            Some(_) if self.flagged.contains(&cue.id) => Standing::ToLookAt,
            Some(_) => Standing::Recorded,
        }
    }

    /// Which of its takes a line uses, and why: nothing is said where there is but one.
    pub fn takes(&self, review: &Review, cue: &Cue) -> Option<String> {
        let count = self.takes.get(&cue.id).copied().unwrap_or_default();
        let used = review.used(&cue.id).map(|take| take.file.as_str());
        match (used, review.why(&cue.id), count) {
            (None, _, 0) => Some("no take".to_owned()),
            (None, _, 1) => Some("its take can't be used".to_owned()),
            (None, _, takes) => Some(format!("none of its {takes} takes can be used")),
            (Some(_), _, 0 | 1) => None,
            (Some(file), Some(Why::Only) | None, takes) => Some(format!("{takes} takes; {file} is used")),
            (Some(file), Some(why), takes) => Some(format!("{takes} takes; {file} is used: {why}")),
        }
    }
}
