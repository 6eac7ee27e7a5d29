//! Vorbis comments and pictures, which FLAC and Opus have for tags.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::delivery::{CoverSeen, MarkSeen, Says};
use crate::words::Fingerprint;

/// The next so many bytes, counted by a number before them.
fn counted<'a>(bytes: &mut &'a [u8], number: fn([u8; 4]) -> u32) -> Option<&'a [u8]> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let (body, rest) = rest.split_at_checked(number(*count) as usize)?;
    *bytes = rest;
    Some(body)
}

/// What a block of comments says, added to what is known; `None` where it is cut off.
pub fn comments(mut bytes: &[u8], says: &mut Says) -> Option<()> {
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
            "DATE" => says.about.year = value.parse().ok(),
            "PUBLISHER" => says.about.publisher = value,
            "COPYRIGHT" => says.about.copyright = value,
            "DESCRIPTION" => says.about.description = value,
            "TRACKNUMBER" => number = value.parse().ok(),
            "TRACKTOTAL" => of = value.parse().ok(),
            "METADATA_BLOCK_PICTURE" => says.cover = Some(picture(&STANDARD.decode(value).ok()?)?),
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
    let part = |whole: u32, more: u32, next: u32| whole.checked_mul(more)?.checked_add(next);
    part(part(part(hours, 60, minutes)?, 60, seconds)?, 1000, thousandths)
}

/// A picture; `None` where it is cut off.
pub fn picture(mut bytes: &[u8]) -> Option<CoverSeen> {
    bytes = bytes.get(4..)?;
    let media_type = std::str::from_utf8(counted(&mut bytes, u32::from_be_bytes)?).ok()?.to_owned();
    counted(&mut bytes, u32::from_be_bytes)?;
    // Width, height, depth and colours.
    bytes = bytes.get(16..)?;
    Some(CoverSeen { media_type, hash: Fingerprint::of(counted(&mut bytes, u32::from_be_bytes)?) })
}
