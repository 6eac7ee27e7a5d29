//! Choosing room tone: a recording of the room first, pauses of the takes second, made noise last.

mod noise;
mod source;

use serde::{Deserialize, Serialize};

use crate::check::Review;
use crate::level::Sessions;
use crate::signal::tone::TONE_LEVEL;
use crate::takes::Take;
use crate::words::{Dbfs, Gain};

use super::{Clip, Tone};

use noise::{Noise, noise_of};
use source::{Part, enough, longest_first, nearest_recording, pause_of};

/// How far the level of a recording may lie from that of a session's takes to be one of their room, in decibels.
const SAME_ROOM_DB: f64 = 6.0;

/// The level of the room where nothing is known of it: below every distributor's limit, above silence.
const MADE_LEVEL: Dbfs = Dbfs::new(-75.0);

/// The room of a recording session.
#[derive(Clone, PartialEq, Debug)]
pub struct RoomTone {
    /// A recording of it.
    recorded: Option<Clip>,
    /// Pauses of the session's takes, longest first.
    pauses: Vec<Part>,
    /// How loud it is in the takes.
    noise: Option<Noise>,
    /// The level where that is not known.
    otherwise: Dbfs,
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
    for take in review.takes.iter().filter(|take| is_used(review, take)) {
        if let Some(session) = takes.get_mut(sessions.place(take).session) {
            session.push(take);
        }
    }
    takes.into_iter().map(|takes| RoomTone::of(&takes, review)).collect()
}

fn is_used(review: &Review, take: &Take) -> bool {
    let used = take.id.as_ref().and_then(|id| review.used(id.cue()));
    used.is_some_and(|used| used.file == take.file)
}

impl RoomTone {
    fn of(takes: &[&Take], review: &Review) -> Self {
        let noise = Noise::of_session(takes.iter().copied());
        let nearest = nearest_recording(review, noise.map(|noise| noise.median), takes);
        let pauses = longest_first(takes.iter().filter_map(|take| pause_of(take)));
        // A recording of another room is better than made noise only.
        let recorded = nearest.filter(|recording| recording.distance_db <= SAME_ROOM_DB || pauses.is_empty());
        let otherwise = recorded.as_ref().map_or(MADE_LEVEL, |recording| recording.part.level());
        Self { recorded: recorded.map(|recording| recording.part.clip), pauses, noise, otherwise }
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
    otherwise: Dbfs,
}

impl LevelAround {
    /// The gain, before that of the take, at which the room lies at the level of a take's own noise.
    pub(super) fn gain(&self, take: &Take) -> Gain {
        let level = self.noise.map_or(self.otherwise, |noise| noise.bounded(noise_of(take)));
        level.above(TONE_LEVEL)
    }
}
