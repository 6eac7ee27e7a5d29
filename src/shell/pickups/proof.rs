//! `cuebook pickups --from`: what a proofer heard becomes notes in the take log.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use crate::check::{Pickup, PickupKind, Reason, Review, pickups};
use crate::files::{BookFolder, append_to_take_log};
use crate::pages::{Placed, Places, ProofList, ProofRow, place, read_proof};
use crate::shell::answer::{Answer, Outcome};
use crate::shell::arguments;
use crate::shell::findings::counted;
use crate::shell::session::Session;
use crate::takes::log::{Event, Heard, What};
use crate::takes::{Take, TakeLog};
use crate::timeline::Timeline;
use crate::words::{ChapterId, CueId, Error, Result, Rule};

/// So many rows that can't be placed are named; the others are much the same.
const NAMED: usize = 20;

/// Two times in a take that are nearer than this are the same one, in seconds.
const SAME: f64 = 0.2;

#[derive(Serialize)]
struct Report {
    new: Vec<Noted>,
    /// Rows that an earlier reading has brought in.
    known: usize,
    /// Rows that say what was noted before, about another take.
    earlier: Vec<Noted>,
    /// Rows that cuebook wrote itself: what its own rules found.
    own: usize,
    /// The lines of rows that cuebook wrote about what has changed since.
    outdated: Vec<u64>,
    unplaced: Vec<Unplaced>,
    /// Columns that are not taken in.
    left: Vec<String>,
}

#[derive(Serialize, Clone)]
struct Noted {
    line: u64,
    cue: CueId,
    #[serde(flatten)]
    heard: Heard,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<String>,
    /// How its words may stand in the log.
    #[serde(skip)]
    words: Vec<String>,
    /// Whether it stands in a list that cuebook wrote, whose times are those of the build that it was written after.
    #[serde(skip)]
    is_from_ours: bool,
}

#[derive(Serialize)]
struct Unplaced {
    line: u64,
    why: String,
}

pub(super) fn run(root: &Path, list: &Path, options: &arguments::Pickups) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let ProofList { rows, left } =
        read_proof(&bytes(list)?).map_err(|error| error.within(&format!("can't take in `{}`", list.display())))?;
    let (review, log) = session.hear_and_judge(&script)?;
    let timelines: BTreeMap<_, _> = script
        .chapters
        .iter()
        .filter_map(|chapter| {
            let json = fs::read_to_string(session.folder.timeline_path(&chapter.id)).ok()?;
            Some((chapter.id.clone(), Timeline::from_json(&json).ok()?))
        })
        .collect();

    let changed = changed(&session.folder, &timelines, &review, &log);
    let places = Places::new(&script, &review, &timelines, &changed);
    let pickups = pickups(&script, &review, &log);
    let (mut notes, mut unplaced, mut own, mut outdated) = (Vec::new(), Vec::new(), 0, Vec::new());
    for row in &rows {
        let line = row.line;
        let row = match whose(row, &pickups) {
            Whose::Theirs(row) => row,
            Whose::Ours => {
                own += 1;
                continue;
            }
            Whose::Earlier => {
                outdated.push(line);
                continue;
            }
        };
        match place(&row, &places) {
            Ok(Placed { cue, heard, words, mut doubts }) => {
                let used = review.used(&cue).and_then(Take::audio);
                if heard.audio.is_some() && used.is_some() && heard.audio != used {
                    doubts.push("its cue uses another take, so it counts when that one is used again".to_owned());
                }
                notes.push(Noted { line, cue, heard, doubts, words, is_from_ours: !row.record_as.is_empty() });
            }
            Err(why) => unplaced.push(Unplaced { line, why }),
        }
    }
    if !unplaced.is_empty() && !options.partly {
        return Err(refused(list, notes.len() + unplaced.len(), &unplaced));
    }
    let total = notes.len();
    let (mut new, mut earlier) = (Vec::new(), Vec::new());
    // An empty list leaves the log as it is.
    append_to_take_log(&session.folder, |log, now, add| {
        (new, earlier) = unknown(notes, log);
        let at = log.after_all(now);
        let event =
            |noted: &Noted| Event { at, what: What::Noted { cue: noted.cue.clone(), note: noted.heard.clone() } };
        new.iter().map(event).for_each(add);
    })?;
    let report = Report { known: total - new.len() - earlier.len(), new, earlier, own, outdated, unplaced, left };
    let outcome = if report.unplaced.is_empty() { Outcome::Clean } else { Outcome::Errors };
    if options.json {
        return Ok(Answer::json(&report, outcome));
    }
    Ok(Answer { text: describe(&report, list), outcome })
}

