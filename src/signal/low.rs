//! The low end of a recording at a low rate: what hum and plosives are heard in.

use crate::words::SampleRate;

use super::lanes::sum;

/// How many samples a second are wanted at least, in hertz: the sixth harmonic of 60 Hz lies at 360.
const WANTED: u32 = 1_000;

/// Brings a stream to about 1 kHz.
///
/// Two box filters in a row, each as long as two samples of half the new rate, leave 50 dB or less of what would fold back
/// onto the mains and below.
#[derive(Clone, Debug)]
pub(super) struct Low {
    half: usize,
    filled: usize,
    sum: f64,
    /// The last two means of half a new sample, and whether one of the pair is missing.
    means: [f64; 2],
    odd: bool,
}

impl Low {
    pub(super) fn new(rate: SampleRate) -> Self {
        Self { half: ((rate.hertz() / WANTED) as usize / 2).max(1), filled: 0, sum: 0.0, means: [0.0; 2], odd: false }
    }

    /// How many samples of the recording make one here.
    pub(super) fn factor(&self) -> usize {
        2 * self.half
    }

    /// Appends what the next samples are at the low rate.
    pub(super) fn push(&mut self, mut block: &[f32], out: &mut Vec<f64>) {
        while !block.is_empty() {
            let (now, later) = block.split_at(block.len().min(self.half - self.filled));
            self.sum += sum(now);
            self.filled += now.len();
            block = later;
            if self.filled < self.half {
                break;
            }
            let mean = self.sum / self.half as f64;
            if self.odd {
                out.push((self.means[0] + 2.0 * self.means[1] + mean) / 4.0);
            }
            self.means = [self.means[1], mean];
            self.odd = !self.odd;
            (self.sum, self.filled) = (0.0, 0);
        }
    }
}
