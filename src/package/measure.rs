//! A delivered file, decoded again and measured: what is said of it is said of its bytes.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::delivery::{ChannelMode, Facts};
use crate::files::TakeAudio;
use crate::signal::pull::BLOCK;
use crate::signal::{Meter, ProgrammeMeter, Pull};
use crate::words::profile::Format;
use crate::words::{Dbfs, Error, FileKind, Fingerprint, Frames, Result, SampleRate};

use super::read::headers;

/// How much at either end is listened to for the first and the last sound, in seconds.
const ENDS: f64 = 10.0;

/// Reads a file back and measures it beside the sound that it was made of; `progress` hears how many frames were measured.
///
/// # Errors
/// Where it can't be read, or holds something else than was written.
pub fn measure(path: &Path, format: Format, sound: &mut dyn Pull, progress: &dyn Fn(Frames)) -> Result<Facts> {
    let headers = headers(path, format)?;
    let (bytes, hash) = digest(path)?;
    let unread = |problem: &dyn std::fmt::Display| {
        Error::new(format!("`{}` can't be decoded again: it is {problem}", path.display()))
    };
    let mut audio = TakeAudio::open(path).map_err(|problem| unread(&problem))?;
    let told = audio.format().clone();
    let rate = told.sample_rate;
    let mut meter = ProgrammeMeter::new(rate);
    let mut ends = Ends::new(rate);
    let mut difference = Difference::default();
    let (mut block, mut beside) = (vec![0.0; BLOCK], vec![0.0; BLOCK]);
    loop {
        let count = audio.pull(&mut block)?;
        if let Some(problem) = audio.problem() {
            return Err(unread(problem));
        }
        if count == 0 {
            break;
        }
        let block = &block[..count];
        meter.push(block);
        ends.push(block);
        let of_master = sound.pull(&mut beside[..count])?;
        difference.push(block, &beside[..of_master]);
        progress(Frames::from(count));
    }
    let (head, tail) = ends.quiet();
    let lossless = !matches!(format, Format::Mp3 | Format::M4b);
    Ok(Facts {
        bytes,
        hash,
        format: found(told.kind).ok_or_else(|| unread(&format!("{}, not {format}", told.kind)))?,
        sample_rate: rate,
        channels: headers.channels.unwrap_or(match told.channels {
            1 => ChannelMode::Mono,
            2 => ChannelMode::Stereo,
            _ => ChannelMode::Many,
        }),
        mode: headers.mode,
        bit_depth: told.bit_depth.filter(|_| lossless),
        levels: meter.finish(),
        head,
        tail,
        difference: difference.db(),
        says: headers.says,
    })
}

fn found(kind: FileKind) -> Option<Format> {
    match kind {
        FileKind::Mp3 => Some(Format::Mp3),
        FileKind::Flac => Some(Format::Flac),
        FileKind::Wav => Some(Format::Wav),
        FileKind::M4a => Some(Format::M4b),
        FileKind::Aiff | FileKind::CompressedPcm => None,
    }
}

/// The size of a file and the digest of its bytes.
///
/// # Errors
/// Where it can't be read.
pub fn digest(path: &Path) -> Result<(u64, Fingerprint)> {
    let unread = |error| Error::io("read", path, error);
    let mut file = File::open(path).map_err(unread)?;
    let mut hasher = blake3::Hasher::new();
    let (mut piece, mut length) = (vec![0; 1 << 16], 0);
    loop {
        match file.read(&mut piece).map_err(unread)? {
            0 => return Ok((length, hasher.finalize().into())),
            count => {
                hasher.update(&piece[..count]);
                length += count as u64;
            }
        }
    }
}

/// The sound near both ends of a file.
struct Ends {
    rate: SampleRate,
    long: usize,
    head: Vec<f32>,
    tail: VecDeque<f32>,
}

impl Ends {
    fn new(rate: SampleRate) -> Self {
        Self { rate, long: rate.frames(ENDS).index(), head: Vec::new(), tail: VecDeque::new() }
    }

    fn push(&mut self, block: &[f32]) {
        self.head.extend(&block[..block.len().min(self.long - self.head.len())]);
        self.tail.extend(block);
        let over = self.tail.len().saturating_sub(self.long);
        self.tail.drain(..over);
    }

    /// The quiet before the first sound and behind the last, in seconds.
    fn quiet(mut self) -> (Option<f64>, Option<f64>) {
        let speech = |samples: &[f32]| {
            let mut meter = Meter::new(self.rate);
            meter.push(samples);
            meter.finish().speech
        };
        let head = speech(&self.head).map(|speech| self.rate.seconds(speech.start));
        let tail = self.tail.make_contiguous();
        let length = Frames::from(tail.len());
        (head, speech(tail).map(|speech| self.rate.seconds(length.saturating_sub(speech.end))))
    }
}

/// How far two sounds lie from each other.
#[derive(Default)]
struct Difference {
    sound: f64,
    difference: f64,
}

impl Difference {
    fn push(&mut self, found: &[f32], wanted: &[f32]) {
        let squares = |(sound, difference): (f64, f64), (found, wanted): (&f32, &f32)| {
            let apart = f64::from(found - wanted);
            (sound + f64::from(*wanted) * f64::from(*wanted), difference + apart * apart)
        };
        let (sound, difference) = found.iter().zip(wanted).fold((0.0, 0.0), squares);
        self.sound += sound;
        self.difference += difference;
    }

    /// In decibels; `None` where the two are the same.
    fn db(&self) -> Option<f64> {
        let ratio = self.difference / self.sound.max(f64::MIN_POSITIVE);
        Dbfs::from_mean_square(ratio).map(Dbfs::db)
    }
}
