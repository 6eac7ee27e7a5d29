//! Tone of any length, woven from grains.

use std::sync::Arc;

use crate::words::{Frames, Result, SampleRate};

use super::super::lanes::sum_of_squares;
use super::alike::noise_alike;
use super::{TONE_LEVEL, TONE_SECONDS, normalize, scatter, white};

/// How long a grain of room tone is, in seconds: longer than any rhythm in it that an ear could hold on to.
const GRAIN: f64 = 0.6;

/// How much recorded tone is woven as it is, in seconds: of less, the same moments would come back within a breath, so
/// noise of its colour takes its place.
const ENOUGH: f64 = 5.0;

/// Room tone of any length, woven from overlapping grains.
///
/// Grains begin every half grain at places that follow no pattern, and fade into each other at constant power, so that
/// neither a seam nor a period can be heard. The tone at a position is always the same, from whatever position it is
/// asked for and in whatever blocks. Its RMS is [`TONE_LEVEL`].
#[derive(Clone, Debug)]
pub struct ToneLoop {
    clips: Arc<Vec<Vec<f32>>>,
    /// Whether the clips are recordings, and so the same in whatever order they are woven.
    is_recorded: bool,
    seed: u64,
    /// The rising half of a sine, half a grain long: its square and that of its mirror image add up to 1.
    fade: Vec<f32>,
    /// How many places there are for a grain to begin at, over all clips.
    places: u64,
}

impl ToneLoop {
    /// A loop over recorded clips of one room; of short ones, over noise of their colour. `None` where they hold nothing.
    ///
    /// Clips are brought to one level, so that one that was recorded louder does not pump.
    #[must_use]
    pub fn new(mut clips: Vec<Vec<f32>>, rate: SampleRate, seed: u64) -> Option<Self> {
        clips.retain_mut(|clip| normalize(clip));
        let grain = rate.frames(GRAIN).index().max(2);
        let long = |clip: &Vec<f32>| clip.len() >= 2 * grain;
        let whole: usize = clips.iter().filter(|clip| long(clip)).map(Vec::len).sum();
        if whole >= rate.frames(ENOUGH).index() {
            clips.retain(long);
            return Some(Self { is_recorded: true, ..Self::woven(clips, grain, seed) });
        }
        let noise = noise_alike(&clips, rate, rate.frames(TONE_SECONDS).index(), seed)?;
        Some(Self::woven(vec![noise], grain, seed))
    }

    /// A loop over white noise, for where no room tone was ever recorded.
    #[must_use]
    pub fn made(rate: SampleRate, seed: u64) -> Self {
        let grain = rate.frames(GRAIN).index().max(2);
        Self::woven(vec![white(rate.frames(TONE_SECONDS).index().max(grain), seed)], grain, seed)
    }

    /// A loop over clips that are as long as a grain, brought to the level of all tones.
    fn woven(mut clips: Vec<Vec<f32>>, grain: usize, seed: u64) -> Self {
        let half = grain / 2;
        let energy: f64 = clips.iter().map(|clip| sum_of_squares(clip)).sum();
        let length: usize = clips.iter().map(Vec::len).sum();
        let factor = (TONE_LEVEL.amplitude() / (energy / length as f64).sqrt()) as f32;
        clips.iter_mut().flatten().for_each(|sample| *sample *= factor);
        let fade =
            (0..half).map(|n| ((n as f64 + 0.5) / half as f64 * std::f64::consts::FRAC_PI_2).sin() as f32).collect();
        let places = clips.iter().map(|clip| (clip.len() - 2 * half + 1) as u64).sum();
        Self { clips: Arc::new(clips), is_recorded: false, seed, fade, places }
    }

    /// The same recordings woven in another order, that of a seed; `None` where they are noise, which has a seed of its own.
    #[must_use]
    pub fn in_order_of(&self, seed: u64) -> Option<Self> {
        self.is_recorded.then(|| Self { seed, ..self.clone() })
    }

