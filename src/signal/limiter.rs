//! A look-ahead true-peak limiter: what is below its ceiling passes bit for bit.

use std::collections::VecDeque;

use serde::Serialize;

use crate::words::{Dbtp, Frames, Gain, Result, SampleRate};

use super::pull::Pull;
use super::true_peak::{Interpolator, REACH};

/// How far the gain begins to fall before a peak, in seconds: long enough not to click, too short to be heard as a fade.
const LOOK_AHEAD: f64 = 0.005;

/// How fast the gain comes back, as the time constant in seconds: within a syllable.
const RELEASE: f64 = 0.08;

/// From here on the way back, the gain is exactly 1.
const NEARLY_UNITY: f64 = 0.9999;

/// What the limiter keeps below its ceiling, in decibels: the gain moves between samples too, and interpolating errs.
const MARGIN_DB: f64 = 0.2;

/// What of the limiter's work is counted: less can't be heard, and every peak has a long way back.
pub const AUDIBLE: Gain = Gain::from_millis(-1_000);

/// How many samples are looked at in one go.
const CHUNK: usize = 512;

/// Holds a stream below a true-peak ceiling.
///
/// The gain that a peak needs is reached by lowering the gain over the 5 ms before it: the least gain needed in the time
/// ahead, averaged over the time behind, is low enough exactly where it has to be. The stream comes out as long as it
/// went in, in its place.
pub struct Limiter<S> {
    source: S,
    interpolator: Interpolator,
    ceiling: f32,
    ramp: usize,
    release: f64,

    /// The samples from `REACH` before the next one, with zeros before the start and behind the end.
    around: Vec<f32>,
    /// How many of the zeros before the start have not been passed yet.
    lead_in: usize,
    /// The position of the next sample, counted from the zeros before the start.
    position: u64,
    /// The position of the next sample whose needed gain is not known yet.
    unseen: u64,
    /// How many samples came in so far, those zeros included, and whether the source gave its last.
    received: u64,
    ended: bool,

    /// Gains that peaks ahead need, by position, for those that need less than 1.
    needed: VecDeque<(u64, f64)>,
    /// Of those within reach, the candidates for the least: rising gains.
    least: VecDeque<(u64, f64)>,
    /// The gains of the last `ramp` samples before averaging.
    held: VecDeque<f64>,
    held_sum: f64,
    /// How many of `held` are not 1.
    working: usize,

    work: LimiterWork,
    /// The lowest gain so far, as a factor.
    deepest: f64,
    /// Gains below this factor count as lowering.
    audible: f64,
}

/// How much a limiter had to do.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct LimiterWork {
    /// How many samples were lowered by [`AUDIBLE`] or more.
    pub limited: Frames,
    /// The deepest gain; zero decibels where nothing was lowered.
    #[serde(rename = "limited_by")]
    pub deepest: Gain,
}

impl<S: Pull> Limiter<S> {
    /// A limiter of this stream to this ceiling.
    #[must_use]
    pub fn new(source: S, ceiling: Dbtp, rate: SampleRate) -> Self {
        let ramp = rate.frames(LOOK_AHEAD).index().max(1);
        Self {
            source,
            interpolator: Interpolator::new(),
            ceiling: (ceiling + Gain::from_db(-MARGIN_DB)).amplitude() as f32,
            ramp,
            release: 1.0 - (-1.0 / (RELEASE * f64::from(rate.hertz()))).exp(),
            // Silence before the start gives the gain time to fall for a peak that opens the stream.
            around: vec![0.0; REACH + ramp + 2 * REACH],
            lead_in: ramp + 2 * REACH,
            position: 0,
            unseen: 0,
            received: (ramp + 2 * REACH) as u64,
            ended: false,
            needed: VecDeque::new(),
            least: VecDeque::new(),
            held: VecDeque::from(vec![1.0; ramp]),
            held_sum: ramp as f64,
            working: 0,
            work: LimiterWork::default(),
            deepest: 1.0,
            audible: AUDIBLE.factor(),
        }
    }

    /// How much it had to do so far.
    #[must_use]
    pub fn work(&self) -> LimiterWork {
        LimiterWork { deepest: Gain::from_factor(self.deepest), ..self.work }
    }

