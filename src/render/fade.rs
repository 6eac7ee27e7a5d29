//! Fades at constant power.

use std::f64::consts::FRAC_PI_2;

/// How many places of a fade are known; between them, it is nearly straight.
const PLACES: usize = 512;

/// The shares of two sounds of which one fades into the other: their squares add up to 1, as two noises have nothing to do
/// with each other.
pub struct Fade {
    /// The rising half of a sine, and one place behind it.
    rising: Vec<f32>,
}

impl Fade {
    pub fn new() -> Self {
        let rising = (0..=PLACES + 1).map(|n| (n as f64 / PLACES as f64 * FRAC_PI_2).sin() as f32).collect();
        Self { rising }
    }

    /// The share of what comes and that of what goes, at frame `n` of `length`.
    pub fn shares(&self, n: u64, length: u64) -> (f32, f32) {
        let place = ((n as f64 + 0.5) / length as f64).clamp(0.0, 1.0);
        (self.share(place), self.share(1.0 - place))
    }

    fn share(&self, place: f64) -> f32 {
        let exact = place * PLACES as f64;
        let (at, between) = (exact as usize, exact.fract() as f32);
        self.rising[at] + (self.rising[at + 1] - self.rising[at]) * between
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn power_is_constant_over_a_fade() {
        let fade = Fade::new();
        for length in [1, 2, 88, 1_323, 100_000] {
            let mut last = 0.0;
            for n in 0..length {
                let (coming, going) = fade.shares(n, length);
                assert!((coming * coming + going * going - 1.0).abs() < 1e-4, "{n} of {length}");
                assert!(coming >= last);
                last = coming;
            }
        }
    }
}
