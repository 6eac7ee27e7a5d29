//! What files say of a book besides its title and its people.

use serde::{Deserialize, Serialize};

/// `[about]` in `book.toml`: what shops and players show; empty texts are left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct About {
    /// The year in which the recording comes out, of four figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Who brings it out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// Whose it is: `2026 Ann Lee`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub copyright: String,
    /// What it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
}

impl About {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same without blanks around its texts.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let text = |text: &str| text.trim().to_owned();
        Self {
            year: self.year,
            publisher: text(&self.publisher),
            copyright: text(&self.copyright),
            description: text(&self.description),
        }
    }

    /// The year as a text; empty where it is not said.
    #[must_use]
    pub fn year(&self) -> String {
        self.year.map(|year| year.to_string()).unwrap_or_default()
    }
}
