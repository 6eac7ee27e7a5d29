//! What a chapter is made of, opened: parts of takes, and room tone.

use std::path::Path;

use crate::files::TakeAudio;
use crate::signal::pull::for_each_block;
use crate::signal::{Pull, Resampled, ToneLoop};
use crate::timeline::{Clip, Tone};
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
pub fn open_clip(clip: &Clip, recordings: &Path, rate: SampleRate) -> Result<Box<dyn Pull + Send>> {
    let path = recordings.join(&clip.file);
    let mut audio = TakeAudio::open(&path).map_err(|problem| {
        Error::new(format!("the take `{}` was there when it was checked, but now it is {problem}", path.display()))
            .hint("put it back and build again")
    })?;
    let from = audio.format().sample_rate;
    let length = clip.to - clip.from;
    audio.skip(clip.from)?;
    let part = Part { audio, left: length };
    Ok(if from == rate { Box::new(part) } else { Box::new(Resampled::new(part, length, from, rate)?) })
}

/// Reads a room tone.
pub fn open_tone(tone: &Tone, recordings: &Path, rate: SampleRate, seed: u64) -> Result<ToneLoop> {
    if tone.clips.is_empty() {
        return Ok(ToneLoop::made(rate, seed));
    }
    let mut clips = Vec::new();
    for clip in &tone.clips {
        let mut samples = Vec::new();
        for_each_block(open_clip(clip, recordings, rate)?.as_mut(), |block| {
            samples.extend_from_slice(block);
            Ok(())
        })?;
        clips.push(samples);
    }
    ToneLoop::new(clips, rate, seed).ok_or_else(|| {
        Error::new("the room tone of this timeline holds no sound").hint("delete the timeline and run `cuebook build`")
    })
}
