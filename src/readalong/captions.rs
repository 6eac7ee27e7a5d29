//! Captions: `WebVTT` and `SubRip`, one caption a cue.

use std::fmt::Write;

use super::clock::{hours, milliseconds};
use super::{Line, SoundFile};

/// The captions of a file as `WebVTT` (W3C); the identifier of each caption is that of its cue.
#[must_use]
pub fn web_vtt(file: &SoundFile<'_>) -> String {
    let mut text = String::from("WEBVTT\n");
    for line in &file.lines {
        let (start, end) = times(file, line, '.');
        let said = said(line).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = write!(text, "\n{}\n{start} --> {end}\n{said}\n", line.cue.id);
    }
    text
}

/// The captions of a file as `SubRip` subtitles.
#[must_use]
pub fn srt(file: &SoundFile<'_>) -> String {
    let mut text = String::new();
    for (number, line) in (1..).zip(&file.lines) {
        let (start, end) = times(file, line, ',');
        let gap = if number > 1 { "\n" } else { "" };
        let _ = write!(text, "{gap}{number}\n{start} --> {end}\n{}\n", said(line));
    }
    text
}

fn times(file: &SoundFile<'_>, line: &Line<'_>, point: char) -> (String, String) {
    let time = |at| hours(milliseconds(at, file.rate), point);
    (time(line.place.start), time(line.place.end))
}

/// The printed text without empty lines, which would end the caption; `-->` would begin another.
fn said(line: &Line<'_>) -> String {
    let lines = line.text.lines().map(str::trim).filter(|text| !text.is_empty());
    lines.collect::<Vec<_>>().join("\n").replace("-->", "→")
}
