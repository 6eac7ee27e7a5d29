//! What was measured before is only a way to be quicker: every answer is the same with it, without it, and with what is
//! left of it.

use super::support;
use std::fs;

use super::support::{Book, assert_same, contents};
use cuebook::signal::tone::scatter;

const STORY: &str = "# Chapter 1\n\nThe tide was out. The boats lay on their sides.\n\nNobody came.\n";

/// A recorded book whose takes are known.
fn known() -> Book {
    let book = Book::of(STORY);
    for (name, seconds) in [("01-0001", 2.0), ("01-0002", 5.0), ("01-0003", 1.5)] {
        book.take(name, seconds).aged(name);
    }
    book.run(&["script"]).exits(0);
    book.run(&["check"]).exits(0).complains("");
    book
}

fn cache(book: &Book) -> std::path::PathBuf {
    book.path("output/.cache/takes")
}

#[test]
fn every_answer_is_the_same_with_and_without_it() {
    let book = known();
    // A fault of every kind that a take can have here.
    support::write_wav(&book.path("recordings/01-0002_t2.wav"), &vec![0.0; 44_100]);
    let loud: Vec<f32> = support::speech_like(5, 3.0).iter().map(|sample| (sample * 8.0).clamp(-1.0, 1.0)).collect();
    support::write_wav(&book.path("recordings/01-0003_t2.wav"), &loud);
    book.file("recordings/01-0003_t3.wav", "no sound").file("recordings/wrong.wav", b"RIFF");
    book.aged("01-0002_t2").aged("01-0003_t2").aged("01-0003_t3");
    book.run(&["check"]);
    // What is built once is not built again, with or without.
    book.run(&["build"]);
    for arguments in [&["check"][..], &["check", "--json"], &["build", "--json"]] {
        let with = book.run(arguments);
        let built = contents(&book.path("output"));
        fs::remove_file(cache(&book)).unwrap();
        let without = book.run(arguments);
        assert_eq!(with.stdout(), without.stdout(), "{arguments:?}");
        assert_same(&built, &contents(&book.path("output")));
        assert!(cache(&book).exists());
    }
}

#[test]
fn damage_is_said_once_and_mended() {
    let book = known();
    let whole = fs::read(cache(&book)).unwrap();
    for attempt in 0..20 {
        let place = scatter(3, attempt) as usize;
        let mut bytes = whole.clone();
        if attempt % 2 == 0 {
            bytes.truncate(place % whole.len());
        } else {
            bytes[place % whole.len()] ^= 0x10;
        }
        fs::write(cache(&book), &bytes).unwrap();
        book.run(&["check"])
            .exits(0)
            .complains("note: what was measured before is damaged in `./output/.cache`: all takes are heard again\n")
            .prints("3 takes for 3 cues: no findings\n");
        assert!(fs::read(cache(&book)).unwrap() == whole, "it is written as it was");
        book.run(&["check"]).exits(0).complains("");
    }
}

#[test]
fn a_new_take_is_heard_and_one_that_is_gone_is_forgotten() {
    let book = known();
    let lines = || fs::read_to_string(cache(&book)).unwrap().lines().count();
    assert_eq!(lines(), 5, "what measured, three takes, and the digest");
    book.take("01-0002_t2", 4.0).aged("01-0002_t2");
    book.run(&["check"]).exits(0).prints("4 takes for 3 cues: no findings\n");
    assert_eq!(lines(), 6);
    fs::remove_file(book.path("recordings/01-0002.wav")).unwrap();
    fs::rename(book.path("recordings/01-0002_t2.wav"), book.path("recordings/01-0002_t3.wav")).unwrap();
    book.run(&["check"]).exits(0).prints("3 takes for 3 cues: no findings\n");
    assert_eq!(lines(), 5);
}

#[test]
fn a_take_that_was_replaced_is_heard() {
    let book = known();
    let path = book.path("recordings/01-0001.wav");
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    // As long as the old one, and with its time, as some copying programs leave it.
    support::write_wav(&path, &vec![0.0; 88_200]);
    fs::File::options().append(true).open(&path).unwrap().set_modified(modified).unwrap();
    let ran = book.run(&["check", "--json"]).exits(1).json();
    let rules: Vec<_> = ran["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].clone()).collect();
    assert!(rules.contains(&"take-silent".into()), "{rules:?}");
}
