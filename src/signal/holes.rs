//! Samples that stand still: digital silence, and what was lost on its way to the disk.

use std::ops::Range;

use crate::words::{Dbfs, Frames, SampleRate};

use super::course::Course;
use super::lanes::sum_of_squares;
use super::measured::Spots;

/// From this length on, in seconds, exact zeros are digital silence: shorter runs are in every quiet 16-bit recording.
const SILENCE: f64 = 0.01;

/// From this length on, in seconds and in samples, samples that stand still within sound were lost.
const HOLE: f64 = 0.0005;
const HOLE_SAMPLES: usize = 12;

/// How much sound right before and right behind a hole tells whether it lies within sound, in seconds: a word needs longer
/// than that to fade, and a hole of a buffer does not.
const SHOULDER: f64 = 0.001;
const SHOULDERS: usize = 2;

/// How far below the speech the shoulders of a hole may be, in decibels, and how quiet they may be at all.
const SHOULDER_BELOW_SPEECH_DB: f64 = 15.0;
const QUIETEST_SHOULDER: Dbfs = Dbfs::new(-46.0);

/// A hole in which a sample other than zero is held lies in the middle of the waveform: below this share of the RMS around
/// it, and left by a jump of at least this share. A clipped or limited wave stands still at its highest point, and leaves it
/// slowly.
const HELD_SHARE: f32 = 0.5;

/// How many of the finest steps between its samples the sound around a hole is at least, as an RMS: where there are few, as
/// in 8 bits, slow waves stand still by themselves.
const SHOULDER_STEPS: f64 = 12.0;

/// More holes than these are not told apart: the take is broken.
const MOST_HOLES: usize = 10_000;

/// Looks for samples that stand still.
#[derive(Clone, Debug)]
pub(super) struct HoleFinder {
    shortest: usize,
    silence: u64,
    shoulder: usize,

    position: u64,
    /// The least difference between two samples in a row where some stood still: those of coarse files do all over.
    finest: f32,
    /// The last sample, and how many times in a row it came.
    held: f32,
    run: usize,
    /// Of the shoulder that is being filled: how many samples, and the sum of their squares.
    filled: usize,
    sum: f64,
    /// The mean squares of the last shoulders, number n in slot n % 4; and how many are whole.
    recent: [f64; 4],
    shoulders: u64,

    /// The hole that samples stand still in, and how loud it was before.
    open: Option<Hole>,
    /// Holes that have ended, while it is not known how loud it is behind them.
    ended: Vec<Hole>,
    holes: Vec<Hole>,
    digital_silence: Spots,
}

/// A run of equal samples within sound.
#[derive(Clone, Debug)]
struct Hole {
    range: Range<u64>,
    value: f32,
    /// The first sample behind it.
    next: f32,
    /// The mean square of its quieter shoulder.
    shoulder: f64,
}

impl HoleFinder {
    pub(super) fn new(rate: SampleRate) -> Self {
        Self {
            shortest: rate.frames(HOLE).index().max(HOLE_SAMPLES),
            silence: rate.frames(SILENCE).0.max(HOLE_SAMPLES as u64),
            // A hole is known only when it is long enough, and its shoulder has to be remembered until then.
            shoulder: rate.frames(SHOULDER).index().max(HOLE_SAMPLES / 2),
            position: 0,
            finest: f32::INFINITY,
            held: f32::NAN,
            run: 0,
            filled: 0,
            sum: 0.0,
            recent: [0.0; 4],
            shoulders: 0,
            open: None,
            ended: Vec::new(),
            holes: Vec::new(),
            digital_silence: Spots::default(),
        }
    }

    /// Takes the next samples.
    pub(super) fn push(&mut self, mut block: &[f32]) {
        while !block.is_empty() {
            let (now, later) = block.split_at(block.len().min(self.shoulder - self.filled));
            self.sum += sum_of_squares(now);
            self.scan(now);
            self.filled += now.len();
            block = later;
            if self.filled == self.shoulder {
                self.close_shoulder();
            }
        }
    }

