//! New takes as they arrive: which of them are whole, and which are still being written.
//!
//! The folder is looked at again and again: no system tells of changes on network drives, and a recorder's folder is often
//! one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use crate::words::Result;

use super::folder::{BookFolder, RecordedFile};
use super::writers::{Writers, writers};

/// A whole file that nobody has touched for so long is a take.
const STILL: Duration = Duration::from_millis(200);

/// A file that does not tell its length may go on after such a time, if nobody is known to write it.
const UNTOLD_STILL: Duration = Duration::from_secs(1);

/// A file that is shorter than it says, or says that it has no end, is taken as it is after so long: a recorder that holds
/// three seconds back before it writes them, or a copy over a network that has stalled, is not done.
const PATIENCE: Duration = Duration::from_secs(5);

/// Of the time between two looks at the whole folder, looking may take this part.
const SHARE: u32 = 40;

/// The shortest time between two looks at the whole folder.
const PERIOD: Duration = Duration::from_millis(250);

/// What can be seen of a file from outside: another state is another content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
    /// What file it is, whatever it is called.
    number: u64,
}

impl State {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let number = 0;
        Some(Self { length: metadata.len(), modified: metadata.modified().ok(), number })
    }
}

/// A file that is watched.
#[derive(Debug)]
struct Watched {
    file: RecordedFile,
    state: State,
    /// Since when the state is what it is.
    since: Instant,
    /// Whether it was given out as it is.
    is_known: bool,
    /// Whether a program was seen to write it.
    was_written: bool,
}

/// What happened since the last look.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Arrived {
    /// Files that are whole, and new or not what they were.
    pub ready: Vec<RecordedFile>,
    /// Names of files that are no longer there.
    pub gone: Vec<String>,
    /// Names of files that are still being written.
    pub arriving: Vec<String>,
}

/// The takes of a book as they arrive.
#[derive(Debug)]
pub struct Arrivals {
    folder: BookFolder,
    watched: BTreeMap<String, Watched>,
    /// When the whole folder is to be looked at again.
    next: Instant,
}

impl Arrivals {
    /// Begins to watch: the files that are there now are known as they are.
    ///
    /// # Errors
    /// Where the folder can't be read.
    pub fn watch(folder: &BookFolder, now: Instant) -> Result<Self> {
        let mut arrivals = Self { folder: folder.clone(), watched: BTreeMap::new(), next: now };
        arrivals.look_at_all(now)?;
        for watched in arrivals.watched.values_mut() {
            watched.is_known = true;
        }
        Ok(arrivals)
    }

    /// Looks what has happened; to be called about four times a second.
    ///
    /// # Errors
    /// Where the folder can't be read, or is gone: a drive that was pulled out is no lot of takes that were deleted.
    pub fn look(&mut self, now: Instant) -> Result<Arrived> {
        let gone = if now >= self.next { self.look_at_all(now)? } else { Vec::new() };
        let mut arrived = Arrived { gone, ..Arrived::default() };
        let new: Vec<&mut Watched> = self.watched.values_mut().filter(|watched| !watched.is_known).collect();
        let mut still = Vec::new();
        for watched in new {
            match State::of(&watched.file.path) {
                Some(state) if state == watched.state && now.duration_since(watched.since) >= STILL => {
                    still.push(watched);
                }
                Some(state) => {
                    if state != watched.state {
                        (watched.state, watched.since) = (state, now);
                    }
                    arrived.arriving.push(watched.file.name.clone());
                }
                // The next look at all will miss it.
                None => {}
            }
        }
        let paths: BTreeSet<&Path> = still.iter().map(|watched| watched.file.path.as_path()).collect();
        let writers = if paths.is_empty() { Writers::default() } else { writers(&paths) };
        for watched in still {
            let is_written = writers.write(&watched.file.path);
            watched.was_written |= is_written;
            if !is_written && now.duration_since(watched.since) >= patience(watched) {
                watched.is_known = true;
                arrived.ready.push(watched.file.clone());
            } else {
                arrived.arriving.push(watched.file.name.clone());
            }
        }
        arrived.arriving.sort();
        Ok(arrived)
    }

