//! MP4 files of one sound: AAC frames behind each other, and behind them what says where each is, which part of it is to be
//! heard, which chapters there are, and whose it is.
//!
//! A file is written from its front to its end: of each frame only the size is kept, two bytes. All times are counted in
//! samples, so that nothing drifts, however long the book is.

mod boxes;
mod chapters;
mod movie;
mod tags;
#[cfg(test)]
mod tests;

use std::io::{self, Seek, SeekFrom, Write};

use super::Tags;
use crate::words::profile::Channels;
use crate::words::{Frames, SampleRate};
use boxes::Boxes;
use movie::{Movie, Text};

/// The samples of an AAC frame (ISO/IEC 14496-3).
pub const FRAME: u64 = 1024;

/// How many frames stand in a row before a player is told the place of the next ones: some 1.5 s.
const CHUNK: usize = 64;

/// What a sound is, besides its frames.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sound {
    /// The sample rate.
    pub rate: SampleRate,
    /// The channels.
    pub channels: Channels,
    /// The decoder's settings (`AudioSpecificConfig`).
    pub settings: Vec<u8>,
    /// How many samples a decoder gives before the first one that is to be heard.
    pub delay: u64,
    /// How many are to be heard.
    pub heard: Frames,
}

/// Writes an M4B file, frame by frame.
pub struct Mp4Writer<W> {
    out: W,
    /// Where the box of the sound begins.
    media: u64,
    /// Where the next frame goes.
    at: u64,
    /// The size of each frame.
    sizes: Vec<u16>,
    /// Where each chunk of frames begins.
    chunks: Vec<u64>,
}

impl<W: Write + Seek> Mp4Writer<W> {
    /// A writer to `out`, which stands at its start.
    ///
    /// # Errors
    /// Where `out` can't be written.
    pub fn new(mut out: W) -> io::Result<Self> {
        let mut boxes = Boxes::default();
        boxes.within(*b"ftyp", |boxes| {
            boxes.bytes(b"M4B ");
            boxes.u32(0);
            boxes.bytes(b"M4B M4A mp42isom");
        });
        let mut front = boxes.done();
        let media = front.len() as u64;
        // A size of 64 bits, which is known at the end.
        front.extend(b"\0\0\0\x01mdat\0\0\0\0\0\0\0\0");
        out.write_all(&front)?;
        Ok(Self { out, media, at: front.len() as u64, sizes: Vec::new(), chunks: Vec::new() })
    }

    /// Takes the next frame.
    ///
    /// # Errors
    /// Where it is longer than AAC has, or can't be written.
    pub fn frame(&mut self, frame: &[u8]) -> io::Result<()> {
        let size = u16::try_from(frame.len())
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "an AAC frame is too long"))?;
        if self.sizes.len().is_multiple_of(CHUNK) {
            self.chunks.push(self.at);
        }
        self.sizes.push(size);
        self.at += u64::from(size);
        self.out.write_all(frame)
    }

    /// Writes the titles of the chapters, where everything is, and the tags; returns the output.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn finish(mut self, sound: &Sound, tags: &Tags) -> io::Result<W> {
        let samples = chapters::samples(&tags.chapters);
        let text = (!samples.is_empty()).then(|| Text {
            at: self.at,
            sizes: samples.iter().map(|sample| sample.len() as u32).collect(),
            lengths: chapters::lengths(&tags.chapters, sound.rate, sound.heard),
        });
        for sample in &samples {
            self.out.write_all(sample)?;
            self.at += sample.len() as u64;
        }
        let movie = Movie { sound, sizes: &self.sizes, chunks: &self.chunks, text: text.as_ref(), tags };
        self.out.write_all(&movie.boxes())?;
        self.out.seek(SeekFrom::Start(self.media + 8))?;
        self.out.write_all(&(self.at - self.media).to_be_bytes())?;
        self.out.seek(SeekFrom::End(0))?;
        Ok(self.out)
    }
}
