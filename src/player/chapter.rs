//! A chapter's master as a source of samples that can be wound to any frame.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rodio::Source;

use crate::files::TakeAudio;
use crate::signal::Pull;
use crate::words::{Error, Frames, Result, SampleRate};

/// How many samples are read at once: a tenth of a second, so that winding wastes little.
const BLOCK: usize = 4096;

/// A chapter's master, read as it is heard: mono, as masters are; what has more channels is mixed.
pub(super) struct Chapter {
    path: PathBuf,
    audio: TakeAudio,
    sample_rate: SampleRate,
    frames: Frames,
    /// What was read, from `next` on.
    block: Vec<f32>,
    next: usize,
    /// The frame behind what was read.
    at: Frames,
    failure: Option<Error>,
}

impl Chapter {
    /// Opens a chapter's master, read-only.
    pub fn open(path: &Path) -> Result<Self> {
        let audio = open(path)?;
        let sample_rate = audio.format().sample_rate;
        let frames = audio.format().promised.ok_or_else(|| {
            Error::new(format!("`{}` does not say how long it is", path.display()))
                .hint("`cuebook build` writes the chapter again")
        })?;
        let (block, at) = (Vec::new(), Frames::ZERO);
        Ok(Self { path: path.to_owned(), audio, sample_rate, frames, block, next: 0, at, failure: None })
    }

    /// The number of frames that the file's header promises.
    pub fn frames(&self) -> Frames {
        self.frames
    }

    /// The file's own sample rate.
    pub fn rate(&self) -> SampleRate {
        self.sample_rate
    }

    /// Winds to a frame: it is the next sample.
    pub fn seek(&mut self, frame: Frames) -> Result<()> {
        let frame = frame.min(self.frames);
        if frame < self.at {
            self.audio = open(&self.path)?;
            self.at = Frames::ZERO;
        }
        self.audio.skip(frame - self.at)?;
        (self.at, self.next) = (frame, 0);
        self.block.clear();
        Ok(())
    }

    /// Why the samples ended before the file did; what is asked once is gone.
    pub fn take_failure(&mut self) -> Option<Error> {
        self.failure.take()
    }

    /// Reads the next block; empty at the end.
    fn read(&mut self) -> Result<()> {
        self.next = 0;
        self.block.resize(BLOCK, 0.0);
        let count = self.audio.pull(&mut self.block);
        self.block.truncate(*count.as_ref().unwrap_or(&0));
        self.at += Frames::from(count?);
        if self.block.is_empty() && self.at < self.frames {
            let why = format!("it ends after {} of {} frames", self.at.0, self.frames.0);
            return Err(Error::io("read", &self.path, why).hint("`cuebook build` writes the chapter again"));
        }
        Ok(())
    }
}

fn open(path: &Path) -> Result<TakeAudio> {
    TakeAudio::open(path).map_err(|problem| {
        Error::io("read", path, format!("it is {problem}"))
            .hint("`cuebook build` makes the chapters that can be played")
    })
}

impl Iterator for Chapter {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.next == self.block.len() {
            self.failure = self.read().err();
        }
        let sample = self.block.get(self.next).copied();
        self.next += usize::from(sample.is_some());
        sample
    }
}

impl Source for Chapter {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> NonZero<u16> {
        NonZero::<u16>::MIN
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
    use std::fs::{self, File};

    use hound::{SampleFormat, WavSpec, WavWriter};

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
        for sample in [0.1f32, -1e-7] {
            writer.write_sample(sample).unwrap();
        }
        writer.finalize().unwrap();
        assert_eq!(Chapter::open(&path).unwrap().collect::<Vec<_>>(), [0.1, -1e-7]);
    }

    #[test]
    fn winding_lands_on_the_very_frame() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("01.wav");
        let samples: Vec<i32> = (0..20_000).collect();
        write_wav(&path, 1, 24, 48_000, &samples);
        let mut chapter = Chapter::open(&path).unwrap();
        for frame in [9999_u64, 0, 5000, 4999, 5001, 1, 19_999] {
            chapter.seek(Frames(frame)).unwrap();
            assert_eq!(chapter.next(), Some(frame as f32 / 8_388_608.0));
        }
        chapter.seek(Frames(22_000)).unwrap();
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
    fn a_master_past_4_gib_is_played_and_several_channels_are_mixed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("01.wav");
        write_wav(&path, 1, 24, 44_100, &[7; 1000]);
        // The header of a file past 4 GiB, on a short one: its sizes stand in `ds64`, in front of all other chunks.
        let wav = fs::read(&path).unwrap();
        let mut sizes = [wav.len() as u64 + 28, 3000, 1000].map(u64::to_le_bytes).concat();
        sizes.extend(0u32.to_le_bytes());
        let at = wav.windows(4).position(|name| name == b"data").unwrap();
        let head: [&[u8]; 4] = [b"RF64", &[0xFF; 4], b"WAVEds64", &28u32.to_le_bytes()];
        let head = [head.concat(), sizes, wav[12..at + 4].to_vec(), vec![0xFF; 4], wav[at + 8..].to_vec()].concat();
        fs::write(&path, head).unwrap();
        let mut chapter = Chapter::open(&path).unwrap();
        assert_eq!(chapter.frames(), Frames(1000));
        chapter.seek(Frames(990)).unwrap();
        assert_eq!(chapter.by_ref().collect::<Vec<_>>(), [7.0 / 8_388_608.0; 10]);
        assert!(chapter.take_failure().is_none());

        write_wav(&path, 2, 16, 44_100, &[8192, -16_384]);
        assert_eq!(Chapter::open(&path).unwrap().collect::<Vec<_>>(), [-0.125]);
    }

    #[test]
    fn what_is_no_sound_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("01.wav");
        let message = || Chapter::open(&path).err().unwrap().to_string();
        assert!(message().contains("hint: `cuebook build` makes the chapters"), "{}", message());
        fs::write(&path, "no sound").unwrap();
        assert!(message().contains("because: it is a text file"), "{}", message());
    }
}
