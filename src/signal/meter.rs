//! Measuring in one pass: levels, noise floor, damage, and where the speech is.

use crate::words::{Frames, SampleRate};

use super::colour::ColourFinder;
use super::contour::Contour;
use super::course::Envelope;
use super::floor::FloorMeter;
use super::gate;
use super::holes::HoleFinder;
use super::hum::HumFinder;
use super::impulses::ImpulseFinder;
use super::knocks;
use super::loudness::LoudnessMeter;
use super::low::Low;
use super::measured::Measured;
use super::peaks::PeakMeter;
use super::plosives::PlosiveFinder;
use super::room;
use super::speech::Speech;
use super::true_peak::TruePeakMeter;

/// Measures a stream of mono samples, pushed in blocks of any size.
#[derive(Clone)]
pub struct Meter {
    frames: u64,
    sum_of_squares: f64,
    peaks: PeakMeter,
    true_peak: TruePeakMeter,
    loudness: LoudnessMeter,
    floor: FloorMeter,
    envelope: Envelope,
    holes: HoleFinder,
    impulses: ImpulseFinder,
    low: Low,
    low_end: Vec<f64>,
    hum: HumFinder,
    plosives: PlosiveFinder,
    colour: ColourFinder,
    rate: SampleRate,
}

impl Meter {
    /// The same meter for samples that were stored in so many bits, as far as that is known: clipping is told by their steps.
    #[must_use]
    pub fn of_depth(mut self, bits: Option<u32>) -> Self {
        self.peaks = PeakMeter::of_depth(bits);
        self
    }

    /// A meter for samples at this rate.
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        let low = Low::new(rate);
        Self {
            frames: 0,
            sum_of_squares: 0.0,
            peaks: PeakMeter::default(),
            true_peak: TruePeakMeter::new(),
            loudness: LoudnessMeter::mono(rate),
            floor: FloorMeter::new(rate),
            envelope: Envelope::new(rate),
            holes: HoleFinder::new(rate),
            impulses: ImpulseFinder::new(rate),
            low_end: Vec::new(),
            hum: HumFinder::new(&low, rate),
            plosives: PlosiveFinder::new(&low, rate),
            low,
            colour: ColourFinder::new(rate),
            rate,
        }
    }

    /// Takes the next samples.
    pub fn push(&mut self, block: &[f32]) {
        self.frames += block.len() as u64;
        self.sum_of_squares += self.floor.push(block);
        self.peaks.push(block);
        self.true_peak.push(block);
        self.loudness.push(block);
        self.envelope.push(block);
        self.holes.push(block);
        self.impulses.push(block);
        self.low_end.clear();
        self.low.push(block, &mut self.low_end);
        self.hum.push(&self.low_end);
        self.plosives.push(&self.low_end);
        self.colour.push(block);
    }

    /// What was measured.
    #[must_use]
    pub fn finish(self) -> Measured {
        let frames = self.frames.max(1) as f64;
        let course = self.envelope.finish();
        let (digital_silence, dropouts) = self.holes.finish(&course);
        let room = room::find(&course, self.impulses.places());
        let (clicks, opening_clicks, mouth_clicks) = self.impulses.finish(&course, self.rate);
        Measured {
            frames: Frames(self.frames),
            peaks: self.peaks.peaks(),
            true_peak: self.true_peak.finish(),
            mean_square: self.sum_of_squares / frames,
            offset: course.offset,
            loudness: self.loudness.finish(),
            floor: self.floor.finish(),
            digital_silence,
            dropouts,
            clicks,
            opening_clicks,
            mouth_clicks,
            knocks: knocks::knocks(&course),
            plosives: self.plosives.finish(&course),
            hum: self.hum.finish(&course),
            gate: gate::depth(&course),
            tone: self.colour.finish(&course),
            speech: Speech::of(&course, room.as_ref()),
            paused: Speech::paused(&course),
            room,
            contour: Contour::of(&course, self.rate),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::super::testing::{noise, silence, sine, voice};
    use super::*;
    use crate::words::Dbfs;

    fn measure(samples: &[f32]) -> Measured {
        let mut meter = Meter::new(SampleRate::CD);
        meter.push(samples);
        meter.finish()
    }

    #[test]
    fn a_full_scale_sine_has_an_rms_of_minus_3_01() {
        let measured = measure(&sine(997.0, 1.0, 2.0));
        assert!((Dbfs::from_mean_square(measured.mean_square).unwrap().db() + 3.01).abs() < 0.01);
        assert!(measured.peaks.level().unwrap().db() > -0.01);
    }

    #[test]
    fn silence_has_neither_level_nor_speech() {
        let measured = measure(&silence(5.0));
        assert_eq!((measured.mean_square, measured.peaks.level(), measured.speech), (0.0, None, None));
        assert_eq!(measure(&[]).frames, Frames::ZERO);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_sound_at_any_rate_is_a_panic(
            hertz in prop::sample::select(vec![1, 2, 49, 100, 999, 1_000, 4_000, 11_025, 44_100, 768_000]),
            heights in prop::collection::vec(prop_oneof![Just(0.0f32), Just(1.0), Just(f32::MAX), -1.0f32..1.0], 0..40),
            length in 1usize..200,
        ) {
            let samples: Vec<f32> =
                heights.iter().enumerate().flat_map(|(n, &height)| vec![height; 1 + n * 7 % length]).collect();
            let mut meter = Meter::new(SampleRate::new(hertz).unwrap());
            samples.chunks(333).for_each(|block| meter.push(block));
            prop_assert_eq!(meter.finish().frames, Frames::from(samples.len()));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn the_size_of_blocks_does_not_matter(cuts in prop::collection::vec(1usize..30_000, 1..12)) {
            static BROKEN: LazyLock<(Vec<f32>, Measured)> = LazyLock::new(|| {
                let mut samples = [voice(110.0, 3.0), silence(0.1), sine(440.0, 1.0, 0.3), noise(3, 0.001, 0.5)].concat();
                samples[60_000..60_100].fill(0.0);
                samples[80_000] += 0.3;
                let whole = measure(&samples);
                (samples, whole)
            });
            let (samples, whole) = &*BROKEN;
            let mut meter = Meter::new(SampleRate::CD);
            let mut rest = samples.as_slice();
            for cut in cuts.iter().cycle() {
                if rest.is_empty() { break; }
                let (now, later) = rest.split_at((*cut).min(rest.len()));
                meter.push(now);
                rest = later;
            }
            let pieces = meter.finish();
            prop_assert!((pieces.mean_square / whole.mean_square - 1.0).abs() < 1e-12);
            prop_assert!((pieces.offset - whole.offset).abs() < 1e-12);
            let loudness = |measured: &Measured| measured.loudness.integrated().unwrap().db();
            prop_assert!((loudness(&pieces) - loudness(whole)).abs() < 1e-6);
            let exact = |measured: &Measured| {
                let spots = [
                    &measured.digital_silence, &measured.dropouts, &measured.clicks, &measured.mouth_clicks,
                    &measured.plosives,
                ];
                let speech = measured.speech.as_ref().map(|speech| (speech.start, speech.end));
                (measured.frames, measured.peaks, measured.true_peak, spots.map(Clone::clone), speech, measured.paused)
            };
            prop_assert_eq!(exact(&pieces), exact(whole));
        }
    }
}
