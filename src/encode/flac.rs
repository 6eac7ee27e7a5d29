//! FLAC, frame by frame: nothing of the sound is lost, and no more than a block of it is held.

use std::io::{Seek, SeekFrom, Write};

use flacenc::bitsink::ByteSink;
use flacenc::component::{BitRepr, StreamInfo};
use flacenc::config;
use flacenc::encode_fixed_size_frame;
use flacenc::error::{Verified, Verify};
use flacenc::source::{Context, Fill, FrameBuf};

use super::Tags;
use super::vorbis::{comments, picture};
use crate::words::profile::Channels;
use crate::words::{Error, Result, SampleRate};

/// The samples of a frame: what the reference encoder takes.
const BLOCK: usize = 4096;

/// The place of the first metadata block, behind `fLaC` and its own header.
const STREAM_INFO_AT: u64 = 8;

/// The kinds of metadata blocks.
const STREAM_INFO: u8 = 0;
const VORBIS_COMMENT: u8 = 4;
const PICTURE: u8 = 6;

/// Set on the kind of the last metadata block.
const LAST: u8 = 0x80;

/// Writes a FLAC file of one sound, block by block.
pub struct FlacWriter<W> {
    out: W,
    config: Verified<config::Encoder>,
    info: StreamInfo,
    context: Context,
    frame: FrameBuf,
    /// Interleaved, as many as make a frame at most.
    waiting: Vec<i32>,
    channels: usize,
    bits: u32,
    rate: SampleRate,
    shortest: u32,
    longest: u32,
    frames: usize,
}

impl<W: Write + Seek> FlacWriter<W> {
    /// A writer to `out`, which stands at its start, of samples of so many bits, 16 or 24, with tags. Two channels hold the
    /// same.
    ///
    /// # Errors
    /// Where FLAC has no such format, or `out` can't be written.
    pub fn new(mut out: W, rate: SampleRate, bits: u32, channels: Channels, tags: &Tags) -> Result<Self> {
        let channels = channels.count();
        let refuse = || Error::new(format!("FLAC can't have {bits} bits at {rate}"));
        let info = StreamInfo::new(rate.hertz() as usize, channels, bits as usize).map_err(|_| refuse())?;
        let config = config::Encoder::default().into_verified().map_err(|_| refuse())?;
        let frame = FrameBuf::with_size(channels, BLOCK).map_err(|_| refuse())?;
        out.write_all(b"fLaC").map_err(unwritten)?;
        let picture = tags.cover.as_ref().map(picture);
        let mut blocks = vec![(STREAM_INFO, vec![0; 34]), (VORBIS_COMMENT, comments(tags))];
        blocks.extend(picture.map(|bytes| (PICTURE, bytes)));
        let count = blocks.len();
        for (number, (kind, bytes)) in (1..).zip(blocks) {
            let kind = if number == count { kind | LAST } else { kind };
            let length = u32::try_from(bytes.len()).ok().filter(|length| *length < 1 << 24);
            let length = length.ok_or_else(|| Error::new("the cover is larger than FLAC can hold (16 MiB)"))?;
            out.write_all(&[kind]).and_then(|()| out.write_all(&length.to_be_bytes()[1..])).map_err(unwritten)?;
            out.write_all(&bytes).map_err(unwritten)?;
        }
        let context = Context::new(bits as usize, channels);
        let waiting = Vec::with_capacity(BLOCK * channels);
        let (shortest, longest, frames) = (u32::MAX, 0, 0);
        Ok(Self { out, config, info, context, frame, waiting, channels, bits, rate, shortest, longest, frames })
    }

    /// Takes the next samples, as whole numbers of the file's bits.
    ///
    /// # Errors
    /// Where they can't be written.
    pub fn write(&mut self, mut samples: &[i32]) -> Result<()> {
        while !samples.is_empty() {
            let room = BLOCK - self.waiting.len() / self.channels;
            let (now, later) = samples.split_at(samples.len().min(room));
            self.waiting.extend(now.iter().flat_map(|&sample| std::iter::repeat_n(sample, self.channels)));
            samples = later;
            if self.waiting.len() == BLOCK * self.channels {
                self.encode()?;
            }
        }
        Ok(())
    }

