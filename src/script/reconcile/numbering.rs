//! IDs for new lines.

use std::collections::HashMap;

use crate::words::id::HIGHEST_NUMBER;
use crate::words::{ChapterId, CueId};

/// Gives out IDs that were never given before.
pub struct Numbering {
    /// The last insert of each chapter and number: the next one stands behind it.
    taken: HashMap<(ChapterId, u32), CueId>,
    highest: HashMap<ChapterId, u32>,
}

impl Numbering {
    pub fn new<'a>(taken: impl Iterator<Item = &'a CueId>) -> Self {
        let mut numbering = Self { taken: HashMap::new(), highest: HashMap::new() };
        for id in taken {
            numbering.take(id);
        }
        numbering
    }

    fn take(&mut self, id: &CueId) {
        let last = self.taken.entry((id.chapter().clone(), id.number())).or_insert_with(|| id.clone());
        *last = id.max(last).clone();
        let highest = self.highest.entry(id.chapter().clone()).or_insert(0);
        *highest = (*highest).max(id.number());
    }

    /// The number behind all others of a chapter; where numbers have run out, the highest that was never given.
    fn next(&self, chapter: &ChapterId) -> CueId {
        let highest = self.highest.get(chapter).copied().unwrap_or(0);
        if highest < HIGHEST_NUMBER {
            return CueId::new(chapter.clone(), highest + 1);
        }
        let free = |number: &u32| !self.taken.contains_key(&(chapter.clone(), *number));
        CueId::new(chapter.clone(), (1..HIGHEST_NUMBER).rev().find(free).unwrap_or(highest + 1))
    }

    /// The IDs of a chapter's lines: a new line before known ones takes a letter behind its predecessor, one at the end the
    /// next number.
    pub fn chapter(&mut self, chapter: &ChapterId, known: &[Option<CueId>]) -> Vec<CueId> {
        let end = known.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        // A line that moved here bears another chapter's number; letters follow this chapter's own.
        let mut own = CueId::new(chapter.clone(), 0);
        let mut ids = Vec::with_capacity(known.len());
        for (at, id) in known.iter().enumerate() {
            let id = id.clone().unwrap_or_else(|| {
                let place = (chapter.clone(), own.number());
                let insert = || own.insert_after(self.taken.get(&place));
                if let Some(id) = (at < end).then(insert).flatten() {
                    self.taken.insert(place, id.clone());
                    return id;
                }
                let id = self.next(chapter);
                self.take(&id);
                id
            });
            if id.chapter() == chapter {
                own = id.clone();
            }
            ids.push(id);
        }
        ids
    }
}
