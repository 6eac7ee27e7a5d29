//! `cuebook note`: what somebody heard that is to be recorded again.

use std::path::Path;

use crate::script::Cue;
use crate::takes::log::{Heard, What};
use crate::takes::{Take, TakeLog};
use crate::words::time::clock;
use crate::words::{CueId, Error, Result};

use super::answer::Answer;
use super::arguments;
use super::decided;
use super::findings::counted;
use super::named::Names;
use super::session::Session;

pub(super) fn run(root: &Path, options: &arguments::Note) -> Result<Answer> {
    let session = Session::open(root)?;
    session.folder.require_recordings()?;
    let script = session.script()?;
    let (review, log) = session.hear_and_judge(&script)?;
    let names = Names { script: &script, review: &review };
    if let Some(cue) = &options.settle {
        return settle(&session, &names, &log, cue, options);
    }
    let place = place(&names, options.what.as_deref().unwrap_or_default())?;
    let words =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let note = Heard {
        audio: place.take.and_then(Take::audio),
        seconds: place.seconds,
        said: words(&options.said),
        wanted: words(&options.wanted),
        note: words(&options.text).unwrap_or_default(),
    };
    if note.note.is_empty() && note.said.is_none() && note.wanted.is_none() {
        return Err(Error::new("this note says nothing").hint("write what was heard, or `--said` and `--wanted`"));
    }
    let id = &place.cue.id;
    let where_ = match (place.take, place.seconds) {
        (Some(take), Some(seconds)) => format!("`recordings/{}` at {}", take.file, clock(seconds)),
        (Some(take), None) => format!("`recordings/{}`", take.file),
        (None, _) => format!("cue {id}, which has no take yet"),
    };
    if log.notes(id).iter().any(|known| known.heard == note) {
        return Ok(decided::answer(&[], format!("that is noted already for {where_}\n"), options.json));
    }
    let written = decided::write(&session, vec![What::Noted { cue: id.clone(), note }])?;
    let heard = match place.take {
        Some(take) if review.used(id).is_some_and(|used| used.audio() != take.audio()) => {
            "\nnote: the cue uses another take, so it counts when this one is used again"
        }
        _ => "",
    };
    Ok(decided::answer(&written, format!("noted for {where_}{heard}\n"), options.json))
}

/// Where something was heard.
struct Place<'a> {
    cue: &'a Cue,
    take: Option<&'a Take>,
    seconds: Option<f64>,
}

fn place<'a>(names: &Names<'a>, what: &str) -> Result<Place<'a>> {
    if let Some((cue, take)) = named(names, what)? {
        return Ok(Place { cue, take, seconds: None });
    }
    let Some((name, seconds)) = what.rsplit_once('@') else { return Err(names.unknown(what, "cue or take")) };
    let (cue, take) = named(names, name)?.ok_or_else(|| names.unknown(name, "cue or take"))?;
    let length = take.and_then(|take| take.sound.as_deref().ok()).map(crate::takes::Sound::seconds);
    let Some(length) = length else {
        return Err(Error::new(format!("`{name}` has no take that can be heard, so there is no `{seconds}` in it")));
    };
    match in_seconds(seconds) {
        Some(seconds) if seconds <= length => Ok(Place { cue, take, seconds: Some(seconds) }),
        Some(_) => {
            Err(Error::new(format!("`@{seconds}` lies behind the end of the take, which lasts {}", clock(length))))
        }
        None => Err(Error::new(format!("`@{seconds}` is no place in a take"))
            .hint("write seconds from its start, `@3.5`, or minutes and seconds, `@1:03.5`")),
    }
}

/// A cue with the take that it uses, or a take with its cue: the name of a cue means the one in use.
fn named<'a>(names: &Names<'a>, name: &str) -> Result<Option<(&'a Cue, Option<&'a Take>)>> {
    if let Some((_, cue)) = names.cue(name) {
        return Ok(Some((cue, names.review.used(&cue.id))));
    }
    let Some(take) = names.take(name)? else { return Ok(None) };
    let (_, cue) = names.cue_of(take)?;
    match take.audio() {
        Some(_) => Ok(Some((cue, Some(take)))),
        None => Err(Error::new(format!("`recordings/{}` can't be heard, so there is nothing to note", take.file))),
    }
}

/// `3.5`, `3.5s` or `1:03.5`; `None` for what is no time.
fn in_seconds(text: &str) -> Option<f64> {
    let text = text.strip_suffix('s').unwrap_or(text).trim();
    let (minutes, seconds) = text.split_once(':').unwrap_or(("0", text));
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    if !is_number(minutes) || !is_number(seconds) {
        return None;
    }
    let (minutes, seconds): (u32, f64) = (minutes.parse().ok()?, seconds.parse().ok()?);
    Some(f64::from(minutes) * 60.0 + seconds).filter(|seconds| seconds.is_finite())
}

fn settle(
    session: &Session,
    names: &Names<'_>,
    log: &TakeLog,
    cue: &CueId,
    options: &arguments::Note,
) -> Result<Answer> {
    let count = log.notes(cue).len();
    if count == 0 {
        names.known_cue(cue)?;
        return Err(Error::new(format!("nothing is noted about cue {cue}")).hint("`cuebook check` lists what is noted"));
    }
    let written = decided::write(session, vec![What::Settled { cue: cue.clone() }])?;
    Ok(decided::answer(&written, format!("settled {} on cue {cue}\n", counted(count, "note")), options.json))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_seconds_or_minutes_and_seconds() {
        for (text, seconds) in [("3.5", 3.5), ("3.5s", 3.5), ("0", 0.0), ("1:03.5", 63.5), ("90", 90.0)] {
            assert_eq!(in_seconds(text), Some(seconds), "{text}");
        }
        for text in ["", "-1", "inf", "nan", "x", "1:", ":5", "1:2:3", "+3", "1e999"] {
            assert_eq!(in_seconds(text), None, "{text}");
        }
    }
}
