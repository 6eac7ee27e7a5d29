//! Planned timelines that wait on the disk until they are rendered: those of a long book take more memory than rendering it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::timeline::Timeline;
use crate::words::profile::AimLevel;
use crate::words::{ChapterId, Error, Result};

use super::folder::BookFolder;
use super::replace::unwritable;

/// Timelines in a file that is gone with the program, however that ends; where the system can, it has no name.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// There is none while there is nothing to keep.
    file: Option<File>,
    places: BTreeMap<ChapterId, Place>,
}

/// Where a timeline stands in the file.
#[derive(Clone, Copy, Debug)]
struct Place {
    from: u64,
    length: usize,
    /// A timeline's file rounds it, and a chapter is brought to it exactly.
    aim: Option<AimLevel>,
}

impl Shelf {
    /// An empty one for a book.
    #[must_use]
    pub fn new(folder: &BookFolder) -> Self {
        Self { folder: folder.cache(), kept: Mutex::default() }
    }

    /// Keeps the timeline of a chapter.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn put(&self, chapter: &ChapterId, timeline: &Timeline) -> Result<()> {
        let json = timeline.to_json();
        let mut kept = self.kept();
        let from = self.write(&mut kept, json.as_bytes()).map_err(|error| unwritable(&self.folder, &error))?;
        kept.places.insert(chapter.clone(), Place { from, length: json.len(), aim: timeline.aim });
        Ok(())
    }

    fn write(&self, kept: &mut Kept, bytes: &[u8]) -> io::Result<u64> {
        let file = match &mut kept.file {
            Some(file) => file,
            none => {
                fs::create_dir_all(&self.folder)?;
                none.insert(tempfile::tempfile_in(&self.folder).map_err(|error| io::Error::from(error.kind()))?)
            }
        };
        let from = file.seek(SeekFrom::End(0))?;
        file.write_all(bytes)?;
        Ok(from)
    }

    /// The timeline of a chapter as it was kept; `None` where none was.
    ///
    /// # Errors
    /// Where it can't be read again.
    pub fn timeline(&self, chapter: &ChapterId) -> Result<Option<Timeline>> {
        let Some((place, json)) = self.read(chapter).map_err(|error| Error::io("read", &self.folder, error))? else {
            return Ok(None);
        };
        let timeline = Timeline::from_json(&json)
            .map_err(|error| error.within(&format!("can't read again how chapter {chapter} was planned")))?;
        Ok(Some(Timeline { aim: place.aim, ..timeline }))
    }

    fn read(&self, chapter: &ChapterId) -> io::Result<Option<(Place, String)>> {
        let mut kept = self.kept();
        let Some(place) = kept.places.get(chapter).copied() else { return Ok(None) };
        let Some(file) = &mut kept.file else { return Ok(None) };
        let mut json = vec![0; place.length];
        file.seek(SeekFrom::Start(place.from))?;
        file.read_exact(&mut json)?;
        let json = String::from_utf8(json).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        Ok(Some((place, json)))
    }

    /// Whoever panicked while writing has left a place that nothing points to.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use crate::timeline::{Pause, testing};
    use crate::words::{CueId, Dbfs};

    use super::*;

    fn chapter(number: u32, aim: f64) -> Timeline {
        let id = ChapterId::new(number);
        let line = testing::line(CueId::new(id.clone(), 1), 0, 500);
        let timeline = testing::chapter(id, [(200, testing::pause(Pause::Head)), (500, line)]);
        Timeline { aim: Some(AimLevel::Rms(Dbfs::new(aim))), ..timeline }
    }

    #[test]
    fn what_was_kept_comes_back_to_the_last_bit() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("book.toml"), "title = 'x'").unwrap();
        let folder = BookFolder::open(root.path()).unwrap();
        let shelf = Shelf::new(&folder);
        assert_eq!(shelf.timeline(&ChapterId::new(1)).unwrap(), None);
        assert!(!folder.cache().exists(), "nothing is written for nothing");
        let chapters = [chapter(1, -20.123_456_789), chapter(2, -20.0), chapter(3, -19.987_654_321)];
        for chapter in &chapters {
            shelf.put(&chapter.chapter, chapter).unwrap();
        }
        for chapter in chapters.iter().rev() {
            assert_eq!(shelf.timeline(&chapter.chapter).unwrap().as_ref(), Some(chapter));
        }
        if cfg!(unix) {
            assert_eq!(fs::read_dir(folder.cache()).unwrap().count(), 0, "nobody sees the file");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_can_not_be_written_is_said() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("book.toml"), "title = 'x'").unwrap();
        let folder = BookFolder::open(root.path()).unwrap();
        fs::create_dir_all(folder.output()).unwrap();
        fs::write(folder.cache(), "no folder").unwrap();
        let error = Shelf::new(&folder).put(&ChapterId::new(1), &chapter(1, -20.0)).unwrap_err();
        assert!(error.to_string().contains(".cache"), "{error}");
    }
}
