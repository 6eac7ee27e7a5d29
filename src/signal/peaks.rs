//! The highest samples of a channel, and whether the waveform was cut off there.

use crate::words::{Dbfs, Frames};

use super::lanes::highest;
use super::measured::Peaks;

/// How many equal samples in a row are clipping: two can be a peak that just reaches full scale.
pub const CLIPPED_RUN: u64 = 3;

/// From here on a sample is at full scale: 32,767 of 32,768 is 0.99997, and converters stop a little short of it.
const FULL_SCALE: f32 = 0.9999;

/// How much samples at one height may differ, relative to it: three steps of 16 bits, which is what dither adds.
const TOLERANCE: f32 = 1e-4;

/// How far beside a flat top the waveform must have fallen in one sample, relative to its height: the round top of a low
/// tone falls by a few times the tolerance, a voice that was cut off by 0.5 dB at 200 Hz by a hundred times.
const CORNER: f32 = 20.0 * TOLERANCE;

/// How many tops of one height must be flat, where that height is not full scale: nothing else ends it there, and a
/// recording that was clipped at all has many.
const FLAT_TOPS: u64 = 5;

/// From this step on, as of 12 bits and fewer, the round top of any low tone is flat: there a run is clipping only where
/// both of its ends are steep, by more than one step, and it is so many samples long, which no tone's top then is.
const COARSE_STEP: f32 = 1.0 / 2048.0;
const COARSE_CORNER: f32 = 1.5;
const COARSE_RUN: u64 = 4;

/// Below this nothing is told from the steps of 16 bits; clipped takes are turned down by a few decibels.
const LOWEST_TOP: Dbfs = Dbfs::new(-12.0);

/// Finds the peaks of one channel, pushed in blocks of any size.
#[derive(Clone, Debug, Default)]
pub struct PeakMeter {
    frames: u64,
    highest: f32,
    /// The distance between two neighbouring values where it is coarse, else 0.
    step: f32,
    /// The height that runs are counted at: of all samples the highest, give or take the tolerance.
    top: f32,
    before: f32,
    run: Run,
    at_top: Runs,
    flat: Runs,
}

/// Samples at the top, one behind the other and on one side.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    length: u64,
    is_positive: bool,
    /// Whether the sample before it was far below.
    is_corner: bool,
}

/// Runs that are clipping.
#[derive(Clone, Copy, Debug, Default)]
struct Runs {
    count: u64,
    first: Option<Frames>,
}

impl Runs {
    fn add(&mut self, first: u64) {
        self.count += 1;
        self.first.get_or_insert(Frames(first));
    }
}

impl PeakMeter {
    /// A meter for samples of so many bits, as far as that is known.
    #[must_use]
    pub fn of_depth(bits: Option<u32>) -> Self {
        let step = bits.map_or(0.0, |bits| 2.0 * (-(bits.min(64) as f32)).exp2());
        Self { step: if step >= COARSE_STEP { step } else { 0.0 }, ..Self::default() }
    }

    /// Takes the next samples.
    pub fn push(&mut self, block: &[f32]) {
        let highest = highest(block);
        if self.run.length > 0 || highest >= self.top * (1.0 - TOLERANCE) {
            for (position, &sample) in (self.frames..).zip(block) {
                self.follow(position, sample);
            }
        }
        self.before = block.last().copied().unwrap_or(self.before);
        self.highest = self.highest.max(highest);
        self.frames += block.len() as u64;
    }

    fn follow(&mut self, position: u64, sample: f32) {
        let height = sample.abs();
        if height > self.top * (1.0 + TOLERANCE) {
            (self.top, self.run) = (height, Run::default());
            (self.at_top, self.flat) = (Runs::default(), Runs::default());
        }
        let is_positive = sample > 0.0;
        if height > 0.0 && height >= self.top * (1.0 - TOLERANCE) {
            if self.run.length == 0 || self.run.is_positive != is_positive {
                self.run = Run { length: 0, is_positive, is_corner: self.is_corner(self.before, is_positive) };
            }
            self.run.length += 1;
            if self.run.length == CLIPPED_RUN {
                self.at_top.add(position + 1 - CLIPPED_RUN);
            }
        } else if self.run.length > 0 {
            if self.run.length >= self.shortest() && self.run.is_corner && self.is_corner(sample, self.run.is_positive)
            {
                self.flat.add(position - self.run.length);
            }
            self.run.length = 0;
        }
        self.before = sample;
    }

    /// Whether a sample beside a run on this side is far below it.
    fn is_corner(&self, beside: f32, is_positive: bool) -> bool {
        let height = if is_positive { beside } else { -beside };
        height < self.top - (self.top * CORNER).max(self.step * COARSE_CORNER)
    }

    /// How many samples in a row are a flat top.
    fn shortest(&self) -> u64 {
        if self.step > 0.0 { COARSE_RUN } else { CLIPPED_RUN }
    }

