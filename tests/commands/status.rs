use cuebook::files::{RecordedFile, hear};
use jiff::{SignedDuration, Timestamp, Zoned};
use serde_json::json;

use super::*;

#[test]
fn nothing_is_recorded() {
    let page = scripted().run(&["status"]).exits(0).complains("").stdout();
    assert_eq!(
        page.lines().collect::<Vec<_>>(),
        [
            "A Test",
            "",
            "                                      cues   left",
            "01  Chapter 1       ░░░░░░░░░░░░░░░░   0/3   ~7 s",
            "02  Chapter 2       ░░░░░░░░░░░░░░░░   0/2   ~4 s",
            "    the whole book  ░░░░░░░░░░░░░░░░   0/5  ~12 s",
            "░ to record",
            "",
            "left      10 s to 14 s finished, at 9,300 words an hour, as most narrators read",
            "          19 s to 41 s at the microphone, at 2.0 to 3.0 hours for one, as ACX",
            "          reckons",
            "",
            "next      01-0001",
            "          Chapter One",
        ]
    );
}

#[test]
fn some_is_recorded() {
    let book = scripted();
    book.take("01-0001", 2.0).take("01-0003", 4.0);
    clipped_take(&book, "01-0002", 5.0);
    let page = book.run(&["status"]).exits(0).complains("").stdout();
    let rows: Vec<&str> = page.lines().collect();
    assert_eq!(
        rows[2..7],
        [
            "                                      cues  finished  to look at  left",
            "01  Chapter 1       ███████████▞▞▞▞▞   3/3      0:15           1",
            "02  Chapter 2       ░░░░░░░░░░░░░░░░   0/2                        ~4 s",
            "    the whole book  ███████▞▞▞░░░░░░   3/5      0:15           1  ~4 s",
            "█ recorded   ▞ to look at   ░ to record",
        ],
        "{page}"
    );
    assert!(page.contains("\nagain     1 cue (1 faulty); `cuebook pickups` says why\n"), "{page}");
    assert!(page.ends_with("\nnext      02-0001\n          Chapter Two\n"), "{page}");
}

#[test]
fn all_is_recorded() {
    let page = recorded().run(&["status"]).exits(0).complains("").stdout();
    assert!(page.contains("the whole book  ████████████████   5/5"), "{page}");
    assert!(!page.contains("left") && !page.contains("next"), "{page}");
    assert!(page.ends_with("\nall 5 cues are recorded: `cuebook build` makes the chapters\n"), "{page}");
}

/// The take log's line for a take that was first seen so long ago.
fn bound(book: &Book, cue: &str, ago: SignedDuration) -> String {
    let name = format!("{cue}.wav");
    let path = book.path("recordings").join(&name);
    let audio = hear(&RecordedFile { name: name.clone(), path }).unwrap().audio().unwrap();
    let at = Timestamp::now() - ago;
    json!({ "at": at, "event": "bound", "cue": cue, "take": name, "audio": audio, "words": "It came back." })
        .to_string()
        + "\n"
}

#[test]
fn takes_that_were_first_seen_today_are_todays_work() {
    let book = scripted();
    book.take("01-0001", 2.0).take("01-0002", 5.0).take("01-0003", 4.0);
    let hours = SignedDuration::from_hours;
    let log = [("01-0001", hours(48)), ("01-0002", SignedDuration::from_mins(1)), ("01-0003", SignedDuration::ZERO)];
    let log: String = log.into_iter().map(|(cue, ago)| bound(&book, cue, ago)).collect();
    book.file("recordings/takes.jsonl", log);
    // A minute ago may have been yesterday.
    let midnight = Zoned::now().start_of_day().unwrap().timestamp();
    let since = Timestamp::now().duration_since(midnight);
    let today = book.run(&["status", "--json"]).exits(0).json()["today"].clone();
    if since > SignedDuration::from_mins(2) {
        assert_eq!(today["takes"], 2, "{today}");
        assert!(today["finished_seconds"].as_f64().unwrap() > 7.0, "{today}");
    }
}

#[test]
fn answers_as_json() {
    let book = scripted();
    book.take("01-0001", 2.0);
    let report = book.run(&["status", "--json"]).exits(0).complains("").json();
    assert_eq!(
        report["chapters"][1],
        json!({
            "id": "02", "title": "Chapter 2", "cues": 2, "recorded": 0, "to_look_at": 0, "missing": 2, "words": 11,
            "words_recorded": 0, "finished_seconds": 0.0
        })
    );
    assert_eq!(report["book"]["missing"], 4);
    assert_eq!(report["next"], json!({ "cue": "01-0002", "text": "The tide was out. The boats lay on their sides." }));
    assert_eq!(report["microphone"], json!({ "ratio": { "least": 2.0, "likely": 2.5, "most": 3.0 }, "own": false }));
    assert_eq!(report["reading"]["own"], false);
    assert_eq!(report["checkpoint"], json!(null), "the book is shorter than fifteen minutes");
    let left = &report["finished_seconds_left"];
    assert!(left["least"].as_f64() < left["likely"].as_f64() && left["likely"].as_f64() < left["most"].as_f64());
}

#[test]
fn a_long_book_is_folded_until_all_is_asked_for() {
    let chapters: Vec<_> = (1..=30).map(|n| format!("# Chapter {n}\n\nThe tide was out.\n\n")).collect();
    let chapters = chapters.concat();
    let book = Book::of(&chapters);
    book.run(&["script"]).exits(0);
    book.take("02-0002", 2.0);
    let rows = |arguments: &[&str]| -> Vec<String> {
        let page = book.run(arguments).exits(0).stdout();
        page.lines().filter(|row| row.contains('░')).map(str::to_owned).collect()
    };
    let folded = rows(&["status"]);
    assert_eq!(folded.len(), 5, "{folded:#?}");
    assert!(folded[2].starts_with("03–30  28 chapters"), "{folded:#?}");
    assert_eq!(rows(&["status", "--all"]).len(), 32);
}

#[test]
fn a_book_without_a_script_says_what_makes_one() {
    for command in ["status", "check", "play"] {
        Book::of(STORY)
            .run(&[command])
            .exits(2)
            .prints("")
            .complains("error: `.` has no narration script yet\n  hint: make it with `cuebook script`\n");
    }
}
