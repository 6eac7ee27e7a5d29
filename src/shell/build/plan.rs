//! What the book's chapters are to be: their timelines, with what each is made from.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::check::Review;
use crate::level::{Sessions, common_limit};
use crate::render::RENDERED_BY;
use crate::script::{Chapter, Script};
use crate::timeline::{Circumstances, Material, RoomTone, Timeline, choose_tones, plan};
use crate::words::Dbfs;
use crate::words::profile::AimLevel;

use super::super::session::Session;
use super::tones::RefusedTone;

/// A book as it is to be built: what its chapters are planned by.
pub(in crate::shell) struct Plan<'a> {
    pub session: &'a Session,
    script: &'a Script,
    review: &'a Review,
    sessions: Sessions,
    tones: Vec<RoomTone>,
    /// What every chapter is held to, as none is to be louder than the others.
    limit: Option<Dbfs>,
}

impl<'a> Plan<'a> {
    pub fn of(session: &'a Session, script: &'a Script, review: &'a Review) -> Self {
        let sessions = Sessions::of(review, &session.book.levels);
        let tones = choose_tones(review, &sessions);
        let mut this = Self { session, script, review, sessions, tones, limit: None };
        if let Some(AimLevel::Rms(_)) = session.profile.aim.level {
            // One timeline after the other: all together, those of a long book are megabytes.
            let aimed = script.chapters.par_iter().filter_map(|chapter| this.planned(chapter)?.aimed_rms());
            this.limit = common_limit(aimed.collect::<Vec<_>>());
        }
        this
    }

    /// The chapters that have a take, in the order of the book.
    pub fn chapters(&self) -> impl Iterator<Item = &'a Chapter> {
        let review = self.review;
        self.script.chapters.iter().filter(move |chapter| chapter.cues.iter().any(|cue| review.used(&cue.id).is_some()))
    }

    /// How a chapter is to be built; `None` where it has no take.
    pub fn timeline(&self, chapter: &Chapter) -> Option<Timeline> {
        let book = &self.session.book;
        let aim = self.session.profile.aim.level;
        let circumstances = Circumstances { rendered_by: RENDERED_BY, book: &book.title, aim, spacing: &book.spacing };
        let planned = self.planned(chapter)?;
        let planned = match self.limit {
            Some(limit) => planned.held_to(limit),
            None => planned,
        };
        Some(planned.with_origin(circumstances, |file| self.review.take(file)?.audio()))
    }

    fn planned(&self, chapter: &Chapter) -> Option<Timeline> {
        plan(chapter, self.material(), &self.session.book, &self.session.profile)
    }

    fn material(&self) -> Material<'_> {
        Material { review: self.review, sessions: &self.sessions, tones: &self.tones }
    }

    /// The recordings of the room that are not used where there is no other, each with the chapters that would have used it.
    pub(super) fn refused(&self) -> Vec<RefusedTone> {
        let mut chapters: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.tones.len()];
        for (place, chapter) in self.chapters().enumerate() {
            for take in chapter.cues.iter().filter_map(|cue| self.review.used(&cue.id)) {
                chapters[self.sessions.place(take).session].insert(place);
            }
        }
        let mut found: Vec<RefusedTone> = Vec::new();
        for (tone, chapters) in self.tones.iter().zip(&chapters) {
            for refused in tone.refused() {
                match found.iter_mut().find(|known| known.refused == *refused) {
                    Some(known) => known.chapters.extend(chapters),
                    None => found.push(RefusedTone { refused: refused.clone(), chapters: chapters.clone() }),
                }
            }
        }
        found
    }
}
