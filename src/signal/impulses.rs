//! Impulses: clicks that no voice makes, and those of lips and tongue.

use std::collections::VecDeque;

use crate::words::{Frames, SampleRate};

use super::course::{Course, steps};
use super::lanes::highest;
use super::measured::Spots;

/// How much sound is looked at as one, in seconds: longer than a broken sample, shorter than any sound of a voice.
const PIECE: f64 = 0.000_36;

/// How far around a click in seconds it is compared with the sound: a pitch period of the lowest voice.
const CLICK_REACH: f64 = 0.018;

/// How many times higher than everything around it a click is, in the fourth difference of the samples.
const CLICK_RATIO: f32 = 8.0;

/// How long the sound before a click and behind it is that tells whether it was turned up there, in seconds, and by how many
/// times at least: gates take away 12 dB and more.
const OPENING: f64 = 0.004;
const OPENING_RATIO: f32 = 4.0;

/// How long a smack of lips or tongue lasts at most, and how far around it is quiet, in seconds.
const SMACK: f64 = 0.006;
const SMACK_REACH: f64 = 0.03;

/// How many times higher than everything around it a smack is, in the second difference of the samples.
const SMACK_RATIO: f32 = 6.0;

/// How far below the speech an impulse is still heard, in decibels of the step between two samples.
const CLICK_BELOW_SPEECH_DB: f64 = 20.0;
const SMACK_BELOW_SPEECH_DB: f64 = 30.0;

/// How far from speech a smack is one, in seconds: nearer, a consonant's release may be as short.
const AFTER_SPEECH: f64 = 0.25;
const BEFORE_SPEECH: f64 = 0.08;

/// How many steps in a row are speech and no smack.
const VOICED: usize = 3;

/// More impulses than these are not told apart: it is another kind of noise.
const MOST_IMPULSES: usize = 10_000;

/// Looks for impulses.
#[derive(Clone, Debug)]
pub(super) struct ImpulseFinder {
    piece: usize,
    /// The samples of the piece that is being filled, behind the four before it.
    samples: Vec<f32>,
    /// Their second and fourth differences.
    seconds: Vec<f32>,
    fourths: Vec<f32>,
    /// The last pieces, and the number of the first of them.
    pieces: VecDeque<Piece>,
    first: u64,
    click: Shape,
    smack: Shape,
    /// How many pieces to either side of a click tell whether the sound was turned up there.
    opening: usize,
    clicks: Vec<Impulse>,
    smacks: Vec<Impulse>,
}

/// The highest differences within a piece.
#[derive(Clone, Copy, Debug)]
struct Piece {
    second: f32,
    fourth: f32,
}

/// How an impulse stands out: how many pieces it lasts to either side of its middle, and how far it is compared.
#[derive(Clone, Copy, Debug)]
struct Shape {
    half: usize,
    reach: usize,
    ratio: f32,
}

#[derive(Clone, Copy, Debug)]
struct Impulse {
    position: u64,
    height: f32,
    /// Whether the sound is much louder behind it than before it.
    opens: bool,
}

impl ImpulseFinder {
    pub(super) fn new(rate: SampleRate) -> Self {
        let piece = rate.frames(PIECE).index().max(3);
        let pieces = |seconds: f64| rate.frames(seconds).index().div_ceil(piece);
        Self {
            piece,
            samples: Vec::new(),
            seconds: Vec::new(),
            fourths: Vec::new(),
            pieces: VecDeque::new(),
            first: 0,
            click: Shape::new(1, pieces(CLICK_REACH), CLICK_RATIO),
            smack: Shape::new(pieces(SMACK / 2.0), pieces(SMACK_REACH), SMACK_RATIO),
            opening: pieces(OPENING),
            clicks: Vec::new(),
            smacks: Vec::new(),
        }
    }

    /// Takes the next samples.
    pub(super) fn push(&mut self, block: &[f32]) {
        self.samples.extend_from_slice(block);
        let count = self.samples.len().saturating_sub(4) / self.piece;
        let samples = &self.samples[..self.samples.len().min(count * self.piece + 4)];
        let (mut seconds, mut fourths) = (std::mem::take(&mut self.seconds), std::mem::take(&mut self.fourths));
        differences(samples, &mut seconds);
        differences(&seconds, &mut fourths);
        for (second, fourth) in seconds.chunks_exact(self.piece).zip(fourths.chunks_exact(self.piece)) {
            self.take(Piece { second: highest(second), fourth: highest(fourth) });
        }
        (self.seconds, self.fourths) = (seconds, fourths);
        self.samples.drain(..count * self.piece);
    }

