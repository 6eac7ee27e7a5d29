//! Room tone without end, from a few seconds of it.

use crate::words::{Frames, SampleRate};

/// How long a grain of room tone is, in seconds: longer than any rhythm in it that an ear could hold on to.
const GRAIN: f64 = 0.6;

/// Room tone of any length, woven from overlapping grains of recorded clips.
///
/// Grains begin every half grain at places that follow no pattern, and fade into each other at constant power, so that
/// neither a seam nor a period can be heard. The tone at a position is always the same, from whatever position it is
/// asked for and in whatever blocks.
#[derive(Clone, Debug)]
pub struct ToneLoop {
    clips: Vec<Vec<f32>>,
    seed: u64,
    /// The rising half of a sine, half a grain long: its square and that of its mirror image add up to 1.
    fade: Vec<f32>,
    /// How many places there are for a grain to begin at, over all clips.
    places: u64,
}

impl ToneLoop {
    /// A loop over clips of room tone; `None` where they hold nothing.
    ///
    /// The shortest clip bounds the length of the grains.
    #[must_use]
    pub fn new(mut clips: Vec<Vec<f32>>, rate: SampleRate, seed: u64) -> Option<Self> {
        clips.retain(|clip| clip.len() >= 2);
        let shortest = clips.iter().map(Vec::len).min()?;
        let half = (rate.frames(GRAIN).index().min(shortest) / 2).max(1);
        let fade =
            (0..half).map(|n| ((n as f64 + 0.5) / half as f64 * std::f64::consts::FRAC_PI_2).sin() as f32).collect();
        let places = clips.iter().map(|clip| (clip.len() - 2 * half + 1) as u64).sum();
        Some(Self { clips, seed, fade, places })
    }

    /// Writes the tone from position `at` on.
    pub fn fill(&self, at: Frames, out: &mut [f32]) {
        let half = self.fade.len();
        let mut position = at.0;
        let mut rest = out;
        while !rest.is_empty() {
            let (step, within) = (position / half as u64, (position % half as u64) as usize);
            let count = rest.len().min(half - within);
            let (now, later) = rest.split_at_mut(count);
            // The grain of this step rises while that of the step before, in its second half, falls.
            let rising = &self.grain(step + 1)[within..within + count];
            let falling = &self.grain(step)[half + within..half + within + count];
            for (n, sample) in now.iter_mut().enumerate() {
                *sample = rising[n] * self.fade[within + n] + falling[n] * self.fade[half - 1 - within - n];
            }
            position += count as u64;
            rest = later;
        }
    }

    fn grain(&self, number: u64) -> &[f32] {
        let length = 2 * self.fade.len();
        let mut place = scatter(self.seed, number) % self.places;
        for clip in &self.clips {
            let places = (clip.len() - length + 1) as u64;
            if place < places {
                let start = place as usize;
                return &clip[start..start + length];
            }
            place -= places;
        }
        unreachable!("`places` counts the places of all clips")
    }
}

/// White noise of this RMS amplitude, for where no room tone was ever recorded.
#[must_use]
pub fn made_noise(rms: f64, length: Frames, seed: u64) -> Vec<f32> {
    // Equally distributed values from -1 to 1 have an RMS of 1/sqrt(3).
    let peak = rms * 3f64.sqrt();
    (0..length.0).map(|n| ((scatter(seed, n) as f64 / u64::MAX as f64 * 2.0 - 1.0) * peak) as f32).collect()
}

/// A number without pattern for each pair of numbers (Steele, Lea and Flood's `SplitMix64`, 2014).
#[must_use]
pub fn scatter(seed: u64, number: u64) -> u64 {
    let mut mixed = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::noise;
    use super::*;

    fn filled(tone: &ToneLoop, frames: usize) -> Vec<f32> {
        let mut out = vec![0.0; frames];
        tone.fill(Frames::ZERO, &mut out);
        out
    }

    #[test]
    fn the_level_is_that_of_the_clips_everywhere() {
        let clips = vec![noise(1, 0.001, 2.0), noise(2, 0.001, 0.9)];
        // Noise equally distributed to a peak has a third of its square.
        let wanted = 0.001 * 0.001 / 3.0;
        let tone = ToneLoop::new(clips, SampleRate::CD, 7).unwrap();
        for second in filled(&tone, 441_000).chunks(44_100) {
            let mean_square = second.iter().map(|&s| f64::from(s).powi(2)).sum::<f64>() / second.len() as f64;
            let difference = 10.0 * (mean_square / wanted).log10();
            assert!(difference.abs() < 0.5, "{difference} dB");
        }
    }

    #[test]
    fn no_period_shows_in_the_autocorrelation() {
        let tone = ToneLoop::new(vec![noise(1, 0.001, 10.0)], SampleRate::CD, 7).unwrap();
        let samples = filled(&tone, 20 * 44_100);
        let energy: f64 = samples[..441_000].iter().map(|&s| f64::from(s).powi(2)).sum();
        // A plain loop of 10 s, or one of grains in order, would reach 1 at its period.
        for lag in (4_410..441_000).step_by(441) {
            let product: f64 =
                samples[..441_000].iter().zip(&samples[lag..]).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum();
            assert!((product / energy).abs() < 0.2, "{} at a lag of {lag} samples", product / energy);
        }
    }

    #[test]
    fn nothing_recorded_is_no_tone() {
        assert!(ToneLoop::new(vec![], SampleRate::CD, 1).is_none());
        assert!(ToneLoop::new(vec![vec![], vec![0.1]], SampleRate::CD, 1).is_none());
        assert_eq!(filled(&ToneLoop::new(vec![vec![0.1, 0.1]], SampleRate::CD, 1).unwrap(), 3).len(), 3);
    }

    proptest! {
        #[test]
        fn any_part_is_the_same_as_in_the_whole(start in 0usize..60_000, length in 0usize..20_000, seed in 0u64..99) {
            let tone = ToneLoop::new(vec![noise(1, 0.001, 1.0)], SampleRate::CD, seed).unwrap();
            let mut part = vec![0.0; length];
            tone.fill(Frames::from(start), &mut part);
            prop_assert_eq!(&part[..], &filled(&tone, start + length)[start..]);
        }
    }
}
