//! The narration script: chapters of cues, each cue a line to be read, with an ID for life.

mod continued;
mod credits;
mod difference;
mod divide;
mod division;
mod draft;
mod heard;
mod idle;
mod json;
mod lines;
mod lint;
mod numbers;
mod pace;
mod pronunciation;
mod quotes;
mod reconcile;
mod sentences;
mod speakers;
mod spoken;
mod vocabulary;
mod word_count;

use serde::{Deserialize, Serialize};

pub use continued::reconcile;
pub use difference::Difference;
pub use divide::divide;
pub use draft::{Draft, DraftChapter, Paragraph};
pub use heard::sounds_alike;
pub use idle::idle_settings;
pub use json::{parse, pieces, write};
pub use lint::lint;
pub use pace::{Pace, pause_before};
pub use pronunciation::{Pronunciation, pronunciations};
pub use reconcile::{Changes, ChapterChange, ChapterFate, Edit, Known, Merge, Split, number};
pub use sentences::{sentence_ranges, sentences};
pub use speakers::speakers;
pub use spoken::spoken;
pub use word_count::word_count;

use self::heard::announced_alike;
use crate::words::book::Granularity;
use crate::words::letters::legible;
use crate::words::{ChapterId, CueId};

/// The whole book, in reading order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Script {
    /// How its paragraphs were divided; unknown in scripts of the first versions.
    pub division: Option<Division>,
    /// The chapters in reading order; what comes before chapter 1 is chapter `00`.
    pub chapters: Vec<Chapter>,
    /// Lines that were cut: remembered, so that their IDs are never given to other words.
    pub retired: Vec<Retired>,
}

/// How paragraphs are divided into cues: what `[cues]` in `book.toml` said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// One cue a paragraph, or one a sentence.
    pub granularity: Granularity,
    /// The most words of a cue of several sentences.
    pub max_words: usize,
}

/// One chapter: what becomes one audio file.
#[derive(Clone, PartialEq, Debug)]
pub struct Chapter {
    /// The chapter's identity, and the stem of its files.
    pub id: ChapterId,
    /// Whether it is a chapter, or stands before or after them.
    pub kind: ChapterKind,
    /// The chapter of which this is a further file, where one would be too long; its first cue then says so.
    pub continues: Option<ChapterId>,
    /// The heading as printed; empty where there is none.
    pub title: String,
    /// The cues in reading order.
    pub cues: Vec<Cue>,
}

impl Chapter {
    /// The heading, without what nobody sees; what the chapter is where it has none.
    #[must_use]
    pub fn name(&self) -> String {
        match self.kind {
            _ if !legible(&self.title).is_empty() => legible(&self.title).into_owned(),
            ChapterKind::Front => "Front matter".to_owned(),
            ChapterKind::Chapter => format!("Chapter {}", self.id),
            ChapterKind::Back => "Back matter".to_owned(),
        }
    }
}

/// What a chapter is to the book.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChapterKind {
    /// Credits, dedication, epigraph: what comes before the first chapter.
    Front,
    /// A chapter.
    Chapter,
    /// What comes after the last chapter.
    Back,
}

/// One line to be read: the unit of recording, checking and building.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// The line's identity, and the stem of its takes' file names.
    pub id: CueId,
    /// What kind of line it is.
    pub kind: CueKind,
    /// What begins with this line, and so how long the pause before it is.
    pub opens: Opens,
    /// The text as printed.
    pub text: String,
    /// The text as read aloud, where that differs from the printed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<String>,
}

impl Cue {
    /// The text as read aloud.
    #[must_use]
    pub fn spoken(&self) -> &str {
        self.spoken.as_deref().unwrap_or(&self.text)
    }

    /// Whether somebody who read these words has read this line: what can't be heard makes no difference, and in a heading
    /// or the credits neither do capitals and the stops between its parts, which are no shouts and no sentences.
    #[must_use]
    pub fn reads_as(&self, words: &str) -> bool {
        let announced = matches!(self.kind, CueKind::Announcement | CueKind::Credits);
        sounds_alike(words, self.spoken()) || (announced && announced_alike(words, self.spoken()))
    }

    /// How many words are read aloud.
    #[must_use]
    pub fn words(&self) -> usize {
        word_count(self.spoken())
    }
}

/// What kind of line a cue is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// The heading of a chapter or a section, read aloud.
    Announcement,
    /// The narrator's voice.
    Narration,
    /// A character speaks, with or without a tag.
    Dialogue,
    /// Lines of verse.
    Verse,
    /// A letter, a sign, a message shown in the text.
    Letter,
    /// A motto before the text, or its attribution.
    Epigraph,
    /// Opening or closing credits.
    Credits,
}

/// What begins with a cue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opens {
    /// A chapter; the pause before it is the head of its file.
    Chapter,
    /// A section with a heading.
    Section,
    /// A scene, behind a scene break.
    Scene,
    /// A paragraph.
    Paragraph,
    /// A further sentence of the same paragraph.
    Sentence,
}

/// A line that was cut from the book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// The ID that no other line will ever get.
    pub id: CueId,
    /// The last printed text.
    pub text: String,
    /// The text as it was last read aloud, where that differs from the printed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<String>,
}

impl Retired {
    /// The text as it was last read aloud.
    #[must_use]
    pub fn spoken(&self) -> &str {
        self.spoken.as_deref().unwrap_or(&self.text)
    }
}

impl Script {
    /// All cues in reading order, each with its chapter.
    pub fn cues(&self) -> impl Iterator<Item = (&Chapter, &Cue)> {
        self.chapters.iter().flat_map(|chapter| chapter.cues.iter().map(move |cue| (chapter, cue)))
    }

    /// The cue with this ID, and its chapter.
    #[must_use]
    pub fn cue(&self, id: &CueId) -> Option<(&Chapter, &Cue)> {
        self.cues().find(|(_, cue)| cue.id == *id)
    }

    /// The chapter with this ID.
    #[must_use]
    pub fn chapter(&self, id: &ChapterId) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.id == *id)
    }
}
