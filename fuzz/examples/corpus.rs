//! Lays out a corpus for every target: the small documents of `seeds`, the archives among them also as archives, and the
//! beginnings of the files of a folder, where one is named: `cargo run --example corpus -- FOLDER`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cuebook::manuscript::Format;
use cuebook_fuzz::archive;

/// A book's beginning has its structure, and short inputs are tried often.
const BEGINNING: usize = 8 << 10;

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in files(&here.join("seeds"))? {
        let (target, name) = named(&path);
        let folder = here.join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        let bytes = fs::read(&path)?;
        let format = match target {
            "epub" => Some(Format::Epub),
            "docx" => Some(Format::Docx),
            "odt" => Some(Format::Odt),
            _ => None,
        };
        if let Some(format) = format {
            fs::write(folder.join(format!("{name}.zip")), archive(format, &bytes))?;
        }
        fs::write(folder.join(name), bytes)?;
    }
    let Some(books) = std::env::args_os().nth(1) else { return Ok(()) };
    for path in files(Path::new(&books))? {
        let target = match path.extension().and_then(|ending| ending.to_str()) {
            Some("txt") => "plain",
            Some("md") => "markdown",
            Some("htm" | "html") => "html",
            Some("wav" | "flac" | "aiff" | "mp3" | "m4a") => "take_wav",
            _ => continue,
        };
        let mut bytes = fs::read(&path)?;
        bytes.truncate(BEGINNING);
        fs::write(here.join("corpus").join(target).join(named(&path).1), bytes)?;
    }
    Ok(())
}

/// The folder of a file and its name.
fn named(path: &Path) -> (&str, &str) {
    let name = |path: Option<&std::ffi::OsStr>| path.and_then(|name| name.to_str()).unwrap_or_default();
    (name(path.parent().and_then(Path::file_name)), name(path.file_name()))
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
