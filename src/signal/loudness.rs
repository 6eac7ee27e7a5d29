//! Loudness by ITU-R BS.1770-4, as EBU Tech 3341 and 3342 ask for it: momentary, short-term, integrated, and its range.

use crate::words::SampleRate;

use super::k_weighting::KWeighting;
use super::measured::Loudness;

/// A step of 10 ms, of which all windows are made: on steps of 100 ms a sound of 0.4 s reads 0.2 LU low (EBU Tech 3341,
/// case 13).
const STEPS_A_SECOND: u64 = 100;

/// How many steps the gated windows are apart: 0.1 s, three quarters of overlap (BS.1770-4).
const STEPS_A_TENTH: u64 = 10;

/// The window of momentary loudness and of the gates, 0.4 s, in steps and in tenths of a second.
const MOMENTARY: u64 = 40;
const MOMENTARY_TENTHS: usize = 4;

/// The window of short-term loudness and of the range, 3 s, in steps and in tenths of a second.
const SHORT_TERM: u64 = 300;
const SHORT_TERM_TENTHS: usize = 30;

/// The mean square at -70 LUFS, the absolute gate: 10^((-70 + 0.691) / 10).
const ABSOLUTE_GATE: f64 = 1.172_465_3e-7;

/// How far below the mean of what passes the absolute gate the relative one lies, as a share: 10 LU for the integrated
/// loudness (BS.1770-4), 20 LU for the range (EBU Tech 3342).
const INTEGRATED_GATE: f64 = 0.1;
const RANGE_GATE: f64 = 0.01;

/// Which part of the distribution the range leaves out at the lower and the upper end (EBU Tech 3342).
const RANGE_LOW: f64 = 0.10;
const RANGE_HIGH: f64 = 0.95;

/// Measures the loudness of a stream of frames, pushed in blocks of any size.
///
/// It holds four bytes for each tenth of a second.
#[derive(Clone, Debug)]
pub struct LoudnessMeter {
    /// One a channel, with the channel's weight.
    channels: Vec<(KWeighting, f64)>,
    rate: u64,
    /// How many frames of the step are still to come, and the sum of those that came.
    missing: usize,
    sum: f64,
    /// How many steps are whole.
    steps: u64,
    /// The sum over all steps so far.
    total: f64,
    /// What that sum was before each of the last steps, step n in slot n % 300.
    totals: Vec<f64>,
    tenth: f64,
    /// The mean square of each tenth of a second.
    tenths: Vec<f32>,
    loudest_momentary: f64,
    loudest_short_term: f64,
}

impl LoudnessMeter {
    /// A meter for frames at this rate, whose channels weigh so much: 1 for left, right and centre, 1.41 for surround
    /// (BS.1770-4, table 3).
    #[must_use]
    pub fn new(rate: SampleRate, weights: &[f64]) -> Self {
        Self {
            channels: weights.iter().map(|&weight| (KWeighting::new(rate), weight)).collect(),
            rate: rate.hertz().into(),
            missing: boundary(1, rate.hertz().into()) as usize,
            sum: 0.0,
            steps: 0,
            total: 0.0,
            totals: vec![0.0; SHORT_TERM as usize],
            tenth: 0.0,
            tenths: Vec::new(),
            loudest_momentary: 0.0,
            loudest_short_term: 0.0,
        }
    }

    /// A meter for one channel.
    #[must_use]
    pub fn mono(rate: SampleRate) -> Self {
        Self::new(rate, &[1.0])
    }

    /// Takes the next frames, whose samples stand channel after channel.
    pub fn push(&mut self, mut frames: &[f32]) {
        let count = self.channels.len();
        while count > 0 && frames.len() >= count {
            let (now, later) = frames.split_at((frames.len() / count).min(self.missing) * count);
            for (channel, (filter, weight)) in self.channels.iter_mut().enumerate() {
                // A step that is known beforehand costs nothing, and most takes have one channel.
                let squares = match count {
                    1 => filter.sum_of_squares(now.iter()),
                    _ => filter.sum_of_squares(now.iter().skip(channel).step_by(count)),
                };
                self.sum += *weight * squares;
            }
            self.missing -= now.len() / count;
            frames = later;
            if self.missing == 0 {
                self.close_step();
            }
        }
    }

