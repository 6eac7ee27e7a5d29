//! A look-ahead true-peak limiter: what is below its ceiling passes bit for bit.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::words::{Dbtp, Error, Frames, Gain, Result, SampleRate};

use super::pull::Pull;
use super::true_peak::{Interpolator, REACH};

/// How far the gain begins to fall before a peak, in seconds: long enough not to click, too short to be heard as a fade.
const LOOK_AHEAD: f64 = 0.005;

/// How long the gain stays down behind a peak, in seconds: with what it looks ahead, half a period of 50 Hz, so that it does
/// not move within the waves of a low voice, which would distort them.
const HOLD: f64 = 0.005;

/// How fast the gain comes back, as the time constant in seconds: within a syllable.
const RELEASE: f64 = 0.08;

/// From here on the way back, the gain is exactly 1.
const NEARLY_UNITY: u64 = ONE / 10_000 * 9_999;

/// What the limiter keeps below its ceiling, in decibels: the gain moves between samples too, and interpolating errs.
const MARGIN_DB: f64 = 0.2;

/// What of the limiter's work is counted: less can't be heard, and every peak has a long way back.
pub const AUDIBLE: Gain = Gain::from_millis(-1_000);

/// Gains are averaged as whole parts of this: their sums are exact, however long the stream and however deep the gain, and
/// what is rounded down errs on the safe side.
const ONE: u64 = 1 << 40;

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
    /// How many samples a peak keeps its gain for behind it.
    hold: u64,
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

    /// Gains that peaks ahead need, by position, for those that need less than 1, as parts of [`ONE`].
    needed: VecDeque<(u64, u64)>,
    /// Of those within reach, the candidates for the least: rising gains.
    least: VecDeque<(u64, u64)>,
    /// The gains of the last `ramp` samples before averaging, and their sum.
    held: VecDeque<u64>,
    held_sum: u64,

    work: LimiterWork,
    /// The lowest gain so far, as a factor.
    deepest: f64,
    /// Gains below this factor count as lowering.
    audible: f64,
}

/// How much a limiter had to do.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
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
            hold: REACH as u64 + rate.frames(HOLD).0,
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
            held: VecDeque::from(vec![ONE; ramp]),
            held_sum: ramp as u64 * ONE,
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
            if !all_finite(&self.around[filled..filled + got]) {
                return Err(self.no_number(filled));
            }
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
        // The points between the sample before and each; the sample itself belongs to the next.
        self.interpolator.peaks_above(samples, self.ceiling, |place, peak| {
            let gain = f64::from(self.ceiling) / f64::from(peak);
            self.needed.push_back((self.unseen + place as u64, (gain * ONE as f64) as u64));
        });
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
        // A peak keeps its gain while the interpolation around it still reaches it, and for a while behind.
        while self.least.front().is_some_and(|&(peak, _)| peak + self.hold < position) {
            self.least.pop_front();
        }
        let needed = self.least.front().map_or(ONE, |&(_, gain)| gain);
        let before = self.held.back().copied().unwrap_or(ONE);
        let released = before + ((ONE - before) as f64 * self.release) as u64;
        let held = needed.min(if released > NEARLY_UNITY { ONE } else { released });

        let oldest = self.held.pop_front().unwrap_or(ONE);
        self.held.push_back(held);
        self.held_sum = self.held_sum - oldest + held;
        self.held_sum as f64 / self.unity() as f64
    }

    /// The sum of the gains while nothing is lowered.
    fn unity(&self) -> u64 {
        self.ramp as u64 * ONE
    }

    /// The refusal of a stream that holds no number, among what was pulled behind so many samples.
    fn no_number(&self, filled: usize) -> Error {
        let at = self.around[filled..].iter().position(|sample| !sample.is_finite()).unwrap_or_default();
        let before = self.received.saturating_sub((self.ramp + 2 * REACH) as u64);
        Error::new(format!("the sound to be limited holds a sample that is no number, at frame {}", before + at as u64))
            .hint("hear its takes again with `cuebook check`")
    }

    fn is_idle(&self) -> bool {
        self.needed.is_empty() && self.least.is_empty() && self.held_sum == self.unity()
    }
}

/// Looks at all of them, which vector instructions do.
fn all_finite(samples: &[f32]) -> bool {
    samples.iter().fold(true, |all, sample| all & sample.is_finite())
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
mod tests;
