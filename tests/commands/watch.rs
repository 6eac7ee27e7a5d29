use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::*;

/// `cuebook watch --plain`, with its rows as they come.
struct Watching {
    child: Child,
    rows: Receiver<String>,
}

impl Watching {
    fn of(book: &Book) -> Self {
        let mut child = book.command(&["watch", "--plain"]).stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (send, rows) = channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|row| send.send(row)));
        Self { child, rows }
    }

    /// The next row, and how long it took to come.
    #[track_caller]
    fn row(&self) -> (String, Duration) {
        let start = Instant::now();
        let row = self.rows.recv_timeout(Duration::from_secs(20)).expect("a row within 20 s");
        (row, start.elapsed())
    }

    #[track_caller]
    fn says(&self, beginning: &str) -> Duration {
        let (row, passed) = self.row();
        assert!(row.starts_with(beginning), "{row}");
        passed
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_take_has_its_verdict_soon_and_the_next_line_follows() {
    let book = scripted();
    let watching = Watching::of(&book);
    watching.says("next  01-0001  Chapter One");
    book.take("01-0001", 2.0);
    let passed = watching.says("01-0001.wav  good  ");
    // Half a second, and as much again for a machine that is busy with other tests.
    assert!(passed < Duration::from_secs(3), "{passed:?}");
    watching.says("next  01-0002  The tide was out.");
    clipped_take(&book, "01-0002", 5.0);
    let (row, _) = watching.row();
    assert!(row.starts_with("01-0002.wav  record it again  ") && row.contains("take-clipped at 0.5 s: "), "{row}");
    book.take("01-0002_t2", 5.0);
    watching.says("01-0002_t2.wav  good  ");
    watching.says("next  01-0003  ");
    fs::remove_file(book.path("recordings/01-0002.wav")).unwrap();
    fs::rename(book.path("recordings/01-0001.wav"), book.path("recordings/01-0001_t2.wav")).unwrap();
    watching.says("01-0001.wav  gone");
    watching.says("01-0002.wav  gone");
}

#[test]
fn a_file_that_is_still_being_written_is_waited_for() {
    let book = scripted();
    let watching = Watching::of(&book);
    watching.says("next  01-0001");
    book.take("whole", 3.0);
    watching.says("whole.wav  look at it  ");
    let whole = fs::read(book.path("recordings/whole.wav")).unwrap();
    let path = book.path("recordings/01-0001.wav");
    for parts in 1..=5 {
        fs::write(&path, &whole[..whole.len() * parts / 5]).unwrap();
        if parts < 5 {
            assert!(watching.rows.recv_timeout(Duration::from_millis(700)).is_err());
        }
    }
    watching.says("01-0001.wav  ");
}

#[test]
fn a_script_that_changes_is_followed() {
    let book = scripted();
    let watching = Watching::of(&book);
    watching.says("next  01-0001  Chapter One");
    book.take("01-0001", 2.0);
    watching.says("01-0001.wav  good");
    watching.says("next  01-0002  The tide was out. The boats lay on their sides.");
    let changed = TWO_CHAPTERS.replace("lay on their sides", "were gone");
    book.file("script/manuscript.md", changed).run(&["script"]).exits(0);
    book.take("01-0002", 5.0);
    let rows: Vec<String> = (0..2).map(|_| watching.row().0).collect();
    assert!(rows.iter().any(|row| row.starts_with("01-0002.wav  good")), "{rows:?}");
}

#[test]
fn settings_that_cannot_be_read_are_said_until_they_can() {
    let book = scripted();
    let watching = Watching::of(&book);
    watching.says("next  01-0001");
    let settings = fs::read_to_string(book.path("book.toml")).unwrap();
    book.file("book.toml", format!("{settings}\n[[[\n"));
    watching.says("trouble  ");
    book.take("01-0001", 2.0);
    watching.says("01-0001.wav  good");
    watching.says("next  01-0002");
    book.file("book.toml", settings);
    watching.says("trouble  none any more");
}

#[test]
fn the_books_own_profile_is_followed() {
    let book = scripted();
    let settings = fs::read_to_string(book.path("book.toml")).unwrap();
    book.file("book.toml", format!("{settings}\n[delivery]\nprofile = \"house\"\n"));
    let house = book.run(&["explain", "acx", "--toml"]).stdout().replace("name = \"acx\"", "name = \"house\"");
    fs::create_dir(book.path("profiles")).unwrap();
    book.file("profiles/house.toml", &house);
    let watching = Watching::of(&book);
    watching.says("next  01-0001");
    book.file("profiles/house.toml", format!("{house}[[[\n"));
    watching.says("trouble  can't read ");
    book.file("profiles/house.toml", &house);
    watching.says("trouble  none any more");
}

#[test]
fn a_folder_that_is_moved_away_is_said_and_its_takes_are_not_gone() {
    let book = recorded();
    let watching = Watching::of(&book);
    watching.row();
    fs::rename(book.path("recordings"), book.path("away")).unwrap();
    watching.says("trouble  there is no folder ");
    fs::rename(book.path("away"), book.path("recordings")).unwrap();
    watching.says("trouble  none any more");
}

#[test]
fn a_line_whose_words_changed_is_next_once_all_are_recorded() {
    let book = recorded();
    book.run(&["check"]);
    book.file("script/manuscript.md", TWO_CHAPTERS.replace("lay on their sides", "were gone"));
    book.run(&["script"]).exits(0);
    let watching = Watching::of(&book);
    watching.says("next  01-0002 (stale)  The tide was out. The boats were gone.");
    book.take("01-0002_t2", 5.0);
    watching.says("01-0002_t2.wav  good");
    watching.says("next  nothing: all 5 cues are recorded: `cuebook build` makes the chapters");
    // What is decided in another window is seen.
    book.run(&["note", "02-0002", "a dog barks"]).exits(0);
    watching.says("next  02-0002 (noted)  It came back at six");
}

#[test]
fn of_takes_that_arrive_together_the_bad_one_is_next() {
    let book = scripted();
    let watching = Watching::of(&book);
    watching.says("next  01-0001");
    clipped_take(&book, "01-0002", 5.0);
    book.take("01-0001", 2.0).take("01-0003", 4.0).take("02-0001", 2.0);
    let mut rows = Vec::new();
    while rows.iter().filter(|row: &&String| !row.starts_with("next")).count() < 4 {
        rows.push(watching.row().0);
    }
    while let Ok(row) = watching.rows.recv_timeout(Duration::from_secs(1)) {
        rows.push(row);
    }
    let next = rows.iter().rev().find(|row| row.starts_with("next"));
    assert!(next.is_some_and(|row| row.starts_with("next  01-0002 ")), "{rows:#?}");
}

#[cfg(unix)]
#[test]
fn what_was_measured_is_kept_when_a_signal_ends_it() {
    use std::os::unix::process::ExitStatusExt;
    let book = scripted();
    // Old enough to be kept when it is first heard.
    fs::create_dir(book.path("elsewhere")).unwrap();
    book.take("01-0001", 2.0).aged("01-0001");
    fs::rename(book.path("recordings/01-0001.wav"), book.path("elsewhere/01-0001.wav")).unwrap();
    let mut watching = Watching::of(&book);
    watching.says("next  01-0001");
    fs::rename(book.path("elsewhere/01-0001.wav"), book.path("recordings/01-0001.wav")).unwrap();
    watching.says("01-0001.wav  good");
    let sent = std::process::Command::new("kill").args(["-INT", &watching.child.id().to_string()]).status();
    assert!(sent.unwrap().success());
    let status = watching.child.wait().unwrap();
    assert_eq!(status.signal(), Some(2), "whoever sent the signal sees what it did");
    let kept = fs::read(book.path("output/.cache/takes")).unwrap();
    assert!(kept.windows(11).any(|name| name == b"01-0001.wav"), "nothing was kept of the take");
}
