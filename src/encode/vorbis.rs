//! Vorbis comments and pictures: the tags of FLAC and Opus.

use super::{Picture, Tags};

/// The names and values of the tags, with chapters as players of FLAC and Opus read them.
pub fn fields(tags: &Tags) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            fields.push((name.to_owned(), value.to_owned()));
        }
    };
    add("TITLE", &tags.title);
    add("ALBUM", &tags.album);
    add("ARTIST", &tags.artist);
    add("ALBUMARTIST", &tags.artist);
    add("PERFORMER", &tags.narrator);
    add("DATE", &tags.about.year());
    add("PUBLISHER", &tags.about.publisher);
    add("COPYRIGHT", &tags.about.copyright);
    add("DESCRIPTION", &tags.about.description);
    add("LANGUAGE", &tags.language);
    add("GENRE", "Audiobook");
    if let Some((number, of)) = tags.track {
        add("TRACKNUMBER", &number.to_string());
        add("TRACKTOTAL", &of.to_string());
    }
    for (number, mark) in (1..).zip(&tags.chapters) {
        let seconds = mark.start / 1000;
        let time =
            format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, mark.start % 1000);
        add(&format!("CHAPTER{number:03}"), &time);
        add(&format!("CHAPTER{number:03}NAME"), &mark.title);
    }
    fields
}

/// The tags as a block of Vorbis comments.
pub fn comments(tags: &Tags) -> Vec<u8> {
    let fields = fields(tags);
    let mut bytes = Vec::new();
    let text = |bytes: &mut Vec<u8>, text: &str| {
        bytes.extend((text.len() as u32).to_le_bytes());
        bytes.extend(text.as_bytes());
    };
    text(&mut bytes, concat!("cuebook ", env!("CARGO_PKG_VERSION")));
    bytes.extend((fields.len() as u32).to_le_bytes());
    for (name, value) in &fields {
        text(&mut bytes, &format!("{name}={value}"));
    }
    bytes
}

/// A cover as a block of FLAC (RFC 9639, section 8.8); its size in pixels is left for readers to find.
pub fn picture(cover: &Picture) -> Vec<u8> {
    const FRONT_COVER: u32 = 3;
    let mut bytes = Vec::new();
    bytes.extend(FRONT_COVER.to_be_bytes());
    bytes.extend((cover.media_type.len() as u32).to_be_bytes());
    bytes.extend(cover.media_type.as_bytes());
    // No description; width, height, depth and colours are not known.
    bytes.extend([0; 20]);
    bytes.extend((cover.bytes.len() as u32).to_be_bytes());
    bytes.extend(cover.bytes.iter());
    bytes
}
