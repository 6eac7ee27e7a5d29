//! From one sample rate to another.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler, WindowFunction};

use crate::words::{Error, Frames, Result, SampleRate};

use super::pull::Pull;

/// How many samples go into the resampler at a time, at least.
const CHUNK: u32 = 1024;

/// A stream at another sample rate, exactly as long as it lasts, and in its place.
pub struct Resampled<S> {
    source: S,
    resampler: Fft<f32>,
    input: Vec<f32>,
    output: Vec<f32>,
    /// The part of `output` that has not been given out.
    ready: std::ops::Range<usize>,
    /// What the resampler still gives before the first sample.
    delay: usize,
    left: u64,
}

impl<S: Pull> Resampled<S> {
    /// A stream of `length` samples at rate `from`, brought to rate `to`: [`SampleRate::rescale`] says how long it is then.
    ///
    /// # Errors
    /// Where there is no way between the two rates.
    pub fn new(source: S, length: Frames, from: SampleRate, to: SampleRate) -> Result<Self> {
        let refuse = |error: &dyn std::fmt::Display| Error::new(format!("can't convert {from} to {to}")).cause(error);
        // An even number of the shortest chunks that both rates share: the resampler's delay, half a chunk, is then a
        // whole number of samples at both rates, and the stream stays in its place.
        let shortest = from.hertz() / gcd(from.hertz(), to.hertz());
        let chunk = shortest * 2 * CHUNK.div_ceil(2 * shortest);
        let (rate_in, rate_out) = (from.hertz() as usize, to.hertz() as usize);
        let window = WindowFunction::BlackmanHarris2;
        let resampler = Fft::new_custom(rate_in, rate_out, chunk as usize, 1, 1, window, FixedSync::Input)
            .map_err(|error| refuse(&error))?;
        Ok(Self {
            source,
            input: vec![0.0; resampler.input_frames_max()],
            output: vec![0.0; resampler.output_frames_max()],
            ready: 0..0,
            delay: resampler.output_delay(),
            left: to.rescale(length, from).0,
            resampler,
        })
    }

    /// Brings the next chunk through the resampler; behind the end of the source it is silence.
    fn convert(&mut self) -> Result<()> {
        let wanted = self.resampler.input_frames_next();
        let mut filled = 0;
        while filled < wanted {
            match self.source.pull(&mut self.input[filled..wanted])? {
                0 => break,
                count => filled += count,
            }
        }
        self.input[filled..wanted].fill(0.0);
        let made = self.output.len();
        let broken = |error: &dyn std::fmt::Display| Error::new("the resampler failed").cause(error);
        let input = InterleavedSlice::new(&self.input[..wanted], 1, wanted).map_err(|error| broken(&error))?;
        let mut output = InterleavedSlice::new_mut(&mut self.output, 1, made).map_err(|error| broken(&error))?;
        let (_, count) = self
            .resampler
            .process_into_buffer(&input, &mut output, None::<&Indexing>)
            .map_err(|error| broken(&error))?;
        let skipped = self.delay.min(count);
        self.delay -= skipped;
        self.ready = skipped..count;
        Ok(())
    }
}

impl<S: Pull> Pull for Resampled<S> {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let wanted = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let mut written = 0;
        while written < wanted {
            if self.ready.is_empty() {
                self.convert()?;
                continue;
            }
            let count = self.ready.len().min(wanted - written);
            out[written..written + count].copy_from_slice(&self.output[self.ready.start..self.ready.start + count]);
            self.ready.start += count;
            written += count;
        }
        self.left -= written as u64;
        Ok(written)
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pull::Samples;
    use super::*;

    fn rate(hertz: u32) -> SampleRate {
        SampleRate::new(hertz).unwrap()
    }

    fn tone(hertz: f64, rate: SampleRate, frames: u64) -> Vec<f32> {
        (0..frames).map(|n| (0.5 * (std::f64::consts::TAU * hertz * rate.seconds(Frames(n))).sin()) as f32).collect()
    }

    fn convert(samples: Vec<f32>, from: SampleRate, to: SampleRate, block: usize) -> Vec<f32> {
        let length = Frames::from(samples.len());
        let mut stream = Resampled::new(Samples::new(samples), length, from, to).unwrap();
        let mut out = Vec::new();
        let mut buffer = vec![0.0; block];
        loop {
            match stream.pull(&mut buffer).unwrap() {
                0 => return out,
                count => out.extend_from_slice(&buffer[..count]),
            }
        }
    }

    #[test]
    fn a_tone_stays_in_tune_in_place_and_in_level() {
        for from in [16_000, 22_050, 48_000, 96_000] {
            let (from, to) = (rate(from), SampleRate::CD);
            let out = convert(tone(997.0, from, u64::from(from.hertz())), from, to, 4096);
            let wanted = tone(997.0, to, u64::from(to.hertz()));
            assert_eq!(out.len(), wanted.len());
            let worst = out.iter().zip(&wanted).skip(2000).take(40_000).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(worst < 1e-4, "{from}: {worst} is above -80 dB");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_tail_is_lost_whatever_the_length_and_the_blocks(frames in 0u64..30_000, block in 1usize..5000, from in 0usize..4) {
            let from = rate([8_000, 22_050, 48_000, 192_000][from]);
            let out = convert(tone(440.0, from, frames), from, SampleRate::CD, block);
            prop_assert_eq!(Frames::from(out.len()), SampleRate::CD.rescale(Frames(frames), from));
        }
    }
}
