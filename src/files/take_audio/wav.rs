//! WAV as recorders and editors write it: RIFF, RIFX, RF64 and BW64 with whole numbers or floats.
//!
//! The layout is that of the *Multimedia Programming Interface and Data Specifications 1.0* (1991), of EBU Tech 3306 (RF64)
//! and of ITU-R BS.2088 (BW64). Where programs do otherwise (sizes of 0 or 0xFFFFFFFF from a stream or a recorder that died,
//! odd chunks without their padding byte, sizes that wrapped past 4 GiB), what they meant is read.

use std::io::{self, Read, Seek, SeekFrom};

use super::samples::{Encoding, Endian};
use crate::words::{Frames, SampleRate};

/// More chunks than any program writes.
const MOST_CHUNKS: usize = 10_000;

/// The size of a chunk that is told elsewhere, or was never told.
const UNTOLD: u32 = u32::MAX;

/// Sizes have 32 bits: behind 4 GiB they begin anew.
const WRAP: u64 = 1 << 32;

/// More channels than any compressed WAV has.
const MOST_COMPRESSED: usize = 8;

/// All places of speakers that there are (`SPEAKER_RESERVED` begins behind them in Microsoft's `ksmedia.h`).
const SPEAKERS: u32 = 0x3_FFFF;

const WHOLE: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xFFFE;

/// Where the samples of a WAV file stand, and how they are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wav {
    pub encoding: Encoding,
    pub endian: Endian,
    pub channels: u32,
    pub sample_rate: SampleRate,
    /// The bits of a sample that count.
    pub bits: u32,
    /// Where the first sample stands in the file, in bytes.
    pub start: u64,
    /// How many whole frames are there.
    pub frames: Frames,
    /// How many frames the header promises; as many as are there, where it promises nothing.
    pub promised: Frames,
}

/// What a file is, by its first bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A WAV file that is read here.
    Wav(Wav),
    /// A WAV file whose samples are compressed.
    Compressed,
    /// Another format, or nothing that is known.
    Other,
}

/// Why a file that says to be a WAV file is none.
#[derive(Debug)]
pub enum Wrong {
    /// Reading failed.
    Io(io::Error),
    /// What the header says can't be.
    Header(String),
}

impl From<io::Error> for Wrong {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn wrong<T>(what: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong::Header(what.into()))
}

/// Reads the header of a file of so many bytes.
///
/// # Errors
/// Where the file says to be WAV and its header is damaged, or where it can't be read.
pub fn read(file: &mut (impl Read + Seek), length: u64) -> Result<Kind, Wrong> {
    let mut reader = Reader { file, length, endian: Endian::Little };
    let Some(start) = reader.bytes::<12>(0)? else { return Ok(Kind::Other) };
    let (magic, form) = (&start[..4], &start[8..]);
    if form != b"WAVE" || ![b"RIFF", b"RIFX", b"RF64", b"BW64"].iter().any(|known| magic == *known) {
        return Ok(Kind::Other);
    }
    if magic == b"RIFX" {
        reader.endian = Endian::Big;
    }
    let chunks = reader.chunks()?;
    let Some(format) = chunks.format else {
        return wrong("the file does not say how it was recorded (no `fmt ` chunk)");
    };
    let Some((start, size)) = chunks.data else { return wrong("the file has no samples (no `data` chunk)") };
    let Some(sound) = format.sound()? else {
        return match magic {
            b"RIFF" => Ok(Kind::Compressed),
            _ => wrong(format!("compressed samples (format {}), which are read from RIFF files only", format.tag)),
        };
    };
    let room = length.saturating_sub(start);
    let told = match size {
        UNTOLD => chunks.data64.filter(|told| ![0, u64::MAX].contains(told)),
        0 if reader.is_chunk(start)? => Some(0),
        0 => None,
        size => Some(u64::from(size) + (room.saturating_sub(u64::from(size)) / WRAP) * WRAP),
    };
    let frame = u64::from(format.channels) * sound.encoding.bytes() as u64;
    let frames = told.unwrap_or(room).min(room) / frame;
    if frames == 0 {
        return wrong("the file has a header and no samples");
    }
    // A stream that breaks off within a frame has lost the rest of it.
    let promised = told.map_or(room.div_ceil(frame), |told| told / frame);
    Ok(Kind::Wav(Wav {
        encoding: sound.encoding,
        endian: reader.endian,
        channels: u32::from(format.channels),
        sample_rate: sound.sample_rate,
        bits: sound.bits,
        start,
        frames: Frames(frames),
        promised: Frames(promised),
    }))
}

