//! Chapters, twice: a track of texts, which Apple's players show, and Nero's list, which others do.

use crate::words::{Frames, SampleRate};

use super::super::Mark;
use super::boxes::Boxes;

/// What Nero's list holds at most: it is counted in one byte, and so is the length of a title.
const MOST: usize = 255;

/// Nero counts in these parts of a second.
const TICKS_A_MILLISECOND: u64 = 10_000;

/// The titles as the samples of a text track: a length, the text, and that it is UTF-8 (Apple's `QuickTime` format, "Text
/// sample data").
pub fn samples(marks: &[Mark]) -> Vec<Vec<u8>> {
    let sample = |mark: &Mark| {
        let title = cut(&mark.title, usize::from(u16::MAX));
        let mut boxes = Boxes::default();
        boxes.u16(title.len() as u16);
        boxes.bytes(title.as_bytes());
        boxes.within(*b"encd", |boxes| boxes.u32(0x100));
        boxes.done()
    };
    marks.iter().map(sample).collect()
}

/// How long each chapter lasts, in samples: the first from the start, the last to the end.
pub fn lengths(marks: &[Mark], rate: SampleRate, heard: Frames) -> Vec<u64> {
    let start = |mark: &Mark| (u64::from(mark.start) * u64::from(rate.hertz()) + 500) / 1000;
    let ends = marks.iter().skip(1).map(start).chain([heard.0]);
    let mut from = 0;
    let lengths = ends.map(|end| {
        let end = end.clamp(from, heard.0);
        let length = end - from;
        from = end;
        length
    });
    lengths.collect()
}

/// Nero's list. There is no room for more than 255 chapters: those behind stand in the track alone.
pub fn list(boxes: &mut Boxes, marks: &[Mark]) {
    let marks = &marks[..marks.len().min(MOST)];
    boxes.full(*b"chpl", 1, 0, |boxes| {
        boxes.u32(0);
        boxes.u8(marks.len() as u8);
        for mark in marks {
            let title = cut(&mark.title, MOST);
            boxes.u64(u64::from(mark.start) * TICKS_A_MILLISECOND);
            boxes.u8(title.len() as u8);
            boxes.bytes(title.as_bytes());
        }
    });
}

/// As much of a text as fits into so many bytes, whole letters only.
fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}
