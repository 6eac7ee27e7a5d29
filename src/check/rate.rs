//! How much of one thing goes with another (seconds with words, hours at the microphone with finished hours), and how well
//! that is known.

use serde::{Serialize, Serializer};

/// The bounds within which nine of ten values of a normal distribution lie, in standard deviations.
const NINE_OF_TEN: f64 = 1.645;

/// What is likely, and the bounds within which it will be nine times of ten.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Interval {
    /// The lower bound.
    #[serde(serialize_with = "tenths")]
    pub least: f64,
    /// The best guess.
    #[serde(serialize_with = "tenths")]
    pub likely: f64,
    /// The upper bound.
    #[serde(serialize_with = "tenths")]
    pub most: f64,
}

/// More decimals than one would pretend to know more.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn tenths<S: Serializer>(seconds: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((seconds * 10.0).round() / 10.0 + 0.0)
}

impl std::ops::Mul for Interval {
    type Output = Self;

    /// What comes of two estimates that may both be wrong in one direction.
    fn mul(self, other: Self) -> Self {
        Self { least: self.least * other.least, likely: self.likely * other.likely, most: self.most * other.most }
    }
}

/// What is known before anything was measured.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Expected {
    /// The rate of most people.
    pub rate: f64,
    /// How far people differ from it: the standard deviation as a share of the rate.
    pub spread: f64,
    /// How far one observation lies from its own rate: the variance for one unit of what it is a rate of.
    pub scatter: f64,
    /// How far a whole session lies from the others of the same person, as a share of the rate: no number of observations
    /// makes an estimate surer than that.
    pub drift: f64,
}

/// A rate with how well it is known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rate {
    likely: f64,
    /// The standard deviation, as a share of the rate.
    deviation: f64,
    /// The share of it that was measured, from 0 to 1; the rest is what was expected.
    measured: f64,
}

/// The expected scatter counts for as much as so many observations.
const SCATTER_OBSERVED: f64 = 5.0;

impl Rate {
    /// The rate of pairs of how much there was and what went with it, weighed against what was expected: the fewer pairs and
    /// the more they scatter, the more that counts, and the wider the estimate is.
    #[must_use]
    pub fn measured(pairs: &[(f64, f64)], expected: &Expected) -> Self {
        let (amount, with): (f64, f64) = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        if amount <= 0.0 || with <= 0.0 {
            return Self { likely: expected.rate, deviation: expected.spread, measured: 0.0 };
        }
        let own = with / amount;
        // The larger an observation, the further it may lie from its rate.
        let counting = pairs.iter().filter(|pair| pair.0 > 0.0);
        let scattered: f64 = counting.clone().map(|(amount, with)| (with - own * amount).powi(2) / amount).sum();
        let scatter = (scattered + expected.scatter * SCATTER_OBSERVED)
            / (counting.count().max(1) as f64 - 1.0 + SCATTER_OBSERVED);
        let (of_own, of_people) =
            (scatter / amount + (expected.drift * own).powi(2), (expected.spread * expected.rate).powi(2));
        let measured = of_people / (of_people + of_own);
        let likely = own * measured + expected.rate * (1.0 - measured);
        let variance = 1.0 / (1.0 / of_own + 1.0 / of_people);
        Self { likely, deviation: variance.sqrt() / likely, measured }
    }

    /// The most likely rate.
    #[must_use]
    pub fn likely(&self) -> f64 {
        self.likely
    }

    /// Whether it is rather measured than expected.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.measured > 0.5
    }

    /// What goes with so much.
    #[must_use]
    pub fn of(&self, amount: f64) -> Interval {
        let likely = self.likely * amount;
        let either_way = likely * (self.deviation * NINE_OF_TEN).min(0.9);
        Interval { least: likely - either_way, likely, most: likely + either_way }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EXPECTED: Expected = Expected { rate: 0.4, spread: 0.1, scatter: 0.06, drift: 0.025 };

    fn width(rate: &Rate) -> f64 {
        let interval = rate.of(1.0);
        (interval.most - interval.least) / interval.likely
    }

    #[test]
    fn what_is_not_measured_is_what_most_people_do() {
        let rate = Rate::measured(&[], &EXPECTED);
        assert_eq!((rate.likely(), rate.is_measured()), (0.4, false));
        let interval = rate.of(1000.0);
        assert!((interval.least - 334.2).abs() < 0.1 && (interval.most - 465.8).abs() < 0.1, "{interval:?}");
        assert_eq!(Rate::measured(&[(0.0, 0.0)], &EXPECTED), rate);
    }

    #[test]
    fn the_more_is_measured_the_narrower_the_estimate_and_the_less_counts_what_was_expected() {
        let slow = |count: usize| Rate::measured(&vec![(20.0, 10.0); count], &EXPECTED);
        let widths: Vec<f64> = [0, 1, 5, 50, 5000].map(|count| width(&slow(count))).to_vec();
        assert!(widths.is_sorted_by(|a, b| a > b), "{widths:?}");
        assert!(!slow(0).is_measured() && slow(50).is_measured());
        assert!((slow(5000).likely() - 0.5).abs() < 0.01, "{:?}", slow(5000));
        // Nobody reads the whole book as the part that was heard.
        assert!(width(&slow(5000)) > 2.0 * NINE_OF_TEN * 0.023, "{widths:?}");
    }

    #[test]
    fn takes_that_differ_say_less_than_takes_that_agree() {
        let alike = Rate::measured(&[(20.0, 8.0); 40], &EXPECTED);
        let differing: Vec<_> = (0..40).map(|n| (20.0, if n % 2 == 0 { 2.0 } else { 14.0 })).collect();
        assert!(width(&Rate::measured(&differing, &EXPECTED)) > 1.2 * width(&alike));
    }

    proptest! {
        #[test]
        fn the_bounds_enclose_what_is_likely(
            pairs in prop::collection::vec((0.0..100.0f64, 0.0..100.0f64), 0..50), amount in 0.0..1e6f64
        ) {
            let rate = Rate::measured(&pairs, &EXPECTED);
            let interval = rate.of(amount);
            prop_assert!(interval.least >= 0.0);
            prop_assert!(interval.least <= interval.likely && interval.likely <= interval.most, "{interval:?}");
        }
    }
}