    fn scan(&mut self, samples: &[f32]) {
        let Some(&last) = samples.last() else { return };
        // Sound hardly ever stands still for two samples: most pieces need no closer look.
        let still = samples.windows(2).filter(|pair| pair[0] == pair[1]).count();
        if still > 0 || samples[0] == self.held || self.open.is_some() {
            for (position, &sample) in (self.position..).zip(samples) {
                self.step(position, sample);
            }
        } else {
            (self.held, self.run) = (last, 1);
        }
        self.position += samples.len() as u64;
    }

    fn step(&mut self, position: u64, sample: f32) {
        if sample == self.held {
            self.run += 1;
            if self.run == self.shortest {
                let start = position + 1 - self.run as u64;
                let shoulder = self.before(start);
                self.open = Some(Hole { range: start..start, value: sample, next: sample, shoulder });
            }
            return;
        }
        // The first sample of all has none before it, and differs from that by no number.
        self.finest = self.finest.min((sample - self.held).abs());
        (self.held, self.run) = (sample, 1);
        if let Some(hole) = self.open.take() {
            let hole = Hole { range: hole.range.start..position, next: sample, ..hole };
            self.note_silence(&hole);
            if hole.shoulder > 0.0 && self.ended.len() + self.holes.len() < MOST_HOLES {
                self.ended.push(hole);
            }
        }
    }

    fn note_silence(&mut self, hole: &Hole) {
        if hole.value == 0.0 && hole.range.end - hole.range.start >= self.silence {
            self.digital_silence.add(frames(&hole.range));
        }
    }

    /// The mean square of what was heard right before a place; 0 where it is the beginning.
    fn before(&self, place: u64) -> f64 {
        let whole = place / self.shoulder as u64;
        let shoulders = whole.checked_sub(SHOULDERS as u64).map(|first| first..whole);
        shoulders.map_or(0.0, |shoulders| {
            shoulders.map(|number| self.recent[(number % 4) as usize]).sum::<f64>() / SHOULDERS as f64
        })
    }

    fn close_shoulder(&mut self) {
        self.recent[(self.shoulders % 4) as usize] = self.sum / self.shoulder as f64;
        self.shoulders += 1;
        (self.sum, self.filled) = (0.0, 0);
        let known = self.shoulders * self.shoulder as u64;
        let behind =
            |hole: &Hole| (hole.range.end.div_ceil(self.shoulder as u64) + SHOULDERS as u64) * self.shoulder as u64;
        let count = self.ended.iter().take_while(|hole| behind(hole) <= known).count();
        for mut hole in self.ended.drain(..count).collect::<Vec<_>>() {
            let place = behind(&hole);
            hole.shoulder = hole.shoulder.min(self.before(place));
            if hole.shoulder >= QUIETEST_SHOULDER.mean_square() && hole.is_no_peak() {
                self.holes.push(hole);
            }
        }
    }

    /// The runs of digital silence, and the holes within sound.
    pub(super) fn finish(mut self, course: &Course) -> (Spots, Spots) {
        if let Some(mut hole) = self.open.take() {
            hole.range.end = self.position;
            self.note_silence(&hole);
        }
        let mut dropouts = Spots::default();
        let finest = if self.finest.is_finite() { f64::from(self.finest) } else { 0.0 };
        let least = (course.loud_mean_square() * Dbfs::new(-SHOULDER_BELOW_SPEECH_DB).mean_square())
            .max((SHOULDER_STEPS * finest).powi(2));
        for hole in self.holes.iter().filter(|hole| hole.shoulder >= least) {
            dropouts.add(frames(&hole.range));
        }
        (self.digital_silence, dropouts)
    }
}

impl Hole {
    /// Whether what is held is no point at which a wave may stand still.
    fn is_no_peak(&self) -> bool {
        let share = HELD_SHARE * self.shoulder.sqrt() as f32;
        self.value == 0.0 || (self.value.abs() < share && (self.next - self.value).abs() > share)
    }
}