    fn encode(&mut self) -> Result<()> {
        let broken = |error: &dyn std::fmt::Display| Error::new("the FLAC encoder failed").cause(error);
        self.context.fill_interleaved(&self.waiting).map_err(|error| broken(&error))?;
        self.frame.fill_interleaved(&self.waiting).map_err(|error| broken(&error))?;
        self.waiting.clear();
        let frame = encode_fixed_size_frame(&self.config, &self.frame, self.frames, &self.info)
            .map_err(|error| broken(&error))?;
        let mut bytes = ByteSink::new();
        frame.write(&mut bytes).map_err(|error| broken(&error))?;
        let length = bytes.as_slice().len() as u32;
        (self.shortest, self.longest) = (self.shortest.min(length), self.longest.max(length));
        self.frames += 1;
        self.out.write_all(bytes.as_slice()).map_err(unwritten)
    }

    /// Writes the last block, and at the front what is known only now; returns the output.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn finish(mut self) -> Result<W> {
        if !self.waiting.is_empty() {
            self.encode()?;
        }
        let info = self.stream_info();
        self.out.seek(SeekFrom::Start(STREAM_INFO_AT)).map_err(unwritten)?;
        self.out.write_all(&info).map_err(unwritten)?;
        self.out.seek(SeekFrom::End(0)).map_err(unwritten)?;
        Ok(self.out)
    }

    /// The block of facts on the stream (RFC 9639, section 8.2). The last block, which may be shorter, does not count for
    /// the least block size.
    fn stream_info(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(34);
        let block = (BLOCK as u16).to_be_bytes();
        bytes.extend([block, block].concat());
        let shortest = if self.frames == 0 { 0 } else { self.shortest };
        bytes.extend(&shortest.to_be_bytes()[1..]);
        bytes.extend(&self.longest.to_be_bytes()[1..]);
        // 20 bits of sample rate, 3 of channels less one, 5 of bits less one, 36 of samples.
        let facts = u64::from(self.rate.hertz()) << 44
            | (self.channels as u64 - 1) << 41
            | u64::from(self.bits - 1) << 36
            | (self.context.total_samples() as u64 & 0xF_FFFF_FFFF);
        bytes.extend(facts.to_be_bytes());
        bytes.extend(self.context.md5_digest());
        bytes
    }
}

fn unwritten(error: std::io::Error) -> Error {
    Error::new("the FLAC file can't be written").cause(error)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::process::{Command, Stdio};

    use super::*;

    fn samples(count: usize) -> Vec<i32> {
        (0..count).map(|n| ((n as f64 * 0.05).sin() * 2e6) as i32 + i32::from((n * 7919 % 257) as u16) - 128).collect()
    }

    fn encoded(samples: &[i32]) -> Vec<u8> {
        let mut writer =
            FlacWriter::new(Cursor::new(Vec::new()), SampleRate::CD, 24, Channels::Mono, &Tags::default()).unwrap();
        samples.chunks(1000).for_each(|block| writer.write(block).unwrap());
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn another_program_reads_the_very_samples() {
        if Command::new("ffmpeg").arg("-version").output().is_err() {
            eprintln!("SKIPPED: ffmpeg is not installed");
            return;
        }
        for count in [1, 15, 4096, 4097, 10_000] {
            let wanted = samples(count);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x.flac");
            std::fs::write(&path, encoded(&wanted)).unwrap();
            let read = Command::new("ffmpeg")
                .args(["-v", "error", "-i"])
                .arg(&path)
                .args(["-f", "s32le", "-"])
                .stderr(Stdio::piped())
                .output()
                .unwrap();
            assert!(read.stderr.is_empty(), "{}", String::from_utf8_lossy(&read.stderr));
            let found: Vec<i32> =
                read.stdout.chunks_exact(4).map(|four| i32::from_le_bytes(four.try_into().unwrap()) >> 8).collect();
            assert_eq!(found, wanted, "{count} samples");
        }
    }

    #[test]
    fn the_facts_stand_at_the_front() {
        let bytes = encoded(&samples(10_000));
        assert_eq!(&bytes[..4], b"fLaC");
        assert_eq!(&bytes[8..12], [16, 0, 16, 0], "blocks of 4096, the last not counted");
        let facts = u64::from_be_bytes(bytes[18..26].try_into().unwrap());
        assert_eq!((facts >> 44, facts >> 36 & 31, facts & 0xF_FFFF_FFFF), (44_100, 23, 10_000));
    }
}
