//! How loud a recording is from moment to moment: what it is known by, however it was processed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::words::SampleRate;

use super::course::Course;

/// How many steps make a second: of 20 ms each, which differ from one reading of the same words to the next.
const STEPS: usize = 50;

/// The height of one unit, in decibels, and how far below the loud steps nothing counts any more: what lies there is the
/// room, which gates and denoisers take away.
const UNIT: f64 = 2.5;
const BELOW: f64 = 27.5;

/// The highest step, in units.
const HIGHEST: f64 = 15.0;

/// A step is held against the mean of so many steps on either side and its own, 0.22 s: compressors and faders are slower.
const AROUND: usize = 5;
const WIDTH: i16 = 11;

/// So far two recordings may begin, or end, from each other where they are held against each other: a second, and an
/// eighth of their length for words that were cut off, at most ten seconds.
const APART: usize = STEPS;
const APART_SHARE: usize = 8;
const FARTHEST: usize = 10 * STEPS;

/// The contour of a recording: its level in steps of 20 ms, from the first that is heard to the last.
///
/// A step is the mean of the levels of two bands, around 400 Hz and around 2 kHz, each relative to the loud steps of its
/// band: so neither gain nor an equalizer changes it much. Written, each step is one hexadecimal digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Contour {
    /// Two steps a byte, the earlier one in its upper half; behind the last one there may be an empty one.
    bytes: Box<[u8]>,
}

impl Contour {
    /// The contour of this recording; `None` where nothing is heard.
    pub(super) fn of(course: &Course, rate: SampleRate) -> Option<Self> {
        let frames = |step: usize| course.frames(&(step..step)).start.0 as f64;
        let in_steps = STEPS as f64 / f64::from(rate.hertz());
        let ends = (0..=course.bands.len()).map(|step| frames(step) * in_steps).collect::<Vec<_>>();
        let middle = heights(&in_cells(&ends, course.bands.iter().map(|step| step.middle)));
        let low = heights(&in_cells(&ends, course.bands.iter().map(|step| step.low)));
        let steps: Vec<u8> =
            middle.iter().zip(&low).map(|(middle, low)| ((middle + low) / 2.0).round() as u8).collect();
        Self::of_steps(&steps)
    }

    /// The contour of steps of 0 to 15 units; `None` where all are 0.
    fn of_steps(steps: &[u8]) -> Option<Self> {
        let start = steps.iter().position(|&step| step > 0)?;
        let end = steps.iter().rposition(|&step| step > 0)?;
        let pairs = steps[start..=end].chunks(2);
        Some(Self { bytes: pairs.map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect() })
    }

    /// How long it is from the first step that is heard to the last, in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        (self.bytes.len() * 2) as f64 / STEPS as f64
    }

    /// How alike two recordings go up and down within a quarter of a second, at the place where they fit each other best:
    /// 1 where one is the other, around 0 where they have nothing to do with each other.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let (one, other) = (self.steps(), other.steps());
        let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
        if shorter * 2 < longer {
            return 0.0;
        }
        let apart = (APART + longer / APART_SHARE).min(FARTHEST);
        // Half a step to either side is between the steps of one of them.
        let pairs = [
            (Motion::of(&one), Motion::of(&other)),
            (Motion::of(&one), Motion::of(&between(&other))),
            (Motion::of(&between(&one)), Motion::of(&other)),
        ];
        pairs.iter().map(|(one, other)| one.likeness(other, apart)).fold(0.0, f64::max)
    }

    fn steps(&self) -> Vec<i16> {
        self.bytes.iter().flat_map(|byte| [i16::from(byte >> 4), i16::from(byte & 15)]).collect()
    }
}

/// The mean of a band in steps of 20 ms, of which `ends` says where the steps of the course begin and end.
fn in_cells(ends: &[f64], levels: impl Iterator<Item = f32>) -> Vec<f64> {
    let whole = ends.last().map_or(0, |end| end.ceil() as usize);
    let mut cells = vec![0.0; whole];
    for (span, level) in ends.windows(2).zip(levels) {
        let (start, end) = (span[0], span[1]);
        let cell = start as usize;
        // A step of 10 ms lies in two cells at most.
        let edge = end.min((cell + 1) as f64);
        for (cell, share) in [(cell, edge - start), (cell + 1, end - edge)] {
            if let Some(sum) = cells.get_mut(cell).filter(|_| share > 0.0) {
                *sum += share * f64::from(level);
            }
        }
    }
    cells
}

