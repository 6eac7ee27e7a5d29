//! Reading takes: any file that holds audio, as a stream of mono samples.

mod behind_tags;
mod decoded;
mod ears;
mod edits;
mod foreign;
mod samples;
mod wav;

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use self::decoded::Decoded;
use self::ears::Ears;
use self::wav::{Kind, Wav, Wrong};
use crate::signal::{Pull, pull};
use crate::takes::{Mix, TakeFormat, Unreadable};
use crate::words::{Error, FileKind, Frames, Result};

pub use self::ears::Heard;

/// More channels than any take has; a header that names more is damaged.
const MOST_CHANNELS: usize = 32;

/// Samples a second that recorders know, in hertz; a header that names others is damaged.
const RATES: std::ops::RangeInclusive<u32> = 1_000..=768_000;

/// How much of a WAV file is read at once, in bytes.
const PIECE: usize = 64 * 1024;

/// What gives the samples of a file, packet by packet.
trait Packets: Send {
    /// Puts the next samples, frame by frame, into `samples`, which is empty; leaves it empty at the end.
    fn next(&mut self, samples: &mut Vec<f32>) -> Result<(), Fault>;

    /// Passes over so many frames without decoding them, where that can be done; returns how many.
    fn pass(&mut self, _frames: Frames) -> io::Result<Frames> {
        Ok(Frames::ZERO)
    }
}

/// Why no more samples come.
enum Fault {
    Io(io::Error),
    /// The decoder's words.
    Damaged(String),
}

/// A take's audio as a stream of mono samples: several channels are averaged.
pub struct TakeAudio {
    path: String,
    format: TakeFormat,
    /// The channels that are averaged, counted from 0; all where there are none.
    mixed: Vec<usize>,
    packets: Box<dyn Packets>,
    decoded: Frames,
    /// What was decoded last, before it was mixed.
    packet: Vec<f32>,
    /// Mono samples that were decoded and not pulled yet, from `next` on.
    ready: Vec<f32>,
    next: usize,
    problem: Option<Unreadable>,
}

impl TakeAudio {
    /// Opens a file, whatever its name says it is.
    ///
    /// # Errors
    /// Where it holds no audio.
    pub fn open(path: &Path) -> Result<Self, Unreadable> {
        let metadata = fs::metadata(path).map_err(|error| unopened(&error))?;
        if metadata.is_dir() {
            return Err(Unreadable::Folder);
        }
        if !metadata.is_file() {
            return Err(Unreadable::Special(special_kind(&metadata)));
        }
        if metadata.len() == 0 {
            return Err(Unreadable::Empty);
        }
        let mut file = File::open(path).map_err(|error| unopened(&error))?;
        let start = start(&mut file).map_err(|error| unopened(&error))?;
        if let Some(format) = foreign::format(&start) {
            return Err(Unreadable::Foreign(format));
        }
        if is_text(&start) {
            return Err(Unreadable::Text);
        }
        let (format, packets) = packets(file, metadata.len())?;
        let hertz = format.sample_rate.hertz();
        if !RATES.contains(&hertz) {
            return Err(Unreadable::NotAudio(format!("the file says it has {hertz} samples a second")));
        }
        Ok(Self {
            path: path.display().to_string(),
            format,
            mixed: Vec::new(),
            packets,
            decoded: Frames::ZERO,
            packet: Vec::new(),
            ready: Vec::new(),
            next: 0,
            problem: None,
        })
    }

    /// The same audio with only these channels averaged; those that the file does not have are left out.
    #[must_use]
    pub fn mixing(mut self, mix: Mix) -> Self {
        self.mixed = mix.channels().filter(|&channel| channel < self.format.channels as usize).collect();
        self
    }

    /// How it was recorded.
    #[must_use]
    pub fn format(&self) -> &TakeFormat {
        &self.format
    }

    /// What is wrong with the file, as far as it was read.
    #[must_use]
    pub fn problem(&self) -> Option<&Unreadable> {
        self.problem.as_ref()
    }