    /// What was found so far.
    #[must_use]
    pub fn peaks(&self) -> Peaks {
        let is_full_scale = (FULL_SCALE - self.step..=1.0 + TOLERANCE).contains(&self.highest);
        let is_high = f64::from(self.highest) >= LOWEST_TOP.amplitude();
        let found = if is_full_scale {
            if self.step > 0.0 { self.flat } else { self.at_top }
        } else if is_high && self.flat.count >= FLAT_TOPS {
            self.flat
        } else {
            Runs::default()
        };
        Peaks { highest: f64::from(self.highest), clipped_runs: found.count, first_clipped: found.first }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{sine, voice};
    use super::*;

    fn peaks(samples: &[f32]) -> Peaks {
        let mut meter = PeakMeter::default();
        samples.chunks(333).for_each(|block| meter.push(block));
        meter.peaks()
    }

    /// A hot voice, as a converter cuts it off in 16 bits.
    fn clipped() -> Vec<f32> {
        let hot = voice(110.0, 3.0).into_iter().map(|sample| (sample * 12.0).clamp(-1.0, 32_767.0 / 32_768.0));
        in_16_bits(hot.collect())
    }

    fn in_16_bits(samples: Vec<f32>) -> Vec<f32> {
        samples.into_iter().map(|sample| (sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) / 32_768.0).collect()
    }

    fn louder(samples: &[f32], db: f64) -> Vec<f32> {
        samples.iter().map(|sample| sample * Dbfs::new(db).amplitude() as f32).collect()
    }

    #[test]
    fn clipping_is_counted_in_runs_and_its_place_told() {
        let mut samples = sine(100.0, 0.5, 0.1);
        samples[1000..1003].fill(32767.0 / 32768.0);
        samples[2000..2002].fill(1.0);
        samples[3000..3040].fill(-1.0);
        let found = peaks(&samples);
        assert_eq!((found.clipped_runs, found.first_clipped), (2, Some(Frames(1000))));
    }

    #[test]
    fn clipping_is_found_at_whatever_level_it_was_brought_to() {
        let whole = peaks(&clipped());
        assert!(whole.clipped_runs > 50, "{whole:?}");
        for db in [-6.0, -3.0, -1.0, 4.0] {
            let found = peaks(&louder(&clipped(), db));
            assert!(found.clipped_runs * 10 > whole.clipped_runs * 8, "{db} dB: {found:?} of {whole:?}");
        }
        assert!(peaks(&in_16_bits(louder(&clipped(), -3.0))).first_clipped.is_some());
    }

    fn in_8_bits(samples: &[f32]) -> Peaks {
        let samples: Vec<f32> =
            samples.iter().map(|sample| (sample * 128.0).round().clamp(-128.0, 127.0) / 128.0).collect();
        let mut meter = PeakMeter::of_depth(Some(8));
        samples.chunks(333).for_each(|block| meter.push(block));
        meter.peaks()
    }

    #[test]
    fn the_full_scale_of_8_bits_is_127_of_128() {
        // Cut off on the upper side alone, in two places.
        let mut samples: Vec<f32> = voice(110.0, 3.0).iter().map(|sample| sample * 0.4).collect();
        for start in [20_000, 60_000] {
            samples[start..start + 6].fill(1.2);
        }
        let found = in_8_bits(&samples);
        assert_eq!((found.clipped_runs, found.first_clipped), (2, Some(Frames(20_000))));
        let hot: Vec<f32> = voice(110.0, 3.0).iter().map(|sample| sample * 12.0).collect();
        assert!(in_8_bits(&hot).clipped_runs > 20, "{:?}", in_8_bits(&hot));
    }

    #[test]
    fn the_round_top_of_a_tone_in_8_bits_is_no_clipping() {
        for hertz in [50.0, 100.0, 441.0, 617.0, 621.3, 1_000.0, 7_350.0] {
            for amplitude in [0.99, 0.992, 0.994] {
                assert_eq!(in_8_bits(&sine(hertz, amplitude, 1.0)).clipped_runs, 0, "{hertz} Hz at {amplitude}");
            }
        }
    }

    #[test]
    fn what_is_whole_is_not_clipped_at_any_level() {
        for amplitude in [1.9, 0.89, 0.5, 0.251, 0.1, 0.01] {
            for hertz in [20.0, 50.0, 100.0, 441.0, 1_000.0, 7_350.0, 11_025.0] {
                let tone = sine(hertz, amplitude, 1.0);
                assert_eq!(peaks(&tone).clipped_runs, 0, "{hertz} Hz at {amplitude}");
                if amplitude < 1.0 {
                    assert_eq!(peaks(&in_16_bits(tone)).clipped_runs, 0, "{hertz} Hz at {amplitude} in 16 bits");
                }
            }
        }
        let speech = voice(110.0, 3.0);
        assert_eq!(peaks(&louder(&speech, 20.0)).clipped_runs, 0, "above full scale, and nothing is lost");
        assert_eq!(peaks(&in_16_bits(speech)).clipped_runs, 0);
    }

    #[test]
    fn a_few_equal_samples_at_the_highest_place_are_no_clipping() {
        let mut samples = sine(100.0, 0.5, 0.1);
        for start in [1000, 2000, 3000] {
            samples[start..start + 4].fill(0.7);
        }
        assert_eq!(peaks(&samples).clipped_runs, 0);
    }
}
