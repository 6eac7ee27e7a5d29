//! Where somebody stopped listening.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::files::{BookFolder, replace};
use crate::player::Place;
use crate::words::{ChapterId, CueId, Error, Fingerprint, Result};

use super::parts::Part;

/// The file that says where somebody stopped.
pub(super) struct Bookmark {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Stopped {
    chapter: ChapterId,
    /// Seconds from the start of the chapter.
    seconds: f64,
    /// The line that sounded there.
    cue: CueId,
    /// What the chapter was made from: in another one the line is what counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recipe: Option<Fingerprint>,
}

impl Bookmark {
    pub fn of(folder: &BookFolder) -> Self {
        Self { path: folder.cache().join("player") }
    }

    /// The place where somebody stopped, and its cue; `None` where nobody did, or the line is gone.
    pub fn place(&self, parts: &[Part]) -> Option<(Place, CueId)> {
        // It is there for comfort only: one that can't be understood is none.
        let stopped: Stopped = serde_json::from_slice(&fs::read(&self.path).ok()?).ok()?;
        let chapter = parts.iter().position(|part| part.timeline.chapter == stopped.chapter)?;
        let timeline = &parts[chapter].timeline;
        let recipe = timeline.made_from.as_ref().map(|from| from.recipe);
        let frame = timeline.sample_rate.frames(stopped.seconds);
        if recipe.is_some() && recipe == stopped.recipe && frame < timeline.frames {
            return Some((Place { chapter, frame }, stopped.cue));
        }
        let frame = timeline.cues().find(|sounding| *sounding.cue == stopped.cue)?.place.start;
        Some((Place { chapter, frame }, stopped.cue))
    }

    /// Remembers a place; of a chapter without lines nothing is remembered.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn keep(&self, part: &Part, place: Place) -> Result<()> {
        let timeline = &part.timeline;
        let begun = timeline.cues().take_while(|sounding| sounding.place.start <= place.frame).last();
        // In front of the first line, that one comes next.
        let Some(sounding) = begun.or_else(|| timeline.cues().next()) else { return Ok(()) };
        let stopped = Stopped {
            chapter: timeline.chapter.clone(),
            seconds: timeline.sample_rate.seconds(place.frame),
            cue: sounding.cue.clone(),
            recipe: timeline.made_from.as_ref().map(|from| from.recipe),
        };
        let json = serde_json::to_string(&stopped).map_err(|error| Error::io("write", &self.path, error))?;
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::io("write", &self.path, error))?;
        }
        replace(&self.path, (json + "\n").as_bytes())
    }

    /// Forgets the place: all was heard.
    ///
    /// # Errors
    /// Where the file can't be removed.
    pub fn forget(&self) -> Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("remove", &self.path, error)),
            _ => Ok(()),
        }
    }
}
