//! What is known of the masters that stand in `output/masters`: `output/.cache/masters`, one file a chapter.
//!
//! Each is a line of JSON and the digest of that line. Whatever is wrong with it, the chapter is built again; nothing
//! else depends on it.

use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::identity::Identity;
use super::kept::{keep, read_kept};
use super::{BookFolder, MasterContent, master_reference};
use crate::check::Master;
use crate::signal::limiter::LimiterWork;
use crate::signal::{ProgrammeLevels, UnroundedLevels};
use crate::words::{ChapterId, Error, Fingerprint, Result, SampleRate};

/// What stands in the place of a chapter's master.
#[derive(Clone, PartialEq, Debug)]
pub enum MasterState {
    /// The very file that was written there, made from the same: what was measured of it then.
    Whole(Box<Master>),
    /// A copy of it, to the last byte: as where a book was moved or came out of a backup.
    Copied(Box<Master>),
    /// Nothing.
    Gone,
    /// A file that was changed since it was written, or of which nothing is known any more.
    Changed,
    /// A master that was made from something else than what its timeline says.
    Other,
}

/// What is kept of a master.
#[derive(Serialize, Deserialize)]
struct Kept {
    identity: Identity,
    content: MasterContent,
    made_from: Fingerprint,
    sample_rate: SampleRate,
    #[serde(with = "UnroundedLevels")]
    levels: ProgrammeLevels,
    limiter: LimiterWork,
}

impl Kept {
    fn master(self, chapter: &ChapterId) -> Master {
        let Self { sample_rate, levels, limiter, .. } = self;
        Master { chapter: chapter.clone(), sample_rate, levels, limiter }
    }
}

/// What stands in the place of a chapter's master, which should be made from this.
#[must_use]
pub fn master_state(folder: &BookFolder, chapter: &ChapterId, made_from: Fingerprint) -> MasterState {
    let path = folder.master_path(chapter);
    let Ok(metadata) = fs::metadata(&path) else { return MasterState::Gone };
    if master_reference(&path).is_some_and(|reference| reference != made_from) {
        return MasterState::Other;
    }
    let now = Identity::of(&metadata);
    let kept = read_kept::<Kept>(&kept_path(folder, chapter)).filter(|kept| kept.made_from == made_from);
    let Some((kept, now)) = kept.zip(now) else { return MasterState::Changed };
    if kept.identity.is_unchanged(&now) {
        MasterState::Whole(Box::new(kept.master(chapter)))
    } else if kept.content.is_of(&path) {
        MasterState::Copied(Box::new(kept.master(chapter)))
    } else {
        MasterState::Changed
    }
}

/// Remembers the file that stands in the place of a chapter's master: a copy, which was read and found to be one.
///
/// # Errors
/// Where the disk does not take it.
pub fn recognise_master(folder: &BookFolder, chapter: &ChapterId) -> Result<()> {
    let path = folder.master_path(chapter);
    let metadata = fs::metadata(&path).map_err(|error| Error::io("read", &path, error))?;
    let kept = read_kept::<Kept>(&kept_path(folder, chapter)).zip(Identity::of(&metadata));
    kept.map_or(Ok(()), |(kept, identity)| keep(&kept_path(folder, chapter), &Kept { identity, ..kept }))
}

/// Keeps what was measured of a master that was just put in its place.
///
/// # Errors
/// Where the disk does not take it.
pub fn keep_master(folder: &BookFolder, master: &Master, content: MasterContent, made_from: Fingerprint) -> Result<()> {
    let path = folder.master_path(&master.chapter);
    let metadata = fs::metadata(&path).map_err(|error| Error::io("read", &path, error))?;
    // A system that tells too little of its files has its chapters built each time.
    let Some(identity) = Identity::of(&metadata) else { return Ok(()) };
    let Master { sample_rate, levels, limiter, .. } = master.clone();
    let kept = Kept { identity, content, made_from, sample_rate, levels, limiter };
    keep(&kept_path(folder, &master.chapter), &kept)
}

