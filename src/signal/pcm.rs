//! Between samples as numbers in a file and samples as fractions of full scale.

use super::tone::scatter;

/// Turns samples into whole numbers of so many bits, dithered, and counts what did not fit.
///
/// Full scale is 2^(bits-1), so that reading a written number back gives the same fraction; +1.0 itself does not exist
/// in whole numbers and saturates to the largest one. Dither is two equally distributed values of one step together
/// (TPDF): what rounding adds is then a noise that knows nothing of the sound, whose soft ends neither buzz nor break off
/// (Lipshitz, Wannamaker and Vanderkooy, *Quantization and Dither*, 1992). It is a function of the seed and of the
/// position in the stream.
#[derive(Clone, Debug)]
pub struct Quantizer {
    scale: f32,
    seed: u64,
    position: u64,
    clipped: u64,
}

/// Adding this (1.5 * 2^52) to a number of fewer than 32 bits rounds it, to even where it lies in the middle, and leaves
/// the whole number in the lower half: not every processor has an instruction for that.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// How many samples are worked on in one go.
const PART: usize = 64;

/// The difference of two equally distributed numbers of 16 bits, as a fraction.
fn triangle(scattered: u64) -> f64 {
    f64::from(i32::from(scattered as u16) - i32::from((scattered >> 16) as u16)) / 65_536.0
}

impl Quantizer {
    /// A quantizer to signed numbers of `bits` bits, 2 to 24.
    ///
    /// # Panics
    /// On any other number of bits.
    #[must_use]
    pub fn new(bits: u32, seed: u64) -> Self {
        assert!((2..=24).contains(&bits), "samples of {bits} bits do not exist here");
        Self { scale: (1u32 << (bits - 1)) as f32, seed, position: 0, clipped: 0 }
    }

    /// The dithered numbers of the next samples, each handed to `each`; what is no number becomes zero. The samples are
    /// turned into what the numbers stand for.
    pub fn quantize(&mut self, samples: &mut [f32], mut each: impl FnMut(i32)) {
        let (scale, back) = (f64::from(self.scale), 1.0 / self.scale);
        let (lowest, highest) = (-scale, scale - 1.0);
        let (mut dither, mut numbers) = ([0.0; PART], [0; PART]);
        // In parts, each step over all of a part: the compiler turns that into vector instructions.
        for part in samples.chunks_mut(PART) {
            let (dither, numbers) = (&mut dither[..part.len()], &mut numbers[..part.len()]);
            self.dither(dither);
            let mut clipped = 0;
            for ((sample, dither), number) in part.iter_mut().zip(&*dither).zip(&mut *numbers) {
                let exact = f64::from(*sample) * scale + dither;
                clipped += u32::from(exact > highest + 0.5) + u32::from(exact < lowest - 0.5);
                let exact = if exact.is_nan() { 0.0 } else { exact };
                let exact = if exact > highest { highest } else { exact };
                let exact = if exact < lowest { lowest } else { exact };
                *number = (exact + ROUND).to_bits() as i32;
                *sample = *number as f32 * back;
            }
            self.clipped += u64::from(clipped);
            for &number in &*numbers {
                each(number);
            }
        }
    }

    /// The dither of the next samples, between -1 and 1 step.
    fn dither(&mut self, out: &mut [f64]) {
        // One scattered number serves two samples.
        let start = self.position;
        self.position += out.len() as u64;
        let (odd, pairs) = out.split_at_mut(out.len().min((start % 2) as usize));
        for second in odd {
            *second = triangle(scatter(self.seed, start / 2) >> 32);
        }
        for (number, pair) in (start.div_ceil(2)..).zip(pairs.chunks_mut(2)) {
            let scattered = scatter(self.seed, number);
            for (dither, half) in pair.iter_mut().zip([scattered, scattered >> 32]) {
                *dither = triangle(half);
            }
        }
    }

    /// How many samples were beyond full scale so far.
    #[must_use]
    pub fn clipped(&self) -> u64 {
        self.clipped
    }
}

#[cfg(test)]
mod tests {
    use realfft::RealFftPlanner;

    use super::super::testing::sine;
    use super::*;

