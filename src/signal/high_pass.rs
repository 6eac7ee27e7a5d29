//! A filter against rumble.

use std::f64::consts::PI;

use crate::words::{Result, SampleRate};

use super::pull::Pull;

/// The qualities of the two halves of a Butterworth filter of the fourth order: 24 dB an octave, and no ripple.
const QUALITIES: [f64; 2] = [0.541_196_100_146_197, 1.306_562_964_876_376_5];

/// Passes what lies above a frequency, and takes away what lies far below.
///
/// It begins as if the first sample had stood there for ever, so that neither an offset nor slow rumble clicks at the
/// start. At its frequency it takes 3 dB, an octave below 24.
pub struct HighPass<S> {
    source: S,
    halves: [Half; 2],
    is_settled: bool,
}

/// One half of the filter, in the second transposed form: its coefficients, and what it remembers.
#[derive(Clone, Copy)]
struct Half {
    /// What the last three inputs weigh: one, minus two, and one times this.
    forward: f64,
    back: [f64; 2],
    memory: [f64; 2],
}

impl Half {
    fn new(hertz: f64, quality: f64, rate: SampleRate) -> Self {
        let k = (PI * (hertz / f64::from(rate.hertz())).min(0.4)).tan();
        let whole = 1.0 + k / quality + k * k;
        let back = [2.0 * (k * k - 1.0) / whole, (1.0 - k / quality + k * k) / whole];
        Self { forward: 1.0 / whole, back, memory: [0.0; 2] }
    }

    /// Remembers what it would behind an endless run of this sample.
    fn settle(&mut self, sample: f64) {
        self.memory = [-self.forward * sample, self.forward * sample];
    }

    fn pass(&mut self, sample: f64) -> f64 {
        let weighed = self.forward * sample;
        let out = weighed + self.memory[0];
        self.memory = [self.memory[1] - 2.0 * weighed - self.back[0] * out, weighed - self.back[1] * out];
        out
    }
}

impl<S> HighPass<S> {
    /// A filter of this stream, beginning at a frequency in hertz.
    #[must_use]
    pub fn new(source: S, hertz: f64, rate: SampleRate) -> Self {
        Self { source, halves: QUALITIES.map(|quality| Half::new(hertz, quality, rate)), is_settled: false }
    }
}

impl<S: Pull> Pull for HighPass<S> {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let count = self.source.pull(out)?;
        let [first, second] = &mut self.halves;
        for sample in &mut out[..count] {
            let heard = f64::from(*sample);
            if !self.is_settled {
                // Behind the first half a constant is silence, and so the second half needs nothing.
                first.settle(heard);
                self.is_settled = true;
            }
            *sample = second.pass(first.pass(heard)) as f32;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pull::Samples;
    use super::super::testing::{noise, sine};
    use super::*;

    fn filtered(samples: &[f32], block: usize) -> Vec<f32> {
        let mut filter = HighPass::new(Samples::new(samples), 80.0, SampleRate::CD);
        let mut out = vec![0.0; samples.len()];
        out.chunks_mut(block).for_each(|block| assert_eq!(filter.pull(block).unwrap(), block.len()));
        out
    }

    fn db(samples: &[f32]) -> f64 {
        10.0 * (samples.iter().map(|&s| f64::from(s).powi(2)).sum::<f64>() / samples.len() as f64).log10()
    }

    #[test]
    fn rumble_goes_and_voices_stay() {
        // By the formula of a Butterworth filter, 10 log10(1 + (80 / f)^8).
        for (hertz, wanted) in [(20.0, -48.16), (40.0, -24.10), (80.0, -3.01), (110.0, -0.33), (1_000.0, 0.0)] {
            let tone = sine(hertz, 0.5, 3.0);
            let lost = db(&filtered(&tone, 999)[44_100..]) - db(&tone[44_100..]);
            assert!((lost - wanted).abs() < 0.05, "{hertz} Hz: {lost:.2} dB");
        }
    }

    #[test]
    fn a_take_that_begins_beside_zero_does_not_click() {
        let samples: Vec<f32> = noise(1, 0.001, 0.5).iter().map(|sample| sample + 0.2).collect();
        let out = filtered(&samples, 999);
        assert!(out.iter().all(|sample| sample.abs() < 0.003), "an offset of 0.2 leaves nothing but the noise");
    }

    proptest! {
        #[test]
        fn the_size_of_blocks_does_not_matter(seed in 0u64..100, block in 1usize..3_000) {
            let samples = noise(seed, 0.5, 0.1);
            prop_assert_eq!(filtered(&samples, block), filtered(&samples, samples.len()));
        }
    }
}
