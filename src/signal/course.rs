//! How loud a recording is from step to step, and which of its steps are speech.

use std::ops::Range;

use crate::words::{Dbfs, Frames, SampleRate};

use super::bands::{BandStep, Bands};
use super::lanes::{sum, sum_of_squares};
use super::speech;

/// How many steps make a second: short enough to find an onset, longer than a pitch period of any voice.
pub(super) const STEPS_A_SECOND: f64 = 100.0;

/// Below this a step is no room but what an editor pads with: no microphone is that quiet beside speech of a usual level.
pub(super) const PADDING: Dbfs = Dbfs::new(-90.0);

/// How many steps last so many seconds.
pub(super) fn steps(seconds: f64) -> usize {
    (seconds * STEPS_A_SECOND).round() as usize
}

/// The energy of a recording in steps of 10 ms, while it is pushed.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    step: usize,
    filled: usize,
    now: Sums,
    steps: Vec<Sums>,
    bands: Bands,
}

/// The sums of a step's samples, and of their squares.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    samples: f64,
    squares: f64,
}

impl Sums {
    /// The squares of so many samples as they are without an offset. What is not shifted (the zeros that an editor pads
    /// with, pauses beside a lopsided voice) stays as it is: it would get louder.
    fn without(self, offset: f64, frames: usize) -> f64 {
        let shifted = self.squares - 2.0 * offset * self.samples + offset * offset * frames as f64;
        shifted.clamp(0.0, self.squares)
    }
}

impl Envelope {
    pub(super) fn new(rate: SampleRate) -> Self {
        Self {
            step: rate.frames(1.0 / STEPS_A_SECOND).index().max(1),
            filled: 0,
            now: Sums::default(),
            steps: Vec::new(),
            bands: Bands::new(rate.hertz()),
        }
    }

    /// Takes the next samples.
    pub(super) fn push(&mut self, mut block: &[f32]) {
        while !block.is_empty() {
            let (now, later) = block.split_at(block.len().min(self.step - self.filled));
            self.now.samples += sum(now);
            self.now.squares += sum_of_squares(now);
            self.bands.push(now);
            self.filled += now.len();
            block = later;
            if self.filled == self.step {
                self.steps.push(std::mem::take(&mut self.now));
                self.bands.close(self.step);
                self.filled = 0;
            }
        }
    }

    /// The mean of the calmest fourth of the steps, padding left out, which an editor adds behind the converter: the offset
    /// alone, as a voice is lopsided and would bring a mean of its own.
    fn offset(&self) -> f64 {
        let padding = PADDING.mean_square() * self.step as f64;
        let mut heard: Vec<&Sums> = self.steps.iter().filter(|step| step.squares > padding).collect();
        let calmest = heard.len().div_ceil(4);
        if calmest == 0 {
            return 0.0;
        }
        let spread = |step: &Sums| step.squares - step.samples * step.samples / self.step as f64;
        heard.select_nth_unstable_by(calmest - 1, |one, other| spread(one).total_cmp(&spread(other)));
        heard[..calmest].iter().map(|step| step.samples).sum::<f64>() / (calmest * self.step) as f64
    }

    pub(super) fn finish(mut self) -> Course {
        let offset = self.offset();
        let whole = self.steps.len();
        let frames = whole * self.step + self.filled;
        if self.filled > 0 {
            // The last, shorter step counts as if the rest of it were silent.
            self.steps.push(self.now);
            self.bands.close(self.step);
        }
        let length = |step: usize| if step < whole { self.step } else { self.filled };
        let per_step = 1.0 / self.step as f64;
        let mean_squares: Vec<f64> =
            self.steps.iter().enumerate().map(|(at, step)| step.without(offset, length(at)) * per_step).collect();
        let bands = self.bands.finish();
        let loud = speech::loud_steps(&mean_squares, &bands);
        Course { step: self.step, frames, offset, mean_squares, bands, sums: self.steps, loud }
    }
}

/// The course of a whole recording in steps of 10 ms.
#[derive(Clone, Debug)]
pub(super) struct Course {
    step: usize,
    frames: usize,
    /// The offset of the recording, as an amplitude with its sign.
    pub(super) offset: f64,
    /// The mean square of each step, without the offset of the recording.
    pub(super) mean_squares: Vec<f64>,
    /// The middle and the low band of each step.
    pub(super) bands: Vec<BandStep>,
    /// What each step was made of.
    sums: Vec<Sums>,
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

    /// The mean square over these steps as they are, with whatever offset there is.
    pub(super) fn mean_square_with_offset(&self, steps: &Range<usize>) -> f64 {
        self.per_frame(steps, self.sums[steps.clone()].iter().map(|step| step.squares).sum())
    }

    /// The mean square over these steps, without the offset of the recording.
    pub(super) fn mean_square(&self, steps: &Range<usize>) -> f64 {
        self.per_frame(steps, self.mean_squares[steps.clone()].iter().sum::<f64>() * self.step as f64)
    }

    fn per_frame(&self, steps: &Range<usize>, sum: f64) -> f64 {
        let frames = self.frames(steps);
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
