//! Another speed at the same pitch: waveform-similarity overlap-add (WSOLA; Verhelst and Roelands, ICASSP 1993).
//!
//! The sound is laid out anew in pieces that overlap by half. Each piece is taken from near where the speed wants it, at
//! the very place where it is most like what would have followed the piece before: so periods of a voice stay whole.

use crate::words::SampleRate;

/// How far pieces lie from each other where they are laid, in seconds: a period of the deepest voice.
const HOP: f64 = 0.015;

/// How far from its wanted place a piece may be taken, in seconds either way: half a period of a deep voice and more.
const REACH: f64 = 0.010;

/// Every so many samples are compared at first, and every so many places: 5 kHz wide, as voices are.
const COARSE: usize = 4;

/// The slowest and the fastest speed.
pub(super) const SPEEDS: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// A stream of samples at another speed.
pub(super) struct Stretch {
    speed: f64,
    hop: usize,
    reach: usize,
    /// What was read, from sample `base` of the input on.
    input: Vec<f32>,
    base: u64,
    is_ended: bool,
    /// What would follow the last piece, as a sample of the input.
    follows: u64,
    /// The sample of the input that is due.
    due: f64,
    /// What was laid out and not given away yet, from `next` on, and the speed that it was laid out at.
    laid: Vec<f32>,
    next: usize,
    laid_at: f64,
}

impl Stretch {
    /// A stream at its own speed.
    pub fn new(rate: SampleRate) -> Self {
        let samples = |seconds: f64| rate.frames(seconds).index().max(COARSE);
        Self {
            speed: 1.0,
            hop: samples(HOP),
            reach: samples(REACH),
            input: Vec::new(),
            base: 0,
            is_ended: false,
            follows: 0,
            due: 0.0,
            laid: Vec::new(),
            next: 0,
            laid_at: 1.0,
        }
    }

    /// Goes on at another speed.
    pub fn set_speed(&mut self, speed: f64) {
        self.speed = speed.clamp(*SPEEDS.start(), *SPEEDS.end());
    }

    /// Forgets what was read: the next sample is the first of another stream.
    pub fn clear(&mut self) {
        self.input.clear();
        self.laid.clear();
        (self.base, self.follows, self.due, self.next, self.is_ended) = (0, 0, 0.0, 0, false);
    }

    /// Which sample of the input is given away next, and how many of them go by with each one given away.
    pub fn position(&self) -> (f64, f64) {
        let waiting = (self.laid.len() - self.next) as f64;
        if waiting > 0.0 { (self.due - waiting * self.laid_at, self.laid_at) } else { (self.due, self.speed) }
    }

    /// Whether all that was read is given away.
    pub fn is_empty(&self) -> bool {
        self.next == self.laid.len() && self.due >= self.read() as f64
    }

    /// How many samples were read.
    pub fn read(&self) -> u64 {
        self.base + self.input.len() as u64
    }

    /// Fills `out` from the front, as far as there is sound: at one speed all through. `source` gives samples, and none
    /// from its end on.
    pub fn pull(&mut self, out: &mut [f32], mut source: impl FnMut(&mut [f32]) -> usize) -> usize {
        if self.next == self.laid.len() {
            if self.speed == 1.0 {
                return self.pass(out, &mut source);
            }
            self.lay(&mut source);
        }
        let count = out.len().min(self.laid.len() - self.next);
        out[..count].copy_from_slice(&self.laid[self.next..self.next + count]);
        self.next += count;
        count
    }

    /// Gives away samples as they were read, from where the last piece would go on.
    fn pass(&mut self, out: &mut [f32], source: &mut impl FnMut(&mut [f32]) -> usize) -> usize {
        let from = (self.follows - self.base) as usize;
        let count = if from < self.input.len() {
            let count = out.len().min(self.input.len() - from);
            out[..count].copy_from_slice(&self.input[from..from + count]);
            count
        } else {
            let count = source(out);
            self.is_ended |= count == 0 && !out.is_empty();
            self.input.extend_from_slice(&out[..count]);
            count
        };
        self.follows += count as u64;
        self.due = self.follows as f64;
        self.forget();
        count
    }

