//! What a file says of itself, as Apple has it (`moov/udta/meta/ilst`).

use super::super::Tags;
use super::boxes::Boxes;

/// The kinds of values: text, pictures, whole numbers, and what needs no kind.
const TEXT: u32 = 1;
const JPEG: u32 = 13;
const PNG: u32 = 14;
const NUMBER: u32 = 21;
const BINARY: u32 = 0;

/// The kind of medium that makes a file an audiobook to Apple's players.
const AUDIOBOOK: u8 = 2;

/// Writes the tags: the author as artist, and the narrator as composer, which is how players of audiobooks show them, and by
/// name.
pub fn write(boxes: &mut Boxes, tags: &Tags) {
    boxes.full(*b"meta", 0, 0, |boxes| {
        boxes.full(*b"hdlr", 0, 0, |boxes| {
            boxes.zeros(4);
            boxes.bytes(b"mdirappl");
            boxes.zeros(9);
        });
        boxes.within(*b"ilst", |boxes| items(boxes, tags));
    });
}

fn items(boxes: &mut Boxes, tags: &Tags) {
    let texts: [([u8; 4], &str); 7] = [
        (*b"\xa9nam", &tags.title),
        (*b"\xa9ART", &tags.artist),
        (*b"aART", &tags.artist),
        (*b"\xa9alb", &tags.album),
        (*b"\xa9wrt", &tags.narrator),
        (*b"\xa9nrt", &tags.narrator),
        (*b"\xa9gen", "Audiobook"),
    ];
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        item(boxes, name, TEXT, text.as_bytes());
    }
    if let Some((number, of)) = tags.track {
        let [number, of] = [number, of].map(|number| u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes());
        item(boxes, *b"trkn", BINARY, &[0, 0, number[0], number[1], of[0], of[1], 0, 0]);
    }
    item(boxes, *b"stik", NUMBER, &[AUDIOBOOK]);
    if let Some(cover) = &tags.cover {
        item(boxes, *b"covr", if cover.media_type == "image/png" { PNG } else { JPEG }, &cover.bytes);
    }
}

fn item(boxes: &mut Boxes, name: [u8; 4], kind: u32, value: &[u8]) {
    boxes.within(name, |boxes| {
        boxes.within(*b"data", |boxes| {
            boxes.u32(kind);
            boxes.u32(0);
            boxes.bytes(value);
        });
    });
}
