//! Writing a chapter's master: Broadcast Wave, in its place only when it is whole.

mod header;

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::signal::Quantizer;
use crate::words::{BitDepth, Fingerprint, Result};

use super::replace::{beside, commit, unwritable};

pub use header::{Marker, MasterLoudness, MasterNotes};

/// How much is written at once, in bytes.
const PIECE: usize = 1 << 16;

/// What the master at this path was made from; `None` where there is none, or one that was not written here.
#[must_use]
pub fn master_reference(path: &Path) -> Option<Fingerprint> {
    let mut start = [0; header::REFERENCE_END];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).ok()?;
    header::reference(&start)
}

/// What a master held when it was written, as a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MasterContent {
    /// How many bytes stand before its samples.
    header: u64,
    /// The digest of its samples with what stands behind them, and then of what stands before them: that is written last.
    digest: Fingerprint,
}

impl MasterContent {
    /// Whether a file holds this, and nothing else.
    #[must_use]
    pub fn is_of(self, path: &Path) -> bool {
        File::open(path).and_then(|file| digest(file, self.header)).is_ok_and(|digest| digest == self.digest)
    }
}

/// The digest of a master with so many bytes before its samples.
fn digest(mut file: File, header: u64) -> std::io::Result<Fingerprint> {
    let mut hasher = blake3::Hasher::new();
    file.seek(SeekFrom::Start(header))?;
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => drop(hasher.update(&piece[..count])),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    file.rewind()?;
    std::io::copy(&mut file.take(header), &mut hasher)?;
    Ok(hasher.finalize().into())
}

/// Writes a master beside its place.
pub struct MasterWriter {
    path: PathBuf,
    notes: MasterNotes,
    file: NamedTempFile,
    /// What was not yet handed to the disk.
    bytes: Vec<u8>,
    digest: blake3::Hasher,
    numbers: Numbers,
}

/// How samples are stored.
enum Numbers {
    Whole16(Quantizer),
    Whole24(Quantizer),
    Floats,
}

impl MasterWriter {
    /// Begins the master that will stand at `path`.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn create(path: &Path, notes: MasterNotes) -> Result<Self> {
        let file = beside(path)?;
        let bytes = header::before(&notes, &MasterLoudness::default());
        let numbers = match notes.bit_depth {
            BitDepth::Int16 => Numbers::Whole16(Quantizer::new(16, notes.seed)),
            BitDepth::Int24 => Numbers::Whole24(Quantizer::new(24, notes.seed)),
            BitDepth::Float32 => Numbers::Floats,
        };
        let mut writer = Self { path: path.to_owned(), notes, file, bytes, digest: blake3::Hasher::new(), numbers };
        writer.put()?;
        Ok(writer)
    }

    /// Appends samples, and turns each into what the file now holds, so that measuring goes on with the delivered values.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub fn write(&mut self, samples: &mut [f32]) -> Result<()> {
        let bytes = &mut self.bytes;
        match &mut self.numbers {
            Numbers::Whole16(quantizer) => quantizer.quantize(samples, |number| {
                let [low, high, ..] = number.to_le_bytes();
                bytes.extend([low, high]);
            }),
            Numbers::Whole24(quantizer) => quantizer.quantize(samples, |number| {
                let [low, middle, high, _] = number.to_le_bytes();
                bytes.extend([low, middle, high]);
            }),
            Numbers::Floats => samples.iter().for_each(|sample| bytes.extend(sample.to_le_bytes())),
        }
        if self.bytes.len() >= PIECE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        self.digest.update(&self.bytes);
        self.put()
    }

    fn put(&mut self) -> Result<()> {
        let written = self.file.as_file().write_all(&self.bytes);
        self.bytes.clear();
        written.map_err(|error| unwritable(&self.path, &error))
    }

    /// Completes the file, which now holds as many frames as was said at its beginning, and puts it in its place; returns
    /// what it holds.
    ///
    /// # Errors
    /// Where the disk takes no more; the old master is then untouched.
    pub fn finish(mut self, loudness: &MasterLoudness) -> Result<MasterContent> {
        if self.notes.bytes() % 2 == 1 {
            self.bytes.push(0);
        }
        self.bytes.extend(header::behind(&self.notes));
        self.flush()?;
        self.bytes.extend(header::before(&self.notes, loudness));
        self.file.as_file().rewind().map_err(|error| unwritable(&self.path, &error))?;
        let header = self.bytes.len() as u64;
        self.flush()?;
        commit(self.file, &self.path)?;
        Ok(MasterContent { header, digest: self.digest.finalize().into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Frames, SampleRate};

    /// What a master of this depth holds of these samples, and what the writer said it would hold.
    fn written(bit_depth: BitDepth, mut samples: Vec<f32>) -> (hound::WavSpec, Vec<f32>, Vec<f32>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("01.wav");
        let notes = MasterNotes {
            rate: SampleRate::CD,
            bit_depth,
            frames: Frames::from(samples.len()),
            seed: 1,
            title: "Low Water".to_owned(),
            markers: vec![],
            reference: Some(Fingerprint::of(b"a timeline")),
        };
        let mut writer = MasterWriter::create(&path, notes).unwrap();
        writer.write(&mut samples).unwrap();
        assert!(!path.exists(), "nothing stands under the final name before it is whole");
        let content = writer.finish(&MasterLoudness::default()).unwrap();
        assert!(content.is_of(&path));
        let mut reader = hound::WavReader::open(&path).unwrap();
        let scale = f32::from(2u16).powi(i32::from(reader.spec().bits_per_sample) - 1);
        let read = match reader.spec().sample_format {
            hound::SampleFormat::Int => reader.samples::<i32>().map(|s| s.unwrap() as f32 / scale).collect(),
            hound::SampleFormat::Float => reader.samples::<f32>().map(Result::unwrap).collect(),
        };
        assert_eq!(master_reference(&path), Some(Fingerprint::of(b"a timeline")));
        (reader.spec(), read, samples)
    }

    #[test]
    fn a_master_holds_what_was_written_to_its_depth() {
        let samples: Vec<f32> = (0..1001).map(|n| (n as f32 / 1000.0 - 0.5) * 0.9).collect();
        for (depth, bits, step) in [
            (BitDepth::Int16, 16, 1.0 / 32_768.0),
            (BitDepth::Int24, 24, 1.0 / 8_388_608.0),
            (BitDepth::Float32, 32, 0.0),
        ] {
            let (spec, read, told) = written(depth, samples.clone());
            assert_eq!((spec.bits_per_sample, spec.channels), (bits, 1));
            assert_eq!(read, told);
            assert!(read.iter().zip(&samples).all(|(one, other)| (one - other).abs() <= 1.6 * step), "{bits} bits");
        }
    }
}
