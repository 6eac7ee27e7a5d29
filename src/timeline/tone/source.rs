//! What room tone may be taken from: recordings of the room, and pauses of takes.

use std::ops::Range;

use crate::check::Review;
use crate::signal::tone::TONE_SECONDS;
use crate::signal::{NO_ROOM, Room};
use crate::takes::{Sound, Take};
use crate::words::{Dbfs, Frames, SampleRate};

use super::super::Clip;
use super::refused::Refusal;

/// What is left out at either end of a room tone file, in seconds: the hand on the button.
const TRIM: f64 = 0.25;

/// The shortest recording that is worth more than the pauses of the takes, in seconds.
const SHORTEST_RECORDING: f64 = 0.25;

/// The shortest quiet in a room tone file in which somebody speaks that is, in seconds: a take that was misnamed has none
/// as long.
const SHORTEST_BESIDE_SPEECH: f64 = 2.0;

/// The shortest pause of a take that is used, in seconds: shorter ones are all fades.
const SHORTEST_PAUSE: f64 = 0.2;

/// How much a recording in another format than the takes counts as further off, in decibels: another device.
pub(super) const OTHER_FORMAT_DB: f64 = 3.0;

/// How much a chapter's own takes must have of the room, in seconds, for its colour to be known: about what is in two
/// takes.
const ENOUGH: f64 = 0.5;

/// The most pauses that are taken.
const MOST_PAUSES: usize = 24;

/// A stretch of a file in which the room is heard.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Part {
    /// Where it stands.
    pub clip: Clip,
    /// How loud it is.
    pub level: Dbfs,
    rate: SampleRate,
}

impl Part {
    fn seconds(&self) -> f64 {
        self.rate.seconds(self.clip.to - self.clip.from)
    }
}

/// A recording of a room, seen from a session.
pub(super) struct Recording {
    /// What is used of it.
    pub part: Part,
    /// How far its level lies from the session's, with what another format counts.
    pub distance_db: f64,
    /// Whether its format is another one than that of the session's takes.
    pub is_other_format: bool,
}

/// The recording that is most like the noise of a session: in level, and of two that are alike, in format.
pub(super) fn nearest_recording(review: &Review, noise: Option<Dbfs>, takes: &[&Take]) -> Option<Recording> {
    let recordings = review.room_tones().filter_map(|take| {
        let sound = take.sound.as_deref().ok()?;
        recording(&take.file, sound, noise, takes).ok()
    });
    // Of several that are equally near, the first by name.
    recordings.min_by(|one, other| one.distance_db.total_cmp(&other.distance_db))
}

/// A recording of the room as takes see it, whose noise this is.
///
/// # Errors
/// Where nothing of it can be used.
pub(super) fn recording(file: &str, sound: &Sound, noise: Option<Dbfs>, takes: &[&Take]) -> Result<Recording, Refusal> {
    let part = part_of_recording(file, sound)?;
    let off = noise.map_or(0.0, |noise| part.level.above(noise).db().abs());
    let format = takes.iter().find_map(|take| Some(&take.sound.as_deref().ok()?.format));
    let is_other_format = format.is_some_and(|format| {
        format.sample_rate != sound.format.sample_rate || format.channels != sound.format.channels
    });
    let distance_db = off + if is_other_format { OTHER_FORMAT_DB } else { 0.0 };
    Ok(Recording { part, distance_db, is_other_format })
}

/// The longest quiet stretch of a recording of the room.
fn part_of_recording(file: &str, sound: &Sound) -> Result<Part, Refusal> {
    let is_disturbed = sound.measured.speech.is_some();
    let wanted = if is_disturbed { SHORTEST_BESIDE_SPEECH } else { SHORTEST_RECORDING };
    let (rate, length) = (sound.format.sample_rate, sound.measured.frames);
    let short = |quiet: Frames| Refusal::Short { quiet: rate.seconds(quiet), wanted, is_disturbed };
    let Some((room, level)) = room_of(sound) else {
        let is_silent = Dbfs::from_mean_square(sound.measured.mean_square).is_none_or(|level| level <= NO_ROOM);
        return Err(if is_silent { Refusal::Silent } else { short(Frames::ZERO) });
    };
    let trim = rate.frames(TRIM);
    let from = room.quiet.start.max(trim);
    let to = room.quiet.end.min(length.saturating_sub(trim)).min(from + rate.frames(TONE_SECONDS));
    let quiet = to.saturating_sub(from);
    if quiet < rate.frames(wanted) { Err(short(quiet)) } else { Ok(part(file, sound, level, from..to)) }
}

/// The longest stretch of a take in which nothing but the room is heard.
pub(super) fn pause_of(take: &Take) -> Option<Part> {
    let sound = take.sound.as_deref().ok()?;
    let (room, level) = room_of(sound)?;
    let (rate, quiet) = (sound.format.sample_rate, &room.quiet);
    let is_long = quiet.end - quiet.start >= rate.frames(SHORTEST_PAUSE);
    is_long.then(|| part(&take.file, sound, level, quiet.clone()))
}

/// The room that is heard in a sound, and how loud it is.
fn room_of(sound: &Sound) -> Option<(&Room, Dbfs)> {
    Some((sound.measured.room.as_ref()?, sound.measured.noise()?))
}

fn part(file: &str, sound: &Sound, level: Dbfs, frames: Range<Frames>) -> Part {
    let clip = Clip { file: file.to_owned(), channels: sound.mix(), from: frames.start, to: frames.end };
    Part { clip, level, rate: sound.format.sample_rate }
}

/// The longest of these, as many as are of use.
pub(super) fn longest_first(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut longest: Vec<Part> = Vec::new();
    let keep_longest = |parts: &mut Vec<Part>| {
        parts.sort_by(|one, other| {
            other.seconds().total_cmp(&one.seconds()).then_with(|| one.clip.file.cmp(&other.clip.file))
        });
        parts.truncate(MOST_PAUSES);
    };
    for part in parts {
        longest.push(part);
        // Of a book's thousands of pauses, few are in memory at a time.
        if longest.len() >= 2 * MOST_PAUSES {
            keep_longest(&mut longest);
        }
    }
    keep_longest(&mut longest);
    let mut left = TONE_SECONDS;
    longest.retain(|part| {
        let is_wanted = left > 0.0;
        left -= part.seconds();
        is_wanted
    });
    longest
}

/// Whether these are enough to know a room by.
pub(super) fn enough(parts: &[Part]) -> bool {
    parts.iter().map(Part::seconds).sum::<f64>() >= ENOUGH
}
