//! Rows of styled text.

/// How a piece of text looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// As the terminal writes.
    Plain,
    /// What matters now.
    Bold,
    /// What was and what will be.
    Dim,
    /// What the eye should find.
    Accent,
    /// What is right.
    Good,
    /// What is worth a look.
    Warning,
    /// What is wrong.
    Wrong,
}

/// A piece of text with one look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Span {
    /// The text, without anything that a terminal would obey.
    pub text: String,
    /// How it looks.
    pub look: Look,
}

/// One row of a screen, never wider than it.
pub type Row = Vec<Span>;

/// A piece of text with this look.
pub fn span(text: impl Into<String>, look: Look) -> Span {
    Span { text: text.into(), look }
}
