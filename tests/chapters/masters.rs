//! Masters as other programs see them: a Broadcast Wave with a marker for each cue.

use super::support;
use std::collections::BTreeMap;
use std::process::Command;

use super::support::Book;
use super::support::hearing::{by_ffmpeg, by_sox, loudness_by_ffmpeg, probed};
use serde_json::Value;

/// The chunks of a WAV file by name, in order, read without any of cuebook's own code.
fn chunks(bytes: &[u8]) -> Vec<(String, &[u8])> {
    assert_eq!((&bytes[..4], &bytes[8..12]), (b"RIFF".as_slice(), b"WAVE".as_slice()));
    assert_eq!(u32_at(bytes, 4) as usize + 8, bytes.len());
    walk(&bytes[12..])
}

fn walk(mut rest: &[u8]) -> Vec<(String, &[u8])> {
    let mut found = Vec::new();
    while !rest.is_empty() {
        let length = u32_at(rest, 4) as usize;
        found.push((String::from_utf8(rest[..4].to_vec()).unwrap(), &rest[8..8 + length]));
        rest = &rest[8 + length + length % 2..];
    }
    found
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

fn built() -> Book {
    let book = Book::of("# The Tide\n\nThe boats lay on their sides.\n\nIt was low water, and nobody spoke.\n");
    book.run(&["script"]).exits(0);
    book.take("01-0001", 2.0).take("01-0002", 3.0).take("01-0003", 3.5);
    book.run(&["build"]).exits(0);
    book
}

#[test]
fn every_cue_is_marked_where_the_timeline_has_it() {
    let book = built();
    let bytes = std::fs::read(book.path("output/masters/01.wav")).unwrap();
    let chunks = chunks(&bytes);
    let names: Vec<_> = chunks.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["JUNK", "bext", "fmt ", "data", "cue ", "LIST"]);

    let cue = chunks[4].1;
    let points: BTreeMap<u32, u32> =
        cue[4..].chunks_exact(24).map(|point| (u32_at(point, 0), u32_at(point, 20))).collect();
    assert_eq!(u32_at(cue, 0) as usize, points.len());
    assert_eq!(&chunks[5].1[..4], b"adtl");
    let (mut labels, mut lengths) = (BTreeMap::new(), BTreeMap::new());
    for (name, body) in walk(&chunks[5].1[4..]) {
        match name.as_str() {
            "labl" => {
                labels.insert(u32_at(body, 0), String::from_utf8(body[4..body.len() - 1].to_vec()).unwrap());
            }
            "ltxt" => {
                lengths.insert(u32_at(body, 0), u32_at(body, 4));
            }
            other => panic!("{other}"),
        }
    }
    let marked: Vec<_> = labels.iter().map(|(number, name)| (name.clone(), points[number], lengths[number])).collect();

    let timeline = std::fs::read_to_string(book.path("output/masters/01.timeline.json")).unwrap();
    let timeline: Value = serde_json::from_str(&timeline).unwrap();
    let frames = |span: &Value, field: &str| u32::try_from(span[field].as_u64().unwrap()).unwrap();
    let spans = timeline["spans"].as_array().unwrap().iter().filter(|span| span["cue"].is_string());
    let wanted: Vec<_> = spans
        .map(|span| {
            let (start, end) = (frames(span, "start"), frames(span, "end"));
            (span["cue"].as_str().unwrap().to_owned(), start, end - start)
        })
        .collect();
    assert_eq!(marked, wanted);
}

#[test]
fn a_master_says_what_it_is_and_how_loud() {
    let book = built();
    let path = book.path("output/masters/01.wav");
    let bytes = std::fs::read(&path).unwrap();
    let chunks = chunks(&bytes);
    let bext = chunks[1].1;
    let text = |field: &[u8]| String::from_utf8(field.split(|&byte| byte == 0).next().unwrap().to_vec()).unwrap();
    assert_eq!(text(&bext[..256]), "A Test, 01 The Tide");
    assert!(text(&bext[256..288]).starts_with("cuebook "));
    let loudness = f64::from(i16::from_le_bytes([bext[412], bext[413]])) / 100.0;
    assert!((-30.0..-10.0).contains(&loudness), "{loudness}");
    let figure = |at: usize| f64::from(i16::from_le_bytes([bext[at], bext[at + 1]])) / 100.0;
    // Range, true peak, momentary and short-term loudness: the loudest 0.4 s are louder than the loudest 3 s, and those than all.
    let (range, true_peak, momentary, short_term) = (figure(414), figure(416), figure(418), figure(420));
    assert!((0.0..20.0).contains(&range) && true_peak <= -4.0, "{range} {true_peak}");
    assert!(momentary >= short_term && short_term >= loudness - 0.5 && momentary < 0.0, "{momentary} {short_term}");
    if !support::has("ffprobe") {
        return;
    }
    let asked = ["-v", "error", "-show_entries", "format_tags", "-of", "json"];
    let told = Command::new("ffprobe").args(asked).arg(&path).output().unwrap().stdout;
    let probe: Value = serde_json::from_slice(&told).unwrap();
    assert_eq!(probe["format"]["tags"]["comment"], "A Test, 01 The Tide");
    assert_eq!(probe["format"]["tags"]["coding_history"], "A=PCM,F=44100,W=24,M=mono,T=cuebook\r\n");
}

#[test]
fn other_programs_measure_what_the_build_says() {
    let book = Book::sample();
    let report = book.run(&["build", "--json"]).exits(0).json();
    let masters = report["masters"].as_array().unwrap();
    assert_eq!(masters.len(), 5);
    let (with_ffmpeg, with_sox) = (support::has("ffmpeg"), support::has("sox"));
    for master in masters {
        let chapter = master["chapter"].as_str().unwrap();
        let path = book.path(&format!("output/masters/{chapter}.wav"));
        let close = |what: &str, found: f64, slack: f64| {
            let said = master[what].as_f64().unwrap();
            assert!((found - said).abs() <= slack, "{chapter}: {what} is {said}, but found {found}");
        };
        if with_ffmpeg {
            assert_eq!(probed(&path), format!("pcm_s24le,44100,1,{}", master["frames"]));
            let (rms, peak) = by_ffmpeg(&path);
            close("rms", rms, 0.02);
            close("peak", peak, 0.02);
            let (loudness, true_peak) = loudness_by_ffmpeg(&path);
            close("loudness", loudness, 0.1);
            // It is told to a tenth, and every interpolation finds something else between samples.
            close("true_peak", true_peak, 0.2);
        }
        if with_sox {
            let (rms, peak) = by_sox(&path);
            close("rms", rms, 0.02);
            close("peak", peak, 0.02);
        }
    }
}
