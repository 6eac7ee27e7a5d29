//! `cuebook script --lint`: findings about the text itself.

use serde::Serialize;

use crate::script::{self, Script};
use crate::words::{Book, Finding};

use super::answer::{Answer, Outcome};
use super::findings;

#[derive(Serialize)]
struct Report<'a> {
    findings: &'a [Finding],
}

/// Looks through a script that need not be written yet.
pub(super) fn answer(script: &Script, book: &Book, json: bool) -> Answer {
    let found = script::lint(script, book);
    let outcome = Outcome::of(&found);
    if json {
        return Answer::json(&Report { findings: &found }, outcome);
    }
    Answer { text: format!("{}{}\n", findings::list(&found, script), findings::count(&found)), outcome }
}
