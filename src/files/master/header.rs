//! What stands around the samples of a master: a Broadcast Wave header before them, a marker for each cue behind them.
//!
//! RIFF and `cue ` are those of the *Multimedia Programming Interface and Data Specifications 1.0* (1991), `bext` is EBU
//! Tech 3285 version 2, and a file past 4 GiB is RF64 as EBU Tech 3306 has it: the place of its `ds64` is kept by a `JUNK`
//! chunk in every master.

use std::ops::Range;

use crate::words::{BitDepth, Dbtp, Fingerprint, Frames, Lufs, SampleRate};

/// What a master says of itself.
#[derive(Clone, PartialEq, Debug)]
pub struct MasterNotes {
    /// Its sample rate.
    pub rate: SampleRate,
    /// What its samples are stored as.
    pub bit_depth: BitDepth,
    /// How long it is.
    pub frames: Frames,
    /// What decides its dither.
    pub seed: u64,
    /// What it is, for people: the book's title and the chapter's.
    pub title: String,
    /// Where its cues are.
    pub markers: Vec<Marker>,
    /// What it was made from, so that it is never taken for the master of another timeline.
    pub reference: Option<Fingerprint>,
}

impl MasterNotes {
    /// How many bytes its samples are.
    pub(super) fn bytes(&self) -> u64 {
        self.frames.0 * u64::from(self.bit_depth.bits() / 8)
    }
}

/// A named stretch of a master.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Marker {
    /// What stands there: a cue's ID.
    pub name: String,
    /// From where to where.
    pub place: Range<Frames>,
}

/// How loud a master is, as `bext` has it; `None` is written as not known.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct MasterLoudness {
    /// Integrated loudness.
    pub integrated: Option<Lufs>,
    /// The loudness range, in LU.
    pub range: Option<f64>,
    /// The true peak.
    pub true_peak: Option<Dbtp>,
    /// The highest momentary loudness.
    pub momentary: Option<Lufs>,
    /// The highest short-term loudness.
    pub short_term: Option<Lufs>,
}

/// Sizes have 32 bits; this one says that the true size stands in `ds64`.
const IN_DS64: u32 = u32::MAX;

/// A loudness that is not known (EBU Tech 3285, 2.4).
const UNKNOWN: i16 = 0x7FFF;

/// The fixed part of `bext`.
const BEXT: usize = 602;

/// Its fields before the originator's reference, and that reference: as many characters as a fingerprint has digits.
const DESCRIPTION: usize = 256;
const ORIGINATOR: usize = 32;
const REFERENCE: usize = 32;

/// Where `bext` stands in every master: behind `RIFF`, its size, `WAVE`, and the place for `ds64`.
const BEXT_AT: usize = 12 + 36;

/// Where the reference stands in every master: behind the name and the size of `bext`.
const REFERENCE_AT: usize = BEXT_AT + 8 + DESCRIPTION + ORIGINATOR;

/// How many bytes from the start of a master its reference is read from.
pub const REFERENCE_END: usize = REFERENCE_AT + REFERENCE;

/// What a master was made from, by its first bytes; `None` for a file that was not written here.
pub fn reference(start: &[u8; REFERENCE_END]) -> Option<Fingerprint> {
    let is_ours = &start[8..12] == b"WAVE" && &start[BEXT_AT..BEXT_AT + 4] == b"bext";
    std::str::from_utf8(&start[REFERENCE_AT..]).ok()?.parse().ok().filter(|_| is_ours)
}

