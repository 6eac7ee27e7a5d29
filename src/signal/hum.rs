//! Mains hum, heard in the pauses.

use std::f64::consts::TAU;

use crate::words::{Dbfs, SampleRate};

use super::course::{Course, steps};
use super::low::Low;
use super::measured::Hum;

/// How long the sound is that is looked at as one, in seconds: whole periods of 50 and of 60 Hz, and of all others that they
/// are compared with.
const HOP: f64 = 0.1;

/// The frequencies that are listened to: from 30 Hz up, 10 Hz apart.
const LOWEST: usize = 30;
const APART: usize = 10;
const TONES: usize = 35;

/// The frequencies of the mains, and how many harmonics count.
const MAINS: [usize; 2] = [50, 60];
const HARMONICS: usize = 6;

/// A hop above this level in the low end is no pause in which hum could be told.
const LOUDEST_PAUSE: Dbfs = Dbfs::new(-35.0);

/// How far behind and before speech a pause is listened to, in seconds: voices and rooms die away.
const BEHIND_SPEECH: f64 = 0.12;
const BEFORE_SPEECH: f64 = 0.05;

/// How many hops in a row are added with their phase: the mains are not steady for longer.
const LONGEST_RUN: usize = 10;

/// How much of the pauses there must be at least, in hops.
const FEWEST_HOPS: usize = 4;

/// How many times stronger than what lies beside it a tone must be to prove hum, and to count as a harmonic of it.
const PROOF: f64 = 30.0;
const HARMONIC: f64 = 8.0;

/// How much of a tone's energy must be in phase from hop to hop: all of it for a steady tone, little for noise.
const IN_PHASE: f64 = 0.6;

/// How far around a tone the noise is taken from, in hertz.
const BESIDE: usize = 30;

/// More than this is not needed to be sure: five minutes of pauses, in hops.
const MOST_HOPS: usize = 3_000;

/// Listens for mains hum.
#[derive(Clone, Debug)]
pub(super) struct HumFinder {
    rate: f64,
    factor: usize,
    hop: usize,
    /// The low end that makes no whole hop yet, and how many samples came before it.
    samples: Vec<f64>,
    position: usize,
    hops: Vec<Hop>,
}

/// The tones of a quiet hop: their real and imaginary parts, all with the phase of the recording's beginning.
#[derive(Clone, Debug)]
struct Hop {
    position: usize,
    tones: [[f32; 2]; TONES],
}

impl HumFinder {
    /// For what this brings to a low rate.
    pub(super) fn new(low: &Low, rate: SampleRate) -> Self {
        let factor = low.factor();
        let rate = f64::from(rate.hertz()) / factor as f64;
        let hop = ((rate * HOP).round() as usize).max(1);
        Self { rate, factor, hop, samples: Vec::new(), position: 0, hops: Vec::new() }
    }

    /// Takes the next samples of the low end.
    pub(super) fn push(&mut self, low: &[f64]) {
        self.samples.extend_from_slice(low);
        let whole = self.samples.len() / self.hop * self.hop;
        for start in (0..whole).step_by(self.hop) {
            let hop = &self.samples[start..start + self.hop];
            let mean = hop.iter().sum::<f64>() / self.hop as f64;
            let mean_square = hop.iter().map(|sample| (sample - mean).powi(2)).sum::<f64>() / self.hop as f64;
            if mean_square < LOUDEST_PAUSE.mean_square() && self.hops.len() < MOST_HOPS {
                let position = self.position + start;
                self.hops.push(Hop { position, tones: tones(hop, mean, position, self.rate) });
            }
        }
        self.position += whole;
        self.samples.drain(..whole);
    }

    /// The hum in the pauses; `None` where there is none, or too little of a pause to tell.
    pub(super) fn finish(self, course: &Course) -> Option<Hum> {
        let quiet = quiet(course);
        let is_quiet = |hop: &Hop| {
            let frame = |position: usize| (position * self.factor) as u64;
            let within = course.step_at(frame(hop.position))..=course.step_at(frame(hop.position + self.hop));
            within.into_iter().all(|step| quiet.get(step).copied().unwrap_or_default())
        };
        let hops: Vec<&Hop> = self.hops.iter().filter(|hop| is_quiet(hop)).collect();
        if hops.len() < FEWEST_HOPS {
            return None;
        }
        let mut spectrum = Spectrum { in_phase: [0.0; TONES], all: [0.0; TONES] };
        for run in hops.chunk_by(|one, next| one.position + self.hop == next.position) {
            run.chunks(LONGEST_RUN).for_each(|run| spectrum.add(run));
        }
        // The sum of a sine of amplitude A over n samples is A n / 2, and its mean square A^2 / 2.
        let unit = 2.0 / ((self.hop * self.hop * hops.len()) as f64);
        let hums = MAINS.iter().filter_map(|&hertz| {
            let power = spectrum.hum(hertz)?;
            Some(Hum { hertz: hertz as u32, mean_square: power * unit })
        });
        hums.max_by(|one, other| one.mean_square.total_cmp(&other.mean_square))
    }
}

/// How many loud steps in a row are speech: hum itself rises and falls a little.
const VOICED: usize = 3;

