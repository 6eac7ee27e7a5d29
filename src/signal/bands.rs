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

/// The differences between the means of so many samples each.
#[derive(Clone, Debug)]
struct Band {
    length: usize,
    filled: usize,
    sum: f64,
    last: Option<f64>,
    energy: f64,
}

impl Band {
    fn new(length: usize) -> Self {
        Self { length: length.max(1), filled: 0, sum: 0.0, last: None, energy: 0.0 }
    }

    /// Takes the sum of `count` samples that do not pass the end of a piece; the mean of the piece where they end it.
    fn add(&mut self, sum: f64, count: usize) -> Option<f64> {
        self.sum += sum;
        self.filled += count;
        if self.filled < self.length {
            return None;
        }
        let mean = self.sum / self.length as f64;
        let change = mean - self.last.unwrap_or(mean);
        self.energy += change * change;
        (self.sum, self.filled, self.last) = (0.0, 0, Some(mean));
        Some(mean)
    }
}

/// Listens to both bands.
#[derive(Clone, Debug)]
pub(super) struct Bands {
    middle: Band,
    low: Band,
    peak: f32,
    steps: Vec<BandStep>,
}

impl Bands {
    pub(super) fn new(hertz: u32) -> Self {
        let middle = (hertz / MIDDLE).max(1);
        Self {
            middle: Band::new(middle as usize),
            low: Band::new((hertz / middle / LOW) as usize),
            peak: 0.0,
            steps: Vec::new(),
        }
    }

    /// Takes the next samples.
    pub(super) fn push(&mut self, block: &[f32]) {
        self.peak = self.peak.max(highest(block));
        let sum = |samples: &[f32]| samples.iter().map(|&sample| f64::from(sample)).sum::<f64>();
        let (start, rest) = block.split_at(block.len().min(self.middle.length - self.middle.filled));
        self.take(sum(start), start.len());
        for piece in rest.chunks(self.middle.length) {
            self.take(sum(piece), piece.len());
        }
    }

    fn take(&mut self, sum: f64, count: usize) {
        if let Some(mean) = self.middle.add(sum, count) {
            self.low.add(mean, 1);
        }
    }

    /// Ends a step of so many samples.
    pub(super) fn close(&mut self, samples: usize) {
        let pieces = samples.max(1) as f64 / self.middle.length as f64;
        let middle = std::mem::take(&mut self.middle.energy) / pieces;
        let low = std::mem::take(&mut self.low.energy) * self.low.length as f64 / pieces;
        self.steps.push(BandStep { middle: middle as f32, low: low as f32, peak: std::mem::take(&mut self.peak) });
    }

    /// What was heard in the steps.
    pub(super) fn finish(self) -> Vec<BandStep> {
        self.steps
    }
}
