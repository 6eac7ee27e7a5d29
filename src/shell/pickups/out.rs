//! Where the pickups may be written: nowhere that would take the place of somebody's work.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::files::BookFolder;
use crate::words::{Error, Result};

/// How the files begin that earlier lists of pickups left: as CSV, Markdown, JSON, and a page.
const BEGINNINGS: [&str; 4] =
    ["\u{feff}chapter,cue,timecode,said,should be,note,", "# Pickups: ", "{\n  \"pickups\": [", "<!DOCTYPE html>"];

/// What every page of pickups has in its head, and no other.
const PAGE: &str = " – pickups</title>";

/// How a plain list of pickups ends its lines that count.
const COUNTED: [&str; 2] = [" to record again: ", "nothing is to be recorded again"];

/// The sentence that counts has at most so many words.
const LAST: usize = 14;

/// Refuses a path that leads to somebody's work: into the folders of the script and of the takes, by whatever way, or to a
/// file that is no list of pickups.
///
/// # Errors
/// What stands in the way.
pub(super) fn allow(path: &Path, folder: &BookFolder) -> Result<()> {
    let place = resolved(path);
    for theirs in [folder.script_folder(), folder.recordings()] {
        if place.starts_with(resolved(&theirs)) {
            let message = format!("`{}` lies in `{}`, where pickups are not written", path.display(), theirs.display());
            return Err(Error::new(message).hint("write them elsewhere: that folder is for your own work"));
        }
    }
    if fs::metadata(path).is_err() || is_ours(path) {
        return Ok(());
    }
    Err(Error::new(format!("`{}` is there already, and is no list of pickups", path.display()))
        .hint("choose another name, or move it away"))
}

/// Where a path leads, through links and `..`, also where it ends at what is not there yet.
fn resolved(path: &Path) -> PathBuf {
    let mut place = std::env::current_dir().unwrap_or_default();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(place.pop()),
            Component::CurDir => {}
            other => place.push(other),
        }
        if let Ok(real) = fs::canonicalize(&place) {
            place = real;
        }
    }
    place
}

/// Whether a file is empty, or a list of pickups as cuebook writes it.
fn is_ours(path: &Path) -> bool {
    if !fs::metadata(path).is_ok_and(|found| found.is_file()) {
        return false;
    }
    let Ok(text) = fs::read_to_string(path) else { return false };
    let begins = BEGINNINGS.iter().find(|beginning| text.starts_with(**beginning));
    match begins {
        Some(beginning) => !beginning.starts_with('<') || text.contains(PAGE),
        None => text.trim().is_empty() || is_counted(&text),
    }
}

/// Whether a text ends as a plain list does, on however narrow a terminal.
fn is_counted(text: &str) -> bool {
    let end: Vec<&str> = text.split_whitespace().rev().take(LAST).collect();
    let end = end.into_iter().rev().collect::<Vec<_>>().join(" ");
    COUNTED.iter().any(|counted| end.contains(counted))
}
