//! What a book's takes say together: the gain that they need, and how fast they are read.

use serde::Serialize;

use crate::script::Cue;
use crate::takes::Sound;
use crate::words::profile::AimLevel;
use crate::words::{Dbfs, Gain, Profile};

use super::median;
use super::pace::Pace;

/// So many takes say what gain the book needs: fewer may all be whispered.
const TELLING: usize = 5;

/// What the takes of a book have in common, each cue heard once.
#[derive(Clone, Debug, Default)]
pub struct Voice {
    /// The gain that takes need for the book's profile, in the middle of them.
    gain: Option<Gain>,
    /// How loud they are, in the middle of them.
    level: Option<Dbfs>,
    /// Their noise, in the middle of them.
    noise: Option<Dbfs>,
    /// How many takes have a level.
    takes: usize,
    /// Whether most clicks in the takes stand where the sound is turned up at once: a gate works on all of them.
    pub(super) is_chopped: bool,
    /// How long this narrator takes for so many words; `None` until there are enough takes.
    pub(super) pace: Option<Pace>,
}

/// What the book's takes will come to at delivery level.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Forecast {
    /// The gain that they need.
    #[serde(rename = "gain_db")]
    pub gain: Gain,
    /// Their noise floor behind it; `None` where no take has a pause to hear it in.
    pub noise_floor: Option<Dbfs>,
}

/// The gain that a take needs, and whose it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Needed {
    /// What the book's takes need, in the middle of them.
    Book(Gain),
    /// What this take needs by itself, as there are too few others.
    Take(Gain),
}

impl Needed {
    pub(super) fn gain(self) -> Gain {
        match self {
            Self::Book(gain) | Self::Take(gain) => gain,
        }
    }
}

impl Voice {
    /// What these takes have in common.
    #[must_use]
    pub fn of(heard: &[(&Cue, &Sound)], profile: &Profile) -> Self {
        let mut gains: Vec<f64> =
            heard.iter().filter_map(|(_, sound)| own_gain(sound, profile)).map(Gain::db).collect();
        let levels = heard.iter().filter_map(|(_, sound)| sound.measured.speech.as_ref()?.level());
        let noise = heard.iter().filter_map(|(_, sound)| sound.measured.noise());
        let chopped = heard.iter().filter(|(_, sound)| sound.measured.opening_clicks > 0).count();
        let (clicks, opening) = heard.iter().fold((0, 0), |(clicks, opening), (_, sound)| {
            (clicks + sound.measured.clicks.count(), opening + sound.measured.opening_clicks)
        });
        let read = heard.iter().filter_map(|(cue, sound)| Some((cue.words(), seconds_of_speech(sound)?)));
        Self {
            takes: gains.len(),
            is_chopped: chopped >= TELLING && 2 * opening >= clicks,
            gain: median(&mut gains).map(Gain::from_db),
            level: median(&mut levels.map(Dbfs::db).collect::<Vec<_>>()).map(Dbfs::new),
            noise: median(&mut noise.map(Dbfs::db).collect::<Vec<_>>()).map(Dbfs::new),
            pace: Pace::of(&read.collect::<Vec<_>>()),
        }
    }

    /// The gain that a take's noise is judged at: the book's, as one gain lifts all lines of a chapter, and a whisper gets
    /// what the lines around it need; its own while there are few takes, or where it is louder than the book: its level
    /// would be to blame then, not its room.
    pub(super) fn needed(&self, sound: &Sound, profile: &Profile) -> Option<Needed> {
        let own = own_gain(sound, profile)?;
        let book = self.gain.filter(|&gain| self.takes >= TELLING && gain <= own);
        Some(book.map_or(Needed::Take(own), Needed::Book))
    }

    /// The level by which a take is called too quiet: the book's, as one quiet line among louder ones is a whisper or a
    /// matter between neighbours; its own while there are few takes.
    pub(super) fn telling_level(&self, own: Dbfs) -> Dbfs {
        self.level.filter(|_| self.takes >= TELLING).filter(|&book| book > own).unwrap_or(own)
    }

    /// What the takes will come to at delivery level; `None` while nothing was heard.
    #[must_use]
    pub fn forecast(&self) -> Option<Forecast> {
        self.gain.map(|gain| Forecast { gain, noise_floor: self.noise.map(|noise| noise + gain) })
    }
}

/// From the first sound of speech to the last, in seconds.
pub(super) fn seconds_of_speech(sound: &Sound) -> Option<f64> {
    let speech = sound.measured.speech.as_ref()?;
    Some(sound.format.sample_rate.seconds(speech.end.saturating_sub(speech.start)))
}

/// The gain that brings a take to the level that its profile wants. The pauses of a chapter will ask for a little more.
pub(super) fn own_gain(sound: &Sound, profile: &Profile) -> Option<Gain> {
    let level = sound.measured.speech.as_ref()?.level()?;
    Some(match profile.aim.level {
        None => Gain::UNITY,
        Some(AimLevel::Rms(aim)) => aim.above(level),
        Some(AimLevel::Loudness(aim)) => match sound.measured.loudness.integrated() {
            Some(loudness) => aim.above(loudness + profile.mono_gain()),
            // Speech has about the loudness of its RMS.
            None => Gain::from_db(aim.db() - level.db()),
        },
    })
}
