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

/// The noise of a room with this RMS level in dBFS, which falls by 6 dB an octave from 20 Hz on: most of it is rumble.
pub fn rumble(seed: u64, level: f64, seconds: f64) -> Vec<f32> {
    let kept = 1.0 - std::f64::consts::TAU * 20.0 / f64::from(SampleRate::CD.hertz());
    let mut last = 0.0;
    at_level(
        level,
        noise(seed, 1.0, seconds + 1.0).iter().map(|&sample| {
            last = kept * last + f64::from(sample);
            last
        }),
    )
}

/// The noise of a room with this RMS level in dBFS, which falls by about 3 dB an octave: twelve noises that are
/// each held twice as long as the one before.
pub fn pink(seed: u64, level: f64, seconds: f64) -> Vec<f32> {
    let unit = |row: u64, number: u64| scatter(seed * 16 + row, number) as f64 / u64::MAX as f64 - 0.5;
    let frames = SampleRate::CD.frames(seconds + 1.0).0;
    at_level(level, (0..frames).map(|n| (0..12).map(|row| unit(row, n >> row)).sum::<f64>()))
}

/// These samples at an RMS level in dBFS, without their first second.
fn at_level(level: f64, samples: impl Iterator<Item = f64>) -> Vec<f32> {
    let samples: Vec<f64> = samples.skip(SampleRate::CD.frames(1.0).index()).collect();
    let mean_square = samples.iter().map(|sample| sample * sample).sum::<f64>() / samples.len() as f64;
    let factor = 10f64.powf(level / 20.0) / mean_square.sqrt();
    samples.iter().map(|sample| (sample * factor) as f32).collect()
}

/// Samples as a file of so many bits has them.
pub fn in_bits(samples: &[f32], bits: i32) -> Vec<f32> {
    let steps = 2f32.powi(bits - 1);
    samples.iter().map(|sample| (sample * steps).round() / steps).collect()
}

/// Digital silence.
pub fn silence(seconds: f64) -> Vec<f32> {
    vec![0.0; SampleRate::CD.frames(seconds).index()]
}

/// Silence as 16 bits have it behind triangular dither of two steps: at -96.3 dBFS.
pub fn dithered_silence(seconds: f64) -> Vec<f32> {
    let step = 0.5f64.powi(15);
    let dither = noise(77, step / 2.0, seconds).into_iter().zip(noise(78, step / 2.0, seconds));
    in_bits(&dither.map(|(one, other)| one + other).collect::<Vec<_>>(), 16)
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
