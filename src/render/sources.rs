//! What a chapter is made of, opened: parts of takes, and room tone.

use std::path::Path;

use crate::files::TakeAudio;
use crate::signal::pull::{Samples, for_each_block};
use crate::signal::{HighPass, Pull, Resampled, ToneLoop};
use crate::timeline::{Clip, Timeline, Tone};
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

/// Reads a room tone of a timeline.
pub fn open_tone(tone: &Tone, recordings: &Path, timeline: &Timeline, seed: u64) -> Result<ToneLoop> {
    let rate = timeline.sample_rate;
    let read = |clip: &Clip| samples_of(open_clip(clip, recordings, rate)?);
    let woven = if tone.clips.is_empty() {
        ToneLoop::made(rate, seed)
    } else {
        let clips = tone.clips.iter().map(read).collect::<Result<_>>()?;
        ToneLoop::new(clips, rate, seed).ok_or_else(|| {
            Error::new("the room tone of this timeline holds no sound")
                .hint("delete the timeline and run `cuebook build`")
        })?
    };
    // Behind its level: the filter takes as much out of the room as out of the takes whose level it has.
    woven.mapped(|clip| samples_of(filtered(Box::new(Samples::new(clip)), timeline.high_pass, rate)))
}

fn samples_of(mut audio: Box<dyn Pull + Send>) -> Result<Vec<f32>> {
    let mut samples = Vec::new();
    for_each_block(audio.as_mut(), |block| {
        samples.extend_from_slice(block);
        Ok(())
    })?;
    Ok(samples)
}
