//! What commands decide: written into the take log, and answered.

use serde::Serialize;

use crate::files::append_to_take_log;
use crate::takes::log::{Event, What};
use crate::words::Result;

use super::answer::{Answer, Outcome};
use super::session::Session;

#[derive(Serialize)]
struct Report<'a> {
    /// What was added to the take log.
    written: &'a [Event],
}

/// Writes decisions into the take log, dated behind all that are known there.
///
/// # Errors
/// Where the log can't be written.
pub(super) fn write(session: &Session, decisions: Vec<What>) -> Result<Vec<Event>> {
    let mut written = Vec::new();
    append_to_take_log(&session.folder, |log, now, add| {
        let at = log.after_all(now);
        written = decisions.into_iter().map(|what| Event { at, what }).collect();
        written.iter().cloned().for_each(add);
    })?;
    Ok(written)
}

/// What was written, as people or as programs read it.
pub(super) fn answer(written: &[Event], text: String, as_json: bool) -> Answer {
    if as_json { Answer::json(&Report { written }, Outcome::Clean) } else { Answer::clean(text) }
}
