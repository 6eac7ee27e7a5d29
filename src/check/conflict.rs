//! Where no gain meets all that is asked of a chapter's level: which figures, and by how much.

use crate::words::{Dbfs, Gain, Profile};

use super::Master;

/// How deep a peak may be limited before it is worth a word.
pub(super) const LIMITED_BY: Gain = Gain::from_millis(-6_000);

/// What stands in the way of a chapter's level.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Conflict {
    /// By how much no gain is enough, in decibels.
    pub by: f64,
    /// What is too loud at the lowest level.
    pub between: Between,
}

/// What is too loud where a chapter is as loud as it must be at least.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Between {
    /// The noise, which comes to this.
    Room(Dbfs),
    /// The peaks, which the limiter lowers by this.
    Peaks(Gain),
}

impl Conflict {
    /// The conflict of a master, whose noise this is, with its profile, of several the largest; `None` where a gain would meet
    /// everything.
    pub fn of(master: &Master, noise: Option<Dbfs>, profile: &Profile) -> Option<Self> {
        // From here, the chapter would have to be raised or lowered by so much to be as loud as it must be at least.
        let rms = || Some(profile.rms.as_ref()?.min?.db() - master.levels.rms?.db());
        let loudness = || Some(profile.loudness.as_ref()?.min?.db() - master.loudness(profile)?.db());
        let least = [rms(), loudness()].into_iter().flatten().max_by(f64::total_cmp)?;
        let room = noise.zip(profile.highest_floor()).map(|(floor, limit)| {
            let noise = Dbfs::new(floor.db() + least);
            Self { by: noise.db() - limit.db(), between: Between::Room(noise) }
        });
        // Every decibel of level is a decibel more for the limiter, once it works.
        let limited = master.limiter.deepest.db() - least;
        let is_working = master.limiter.deepest < Gain::UNITY;
        let peaks =
            is_working.then(|| Self { by: LIMITED_BY.db() - limited, between: Between::Peaks(Gain::from_db(limited)) });
        let found = [room, peaks].into_iter().flatten().filter(|conflict| conflict.by > 0.0);
        found.max_by(|one, other| one.by.total_cmp(&other.by))
    }
}
