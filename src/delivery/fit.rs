//! The level of what is cut out of a chapter: the chapter as a whole has its own, and a part of it may miss the window.

use crate::signal::ProgrammeLevels;
use crate::words::profile::Figure;
use crate::words::profile::{Mono, Value};
use crate::words::{Dbfs, Gain, Lufs, Profile};

/// How far inside of the window a level is brought, in decibels: a codec moves it by less.
const INSIDE: f64 = 0.2;

/// The least gain that brings a part of a chapter into the profile's window; none where it lies there, and none where its
/// peaks or its noise would then pass their limits: what it is then stays, and is found.
#[must_use]
pub fn fitting_gain(levels: &ProgrammeLevels, profile: &Profile) -> Gain {
    let stereo = profile.files.as_ref().is_some_and(|files| files.channels.count() == 2);
    let mono = if stereo { Mono::Twice.gain() } else { profile.mono_gain() };
    let rms = profile.rms.as_ref().zip(levels.rms);
    let loudness = profile.loudness.as_ref().zip(levels.loudness.map(|level| level + mono));
    let by_rms = rms.map(|(figure, level)| missing(figure, level, Dbfs::db));
    let by_loudness = loudness.map(|(figure, level)| missing(figure, level, Lufs::db));
    let wanted = by_rms.or(by_loudness).unwrap_or_default();
    let gain = Gain::from_db(wanted);
    let peak = levels.true_peak.is_none_or(|peak| (peak + gain).db() <= profile.aim.ceiling.db());
    let noise = profile.highest_floor().zip(levels.noise_floor).is_none_or(|(limit, floor)| floor + gain < limit);
    if wanted < 0.0 || (peak && noise) { gain } else { Gain::UNITY }
}

/// By how much a value misses a window, and a bit.
fn missing<T: Value>(figure: &Figure<T>, value: T, number: impl Fn(T) -> f64) -> f64 {
    let value = number(value);
    let low = figure.min.map(&number).map_or(0.0, |min| (min + INSIDE - value).max(0.0));
    let high = figure.max.or(figure.below).map(&number).map_or(0.0, |max| (max - INSIDE - value).min(0.0));
    // Only what lies outside is touched, not what lies near the edge.
    let is_outside = low > INSIDE || high < -INSIDE;
    if is_outside { low + high } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Dbtp, Frames};

    fn gain(rms: f64, peak: f64, floor: f64) -> f64 {
        let levels = ProgrammeLevels {
            frames: Frames(44_100),
            rms: Some(Dbfs::new(rms)),
            peak: Some(Dbfs::new(peak)),
            true_peak: Some(Dbtp::new(peak)),
            noise_floor: Some(Dbfs::new(floor)),
            loudness: Some(Lufs::new(rms)),
            momentary: None,
            short_term: None,
            loudness_range: None,
        };
        fitting_gain(&levels, &Profile::named("acx").unwrap()).db()
    }

    #[test]
    fn only_what_lies_outside_is_moved_and_no_further_than_just_inside() {
        assert_eq!([-23.0, -22.9, -20.0, -18.0].map(|rms| gain(rms, -8.0, -70.0)), [0.0; 4]);
        assert!((gain(-23.5, -8.0, -70.0) - 0.7).abs() < 1e-9);
        assert!((gain(-17.0, -8.0, -70.0) + 1.2).abs() < 1e-9);
    }

    #[test]
    fn what_would_pass_another_limit_stays_as_it_is() {
        assert_eq!(gain(-23.5, -4.5, -70.0), 0.0, "its peaks would pass the ceiling");
        assert_eq!(gain(-23.5, -8.0, -60.5), 0.0, "its noise would pass the limit");
    }
}
