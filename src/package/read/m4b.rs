//! What an M4B file says of itself, read by mp4ameta: its tags, and its chapters in both places where players look.

use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use mp4ameta::ident::FreeformIdentStatic;
use mp4ameta::{Chapter, Fourcc, FreeformIdent, ImgFmt, MediaType, ReadConfig, Tag};

use super::{Headers, wrong};
use crate::delivery::{CoverSeen, MarkSeen, Mode, Says};
use crate::words::{About, Fingerprint};

/// How many chapters Nero's list can hold.
const LISTED: usize = 255;

/// The name of the publisher's tag, for which Apple has none.
const PUBLISHER: FreeformIdentStatic = FreeformIdent::new_static("com.apple.iTunes", "PUBLISHER");

/// The name of the narrator's own tag.
const NARRATOR: Fourcc = Fourcc(*b"\xa9nrt");

/// More boxes than such a file has.
const MOST_BOXES: usize = 1000;

/// What the headers say.
pub fn read(file: &mut (impl Read + Seek)) -> std::io::Result<Headers> {
    let tag = Tag::read_with(file, &ReadConfig::DEFAULT).map_err(|error| wrong(error.to_string()))?;
    if tag.media_type() != Some(MediaType::AudioBook) {
        return Err(wrong("it does not say that it is an audiobook"));
    }
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let narrator = text(tag.composer());
    if narrator != text(tag.strings_of(&NARRATOR).next()) {
        return Err(wrong("its narrator has two names"));
    }
    let cover = tag.artwork().map(|cover| CoverSeen {
        media_type: match cover.fmt {
            ImgFmt::Jpeg => "image/jpeg",
            ImgFmt::Png => "image/png",
            ImgFmt::Bmp => "image/bmp",
        }
        .to_owned(),
        hash: Fingerprint::of(cover.data),
    });
    let (number, of) = tag.track();
    let says = Says {
        title: text(tag.title()),
        album: text(tag.album()),
        artist: text(tag.artist()),
        narrator,
        about: About {
            year: tag.year().and_then(|year| year.parse().ok()),
            publisher: text(tag.strings_of(&PUBLISHER).next()),
            copyright: text(tag.copyright()),
            description: text(tag.description()),
        },
        track: number.zip(of).map(|(number, of)| (number.into(), of.into())),
        cover,
        chapters: chapters(&tag)?,
    };
    let mode = Some(Mode::Average(kilobits(file, tag.duration())?));
    Ok(Headers { channels: None, mode, says: Some(says) })
}

/// The chapters of the track of texts, which must be those of the list as far as that goes.
fn chapters(tag: &Tag) -> std::io::Result<Vec<MarkSeen>> {
    let (track, list) = (tag.chapter_track(), tag.chapter_list());
    let alike = |(track, list): (&Chapter, &Chapter)| {
        milliseconds(track.start) == milliseconds(list.start) && track.title.starts_with(&list.title)
    };
    if list.len() != track.len().min(LISTED) || !track.iter().zip(list).all(alike) {
        return Err(wrong("its chapter track and its list of chapters differ"));
    }
    let seen =
        |chapter: &Chapter| MarkSeen { title: chapter.title.clone(), start: milliseconds(chapter.start), end: None };
    Ok(track.iter().map(seen).collect())
}

fn milliseconds(time: Duration) -> u32 {
    ((time.as_nanos() + 500_000) / 1_000_000) as u32
}

