//! Reading takes: any file that holds audio, as a stream of mono samples.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::Path;

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as MediaError;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use crate::signal::meter::sum_of_squares;
use crate::signal::{PeakMeter, Peaks, Pull};
use crate::takes::{TakeFormat, Unreadable};
use crate::words::{Error, Frames, Result, SampleRate};

/// More channels than any take has; a header that names more is damaged.
const MOST_CHANNELS: usize = 32;

/// A take's audio as a stream of mono samples: several channels are averaged.
pub struct TakeAudio {
    path: String,
    format: TakeFormat,
    reader: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    decoded: Frames,
    /// Mono samples that were decoded and not pulled yet, from `next` on.
    ready: Vec<f32>,
    next: usize,
    channels: Channels,
    problem: Option<Unreadable>,
}

impl TakeAudio {
    /// Opens a file, whatever its name says it is.
    ///
    /// # Errors
    /// Where it holds no audio.
    pub fn open(path: &Path) -> Result<Self, Unreadable> {
        let io = |error: std::io::Error| Unreadable::Io(error.to_string());
        let metadata = fs::metadata(path).map_err(io)?;
        if metadata.is_dir() {
            return Err(Unreadable::Folder);
        }
        if !metadata.is_file() {
            return Err(Unreadable::Special(special_kind(&metadata)));
        }
        if metadata.len() == 0 {
            return Err(Unreadable::Empty);
        }
        let mut file = File::open(path).map_err(io)?;
        if is_text(&mut file).map_err(io)? {
            return Err(Unreadable::Text);
        }
        let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
        let reader = symphonia::default::get_probe()
            .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(not_audio)?;
        let missing = |what: &str| Unreadable::NotAudio(format!("the file does not say its {what}"));

        let track = reader.default_track(TrackType::Audio).ok_or_else(|| missing("audio track"))?;
        let parameters = track.codec_params.as_ref().and_then(|p| p.audio()).ok_or_else(|| missing("codec"))?;
        let channels = parameters.channels.as_ref().map_or(0, symphonia::core::audio::Channels::count);
        if !(1..=MOST_CHANNELS).contains(&channels) {
            return Err(Unreadable::NotAudio(format!("the file says it has {channels} channels")));
        }
        let format = TakeFormat {
            sample_rate: parameters.sample_rate.and_then(SampleRate::new).ok_or_else(|| missing("sample rate"))?,
            bit_depth: parameters.bits_per_sample,
            channels: channels as u32,
            promised: track.num_frames.map(Frames),
        };
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map_err(not_audio)?;
        Ok(Self {
            path: path.display().to_string(),
            format,
            track: track.id,
            reader,
            decoder,
            decoded: Frames::ZERO,
            ready: Vec::new(),
            next: 0,
            channels: Channels::new(channels),
            problem: None,
        })
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

    /// What was heard of the channels before they were mixed: their worst peaks and their mean square; `None` for mono.
    #[must_use]
    pub fn channels(&self) -> Option<(Peaks, f64)> {
        let worst = self.channels.meters.iter().map(PeakMeter::peaks).max_by(|one, other| {
            one.clipped_runs.cmp(&other.clipped_runs).then(one.highest.total_cmp(&other.highest))
        })?;
        Some((worst, self.channels.squares / self.channels.samples.max(1) as f64))
    }

    /// Passes over the next frames.
    ///
    /// # Errors
    /// Where the file can't be read any further.
    pub fn skip(&mut self, frames: Frames) -> Result<()> {
        let mut left = frames.0;
        while left > 0 {
            if self.next == self.ready.len() && !self.decode()? {
                break;
            }
            let count = (self.ready.len() - self.next).min(usize::try_from(left).unwrap_or(usize::MAX));
            self.next += count;
            left -= count as u64;
        }
        Ok(())
    }

    /// Decodes the next packet into `ready`; false at the end.
    fn decode(&mut self) -> Result<bool> {
        (self.ready, self.next) = (std::mem::take(&mut self.ready), 0);
        self.ready.clear();
        while self.problem.is_none() && self.ready.is_empty() {
            let packet = match self.reader.next_packet() {
                Ok(Some(packet)) if packet.track_id == self.track => packet,
                Ok(Some(_)) => continue,
                Ok(None) => return Ok(false),
                Err(error) => return self.give_up(&error),
            };
            match self.decoder.decode(&packet) {
                Ok(buffer) => {
                    self.channels.take(&buffer, &mut self.ready);
                    if let Some(at) = self.ready.iter().position(|sample| !sample.is_finite()) {
                        let at = self.decoded + Frames::from(at);
                        self.problem = Some(Unreadable::Damaged(at, "a sample that is no number".to_owned()));
                        self.ready.clear();
                    }
                    self.decoded += Frames::from(self.ready.len());
                }
                Err(error) => return self.give_up(&error),
            }
        }
        Ok(!self.ready.is_empty())
    }

    /// Ends the stream: a damaged file is a finding about the take, a failing disk stops the command.
    fn give_up(&mut self, error: &MediaError) -> Result<bool> {
        if let MediaError::IoError(error) = error {
            if error.kind() != std::io::ErrorKind::UnexpectedEof {
                return Err(Error::io("read", Path::new(&self.path), error));
            }
            // What was heard is good as far as it goes; that it falls short of the promise is seen by its length.
            if self.decoded > Frames::ZERO && self.format.promised.is_some_and(|promised| promised > self.decoded) {
                return Ok(false);
            }
        }
        self.problem = Some(Unreadable::Damaged(self.decoded, error.to_string()));
        Ok(false)
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

/// Whether a file begins as only text does; leaves the file at its start.
fn is_text(file: &mut File) -> std::io::Result<bool> {
    let mut start = [0; 256];
    let mut length = 0;
    while length < start.len() {
        match file.read(&mut start[length..])? {
            0 => break,
            count => length += count,
        }
    }
    file.rewind()?;
    let printed = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~') || *byte >= 0x80;
    // The first letters of sound formats (RIFF, fLaC, ID3) are letters too, but sizes and zeros follow them.
    Ok(start[..length].iter().all(printed) && std::str::from_utf8(&start[..length.saturating_sub(3)]).is_ok())
}

/// The words of Symphonia's probe for a file that is like no format it knows.
const UNKNOWN_FORMAT: &str = "no suitable format reader found";

fn not_audio(error: MediaError) -> Unreadable {
    match error {
        MediaError::Unsupported(reason) if reason.contains(UNKNOWN_FORMAT) => {
            Unreadable::NotAudio("it is like no sound format that is known".to_owned())
        }
        MediaError::IoError(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            Unreadable::Io(error.to_string())
        }
        error => Unreadable::NotAudio(error.to_string()),
    }
}

/// The channels of a take on their way into one.
struct Channels {
    interleaved: Vec<f32>,
    /// One a channel; none where there is only one, which is measured later.
    meters: Vec<PeakMeter>,
    squares: f64,
    samples: u64,
    one: Vec<f32>,
}

impl Channels {
    fn new(count: usize) -> Self {
        let meters = if count > 1 { vec![PeakMeter::default(); count] } else { Vec::new() };
        Self { interleaved: Vec::new(), meters, squares: 0.0, samples: 0, one: Vec::new() }
    }

    /// Averages the channels of a decoded packet, and measures what averaging would hide.
    fn take(&mut self, buffer: &GenericAudioBufferRef<'_>, mono: &mut Vec<f32>) {
        let count = self.meters.len();
        if count == 0 {
            buffer.copy_to_vec_interleaved(mono);
            return;
        }
        buffer.copy_to_vec_interleaved(&mut self.interleaved);
        self.squares += sum_of_squares(&self.interleaved);
        self.samples += self.interleaved.len() as u64;
        for (channel, meter) in self.meters.iter_mut().enumerate() {
            self.one.clear();
            self.one.extend(self.interleaved.iter().skip(channel).step_by(count));
            meter.push(&self.one);
        }
        let share = 1.0 / count as f32;
        mono.clear();
        mono.extend(self.interleaved.chunks_exact(count).map(|frame| frame.iter().sum::<f32>() * share));
    }
}
