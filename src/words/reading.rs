//! How the book's manuscript is to be read: what `[manuscript]` in `book.toml` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What the manuscript's reader can't know, or took for something else.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reading {
    /// What becomes of footnotes and endnotes.
    pub footnotes: Footnotes,
    /// What single lines are, whatever the text or its mark-up says, by their words as printed:
    /// `"Unit B." = "text"`.
    pub headings: BTreeMap<String, Standing>,
}

/// What becomes of footnotes and endnotes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Footnotes {
    /// They are not read aloud, and a note says how many there are.
    #[default]
    LeaveOut,
    /// Each is read behind the paragraph that refers to it, or where it stands.
    Read,
}

/// What a line is to the book, as `book.toml` says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The heading of the book.
    Title,
    /// The heading of several chapters.
    Part,
    /// The heading of a chapter.
    Chapter,
    /// The heading of a piece before the chapters with a file of its own.
    Prologue,
    /// The heading of a short piece before the chapters.
    Front,
    /// The heading of a piece behind the chapters.
    Back,
    /// The heading of a section of a chapter.
    Section,
    /// No heading: text to be read.
    Text,
}
