//! What is built again: what changed and nothing else; and what comes out is what a first build would make.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::support::{Book, assert_same, contents, speech_like, write_wav};

const STORY: &str = "# One\n\nThe tide was out. The boats lay on their sides.\n\n\"Where is everybody?\" she asked.\n\n\
     # Two\n\nIt came back at six, as it always had.\n\nNobody saw it.\n";

const TAKES: [(&str, f64); 6] =
    [("01-0001", 1.9), ("01-0002", 2.6), ("01-0003", 2.1), ("02-0001", 1.8), ("02-0002", 2.7), ("02-0003", 2.3)];

/// A book that is built.
fn built() -> Book {
    let book = Book::of(STORY);
    for (cue, seconds) in TAKES {
        book.take(cue, seconds);
    }
    write_wav(&book.path("recordings/room-tone.wav"), &speech_like(1, 0.9));
    book.run(&["build"]).exits(0).complains("");
    book
}

/// The lines of an answer that tell what was built, and why.
fn told(answer: &str) -> Vec<String> {
    let begins = ["built ", "wrote only ", "would ", "not built ", "removed "];
    answer.lines().filter(|line| begins.iter().any(|begin| line.starts_with(begin))).map(str::to_owned).collect()
}

/// Asserts that building tells this, and leaves what a first build of the same book makes.
#[track_caller]
fn assert_builds(book: &Book, wanted: &[&str], code: i32) {
    let before = contents(&book.path(""));
    let preview = told(&book.run(&["build", "--dry-run"]).exits(0).complains("").stdout());
    assert_same(&before, &contents(&book.path("")));
    let ran = book.run(&["build"]).exits(code).complains("");
    assert_eq!(told(&ran.stdout()), wanted);
    let promised: Vec<_> = wanted.iter().map(|line| line.replace("built ", "would build ")).collect();
    let promised: Vec<_> = promised.iter().map(|line| line.replace("wrote ", "would write ")).collect();
    assert_eq!(preview, promised);

    let incremental = contents(&book.path("output"));
    fs::remove_dir_all(book.path("output")).unwrap();
    book.run(&["build"]).exits(code);
    assert_same(&incremental, &contents(&book.path("output")));
}

/// A cue is read once more, a little slower.
fn read_again(book: &Book, cue: &str) {
    let (_, seconds) = TAKES.iter().find(|(id, _)| *id == cue).unwrap();
    book.take(&format!("{cue}_t2"), seconds + 0.2);
}

#[test]
fn only_what_changed_is_built_again() {
    let book = built();
    assert_builds(&book, &[], 0);

    read_again(&book, "02-0002");
    assert_builds(&book, &["built 02: another take of 02-0002"], 0);

    let settings = fs::read_to_string(book.path("book.toml")).unwrap();
    book.file("book.toml", settings.clone() + "[spacing]\nparagraph = 0.6\n");
    assert_builds(&book, &["built 01, 02: [spacing] paragraph 0.8 -> 0.6"], 0);
    book.file("book.toml", settings.clone() + "[spacing]\nparagraph = 0.6\nscene = 4\n");
    assert_builds(&book, &["wrote only the timeline of 01, 02: what it keeps of the book"], 0);

    book.file("book.toml", settings.replace("A Test", "Low Tide") + "[spacing]\nparagraph = 0.6\nscene = 4\n");
    assert_builds(&book, &["built 01, 02: title \"A Test\" -> \"Low Tide\""], 0);

    write_wav(&book.path("recordings/room-tone.wav"), &speech_like(5, 0.9));
    assert_builds(&book, &["built 01, 02: room tone"], 0);
}

