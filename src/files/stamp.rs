//! What a file held, as a number.

use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::path::Path;

use crate::words::{Error, Result};

/// How much is read at once, in bytes.
const PIECE: u64 = 64 * 1024;

/// What a file held, kept as a number, to tell later whether it has changed: a long text need not be kept for that.
///
/// Two contents have the same number by accident only, once in 2⁶⁴.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp(Option<u64>);

impl Stamp {
    /// The stamp of a file that holds this text, or of one that does not exist.
    #[must_use]
    pub fn of(text: Option<&str>) -> Self {
        // Reading from memory can't fail.
        Self(text.and_then(|text| number(text.as_bytes()).ok()))
    }

    /// The stamp of what a file holds now.
    ///
    /// # Errors
    /// Where it is there and can't be read.
    pub fn read(path: &Path) -> Result<Self> {
        match File::open(path).and_then(number) {
            Ok(number) => Ok(Self(Some(number))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self(None)),
            Err(error) => Err(Error::io("read", path, error)),
        }
    }
}

fn number(mut bytes: impl Read) -> io::Result<u64> {
    // The standard library's hasher without keys: the same number for the same pieces.
    let mut hasher = DefaultHasher::new();
    let mut piece = Vec::new();
    loop {
        piece.clear();
        bytes.by_ref().take(PIECE).read_to_end(&mut piece)?;
        if piece.is_empty() {
            return Ok(hasher.finish());
        }
        hasher.write(&piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_stamp_of_its_text_and_of_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        assert_eq!(Stamp::read(&path).unwrap(), Stamp::of(None));
        for length in [0, 1, PIECE, PIECE + 1, 3 * PIECE] {
            let text: String = (0..length).map(|at| char::from(b'a' + (at % 23) as u8)).collect();
            std::fs::write(&path, &text).unwrap();
            let stamp = Stamp::read(&path).unwrap();
            assert_eq!(stamp, Stamp::of(Some(&text)));
            assert_ne!(stamp, Stamp::of(Some(&format!("{text}x"))));
            assert_ne!(stamp, Stamp::of(None));
        }
    }
}