    fn take(&mut self, piece: Piece) {
        self.pieces.push_back(piece);
        let reach = self.click.reach.max(self.smack.reach);
        if self.pieces.len() <= 2 * reach {
            return;
        }
        let position = (self.first + reach as u64) * self.piece as u64;
        if let Some(height) = self.click.stands_out(&self.pieces, reach, |piece| piece.fourth) {
            let opens = self.opens(reach);
            note(&mut self.clicks, Impulse { position, height, opens });
        }
        if let Some(height) = self.smack.stands_out(&self.pieces, reach, |piece| piece.second) {
            note(&mut self.smacks, Impulse { position, height, opens: false });
        }
        self.pieces.pop_front();
        self.first += 1;
    }

    /// Whether the sound is much louder behind a click than before it, as where a gate opens at once.
    fn opens(&self, middle: usize) -> bool {
        let half = self.click.half + 1;
        let sum = |from: usize| self.pieces.range(from..from + self.opening).map(|piece| piece.second).sum::<f32>();
        let before = (middle >= half + self.opening).then(|| sum(middle - half - self.opening));
        let behind = (middle + half + self.opening < self.pieces.len()).then(|| sum(middle + half + 1));
        before.zip(behind).is_some_and(|(before, behind)| before * OPENING_RATIO <= behind)
    }

    /// Where something stands out of what is around it, however soft.
    pub(super) fn places(&self) -> impl Iterator<Item = u64> {
        self.clicks.iter().chain(&self.smacks).map(|impulse| impulse.position)
    }

    /// The clicks in speech, how many of them the sound is turned up at, and the impulses in pauses.
    pub(super) fn finish(self, course: &Course, rate: SampleRate) -> (Spots, u64, Spots) {
        let level = course.loud_mean_square().sqrt();
        let near_speech = near_speech(course);
        let is_near =
            |impulse: &Impulse| near_speech.get(course.step_at(impulse.position)).copied().unwrap_or_default();
        let spots = |impulses: &[Impulse], below_db: f64, length: f64, near: bool| {
            let least = level * 10f64.powf(-below_db / 20.0);
            let (mut spots, mut opening) = (Spots::default(), 0);
            for impulse in
                impulses.iter().filter(|impulse| f64::from(impulse.height) >= least && is_near(impulse) == near)
            {
                spots.add(Frames(impulse.position)..Frames(impulse.position) + rate.frames(length));
                opening += u64::from(impulse.opens);
            }
            (spots, opening)
        };
        let (clicks, opening) = spots(&self.clicks, CLICK_BELOW_SPEECH_DB, PIECE, true);
        (clicks, opening, spots(&self.smacks, SMACK_BELOW_SPEECH_DB, SMACK, false).0)
    }
}

/// The second differences of samples, two fewer than there are samples.
fn differences(samples: &[f32], out: &mut Vec<f32>) {
    out.clear();
    out.extend(samples.windows(3).map(|s| s[0] - 2.0 * s[1] + s[2]));
}

fn note(impulses: &mut Vec<Impulse>, impulse: Impulse) {
    if impulses.len() < MOST_IMPULSES {
        impulses.push(impulse);
    }
}

impl Shape {
    /// At rates that no sound has, there is still something to compare with.
    fn new(half: usize, reach: usize, ratio: f32) -> Self {
        Self { half, reach: reach.max(half + 1), ratio }
    }

    /// The height of the piece in the middle, where it is the highest of its neighbours and stands out of all others.
    fn stands_out(self, pieces: &VecDeque<Piece>, middle: usize, height: impl Fn(&Piece) -> f32) -> Option<f32> {
        let at = |place: usize| height(&pieces[place]);
        let peak = at(middle);
        let far = |from: usize, to: usize| (from..=to).all(|place| at(place) * self.ratio < peak);
        // The two next to it first: they decide nearly always.
        let (before, behind) = (middle - self.half - 1, middle + self.half + 1);
        let candidate = peak > 0.0 && at(before) * self.ratio < peak && at(behind) * self.ratio < peak;
        let highest = || {
            (before + 1..middle).all(|place| at(place) < peak) && (middle + 1..behind).all(|place| at(place) <= peak)
        };
        (candidate && highest() && far(middle - self.reach, before) && far(behind, middle + self.reach)).then_some(peak)
    }
}

