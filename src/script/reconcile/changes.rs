//! What became of the lines when a script was reconciled, for people to read.

use std::fmt;

use super::super::Retired;
use super::super::difference::Difference;
use crate::words::CueId;

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
    /// Lines that were cut once and are back under their old IDs.
    pub restored: Vec<CueId>,
    /// New lines, those split off from others among them.
    pub new: Vec<CueId>,
    /// Lines that were cut.
    pub retired: Vec<Retired>,
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
            + self.edited.len()
            + self.moved.len()
            + self.merged.len()
            + self.retired.len()
    }

    /// The numbers of lines in one row: `10 kept, 1 edited`.
    #[must_use]
    pub fn counts(&self) -> String {
        let counts = [
            (self.kept.len(), "kept"),
            (self.restyled.len(), "restyled"),
            (self.edited.len(), "edited"),
            (self.moved.len(), "moved"),
            (self.merged.len(), "merged"),
            (self.restored.len(), "restored"),
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
        for edit in &self.edited {
            let moved = if edit.moved { "moved and edited" } else { "edited" };
            let unsure = if edit.unsure { ", if it is the same line at all" } else { "" };
            write!(f, "\n  {} {moved}{unsure}: {}", edit.id, Difference::of(&edit.before, &edit.after))?;
        }
        for split in &self.split {
            write!(f, "\n  {} split: {} was a part of it", split.id, split.off)?;
        }
        for merge in &self.merged {
            write!(f, "\n  {} merged: its words are in {} now", merge.id, merge.into)?;
        }
        for (ids, what) in [(&self.moved, "moved"), (&self.restored, "restored")] {
            for id in ids {
                write!(f, "\n  {id} {what}")?;
            }
        }
        // A first draft is all new: a list of it would be the book.
        if self.before() > 0 {
            for id in self.new.iter().filter(|id| self.split.iter().all(|split| split.off != **id)) {
                write!(f, "\n  {id} new")?;
            }
        }
        for line in &self.retired {
            write!(f, "\n  {} retired: {}", line.id, shown(&line.text))?;
        }
        Ok(())
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