    fn close_step(&mut self) {
        // The oldest total is that before the short-term window, and stands where the one before this step belongs next.
        let slot = |step: u64| (step % SHORT_TERM) as usize;
        let before_short_term = self.totals[slot(self.steps + 1)];
        self.totals[slot(self.steps)] = self.total;
        self.total += self.sum;
        self.tenth += self.sum;
        self.steps += 1;
        for (filter, _) in &mut self.channels {
            filter.settle();
        }
        if self.steps >= MOMENTARY {
            let before = self.totals[slot(self.steps - MOMENTARY)];
            let mean_square = (self.total - before) / self.frames_of(MOMENTARY);
            self.loudest_momentary = self.loudest_momentary.max(mean_square);
        }
        if self.steps >= SHORT_TERM {
            let mean_square = (self.total - before_short_term) / self.frames_of(SHORT_TERM);
            self.loudest_short_term = self.loudest_short_term.max(mean_square);
        }
        if self.steps.is_multiple_of(STEPS_A_TENTH) {
            self.tenths.push((self.tenth / self.frames_of(STEPS_A_TENTH)) as f32);
            self.tenth = 0.0;
        }
        self.sum = 0.0;
        self.missing = (boundary(self.steps + 1, self.rate) - boundary(self.steps, self.rate)) as usize;
    }

    /// How many frames the last so many steps have.
    fn frames_of(&self, steps: u64) -> f64 {
        (boundary(self.steps, self.rate) - boundary(self.steps - steps, self.rate)).max(1) as f64
    }

    /// What was measured.
    #[must_use]
    pub fn finish(self) -> Loudness {
        Loudness {
            integrated_mean_square: self.integrated(),
            loudest_momentary: Some(self.loudest_momentary).filter(|&loudest| loudest > 0.0),
            loudest_short_term: Some(self.loudest_short_term).filter(|&loudest| loudest > 0.0),
            range: self.range(),
        }
    }

    /// The mean squares of all windows of so many tenths of a second that pass the absolute gate and then the relative
    /// one, which lies at this share of their mean.
    fn gated(&self, window: usize, share: f64) -> impl Iterator<Item = f64> {
        let mean =
            move |window: &[f32]| window.iter().map(|&tenth| f64::from(tenth)).sum::<f64>() / window.len() as f64;
        let above = self.tenths.windows(window).map(mean).filter(|&mean| mean >= ABSOLUTE_GATE);
        let (count, sum) = above.clone().fold((0u64, 0.0), |(count, sum), mean| (count + 1, sum + mean));
        let gate = share * sum / count.max(1) as f64;
        above.filter(move |&mean| mean >= gate)
    }

    fn integrated(&self) -> Option<f64> {
        let (count, sum) = self
            .gated(MOMENTARY_TENTHS, INTEGRATED_GATE)
            .fold((0u64, 0.0), |(count, sum), mean| (count + 1, sum + mean));
        (count > 0).then(|| sum / count as f64)
    }

    fn range(&self) -> Option<f64> {
        let mut windows: Vec<f64> = self.gated(SHORT_TERM_TENTHS, RANGE_GATE).collect();
        windows.sort_by(f64::total_cmp);
        let last = windows.len().checked_sub(1)? as f64;
        let at = |share: f64| windows[(last * share).round() as usize];
        Some(10.0 * (at(RANGE_HIGH) / at(RANGE_LOW)).log10())
    }
}

/// Where so many steps end: to the nearest frame, so that no rate lets them drift.
fn boundary(steps: u64, rate: u64) -> u64 {
    (steps * rate + STEPS_A_SECOND / 2) / STEPS_A_SECOND
}
