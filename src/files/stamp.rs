//! What a file held, as a number.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::words::{Error, Fingerprint, Result};

/// How much is read at once, in bytes.
const PIECE: usize = 64 * 1024;

/// What a file held, kept as a number, to tell later whether it has changed: a long text need not be kept for that.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp(Option<Fingerprint>);

impl Stamp {
    /// The stamp of a file that holds this text, or of one that does not exist.
    #[must_use]
    pub fn of(text: Option<&str>) -> Self {
        Self(text.map(|text| Fingerprint::of(text.as_bytes())))
    }

    /// The stamp of a file that holds this text, which comes in pieces.
    #[must_use]
    pub fn of_pieces(pieces: impl IntoIterator<Item = String>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for piece in pieces {
            hasher.update(piece.as_bytes());
        }
        Self(Some(hasher.finalize().into()))
    }

    /// The stamp of what a file holds now.
    ///
    /// # Errors
    /// Where it is there and can't be read.
    pub fn read(path: &Path) -> Result<Self> {
        match File::open(path).and_then(fingerprint) {
            Ok(fingerprint) => Ok(Self(Some(fingerprint))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self(None)),
            Err(error) => Err(Error::io("read", path, error)),
        }
    }
}

fn fingerprint(mut file: File) -> io::Result<Fingerprint> {
    let mut hasher = blake3::Hasher::new();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(hasher.finalize().into()),
            Ok(count) => drop(hasher.update(&piece[..count])),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
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
            assert_eq!(Stamp::read(&path).unwrap(), Stamp::of_pieces(text.chars().map(String::from)));
            let stamp = Stamp::read(&path).unwrap();
            assert_eq!(stamp, Stamp::of(Some(&text)));
            assert_ne!(stamp, Stamp::of(Some(&format!("{text}x"))));
            assert_ne!(stamp, Stamp::of(None));
        }
    }
}
