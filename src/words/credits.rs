//! What is said before and after the book: `[credits]` in `book.toml`.

use serde::{Deserialize, Serialize};

/// The spoken credits: the lines of a template, each of which the book may say otherwise.
///
/// In a line, `{title}`, `{author}` and `{narrator}` stand for what `book.toml` says, `{number}` for the chapter's number
/// and `{chapter}` for its heading. A line of which something is not known is left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Credits {
    /// Whose wishes the lines follow.
    pub template: Template,
    /// Before the book; the template's where it is not said.
    pub opening: Option<Vec<String>>,
    /// After the book.
    pub closing: Option<Vec<String>>,
    /// Before each chapter.
    pub before_chapter: Option<Vec<String>>,
    /// After each chapter.
    pub after_chapter: Option<Vec<String>>,
}

/// Whose wishes the credits follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// No credits but those that the book gives itself.
    #[default]
    None,
    /// ACX: title, author and narrator before the book, and words after it that say that it ends.
    Acx,
    /// `LibriVox`: its disclaimer before each chapter, and its end after each.
    Librivox,
}

/// The credits as they are to be said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CreditLines {
    /// Before the book.
    pub opening: Vec<String>,
    /// After the book.
    pub closing: Vec<String>,
    /// Before each chapter.
    pub before_chapter: Vec<String>,
    /// After each chapter.
    pub after_chapter: Vec<String>,
}

impl Credits {
    /// The lines of the template, where the book does not say otherwise.
    #[must_use]
    pub fn lines(&self) -> CreditLines {
        let template = self.template.lines();
        let pick = |own: &Option<Vec<String>>, template: &[&str]| {
            own.clone().unwrap_or_else(|| template.iter().map(|line| (*line).to_owned()).collect())
        };
        CreditLines {
            opening: pick(&self.opening, template.opening),
            closing: pick(&self.closing, template.closing),
            before_chapter: pick(&self.before_chapter, template.before_chapter),
            after_chapter: pick(&self.after_chapter, template.after_chapter),
        }
    }
}

struct TemplateLines {
    opening: &'static [&'static str],
    closing: &'static [&'static str],
    before_chapter: &'static [&'static str],
    after_chapter: &'static [&'static str],
}

impl Template {
    fn lines(self) -> TemplateLines {
        let none = TemplateLines { opening: &[], closing: &[], before_chapter: &[], after_chapter: &[] };
        match self {
            Self::None => none,
            // ACX, audio submission requirements: opening credits name title, author and narrator, closing credits say
            // at least "The End".
            Self::Acx => TemplateLines {
                opening: &["{title}.", "Written by {author}.", "Narrated by {narrator}."],
                closing: &["This has been {title}, written by {author}.", "Narrated by {narrator}.", "The End."],
                ..none
            },
            // LibriVox, "How to record": the disclaimer first, "End of" last.
            Self::Librivox => TemplateLines {
                before_chapter: &[
                    "Chapter {number} of {title}, by {author}.",
                    "This is a LibriVox recording.",
                    "All LibriVox recordings are in the public domain.",
                    "For more information, or to volunteer, please visit librivox dot org.",
                    "Recording by {narrator}.",
                ],
                after_chapter: &["End of {chapter}."],
                closing: &["End of {title}, by {author}."],
                ..none
            },
        }
    }
}
