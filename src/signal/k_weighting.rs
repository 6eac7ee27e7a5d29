//! The filter in front of loudness: a head's shelf, then a high-pass (ITU-R BS.1770-4, annex 1).

use std::f64::consts::PI;

use crate::words::SampleRate;

/// The analogue filters behind the coefficients that BS.1770-4 gives for 48 kHz alone, in full precision as Mansbridge,
/// Finn and Reiss found them (*Implementation and Evaluation of Autonomous Multi-track Fader Control*, AES 132, 2012): the
/// shelf's frequency in hertz, gain in decibels and quality, the power of that gain at its middle, then the high-pass's.
const SHELF_HERTZ: f64 = 1_681.974_450_955_533;
const SHELF_DB: f64 = 3.999_843_853_973_347;
const SHELF_QUALITY: f64 = 0.707_175_236_955_419_6;
const SHELF_MIDDLE: f64 = 0.499_666_774_154_541_6;
const HIGH_PASS_HERTZ: f64 = 38.135_470_876_024_44;
const HIGH_PASS_QUALITY: f64 = 0.500_327_037_323_877_3;

/// Below this a filter's memory is nothing: 600 dB under full scale. Numbers that shrink further are computed a hundred
/// times slower.
const NOTHING: f64 = 1e-30;

/// The K-weighting of one channel at any sample rate.
#[derive(Clone, Debug)]
pub struct KWeighting {
    /// The shelf: what weighs the last three inputs, then the two outputs before.
    shelf: [f64; 3],
    shelf_back: [f64; 2],
    /// The high-pass: its inputs weigh 1, -2 and 1.
    high_pass_back: [f64; 2],
    /// The last two inputs, outputs of the shelf, and outputs of the high-pass, the newest first.
    inputs: [f64; 2],
    shelved: [f64; 2],
    passed: [f64; 2],
}

impl KWeighting {
    /// The filter at a sample rate.
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        let rate = f64::from(rate.hertz());
        let (shelf, shelf_back) = shelf(rate);
        // No sound has so few samples a second that this matters; the filter stays a filter all the same.
        let k = (PI * (HIGH_PASS_HERTZ / rate).min(0.4)).tan();
        let a0 = 1.0 + k / HIGH_PASS_QUALITY + k * k;
        Self {
            shelf,
            shelf_back,
            high_pass_back: [2.0 * (k * k - 1.0) / a0, (1.0 - k / HIGH_PASS_QUALITY + k * k) / a0],
            inputs: [0.0; 2],
            shelved: [0.0; 2],
            passed: [0.0; 2],
        }
    }

    /// The sum of the squares of the next samples, weighted.
    pub fn sum_of_squares<'a>(&mut self, samples: impl Iterator<Item = &'a f32>) -> f64 {
        // Everything in locals, so that nothing is written back within the loop.
        let ([b0, b1, b2], [a1, a2], [c1, c2]) = (self.shelf, self.shelf_back, self.high_pass_back);
        let ([mut x1, mut x2], [mut y1, mut y2], [mut z1, mut z2]) = (self.inputs, self.shelved, self.passed);
        let mut sum = 0.0;
        for &sample in samples {
            let x = f64::from(sample);
            // What does not wait for the output before is added first: only the last product is in the loop's way.
            let y = (b0 * x + b1 * x1 + b2 * x2 - a2 * y2) - a1 * y1;
            let z = (y - 2.0 * y1 + y2 - c2 * z2) - c1 * z1;
            (x2, x1, y2, y1, z2, z1) = (x1, x, y1, y, z1, z);
            sum += z * z;
        }
        (self.inputs, self.shelved, self.passed) = ([x1, x2], [y1, y2], [z1, z2]);
        sum
    }

    /// Forgets what is too small to matter.
    pub fn settle(&mut self) {
        for memory in [&mut self.shelved, &mut self.passed] {
            if memory.iter().all(|value| value.abs() < NOTHING) {
                *memory = [0.0; 2];
            }
        }
    }
}

/// The coefficients of the shelf; below twice its frequency, sound has nothing for it to lift.
fn shelf(rate: f64) -> ([f64; 3], [f64; 2]) {
    if rate <= 2.0 * SHELF_HERTZ {
        return ([1.0, 0.0, 0.0], [0.0, 0.0]);
    }
    let k = (PI * SHELF_HERTZ / rate).tan();
    let high = 10f64.powf(SHELF_DB / 20.0);
    let middle = high.powf(SHELF_MIDDLE);
    let a0 = 1.0 + k / SHELF_QUALITY + k * k;
    let forward = [
        (high + middle * k / SHELF_QUALITY + k * k) / a0,
        2.0 * (k * k - high) / a0,
        (high - middle * k / SHELF_QUALITY + k * k) / a0,
    ];
    (forward, [2.0 * (k * k - 1.0) / a0, (1.0 - k / SHELF_QUALITY + k * k) / a0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coefficients_at_48_khz_are_those_of_the_recommendation() {
        let filter = KWeighting::new(SampleRate::new(48_000).unwrap());
        // BS.1770-4, tables 1 and 2.
        let wanted = [
            (filter.shelf[0], 1.535_124_859_586_97),
            (filter.shelf[1], -2.691_696_189_406_38),
            (filter.shelf[2], 1.198_392_810_852_85),
            (filter.shelf_back[0], -1.690_659_293_182_41),
            (filter.shelf_back[1], 0.732_480_774_215_85),
            (filter.high_pass_back[0], -1.990_047_454_833_98),
            (filter.high_pass_back[1], 0.990_072_250_366_21),
        ];
        for (found, wanted) in wanted {
            assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
        }
    }

    #[test]
    fn the_filter_stays_finite_at_every_rate() {
        for hertz in [1, 76, 77, 1_000, 3_363, 3_364, 8_000, 768_000] {
            let mut filter = KWeighting::new(SampleRate::new(hertz).unwrap());
            let mut sum = 0.0;
            for n in 0..200_000 {
                sum += filter.sum_of_squares([if n < 1_000 { 0.5 } else { 0.0 }].iter());
                filter.settle();
            }
            assert!(sum.is_finite() && sum < 1e3, "{hertz} Hz: {sum}");
        }
    }
}
