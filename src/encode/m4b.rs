//! M4B: AAC by syom, in an MP4 file with chapters, cover and tags.

use std::io::{Seek, Write};

use syom::{EncodeOptions, Encoder};

use super::mp4::{Mp4Writer, Sound};
use super::{Tags, unwritten};
use crate::words::profile::Channels;
use crate::words::{Error, Frames, Result, SampleRate};

/// What is encoded at a time.
const BLOCK: usize = 8192;

/// Writes an M4B file of one sound, block by block.
pub struct M4bWriter<W> {
    out: Mp4Writer<W>,
    encoder: Encoder,
    rate: SampleRate,
    channels: Channels,
    tags: Tags,
    /// The block that is encoded, with nothing above full scale.
    limited: Vec<f32>,
}

impl<W: Write + Seek> M4bWriter<W> {
    /// A writer to `out`, which stands at its start, of so many kilobits a second on average. Two channels hold the same.
    ///
    /// # Errors
    /// Where AAC has no such rate of samples or bits, or `out` can't be written.
    pub fn new(out: W, rate: SampleRate, kilobits: u32, channels: Channels, tags: &Tags) -> Result<Self> {
        // The encoder looks one frame ahead for consonants that burst: none is heard before it sounds.
        let options = EncodeOptions::raw().with_bitrate_bps(kilobits.saturating_mul(1000)).with_lookahead(true);
        let encoder = Encoder::new(rate.hertz(), channels.count(), &options).map_err(|error| {
            Error::new(format!("AAC can't have {rate} at {kilobits} kbps"))
                .cause(error)
                .hint("64 kbps at 44100 Hz is what most audiobooks have")
        })?;
        let out = Mp4Writer::new(out).map_err(|error| unwritten("M4B", &error))?;
        Ok(Self { out, encoder, rate, channels, tags: tags.clone(), limited: Vec::new() })
    }

    /// Takes the next samples.
    ///
    /// # Errors
    /// Where they can't be written.
    pub fn write(&mut self, samples: &[f32]) -> Result<()> {
        for block in samples.chunks(BLOCK) {
            // The encoder refuses what lies above full scale.
            self.limited.clear();
            self.limited.extend(block.iter().map(|sample| sample.clamp(-1.0, 1.0)));
            let planes = [self.limited.as_slice(); 2];
            let mut kept = Ok(());
            let encoded = self.encoder.feed(&planes[..self.channels.count()], |frame| {
                if kept.is_ok() {
                    kept = self.out.frame(frame.payload);
                }
                Ok(())
            });
            kept.map_err(|error| unwritten("M4B", &error))?;
            encoded.map_err(failed)?;
        }
        Ok(())
    }

    /// Writes what is still held back, and where everything is; returns the output.
    ///
    /// # Errors
    /// Where there was no sound, or it can't be written.
    pub fn finish(mut self) -> Result<W> {
        let mut kept = Ok(());
        let ended = self.encoder.finish(|frame| {
            if kept.is_ok() {
                kept = self.out.frame(frame.payload);
            }
            Ok(())
        });
        kept.map_err(|error| unwritten("M4B", &error))?;
        let ended = ended.map_err(failed)?;
        let sound = Sound {
            rate: self.rate,
            channels: self.channels,
            settings: self.encoder.asc().to_vec(),
            delay: ended.priming,
            heard: Frames(ended.samples),
        };
        self.out.finish(&sound, &self.tags).map_err(|error| unwritten("M4B", &error))
    }
}

fn failed(error: syom::AacError) -> Error {
    Error::new("the AAC encoder failed").cause(error)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::encode::Mark;

    fn tone(seconds: f64) -> Vec<f32> {
        let frames = SampleRate::CD.frames(seconds).0;
        (0..frames).map(|n| (0.1 * (n as f64 / 44_100.0 * 440.0 * std::f64::consts::TAU).sin()) as f32).collect()
    }

    fn encoded(samples: &[f32], block: usize, channels: Channels) -> Vec<u8> {
        let mark = |title: &str, start, end| Mark { title: title.to_owned(), start, end };
        let tags = Tags {
            title: "One – 潮".to_owned(),
            chapters: vec![mark("A", 0, 500), mark("B", 500, 1000)],
            ..Tags::default()
        };
        let mut writer = M4bWriter::new(Cursor::new(Vec::new()), SampleRate::CD, 64, channels, &tags).unwrap();
        for block in samples.chunks(block) {
            writer.write(block).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn how_a_sound_is_cut_into_blocks_changes_nothing() {
        let samples = tone(0.5);
        assert!(encoded(&samples, 777, Channels::Mono) == encoded(&samples, 20_000, Channels::Mono));
    }

    #[test]
    fn what_lies_above_full_scale_is_limited() {
        let loud: Vec<f32> = tone(0.2).iter().map(|sample| sample * 20.0).collect();
        assert!(encoded(&loud, 1000, Channels::Mono).len() > 1000);
    }

    #[test]
    fn what_the_format_does_not_have_is_refused() {
        for (rate, kilobits) in [(44_100, 0), (44_100, 1000), (50_000, 64)] {
            let rate = SampleRate::new(rate).unwrap();
            assert!(M4bWriter::new(Cursor::new(Vec::new()), rate, kilobits, Channels::Mono, &Tags::default()).is_err());
        }
    }
}
