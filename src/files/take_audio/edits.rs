//! Where the sound of an MP4 file begins and ends: an AAC encoder puts about a thousand samples before it and fills up its
//! last packet, and the file's edit list says so (ISO/IEC 14496-12, 8.6.6). Symphonia 0.6 reads the list and does not
//! follow it.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use crate::words::{Frames, SampleRate};

/// The part of a track that is to be heard, in frames of this rate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edited {
    pub rate: SampleRate,
    pub frames: Range<Frames>,
}

/// More boxes than any file has on one level.
const MOST_BOXES: usize = 10_000;

/// Reads the first sound track's edit list; `None` where the file has none, is no MP4 file, or is edited in a way that is
/// not just a beginning and an end.
///
/// # Errors
/// Where the file can't be read.
pub fn heard(file: &mut (impl Read + Seek), length: u64) -> io::Result<Option<Edited>> {
    let mut reader = Reader { file };
    let whole = 0..length;
    let Some(movie) = reader.find(whole, *b"moov")? else { return Ok(None) };
    let Some(movie_scale) = reader.header(movie.clone(), *b"mvhd")?.map(|header| header.scale) else { return Ok(None) };
    for track in reader.all(movie, *b"trak")? {
        let Some(media) = reader.find(track.clone(), *b"mdia")? else { continue };
        if !reader.is_sound(media.clone())? {
            continue;
        }
        let Some(header) = reader.header(media, *b"mdhd")? else { return Ok(None) };
        let Some(edits) = reader.find(track, *b"edts")? else { return Ok(None) };
        let Some(list) = reader.find(edits, *b"elst")? else { return Ok(None) };
        return Ok(reader.edit(list)?.and_then(|edit| part(&edit, &header, movie_scale)));
    }
    Ok(None)
}

/// Ticks a second, and how many of them something lasts.
struct Header {
    scale: u32,
    duration: u64,
}

/// The one piece of media that an edit list shows.
struct Edit {
    /// In ticks of the movie; 0 is to the end.
    duration: u64,
    /// In ticks of the media.
    from: u64,
}

fn part(edit: &Edit, media: &Header, movie_scale: u32) -> Option<Edited> {
    let rate = SampleRate::new(media.scale)?;
    let movie = SampleRate::new(movie_scale)?;
    let lasting = rate.rescale(Frames(edit.duration), movie).0;
    // The movie may count in milliseconds: where that is as near as it could say the media's own end, that is meant.
    let tick = u64::from(media.scale.div_ceil(movie_scale));
    let own = media.duration.saturating_sub(edit.from);
    let lasting = if edit.duration == 0 || lasting.abs_diff(own) <= tick { own } else { lasting };
    let end = edit.from.checked_add(lasting)?.min(media.duration);
    (end > edit.from).then_some(Edited { rate, frames: Frames(edit.from)..Frames(end) })
}

struct Reader<'a, F> {
    file: &'a mut F,
}