/// The bytes of a list; `-` is standard input.
fn bytes(list: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read =
        if list == Path::new("-") { std::io::stdin().read_to_end(&mut bytes).map(|_| bytes) } else { fs::read(list) };
    read.map_err(|error| Error::io("read", list, error))
}

/// The files that sound otherwise now than in the chapters that were built with them: their sound was first seen after the
/// build, or ends before the part that was built.
fn changed(
    folder: &BookFolder,
    timelines: &BTreeMap<ChapterId, Timeline>,
    review: &Review,
    log: &TakeLog,
) -> BTreeSet<String> {
    let takes: HashMap<&str, &Take> = review.takes.iter().map(|take| (take.file.as_str(), take)).collect();
    let written = |path: PathBuf| Timestamp::try_from(fs::metadata(path).ok()?.modified().ok()?).ok();
    let mut changed = BTreeSet::new();
    for (chapter, timeline) in timelines {
        let built = written(folder.timeline_path(chapter)).max(written(folder.master_path(chapter)));
        for line in timeline.heard() {
            let Some(take) = takes.get(line.clip.file.as_str()) else { continue };
            let Ok(sound) = &take.sound else { continue };
            let seen = log.bound(sound.audio, line.cue).map(|bound| bound.at);
            let is_newer = seen.zip(built).is_some_and(|(seen, built)| seen > built);
            if is_newer || line.clip.to > sound.measured.frames {
                changed.insert(take.file.clone());
            }
        }
    }
    changed
}

/// Whose words a row has.
enum Whose {
    /// cuebook's own, of what it finds now.
    Ours,
    /// cuebook's own, of a take or a script that has changed since; what somebody added can't be told from them.
    Earlier,
    /// Somebody's, without what cuebook has written before them.
    Theirs(Box<ProofRow>),
}