#[test]
fn every_kind_of_reason_is_told() {
    let book = built();
    let settings = fs::read_to_string(book.path("book.toml")).unwrap();
    book.file("book.toml", settings.clone() + "[levels]\naim = \"none\"\n");
    assert_builds(&book, &["built 01, 02: level aimed at -20.0 dBFS RMS -> none"], 1);
    book.file("book.toml", settings.clone());
    book.run(&["build"]);
    // Less than what the takes bring of their rooms: no time is left for a pause.
    book.file("book.toml", settings.clone() + "[spacing]\nparagraph = 0.1\n");
    assert_builds(&book, &["built 01, 02: [spacing] paragraph 0.8 -> 0.1"], 0);
    book.file("book.toml", settings.replace("A Test", "Low Tide") + "[spacing]\nparagraph = 0.8\ntail = 3\n");
    for cue in ["01-0001", "01-0002", "01-0003", "02-0001"] {
        read_again(&book, cue);
    }
    let common = "title \"A Test\" -> \"Low Tide\"";
    let spaced = "[spacing] paragraph 0.1 -> 0.8; [spacing] tail 3.5 -> 3";
    assert_builds(
        &book,
        &[
            &format!("built 01: {common}; other takes of 01-0001, 01-0002, 01-0003; {spaced}"),
            &format!("built 02: {common}; another take of 02-0001; {spaced}"),
        ],
        0,
    );
}

#[test]
fn the_masters_of_a_copied_book_are_as_they_were_written() {
    let book = built();
    for chapter in ["01", "02"] {
        let path = book.path(&format!("output/masters/{chapter}.wav"));
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        sleep(Duration::from_millis(20));
        fs::write(&path, bytes).unwrap();
    }
    let kept = || fs::read(book.path("output/.cache/masters/01")).unwrap();
    let before = kept();
    let preview = book.run(&["build", "--dry-run"]).exits(0).stdout();
    assert_eq!((preview.as_str(), kept() == before), ("0 of 2 chapters to build; nothing was written\n", true));
    assert_eq!(told(&book.run(&["build"]).exits(0).stdout()), [""; 0]);
    assert!(kept() != before, "the copy is remembered");
}

