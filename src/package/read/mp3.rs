//! The frames of an MP3: every header is read, as one joint frame makes a joint file.

use std::io::{ErrorKind, Read};

use super::wrong;
use crate::delivery::{ChannelMode, Mode};

/// The bit rates of MPEG-1 layer III, in kilobits a second, and its sample rates (ISO 11172-3, 2.4.2.3).
const KBPS: [u32; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const HERTZ: [u32; 3] = [44_100, 48_000, 32_000];

/// The channels and the bit rate of the frames from here to the end.
pub fn frames(file: &mut impl Read) -> std::io::Result<(ChannelMode, Mode)> {
    let mut header = [0; 4];
    let mut found: Option<(ChannelMode, Mode)> = None;
    let mut body = Vec::new();
    let mut number = 0u64;
    while begin(file, &mut header)? {
        let frame = Frame::of(u32::from_be_bytes(header)).ok_or_else(|| wrong(format!("frame {number} is none")))?;
        body.resize(frame.length - 4, 0);
        file.read_exact(&mut body)?;
        found = Some(match found {
            None => (frame.channels, Mode::Constant(frame.kbps)),
            Some((channels, mode)) => {
                let channels = match (channels, frame.channels) {
                    (ChannelMode::Joint, _) | (_, ChannelMode::Joint) => ChannelMode::Joint,
                    (first, next) if first == next => first,
                    _ => return Err(wrong(format!("frame {number} has other channels than those before"))),
                };
                (channels, if mode == Mode::Constant(frame.kbps) { mode } else { Mode::Variable })
            }
        });
        number += 1;
    }
    found.ok_or_else(|| wrong("there are no frames"))
}

/// Reads the next header; false at the end of the file.
fn begin(file: &mut impl Read, header: &mut [u8; 4]) -> std::io::Result<bool> {
    match file.read_exact(&mut header[..1]) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
        other => other?,
    }
    file.read_exact(&mut header[1..])?;
    Ok(true)
}

struct Frame {
    channels: ChannelMode,
    kbps: u32,
    length: usize,
}

impl Frame {
    fn of(header: u32) -> Option<Self> {
        // Eleven bits of sync, MPEG-1, layer III; whether there is a checksum does not matter.
        if header >> 17 != 0x7FFD {
            return None;
        }
        let kbps = *KBPS.get((header >> 12 & 15) as usize).filter(|kbps| **kbps > 0)?;
        let hertz = *HERTZ.get((header >> 10 & 3) as usize)?;
        let channels = match header >> 6 & 3 {
            0 => ChannelMode::Stereo,
            1 => ChannelMode::Joint,
            2 => ChannelMode::Dual,
            _ => ChannelMode::Mono,
        };
        let length = 144_000 * kbps / hertz + (header >> 9 & 1);
        Some(Self { channels, kbps, length: length as usize })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kbps: u32, mode: u32) -> Vec<u8> {
        let rate = KBPS.iter().position(|known| *known == kbps).unwrap() as u32;
        let header = 0x7FFD << 17 | 1 << 16 | rate << 12 | mode << 6;
        let length = Frame::of(header).unwrap().length;
        [header.to_be_bytes().to_vec(), vec![0; length - 4]].concat()
    }

    #[test]
    fn one_frame_that_is_otherwise_makes_the_file_so() {
        let of = |parts: &[Vec<u8>]| frames(&mut parts.concat().as_slice()).ok();
        let (mono, stereo, joint) = (frame(192, 3), frame(192, 0), frame(192, 1));
        assert_eq!(of(&[mono.clone(), mono.clone()]), Some((ChannelMode::Mono, Mode::Constant(192))));
        assert_eq!(of(&[stereo.clone(), joint, stereo.clone()]), Some((ChannelMode::Joint, Mode::Constant(192))));
        assert_eq!(of(&[mono.clone(), frame(128, 3)]), Some((ChannelMode::Mono, Mode::Variable)));
        assert_eq!(of(&[mono.clone(), stereo]), None);
        assert_eq!(of(&[mono.clone(), b"TAG".to_vec()]), None, "no frame");
        assert_eq!(of(&[mono[..100].to_vec()]), None, "cut");
        assert_eq!(of(&[]), None);
    }
}