    /// Hands the mono mix to `each`, block by block to the end, and tells what is heard before mixing, or why nothing is.
    ///
    /// # Errors
    /// Where the disk fails while the file is read.
    pub fn listen(mut self, mut each: impl FnMut(&[f32])) -> Result<Result<Heard, Unreadable>> {
        let mut ears = Ears::new(&self.format);
        while self.next_packet()? {
            ears.push(&self.packet);
            self.mix();
            self.ready.chunks(pull::BLOCK).for_each(&mut each);
        }
        Ok(match self.problem {
            Some(problem) => Err(problem),
            None => Ok(ears.finish()),
        })
    }

    /// Passes over the next frames.
    ///
    /// # Errors
    /// Where the file can't be read any further.
    pub fn skip(&mut self, frames: Frames) -> Result<()> {
        let mut left = frames;
        while left > Frames::ZERO {
            if self.next == self.ready.len() {
                let passed = self.packets.pass(left).map_err(|error| self.unread(&error))?;
                self.decoded += passed;
                left = left.saturating_sub(passed);
                if left == Frames::ZERO || !self.decode()? {
                    break;
                }
            }
            let count = Frames::from(self.ready.len() - self.next).min(left);
            self.next += count.index();
            left = left - count;
        }
        Ok(())
    }

    /// Decodes and mixes the next packet into `ready`; false at the end.
    fn decode(&mut self) -> Result<bool> {
        self.next = 0;
        self.ready.clear();
        let any = self.next_packet()?;
        if any {
            self.mix();
        }
        Ok(any)
    }

    /// Decodes the next packet, with all of its channels; false at the end.
    fn next_packet(&mut self) -> Result<bool> {
        self.packet.clear();
        if self.problem.is_some() {
            return Ok(false);
        }
        if let Err(fault) = self.packets.next(&mut self.packet) {
            return self.give_up(fault);
        }
        let channels = self.format.channels as usize;
        if !all_possible(&self.packet) {
            let at = self.packet.iter().position(|&sample| !is_possible(sample)).unwrap_or_default();
            let what = match self.packet[at] {
                sample if sample.is_finite() => format!("a sample of {sample:e}, where full scale is 1"),
                _ => "a sample that is no number".to_owned(),
            };
            self.problem = Some(Unreadable::Damaged(self.decoded + Frames::from(at / channels), what));
            return Ok(false);
        }
        self.decoded += Frames::from(self.packet.len() / channels);
        Ok(!self.packet.is_empty())
    }

    /// Averages the channels of the packet that are heard into `ready`.
    fn mix(&mut self) {
        let channels = self.format.channels as usize;
        if channels == 1 {
            std::mem::swap(&mut self.packet, &mut self.ready);
            return;
        }
        self.ready.clear();
        let frames = self.packet.chunks_exact(channels);
        match self.mixed[..] {
            [] => {
                let share = 1.0 / channels as f32;
                self.ready.extend(frames.map(|frame| frame.iter().sum::<f32>() * share));
            }
            [only] => self.ready.extend(frames.map(|frame| frame[only])),
            ref several => {
                let share = 1.0 / several.len() as f32;
                self.ready
                    .extend(frames.map(|frame| several.iter().map(|&channel| frame[channel]).sum::<f32>() * share));
            }
        }
    }

    /// Ends the stream: a damaged file is a finding about the take, a failing disk stops the command.
    fn give_up(&mut self, fault: Fault) -> Result<bool> {
        let reason = match fault {
            Fault::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(self.unread(&error)),
            // What was heard is good as far as it goes; that it falls short of the promise is seen by its length.
            Fault::Io(_)
                if self.decoded > Frames::ZERO && self.format.promised.is_some_and(|told| told > self.decoded) =>
            {
                return Ok(false);
            }
            Fault::Io(error) => error.to_string(),
            Fault::Damaged(reason) => reason,
        };
        self.problem = Some(Unreadable::Damaged(self.decoded, reason));
        Ok(false)
    }

    fn unread(&self, error: &io::Error) -> Error {
        Error::io("read", Path::new(&self.path), error)
    }
}

/// No sample is higher than this many times full scale: there are programs that write floats on the scale of whole
/// numbers of 32 bits, but beyond that the bytes are no sound.
const HIGHEST: f32 = 1e10;

