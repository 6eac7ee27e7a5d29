//! Where nothing is heard of a recording but its room.

use std::ops::Range;

use crate::words::Dbfs;

use super::course::{Course, PADDING, runs, steps};
use super::measured::{Room, Spots};

/// How long the last sound of a word rings on and the first one swells, in seconds: no part of the room.
const BEHIND_SPEECH: f64 = 0.06;
const BEFORE_SPEECH: f64 = 0.04;

/// How much of the room is heard as one, in seconds: less would take the ripple of the noise itself for a sound.
const LOOK: f64 = 0.05;

/// How far around an impulse something of it is heard, in seconds.
const AROUND_IMPULSE: f64 = 0.03;

/// The shortest stretch that shows how loud a room is, to a decibel or two, in seconds.
const SHORTEST: f64 = 0.1;

/// How far the loudest moment of a room lies above its level, in decibels. Between words that level is known from the
/// quietest fourth of the pauses, as the rest may be breath, and a soft breath lies little above it; where nobody speaks,
/// it is the median, and low noise goes up and down by itself.
const BETWEEN_WORDS_DB: f64 = 4.0;
const ALONE_DB: f64 = 8.0;

/// What lies so far below the speech, in decibels, is no room but what an editor pads with, or a gate leaves: where a take
/// was recorded low, its room lies lower than padding usually does.
const BELOW_SPEECH_DB: f64 = 60.0;

/// Where nobody speaks, what is no louder than this is silence and no room: dither of 16 bits lies at -96.3 dBFS.
pub const NO_ROOM: Dbfs = Dbfs::new(-95.0);

/// Finds the room of a recording, in which `impulses` stand out of their surroundings.
pub(super) fn find(course: &Course, impulses: impl Iterator<Item = u64>) -> Option<Room> {
    let mut pause = pauses(&course.loud);
    let is_alone = course.loud.iter().all(|loud| !loud);
    let nothing = if is_alone { NO_ROOM.mean_square() } else { nothing_beside_speech(course) };
    let is_gated = is_empty_between_words(course, &pause, nothing);
    for (pause, &mean_square) in pause.iter_mut().zip(&course.mean_squares) {
        *pause &= (mean_square <= nothing) == is_gated;
    }
    let looks = looks(course, &pause);
    let mut levels: Vec<f64> = looks.iter().copied().flatten().collect();
    let share = if is_alone { levels.len() / 2 } else { levels.len() / 4 };
    let level = levels.get(share).is_some().then(|| *levels.select_nth_unstable_by(share, f64::total_cmp).1)?;
    let limit = level * Dbfs::new(if is_alone { ALONE_DB } else { BETWEEN_WORDS_DB }).mean_square();

    let mut is_room: Vec<bool> = looks.iter().map(|look| look.is_some_and(|look| look <= limit)).collect();
    let reach = steps(AROUND_IMPULSE);
    for place in impulses {
        let at = course.step_at(place);
        let end = (at + reach + 1).min(is_room.len());
        is_room[at.saturating_sub(reach).min(end)..end].fill(false);
    }
    let mut disturbances = Spots::default();
    let disturbed: Vec<bool> = looks.iter().zip(&is_room).map(|(look, room)| look.is_some() && !room).collect();
    for run in runs(&disturbed, true, 1) {
        disturbances.add(course.frames(&run));
    }
    // Of equally long ones the first.
    let quiet = runs(&is_room, true, steps(SHORTEST)).into_iter().rev().max_by_key(Range::len)?;
    Some(Room { mean_square: mean_over(course, &is_room), quiet: course.frames(&quiet), disturbances })
}

/// The mean square up to which a step beside the speech of this recording is no room.
fn nothing_beside_speech(course: &Course) -> f64 {
    let below_speech = course.loud_mean_square() * Dbfs::new(-BELOW_SPEECH_DB).mean_square();
    below_speech.min(PADDING.mean_square())
}

/// Whether most of the pauses between words hold nothing: a gate or an editor left it so, and what is heard beside it is
/// the decay of words. Before the first word and behind the last, nothing is what editors pad with.
fn is_empty_between_words(course: &Course, pause: &[bool], nothing: f64) -> bool {
    let words = runs(&course.loud, true, 2);
    let Some((first, last)) = words.first().zip(words.last()) else { return false };
    let between = first.end..last.start.max(first.end);
    let pauses = course.mean_squares[between.clone()].iter().zip(&pause[between]).filter(|(_, pause)| **pause);
    let (count, empty) = pauses
        .fold((0, 0), |(count, empty), (&mean_square, _)| (count + 1, empty + usize::from(mean_square <= nothing)));
    count >= steps(SHORTEST) && 2 * empty > count
}

/// The mean square over all of these steps: of the low noise of a room, a single pause knows the level to a decibel or two.
fn mean_over(course: &Course, wanted: &[bool]) -> f64 {
    let wanted = course.mean_squares.iter().zip(wanted).filter(|(_, wanted)| **wanted);
    let (count, sum) = wanted.fold((0u64, 0.0), |(count, sum), (mean_square, _)| (count + 1, sum + mean_square));
    sum / count.max(1) as f64
}

/// Which steps lie in pauses, away from speech; a loud step alone is no speech.
fn pauses(loud: &[bool]) -> Vec<bool> {
    let mut pause = vec![true; loud.len()];
    for run in runs(loud, true, 2) {
        let from = run.start.saturating_sub(steps(BEFORE_SPEECH));
        let to = (run.end + steps(BEHIND_SPEECH)).min(loud.len());
        pause[from..to].fill(false);
    }
    pause
}

