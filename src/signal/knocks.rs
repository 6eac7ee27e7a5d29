//! Knocks: one loud click, bump or thump in a pause, told by its shape and by the quiet around it.

use std::ops::Range;

use super::course::{Course, steps};
use super::edges::{LEAD, TRAIL};
use super::measured::Knock;

/// How far below its peak a knock has begun and is over, in decibels.
const OVER_DB: f64 = 12.0;

/// How long a knock lasts at most, and how long it rises, in steps of 10 ms: a syllable is longer, and rises slower. In real
/// readings, the first sound that is taken for one lasts 90 ms.
const LONGEST: usize = 7;
const RISE: usize = 2;

/// How far below its peak a knock has risen, in decibels: what stays as loud for some steps peaks anywhere in them.
const RISEN_DB: f64 = 3.0;

/// A thump lasts longer, but nearly all of it lies below the voice: so far is its middle band below all of it, in decibels.
const LONGEST_THUMP: usize = 10;
const THUMP_RISE: usize = 4;
const BELOW_ALL_DB: f64 = 16.0;

/// How long it is quiet before and behind it, in steps, and how much of that there is at least.
const QUIET_BEFORE: usize = 15;
const QUIET_BEHIND: usize = 8;
const LEAST_QUIET: usize = 5;

/// How far above what is around it a knock peaks at least, in decibels, and how far below the speech at most: what is softer
/// is a mouth's.
const ABOVE_FLOOR_DB: f64 = 20.0;
const BELOW_SPEECH_DB: f64 = 20.0;

/// How far from speech it is, in seconds: nearer, the release of a consonant or its beginning may sound like one.
const AFTER_SPEECH: f64 = 0.25;
const BEFORE_SPEECH: f64 = 0.1;

/// How long the threshold of speech is passed by a knock that dies away, in steps: a word is longer.
const DIES_AWAY: usize = 25;

/// How many steps in a row are speech and no click.
const VOICED: usize = 3;

/// What is softer is silence, in decibels.
const SILENCE_DB: f64 = -100.0;

/// More knocks than these are not told apart: somebody builds a house.
const MOST_KNOCKS: usize = 100;

/// What has the shape of a knock: its steps, and the one of its peak.
struct Burst {
    steps: Range<usize>,
    peak: usize,
}

/// The knocks in the part of a take that is heard, in their order.
pub(super) fn knocks(course: &Course) -> Vec<Knock> {
    let loud = course.runs(true, VOICED);
    let (Some(first), Some(last)) = (loud.first(), loud.last()) else { return Vec::new() };
    let heard = first.start.saturating_sub(steps(LEAD))..last.end + steps(TRAIL);
    let bursts = bursts(course);
    let mut words = vec![false; course.loud.len()];
    for run in loud.iter().filter(|run| !is_burst(run, &bursts)) {
        let end = (run.end + steps(AFTER_SPEECH)).min(words.len());
        words[run.start.saturating_sub(steps(BEFORE_SPEECH))..end].fill(true);
    }
    let knocks =
        bursts.iter().filter(|burst| heard.contains(&burst.peak) && !words[burst.steps.clone()].contains(&true));
    let knock =
        |burst: &Burst| Knock { at: course.frames(&burst.steps).start, peak: f64::from(course.bands[burst.peak].peak) };
    knocks.take(MOST_KNOCKS).map(knock).collect()
}

/// Whether what is loud is one of these, dying away.
fn is_burst(run: &Range<usize>, bursts: &[Burst]) -> bool {
    let next = bursts.partition_point(|burst| burst.steps.end <= run.start);
    bursts.get(next).is_some_and(|burst| {
        burst.steps.start <= run.start + 2 && run.start < burst.steps.end && run.end <= burst.steps.start + DIES_AWAY
    })
}

/// What is loud, short, and alone.
fn bursts(course: &Course) -> Vec<Burst> {
    let peaks: Vec<f64> =
        course.bands.iter().map(|step| (20.0 * f64::from(step.peak).log10()).max(SILENCE_DB)).collect();
    let least = 10.0 * course.loud_mean_square().log10() - BELOW_SPEECH_DB;
    let tops = (1..peaks.len().saturating_sub(1)).filter(|&at| {
        peaks[at] >= least.max(SILENCE_DB + 1.0) && peaks[at - 1] < peaks[at] && peaks[at + 1] <= peaks[at]
    });
    let mut bursts: Vec<Burst> = tops.filter_map(|peak| burst(course, &peaks, peak)).collect();
    bursts.dedup_by(|later, before| {
        let is_same = later.steps.start < before.steps.end;
        if is_same && peaks[later.peak] > peaks[before.peak] {
            std::mem::swap(later, before);
        }
        is_same
    });
    bursts
}