/// Whether a sample can be one: it is a number, and not beyond all scales.
fn is_possible(sample: f32) -> bool {
    sample.abs() <= HIGHEST
}

/// Whether all samples can be, in a form that needs no branch for each.
fn all_possible(samples: &[f32]) -> bool {
    samples.chunks(1024).all(|chunk| chunk.iter().fold(true, |all, &sample| all & is_possible(sample)))
}

fn unopened(error: &io::Error) -> Unreadable {
    Unreadable::Io(error.to_string())
}

/// How the samples of a file are to be read, by its content.
fn packets(mut file: File, length: u64) -> Result<(TakeFormat, Box<dyn Packets>), Unreadable> {
    match wav::read(&mut file, length) {
        Ok(Kind::Wav(wav)) => {
            file.seek(SeekFrom::Start(wav.start)).map_err(|error| unopened(&error))?;
            let format = TakeFormat {
                kind: FileKind::Wav,
                sample_rate: wav.sample_rate,
                bit_depth: Some(wav.bits),
                channels: wav.channels,
                promised: Some(wav.promised),
            };
            Ok((format, Box::new(Plain { file, wav, left: wav.frames, bytes: Vec::new() })))
        }
        Ok(kind @ (Kind::Compressed | Kind::Other)) => {
            let probe = if matches!(kind, Kind::Other) { decoded::probe() } else { decoded::wav_probe() };
            let heard = edits::heard(&mut file, length).map_err(|error| unopened(&error))?;
            file.rewind().map_err(|error| unopened(&error))?;
            let (format, decoded) = Decoded::open(file, &probe, heard)?;
            Ok((format, Box::new(decoded)))
        }
        Err(Wrong::Io(error)) => Err(unopened(&error)),
        Err(Wrong::Header(what)) => Err(Unreadable::NotAudio(what)),
    }
}

/// A WAV file whose samples stand there as they are.
struct Plain {
    file: File,
    wav: Wav,
    left: Frames,
    bytes: Vec<u8>,
}

impl Plain {
    fn frame(&self) -> usize {
        self.wav.channels as usize * self.wav.encoding.bytes()
    }
}

impl Packets for Plain {
    fn next(&mut self, samples: &mut Vec<f32>) -> Result<(), Fault> {
        let frames = Frames::from(PIECE / self.frame()).min(self.left);
        self.bytes.resize(frames.index() * self.frame(), 0);
        self.file.read_exact(&mut self.bytes).map_err(Fault::Io)?;
        self.left = self.left - frames;
        self.wav.encoding.decode(self.wav.endian, &self.bytes, samples);
        Ok(())
    }

    fn pass(&mut self, frames: Frames) -> io::Result<Frames> {
        let frames = frames.min(self.left);
        let bytes = i64::try_from(frames.0 * self.frame() as u64).map_err(io::Error::other)?;
        self.file.seek_relative(bytes)?;
        self.left = self.left - frames;
        Ok(frames)
    }
}

impl Pull for TakeAudio {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let mut written = 0;
        while written < out.len() {
            if self.next == self.ready.len() && !self.decode()? {
                break;
            }
            let count = (self.ready.len() - self.next).min(out.len() - written);
            out[written..written + count].copy_from_slice(&self.ready[self.next..self.next + count]);
            self.next += count;
            written += count;
        }
        Ok(written)
    }
}

/// What a thing that is neither file nor folder is: reading a pipe would wait for ever, reading a device never end.
fn special_kind(metadata: &fs::Metadata) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = metadata.file_type();
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    let _ = metadata;
    "no file"
}

/// How a file begins; leaves the file at its start.
fn start(file: &mut File) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    file.by_ref().take(256).read_to_end(&mut start)?;
    file.rewind()?;
    Ok(start)
}

/// Whether a file that begins so begins as only text does.
fn is_text(start: &[u8]) -> bool {
    let printed = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~') || *byte >= 0x80;
    // The first letters of sound formats (RIFF, fLaC, ID3) are letters too, but sizes and zeros follow them.
    start.iter().all(printed) && std::str::from_utf8(&start[..start.len().saturating_sub(3)]).is_ok()
}