/// The steps that are surely no speech.
fn quiet(course: &Course) -> Vec<bool> {
    let mut quiet = vec![true; course.loud.len()];
    for run in course.runs(true, VOICED) {
        let end = (run.end + steps(BEHIND_SPEECH)).min(quiet.len());
        quiet[run.start.saturating_sub(steps(BEFORE_SPEECH))..end].fill(false);
    }
    quiet
}

/// The sums of a hop with every tone (Goertzel's recurrence), turned back to the recording's beginning.
fn tones(hop: &[f64], mean: f64, position: usize, rate: f64) -> [[f32; 2]; TONES] {
    let angles: [f64; TONES] = std::array::from_fn(|tone| TAU * (LOWEST + APART * tone) as f64 / rate);
    let factors = angles.map(|angle| 2.0 * angle.cos());
    let (mut last, mut before) = ([0.0f64; TONES], [0.0f64; TONES]);
    for sample in hop {
        for tone in 0..TONES {
            let next = (sample - mean) + factors[tone] * last[tone] - before[tone];
            (before[tone], last[tone]) = (last[tone], next);
        }
    }
    std::array::from_fn(|tone| {
        let (sin, cos) = angles[tone].sin_cos();
        let (real, imaginary) = (last[tone] - before[tone] * cos, before[tone] * sin);
        // The recurrence ends at the phase of the last sample of the hop.
        let (sin, cos) = (-angles[tone] * (position + hop.len() - 1) as f64).sin_cos();
        [(real * cos - imaginary * sin) as f32, (real * sin + imaginary * cos) as f32]
    })
}

/// The power of every tone over all pauses.
struct Spectrum {
    /// Added with their phase within a run of hops.
    in_phase: [f64; TONES],
    /// Added without.
    all: [f64; TONES],
}

impl Spectrum {
    fn add(&mut self, run: &[&Hop]) {
        for tone in 0..TONES {
            let (mut real, mut imaginary) = (0.0, 0.0);
            for hop in run {
                let [re, im] = hop.tones[tone].map(f64::from);
                real += re;
                imaginary += im;
                self.all[tone] += re * re + im * im;
            }
            self.in_phase[tone] += (real * real + imaginary * imaginary) / run.len() as f64;
        }
    }

    /// The power of the hum of these mains with its harmonics; `None` where no tone of it is proved.
    fn hum(&self, hertz: usize) -> Option<f64> {
        let harmonics = (1..=HARMONICS).map(|number| (number * hertz - LOWEST) / APART).filter(|&tone| tone < TONES);
        let is_proved = |tone: usize| {
            self.in_phase[tone] > PROOF * self.noise(tone) && self.in_phase[tone] > IN_PHASE * self.all[tone]
        };
        if !harmonics.clone().any(is_proved) {
            return None;
        }
        let heard = harmonics.filter(|&tone| self.in_phase[tone] > HARMONIC * self.noise(tone));
        Some(heard.map(|tone| self.in_phase[tone]).sum())
    }

    /// The power beside a tone, on the louder side; what may be hum is left out.
    fn noise(&self, tone: usize) -> f64 {
        let mean = |tones: std::ops::Range<usize>| {
            let hertz = |tone: usize| LOWEST + APART * tone;
            let others = tones.filter(|&tone| MAINS.iter().all(|mains| !hertz(tone).is_multiple_of(*mains)));
            let (count, sum) = others.fold((0, 0.0), |(count, sum), tone| (count + 1, sum + self.in_phase[tone]));
            if count > 0 { sum / f64::from(count) } else { 0.0 }
        };
        let beside = BESIDE / APART;
        mean(tone.saturating_sub(beside)..tone).max(mean(tone + 1..(tone + 1 + beside).min(TONES)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{measured, noise, sine, voice};
    use crate::signal::Hum;

    fn with_hum(voice: &[f32], hertz: f64, amplitude: f64) -> Option<Hum> {
        let seconds = voice.len() as f64 / 44_100.0;
        let (base, third) = (sine(hertz, amplitude, seconds), sine(3.0 * hertz, amplitude / 2.0, seconds));
        let samples: Vec<f32> =
            voice.iter().zip(base).zip(third).map(|((voice, base), third)| voice + base + third).collect();
        measured(&samples).hum
    }

    #[test]
    fn hum_is_told_with_its_level_and_its_mains() {
        let voice = voice(110.0, 5.0);
        for mains in [50u32, 60] {
            // Mains stray by a twentieth of a hertz.
            for hertz in [f64::from(mains), f64::from(mains) + 0.05] {
                let found = with_hum(&voice, hertz, 0.002).unwrap();
                assert_eq!(found.hertz, mains);
                // Half the squares of 0.002 and 0.001.
                let level = 10.0 * (found.mean_square / 2.5e-6).log10();
                assert!(level.abs() < 1.0, "{level} dB");
            }
        }
        assert_eq!(with_hum(&voice, 55.0, 0.002), None, "a fan is no hum");
    }

    #[test]
    fn a_voice_is_no_hum() {
        for pitch in [85.0, 100.0, 120.0, 150.0, 180.0] {
            assert_eq!(measured(&voice(pitch, 6.0)).hum, None, "{pitch} Hz");
        }
    }

    #[test]
    fn noise_is_no_hum() {
        for seed in 0..20 {
            assert_eq!(measured(&noise(seed, 0.001, 1.0)).hum, None, "{seed}");
        }
    }
}
