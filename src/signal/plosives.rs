//! Plosives: the breath of a p or b on the microphone.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

use crate::words::SampleRate;

use super::course::{Course, STEPS_A_SECOND, runs};
use super::low::Low;
use super::measured::Spots;

/// Below this frequency lies the breath, and no voice, in hertz; and above this one, which is no drift of the converter.
const HIGHEST: f64 = 60.0;
const LOWEST: f64 = 15.0;

/// How much of the energy of a step a plosive has at least: in speech, so low a sound has a hundredth.
const SHARE: f64 = 0.5;

/// How far below the speech a plosive is still heard, in decibels of its loudest step.
const BELOW_SPEECH_DB: f64 = 3.0;

/// How long a plosive lasts at least and at most, in steps of 10 ms: less is a click, more is wind or a lorry.
const SHORTEST: usize = 2;
const LONGEST: usize = 25;

/// Bursts that are no further apart, in steps, are one: the voice comes in before it is over.
const BETWEEN: usize = 4;

/// Listens for plosives.
#[derive(Clone, Debug)]
pub(super) struct PlosiveFinder {
    filters: [Filter; 3],
    /// How many low samples a step has, which need be no whole number.
    step: f64,
    heard: u64,
    sum: f64,
    count: u64,
    /// The mean square of each step.
    steps: Vec<f32>,
}

impl PlosiveFinder {
    /// For what this brings to a low rate.
    pub(super) fn new(low: &Low, rate: SampleRate) -> Self {
        let rate = f64::from(rate.hertz()) / low.factor() as f64;
        Self {
            // A low-pass of the fourth order (Butterworth), and a high-pass of the second.
            filters: [
                Filter::low_pass(HIGHEST / rate, 0.541_196),
                Filter::low_pass(HIGHEST / rate, 1.306_563),
                Filter::high_pass(LOWEST / rate, FRAC_1_SQRT_2),
            ],
            step: rate / STEPS_A_SECOND,
            heard: 0,
            sum: 0.0,
            count: 0,
            steps: Vec::new(),
        }
    }

    /// Takes the next samples of the low end.
    pub(super) fn push(&mut self, low: &[f64]) {
        for &sample in low {
            let filtered = self.filters.iter_mut().fold(sample, |sample, filter| filter.pass(sample));
            self.sum += filtered * filtered;
            self.count += 1;
            self.heard += 1;
            if self.heard as f64 >= (self.steps.len() + 1) as f64 * self.step {
                self.steps.push((self.sum / self.count as f64) as f32);
                (self.sum, self.count) = (0.0, 0);
            }
        }
    }

    /// The plosives.
    pub(super) fn finish(self, course: &Course) -> Spots {
        let mut spots = Spots::default();
        let least = course.loud_mean_square() * 10f64.powf(-BELOW_SPEECH_DB / 10.0);
        if least == 0.0 {
            return spots;
        }
        let mut low: Vec<bool> = self
            .steps
            .iter()
            .zip(&course.mean_squares)
            .map(|(&low, &all)| f64::from(low) > SHARE * all && f64::from(low) > least / 10.0)
            .collect();
        let bursts = runs(&low, true, 1);
        for pair in bursts.windows(2).filter(|pair| pair[1].start - pair[0].end <= BETWEEN) {
            low[pair[0].end..pair[1].start].fill(true);
        }
        for run in runs(&low, true, SHORTEST) {
            let loudest = self.steps[run.clone()].iter().copied().fold(0.0, f32::max);
            if f64::from(loudest) > least && run.len() <= LONGEST {
                spots.add(course.frames(&run));
            }
        }
        spots
    }
}

/// A filter of the second order.
#[derive(Clone, Debug)]
struct Filter {
    forward: [f64; 3],
    back: [f64; 2],
    memory: [f64; 2],
}

impl Filter {
    /// A low-pass at a share of the sample rate (Bristow-Johnson, *Audio EQ Cookbook*).
    fn low_pass(frequency: f64, quality: f64) -> Self {
        let (sin, cos) = (TAU * frequency.min(0.45)).sin_cos();
        Self::new([(1.0 - cos) / 2.0, 1.0 - cos, (1.0 - cos) / 2.0], cos, sin / (2.0 * quality))
    }

    /// A high-pass, likewise.
    fn high_pass(frequency: f64, quality: f64) -> Self {
        let (sin, cos) = (TAU * frequency.min(0.45)).sin_cos();
        Self::new([f64::midpoint(1.0, cos), -(1.0 + cos), f64::midpoint(1.0, cos)], cos, sin / (2.0 * quality))
    }

    fn new(forward: [f64; 3], cos: f64, alpha: f64) -> Self {
        let a0 = 1.0 + alpha;
        Self { forward: forward.map(|b| b / a0), back: [-2.0 * cos / a0, (1.0 - alpha) / a0], memory: [0.0; 2] }
    }

    fn pass(&mut self, sample: f64) -> f64 {
        let [b0, b1, b2] = self.forward;
        let out = b0 * sample + self.memory[0];
        self.memory[0] = b1 * sample - self.back[0] * out + self.memory[1];
        self.memory[1] = b2 * sample - self.back[1] * out;
        // What shrinks towards nothing is computed ever slower.
        if out.abs() < 1e-30 {
            self.memory = [0.0; 2];
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{measured, sine, voice};
    use crate::words::SampleRate;

    #[test]
    fn a_burst_of_breath_is_found_at_its_place() {
        for pitch in [85.0, 120.0, 220.0] {
            let clean = voice(pitch, 4.0);
            assert_eq!(measured(&clean).plosives.count(), 0, "{pitch} Hz");
            let mut popped = clean.clone();
            // Half a period of 20 Hz and back, at the beginning of a syllable.
            let place = SampleRate::CD.frames(0.5 + 0.22 * 3.0).index();
            let burst = sine(30.0, 0.4, 0.06);
            popped[place..].iter_mut().zip(burst).for_each(|(sample, burst)| *sample += burst);
            let found = measured(&popped).plosives;
            assert_eq!(found.count(), 1, "{pitch} Hz");
            assert!(found.first().unwrap().index().abs_diff(place) < 1_323, "{found:?}");
        }
    }

    #[test]
    fn a_low_voice_and_an_offset_are_no_plosives() {
        let samples: Vec<f32> = voice(70.0, 4.0).iter().map(|sample| sample + 0.05).collect();
        assert_eq!(measured(&samples).plosives.count(), 0);
    }
}
