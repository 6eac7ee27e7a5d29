//! Signals for tests: made, seeded, and the same on every machine.

use super::tone::scatter;
use crate::words::SampleRate;

/// A sine at the CD's rate: frequency in hertz, peak amplitude, length in seconds.
pub fn sine(hertz: f64, amplitude: f64, seconds: f64) -> Vec<f32> {
    let rate = f64::from(SampleRate::CD.hertz());
    (0..SampleRate::CD.frames(seconds).0)
        .map(|n| (amplitude * (std::f64::consts::TAU * hertz * n as f64 / rate).sin()) as f32)
        .collect()
}

/// White noise of this peak amplitude, equally distributed.
pub fn noise(seed: u64, amplitude: f64, seconds: f64) -> Vec<f32> {
    (0..SampleRate::CD.frames(seconds).0)
        .map(|n| {
            let unit = scatter(seed, n) as f64 / u64::MAX as f64;
            ((unit * 2.0 - 1.0) * amplitude) as f32
        })
        .collect()
}

/// Digital silence.
pub fn silence(seconds: f64) -> Vec<f32> {
    vec![0.0; SampleRate::CD.frames(seconds).index()]
}