impl<F: Read + Seek> Reader<'_, F> {
    /// The bytes at a place within a box; `None` where the box ends before they do.
    fn bytes<const N: usize>(&mut self, within: &Range<u64>, at: u64) -> io::Result<Option<[u8; N]>> {
        let place = within.start.saturating_add(at);
        if place.checked_add(N as u64).is_none_or(|end| end > within.end) {
            return Ok(None);
        }
        let mut bytes = [0; N];
        self.file.seek(SeekFrom::Start(place))?;
        match self.file.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn u32(&mut self, within: &Range<u64>, at: u64) -> io::Result<Option<u32>> {
        Ok(self.bytes(within, at)?.map(u32::from_be_bytes))
    }

    fn u64(&mut self, within: &Range<u64>, at: u64) -> io::Result<Option<u64>> {
        Ok(self.bytes(within, at)?.map(u64::from_be_bytes))
    }

    /// The bodies of the boxes of this name right within a box.
    fn all(&mut self, within: Range<u64>, name: [u8; 4]) -> io::Result<Vec<Range<u64>>> {
        let mut found = Vec::new();
        let mut rest = within;
        for _ in 0..MOST_BOXES {
            let (Some(size), Some(own)) = (self.u32(&rest, 0)?, self.bytes::<4>(&rest, 4)?) else { break };
            let (head, size) = match size {
                0 => (8, rest.end - rest.start),
                1 => (16, self.u64(&rest, 8)?.unwrap_or(0)),
                size => (8, u64::from(size)),
            };
            let Some(end) = rest.start.checked_add(size).filter(|&end| size >= head && end <= rest.end) else { break };
            if own == name {
                found.push(rest.start + head..end);
            }
            rest.start = end;
        }
        Ok(found)
    }

    fn find(&mut self, within: Range<u64>, name: [u8; 4]) -> io::Result<Option<Range<u64>>> {
        Ok(self.all(within, name)?.into_iter().next())
    }

    fn header(&mut self, within: Range<u64>, name: [u8; 4]) -> io::Result<Option<Header>> {
        let Some(body) = self.find(within, name)? else { return Ok(None) };
        let (scale, duration) = match self.bytes::<1>(&body, 0)? {
            Some([1]) => (self.u32(&body, 20)?, self.u64(&body, 24)?),
            _ => (self.u32(&body, 12)?, self.u32(&body, 16)?.map(u64::from)),
        };
        Ok(scale.zip(duration).map(|(scale, duration)| Header { scale, duration }))
    }

    fn is_sound(&mut self, media: Range<u64>) -> io::Result<bool> {
        let Some(handler) = self.find(media, *b"hdlr")? else { return Ok(false) };
        Ok(self.bytes::<4>(&handler, 8)? == Some(*b"soun"))
    }

    fn edit(&mut self, list: Range<u64>) -> io::Result<Option<Edit>> {
        let wide = self.bytes::<1>(&list, 0)? == Some([1]);
        let mut shown = None;
        for entry in 0..u64::from(self.u32(&list, 4)?.unwrap_or(0)).min(MOST_BOXES as u64) {
            let (duration, from) = if wide {
                let at = 8 + entry * 20;
                (self.u64(&list, at)?, self.u64(&list, at + 8)?.map(u64::cast_signed))
            } else {
                let at = 8 + entry * 12;
                (
                    self.u32(&list, at)?.map(u64::from),
                    self.u32(&list, at + 4)?.map(|from| i64::from(from.cast_signed())),
                )
            };
            let (Some(duration), Some(from)) = (duration, from) else { return Ok(None) };
            // An empty edit only says that the track begins later than others.
            let Ok(from) = u64::try_from(from) else { continue };
            if shown.replace(Edit { duration, from }).is_some() {
                return Ok(None);
            }
        }
        Ok(shown)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn boxed(name: &str, body: &[u8]) -> Vec<u8> {
        let size = (body.len() + 8) as u32;
        [&size.to_be_bytes(), name.as_bytes(), body].concat()
    }

    /// A movie of one sound track: ticks of the movie, the media's own length, and its edits.
    fn movie(scale: u32, duration: u32, edits: &[(u32, i32)]) -> Vec<u8> {
        let header = |scale: u32, duration: u32| [&[0; 12], &scale.to_be_bytes()[..], &duration.to_be_bytes()].concat();
        let mut list = [&[0; 4], &(edits.len() as u32).to_be_bytes()[..]].concat();
        for (duration, from) in edits {
            list.extend([&duration.to_be_bytes()[..], &from.to_be_bytes(), &[0, 1, 0, 0]].concat());
        }
        let handler = boxed("hdlr", b"\0\0\0\0\0\0\0\0soun\0\0\0\0");
        let media = boxed("mdia", &[boxed("mdhd", &header(44_100, duration)), handler].concat());
        let track = boxed("trak", &[boxed("edts", &boxed("elst", &list)), media].concat());
        let movie = boxed("moov", &[boxed("mvhd", &header(scale, 0)), track].concat());
        [boxed("ftyp", b"M4A "), movie].concat()
    }

    fn frames(bytes: &[u8]) -> Option<Range<u64>> {
        let heard = heard(&mut Cursor::new(bytes), bytes.len() as u64).unwrap()?;
        Some(heard.frames.start.0..heard.frames.end.0)
    }

    #[test]
    fn the_edit_list_says_where_the_sound_is() {
        assert_eq!(frames(&movie(44_100, 200_000, &[(100_000, 1024)])), Some(1024..101_024));
        assert_eq!(frames(&movie(44_100, 200_000, &[(50, -1), (100_000, 1024)])), Some(1024..101_024));
        assert_eq!(frames(&movie(44_100, 200_000, &[(0, 2112)])), Some(2112..200_000));
    }

    #[test]
    fn milliseconds_do_not_cost_samples() {
        // 98,476 frames are 2,233.02 ms.
        assert_eq!(frames(&movie(1000, 99_500, &[(2233, 1024)])), Some(1024..99_500));
        assert_eq!(frames(&movie(1000, 150_000, &[(2233, 1024)])), Some(1024..1024 + 98_475));
    }

    #[test]
    fn what_is_cut_otherwise_is_left_alone() {
        assert_eq!(frames(&movie(1000, 99_500, &[(1000, 0), (1000, 60_000)])), None);
        assert_eq!(frames(&movie(1000, 99_500, &[])), None);
        assert_eq!(frames(b"RIFF....WAVE"), None);
    }

    proptest! {
        #[test]
        fn no_file_is_a_panic(damage in prop::collection::vec((0usize..200, any::<u8>()), 0..8), cut in 0usize..400) {
            let mut bytes = movie(1000, 99_500, &[(2233, 1024)]);
            for (at, value) in damage {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = value;
                }
            }
            bytes.truncate(cut);
            let _ = frames(&bytes);
        }
    }
}
