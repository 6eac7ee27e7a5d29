//! A file without the ID3 tags before its sound: a probe would look for the sound in their pictures.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::io::MediaSource;

/// The head of a tag (ID3v2.4.0, 3.1): its mark, its version, its flags, and its size in bytes of seven bits.
const HEAD: u64 = 10;

/// The flag that a copy of the head stands behind the tag.
const FOOTED: u8 = 0x10;

/// A file from behind its tags on.
pub(super) struct BehindTags {
    file: File,
    start: u64,
}

impl BehindTags {
    pub(super) fn of(mut file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let mut start = 0;
        while let Some(size) = tag_at(&mut file, start)? {
            // What is cut off within its tag is left to be found so.
            if start + size >= length {
                break;
            }
            start += size;
        }
        file.seek(SeekFrom::Start(start))?;
        Ok(Self { file, start })
    }
}

/// The size of the tag that begins here; `None` where there is none.
fn tag_at(file: &mut File, at: u64) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(at))?;
    let mut head = [0; HEAD as usize];
    match file.read_exact(&mut head) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let is_tag = head.starts_with(b"ID3") && head[3] < 0xff && head[4] < 0xff && head[6..].iter().all(|&b| b < 0x80);
    let size = head[6..].iter().fold(0, |size, &byte| size << 7 | u64::from(byte));
    let ends = if head[5] & FOOTED == 0 { HEAD } else { 2 * HEAD };
    Ok(is_tag.then_some(size + ends))
}

impl Read for BehindTags {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Seek for BehindTags {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => SeekFrom::Start(at.saturating_add(self.start)),
            other => other,
        };
        self.file.seek(to)?.checked_sub(self.start).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))
    }
}

impl MediaSource for BehindTags {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.file.metadata().ok()?.len().saturating_sub(self.start))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn behind(bytes: &[u8]) -> Vec<u8> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let mut source = BehindTags::of(file).unwrap();
        let mut rest = Vec::new();
        source.read_to_end(&mut rest).unwrap();
        assert_eq!(source.byte_len(), Some(rest.len() as u64));
        assert_eq!(source.seek(SeekFrom::Start(1)).unwrap(), 1);
        assert_eq!(source.seek(SeekFrom::End(0)).unwrap(), rest.len() as u64);
        rest
    }

    #[test]
    fn tags_are_passed_over_and_nothing_else() {
        let tag = [b"ID3\x03\0\0\0\0\x01\x02".as_slice(), &[7; 130]].concat();
        let footed = b"ID3\x04\0\x10\0\0\0\0ABCDEFGHIJ";
        for (bytes, rest) in [
            ([&tag, b"sound".as_slice()].concat(), b"sound".to_vec()),
            ([&tag, footed.as_slice(), b"sound"].concat(), b"sound".to_vec()),
            (b"fLaC and more".to_vec(), b"fLaC and more".to_vec()),
            (b"ID3".to_vec(), b"ID3".to_vec()),
            (tag[..50].to_vec(), tag[..50].to_vec()),
        ] {
            assert_eq!(behind(&bytes), rest);
        }
    }
}
