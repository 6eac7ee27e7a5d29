//! Opus by opus-pure, in an Ogg file with tags, chapters and cover.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use opus_pure::{Application, MAX_PACKET_BYTES, OggOpusWriter, OpusEncoder, OpusHead, OpusTags, RateControl};

use super::Tags;
use super::vorbis::{fields, picture};
use crate::words::{Error, Frames, Result, SampleRate};

/// The sample rate of Opus, in hertz: at the others that it knows, less than what is heard has room.
const RATE: u32 = 48_000;

/// The samples of a packet: 20 ms, as the reference encoder has them.
const PACKET: usize = 960;

/// Writes an Opus file of one sound, block by block.
pub struct OpusWriter<W: Write> {
    out: OggOpusWriter<W>,
    encoder: OpusEncoder,
    /// The samples that a decoder gives before the first one that is to be heard.
    delay: u16,
    /// What makes no whole packet yet.
    waiting: Vec<f32>,
    packet: Vec<u8>,
    heard: Frames,
}

impl<W: Write> OpusWriter<W> {
    /// A writer to `out` of one channel at 48 kHz, of so many kilobits a second on average, with tags.
    ///
    /// # Errors
    /// Where Opus has no such rate of samples or bits, or `out` can't be written.
    pub fn new(out: W, rate: SampleRate, kilobits: u32, tags: &Tags) -> Result<Self> {
        if rate.hertz() != RATE || !(6..=510).contains(&kilobits) {
            return Err(Error::new(format!("Opus can't have {rate} at {kilobits} kbps"))
                .hint(format!("32 kbps at {RATE} Hz is what one voice needs")));
        }
        let mut encoder = OpusEncoder::new(RATE.cast_signed(), 1, Application::Audio).map_err(failed)?;
        encoder.bitrate_bps = (kilobits * 1000).cast_signed();
        // The average is kept in short files, too.
        encoder.rate_control = RateControl::ConstrainedVbr;
        let head = OpusHead::for_encoder(&encoder, RATE);
        let delay = head.pre_skip;
        let mut said = OpusTags::new();
        for (name, value) in fields(tags) {
            said.push(&name, &value).map_err(failed)?;
        }
        if let Some(cover) = &tags.cover {
            said.push("METADATA_BLOCK_PICTURE", &STANDARD.encode(picture(cover))).map_err(failed)?;
        }
        let out = OggOpusWriter::with_tags(out, head, said).map_err(failed)?;
        let (waiting, packet) = (Vec::with_capacity(PACKET), vec![0; MAX_PACKET_BYTES]);
        Ok(Self { out, encoder, delay, waiting, packet, heard: Frames::ZERO })
    }

    /// Takes the next samples.
    ///
    /// # Errors
    /// Where they can't be written.
    pub fn write(&mut self, mut samples: &[f32]) -> Result<()> {
        self.heard += Frames::from(samples.len());
        while !samples.is_empty() {
            let (now, later) = samples.split_at(samples.len().min(PACKET - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            samples = later;
            if self.waiting.len() == PACKET {
                let length = self.encode()?;
                self.out.write_packet(&self.packet[..length]).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// Encodes what waits, made whole with silence; returns the length of the packet.
    fn encode(&mut self) -> Result<usize> {
        self.waiting.resize(PACKET, 0.0);
        let length = self.encoder.encode(&self.waiting, PACKET, &mut self.packet).map_err(failed)?;
        self.waiting.clear();
        Ok(length)
    }

    /// Writes what is still held back, and how much of it is to be heard (RFC 7845, section 4.4); returns the output.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn finish(mut self) -> Result<W> {
        let end = u64::from(self.delay) + self.heard.0;
        loop {
            let length = self.encode()?;
            let left = end.saturating_sub(self.out.granule().unsigned_abs());
            if left <= PACKET as u64 {
                self.out.write_packet_with_duration(&self.packet[..length], left as u32).map_err(failed)?;
                return self.out.finish().map_err(failed);
            }
            self.out.write_packet(&self.packet[..length]).map_err(failed)?;
        }
    }
}

fn failed(error: opus_pure::Error) -> Error {
    Error::new("the Opus file can't be written").cause(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_format_does_not_have_is_refused() {
        for (rate, kilobits) in [(44_100, 32), (48_000, 5), (48_000, 511)] {
            let rate = SampleRate::new(rate).unwrap();
            assert!(OpusWriter::new(Vec::new(), rate, kilobits, &Tags::default()).is_err());
        }
    }
}