    /// How far ahead of a sample the peaks reach that lower its gain.
    fn look_ahead(&self) -> u64 {
        (self.ramp + REACH) as u64
    }

    /// Reads on until all that can lower the next `count` samples is known.
    fn read_ahead(&mut self, count: usize) -> Result<()> {
        let wanted = REACH + count + self.ramp + 2 * REACH;
        while self.around.len() < wanted {
            let filled = self.around.len();
            self.around.resize(wanted, 0.0);
            if self.ended {
                break;
            }
            let got = self.source.pull(&mut self.around[filled..])?;
            self.received += got as u64;
            self.ended = got < wanted - filled;
        }
        let until = self.position + count as u64 + self.look_ahead();
        while self.unseen < until {
            let count = CHUNK.min((until - self.unseen) as usize);
            self.find_peaks(count);
            self.unseen += count as u64;
        }
        Ok(())
    }

    /// Notes the gains that the next `count` unseen samples need.
    fn find_peaks(&mut self, count: usize) {
        // In `around`, the sample at `position` stands at `REACH`: that of `unseen` less its reach stands here.
        let first = (self.unseen - self.position) as usize;
        let samples = &self.around[first..first + count - 1 + 2 * REACH];
        let highest = samples.iter().fold(0.0f32, |highest, sample| highest.max(sample.abs()));
        if highest * self.interpolator.bound() <= self.ceiling {
            return;
        }
        for (position, around) in (self.unseen..).zip(samples.windows(2 * REACH)) {
            // The points between the sample before and this one; this one itself belongs to the next.
            let peak = self.interpolator.peak(around);
            if peak > self.ceiling {
                self.needed.push_back((position, f64::from(self.ceiling / peak)));
            }
        }
    }

    /// The gain of the sample at `position`.
    fn next_gain(&mut self, position: u64) -> f64 {
        while let Some(&(peak, gain)) = self.needed.front().filter(|(peak, _)| *peak <= position + self.look_ahead()) {
            self.needed.pop_front();
            while self.least.back().is_some_and(|&(_, other)| other >= gain) {
                self.least.pop_back();
            }
            self.least.push_back((peak, gain));
        }
        // A peak keeps its gain while the interpolation around it still reaches it.
        while self.least.front().is_some_and(|&(peak, _)| peak + (REACH as u64) < position) {
            self.least.pop_front();
        }
        let needed = self.least.front().map_or(1.0, |&(_, gain)| gain);
        let before = self.held.back().copied().unwrap_or(1.0);
        let released = before + (1.0 - before) * self.release;
        let held = needed.min(if released > NEARLY_UNITY { 1.0 } else { released });

        let oldest = self.held.pop_front().unwrap_or(1.0);
        self.held.push_back(held);
        self.working = self.working + usize::from(held != 1.0) - usize::from(oldest != 1.0);
        if self.working == 0 {
            // Starting afresh keeps rounding errors from adding up over hours.
            self.held_sum = self.ramp as f64;
            return 1.0;
        }
        self.held_sum += held - oldest;
        self.held_sum / self.ramp as f64
    }

    fn is_idle(&self) -> bool {
        self.needed.is_empty() && self.least.is_empty() && self.working == 0
    }
}

impl<S: Pull> Limiter<S> {
    /// Limits the next samples into `block`, at most a chunk, and returns how many there were.
    fn advance(&mut self, block: &mut [f32]) -> Result<usize> {
        self.read_ahead(block.len())?;
        let left = if self.ended { self.received - self.position } else { u64::MAX };
        let count = block.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let block = &mut block[..count];
        block.copy_from_slice(&self.around[REACH..REACH + count]);
        if !self.is_idle() {
            for (position, sample) in (self.position..).zip(block) {
                let gain = self.next_gain(position);
                if gain < 1.0 {
                    *sample = (f64::from(*sample) * gain) as f32;
                    self.work.limited += Frames(u64::from(gain < self.audible));
                    self.deepest = self.deepest.min(gain);
                }
            }
        }
        self.around.drain(..count);
        self.position += count as u64;
        Ok(count)
    }
}

