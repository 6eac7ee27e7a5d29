//! Measuring in one pass: levels, noise floor, clipping, and where the speech is.

use crate::words::{Frames, SampleRate};

use super::measured::{Measured, Peaks};
use super::speech::Envelope;

/// How many samples at full scale in a row are clipping: two can be a peak that just reaches it.
pub const CLIPPED_RUN: u64 = 3;

/// From here on a sample is at full scale: 32,767 of 32,768 is 0.99997, and converters stop a little short of it.
const FULL_SCALE: f32 = 0.9999;

/// Finds the peaks of one channel, pushed in blocks of any size.
#[derive(Clone, Debug, Default)]
pub struct PeakMeter {
    frames: u64,
    run: u64,
    peaks: Peaks,
}

impl PeakMeter {
    /// Takes the next samples.
    pub fn push(&mut self, block: &[f32]) {
        let highest = block.iter().fold(0.0f32, |highest, sample| highest.max(sample.abs()));
        if highest >= FULL_SCALE || self.run > 0 {
            self.count_clipped(block);
        }
        self.peaks.highest = self.peaks.highest.max(f64::from(highest));
        self.frames += block.len() as u64;
    }

    fn count_clipped(&mut self, block: &[f32]) {
        for (position, sample) in (self.frames..).zip(block) {
            self.run = if sample.abs() >= FULL_SCALE { self.run + 1 } else { 0 };
            if self.run == CLIPPED_RUN {
                self.peaks.clipped_runs += 1;
                self.peaks.first_clipped.get_or_insert(Frames(position + 1 - CLIPPED_RUN));
            }
        }
    }

    /// What was found so far.
    #[must_use]
    pub fn peaks(&self) -> Peaks {
        self.peaks
    }
}

/// Measures a stream of mono samples, pushed in blocks of any size.
#[derive(Clone, Debug)]
pub struct Meter {
    frames: u64,
    peaks: PeakMeter,
    sum: f64,
    envelope: Envelope,
}

impl Meter {
    /// A meter for samples at this rate.
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        Self { frames: 0, peaks: PeakMeter::default(), sum: 0.0, envelope: Envelope::new(rate) }
    }

    /// Takes the next samples.
    pub fn push(&mut self, block: &[f32]) {
        self.peaks.push(block);
        self.sum += self.envelope.push(block);
        self.frames += block.len() as u64;
    }

    /// What was measured.
    #[must_use]
    pub fn finish(self) -> Measured {
        Measured {
            frames: Frames(self.frames),
            peaks: self.peaks.peaks(),
            mean_square: if self.frames == 0 { 0.0 } else { self.sum / self.frames as f64 },
            median_mean_square: self.envelope.median_mean_square(),
            speech: self.envelope.finish(),
            ..Measured::default()
        }
    }
}

/// Finds the noise floor as ACX Check (the Audacity plug-in, 2.4.2) does: the lowest RMS of all full windows of 0.4 s,
/// one every 0.1 s.
#[derive(Clone, Debug)]
pub struct FloorMeter {
    hop: usize,
    filled: usize,
    sum: f64,
    /// Sums of the last hops, the newest in the slot of `hops % 4`.
    recent: [f64; Self::HOPS_A_WINDOW],
    hops: usize,
    lowest: Option<f64>,
}

impl FloorMeter {
    const HOPS_A_WINDOW: usize = 4;
    const HOPS_A_SECOND: f64 = 10.0;

    /// A meter for samples at this rate.
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        let hop = rate.frames(1.0 / Self::HOPS_A_SECOND).index().max(1);
        Self { hop, filled: 0, sum: 0.0, recent: [0.0; Self::HOPS_A_WINDOW], hops: 0, lowest: None }
    }

    /// Takes the next samples.
    pub fn push(&mut self, mut block: &[f32]) {
        while !block.is_empty() {
            let (now, later) = block.split_at(block.len().min(self.hop - self.filled));
            self.sum += sum_of_squares(now);
            self.filled += now.len();
            block = later;
            if self.filled == self.hop {
                self.close_hop();
            }
        }
    }

    fn close_hop(&mut self) {
        self.recent[self.hops % Self::HOPS_A_WINDOW] = self.sum;
        self.hops += 1;
        (self.sum, self.filled) = (0.0, 0);
        if self.hops >= Self::HOPS_A_WINDOW {
            let window = self.recent.iter().sum::<f64>() / (self.hop * Self::HOPS_A_WINDOW) as f64;
            self.lowest = Some(self.lowest.map_or(window, |lowest| lowest.min(window)));
        }
    }

    /// The lowest mean square; `None` where no window was full.
    #[must_use]
    pub fn finish(self) -> Option<f64> {
        self.lowest
    }
}