fn whose(row: &ProofRow, pickups: &[Pickup<'_>]) -> Whose {
    if row.record_as.is_empty() {
        return Whose::Theirs(Box::new(row.clone()));
    }
    let pickup = pickups.iter().find(|pickup| pickup.cue.id.to_string() == row.cue);
    let is_noted = row.kind == PickupKind::Noted.name();
    // What was noted is known by the log.
    let is_own = |reason: &&Reason| !(is_noted && reason.rule == Rule::PickupNoted);
    let reasons: Vec<&Reason> = pickup.iter().flat_map(|pickup| &pickup.reasons).filter(is_own).collect();
    let is_same = |cell: &str, text: &Option<String>| cell == text.as_deref().unwrap_or_default().trim();
    let is_whole = |reason: &&&Reason| {
        unmeasured(&row.note) == unmeasured(reason.note().trim())
            && is_same(&row.said, &reason.said)
            && is_same(&row.should_be, &reason.should_be)
    };
    if reasons.iter().any(|reason| is_whole(&reason)) {
        return Whose::Ours;
    }
    for reason in reasons {
        let ours = reason.note();
        let Some(added) = row.note.strip_prefix(ours.trim()).filter(|_| !ours.is_empty()) else { continue };
        let note = added.trim_start_matches([';', ',', '.', ' ', '\n', '\r', '-', '–', '—']).to_owned();
        let theirs = |cell: &str, text| if is_same(cell, text) { String::new() } else { cell.to_owned() };
        let (said, should_be) = (theirs(&row.said, &reason.said), theirs(&row.should_be, &reason.should_be));
        return Whose::Theirs(Box::new(ProofRow { said, should_be, note, ..row.clone() }));
    }
    let is_of_now = pickup.is_some_and(|pickup| pickup.take.map_or("", |take| &take.file) == row.take);
    if is_noted || is_of_now { Whose::Theirs(Box::new(row.clone())) } else { Whose::Earlier }
}

/// A text without its figures: those that compare a take with others change with them.
fn unmeasured(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// What the log says about a note.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// It was noted about this take.
    Here,
    /// It was noted about another take.
    Earlier,
}

/// The notes that the log does not have, as often as it lacks them, and those that it has of other takes.
///
/// A note is known by its words, whatever became of it since: settled, or mended by another take. Of the same take, the
/// same words at another time are another note.
fn unknown(placed: Vec<Noted>, log: &TakeLog) -> (Vec<Noted>, Vec<Noted>) {
    let mut logged: BTreeMap<CueId, Vec<Heard>> = BTreeMap::new();
    let (mut new, mut earlier) = (Vec::new(), Vec::new());
    for noted in placed {
        let logged = logged.entry(noted.cue.clone()).or_insert_with(|| log.ever_noted(&noted.cue).to_vec());
        let with = |wanted| logged.iter().position(|heard| known(heard, &noted) == Some(wanted));
        match with(Known::Here).map(|at| (at, Known::Here)).or_else(|| Some((with(Known::Earlier)?, Known::Earlier))) {
            None => new.push(noted),
            Some((at, known)) => {
                logged.swap_remove(at);
                // A list of our own tells an open note by its take: that this one is mended is known.
                if known == Known::Earlier && !noted.is_from_ours {
                    earlier.push(noted);
                }
            }
        }
    }
    (new, earlier)
}

fn known(logged: &Heard, noted: &Noted) -> Option<Known> {
    let heard = &noted.heard;
    let is_said = logged.said == heard.said && logged.wanted == heard.wanted && noted.words.contains(&logged.note);
    let is_elsewhere = logged.audio.zip(heard.audio).is_some_and(|(one, other)| one != other);
    let apart = logged.seconds.zip(heard.seconds).is_some_and(|(one, other)| (one - other).abs() > SAME);
    match (is_said, is_elsewhere) {
        (false, _) => None,
        (true, true) => Some(Known::Earlier),
        (true, false) => (noted.is_from_ours || logged.audio != heard.audio || !apart).then_some(Known::Here),
    }
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
    for Noted { line, cue, heard, doubts, .. } in &report.new {
        let at = heard.seconds.map(|seconds| format!(" at {seconds:.1} s of its take")).unwrap_or_default();
        let _ = writeln!(text, "line {line}: {cue}{at}: {}", heard.note.replace(char::is_control, " "));
        for doubt in doubts {
            let _ = writeln!(text, "  note: {doubt}");
        }
    }
    for Noted { line, cue, .. } in report.earlier.iter().take(NAMED) {
        let _ = writeln!(
            text,
            "line {line}: {cue}: noted before about an earlier take; if it is still so: `cuebook note {cue} WORDS`"
        );
    }
    for Unplaced { line, why } in &report.unplaced {
        let _ = writeln!(text, "line {line} is left out: {why}");
    }
    for line in report.outdated.iter().take(NAMED) {
        let _ = writeln!(
            text,
            "line {line} is cuebook's own, about what has changed since: what somebody added to it, `cuebook note` takes in"
        );
    }
    if !report.left.is_empty() {
        let _ = writeln!(text, "not taken in: what stands under `{}`", report.left.join("`, `"));
    }
    let mut parts = vec![counted(report.new.len(), "new note")];
    if report.known > 0 {
        parts.push(format!("{} known already", report.known));
    }
    if !report.earlier.is_empty() {
        parts.push(format!("{} noted before about an earlier take", report.earlier.len()));
    }
    if report.own > 0 {
        parts.push(format!("{} of cuebook's own, which it finds itself", counted(report.own, "row")));
    }
    if !report.outdated.is_empty() {
        parts.push(format!("{} about what has changed since", counted(report.outdated.len(), "row")));
    }
    if !report.unplaced.is_empty() {
        parts.push(format!("{} left out", counted(report.unplaced.len(), "row")));
    }
    let _ = writeln!(text, "`{}`: {}", list.display(), parts.join(", "));
    text
}
