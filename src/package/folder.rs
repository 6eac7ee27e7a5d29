//! The folder of a package: written beside, and put in place whole.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::delivery::Manifest;
use crate::files::unwritable;
use crate::words::{Error, Result};

use super::standing::MANIFEST;

/// A package that is being written beside its place.
pub struct Workplace {
    place: PathBuf,
    partial: PathBuf,
}

impl Workplace {
    /// Begins the package that will stand at `place`; removes what a killed run left of it.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn begin(place: &Path) -> Result<Self> {
        recover(place)?;
        let partial = beside(place, "partial");
        remove(&partial)?;
        fs::create_dir_all(&partial).map_err(|error| unwritable(place, &error))?;
        Ok(Self { place: place.to_owned(), partial })
    }

    /// Where a file is to be written.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.partial.join(name)
    }

    /// Takes a file of the package that stands in the place over under another name or its own. Where links can be made,
    /// nothing is copied.
    ///
    /// # Errors
    /// Where it can't be read or written.
    pub fn take_over(&self, from: &str, to: &str) -> Result<()> {
        let (from, to) = (self.place.join(from), self.path(to));
        if fs::hard_link(&from, &to).is_ok() {
            return Ok(());
        }
        copied(&from, &to)
    }

    /// Takes a copy of a file that was just made for another package: what somebody does to the one is not done to the other.
    ///
    /// # Errors
    /// Where it can't be read or written.
    pub fn same(&self, from: &Path, to: &str) -> Result<()> {
        copied(from, &self.path(to))
    }

    /// Writes a small file.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(name);
        fs::write(&path, bytes).map_err(|error| unwritable(&place_of(&path), &error))
    }

    /// Puts the package in its place with this manifest. What stood there goes only when it is there.
    ///
    /// # Errors
    /// Where that can't be done; what stood there is then untouched.
    pub fn finish(self, manifest: &Manifest) -> Result<()> {
        self.write(MANIFEST, manifest.to_json().as_bytes())?;
        if !self.place.exists() {
            return fs::rename(&self.partial, &self.place).map_err(|error| unwritable(&self.place, &error));
        }
        // In one step, where the system has it: what stood there is then what is thrown away.
        if exchange(&self.partial, &self.place).is_ok() {
            return Ok(());
        }
        let old = beside(&self.place, "old");
        remove(&old)?;
        fs::rename(&self.place, &old).map_err(|error| unwritable(&self.place, &error))?;
        fs::rename(&self.partial, &self.place).map_err(|error| unwritable(&self.place, &error))?;
        remove(&old)
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        // What can't be removed now is removed before the next package is begun.
        let _ = remove(&self.partial);
    }
}

fn copied(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).map_err(|error| unwritable(&place_of(to), &error))
}

/// Puts back what stood in the place, if a run was killed between taking it away and putting the new one there.
///
/// # Errors
/// Where that can't be done.
fn recover(place: &Path) -> Result<()> {
    let old = beside(place, "old");
    if !old.exists() {
        return Ok(());
    }
    if place.exists() {
        return remove(&old);
    }
    fs::rename(&old, place).map_err(|error| unwritable(place, &error))
}

/// Where a file of a package that is being written will stand: what people are told of it.
pub fn place_of(path: &Path) -> PathBuf {
    let named = |folder: &Path| {
        let name = folder.file_name()?.to_str()?.strip_prefix('.')?.strip_suffix(".partial")?;
        Some(folder.with_file_name(name).join(path.file_name()?))
    };
    path.parent().and_then(named).unwrap_or_else(|| path.to_owned())
}

/// Removes what killed runs left half-written of packages in this folder.
///
/// # Errors
/// Where it can't be removed.
pub fn sweep(packages: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(packages) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(".partial") {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn beside(place: &Path, kind: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{kind}"))
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("remove", folder, error)),
        _ => Ok(()),
    }
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_one: &Path, _other: &Path) -> std::io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::testing::{manifest, title_at};

    #[test]
    fn a_package_is_put_in_place_whole_and_what_was_there_goes_then() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("delivery/acx");
        for title in ["one", "two"] {
            let work = Workplace::begin(&place).unwrap();
            assert_ne!(title_at(&place).as_deref(), Some(title));
            work.finish(&manifest(title)).unwrap();
            assert_eq!(title_at(&place).as_deref(), Some(title));
        }
        drop(Workplace::begin(&place).unwrap());
        assert_eq!(title_at(&place).as_deref(), Some("two"), "what was given up changes nothing");
        assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_kill_at_any_moment_leaves_the_old_or_the_new() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("acx");
        Workplace::begin(&place).unwrap().finish(&manifest("one")).unwrap();
        // Killed while writing.
        fs::create_dir(folder.path().join(".acx.partial")).unwrap();
        fs::write(folder.path().join(".acx.partial/01.mp3"), "half").unwrap();
        assert_eq!(title_at(&place).as_deref(), Some("one"));
        // Killed between two renames, where the system has no exchange.
        fs::rename(&place, folder.path().join(".acx.old")).unwrap();
        fs::create_dir(folder.path().join(".librivox.partial")).unwrap();
        sweep(folder.path()).unwrap();
        drop(Workplace::begin(&place).unwrap());
        assert_eq!(title_at(&place).as_deref(), Some("one"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
