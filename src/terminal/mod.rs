//! The terminal: the one place that knows raw mode and escape sequences, and how text is fitted into columns.

mod large;
mod row;
mod screen;
mod text;

use std::io::{self, IsTerminal};

pub use large::large;
pub use row::{Look, Row, Span, span};
pub use screen::{Screen, is_taken};
pub use text::{clean, clip, wrap};

/// How many columns standard output shows; `None` where it is no terminal.
#[must_use]
pub fn columns() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    // A terminal that does not tell says 0.
    crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns)).filter(|columns| *columns > 0)
}
