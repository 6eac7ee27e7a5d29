//! What a chapter is made of, opened: parts of takes.

use std::path::Path;

use crate::files::TakeAudio;
use crate::signal::{HighPass, Pull, Resampled};
use crate::timeline::Clip;
use crate::words::{Error, Frames, Result, SampleRate};

/// The part of a take, and nothing of it behind that part.
struct Part {
    audio: TakeAudio,
    left: Frames,
}

impl Pull for Part {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let wanted = out.len().min(usize::try_from(self.left.0).unwrap_or(usize::MAX));
        let count = self.audio.pull(&mut out[..wanted])?;
        self.left = self.left - Frames::from(count);
        Ok(count)
    }
}

/// Opens a part of a file, at the chapter's rate.
///
/// # Errors
/// Where the file is gone or can't be read.
pub fn open_clip(clip: &Clip, recordings: &Path, rate: SampleRate) -> Result<Box<dyn Pull + Send>> {
    let path = recordings.join(&clip.file);
    let audio = TakeAudio::open(&path).map_err(|problem| {
        Error::new(format!("the take `{}` was there when it was checked, but now it is {problem}", path.display()))
            .hint("put it back and build again")
    })?;
    let mut audio = audio.mixing(clip.channels);
    let from = audio.format().sample_rate;
    let length = clip.to - clip.from;
    audio.skip(clip.from)?;
    let part = Part { audio, left: length };
    Ok(if from == rate { Box::new(part) } else { Box::new(Resampled::new(part, length, from, rate)?) })
}

/// A take or a tone behind the filter against rumble, where there is one.
pub fn filtered(audio: Box<dyn Pull + Send>, high_pass: Option<f64>, rate: SampleRate) -> Box<dyn Pull + Send> {
    match high_pass {
        Some(hertz) => Box::new(HighPass::new(audio, hertz, rate)),
        None => audio,
    }
}
