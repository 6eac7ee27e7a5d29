//! The book folder: where everything of a book stands.

use std::fs;
use std::path::{Path, PathBuf};

use crate::manuscript::{ChapterFile, Format, Note, Source};
use crate::takes::stem;
use crate::words::{Book, ChapterId, Error, Result};

/// A folder with a `book.toml`.
#[derive(Clone, Debug)]
pub struct BookFolder {
    root: PathBuf,
}

/// The author's text as it came.
#[derive(Debug)]
pub struct Manuscript {
    /// Its file or folder.
    pub path: PathBuf,
    /// What stands there.
    pub text: Source,
    /// Files of the folder that are not read.
    pub left_out: Option<Note>,
}

/// A file in `recordings/`, or among the chapters of a manuscript.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RecordedFile {
    /// Its path inside that folder, with `/` between its parts.
    pub name: String,
    /// Its path on this machine.
    pub path: PathBuf,
}

impl RecordedFile {
    /// The file's name without folders and ending: what a take is known by.
    #[must_use]
    pub fn stem(&self) -> &str {
        stem(&self.name)
    }

    /// Whether the name leads to the file: it does not where the path holds bytes that are no text.
    #[must_use]
    pub fn is_nameable(&self) -> bool {
        self.path.ends_with(&self.name)
    }
}

/// How the names of timelines end.
const TIMELINE: &str = ".timeline.json";

/// File endings that manuscripts have, and how each is written.
const MANUSCRIPTS: [(&str, Format); 9] = [
    ("txt", Format::PlainText),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("epub", Format::Epub),
    ("docx", Format::Docx),
    ("odt", Format::Odt),
];

/// File endings of audio: other files in `recordings/` (notes, logs, a DAW's session) are no takes. Some are of kinds that
/// are not read, and are listed to be refused aloud.
const AUDIO: [&str; 19] = [
    "wav", "wave", "bwf", "flac", "aif", "aiff", "aifc", "mp3", "m4a", "m4b", "mp4", "aac", "ogg", "oga", "opus",
    "caf", "w64", "webm", "wma",
];

