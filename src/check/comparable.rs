//! What takes are compared by: level, noise and tone of their speech, as far as a take has enough of it to say.

use crate::signal::OCTAVES;
use crate::takes::Sound;
use crate::words::Dbfs;

use super::voice::seconds_of_speech;

/// So many takes before and behind a take are its neighbours: about a page each way.
pub const REACH: usize = 6;

/// Fewer neighbours than these say nothing of what is usual there.
pub const FEWEST: usize = 6;

/// Nobody hears a difference between floors below this, in dBFS, and a gate or an editor may have made them: most takes are
/// raised by 5 dB, and it then lies 20 dB under what ACX allows.
pub const INAUDIBLE: f64 = -85.0;

/// The shortest speech that has a level worth comparing, in seconds: "Oh!" is as loud as it is meant.
const SHORTEST_FOR_LEVEL: f64 = 1.0;

/// The shortest speech that has a tone worth comparing, in seconds: that of a few words is that of their vowels.
const SHORTEST_FOR_TONE: f64 = 3.0;

/// What a take can be compared by.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Comparable<'a> {
    /// The length of its speech, in seconds.
    pub seconds: f64,
    /// The level of its speech, in dBFS.
    pub level: Option<f64>,
    /// Its noise in dBFS, [`INAUDIBLE`] at least.
    pub floor: Option<f64>,
    /// The octave bands of its speech, in decibels.
    pub tone: Option<&'a [f64; OCTAVES]>,
}

impl<'a> Comparable<'a> {
    /// What a sound can be compared by; `None` where no speech is heard in it.
    pub fn of(sound: &'a Sound) -> Option<Self> {
        let measured = &sound.measured;
        let seconds = seconds_of_speech(sound)?;
        let level = measured.speech.as_ref()?.level().filter(|_| seconds >= SHORTEST_FOR_LEVEL);
        let noise = || measured.noise().map_or(INAUDIBLE, |noise| noise.db().max(INAUDIBLE));
        Some(Self {
            seconds,
            level: level.map(Dbfs::db),
            floor: measured.room.as_ref().map(|_| noise()),
            tone: measured.tone.as_ref().filter(|_| seconds >= SHORTEST_FOR_TONE).map(|tone| &tone.octaves),
        })
    }
}

/// How far two tones lie apart: the root of the mean of their squared differences, in decibels.
pub fn distance(one: &[f64; OCTAVES], other: &[f64; OCTAVES]) -> f64 {
    let squares: f64 = one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum();
    (squares / OCTAVES as f64).sqrt()
}
