//! Reads what the author sent: bytes to blocks of text.

/// x
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// p
    PlainText,
    /// m
    Markdown,
}
