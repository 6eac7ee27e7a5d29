//! Where speech begins and ends in a recording, and where it pauses.

use std::ops::Range;

use crate::words::{Dbfs, Frames, SampleRate};

use super::meter::sum_of_squares;

/// Where the speech of a recording is.
#[derive(Clone, PartialEq, Debug)]
pub struct Speech {
    /// Where the first sound of speech begins.
    pub start: Frames,
    /// Where the last sound of speech ends.
    pub end: Frames,
    /// The mean square between the two, pauses included.
    pub mean_square: f64,
    /// The part that belongs into a chapter: the speech with room for a breath before it and its decay behind it.
    pub kept: Range<Frames>,
    /// The mean square of the kept part.
    pub kept_mean_square: f64,
    /// The quietest of the longest stretches without speech, before, within or behind it.
    pub quietest_pause: Option<Range<Frames>>,
    /// The mean square of that pause: the noise of the room and of everything behind it.
    pub noise_mean_square: Option<f64>,
}

impl Speech {
    /// The RMS level of the noise between the words; `None` where there is no pause, or only digital silence in it.
    #[must_use]
    pub fn noise(&self) -> Option<Dbfs> {
        Dbfs::from_mean_square(self.noise_mean_square?)
    }

    /// The RMS level from the first sound of speech to the last.
    #[must_use]
    pub fn level(&self) -> Option<Dbfs> {
        Dbfs::from_mean_square(self.mean_square)
    }
}

/// Of how many of the longest pauses the quietest is taken: a long one may hold a breath, a short one says little.
const LONGEST_PAUSES: usize = 4;

/// The shortest stretch that counts as a pause, in seconds: shorter ones are the closures inside words.
const SHORTEST_PAUSE: f64 = 0.25;

/// What is kept before the first sound, in seconds: a sharp intake of breath lies within it, below the threshold.
const LEAD: f64 = 0.12;

/// What is kept behind the last sound, in seconds: a final consonant's release and the room's answer.
const TRAIL: f64 = 0.22;

/// How many frames of the envelope make a second: short enough to find an onset, longer than a pitch period of any voice.
const ENVELOPE_RATE: f64 = 100.0;

/// How many envelope frames in a row must be loud to count as speech: shorter bursts are clicks.
const ONSET_FRAMES: usize = 3;

/// A recording whose loudest moment stays below this holds no speech.
const QUIETEST_SPEECH: Dbfs = Dbfs::new(-50.0);

/// Noise below this is treated as being here: digital silence between words must not make every dither bit speech.
const LOWEST_FLOOR: Dbfs = Dbfs::new(-90.0);

/// How far below the loud moments speech still counts: soft consonants lie 30 dB below stressed vowels.
const SPEECH_RANGE_DB: f64 = 30.0;

/// How far up from the floor to the loud moments the threshold lies.
const THRESHOLD_SHARE: f64 = 0.25;

/// The energy of a recording in steps of 10 ms.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    step: usize,
    filled: usize,
    sum: f64,
    sums: Vec<f64>,
}

impl Envelope {
    pub(super) fn new(rate: SampleRate) -> Self {
        Self { step: rate.frames(1.0 / ENVELOPE_RATE).index().max(1), filled: 0, sum: 0.0, sums: Vec::new() }
    }

    /// Takes the next samples and returns the sum of their squares.
    pub(super) fn push(&mut self, mut block: &[f32]) -> f64 {
        let mut total = 0.0;
        while !block.is_empty() {
            let (now, later) = block.split_at(block.len().min(self.step - self.filled));
            let squares = sum_of_squares(now);
            total += squares;
            self.sum += squares;
            self.filled += now.len();
            block = later;
            if self.filled == self.step {
                self.sums.push(self.sum);
                (self.sum, self.filled) = (0.0, 0);
            }
        }
        total
    }

    pub(super) fn finish(mut self) -> Option<Speech> {
        let whole = self.sums.len() * self.step + self.filled;
        if self.filled > 0 {
            // The last, shorter step counts as if the rest of it were silent.
            self.sums.push(self.sum);
        }
        let mean_squares: Vec<f64> = self.sums.iter().map(|sum| sum / self.step as f64).collect();
        let threshold = threshold(&mean_squares)?;
        let loud: Vec<bool> = mean_squares.iter().map(|&mean_square| mean_square > threshold).collect();
        let first = loud.windows(ONSET_FRAMES).position(|run| run.iter().all(|&l| l))?;
        let last = loud.windows(ONSET_FRAMES).rposition(|run| run.iter().all(|&l| l))? + ONSET_FRAMES;

        let steps = |seconds: f64| (seconds * ENVELOPE_RATE).round() as usize;
        let kept = first.saturating_sub(steps(LEAD))..(last + steps(TRAIL)).min(self.sums.len());
        let frame = |step: usize| (step * self.step).min(whole);
        let frames = |steps: &Range<usize>| Frames::from(frame(steps.start))..Frames::from(frame(steps.end));
        let mean_square = |steps: &Range<usize>| {
            let length = frame(steps.end) - frame(steps.start);
            self.sums[steps.clone()].iter().sum::<f64>() / length.max(1) as f64
        };
        let spoken = first..last;
        let quietest = longest_pauses(&loud, steps(SHORTEST_PAUSE))
            .into_iter()
            .min_by(|one, other| mean_square(one).total_cmp(&mean_square(other)));
        Some(Speech {
            start: frames(&spoken).start,
            end: frames(&spoken).end,
            mean_square: mean_square(&spoken),
            kept_mean_square: mean_square(&kept),
            noise_mean_square: quietest.as_ref().map(&mean_square),
            quietest_pause: quietest.as_ref().map(frames),
            kept: frames(&kept),
        })
    }
}

