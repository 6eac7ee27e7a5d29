//! What is remembered of takes: which words they were recorded for, and what people decided.

use super::support;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::support::Book;
use cuebook::signal::tone::scatter;
use serde_json::Value;

pub const STORY: &str = "# Chapter 1\n\nThe tide was out.\n\nThe boats lay on their sides.\n";

/// A book of three cues, all recorded, its script made and nothing else done with it.
pub fn recorded() -> Book {
    let book = Book::of(STORY);
    book.take("01-0001", 2.0).take("01-0002", 1.9).take("01-0003", 2.5);
    book.run(&["script"]).exits(0);
    book
}

fn log(book: &Book) -> String {
    fs::read_to_string(book.path("recordings/takes.jsonl")).unwrap_or_default()
}

fn events(book: &Book) -> Vec<Value> {
    log(book).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The files that are bound and their words, in the order of the log.
fn bound(book: &Book) -> Vec<(String, String)> {
    let text = |event: &Value, name: &str| event[name].as_str().unwrap().to_owned();
    let events = events(book);
    let bound = events.iter().filter(|event| event["event"] == "bound");
    bound.map(|event| (text(event, "take"), text(event, "words"))).collect()
}

/// The rules that find something, and the count of what is waived.
pub fn found(book: &Book) -> (Vec<String>, usize) {
    let report = book.run(&["check", "--json"]).json();
    let rules =
        report["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap().to_owned());
    (rules.collect(), report["waived"].as_array().unwrap().len())
}

pub fn clipped(book: &Book, name: &str, seconds: f64) {
    let loud: Vec<f32> =
        support::speech_like(5, seconds).iter().map(|sample| (sample * 8.0).clamp(-1.0, 1.0)).collect();
    support::write_wav(&book.path("recordings").join(format!("{name}.wav")), &loud);
}

pub fn rewrite(book: &Book, from: &str, to: &str) {
    let manuscript = book.path("script/manuscript.md");
    let text = fs::read_to_string(&manuscript).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(&manuscript, text.replace(from, to)).unwrap();
    book.run(&["script"]).exits(0);
}

#[test]
fn the_sample_book_knows_all_of_its_takes() {
    let book = Book::sample();
    let before = log(&book);
    book.run(&["check"]).exits(0).complains("");
    assert_eq!(log(&book), before, "its takes sound otherwise, or what they are known by has changed");
    let takes = fs::read_dir(book.path("recordings")).unwrap();
    let takes = takes.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "wav"));
    assert_eq!(bound(&book).len(), takes.count() - 1, "all but the room tone");
}

#[test]
fn the_first_check_binds_all_takes_and_the_next_one_writes_nothing() {
    let book = recorded();
    // Neither a file of no cue nor one that holds no sound was recorded for any words.
    book.take("09-0001", 2.0).take("room-tone", 2.0).file("recordings/01-0003_t2.wav", "no sound");
    assert_eq!(log(&book), "");
    book.run(&["check"]).complains("");
    let wanted = [
        ("01-0001.wav", "Chapter One"),
        ("01-0002.wav", "The tide was out."),
        ("01-0003.wav", "The boats lay on their sides."),
    ];
    assert_eq!(bound(&book), wanted.map(|(take, words)| (take.to_owned(), words.to_owned())));
    assert_eq!(
        events(&book)
            .iter()
            .map(|event| event["at"].as_str().unwrap())
            .collect::<Vec<_>>()
            .windows(2)
            .filter(|at| at[0] != at[1])
            .count(),
        0
    );
    let written = || fs::metadata(book.path("recordings/takes.jsonl")).unwrap().modified().unwrap();
    let first = written();
    for command in ["check", "status", "script", "build"] {
        book.run(&[command]);
    }
    assert_eq!(written(), first);
}

#[test]
fn a_line_that_changes_before_anything_was_checked_does_not_change_what_its_take_was_recorded_for() {
    let book = recorded();
    rewrite(&book, "The tide was out.", "The tide was coming in.");
    assert_eq!(bound(&book), [("01-0002.wav".to_owned(), "The tide was out.".to_owned())]);
    book.run(&["check"]);
    let words: Vec<_> = bound(&book).into_iter().map(|(take, _)| take).collect();
    assert_eq!(words, ["01-0002.wav", "01-0001.wav", "01-0003.wav"], "the others follow");
}

