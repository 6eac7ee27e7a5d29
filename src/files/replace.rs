//! Writing beside and renaming: a kill at any moment leaves the old file or the new one, never half of one.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::words::{Error, Result};

const PREFIX: &str = ".cuebook-";
const SUFFIX: &str = ".part";

/// How much of a file is compared at once, in bytes.
const PIECE: u64 = 64 * 1024;

/// Creates a file beside `path` to be written and then put in its place with [`commit`].
pub(super) fn beside(path: &Path) -> Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // As any other file of the user's, not for their eyes only; the process's umask still takes its share.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // tempfile's own words name the temporary file, another one each time: the kind says as much.
    builder.tempfile_in(folder).map_err(|error| unwritable(path, &error.kind().into()))
}

/// Puts a finished file in the place of `path`.
pub(super) fn commit(file: NamedTempFile, path: &Path) -> Result<()> {
    // The bytes must be on the disk before the name is: a power cut between the two would leave an empty file.
    file.as_file().sync_all().map_err(|error| unwritable(path, &error))?;
    file.persist(path).map(drop).map_err(|error| unwritable(path, &error.error))
}

/// Writes `bytes` to `path` whole, or leaves what was there.
///
/// # Errors
/// Where the folder or the file can't be written; the old file is then untouched.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let file = beside(path)?;
    file.as_file().write_all(bytes).map_err(|error| unwritable(path, &error))?;
    commit(file, path)
}

/// Writes `bytes` to `path` whole, unless that is what it holds already.
///
/// # Errors
/// Where what is there can't be read, or the folder or the file can't be written.
pub fn replace_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if holds(path, bytes)? { Ok(()) } else { replace(path, bytes) }
}

/// Whether a file holds these bytes and no others. It is read piece by piece, so that a long text is not in memory twice.
fn holds(path: &Path, mut bytes: &[u8]) -> Result<bool> {
    let mut file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(Error::io("read", path, error)),
    };
    let mut piece = Vec::new();
    loop {
        piece.clear();
        (&mut file).take(PIECE).read_to_end(&mut piece).map_err(|error| Error::io("read", path, error))?;
        if piece.is_empty() {
            return Ok(bytes.is_empty());
        }
        let Some(behind) = bytes.strip_prefix(piece.as_slice()) else { return Ok(false) };
        bytes = behind;
    }
}

/// Removes what a killed run left half-written in a folder.
///
/// # Errors
/// Where such a file can't be removed.
pub(super) fn sweep(folder: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
            fs::remove_file(entry.path()).map_err(|error| Error::io("remove", &entry.path(), error))?;
        }
    }
    Ok(())
}

/// An error of writing, with what to do about the usual reasons.
pub(super) fn unwritable(path: &Path, cause: &std::io::Error) -> Error {
    let error = Error::io("write", path, cause);
    match cause.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => error.hint(
            "the disk is full: free some space, then run the same command again; what was there before is untouched",
        ),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            error.hint("make the folder writable for you, or copy the book to one that is")
        }
        std::io::ErrorKind::NotADirectory | std::io::ErrorKind::AlreadyExists => {
            error.hint("a file stands where a folder is needed: move it away")
        }
        std::io::ErrorKind::IsADirectory | std::io::ErrorKind::DirectoryNotEmpty => {
            error.hint("a folder stands where a file is to be written: move it away")
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/deep/x.json");
        replace(&path, b"old").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_holds_its_own_bytes_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        assert!(!holds(&path, b"").unwrap());
        for length in [0, 1, PIECE, PIECE + 1, 3 * PIECE] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            replace(&path, &bytes).unwrap();
            assert!(holds(&path, &bytes).unwrap());
            assert!(!holds(&path, &[bytes.as_slice(), b"x"].concat()).unwrap());
            assert!(bytes.is_empty() || !holds(&path, &bytes[1..]).unwrap());
        }
    }

    #[test]
    fn what_is_there_already_is_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        replace_changed(&path, b"old").unwrap();
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        replace_changed(&path, b"old").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
        replace_changed(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn what_a_killed_run_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".cuebook-abc.part", "01.wav", ".cuebook", "x.part"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        sweep(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
        sweep(&folder.path().join("absent")).unwrap();
    }

    #[test]
    fn a_folder_in_the_way_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("01.wav");
        fs::create_dir_all(path.join("inside")).unwrap();
        assert!(replace(&path, b"new").unwrap_err().to_string().contains("hint: a folder stands where a file"));
    }
}
