//! Levelling: the gains that bring recording sessions to each other, and each chapter to its level.
//!
//! One gain for all takes of a session, so that the level of one line against the next stays as it was spoken: a whisper
//! stays a whisper. The room tone between them gets the same gain.

mod correction;
mod session;

use crate::signal::measured::lufs;
use crate::words::profile::AimLevel;
use crate::words::{Dbfs, Frames, Gain, Lufs, Profile};

pub use correction::{Reading, next_gain};
pub use session::{Placement, Session, Sessions};

/// How far a chapter that is kept below the target for its noise stays from the window's lower end: the limiter takes a
/// little more of its level.
const LEVEL_MARGIN: Gain = Gain::from_millis(500);

/// How far below the limit its noise is then brought: noise has no exact level.
const NOISE_MARGIN: Gain = Gain::from_millis(300);

/// A stretch of a chapter: how long it is there, and how loud before any gain.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stretch {
    /// The length, in frames of the chapter.
    pub frames: Frames,
    /// The mean square.
    pub mean_square: f64,
    /// The gated mean square of its K-weighted signal; `None` for a pause, which loudness does not count, and for what
    /// is too short or too soft to have one.
    pub loudness_mean_square: Option<f64>,
}

/// A chapter's gain, and the level that it is to bring the whole file to.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Solved {
    /// The gain.
    pub gain: Gain,
    /// The level, loudness as that of one channel; `None` where the chapter keeps the one that it has.
    pub aim: Option<AimLevel>,
}

/// The gain that brings these stretches to what the profile wants; no gain where it wants no level, or where there is
/// nothing but digital silence.
///
/// `noise_mean_square` is that of the pauses, before any gain.
#[must_use]
pub fn solve(stretches: &[Stretch], noise_mean_square: f64, profile: &Profile) -> Solved {
    let (aim, gain) = match profile.aim.level {
        None => return Solved::default(),
        Some(AimLevel::Rms(aim)) => {
            let target = chapter_target(stretches, noise_mean_square, aim, profile);
            (AimLevel::Rms(target), chapter_gain(stretches, target))
        }
        Some(AimLevel::Loudness(aim)) => {
            let target = aim + -profile.mono_gain();
            (AimLevel::Loudness(target), loudness_gain(stretches, target))
        }
    };
    gain.map_or(Solved::default(), |gain| Solved { gain, aim: Some(aim) })
}

/// How far the chapters of a book may lie apart: less is not heard from one file to the next.
const SPREAD: Gain = Gain::from_millis(500);

/// The level that no chapter of a book is brought above, where noise keeps another one lower, so that all lie within half a
/// decibel; `None` where they do anyway.
///
/// `aims` are what the chapters would be brought to. The limit goes in steps of half a decibel, so that one take does not
/// move the whole book by a thousandth.
#[must_use]
pub fn common_limit(aims: impl IntoIterator<Item = Dbfs>) -> Option<Dbfs> {
    let (lowest, highest) = aims
        .into_iter()
        .map(Dbfs::db)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), aim| (low.min(aim), high.max(aim)));
    let step = SPREAD.db();
    (highest - lowest > step).then(|| Dbfs::new((lowest / step).floor() * step + step))
}

/// The gain at which these stretches together have an RMS of `target`: what a checker sees, that takes the RMS of the
/// whole file, pauses included.
///
/// `None` where there is nothing but digital silence.
#[must_use]
pub fn chapter_gain(stretches: &[Stretch], target: Dbfs) -> Option<Gain> {
    let level = Dbfs::from_mean_square(mean(stretches.iter().map(|stretch| (stretch.mean_square, stretch.frames))))?;
    Some(target.above(level))
}

/// The gain at which these stretches together have a loudness of `target`, as one channel.
///
/// Each stretch brings the loudness that it has by itself, so the gates of the whole are only approximated: they leave
/// out pauses, but may also leave out a whisper among shouts. Where no stretch has a loudness, its RMS stands for it.
fn loudness_gain(stretches: &[Stretch], target: Lufs) -> Option<Gain> {
    let heard = stretches.iter().filter_map(|stretch| Some((stretch.loudness_mean_square?, stretch.frames)));
    match lufs(mean(heard)) {
        Some(loudness) => Some(target.above(loudness)),
        None => chapter_gain(stretches, Dbfs::new(target.db())),
    }
}

/// The mean of mean squares, each weighing as much as it is long; 0 for none.
fn mean(parts: impl Iterator<Item = (f64, Frames)>) -> f64 {
    let (energy, frames) = parts.fold((0.0, 0), |(energy, frames), (mean_square, length)| {
        (energy + mean_square * length.0 as f64, frames + length.0)
    });
    energy / frames.max(1) as f64
}