    fn quantized(bits: u32, samples: &[f32]) -> (Vec<i32>, Vec<f32>, u64) {
        let (mut quantizer, mut samples, mut numbers) = (Quantizer::new(bits, 3), samples.to_vec(), Vec::new());
        for block in samples.chunks_mut(777) {
            quantizer.quantize(block, |number| numbers.push(number));
        }
        (numbers, samples, quantizer.clipped())
    }

    #[test]
    fn what_does_not_fit_saturates_and_is_counted() {
        let (numbers, _, clipped) = quantized(16, &[1.5, -9.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN]);
        assert_eq!((numbers, clipped), (vec![32_767, -32_768, 32_767, -32_768, 0], 4));
    }

    #[test]
    fn a_number_is_off_by_a_step_and_a_half_at_most_and_by_none_on_average() {
        for bits in [16, 24] {
            let scale = f64::from(1 << (bits - 1));
            let samples = sine(97.3, 0.7, 3.0);
            let (numbers, heard, _) = quantized(bits, &samples);
            let errors = || numbers.iter().zip(&samples).map(|(&n, &s)| f64::from(n) - f64::from(s) * scale);
            assert!(errors().all(|error| error.abs() <= 1.5));
            let mean = errors().sum::<f64>() / numbers.len() as f64;
            let power = errors().map(|error| error * error).sum::<f64>() / numbers.len() as f64;
            // A quarter of a step squared: a twelfth of rounding and twice that of dither.
            assert!(mean.abs() < 0.01 && (power - 0.25).abs() < 0.01, "{mean} {power}");
            assert!(numbers.iter().zip(&heard).all(|(&n, &s)| f64::from(n) == f64::from(s) * scale));
        }
    }

    #[test]
    fn rounding_leaves_a_flat_noise_and_no_harmonics_of_a_tone_of_a_single_step() {
        // -90 dBFS: the peaks of this tone are one step of 16 bits high.
        let (length, line) = (1 << 18, 5_945);
        let hertz = 44_100.0 * f64::from(line) / f64::from(length);
        let tone = sine(hertz, 10f64.powf(-90.0 / 20.0), f64::from(length) / 44_100.0 + 0.01);
        let (_, heard, _) = quantized(16, &tone[..length as usize]);
        let fft = RealFftPlanner::<f32>::new().plan_fft_forward(length as usize);
        let (mut input, mut lines) = (heard, fft.make_output_vec());
        fft.process(&mut input, &mut lines).unwrap();
        let powers: Vec<f64> = lines.iter().map(|line| f64::from(line.norm_sqr())).collect();
        let mean = |lines: &[f64]| lines.iter().sum::<f64>() / lines.len() as f64;
        let db = |power: f64| 10.0 * power.log10();
        let line = line as usize;
        let noise = mean(&powers[line + 50..]);
        assert!(db(powers[line] / noise) > 40.0);
        for harmonic in 2..=20 {
            let found = db(powers[line * harmonic] / noise);
            assert!(found < 12.0, "harmonic {harmonic} lies {found:.1} dB above the noise");
        }
        for part in powers[line + 50..powers.len() - 1].chunks_exact(8_192) {
            let off = db(mean(part) / noise);
            assert!(off.abs() < 0.3, "{off:.2} dB");
        }
    }

    #[test]
    fn the_size_of_blocks_does_not_matter() {
        let samples = sine(440.0, 0.3, 0.1);
        let whole = quantized(16, &samples).0;
        for size in [1, 3, 64, 65, 4_410] {
            let (mut quantizer, mut numbers) = (Quantizer::new(16, 3), Vec::new());
            samples.clone().chunks_mut(size).for_each(|block| quantizer.quantize(block, |number| numbers.push(number)));
            assert!(numbers == whole, "blocks of {size}");
        }
    }

    #[test]
    fn silence_becomes_no_silence() {
        let (numbers, _, _) = quantized(24, &vec![0.0; 441_000]);
        let longest = numbers.split(|&number| number != 0).map(<[i32]>::len).max().unwrap();
        assert!(longest < 100, "{longest} zeros in a row");
    }
}
