//! What a chapter is made from, so that it is built again where that changes, and nowhere else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Clip, Sounds, Timeline};
use crate::words::book::Spacing;
use crate::words::profile::AimLevel;
use crate::words::{Fingerprint, Gain};

/// What a chapter is made from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeFrom {
    /// The digest of all that the master's bytes depend on: the planned timeline without its words and its files' names,
    /// the sounds of those files, the book's title, and the code that renders.
    pub recipe: Fingerprint,
    /// The code that renders, as a digest.
    pub rendered_by: String,
    /// The book's title, which its masters bear.
    pub book: String,
    /// The level that every chapter of the book was aimed at; nothing where they keep their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aim: Option<AimLevel>,
    /// The gain of the chapter as it was planned; what its master measures may have moved it since.
    #[serde(rename = "planned_db")]
    pub planned: Gain,
    /// The book's pauses.
    pub spacing: Spacing,
    /// The sound that each of its files held.
    pub sounds: BTreeMap<String, Fingerprint>,
}

/// What a chapter is made from besides its timeline.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// The code that renders, as a digest.
    pub rendered_by: &'a str,
    /// The book's title.
    pub book: &'a str,
    /// The level that every chapter is aimed at.
    pub aim: Option<AimLevel>,
    /// The book's pauses.
    pub spacing: &'a Spacing,
}

impl Timeline {
    /// The planned timeline with what it is made from; `sound_of` knows what a file of `recordings/` holds.
    #[must_use]
    pub fn with_origin(
        mut self,
        circumstances: Circumstances<'_>,
        sound_of: impl Fn(&str) -> Option<Fingerprint>,
    ) -> Self {
        self.made_from = None;
        let mut sounds = BTreeMap::new();
        let mut bare = self.clone();
        for clip in bare.clips_mut() {
            let file = std::mem::take(&mut clip.file);
            if let Some(sound) = sound_of(&file) {
                clip.file = sound.to_string();
                sounds.insert(file, sound);
            }
        }
        bare.texts_mut().for_each(String::clear);
        // Not as it stands in its file, which rounds levels: two plans of one recipe have to sound alike to the last bit.
        let recipe = format!("{bare:?}\n{}\n{}", circumstances.book, circumstances.rendered_by);
        self.made_from = Some(MadeFrom {
            recipe: Fingerprint::of(recipe.as_bytes()),
            rendered_by: circumstances.rendered_by.to_owned(),
            book: circumstances.book.to_owned(),
            aim: circumstances.aim,
            planned: self.levels.chapter,
            spacing: circumstances.spacing.clone(),
            sounds,
        });
        self
    }

    /// This timeline, as it was rendered, with the words and the files' names that the newly planned one of the same
    /// recipe has.
    #[must_use]
    pub fn retold(&self, planned: &Self) -> Self {
        let mut planned = planned.clone();
        let mut retold = self.clone();
        // Whatever somebody has made of the file: it is this chapter's.
        retold.chapter.clone_from(&planned.chapter);
        retold.made_from = planned.made_from.take();
        for (own, new) in retold.clips_mut().into_iter().zip(planned.clips_mut()) {
            own.file = std::mem::take(&mut new.file);
        }
        for (own, new) in retold.texts_mut().zip(planned.texts_mut()) {
            *own = std::mem::take(new);
        }
        retold
    }

    /// The parts of files that it is made of: of room tones first, then of takes.
    fn clips_mut(&mut self) -> Vec<&mut Clip> {
        let tones = self.tones.iter_mut().flat_map(|tone| &mut tone.clips);
        let takes = self.spans.iter_mut().filter_map(|span| match &mut span.sounds {
            Sounds::Cue { clip, .. } => Some(clip),
            Sounds::Pause { .. } => None,
        });
        tones.chain(takes).collect()
    }

    fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.spans.iter_mut().filter_map(|span| match &mut span.sounds {
            Sounds::Cue { text, .. } => Some(text),
            Sounds::Pause { .. } => None,
        })
    }
}
