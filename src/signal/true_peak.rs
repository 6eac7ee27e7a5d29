//! The height of a waveform between its samples.

use super::lanes::highest;

/// How many points stand for one sample: 4, as ITU-R BS.1770-4, annex 2 asks at 44.1 and 48 kHz.
pub const OVERSAMPLING: usize = 4;

/// How many samples before and behind a point its interpolation looks at.
pub const REACH: usize = 12;

const TAPS: usize = 2 * REACH;

/// Interpolates a waveform by four with a windowed sinc, to find its true peak.
///
/// Between samples it errs by less than 0.1 dB up to 0.45 of the sample rate; that the highest point may fall between
/// two of the four adds at most 0.17 dB there (BS.1770-4, annex 2).
#[derive(Clone, Debug)]
pub struct Interpolator {
    /// The filters of the three points between two samples; the fourth point is the sample itself.
    phases: [[f32; TAPS]; OVERSAMPLING - 1],
    /// The largest gain that a filter can have for any input: no point is higher than this many times the highest
    /// sample around it.
    bound: f32,
    /// How much of the highest sample, and how much of the sharpest bend, a point may lie above the samples beside it.
    /// A voice bends little from sample to sample, so this bound is far lower for it than the other.
    above: (f32, f32),
}

impl Default for Interpolator {
    fn default() -> Self {
        Self::new()
    }
}

impl Interpolator {
    /// The interpolator; there is only one.
    #[must_use]
    pub fn new() -> Self {
        let phases = std::array::from_fn(|phase| {
            let offset = (phase + 1) as f64 / OVERSAMPLING as f64;
            let taps: [f64; TAPS] = std::array::from_fn(|tap| {
                let distance = tap as f64 - (REACH as f64 - 1.0) - offset;
                sinc(distance) * hann(distance / (REACH as f64 + 0.5))
            });
            // Unity gain at 0 Hz, so that a constant stays what it is.
            let sum: f64 = taps.iter().sum();
            taps.map(|tap| (tap / sum) as f32)
        });
        // A little more than exact arithmetic gives: the sums are rounded.
        let bound = 1.00001
            * phases.iter().map(|taps: &[f32; TAPS]| taps.iter().map(|tap| tap.abs()).sum::<f32>()).fold(1.0, f32::max);
        let above = phases.iter().enumerate().map(|(phase, taps)| Self::above(phase, taps));
        let above = above.fold((0.0f32, 0.0f32), |most, one| (most.0.max(one.0), most.1.max(one.1)));
        Self { phases, bound, above }
    }

    /// A point is what a straight line between the samples beside it has there, and the rest of the filter: one that makes
    /// nothing of a constant and nearly nothing of a slope, so that, summed by parts twice, only bends are left in it.
    fn above(phase: usize, taps: &[f32; TAPS]) -> (f32, f32) {
        let offset = (phase + 1) as f64 / OVERSAMPLING as f64;
        let (mut constant, mut slope, mut bends) = (0.0f64, 0.0f64, 0.0f64);
        for (at, tap) in taps.iter().enumerate() {
            let line = match at {
                _ if at == REACH - 1 => 1.0 - offset,
                REACH => offset,
                _ => 0.0,
            };
            if at + 1 < TAPS {
                // What is left at the end belongs to the slope: two samples apart by twice the highest at most.
                bends += slope.abs();
            }
            constant += f64::from(*tap) - line;
            slope += if at + 1 < TAPS { constant } else { 0.0 };
        }
        ((constant.abs() + 2.0 * slope.abs() + ROUNDING) as f32, (bends + ROUNDING) as f32)
    }
    /// The highest amplitude from the sample at `REACH - 1` up to the next one, of the `2 * REACH` samples around.
    ///
    /// # Panics
    /// Where `around` has another length.
    #[must_use]
    pub fn peak(&self, around: &[f32]) -> f32 {
        let around: &[f32; TAPS] = around.try_into().expect("twice the reach");
        self.phases.iter().fold(around[REACH - 1].abs(), |peak, taps| {
            let point: f32 = taps.iter().zip(around).map(|(tap, sample)| tap * sample).sum();
            peak.max(point.abs())
        })
    }

    /// A height that no point among these samples passes, their first and last ones left out.
    fn highest_possible(&self, samples: &[f32]) -> f32 {
        let highest = highest(samples);
        let (of_highest, of_bend) = self.above;
        (highest * self.bound).min(highest + highest * of_highest + sharpest_bend(samples) * of_bend)
    }

