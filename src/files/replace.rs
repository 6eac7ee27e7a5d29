//! Writing beside and renaming: a kill at any moment leaves the old file or the new one, never half of one.

use std::fs;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::words::{Error, Result};

const PREFIX: &str = ".cuebook-";
const SUFFIX: &str = ".part";

/// How much of a file is written or compared at once, in bytes.
const PIECE: usize = 64 * 1024;

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

/// Writes a text to `path` whole, unless that is what it holds already. The text comes in pieces, so that a long one is
/// never in memory as a whole.
///
/// # Errors
/// Where what is there can't be read, or the folder or the file can't be written.
pub fn replace_changed(path: &Path, pieces: impl IntoIterator<Item = String>) -> Result<()> {
    let file = beside(path)?;
    let mut writer = BufWriter::with_capacity(PIECE, file.as_file());
    for piece in pieces {
        writer.write_all(piece.as_bytes()).map_err(|error| unwritable(path, &error))?;
    }
    writer.flush().map_err(|error| unwritable(path, &error))?;
    drop(writer);
    if same(file.path(), path)? { Ok(()) } else { commit(file, path) }
}

/// Whether the second file is there and holds what the first does.
fn same(one: &Path, other: &Path) -> Result<bool> {
    let mut other_file = match fs::File::open(other) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(Error::io("read", other, error)),
    };
    let mut one_file = fs::File::open(one).map_err(|error| Error::io("read", one, error))?;
    let (mut here, mut there) = (Vec::new(), Vec::new());
    loop {
        for (path, file, piece) in [(one, &mut one_file, &mut here), (other, &mut other_file, &mut there)] {
            piece.clear();
            file.take(PIECE as u64).read_to_end(piece).map_err(|error| Error::io("read", path, error))?;
        }
        if here != there || here.is_empty() {
            return Ok(here == there);
        }
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
#[must_use]
pub fn unwritable(path: &Path, cause: &std::io::Error) -> Error {
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
    fn files_are_the_same_where_all_of_their_bytes_are() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        fs::write(&one, b"").unwrap();
        assert!(!same(&one, &other).unwrap());
        for length in [0, 1, PIECE, PIECE + 1, 3 * PIECE] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            fs::write(&one, &bytes).unwrap();
            fs::write(&other, &bytes).unwrap();
            assert!(same(&one, &other).unwrap());
            fs::write(&other, [bytes.as_slice(), b"x"].concat()).unwrap();
            assert!(!same(&one, &other).unwrap());
            assert!(!same(&other, &one).unwrap());
        }
    }

    #[test]
    fn what_is_there_already_is_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        let write = |pieces: &[&str]| replace_changed(&path, pieces.iter().map(ToString::to_string)).unwrap();
        write(&["old"]);
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        write(&["o", "ld"]);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
        write(&["new"]);
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
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
