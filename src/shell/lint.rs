//! `cuebook script --lint`: findings about the text itself.

use std::fmt::Write;

use serde::Serialize;

use crate::check::Memory;
use crate::files::read_untimed_take_log;
use crate::script::{self, Script};
use crate::words::{Finding, Result, Severity};

use super::answer::{Answer, Outcome};
use super::findings::{self, counted};
use super::session::Session;

/// Of each rule so many findings are shown: who mends ten sees what the others are.
const SHOWN: usize = 10;

#[derive(Serialize)]
struct Report<'a> {
    findings: &'a [Finding],
}

/// Looks through a script that need not be written yet.
pub(super) fn answer(script: &Script, session: &Session, json: bool) -> Result<Answer> {
    let book = &session.book;
    let log = read_untimed_take_log(&session.folder)?;
    let (found, waived) = Memory::new(&log, script, &[]).part(book.check.weigh(script::lint(script, book)));
    let outcome = Outcome::of(&found);
    if json {
        return Ok(Answer::json(&Report { findings: &found }, outcome));
    }
    let cues = counted(script.cues().count(), "cue");
    let of_them = if waived.is_empty() { String::new() } else { format!(", {} waived", waived.len()) };
    Ok(Answer { text: format!("{}{cues}: {}{of_them}\n", by_rule(&found), findings::count(&found)), outcome })
}

/// Findings by rule, what weighs most first: a text has many of one kind, and they are mended together.
fn by_rule(found: &[Finding]) -> String {
    let mut sorted: Vec<&Finding> = found.iter().collect();
    sorted.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.rule));
    let mut text = String::new();
    let mut hidden = false;
    for group in sorted.chunk_by(|a, b| (a.severity, a.rule) == (b.severity, b.rule)) {
        let first = group[0];
        let what = first.rule.doc().words.what.trim_end_matches('.');
        findings::head(&mut text, first.severity, first.rule, &findings::lower_first(what));
        for finding in &group[..group.len().min(SHOWN)] {
            let cue = finding.place.cue.as_ref().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {}-->{} {cue}: {}", findings::CYAN, findings::PLAIN, finding.found);
        }
        if let Some(last) = group[SHOWN.min(group.len())..].last() {
            let cue = last.place.cue.as_ref().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "      and {} more, the last in {cue}", group.len() - SHOWN);
            hidden = true;
        }
        if first.severity > Severity::Note {
            let _ = writeln!(text, "  wanted: {}", first.wanted);
        }
        let _ = writeln!(text, "  hint: {}", first.hint);
    }
    if hidden {
        let _ = writeln!(text, "`cuebook script --lint --json` lists them all");
    }
    text
}
