//! What the book's chapters are to be: their timelines, with what each is made from.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::check::Review;
use crate::level::{Sessions, common_limit};
use crate::render::RENDERED_BY;
use crate::script::Script;
use crate::timeline::{Circumstances, Material, Timeline, choose_tones, plan};
use crate::words::Fingerprint;

use super::super::session::Session;
use super::tones::RefusedTone;

/// A book as it is to be built.
pub(in crate::shell) struct Plan {
    /// One for each chapter that has a take, in the order of the book.
    pub timelines: Vec<Timeline>,
    /// The recordings of the room that are not used where there is no other.
    pub(super) refused: Vec<RefusedTone>,
}

impl Plan {
    pub fn of(session: &Session, script: &Script, review: &Review) -> Self {
        let sessions = Sessions::of(review, &session.book.levels);
        let tones = choose_tones(review, &sessions);
        let material = Material { review, sessions: &sessions, tones: &tones };
        let sounds: HashMap<&str, Fingerprint> =
            review.takes.iter().filter_map(|take| Some((take.file.as_str(), take.audio()?))).collect();
        let book = &session.book;
        let aim = session.profile.aim.level;
        let circumstances = Circumstances { rendered_by: RENDERED_BY, book: &book.title, aim, spacing: &book.spacing };
        let planned: Vec<Timeline> =
            script.chapters.par_iter().filter_map(|chapter| plan(chapter, material, book, &session.profile)).collect();
        let limit = common_limit(planned.iter().filter_map(Timeline::aimed_rms));
        let timelines = planned.into_par_iter().map(|planned| {
            let planned = match limit {
                Some(limit) => planned.held_to(limit),
                None => planned,
            };
            planned.with_origin(circumstances, |file| sounds.get(file).copied())
        });
        let timelines: Vec<Timeline> = timelines.collect();
        let refused = refused(&timelines, material);
        Self { timelines, refused }
    }
}

/// The recordings of the room that are not used, each with the chapters that would have used it.
fn refused(timelines: &[Timeline], material: Material<'_>) -> Vec<RefusedTone> {
    let mut chapters: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); material.tones.len()];
    for (place, timeline) in timelines.iter().enumerate() {
        for take in timeline.cues().filter_map(|cue| material.review.used(cue.cue)) {
            chapters[material.sessions.place(take).session].insert(place);
        }
    }
    let mut found: Vec<RefusedTone> = Vec::new();
    for (tone, chapters) in material.tones.iter().zip(&chapters) {
        for refused in tone.refused() {
            match found.iter_mut().find(|known| known.refused == *refused) {
                Some(known) => known.chapters.extend(chapters),
                None => found.push(RefusedTone { refused: refused.clone(), chapters: chapters.clone() }),
            }
        }
    }
    found
}