    /// The same with each of its clips turned into another that is as long.
    ///
    /// # Errors
    /// Where one can't be.
    pub fn mapped(mut self, mut each: impl FnMut(Vec<f32>) -> Result<Vec<f32>>) -> Result<Self> {
        for clip in Arc::make_mut(&mut self.clips) {
            *clip = each(std::mem::take(clip))?;
        }
        Ok(self)
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
        for clip in self.clips.iter() {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use realfft::RealFftPlanner;

    use super::super::super::testing::{noise, silence, sine};
    use super::*;

    fn filled(tone: &ToneLoop, frames: usize) -> Vec<f32> {
        let mut out = vec![0.0; frames];
        tone.fill(Frames::ZERO, &mut out);
        out
    }

    fn db(mean_square: f64) -> f64 {
        10.0 * mean_square.log10()
    }

    fn level(samples: &[f32]) -> f64 {
        db(sum_of_squares(samples) / samples.len() as f64)
    }

    /// Noise through one pole, below zero bright and above it dark.
    fn coloured(seed: u64, pole: f32, seconds: f64) -> Vec<f32> {
        let mut last = 0.0;
        let warm = noise(seed, 0.001, seconds + 0.05);
        let all: Vec<f32> = warm
            .iter()
            .map(|sample| {
                last = sample + pole * last;
                last
            })
            .collect();
        all[all.len() - SampleRate::CD.frames(seconds).index()..].to_vec()
    }

    /// The powers of the lines of a signal's spectrum, which is as fine as the signal is long.
    fn spectrum(samples: &[f32]) -> Vec<f64> {
        let fft = RealFftPlanner::<f64>::new().plan_fft_forward(samples.len());
        let mut input: Vec<f64> = samples.iter().map(|&sample| f64::from(sample)).collect();
        let mut lines = fft.make_output_vec();
        fft.process(&mut input, &mut lines).unwrap();
        lines.iter().map(realfft::num_complex::Complex::norm_sqr).collect()
    }

    /// The shares of the octaves from 125 Hz to 16 kHz in the whole, in decibels, with how many lines each has.
    fn octaves(samples: &[f32]) -> Vec<(f64, usize)> {
        let powers = spectrum(samples);
        let line = |hertz: f64| (hertz * samples.len() as f64 / 44_100.0) as usize;
        let whole: f64 = powers[line(80.0)..].iter().sum();
        (0..8)
            .map(|octave| {
                let middle = 125.0 * f64::from(octave).exp2();
                let lines = &powers[line(middle / 2f64.sqrt())..line(middle * 2f64.sqrt()).min(powers.len())];
                (db(lines.iter().sum::<f64>() / whole), lines.len())
            })
            .collect()
    }

    /// The highest correlation of a signal with itself at a lag of a tenth of a second to half its length.
    fn highest_return(samples: &[f32]) -> f64 {
        let length = samples.len();
        let mut padded = samples.to_vec();
        padded.resize(2 * length, 0.0);
        let mut planner = RealFftPlanner::<f64>::new();
        let inverse = planner.plan_fft_inverse(padded.len());
        let mut lines: Vec<_> =
            spectrum(&padded).into_iter().map(|power| realfft::num_complex::Complex::new(power, 0.0)).collect();
        let mut products = inverse.make_output_vec();
        inverse.process(&mut lines, &mut products).unwrap();
        let fair = |lag: usize| products[lag].abs() / products[0] * length as f64 / (length - lag) as f64;
        (4_410..length / 2).map(fair).fold(0.0, f64::max)
    }

    #[test]
    fn recordings_are_woven_in_the_order_of_any_seed() {
        let room = vec![noise(1, 0.001, 6.0), noise(2, 0.002, 3.0)];
        let of = |seed| ToneLoop::new(room.clone(), SampleRate::CD, seed).unwrap();
        let again = of(7).in_order_of(8).unwrap();
        assert_eq!(filled(&again, 200_000), filled(&of(8), 200_000));
        assert!(ToneLoop::new(vec![noise(1, 0.001, 0.5)], SampleRate::CD, 7).unwrap().in_order_of(8).is_none());
        assert!(ToneLoop::made(SampleRate::CD, 7).in_order_of(8).is_none(), "noise has a seed of its own");
    }

    #[test]
    fn the_level_is_the_same_everywhere_whatever_the_clips_were_like() {
        let loud = noise(2, 0.008, 3.0);
        for clips in [vec![noise(1, 0.001, 3.0), loud.clone()], vec![noise(1, 0.001, 0.3), loud[..20_000].to_vec()]] {
            let tone = filled(&ToneLoop::new(clips, SampleRate::CD, 7).unwrap(), 882_000);
            assert!((level(&tone) + 60.0).abs() < 0.1, "{}", level(&tone));
            for part in tone.chunks(4_410) {
                assert!((level(part) + 60.0).abs() < 0.75, "{}", level(part));
            }
        }
    }

    #[test]
    fn an_offset_is_no_part_of_the_tone() {
        let shifted: Vec<f32> = noise(1, 0.001, 8.0).iter().map(|sample| sample + 0.05).collect();
        for clip in [shifted.clone(), shifted[..30_000].to_vec()] {
            let tone = filled(&ToneLoop::new(vec![clip], SampleRate::CD, 7).unwrap(), 441_000);
            let mean = tone.iter().sum::<f32>() / tone.len() as f32;
            assert!(mean.abs() < 2e-5, "{mean}");
        }
    }

    #[test]
    fn nothing_recorded_is_no_tone() {
        let none = [vec![], vec![vec![], vec![0.1]], vec![silence(8.0)], vec![vec![0.1; 400_000]]];
        assert!(none.into_iter().all(|clips| ToneLoop::new(clips, SampleRate::CD, 1).is_none()));
        assert!((level(&filled(&ToneLoop::made(SampleRate::CD, 1), 44_100)) + 60.0).abs() < 0.2);
    }

    #[test]
    fn hum_of_a_short_clip_does_not_ring_at_one_place() {
        let hum: Vec<f32> = sine(100.0, 0.000_3, 0.4).iter().zip(noise(1, 0.001, 0.4)).map(|(s, n)| s + n).collect();
        let tone = filled(&ToneLoop::new(vec![hum], SampleRate::CD, 7).unwrap(), 441_000);
        assert!(tone.chunks(22_050).all(|part| (level(part) + 60.0).abs() < 0.8));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn tone_has_the_colour_of_its_clip_and_no_period(
            seconds in prop_oneof![0.25f64..1.0, 0.25f64..30.0], pole in -0.9f32..0.97, seed in 0u64..1_000
        ) {
            let clip = coloured(seed, pole, seconds);
            let tone = filled(&ToneLoop::new(vec![clip.clone()], SampleRate::CD, seed).unwrap(), 16 * 44_100);
            for (octave, ((own, lines), (found, _))) in octaves(&clip).into_iter().zip(octaves(&tone)).enumerate() {
                // The level of fewer lines is known to no better than a decibel.
                if lines >= 60 {
                    prop_assert!((own - found).abs() < 1.0, "octave {octave}: {own:.2} dB has become {found:.2} dB");
                }
            }
            let found = highest_return(&tone);
            prop_assert!(found < 0.15, "it comes back by {found}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_part_is_the_same_as_in_the_whole(start in 0usize..60_000, length in 0usize..20_000, seed in 0u64..99) {
            let tone = ToneLoop::new(vec![noise(1, 0.001, 0.5)], SampleRate::CD, seed).unwrap();
            let mut part = vec![0.0; length];
            tone.fill(Frames::from(start), &mut part);
            prop_assert_eq!(&part[..], &filled(&tone, start + length)[start..]);
        }
    }
}
