//! How loud the room is in takes.

use crate::check::median;
use crate::takes::Take;
use crate::words::{Dbfs, Gain};

/// How far the room around a take may lie from the median of its neighbours, in decibels: further off is no room but a
/// gate, or a machine that was running.
const BOUND_DB: f64 = 6.0;

/// From so many takes on, a chapter knows how loud its room is without asking the rest of its session.
const ENOUGH_TAKES: usize = 8;

/// In which steps the level of a session is known to its chapters, in decibels: one changed take moves the median of all
/// by less than that, and so changes nothing elsewhere unless it lies on an edge.
const STEP_DB: f64 = 0.5;

/// How loud a room is over some takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Noise {
    /// The median level of the takes.
    pub median: Dbfs,
}

impl Noise {
    /// The noise of a session; `None` where nothing is known of it.
    pub(super) fn of_session<'t>(takes: impl Iterator<Item = &'t Take>) -> Option<Self> {
        let mut levels: Vec<f64> = takes.filter_map(noise_of).map(Dbfs::db).collect();
        let median = median(&mut levels)?;
        Some(Self { median: Dbfs::new((median / STEP_DB).round() * STEP_DB) })
    }

    /// The noise of the takes of a session that a chapter uses; `None` for too few to tell.
    pub(super) fn of_chapter<'t>(takes: impl Iterator<Item = &'t Take>) -> Option<Self> {
        let levels: Vec<f64> = takes.filter_map(noise_of).map(Dbfs::db).collect();
        let levels = Some(levels).filter(|levels| levels.len() >= ENOUGH_TAKES);
        let median = levels.and_then(|mut levels| median(&mut levels))?;
        Some(Self { median: Dbfs::new(median) })
    }

    /// The level around a take of this noise, within bounds around the median; the median where the take does not say.
    pub(super) fn bounded(self, own: Option<Dbfs>) -> Dbfs {
        let own = own.unwrap_or(self.median).above(self.median).db();
        self.median + Gain::from_db(own.clamp(-BOUND_DB, BOUND_DB))
    }
}

/// How loud the room is in a take.
pub(super) fn noise_of(take: &Take) -> Option<Dbfs> {
    take.sound.as_deref().ok()?.measured.noise()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_follows_its_take_as_far_as_a_room_can() {
        let noise = Noise { median: Dbfs::new(-70.0) };
        let around = |own: Option<f64>| noise.bounded(own.map(Dbfs::new)).db();
        assert_eq!(
            [None, Some(-67.5), Some(-76.0), Some(-95.0), Some(-40.0)].map(around),
            [-70.0, -67.5, -76.0, -76.0, -64.0]
        );
    }
}
