//! What was built: a chapter's timeline, and whether its master is the one that the timeline tells of.

use std::fs;
use std::io::ErrorKind;

use crate::files::master_reference;
use crate::timeline::Timeline;
use crate::words::{ChapterId, Error, Result};

use super::session::Session;

const REBUILD: &str = "`cuebook build` makes the chapters";

/// The timeline of a chapter that was built.
///
/// # Errors
/// Where it was not built, or its timeline can't be read.
pub(super) fn built_timeline(session: &Session, chapter: &ChapterId) -> Result<Timeline> {
    let path = session.folder.timeline_path(chapter);
    let json = fs::read_to_string(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::new(format!("chapter {chapter} is not built yet")).hint(REBUILD),
        _ => Error::io("read", &path, error),
    })?;
    Timeline::from_json(&json).map_err(|error| error.within(&format!("can't read `{}`", path.display())))
}

/// Refuses a master that was made from something else than its timeline says: a build broke off between the two.
///
/// # Errors
/// Where it was.
pub(super) fn refuse_another_master(session: &Session, timeline: &Timeline) -> Result<()> {
    let path = session.folder.master_path(&timeline.chapter);
    let found = master_reference(&path).zip(timeline.made_from.as_ref());
    if found.is_none_or(|(reference, made_from)| reference == made_from.recipe) {
        return Ok(());
    }
    Err(Error::new(format!("`{}` is not the sound that its timeline tells of", path.display()))
        .cause("a build broke off before it was done")
        .hint("`cuebook build` brings them together"))
}
