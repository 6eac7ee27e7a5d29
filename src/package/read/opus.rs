//! What an Opus file says of itself: its Ogg pages (RFC 3533), its head and its tags (RFC 7845).

use std::io::{ErrorKind, Read};

use super::vorbis::comments;
use super::{Headers, wrong};
use crate::delivery::{ChannelMode, Mode, Says};

/// The samples of a second, as Ogg counts those of Opus, whatever rate it was made of.
const RATE: f64 = 48_000.0;

/// The size of a page's header, before the lengths of its segments.
const HEADER: usize = 27;

/// Set where a page begins with the rest of a packet.
const GOES_ON: u8 = 1;
/// Set on the last page.
const LAST: u8 = 4;

/// A segment shorter than this ends a packet.
const WHOLE: u8 = 255;

/// A page of a file.
struct Page {
    flags: u8,
    /// How many samples there are to its end, the delay included.
    until: u64,
    number: u32,
    segments: Vec<u8>,
    body: Vec<u8>,
}

/// What the pages say: every one is read, from the first to the last.
pub fn read(file: &mut impl Read) -> std::io::Result<Headers> {
    let (mut packet, mut packets, mut bytes) = (Vec::new(), 0u64, 0u64);
    let (mut head, mut says, mut until) = (None, Says::default(), 0);
    for number in 0.. {
        let page = page(file)?;
        if page.number != number || (page.flags & GOES_ON != 0) == packet.is_empty() {
            return Err(wrong(format!("page {number} is not in its place")));
        }
        let mut at = 0;
        for &length in &page.segments {
            packet.extend_from_slice(&page.body[at..at + usize::from(length)]);
            at += usize::from(length);
            if length == WHOLE {
                continue;
            }
            match packets {
                0 => head = Some(Head::of(&packet).ok_or_else(|| wrong("it does not begin as Opus does"))?),
                1 => {
                    let tags = packet.strip_prefix(b"OpusTags");
                    tags.and_then(|tags| comments(tags, &mut says)).ok_or_else(|| wrong("its comments are cut off"))?;
                }
                _ => bytes += packet.len() as u64,
            }
            packets += 1;
            packet.clear();
        }
        until = page.until;
        if page.flags & LAST != 0 {
            break;
        }
    }
    let head = head.ok_or_else(|| wrong("it holds no sound"))?;
    if !packet.is_empty() || packets < 3 || !at_end(file)? {
        return Err(wrong("its last page is not where its sound ends"));
    }
    let seconds = until.saturating_sub(head.delay.into()) as f64 / RATE;
    let kilobits = bytes as f64 * 8.0 / 1000.0 / seconds.max(f64::MIN_POSITIVE);
    Ok(Headers { channels: Some(head.channels), mode: Some(Mode::Average(kilobits.round() as u32)), says: Some(says) })
}

fn page(file: &mut impl Read) -> std::io::Result<Page> {
    let mut header = [0; HEADER];
    file.read_exact(&mut header)?;
    if !header.starts_with(b"OggS\0") {
        return Err(wrong("it is no Ogg file"));
    }
    let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (flags, until) = (header[5], u64::from(number(10)) << 32 | u64::from(number(6)));
    let mut segments = vec![0; usize::from(header[26])];
    file.read_exact(&mut segments)?;
    let mut body = vec![0; segments.iter().map(|&length| usize::from(length)).sum()];
    file.read_exact(&mut body)?;
    Ok(Page { flags, until, number: number(18), segments, body })
}

fn at_end(file: &mut impl Read) -> std::io::Result<bool> {
    match file.read_exact(&mut [0]) {
        Ok(()) => Ok(false),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(true),
        Err(error) => Err(error),
    }
}

struct Head {
    channels: ChannelMode,
    /// The samples that a decoder gives before the first one that is to be heard.
    delay: u16,
}

