//! A chapter's master as a source of samples that can be wound to any frame.

use std::path::{Path, PathBuf};

use super::studio::Sound;
use crate::files::TakeAudio;
use crate::signal::Pull;
use crate::words::{Error, Frames, Result, SampleRate};

/// A chapter's master, read as it is heard: mono, as masters are; what has more channels is mixed.
pub struct MasterSound {
    path: PathBuf,
    audio: TakeAudio,
    sample_rate: SampleRate,
    frames: Frames,
    at: Frames,
}

impl MasterSound {
    /// Opens a chapter's master, read-only.
    ///
    /// # Errors
    /// Where it is not there, is no sound, or does not say how long it is.
    pub fn open(path: &Path) -> Result<Self> {
        let audio = open(path)?;
        let sample_rate = audio.format().sample_rate;
        let frames = audio.format().promised.ok_or_else(|| {
            Error::new(format!("`{}` does not say how long it is", path.display()))
                .hint("`cuebook build` writes the chapter again")
        })?;
        Ok(Self { path: path.to_owned(), audio, sample_rate, frames, at: Frames::ZERO })
    }

    /// Opens the master that a timeline tells of.
    ///
    /// # Errors
    /// As [`open`](Self::open), and where it has another length or rate.
    pub fn open_as(path: &Path, frames: Frames, rate: SampleRate) -> Result<Self> {
        let master = Self::open(path)?;
        if (master.frames, master.sample_rate) == (frames, rate) {
            return Ok(master);
        }
        let say = |frames: Frames, rate| format!("{} frames at {rate}", frames.0);
        let (found, wanted) = (say(master.frames, master.sample_rate), say(frames, rate));
        Err(Error::new(format!("`{}` has {found}, but its timeline has {wanted}", path.display()))
            .hint("`cuebook build` makes both again"))
    }
}

fn open(path: &Path) -> Result<TakeAudio> {
    TakeAudio::open(path).map_err(|problem| {
        Error::io("read", path, format!("it is {problem}"))
            .hint("`cuebook build` makes the chapters that can be played")
    })
}

impl Pull for MasterSound {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let count = self.audio.pull(out)?;
        self.at += Frames::from(count);
        if count == 0 && !out.is_empty() && self.at < self.frames {
            let why = format!("it ends after {} of {} frames", self.at.0, self.frames.0);
            return Err(Error::io("read", &self.path, why).hint("`cuebook build` writes the chapter again"));
        }
        Ok(count)
    }
}

impl Sound for MasterSound {
    fn seek(&mut self, frame: Frames) -> Result<()> {
        let frame = frame.min(self.frames);
        if frame < self.at {
            self.audio = open(&self.path)?;
            self.at = Frames::ZERO;
        }
        self.audio.skip(frame - self.at)?;
        self.at = frame;
        Ok(())
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

    /// All that is left of a sound, and why it ended early.
    fn rest(master: &mut MasterSound) -> (Vec<f32>, Option<Error>) {
        let (mut samples, mut block) = (Vec::new(), [0.0; 700]);
        loop {
            match master.pull(&mut block) {
                Ok(0) => return (samples, None),
                Ok(count) => samples.extend(&block[..count]),
                Err(error) => return (samples, Some(error)),
            }
        }
    }

    fn heard(path: &Path) -> Vec<f32> {
        rest(&mut MasterSound::open(path).unwrap()).0
    }

    #[test]
    fn samples_keep_all_of_their_bits() {
        let dir = tempfile::tempdir().unwrap();
        for (bits, scale) in [(16_u16, 32_768.0_f64), (24, 8_388_608.0)] {
            let path = dir.path().join(format!("{bits}.wav"));
            let top = (1 << (bits - 1)) - 1;
            let samples = [0, 1, -1, top, -top - 1, 4711, -4711];
            write_wav(&path, 1, bits, 44_100, &samples);
            let found: Vec<f64> = heard(&path).into_iter().map(f64::from).collect();
            assert_eq!(found, samples.map(|sample| f64::from(sample) / scale));
        }
        let path = dir.path().join("floats.wav");
        let sample_format = SampleFormat::Float;
        let spec = WavSpec { channels: 1, sample_rate: 44_100, bits_per_sample: 32, sample_format };
        let mut writer = WavWriter::create(&path, spec).unwrap();
        for sample in [0.1f32, -1e-7] {
            writer.write_sample(sample).unwrap();
        }
        writer.finalize().unwrap();
        assert_eq!(heard(&path), [0.1, -1e-7]);
    }

    #[test]
    fn winding_lands_on_the_very_frame() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("01.wav");
        let samples: Vec<i32> = (0..20_000).collect();
        write_wav(&path, 1, 24, 48_000, &samples);
        let mut chapter = MasterSound::open(&path).unwrap();
        for frame in [9999_u64, 0, 5000, 4999, 5001, 1, 19_999] {
            chapter.seek(Frames(frame)).unwrap();
            let mut sample = [0.0];
            assert_eq!(chapter.pull(&mut sample).unwrap(), 1);
            assert_eq!(sample, [frame as f32 / 8_388_608.0]);
        }
        chapter.seek(Frames(22_000)).unwrap();
        assert!(rest(&mut chapter).0.is_empty());
    }

    #[test]
    fn a_file_cut_short_is_said_to_be_so() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cut.wav");
        write_wav(&path, 1, 24, 44_100, &[7; 1000]);
        let file = File::options().write(true).open(&path).unwrap();
        file.set_len(file.metadata().unwrap().len() - 300).unwrap();
        let mut chapter = MasterSound::open(&path).unwrap();
        let (samples, failure) = rest(&mut chapter);
        assert_eq!(samples.len(), 900);
        assert!(failure.unwrap().message().starts_with("failed to read `"));
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
        let mut chapter = MasterSound::open(&path).unwrap();
        assert_eq!(chapter.frames, Frames(1000));
        chapter.seek(Frames(990)).unwrap();
        let (samples, failure) = rest(&mut chapter);
        assert_eq!(samples, [7.0 / 8_388_608.0; 10]);
        assert!(failure.is_none());

        write_wav(&path, 2, 16, 44_100, &[8192, -16_384]);
        assert_eq!(heard(&path), [-0.125]);
    }

    #[test]
    fn what_is_no_sound_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("01.wav");
        let message = || MasterSound::open(&path).err().unwrap().to_string();
        assert!(message().contains("hint: `cuebook build` makes the chapters"), "{}", message());
        fs::write(&path, "no sound").unwrap();
        assert!(message().contains("because: it is a text file"), "{}", message());
    }

    #[test]
    fn a_chapter_that_does_not_match_its_timeline_is_not_played() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("01.wav");
        write_wav(&path, 1, 16, 44_100, &[0; 10]);
        let error = MasterSound::open_as(&path, Frames(11), SampleRate::CD).err().unwrap();
        assert_eq!(
            error.message(),
            format!("`{}` has 10 frames at 44100 Hz, but its timeline has 11 frames at 44100 Hz", path.display())
        );
    }
}