#[test]
fn a_build_that_remakes_the_script_binds_takes_to_the_one_that_was_read_from() {
    let book = recorded();
    let manuscript = fs::read_to_string(book.path("script/manuscript.md")).unwrap();
    book.file("script/manuscript.md", manuscript.replace("The tide was out.", "The tide was coming in."));
    book.run(&["build"]);
    assert!(bound(&book).contains(&("01-0002.wav".to_owned(), "The tide was out.".to_owned())), "{}", log(&book));
}

#[test]
fn without_a_script_there_is_nothing_to_bind() {
    let book = Book::of(STORY);
    book.take("01-0001", 2.0);
    book.run(&["build"]);
    assert_eq!(log(&book), "");
    book.run(&["check"]);
    assert_eq!(bound(&book).len(), 1, "the build has made it");
}

#[test]
fn a_take_under_another_name_is_bound_anew_and_comes_back_as_it_was() {
    let book = recorded();
    book.run(&["check"]);
    let at = |name: &str| book.path("recordings").join(name);
    fs::rename(at("01-0002.wav"), at("01-0003_t2.wav")).unwrap();
    book.run(&["check"]);
    assert_eq!(bound(&book)[3], ("01-0003_t2.wav".to_owned(), "The boats lay on their sides.".to_owned()));
    // The line is edited while its take is away.
    rewrite(&book, "The tide was out.", "The tide was coming in.");
    fs::rename(at("01-0003_t2.wav"), at("01-0002_t5.wav")).unwrap();
    book.run(&["check"]);
    assert_eq!(bound(&book).len(), 4, "the sound is known, whatever its file is called: {}", log(&book));
}

#[test]
fn a_new_tag_makes_no_new_take() {
    let book = recorded();
    book.run(&["check"]);
    let path = book.path("recordings/01-0002.wav");
    let mut bytes = fs::read(&path).unwrap();
    // A chunk of 3 bytes and its padding behind the samples, as editors leave them.
    bytes.extend_from_slice(b"note\x03\0\0\0abc\0");
    let size = (bytes.len() as u32 - 8).to_le_bytes();
    bytes[4..8].copy_from_slice(&size);
    fs::write(&path, bytes).unwrap();
    book.run(&["check"]).exits(0);
    assert_eq!(bound(&book).len(), 3);
}

#[test]
fn lines_that_are_not_understood_are_said_and_kept() {
    let book = recorded();
    book.run(&["check"]).exits(0);
    let strange = "{\"at\":\"2030-01-01T00:00:00Z\",\"event\":\"sung\"}\n<<<<<<< HEAD\n{\"at\":\"2030-01";
    let before = format!("{}{strange}", log(&book));
    book.file("recordings/takes.jsonl", &before);
    let ran = book.run(&["check"]).exits(0).complains("");
    for wanted in [
        "line 7 of `recordings/takes.jsonl`: it has an event that is not known, `sung`",
        "line 8 of `recordings/takes.jsonl`: it is no JSON object",
        "line 9 of `recordings/takes.jsonl`: it breaks off",
        "3 takes for 3 cues: 3 warnings",
    ] {
        assert!(ran.stdout().contains(wanted), "{}", ran.stdout());
    }
    assert_eq!(log(&book), before);
    book.run(&["circle", "01-0001"]).exits(0);
    assert!(log(&book).starts_with(&format!("{before}\n{{")), "{}", log(&book));
    let found = found(&book).0;
    assert_eq!(found, ["log-line-unread"; 3], "the same lines as before");
}

#[test]
fn two_logs_are_merged_by_putting_one_behind_the_other() {
    let (ann, ben) = (recorded(), recorded());
    ann.run(&["check"]).exits(0);
    ben.run(&["check"]).exits(0);
    ann.run(&["note", "01-0002", "sounds tired"]).exits(0);
    ben.run(&["circle", "01-0003"]).exits(0);
    let one = log(&ann) + &log(&ben);
    let other = log(&ben) + &log(&ann);
    ann.file("recordings/takes.jsonl", one);
    ben.file("recordings/takes.jsonl", other);
    let said = ann.run(&["check"]).exits(1).stdout();
    assert!(said.contains("sounds tired"), "{said}");
    ben.run(&["check"]).exits(1).prints(&said);
    ben.run(&["circle"]).prints("01-0003  recordings/01-0003.wav\n");
}

