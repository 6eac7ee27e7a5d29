//! WAV by hound: samples as they are. It has no tags that players agree on, so a file's name says what it is.

use std::io::{Seek, Write};

use hound::{SampleFormat, WavSpec};

use crate::words::profile::Channels;
use crate::words::{Error, Frames, Result, SampleRate};

/// Writes a WAV file of one sound, block by block.
pub struct WavWriter<W: Write + Seek> {
    out: hound::WavWriter<W>,
    channels: usize,
}

/// Whether a sound fits into a WAV file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sizes {
    /// Its sizes have the 32 bits that there are.
    Fit,
    /// It is larger than 4 GiB.
    TooLarge,
}

/// What hound writes around the samples at most, in bytes.
const HEADER: u64 = 128;

/// Whether a sound of so many frames fits into a WAV file.
#[must_use]
pub fn sizes(frames: Frames, bits: u32, channels: Channels) -> Sizes {
    let bytes = frames.0.saturating_mul(u64::from(bits / 8) * channels.count() as u64);
    if u32::try_from(bytes.saturating_add(HEADER)).is_ok() { Sizes::Fit } else { Sizes::TooLarge }
}

impl<W: Write + Seek> WavWriter<W> {
    /// A writer to `out`, which stands at its start, of samples of so many bits, 16 or 24. Two channels hold the same.
    ///
    /// # Errors
    /// Where WAV has no such samples, or `out` can't be written.
    pub fn new(out: W, rate: SampleRate, bits: u32, channels: Channels) -> Result<Self> {
        // hound trusts what it is told, and fails at the first sample.
        if !matches!(bits, 16 | 24) {
            return Err(Error::new(format!("a WAV of {bits} bits is not made here")).hint("16 or 24 bits are"));
        }
        let channels = channels.count();
        let spec = WavSpec {
            channels: channels as u16,
            sample_rate: rate.hertz(),
            bits_per_sample: bits as u16,
            sample_format: SampleFormat::Int,
        };
        Ok(Self { out: hound::WavWriter::new(out, spec).map_err(unwritten)?, channels })
    }

    /// Takes the next samples, as whole numbers of the file's bits.
    ///
    /// # Errors
    /// Where they can't be written.
    pub fn write(&mut self, samples: &[i32]) -> Result<()> {
        for &sample in samples {
            for _ in 0..self.channels {
                self.out.write_sample(sample).map_err(unwritten)?;
            }
        }
        Ok(())
    }

    /// Writes the sizes into the header.
    ///
    /// # Errors
    /// Where they can't be written.
    pub fn finish(self) -> Result<()> {
        self.out.finalize().map_err(unwritten)
    }
}

fn unwritten(error: hound::Error) -> Error {
    match error {
        hound::Error::IoError(error) => super::unwritten("WAV", &error),
        error => Error::new("the WAV can't be written").cause(error),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn what_is_written_is_read_back_in_every_channel() {
        for (bits, channels) in [(16, Channels::Mono), (24, Channels::Mono), (24, Channels::Stereo)] {
            let samples: Vec<i32> = (0..1001).map(|n| (n - 500) * (1 << (bits - 11))).collect();
            let mut bytes = Cursor::new(Vec::new());
            let mut writer = WavWriter::new(&mut bytes, SampleRate::CD, bits, channels).unwrap();
            samples.chunks(100).for_each(|block| writer.write(block).unwrap());
            writer.finish().unwrap();
            bytes.set_position(0);
            let read: Vec<i32> =
                hound::WavReader::new(bytes).unwrap().into_samples::<i32>().map(Result::unwrap).collect();
            let wanted: Vec<i32> =
                samples.iter().flat_map(|sample| std::iter::repeat_n(*sample, channels.count())).collect();
            assert_eq!(read, wanted);
        }
        assert!(WavWriter::new(Cursor::new(Vec::new()), SampleRate::CD, 20, Channels::Mono).is_err());
    }

    #[test]
    fn nine_hours_of_24_bits_are_as_much_as_fits() {
        let hours = |hours: f64| sizes(SampleRate::CD.frames(hours * 3600.0), 24, Channels::Mono);
        assert_eq!([hours(9.0), hours(9.1)], [Sizes::Fit, Sizes::TooLarge]);
    }
}
