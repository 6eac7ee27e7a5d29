//! A delivered file as it is decoded again.

use std::fs::File;
use std::io::BufReader;
use std::ops::Range;
use std::path::{Path, PathBuf};

use opus_pure::{MAX_PACKET_SAMPLES, OggOpusReader, OggPacket, OpusDecoder, Trim};

use crate::delivery::ChannelMode;
use crate::files::TakeAudio;
use crate::signal::Pull;
use crate::words::profile::Format;
use crate::words::{Error, FileKind, Result, SampleRate};

/// The sample rate that Opus is decoded at, in hertz: its own.
const OPUS_RATE: u32 = 48_000;

/// The sound of a file, and what its decoder says of it.
pub struct Decoded {
    /// The sound.
    pub sound: Box<dyn Pull>,
    /// Its format.
    pub format: Format,
    /// Its sample rate.
    pub rate: SampleRate,
    /// Its channels.
    pub channels: ChannelMode,
    /// The bits of its samples, where the format has them.
    pub bit_depth: Option<u32>,
}

/// Opens a file that should have this format.
///
/// # Errors
/// Where it is something else, or can't be read.
pub fn open(path: &Path, format: Format) -> Result<Decoded> {
    if format == Format::Opus {
        return opus(path);
    }
    let audio = TakeAudio::open(path).map_err(|problem| undecoded(path, &problem))?;
    let told = audio.format().clone();
    let format = found(told.kind).ok_or_else(|| undecoded(path, &format!("{}, not {format}", told.kind)))?;
    Ok(Decoded {
        sound: Box::new(Unharmed { audio, path: path.to_owned() }),
        format,
        rate: told.sample_rate,
        channels: match told.channels {
            1 => ChannelMode::Mono,
            2 => ChannelMode::Stereo,
            _ => ChannelMode::Many,
        },
        bit_depth: told.bit_depth.filter(|_| matches!(format, Format::Flac | Format::Wav)),
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

fn undecoded(path: &Path, problem: &dyn std::fmt::Display) -> Error {
    Error::new(format!("`{}` can't be decoded again: it is {problem}", path.display()))
}

/// The sound of a file in which nothing may be damaged.
struct Unharmed {
    audio: TakeAudio,
    path: PathBuf,
}

impl Pull for Unharmed {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let count = self.audio.pull(out)?;
        match self.audio.problem() {
            Some(problem) => Err(undecoded(&self.path, problem)),
            None => Ok(count),
        }
    }
}

fn opus(path: &Path) -> Result<Decoded> {
    let file = File::open(path).map_err(|error| Error::io("open", path, error))?;
    let damaged = |error| damaged(path, error);
    let reader = OggOpusReader::new(BufReader::new(file)).map_err(damaged)?;
    let channels = usize::from(reader.head().channel_count);
    if channels != 1 {
        return Err(undecoded(path, &format!("Opus of {channels} channels, not of one")));
    }
    let decoder = reader.head().decoder(OPUS_RATE.cast_signed()).map_err(damaged)?;
    let trim = Trim::new(reader.head(), OPUS_RATE.cast_signed(), channels).map_err(damaged)?;
    let block = vec![0.0; MAX_PACKET_SAMPLES];
    let (packet, ready, path) = (OggPacket::default(), 0..0, path.to_owned());
    Ok(Decoded {
        sound: Box::new(OpusAudio { reader, decoder, trim, packet, block, ready, path }),
        format: Format::Opus,
        rate: SampleRate::new(OPUS_RATE).ok_or_else(|| Error::new("there is no rate of 48000 Hz"))?,
        channels: ChannelMode::Mono,
        bit_depth: None,
    })
}

fn damaged(path: &Path, error: opus_pure::Error) -> Error {
    Error::new(format!("`{}` can't be decoded again", path.display())).cause(error)
}

/// The sound of an Opus file, without the codec's delay and what was added to its last packet.
struct OpusAudio {
    reader: OggOpusReader<BufReader<File>>,
    decoder: OpusDecoder,
    trim: Trim,
    packet: OggPacket,
    /// What the packet holds.
    block: Vec<f32>,
    /// What of it was not pulled yet.
    ready: Range<usize>,
    path: PathBuf,
}

impl Pull for OpusAudio {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let mut filled = 0;
        while filled < out.len() {
            while self.ready.is_empty() {
                let is_there =
                    self.reader.read_packet_into(&mut self.packet).map_err(|error| damaged(&self.path, error))?;
                if !is_there {
                    return Ok(filled);
                }
                let count = self.decoder.decode(&self.packet.data, MAX_PACKET_SAMPLES, &mut self.block);
                let count = count.map_err(|error| damaged(&self.path, error))?;
                self.ready = self.trim.keep_range(&self.packet, count);
            }
            let count = self.ready.len().min(out.len() - filled);
            let from = self.ready.start;
            out[filled..filled + count].copy_from_slice(&self.block[from..from + count]);
            self.ready.start += count;
            filled += count;
        }
        Ok(filled)
    }
}
