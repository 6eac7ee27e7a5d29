//! Measuring a finished chapter of any length, in constant memory.

use serde::{Deserialize, Serialize};

use crate::words::level::unrounded;
use crate::words::{Dbfs, Dbtp, Frames, Lufs, SampleRate};

use super::floor::FloorMeter;
use super::lanes::highest;
use super::loudness::LoudnessMeter;
use super::true_peak::TruePeakMeter;

/// Measures a mono programme, pushed in blocks of any size.
#[derive(Clone, Debug)]
pub struct ProgrammeMeter {
    frames: u64,
    sum: f64,
    peak: f32,
    true_peak: TruePeakMeter,
    floor: FloorMeter,
    loudness: LoudnessMeter,
}

/// What was measured in a programme.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ProgrammeLevels {
    /// The length.
    pub frames: Frames,
    /// RMS over the whole length; `None` for silence.
    pub rms: Option<Dbfs>,
    /// The highest sample; `None` for silence.
    pub peak: Option<Dbfs>,
    /// The highest point between samples; `None` for silence.
    pub true_peak: Option<Dbtp>,
    /// The noise floor as ACX Check finds it; `None` for digital silence or less than 0.4 s.
    pub noise_floor: Option<Dbfs>,
    /// Integrated loudness (EBU R 128), the one channel counted once; `None` below its gate.
    pub loudness: Option<Lufs>,
    /// The highest momentary loudness; `None` for silence.
    #[serde(skip)]
    pub momentary: Option<Lufs>,
    /// The highest short-term loudness; `None` for silence or less than 3 s.
    #[serde(skip)]
    pub short_term: Option<Lufs>,
    /// The loudness range, in LU; `None` where it has none.
    #[serde(skip)]
    pub loudness_range: Option<f64>,
}

/// [`ProgrammeLevels`] to the last digit, for what is kept to be held to limits later (`#[serde(with)]`).
#[derive(Serialize, Deserialize)]
#[serde(remote = "ProgrammeLevels")]
pub struct UnroundedLevels {
    frames: Frames,
    #[serde(with = "unrounded")]
    rms: Option<Dbfs>,
    #[serde(with = "unrounded")]
    peak: Option<Dbfs>,
    #[serde(with = "unrounded")]
    true_peak: Option<Dbtp>,
    #[serde(with = "unrounded")]
    noise_floor: Option<Dbfs>,
    #[serde(with = "unrounded")]
    loudness: Option<Lufs>,
    #[serde(with = "unrounded")]
    momentary: Option<Lufs>,
    #[serde(with = "unrounded")]
    short_term: Option<Lufs>,
    loudness_range: Option<f64>,
}

impl ProgrammeMeter {
    /// A meter for mono samples at this rate.
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        Self {
            frames: 0,
            sum: 0.0,
            peak: 0.0,
            true_peak: TruePeakMeter::new(),
            floor: FloorMeter::new(rate),
            loudness: LoudnessMeter::mono(rate),
        }
    }

    /// Takes the next samples.
    pub fn push(&mut self, block: &[f32]) {
        self.frames += block.len() as u64;
        self.sum += self.floor.push(block);
        self.peak = self.peak.max(highest(block));
        self.true_peak.push(block);
        self.loudness.push(block);
    }

    /// What was measured.
    #[must_use]
    pub fn finish(self) -> ProgrammeLevels {
        let loudness = self.loudness.finish();
        ProgrammeLevels {
            frames: Frames(self.frames),
            rms: Dbfs::from_mean_square(self.sum / self.frames as f64),
            peak: Dbfs::from_amplitude(f64::from(self.peak)),
            true_peak: Dbtp::from_amplitude(self.true_peak.finish()),
            noise_floor: self.floor.finish().acx.and_then(Dbfs::from_mean_square),
            loudness: loudness.integrated(),
            momentary: loudness.momentary(),
            short_term: loudness.short_term(),
            loudness_range: loudness.range,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{silence, sine};
    use super::*;

    fn measure(samples: &[f32]) -> ProgrammeLevels {
        let mut meter = ProgrammeMeter::new(SampleRate::CD);
        samples.chunks(1000).for_each(|block| meter.push(block));
        meter.finish()
    }

    #[test]
    fn a_mono_tone_reads_3_01_lu_below_its_stereo_calibration() {
        // -18 dBFS peak in stereo is -18.0 LUFS (ITU-R BS.1770-4); one channel alone has half the energy.
        let measured = measure(&sine(1000.0, Dbfs::new(-18.0).amplitude(), 5.0));
        assert!((measured.loudness.unwrap().db() + 21.01).abs() < 0.1, "{measured:?}");
        assert!((measured.rms.unwrap().db() + 21.01).abs() < 0.01);
        assert!((measured.true_peak.unwrap().db() + 18.0).abs() < 0.1);
    }

    #[test]
    fn silence_has_no_levels() {
        let measured = measure(&silence(2.0));
        let none = (measured.rms, measured.peak, measured.true_peak, measured.noise_floor, measured.loudness);
        assert_eq!(none, (None, None, None, None, None));
        assert_eq!(measure(&[]).rms, None);
    }
}
