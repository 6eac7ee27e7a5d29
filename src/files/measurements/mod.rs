//! What was measured of takes before, so that an unchanged file is never heard twice: `output/.cache/takes`.
//!
//! The file is lines of JSON: what measured them, one take each, and at the end the digest of all lines before. Whatever
//! is wrong with it, the takes are heard again; nothing else depends on it.

mod store;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::sync::Arc;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::identity::{Identity, Renamed};
use super::{BookFolder, RecordedFile, hear};
use crate::takes::{Sound, Take};
use crate::words::Result;

/// What was measured of the takes of a book.
#[derive(Debug, Default)]
pub struct Measurements {
    known: BTreeMap<String, Kept>,
    /// The names of takes by what stays when a file is renamed.
    names: HashMap<Renamed, String>,
}

/// A take that was heard before.
#[derive(Debug, Deserialize)]
struct Kept {
    identity: Identity,
    sound: Arc<Sound>,
}

/// The same, of a take that is heard, as it is written.
#[derive(Clone, Copy, Serialize)]
struct Keep<'a> {
    identity: &'a Identity,
    sound: &'a Sound,
}

impl PartialEq<Keep<'_>> for Kept {
    fn eq(&self, other: &Keep<'_>) -> bool {
        (&self.identity, &*self.sound) == (other.identity, other.sound)
    }
}

/// A take, heard now or before.
#[derive(Clone, PartialEq, Debug)]
pub struct Heard {
    /// The take.
    pub take: Take,
    /// Whether its file stayed the same while it was heard.
    pub is_steady: bool,
    /// What its file is known by, where it can be told from any later one.
    identity: Option<Identity>,
}

/// What was found where results are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// Results of this very code, or none.
    Whole,
    /// Something that was not written so: all takes are heard again.
    Damaged,
}

impl Measurements {
    /// What is kept of a book's takes; nothing where the disk has nothing, or what it has is damaged or was measured by
    /// other code than this.
    #[must_use]
    pub fn load(folder: &BookFolder) -> (Self, Found) {
        let Ok(known) = store::read(&folder.cache()) else { return (Self::default(), Found::Damaged) };
        let renamed = |(name, kept): (&String, &Kept)| Some((kept.identity.renamed()?, name.clone()));
        let names = known.iter().filter_map(renamed).collect();
        (Self { known, names }, Found::Whole)
    }

    /// Hears a file, unless it is the one that was heard before.
    ///
    /// # Errors
    /// Where the disk fails while it is read.
    pub fn hear(&self, file: &RecordedFile) -> Result<Heard> {
        let now = SystemTime::now();
        let before = fs::metadata(&file.path).ok().as_ref().and_then(Identity::of);
        if let Some(identity) = &before
            && let Some(sound) = self.known(file, identity)
        {
            let take = Take::known(file.name.clone(), file.stem(), sound);
            return Ok(Heard { take, is_steady: true, identity: before });
        }
        let take = hear(file)?;
        let after = fs::metadata(&file.path).ok().as_ref().and_then(Identity::of);
        let is_steady = before == after;
        let identity = before.filter(|identity| is_steady && !identity.is_young(now));
        Ok(Heard { take, is_steady, identity })
    }

    fn known(&self, file: &RecordedFile, identity: &Identity) -> Option<Arc<Sound>> {
        let of_its_name = self.known.get(&file.name).filter(|kept| kept.identity.is_unchanged(identity));
        let kept = of_its_name.or_else(|| {
            // Under its own name, it is the same file with something else in it. And a name may lead elsewhere where the
            // path's bytes are no text.
            let before = self.names.get(&identity.renamed()?);
            self.known.get(before.filter(|before| **before != file.name && file.is_nameable())?)
        });
        kept.map(|kept| kept.sound.clone())
    }

    /// Keeps what was heard, and forgets all other takes. What is there already is not written again.
    ///
    /// # Errors
    /// Where the disk does not take it; what was kept before is then untouched.
    pub fn keep<'a>(self, folder: &BookFolder, heard: impl IntoIterator<Item = &'a Heard>) -> Result<()> {
        let kept: BTreeMap<&str, Keep<'_>> = heard.into_iter().filter_map(Heard::kept).collect();
        let same = kept.len() == self.known.len()
            && kept.iter().zip(&self.known).all(|(new, old)| *new.0 == old.0 && *new.1.identity == old.1.identity);
        if same { Ok(()) } else { store::write(&folder.cache(), &kept) }
    }
}

impl Heard {
    /// Whether its file can be told from any later one, so that what was measured of it may be kept.
    #[must_use]
    pub fn can_be_kept(&self) -> bool {
        self.identity.is_some() && self.take.sound.is_ok()
    }

    /// What is worth keeping: a sound of a file that is known by something.
    fn kept(&self) -> Option<(&str, Keep<'_>)> {
        let (identity, sound) = (self.identity.as_ref()?, self.take.sound.as_deref().ok()?);
        Some((&self.take.file, Keep { identity, sound }))
    }
}
