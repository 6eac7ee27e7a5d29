//! Sums and extremes of samples in eight lanes, which the compiler turns into vector instructions.
//!
//! The order of additions depends on the number of samples alone, never on where a block stands in memory.

const LANES: usize = 8;

/// The sum of the squares.
#[must_use]
pub fn sum_of_squares(samples: &[f32]) -> f64 {
    sum_of(samples, |sample| f64::from(sample) * f64::from(sample))
}

/// The sum of the samples.
#[must_use]
pub fn sum(samples: &[f32]) -> f64 {
    sum_of(samples, f64::from)
}

fn sum_of(samples: &[f32], term: impl Fn(f32) -> f64) -> f64 {
    let mut sums = [0.0f64; LANES];
    let (chunks, rest) = samples.as_chunks::<LANES>();
    for chunk in chunks {
        for (sum, &sample) in sums.iter_mut().zip(chunk) {
            *sum += term(sample);
        }
    }
    sums.iter().sum::<f64>() + rest.iter().map(|&sample| term(sample)).sum::<f64>()
}

/// The highest amplitude; 0 for no samples.
#[must_use]
pub fn highest(samples: &[f32]) -> f32 {
    // A plain comparison: `f32::max` minds what is no number and is no single instruction.
    let higher = |one: f32, other: f32| if other > one { other } else { one };
    let mut lanes = [0.0f32; LANES];
    let (chunks, rest) = samples.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, sample) in lanes.iter_mut().zip(chunk) {
            *lane = higher(*lane, sample.abs());
        }
    }
    lanes.iter().chain(rest).fold(0.0, |highest, sample| higher(highest, sample.abs()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lanes_find_what_one_loop_finds(samples in prop::collection::vec(-1.0f32..1.0, 0..100)) {
            let exact = |term: fn(f64) -> f64| samples.iter().map(|&s| term(s.into())).sum::<f64>();
            prop_assert!((sum_of_squares(&samples) - exact(|s| s * s)).abs() < 1e-12);
            prop_assert!((sum(&samples) - exact(|s| s)).abs() < 1e-12);
            prop_assert_eq!(highest(&samples), samples.iter().fold(0.0, |highest, s| s.abs().max(highest)));
        }
    }
}