    /// Hands each place among these samples whose [`peak`](Self::peak) is above a level to `each`, in order, with that
    /// peak.
    pub fn peaks_above(&self, samples: &[f32], level: f32, mut each: impl FnMut(usize, f32)) {
        let places = samples.len().saturating_sub(TAPS - 1);
        for start in (0..places).step_by(CHUNK) {
            let count = CHUNK.min(places - start);
            let samples = &samples[start..start + count + TAPS - 1];
            if self.highest_possible(samples) <= level || self.highest_point(samples) <= level {
                continue;
            }
            for (place, around) in (start..).zip(samples.windows(TAPS)) {
                let peak = self.peak(around);
                if peak > level {
                    each(place, peak);
                }
            }
        }
    }

    /// The highest amplitude of all that [`peak`](Self::peak) finds in these samples, at most a chunk of places.
    fn highest_point(&self, samples: &[f32]) -> f32 {
        let places = samples.len() - (TAPS - 1);
        let mut peak = highest(&samples[REACH - 1..REACH - 1 + places]);
        for taps in &self.phases {
            // Side by side for all places, which vector instructions do; each point's sum has the order of its taps.
            let mut points = [0.0f32; CHUNK];
            for (tap, around) in taps.iter().zip(samples.windows(places)) {
                for (point, sample) in points.iter_mut().zip(around) {
                    *point += tap * sample;
                }
            }
            peak = peak.max(highest(&points[..places]));
        }
        peak
    }
}

/// How many points between samples are looked at together.
const CHUNK: usize = 32;

/// Finds the true peak of one channel, pushed in blocks of any size.
#[derive(Clone, Debug)]
pub struct TruePeakMeter {
    interpolator: Interpolator,
    /// The samples whose surroundings are not known whole yet, and what stands before them; zeros before the start.
    around: Vec<f32>,
    peak: f32,
}

impl Default for TruePeakMeter {
    fn default() -> Self {
        Self::new()
    }
}

impl TruePeakMeter {
    /// A meter at any sample rate.
    #[must_use]
    pub fn new() -> Self {
        Self { interpolator: Interpolator::new(), around: vec![0.0; TAPS - 1], peak: 0.0 }
    }

    /// Takes the next samples.
    pub fn push(&mut self, block: &[f32]) {
        self.around.extend_from_slice(block);
        let mut start = 0;
        while start + TAPS <= self.around.len() {
            let count = CHUNK.min(self.around.len() - TAPS + 1 - start);
            let samples = &self.around[start..start + count + TAPS - 1];
            // Most of a voice lies so far below its highest moment that nothing between its samples can pass that.
            if self.interpolator.highest_possible(samples) > self.peak {
                self.peak = self.peak.max(self.interpolator.highest_point(samples));
            }
            start += count;
        }
        self.around.drain(..start);
    }

    /// The highest point, as an amplitude; behind the last sample there is silence.
    #[must_use]
    pub fn finish(mut self) -> f64 {
        self.push(&[0.0; TAPS]);
        f64::from(self.peak)
    }
}

/// More than what rounding adds to any of these sums, as a share.
const ROUNDING: f64 = 1e-4;

/// The highest second difference of the samples, as an amplitude.
fn sharpest_bend(samples: &[f32]) -> f32 {
    let mut bends = [0.0f32; CHUNK + TAPS];
    let count = samples.len().saturating_sub(2).min(bends.len());
    for (bend, around) in bends.iter_mut().zip(samples.windows(3)) {
        *bend = (around[0] - around[1]) - (around[1] - around[2]);
    }
    highest(&bends[..count])
}

fn sinc(x: f64) -> f64 {
    let x = x * std::f64::consts::PI;
    if x == 0.0 { 1.0 } else { x.sin() / x }
}

/// A raised cosine, 1 at 0 and 0 at -1 and 1.
fn hann(x: f64) -> f64 {
    0.5 + 0.5 * (x * std::f64::consts::PI).cos()
}

#[cfg(test)]
mod tests {
    use super::super::testing::noise;
    use super::*;

    fn true_peak_db(samples: &[f32]) -> f64 {
        let mut meter = TruePeakMeter::new();
        samples.chunks(777).for_each(|block| meter.push(block));
        20.0 * meter.finish().log10()
    }

    fn tone(cycles_a_sample: f64, degrees: f64, amplitude: f64) -> Vec<f32> {
        let sample =
            |n| amplitude * (std::f64::consts::TAU * cycles_a_sample * f64::from(n) + degrees.to_radians()).sin();
        // Faded in and out, as a tone that begins at once is higher than its sine.
        let fade = |n: i32| f64::from(n.min(4800 - n)).min(480.0) / 480.0;
        (0..=4800).map(|n| (fade(n) * sample(n)) as f32).collect()
    }

