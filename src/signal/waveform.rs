//! The outline of a chapter, small enough for a page: its peaks and how loud it is, over time.

use serde::{Deserialize, Serialize};

use crate::words::SampleRate;

use super::k_weighting::KWeighting;
use super::lanes::highest;
use super::measured::lufs;

/// How many peaks make a second.
pub const PEAKS_A_SECOND: u32 = 10;

/// The window of short-term loudness, in seconds (EBU Tech 3341).
const WINDOW: usize = 3;

/// A chapter as it is drawn, in levels of a quarter of a decibel.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Waveform {
    /// The highest sample of each tenth of a second, the last one cut short, as dBFS.
    pub peaks: Vec<Drawn>,
    /// The loudness of the three seconds that end with each whole second, in LUFS, the one channel counted once; nothing
    /// where there are no three seconds yet.
    pub loudness: Vec<Drawn>,
}

/// A level that is drawn: 255 is 0 dB, each step less a quarter of a decibel; 0 is everything below -63.5 dB.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Drawn(pub u8);

impl Drawn {
    /// The level nearest to so many decibels.
    fn of(decibels: f64) -> Self {
        // A cast takes what lies outside to the nearer end.
        Self((255.0 + 4.0 * decibels).round() as u8)
    }
}

/// Draws a mono programme that is pushed in blocks of any size.
#[derive(Clone, Debug)]
pub struct WaveformMeter {
    rate: u64,
    frames: u64,
    peak: f32,
    weighting: KWeighting,
    sum: f64,
    /// The K-weighted squares of the last seconds.
    last: [f64; WINDOW],
    drawn: Waveform,
}

impl WaveformMeter {
    /// A meter for mono samples at this rate.
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        Self {
            rate: rate.hertz().into(),
            frames: 0,
            peak: 0.0,
            weighting: KWeighting::new(rate),
            sum: 0.0,
            last: [0.0; WINDOW],
            drawn: Waveform::default(),
        }
    }

    /// Takes the next samples.
    pub fn push(&mut self, mut block: &[f32]) {
        while !block.is_empty() {
            let next = self.end_of(self.drawn.peaks.len() as u64 + 1);
            let (now, later) = block.split_at(block.len().min((next - self.frames) as usize));
            self.peak = self.peak.max(highest(now));
            self.sum += self.weighting.sum_of_squares(now.iter());
            self.frames += now.len() as u64;
            block = later;
            if self.frames == next {
                self.close();
            }
        }
    }

    /// The frame behind so many tenths of a second: they have no whole number of frames at every rate.
    fn end_of(&self, tenths: u64) -> u64 {
        (tenths * self.rate).div_ceil(PEAKS_A_SECOND.into())
    }

    fn close(&mut self) {
        self.close_peak();
        let peaks = self.drawn.peaks.len();
        if peaks.is_multiple_of(PEAKS_A_SECOND as usize) {
            let second = peaks / PEAKS_A_SECOND as usize;
            self.weighting.settle();
            self.last[second % WINDOW] = std::mem::take(&mut self.sum);
            let mean_square = self.last.iter().sum::<f64>() / (WINDOW as u64 * self.rate) as f64;
            let heard = lufs(mean_square).filter(|_| second >= WINDOW);
            self.drawn.loudness.push(heard.map_or(Drawn(0), |loudness| Drawn::of(loudness.db())));
        }
    }

    fn close_peak(&mut self) {
        let peak = f64::from(std::mem::take(&mut self.peak));
        self.drawn.peaks.push(Drawn::of(20.0 * peak.log10()));
    }

    /// What was drawn.
    #[must_use]
    pub fn finish(mut self) -> Waveform {
        if self.frames > self.end_of(self.drawn.peaks.len() as u64) {
            self.close_peak();
        }
        self.drawn
    }
}

#[cfg(test)]
mod tests {
    use super::super::LoudnessMeter;
    use super::super::testing::{silence, sine, voice};
    use super::*;

    fn drawn(samples: &[f32], block: usize) -> Waveform {
        let mut meter = WaveformMeter::new(SampleRate::CD);
        samples.chunks(block).for_each(|block| meter.push(block));
        meter.finish()
    }

    #[test]
    fn levels_are_drawn_to_a_quarter_of_a_decibel() {
        let drawn = [f64::NEG_INFINITY, -90.0, -63.6, -63.5, -20.1, -0.1, 0.0, 3.0].map(Drawn::of);
        assert_eq!(drawn.map(|level| level.0), [0, 0, 1, 1, 175, 255, 255, 255]);
    }

    #[test]
    fn every_tenth_of_a_second_has_its_peak() {
        let found = drawn(&[silence(0.5), sine(440.0, 0.5, 0.2), silence(0.33)].concat(), 1_000);
        let half = Drawn(255 - 24);
        let peaks =
            [Drawn(0), Drawn(0), Drawn(0), Drawn(0), Drawn(0), half, half, Drawn(0), Drawn(0), Drawn(0), Drawn(0)];
        assert_eq!(found, Waveform { peaks: peaks.to_vec(), loudness: vec![Drawn(0)] });
        assert_eq!(drawn(&[], 1), Waveform::default());
    }

    #[test]
    fn its_loudness_is_the_short_term_loudness_of_the_standard() {
        let samples = voice(120.0, 9.0);
        let found = drawn(&samples, 4_096);
        assert_eq!(found.loudness.len(), 9);
        assert_eq!(found.loudness[..2], [Drawn(0); 2]);
        for (at, heard) in found.loudness.iter().enumerate().skip(2) {
            let mut meter = LoudnessMeter::mono(SampleRate::CD);
            meter.push(&samples[(at - 2) * 44_100..(at + 1) * 44_100]);
            let wanted = Drawn::of(meter.finish().short_term().unwrap().db());
            assert!(heard.0.abs_diff(wanted.0) <= 1, "{heard:?} at {at} is not {wanted:?}");
        }
    }

    #[test]
    fn blocks_of_any_size_draw_the_same() {
        let samples = voice(140.0, 5.05);
        let whole = drawn(&samples, samples.len());
        assert_eq!(whole.peaks.len(), 51);
        for block in [1, 777, 44_100] {
            assert_eq!(drawn(&samples, block).peaks, whole.peaks);
        }
    }
}
