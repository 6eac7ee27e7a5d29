//! What is heard of a take before its channels are mixed: its fingerprint, and each channel for itself.

use crate::signal::lanes::sum_of_squares;
use crate::signal::{PeakMeter, Peaks, TruePeakMeter};
use crate::takes::{Channels, TakeFormat};
use crate::words::Fingerprint;

/// Listens to frames as they were recorded.
pub struct Ears {
    count: usize,
    digest: blake3::Hasher,
    bytes: Vec<u8>,
    /// One a channel; none where there is only one, which is its own mix.
    channels: Vec<Channel>,
    /// The sum of the products of the first two channels.
    crossed: f64,
    frames: u64,
    one: Vec<f32>,
}

#[derive(Clone, Default)]
struct Channel {
    peaks: PeakMeter,
    true_peak: TruePeakMeter,
    squares: f64,
}

/// What was heard.
pub struct Heard {
    /// The samples of all channels as `f32`, their rate and the number of channels, whatever the file and its format.
    pub audio: Fingerprint,
    /// What averaging the channels hides; `None` where there is only one.
    pub channels: Option<HeardChannels>,
}

/// What was heard of several channels.
pub struct HeardChannels {
    /// The peaks of the worst channel.
    pub peaks: Peaks,
    /// The true peak of the worst channel, as an amplitude.
    pub true_peak: f64,
    /// How the channels lie to each other.
    pub channels: Channels,
}

impl Ears {
    /// For takes of this format, with at least one channel.
    pub fn new(format: &TakeFormat) -> Self {
        let (count, rate) = (format.channels as usize, format.sample_rate);
        let mut digest = blake3::Hasher::new();
        digest.update(&rate.hertz().to_le_bytes());
        digest.update(&(count as u32).to_le_bytes());
        let channel = Channel { peaks: PeakMeter::of_depth(format.bit_depth), ..Channel::default() };
        let channels = if count > 1 { vec![channel; count] } else { Vec::new() };
        Self { count, digest, bytes: Vec::new(), channels, crossed: 0.0, frames: 0, one: Vec::new() }
    }

    /// Takes the next frames, whose samples stand channel after channel.
    pub fn push(&mut self, frames: &[f32]) {
        self.bytes.resize(frames.len() * 4, 0);
        for (bytes, sample) in self.bytes.as_chunks_mut().0.iter_mut().zip(frames) {
            *bytes = sample.to_le_bytes();
        }
        self.digest.update(&self.bytes);
        if self.channels.is_empty() {
            return;
        }
        self.frames += (frames.len() / self.count) as u64;
        for (number, channel) in self.channels.iter_mut().enumerate() {
            self.one.clear();
            self.one.extend(frames.iter().skip(number).step_by(self.count));
            channel.peaks.push(&self.one);
            channel.true_peak.push(&self.one);
            channel.squares += sum_of_squares(&self.one);
        }
        for frame in frames.chunks_exact(self.count) {
            self.crossed += f64::from(frame[0]) * f64::from(frame[1]);
        }
    }

    /// What was heard.
    pub fn finish(self) -> Heard {
        Heard { audio: Fingerprint::from(self.digest.finalize()), channels: self.heard_channels() }
    }

    fn heard_channels(self) -> Option<HeardChannels> {
        let worst = self.channels.iter().map(|channel| channel.peaks.peaks()).max_by(|one, other| {
            one.clipped_runs.cmp(&other.clipped_runs).then(one.highest.total_cmp(&other.highest))
        })?;
        let mean_squares: Vec<f64> =
            self.channels.iter().map(|channel| channel.squares / self.frames.max(1) as f64).collect();
        let product = (self.channels[0].squares * self.channels[1].squares).sqrt();
        let correlation = if product > 0.0 { self.crossed / product } else { 0.0 };
        let true_peak = self.channels.into_iter().map(|channel| channel.true_peak.finish()).fold(0.0, f64::max);
        Some(HeardChannels { peaks: worst, true_peak, channels: Channels { mean_squares, correlation } })
    }
}
