//! `delivery.json`: what a package holds, of what it was made, and what was found in its bytes.

use serde::{Deserialize, Serialize};

use crate::words::{Error, Fingerprint, Gain, Result};

use super::{Checked, Facts, Part};

/// What a package says of itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this form.
    pub format: u32,
    /// The profile that it was made for.
    pub profile: String,
    /// The title of the book.
    pub title: String,
    /// The files of sound, in the order of the book.
    pub files: Vec<Row>,
    /// What stands beside them.
    pub beside: Vec<Kept>,
    /// What came of the rules about all files together.
    pub checked: Vec<Checked>,
}

/// A file of sound.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Its name inside the package.
    pub name: String,
    /// What it is to the book.
    pub part: Part,
    /// What it is called for listeners.
    pub title: String,
    /// The digest of all that its bytes depend on: masters, cuts, settings, tags, code.
    pub made_from: Fingerprint,
    /// The masters that it was made of, each by the digest of what that was made from.
    pub masters: Vec<Source>,
    /// What it is raised by, as it was cut out of a chapter and would miss the profile's window.
    #[serde(rename = "gain_db", default, skip_serializing_if = "Gain::is_unity")]
    pub gain: Gain,
    /// What was found in its bytes.
    pub facts: Facts,
    /// What came of every rule.
    pub checked: Vec<Checked>,
}

/// A master that a file was made of.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// The chapter.
    pub chapter: String,
    /// The recipe of its master.
    pub master: Fingerprint,
}

/// A file beside the sound.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// Its path inside the package, with `/` between its parts.
    pub name: String,
    /// The digest of its bytes.
    pub hash: Fingerprint,
}

/// What became of a file since it was judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loss {
    /// It holds other bytes, or can't be read.
    Changed,
    /// It is not there any more.
    Gone,
}

/// The form that this version writes.
pub const FORMAT: u32 = 1;

impl Manifest {
    /// The manifest as JSON.
    ///
    /// # Panics
    /// Never: it is plain data.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a manifest is plain data") + "\n"
    }

    /// Reads a manifest from JSON.
    ///
    /// # Errors
    /// Where it is none, or one of another version.
    pub fn from_json(json: &str) -> Result<Self> {
        let manifest: Self = serde_json::from_str(json)
            .map_err(|error| Error::new("this delivery manifest can't be understood").cause(error))?;
        if manifest.format == FORMAT {
            Ok(manifest)
        } else {
            Err(Error::new(format!("this delivery manifest has format {}, not {FORMAT}", manifest.format)))
        }
    }

    /// The names of all files of the package but the manifest, inside it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let sound = self.files.iter().map(|row| row.name.as_str());
        sound.chain(self.beside.iter().map(|kept| kept.name.as_str()))
    }
}