/// The mean square above which a step is speech; `None` where nothing is loud enough to be speech.
fn threshold(mean_squares: &[f64]) -> Option<f64> {
    // The last step may be shorter than the others: it says nothing about the floor.
    let whole = &mean_squares[..mean_squares.len().saturating_sub(1)];
    let mut sorted = if whole.is_empty() { mean_squares } else { whole }.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted.get(((sorted.len() as f64 - 1.0) * share).round() as usize).copied();
    // The 2nd and the 95th of a hundred: neither a single gap nor a single click decides.
    let loud = Dbfs::from_mean_square(at(0.95)?).filter(|&loud| loud > QUIETEST_SPEECH)?.db();
    let floor = Dbfs::from_mean_square(at(0.02)?).map_or(LOWEST_FLOOR.db(), |floor| floor.db().max(LOWEST_FLOOR.db()));
    // A recording without a quiet moment has its "floor" in its speech: the range of speech then keeps all of it.
    let level = (floor + THRESHOLD_SHARE * (loud - floor)).min(loud - SPEECH_RANGE_DB);
    Some(Dbfs::new(level).mean_square())
}

/// The longest stretches of at least `shortest` quiet steps, longest first.
fn longest_pauses(loud: &[bool], shortest: usize) -> Vec<Range<usize>> {
    let mut pauses = Vec::new();
    let mut start = 0;
    for (step, &is_loud) in loud.iter().chain([&true]).enumerate() {
        if is_loud {
            if step - start >= shortest {
                pauses.push(start..step);
            }
            start = step + 1;
        }
    }
    // A stable sort: of two equally long pauses the earlier stands first.
    pauses.sort_by_key(|pause| std::cmp::Reverse(pause.len()));
    pauses.truncate(LONGEST_PAUSES);
    pauses
}

#[cfg(test)]
mod tests {
    use super::super::testing::{noise, silence, sine};
    use super::*;

    fn speech(parts: &[Vec<f32>]) -> Option<Speech> {
        let mut envelope = Envelope::new(SampleRate::CD);
        for part in parts {
            envelope.push(part);
        }
        envelope.finish()
    }

    fn seconds(frames: Frames) -> f64 {
        SampleRate::CD.seconds(frames)
    }

    #[test]
    fn speech_is_found_between_quiet_noise_to_10_ms() {
        let found = speech(&[noise(1, 0.0006, 0.7), sine(180.0, 0.2, 2.0), noise(2, 0.0006, 1.1)]).unwrap();
        assert!((seconds(found.start) - 0.7).abs() <= 0.01, "{found:?}");
        assert!((seconds(found.end) - 2.7).abs() <= 0.011, "{found:?}");
        assert!((seconds(found.kept.start) - 0.58).abs() <= 0.01 && (seconds(found.kept.end) - 2.92).abs() <= 0.011);
        assert!((found.level().unwrap().db() + 17.0).abs() < 0.1, "a sine of 0.2 has an RMS of -16.99 dBFS");
        let pause = found.quietest_pause.clone().unwrap();
        assert!(pause.end <= found.start || pause.start >= found.end, "{pause:?}");
        assert!((found.noise().unwrap().db() + 69.2).abs() < 0.3, "noise equally distributed to 0.0006 has -69.2 dBFS");
    }

    #[test]
    fn a_click_is_no_speech() {
        let mut head = noise(1, 0.0006, 1.0);
        head[20_000..20_200].fill(0.4);
        let found = speech(&[head, sine(180.0, 0.2, 1.0), noise(2, 0.0006, 0.5)]).unwrap();
        assert!((seconds(found.start) - 1.0).abs() <= 0.01);
    }

    #[test]
    fn a_soft_ending_is_kept() {
        // 27 dB below the vowels, 23 dB above the noise: an f or a th.
        let parts = [noise(1, 0.0006, 0.5), sine(180.0, 0.2, 1.0), noise(3, 0.0155, 0.3), noise(2, 0.0006, 0.5)];
        assert!((seconds(speech(&parts).unwrap().end) - 1.8).abs() <= 0.011);
    }

    #[test]
    fn speech_without_a_quiet_moment_is_kept_whole() {
        let found = speech(&[sine(180.0, 0.2, 1.005)]).unwrap();
        assert_eq!((found.start, found.kept.clone()), (Frames::ZERO, Frames::ZERO..SampleRate::CD.frames(1.005)));
    }

    #[test]
    fn noise_and_silence_alone_are_no_speech() {
        assert_eq!(speech(&[silence(2.0)]), None);
        assert_eq!(speech(&[noise(1, 0.001, 2.0)]), None);
        assert_eq!(speech(&[]), None);
        assert_eq!(speech(&[vec![0.5]]), None);
    }
}
