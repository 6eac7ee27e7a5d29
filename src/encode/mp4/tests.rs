use std::io::Cursor;

use super::super::Mark;
use super::*;
use proptest::prelude::*;

/// Boxes that hold nothing but boxes.
const HOLDERS: [&[u8; 4]; 9] = [b"moov", b"trak", b"edts", b"tref", b"mdia", b"minf", b"dinf", b"stbl", b"udta"];

/// All boxes by the way to them, with their bodies. Panics where sizes don't add up.
fn walk(bytes: &[u8], way: &str, found: &mut Vec<(String, Vec<u8>)>) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let (size, name) = (u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize, &rest[4..8]);
        let (head, size) = match size {
            1 => (16, u64::from_be_bytes(rest[8..16].try_into().unwrap()) as usize),
            size => (8, size),
        };
        let way = format!("{way}/{}", String::from_utf8_lossy(name));
        if HOLDERS.iter().any(|holder| *holder == name) {
            walk(&rest[head..size], &way, found);
        } else {
            found.push((way, rest[head..size].to_vec()));
        }
        rest = &rest[size..];
    }
}

fn boxes(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    walk(bytes, "", &mut found);
    found
}

fn body<'a>(boxes: &'a [(String, Vec<u8>)], way: &str) -> &'a [u8] {
    &boxes.iter().find(|(found, _)| found == way).unwrap_or_else(|| panic!("no {way}")).1
}

fn numbers(bytes: &[u8]) -> Vec<u64> {
    bytes.chunks_exact(4).map(|four| u64::from(u32::from_be_bytes(four.try_into().unwrap()))).collect()
}

fn sound(heard: u64) -> Sound {
    Sound {
        rate: SampleRate::CD,
        channels: Channels::Mono,
        settings: vec![0x12, 0x08],
        delay: 1024,
        heard: Frames(heard),
    }
}

fn mark(title: String, start: u32) -> Mark {
    Mark { title, start, end: start }
}

fn written(frames: &[Vec<u8>], heard: u64, tags: &Tags) -> Vec<u8> {
    let mut writer = Mp4Writer::new(Cursor::new(Vec::new())).unwrap();
    for frame in frames {
        writer.frame(frame).unwrap();
    }
    writer.finish(&sound(heard), tags).unwrap().into_inner()
}

#[test]
fn chapters_do_not_drift_in_forty_hours() {
    const HOURS: u64 = 40;
    // A stub of a frame each: silence for the muxer, which looks into none.
    let heard = HOURS * 3600 * 44_100;
    let mut writer = Mp4Writer::new(Cursor::new(Vec::new())).unwrap();
    for number in 0..(heard + 1024).div_ceil(FRAME) {
        writer.frame(&[number as u8]).unwrap();
    }
    let minutes = (HOURS * 60) as u32;
    // One a minute less 7 ms, so that hardly one begins at a whole sample.
    let tags = Tags {
        chapters: (0..minutes).map(|number| mark(format!("{number}"), number * 59_993)).collect(),
        ..Tags::default()
    };
    let bytes = writer.finish(&sound(heard), &tags).unwrap().into_inner();
    let tag = mp4ameta::Tag::read_from(&mut Cursor::new(&bytes)).unwrap();
    let track = tag.chapter_track();
    assert_eq!((track.len(), tag.chapter_list().len()), (tags.chapters.len(), 255));
    for (found, wanted) in track.iter().zip(&tags.chapters) {
        let apart = found.start.as_secs_f64() - f64::from(wanted.start) / 1000.0;
        assert!(apart.abs() <= 0.5 / 44_100.0 + 1e-8, "{}: {apart}", wanted.title);
    }
    assert_eq!(tag.duration().as_secs(), HOURS * 3600);
    // Past 27 hours, times have 64 bits.
    let boxes = boxes(&bytes);
    let edits = body(&boxes, "/moov/trak/edts/elst");
    assert_eq!((edits[0], u64::from_be_bytes(edits[8..16].try_into().unwrap())), (1, heard));
}