#[test]
fn many_programs_at_once_lose_nothing_and_a_kill_only_its_own_line() {
    let book = recorded();
    book.run(&["check"]).exits(0);
    let start = |number: usize| {
        let mut command = book.command(&["note", "01-0002", &format!("note {number}")]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    for round in 0..4 {
        let mut running: Vec<_> = (0..10).map(|number| start(round * 10 + number)).collect();
        // Two of them are killed somewhere on their way.
        for victim in 0..2 {
            sleep(Duration::from_micros(scatter(round as u64, victim) % 60_000));
            running[victim as usize].kill().unwrap();
        }
        for (number, child) in running.iter_mut().enumerate() {
            let ended = child.wait().unwrap();
            assert!(ended.success() || number < 2, "note {number}: {ended}");
        }
    }
    let text = log(&book);
    let noted =
        |number: usize| text.lines().filter(|line| line.ends_with(&format!("\"note\":\"note {number}\"}}"))).count();
    for number in 0..40 {
        let least = usize::from(number % 10 >= 2);
        assert!((least..=1).contains(&noted(number)), "note {number} stands there {} times", noted(number));
    }
    let whole = text.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count();
    assert!(text.lines().count() - whole <= 8, "only lines of the killed are torn:\n{text}");
    let found = found(&book).0;
    assert_eq!(found.iter().filter(|rule| *rule == "pickup-noted").count(), (0..40).map(noted).sum::<usize>());
}

#[test]
fn a_waiver_holds_for_its_sound_and_its_words() {
    let book = recorded();
    clipped(&book, "01-0002", 1.9);
    let waive = || book.run(&["waive", "take-clipped", "01-0002", "--reason", "meant so"]).exits(0);
    let error = (vec!["take-clipped".to_owned()], 0);
    let none = (Vec::new(), 1);
    assert_eq!(found(&book), error);
    waive().prints("`take-clipped` no longer counts for cue 01-0002, as long as neither sound nor words change\n");
    assert_eq!(found(&book), none);
    // What can't be heard is no change.
    rewrite(&book, "The tide was out.", "The  tide was \u{2060}out.");
    assert_eq!(found(&book), none);
    rewrite(&book, "The  tide was \u{2060}out.", "The tide was in.");
    assert!(found(&book).0.contains(&"take-clipped".to_owned()), "other words");
    rewrite(&book, "The tide was in.", "The tide was out.");
    assert_eq!(found(&book), none, "the same words again");
    clipped(&book, "01-0002", 1.95);
    assert_eq!(found(&book), error, "another sound");
    clipped(&book, "01-0002", 1.9);
    assert_eq!(found(&book), none, "the same sound again");
    book.run(&["check", "--waived"]).exits(0).prints(
        "waived[take-clipped]: 163 runs of samples at full scale\n  \
             --> recordings/01-0002.wav at 0.522 s, cue 01-0002\n  \
             reason: meant so\n\
             3 takes for 3 cues: no findings, 1 waived\n",
    );
    book.run(&["waive", "take-clipped", "01-0002", "--undo"]).exits(0);
    assert_eq!(found(&book), error);
}

#[test]
fn a_take_whose_fault_is_waived_is_used_as_if_it_had_none() {
    let book = recorded();
    clipped(&book, "01-0002_t2", 1.9);
    let used = || {
        let said = book.run(&["check", "--json"]).json();
        said["findings"][0]["hint"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(used(), "nothing to do: `01-0002.wav` is used instead");
    book.run(&["waive", "take-clipped", "01-0002_t2", "--reason", "meant so"]).exits(0);
    assert_eq!(found(&book), (Vec::new(), 1));
}

#[test]
fn a_note_closes_with_another_take_and_comes_back_with_the_old_one() {
    let book = recorded();
    let noted = (vec!["pickup-noted".to_owned()], 0);
    let none = (Vec::new(), 0);
    book.run(&["note", "01-0002@0.7", "sounds tired", "--wanted", "The tide was OUT"])
        .exits(0)
        .prints("noted for `recordings/01-0002.wav` at 0.7 s\n");
    book.run(&["check", "01-0002"]).exits(1).prints(
        "error[pickup-noted]: sounds tired\n  \
             --> recordings/01-0002.wav at 0.700 s, cue 01-0002\n  \
             wanted: “The tide was OUT”\n  \
             hint: record it again; if it is well as it is, `cuebook note --settle 01-0002`\n\
             1 take for 1 cue: 1 error\n",
    );
    book.take("01-0002_t2", 1.8);
    assert_eq!(found(&book), none);
    book.run(&["circle", "01-0002.wav"]).exits(0);
    assert_eq!(found(&book), noted);
    book.run(&["circle", "--undo", "01-0002"]).exits(0);
    assert_eq!(found(&book), none);
    fs::remove_file(book.path("recordings/01-0002_t2.wav")).unwrap();
    assert_eq!(found(&book), noted);
    book.run(&["note", "--settle", "01-0002"]).exits(0).prints("settled 1 note on cue 01-0002\n");
    assert_eq!(found(&book), none);
}

#[test]
fn a_take_of_a_line_that_has_another_id_now_was_not_renamed_by_mistake() {
    let book = recorded();
    book.run(&["check"]).exits(0);
    let path = book.path("script/narration.json");
    let renamed = fs::read_to_string(&path).unwrap().replace("01-0002", "01-0002a");
    fs::write(&path, renamed).unwrap();
    fs::rename(book.path("recordings/01-0002.wav"), book.path("recordings/01-0002a.wav")).unwrap();
    assert_eq!(found(&book), (Vec::new(), 0));
}

#[test]
fn a_circled_take_that_is_gone_is_said() {
    let book = recorded();
    book.take("01-0002_t2", 1.8);
    book.run(&["circle", "01-0002_t2"]).exits(0).prints("cue 01-0002 uses `recordings/01-0002_t2.wav` from now on\n");
    fs::rename(book.path("recordings/01-0002_t2.wav"), book.path("recordings/01-0002_t9.wav")).unwrap();
    assert_eq!(found(&book), (Vec::new(), 0), "it is known by its sound");
    fs::remove_file(book.path("recordings/01-0002_t9.wav")).unwrap();
    assert_eq!(found(&book), (vec!["circled-gone".to_owned()], 0));
    book.run(&["circle"]).prints("01-0002  recordings/01-0002_t2.wav  (gone)\n");
}

#[test]
fn a_chapter_is_waived_as_long_as_it_uses_the_same_takes() {
    let book = recorded();
    let report = |book: &Book| book.run(&["build", "--json"]).json()["findings"].to_string();
    // A chapter of five seconds has pauses that no ACX file should have.
    let rule = "limiter-busy";
    book.run(&["waive", rule, "01-0002", "--reason", "x"]).exits(2).complains(
        "error: `limiter-busy` is about whole chapters, not about cue 01-0002\n  \
             hint: name the chapter: `cuebook waive limiter-busy 01`\n",
    );
    book.run(&["waive", rule, "01", "--reason", "a short one"])
        .exits(0)
        .prints("`limiter-busy` no longer counts for chapter 01 when it is built, as long as it uses the same takes\n");
    assert!(!report(&book).contains(rule));
    book.run(&["waive", rule, "01", "--undo"]).exits(0).prints("`limiter-busy` counts again for chapter 01\n");
    book.run(&["waive", rule, "01", "--undo"]).exits(2);
}

/// Mounts a file system of its own on `recordings/`, unmounted when dropped; `None` where that can't be done.
struct Mounted<'a>(&'a Path);

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn where_nothing_can_be_written_takes_are_checked_all_the_same() {
    let book = Book::of(STORY);
    let recordings = book.path("recordings");
    let mount = |options: &str| {
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", options, "cuebook-test"]).arg(&recordings);
        command.output().is_ok_and(|output| output.status.success())
    };
    if !mount("size=8m") {
        support::skipped("can't mount a tmpfs");
        return;
    }
    let _mounted = Mounted(&recordings);
    book.take("01-0001", 2.0).take("01-0002", 1.9).take("01-0003", 2.5);
    book.run(&["script"]).exits(0);
    assert!(mount("remount,ro,size=8m"), "remounted");
    let note = "note: which words the new takes were recorded for can't be remembered: failed to write \
                `./recordings/takes.jsonl`\n  because: Read-only file system (os error 30)\n  hint: make the folder \
                writable for you, or copy the book to one that is\n";
    book.run(&["check"]).exits(0).complains(note).prints("3 takes for 3 cues: no findings\n");
    book.run(&["circle", "01-0001"]).exits(2);
}
