//! Delivery profiles of a book's own: `profiles/NAME.toml` in its folder.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::words::{Error, Profile, Result};

use super::BookFolder;

/// The profile of this name: the book's own, else the one that comes with cuebook.
///
/// # Errors
/// Where there is neither, or the book's own can't be read or understood, or calls itself otherwise.
pub fn profile(folder: &BookFolder, name: &str) -> Result<Profile> {
    own_profile(folder, name)?.map_or_else(|| Profile::named(name), Ok)
}

/// The book's own profile of this name; `None` where it has none.
///
/// # Errors
/// Where its file can't be read or understood, or calls itself otherwise.
pub fn own_profile(folder: &BookFolder, name: &str) -> Result<Option<Profile>> {
    let Some(path) = own_profile_path(folder, name) else { return Ok(None) };
    let toml = match fs::read_to_string(&path) {
        Ok(toml) => toml,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("read", &path, error)),
    };
    let profile = Profile::parse(&toml).map_err(|error| error.within(&format!("can't read `{}`", path.display())))?;
    if profile.name != name {
        let found = format!("`{}` calls itself `{}`, but its name must be `{name}`", path.display(), profile.name);
        return Err(Error::new(found).hint("set `name` in it to the name of the file"));
    }
    Ok(Some(profile))
}

/// Where the book's own profile of this name stands, if there is one; `None` for what can't be a profile's name.
#[must_use]
pub fn own_profile_path(folder: &BookFolder, name: &str) -> Option<PathBuf> {
    // What is no plain name could lead out of the folder.
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    is_name.then(|| own_profiles_folder(folder.root()).join(format!("{name}.toml")))
}

/// The names of the book's own profiles, in the order of the alphabet: those of its files, whatever is in them.
///
/// # Errors
/// Where their folder is there and can't be read.
pub fn own_profiles(folder: &BookFolder) -> Result<Vec<String>> {
    let path = own_profiles_folder(folder.root());
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", &path, error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let file = entry.map_err(|error| Error::io("read", &path, error))?.file_name();
        let name = file.to_str().and_then(|file| file.strip_suffix(".toml"));
        names.extend(name.filter(|name| own_profile_path(folder, name).is_some()).map(str::to_owned));
    }
    names.sort_unstable();
    Ok(names)
}

fn own_profiles_folder(root: &Path) -> PathBuf {
    root.join("profiles")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(files: &[(&str, &str)]) -> (tempfile::TempDir, BookFolder) {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("profiles")).unwrap();
        for (name, text) in files.iter().chain(&[("../book.toml", "title = 'x'")]) {
            fs::write(root.path().join("profiles").join(name), text).unwrap();
        }
        let folder = BookFolder::open(root.path()).unwrap();
        (root, folder)
    }

    #[test]
    fn a_book_has_profiles_of_its_own_and_they_come_first() {
        let acx = Profile::text("acx").unwrap();
        let mine = acx.replace("name = \"acx\"", "name = \"mine\"").replace("rms = -20.0", "rms = -19.0");
        let louder = acx.replace("rms = -20.0", "rms = -19.0");
        let (_root, folder) = book(&[("mine.toml", &mine), ("acx.toml", &louder), ("other.toml", acx)]);
        assert_eq!(profile(&folder, "mine").unwrap().name, "mine");
        assert_ne!(profile(&folder, "acx").unwrap(), Profile::named("acx").unwrap());
        assert_eq!(profile(&folder, "librivox").unwrap(), Profile::named("librivox").unwrap());
        assert!(profile(&folder, "other").unwrap_err().to_string().contains("calls itself `acx`"));
    }

    #[test]
    fn no_name_leads_out_of_the_folder_and_a_broken_file_is_named() {
        let (_root, folder) = book(&[("broken.toml", "name = 3")]);
        for name in ["../book", "", "a/b", "..", "none"] {
            assert!(profile(&folder, name).unwrap_err().to_string().contains("there is no delivery profile"), "{name}");
        }
        assert!(profile(&folder, "broken").unwrap_err().to_string().contains("broken.toml"));
    }
}
