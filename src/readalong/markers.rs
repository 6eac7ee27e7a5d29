//! Markers for audio editors and players: where each line sounds, where each chapter begins.

use std::fmt::Write;

use super::clock::{milliseconds, rounded, short};
use super::{Edition, SoundFile};

/// A label track for Audacity: start, end and cue, in seconds with six digits, with tabs between them.
#[must_use]
pub fn audacity_labels(file: &SoundFile<'_>) -> String {
    let time = |at| {
        let millionths = rounded(at, file.rate, 1_000_000);
        format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000)
    };
    let rows = file.lines.iter().map(|line| {
        let (start, end) = (time(line.place.start), time(line.place.end));
        format!("{start}\t{end}\t{}\n", line.cue.id)
    });
    rows.collect()
}

/// Regions as REAPER's region manager reads them (CSV).
#[must_use]
pub fn reaper_regions(file: &SoundFile<'_>) -> String {
    let rows = (1..).zip(&file.lines).map(|(number, line)| {
        let [start, end] = [line.place.start, line.place.end].map(|at| milliseconds(at, file.rate));
        format!("R{number},{},{},{},{}\n", line.cue.id, short(start), short(end), short(end - start))
    });
    std::iter::once("#,Name,Start,End,Length\n".to_owned()).chain(rows).collect()
}

/// The most tracks of a CUE sheet: its numbers have two digits.
const MOST_TRACKS: usize = 99;

/// A CUE sheet: one track a file, or, of a book in one file, one at each of `starts`; `None` where there are more tracks
/// than a CUE sheet can have.
///
/// `starts` are the titles of chapters with the frames at which they begin in the one file.
#[must_use]
pub fn cue_sheet(edition: &Edition<'_>, starts: &[(String, crate::words::Frames)]) -> Option<String> {
    let field = |text: &str| text.replace('"', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = String::new();
    for (name, value) in [("PERFORMER", edition.author), ("TITLE", edition.title)] {
        if !value.is_empty() {
            let _ = writeln!(text, "{name} \"{}\"", field(value));
        }
    }
    let whole = edition.files.len() == 1 && !starts.is_empty();
    let count = if whole { starts.len() } else { edition.files.len() };
    if count > MOST_TRACKS {
        return None;
    }
    let track = |number: usize, title: &str, at: u64| {
        let (minutes, seconds, frames) = (at / 75 / 60, at / 75 % 60, at % 75);
        let title = field(title);
        format!(
            "  TRACK {number:02} AUDIO\n    TITLE \"{title}\"\n    INDEX 01 {minutes:02}:{seconds:02}:{frames:02}\n"
        )
    };
    let mut number = 0;
    for file in &edition.files {
        let _ = writeln!(text, "FILE \"{}\" {}", field(&file.name), kind(&file.name));
        let begins: Vec<(&str, u64)> = if whole {
            starts.iter().map(|(title, at)| (title.as_str(), rounded(*at, file.rate, 75))).collect()
        } else {
            vec![(file.title.as_str(), 0)]
        };
        for (title, at) in begins {
            number += 1;
            text += &track(number, title, at);
        }
    }
    Some(text)
}

/// What a CUE sheet calls a kind of file: `WAVE` stands for all that is decoded.
fn kind(name: &str) -> &'static str {
    if name.to_lowercase().ends_with(".mp3") { "MP3" } else { "WAVE" }
}