#[test]
fn what_is_past_four_gigabytes_has_places_of_64_bits() {
    let text = movie::Text { at: 5 << 32, sizes: vec![3], lengths: vec![2048] };
    let tags = Tags { chapters: vec![mark("A".to_owned(), 0)], ..Tags::default() };
    let (sound, sizes) = (sound(2048), [9; 3]);
    let movie = Movie { sound: &sound, sizes: &sizes, chunks: &[5 << 32], text: Some(&text), tags: &tags };
    let boxes = boxes(&movie.boxes());
    assert_eq!(body(&boxes, "/moov/trak/mdia/minf/stbl/co64")[8..], (5u64 << 32).to_be_bytes());
}

#[test]
fn a_title_that_is_too_long_for_the_list_is_whole_in_the_track() {
    let title = "潮".repeat(100);
    let tags = Tags { chapters: vec![mark(title.clone(), 0)], ..Tags::default() };
    let bytes = written(&[vec![1], vec![2]], 1000, &tags);
    let tag = mp4ameta::Tag::read_from(&mut Cursor::new(&bytes)).unwrap();
    assert_eq!((tag.chapter_track()[0].title.as_str(), tag.chapter_list()[0].title.as_str()), (&*title, &title[..255]));
}

proptest! {
    #[test]
    fn sizes_add_up_and_every_frame_is_where_the_index_says(
        lengths in prop::collection::vec(1usize..300, 1..300),
        titles in prop::collection::vec(".{0,20}", 0..100),
        cut in 0u64..1024,
    ) {
        let frames: Vec<Vec<u8>> = lengths.iter().enumerate().map(|(n, &length)| vec![n as u8; length]).collect();
        let chapters = titles.iter().enumerate().map(|(n, title)| mark(title.clone(), n as u32 * 10)).collect();
        let tags = Tags { title: "T".to_owned(), chapters, ..Tags::default() };
        let heard = (frames.len() as u64 * FRAME).saturating_sub(cut).max(1);
        let bytes = written(&frames, heard, &tags);
        let boxes = boxes(&bytes);
        let ways: Vec<_> = boxes.iter().map(|(way, _)| way.as_str()).collect();
        prop_assert!(ways.starts_with(&["/ftyp", "/mdat", "/moov/mvhd", "/moov/trak/tkhd"]));
        let stbl = "/moov/trak/mdia/minf/stbl";
        let sizes = numbers(&body(&boxes, &format!("{stbl}/stsz"))[12..]);
        prop_assert_eq!(&sizes, &lengths.iter().map(|&length| length as u64).collect::<Vec<_>>());
        let places = numbers(&body(&boxes, &format!("{stbl}/stco"))[8..]);
        prop_assert_eq!(places.len(), frames.len().div_ceil(CHUNK));
        for (place, frames) in places.iter().zip(frames.chunks(CHUNK)) {
            prop_assert!(bytes[*place as usize..].starts_with(&frames.concat()));
        }
        // How many frames each chunk has, as a player unrolls it.
        let runs = numbers(&body(&boxes, &format!("{stbl}/stsc"))[8..]);
        let told: u64 = runs.chunks(3).enumerate().map(|(n, run)| {
            let next = runs.get(n * 3 + 3).copied().unwrap_or(places.len() as u64 + 1);
            (next - run[0]) * run[1]
        }).sum();
        prop_assert_eq!(told, frames.len() as u64);
        let texts: Vec<_> = boxes.iter().filter(|(way, _)| way.ends_with("/stts")).skip(1).collect();
        if let Some((_, lengths)) = texts.first() {
            let lasting: u64 = numbers(&lengths[8..]).chunks(2).map(|run| run[1]).sum();
            prop_assert_eq!(lasting, heard);
        }
    }
}