/// The bytes before the first sample: as many for every master of this rate.
pub fn before(notes: &MasterNotes, loudness: &MasterLoudness) -> Vec<u8> {
    let data = notes.bytes();
    let mut chunks = Vec::new();
    chunk(&mut chunks, *b"bext", &broadcast(notes, loudness));
    chunk(&mut chunks, *b"fmt ", &format(notes));
    if notes.bit_depth == BitDepth::Float32 {
        // Whatever is no whole number says how long it is: in 32 bits, as far as they reach.
        let frames = u32::try_from(notes.frames.0).unwrap_or(u32::MAX);
        chunk(&mut chunks, *b"fact", &frames.to_le_bytes());
    }
    let behind = data % 2 + behind(notes).len() as u64;
    // `WAVE`, the place for `ds64`, the chunks, and the name and size of `data`.
    let riff = 4 + 8 + 28 + chunks.len() as u64 + 8 + data + behind;
    let small = u32::try_from(riff).ok();

    let mut bytes = Vec::with_capacity(chunks.len() + 64);
    bytes.extend(if small.is_some() { b"RIFF" } else { b"RF64" });
    bytes.extend(small.unwrap_or(IN_DS64).to_le_bytes());
    bytes.extend(b"WAVE");
    // The sizes of the file and the samples, the number of frames, and no table of other sizes.
    let mut sizes = [riff, data, notes.frames.0].map(u64::to_le_bytes).concat();
    sizes.extend(0u32.to_le_bytes());
    match small {
        Some(_) => chunk(&mut bytes, *b"JUNK", &[0; 28]),
        None => chunk(&mut bytes, *b"ds64", &sizes),
    }
    bytes.extend(chunks);
    bytes.extend(b"data");
    bytes.extend(small.map_or(IN_DS64, |_| data as u32).to_le_bytes());
    bytes
}

/// The bytes behind the last sample, its padding left out: the markers, as editors show them, and their lengths.
pub fn behind(notes: &MasterNotes) -> Vec<u8> {
    // A place has 32 bits, as many as 27 hours at 44.1 kHz have.
    let markers: Vec<_> = (1u32..)
        .zip(&notes.markers)
        .filter_map(|(number, marker)| {
            let start = u32::try_from(marker.place.start.0).ok()?;
            let length = u32::try_from((marker.place.end - marker.place.start).0).ok()?;
            Some((number, marker, start, length))
        })
        .collect();
    if markers.is_empty() {
        return Vec::new();
    }
    let mut points = (markers.len() as u32).to_le_bytes().to_vec();
    let mut labels = b"adtl".to_vec();
    for (number, marker, start, length) in markers {
        points.extend([number, start].map(u32::to_le_bytes).concat());
        points.extend(b"data");
        points.extend([0, 0, start].map(u32::to_le_bytes).concat());
        let mut label = number.to_le_bytes().to_vec();
        label.extend(marker.name.as_bytes());
        label.push(0);
        chunk(&mut labels, *b"labl", &label);
        let mut region = [number, length].map(u32::to_le_bytes).concat();
        region.extend(b"rgn ");
        // Country, language, dialect and code page: none.
        region.extend([0; 8]);
        chunk(&mut labels, *b"ltxt", &region);
    }
    let mut bytes = Vec::new();
    chunk(&mut bytes, *b"cue ", &points);
    chunk(&mut bytes, *b"LIST", &labels);
    bytes
}

