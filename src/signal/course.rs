//! How loud a recording is from step to step, and which of its steps are speech.

use std::ops::Range;

use crate::words::{Frames, SampleRate};

use super::lanes::sum_of_squares;
use super::speech;

/// How many steps make a second: short enough to find an onset, longer than a pitch period of any voice.
pub(super) const STEPS_A_SECOND: f64 = 100.0;

/// How many steps last so many seconds.
pub(super) fn steps(seconds: f64) -> usize {
    (seconds * STEPS_A_SECOND).round() as usize
}

/// The energy of a recording in steps of 10 ms, while it is pushed.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    step: usize,
    filled: usize,
    sum: f64,
    sums: Vec<f64>,
}

impl Envelope {
    pub(super) fn new(rate: SampleRate) -> Self {
        Self { step: rate.frames(1.0 / STEPS_A_SECOND).index().max(1), filled: 0, sum: 0.0, sums: Vec::new() }
    }

    /// Takes the next samples.
    pub(super) fn push(&mut self, mut block: &[f32]) {
        while !block.is_empty() {
            let (now, later) = block.split_at(block.len().min(self.step - self.filled));
            self.sum += sum_of_squares(now);
            self.filled += now.len();
            block = later;
            if self.filled == self.step {
                self.sums.push(self.sum);
                (self.sum, self.filled) = (0.0, 0);
            }
        }
    }

    /// The median of the mean squares of all whole steps: the level of a steady sound, whatever bumps are in it.
    pub(super) fn median_mean_square(&self) -> f64 {
        let mut sums = self.sums.clone();
        let middle = sums.len() / 2;
        if sums.is_empty() {
            return 0.0;
        }
        *sums.select_nth_unstable_by(middle, f64::total_cmp).1 / self.step as f64
    }

    pub(super) fn finish(mut self) -> Course {
        let frames = self.sums.len() * self.step + self.filled;
        if self.filled > 0 {
            // The last, shorter step counts as if the rest of it were silent.
            self.sums.push(self.sum);
        }
        for sum in &mut self.sums {
            *sum /= self.step as f64;
        }
        let loud = speech::loud_steps(&self.sums);
        Course { step: self.step, frames, mean_squares: self.sums, loud }
    }
}

/// The course of a whole recording in steps of 10 ms.
#[derive(Clone, Debug)]
pub(super) struct Course {
    step: usize,
    frames: usize,
    /// The mean square of each step.
    pub(super) mean_squares: Vec<f64>,
    /// Whether each step is above the threshold of speech; none is where there is no speech.
    pub(super) loud: Vec<bool>,
}

impl Course {
    /// The step that a frame lies in.
    pub(super) fn step_at(&self, frame: u64) -> usize {
        (frame / self.step as u64) as usize
    }

    /// The frames of these steps.
    pub(super) fn frames(&self, steps: &Range<usize>) -> Range<Frames> {
        let frame = |step: usize| Frames::from((step * self.step).min(self.frames));
        frame(steps.start)..frame(steps.end)
    }

    /// The mean square over these steps.
    pub(super) fn mean_square(&self, steps: &Range<usize>) -> f64 {
        let frames = self.frames(steps);
        let sum = self.mean_squares[steps.clone()].iter().sum::<f64>() * self.step as f64;
        sum / (frames.end - frames.start).0.max(1) as f64
    }

    /// The mean square of the steps of speech, pauses left out; 0 without any.
    pub(super) fn loud_mean_square(&self) -> f64 {
        let (count, sum) = self
            .mean_squares
            .iter()
            .zip(&self.loud)
            .filter(|(_, loud)| **loud)
            .fold((0u64, 0.0), |(count, sum), (mean_square, _)| (count + 1, sum + mean_square));
        sum / count.max(1) as f64
    }

    /// The runs of at least so many steps that are speech, or are not, in their order.
    pub(super) fn runs(&self, of_speech: bool, shortest: usize) -> Vec<Range<usize>> {
        runs(&self.loud, of_speech, shortest)
    }
}

/// The runs of at least `shortest` of this value.
pub(super) fn runs(steps: &[bool], wanted: bool, shortest: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (step, &value) in steps.iter().chain([&!wanted]).enumerate() {
        if value != wanted {
            if step - start >= shortest.max(1) {
                found.push(start..step);
            }
            start = step + 1;
        }
    }
    found
}