/// Forgets the masters of all other chapters than these.
///
/// # Errors
/// Where what is kept of them can't be removed.
pub fn forget_masters_but(folder: &BookFolder, chapters: &[&ChapterId]) -> Result<()> {
    let Ok(entries) = fs::read_dir(kept_folder(folder)) else { return Ok(()) };
    for entry in entries.flatten() {
        let is_wanted = |chapter: &&ChapterId| kept_path(folder, chapter) == entry.path();
        if !chapters.iter().any(is_wanted) {
            match fs::remove_file(entry.path()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::io("remove", &entry.path(), error));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn kept_folder(folder: &BookFolder) -> PathBuf {
    folder.cache().join("masters")
}

fn kept_path(folder: &BookFolder, chapter: &ChapterId) -> PathBuf {
    kept_folder(folder).join(chapter.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{MasterLoudness, MasterNotes, MasterWriter};
    use crate::words::{BitDepth, Dbfs, Frames, Gain, Lufs};

    fn written(made_from: Fingerprint) -> (tempfile::TempDir, BookFolder, Master) {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("book.toml"), "title = 'x'").unwrap();
        let folder = BookFolder::open(root.path()).unwrap();
        let levels = ProgrammeLevels {
            frames: Frames(3),
            rms: Some(Dbfs::new(-17.994_999_9)),
            peak: Some(Dbfs::new(-0.1 - 0.2)),
            true_peak: None,
            noise_floor: Some(Dbfs::new(-63.0)),
            loudness: Some(Lufs::new(-18.6)),
            momentary: None,
            short_term: None,
            loudness_range: Some(1.0 / 3.0),
        };
        let limiter = LimiterWork { limited: Frames(1), deepest: Gain::from_millis(-1_234) };
        let master = Master { chapter: ChapterId::new(1), sample_rate: SampleRate::CD, levels, limiter };
        let content = put(&folder, &master, made_from);
        keep_master(&folder, &master, content, made_from).unwrap();
        (root, folder, master)
    }

    fn put(folder: &BookFolder, master: &Master, made_from: Fingerprint) -> MasterContent {
        let notes = MasterNotes {
            rate: SampleRate::CD,
            bit_depth: BitDepth::Int24,
            frames: Frames(3),
            seed: 1,
            title: String::new(),
            markers: Vec::new(),
            reference: Some(made_from),
        };
        let mut writer = MasterWriter::create(&folder.master_path(&master.chapter), notes).unwrap();
        writer.write(&mut [0.1, 0.2, 0.3]).unwrap();
        writer.finish(&MasterLoudness::default()).unwrap()
    }

    #[test]
    fn an_untouched_master_has_the_levels_that_were_measured_to_the_last_digit() {
        let made_from = Fingerprint::of(b"a");
        let (_root, folder, master) = written(made_from);
        assert_eq!(master_state(&folder, &master.chapter, made_from), MasterState::Whole(Box::new(master)));
    }

    #[test]
    fn a_master_of_something_else_is_told_by_its_header() {
        let made_from = Fingerprint::of(b"a");
        let (_root, folder, master) = written(made_from);
        assert_eq!(master_state(&folder, &master.chapter, Fingerprint::of(b"b")), MasterState::Other);
        // As after a kill between the new master and its timeline.
        put(&folder, &master, Fingerprint::of(b"b"));
        assert_eq!(master_state(&folder, &master.chapter, made_from), MasterState::Other);
        assert_eq!(master_state(&folder, &master.chapter, Fingerprint::of(b"b")), MasterState::Changed);
    }

    #[test]
    fn a_copy_of_a_master_is_known_by_its_bytes_and_then_trusted() {
        let made_from = Fingerprint::of(b"a");
        let (_root, folder, master) = written(made_from);
        let path = folder.master_path(&master.chapter);
        let bytes = fs::read(&path).unwrap();
        let state = || master_state(&folder, &master.chapter, made_from);
        let copied = |bytes: &[u8]| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            fs::write(&path, bytes).unwrap();
        };
        copied(&bytes);
        assert_eq!(state(), MasterState::Copied(Box::new(master.clone())));
        recognise_master(&folder, &master.chapter).unwrap();
        assert_eq!(state(), MasterState::Whole(Box::new(master.clone())));
        for at in [4, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            copied(&changed);
            assert_eq!(state(), MasterState::Changed, "byte {at}");
        }
    }

    #[test]
    fn a_master_that_was_touched_is_not_trusted() {
        let made_from = Fingerprint::of(b"a");
        let (_root, folder, master) = written(made_from);
        let path = folder.master_path(&master.chapter);
        let bytes = fs::read(&path).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(master_state(&folder, &master.chapter, made_from), MasterState::Changed);
        fs::write(&path, "no sound").unwrap();
        assert_eq!(master_state(&folder, &master.chapter, made_from), MasterState::Changed);
        fs::remove_file(&path).unwrap();
        assert_eq!(master_state(&folder, &master.chapter, made_from), MasterState::Gone);
    }

    #[test]
    fn what_is_kept_and_damaged_counts_for_nothing() {
        let made_from = Fingerprint::of(b"a");
        let (_root, folder, master) = written(made_from);
        let path = kept_path(&folder, &master.chapter);
        let text = fs::read_to_string(&path).unwrap();
        for damaged in [text.replace("-18.6", "-19.6"), text[..text.len() - 3].to_owned(), String::new()] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(master_state(&folder, &master.chapter, made_from), MasterState::Changed);
        }
        forget_masters_but(&folder, &[&master.chapter]).unwrap();
        assert!(path.exists());
        forget_masters_but(&folder, &[]).unwrap();
        assert!(!path.exists());
    }
}
