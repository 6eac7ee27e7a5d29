//! The room tones of a chapter, opened when they are needed: a long chapter may have many, and each is ten seconds of sound.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::signal::pull::{Samples, for_each_block};
use crate::signal::{Pull, ToneLoop};
use crate::timeline::{Timeline, Tone};
use crate::words::{Error, Result, SampleRate};

use super::sources::{filtered, open_clip};

/// So many stay open: pickups of two other days among the cues of a chapter need their tones again and again.
const OPEN: usize = 3;

/// The room tones of a timeline.
pub(super) struct Tones {
    recordings: PathBuf,
    rate: SampleRate,
    high_pass: Option<f64>,
    seed: u64,
    all: Vec<Tone>,
    /// Those that are open, by their numbers, the one that was used last first.
    open: VecDeque<(usize, Arc<ToneLoop>)>,
}

impl Tones {
    pub(super) fn of(timeline: &Timeline, recordings: &Path) -> Self {
        Self {
            recordings: recordings.to_owned(),
            rate: timeline.sample_rate,
            high_pass: timeline.high_pass,
            seed: timeline.seed,
            all: timeline.tones.clone(),
            open: VecDeque::new(),
        }
    }

    /// The tone of this number.
    ///
    /// # Errors
    /// Where the timeline has none, or its recording can't be read.
    pub(super) fn get(&mut self, number: usize) -> Result<Arc<ToneLoop>> {
        let known = self.open.iter().position(|(open, _)| *open == number).and_then(|at| self.open.remove(at));
        let tone = if let Some((_, tone)) = known {
            tone
        } else {
            // First, or there would be one more for as long as the new one is read.
            self.open.truncate(OPEN - 1);
            Arc::new(self.read(number)?)
        };
        self.open.push_front((number, tone.clone()));
        Ok(tone)
    }

    fn read(&self, number: usize) -> Result<ToneLoop> {
        let unusable = |what: String| Error::new(what).hint("delete the timeline and run `cuebook build`");
        let tone = self.all.get(number).ok_or_else(|| unusable(format!("this timeline has no room tone {number}")))?;
        let seed = self.seed ^ number as u64;
        // Sessions of one day often have one recording of the room.
        let same = self.open.iter().find(|(open, _)| self.all[*open].clips == tone.clips);
        if let Some(tone) = same.and_then(|(_, open)| open.in_order_of(seed)) {
            return Ok(tone);
        }
        let woven = if tone.clips.is_empty() {
            ToneLoop::made(self.rate, seed)
        } else {
            let read = |clip| samples_of(open_clip(clip, &self.recordings, self.rate)?);
            let clips = tone.clips.iter().map(read).collect::<Result<_>>()?;
            ToneLoop::new(clips, self.rate, seed)
                .ok_or_else(|| unusable("the room tone of this timeline holds no sound".to_owned()))?
        };
        if self.high_pass.is_none() {
            return Ok(woven);
        }
        // Behind its level: the filter takes as much out of the room as out of the takes whose level it has.
        woven.mapped(|clip| samples_of(filtered(Box::new(Samples::new(clip)), self.high_pass, self.rate)))
    }
}

fn samples_of(mut audio: Box<dyn Pull + Send>) -> Result<Vec<f32>> {
    let mut samples = Vec::new();
    for_each_block(audio.as_mut(), |block| {
        samples.extend_from_slice(block);
        Ok(())
    })?;
    samples.shrink_to_fit();
    Ok(samples)
}