struct Reader<'a, F> {
    file: &'a mut F,
    length: u64,
    endian: Endian,
}

/// What was found of the chunks that matter.
#[derive(Default)]
struct Chunks {
    format: Option<Format>,
    /// Where the samples begin, and the size that stands before them.
    data: Option<(u64, u32)>,
    /// The size of the samples by the `ds64` chunk.
    data64: Option<u64>,
}

impl<F: Read + Seek> Reader<'_, F> {
    /// The bytes at a place; `None` where the file ends before they do.
    fn bytes<const N: usize>(&mut self, at: u64) -> io::Result<Option<[u8; N]>> {
        if at.checked_add(N as u64).is_none_or(|end| end > self.length) {
            return Ok(None);
        }
        let mut bytes = [0; N];
        self.file.seek(SeekFrom::Start(at))?;
        match self.file.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn u16(&self, bytes: [u8; 2]) -> u16 {
        match self.endian {
            Endian::Little => u16::from_le_bytes(bytes),
            Endian::Big => u16::from_be_bytes(bytes),
        }
    }

    fn u32(&self, bytes: [u8; 4]) -> u32 {
        match self.endian {
            Endian::Little => u32::from_le_bytes(bytes),
            Endian::Big => u32::from_be_bytes(bytes),
        }
    }

    /// The name and the size of the chunk at a place.
    fn chunk(&mut self, at: u64) -> io::Result<Option<([u8; 4], u32)>> {
        let Some([a, b, c, d, size @ ..]) = self.bytes::<8>(at)? else { return Ok(None) };
        Ok(Some(([a, b, c, d], self.u32(size))))
    }

    /// Whether a chunk begins here: it has a name that can be printed, and fits into the file.
    fn is_chunk(&mut self, at: u64) -> io::Result<bool> {
        let end = |size: u32| at + 8 + u64::from(size);
        let length = self.length;
        Ok(self.chunk(at)?.is_some_and(|(name, size)| {
            name.iter().all(|letter| matches!(letter, b' '..=b'~')) && end(size) <= length + 1
        }))
    }

    fn chunks(&mut self) -> Result<Chunks, Wrong> {
        let mut found = Chunks::default();
        let mut at = 12;
        for _ in 0..MOST_CHUNKS {
            let Some((name, size)) = self.chunk(at)? else { return Ok(found) };
            let body = at + 8;
            let mut length = u64::from(size);
            match &name {
                b"fmt " if found.format.is_none() => found.format = Some(self.format(body, size)?),
                b"ds64" => {
                    // Of the file, of the samples, then of other chunks; RF64 and BW64 have the lowest byte first.
                    found.data64 = self.bytes::<8>(body + 8)?.map(u64::from_le_bytes);
                }
                b"data" if found.data.is_none() => {
                    found.data = Some((body, size));
                    if found.format.is_some() {
                        return Ok(found);
                    }
                    length = if size == UNTOLD { found.data64.unwrap_or(u64::MAX) } else { length };
                }
                _ => {}
            }
            let Some(end) = body.checked_add(length) else { return Ok(found) };
            at = end;
            // Chunks begin at even places, but not every program knows.
            if length % 2 == 1 && (self.is_chunk(end + 1)? || !self.is_chunk(end)?) {
                at += 1;
            }
        }
        wrong("the file has more pieces than any WAV file")
    }

    fn format(&mut self, body: u64, size: u32) -> Result<Format, Wrong> {
        let Some(plain) = self.bytes::<16>(body)?.filter(|_| size >= 16) else {
            return wrong("the file breaks off where it says how it was recorded");
        };
        let mut format = Format {
            tag: self.u16([plain[0], plain[1]]),
            channels: self.u16([plain[2], plain[3]]),
            hertz: self.u32([plain[4], plain[5], plain[6], plain[7]]),
            frame: self.u16([plain[12], plain[13]]),
            container: self.u16([plain[14], plain[15]]),
            bits: 0,
            speakers: 0,
        };
        // The size of what follows, the bits that count, the places of the speakers, the format's true number.
        if let (EXTENSIBLE, true, Some(more)) = (format.tag, size >= 40, self.bytes::<12>(body + 16)?) {
            format.bits = self.u16([more[2], more[3]]);
            format.speakers = self.u32([more[4], more[5], more[6], more[7]]);
            format.tag = self.u32([more[8], more[9], more[10], more[11]]) as u16;
        }
        Ok(format)
    }
}

/// What the `fmt ` chunk says.
struct Format {
    tag: u16,
    channels: u16,
    hertz: u32,
    /// The bytes of a frame.
    frame: u16,
    /// The bits of a sample with those that do not count.
    container: u16,
    /// The bits of a sample that count, where that is said.
    bits: u16,
    /// The places of the speakers, a bit each.
    speakers: u32,
}