/// Which steps are speech or so near to it that what is heard there may be a part of it.
fn near_speech(course: &Course) -> Vec<bool> {
    let mut near = vec![false; course.loud.len()];
    for run in course.runs(true, VOICED) {
        let end = (run.end + steps(AFTER_SPEECH)).min(near.len());
        near[run.start.saturating_sub(steps(BEFORE_SPEECH))..end].fill(true);
    }
    near
}

#[cfg(test)]
mod tests {
    use super::super::testing::{measured, noise, voice};
    use super::*;

    fn at(seconds: f64) -> usize {
        SampleRate::CD.frames(seconds).index()
    }

    fn found_at(spots: &Spots, place: usize) -> bool {
        spots.count() == 1 && spots.first().is_some_and(|first| first.index().abs_diff(place) < at(0.001))
    }

    #[test]
    fn a_broken_sample_or_a_jump_in_a_vowel_is_a_click() {
        for pitch in [85.0, 120.0, 220.0] {
            let clean = voice(pitch, 4.0);
            assert_eq!(measured(&clean).clicks.count(), 0, "{pitch} Hz");
            let place = at(0.83);
            let mut broken = clean.clone();
            broken[place] += 0.1;
            assert!(found_at(&measured(&broken).clicks, place), "a broken sample at {pitch} Hz");
            let mut skipped = clean.clone();
            let behind = (place + 300..clean.len()).find(|&n| (clean[n] - clean[place]).abs() > 0.15).unwrap();
            skipped.drain(place..behind);
            assert!(found_at(&measured(&skipped).clicks, place), "a jump at {pitch} Hz");
        }
    }

    #[test]
    fn a_click_where_the_sound_is_turned_up_at_once_is_told_from_one_within_it() {
        let clean = voice(120.0, 4.0);
        let mut broken = clean.clone();
        broken[at(0.83)] += 0.1;
        assert_eq!(measured(&broken).opening_clicks, 0);
        // A gate that opens at once, late in a vowel, where the waveform is high.
        let place = (at(0.83)..clean.len()).find(|&n| clean[n].abs() > 0.15).unwrap();
        let mut gated = clean.clone();
        gated[at(0.7)..place].iter_mut().for_each(|sample| *sample *= 0.06);
        let found = measured(&gated);
        assert!((1..=found.clicks.count()).contains(&found.opening_clicks), "{:?}", found.clicks);
    }

    /// A smack as lips make it: a few milliseconds of noise between 1 and 6 kHz.
    fn smack(height: f64) -> Vec<f32> {
        let noise = noise(9, height, 0.004);
        noise.windows(2).enumerate().map(|(n, s)| (s[0] + s[1]) * (1.0 - n as f32 / 176.0)).collect()
    }

    #[test]
    fn a_smack_in_a_pause_is_a_mouth_click() {
        // The first phrase ends 0.5 s and eight syllables after the beginning; a long pause follows the voice.
        let clean = [voice(120.0, 3.5), noise(3, 0.0006, 1.0)].concat();
        assert_eq!(measured(&clean).mouth_clicks.count(), 0);
        let mut smacked = clean.clone();
        let place = at(3.7);
        smacked[place..].iter_mut().zip(smack(0.03)).for_each(|(sample, smack)| *sample += smack);
        let found = measured(&smacked);
        assert_eq!(found.mouth_clicks.count(), 1);
        assert!(found.mouth_clicks.first().unwrap().index().abs_diff(place) < at(0.005));
        assert_eq!(found.clicks.count(), 0);
    }

    #[test]
    fn the_end_of_a_word_is_no_mouth_click() {
        // A t released a tenth of a second behind the vowel.
        let mut samples = [voice(120.0, 2.0), noise(3, 0.0006, 1.0)].concat();
        let place = at(1.5 + 0.1);
        samples[place..].iter_mut().zip(smack(0.03)).for_each(|(sample, release)| *sample += release);
        assert_eq!(measured(&samples).mouth_clicks.count(), 0);
    }
}
