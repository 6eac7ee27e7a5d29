//! A noise gate, told by what it does to the pauses: behind every word the noise of the room stays for a moment, and then
//! falls off a cliff.

use std::ops::Range;

use super::course::Course;

/// How long a pause must be to show a cliff, in steps of 10 ms.
const PAUSE: usize = 20;

/// How long the noise stays as it is before and behind the cliff, at least, and how long it falls at most, in steps.
const PLATEAU: usize = 5;
const CLIFF: usize = 2;

/// How much of a pause's end is left out, in steps: the gate opens before the next word.
const BEFORE_WORD: usize = 3;

/// How far it falls at least, in decibels.
const LEAST_DB: f64 = 6.0;

/// How far the steps of a plateau may stray from its mean, in decibels: those of a room's noise do by one or two.
const STEADY_DB: f64 = 3.0;

/// How much the noise before the cliffs may differ from one to the next, in decibels: it is the same room, and no breath.
const SAME_ROOM_DB: f64 = 6.0;

/// How many cliffs prove a gate, and which share of the pauses must have one.
const FEWEST: usize = 2;
const SHARE: f64 = 0.5;

/// How far below the speech the noise before a cliff lies at least, in decibels: a vowel that a p ends is as steady.
const BELOW_SPEECH_DB: f64 = 20.0;

/// How far back into the sound of a word the cliff is looked for, in steps: where the gate is open, the noise of the room
/// may count as sound.
const INTO_WORD: usize = 40;

/// What counts as silence behind a gate, in decibels.
const SILENCE_DB: f64 = -100.0;

/// How far a gate lowers the floor, in decibels; `None` where nothing looks like one.
pub(super) fn depth(course: &Course) -> Option<f64> {
    let words = course.runs(true, 3);
    let levels: Vec<f64> = course.mean_squares.iter().map(|&ms| (10.0 * ms.log10()).max(SILENCE_DB)).collect();
    // Behind every word up to the next one, or to the end.
    let ends = words.iter().skip(1).map(|word| word.start).chain([levels.len()]);
    let pauses: Vec<Range<usize>> = words
        .iter()
        .zip(ends)
        .filter(|(word, end)| end - word.end >= PAUSE)
        .map(|(word, end)| word.start.max(word.end.saturating_sub(INTO_WORD))..end)
        .collect();
    let highest = 10.0 * course.loud_mean_square().log10() - BELOW_SPEECH_DB;
    let mut cliffs: Vec<(f64, f64)> =
        pauses.iter().filter_map(|pause| cliff(&levels[pause.clone()], highest)).collect();
    if cliffs.len() < FEWEST || (cliffs.len() as f64) < SHARE * pauses.len() as f64 {
        return None;
    }
    let tops = || cliffs.iter().map(|(top, _)| *top);
    if tops().fold(f64::MIN, f64::max) - tops().fold(f64::MAX, f64::min) > SAME_ROOM_DB {
        return None;
    }
    cliffs.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    Some(cliffs[cliffs.len() / 2].1)
}

/// The level before the steepest fall of a pause and its depth, where both sides of it are steady and none is too loud.
fn cliff(levels: &[f64], highest: f64) -> Option<(f64, f64)> {
    let end = levels.len().checked_sub(BEFORE_WORD)?;
    let last = end.checked_sub(PLATEAU + CLIFF)?;
    (PLATEAU..=last)
        .filter_map(|edge| {
            let (before, behind) = (&levels[edge - PLATEAU..edge], &levels[edge + CLIFF..end]);
            let (top, bottom) = (steady(before)?, steady(behind)?);
            (top <= highest && top - bottom >= LEAST_DB).then_some((top, top - bottom))
        })
        .max_by(|(_, one), (_, other)| one.total_cmp(other))
}

/// The mean of levels that hardly stray from it.
fn steady(levels: &[f64]) -> Option<f64> {
    let mean = levels.iter().sum::<f64>() / levels.len() as f64;
    let straying = levels.iter().filter(|&&level| (level - mean).abs() > STEADY_DB).count();
    // One bump in a long pause is no unrest.
    (straying * 20 <= levels.len()).then_some(mean)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PHRASE, SYLLABLE, measured, noise, voice};

    /// A voice in a room that is heard, through a gate that closes so long after every word.
    fn gated(depth_db: f64, hold: f64) -> Option<f64> {
        let mut samples: Vec<f32> =
            voice(120.0, 8.0).iter().zip(noise(5, 0.004, 8.0)).map(|(voice, room)| voice + room).collect();
        let closed = 10f64.powf(-depth_db / 20.0) as f32;
        for (n, sample) in samples.iter_mut().enumerate() {
            let time = n as f64 / 44_100.0 - 0.5;
            let within = (time / SYLLABLE).rem_euclid(PHRASE as f64) * SYLLABLE;
            let word = (PHRASE - 2) as f64 * SYLLABLE;
            if time < 0.0 || within > word + hold || time > 7.0 + hold {
                *sample *= closed;
            }
        }
        measured(&samples).gate
    }

    #[test]
    fn a_floor_that_falls_behind_every_word_is_a_gate() {
        for (depth, hold) in [(12.0, 0.1), (20.0, 0.15), (40.0, 0.08)] {
            let found = gated(depth, hold).expect("a gate");
            assert!((found - depth).abs() < 2.0, "{found} is not {depth}");
        }
    }

    #[test]
    fn a_room_and_one_that_dies_away_are_no_gate() {
        assert_eq!(gated(0.0, 0.1), None);
        for pitch in [85.0, 220.0] {
            assert_eq!(measured(&voice(pitch, 8.0)).gate, None);
        }
        // An echo of 0.4 s behind every sound.
        let dry = voice(120.0, 8.0);
        let mut wet = dry.clone();
        let mut echo = 0.0f32;
        for (n, sample) in wet.iter_mut().enumerate() {
            echo = echo * 0.9996 + dry[n.saturating_sub(800)] * 0.02 * if n % 97 < 48 { 1.0 } else { -1.0 };
            *sample += echo;
        }
        assert_eq!(measured(&wet).gate, None);
    }
}
