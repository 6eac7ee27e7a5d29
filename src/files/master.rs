//! Writing a chapter's master: 24-bit WAV, in its place only when it is whole.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use hound::{SampleFormat, WavSpec, WavWriter};
use tempfile::NamedTempFile;

use crate::signal::Quantizer;
use crate::words::{Error, Frames, Result, SampleRate};

use super::replace::{beside, commit, unwritable};

/// The number of bits in a master's samples.
pub const MASTER_BITS: u32 = 24;

/// What a WAV file of 24-bit mono samples can hold: its sizes are 32-bit numbers of bytes.
const MOST_FRAMES: Frames = Frames((u32::MAX as u64 - 1024) / (MASTER_BITS as u64 / 8));

/// Writes a master beside its place.
pub struct MasterWriter {
    path: PathBuf,
    file: NamedTempFile,
    writer: WavWriter<BufWriter<File>>,
    quantizer: Quantizer,
}

impl MasterWriter {
    /// Begins the master of `frames` frames that will stand at `path`.
    ///
    /// # Errors
    /// Where the folder can't be written, or a WAV file can't be that long.
    pub fn create(path: &Path, rate: SampleRate, frames: Frames) -> Result<Self> {
        if frames > MOST_FRAMES {
            return Err(Error::new(format!(
                "`{}` would be {:.1} hours long, but a WAV file holds at most {:.1}",
                path.display(),
                rate.seconds(frames) / 3600.0,
                rate.seconds(MOST_FRAMES) / 3600.0
            ))
            .hint("divide the chapter with headings in the manuscript"));
        }
        let file = beside(path)?;
        let handle = file.as_file().try_clone().map_err(|error| unwritable(path, &error))?;
        let spec = WavSpec {
            channels: 1,
            sample_rate: rate.hertz(),
            bits_per_sample: MASTER_BITS as u16,
            sample_format: SampleFormat::Int,
        };
        let writer = WavWriter::new(BufWriter::with_capacity(1 << 16, handle), spec)
            .map_err(|error| unwritable_wav(path, error))?;
        Ok(Self { path: path.to_owned(), file, writer, quantizer: Quantizer::new(MASTER_BITS) })
    }

    /// Appends samples, and turns each into what the file now holds, so that measuring goes on with the delivered values.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub fn write(&mut self, samples: &mut [f32]) -> Result<()> {
        for sample in samples {
            let number = self.quantizer.quantize(*sample);
            *sample = self.quantizer.sample(number);
            self.writer.write_sample(number).map_err(|error| unwritable_wav(&self.path, error))?;
        }
        Ok(())
    }

    /// Completes the file and puts it in its place.
    ///
    /// # Errors
    /// Where the disk takes no more; the old master is then untouched.
    pub fn finish(self) -> Result<()> {
        self.writer.finalize().map_err(|error| unwritable_wav(&self.path, error))?;
        commit(self.file, &self.path)
    }
}

fn unwritable_wav(path: &Path, error: hound::Error) -> Error {
    match error {
        hound::Error::IoError(error) => unwritable(path, &error),
        error => Error::io("write", path, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_master_holds_what_was_written_to_24_bits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("01.wav");
        let mut samples: Vec<f32> = (0..1000).map(|n| (n as f32 / 1000.0 - 0.5) * 0.9).collect();
        let mut writer = MasterWriter::create(&path, SampleRate::CD, Frames(1000)).unwrap();
        writer.write(&mut samples).unwrap();
        assert!(!path.exists(), "nothing stands under the final name before it is whole");
        writer.finish().unwrap();
        let mut reader = hound::WavReader::open(&path).unwrap();
        assert_eq!((reader.spec().bits_per_sample, reader.duration()), (24, 1000));
        let read: Vec<f32> = reader.samples::<i32>().map(|s| s.unwrap() as f32 / 8_388_608.0).collect();
        assert_eq!(read, samples);
    }

    #[test]
    fn a_master_longer_than_a_wav_file_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let error =
            MasterWriter::create(&folder.path().join("01.wav"), SampleRate::CD, Frames(2_000_000_000)).err().unwrap();
        assert!(error.to_string().contains("12.6 hours"), "{error}");
    }
}
