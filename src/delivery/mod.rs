//! Deliveries: which files a distributor gets, what each is made of, and what is to be said of its bytes.
//!
//! Everything here is data and decisions; what reads and writes files is `package`.

mod facts;
mod fit;
mod judge;
mod manifest;
mod masters;
mod names;
mod plan;
mod sample;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::words::{ChapterId, Frames, SampleRate};

pub use facts::{ChannelMode, CoverSeen, Facts, MarkSeen, Mode, Says};
pub use fit::fitting_gain;
pub use judge::{Checked, Delivered, Verdict, judge_book, judge_cover, judge_file};
pub use manifest::{Kept, Loss, Manifest, Row, Source};
pub use masters::{Setting, Together, conflicts, together};
pub use names::{Credit, language_code, required, safe as file_name};
pub use plan::{Plan, plan};

/// One file that is to be made.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PlannedFile {
    /// Its name, with its ending.
    pub name: String,
    /// What it is to the book.
    pub part: Part,
    /// What it is called for listeners.
    pub title: String,
    /// Its number and how many sections there are; `None` for what is no section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<(u32, u32)>,
    /// What it is made of, one behind the other.
    pub pieces: Vec<Piece>,
    /// Its sample rate.
    pub rate: SampleRate,
    /// Its length, at that rate.
    pub frames: Frames,
    /// Where chapters begin in it, where it holds several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Start>,
}

/// What a file is to the book.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Title, author and narrator.
    OpeningCredits,
    /// What else stands before the first chapter.
    FrontMatter,
    /// A chapter.
    Chapter,
    /// What stands behind the last chapter.
    BackMatter,
    /// That the book is over.
    ClosingCredits,
    /// The first minutes of narration.
    Sample,
    /// The whole book.
    Whole,
}

/// A part of a chapter's master, in frames of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Piece {
    /// The chapter.
    pub chapter: ChapterId,
    /// The first frame.
    pub from: Frames,
    /// The frame behind the last.
    pub to: Frames,
}

/// Where a chapter begins in a file that holds several.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Start {
    /// What it is called.
    pub title: String,
    /// Its first frame, at the file's rate.
    pub at: Frames,
}

impl Piece {
    /// Its length.
    #[must_use]
    pub fn frames(&self) -> Frames {
        self.to - self.from
    }
}

impl PlannedFile {
    /// Its length in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.rate.seconds(self.frames)
    }

    /// Whether parts of one chapter were put together in it, with others left out.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.pieces.windows(2).any(|pair| pair[0].chapter == pair[1].chapter)
    }

    /// Where a chapter's frames stand in this file: each stretch of the chapter, and its place at the master's rate.
    pub fn places(&self) -> impl Iterator<Item = (&Piece, Frames)> {
        let mut at = Frames::ZERO;
        self.pieces.iter().map(move |piece| {
            let start = at;
            at += piece.frames();
            (piece, start)
        })
    }
}