    /// Drops what can't be needed any more.
    fn forget(&mut self) {
        let needed = self.follows.min(self.due as u64).saturating_sub(self.reach as u64);
        let old = (needed.saturating_sub(self.base) as usize).min(self.input.len());
        if old > self.reach {
            self.input.drain(..old);
            self.base += old as u64;
        }
    }

    /// Reads on to a sample of the input; behind the end it is silence.
    fn read_to(&mut self, sample: u64, source: &mut impl FnMut(&mut [f32]) -> usize) {
        let wanted = sample.saturating_sub(self.base) as usize;
        while self.input.len() < wanted && !self.is_ended {
            let read = self.input.len();
            self.input.resize(wanted, 0.0);
            let count = source(&mut self.input[read..]);
            self.input.truncate(read + count);
            self.is_ended = count == 0;
        }
    }

    /// Lays out the next piece; none at the end.
    fn lay(&mut self, source: &mut impl FnMut(&mut [f32]) -> usize) {
        self.laid.clear();
        self.next = 0;
        let due = self.due as u64;
        self.read_to((due + (self.reach + COARSE) as u64).max(self.follows) + self.hop as u64, source);
        if self.due >= self.read() as f64 {
            return;
        }
        let going: Vec<f32> = self.samples(self.follows).collect();
        let place = self.most_alike(&going, due);
        let coming: Vec<f32> = self.samples(place).collect();
        let step = std::f64::consts::FRAC_PI_2 / self.hop as f64;
        self.laid.extend((0_u32..).zip(going.iter().zip(&coming)).map(|(n, (going, coming))| {
            // The two are alike, so their shares add up to one in amplitude.
            let share = ((f64::from(n) + 0.5) * step).sin().powi(2) as f32;
            going + (coming - going) * share
        }));
        if self.is_ended {
            // Where the sound ends within this piece, so does what is laid out.
            let left = (self.read() as f64 - self.due) / self.speed;
            self.laid.truncate(left.ceil() as usize);
        }
        self.follows = place + self.hop as u64;
        self.due += self.laid.len() as f64 * self.speed;
        self.laid_at = self.speed;
        self.forget();
    }

    /// The samples of a piece that begins at a sample of the input.
    fn samples(&self, from: u64) -> impl Iterator<Item = f32> {
        let from = from.saturating_sub(self.base) as usize;
        (from..from + self.hop).map(|at| self.input.get(at).copied().unwrap_or(0.0))
    }

    /// Where, near a sample of the input, it is most like this piece.
    fn most_alike(&self, piece: &[f32], near: u64) -> u64 {
        let reach = self.reach as u64;
        let best = |places: &mut dyn Iterator<Item = u64>, every: usize| {
            let mut best = (f64::NEG_INFINITY, near);
            for place in places {
                let alike = self.likeness(piece, place, every);
                if alike > best.0 {
                    best = (alike, place);
                }
            }
            best.1
        };
        let first = near.saturating_sub(reach).max(self.base);
        let roughly = best(&mut std::iter::once(near).chain((first..=near + reach).step_by(COARSE)), COARSE);
        let around = COARSE as u64 - 1;
        best(&mut (roughly.saturating_sub(around).max(self.base)..=roughly + around), 1)
    }