    /// Looks at every file; returns the names of those that are gone.
    fn look_at_all(&mut self, now: Instant) -> Result<Vec<String>> {
        let start = Instant::now();
        self.folder.require_recordings()?;
        // Read before anything is forgotten: what can't be read now is as it was when it is back.
        let recorded = self.folder.recorded()?;
        let mut before = std::mem::take(&mut self.watched);
        for file in recorded {
            let Some(state) = State::of(&file.path) else { continue };
            let watched = match before.remove(&file.name) {
                Some(watched) if watched.state == state => watched,
                Some(watched) => Watched { file, state, since: now, is_known: false, was_written: watched.was_written },
                None => Watched { file, state, since: now, is_known: false, was_written: false },
            };
            self.watched.insert(watched.file.name.clone(), watched);
        }
        self.next = now + PERIOD.max(start.elapsed() * SHARE);
        Ok(before.into_keys().collect())
    }
}

/// How long a file must be untouched before it counts as whole.
fn patience(watched: &Watched) -> Duration {
    match promise(&watched.file.path) {
        Promise::Kept => STILL,
        // Whoever was seen to write it has closed it.
        Promise::None | Promise::Open if watched.was_written => STILL,
        Promise::None => UNTOLD_STILL,
        Promise::Open => PATIENCE,
    }
}

/// What a file says of its length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Promise {
    /// It is as long as it says.
    Kept,
    /// It is shorter, or says that its end is not known yet.
    Open,
    /// Its format says nothing at its beginning.
    None,
}

