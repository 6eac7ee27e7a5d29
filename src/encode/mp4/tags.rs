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
    let year = tags.about.year();
    let texts: [([u8; 4], &str); 11] = [
        (*b"\xa9nam", &tags.title),
        (*b"\xa9ART", &tags.artist),
        (*b"aART", &tags.artist),
        (*b"\xa9alb", &tags.album),
        (*b"\xa9wrt", &tags.narrator),
        (*b"\xa9nrt", &tags.narrator),
        (*b"\xa9gen", "Audiobook"),
        (*b"\xa9day", &year),
        (*b"cprt", &tags.about.copyright),
        // Once for players that show a line, and once for those that show all of it.
        (*b"desc", &tags.about.description),
        (*b"ldes", &tags.about.description),
    ];
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        item(boxes, name, TEXT, text.as_bytes());
    }
    if !tags.about.publisher.is_empty() {
        named(boxes, "PUBLISHER", &tags.about.publisher);
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
    boxes.within(name, |boxes| data(boxes, kind, value));
}

/// An item that Apple has no name for.
fn named(boxes: &mut Boxes, name: &str, value: &str) {
    boxes.within(*b"----", |boxes| {
        boxes.full(*b"mean", 0, 0, |boxes| boxes.bytes(b"com.apple.iTunes"));
        boxes.full(*b"name", 0, 0, |boxes| boxes.bytes(name.as_bytes()));
        data(boxes, TEXT, value.as_bytes());
    });
}

fn data(boxes: &mut Boxes, kind: u32, value: &[u8]) {
    boxes.within(*b"data", |boxes| {
        boxes.u32(kind);
        boxes.u32(0);
        boxes.bytes(value);
    });
}