impl<S: Pull> Pull for Limiter<S> {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        while self.lead_in > 0 {
            let passed = self.advance(&mut [0.0; CHUNK][..CHUNK.min(self.lead_in)])?;
            self.lead_in -= passed;
        }
        let mut written = 0;
        for block in out.chunks_mut(CHUNK) {
            match self.advance(block)? {
                0 => break,
                count => written += count,
            }
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pull::Samples;
    use super::super::testing::{noise, sine};
    use super::super::true_peak::OVERSAMPLING;
    use super::*;

    const CEILING: Dbtp = Dbtp::new(-4.0);

    fn limit(samples: &[f32], block: usize) -> (Vec<f32>, LimiterWork) {
        let mut limiter = Limiter::new(Samples::new(samples), CEILING, SampleRate::CD);
        let mut out = Vec::new();
        let mut buffer = vec![0.0; block];
        loop {
            match limiter.pull(&mut buffer).unwrap() {
                0 => return (out, limiter.work()),
                count => out.extend_from_slice(&buffer[..count]),
            }
        }
    }

    /// The true peak as ebur128 finds it, by another filter than the limiter's.
    fn true_peak(samples: &[f32]) -> Dbtp {
        let mut meter = ebur128::EbuR128::new(1, 44_100, ebur128::Mode::TRUE_PEAK).unwrap();
        meter.add_frames_f32(samples).unwrap();
        Dbtp::from_amplitude(meter.true_peak(0).unwrap()).unwrap()
    }

    #[test]
    fn what_is_below_the_ceiling_passes_bit_for_bit() {
        let samples = [sine(300.0, 0.2, 0.7), noise(3, 0.25, 0.3)].concat();
        assert_eq!(limit(&samples, 1000), (samples, LimiterWork::default()));
    }

    #[test]
    fn a_loud_word_is_held_and_the_rest_untouched() {
        let samples = [sine(300.0, 0.3, 0.5), sine(300.0, 1.2, 0.2), sine(300.0, 0.3, 1.5)].concat();
        let (out, work) = limit(&samples, 4096);
        assert_eq!(out.len(), samples.len());
        assert_eq!(out[..21_000], samples[..21_000], "before the look-ahead nothing moves");
        assert_eq!(out[80_000..], samples[80_000..], "the gain comes back to exactly 1");
        assert!(true_peak(&out) <= CEILING && true_peak(&out).db() > -4.3, "{}", true_peak(&out));
        assert!((work.deepest.db() + 5.7).abs() < 0.1, "1.2 is 1.58 dB, so 5.58 dB and the margin: {}", work.deepest);
    }

    #[test]
    fn peaks_between_samples_are_held_too() {
        let quarter: Vec<f32> =
            (0..9000).map(|n| (0.84 * (f64::from(n) + 0.5) * std::f64::consts::FRAC_PI_2).sin() as f32).collect();
        assert!(true_peak(&limit(&quarter, 512).0) <= CEILING);
        assert_eq!(OVERSAMPLING, 4);
    }

    /// The true peak as the limiter's own interpolation finds it.
    fn interpolated_peak(samples: &[f32]) -> Dbtp {
        let interpolator = Interpolator::new();
        let peak = samples.windows(2 * REACH).map(|around| interpolator.peak(around)).fold(0.0, f32::max);
        Dbtp::from_amplitude(f64::from(peak)).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_signal_passes_the_ceiling_and_block_sizes_do_not_matter(
            seed in 0u64..1000, loud in 0.3f64..4.0, hertz in 30.0f64..16_000.0, block in 1usize..3000
        ) {
            let tones = [sine(hertz, loud, 0.1), sine(30.0, loud, 0.05), sine(hertz, 0.1, 0.1)].concat();
            let peak = true_peak(&limit(&tones, block).0);
            prop_assert!(peak <= CEILING, "{}", peak.db());
            // On white noise up to the last hertz two meters differ, so there only the limiter's own can judge it.
            let samples = [noise(seed, loud / 3.0, 0.05), tones, noise(seed + 1, loud, 0.02), sine(hertz, 0.1, 0.1)].concat();
            let (out, _) = limit(&samples, block);
            prop_assert!(interpolated_peak(&out) <= CEILING, "{}", interpolated_peak(&out).db());
            prop_assert_eq!(out, limit(&samples, 8192).0);
        }
    }
}