    /// How alike a piece and what begins at a place are, by their correlation, looking at one of so many samples.
    fn likeness(&self, piece: &[f32], place: u64, every: usize) -> f64 {
        let from = ((place - self.base) as usize).min(self.input.len());
        let (mut product, mut energy) = (0.0_f32, 1e-9_f32);
        for (one, other) in piece.iter().step_by(every).zip(self.input[from..].iter().step_by(every)) {
            product += one * other;
            energy += other * other;
        }
        f64::from(product) / f64::from(energy).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RATE: u32 = 44_100;

    fn stretched(input: &[f32], speed: f64, block: usize) -> Vec<f32> {
        let mut stretch = Stretch::new(SampleRate::CD);
        stretch.set_speed(speed);
        let (mut at, mut out, mut piece) = (0, Vec::new(), vec![0.0; block]);
        loop {
            let count = stretch.pull(&mut piece, |wanted| {
                let count = wanted.len().min(input.len() - at);
                wanted[..count].copy_from_slice(&input[at..at + count]);
                at += count;
                count
            });
            if count == 0 {
                assert!(stretch.is_empty());
                return out;
            }
            out.extend(&piece[..count]);
        }
    }

    fn sine(hertz: f64, seconds: f64) -> Vec<f32> {
        let step = std::f64::consts::TAU * hertz / f64::from(RATE);
        (0..(seconds * f64::from(RATE)) as u32).map(|n| (0.5 * (f64::from(n) * step).sin()) as f32).collect()
    }

    /// The pitch of a tone by its rising crossings of zero, in hertz.
    fn pitch(samples: &[f32]) -> f64 {
        let crossings: Vec<f64> = (1..samples.len())
            .filter(|&n| samples[n - 1] < 0.0 && samples[n] >= 0.0)
            .map(|n| n as f64 - f64::from(samples[n] / (samples[n] - samples[n - 1])))
            .collect();
        let (first, last) = (crossings[0], crossings[crossings.len() - 1]);
        (crossings.len() - 1) as f64 * f64::from(RATE) / (last - first)
    }

    const TRIED: [f64; 7] = [0.5, 0.7, 0.9, 1.1, 1.5, 2.0, 3.0];

    #[test]
    fn the_pitch_stays_and_the_length_follows_the_speed() {
        for hertz in [90.0, 220.0, 997.0] {
            let tone = sine(hertz, 2.0);
            for speed in TRIED {
                let heard = stretched(&tone, speed, 512);
                let length = heard.len() as f64 * speed / tone.len() as f64;
                assert!((length - 1.0).abs() < 0.01, "{hertz} Hz at {speed}: {length} times as long as it should be");
                let found = pitch(&heard);
                assert!((found / hertz - 1.0).abs() < 0.005, "{hertz} Hz at {speed} is heard as {found} Hz");
            }
        }
    }

    #[test]
    fn nothing_clicks() {
        for hertz in [90.0, 220.0, 997.0] {
            let steepest = 0.5 * std::f64::consts::TAU * hertz / f64::from(RATE);
            for speed in TRIED {
                // The end is where the tone is cut off.
                let heard = stretched(&sine(hertz, 1.0), speed, 512);
                let body = &heard[..heard.len() - 1500];
                let found = body.windows(2).map(|two| f64::from((two[1] - two[0]).abs())).fold(0.0, f64::max);
                assert!(found < steepest * 1.25, "{hertz} Hz at {speed} steps by {found}, not {steepest}");
                let top = body.iter().fold(0.0_f32, |top, sample| top.max(sample.abs()));
                assert!(top <= 0.501, "{hertz} Hz at {speed} reaches {top}");
            }
        }
    }

    #[test]
    fn a_change_of_speed_is_heard_without_a_break() {
        let tone = sine(220.0, 4.0);
        let mut stretch = Stretch::new(SampleRate::CD);
        let (mut at, mut heard, mut piece) = (0, Vec::new(), [0.0; 300]);
        for (n, speed) in [1.0, 1.3, 1.0, 0.5, 2.0, 1.0].into_iter().enumerate() {
            stretch.set_speed(speed);
            while heard.len() < (n + 1) * 15_000 {
                let count = stretch.pull(&mut piece, |wanted| {
                    wanted.copy_from_slice(&tone[at..at + wanted.len()]);
                    at += wanted.len();
                    wanted.len()
                });
                heard.extend(&piece[..count]);
            }
        }
        let steepest = 0.5 * std::f64::consts::TAU * 220.0 / f64::from(RATE);
        let found = heard.windows(2).map(|two: &[f32]| f64::from((two[1] - two[0]).abs())).fold(0.0, f64::max);
        assert!(found < steepest * 1.25, "{found}, not {steepest}");
    }

    proptest! {
        #[test]
        fn at_its_own_speed_every_sample_stays_as_it_is(input in prop::collection::vec(-1.0f32..1.0, 0..3000), block in 1..900usize) {
            prop_assert_eq!(stretched(&input, 1.0, block), input);
        }

        #[test]
        fn no_block_size_changes_what_is_heard(seed in 0..1000_u32, speed in 5..30_u32, block in 1..900usize) {
            let input: Vec<f32> = (0..20_000_u32).map(|n| ((n.wrapping_mul(n ^ seed) >> 7) % 2000) as f32 / 1000.0 - 1.0).collect();
            let speed = f64::from(speed) / 10.0;
            prop_assert_eq!(stretched(&input, speed, block), stretched(&input, speed, 512));
        }
    }
}
