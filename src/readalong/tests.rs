use std::fs;
use std::io::Write as _;
use std::process::Command;

use super::*;
use crate::script::{CueKind, Opens};
use crate::words::ChapterId;

fn cue(chapter: u32, line: u32, kind: CueKind, opens: Opens, text: &str) -> Cue {
    Cue { id: CueId::new(ChapterId::new(chapter), line), kind, opens, text: text.to_owned(), spoken: None }
}

fn cues() -> Vec<Cue> {
    use CueKind::{Announcement, Dialogue, Epigraph, Narration, Verse};
    vec![
        cue(1, 1, Announcement, Opens::Chapter, "1 < 2 & \"3\""),
        cue(1, 2, Epigraph, Opens::Paragraph, "A motto."),
        cue(1, 3, Narration, Opens::Paragraph, "The tide was out."),
        cue(1, 4, Dialogue, Opens::Sentence, "“When --> back?”"),
        cue(2, 1, Announcement, Opens::Chapter, "Two"),
        cue(2, 2, Verse, Opens::Scene, "Row, row,\n\nrow your boat."),
    ]
}

/// Lines of a second each with half a second before each, at a rate that no time divides.
fn file<'a>(name: &str, title: &str, cues: &'a [Cue]) -> SoundFile<'a> {
    let rate = SampleRate::new(22_050).unwrap();
    let place = |at: u64| Frames(at * 33_075 + 11_025)..Frames((at + 1) * 33_075);
    let lines: Vec<_> = cues.iter().zip(0..).map(|(cue, at)| Line { cue, text: &cue.text, place: place(at) }).collect();
    let frames = Frames(lines.len() as u64 * 33_075 + 11_025);
    SoundFile { name: name.to_owned(), title: title.to_owned(), rate, frames, lines }
}

fn edition(cues: &[Cue]) -> Edition<'_> {
    Edition {
        title: "The \"Tide\" & <us>",
        author: "Ann Author",
        narrator: "Nat Narrator",
        language: "en-GB",
        files: vec![file("01.mp3", "1 < 2 & \"3\"", &cues[..4]), file("02.mp3", "Two", &cues[4..])],
    }
}

#[test]
fn captions_carry_the_ids_of_their_cues_and_no_line_that_ends_them() {
    let cues = cues();
    let files = edition(&cues).files;
    assert_eq!(
        web_vtt(&files[0]),
        "WEBVTT\n\n01-0001\n00:00:00.500 --> 00:00:01.500\n1 &lt; 2 &amp; \"3\"\n\n\
         01-0002\n00:00:02.000 --> 00:00:03.000\nA motto.\n\n\
         01-0003\n00:00:03.500 --> 00:00:04.500\nThe tide was out.\n\n\
         01-0004\n00:00:05.000 --> 00:00:06.000\n“When → back?”\n"
    );
    assert_eq!(
        srt(&files[1]),
        "1\n00:00:00,500 --> 00:00:01,500\nTwo\n\n2\n00:00:02,000 --> 00:00:03,000\nRow, row,\nrow your boat.\n"
    );
}

#[test]
fn editors_read_where_each_line_stands() {
    let cues = cues();
    let edition = edition(&cues);
    assert_eq!(audacity_labels(&edition.files[1]), "0.500000\t1.500000\t02-0001\n2.000000\t3.000000\t02-0002\n");
    assert_eq!(
        reaper_regions(&edition.files[1]),
        "#,Name,Start,End,Length\nR1,02-0001,0:00.500,0:01.500,0:01.000\nR2,02-0002,0:02.000,0:03.000,0:01.000\n"
    );
    assert_eq!(
        cue_sheet(&edition, &[]).unwrap(),
        "PERFORMER \"Ann Author\"\nTITLE \"The 'Tide' & <us>\"\n\
         FILE \"01.mp3\" MP3\n  TRACK 01 AUDIO\n    TITLE \"1 < 2 & '3'\"\n    INDEX 01 00:00:00\n\
         FILE \"02.mp3\" MP3\n  TRACK 02 AUDIO\n    TITLE \"Two\"\n    INDEX 01 00:00:00\n"
    );
    let many = Edition { files: vec![edition.files[0].clone(); 100], ..edition.clone() };
    assert_eq!(cue_sheet(&many, &[]), None, "a CUE sheet has no more than 99 tracks");
}

