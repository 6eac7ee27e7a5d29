//! The channels of a take on their way into one.

use crate::signal::meter::sum_of_squares;
use crate::signal::{PeakMeter, Peaks};
use crate::takes::Channels;

/// Averages channels, and measures what averaging would hide.
pub struct Mixdown {
    count: usize,
    /// One a channel; none where there is only one, which is measured later.
    meters: Vec<PeakMeter>,
    /// The sum of squares of each channel.
    squares: Vec<f64>,
    /// The sum of the products of the first two.
    crossed: f64,
    frames: u64,
    one: Vec<f32>,
}

impl Mixdown {
    /// Of so many channels, at least one.
    pub fn new(count: usize) -> Self {
        let meters = if count > 1 { vec![PeakMeter::default(); count] } else { Vec::new() };
        Self { count, meters, squares: vec![0.0; count], crossed: 0.0, frames: 0, one: Vec::new() }
    }

    /// Mixes frames, whose samples stand channel after channel, into `mono`.
    pub fn mix(&mut self, frames: &mut Vec<f32>, mono: &mut Vec<f32>) {
        if self.count == 1 {
            std::mem::swap(frames, mono);
            return;
        }
        self.frames += (frames.len() / self.count) as u64;
        for (channel, (meter, squares)) in self.meters.iter_mut().zip(&mut self.squares).enumerate() {
            self.one.clear();
            self.one.extend(frames.iter().skip(channel).step_by(self.count));
            meter.push(&self.one);
            *squares += sum_of_squares(&self.one);
        }
        for frame in frames.chunks_exact(self.count) {
            self.crossed += f64::from(frame[0]) * f64::from(frame[1]);
        }
        let share = 1.0 / self.count as f32;
        mono.clear();
        mono.extend(frames.chunks_exact(self.count).map(|frame| frame.iter().sum::<f32>() * share));
    }

    /// The worst peaks of a channel, and how the channels lie to each other; `None` for one channel.
    pub fn heard(&self) -> Option<(Peaks, Channels)> {
        let worst = self.meters.iter().map(PeakMeter::peaks).max_by(|one, other| {
            one.clipped_runs.cmp(&other.clipped_runs).then(one.highest.total_cmp(&other.highest))
        })?;
        let mean_squares: Vec<f64> = self.squares.iter().map(|sum| sum / self.frames.max(1) as f64).collect();
        let product = (self.squares[0] * self.squares[1]).sqrt();
        let correlation = if product > 0.0 { self.crossed / product } else { 0.0 };
        Some((worst, Channels { mean_squares, correlation }))
    }
}
