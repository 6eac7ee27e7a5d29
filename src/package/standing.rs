//! What stands in the place of a package, and whether its files are still those that were judged.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use crate::delivery::{Loss, Manifest};
use crate::words::{Error, Fingerprint, Result};

use super::measure::digest;

/// The manifest's name inside a package.
pub(super) const MANIFEST: &str = "delivery.json";

/// What systems put into folders by themselves.
const DROPPINGS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// What stands in the place of a package.
#[derive(Clone, PartialEq, Debug)]
pub enum Standing {
    /// Nothing.
    Nothing,
    /// A package of ours.
    Package(Box<Manifest>),
}

impl Standing {
    /// What stands at the place of a package. Nobody else may write there.
    ///
    /// # Errors
    /// Where it can't be read, or holds a file that cuebook did not write.
    pub fn at(place: &Path) -> Result<Self> {
        let files = files_in(place)?;
        if files.is_empty() {
            return Ok(Self::Nothing);
        }
        let manifest = manifest_at(place).map_err(|error| {
            error.within(&format!("can't tell what of `{}` is cuebook's", place.display())).hint(
                "delete that folder, if nothing of yours is in it, and deliver again: it is made from the masters",
            )
        })?;
        let is_ours = |name: &String| {
            name == MANIFEST
                || DROPPINGS.iter().any(|dropping| name.ends_with(dropping))
                || manifest.as_ref().is_some_and(|manifest| manifest.names().any(|known| known == name))
        };
        if let Some(other) = files.iter().find(|name| !is_ours(name)) {
            return Err(Error::new(format!(
                "`{}` holds `{other}`, which cuebook did not put there, and a package is replaced as a whole",
                place.display()
            ))
            .hint("move that file away, then deliver again"));
        }
        Ok(manifest.map_or(Self::Nothing, |manifest| Self::Package(Box::new(manifest))))
    }
}

/// The manifest of a package; `None` where there is none.
///
/// # Errors
/// Where it can't be understood.
pub fn manifest_at(place: &Path) -> Result<Option<Manifest>> {
    let json = fs::read_to_string(place.join(MANIFEST)).ok();
    json.map(|json| Manifest::from_json(&json)).transpose()
}

/// The files of a package that are no longer what was judged, by their names inside it. Every byte is read.
#[must_use]
pub fn losses(place: &Path, manifest: &Manifest) -> BTreeMap<String, Loss> {
    let sound = manifest.files.iter().map(|row| (&row.name, row.facts.hash));
    let files: Vec<_> = sound.chain(manifest.beside.iter().map(|kept| (&kept.name, kept.hash))).collect();
    let loss = |(name, judged): &(&String, Fingerprint)| {
        let path = place.join(name);
        let loss = match digest(&path) {
            Ok((_, hash)) if hash == *judged => return None,
            _ if !path.exists() => Loss::Gone,
            _ => Loss::Changed,
        };
        Some(((*name).clone(), loss))
    };
    files.par_iter().filter_map(loss).collect()
}

/// The files below a folder by their paths inside it, with `/` between their parts; none where there is no folder.
fn files_in(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((next, prefix)) = folders.pop() {
        let unread = |error| Error::io("read", &next, error);
        let entries = match fs::read_dir(&next) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                return Err(unread(error).hint("a file stands where a folder is needed: move it away"));
            }
            Err(error) => return Err(unread(error)),
        };
        for entry in entries {
            let entry = entry.map_err(unread)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(unread)?.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Kept;
    use crate::package::Workplace;
    use crate::package::testing::{manifest, title_at};

    #[test]
    fn what_was_changed_or_removed_since_is_known_by_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("acx");
        let names = ["same", "changed", "gone", "a folder by now"];
        let kept = |name: &str| Kept { name: name.to_owned(), hash: Fingerprint::of(name.as_bytes()) };
        let manifest = Manifest { beside: names.map(kept).to_vec(), ..manifest("one") };
        fs::create_dir(&place).unwrap();
        names[..3].iter().for_each(|name| fs::write(place.join(name), name).unwrap());
        fs::write(place.join("changed"), "CHANGED").unwrap();
        fs::remove_file(place.join("gone")).unwrap();
        fs::create_dir(place.join(names[3])).unwrap();
        let found: Vec<_> = losses(&place, &manifest).into_iter().collect();
        let wanted = [(names[3], Loss::Changed), ("changed", Loss::Changed), ("gone", Loss::Gone)];
        assert_eq!(found, wanted.map(|(name, loss)| (name.to_owned(), loss)));
    }

    #[test]
    fn a_file_of_somebody_else_is_not_thrown_away() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("acx");
        Workplace::begin(&place).unwrap().finish(&manifest("one")).unwrap();
        fs::write(place.join(".DS_Store"), "x").unwrap();
        assert!(title_at(&place).is_some());
        fs::create_dir(place.join("mine")).unwrap();
        fs::write(place.join("mine/notes.txt"), "x").unwrap();
        let refused = Standing::at(&place).unwrap_err().to_string();
        assert!(refused.contains("holds `mine/notes.txt`, which cuebook did not put there"), "{refused}");
    }
}