struct Sound {
    encoding: Encoding,
    sample_rate: SampleRate,
    bits: u32,
}

impl Format {
    /// How the samples are written; `None` where they are compressed.
    fn sound(&self) -> Result<Option<Sound>, Wrong> {
        let is_plain = matches!(self.tag, WHOLE | FLOAT);
        let most = if is_plain { super::MOST_CHANNELS } else { MOST_COMPRESSED };
        if !(1..=most).contains(&usize::from(self.channels)) {
            return wrong(format!("the file says it has {} channels", self.channels));
        }
        if !is_plain {
            // Symphonia counts on places that there are.
            let known = self.speakers <= SPEAKERS;
            return if known { Ok(None) } else { wrong("the file names speakers at places that there are none for") };
        }
        let Some(sample_rate) = SampleRate::new(self.hertz) else {
            return wrong("the file says it has 0 samples a second");
        };
        // Some headers have the bytes of a frame wrong; where these can't hold the bits, the bits are believed.
        let least = usize::from(self.container).div_ceil(8);
        let bytes = usize::from(self.frame / self.channels);
        let bytes = if self.frame.is_multiple_of(self.channels) && bytes >= least { bytes } else { least };
        let encoding = match (self.tag, bytes) {
            (WHOLE, 1..=8) => Encoding::Whole(bytes),
            (FLOAT, 4) => Encoding::Float,
            (FLOAT, 8) => Encoding::Double,
            _ => return wrong(format!("the file says its samples have {bytes} bytes")),
        };
        let bits = [self.bits, self.container].into_iter().find(|bits| (1..=8 * bytes).contains(&usize::from(*bits)));
        Ok(Some(Sound { encoding, sample_rate, bits: bits.map_or(8 * bytes as u32, u32::from) }))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    /// A chunk, with its padding byte.
    fn chunk(name: &str, body: &[u8]) -> Vec<u8> {
        let size = (body.len() as u32).to_le_bytes();
        let padding = if body.len() % 2 == 1 { &[0][..] } else { &[] };
        [name.as_bytes(), &size, body, padding].concat()
    }

    /// The `fmt ` chunk of mono at 44.1 kHz and 16 bits.
    fn mono() -> Vec<u8> {
        let mut body = vec![1, 0, 1, 0];
        body.extend(44_100u32.to_le_bytes());
        body.extend(88_200u32.to_le_bytes());
        body.extend([2, 0, 16, 0]);
        chunk("fmt ", &body)
    }

    fn file(magic: &str, chunks: &[Vec<u8>]) -> Vec<u8> {
        [&[magic.as_bytes(), &[0xFF; 4], b"WAVE"].concat(), chunks.concat().as_slice()].concat()
    }

    fn data_of(size: u32, body: &[u8]) -> Vec<u8> {
        [b"data", size.to_le_bytes().as_slice(), body].concat()
    }

    fn frames(bytes: &[u8]) -> (u64, u64) {
        match read(&mut Cursor::new(bytes), bytes.len() as u64) {
            Ok(Kind::Wav(wav)) => (wav.frames.0, wav.promised.0),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_stands_between_is_passed_over() {
        let chunks = [chunk("bext", &[7; 603]), mono(), chunk("iXML", b"<X/>."), chunk("data", &[1; 10])];
        assert_eq!(frames(&file("RIFF", &chunks)), (5, 5));
        let chunks = [chunk("data", &[1; 10]), chunk("LIST", &[0; 4]), mono()];
        assert_eq!(frames(&file("RIFF", &chunks)), (5, 5), "the format may stand last");
    }

    #[test]
    fn a_missing_padding_byte_is_no_obstacle() {
        let mut odd = chunk("junk", &[1, 2, 3]);
        odd.pop();
        assert_eq!(frames(&file("RIFF", &[odd, mono(), chunk("data", &[1; 10])])), (5, 5));
    }

    #[test]
    fn a_stream_has_as_many_samples_as_follow() {
        for size in [0, UNTOLD] {
            assert_eq!(frames(&file("RIFF", &[mono(), data_of(size, &[0x11; 10])])), (5, 5));
            assert_eq!(frames(&file("RIFF", &[mono(), data_of(size, &[0x11; 11])])), (5, 6), "half a frame is lost");
        }
    }

    #[test]
    fn what_follows_a_recording_without_samples_is_no_sound() {
        let bytes = file("RIFF", &[mono(), data_of(0, &[]), chunk("LIST", b"INFO")]);
        assert!(matches!(read(&mut Cursor::new(&bytes), bytes.len() as u64), Err(Wrong::Header(_))));
    }

    #[test]
    fn a_file_that_breaks_off_says_what_it_promised() {
        assert_eq!(frames(&file("RIFF", &[mono(), data_of(100, &[0x11; 11])])), (5, 50));
    }

    #[test]
    fn sizes_of_64_bits_stand_at_the_beginning() {
        let mut sizes = vec![0; 28];
        sizes[8..16].copy_from_slice(&10u64.to_le_bytes());
        for magic in ["RF64", "BW64"] {
            let chunks = [chunk("ds64", &sizes), mono(), data_of(UNTOLD, &[1; 10]), chunk("LIST", b"INFO")];
            assert_eq!(frames(&file(magic, &chunks)), (5, 5));
        }
    }

    #[test]
    fn a_size_that_wrapped_is_what_it_was() {
        // A file of 4 GiB and six bytes of samples, of which only the header is in memory.
        struct Sparse(Cursor<Vec<u8>>);
        impl Read for Sparse {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                self.0.read(out)
            }
        }
        impl Seek for Sparse {
            fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
                self.0.seek(to)
            }
        }
        let header = file("RIFF", &[mono(), data_of(6, &[1; 16])]);
        let length = 44 + WRAP + 6;
        let Ok(Kind::Wav(wav)) = read(&mut Sparse(Cursor::new(header)), length) else { panic!("it is WAV") };
        assert_eq!(wav.frames.0, u64::midpoint(WRAP, 6));
    }

    #[test]
    fn compressed_samples_have_channels_and_speakers_that_there_are() {
        let a_law = |channels: u8, speakers: u32| {
            let mut format = chunk("fmt ", &[&[0xFE, 0xFF, channels, 0, 0x40, 0x1F, 0, 0], &[0; 32][..]].concat());
            format[8 + 20..8 + 24].copy_from_slice(&speakers.to_le_bytes());
            format[8 + 24] = 6;
            let bytes = file("RIFF", &[format, chunk("data", &[1; 10])]);
            read(&mut Cursor::new(&bytes), bytes.len() as u64)
        };
        assert!(matches!(a_law(2, 3), Ok(Kind::Compressed)) && matches!(a_law(8, 0x3_FFFF), Ok(Kind::Compressed)));
        for (channels, speakers) in [(0, 3), (9, 3), (59, 0), (2, 1 << 18), (1, 1 << 31)] {
            let found = a_law(channels, speakers);
            assert!(matches!(found, Err(Wrong::Header(_))), "{channels}, {speakers}: {found:?}");
        }
    }

    #[test]
    fn headers_that_can_not_be_are_refused() {
        for (at, value, complaint) in
            [(2, 0, "0 channels"), (2, 33, "33 channels"), (4, 0, ""), (14, 0, "0 bytes"), (14, 72, "9 bytes")]
        {
            let mut format = mono();
            format[8 + at] = value;
            if at == 4 {
                format[12..16].fill(0);
            }
            if value == 0 && at == 14 {
                format[8 + 12] = 0;
            }
            let bytes = file("RIFF", &[format, chunk("data", &[1; 10])]);
            match read(&mut Cursor::new(&bytes), bytes.len() as u64) {
                Err(Wrong::Header(what)) => assert!(what.contains(complaint), "{what}"),
                other => panic!("{at}, {value}: {other:?}"),
            }
        }
        for chunks in [vec![], vec![mono()], vec![chunk("data", &[1; 10])]] {
            let bytes = file("RIFF", &chunks);
            assert!(matches!(read(&mut Cursor::new(&bytes), bytes.len() as u64), Err(Wrong::Header(_))));
        }
    }

    proptest! {
        #[test]
        fn no_header_is_a_panic(magic in "RIFF|RIFX|RF64|BW64", mut body in prop::collection::vec(any::<u8>(), 0..200), at in 0usize..150) {
            for (place, name) in [(0, b"fmt "), (at, b"data")] {
                if let Some(bytes) = body.get_mut(place..place + 4) {
                    bytes.copy_from_slice(name);
                }
            }
            let bytes = [magic.as_bytes(), &[1, 2, 3, 4], b"WAVE", &body].concat();
            if let Ok(Kind::Wav(wav)) = read(&mut Cursor::new(&bytes), bytes.len() as u64) {
                let frame = u64::from(wav.channels) * wav.encoding.bytes() as u64;
                prop_assert!(wav.start + wav.frames.0 * frame <= bytes.len() as u64);
            }
        }
    }
}
