//! M4B: AAC by syom, in an MP4 file with chapters, cover and tags.

use std::io::{Seek, Write};

use super::aac::Aac;
use super::mp4::{Mp4Writer, Sound};
use super::{Tags, unwritten};
use crate::signal::Pull;
use crate::words::profile::Channels;
use crate::words::{Frames, Result, SampleRate};

/// Writes an M4B file of one sound.
pub struct M4bWriter<W> {
    out: Mp4Writer<W>,
    aac: Aac,
    rate: SampleRate,
    channels: Channels,
    tags: Tags,
}

impl<W: Write + Seek> M4bWriter<W> {
    /// A writer to `out`, which stands at its start, of so many kilobits a second on average. Two channels hold the same.
    ///
    /// # Errors
    /// Where AAC has no such rate of samples or bits, or `out` can't be written.
    pub fn new(out: W, rate: SampleRate, kilobits: u32, channels: Channels, tags: &Tags) -> Result<Self> {
        let aac = Aac::new(rate, kilobits, channels)?;
        let out = Mp4Writer::new(out).map_err(|error| unwritten("M4B", &error))?;
        Ok(Self { out, aac, rate, channels, tags: tags.clone() })
    }

    /// Writes all of a sound, and behind it where everything is; returns the output. `progress` hears how many samples were
    /// encoded.
    ///
    /// # Errors
    /// Where there is no sound, it can't be read, or it can't be written.
    pub fn write(mut self, sound: &mut (dyn Pull + Send), progress: &dyn Fn(Frames)) -> Result<W> {
        let keep = |frame: &[u8]| self.out.frame(frame).map_err(|error| unwritten("M4B", &error));
        let encoded = self.aac.encode(sound, keep, progress)?;
        let sound = Sound {
            rate: self.rate,
            channels: self.channels,
            settings: encoded.settings,
            delay: encoded.delay,
            heard: encoded.heard,
        };
        self.out.finish(&sound, &self.tags).map_err(|error| unwritten("M4B", &error))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::encode::Mark;
    use crate::signal::pull::Samples;

    fn tone(seconds: f64) -> Vec<f32> {
        let frames = SampleRate::CD.frames(seconds).0;
        (0..frames).map(|n| (0.1 * (n as f64 / 44_100.0 * 440.0 * std::f64::consts::TAU).sin()) as f32).collect()
    }

    fn encoded(samples: &[f32]) -> Vec<u8> {
        let mark = |title: &str, start, end| Mark { title: title.to_owned(), start, end };
        let tags = Tags {
            title: "One – 潮".to_owned(),
            chapters: vec![mark("A", 0, 500), mark("B", 500, 1000)],
            ..Tags::default()
        };
        let writer = M4bWriter::new(Cursor::new(Vec::new()), SampleRate::CD, 64, Channels::Mono, &tags).unwrap();
        let mut sound = Samples::new(samples);
        writer.write(&mut sound, &|_| ()).unwrap().into_inner()
    }

    #[test]
    fn what_lies_above_full_scale_is_limited() {
        let loud: Vec<f32> = tone(0.2).iter().map(|sample| sample * 20.0).collect();
        assert!(encoded(&loud).len() > 1000);
    }

    #[test]
    fn what_the_format_does_not_have_is_refused() {
        for (rate, kilobits) in [(44_100, 0), (44_100, 1000), (50_000, 64)] {
            let rate = SampleRate::new(rate).unwrap();
            assert!(M4bWriter::new(Cursor::new(Vec::new()), rate, kilobits, Channels::Mono, &Tags::default()).is_err());
        }
    }
}