impl Head {
    fn of(packet: &[u8]) -> Option<Self> {
        let [channels, low, high, ..] = packet.strip_prefix(b"OpusHead\x01")? else { return None };
        let channels = match channels {
            1 => ChannelMode::Mono,
            // Opus shares between two what they have in common.
            2 => ChannelMode::Joint,
            _ => ChannelMode::Many,
        };
        Some(Self { channels, delay: u16::from_le_bytes([*low, *high]) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::{CoverSeen, MarkSeen};
    use crate::encode::{Mark, OpusWriter, Picture, Tags};
    use crate::package::decode;
    use crate::signal::Pull;
    use crate::words::profile::Format;
    use crate::words::{About, Fingerprint, SampleRate};

    fn tone(count: usize) -> Vec<f32> {
        (0..count).map(|n| (0.1 * (n as f64 / 48_000.0 * 440.0 * std::f64::consts::TAU).sin()) as f32).collect()
    }

    fn written(samples: &[f32], block: usize, tags: &Tags) -> Vec<u8> {
        let mut writer = OpusWriter::new(Vec::new(), SampleRate::new(48_000).unwrap(), 32, tags).unwrap();
        samples.chunks(block).for_each(|block| writer.write(block).unwrap());
        writer.finish().unwrap()
    }

    #[test]
    fn what_one_code_wrote_another_reads() {
        let tags = Tags {
            title: "One = 潮".to_owned(),
            narrator: "Bo".to_owned(),
            about: About { year: Some(2026), publisher: "Tide & Co".to_owned(), ..About::default() },
            track: Some((1, 9)),
            // Longer than a page.
            cover: Some(Picture { media_type: "image/jpeg", bytes: vec![7; 100_000].into() }),
            chapters: vec![Mark { title: "A".to_owned(), start: 3_723_456, end: 4_000_000 }],
            ..Tags::default()
        };
        let bytes = written(&tone(100_000), 777, &tags);
        let headers = read(&mut bytes.as_slice()).unwrap();
        assert_eq!(headers.channels, Some(ChannelMode::Mono));
        assert!(matches!(headers.mode, Some(Mode::Average(24..=40))), "{:?}", headers.mode);
        let wanted = Says {
            title: "One = 潮".to_owned(),
            narrator: "Bo".to_owned(),
            about: tags.about.clone(),
            track: Some((1, 9)),
            cover: Some(CoverSeen { media_type: "image/jpeg".to_owned(), hash: Fingerprint::of(&vec![7; 100_000]) }),
            chapters: vec![MarkSeen { title: "A".to_owned(), start: 3_723_456, end: None }],
            ..Says::default()
        };
        assert_eq!(headers.says, Some(wanted));
        for at in (0..bytes.len()).step_by(997) {
            assert!(read(&mut &bytes[..at]).is_err(), "cut at {at}");
        }
        let longer = [&bytes[..], b"x"].concat();
        assert!(read(&mut longer.as_slice()).is_err());
    }

    #[test]
    fn how_a_sound_is_cut_into_blocks_changes_nothing() {
        let samples = tone(30_000);
        assert!(written(&samples, 777, &Tags::default()) == written(&samples, 30_000, &Tags::default()));
    }

    #[test]
    fn what_is_written_is_heard_again_to_the_sample() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.opus");
        for count in [1, 647, 648, 649, 960, 1_608, 48_000] {
            let samples = tone(count);
            std::fs::write(&path, written(&samples, 1_000, &Tags::default())).unwrap();
            let mut heard = vec![0.0; count + 100];
            let mut decoded = decode::open(&path, Format::Opus).unwrap();
            assert_eq!(decoded.sound.pull(&mut heard).unwrap(), count);
            let apart: f32 = heard.iter().zip(&samples).map(|(a, b)| (a - b).powi(2)).sum();
            let power: f32 = samples.iter().map(|sample| sample.powi(2)).sum();
            assert!(count < 48_000 || apart < power / 30.0, "{apart} of {power}");
        }
    }

    #[test]
    fn a_damaged_file_is_not_decoded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.opus");
        let mut bytes = written(&tone(48_000), 1_000, &Tags::default());
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        std::fs::write(&path, bytes).unwrap();
        let heard =
            decode::open(&path, Format::Opus).and_then(|mut decoded| decoded.sound.pull(&mut vec![0.0; 60_000]));
        assert!(heard.unwrap_err().to_string().contains("can't be decoded again"));
    }
}
