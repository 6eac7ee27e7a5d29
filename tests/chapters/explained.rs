//! `cuebook explain --at`: what sounds at a moment, against the timeline as it is read by other code.

use crate::support::hearing::Built;
use crate::support::{Book, speech_like, write_wav};

fn built() -> Book {
    let book = Book::of("# One\n\nThe tide was out.\n\nThe boats lay on their sides.\n");
    book.take("01-0001", 2.0).take("01-0002", 3.0).take("01-0003", 3.5);
    write_wav(&book.path("recordings/room-tone.wav"), &speech_like(1, 0.9));
    book.run(&["build"]).exits(0);
    book
}

#[test]
fn a_moment_of_a_line_is_a_place_in_its_take() {
    let book = built();
    let place = &Built::read(&book, "01").cues()[1];
    let at = (place.start as f64 + 30_000.0) / 44_100.0;
    let json = book.run(&["explain", "--at", &format!("{at:.6}"), "01", "--json"]).exits(0).complains("").json();
    assert_eq!((json["chapter"].as_str(), json["frame"].as_u64()), (Some("01"), Some(place.start as u64 + 30_000)));
    let cue = &json["cue"];
    assert_eq!((cue["cue"].as_str(), cue["take"].as_str()), (Some("01-0002"), Some("01-0002.wav")));
    let in_take = cue["at"].as_f64().unwrap() * 44_100.0;
    assert!((in_take - (place.from as f64 + 30_000.0)).abs() < 0.01, "{in_take}");
    let gain = |name: &str| cue[name].as_f64().unwrap();
    let sum = gain("chapter_db") + gain("session_db") + gain("apart_db");
    assert!((sum - gain("gain_db")).abs() < 1e-9 && gain("gain_db") == place.gain, "{cue}");
    assert_eq!(cue["why"], "only");
    assert_eq!(cue["room_tone"]["files"], serde_json::json!(["room-tone.wav"]));
}

#[test]
fn a_moment_of_a_pause_is_a_length_from_the_settings() {
    let book = built();
    let (start, end) = Built::read(&book, "01").pauses()[2];
    let at = (start + end) as f64 / 2.0 / 44_100.0;
    let json = book.run(&["explain", "--at", &format!("{at:.6}"), "01", "--json"]).exits(0).json();
    let pause = &json["pause"];
    let around = [&pause["pause"], &pause["behind"], &pause["before"]].map(|name| name.as_str().unwrap());
    assert_eq!(around, ["paragraph", "01-0002", "01-0003"]);
    let number = |name: &str| pause[name].as_f64().unwrap();
    assert_eq!(number("spacing"), 0.8);
    assert!((number("takes_bring") + number("filled") - 0.8).abs() < 1e-9, "{pause}");
    assert!((number("filled") - (end - start) as f64 / 44_100.0).abs() < 1e-9);
}

#[test]
fn a_cue_is_explained_from_its_start() {
    let book = built();
    let said = book.run(&["explain", "01-0003"]).exits(0).complains("").stdout();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("01  0:00:0") && lines[1].starts_with("cue 01-0003, from 0:00:0"), "{said}");
    assert_eq!(lines[2], "  The boats lay on their sides.");
    let rows: Vec<&str> = lines[3..].iter().map(|line| line.trim_start().split("  ").next().unwrap()).collect();
    assert_eq!(rows, ["take", "used", "why", "gain", "room tone"], "{said}");
    let head = book.run(&["explain", "01", "--at", "0"]).exits(0).stdout();
    assert!(head.contains("pause before 01-0001, from 0:00:00.0 to 0:00:0"), "{head}");
    assert!(head.contains("[spacing] head = 1, from sound to sound"), "{head}");
}

#[test]
fn a_take_that_is_no_longer_used_is_said() {
    let book = built();
    book.take("01-0002_t2", 3.0);
    let said = book.run(&["explain", "01-0002"]).exits(0).stdout();
    assert!(said.contains("by now the cue uses `01-0002_t2.wav`: `cuebook build` brings it in"), "{said}");
}

#[test]
fn what_is_no_moment_is_refused() {
    let book = built();
    let refused = |arguments: &[&str], wanted: &str| {
        let said = book.run(arguments).exits(2).prints("").stderr();
        assert_eq!(said.lines().next().unwrap(), wanted);
    };
    let explained = |chapter: &str| book.run(&["explain", "--at", "0:01", chapter]).exits(0).stdout();
    assert_eq!(explained("1"), explained("01"), "a chapter may be called by its number");
    refused(&["explain", "--at", "0:01", "09"], "error: there is no chapter `09` in the script");
    refused(&["explain", "--at", "soon", "01"], "error: `soon` is no time");
    refused(&["explain", "--at", "-1", "01"], "error: unexpected argument '-1' found");
    let length = book.run(&["explain", "--at", "1:00:00", "01"]).exits(2).stderr();
    assert!(length.starts_with("error: `1:00:00` lies behind the end of chapter 01, which lasts 0:1"), "{length}");
    refused(&["explain", "01-0009"], "error: there is no cue `01-0009` in the script");
    std::fs::remove_dir_all(book.path("output/masters")).unwrap();
    refused(&["explain", "--at", "0:01", "01"], "error: chapter 01 is not built yet");
}