/// The RMS for these stretches under a profile: its aim, or the level below it within the profile's window at which the
/// noise in the pauses keeps to its limit, too.
///
/// A short chapter needs it most: its pauses lower its RMS, and lifting that lifts the noise. Where no level in the window
/// keeps the noise down, a lower one would help nothing, and it stays the aim.
fn chapter_target(stretches: &[Stretch], noise_mean_square: f64, aim: Dbfs, profile: &Profile) -> Dbfs {
    let Some(limit) = profile.highest_floor() else { return aim };
    let noise = Dbfs::from_mean_square(noise_mean_square).zip(chapter_gain(stretches, aim));
    let wanted = limit + -NOISE_MARGIN;
    let Some(noise) = noise.map(|(noise, gain)| noise + gain).filter(|&noise| noise > wanted) else { return aim };
    let lower = aim + wanted.above(noise);
    let lowest = profile.rms.as_ref().and_then(|rms| rms.min);
    if lowest.is_none_or(|lowest| lower >= lowest + LEVEL_MARGIN) { lower } else { aim }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stretch(frames: u64, db: f64) -> Stretch {
        Stretch { frames: Frames(frames), mean_square: Dbfs::new(db).mean_square(), loudness_mean_square: None }
    }

    #[test]
    fn a_short_file_is_lifted_by_what_its_silence_costs() {
        // 9 s of speech and 6 s of near silence: 10 log10(9/15) = -2.2 dB.
        let (speech, tone) = (stretch(9, -20.0), stretch(6, -80.0));
        let gain = chapter_gain(&[speech, tone], Dbfs::new(-20.0)).unwrap();
        assert!((gain.db() - 2.218).abs() < 0.001, "{gain}");
        assert_eq!(chapter_gain(&[Stretch { mean_square: 0.0, ..speech }], Dbfs::new(-20.0)), None);
        assert_eq!(chapter_gain(&[], Dbfs::new(-20.0)), None);
    }

    #[test]
    fn noise_keeps_a_chapter_below_the_target_as_far_as_the_window_allows() {
        let profile = Profile::named("acx").unwrap();
        let speech = stretch(1000, -30.0);
        // The speech lies at -30: what its gain brings it to is 30 below the gain.
        let target = |noise: f64| solve(&[speech], Dbfs::new(noise).mean_square(), &profile).gain.db() - 30.0;
        // Ten decibels lift the speech to -20, and the noise to 10 above where it was.
        assert_eq!(target(-80.0), -20.0);
        assert_eq!(target(-70.6), -20.0);
        assert!((target(-70.0) - -20.3).abs() < 0.001, "{}", target(-70.0));
        assert!((target(-68.0) - -22.3).abs() < 0.001, "{}", target(-68.0));
        assert_eq!(target(-67.6), -20.0, "not even the lowest level in the window would be quiet enough");
        let aim = Some(AimLevel::Rms(Dbfs::new(-20.0)));
        assert_eq!(solve(&[speech], 0.0, &profile), Solved { gain: Gain::from_db(10.0), aim });
        assert_eq!(solve(&[], 0.1, &profile), Solved::default());
    }

    #[test]
    fn chapters_lie_within_half_a_decibel() {
        let limit = |aims: &[f64]| common_limit(aims.iter().copied().map(Dbfs::new)).map(Dbfs::db);
        assert_eq!([limit(&[]), limit(&[-20.0]), limit(&[-20.0, -20.5])], [None; 3]);
        assert_eq!(limit(&[-20.0, -20.9, -21.3]), Some(-21.0));
        assert_eq!(limit(&[-20.0, -21.301]), Some(-21.0), "a thousandth moves nobody");
        assert_eq!(limit(&[-20.0, -21.5]), Some(-21.0));
    }

    #[test]
    fn loudness_counts_speech_alone_and_a_mono_file_as_the_profile_says() {
        let heard = |frames, db: f64| {
            let mean_square = Dbfs::new(db).mean_square();
            Stretch { loudness_mean_square: Some(mean_square), ..stretch(frames, db) }
        };
        let stretches = [heard(600, -30.0), stretch(900, -75.0), heard(300, -30.0)];
        // A K-weighted mean square of -30 dB is -30.691 LUFS.
        for (name, gain) in [("ebu-r128", 7.691), ("librivox", 12.191 - 3.01)] {
            let profile = Profile::named(name).unwrap();
            assert!((solve(&stretches, 1e-8, &profile).gain.db() - gain).abs() < 0.002, "{name}");
        }
        let unheard = [stretch(600, -30.0)];
        assert_eq!(solve(&unheard, 0.0, &Profile::named("ebu-r128").unwrap()).gain, Gain::from_db(7.0));
    }

    proptest! {
        #[test]
        fn the_level_is_hit_to_a_thousandth_of_a_decibel(
            parts in prop::collection::vec((1u64..10_000_000, -80.0f64..-10.0), 1..50), target in -30.0f64..-10.0
        ) {
            let stretches: Vec<_> = parts
                .iter()
                .map(|&(frames, db)| stretch(frames, db))
                .collect();
            let factor = chapter_gain(&stretches, Dbfs::new(target)).unwrap().factor();
            let energy: f64 = stretches.iter().map(|s| s.mean_square * factor * factor * s.frames.0 as f64).sum();
            let frames: u64 = parts.iter().map(|part| part.0).sum();
            let level = 10.0 * (energy / frames as f64).log10();
            prop_assert!((level - target).abs() <= 0.000_51, "{level}");
        }
    }
}
