//! The noise floor of a whole file, as the two best known checkers find it.

use crate::words::SampleRate;

use super::lanes::sum_of_squares;
use super::measured::Floor;

/// Windows begin ten times a second.
const HOPS_A_SECOND: f64 = 10.0;

/// The window of ACX Check 2.4.2: 0.4 s, in hops.
const ACX_HOPS: usize = 4;

/// The window of the original plug-in of 2015: 0.5 s, in hops.
const OLDER_HOPS: usize = 5;

/// Finds the lowest mean square of all full windows: for ACX Check one of 0.4 s every 0.1 s, for its predecessor one of
/// 0.5 s behind the other.
#[derive(Clone, Debug)]
pub struct FloorMeter {
    hop: usize,
    filled: usize,
    sum: f64,
    /// Sums of the last hops, hop n in slot n % 5.
    recent: [f64; OLDER_HOPS],
    hops: usize,
    lowest: Floor,
}

impl FloorMeter {
    /// A meter for samples at this rate.
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        let hop = rate.frames(1.0 / HOPS_A_SECOND).index().max(1);
        Self { hop, filled: 0, sum: 0.0, recent: [0.0; OLDER_HOPS], hops: 0, lowest: Floor::default() }
    }

    /// Takes the next samples and returns the sum of their squares.
    pub fn push(&mut self, mut block: &[f32]) -> f64 {
        let mut total = 0.0;
        while !block.is_empty() {
            let (now, later) = block.split_at(block.len().min(self.hop - self.filled));
            let squares = sum_of_squares(now);
            total += squares;
            self.sum += squares;
            self.filled += now.len();
            block = later;
            if self.filled == self.hop {
                self.close_hop();
            }
        }
        total
    }

    fn close_hop(&mut self) {
        self.recent[self.hops % OLDER_HOPS] = self.sum;
        self.hops += 1;
        (self.sum, self.filled) = (0.0, 0);
        let mean_square = |hops: usize| {
            let sums = (self.hops - hops..self.hops).map(|hop| self.recent[hop % OLDER_HOPS]);
            Some(sums.sum::<f64>() / (self.hop * hops) as f64)
        };
        if self.hops >= ACX_HOPS {
            lower(&mut self.lowest.acx, mean_square(ACX_HOPS));
        }
        if self.hops.is_multiple_of(OLDER_HOPS) {
            lower(&mut self.lowest.older, mean_square(OLDER_HOPS));
        }
    }

    /// The lowest mean squares; `None` where no window was full.
    #[must_use]
    pub fn finish(self) -> Floor {
        self.lowest
    }
}

fn lower(lowest: &mut Option<f64>, found: Option<f64>) {
    if lowest.is_none() || found < *lowest {
        *lowest = found;
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::noise;
    use super::*;

    #[test]
    fn the_floor_is_the_quietest_window() {
        let mut samples = noise(1, 0.05, 1.3);
        samples.extend(noise(2, 0.002, 0.7));
        samples.extend(noise(3, 0.05, 0.77));
        // Independent of the meter: every full window is summed anew.
        let lowest = |window: usize, hop: usize| {
            samples
                .windows(window)
                .step_by(hop)
                .map(|window| window.iter().map(|&s| f64::from(s).powi(2)).sum::<f64>() / window.len() as f64)
                .fold(f64::INFINITY, f64::min)
        };
        let mut meter = FloorMeter::new(SampleRate::CD);
        samples.chunks(999).for_each(|block| {
            meter.push(block);
        });
        let found = meter.finish();
        assert!((found.acx.unwrap() / lowest(17_640, 4_410) - 1.0).abs() < 1e-9, "{found:?}");
        assert!((found.older.unwrap() / lowest(22_050, 22_050) - 1.0).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn less_than_a_window_has_no_floor() {
        let mut meter = FloorMeter::new(SampleRate::CD);
        meter.push(&noise(1, 0.01, 0.39));
        assert_eq!(meter.finish(), Floor::default());
    }
}
