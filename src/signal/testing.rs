//! Signals for tests: made, seeded, and the same on every machine.

use super::measured::Measured;
use super::meter::Meter;
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

/// What a meter says of samples at the CD's rate.
pub fn measured(samples: &[f32]) -> Measured {
    let mut meter = Meter::new(SampleRate::CD);
    samples.chunks(5_000).for_each(|block| meter.push(block));
    meter.finish()
}

/// How long a syllable of [`voice`] lasts, in seconds, and of how many a phrase consists; the last two are a pause.
pub const SYLLABLE: f64 = 0.22;
pub const PHRASE: u64 = 10;

/// Something like a voice of this pitch in hertz in a quiet room: vowels of three formants, hisses, and pauses; about
/// -20 dBFS, with half a second of the room at either end.
pub fn voice(pitch: f64, seconds: f64) -> Vec<f32> {
    let rate = f64::from(SampleRate::CD.hertz());
    let unit = |seed: u64, number: u64| scatter(seed, number) as f64 / u64::MAX as f64;
    let (mut phase, mut memory, mut flow, mut breath) = (0.0, [[0.0f64; 2]; 3], 0.0, 0.0);
    let room = noise(pitch as u64, 0.0006, seconds);
    let spoken = 0.5..seconds - 0.5;
    let sample = |(n, room): (usize, &f32)| {
        let time = n as f64 / rate;
        let (syllable, within) = (((time - 0.5) / SYLLABLE).max(0.0) as u64, ((time - 0.5) / SYLLABLE).fract());
        let is_pause = !spoken.contains(&time) || syllable % PHRASE >= PHRASE - 2;
        let loudness = if is_pause {
            0.0
        } else {
            (0.4 + 0.6 * unit(1, syllable)) * (within * std::f64::consts::PI).sin().abs().sqrt()
        };
        let is_hiss = scatter(2, syllable).is_multiple_of(5);
        let hiss = unit(3, n as u64) * 2.0 - 1.0;
        phase += pitch * (1.0 + 0.1 * unit(4, syllable)) * (1.0 + 0.02 * unit(5, (time * 200.0) as u64)) / rate;
        let pulse = if phase >= 1.0 { loudness } else { 0.0 };
        phase = phase.fract();
        // The folds of a voice close fast, but not at once.
        flow = 0.96 * flow + pulse;
        breath += 0.2 * (flow - breath);
        let mut sound = 0.0;
        for (number, (formant, width)) in (0..).zip([(500.0, 80.0), (1_500.0, 120.0), (2_600.0, 200.0)]) {
            let frequency = formant * (0.7 + 0.6 * unit(6 + number, syllable));
            let radius = (-std::f64::consts::PI * width / rate).exp();
            let [one, two] = memory[number as usize];
            let cos = (std::f64::consts::TAU * frequency / rate).cos();
            let next = breath + 2.0 * radius * cos * one - radius * radius * two;
            memory[number as usize] = [next, one];
            sound += (next - one) * [1.0, 0.6, 0.4][number as usize];
        }
        let sound = if is_hiss { 0.05 * loudness * hiss } else { 0.045 * sound };
        (sound + f64::from(*room)) as f32
    };
    room.iter().enumerate().map(sample).collect()
}
