//! `cuebook script`: manuscript to narration script.

use std::collections::BTreeSet;
use std::path::Path;

use crate::files::BookLock;
use crate::words::{CueId, Error, Result};

use super::answer::{Answer, Outcome};
use super::arguments;
use super::findings::counted;
use super::remade::{Remade, remake};
use super::session::Session;
use super::{headings, lint};

/// A script of fewer lines changes as a whole in one evening.
const FEW_LINES: usize = 20;

pub(super) fn run(root: &Path, options: &arguments::Script) -> Result<Answer> {
    let session = Session::open(root)?;
    if options.explain {
        return headings::answer(&session, options.json);
    }
    let remade = remake(&session, &apart(&session, &options.apart)?)?;
    if options.lint {
        return lint::answer(&remade.script, &session, options.json);
    }
    if !options.dry_run {
        if !options.accept {
            refuse_another_text(&remade)?;
        }
        let lock = BookLock::take(&session.folder)?;
        session.remember_before(&remade.script);
        remade.write(&session, &lock)?;
    }
    if options.json {
        return Ok(Answer::json(&remade.report(&session), Outcome::Clean));
    }
    let end = if options.dry_run {
        "nothing was written; without `--dry-run` it will be\n".to_owned()
    } else {
        format!("read from `{}`\n", session.folder.sheet_path().display())
    };
    Ok(Answer::clean(remade.describe(&session) + &end))
}

/// The cues that are to be told apart from the lines that would take their places.
fn apart(session: &Session, named: &[CueId]) -> Result<BTreeSet<CueId>> {
    if named.is_empty() {
        return Ok(BTreeSet::new());
    }
    let script = session.script()?;
    match named.iter().find(|id| script.cue(id).is_none()) {
        Some(id) => Err(Error::new(format!("`--apart {id}` names no cue of the script"))
            .hint("look for it with `cuebook script --dry-run`")),
        None => Ok(named.iter().cloned().collect()),
    }
}

/// A manuscript of which hardly a line is known is another book's: nothing of the script is given up for it unasked.
pub(super) fn refuse_another_text(remade: &Remade) -> Result<()> {
    let (before, retired) = (remade.changes.before(), remade.changes.retired.len());
    if before < FEW_LINES || 2 * retired <= before {
        return Ok(());
    }
    Err(Error::new(format!(
        "the manuscript is not the one that the script was made from: {retired} of {} are not in it",
        counted(before, "line")
    ))
    .hint("put the right manuscript back into `script/`, or look at the changes with `cuebook script --dry-run`")
    .hint("if it is a new version of the book, take it with `cuebook script --accept`: no ID is given twice"))
}
