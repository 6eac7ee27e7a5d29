//! A chapter's WAV as a source of samples that can be wound to any frame.

use std::fs::File;
use std::io::BufReader;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hound::{SampleFormat, WavReader};
use rodio::Source;

use crate::words::{Error, Frames, Result, SampleRate};

/// A chapter's WAV, read as it is heard: 16 or 24 bits, mono or stereo.
pub(super) struct Chapter {
    path: PathBuf,
    reader: WavReader<BufReader<File>>,
    channels: NonZero<u16>,
    sample_rate: SampleRate,
    /// What a whole number is multiplied by: a power of two, so that every sample keeps all of its bits; `None` for floats.
    scale: Option<f32>,
    failure: Option<Error>,
}

impl Chapter {
    /// Opens a chapter's WAV, read-only.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| {
            Error::io("read", path, error).hint("`cuebook build` makes the chapters that can be played")
        })?;
        let reader = WavReader::new(BufReader::new(file)).map_err(|error| Error::io("read", path, error))?;
        let spec = reader.spec();
        let refuse = |found: String, wanted: &str| {
            Err(Error::new(format!("`{}` has {found}, but the player takes {wanted}", path.display()))
                .hint("`cuebook build` writes the chapter again"))
        };
        let is_float = spec.sample_format == SampleFormat::Float && spec.bits_per_sample == 32;
        let is_whole = spec.sample_format == SampleFormat::Int && matches!(spec.bits_per_sample, 16 | 24);
        if !is_float && !is_whole {
            let kind = if spec.sample_format == SampleFormat::Int { "integer" } else { "float" };
            return refuse(
                format!("{}-bit {kind} samples", spec.bits_per_sample),
                "16 or 24-bit integers, or 32-bit floats",
            );
        }
        let (channels @ 1..=2, Some(sample_rate)) = (spec.channels, SampleRate::new(spec.sample_rate)) else {
            return refuse(format!("{} channels at {} Hz", spec.channels, spec.sample_rate), "one or two");
        };
        let channels = NonZero::new(channels).expect("one or two");
        let scale = is_whole.then(|| 1.0 / (1_u32 << (spec.bits_per_sample - 1)) as f32);
        Ok(Self { path: path.to_owned(), reader, channels, sample_rate, scale, failure: None })
    }

    /// The number of frames that the file's header promises.
    pub fn frames(&self) -> Frames {
        Frames(self.reader.duration().into())
    }

    /// The file's own sample rate.
    pub fn rate(&self) -> SampleRate {
        self.sample_rate
    }

    /// Winds to a frame: the next sample is its first channel.
    pub fn seek(&mut self, frame: Frames) -> Result<()> {
        let frame = u32::try_from(frame.min(self.frames()).0).expect("a WAV's length is a 32-bit number");
        self.reader.seek(frame).map_err(|error| Error::io("read", &self.path, error))
    }

    /// Why the samples ended before the file did; what is asked once is gone.
    pub fn take_failure(&mut self) -> Option<Error> {
        self.failure.take()
    }
}

impl Iterator for Chapter {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        let read = match self.scale {
            Some(scale) => self.reader.samples::<i32>().next()?.map(|sample| sample as f32 * scale),
            None => self.reader.samples::<f32>().next()?,
        };
        match read {
            Ok(sample) => Some(sample),
            Err(error) => {
                self.failure = Some(Error::io("read", &self.path, error));
                None
            }
        }
    }
}

impl Source for Chapter {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> NonZero<u16> {
        self.channels
    }

    fn sample_rate(&self) -> NonZero<u32> {
        NonZero::new(self.sample_rate.hertz()).expect("a sample rate is never zero")
    }

    fn total_duration(&self) -> Option<Duration> {
        Some(Duration::from_secs_f64(self.sample_rate.seconds(self.frames())))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use hound::{WavSpec, WavWriter};

    use super::*;

    /// Writes a WAV of these samples, interleaved.
    pub(in crate::player) fn write_wav(path: &Path, channels: u16, bits: u16, hertz: u32, samples: &[i32]) {
        let spec = WavSpec { channels, sample_rate: hertz, bits_per_sample: bits, sample_format: SampleFormat::Int };
        let mut writer = WavWriter::create(path, spec).unwrap();
        for &sample in samples {
            writer.write_sample(sample).unwrap();
        }
        writer.finalize().unwrap();
    }

    #[test]
    fn samples_keep_all_of_their_bits() {
        let dir = tempfile::tempdir().unwrap();
        for (bits, scale) in [(16_u16, 32_768.0_f64), (24, 8_388_608.0)] {
            let path = dir.path().join(format!("{bits}.wav"));
            let top = (1 << (bits - 1)) - 1;
            let samples = [0, 1, -1, top, -top - 1, 4711, -4711];
            write_wav(&path, 1, bits, 44_100, &samples);
            let heard: Vec<f64> = Chapter::open(&path).unwrap().map(f64::from).collect();
            assert_eq!(heard, samples.map(|sample| f64::from(sample) / scale));
        }
        let path = dir.path().join("floats.wav");
        let sample_format = SampleFormat::Float;
        let spec = WavSpec { channels: 1, sample_rate: 44_100, bits_per_sample: 32, sample_format };
        let mut writer = WavWriter::create(&path, spec).unwrap();
        [0.1f32, -1e-7].into_iter().for_each(|sample| writer.write_sample(sample).unwrap());
        writer.finalize().unwrap();
        assert_eq!(Chapter::open(&path).unwrap().collect::<Vec<_>>(), [0.1, -1e-7]);
    }

    #[test]
    fn winding_lands_on_the_very_frame() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("stereo.wav");
        let samples: Vec<i32> = (0..20_000).collect();
        write_wav(&path, 2, 24, 48_000, &samples);
        let mut chapter = Chapter::open(&path).unwrap();
        for frame in [9999_u64, 0, 5000, 4999, 5001, 1] {
            chapter.seek(Frames(frame)).unwrap();
            assert_eq!(chapter.next(), Some(frame as f32 * 2.0 / 8_388_608.0));
        }
        chapter.seek(Frames(12_000)).unwrap();
        assert_eq!(chapter.next(), None);
        assert!(chapter.take_failure().is_none());
    }

    #[test]
    fn a_file_cut_short_is_said_to_be_so() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cut.wav");
        write_wav(&path, 1, 24, 44_100, &[7; 1000]);
        let file = File::options().write(true).open(&path).unwrap();
        file.set_len(file.metadata().unwrap().len() - 300).unwrap();
        let mut chapter = Chapter::open(&path).unwrap();
        assert_eq!(chapter.by_ref().count(), 900);
        assert!(chapter.take_failure().unwrap().message().starts_with("failed to read `"));
    }

    #[test]
    fn what_the_player_does_not_take_is_refused_with_what_it_takes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("six.wav");
        write_wav(&path, 6, 16, 44_100, &[0; 12]);
        let message = Chapter::open(&path).err().unwrap().to_string();
        assert!(message.contains("has 6 channels at 44100 Hz, but the player takes one or two"), "{message}");
        write_wav(&path, 1, 32, 44_100, &[0; 12]);
        let message = Chapter::open(&path).err().unwrap().to_string();
        assert!(
            message
                .contains("has 32-bit integer samples, but the player takes 16 or 24-bit integers, or 32-bit floats"),
            "{message}"
        );
    }
}