/// How loud it is around each step that lies, with those around it, in a pause.
fn looks(course: &Course, pause: &[bool]) -> Vec<Option<f64>> {
    let reach = steps(LOOK) / 2;
    let mut looks = vec![None; pause.len()];
    for run in runs(pause, true, 2 * reach + 1) {
        let mut sum: f64 = course.mean_squares[run.start..run.start + 2 * reach].iter().sum();
        let width = (2 * reach + 1) as f64;
        let middles = run.start + reach..run.end - reach;
        for (at, look) in middles.clone().zip(&mut looks[middles]) {
            sum += course.mean_squares[at + reach];
            *look = Some(sum / width);
            sum -= course.mean_squares[at - reach];
        }
    }
    looks
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dithered_silence, measured, noise, silence, sine, voice};
    use super::*;
    use crate::words::SampleRate;

    fn room(samples: &[f32]) -> Room {
        measured(samples).room.expect("there is a room")
    }

    fn seconds(range: &Range<crate::words::Frames>) -> (f64, f64) {
        (SampleRate::CD.seconds(range.start), SampleRate::CD.seconds(range.end))
    }

    fn mixed(one: &[f32], at: f64, other: &[f32]) -> Vec<f32> {
        let mut mixed = one.to_vec();
        mixed[SampleRate::CD.frames(at).index()..].iter_mut().zip(other).for_each(|(one, other)| *one += other);
        mixed
    }

    #[test]
    fn all_of_a_quiet_recording_is_room() {
        let found = room(&noise(1, 0.001, 20.0));
        let (from, to) = seconds(&found.quiet);
        assert!(from < 0.1 && to > 19.9, "{found:?}");
        assert_eq!(found.disturbances.count(), 0);
        assert!((10.0 * found.mean_square.log10() + 64.77).abs() < 0.1);
    }

    #[test]
    fn clicks_bumps_and_bursts_of_hum_are_no_room() {
        let quiet = noise(1, 0.001, 20.0);
        let tick: Vec<f32> = noise(2, 0.02, 0.002);
        let hum = sine(50.0, 0.003, 0.6);
        for disturbance in [tick, noise(3, 0.004, 0.3), hum, vec![0.05]] {
            let found = room(&mixed(&quiet, 8.0, &disturbance));
            let (from, to) = seconds(&found.quiet);
            assert!(from > 8.0 && to > 19.9, "{from} to {to}");
            assert_eq!(found.disturbances.count(), 1);
            assert!((SampleRate::CD.seconds(found.disturbances.first().unwrap()) - 8.0).abs() < 0.05);
        }
    }

    #[test]
    fn a_breath_between_words_is_no_room() {
        let heard = [voice(120.0, 3.0), noise(4, 0.0006, 0.4), voice(150.0, 3.0)].concat();
        // 6 dB above the room, for a third of a second, in the longest pause.
        let breath = noise(5, 0.001, 0.3);
        let found = room(&mixed(&heard, 2.9, &breath));
        let level = 10.0 * found.mean_square.log10();
        assert!((level + 69.2).abs() < 0.5, "the room lies at -69.2 dBFS: {level}");
        let (from, to) = seconds(&found.quiet);
        assert!(to < 2.95 || from > 3.15, "{from} to {to}");
    }

    #[test]
    fn what_an_editor_padded_with_is_no_room() {
        let found = room(&[silence(2.0), noise(1, 0.0006, 0.6), voice(120.0, 3.0), silence(2.0)].concat());
        assert!((10.0 * found.mean_square.log10() + 69.2).abs() < 0.5, "{found:?}");
        assert_eq!(measured(&silence(5.0)).room, None);
        assert_eq!(measured(&dithered_silence(5.0)).room, None);
        assert_eq!(measured(&[]).room, None);
    }

    /// A voice in a room at -69.2 dBFS, of which a gate that holds for 60 ms and shuts within 40 leaves this share.
    fn gated(share: f32) -> Vec<f32> {
        let heard = voice(120.0, 9.0);
        let is_loud = |at: usize| heard[at.saturating_sub(2_646)..=at].iter().any(|sample| sample.abs() > 0.01);
        let (mut open, fall) = (1.0, share.max(1e-6).powf(1.0 / 1_764.0));
        (0..heard.len())
            .map(|at| {
                open = if is_loud(at) { 1.0 } else { f32::max(open * fall, share) };
                heard[at] * if open > 2e-6 { open } else { 0.0 }
            })
            .collect()
    }

    #[test]
    fn behind_a_gate_the_room_is_what_it_leaves_and_not_the_decay_of_words() {
        for (left_db, wanted) in [(-9.0, -78.2), (-29.0, -98.2)] {
            let found = measured(&gated(10f32.powf(left_db / 20.0))).noise().expect("there is a room").db();
            assert!((found - wanted).abs() < 1.0, "{left_db}: {found}");
        }
        let nothing = measured(&gated(0.0));
        assert_eq!((nothing.noise(), nothing.room.unwrap().mean_square), (None, 0.0));
        let dithered = [gated(0.0), dithered_silence(9.0)];
        let dithered: Vec<f32> = dithered[0].iter().zip(&dithered[1]).map(|(take, dither)| take + dither).collect();
        let found = measured(&dithered).noise().unwrap().db();
        assert!((found + 96.3).abs() < 1.0, "{found}");
    }

    #[test]
    fn a_take_that_was_recorded_low_has_its_room_low() {
        let low: Vec<f32> = voice(120.0, 9.0).iter().map(|sample| sample * 0.04).collect();
        let found = measured(&low).noise().unwrap().db();
        assert!((found + 69.2 + 27.96).abs() < 0.7, "{found}");
    }
}
