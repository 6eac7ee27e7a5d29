//! The tags of a FLAC file (RFC 9639, section 8): Vorbis comments and pictures.

use std::io::Read;

use super::wrong;
use crate::delivery::{CoverSeen, MarkSeen, Says};
use crate::words::Fingerprint;

/// The kinds of blocks that are read.
const COMMENTS: u8 = 4;
const PICTURE: u8 = 6;

/// What the metadata blocks at the start of a file say.
pub fn read(file: &mut impl Read) -> std::io::Result<Says> {
    let mut name = [0; 4];
    file.read_exact(&mut name)?;
    if &name != b"fLaC" {
        return Err(wrong("it is no FLAC file"));
    }
    let mut says = Says::default();
    loop {
        let mut head = [0; 4];
        file.read_exact(&mut head)?;
        let length = u32::from_be_bytes([0, head[1], head[2], head[3]]) as usize;
        let mut body = vec![0; length];
        file.read_exact(&mut body)?;
        match head[0] & 0x7F {
            COMMENTS => comments(&body, &mut says).ok_or_else(|| wrong("its comments are cut off"))?,
            PICTURE => says.cover = Some(picture(&body).ok_or_else(|| wrong("its picture is cut off"))?),
            _ => {}
        }
        if head[0] & 0x80 != 0 {
            return Ok(says);
        }
    }
}

/// The next so many bytes, counted by a number before them.
fn counted<'a>(bytes: &mut &'a [u8], number: fn([u8; 4]) -> u32) -> Option<&'a [u8]> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let (body, rest) = rest.split_at_checked(number(*count) as usize)?;
    *bytes = rest;
    Some(body)
}

fn comments(mut bytes: &[u8], says: &mut Says) -> Option<()> {
    counted(&mut bytes, u32::from_le_bytes)?;
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    bytes = rest;
    let (mut number, mut of) = (None, None);
    for _ in 0..u32::from_le_bytes(*count) {
        let field = std::str::from_utf8(counted(&mut bytes, u32::from_le_bytes)?).ok()?;
        let (name, value) = field.split_once('=')?;
        let value = value.to_owned();
        match name {
            "TITLE" => says.title = value,
            "ALBUM" => says.album = value,
            "ARTIST" => says.artist = value,
            "PERFORMER" => says.narrator = value,
            "TRACKNUMBER" => number = value.parse().ok(),
            "TRACKTOTAL" => of = value.parse().ok(),
            _ => {
                let Some(mark) = name.strip_prefix("CHAPTER") else { continue };
                match mark.strip_suffix("NAME") {
                    Some(_) => says.chapters.last_mut()?.title = value,
                    None => says.chapters.push(MarkSeen { title: String::new(), start: time(&value)?, end: None }),
                }
            }
        }
    }
    says.track = number.zip(of);
    Some(())
}

/// `01:02:03.456` in milliseconds.
fn time(text: &str) -> Option<u32> {
    let mut parts = text.split([':', '.']).map(|part| part.parse::<u32>().ok());
    let (hours, minutes, seconds, thousandths) = (parts.next()??, parts.next()??, parts.next()??, parts.next()??);
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths)
}

fn picture(mut bytes: &[u8]) -> Option<CoverSeen> {
    bytes = bytes.get(4..)?;
    let media_type = std::str::from_utf8(counted(&mut bytes, u32::from_be_bytes)?).ok()?.to_owned();
    counted(&mut bytes, u32::from_be_bytes)?;
    // Width, height, depth and colours.
    bytes = bytes.get(16..)?;
    Some(CoverSeen { media_type, hash: Fingerprint::of(counted(&mut bytes, u32::from_be_bytes)?) })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::encode::{FlacWriter, Mark, Picture, Tags};
    use crate::words::SampleRate;
    use crate::words::profile::Channels;

    #[test]
    fn what_one_code_wrote_another_reads() {
        let tags = Tags {
            title: "One = 潮".to_owned(),
            narrator: "Bo".to_owned(),
            track: Some((1, 9)),
            cover: Some(Picture { media_type: "image/jpeg", bytes: [1, 2, 3].into() }),
            chapters: vec![Mark { title: "A".to_owned(), start: 3_723_456, end: 4_000_000 }],
            ..Tags::default()
        };
        let writer = FlacWriter::new(Cursor::new(Vec::new()), SampleRate::CD, 24, Channels::Mono, &tags).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        let says = read(&mut bytes.as_slice()).unwrap();
        assert_eq!((says.title.as_str(), says.narrator.as_str(), says.track), ("One = 潮", "Bo", Some((1, 9))));
        assert_eq!(says.chapters, [MarkSeen { title: "A".to_owned(), start: 3_723_456, end: None }]);
        assert_eq!(says.cover.unwrap().hash, Fingerprint::of(&[1, 2, 3]));
        for at in 0..bytes.len() {
            assert!(read(&mut &bytes[..at]).is_err(), "cut at {at}");
        }
    }
}
