//! The tags of a FLAC file (RFC 9639, section 8): Vorbis comments and pictures.

use std::io::Read;

use super::vorbis::{comments, picture};
use super::wrong;
use crate::delivery::Says;

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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::delivery::MarkSeen;
    use crate::encode::{FlacWriter, Mark, Picture, Tags};
    use crate::words::profile::Channels;
    use crate::words::{Fingerprint, SampleRate};

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
