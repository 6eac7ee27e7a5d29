//! Takes of one line, as tests of the log need them.

use jiff::Timestamp;

use super::{Event, Take, TakeLog, Timed};
use crate::script::{self, Script};
use crate::signal::tone::scatter;
use crate::signal::{Measured, Speech};
use crate::takes::{Sound, TakeFormat, stem};
use crate::words::{FileKind, Fingerprint, Frames, SampleRate};

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(super) fn line(words: &str) -> Script {
    let json = format!(
        r#"{{"format": 1, "chapters": [{{"id": "01", "kind": "chapter", "title": "", "cues": [
        {{"id": "01-0001", "kind": "narration", "opens": "chapter", "text": "{words}"}}]}}], "retired": []}}"#
    );
    script::parse(&json).unwrap()
}

/// What a log that says so much is to remember of these takes.
pub(super) fn bound<'t>(
    log: &TakeLog,
    script: &Script,
    takes: impl IntoIterator<Item = &'t Take>,
    now: Timestamp,
) -> Vec<Event> {
    log.bindings(script, takes).events(now).collect()
}

pub(super) fn take(file: &str, sound: &str, frames: u64, rate: u32) -> Take {
    heard(file, sound, Timed { frames: Frames(frames), rate: SampleRate::new(rate).unwrap(), contour: None })
}

fn heard(file: &str, sound: &str, Timed { frames, rate, contour }: Timed) -> Take {
    let format = TakeFormat { kind: FileKind::Wav, sample_rate: rate, bit_depth: None, channels: 1, promised: None };
    let speech = Speech {
        start: Frames(0),
        end: frames,
        mean_square: 0.01,
        kept: Frames(0)..frames,
        kept_mean_square: 0.01,
        longest_gap: None,
    };
    let measured = Measured { frames, contour, speech: Some(speech), ..Measured::default() };
    let audio = Fingerprint::of(sound.as_bytes());
    Take::named(file.to_owned(), stem(file), Ok(Sound { format, audio, measured, channels: None }))
}

/// A reading of so many steps, of which some of a hundred steps are changed, and which is some frames longer.
pub(super) fn reading(seed: u64, steps: usize, changed: u64, longer: u64, file: &str) -> Take {
    let step = |seed: u64, at: usize| (scatter(seed, at as u64) % 16) as u8;
    let is_changed = |at: usize| scatter(seed + 1, at as u64) % 100 < changed;
    let digits = (0..steps).map(|at| step(if is_changed(at) { seed + 2 } else { seed }, at));
    let digits: String = digits.filter_map(|step| char::from_digit(step.into(), 16)).collect();
    let frames = Frames(882 * steps as u64 + longer);
    let sound = format!("{seed} {steps} {changed} {longer}");
    heard(file, &sound, Timed { frames, rate: SampleRate::CD, contour: digits.parse().ok() })
}