/// The kilobits of each second, by the size of the sound's own box.
fn kilobits(file: &mut (impl Read + Seek), duration: Duration) -> std::io::Result<u32> {
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        let mut head = [0; 16];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut head)?;
        let [a, b, c, d, name @ .., _, _, _, _, _, _, _, _] = head;
        let size = match u32::from_be_bytes([a, b, c, d]) {
            1 => u64::from_be_bytes([head[8], head[9], head[10], head[11], head[12], head[13], head[14], head[15]]),
            size => u64::from(size),
        };
        if name == *b"mdat" {
            return Ok((size as f64 * 8.0 / 1000.0 / duration.as_secs_f64().max(f64::MIN_POSITIVE)).round() as u32);
        }
        at = at.checked_add(size.max(8)).ok_or_else(|| wrong("a box of it is too long"))?;
    }
    Err(wrong("it holds no sound"))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::encode::{M4bWriter, Mark, Picture, Tags};
    use crate::files::TakeAudio;
    use crate::signal::pull::Samples;
    use crate::words::SampleRate;
    use crate::words::profile::Channels;

    fn written(tags: &Tags) -> Vec<u8> {
        let writer = M4bWriter::new(Cursor::new(Vec::new()), SampleRate::CD, 64, Channels::Mono, tags).unwrap();
        let noise = (0..100_000u32).map(|n| (n.wrapping_mul(2_654_435_761) as f32 / u32::MAX as f32 - 0.5) / 10.0);
        let mut sound = Samples::new(noise.collect::<Vec<_>>());
        writer.write(&mut sound, &|_| ()).unwrap().into_inner()
    }

    #[test]
    fn what_one_code_wrote_another_reads() {
        let mark = |title: &str, start| Mark { title: title.to_owned(), start, end: start };
        let about = About {
            year: Some(2026),
            publisher: "Tide & Co".to_owned(),
            copyright: "2026 Ann".to_owned(),
            description: "Of the sea.\nAnd of a boat.".to_owned(),
        };
        let tags = Tags {
            title: "One – 潮".to_owned(),
            album: "Book".to_owned(),
            artist: "Ann".to_owned(),
            narrator: "Bo".to_owned(),
            about: about.clone(),
            language: "eng".to_owned(),
            track: Some((1, 9)),
            cover: Some(Picture { media_type: "image/png", bytes: [1, 2, 3].into() }),
            chapters: vec![mark("A", 0), mark("", 777), mark("C", 1_999)],
        };
        let bytes = written(&tags);
        let headers = read(&mut Cursor::new(&bytes)).unwrap();
        assert!(matches!(headers.mode, Some(Mode::Average(60..=67))), "{:?}", headers.mode);
        let seen = |title: &str, start| MarkSeen { title: title.to_owned(), start, end: None };
        let wanted = Says {
            title: "One – 潮".to_owned(),
            album: "Book".to_owned(),
            artist: "Ann".to_owned(),
            narrator: "Bo".to_owned(),
            about,
            track: Some((1, 9)),
            cover: Some(CoverSeen { media_type: "image/png".to_owned(), hash: Fingerprint::of(&[1, 2, 3]) }),
            chapters: vec![seen("A", 0), seen("", 777), seen("C", 1_999)],
        };
        assert_eq!(headers.says, Some(wanted));
    }

    #[test]
    fn lists_of_chapters_that_differ_are_no_book() {
        let tags = Tags { chapters: vec![Mark { title: "Anna".to_owned(), start: 0, end: 1 }], ..Tags::default() };
        let mut bytes = written(&tags);
        let last = bytes.windows(4).rposition(|word| word == b"Anna").unwrap();
        bytes[last] = b'H';
        let error = read(&mut Cursor::new(&bytes)).unwrap_err().to_string();
        assert!(error.contains("differ"), "{error}");
    }

    #[test]
    fn a_file_that_is_cut_off_is_an_error() {
        let bytes = written(&Tags::default());
        for at in (0..bytes.len()).step_by(97) {
            assert!(read(&mut Cursor::new(&bytes[..at])).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn what_is_written_is_heard_again_to_the_sample() {
        for (frames, channels) in [(44_100u64, Channels::Mono), (14_187, Channels::Mono), (4, Channels::Stereo)] {
            let tone = |n: u64| (0.1 * (n as f64 / 44_100.0 * 440.0 * std::f64::consts::TAU).sin()) as f32;
            let samples: Vec<f32> = (0..frames).map(tone).collect();
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x.m4b");
            let out = std::fs::File::create(&path).unwrap();
            let writer = M4bWriter::new(out, SampleRate::CD, 64, channels, &Tags::default()).unwrap();
            drop(writer.write(&mut Samples::new(&samples), &|_| ()).unwrap());
            let mut heard = Vec::new();
            let audio = TakeAudio::open(&path).unwrap();
            assert!(audio.listen(|block| heard.extend_from_slice(block)).unwrap().is_ok());
            assert_eq!(heard.len(), samples.len());
            if frames > 1000 {
                let apart: f32 = heard.iter().zip(&samples).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
                let power: f32 = samples.iter().map(|sample| sample.powi(2)).sum();
                assert!(apart < power / 100.0, "{frames} frames: {apart} of {power}");
            }
        }
    }
}
