//! Between samples as numbers in a file and samples as fractions of full scale.

/// Turns samples into whole numbers of so many bits, and counts what did not fit.
///
/// Full scale is 2^(bits-1), so that reading a written number back gives the same fraction; +1.0 itself does not exist
/// in whole numbers and saturates to the largest one.
#[derive(Clone, Debug)]
pub struct Quantizer {
    scale: f64,
    clipped: u64,
}

impl Quantizer {
    /// A quantizer to signed numbers of `bits` bits, 2 to 32.
    ///
    /// # Panics
    /// On any other number of bits.
    #[must_use]
    pub fn new(bits: u32) -> Self {
        assert!((2..=32).contains(&bits), "samples of {bits} bits do not exist here");
        Self { scale: f64::from(bits - 1).exp2(), clipped: 0 }
    }

    /// The nearest number to a sample; what is no number becomes zero.
    pub fn quantize(&mut self, sample: f32) -> i32 {
        let exact = (f64::from(sample) * self.scale).round();
        if exact > self.scale - 1.0 || exact < -self.scale {
            self.clipped += 1;
        }
        exact.clamp(-self.scale, self.scale - 1.0) as i32
    }

    /// The sample that a number stands for.
    #[must_use]
    pub fn sample(&self, number: i32) -> f32 {
        (f64::from(number) / self.scale) as f32
    }

    /// How many samples were beyond full scale so far.
    #[must_use]
    pub fn clipped(&self) -> u64 {
        self.clipped
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_does_not_fit_saturates_and_is_counted() {
        let mut to16 = Quantizer::new(16);
        assert_eq!(
            [1.0, -1.0, 1.5, -9.0, f32::INFINITY, f32::NAN].map(|s| to16.quantize(s)),
            [32767, -32768, 32767, -32768, 32767, 0]
        );
        assert_eq!(to16.clipped(), 4);
    }

    proptest! {
        #[test]
        fn numbers_of_24_bits_come_back_exactly(number in -8_388_608i32..8_388_608) {
            let mut to24 = Quantizer::new(24);
            let sample = to24.sample(number);
            prop_assert_eq!(to24.quantize(sample), number);
            prop_assert_eq!(to24.clipped(), 0);
        }
    }
}
