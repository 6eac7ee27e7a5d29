//! Correcting a chapter's gain by what its master measures.

use crate::signal::ProgrammeLevels;
use crate::words::Gain;
use crate::words::profile::AimLevel;

/// How near to its aim a master is left alone, in decibels: half of what anybody prints.
const NEAR_DB: f64 = 0.05;

/// How often a chapter is rendered at most.
const MOST_RENDERS: usize = 3;

/// The least part of a gain that is taken to reach the level: where the limiter takes more, more gain is no help.
const LEAST_EFFECT: f64 = 0.4;

/// The most that a gain is corrected by in one step, in decibels: what misses by more is no matter of the gain.
const MOST_STEP_DB: f64 = 3.0;

/// A gain that a chapter was rendered at, and how far its level then lay below its aim.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reading {
    gain: Gain,
    /// In decibels.
    short: f64,
}

impl Reading {
    /// What a master measures against its aim, loudness as that of one channel; `None` for silence.
    #[must_use]
    pub fn of(gain: Gain, aim: AimLevel, levels: &ProgrammeLevels) -> Option<Self> {
        let short = match aim {
            AimLevel::Rms(aim) => aim.db() - levels.rms?.db(),
            AimLevel::Loudness(aim) => aim.db() - levels.loudness?.db(),
        };
        Some(Self { gain, short })
    }
}

/// The gain to render a chapter at next; `None` where the last reading is near enough, or no further one is worth it.
#[must_use]
pub fn next_gain(readings: &[Reading]) -> Option<Gain> {
    let (last, before) = readings.split_last()?;
    if last.short.abs() <= NEAR_DB || readings.len() >= MOST_RENDERS {
        return None;
    }
    // What the last step came to tells how much of the next one will arrive behind the limiter.
    let effect = before.last().map_or(1.0, |before| {
        let step = last.gain.db() - before.gain.db();
        if step == 0.0 { 1.0 } else { ((before.short - last.short) / step).clamp(LEAST_EFFECT, 1.0) }
    });
    let step = Gain::from_db((last.short / effect).clamp(-MOST_STEP_DB, MOST_STEP_DB));
    Some(last.gain + step)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reading(gain: f64, short: f64) -> Reading {
        Reading { gain: Gain::from_db(gain), short }
    }

    #[test]
    fn a_chapter_that_is_near_its_aim_is_rendered_once() {
        assert_eq!(next_gain(&[reading(3.0, 0.05)]), None);
        assert_eq!(next_gain(&[reading(3.0, -0.06)]), Some(Gain::from_db(2.94)));
    }

    #[test]
    fn nothing_is_rendered_more_than_three_times_or_raised_without_bound() {
        assert_eq!(next_gain(&[reading(3.0, 1.0), reading(4.0, 0.9), reading(5.0, 0.8)]), None);
        assert_eq!(next_gain(&[reading(3.0, 30.0)]), Some(Gain::from_db(6.0)));
    }

    proptest! {
        /// A limiter takes an ever greater part of what a chapter is raised by.
        #[test]
        fn two_corrections_are_enough_behind_a_limiter(wanted in -25.0f64..-12.0, ceiling in -12.0f64..-4.0) {
            let level = |gain: Gain| {
                let raised = -23.0 + gain.db();
                ceiling - 10.0 * (1.0 + 10f64.powf((ceiling - raised) / 10.0)).log10() + 0.02
            };
            prop_assume!(wanted < ceiling - 4.0);
            let mut readings = vec![];
            let mut gain = Gain::from_db(wanted + 23.0);
            loop {
                readings.push(Reading { gain, short: wanted - level(gain) });
                match next_gain(&readings) {
                    Some(next) => gain = next,
                    None => break,
                }
            }
            prop_assert!(readings.last().unwrap().short.abs() <= NEAR_DB * 2.0, "{readings:?}");
        }
    }
}
