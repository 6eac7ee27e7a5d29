//! How long the pause between two cues is, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::script::{Cue, CueKind, Opens};
use crate::words::book::Spacing;

/// Why there is a pause: the name of its length in `[spacing]` of `book.toml`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pause {
    /// Before the first cue of the chapter.
    Head,
    /// After the announcement of a chapter or a section.
    Announcement,
    /// Between two cues of a paragraph.
    Sentence,
    /// Between two paragraphs.
    Paragraph,
    /// Between two paragraphs of speech: somebody answers.
    Dialogue,
    /// At a scene break.
    Scene,
    /// Before the announcement of a section.
    Section,
    /// After the last cue of the chapter.
    Tail,
}

impl Pause {
    /// The pause between a cue and the one that follows it in the script.
    #[must_use]
    pub fn between(before: &Cue, after: &Cue) -> Self {
        match after.opens {
            // Two announcements in a row are a chapter's number and name: one heading in two breaths.
            Opens::Chapter | Opens::Section if before.kind == CueKind::Announcement => Self::Paragraph,
            Opens::Chapter | Opens::Section => Self::Section,
            _ if before.kind == CueKind::Announcement => Self::Announcement,
            Opens::Scene => Self::Scene,
            Opens::Paragraph if before.kind == CueKind::Dialogue && after.kind == CueKind::Dialogue => Self::Dialogue,
            Opens::Paragraph => Self::Paragraph,
            Opens::Sentence => Self::Sentence,
        }
    }

    /// Its name in `[spacing]`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Announcement => "announcement",
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Dialogue => "dialogue",
            Self::Scene => "scene",
            Self::Section => "section",
            Self::Tail => "tail",
        }
    }

    /// Its length in seconds.
    #[must_use]
    pub fn seconds(self, spacing: &Spacing) -> f64 {
        match self {
            Self::Head => spacing.head,
            Self::Announcement => spacing.announcement,
            Self::Sentence => spacing.sentence,
            Self::Paragraph => spacing.paragraph,
            Self::Dialogue => spacing.dialogue,
            Self::Scene => spacing.scene,
            Self::Section => spacing.section,
            Self::Tail => spacing.tail,
        }
    }
}

impl fmt::Display for Pause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(kind: CueKind, opens: Opens) -> Cue {
        Cue { id: "01-0001".parse().unwrap(), kind, opens, text: "Go.".to_owned(), spoken: None }
    }

    #[test]
    fn an_answer_comes_sooner_than_another_paragraph() {
        let between = |before, after, opens| Pause::between(&cue(before, Opens::Paragraph), &cue(after, opens));
        let (told, said) = (CueKind::Narration, CueKind::Dialogue);
        assert_eq!(between(said, said, Opens::Paragraph), Pause::Dialogue);
        assert_eq!(between(said, told, Opens::Paragraph), Pause::Paragraph);
        assert_eq!(between(told, said, Opens::Paragraph), Pause::Paragraph);
        assert_eq!(between(said, said, Opens::Sentence), Pause::Sentence);
        assert_eq!(between(said, said, Opens::Scene), Pause::Scene);
        let spacing = Spacing::default();
        assert!(Pause::Dialogue.seconds(&spacing) < Pause::Paragraph.seconds(&spacing));
    }
}
