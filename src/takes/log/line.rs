//! Reading the log's lines: what is understood, and what is not, line by line.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

use jiff::Timestamp;
use rayon::prelude::*;
use serde::Deserialize;

use super::event::{Event, Heard, Subject, What};
use crate::signal::Contour;
use crate::words::{ChapterId, CueId, Fingerprint, Frames, SampleRate};

/// Lines that are not understood, by what is wrong with them: they stay in the file, and count for nothing.
pub type Unread = BTreeMap<String, Vec<usize>>;

/// A line as JSON has it. Which of the fields belong together, [`Row::event`] knows: that is quicker than letting serde
/// find out, and a year's log is read by every command.
#[derive(Deserialize, Default, PartialEq)]
#[serde(deny_unknown_fields)]
struct Row<'a> {
    at: Option<Timestamp>,
    #[serde(borrow)]
    event: Option<Cow<'a, str>>,
    cue: Option<CueId>,
    chapter: Option<ChapterId>,
    take: Option<String>,
    audio: Option<Fingerprint>,
    from: Option<Fingerprint>,
    frames: Option<Frames>,
    rate: Option<SampleRate>,
    contour: Option<Contour>,
    words: Option<String>,
    rule: Option<String>,
    reason: Option<String>,
    seconds: Option<f64>,
    said: Option<String>,
    wanted: Option<String>,
    note: Option<String>,
}

impl Row<'_> {
    /// The event; what is wrong with the line where it is none.
    fn event(mut self) -> Result<Event, String> {
        let at = self.at.take().ok_or("it has no time `at`")?;
        let name = self.event.take().ok_or("it names no `event`")?.into_owned();
        let what = match name.as_str() {
            "bound" => What::Bound {
                cue: wanted(&mut self.cue, "cue")?,
                take: wanted(&mut self.take, "take")?,
                audio: wanted(&mut self.audio, "audio")?,
                words: wanted(&mut self.words, "words")?,
            },
            "timed" => What::Timed {
                audio: wanted(&mut self.audio, "audio")?,
                frames: wanted(&mut self.frames, "frames")?,
                rate: wanted(&mut self.rate, "rate")?,
                contour: self.contour.take(),
            },
            "processed" => What::Processed {
                cue: wanted(&mut self.cue, "cue")?,
                take: wanted(&mut self.take, "take")?,
                from: wanted(&mut self.from, "from")?,
                audio: wanted(&mut self.audio, "audio")?,
            },
            "circled" => What::Circled {
                cue: wanted(&mut self.cue, "cue")?,
                take: wanted(&mut self.take, "take")?,
                audio: wanted(&mut self.audio, "audio")?,
            },
            "uncircled" => What::Uncircled { cue: wanted(&mut self.cue, "cue")? },
            "waived" => What::Waived {
                subject: self.subject()?,
                take: self.take.take(),
                words: self.words.take(),
                reason: wanted(&mut self.reason, "reason")?,
            },
            "unwaived" => What::Unwaived { subject: self.subject()? },
            "noted" => What::Noted {
                cue: wanted(&mut self.cue, "cue")?,
                note: Heard {
                    audio: self.audio.take(),
                    seconds: self.seconds.take(),
                    said: self.said.take(),
                    wanted: self.wanted.take(),
                    note: wanted(&mut self.note, "note")?,
                },
            },
            "settled" => What::Settled { cue: wanted(&mut self.cue, "cue")? },
            _ => return Err(format!("it has an event that is not known, `{name}`")),
        };
        // A field that this event does not have may change what it means.
        if self == Row::default() { Ok(Event { at, what }) } else { Err(format!("it says more than `{name}` can")) }
    }

    fn subject(&mut self) -> Result<Subject, String> {
        let rule = wanted(&mut self.rule, "rule")?;
        Ok(Subject { rule, cue: self.cue.take(), chapter: self.chapter.take(), audio: self.audio.take() })
    }
}

fn wanted<T>(field: &mut Option<T>, name: &str) -> Result<T, String> {
    field.take().ok_or_else(|| format!("it has no `{name}`"))
}

/// So many bytes are in memory at a time: the lines of a long book's log are more than what they come to.
const PIECE: u64 = 1 << 18;

/// Reads the lines of a log and hands their events on, in their order. Whatever is not understood is named by its line,
/// counted from 1.
///
/// # Errors
/// Where the log can't be read.
pub fn read_events(mut log: impl BufRead, mut each: impl FnMut(Event)) -> io::Result<Unread> {
    let (mut unread, mut piece, mut line) = (Unread::new(), Vec::new(), 0);
    loop {
        piece.clear();
        log.by_ref().take(PIECE).read_to_end(&mut piece)?;
        log.read_until(b'\n', &mut piece)?;
        if piece.is_empty() {
            return Ok(unread);
        }
        let read: Vec<_> = piece.par_split_inclusive(|&byte| byte == b'\n').map(read_line).collect();
        for (events, problem) in read {
            line += 1;
            events.into_iter().for_each(&mut each);
            if let Some(problem) = problem {
                unread.entry(problem).or_default().push(line);
            }
        }
    }
}

const NO_OBJECT: &str = "it is no JSON object";

/// What a line says, one event, or several where logs were joined without the line end between them; and what is wrong
/// behind them.
fn read_line(line: &[u8]) -> (Vec<Event>, Option<String>) {
    let mut events = Vec::with_capacity(1);
    let mut read = || {
        let line = str::from_utf8(line).map_err(|_| "it is no text in UTF-8")?;
        // An editor may have put a mark before a text that was joined to another one since.
        let line = line.trim_start_matches('\u{feff}').trim();
        if !line.is_empty() && !line.starts_with('{') {
            return Err(NO_OBJECT.to_owned());
        }
        for row in serde_json::Deserializer::from_str(line).into_iter::<Row>() {
            events.push(row.map_err(|error| problem(&error))?.event()?);
        }
        Ok(())
    };
    let problem = read().err();
    (events, problem)
}

fn problem(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "it breaks off".to_owned();
    }
    if !error.is_data() {
        return NO_OBJECT.to_owned();
    }
    // The place is dropped, so that many lines with one fault are told as one; so is the list of all known fields.
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    message.split_once(", expected ").map_or(message, |(message, _)| message).to_owned()
}