/// How high each step stands, in units above what counts: relative to the step above which half of the energy lies, which
/// neither pauses nor single clicks move.
fn heights(cells: &[f64]) -> Vec<f64> {
    let mut sorted = cells.to_vec();
    sorted.sort_unstable_by(|one, other| other.total_cmp(one));
    let half = sorted.iter().sum::<f64>() / 2.0;
    let mut sum = 0.0;
    let loud = sorted.iter().find(|&&cell| {
        sum += cell;
        sum >= half
    });
    let loud = loud.copied().unwrap_or_default();
    let height = |&cell: &f64| ((10.0 * (cell / loud).log10() + BELOW) / UNIT).clamp(0.0, HIGHEST);
    cells.iter().map(height).collect()
}

/// The sums of each step and the next one: twice what lies between them.
fn between(steps: &[i16]) -> Vec<i16> {
    let before = std::iter::once(&0).chain(steps);
    before.zip(steps.iter().chain([&0])).map(|(one, next)| one + next).collect()
}

/// How each step stands out from those around it; before the first one and behind the last one is silence.
struct Motion {
    steps: Vec<i16>,
    energy: i64,
}

impl Motion {
    fn of(heights: &[i16]) -> Self {
        let at = |step: usize| step.checked_sub(AROUND).and_then(|step| heights.get(step)).copied().unwrap_or(0);
        let mut sum = 0;
        let steps: Vec<i16> = (0..heights.len() + 2 * AROUND)
            .map(|step| {
                sum += heights.get(step).copied().unwrap_or(0);
                sum -= step.checked_sub(WIDTH as usize).and_then(|step| heights.get(step)).copied().unwrap_or(0);
                at(step) * WIDTH - sum
            })
            .collect();
        let energy = product(&steps, &steps);
        Self { steps, energy }
    }

    /// The highest correlation of all places at which they begin or end so many steps from each other, at most.
    fn likeness(&self, other: &Self, apart: usize) -> f64 {
        let (one, two) = (&self.steps, &other.steps);
        let later = (0..=apart + one.len().saturating_sub(two.len())).filter_map(|lag| one.get(lag..));
        let earlier = (1..=apart + two.len().saturating_sub(one.len())).filter_map(|lag| two.get(lag..));
        let products = later.map(|one| product(one, two)).chain(earlier.map(|other| product(one, other)));
        let energy = (self.energy as f64 * other.energy as f64).sqrt();
        if energy > 0.0 { products.max().unwrap_or(0) as f64 / energy } else { 0.0 }
    }
}

/// The sum of the products of as many steps as both have: 330 units squared at most, so that a thousand fit 32 bits.
fn product(one: &[i16], other: &[i16]) -> i64 {
    let pieces = one.chunks(1000).zip(other.chunks(1000));
    let sum = |(one, other): (&[i16], &[i16])| -> i32 {
        one.iter().zip(other).map(|(&one, &other)| i32::from(one) * i32::from(other)).sum()
    };
    pieces.map(|pieces| i64::from(sum(pieces))).sum()
}

impl fmt::Display for Contour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A text that is no contour.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a contour is pairs of hexadecimal digits")]
pub struct ContourError;

/// What each byte is as a hexadecimal digit, 16 for none: every command reads all contours of a book.
const DIGITS: [u8; 256] = {
    let mut digits = [16; 256];
    let mut digit = 0;
    while digit < 16 {
        digits[b"0123456789abcdef"[digit] as usize] = digit as u8;
        digit += 1;
    }
    digits
};

impl FromStr for Contour {
    type Err = ContourError;

    fn from_str(text: &str) -> Result<Self, ContourError> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let digit = |byte: u8| Some(DIGITS[usize::from(byte)]).filter(|&digit| digit < 16).ok_or(ContourError);
        if pairs.is_empty() || !rest.is_empty() {
            return Err(ContourError);
        }
        let mut bytes = Vec::with_capacity(pairs.len());
        for &[upper, lower] in pairs {
            bytes.push(digit(upper)? << 4 | digit(lower)?);
        }
        Ok(Self { bytes: bytes.into_boxed_slice() })
    }
}

