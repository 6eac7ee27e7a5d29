//! MP3 by LAME: constant bit rate, one channel or two by themselves, with its tags and the encoder's delay written down.

use std::io::{Seek, SeekFrom, Write};

use id3::Version;
use mp3lame_encoder::{
    Bitrate, Builder, DualPcm, Encoder, FlushGap, Mode, MonoPcm, Quality, VbrMode, max_required_buffer_size,
};

use super::Tags;
use crate::words::profile::Channels;
use crate::words::{Error, Result, SampleRate};

/// The sample rates that MPEG-1 layer III has.
pub const RATES: [u32; 3] = [32_000, 44_100, 48_000];

/// What is encoded at a time.
const BLOCK: usize = 8192;

/// What LAME turns a sound down by at a constant bit rate, so that its own noise clips nothing (`abr_switch_map` in its
/// presets.c): masters have room for that noise, and are to come out as loud as they are.
fn turned_down(kilobits: u32) -> f32 {
    match kilobits {
        ..=176 => 0.95,
        177..=208 => 0.97,
        209..=240 => 0.98,
        _ => 1.0,
    }
}

/// What LAME may hold back at most, in bytes.
const FLUSH: usize = 7200;

/// Writes an MP3 of one sound, block by block.
pub struct Mp3Writer<W> {
    out: W,
    encoder: Encoder,
    channels: Channels,
    /// What the sound is raised by before LAME turns it down again.
    gain: f32,
    raised: Vec<f32>,
    buffer: Vec<u8>,
    /// Where the first frame stands: it says how much of the sound is the encoder's delay, which is known at the end.
    first_frame: u64,
}

impl<W: Write + Seek> Mp3Writer<W> {
    /// A writer to `out`, which stands at its start, of so many kilobits a second, with tags (ID3v2.3). Two channels hold the
    /// same, and never share it.
    ///
    /// # Errors
    /// Where MP3 has no such rate of samples or bits, or `out` can't be written.
    pub fn new(mut out: W, rate: SampleRate, kilobits: u32, channels: Channels, tags: &Tags) -> Result<Self> {
        let encoder = encoder(rate, kilobits, channels)?;
        tags.id3()
            .write_to(&mut out, Version::Id3v23)
            .map_err(|error| broken("the tags can't be written").cause(error))?;
        let first_frame = out.stream_position().map_err(unwritten)?;
        let gain = 1.0 / turned_down(kilobits);
        let buffer = Vec::with_capacity(max_required_buffer_size(BLOCK));
        Ok(Self { out, encoder, channels, gain, raised: Vec::new(), buffer, first_frame })
    }

    /// Takes the next samples.
    ///
    /// # Errors
    /// Where they can't be written.
    pub fn write(&mut self, samples: &[f32]) -> Result<()> {
        for block in samples.chunks(BLOCK) {
            self.buffer.clear();
            self.raised.clear();
            self.raised.extend(block.iter().map(|sample| sample * self.gain));
            let block = self.raised.as_slice();
            let encoded = match self.channels {
                Channels::Mono => self.encoder.encode_to_vec(MonoPcm(block), &mut self.buffer),
                Channels::Stereo => self.encoder.encode_to_vec(DualPcm { left: block, right: block }, &mut self.buffer),
            };
            encoded.map_err(|error| broken("LAME failed").cause(error))?;
            self.out.write_all(&self.buffer).map_err(unwritten)?;
        }
        Ok(())
    }

    /// Writes what is still held back, and into the first frame how long the sound is; returns the output.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn finish(mut self) -> Result<W> {
        self.buffer.clear();
        self.buffer.reserve(FLUSH.max(self.encoder.lame_tag_size()));
        // `FlushNoGap` would lose the end.
        self.encoder.flush_to_vec::<FlushGap>(&mut self.buffer).map_err(|error| broken("LAME failed").cause(error))?;
        self.out.write_all(&self.buffer).map_err(unwritten)?;
        self.buffer.clear();
        if self.encoder.lame_tag_encode_to_vec(&mut self.buffer).is_some() {
            self.out.seek(SeekFrom::Start(self.first_frame)).map_err(unwritten)?;
            self.out.write_all(&self.buffer).map_err(unwritten)?;
            self.out.seek(SeekFrom::End(0)).map_err(unwritten)?;
        }
        Ok(self.out)
    }
}

