//! The take log on disk: `recordings/takes.jsonl`, the one file of the takes' folder that cuebook writes, and only at its
//! end.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::takes::TakeLog;
use crate::takes::log::Event;
use crate::words::{Error, Result};

use super::folder::BookFolder;
use super::replace::unwritable;

/// How long another program may hold the log: it does so for as long as the disk takes to store a few lines.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many bytes are written at a time. Where no lock can be had, what two programs write at once is then not mixed, but
/// for the first takes of a long book.
const PIECE: usize = 1 << 20;

/// How often the lock is tried.
const STEP: Duration = Duration::from_millis(5);

/// Reads a book's take log, all of it; one that is not there yet is empty.
///
/// # Errors
/// Where it is there and can't be read.
pub fn read_take_log(folder: &BookFolder) -> Result<TakeLog> {
    read_with(folder, &[], |lines| TakeLog::read(lines))
}

/// The same without what only new takes are compared by.
///
/// # Errors
/// Where it is there and can't be read.
pub fn read_untimed_take_log(folder: &BookFolder) -> Result<TakeLog> {
    read_with(folder, &[], |lines| TakeLog::read_untimed(lines))
}

/// What the log comes to with these lines behind its own; only these where there is none yet.
fn read_with(folder: &BookFolder, lines: &[u8], read: fn(&mut dyn BufRead) -> io::Result<TakeLog>) -> Result<TakeLog> {
    let path = folder.take_log_path();
    let failed = |error: &io::Error| unreadable(&path, error);
    match File::open(&path) {
        Ok(file) => {
            // Half of a line that is being written would be told as a broken one. Whoever can't lock reads all the same.
            let _ = patiently(|| file.try_lock_shared());
            read(&mut BufReader::new(file).chain(lines)).map_err(|error| failed(&error))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => read(&mut { lines }).map_err(|error| failed(&error)),
        Err(error) => Err(failed(&error)),
    }
}

/// What a book's take log, without what only new takes are compared by, would come to with the events that `decide` adds
/// to it; nothing is written.
///
/// # Errors
/// Where the log is there and can't be read.
pub fn preview_take_log(
    folder: &BookFolder,
    decide: impl FnOnce(&TakeLog, Timestamp, &mut dyn FnMut(Event)),
) -> Result<TakeLog> {
    let log = read_take_log(folder)?;
    // A log may end in half a line.
    let mut lines = String::from("\n");
    decide(&log, now(), &mut |event| lines.push_str(&event.line()));
    if lines == "\n" {
        return Ok(log.untimed());
    }
    drop(log);
    read_with(folder, lines.as_bytes(), |lines| TakeLog::read_untimed(lines))
}

/// Adds events to a book's take log: those that `decide` adds, who is told the log, as it is when nobody else can write it,
/// and the time.
///
/// The lines are written in one piece, up to a mebibyte of them, and stored on the disk; a kill at any moment leaves whole
/// lines, but for the last one. What a kill has left of a line stays one of its own.
///
/// # Errors
/// Where the log can't be read or written; it is then as it was before.
pub fn append_to_take_log(
    folder: &BookFolder,
    decide: impl FnOnce(&TakeLog, Timestamp, &mut dyn FnMut(Event)),
) -> Result<()> {
    let path = folder.take_log_path();
    let is_new = !path.exists();
    let mut file = open_locked(&path)?;
    let log = read_whole(&mut file).map_err(|error| unreadable(&path, &error))?;
    let mut added = Added::behind(&file);
    decide(&log, now(), &mut |event| added.add(&event));
    if added.finish().map_err(|error| unwritable(&path, &error))? && is_new {
        sync_folder(&folder.recordings());
    }
    Ok(())
}

/// Events on their way behind the lines that are there.
struct Added<'a> {
    file: &'a File,
    /// Where they begin, and what is to be written yet; nothing before the first one.
    begun: Option<(u64, BufWriter<&'a File>)>,
    written: io::Result<()>,
}

impl<'a> Added<'a> {
    fn behind(file: &'a File) -> Self {
        Self { file, begun: None, written: Ok(()) }
    }

    fn add(&mut self, event: &Event) {
        if self.written.is_ok() {
            self.written = self.write(event.line().as_bytes());
        }
    }

    /// What a kill has left of a line stays one of its own.
    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        if self.begun.is_none() {
            let length = self.file.seek(SeekFrom::End(0))?;
            let (_, writer) = self.begun.insert((length, BufWriter::with_capacity(PIECE, self.file)));
            if is_torn(self.file, length)? {
                writer.write_all(b"\n")?;
            }
        }
        self.begun.as_mut().map_or(Ok(()), |(_, writer)| writer.write_all(line))
    }

    /// Stores them; returns whether there were any.
    fn finish(self) -> io::Result<bool> {
        let Some((length, mut writer)) = self.begun else { return self.written.map(|()| false) };
        let written = self.written.and_then(|()| writer.flush()).and_then(|()| self.file.sync_all());
        // What could not be written is not tried once more.
        drop(writer.into_parts());
        if written.is_err() {
            // On a full disk, part of the lines may be there. They are our own, and nobody has seen them yet.
            let _ = self.file.set_len(length);
        }
        written.map(|()| true)
    }
}

/// Whether the last of so many bytes ends no line.
fn is_torn(mut file: &File, length: u64) -> io::Result<bool> {
    let mut last = [b'\n'];
    if length > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    Ok(last != [b'\n'])
}

