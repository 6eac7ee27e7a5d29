//! The middle and the low band of a recording from step to step, as what a room rumbles is never steady for 10 ms; and its
//! peaks.

use super::lanes::highest;

/// How many samples a second the bands are heard at, in hertz: what is around half of it counts most.
const MIDDLE: u32 = 5_500;
const LOW: u32 = 1_100;

/// What is heard in one step. The mean squares are not the bands' true levels: they tell how those change.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct BandStep {
    /// Around 2 kHz, falling by 6 dB an octave below.
    pub(super) middle: f32,
    /// Around 400 Hz, falling by 6 dB an octave below.
    pub(super) low: f32,
    /// The highest amplitude.
    pub(super) peak: f32,
}

/// Listens to both bands: to the differences between the means of so many samples in a row.
#[derive(Clone, Debug)]
pub(super) struct Bands {
    /// How many samples make a mean, and how many of those means one of the low band.
    length: usize,
    low_length: usize,
    /// Of the mean that is being filled: how many samples, and their sum.
    filled: usize,
    sum: f32,
    /// The means since the last of the step before, and those that make no whole one of the low band yet.
    means: Vec<f32>,
    unheard: Vec<f32>,
    /// The low band's means since the last of the step before.
    low_means: Vec<f32>,
    peak: f32,
    steps: Vec<BandStep>,
}

impl Bands {
    pub(super) fn new(hertz: u32) -> Self {
        let length = (hertz / MIDDLE).max(1);
        Self {
            length: length as usize,
            low_length: (hertz / length / LOW).max(1) as usize,
            filled: 0,
            sum: 0.0,
            means: Vec::new(),
            unheard: Vec::new(),
            low_means: Vec::new(),
            peak: 0.0,
            steps: Vec::new(),
        }
    }

    /// Takes the next samples.
    pub(super) fn push(&mut self, block: &[f32]) {
        self.peak = self.peak.max(highest(block));
        let begun = if self.filled > 0 { self.length - self.filled } else { 0 };
        let (start, rest) = block.split_at(block.len().min(begun));
        self.fill(start);
        let share = 1.0 / self.length as f32;
        let known = self.means.len();
        let end = if self.length == LANES {
            let (pieces, end) = rest.as_chunks::<LANES>();
            self.means.extend(pieces.iter().map(|piece| sum_of_lanes(piece) * share));
            end
        } else {
            let pieces = rest.chunks_exact(self.length);
            let end = pieces.remainder();
            self.means.extend(pieces.map(|piece| piece.iter().sum::<f32>() * share));
            end
        };
        self.unheard.extend_from_slice(&self.means[known..]);
        self.fill(end);
    }

    /// Takes samples that do not pass the end of a mean.
    fn fill(&mut self, samples: &[f32]) {
        self.sum += samples.iter().sum::<f32>();
        self.filled += samples.len();
        if self.filled == self.length {
            let mean = self.sum / self.length as f32;
            self.means.push(mean);
            self.unheard.push(mean);
            (self.sum, self.filled) = (0.0, 0);
        }
    }

    /// Ends a step of so many samples.
    pub(super) fn close(&mut self, samples: usize) {
        let whole = self.unheard.len() / self.low_length * self.low_length;
        let low = self.unheard[..whole].chunks_exact(self.low_length);
        self.low_means.extend(low.map(|means| means.iter().sum::<f32>() / self.low_length as f32));
        self.unheard.drain(..whole);
        let means = samples.max(1) as f32 / self.length as f32;
        self.steps.push(BandStep {
            middle: changes(&mut self.means) / means,
            low: changes(&mut self.low_means) * self.low_length as f32 / means,
            peak: std::mem::take(&mut self.peak),
        });
    }

    /// What was heard in the steps.
    pub(super) fn finish(self) -> Vec<BandStep> {
        self.steps
    }
}

const LANES: usize = 8;

/// Added in pairs, as vector instructions do.
fn sum_of_lanes(piece: &[f32; LANES]) -> f32 {
    let (one, other) = piece.split_at(LANES / 2);
    let pair = |place: usize| one[place] + other[place];
    (pair(0) + pair(1)) + (pair(2) + pair(3))
}

/// The sum of the squares of what means differ by; leaves the last of them.
fn changes(means: &mut Vec<f32>) -> f32 {
    let mut sums = [0.0f32; LANES];
    for (place, pair) in means.windows(2).enumerate() {
        let change = pair[1] - pair[0];
        sums[place % LANES] += change * change;
    }
    means.drain(..means.len().saturating_sub(1));
    sum_of_lanes(&sums)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{rumble, sine};
    use super::*;

    fn heard(samples: &[f32], step: usize) -> Vec<BandStep> {
        let mut bands = Bands::new(44_100);
        for samples in samples.chunks(step) {
            bands.push(samples);
            bands.close(samples.len());
        }
        bands.finish()
    }

    #[test]
    fn a_rumble_is_steady_in_the_middle_band() {
        let steps = heard(&rumble(1, -50.0, 3.0), 441);
        let levels: Vec<f64> = steps[1..300].iter().map(|step| 10.0 * f64::from(step.middle).log10()).collect();
        let mean = levels.iter().sum::<f64>() / levels.len() as f64;
        assert!(levels.iter().all(|level| (level - mean).abs() < 4.0), "{levels:?}");
    }

    #[test]
    fn each_band_hears_its_own() {
        let middle = heard(&sine(2_000.0, 0.1, 0.1), 441)[5];
        let low = heard(&sine(400.0, 0.1, 0.1), 441)[5];
        assert!(middle.middle > 4.0 * low.middle && low.low > 4.0 * middle.low, "{middle:?} {low:?}");
        assert!((middle.peak - 0.1).abs() < 1e-3);
    }

    proptest! {
        #[test]
        fn pieces_of_a_step_make_no_difference(cuts in prop::collection::vec(1usize..60, 1..12)) {
            let samples = sine(777.0, 0.3, 0.02);
            let whole = heard(&samples, 441);
            let mut bands = Bands::new(44_100);
            for step in samples.chunks(441) {
                let mut rest = step;
                for cut in cuts.iter().cycle() {
                    if rest.is_empty() { break; }
                    let (now, later) = rest.split_at((*cut).min(rest.len()));
                    bands.push(now);
                    rest = later;
                }
                bands.close(step.len());
            }
            for (pieces, whole) in bands.finish().iter().zip(&whole) {
                prop_assert!((pieces.middle / whole.middle - 1.0).abs() < 1e-3);
                prop_assert!((pieces.low / whole.low - 1.0).abs() < 1e-3);
                prop_assert_eq!(pieces.peak, whole.peak);
            }
        }
    }
}