impl BookFolder {
    /// The book in this folder; `book.toml` is looked for, not read.
    ///
    /// # Errors
    /// Where there is no book.
    pub fn open(root: &Path) -> Result<Self> {
        let folder = Self { root: root.to_owned() };
        if folder.settings_path().is_file() {
            return Ok(folder);
        }
        Err(Error::new(format!("there is no book in `{}`: it has no book.toml", root.display()))
            .hint("start one with `cuebook new DIR`, or name the book's folder with `-C DIR`"))
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the settings stand.
    #[must_use]
    pub fn settings_path(&self) -> PathBuf {
        self.root.join("book.toml")
    }

    /// Where the manuscript and the narration script stand.
    #[must_use]
    pub fn script_folder(&self) -> PathBuf {
        self.root.join("script")
    }

    /// Where the narration script stands.
    #[must_use]
    pub fn narration_path(&self) -> PathBuf {
        self.script_folder().join("narration.json")
    }

    /// Where the narrator's sheet stands.
    #[must_use]
    pub fn sheet_path(&self) -> PathBuf {
        self.script_folder().join("narration.html")
    }

    /// Where the takes stand.
    #[must_use]
    pub fn recordings(&self) -> PathBuf {
        self.root.join("recordings")
    }

    /// Where the take log stands.
    #[must_use]
    pub fn take_log_path(&self) -> PathBuf {
        self.recordings().join("takes.jsonl")
    }

    /// Where everything that cuebook makes of the takes stands.
    #[must_use]
    pub fn output(&self) -> PathBuf {
        self.root.join("output")
    }

    /// Where results are kept that are made again where they are gone.
    #[must_use]
    pub fn cache(&self) -> PathBuf {
        self.output().join(".cache")
    }

    /// Where the chapters' masters and timelines stand.
    #[must_use]
    pub fn masters(&self) -> PathBuf {
        self.output().join("masters")
    }

    /// Where the package for a distributor stands.
    #[must_use]
    pub fn package(&self, profile: &str) -> PathBuf {
        self.packages().join(profile)
    }

    /// Where all packages stand.
    #[must_use]
    pub fn packages(&self) -> PathBuf {
        self.output().join("delivery")
    }

    /// A chapter's master.
    #[must_use]
    pub fn master_path(&self, chapter: &ChapterId) -> PathBuf {
        self.masters().join(format!("{chapter}.wav"))
    }

    /// A chapter's timeline.
    #[must_use]
    pub fn timeline_path(&self, chapter: &ChapterId) -> PathBuf {
        self.masters().join(format!("{chapter}{TIMELINE}"))
    }

    /// Removes the masters, with their timelines, of other chapters than these: of chapters that the script no longer
    /// has, or that have no takes any more. Returns the files that are gone.
    ///
    /// # Errors
    /// Where such a file can't be removed.
    pub fn remove_masters_but(&self, chapters: &[&ChapterId]) -> Result<Vec<PathBuf>> {
        let mut removed = Vec::new();
        for path in self.masters_but(chapters)? {
            match fs::remove_file(&path) {
                Ok(()) => removed.push(path),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(Error::io("remove", &path, error)),
            }
        }
        Ok(removed)
    }

    /// The masters and timelines of other chapters than these, each master before its timeline.
    ///
    /// # Errors
    /// Where the folder can't be read.
    pub fn masters_but(&self, chapters: &[&ChapterId]) -> Result<Vec<PathBuf>> {
        let mut others = Vec::new();
        for timeline in list(&self.masters())? {
            // A WAV without a timeline beside it was not made here.
            let chapter: Option<ChapterId> =
                file_name(&timeline).strip_suffix(TIMELINE).and_then(|stem| stem.parse().ok());
            if let Some(chapter) = chapter.filter(|chapter| !chapters.contains(&chapter)) {
                let master = self.master_path(&chapter);
                others.extend(master.exists().then_some(master));
                others.push(timeline);
            }
        }
        Ok(others)
    }

    /// Reads `book.toml`.
    ///
    /// # Errors
    /// Where it can't be read or understood.
    pub fn settings(&self) -> Result<Book> {
        let path = self.settings_path();
        let bytes = fs::read(&path).map_err(|error| Error::io("read", &path, error))?;
        let toml = String::from_utf8(bytes)
            .map_err(|error| Error::io("read", &path, error).hint("save it as plain text in UTF-8"))?;
        Book::parse(&toml)
    }

    /// Reads the one manuscript: a file, or a folder of Markdown files.
    ///
    /// # Errors
    /// Where there is none, or more than one, or it can't be read.
    pub fn manuscript(&self) -> Result<Manuscript> {
        let folder = self.script_folder();
        let mut found = Vec::new();
        let mut others = Vec::new();
        for path in list(&folder)? {
            if file_name(&path) == "manuscript" && path.is_dir() {
                found.push((path, None));
            } else if path.file_stem().is_some_and(|stem| stem == "manuscript") {
                match MANUSCRIPTS.iter().find(|(known, _)| *known == ending(&path)) {
                    Some((_, format)) if path.is_file() => found.push((path, Some(*format))),
                    _ => others.push(path),
                }
            }
        }
        match <[_; 1]>::try_from(found) {
            Ok([(path, Some(format))]) => {
                let bytes = fs::read(&path).map_err(|error| Error::io("read", &path, error))?;
                Ok(Manuscript { path, text: Source::File(format, bytes), left_out: None })
            }
            Ok([(path, None)]) => chapters(path),
            Err(found) if found.is_empty() => Err(match others.first() {
                Some(other) => Error::new(format!(
                    "`{}` is of a kind that is not read: wanted plain text, Markdown, HTML, EPUB, DOCX or ODT",
                    other.display()
                ))
                .hint("save the text as `manuscript.txt`, `.md`, `.html`, `.epub`, `.docx` or `.odt` there"),
                None => Error::new(format!("there is no manuscript in `{}`", folder.display()))
                    .hint("put the text there as `manuscript.txt`, `.md`, `.html`, `.epub`, `.docx` or `.odt`"),
            }),
            Err(found) => {
                let slash = |format: &Option<Format>| if format.is_none() { "/" } else { "" };
                let name = |(path, format): &(PathBuf, _)| format!("`{}{}`", file_name(path), slash(format));
                let names: Vec<_> = found.iter().map(name).collect();
                Err(Error::new(format!(
                    "there are {} manuscripts in `{}`: {}",
                    names.len(),
                    folder.display(),
                    names.join(", ")
                ))
                .hint("keep the one to be read and move the others out of this folder"))
            }
        }
    }

    /// The text of `narration.json`; `None` where the script was not made yet.
    ///
    /// # Errors
    /// Where it is there and can't be read.
    pub fn narration(&self) -> Result<Option<String>> {
        let path = self.narration_path();
        match fs::read_to_string(&path) {
            Ok(json) => Ok(Some(json)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                Err(no_folder(&self.script_folder(), error))
            }
            Err(error) => Err(Error::io("read", &path, error)),
        }
    }

    /// Asserts that there is a place for takes: a folder that is not there may be a drive that is not plugged in.
    ///
    /// # Errors
    /// Where `recordings/` does not exist.
    pub fn require_recordings(&self) -> Result<()> {
        let folder = self.recordings();
        if folder.exists() {
            return Ok(());
        }
        Err(Error::new(format!("there is no folder `{}`, where the takes should be", folder.display()))
            .hint("bring it back, or make an empty one if nothing is recorded yet"))
    }

    /// All audio files in `recordings/` and its sub-folders, by name. A folder named like a take is listed too: it is
    /// for the check to say so.
    ///
    /// # Errors
    /// Where a folder can't be read.
    pub fn recorded(&self) -> Result<Vec<RecordedFile>> {
        let mut files = Vec::new();
        collect(&self.recordings(), "", &AUDIO, &[], &mut files)?;
        files.sort();
        Ok(files)
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// The Markdown files of a folder and its sub-folders, by name; texts of other kinds are left out.
fn chapters(folder: PathBuf) -> Result<Manuscript> {
    let mut files = Vec::new();
    let mut others = Vec::new();
    let mut found = Vec::new();
    collect(&folder, "", &MANUSCRIPTS.map(|(ending, _)| ending), &[], &mut found)?;
    found.sort();
    for file in found {
        match MANUSCRIPTS.iter().find(|(known, _)| *known == ending(&file.path)) {
            Some((_, Format::Markdown)) => {
                let bytes = fs::read(&file.path).map_err(|error| Error::io("read", &file.path, error))?;
                files.push(ChapterFile { name: file.name, bytes });
            }
            Some(_) => others.push(file.name),
            None => {}
        }
    }
    if files.is_empty() {
        return Err(Error::new(format!("`{}` holds no Markdown files", folder.display()))
            .hint("put the chapters there as `01.md`, `02.md` and so on, or one file beside it as `manuscript.txt`"));
    }
    let left_out = (!others.is_empty()).then_some(Note::Files(others));
    Ok(Manuscript { path: folder, text: Source::Folder(files), left_out })
}

/// Adds the files with these endings below a folder; `around` are the folders that it stands in.
fn collect(
    folder: &Path,
    prefix: &str,
    endings: &[&str],
    around: &[PathBuf],
    files: &mut Vec<RecordedFile>,
) -> Result<()> {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    // A link that leads back to a folder around it would list every file again and again.
    if around.contains(&real) {
        return Ok(());
    }
    let around = [around, &[real]].concat();
    for path in list(folder)? {
        let name = file_name(&path);
        if name.starts_with('.') {
            continue;
        }
        let ending = ending(&path);
        let name = format!("{prefix}{name}");
        if endings.contains(&ending.as_str()) {
            files.push(RecordedFile { name, path });
        } else if path.is_dir() {
            collect(&path, &format!("{name}/"), endings, &around, files)?;
        }
    }
    Ok(())
}

fn no_folder(folder: &Path, error: std::io::Error) -> Error {
    Error::io("read", folder, error).hint("a file stands where a folder is needed: move it away")
}

/// The entries of a folder; none where there is no such folder.
fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => return Err(no_folder(folder, error)),
        Err(error) => return Err(Error::io("read", folder, error)),
    };
    let paths: std::io::Result<Vec<_>> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.map_err(|error| Error::io("read", folder, error))?;
    // Of one folder, they are in the order of their names without being taken apart.
    paths.sort_unstable_by(|one, other| one.as_os_str().cmp(other.as_os_str()));
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_masters_of_other_chapters_are_removed() {
        let root = tempfile::tempdir().unwrap();
        let masters = root.path().join("output/masters");
        fs::create_dir_all(&masters).unwrap();
        for name in ["01.wav", "01.timeline.json", "02.wav", "02.timeline.json", "02a.timeline.json", "07.wav", "x.wav"]
        {
            fs::write(masters.join(name), "x").unwrap();
        }
        let removed = BookFolder { root: root.path().to_owned() }.remove_masters_but(&[&ChapterId::new(1)]).unwrap();
        let names = |paths: &[PathBuf]| paths.iter().map(|path| file_name(path)).collect::<Vec<_>>();
        assert_eq!(names(&removed), ["02.wav", "02.timeline.json", "02a.timeline.json"]);
        assert_eq!(names(&list(&masters).unwrap()), ["01.timeline.json", "01.wav", "07.wav", "x.wav"]);
    }

    #[test]
    fn takes_are_found_in_sub_folders_and_other_files_are_not() {
        let root = tempfile::tempdir().unwrap();
        let recordings = root.path().join("recordings");
        fs::create_dir_all(recordings.join("day 2/.hidden")).unwrap();
        fs::create_dir_all(recordings.join("01-0003.wav")).unwrap();
        for name in ["01-0001.wav", "day 2/01-0002_t2.WAV", "day 2/notes.txt", "takes.jsonl", "._01-0001.wav"] {
            fs::write(recordings.join(name), "x").unwrap();
        }
        let files = BookFolder { root: root.path().to_owned() }.recorded().unwrap();
        let names: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.stem())).collect();
        assert_eq!(
            names,
            [("01-0001.wav", "01-0001"), ("01-0003.wav", "01-0003"), ("day 2/01-0002_t2.WAV", "01-0002_t2")]
        );
    }
}
