//! Room tone without end, from a few seconds of it.

mod alike;
mod weave;

use crate::words::Dbfs;

use super::lanes::{sum, sum_of_squares};

pub use weave::ToneLoop;

/// The level that every tone is brought to: a gain then says how loud it is, whatever it was taken from.
pub const TONE_LEVEL: Dbfs = Dbfs::new(-60.0);

/// How much tone is kept of each room, in seconds: of so much, no two grains within a pause are the same, and of several
/// rooms it is a few megabytes.
pub const TONE_SECONDS: f64 = 10.0;

/// The softest clip in RMS amplitude that is a sound: less is what rounding leaves of a constant.
const SOFTEST: f64 = 1e-8;

/// A number without pattern for each pair of numbers (Steele, Lea and Flood's `SplitMix64`, 2014).
#[must_use]
pub fn scatter(seed: u64, number: u64) -> u64 {
    let mut mixed = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// White noise of any level.
fn white(length: usize, seed: u64) -> Vec<f32> {
    (0..length as u64).map(|n| (scatter(seed, n) as f64 / u64::MAX as f64 * 2.0 - 1.0) as f32).collect()
}

/// Takes the offset out of a clip and brings it to an RMS of 1; whether it held a sound at all.
fn normalize(clip: &mut [f32]) -> bool {
    let mean = (sum(clip) / clip.len().max(1) as f64) as f32;
    for sample in &mut *clip {
        *sample -= mean;
    }
    let rms = (sum_of_squares(clip) / clip.len().max(1) as f64).sqrt();
    let is_sound = rms > SOFTEST && rms.is_finite();
    if is_sound {
        let factor = (1.0 / rms) as f32;
        for sample in clip {
            *sample *= factor;
        }
    }
    is_sound
}