fn frames(range: &Range<u64>) -> Range<Frames> {
    Frames(range.start)..Frames(range.end)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{in_bits, measured, noise, silence, sine, voice};
    use super::*;

    fn at(seconds: f64) -> usize {
        SampleRate::CD.frames(seconds).index()
    }

    #[test]
    fn zeros_within_a_word_are_a_dropout() {
        let clean = voice(110.0, 4.0);
        // Syllables are loudest in their middle: 0.11 s behind their beginning.
        for (place, samples) in [(0.83, 24), (1.05, 441), (1.27, 4_410)] {
            let mut broken = clean.clone();
            broken[at(place)..at(place) + samples].fill(0.0);
            let found = measured(&broken).dropouts;
            assert_eq!(found.count(), 1, "{samples} zeros at {place} s");
            let first = found.first().unwrap().index();
            assert!(first.abs_diff(at(place)) <= 1, "{first} is not {}", at(place));
        }
    }

    #[test]
    fn a_held_sample_in_the_middle_of_a_wave_is_a_dropout_and_a_clipped_top_is_none() {
        let tone: Vec<f32> = [noise(1, 0.001, 0.5), sine(100.0, 0.5, 1.0), noise(2, 0.001, 0.5)].concat();
        let mut held = tone.clone();
        // Just behind a zero crossing: 0.5 s and 20 periods of 441 samples.
        let place = at(0.5) + 20 * 441 + 10;
        held[place..place + 150].fill(tone[place]);
        assert_eq!(measured(&held).dropouts.first(), Some(Frames::from(place)));
        let clipped: Vec<f32> = tone.iter().map(|sample| sample.clamp(-0.45, 0.45)).collect();
        assert_eq!(measured(&clipped).dropouts.count(), 0, "a limited wave stands still at its top");
    }

    #[test]
    fn digital_silence_is_told_from_10_ms_on_and_is_no_dropout_in_a_pause() {
        let mut samples = [noise(1, 0.001, 0.5), silence(0.009), noise(2, 0.001, 0.1), silence(0.5)].concat();
        samples.extend(voice(120.0, 2.0));
        samples.extend(silence(1.0));
        let found = measured(&samples);
        let (spots, dropouts) = (found.digital_silence, found.dropouts);
        assert_eq!((spots.count(), dropouts.count()), (2, 0));
        assert_eq!(spots.first(), Some(Frames::from(at(0.5) + at(0.009) + at(0.1))));
        assert_eq!(spots.longest().map(|longest| longest.end - longest.start), Some(SampleRate::CD.frames(1.0)));
    }

    #[test]
    fn coarse_steps_are_no_holes_and_a_hole_between_them_is_one() {
        for pitch in [85.0, 120.0, 220.0] {
            let clean = voice(pitch, 6.0);
            let low: Vec<f32> = clean.iter().map(|sample| sample * 0.003).collect();
            // Eight bits; and a take that was recorded far too low, and brought to its level afterwards.
            let raised: Vec<f32> = in_bits(&low, 16).iter().map(|sample| sample / 0.003).collect();
            for (name, coarse) in [("8 bits", in_bits(&clean, 8)), ("raised", raised)] {
                assert_eq!(measured(&coarse).dropouts.count(), 0, "{name}, {pitch} Hz");
            }
            let loud: Vec<f32> = clean.iter().map(|sample| sample * 2.0).collect();
            let mut broken = in_bits(&loud, 8);
            broken[at(1.05)..at(1.06)].fill(0.0);
            assert_eq!(measured(&broken).dropouts.count(), 1, "{pitch} Hz");
        }
    }

    #[test]
    fn a_voice_has_no_holes() {
        for pitch in [85.0, 120.0, 220.0] {
            let found = measured(&voice(pitch, 6.0));
            assert_eq!((found.dropouts.count(), found.digital_silence.count()), (0, 0), "{pitch} Hz");
        }
    }
}
