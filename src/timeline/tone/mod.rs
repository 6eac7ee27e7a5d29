//! Choosing room tone: a recording of the room first, pauses of the takes second, made noise last.

mod noise;
mod refused;
mod source;

use serde::{Deserialize, Serialize};

use crate::check::Review;
use crate::level::Sessions;
use crate::signal::tone::TONE_LEVEL;
use crate::takes::Take;
use crate::words::{Dbfs, Gain};

use super::{Clip, Tone};

pub use refused::{Refusal, Refused};

use noise::{Noise, noise_of};
use refused::refused;
use source::{Part, enough, longest_first, nearest_recording, pause_of};

/// How far the level of a recording may lie from that of a session's takes to be one of their room, in decibels.
const SAME_ROOM_DB: f64 = 6.0;

/// How far the room lies below the speech where nothing is known of it, in decibels: at a distributor's level of speech that
/// is below every limit, and above silence.
const MADE_BELOW_SPEECH_DB: f64 = 55.0;

/// The room of a recording session.
#[derive(Clone, PartialEq, Debug)]
pub struct RoomTone {
    /// A recording of it.
    recorded: Option<Clip>,
    /// Recordings of a room that are not used; none where one is.
    refused: Vec<Refused>,
    /// Pauses of the session's takes, longest first.
    pauses: Vec<Part>,
    /// How loud it is in the takes.
    noise: Option<Noise>,
    /// The level of the recording, where that is not known.
    otherwise: Option<Dbfs>,
}

/// Where room tone comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToneOrigin {
    /// A file that is a recording of the room.
    Recorded,
    /// Pauses in the takes of the book.
    Harvested,
    /// Nothing was found: it is made.
    Made,
}

/// Chooses the room tone of each recording session.
#[must_use]
pub fn choose_tones(review: &Review, sessions: &Sessions) -> Vec<RoomTone> {
    let mut takes: Vec<Vec<&Take>> = vec![Vec::new(); sessions.all().len()];
    for (take, _) in review.in_use() {
        if let Some(session) = takes.get_mut(sessions.place(take).session) {
            session.push(take);
        }
    }
    takes.into_iter().map(|takes| RoomTone::of(&takes, review)).collect()
}

impl RoomTone {
    fn of(takes: &[&Take], review: &Review) -> Self {
        let noise = Noise::of_session(takes.iter().copied());
        let median = noise.map(|noise| noise.median);
        let nearest = nearest_recording(review, median, takes);
        let pauses = longest_first(takes.iter().filter_map(|take| pause_of(take)));
        // A recording of another room is better than made noise only.
        let recorded = nearest.filter(|recording| recording.distance_db <= SAME_ROOM_DB || pauses.is_empty());
        let otherwise = recorded.as_ref().map(|recording| recording.part.level);
        let tones = || review.takes.iter().filter(|take| take.is_room_tone());
        let refused = if recorded.is_some() { Vec::new() } else { refused(tones(), median, takes) };
        Self { recorded: recorded.map(|recording| recording.part.clip), refused, pauses, noise, otherwise }
    }

    /// The recordings of a room that the session does not use, and why; none where it uses one.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// The tone for these takes of the session, which a chapter uses: where it is harvested, it is taken from these takes
    /// alone if they have enough of it, so that another take changes its own chapter only.
    pub(super) fn under<'t>(&self, takes: impl Iterator<Item = &'t Take>) -> Tone {
        if let Some(clip) = &self.recorded {
            return Tone { origin: ToneOrigin::Recorded, clips: vec![clip.clone()] };
        }
        let own = longest_first(takes.filter_map(pause_of));
        let pauses = if enough(&own) { own } else { self.pauses.clone() };
        let origin = if pauses.is_empty() { ToneOrigin::Made } else { ToneOrigin::Harvested };
        Tone { origin, clips: pauses.into_iter().map(|part| part.clip).collect() }
    }

    /// How loud the room is around the takes of the session that a chapter uses.
    pub(super) fn level_around<'t>(&self, takes: impl Iterator<Item = &'t Take>) -> LevelAround {
        LevelAround { noise: Noise::of_chapter(takes).or(self.noise), otherwise: self.otherwise }
    }
}

/// How loud the room is around some takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct LevelAround {
    noise: Option<Noise>,
    otherwise: Option<Dbfs>,
}

impl LevelAround {
    /// The gain, before that of the take, at which the room lies at the level of a take's own noise.
    pub(super) fn gain(&self, take: &Take) -> Gain {
        let known = self.noise.map(|noise| noise.bounded(noise_of(take))).or(self.otherwise);
        known.unwrap_or_else(|| made_beside(take)).above(TONE_LEVEL)
    }
}

/// The level of a room of which nothing is known, beside this take.
fn made_beside(take: &Take) -> Dbfs {
    let speech = take.sound.as_deref().ok().and_then(|sound| sound.measured.speech.as_ref()?.level());
    speech.unwrap_or(Dbfs::new(-20.0)) + Gain::from_db(-MADE_BELOW_SPEECH_DB)
}