fn chunk(out: &mut Vec<u8>, name: [u8; 4], body: &[u8]) {
    out.extend(name);
    out.extend((body.len() as u32).to_le_bytes());
    out.extend(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
}

fn format(notes: &MasterNotes) -> Vec<u8> {
    const WHOLE_NUMBERS: u16 = 1;
    const FLOATS: u16 = 3;
    const CHANNELS: u16 = 1;
    let (rate, bits) = (notes.rate.hertz(), notes.bit_depth.bits() as u16);
    let kind = if notes.bit_depth == BitDepth::Float32 { FLOATS } else { WHOLE_NUMBERS };
    let mut body = [kind, CHANNELS].map(u16::to_le_bytes).concat();
    body.extend([rate, rate * u32::from(bits / 8)].map(u32::to_le_bytes).concat());
    body.extend([bits / 8, bits].map(u16::to_le_bytes).concat());
    body
}

fn broadcast(notes: &MasterNotes, loudness: &MasterLoudness) -> Vec<u8> {
    let mut body = Vec::with_capacity(BEXT);
    body.extend(field::<DESCRIPTION>(&notes.title));
    body.extend(field::<ORIGINATOR>(concat!("cuebook ", env!("CARGO_PKG_VERSION"))));
    body.extend(field::<REFERENCE>(&notes.reference.map(|reference| reference.to_string()).unwrap_or_default()));
    // Date and time are left empty: the same book gives the same bytes on every day.
    body.extend([0; 10 + 8]);
    body.extend(0u64.to_le_bytes());
    body.extend(2u16.to_le_bytes());
    // No UMID.
    body.extend([0; 64]);
    let lufs = |level: Option<Lufs>| hundredths(level.map(Lufs::db));
    let figures = [
        lufs(loudness.integrated),
        hundredths(loudness.range),
        hundredths(loudness.true_peak.map(Dbtp::db)),
        lufs(loudness.momentary),
        lufs(loudness.short_term),
    ];
    body.extend(figures.map(i16::to_le_bytes).concat());
    body.extend([0; 180]);
    debug_assert_eq!(body.len(), BEXT, "the fixed part of bext");
    body.extend(format!("A=PCM,F={},W={},M=mono,T=cuebook\r\n", notes.rate.hertz(), notes.bit_depth.bits()).bytes());
    // Readers there are, hound among them, that trip over a chunk of odd length before the samples.
    if body.len() % 2 == 1 {
        body.push(0);
    }
    body
}

fn hundredths(value: Option<f64>) -> i16 {
    value.map_or(UNKNOWN, |value| (value * 100.0).round() as i16)
}

/// A text in a field of so many bytes: cut between two characters where it is longer.
fn field<const N: usize>(text: &str) -> [u8; N] {
    let end = (0..=N.min(text.len())).rfind(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let mut field = [0; N];
    field[..end].copy_from_slice(&text.as_bytes()[..end]);
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(frames: u64) -> MasterNotes {
        let marker = Marker { name: "01-0001".to_owned(), place: Frames(44_100)..Frames(88_200) };
        MasterNotes {
            rate: SampleRate::CD,
            bit_depth: BitDepth::Int24,
            frames: Frames(frames),
            seed: 1,
            title: "Ä".repeat(200),
            markers: vec![marker],
            reference: Some(Fingerprint::of(b"a timeline")),
        }
    }

    fn u32_at(bytes: &[u8], at: usize) -> u32 {
        u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
    }

    #[test]
    fn sizes_add_up_to_the_file() {
        for frames in [0, 1, 2, 100_001] {
            let (head, tail) = (before(&notes(frames), &MasterLoudness::default()), behind(&notes(frames)));
            let padding = frames * 3 % 2;
            let file = head.len() as u64 + frames * 3 + padding + tail.len() as u64;
            assert_eq!(u64::from(u32_at(&head, 4)) + 8, file);
            assert_eq!(u64::from(u32_at(&head, head.len() - 4)), frames * 3);
            assert_eq!(head.len() % 2, 0, "chunks begin at even places");
        }
    }

    #[test]
    fn a_file_past_4_gib_is_rf64_and_no_longer_header() {
        let frames = 1_500_000_000;
        let head = before(&notes(frames), &MasterLoudness::default());
        assert_eq!((&head[..4], &head[12..16]), (b"RF64".as_slice(), b"ds64".as_slice()));
        assert_eq!((u32_at(&head, 4), u32_at(&head, head.len() - 4)), (u32::MAX, u32::MAX));
        assert_eq!(u64::from_le_bytes(head[28..36].try_into().unwrap()), frames * 3);
        assert_eq!(head.len(), before(&notes(1), &MasterLoudness::default()).len());
    }

    #[test]
    fn what_a_master_was_made_from_is_read_from_its_start_however_long_it_is() {
        for frames in [1, 1_500_000_000] {
            let head = before(&notes(frames), &MasterLoudness::default());
            let start = head[..REFERENCE_END].try_into().unwrap();
            assert_eq!(reference(&start), Some(Fingerprint::of(b"a timeline")));
        }
        let head = before(&MasterNotes { reference: None, ..notes(1) }, &MasterLoudness::default());
        assert_eq!(reference(&head[..REFERENCE_END].try_into().unwrap()), None);
        assert_eq!(reference(&[b'0'; REFERENCE_END]), None);
    }

    #[test]
    fn a_long_title_is_cut_between_characters() {
        assert_eq!(field::<5>("ÄÄÄ"), [0xC3, 0x84, 0xC3, 0x84, 0]);
    }

    #[test]
    fn loudness_is_written_in_hundredths() {
        let loudness = MasterLoudness { integrated: Some(Lufs::new(-21.346)), ..MasterLoudness::default() };
        let head = before(&notes(1), &loudness);
        let at = 12 + 36 + 8 + 412;
        assert_eq!(i16::from_le_bytes([head[at], head[at + 1]]), -2135);
        assert_eq!(i16::from_le_bytes([head[at + 2], head[at + 3]]), UNKNOWN);
    }
}
