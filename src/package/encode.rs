//! Writing one file: samples through an encoder onto the disk.

use std::path::Path;

use crate::delivery::PlannedFile;
use crate::encode::{FlacWriter, M4bWriter, Mp3Writer, OpusWriter, Sizes, Tags, WavWriter, sizes};
use crate::files::{MasterLoudness, MasterNotes, MasterWriter};
use crate::signal::pull::BLOCK;
use crate::signal::{Pull, Quantizer};
use crate::words::profile::{Channels, Files, Format};
use crate::words::{BitDepth, Error, Frames, Result};

use super::disk::Disk;

/// What decides the dither of delivered files.
const SEED: u64 = 1;

/// How samples become whole numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// They are whole numbers of so many bits already.
    Exact,
    /// They are dithered.
    Dithered,
}

/// Encodes a sound into a file; `progress` hears how many frames were written.
///
/// # Errors
/// Where the sound can't be read any further, or the disk takes no more.
pub fn write(
    planned: &PlannedFile,
    files: &Files,
    tags: &Tags,
    sound: &mut (dyn Pull + Send),
    rounding: Rounding,
    path: &Path,
    progress: &dyn Fn(Frames),
) -> Result<()> {
    let bits = files.bit_depth.unwrap_or(16);
    if files.format == Format::Wav && sizes(planned.frames, bits, files.channels) == Sizes::TooLarge {
        return write_large(planned, files.channels, bits, sound, path, progress);
    }
    let (disk, trouble) = Disk::create(path)?;
    let rate = planned.rate;
    let mut numbers = Numbers::new(bits, rounding);
    let ended = match files.format {
        Format::Mp3 => {
            Mp3Writer::new(disk, rate, files.kbps.unwrap_or_default(), files.channels, tags).and_then(|mut mp3| {
                each(sound, progress, |block| mp3.write(block))?;
                mp3.finish()?.close()
            })
        }
        Format::M4b => M4bWriter::new(disk, rate, files.kbps.unwrap_or_default(), files.channels, tags)
            .and_then(|m4b| m4b.write(sound, progress)?.close()),
        Format::Opus => OpusWriter::new(disk, rate, files.kbps.unwrap_or_default(), tags).and_then(|mut opus| {
            each(sound, progress, |block| opus.write(block))?;
            opus.finish()?.close()
        }),
        Format::Flac => FlacWriter::new(disk, rate, bits, files.channels, tags).and_then(|mut flac| {
            each(sound, progress, |block| flac.write(numbers.of(block)))?;
            flac.finish()?.close()
        }),
        Format::Wav => {
            let mut disk = disk;
            WavWriter::new(&mut disk, rate, bits, files.channels)
                .and_then(|mut wav| {
                    each(sound, progress, |block| wav.write(numbers.of(block)))?;
                    wav.finish()
                })
                .and_then(|()| disk.close())
        }
    };
    ended.map_err(|error| trouble.explain(error))
}

/// Writes a WAV past 4 GiB, which has to be RF64: as masters are written.
fn write_large(
    planned: &PlannedFile,
    channels: Channels,
    bits: u32,
    sound: &mut dyn Pull,
    path: &Path,
    progress: &dyn Fn(Frames),
) -> Result<()> {
    if channels != Channels::Mono {
        return Err(Error::new(format!("`{}` would be larger than 4 GiB, as no WAV of two channels is", planned.name))
            .hint("deliver it as FLAC, or in one channel"));
    }
    let bit_depth = if bits == 16 { BitDepth::Int16 } else { BitDepth::Int24 };
    let (title, markers) = (planned.title.clone(), Vec::new());
    let notes = MasterNotes {
        rate: planned.rate,
        bit_depth,
        frames: planned.frames,
        seed: SEED,
        title,
        markers,
        reference: None,
    };
    let mut writer = MasterWriter::create(path, notes)?;
    let mut own = Vec::new();
    each(sound, progress, |block| {
        own.clear();
        own.extend_from_slice(block);
        writer.write(&mut own)
    })?;
    writer.finish(&MasterLoudness::default()).map(drop)
}

fn each(
    sound: &mut dyn Pull,
    progress: &dyn Fn(Frames),
    mut write: impl FnMut(&mut [f32]) -> Result<()>,
) -> Result<()> {
    let mut block = vec![0.0; BLOCK];
    loop {
        match sound.pull(&mut block)? {
            0 => return Ok(()),
            count => {
                write(&mut block[..count])?;
                progress(Frames::from(count));
            }
        }
    }
}

/// Samples as whole numbers.
struct Numbers {
    scale: f64,
    dither: Option<Quantizer>,
    whole: Vec<i32>,
}

impl Numbers {
    fn new(bits: u32, rounding: Rounding) -> Self {
        let dither = (rounding == Rounding::Dithered).then(|| Quantizer::new(bits, SEED));
        Self { scale: f64::from(1u32 << (bits - 1)), dither, whole: Vec::new() }
    }

    fn of(&mut self, block: &mut [f32]) -> &[i32] {
        let Self { scale, dither, whole } = self;
        whole.clear();
        match dither {
            Some(quantizer) => quantizer.quantize(block, |number| whole.push(number)),
            None => {
                whole.extend(
                    block
                        .iter()
                        .map(|&sample| (f64::from(sample) * *scale).round().clamp(-*scale, *scale - 1.0) as i32),
                );
            }
        }
        whole
    }
}
