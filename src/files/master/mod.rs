//! Writing a chapter's master: 24-bit Broadcast Wave, in its place only when it is whole.

mod header;

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::signal::Quantizer;
use crate::words::{Fingerprint, Result};

use super::replace::{beside, commit, unwritable};

pub use header::{Marker, MasterLoudness, MasterNotes};

/// The number of bits in a master's samples.
pub const MASTER_BITS: u32 = 24;

/// How much is written at once, in bytes.
const PIECE: usize = 1 << 16;

/// What the master at this path was made from; `None` where there is none, or one that was not written here.
#[must_use]
pub fn master_reference(path: &Path) -> Option<Fingerprint> {
    let mut start = [0; header::REFERENCE_END];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).ok()?;
    header::reference(&start)
}

/// Writes a master beside its place.
pub struct MasterWriter {
    path: PathBuf,
    notes: MasterNotes,
    file: NamedTempFile,
    /// What was not yet handed to the disk.
    bytes: Vec<u8>,
    quantizer: Quantizer,
}

impl MasterWriter {
    /// Begins the master that will stand at `path`.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn create(path: &Path, notes: MasterNotes) -> Result<Self> {
        let file = beside(path)?;
        let bytes = header::before(&notes, &MasterLoudness::default());
        Ok(Self { path: path.to_owned(), notes, file, bytes, quantizer: Quantizer::new(MASTER_BITS) })
    }

    /// Appends samples, and turns each into what the file now holds, so that measuring goes on with the delivered values.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub fn write(&mut self, samples: &mut [f32]) -> Result<()> {
        for sample in samples {
            let number = self.quantizer.quantize(*sample);
            *sample = self.quantizer.sample(number);
            let [low, middle, high, _] = number.to_le_bytes();
            self.bytes.extend([low, middle, high]);
        }
        if self.bytes.len() >= PIECE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        let written = self.file.as_file().write_all(&self.bytes);
        self.bytes.clear();
        written.map_err(|error| unwritable(&self.path, &error))
    }

    /// Completes the file, which now holds as many frames as was said at its beginning, and puts it in its place.
    ///
    /// # Errors
    /// Where the disk takes no more; the old master is then untouched.
    pub fn finish(mut self, loudness: &MasterLoudness) -> Result<()> {
        if self.notes.frames.0 * u64::from(MASTER_BITS / 8) % 2 == 1 {
            self.bytes.push(0);
        }
        self.bytes.extend(header::behind(&self.notes));
        self.flush()?;
        self.bytes.extend(header::before(&self.notes, loudness));
        self.file.as_file().rewind().map_err(|error| unwritable(&self.path, &error))?;
        self.flush()?;
        commit(self.file, &self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Frames, SampleRate};

    #[test]
    fn a_master_holds_what_was_written_to_24_bits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("01.wav");
        let mut samples: Vec<f32> = (0..1001).map(|n| (n as f32 / 1000.0 - 0.5) * 0.9).collect();
        let reference = Some(Fingerprint::of(b"a timeline"));
        let title = "Low Water".to_owned();
        let notes = MasterNotes { rate: SampleRate::CD, frames: Frames(1001), title, markers: vec![], reference };
        let mut writer = MasterWriter::create(&path, notes).unwrap();
        writer.write(&mut samples).unwrap();
        assert!(!path.exists(), "nothing stands under the final name before it is whole");
        writer.finish(&MasterLoudness::default()).unwrap();
        let mut reader = hound::WavReader::open(&path).unwrap();
        assert_eq!((reader.spec().bits_per_sample, reader.duration()), (24, 1001));
        let read: Vec<f32> = reader.samples::<i32>().map(|s| s.unwrap() as f32 / 8_388_608.0).collect();
        assert_eq!(read, samples);
        assert_eq!(master_reference(&path), Some(Fingerprint::of(b"a timeline")));
    }
}
