//! Noise of the colour of a room, for where too little of the room was recorded to weave from.

use std::f64::consts::{FRAC_PI_2, TAU};

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use crate::words::SampleRate;

use super::scatter;

/// How long the stretches are whose spectra are averaged, in seconds: of the lowest octave that is heard, 22 to 44 Hz, it
/// shows five lines.
const STRETCH: f64 = 0.25;

/// The fewest samples that have a spectrum worth the name.
const SHORTEST: usize = 64;

/// How many single estimates each line of the spectrum is an average of, at least: with fewer, single lines stick out by
/// chance, and the noise rings.
const ESTIMATES: usize = 24;

/// The share of its frequency that a line is averaged over to either side: a twelfth of an octave.
const BREADTH: f64 = 0.06;

/// How many phases there are.
const PHASES: usize = 4096;

/// Noise with the spectrum of these clips, of any level; every clip counts for its length, not for its level. `None` where
/// they are too short.
///
/// Frames of random phases overlap at constant power, so nothing in it ever comes back.
pub fn noise_alike(clips: &[Vec<f32>], rate: SampleRate, length: usize, seed: u64) -> Option<Vec<f32>> {
    let shortest = clips.iter().map(Vec::len).min()?.min(rate.frames(STRETCH).index());
    if shortest < SHORTEST {
        return None;
    }
    let frame = 1 << shortest.ilog2();
    let mut planner = RealFftPlanner::<f32>::new();
    let amplitudes = amplitudes(clips, planner.plan_fft_forward(frame).as_ref())?;

    let inverse = planner.plan_fft_inverse(frame);
    let (mut lines, mut sound, mut scratch) =
        (inverse.make_input_vec(), inverse.make_output_vec(), inverse.make_scratch_vec());
    let phases: Vec<Complex<f32>> = (0..PHASES)
        .map(|n| {
            let (sin, cos) = (TAU * n as f64 / PHASES as f64).sin_cos();
            Complex::new(cos as f32, sin as f32)
        })
        .collect();
    let half = frame / 2;
    let rising: Vec<f32> = (0..half).map(|n| ((n as f64 + 0.5) / half as f64 * FRAC_PI_2).sin() as f32).collect();
    let mut noise = vec![0.0; length + frame];
    for (number, start) in (0u64..).zip((0..length + half).step_by(half)) {
        let of_frame = scatter(seed, number);
        for ((line, amplitude), n) in lines.iter_mut().zip(&amplitudes).zip(0u64..) {
            *line = phases[scatter(of_frame, n) as usize % PHASES] * *amplitude;
        }
        // What is constant, and what lies at half the sample rate, has no phase.
        lines[0] = Complex::ZERO;
        lines[half] = Complex::ZERO;
        inverse.process_with_scratch(&mut lines, &mut sound, &mut scratch).ok()?;
        let (first, second) = sound.split_at(half);
        let weights = rising.iter().chain(rising.iter().rev());
        let out = noise[start..].iter_mut().zip(first.iter().chain(second)).zip(weights);
        out.for_each(|((out, sample), weight)| *out += sample * weight);
    }
    // The first half frame only fades in.
    noise.drain(..half);
    noise.truncate(length);
    Some(noise)
}

/// The amplitudes of the lines of the averaged spectrum.
fn amplitudes(clips: &[Vec<f32>], fft: &dyn RealToComplex<f32>) -> Option<Vec<f32>> {
    let frame = fft.len();
    let (mut input, mut lines, mut scratch) = (fft.make_input_vec(), fft.make_output_vec(), fft.make_scratch_vec());
    let window: Vec<f32> =
        (0..frame).map(|n| (0.5 - 0.5 * (TAU * (n as f64 + 0.5) / frame as f64).cos()) as f32).collect();
    let mut powers = vec![0.0f64; lines.len()];
    let mut count = 0;
    for clip in clips {
        let last = clip.len() - frame;
        for start in (0..last).step_by(frame / 2).chain([last]) {
            for ((input, sample), weight) in input.iter_mut().zip(&clip[start..]).zip(&window) {
                *input = sample * weight;
            }
            fft.process_with_scratch(&mut input, &mut lines, &mut scratch).ok()?;
            powers.iter_mut().zip(&lines).for_each(|(power, line)| *power += f64::from(line.norm_sqr()));
            count += 1;
        }
    }
    Some(smoothed(&powers, ESTIMATES.div_ceil(count) / 2).into_iter().map(|power| power.sqrt() as f32).collect())
}

/// Averages each line with its neighbours: so many to either side at least, and more the higher it is.
fn smoothed(powers: &[f64], least: usize) -> Vec<f64> {
    let mut sums = vec![0.0];
    sums.extend(powers.iter().scan(0.0, |sum, power| {
        *sum += power;
        Some(*sum)
    }));
    (0..powers.len())
        .map(|line| {
            let reach = least.max((line as f64 * BREADTH) as usize).min(line);
            let (from, to) = (line - reach, (line + reach + 1).min(powers.len()));
            (sums[to] - sums[from]) / (to - from) as f64
        })
        .collect()
}
