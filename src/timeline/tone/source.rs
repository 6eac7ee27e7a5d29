//! What room tone may be taken from: recordings of the room, and pauses of takes.

use crate::check::Review;
use crate::signal::Room;
use crate::signal::tone::TONE_SECONDS;
use crate::takes::{Sound, Take};
use crate::words::{Dbfs, Frames, SampleRate};

use super::super::Clip;

/// What is left out at either end of a room tone file, in seconds: the hand on the button.
const TRIM: f64 = 0.25;

/// The shortest recording that is worth more than the pauses of the takes, in seconds.
const SHORTEST_RECORDING: f64 = 0.25;

/// The shortest quiet in a room tone file in which somebody speaks that is, in seconds: a take that was misnamed has none
/// as long.
const SHORTEST_BESIDE_SPEECH: f64 = 2.0;

/// How much a recording in another format than the takes counts as further off, in decibels: another device.
const OTHER_FORMAT_DB: f64 = 3.0;

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
    mean_square: f64,
    rate: SampleRate,
}

impl Part {
    /// How loud it is. Where nothing was measured there is no part.
    pub(super) fn level(&self) -> Dbfs {
        Dbfs::from_mean_square(self.mean_square).unwrap_or(super::MADE_LEVEL)
    }

    fn seconds(&self) -> f64 {
        self.rate.seconds(self.clip.to - self.clip.from)
    }
}

/// A recording of a room, seen from a session.
pub(super) struct Recording {
    /// What is used of it.
    pub part: Part,
    /// How far its level lies from the session's.
    pub distance_db: f64,
}

/// The recording that is most like the noise of a session: in level, and of two that are alike, in format.
pub(super) fn nearest_recording(review: &Review, noise: Option<Dbfs>, takes: &[&Take]) -> Option<Recording> {
    let format = takes.iter().find_map(|take| Some(&take.sound.as_ref().ok()?.format));
    let recordings = review.room_tones().filter_map(|take| {
        let sound = take.sound.as_ref().ok()?;
        let part = part_of_recording(&take.file, sound)?;
        let off = noise.map_or(0.0, |noise| part.level().above(noise).db().abs());
        let is_alike = format.is_none_or(|format| {
            format.sample_rate == sound.format.sample_rate && format.channels == sound.format.channels
        });
        let distance_db = off + if is_alike { 0.0 } else { OTHER_FORMAT_DB };
        Some(Recording { part, distance_db })
    });
    // Of several that are equally near, the first by name.
    recordings.min_by(|one, other| one.distance_db.total_cmp(&other.distance_db))
}

/// The longest quiet stretch of a recording of the room.
fn part_of_recording(file: &str, sound: &Sound) -> Option<Part> {
    let shortest = if sound.measured.speech.is_some() { SHORTEST_BESIDE_SPEECH } else { SHORTEST_RECORDING };
    let (rate, length) = (sound.format.sample_rate, sound.measured.frames);
    let room = sound.measured.room.as_ref()?;
    let trim = rate.frames(TRIM);
    let from = room.quiet.start.max(trim);
    let to = room.quiet.end.min(length.saturating_sub(trim)).min(from + rate.frames(TONE_SECONDS));
    (to.saturating_sub(from) >= rate.frames(shortest)).then(|| part(file, rate, room, from, to))
}

/// The longest stretch of a take in which nothing but the room is heard.
pub(super) fn pause_of(take: &Take) -> Option<Part> {
    let sound = take.sound.as_ref().ok()?;
    let room = sound.measured.room.as_ref()?;
    Some(part(&take.file, sound.format.sample_rate, room, room.quiet.start, room.quiet.end))
}

fn part(file: &str, rate: SampleRate, room: &Room, from: Frames, to: Frames) -> Part {
    Part { clip: Clip { file: file.to_owned(), from, to }, mean_square: room.mean_square, rate }
}

/// The longest of these, as many as are of use.
pub(super) fn longest_first(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut parts: Vec<Part> = parts.collect();
    parts.sort_by(|one, other| {
        other.seconds().total_cmp(&one.seconds()).then_with(|| one.clip.file.cmp(&other.clip.file))
    });
    let mut left = TONE_SECONDS;
    parts.truncate(MOST_PAUSES);
    parts.retain(|part| {
        let is_wanted = left > 0.0;
        left -= part.seconds();
        is_wanted
    });
    parts
}

/// Whether these are enough to know a room by.
pub(super) fn enough(parts: &[Part]) -> bool {
    parts.iter().map(Part::seconds).sum::<f64>() >= ENOUGH
}
