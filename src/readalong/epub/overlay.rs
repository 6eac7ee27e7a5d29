//! An overlay: which words light up while which part of the audio sounds.

use std::fmt::Write;

use super::super::SoundFile;
use super::super::clock::{milliseconds, seconds};
use super::{Names, anchor, xml};
use crate::words::Frames;

/// The overlay of one page (SMIL).
///
/// Readers play clip behind clip and nothing between them, so each line's clip goes on until the next line begins: a
/// listener loses no pause.
pub fn overlay(file: &SoundFile<'_>, names: &Names) -> String {
    let page = names.page.rsplit('/').next().unwrap_or_default();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <smil xmlns=\"http://www.w3.org/ns/SMIL\" xmlns:epub=\"http://www.idpf.org/2007/ops\" version=\"3.0\">\n  \
         <body epub:textref=\"{page}#text\">\n"
    );
    let time = |at| format!("{}s", seconds(milliseconds(at, file.rate)));
    let starts = std::iter::once(Frames::ZERO).chain(file.lines.iter().skip(1).map(|line| line.place.start));
    let ends = file.lines.iter().skip(1).map(|line| line.place.start).chain([file.frames]);
    for ((line, start), end) in file.lines.iter().zip(starts).zip(ends) {
        let _ = writeln!(
            text,
            "    <par id=\"p{cue}\"><text src=\"{page}#{anchor}\"/>\
             <audio src=\"../audio/{audio}\" clipBegin=\"{begin}\" clipEnd=\"{end}\"/></par>",
            cue = line.cue.id,
            anchor = anchor(&line.cue.id),
            audio = xml(&file.name),
            begin = time(start),
            end = time(end),
        );
    }
    text + "  </body>\n</smil>\n"
}
