//! ID3v2.3 as it stands at the start of an MP3 (id3.org, *ID3 tag version 2.3.0* and its chapter addendum).

use std::io::Read;

use super::wrong;
use crate::delivery::{CoverSeen, MarkSeen, Says};
use crate::words::Fingerprint;

/// A tag is no larger than this: a cover and the chapters of the longest book.
const LARGEST: usize = 64 << 20;

/// The tag at the start of a file, which is left at its first frame of sound; `None` where it has none.
pub fn read(file: &mut impl Read) -> std::io::Result<Option<Says>> {
    let mut head = [0; 10];
    file.read_exact(&mut head)?;
    if &head[..3] != b"ID3" {
        return Err(wrong("there is no ID3 tag at its start"));
    }
    if head[3] != 3 {
        return Err(wrong(format!("its tag is ID3v2.{}, not ID3v2.3", head[3])));
    }
    let length = head[6..].iter().fold(0, |length, byte| length << 7 | usize::from(byte & 0x7F));
    if length > LARGEST {
        return Err(wrong("its ID3 tag is larger than any"));
    }
    let mut body = vec![0; length];
    file.read_exact(&mut body)?;
    let mut says = Says::default();
    let mut marks: Vec<(String, MarkSeen)> = Vec::new();
    let mut order: Vec<String> = Vec::new();
    for (name, frame) in frames(&body)? {
        match &name {
            b"TIT2" => says.title = text(frame)?,
            b"TALB" => says.album = text(frame)?,
            b"TPE1" => says.artist = text(frame)?,
            b"TCOM" => says.narrator = text(frame)?,
            b"TYER" => says.about.year = text(frame)?.parse().ok(),
            b"TPUB" => says.about.publisher = text(frame)?,
            b"TCOP" => says.about.copyright = text(frame)?,
            b"COMM" => says.about.description = comment(frame)?,
            b"TRCK" => says.track = track(&text(frame)?),
            b"APIC" => says.cover = Some(picture(frame)?),
            b"CHAP" => marks.push(chapter(frame)?),
            b"CTOC" => order = contents(frame)?,
            _ => {}
        }
    }
    // What the table of contents does not name, no player shows.
    let named = |name: &String| marks.iter().find(|(known, _)| known == name).map(|(_, mark)| mark.clone());
    says.chapters = order.iter().filter_map(named).collect();
    Ok(Some(says))
}

type Frame<'a> = ([u8; 4], &'a [u8]);

fn frames(mut bytes: &[u8]) -> std::io::Result<Vec<Frame<'_>>> {
    let mut found = Vec::new();
    // What is left is padding.
    while bytes.len() > 10 && bytes[0] != 0 {
        let (head, rest) = bytes.split_at(10);
        let length = u32::from_be_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let body = rest.get(..length).ok_or_else(|| wrong("a frame of its ID3 tag is cut off"))?;
        found.push(([head[0], head[1], head[2], head[3]], body));
        bytes = &rest[length..];
    }
    Ok(found)
}

/// A text with the byte before it that says how it is written: 0 Latin 1, 1 UTF-16 with its mark.
fn text(frame: &[u8]) -> std::io::Result<String> {
    match frame.split_first() {
        Some((0, bytes)) => Ok(bytes.iter().map(|&byte| char::from(byte)).take_while(|c| *c != '\0').collect()),
        Some((1, [0xFF, 0xFE, bytes @ ..])) => utf16(bytes, u16::from_le_bytes),
        Some((1, [0xFE, 0xFF, bytes @ ..])) => utf16(bytes, u16::from_be_bytes),
        Some((1, [])) | None => Ok(String::new()),
        Some(_) => Err(wrong("a text of its ID3 tag is in an encoding that ID3v2.3 does not have")),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> std::io::Result<String> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).take_while(|unit| *unit != 0);
    String::from_utf16(&units.collect::<Vec<_>>()).map_err(|error| wrong(error.to_string()))
}

/// The text of a comment, behind its encoding, its language, and what kind of comment it is.
fn comment(frame: &[u8]) -> std::io::Result<String> {
    let cut = || wrong("a comment of its ID3 tag is cut off");
    let [encoding, _, _, _, rest @ ..] = frame else { return Err(cut()) };
    let behind = if *encoding == 0 {
        rest.iter().position(|&byte| byte == 0).map(|end| &rest[end + 1..])
    } else {
        rest.chunks_exact(2).position(|pair| pair == [0, 0]).map(|end| &rest[2 * end + 2..])
    };
    text(&[&[*encoding], behind.ok_or_else(cut)?].concat())
}

fn track(text: &str) -> Option<(u32, u32)> {
    let (number, of) = text.split_once('/')?;
    Some((number.parse().ok()?, of.parse().ok()?))
}

