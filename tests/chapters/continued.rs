//! A chapter that is too long for its distributor goes on in further files.

use crate::support::hearing::Built;
use crate::support::{Book, speech_like, write_wav};

/// ACX's profile with files of two minutes at most.
fn short_files(book: &Book) {
    let acx = book.run(&["explain", "acx", "--toml"]).exits(0).stdout();
    let short = acx.replace("name = \"acx\"", "name = \"short\"").replace("max = 120.0", "max = 2.0");
    assert!(short.contains("max = 2.0"), "{acx}");
    book.file("profiles/short.toml", short);
}

fn settings(book: &Book, continue_at: &str) {
    book.file("book.toml", format!("title = \"A Test\"\n[delivery]\nprofile = \"short\"\n{continue_at}"));
}

#[test]
fn build_says_where_it_goes_on_best_and_does_so_once_it_is_asked_for() {
    let line =
        "This is a line that takes some twelve seconds to be read aloud, as it goes on and on about nothing.\n\n";
    let book = Book::of(&format!("# Chapter One\n\n{}* * *\n\n{}", line.repeat(6), line.repeat(7)));
    short_files(&book);
    settings(&book, "");
    book.run(&["script"]).exits(0);
    for number in 1..=14 {
        let seconds = if number == 1 { 3.0 } else { 11.0 };
        write_wav(&book.path(&format!("recordings/01-{number:04}.wav")), &speech_like(number, seconds));
    }
    let said = book.run(&["build"]).exits(1).stdout();
    let asked = said.split('`').find(|part| part.starts_with("continue_at")).expect("a hint of where to go on");
    assert!(said.contains("error[chapter-too-long]") && said.contains("scene pause"), "{said}");

    settings(&book, asked);
    let made = book.run(&["script"]).exits(0).stdout();
    assert!(made.contains("01a  Chapter One, continued"), "{made}");
    let chapters: Vec<&str> = ["01", "01a", "01b"].into_iter().filter(|id| made.contains(&format!("{id} "))).collect();
    for (seed, chapter) in (50..).zip(&chapters[1..]) {
        write_wav(&book.path(&format!("recordings/{chapter}-0001.wav")), &speech_like(seed, 3.0));
    }
    book.run(&["build"]).exits(0);
    let mut cues = Vec::new();
    for chapter in &chapters {
        let built = Built::read(&book, chapter);
        assert!(built.samples.len() < 120 * 44_100, "{chapter} lasts {} frames", built.samples.len());
        let placed: Vec<String> = built.cues().into_iter().map(|place| place.cue).collect();
        let own = if *chapter == "01" { &placed[..] } else { &placed[1..] };
        assert!(*chapter == "01" || placed[0] == format!("{chapter}-0001"), "{chapter} is announced: {placed:?}");
        cues.extend_from_slice(own);
    }
    let all: Vec<String> = (1..=14).map(|number| format!("01-{number:04}")).collect();
    assert_eq!(cues, all, "every line once, in its order");
}
