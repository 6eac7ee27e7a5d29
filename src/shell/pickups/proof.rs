//! `cuebook pickups --from`: what a proofer heard becomes notes in the take log.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::check::PickupKind;
use crate::files::append_to_take_log;
use crate::pages::{Places, ProofRow, place, read_proof};
use crate::shell::answer::{Answer, Outcome};
use crate::shell::arguments;
use crate::shell::findings::counted;
use crate::shell::session::Session;
use crate::takes::TakeLog;
use crate::takes::log::{Event, Heard, What};
use crate::timeline::Timeline;
use crate::words::{CueId, Error, Result};

/// So many rows that can't be placed are named; the others are much the same.
const NAMED: usize = 20;

/// Two times in a take that are nearer than this are the same one, in seconds.
const SAME: f64 = 0.2;

#[derive(Serialize)]
struct Report {
    new: Vec<Noted>,
    /// Rows that an earlier reading has brought in.
    known: usize,
    /// Rows that cuebook wrote itself: what its own rules found.
    own: usize,
    unplaced: Vec<Unplaced>,
}

#[derive(Serialize, Clone)]
struct Noted {
    line: u64,
    cue: CueId,
    #[serde(flatten)]
    heard: Heard,
}

#[derive(Serialize)]
struct Unplaced {
    line: u64,
    why: String,
}

pub(super) fn run(root: &Path, list: &Path, options: &arguments::Pickups) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let bytes = fs::read(list).map_err(|error| Error::io("read", list, error))?;
    let rows = read_proof(&bytes).map_err(|error| error.within(&format!("can't take in `{}`", list.display())))?;
    let review = session.review(&script)?;
    let timelines: BTreeMap<_, _> = script
        .chapters
        .iter()
        .filter_map(|chapter| {
            let json = fs::read_to_string(session.folder.timeline_path(&chapter.id)).ok()?;
            Some((chapter.id.clone(), Timeline::from_json(&json).ok()?))
        })
        .collect();

    let places = Places::new(&script, &review, &timelines);
    let (own, theirs): (Vec<&ProofRow>, Vec<&ProofRow>) = rows.iter().partition(|row| is_own(row));
    let (mut notes, mut unplaced) = (Vec::new(), Vec::new());
    for row in theirs {
        match place(row, &places) {
            Ok((cue, heard)) => notes.push(Noted { line: row.line, cue, heard }),
            Err(why) => unplaced.push(Unplaced { line: row.line, why }),
        }
    }
    if !unplaced.is_empty() && !options.partly {
        return Err(refused(list, notes.len() + unplaced.len(), &unplaced));
    }
    let total = notes.len();
    let mut new = Vec::new();
    // An empty list leaves the log as it is.
    append_to_take_log(&session.folder, |log, now| {
        new = unknown(notes, log);
        let at = log.after_all(now);
        let event =
            |noted: &Noted| Event { at, what: What::Noted { cue: noted.cue.clone(), note: noted.heard.clone() } };
        new.iter().map(event).collect()
    })?;
    let report = Report { known: total - new.len(), new, own: own.len(), unplaced };
    let outcome = if report.unplaced.is_empty() { Outcome::Clean } else { Outcome::Errors };
    if options.json {
        return Ok(Answer::json(&report, outcome));
    }
    Ok(Answer { text: describe(&report, list), outcome })
}

/// Whether a row is one that cuebook wrote of what its own rules found: it finds that again without being told.
fn is_own(row: &ProofRow) -> bool {
    [PickupKind::Missing, PickupKind::Stale, PickupKind::Faulty].iter().any(|kind| kind.name() == row.kind)
}

/// The notes that the log does not have, as often as it lacks them.
///
/// A note is known by its words, whatever became of it since: settled, or mended by another take. Of the same take, the
/// same words at another time are another note.
fn unknown(placed: Vec<Noted>, log: &TakeLog) -> Vec<Noted> {
    let mut known: BTreeMap<CueId, Vec<Heard>> = BTreeMap::new();
    let is_new = |noted: &Noted| {
        let known = known.entry(noted.cue.clone()).or_insert_with(|| log.ever_noted(&noted.cue).to_vec());
        let found = known.iter().position(|heard| is_same(heard, &noted.heard));
        found.map(|at| known.swap_remove(at)).is_none()
    };
    let mut is_new = is_new;
    placed.into_iter().filter(|noted| is_new(noted)).collect()
}

fn is_same(one: &Heard, other: &Heard) -> bool {
    let words = |heard: &Heard| (heard.said.clone(), heard.wanted.clone(), heard.note.clone());
    let apart = one.seconds.zip(other.seconds).is_some_and(|(one, other)| (one - other).abs() > SAME);
    words(one) == words(other) && !(one.audio == other.audio && apart)
}

fn refused(list: &Path, rows: usize, unplaced: &[Unplaced]) -> Error {
    let message = format!("{} of the {} of `{}` can't be placed", unplaced.len(), counted(rows, "row"), list.display());
    let mut error = Error::new(message);
    for Unplaced { line, why } in unplaced.iter().take(NAMED) {
        error = error.cause(format!("line {line}: {why}"));
    }
    if unplaced.len() > NAMED {
        error = error.cause(format!("and {} more like these", unplaced.len() - NAMED));
    }
    error.hint("mend them and read the list again, or take the others in with `--partly`; nothing was noted")
}

fn describe(report: &Report, list: &Path) -> String {
    let mut text = String::new();
    for Noted { line, cue, heard } in &report.new {
        let at = heard.seconds.map(|seconds| format!(" at {seconds:.1} s of its take")).unwrap_or_default();
        let _ = writeln!(text, "line {line}: {cue}{at}: {}", heard.note.replace(char::is_control, " "));
    }
    for Unplaced { line, why } in &report.unplaced {
        let _ = writeln!(text, "line {line} is left out: {why}");
    }
    let mut parts = vec![counted(report.new.len(), "new note")];
    if report.known > 0 {
        parts.push(format!("{} known already", report.known));
    }
    if report.own > 0 {
        parts.push(format!("{} of cuebook's own, which it finds itself", counted(report.own, "row")));
    }
    if !report.unplaced.is_empty() {
        parts.push(format!("{} left out", counted(report.unplaced.len(), "row")));
    }
    let _ = writeln!(text, "`{}`: {}", list.display(), parts.join(", "));
    text
}
