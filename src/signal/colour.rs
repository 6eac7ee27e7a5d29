//! The colour of a voice: how its energy lies over the octaves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use crate::words::SampleRate;

use super::course::Course;
use super::lanes::sum_of_squares;
use super::measured::{OCTAVES, ToneColour};

/// How many spectra are taken a second: enough for a sentence to have its whole alphabet in them.
const SPECTRA_A_SECOND: f64 = 10.0;

/// The widest distance between two lines of a spectrum, in hertz: the lowest octave, 88 to 177 Hz, has four of them.
const RESOLUTION: f64 = 24.0;

/// The middle of the lowest octave, in hertz.
const LOWEST: f64 = 125.0;

/// A stretch with less than this mean square is no speech and needs no spectrum: -60 dBFS.
const SILENCE: f64 = 1e-6;

/// Takes spectra of a recording.
#[derive(Clone)]
pub(super) struct ColourFinder {
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    hop: usize,
    /// For each octave, its lines.
    lines: [std::ops::Range<usize>; OCTAVES],
    input: Vec<f32>,
    output: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
    /// The samples from the next spectrum's first on, and how many came before them.
    samples: Vec<f32>,
    position: u64,
    /// How many samples are to be passed over before the next spectrum.
    passing: usize,
    spectra: Vec<(u64, [f32; OCTAVES])>,
}

/// Plans of transforms by their length, made once: a plan takes as long as ten transforms.
static PLANS: Mutex<BTreeMap<usize, Arc<dyn RealToComplex<f32>>>> = Mutex::new(BTreeMap::new());

fn plan(length: usize) -> Arc<dyn RealToComplex<f32>> {
    let mut plans = PLANS.lock().unwrap_or_else(PoisonError::into_inner);
    plans.entry(length).or_insert_with(|| RealFftPlanner::new().plan_fft_forward(length)).clone()
}

impl ColourFinder {
    pub(super) fn new(rate: SampleRate) -> Self {
        let hertz = f64::from(rate.hertz());
        let length = ((hertz / RESOLUTION).ceil() as usize).next_power_of_two();
        let fft = plan(length);
        let line = |frequency: f64| ((frequency * length as f64 / hertz).round() as usize).min(length / 2 + 1);
        let lines = std::array::from_fn(|octave| {
            let middle = LOWEST * (octave as f64).exp2();
            line(middle / std::f64::consts::SQRT_2)..line(middle * std::f64::consts::SQRT_2)
        });
        let window = (0..length)
            .map(|n| (0.5 - 0.5 * (std::f64::consts::TAU * (n as f64 + 0.5) / length as f64).cos()) as f32)
            .collect();
        Self {
            window,
            hop: rate.frames(1.0 / SPECTRA_A_SECOND).index().max(length),
            lines,
            input: fft.make_input_vec(),
            output: fft.make_output_vec(),
            scratch: fft.make_scratch_vec(),
            fft,
            samples: Vec::new(),
            position: 0,
            passing: 0,
            spectra: Vec::new(),
        }
    }

    /// Takes the next samples.
    pub(super) fn push(&mut self, mut block: &[f32]) {
        while !block.is_empty() {
            let (passed, rest) = block.split_at(block.len().min(self.passing));
            self.passing -= passed.len();
            self.position += passed.len() as u64;
            let (now, later) = rest.split_at(rest.len().min(self.window.len() - self.samples.len()));
            self.samples.extend_from_slice(now);
            block = later;
            if self.samples.len() == self.window.len() {
                self.take_spectrum();
                self.position += self.samples.len() as u64;
                self.passing = self.hop - self.samples.len();
                self.samples.clear();
            }
        }
    }

    fn take_spectrum(&mut self) {
        if sum_of_squares(&self.samples) < SILENCE * self.samples.len() as f64 {
            return;
        }
        for ((input, sample), weight) in self.input.iter_mut().zip(&self.samples).zip(&self.window) {
            *input = sample * weight;
        }
        if self.fft.process_with_scratch(&mut self.input, &mut self.output, &mut self.scratch).is_err() {
            return;
        }
        let octaves = self.lines.clone().map(|lines| self.output[lines].iter().map(Complex::norm_sqr).sum());
        self.spectra.push((self.position + self.samples.len() as u64 / 2, octaves));
    }

    /// The colour of the speech; `None` where there is none of it in any spectrum.
    pub(super) fn finish(self, course: &Course) -> Option<ToneColour> {
        let is_speech = |frame: u64| course.loud.get(course.step_at(frame)).copied().unwrap_or_default();
        let mut sums = [0.0f64; OCTAVES];
        for (_, octaves) in self.spectra.iter().filter(|(middle, _)| is_speech(*middle)) {
            for (sum, octave) in sums.iter_mut().zip(octaves) {
                *sum += f64::from(*octave);
            }
        }
        let all: f64 = sums.iter().sum();
        (all > 0.0).then(|| ToneColour { octaves: sums.map(|sum| 10.0 * (sum / all).max(LEAST).log10()) })
    }
}

/// The least share of an octave that is told, -120 dB: above half the sample rate there is nothing.
const LEAST: f64 = 1e-12;

#[cfg(test)]
mod tests {
    use super::super::testing::{measured, noise, silence, sine, voice};

    #[test]
    fn a_tone_has_all_its_energy_in_its_octave() {
        for (octave, hertz) in [(0, 125.0), (3, 1_000.0), (6, 8_000.0)] {
            let samples = [noise(1, 0.0005, 0.5), sine(hertz, 0.2, 2.0), noise(2, 0.0005, 0.5)].concat();
            let octaves = measured(&samples).tone.unwrap().octaves;
            assert!(octaves[octave] > -0.1, "{hertz} Hz: {octaves:?}");
        }
    }

    #[test]
    fn a_duller_microphone_shows_and_a_louder_one_does_not() {
        let bright = voice(120.0, 5.0);
        let louder: Vec<f32> = bright.iter().map(|sample| sample * 1.5).collect();
        let mut last = 0.0;
        let dull: Vec<f32> = bright
            .iter()
            .map(|sample| {
                last += 0.2 * (sample - last);
                last
            })
            .collect();
        let [bright, louder, dull] = [bright, louder, dull].map(|samples| measured(&samples).tone.unwrap().octaves);
        assert!(bright.iter().zip(louder).all(|(one, other)| (one - other).abs() < 0.3), "{bright:?} {louder:?}");
        assert!(dull[6] < bright[6] - 6.0, "{bright:?} {dull:?}");
    }

    #[test]
    fn silence_has_no_colour() {
        assert_eq!(measured(&silence(1.0)).tone, None);
    }
}
