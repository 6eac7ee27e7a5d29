//! Where a take is cut around its speech, so that no breath and no consonant is cut in half.

use std::ops::Range;

use crate::words::Dbfs;

use super::course::{Course, steps};

/// What is kept before the first sound, in seconds: a consonant swells within it, below the threshold of speech.
pub(super) const LEAD: f64 = 0.12;

/// What is kept behind the last sound, in seconds: a final consonant's release and the room's answer.
pub(super) const TRAIL: f64 = 0.22;

/// How far a cut moves out to keep what is heard there whole, in seconds: before the first word a breath, behind the last
/// one a long soft consonant.
const LONGEST_BREATH: f64 = 0.8;
const LONGEST_DECAY: f64 = 0.4;

/// What of the trail is kept in any case, in seconds: the room's answer is no breath yet.
const SHORTEST_TRAIL: f64 = 0.1;

/// How far the room may lie above its level at a cut, in decibels, over so many steps: those in which the take fades.
const CALM_DB: f64 = 4.0;
const CALM_STEPS: usize = 6;

/// The steps to keep around the spoken ones, where the room has this mean square.
///
/// A breath right before the first word stays whole; one that begins behind the last word is left out. Where it is never
/// calm, or nothing is known of the room, the cuts lie where they usually do.
pub(super) fn kept(course: &Course, spoken: &Range<usize>, room: Option<f64>) -> Range<usize> {
    let usual = spoken.start.saturating_sub(steps(LEAD))..(spoken.end + steps(TRAIL)).min(course.mean_squares.len());
    let Some(room) = room.filter(|&room| room > 0.0) else { return usual };
    let limit = room * Dbfs::new(CALM_DB).mean_square();
    // In halves, so that the last of a sound does not hide among the steps of the room.
    let is_calm = |from: usize, to: usize| {
        let steps = &course.mean_squares[from..to.min(course.mean_squares.len())];
        steps.chunks(CALM_STEPS / 2).all(|half| half.iter().sum::<f64>() <= limit * half.len() as f64)
    };
    head(usual.start, is_calm)..tail(spoken.end, usual.end, course.mean_squares.len(), is_calm)
}

/// The first step to keep, where it usually is `usual`.
fn head(usual: usize, is_calm: impl Fn(usize, usize) -> bool) -> usize {
    let earliest = usual.saturating_sub(steps(LONGEST_BREATH));
    match (earliest..=usual).rev().find(|&at| is_calm(at, at + CALM_STEPS)) {
        Some(at) => at,
        // The recording begins within the breath.
        None if earliest == 0 => 0,
        None => usual,
    }
}

/// The step behind the last to keep, where it usually is `usual`, of speech that ends at `spoken`.
fn tail(spoken: usize, usual: usize, last: usize, is_calm: impl Fn(usize, usize) -> bool) -> usize {
    let calm_until = |at: &usize| is_calm(at - CALM_STEPS, *at);
    if usual == last || calm_until(&usual) {
        return usual;
    }
    // What is heard here begins behind a calm moment: the breath for the next line.
    let shortest = spoken + steps(SHORTEST_TRAIL);
    if let Some(at) = (shortest..usual).rev().find(calm_until) {
        return at;
    }
    let latest = (usual + steps(LONGEST_DECAY)).min(last);
    (usual..=latest).find(calm_until).unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{measured, noise, sine};
    use crate::words::{Frames, SampleRate};

    /// Noise of the room with a word from second 2 to 3, and other sounds at other times.
    fn kept(others: &[(f64, f64, f64)]) -> (f64, f64) {
        let mut samples = noise(1, 0.0006, 5.0);
        let mut add = |at: f64, sound: Vec<f32>| {
            let start = SampleRate::CD.frames(at).index();
            samples[start..].iter_mut().zip(sound).for_each(|(sample, sound)| *sample += sound);
        };
        add(2.0, sine(180.0, 0.2, 1.0));
        for &(from, to, amplitude) in others {
            add(from, noise(7, amplitude, to - from));
        }
        let seconds = |frames: Frames| SampleRate::CD.seconds(frames);
        let kept = measured(&samples).speech.unwrap().kept;
        (seconds(kept.start), seconds(kept.end))
    }

    /// 10 dB above the room, and below the threshold of speech.
    const BREATH: f64 = 0.0019;

    fn assert_near(found: f64, wanted: Range) {
        assert!(wanted.contains(&found), "{found}, not {wanted:?}");
    }

    type Range = std::ops::RangeInclusive<f64>;

    #[test]
    fn where_nothing_is_heard_but_the_room_cuts_lie_where_they_usually_do() {
        let (from, to) = kept(&[]);
        assert_near(from, 1.87..=1.89);
        assert_near(to, 3.21..=3.24);
    }

    #[test]
    fn a_breath_before_the_first_word_is_kept_whole() {
        let (from, _) = kept(&[(1.5, 1.95, BREATH)]);
        assert_near(from, 1.42..=1.48);
        let (from, _) = kept(&[(1.5, 2.0, BREATH)]);
        assert_near(from, 1.42..=1.48);
    }

    #[test]
    fn the_breath_for_the_next_line_is_not_begun() {
        let (_, to) = kept(&[(3.15, 3.6, BREATH)]);
        assert_near(to, 3.1..=3.16);
    }

    #[test]
    fn a_long_soft_consonant_is_kept_to_its_end() {
        let (_, to) = kept(&[(3.0, 3.4, BREATH)]);
        assert_near(to, 3.4..=3.47);
    }

    #[test]
    fn noise_without_end_moves_no_cut() {
        let (from, to) = kept(&[(0.9, 2.0, BREATH), (3.0, 4.2, BREATH)]);
        assert_near(from, 1.87..=1.89);
        assert_near(to, 3.21..=3.24);
    }
}