    /// EBU Tech 3341 (v5), cases 15 to 19: +0.2/-0.4 dB.
    #[test]
    fn tones_between_samples_are_as_high_as_ebu_tech_3341_says() {
        for (part, degrees, amplitude, wanted) in [
            (4.0, 0.0, 0.5, -6.0),
            (4.0, 45.0, 0.5, -6.0),
            (6.0, 60.0, 0.5, -6.0),
            (8.0, 67.5, 0.5, -6.0),
            (4.0, 45.0, 1.41, 3.0),
        ] {
            let found = true_peak_db(&tone(1.0 / part, degrees, amplitude));
            assert!((wanted - 0.4..=wanted + 0.2).contains(&found), "fs/{part} at {degrees} degrees: {found}");
        }
    }

    #[test]
    fn what_is_passed_over_is_not_missed() {
        let interpolator = Interpolator::new();
        for seed in 0..20 {
            // Noise with a slow swell, so that some of it is passed over.
            let samples: Vec<f32> = noise(seed, 0.9, 0.05)
                .iter()
                .enumerate()
                .map(|(n, sample)| sample * (n as f32 / 500.0 + seed as f32).sin())
                .collect();
            let padded = [vec![0.0; TAPS], samples.clone(), vec![0.0; TAPS]].concat();
            let everywhere = padded.windows(TAPS).map(|around| interpolator.peak(around)).fold(0.0, f32::max);
            let mut meter = TruePeakMeter::new();
            samples.chunks(1 + 7 * seed as usize).for_each(|block| meter.push(block));
            assert_eq!(meter.finish(), f64::from(everywhere));
        }
    }

    #[test]
    fn no_signal_passes_what_is_possible() {
        let interpolator = Interpolator::new();
        let check = |samples: &[f32]| {
            let points = samples.windows(TAPS).map(|around| interpolator.peak(around)).fold(0.0, f32::max);
            let possible = interpolator.highest_possible(samples);
            assert!(points <= possible, "{points} is above {possible}");
            assert_eq!(interpolator.highest_point(samples), points);
        };
        let length = CHUNK + TAPS - 1;
        for seed in 0..2_000u64 {
            // From white noise to what hardly bends at all, with an offset and a slope.
            let smooth = seed % 12;
            let mut samples = noise(seed, 0.9, 0.01)[..length + 64].to_vec();
            for _ in 0..smooth {
                for at in 1..samples.len() {
                    samples[at] = 0.7 * samples[at - 1] + 0.3 * samples[at];
                }
            }
            let tilt = |n: usize| (n as f32 - 20.0) * 0.01 * (seed % 5) as f32 + (seed % 3) as f32 * 0.4;
            let samples: Vec<f32> = samples[64..].iter().enumerate().map(|(n, sample)| sample + tilt(n)).collect();
            check(&samples);
        }
        for taps in &interpolator.phases {
            // The worst that there is for a filter, and the worst for its bends.
            let signs: Vec<f32> = taps.iter().map(|tap| tap.signum()).collect();
            check(&[signs.clone(), vec![0.0; length - TAPS]].concat());
            let wave: Vec<f32> = (0..length).map(|n| if n % 2 == 0 { 1.0 } else { -1.0 }).collect();
            check(&wave);
            check(&signs.iter().map(|sign| sign * 1e30).chain(vec![1e30; length - TAPS]).collect::<Vec<_>>());
        }
        assert!(interpolator.above.0 < 0.05 && interpolator.above.1 < 1.0, "{:?}", interpolator.above);
    }

    #[test]
    fn places_above_a_level_are_those_whose_peaks_are() {
        let interpolator = Interpolator::new();
        for seed in 0..20 {
            let samples = noise(seed, 0.9, 0.02);
            let samples = &samples[..TAPS - 1 + seed as usize * 41];
            let mut found = Vec::new();
            interpolator.peaks_above(samples, 0.8, |place, peak| found.push((place, peak)));
            let all = samples.windows(TAPS).map(|around| interpolator.peak(around)).enumerate();
            assert_eq!(found, all.filter(|&(_, peak)| peak > 0.8).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_signal_passes_the_bound() {
        let interpolator = Interpolator::new();
        for taps in &interpolator.phases {
            let worst: Vec<f32> = taps.iter().map(|tap| tap.signum()).collect();
            assert!(interpolator.peak(&worst) <= interpolator.bound * 1.000_001);
        }
        assert!(interpolator.bound < 2.6);
    }
}
