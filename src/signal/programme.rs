//! Measuring a finished chapter of any length, in constant memory.

use ebur128::{EbuR128, Mode};
use serde::Serialize;

use crate::words::{Dbfs, Dbtp, Error, Frames, Lufs, Result, SampleRate};

use super::meter::{FloorMeter, sum_of_squares};

/// Measures a mono programme, pushed in blocks of any size.
pub struct ProgrammeMeter {
    frames: u64,
    sum: f64,
    peak: f32,
    floor: FloorMeter,
    loudness: EbuR128,
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
    /// The noise floor as [`FloorMeter`] finds it; `None` for digital silence or less than 0.4 s.
    pub noise_floor: Option<Dbfs>,
    /// Integrated loudness (EBU R 128), the one channel counted once; `None` below its gate.
    pub loudness: Option<Lufs>,
}

impl ProgrammeMeter {
    /// A meter for mono samples at this rate.
    ///
    /// # Errors
    /// Where loudness can't be measured at this rate.
    pub fn new(rate: SampleRate) -> Result<Self> {
        // The histogram keeps the gating's memory constant, at a resolution of 0.1 LU.
        let loudness = EbuR128::new(1, rate.hertz(), Mode::I | Mode::TRUE_PEAK | Mode::HISTOGRAM)
            .map_err(|error| Error::new(format!("can't measure loudness at {rate}")).cause(error))?;
        Ok(Self { frames: 0, sum: 0.0, peak: 0.0, floor: FloorMeter::new(rate), loudness })
    }

    /// Takes the next samples.
    ///
    /// # Errors
    /// Where the loudness meter has no memory left.
    pub fn push(&mut self, block: &[f32]) -> Result<()> {
        self.frames += block.len() as u64;
        self.sum += sum_of_squares(block);
        self.peak = block.iter().fold(self.peak, |peak, sample| peak.max(sample.abs()));
        self.floor.push(block);
        self.loudness.add_frames_f32(block).map_err(|error| Error::new("can't measure loudness").cause(error))
    }

    /// What was measured.
    #[must_use]
    pub fn finish(self) -> ProgrammeLevels {
        let loudness = self.loudness.loudness_global().ok().filter(|loudness| loudness.is_finite());
        ProgrammeLevels {
            frames: Frames(self.frames),
            rms: Dbfs::from_mean_square(self.sum / self.frames as f64),
            peak: Dbfs::from_amplitude(f64::from(self.peak)),
            true_peak: self.loudness.true_peak(0).ok().and_then(Dbtp::from_amplitude),
            noise_floor: self.floor.finish().and_then(Dbfs::from_mean_square),
            loudness: loudness.map(Lufs::new),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{silence, sine};
    use super::*;

    fn measure(samples: &[f32]) -> ProgrammeLevels {
        let mut meter = ProgrammeMeter::new(SampleRate::CD).unwrap();
        samples.chunks(1000).for_each(|block| meter.push(block).unwrap());
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
