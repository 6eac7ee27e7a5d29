//! The files of a ZIP archive, without trusting it.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::words::letters::composed;
use crate::words::{Error, Result};

/// All that an archive may unpack to: the longest novel with its pictures has a tenth of this.
const LARGEST: u64 = 256 << 20;

/// Text shrinks to a fifth or a tenth; what shrinks more than this was made to.
const TIGHTEST: u64 = 250;

/// Smaller files may shrink as they like.
const HARMLESS: u64 = 1 << 20;

/// More files than any book has.
const MOST_FILES: usize = 100_000;

/// An archive, its size judged.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// Where it is broken, or would unpack to more than a book can hold.
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if zip.len() > MOST_FILES {
            return Err(bomb());
        }
        let mut all = 0_u64;
        for at in 0..zip.len() {
            let file = zip.by_index_raw(at).map_err(broken)?;
            if file.encrypted() {
                return Err(Error::new("the manuscript is an archive with a password, so its text can't be read")
                    .hint("save it without the password, and use that"));
            }
            all = all.saturating_add(file.size());
            if file.size() > HARMLESS && file.size() / file.compressed_size().max(1) > TIGHTEST {
                return Err(bomb());
            }
        }
        if all > LARGEST { Err(bomb()) } else { Ok(Self { zip, left: LARGEST }) }
    }

    /// Whether there is a file of this name.
    pub fn holds(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// The place of the file of this name; macOS names files with accents apart, and links to them have been read.
    fn place(&self, name: &str) -> Option<usize> {
        let is_alike = |found: &str| !found.is_ascii() && composed(found) == composed(name);
        let alike = || self.zip.file_names().position(|found| found.is_ok_and(|found| is_alike(&found)));
        self.zip.index_for_name(name).or_else(|| (!name.is_ascii()).then(alike).flatten())
    }

    /// The bytes of a file; `None` where there is no such file.
    ///
    /// # Errors
    /// Where the file is broken, has a password, or is larger than it says.
    pub fn file(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(at) = self.place(name) else { return Ok(None) };
        let mut file = self.zip.by_index(at).map_err(broken)?;
        let mut bytes = Vec::new();
        (&mut file).take(self.left + 1).read_to_end(&mut bytes).map_err(broken)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(bomb)?;
        Ok(Some(bytes))
    }
}

fn broken(cause: impl std::fmt::Display) -> Error {
    Error::new("the manuscript is an archive that can't be unpacked")
        .cause(cause)
        .hint("copy or save it again: it may have been cut off on the way; a password must be taken off")
}

fn bomb() -> Error {
    Error::new("the manuscript would unpack to more than a book can hold: wanted at most 256 MiB")
        .hint("save it again from the program it was written with, without pictures")
}

#[cfg(test)]
mod tests {
    use super::super::testing::zipped;
    use super::*;

    #[test]
    fn a_file_is_found_by_its_name_however_its_accents_are_written() {
        let zip = zipped(&[("a.xhtml", "a"), ("e\u{301}te\u{301}.xhtml", "b")]);
        let mut archive = Archive::open(&zip).unwrap();
        assert!(archive.holds("été.xhtml") && !archive.holds("ete.xhtml"));
        assert_eq!(archive.file("été.xhtml").unwrap().as_deref(), Some(&b"b"[..]));
        assert_eq!(archive.file("a.xhtml").unwrap().as_deref(), Some(&b"a"[..]));
    }
}