fn encoder(rate: SampleRate, kilobits: u32, channels: Channels) -> Result<Encoder> {
    let refused = || {
        Error::new(format!("MP3 can't have {rate} at {kilobits} kbps"))
            .hint("it has 32, 44.1 and 48 kHz, and 32 to 320 kbps in steps")
    };
    if !RATES.contains(&rate.hertz()) {
        return Err(refused());
    }
    let settings = || {
        Builder::new()?
            .with_num_channels(channels.count() as u8)
            .ok()?
            .with_sample_rate(rate.hertz())
            .ok()?
            .with_mode(match channels {
                Channels::Mono => Mode::Mono,
                Channels::Stereo => Mode::Stereo,
            })
            .ok()?
            .with_vbr_mode(VbrMode::Off)
            .ok()?
            .with_brate(bit_rate(kilobits)?)
            .ok()?
            // LAME's own advice for quality; better ones cost time for nothing that is heard.
            .with_quality(Quality::NearBest)
            .ok()?
            .with_to_write_vbr_tag(true)
            .ok()?
            .build()
            .ok()
    };
    settings().ok_or_else(refused)
}

fn bit_rate(kilobits: u32) -> Option<Bitrate> {
    const KNOWN: [Bitrate; 13] = [
        Bitrate::Kbps32,
        Bitrate::Kbps40,
        Bitrate::Kbps48,
        Bitrate::Kbps64,
        Bitrate::Kbps80,
        Bitrate::Kbps96,
        Bitrate::Kbps112,
        Bitrate::Kbps128,
        Bitrate::Kbps160,
        Bitrate::Kbps192,
        Bitrate::Kbps224,
        Bitrate::Kbps256,
        Bitrate::Kbps320,
    ];
    KNOWN.into_iter().find(|known| *known as u32 == kilobits)
}

fn broken(what: &str) -> Error {
    Error::new(what)
}

fn unwritten(error: std::io::Error) -> Error {
    Error::new("the MP3 can't be written").cause(error)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use id3::TagLike;

    use super::*;

    /// A tone of 440 Hz at a tenth of full scale.
    fn tone(seconds: f64) -> Vec<f32> {
        let frames = SampleRate::CD.frames(seconds).0;
        (0..frames).map(|n| (0.1 * (n as f64 / 44_100.0 * 440.0 * std::f64::consts::TAU).sin()) as f32).collect()
    }

    fn encoded(tags: &Tags, seconds: f64) -> Vec<u8> {
        let mut writer = Mp3Writer::new(Cursor::new(Vec::new()), SampleRate::CD, 192, Channels::Mono, tags).unwrap();
        for block in tone(seconds).chunks(1000) {
            writer.write(block).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn frames_are_of_one_bit_rate_and_one_channel() {
        let bytes = encoded(&Tags::default(), 1.0);
        let start = id3_length(&bytes);
        let mut at = start;
        let mut frames = 0;
        while at + 4 <= bytes.len() {
            let header = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
            // MPEG-1 layer III, 192 kbps, 44.1 kHz, one channel.
            assert_eq!(
                (header >> 17, header >> 12 & 15, header >> 10 & 3, header >> 6 & 3),
                (0x7FFD, 11, 0, 3),
                "at {at}"
            );
            at += 144 * 192_000 / 44_100 + (header >> 9 & 1) as usize;
            frames += 1;
        }
        assert!((39..=42).contains(&frames), "{frames}");
        assert!(bytes[start..start + 200].windows(4).any(|word| word == b"Info"), "the first frame tells the delay");
    }

    fn id3_length(bytes: &[u8]) -> usize {
        assert_eq!(&bytes[..5], b"ID3\x03\0");
        10 + bytes[6..10].iter().fold(0, |length, byte| length << 7 | usize::from(*byte))
    }

    #[test]
    fn tags_are_read_back() {
        let mark = |title: &str, start, end| super::super::Mark { title: title.to_owned(), start, end };
        let tags = Tags {
            title: "One – 潮".to_owned(),
            artist: "Ann".to_owned(),
            track: Some((1, 9)),
            chapters: vec![mark("A", 0, 500), mark("B", 500, 1000)],
            ..Tags::default()
        };
        let tag = id3::Tag::read_from2(Cursor::new(encoded(&tags, 1.0))).unwrap();
        assert_eq!((tag.title(), tag.artist(), tag.track()), (Some("One – 潮"), Some("Ann"), Some(1)));
        assert_eq!(tag.chapters().count(), 2);
        assert_eq!(tag.tables_of_contents().next().unwrap().elements, ["chp1", "chp2"]);
    }

    #[test]
    fn what_the_format_does_not_have_is_refused() {
        for (rate, kilobits) in [(44_100, 193), (96_000, 192), (44_100, 0)] {
            let rate = SampleRate::new(rate).unwrap();
            assert!(Mp3Writer::new(Cursor::new(Vec::new()), rate, kilobits, Channels::Mono, &Tags::default()).is_err());
        }
    }
}
