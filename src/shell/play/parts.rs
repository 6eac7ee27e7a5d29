//! The chapters that can be heard: those that are built, and those that their takes can be planned for.

use std::collections::BTreeMap;

use crate::script::{Chapter, Script};
use crate::timeline::Timeline;
use crate::words::{ChapterId, Error, Result, TakeId};

use super::super::build::plan::Plan;
use super::super::built::{built_timeline, refuse_another_master};
use super::super::session::Session;
use super::Wanted;

/// A chapter that can be heard.
pub(super) struct Part {
    pub timeline: Timeline,
    /// Whether it has a master; else it is rendered while it is heard.
    pub is_built: bool,
}

/// The chapters that can be heard, in the order of the book.
///
/// # Errors
/// Where the chapter that is wanted is not among them, or none is.
pub(super) fn parts(session: &Session, script: &Script, wanted: &Wanted) -> Result<Vec<Part>> {
    let first = wanted.chapter(script);
    let mut built = BTreeMap::new();
    for chapter in script.chapters.iter().filter(|chapter| session.folder.timeline_path(&chapter.id).is_file()) {
        let timeline = built_timeline(session, &chapter.id)
            .and_then(|timeline| refuse_another_master(session, &timeline).map(|()| timeline));
        match timeline {
            Ok(timeline) => drop(built.insert(&chapter.id, timeline)),
            Err(error) if first == Some(&chapter.id) => return Err(error),
            Err(error) => session.talk.note(format!("chapter {} is left out: {error}", chapter.id)),
        }
    }
    let is_missing = |id: &ChapterId| !session.folder.timeline_path(id).is_file();
    let is_planned = match first {
        Some(chapter) if !wanted.moves_on() => is_missing(chapter),
        _ => script.chapters.iter().any(|chapter| is_missing(&chapter.id)),
    };
    let mut planned = BTreeMap::new();
    if is_planned && has_takes(session, script, &is_missing)? {
        let review = session.review(script)?;
        let plan = Plan::of(session, script, &review);
        let missing = plan.chapters().filter(|chapter| is_missing(&chapter.id));
        planned = missing.filter_map(|chapter| Some((chapter.id.clone(), plan.timeline(chapter)?))).collect();
    }
    let part = |chapter: &Chapter| {
        let built = built.remove(&chapter.id).map(|timeline| Part { timeline, is_built: true });
        built.or_else(|| planned.remove(&chapter.id).map(|timeline| Part { timeline, is_built: false }))
    };
    let mut parts: Vec<Part> = script.chapters.iter().filter_map(part).collect();
    let rate = match first {
        Some(chapter) => parts.iter().find(|part| part.timeline.chapter == *chapter),
        None => parts.first(),
    };
    let Some(rate) = rate.map(|part| part.timeline.sample_rate) else {
        let what = match first {
            Some(chapter) => format!("chapter {chapter} is not built yet"),
            None => "no chapter is built yet".to_owned(),
        };
        return Err(Error::new(what).hint(HINT));
    };
    parts.retain(|Part { timeline, .. }| {
        let fits = timeline.sample_rate == rate;
        if !fits {
            let chapter = &timeline.chapter;
            session.talk.note(format!(
                "chapter {chapter} is left out, as it has {} and not {rate}: `cuebook build {chapter}` makes it again",
                timeline.sample_rate
            ));
        }
        fits
    });
    Ok(parts)
}

const HINT: &str = "`cuebook build` makes the chapters";

/// Whether any of these chapters has a file that is named as a take of it.
fn has_takes(session: &Session, script: &Script, is_wanted: &dyn Fn(&ChapterId) -> bool) -> Result<bool> {
    if !session.folder.recordings().is_dir() {
        return Ok(false);
    }
    Ok(session.folder.recorded()?.iter().any(|file| {
        let id: Option<TakeId> = file.stem().parse().ok();
        id.and_then(|id| script.cue(id.cue())).is_some_and(|(chapter, _)| is_wanted(&chapter.id))
    }))
}