/// The time, to the millisecond: finer ones only make the log harder to read.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// Opens the log for appending, and keeps everybody else from it until the file is dropped.
fn open_locked(path: &Path) -> Result<File> {
    let failed = |error: &io::Error| unwritable(path, error);
    loop {
        let file = File::options().read(true).append(true).create(true).open(path).map_err(|error| failed(&error))?;
        match patiently(|| file.try_lock()) {
            Ok(()) => {}
            // Some network drives know no locks; a write at the end is one piece there, too.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(format!("another program keeps `{}` to itself", path.display()))
                    .hint("close what has the take log open, then run the same command again"));
            }
        }
        // Version control puts a new file in the place of an old one: what is written to the old one would be lost.
        if is_at(&file, path).map_err(|error| failed(&error))? {
            return Ok(file);
        }
    }
}

/// Tries for a lock until it is there, or others had it for too long.
fn patiently(lock: impl Fn() -> Result<(), TryLockError>) -> Result<(), TryLockError> {
    let start = Instant::now();
    loop {
        match lock() {
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => sleep(STEP),
            ended => return ended,
        }
    }
}

/// Whether a path still leads to this file.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let ours = file.metadata()?;
        match fs::metadata(path) {
            Ok(theirs) => Ok((ours.dev(), ours.ino()) == (theirs.dev(), theirs.ino())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
    // Windows replaces no file that somebody has open.
    #[cfg(not(unix))]
    {
        let _ = file;
        fs::metadata(path).map(|_| true)
    }
}

fn read_whole(file: &mut File) -> io::Result<TakeLog> {
    file.seek(SeekFrom::Start(0))?;
    TakeLog::read(BufReader::new(file))
}

/// The name of a new file is stored with its folder, where the system has such a thing.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::io("read", path, error).hint("it holds what was decided about takes: make it a file that is yours to read")
}

#[cfg(test)]
mod tests {
    use crate::takes::log::What;

    use super::*;

    fn book() -> (tempfile::TempDir, BookFolder) {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("book.toml"), "title = 'x'").unwrap();
        fs::create_dir(root.path().join("recordings")).unwrap();
        let folder = BookFolder::open(root.path()).unwrap();
        (root, folder)
    }

    fn settled(number: u32) -> Event {
        let cue = format!("01-{number:04}").parse().unwrap();
        Event { at: jiff::Timestamp::UNIX_EPOCH, what: What::Settled { cue } }
    }

    fn append(folder: &BookFolder, number: u32) -> Result<()> {
        append_to_take_log(folder, |_, _, add| add(settled(number)))
    }

    #[test]
    fn lines_are_added_behind_those_that_are_there() {
        let (_root, folder) = book();
        assert_eq!(read_take_log(&folder).unwrap(), TakeLog::default());
        append(&folder, 1).unwrap();
        append(&folder, 2).unwrap();
        let text = fs::read_to_string(folder.take_log_path()).unwrap();
        assert_eq!(text, settled(1).line() + &settled(2).line());
    }

    #[test]
    fn what_is_left_of_a_torn_line_stays_a_line_of_its_own() {
        let (_root, folder) = book();
        let line = settled(1).line();
        for length in 1..line.len() {
            fs::write(folder.take_log_path(), &line[..length]).unwrap();
            append(&folder, 2).unwrap();
            let text = fs::read_to_string(folder.take_log_path()).unwrap();
            assert_eq!(text, format!("{}\n{}", &line[..length], settled(2).line()));
        }
    }

    #[test]
    fn nothing_to_say_writes_nothing() {
        let (_root, folder) = book();
        append(&folder, 1).unwrap();
        let written = fs::metadata(folder.take_log_path()).unwrap().modified().unwrap();
        append_to_take_log(&folder, |_, _, _| ()).unwrap();
        assert_eq!(fs::metadata(folder.take_log_path()).unwrap().modified().unwrap(), written);
    }

    #[test]
    fn many_at_once_lose_nothing() {
        let (_root, folder) = book();
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let folder = &folder;
                scope.spawn(move || {
                    for number in 0..10 {
                        append(folder, thread * 10 + number).unwrap();
                        assert!(read_take_log(folder).unwrap().unread().is_empty());
                    }
                });
            }
        });
        let text = fs::read_to_string(folder.take_log_path()).unwrap();
        let mut lines: Vec<_> = text.lines().collect();
        lines.sort_unstable();
        let wanted: Vec<_> = (0..80).map(|number| settled(number).line()).collect();
        assert_eq!(lines, wanted.iter().map(|line| line.trim_end()).collect::<Vec<_>>());
    }

    #[cfg(unix)]
    #[test]
    fn a_log_that_was_put_in_the_place_of_another_is_the_one_that_is_written() {
        let (root, folder) = book();
        append(&folder, 1).unwrap();
        let held = File::open(folder.take_log_path()).unwrap();
        held.lock().unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| append(&folder, 2).unwrap());
            sleep(STEP * 4);
            let other = root.path().join("other");
            fs::write(&other, settled(3).line()).unwrap();
            fs::rename(&other, folder.take_log_path()).unwrap();
            drop(held);
            waiting.join().unwrap();
        });
        let text = fs::read_to_string(folder.take_log_path()).unwrap();
        assert_eq!(text, settled(3).line() + &settled(2).line());
    }

    #[test]
    fn a_folder_in_its_place_is_said() {
        let (_root, folder) = book();
        fs::create_dir(folder.take_log_path()).unwrap();
        assert!(read_take_log(&folder).is_err());
        assert!(append(&folder, 1).unwrap_err().to_string().contains("hint: a folder stands where a file"));
    }
}
