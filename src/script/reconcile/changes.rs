//! What became of the lines when a script was reconciled, for people to read.

use std::collections::HashSet;
use std::fmt;

use super::super::difference::Difference;
use super::super::{ChapterKind, Retired};
use crate::words::{ChapterId, CueId};

/// What became of the lines of a script. Every old line stands in one of `kept`, `restyled`, `edited`, `moved`, `merged` and
/// `retired`; every line that is not an old one in `new` or `restored`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Lines that stayed as they were.
    pub kept: Vec<CueId>,
    /// Lines that are printed otherwise, in a way that can't be heard.
    pub restyled: Vec<CueId>,
    /// Lines that are read differently now.
    pub edited: Vec<Edit>,
    /// Lines that sound as they did, and stand somewhere else now.
    pub moved: Vec<CueId>,
    /// Edited or moved lines of which a part is a line of its own now.
    pub split: Vec<Split>,
    /// Lines whose words are in another line now.
    pub merged: Vec<Merge>,
    /// Lines that were cut once and are back under their old IDs; those among them that are read differently now are in
    /// `edited`, too.
    pub restored: Vec<CueId>,
    /// Lines that were divided once and are again what their takes read; they are in `edited`, too.
    pub rejoined: Vec<CueId>,
    /// New lines, those split off from others among them.
    pub new: Vec<CueId>,
    /// Lines that were cut.
    pub retired: Vec<Retired>,
    /// What became of chapters.
    pub chapters: Vec<ChapterChange>,
}

/// What became of a chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChapterChange {
    /// The chapter.
    pub id: ChapterId,
    /// What became of it.
    pub fate: ChapterFate,
}

/// What can become of a chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChapterFate {
    /// It was not there.
    New,
    /// It is no more, whatever became of its lines.
    Gone,
    /// It stands elsewhere among the others.
    Moved,
    /// It is something else to the book.
    Kind {
        /// What it was.
        before: ChapterKind,
        /// What it is.
        after: ChapterKind,
    },
    /// Its heading reads differently.
    Title {
        /// The heading before; empty where there was none.
        before: String,
        /// The heading now.
        after: String,
    },
}

/// A line that is read differently now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The line.
    pub id: CueId,
    /// What was read before, as printed, or as spoken where the print is the same.
    pub before: String,
    /// What is read now.
    pub after: String,
    /// Whether it stood elsewhere.
    pub moved: bool,
    /// Whether it was cut once, and is back with other words to be spoken.
    pub restored: bool,
    /// Whether so many of its words have changed that it may be another line.
    pub unsure: bool,
}

/// A line of which a part is a line of its own now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split {
    /// The line that goes on.
    pub id: CueId,
    /// The line that is new.
    pub off: CueId,
}

/// A line whose words are in another one now; its ID is retired.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merge {
    /// The line that is no more.
    pub id: CueId,
    /// The line that has its words.
    pub into: CueId,
}

impl Changes {
    /// Whether nothing has to be read again or recorded, and nothing was cut or moved.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        let none = Self { kept: self.kept.clone(), restyled: self.restyled.clone(), ..Self::default() };
        *self == none
    }

    /// How many lines the script had.
    #[must_use]
    pub fn before(&self) -> usize {
        self.kept.len()
            + self.restyled.len()
            + self.edited.iter().filter(|edit| !edit.restored).count()
            + self.moved.len()
            + self.merged.len()
            + self.retired.len()
    }

    /// The numbers of lines in one row: `10 kept, 1 edited`.
    #[must_use]
    pub fn counts(&self) -> String {
        let edited_too = self.edited.iter().filter(|edit| edit.restored).count();
        let counts = [
            (self.kept.len(), "kept"),
            (self.restyled.len(), "restyled"),
            (self.edited.len(), "edited"),
            (self.moved.len(), "moved"),
            (self.merged.len(), "merged"),
            (self.restored.len() - edited_too, "restored"),
            (self.new.len(), "new"),
            (self.retired.len(), "retired"),
        ];
        let said: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if said.is_empty() { "no lines".to_owned() } else { said.join(", ") }
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.counts())?;
        let rejoined: HashSet<&CueId> = self.rejoined.iter().collect();
        for edit in &self.edited {
            let moved = match edit {
                Edit { restored: true, .. } => "restored and edited",
                Edit { moved: true, .. } => "moved and edited",
                _ => "edited",
            };
            let unsure = if edit.unsure { ", if it is the same line at all" } else { "" };
            let whole = if rejoined.contains(&edit.id) { ", to what its take reads" } else { "" };
            write!(f, "\n  {} {moved}{unsure}{whole}: {}", edit.id, Difference::of(&edit.before, &edit.after))?;
        }
        for split in &self.split {
            write!(f, "\n  {} split: {} was a part of it", split.id, split.off)?;
        }
        for merge in &self.merged {
            write!(f, "\n  {} merged: its words are in {} now", merge.id, merge.into)?;
        }
        let edited: HashSet<&CueId> = self.edited.iter().map(|edit| &edit.id).collect();
        for (ids, what) in [(&self.moved, "moved"), (&self.restored, "restored")] {
            for id in ids.iter().filter(|id| !edited.contains(id)) {
                write!(f, "\n  {id} {what}")?;
            }
        }
        // A first draft is all new: a list of it would be the book.
        if self.before() > 0 {
            let split: HashSet<&CueId> = self.split.iter().map(|split| &split.off).collect();
            for id in self.new.iter().filter(|id| !split.contains(id)) {
                write!(f, "\n  {id} new")?;
            }
        }
        for line in &self.retired {
            write!(f, "\n  {} retired: {}", line.id, shown(&line.text))?;
        }
        for change in &self.chapters {
            write!(f, "\n  chapter {} {}", change.id, change.fate)?;
        }
        Ok(())
    }
}

impl fmt::Display for ChapterFate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = |kind: &ChapterKind| match kind {
            ChapterKind::Front => "front matter",
            ChapterKind::Chapter => "a chapter",
            ChapterKind::Back => "back matter",
        };
        match self {
            Self::New => f.write_str("is new"),
            Self::Gone => f.write_str("is no more"),
            Self::Moved => f.write_str("moved"),
            Self::Kind { before, after } => write!(f, "was {}, and is {} now", kind(before), kind(after)),
            Self::Title { before, after } if before.is_empty() => write!(f, "has the title `{}` now", shown(after)),
            Self::Title { before, after } if after.is_empty() => {
                write!(f, "has no title now: it was `{}`", shown(before))
            }
            Self::Title { before, after } => write!(f, "has another title: {}", Difference::of(before, after)),
        }
    }
}

/// The start of a text on one line.
fn shown(text: &str) -> String {
    let line: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    match line.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