fn burst(course: &Course, peaks: &[f64], peak: usize) -> Option<Burst> {
    let over = peaks[peak] - OVER_DB;
    let is_on = |step: &usize| peaks[*step] > over;
    let start = peak - (0..peak).rev().take(LONGEST_THUMP).take_while(is_on).count();
    let end = peak + (peak..peaks.len()).take(LONGEST_THUMP + 1).take_while(is_on).count();
    let rise = (start..peak).take_while(|&step| peaks[step] < peaks[peak] - RISEN_DB).count();
    let is_short = end - start <= LONGEST && rise <= RISE;
    let is_thump = end - start <= LONGEST_THUMP && rise <= THUMP_RISE && is_low(course, start..end);
    if !is_short && !is_thump {
        return None;
    }
    // Its own edges rise above the quiet.
    let before = &peaks[start.saturating_sub(QUIET_BEFORE)..start.saturating_sub(1)];
    let behind = &peaks[(end + 1).min(peaks.len())..(end + QUIET_BEHIND).min(peaks.len())];
    let is_alone =
        before.len().min(behind.len()) >= LEAST_QUIET && before.iter().chain(behind).all(|&around| around <= over);
    if !is_alone {
        return None;
    }
    let mut around: Vec<f64> = before.iter().chain(behind).copied().collect();
    around.sort_by(f64::total_cmp);
    (peaks[peak] - around[around.len() / 2] >= ABOVE_FLOOR_DB).then_some(Burst { steps: start..end, peak })
}

/// Whether nearly all of a sound lies below the voice.
fn is_low(course: &Course, steps: Range<usize>) -> bool {
    let middle: f64 = course.bands[steps.clone()].iter().map(|step| f64::from(step.middle)).sum();
    let all: f64 = course.mean_squares[steps].iter().sum();
    10.0 * (middle / all).log10() < -BELOW_ALL_DB
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::super::testing::{PHRASE, SYLLABLE, measured, noise, rumble, voice};
    use super::*;
    use crate::words::SampleRate;

    /// The beginning of the second phrase's pause, in seconds.
    const PAUSE: f64 = 0.5 + (2 * PHRASE - 2) as f64 * SYLLABLE;

    /// A voice in a room that rumbles, with something put into it at a time in seconds.
    fn with(at: f64, length: f64, sound: impl Fn(f64) -> f64) -> Vec<Knock> {
        let mut samples: Vec<f32> = voice(120.0, 7.0).iter().zip(rumble(3, -62.0, 7.0)).map(|(v, r)| v + r).collect();
        let (start, count) = (SampleRate::CD.frames(at).index(), SampleRate::CD.frames(length).index());
        for (n, sample) in samples[start..start + count].iter_mut().enumerate() {
            *sample += sound(n as f64 / 44_100.0) as f32;
        }
        measured(&samples).knocks
    }

    fn decaying(hertz: f64, peak: f64, decay: f64) -> impl Fn(f64) -> f64 {
        move |time| peak * (-time / decay).exp() * (TAU * hertz * time).sin()
    }

    #[test]
    fn a_click_a_knock_or_a_thump_in_a_pause_is_found_where_it_is() {
        let at = PAUSE + 0.27;
        let sounds: [(&str, Vec<Knock>); 5] = [
            ("a click", with(at, 0.000_05, |_| 0.2)),
            ("a tap", with(at, 0.1, decaying(1_500.0, 0.25, 0.004))),
            ("a knock", with(at, 0.1, decaying(250.0, 0.25, 0.01))),
            ("a book that falls flat", with(at, 0.05, |time| 0.2 * (TAU * 900.0 * time).sin())),
            ("a thump", with(at, 0.1, decaying(60.0, 0.3, 0.02))),
        ];
        for (name, found) in sounds {
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            let seconds = SampleRate::CD.seconds(found[0].at);
            assert!((seconds - at).abs() <= 0.02, "{name} at {seconds}, not {at}");
            assert!((0.1..0.35).contains(&found[0].peak), "{name}: {}", found[0].peak);
        }
    }

    #[test]
    fn what_a_mouth_does_is_no_knock() {
        let at = PAUSE + 0.29;
        assert_eq!(with(at, 0.01, |_| 0.0), []);
        // A smack as lips make it, 30 dB below the vowels.
        assert_eq!(with(at, 0.006, decaying(3_000.0, 0.008, 0.002)), []);
        let breath = noise(8, 0.05, 0.25);
        let swelling = |time: f64| f64::from(breath[(time * 44_100.0) as usize]) * (time / 0.24 * TAU / 2.0).sin();
        assert_eq!(with(PAUSE + 0.15, 0.24, swelling), []);
        // A t released behind its vowel, and a short word by itself.
        assert_eq!(with(PAUSE + 0.1, 0.02, decaying(4_000.0, 0.1, 0.006)), []);
        assert_eq!(
            with(PAUSE + 0.15, 0.12, |time| 0.2 * (TAU * 400.0 * time).sin() * (time / 0.12 * TAU / 2.0).sin()),
            []
        );
    }

    #[test]
    fn a_knock_that_is_cut_away_with_the_quiet_around_the_speech_is_none() {
        let lead = [noise(4, 0.0006, 0.6), voice(120.0, 4.0)].concat();
        let mut clicked = lead.clone();
        clicked[SampleRate::CD.frames(0.4).index()] = 0.4;
        assert_eq!((measured(&lead).knocks, measured(&clicked).knocks), (Vec::new(), Vec::new()));
    }
}
