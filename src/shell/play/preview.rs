//! A chapter that is not built, rendered while it is heard.

use std::path::{Path, PathBuf};

use crate::player::Sound;
use crate::render::{self, ChapterAudio};
use crate::signal::{Limiter, Pull};
use crate::timeline::Timeline;
use crate::words::{Frames, Result};

/// How many samples are passed over at a time.
const BLOCK: usize = 4096;

/// A chapter as it would be built, but for the second run that brings it to its level exactly.
pub(super) struct Preview {
    timeline: Timeline,
    recordings: PathBuf,
    audio: Limiter<ChapterAudio>,
    at: Frames,
}

impl Preview {
    pub fn open(timeline: &Timeline, recordings: &Path) -> Self {
        let audio = render::open(timeline, recordings);
        Self { timeline: timeline.clone(), recordings: recordings.to_owned(), audio, at: Frames::ZERO }
    }
}

impl Pull for Preview {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let count = self.audio.pull(out)?;
        self.at += Frames::from(count);
        Ok(count)
    }
}

impl Sound for Preview {
    fn seek(&mut self, frame: Frames) -> Result<()> {
        let Some(span) = self.timeline.span_at(frame).filter(|_| frame != self.at) else { return Ok(()) };
        // Rendered from the start of what sounds there: nothing before it is heard in it.
        let mut rest = self.timeline.clone();
        rest.spans.drain(..span);
        self.at = rest.spans.first().map_or(Frames::ZERO, |span| span.start);
        self.audio = render::open(&rest, &self.recordings);
        let mut passed = [0.0; BLOCK];
        while self.at < frame {
            let wanted = (frame - self.at).index().min(BLOCK);
            if self.pull(&mut passed[..wanted])? == 0 {
                break;
            }
        }
        Ok(())
    }
}
