//! A noise gate, told by what it does to the pauses: behind every word the noise of the room stays for a moment, and then
//! falls off a cliff.

use std::ops::Range;

use super::course::Course;

/// How long a pause must be to show a cliff, in steps of 10 ms.
const PAUSE: usize = 30;

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

/// What counts as silence behind a gate, in decibels.
const SILENCE_DB: f64 = -100.0;

/// How far a gate lowers the floor, in decibels; `None` where nothing looks like one.
pub(super) fn depth(course: &Course) -> Option<f64> {
    let words = course.runs(true, 3);
    let levels: Vec<f64> = course.mean_squares.iter().map(|&ms| (10.0 * ms.log10()).max(SILENCE_DB)).collect();
    // Behind every word up to the next one, or to the end.
    let ends = words.iter().skip(1).map(|word| word.start).chain([levels.len()]);
    let pauses: Vec<Range<usize>> =
        words.iter().zip(ends).map(|(word, end)| word.end..end).filter(|pause| pause.len() >= PAUSE).collect();
    let mut cliffs: Vec<(f64, f64)> = pauses.iter().filter_map(|pause| cliff(&levels[pause.clone()])).collect();
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

/// The level before the steepest fall of a pause and its depth, where both sides of it are steady.
fn cliff(levels: &[f64]) -> Option<(f64, f64)> {
    let end = levels.len().checked_sub(BEFORE_WORD)?;
    let last = end.checked_sub(PLATEAU + CLIFF)?;
    (PLATEAU..=last)
        .filter_map(|edge| {
            let (before, behind) = (&levels[edge - PLATEAU..edge], &levels[edge + CLIFF..end]);
            let (top, bottom) = (steady(before)?, steady(behind)?);
            (top - bottom >= LEAST_DB).then_some((top, top - bottom))
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
