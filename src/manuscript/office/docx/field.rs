//! The fields of a DOCX.

/// A field: what Word computes, and shows the result of.
#[derive(Default)]
pub struct Field {
    /// What is computed.
    pub code: String,
    /// Whether its code is over, and its result shown.
    pub shows: bool,
}

impl Field {
    fn word(&self) -> String {
        self.code.split_whitespace().next().unwrap_or_default().to_ascii_uppercase()
    }

    /// Whether its result is made for the page and not for the reader.
    pub fn is_silent(&self) -> bool {
        let word = self.word();
        !self.shows || self.lists() || matches!(word.as_str(), "PAGEREF" | "PAGE" | "NUMPAGES" | "XE" | "TC")
    }

    /// Whether it lists what the book holds.
    pub fn lists(&self) -> bool {
        matches!(self.word().as_str(), "TOC" | "INDEX")
    }
}
