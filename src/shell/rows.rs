//! Rows of styled text for standard output.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::terminal::{Look, Row};

/// The columns of what is piped or written to a file: as wide as a mail.
const PIPED: usize = 80;

/// The columns that there are to write in.
pub(super) fn width() -> usize {
    crate::terminal::columns().unwrap_or(PIPED)
}

/// The rows as text with the escape sequences of their looks, which are taken out again where nobody would see them.
pub(super) fn written(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        // What ends a row in spaces is not written.
        let plain: String = row.iter().map(|span| span.text.as_str()).collect();
        let mut left = plain.trim_end().len();
        for span in row {
            let part = &span.text[..left.min(span.text.len())];
            left -= part.len();
            let style = style(span.look);
            if !part.is_empty() {
                let _ = write!(line, "{style}{part}{style:#}");
            }
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn style(look: Look) -> Style {
    match look {
        Look::Plain => Style::new(),
        Look::Bold => Style::new().bold(),
        Look::Dim => Style::new().dimmed(),
        Look::Accent => AnsiColor::Cyan.on_default(),
        Look::Good => AnsiColor::Green.on_default(),
        Look::Warning => AnsiColor::Yellow.on_default().bold(),
        Look::Wrong => AnsiColor::Red.on_default().bold(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::span;

    #[test]
    fn looks_are_escape_sequences_and_no_row_ends_in_spaces() {
        let row =
            vec![span("bar", Look::Good), span("  ", Look::Plain), span("3", Look::Plain), span("   ", Look::Dim)];
        assert_eq!(written(&[row, Row::new()]), "\u{1b}[32mbar\u{1b}[0m  3\n\n");
        assert_eq!(written(&[vec![span("   ", Look::Bold)]]), "\n");
    }
}