impl Serialize for Contour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Contour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::testing::{measured, silence, voice};
    use super::super::tone::scatter;
    use super::*;

    fn contour(samples: &[f32]) -> Contour {
        measured(samples).contour.unwrap()
    }

    /// So many seconds of syllables from here and there, as nobody speaks them twice.
    fn reading(seed: u64, seconds: f64) -> Vec<f32> {
        static VOICE: LazyLock<Vec<f32>> = LazyLock::new(|| voice(110.0, 20.0));
        let pieces = (0..(seconds * 6.0) as u64).flat_map(|number| {
            let random = |what: u64| scatter(seed, number * 3 + what) as f64 / u64::MAX as f64;
            let (length, gain) = ((4_410.0 + 5_880.0 * random(0)) as usize, 10f64.powf(-random(1)) as f32);
            let start = (random(2) * (VOICE.len() - length) as f64) as usize;
            VOICE[start..start + length].iter().map(move |sample| sample * gain)
        });
        pieces.collect()
    }

    #[test]
    fn silence_has_no_contour_and_a_voice_has_one_that_is_as_long() {
        assert_eq!(measured(&silence(1.0)).contour, None);
        assert_eq!(measured(&[]).contour, None);
        let padded = [silence(1.0), voice(110.0, 3.0), silence(2.0)].concat();
        assert!((contour(&padded).seconds() - 2.0).abs() < 0.5, "{}", contour(&padded).seconds());
    }

    #[test]
    fn another_reading_is_unlike() {
        for seed in 1..20 {
            let likeness = contour(&reading(seed, 4.0)).likeness(&contour(&reading(seed + 100, 4.0)));
            assert!(likeness < 0.5, "{seed}: {likeness}");
        }
    }

    #[test]
    fn another_sample_rate_changes_little() {
        let samples = reading(1, 5.0);
        // Every second sample, of a mean that takes the top away.
        let half: Vec<f32> = samples.chunks_exact(2).map(|pair| f32::midpoint(pair[0], pair[1])).collect();
        let mut meter = super::super::Meter::new(SampleRate::new(22_050).unwrap());
        meter.push(&half);
        let likeness = contour(&samples).likeness(&meter.finish().contour.unwrap());
        assert!(likeness > 0.95, "{likeness}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn gain_padding_and_trimmed_silence_change_little(
            seed in 1u64..1000, gain in 0.1f32..2.0, before in 0.0f64..2.0, behind in 0.0f64..2.0
        ) {
            let samples = [silence(0.5), reading(seed, 3.0), silence(0.5)].concat();
            let louder: Vec<f32> = samples[9_000..].iter().map(|sample| sample * gain).collect();
            let processed = [silence(before), louder, silence(behind)].concat();
            let likeness = contour(&samples).likeness(&contour(&processed));
            // From there on takes of three seconds count as one recording (`takes/log/processed.rs`).
            prop_assert!(likeness > 0.75, "{}", likeness);
        }
    }

    proptest! {
        #[test]
        fn a_contour_is_like_itself_wherever_it_stands_and_likeness_has_no_direction(
            steps in vec(0u8..16, 2..300), others in vec(0u8..16, 1..300), before in 0usize..40, behind in 0usize..200
        ) {
            let padded = [vec![0; before], steps.clone(), vec![0; behind]].concat();
            if let (Some(one), Some(moved)) = (Contour::of_steps(&steps), Contour::of_steps(&padded)) {
                prop_assert_eq!(&one, &moved);
                prop_assert!((one.likeness(&moved) - 1.0).abs() < 1e-12);
                let other = Contour::of_steps(&[others, vec![1]].concat()).unwrap();
                prop_assert!((one.likeness(&other) - other.likeness(&one)).abs() < 1e-12);
                prop_assert!((0.0..=1.0 + 1e-12).contains(&one.likeness(&other)));
            }
        }

        #[test]
        fn what_is_written_is_read_back(steps in vec(0u8..16, 1..50)) {
            if let Some(contour) = Contour::of_steps(&steps) {
                prop_assert_eq!(contour.to_string().parse(), Ok(contour));
            }
        }

        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,12}") {
            let read = text.parse::<Contour>();
            prop_assert!(read.is_err() || read.unwrap().to_string() == text);
        }
    }
}
