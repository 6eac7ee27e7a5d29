//! `cuebook circle`: which take is to be used.

use std::path::Path;

use serde::Serialize;

use crate::check::Review;
use crate::script::{Cue, Script};
use crate::takes::log::What;
use crate::takes::{Take, TakeLog};
use crate::words::{CueId, Error, Result, Severity};

use super::answer::{Answer, Outcome};
use super::arguments;
use super::decided;
use super::findings::counted;
use super::named::Names;
use super::session::Session;

pub(super) fn run(root: &Path, options: &arguments::Circle) -> Result<Answer> {
    let session = Session::open(root)?;
    session.folder.require_recordings()?;
    let script = session.script()?;
    let (review, log) = session.hear_and_judge(&script)?;
    let names = Names { script: &script, review: &review };
    match (&options.take, &options.undo) {
        (_, Some(cue)) => undo(&session, &names, &log, cue, options),
        (Some(name), None) => circle(&session, &names, &log, name, options),
        (None, None) => Ok(list(&script, &review, &log, options.json)),
    }
}

fn circle(
    session: &Session,
    names: &Names<'_>,
    log: &TakeLog,
    name: &str,
    options: &arguments::Circle,
) -> Result<Answer> {
    let take = named(names, name)?;
    let (_, cue) = names.cue_of(take)?;
    let audio = match take.audio() {
        Some(audio) if take.has_speech() => audio,
        _ => {
            let found = take.sound.as_ref().err().map_or("has no speech in it".to_owned(), |why| format!("is {why}"));
            return Err(Error::new(format!("`recordings/{}` {found}, so no chapter can use it", take.file)));
        }
    };
    if log.circled(&cue.id) == Some(audio) {
        let text = format!("`recordings/{}` is circled for cue {} already\n", take.file, cue.id);
        return Ok(decided::answer(&[], text, options.json));
    }
    let circled = What::Circled { cue: cue.id.clone(), take: take.file.clone(), audio };
    let written = decided::write(session, vec![circled])?;
    // Of a take that is not used yet, faults are told as notes.
    let against = names.review.findings.iter().filter(|finding| {
        finding.place.take.as_ref() == Some(&take.file) && finding.rule.severity() == Severity::Error
    });
    let faults = match against.count() {
        0 => String::new(),
        count => format!("\nnote: {} against it: `cuebook check {}`", counted(count, "error"), take.file),
    };
    let text = format!("cue {} uses `recordings/{}` from now on{faults}\n", cue.id, take.file);
    Ok(decided::answer(&written, text, options.json))
}

fn undo(
    session: &Session,
    names: &Names<'_>,
    log: &TakeLog,
    name: &str,
    options: &arguments::Circle,
) -> Result<Answer> {
    // A circle may outlive its line: a cue that was cut is undone, too.
    let id: CueId = match names.take(name)? {
        Some(take) if name.parse::<CueId>().is_err() => names.cue_of(take)?.1.id.clone(),
        _ => name.parse().map_err(|_| names.unknown(name, "cue"))?,
    };
    if log.circle(&id).is_none() {
        names.known_cue(&id)?;
        return Err(
            Error::new(format!("no take is circled for cue {id}")).hint("`cuebook circle` lists those that are")
        );
    }
    let written = decided::write(session, vec![What::Uncircled { cue: id.clone() }])?;
    let text = format!("cue {id} uses its newest take without an error again\n");
    Ok(decided::answer(&written, text, options.json))
}

/// The take of this name. A cue is a take's name where it has only one: which of several is the question.
fn named<'a>(names: &Names<'a>, name: &str) -> Result<&'a Take> {
    let Some((_, cue)) = names.cue(name) else {
        return names.take(name)?.ok_or_else(|| names.unknown(name, "take"));
    };
    let takes = takes_of(names, cue);
    match takes.as_slice() {
        [] => Err(no_take(cue)),
        [only] => Ok(only),
        several => {
            let files: Vec<_> = several.iter().map(|take| format!("`{}`", take.file)).collect();
            let used =
                names.review.used(&cue.id).map(|used| format!("; `{}` is in use", used.file)).unwrap_or_default();
            Err(Error::new(format!("cue {} has {}: which one?", cue.id, counted(several.len(), "take")))
                .hint(format!("name one of {}{used}", files.join(", "))))
        }
    }
}

fn takes_of<'a>(names: &Names<'a>, cue: &Cue) -> Vec<&'a Take> {
    let is_of = |take: &&Take| take.id.as_ref().is_some_and(|id| *id.cue() == cue.id);
    names.review.takes.iter().filter(is_of).collect()
}

fn no_take(cue: &Cue) -> Error {
    Error::new(format!("cue {} has no take yet", cue.id)).hint(format!("record it as `recordings/{}.wav`", cue.id))
}

#[derive(Serialize)]
struct Circle<'a> {
    cue: &'a CueId,
    take: &'a str,
    /// Whether it is there, and so in use.
    is_there: bool,
}

/// The takes that are circled, in the order of the script.
fn list(script: &Script, review: &Review, log: &TakeLog, as_json: bool) -> Answer {
    let circled = script.cues().filter_map(|(_, cue)| Some((&cue.id, log.circle(&cue.id)?)));
    let report: Vec<_> = circled
        .map(|(cue, circled)| match review.used(cue) {
            Some(take) if take.audio().is_some_and(|audio| log.is_one_recording(audio, circled.audio)) => {
                Circle { cue, take: &take.file, is_there: true }
            }
            _ => Circle { cue, take: &circled.take, is_there: false },
        })
        .collect();
    if as_json {
        return Answer::json(&report, Outcome::Clean);
    }
    let row = |circle: &Circle<'_>| {
        let gone = if circle.is_there { "" } else { "  (gone)" };
        format!("{}  recordings/{}{gone}\n", circle.cue, circle.take)
    };
    Answer::clean(if report.is_empty() { "no take is circled\n".to_owned() } else { report.iter().map(row).collect() })
}