fn picture(frame: &[u8]) -> std::io::Result<CoverSeen> {
    let cut = || wrong("the picture of its ID3 tag is cut off");
    let (encoding, rest) = frame.split_first().ok_or_else(cut)?;
    let (media_type, rest) = terminated(rest).ok_or_else(cut)?;
    let (_kind, rest) = rest.split_first().ok_or_else(cut)?;
    let bytes = if *encoding == 0 {
        terminated(rest).ok_or_else(cut)?.1
    } else {
        let end = rest.chunks_exact(2).position(|pair| pair == [0, 0]).ok_or_else(cut)?;
        &rest[2 * end + 2..]
    };
    Ok(CoverSeen { media_type: media_type.to_owned(), hash: Fingerprint::of(bytes) })
}

/// A text in Latin 1 up to its zero, and what stands behind.
fn terminated(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == 0)?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

fn chapter(frame: &[u8]) -> std::io::Result<(String, MarkSeen)> {
    let cut = || wrong("a chapter of its ID3 tag is cut off");
    let (name, rest) = terminated(frame).ok_or_else(cut)?;
    let (times, inside) = rest.split_at_checked(16).ok_or_else(cut)?;
    let time = |at: usize| u32::from_be_bytes([times[at], times[at + 1], times[at + 2], times[at + 3]]);
    let title = frames(inside)?.into_iter().find(|(name, _)| name == b"TIT2");
    let title = title.map(|(_, body)| text(body)).transpose()?.unwrap_or_default();
    Ok((name.to_owned(), MarkSeen { title, start: time(0), end: Some(time(4)) }))
}

fn contents(frame: &[u8]) -> std::io::Result<Vec<String>> {
    let cut = || wrong("the table of contents of its ID3 tag is cut off");
    let (_, rest) = terminated(frame).ok_or_else(cut)?;
    let (&[flags, count], mut rest) = rest.split_first_chunk::<2>().ok_or_else(cut)?;
    if flags & 3 != 3 {
        return Err(wrong("the table of contents of its ID3 tag is not the first one, or in no order"));
    }
    let mut names = Vec::new();
    for _ in 0..count {
        let (name, behind) = terminated(rest).ok_or_else(cut)?;
        names.push(name.to_owned());
        rest = behind;
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::encode::{Mark, Mp3Writer, Picture, Tags};
    use crate::words::profile::Channels;
    use crate::words::{About, SampleRate};

    #[test]
    fn what_one_code_wrote_another_reads() {
        let mark = |title: &str, start, end| Mark { title: title.to_owned(), start, end };
        let tags = Tags {
            title: "One – 潮 🦊".to_owned(),
            album: "A \"Test\"".to_owned(),
            artist: "Ann".to_owned(),
            narrator: "Bo".to_owned(),
            about: About { year: Some(2026), description: "Ein Buch. 潮".to_owned(), ..About::default() },
            track: Some((1, 9)),
            cover: Some(Picture { media_type: "image/png", bytes: [1, 0, 0, 2].into() }),
            chapters: vec![mark("Ä", 0, 500), mark("B", 500, 1000)],
            ..Tags::default()
        };
        let writer = Mp3Writer::new(Cursor::new(Vec::new()), SampleRate::CD, 192, Channels::Mono, &tags).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        let mut file = bytes.as_slice();
        let says = read(&mut file).unwrap().unwrap();
        assert_eq!((says.title.as_str(), says.album.as_str()), ("One – 潮 🦊", "A \"Test\""));
        assert_eq!((says.artist.as_str(), says.narrator.as_str(), says.track), ("Ann", "Bo", Some((1, 9))));
        assert_eq!(says.about, tags.about);
        let cover = says.cover.unwrap();
        assert_eq!((cover.media_type.as_str(), cover.hash), ("image/png", Fingerprint::of(&[1, 0, 0, 2])));
        let seen = |title: &str, start, end| MarkSeen { title: title.to_owned(), start, end: Some(end) };
        assert_eq!(says.chapters, [seen("Ä", 0, 500), seen("B", 500, 1000)]);
        assert_eq!(file[0], 0xFF, "left at the first frame");
    }

    #[test]
    fn no_bytes_break_it() {
        let tags = Tags { title: "One".to_owned(), ..Tags::default() };
        let writer = Mp3Writer::new(Cursor::new(Vec::new()), SampleRate::CD, 192, Channels::Mono, &tags).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        for at in 0..64 {
            for value in [0, 1, 0x7F, 0xFF] {
                let mut broken = bytes.clone();
                broken[at] = value;
                let _ = read(&mut broken.as_slice());
                let _ = read(&mut &bytes[..at]);
            }
        }
    }
}
