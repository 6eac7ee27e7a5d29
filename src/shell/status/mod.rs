//! `cuebook status`: what is recorded, what is missing, what comes next.

mod bar;
mod chapters;
mod page;
mod report;

use std::path::Path;

use jiff::Zoned;

use crate::words::Result;

use super::answer::{Answer, Outcome};
use super::arguments;
use super::rows;
use super::session::Session;
use chapters::Chapters;
use report::Report;

pub(super) use bar::bar;
pub(super) use page::closing;

pub(super) fn run(root: &Path, options: &arguments::Status) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let (review, log) = session.hear_and_judge(&script)?;
    let report = Report::of(&session, &script, &review, &log, &Zoned::now());
    if options.json {
        return Ok(Answer::json(&report, Outcome::Clean));
    }
    let chapters = if options.all { Chapters::All } else { Chapters::Folded };
    Ok(Answer::clean(rows::written(&page::page(&report, chapters, rows::width()))))
}
