//! Levelling: the gain that brings a chapter to its level.
//!
//! One gain for all takes of a chapter, so that the level of one line against the next stays as it was spoken: a whisper
//! stays a whisper. The room tone between them gets the same gain.

use crate::words::{Dbfs, Frames, Gain, Profile};

/// How far a chapter that is kept below the target for its noise stays from the window's lower end: the limiter takes a
/// little more of its level.
const LEVEL_MARGIN: Gain = Gain::from_millis(500);

/// How far below the limit its noise is then brought: noise has no exact level.
const NOISE_MARGIN: Gain = Gain::from_millis(300);

/// A stretch of a chapter: how long it is there, and its mean square before any gain.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stretch {
    /// The length, in frames of the chapter.
    pub frames: Frames,
    /// The mean square.
    pub mean_square: f64,
}

/// The gain at which these stretches together have an RMS of `target`: what a checker sees, that takes the RMS of the
/// whole file, pauses included.
///
/// `None` where there is nothing but digital silence.
#[must_use]
pub fn chapter_gain(stretches: &[Stretch], target: Dbfs) -> Option<Gain> {
    let energy: f64 = stretches.iter().map(|stretch| stretch.mean_square * stretch.frames.0 as f64).sum();
    let frames: Frames = stretches.iter().map(|stretch| stretch.frames).sum();
    let level = Dbfs::from_mean_square(energy / frames.0 as f64)?;
    Some(target.above(level))
}

/// The RMS for these stretches under a profile: its target, or the level below it within the profile's window at which
/// the noise in the pauses keeps to its limit, too.
///
/// A short chapter needs it most: its pauses lower its RMS, and lifting that lifts the noise. Where no level in the window
/// keeps the noise down, a lower one would help nothing, and it stays the target.
#[must_use]
pub fn chapter_target(stretches: &[Stretch], noise_mean_square: f64, profile: &Profile) -> Dbfs {
    let target = profile.rms_target;
    let noise = Dbfs::from_mean_square(noise_mean_square).zip(chapter_gain(stretches, target));
    let wanted = profile.noise_floor_limit + -NOISE_MARGIN;
    let Some(noise) = noise.map(|(noise, gain)| noise + gain).filter(|&noise| noise > wanted) else { return target };
    let lower = target + wanted.above(noise);
    if lower >= profile.rms.min + LEVEL_MARGIN { lower } else { target }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_file_is_lifted_by_what_its_silence_costs() {
        // 9 s of speech and 6 s of near silence: 10 log10(9/15) = -2.2 dB.
        let speech = Stretch { frames: Frames(9), mean_square: Dbfs::new(-20.0).mean_square() };
        let tone = Stretch { frames: Frames(6), mean_square: Dbfs::new(-80.0).mean_square() };
        let gain = chapter_gain(&[speech, tone], Dbfs::new(-20.0)).unwrap();
        assert!((gain.db() - 2.218).abs() < 0.001, "{gain}");
        assert_eq!(chapter_gain(&[Stretch { mean_square: 0.0, ..speech }], Dbfs::new(-20.0)), None);
        assert_eq!(chapter_gain(&[], Dbfs::new(-20.0)), None);
    }

    #[test]
    fn noise_keeps_a_chapter_below_the_target_as_far_as_the_window_allows() {
        let profile = Profile::named("acx").unwrap();
        let speech = Stretch { frames: Frames(1000), mean_square: Dbfs::new(-30.0).mean_square() };
        let target = |noise: f64| chapter_target(&[speech], Dbfs::new(noise).mean_square(), &profile).db();
        // Ten decibels lift the speech to -20, and the noise to 10 above where it was.
        assert_eq!(target(-80.0), -20.0);
        assert_eq!(target(-70.6), -20.0);
        assert!((target(-70.0) - -20.3).abs() < 0.001, "{}", target(-70.0));
        assert!((target(-68.0) - -22.3).abs() < 0.001, "{}", target(-68.0));
        assert_eq!(target(-67.6), -20.0, "not even the lowest level in the window would be quiet enough");
        assert_eq!(chapter_target(&[speech], 0.0, &profile).db(), -20.0);
        assert_eq!(chapter_target(&[], 0.1, &profile).db(), -20.0);
    }

    proptest! {
        #[test]
        fn the_level_is_hit_to_a_thousandth_of_a_decibel(
            parts in prop::collection::vec((1u64..10_000_000, -80.0f64..-10.0), 1..50), target in -30.0f64..-10.0
        ) {
            let stretches: Vec<_> = parts
                .iter()
                .map(|&(frames, db)| Stretch { frames: Frames(frames), mean_square: Dbfs::new(db).mean_square() })
                .collect();
            let factor = chapter_gain(&stretches, Dbfs::new(target)).unwrap().factor();
            let energy: f64 = stretches.iter().map(|s| s.mean_square * factor * factor * s.frames.0 as f64).sum();
            let frames: u64 = parts.iter().map(|part| part.0).sum();
            let level = 10.0 * (energy / frames as f64).log10();
            prop_assert!((level - target).abs() <= 0.000_51, "{level}");
        }
    }
}
