//! What keeps step with the sound: captions, markers for editors, manifests and a book to read along.
//!
//! The timeline knows to the sample which line sounds when, so none of this is estimated. Everything here is text; what
//! packs it beside the audio is elsewhere.

mod captions;
mod clock;
mod epub;
mod manifest;
mod markers;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use crate::script::{Chapter, Cue};
use crate::timeline::Timeline;
use crate::words::{CueId, Frames, SampleRate};

pub use captions::{srt, web_vtt};
pub use epub::{Holds, Imprint, Packed, pack};
pub use manifest::{json, publication};
pub use markers::{audacity_labels, cue_sheet, reaper_regions};

/// A book as it is given away: who made it, and its files in the order of the book.
#[derive(Clone, Debug)]
pub struct Edition<'a> {
    /// The title.
    pub title: &'a str,
    /// The author; empty where the book has none.
    pub author: &'a str,
    /// The narrator; empty where nobody is named.
    pub narrator: &'a str,
    /// The language as a BCP 47 tag.
    pub language: &'a str,
    /// The files.
    pub files: Vec<SoundFile<'a>>,
}

/// A file of audio with the lines that sound in it.
#[derive(Clone, Debug)]
pub struct SoundFile<'a> {
    /// The name by which it is found from where the text about it stands: `01.mp3`.
    pub name: String,
    /// What it is called for listeners.
    pub title: String,
    /// The rate that its places are counted in.
    pub rate: SampleRate,
    /// Its length.
    pub frames: Frames,
    /// The lines, in the order in which they sound.
    pub lines: Vec<Line<'a>>,
}

/// A line and where it sounds.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The line as it was built.
    pub cue: &'a Cue,
    /// Its printed text when the chapter was built.
    pub text: &'a str,
    /// Where it sounds, in frames of the file.
    pub place: Range<Frames>,
}

impl<'a> SoundFile<'a> {
    /// A chapter's master, or what was made of it without another sample in front.
    ///
    /// A line that the script no longer has is left out: its chapter was built before it was cut.
    #[must_use]
    pub fn of(chapter: &'a Chapter, timeline: &'a Timeline, name: String) -> Self {
        let cues: HashMap<&CueId, &Cue> = chapter.cues.iter().map(|cue| (&cue.id, cue)).collect();
        let lines = timeline
            .cues()
            .filter_map(|heard| Some(Line { cue: cues.get(heard.cue)?, text: heard.text, place: heard.place.clone() }));
        let lines = lines.collect();
        let (rate, frames) = (timeline.sample_rate, timeline.frames);
        Self { name, title: chapter.name(), rate, frames, lines }
    }
}

impl Edition<'_> {
    /// The book in one file of this name: the same lines, counted from the start of the book.
    #[must_use]
    pub fn in_one(&self, name: String) -> Self {
        let mut whole = SoundFile {
            name,
            title: self.title.to_owned(),
            rate: self.files.first().map_or(SampleRate::CD, |file| file.rate),
            frames: Frames::ZERO,
            lines: Vec::new(),
        };
        for file in &self.files {
            let start = whole.frames;
            let moved = file
                .lines
                .iter()
                .map(|line| Line { place: start + line.place.start..start + line.place.end, ..line.clone() });
            whole.lines.extend(moved);
            whole.frames += file.frames;
        }
        Self { files: vec![whole], ..self.clone() }
    }
}