/// What a file says of its length: WAV and AIFF have it behind their first letters, RF64 and BW64 in their second chunk.
fn promise(path: &Path) -> Promise {
    let Ok(mut file) = File::open(path) else { return Promise::Open };
    let Ok(length) = file.metadata().map(|metadata| metadata.len()) else { return Promise::Open };
    let mut head = [0; 28];
    let mut read = 0;
    while let Ok(count @ 1..) = file.read(&mut head[read..]) {
        read += count;
    }
    if read < 12 {
        return Promise::Open;
    }
    let size = [head[4], head[5], head[6], head[7]];
    let told = match &head[..4] {
        b"RIFF" => u64::from(u32::from_le_bytes(size)),
        b"RIFX" | b"FORM" => u64::from(u32::from_be_bytes(size)),
        b"RF64" | b"BW64" => head[20..28].iter().rev().fold(0, |told, &byte| told << 8 | u64::from(byte)),
        _ => return Promise::None,
    };
    // Some programs forget the byte that makes a last chunk even.
    if told > 0 && (told + 8).abs_diff(length) <= 1 { Promise::Kept } else { Promise::Open }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, SeekFrom, Write};

    use super::*;

    struct Desk {
        root: tempfile::TempDir,
        arrivals: Arrivals,
        now: Instant,
    }

    impl Desk {
        fn new() -> Self {
            let root = tempfile::tempdir().unwrap();
            fs::write(root.path().join("book.toml"), "title = 'x'").unwrap();
            fs::create_dir(root.path().join("recordings")).unwrap();
            fs::write(root.path().join("recordings/old.wav"), wav(10, 10)).unwrap();
            let folder = BookFolder::open(root.path()).unwrap();
            let now = Instant::now();
            Self { arrivals: Arrivals::watch(&folder, now).unwrap(), root, now }
        }

        fn path(&self, name: &str) -> std::path::PathBuf {
            self.root.path().join("recordings").join(name)
        }

        /// Looks a quarter of a second later: what is ready, `-` what is gone, `~` what is arriving.
        fn look(&mut self) -> String {
            self.now += PERIOD;
            // The clock of the test runs faster than the folder's.
            self.arrivals.next = self.now;
            let Arrived { ready, gone, arriving } = self.arrivals.look(self.now).unwrap();
            let ready = ready.into_iter().map(|file| file.name);
            let gone = gone.into_iter().map(|name| format!("-{name}"));
            ready.chain(gone).chain(arriving.into_iter().map(|name| format!("~{name}"))).collect::<Vec<_>>().join(" ")
        }

        /// Looks so often, and says what was seen last.
        fn looks(&mut self, count: usize) -> String {
            (0..count).map(|_| self.look()).last().unwrap_or_default()
        }
    }

    /// A WAV file that promises so many bytes of samples and holds so many.
    fn wav(promised: u32, held: usize) -> Vec<u8> {
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((promised + 36).to_le_bytes());
        bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data");
        bytes.extend(promised.to_le_bytes());
        bytes.extend(vec![1; held]);
        bytes
    }

    #[test]
    fn a_whole_file_is_ready_half_a_second_after_its_last_byte() {
        let mut desk = Desk::new();
        assert_eq!(desk.look(), "");
        fs::write(desk.path("a.wav"), wav(100, 100)).unwrap();
        assert_eq!(desk.look(), "~a.wav");
        assert_eq!(desk.look(), "a.wav");
        assert_eq!(desk.look(), "", "and told once");
        fs::rename(desk.path("a.wav"), desk.path("b.wav")).unwrap();
        assert_eq!(desk.look(), "-a.wav ~b.wav");
        assert_eq!(desk.look(), "b.wav");
        fs::remove_file(desk.path("b.wav")).unwrap();
        assert_eq!(desk.look(), "-b.wav");
        fs::write(desk.path("old.wav"), wav(20, 20)).unwrap();
        assert_eq!((desk.look(), desk.look()), ("~old.wav".to_owned(), "old.wav".to_owned()), "a retake in its place");
    }

    #[test]
    fn a_folder_that_is_away_for_a_moment_is_no_takes_deleted() {
        let mut desk = Desk::new();
        let (folder, away) = (desk.path(""), desk.root.path().join("away"));
        fs::rename(&folder, &away).unwrap();
        desk.now += PERIOD;
        assert!(desk.arrivals.look(desk.now).unwrap_err().message().starts_with("there is no folder"));
        fs::rename(&away, &folder).unwrap();
        assert_eq!(desk.looks(3), "", "nothing is gone, nothing is new");
    }

    #[test]
    fn a_slow_copy_is_waited_for() {
        let mut desk = Desk::new();
        let whole = wav(1000, 1000);
        for end in [10, 60, 300, 700, whole.len() - 2] {
            fs::write(desk.path("a.wav"), &whole[..end]).unwrap();
            assert_eq!(desk.looks(3), "~a.wav", "{end}");
        }
        fs::write(desk.path("a.wav"), &whole).unwrap();
        assert_eq!(desk.looks(2), "a.wav");
    }

    #[test]
    fn a_recorder_that_writes_the_length_at_the_end_is_waited_for() {
        for open in [0, u32::MAX - 36] {
            let mut desk = Desk::new();
            let mut file = File::create(desk.path("a.wav")).unwrap();
            file.write_all(&wav(open, 500)).unwrap();
            // It keeps the file open, and three seconds in its memory.
            assert_eq!(desk.looks(12), "~a.wav");
            file.write_all(&[1; 500]).unwrap();
            assert_eq!(desk.looks(12), "~a.wav");
            file.seek(SeekFrom::Start(0)).unwrap();
            file.write_all(&wav(1000, 0)).unwrap();
            drop(file);
            assert_eq!(desk.looks(2), "a.wav");
        }
    }

    #[test]
    fn what_broke_off_is_taken_as_it_is_in_the_end() {
        let mut desk = Desk::new();
        fs::write(desk.path("a.wav"), wav(1000, 300)).unwrap();
        fs::write(desk.path("b.wav"), "").unwrap();
        fs::write(desk.path("c.flac"), "fLaC and what follows").unwrap();
        assert_eq!(desk.looks(3), "~a.wav ~b.wav ~c.flac");
        assert_eq!(desk.looks(2), "c.flac ~a.wav ~b.wav");
        assert_eq!(desk.looks(16), "a.wav b.wav");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_a_program_writes_is_not_whole_and_is_once_it_is_closed() {
        let mut desk = Desk::new();
        // Another process, as our own is not looked at.
        let path = desk.path("a.wav");
        fs::write(&path, wav(1000, 300)).unwrap();
        let script = format!("exec 3>>'{}'; read line", path.display());
        let mut writer =
            std::process::Command::new("sh").args(["-c", &script]).stdin(std::process::Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(desk.looks(40), "~a.wav", "for ten seconds");
        drop(writer.stdin.take());
        writer.wait().unwrap();
        assert_eq!(desk.look(), "a.wav");
    }

    #[test]
    fn lengths_are_read_in_every_kind_of_wav() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        let told = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            promise(&path)
        };
        assert_eq!(told(&wav(10, 10)), Promise::Kept);
        assert_eq!(told(&wav(10, 11)), Promise::Kept, "an even last chunk");
        assert_eq!(told(&wav(10, 20)), Promise::Open);
        assert_eq!(told(b"RIFF"), Promise::Open);
        let mut rf64 = b"RF64\xff\xff\xff\xffWAVEds64\x1c\0\0\0".to_vec();
        rf64.extend(52u64.to_le_bytes());
        rf64.extend([0; 32]);
        assert_eq!(told(&rf64), Promise::Kept);
        assert_eq!(told(b"fLaC and what follows"), Promise::None);
    }
}