#[test]
fn a_chapter_whose_sound_stays_is_not_rendered_again() {
    let book = built();
    let master = || fs::metadata(book.path("output/masters/01.wav")).unwrap().modified().unwrap();
    let first = master();
    fs::create_dir(book.path("recordings/day 1")).unwrap();
    fs::rename(book.path("recordings/01-0002.wav"), book.path("recordings/day 1/01-0002.wav")).unwrap();
    let said = book.run(&["build"]).exits(0).stdout();
    assert_eq!(told(&said), ["wrote only the timeline of 01: the take of 01-0002 is now `day 1/01-0002.wav`"]);

    // A take of the old words: the chapter holds it still, and the error says so.
    book.file("script/manuscript.md", STORY.replace("on their sides", "on their backs"));
    let said = book.run(&["build"]).exits(1).stdout();
    assert_eq!(told(&said), ["wrote only the timeline of 01: the words of 01-0002 changed"]);

    // Somebody has written into it.
    let path = book.path("output/masters/02.timeline.json");
    let timeline = fs::read_to_string(&path).unwrap();
    fs::write(&path, timeline.replacen(r#""chapter": "02""#, r#""chapter": "01""#, 1)).unwrap();
    assert_ne!(fs::read_to_string(&path).unwrap(), timeline);
    let said = book.run(&["build"]).exits(1).stdout();
    assert_eq!(told(&said), ["wrote only the timeline of 02: what it keeps of the book"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), timeline);

    // The same samples, written anew with other dates.
    let path = book.path("recordings/02-0001.wav");
    let bytes = fs::read(&path).unwrap();
    sleep(Duration::from_millis(20));
    fs::write(&path, bytes).unwrap();
    let said = book.run(&["build"]).exits(1).stdout();
    assert_eq!(told(&said), Vec::<String>::new());
    assert!(said.contains("2 chapters in `./output/masters`, nothing to build: 1 error, 1 warning\n"), "{said}");
    assert_eq!(master(), first);
}

#[test]
fn a_cue_that_comes_or_goes_touches_its_chapter() {
    let book = built();
    fs::rename(book.path("recordings/01-0003.wav"), book.path("kept.wav")).unwrap();
    assert_builds(&book, &["built 01: 01-0003 is gone"], 1);
    fs::rename(book.path("kept.wav"), book.path("recordings/01-0003.wav")).unwrap();
    assert_builds(&book, &["built 01: 01-0003 is new"], 0);
    for cue in ["02-0001", "02-0002", "02-0003"] {
        fs::remove_file(book.path(&format!("recordings/{cue}.wav"))).unwrap();
    }
    let gone = ": there is nothing left to build it from";
    let removed = ["02.wav", "02.timeline.json"].map(|name| format!("removed `./output/masters/{name}`{gone}"));
    let preview = told(&book.run(&["build", "--dry-run"]).exits(0).stdout());
    assert_eq!(preview, removed.clone().map(|line| line.replace("removed", "would remove")));
    assert_eq!(told(&book.run(&["build"]).exits(1).stdout()), removed);
}

#[test]
fn whatever_happens_to_a_master_it_is_built_again_and_said() {
    let book = built();
    let first = contents(&book.path("output"));
    let (master, timeline) = (book.path("output/masters/01.wav"), book.path("output/masters/01.timeline.json"));
    let other = fs::read(book.path("output/masters/02.wav")).unwrap();
    let bytes = fs::read(&master).unwrap();
    let edited: Vec<u8> = [&bytes[..bytes.len() - 900], &[0x55; 900]].concat();
    let damages: [(&dyn Fn(), &str); 7] = [
        (&|| fs::remove_file(&master).unwrap(), "its master is gone"),
        (&|| fs::write(&master, &bytes[..bytes.len() / 2]).unwrap(), "its master is not as it was written"),
        (&|| fs::write(&master, &edited).unwrap(), "its master is not as it was written"),
        (&|| fs::write(&master, &other).unwrap(), "its master is not that of its timeline"),
        (&|| fs::remove_file(&timeline).unwrap(), "its timeline is gone"),
        (&|| fs::write(&timeline, "{}").unwrap(), "its timeline can't be understood"),
        (&|| fs::remove_file(book.path("output/.cache/masters/01")).unwrap(), "its master is not as it was written"),
    ];
    for (damage, why) in damages {
        sleep(Duration::from_millis(20));
        damage();
        assert_eq!(told(&book.run(&["build"]).exits(0).complains("").stdout()), [format!("built 01: {why}")]);
        assert_same(&first, &contents(&book.path("output")));
    }
}

#[test]
fn any_file_of_the_output_may_be_deleted() {
    let book = built();
    let first = contents(&book.path("output"));
    fs::remove_dir_all(book.path("output/.cache")).unwrap();
    book.run(&["build"]).exits(0).complains("");
    assert_same(&first, &contents(&book.path("output")));
    fs::remove_dir_all(book.path("output/masters")).unwrap();
    book.run(&["build"]).exits(0).complains("");
    assert_same(&first, &contents(&book.path("output")));
}

#[test]
fn chapters_that_are_named_are_built_and_the_others_left() {
    let book = built();
    read_again(&book, "01-0002");
    read_again(&book, "02-0002");
    let before = fs::read(book.path("output/masters/01.wav")).unwrap();
    let said = book.run(&["build", "02"]).exits(0).complains("").stdout();
    assert_eq!(
        told(&said),
        ["built 02: another take of 02-0002", "not built 01: another take of 01-0002"],
        "what was not asked for is said"
    );
    assert_eq!(fs::read(book.path("output/masters/01.wav")).unwrap(), before);
    book.run(&["build", "7"])
        .exits(2)
        .complains("error: there is no chapter `7` in the script\n  hint: its chapters are 01, 02\n");
}

#[test]
fn what_would_be_built_is_said_as_json_too() {
    let book = built();
    read_again(&book, "02-0002");
    let json = book.run(&["build", "--dry-run", "--json"]).exits(0).complains("").json();
    let wanted = serde_json::json!({ "chapters": [
        { "chapter": "01", "do": "keep", "why": [] },
        { "chapter": "02", "do": "build", "why": [{ "change": "take", "cue": "02-0002" }] },
    ]});
    assert_eq!(json, wanted);
}

#[test]
fn a_master_beside_the_timeline_of_another_build_is_not_played() {
    let book = built();
    let old = fs::read(book.path("output/masters/02.timeline.json")).unwrap();
    read_again(&book, "02-0002");
    book.run(&["build"]).exits(0);
    // As a kill between the two would leave them.
    book.file("output/masters/02.timeline.json", old);
    book.run(&["play", "02", "--plain"]).exits(2).complains(
        "error: `./output/masters/02.wav` is not the sound that its timeline tells of\n  \
         because: a build broke off before it was done\n  hint: `cuebook build` brings them together\n",
    );
    let said = book.run(&["build"]).exits(0).stdout();
    assert_eq!(told(&said), ["built 02: another take of 02-0002"]);
}