#[test]
fn a_book_in_one_file_counts_from_its_start() {
    let cues = cues();
    let whole = edition(&cues).in_one("tide.m4b".to_owned());
    let starts = [("One".to_owned(), Frames::ZERO), ("Two".to_owned(), Frames(4 * 33_075 + 11_025))];
    assert!(cue_sheet(&whole, &starts).unwrap().ends_with("TITLE \"Two\"\n    INDEX 01 00:06:38\n"));
    assert!(web_vtt(&whole.files[0]).contains("02-0001\n00:00:07.000 --> 00:00:08.000\n"));
    assert_eq!(whole.files[0].frames, Frames(6 * 33_075 + 2 * 11_025));
}

#[test]
fn a_manifest_adds_up() {
    let cues = cues();
    let text = publication(&edition(&cues), Some(("cover.png", "image/png")), Some("sample.mp3"));
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["conformsTo"], "https://www.w3.org/TR/audiobooks/");
    assert_eq!((&manifest["readBy"], &manifest["duration"]), (&"Nat Narrator".into(), &"PT10S".into()));
    let lengths: Vec<_> = manifest["readingOrder"].as_array().unwrap().iter().map(|file| &file["duration"]).collect();
    assert_eq!(lengths, ["PT6.5S", "PT3.5S"]);
    assert_eq!((&manifest["resources"][0]["rel"], &manifest["links"][0]["rel"]), (&"cover".into(), &"preview".into()));
    let lines: serde_json::Value = serde_json::from_str(&json(&edition(&cues))).unwrap();
    assert_eq!(
        lines["files"][1]["cues"][0],
        serde_json::json!({"cue": "02-0001", "start": 0.5, "end": 1.5, "text": "Two"})
    );
}

#[test]
fn a_book_to_read_along_loses_no_pause() {
    let cues = cues();
    let imprint = Imprint { identifier: "urn:uuid:0", modified: "2026-01-31T12:00:00Z", cover: None };
    let packed = pack(&edition(&cues), imprint);
    assert_eq!(packed[0].path, "mimetype");
    let text = |path: &str| match &packed.iter().find(|entry| entry.path == path).unwrap().holds {
        Holds::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let page = text("EPUB/text/s001.xhtml");
    assert!(page.contains("<h1><span id=\"c01-0001\">1 &lt; 2 &amp; &quot;3&quot;</span></h1>"), "{page}");
    assert!(page.contains("out.</span> <span id=\"c01-0004\">"), "sentences of a paragraph stand together: {page}");
    let overlay = text("EPUB/text/s001.smil");
    let clips: Vec<&str> = overlay.split("clipBegin=").skip(1).map(|rest| &rest[..rest.find('/').unwrap()]).collect();
    assert_eq!(
        clips,
        ["\"0s\" clipEnd=\"2s\"", "\"2s\" clipEnd=\"3.5s\"", "\"3.5s\" clipEnd=\"5s\"", "\"5s\" clipEnd=\"6.5s\""]
    );
}

#[test]
fn epubcheck_has_nothing_against_it() {
    // Debian's is an archive of Java's, which only some kernels run by itself.
    let checker = || {
        let mut java = Command::new("java");
        java.args(["-jar", "/usr/bin/epubcheck"]);
        java
    };
    if !checker().arg("--version").output().is_ok_and(|said| said.stdout.starts_with(b"EPUBCheck")) {
        eprintln!("SKIPPED: epubcheck is not installed");
        return;
    }
    let cues = cues();
    let imprint = Imprint {
        identifier: "urn:uuid:6ba7b810-9dad-81d1-80b4-00c04fd430c8",
        modified: "2026-01-31T12:00:00Z",
        cover: Some(("cover.png", "image/png")),
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tide.epub");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for Packed { path, holds } in pack(&edition(&cues), imprint) {
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(path, stored).unwrap();
        match holds {
            Holds::Text(text) => archive.write_all(text.as_bytes()).unwrap(),
            // The head of an MPEG audio frame, and of a PNG: no more is looked at.
            Holds::Audio(_) => archive.write_all(&[0xFF, 0xFB, 0x90, 0x64]).unwrap(),
            Holds::Cover => {
                archive.write_all(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0").unwrap();
            }
        }
    }
    archive.finish().unwrap();
    let found = checker().arg(&path).output().unwrap();
    let said = String::from_utf8_lossy(&found.stdout).into_owned() + &String::from_utf8_lossy(&found.stderr);
    assert!(found.status.success() && !said.contains("WARNING"), "{said}");
}
