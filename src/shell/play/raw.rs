//! A take as it was recorded, as loud as its line.

use std::path::{Path, PathBuf};

use crate::files::{BookFolder, Measurements, RecordedFile, TakeAudio};
use crate::player::{Sound, TakeSound};
use crate::render::open_clip;
use crate::signal::Pull;
use crate::takes::{Sound as Measured, Take};
use crate::timeline::Clip;
use crate::words::{CueId, Error, Frames, Gain, Result, SampleRate, TakeId};

/// What is heard around the speech of a take that the chapter does not use, in seconds: as much as chapters keep of theirs.
const BEFORE: f64 = 0.12;
const BEHIND: f64 = 0.22;

/// A part of a take at the chapter's rate and a gain, without filter, fades and limiter.
struct RawTake {
    recordings: PathBuf,
    clip: Clip,
    rate: SampleRate,
    /// The take's own rate.
    from: SampleRate,
    gain: f32,
    audio: Box<dyn Pull + Send>,
}

impl Pull for RawTake {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let count = self.audio.pull(out)?;
        for sample in &mut out[..count] {
            // Nothing limits it as the chapter is limited.
            *sample = (*sample * self.gain).clamp(-1.0, 1.0);
        }
        Ok(count)
    }
}

impl Sound for RawTake {
    fn seek(&mut self, frame: Frames) -> Result<()> {
        let from = (self.clip.from + self.from.rescale(frame, self.rate)).min(self.clip.to);
        let clip = Clip { from, ..self.clip.clone() };
        self.audio = open_clip(&clip, &self.recordings, self.rate)?;
        Ok(())
    }
}

/// Opens a part of a take.
pub(super) fn open(folder: &BookFolder, clip: Clip, rate: SampleRate, gain: Gain) -> Result<TakeSound> {
    let recordings = folder.recordings();
    let from = rate_of(&recordings, &clip)?;
    let frames = rate.rescale(clip.to - clip.from, from);
    let audio = open_clip(&clip, &recordings, rate)?;
    let sound = RawTake { recordings, clip, rate, from, gain: gain.factor() as f32, audio };
    Ok(TakeSound { sound: Box::new(sound), frames })
}

fn rate_of(recordings: &Path, clip: &Clip) -> Result<SampleRate> {
    let path = recordings.join(&clip.file);
    let audio = TakeAudio::open(&path).map_err(|problem| Error::io("read", &path, format!("it is {problem}")))?;
    Ok(audio.format().sample_rate)
}

/// The takes of a cue that can be heard, by their numbers.
///
/// # Errors
/// Where the disk fails while they are read.
pub(super) fn takes_of(folder: &BookFolder, cue: &CueId) -> Result<Vec<Take>> {
    let number =
        |file: &RecordedFile| file.stem().parse().ok().filter(|id: &TakeId| id.cue() == cue).map(|id| id.number());
    let mut files: Vec<_> = folder.recorded()?.into_iter().filter_map(|file| Some((number(&file)?, file))).collect();
    files.sort();
    let (measurements, _) = Measurements::load(folder);
    let takes = files.iter().map(|(_, file)| measurements.hear(file).map(|heard| heard.take));
    Ok(takes.collect::<Result<Vec<_>>>()?.into_iter().filter(Take::has_speech).collect())
}

/// The part of a take that is heard, and by how much its speech is softer than another's.
pub(super) fn spoken(take: &Take, than: Option<&Measured>) -> Option<(Clip, Gain)> {
    let sound = take.sound.as_deref().ok()?;
    let speech = sound.measured.speech.as_ref()?;
    let rate = sound.format.sample_rate;
    let from = speech.start.saturating_sub(rate.frames(BEFORE));
    let to = (speech.end + rate.frames(BEHIND)).min(sound.measured.frames);
    let level = than.and_then(|than| than.measured.speech.as_ref()?.level()).zip(speech.level());
    let gain = level.map_or(Gain::UNITY, |(wanted, found)| wanted.above(found));
    Some((Clip { file: take.file.clone(), channels: sound.mix(), from, to }, gain))
}
