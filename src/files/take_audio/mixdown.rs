//! The channels of a take on their way into one.

use crate::signal::meter::sum_of_squares;
use crate::signal::{PeakMeter, Peaks};

/// Averages channels, and measures what averaging would hide.
pub struct Mixdown {
    count: usize,
    /// One a channel; none where there is only one, which is measured later.
    meters: Vec<PeakMeter>,
    squares: f64,
    samples: u64,
    one: Vec<f32>,
}

impl Mixdown {
    /// Of so many channels, at least one.
    pub fn new(count: usize) -> Self {
        let meters = if count > 1 { vec![PeakMeter::default(); count] } else { Vec::new() };
        Self { count, meters, squares: 0.0, samples: 0, one: Vec::new() }
    }

    /// Mixes frames, whose samples stand channel after channel, into `mono`.
    pub fn mix(&mut self, frames: &mut Vec<f32>, mono: &mut Vec<f32>) {
        if self.count == 1 {
            std::mem::swap(frames, mono);
            return;
        }
        self.squares += sum_of_squares(frames);
        self.samples += frames.len() as u64;
        for (channel, meter) in self.meters.iter_mut().enumerate() {
            self.one.clear();
            self.one.extend(frames.iter().skip(channel).step_by(self.count));
            meter.push(&self.one);
        }
        let share = 1.0 / self.count as f32;
        mono.clear();
        mono.extend(frames.chunks_exact(self.count).map(|frame| frame.iter().sum::<f32>() * share));
    }

    /// The worst peaks of a channel, and the mean square of all; `None` for one channel.
    pub fn heard(&self) -> Option<(Peaks, f64)> {
        let worst = self.meters.iter().map(PeakMeter::peaks).max_by(|one, other| {
            one.clipped_runs.cmp(&other.clipped_runs).then(one.highest.total_cmp(&other.highest))
        })?;
        Some((worst, self.squares / self.samples.max(1) as f64))
    }
}