/// The sum of the squares, in the same order of additions whatever the block's place in memory.
#[must_use]
pub fn sum_of_squares(samples: &[f32]) -> f64 {
    // Eight sums side by side let the compiler use vector instructions.
    let mut sums = [0.0f64; 8];
    let chunks = samples.chunks_exact(8);
    let rest: f64 = chunks.remainder().iter().map(|&s| f64::from(s) * f64::from(s)).sum();
    for chunk in chunks {
        for (sum, &sample) in sums.iter_mut().zip(chunk) {
            *sum += f64::from(sample) * f64::from(sample);
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{noise, silence, sine};
    use super::*;
    use crate::words::Dbfs;

    fn measure(samples: &[f32]) -> Measured {
        let mut meter = Meter::new(SampleRate::CD);
        meter.push(samples);
        meter.finish()
    }

    #[test]
    fn a_full_scale_sine_has_an_rms_of_minus_3_01() {
        let measured = measure(&sine(997.0, 1.0, 2.0));
        assert!((Dbfs::from_mean_square(measured.mean_square).unwrap().db() + 3.01).abs() < 0.01);
        assert!(measured.peaks.level().unwrap().db() > -0.01);
    }

    #[test]
    fn silence_has_neither_level_nor_speech() {
        let measured = measure(&silence(5.0));
        assert_eq!((measured.mean_square, measured.peaks.level(), measured.speech), (0.0, None, None));
        assert_eq!(measure(&[]).frames, Frames::ZERO);
    }

    #[test]
    fn a_bump_does_not_move_the_level_of_a_steady_sound() {
        let mut samples = noise(1, 0.001, 10.0);
        samples[0..6_000].fill(0.8);
        let level = Dbfs::from_mean_square(measure(&samples).median_mean_square).unwrap().db();
        assert!((level + 64.77).abs() < 0.2, "noise equally distributed to 0.001 has -64.77 dBFS: {level}");
    }

    #[test]
    fn the_floor_is_the_quietest_window_of_0_4_s() {
        // Independent of the meter: every full window is summed anew.
        let mut samples = noise(1, 0.05, 1.3);
        samples.extend(noise(2, 0.002, 0.5));
        samples.extend(noise(3, 0.05, 0.77));
        let lowest = (0..samples.len())
            .step_by(4410)
            .take_while(|start| start + 17640 <= samples.len())
            .map(|start| samples[start..start + 17640].iter().map(|&s| f64::from(s).powi(2)).sum::<f64>() / 17640.0)
            .fold(f64::INFINITY, f64::min);
        let mut meter = FloorMeter::new(SampleRate::CD);
        meter.push(&samples);
        let found = Dbfs::from_mean_square(meter.finish().unwrap()).unwrap().db();
        assert!((found - 10.0 * lowest.log10()).abs() < 1e-6, "{found}");
    }

    #[test]
    fn clipping_is_counted_in_runs_and_its_place_told() {
        let mut samples = sine(100.0, 0.5, 0.1);
        samples[1000..1003].fill(32767.0 / 32768.0);
        samples[2000..2002].fill(1.0);
        samples[3000..3040].fill(-1.0);
        let measured = measure(&samples);
        assert_eq!((measured.peaks.clipped_runs, measured.peaks.first_clipped), (2, Some(Frames(1000))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_size_of_blocks_does_not_matter(seed in 0u64..1000, cuts in prop::collection::vec(1usize..30_000, 1..12)) {
            let mut samples = noise(seed, 0.001, 0.4);
            samples.extend(sine(440.0, 1.0, 0.6));
            samples.extend(noise(seed + 1, 0.001, 0.5));
            let whole = measure(&samples);
            let mut meter = Meter::new(SampleRate::CD);
            let mut rest = samples.as_slice();
            for cut in cuts.iter().cycle() {
                if rest.is_empty() { break; }
                let (now, later) = rest.split_at((*cut).min(rest.len()));
                meter.push(now);
                rest = later;
            }
            let pieces = meter.finish();
            prop_assert_eq!(pieces.frames, whole.frames);
            prop_assert_eq!(pieces.peaks, whole.peaks);
            prop_assert!((pieces.mean_square / whole.mean_square - 1.0).abs() < 1e-12);
            prop_assert_eq!(pieces.speech.map(|s| (s.start, s.end)), whole.speech.map(|s| (s.start, s.end)));
        }
    }
}
