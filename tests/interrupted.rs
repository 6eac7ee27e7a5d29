//! A kill at any moment loses nothing: what stands under its final name is whole, and the next run needs no help.

mod support;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use cuebook::signal::tone::scatter;
use support::{Book, Contents, assert_same, contents};

const SEED: u64 = 20;

/// How many builds are killed; `CUEBOOK_KILLS=1000` for more.
fn kills() -> u64 {
    std::env::var("CUEBOOK_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(100)
}

/// Starts a command and kills it (SIGKILL, where there is one) after some part of the time that it needs.
fn kill_within(whole: Duration, attempt: u64, book: &Book, arguments: &[&str]) {
    let part = scatter(SEED, attempt) as f64 / u64::MAX as f64;
    let mut command = book.command(arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    sleep(whole.mul_f64(part));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn is_part(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "part")
}

/// Asserts that every file that is not marked as half-written is a whole file of the reference.
#[track_caller]
fn assert_whole(found: &Contents, reference: &Contents, attempt: u64) {
    for (path, bytes) in found.iter().filter(|(path, _)| !is_part(path)) {
        assert!(reference.get(path) == Some(bytes), "kill {attempt} left a broken `{}`", path.display());
    }
}

#[test]
fn a_killed_build_leaves_whole_files_and_the_next_one_completes() {
    let book = of_two_chapters();
    book.run(&["script"]).exits(0);
    let whole = timed(|| drop(book.run(&["build"]).exits(0)));
    // With the log of takes, which are seen by now.
    let (script, recordings) = (contents(&book.path("script")), contents(&book.path("recordings")));
    let reference = contents(&book.path("output"));

    for attempt in 0..kills() {
        fs::remove_dir_all(book.path("output")).unwrap();
        kill_within(whole, attempt, &book, &["build"]);
        assert_same(&script, &without_parts(contents(&book.path("script"))));
        assert_same(&recordings, &contents(&book.path("recordings")));
        if book.path("output").exists() {
            assert_whole(&contents(&book.path("output")), &reference, attempt);
        }
        book.run(&["build"]).exits(0).complains("");
        assert_same(&reference, &contents(&book.path("output")));
        assert_same(&script, &contents(&book.path("script")));
    }
}

#[test]
fn a_killed_rebuild_leaves_the_old_masters_or_the_new_ones() {
    let book = of_two_chapters();
    let old = timed_build(&book).1;
    book.file("book.toml", "title = \"A Test\"\n[spacing]\nhead = 1.5\n");
    let (whole, new) = timed_build(&book);
    assert!(old.iter().all(|(path, bytes)| bytes.is_none() || new[path] != *bytes), "the two builds differ");

    for attempt in 1_000..1_000 + kills() / 4 {
        for (path, bytes) in old.iter().filter_map(|(path, bytes)| Some((path, bytes.as_ref()?))) {
            fs::write(book.path("output/masters").join(path), bytes).unwrap();
        }
        kill_within(whole, attempt, &book, &["build"]);
        for (path, bytes) in contents(&book.path("output/masters")).iter().filter(|(path, _)| !is_part(path)) {
            assert!(*bytes == old[path] || *bytes == new[path], "kill {attempt} left a broken `{}`", path.display());
        }
        assert_same(&new, &timed_build(&book).1);
    }
}

#[test]
fn a_killed_script_leaves_whole_files_and_the_next_one_completes() {
    let mut manuscript = String::from("# Chapter 1\n");
    for line in 0..2_000 {
        writeln!(manuscript, "\nWave {line} came in, and wave {line} went out again.").unwrap();
    }
    let book = Book::of(&manuscript);
    let whole = timed(|| drop(book.run(&["script"]).exits(0)));
    let reference = contents(&book.path("script"));
    assert_eq!(reference.len(), 3, "manuscript, script and sheet: {:?}", reference.keys());

    for attempt in 2_000..2_005 {
        for made in ["script/narration.json", "script/narration.html"] {
            fs::remove_file(book.path(made)).unwrap();
        }
        kill_within(whole, attempt, &book, &["script"]);
        assert_whole(&contents(&book.path("script")), &reference, attempt);
        book.run(&["script"]).exits(0).complains("");
        assert_same(&reference, &contents(&book.path("script")));
    }
}

#[test]
fn a_killed_delivery_leaves_the_old_package_or_the_new_one() {
    let book = of_two_chapters();
    let settings = |title: &str| format!("title = \"{title}\"\nauthor = \"Ann\"\nnarrator = \"Bo\"\n");
    let package = |book: &Book| contents(&book.path("output/delivery/acx"));
    let mut versions = Vec::new();
    let mut whole = Duration::ZERO;
    for title in ["One", "Two"] {
        book.file("book.toml", settings(title));
        book.run(&["build"]).exits(0);
        whole = timed(|| drop(book.run(&["deliver"]).exits(0)));
        versions.push(package(&book));
    }
    assert!(versions[0].keys().eq(versions[1].keys()) && versions[0] != versions[1]);

    for attempt in 3_000..3_000 + kills() / 10 {
        // From the one to the other and back.
        let title = ["One", "Two"][(attempt % 2) as usize];
        book.file("book.toml", settings(title));
        book.run(&["build"]).exits(0);
        kill_within(whole, attempt, &book, &["deliver"]);
        let found = package(&book);
        assert!(versions.contains(&found), "kill {attempt} left half of a package: {:?}", found.keys());
        book.run(&["deliver"]).exits(0).complains("");
        assert_same(&versions[(attempt % 2) as usize], &package(&book));
        assert_eq!(fs::read_dir(book.path("output/delivery")).unwrap().count(), 1, "nothing is left beside it");
    }
}

fn timed_build(book: &Book) -> (Duration, Contents) {
    let whole = timed(|| drop(book.run(&["build"]).exits(0).complains("")));
    (whole, contents(&book.path("output/masters")))
}

fn without_parts(mut found: Contents) -> Contents {
    found.retain(|path, _| !is_part(path));
    found
}

/// A book of two chapters of some ten seconds, all recorded.
fn of_two_chapters() -> Book {
    let book = Book::of("# One\n\nThe tide was out.\n\n# Two\n\nIt came back at six.\n");
    for cue in ["01-0001", "01-0002", "02-0001", "02-0002"] {
        book.take(cue, 2.5);
    }
    book
}

fn with_another_title(book: &Book) {
    book.file("book.toml", "title = \"Another\"\n");
}

/// Asserts that a build failed with one message and left everything in the output as it was.
#[track_caller]
fn assert_failed_cleanly(ran: &std::process::Output, before: &Contents, after: &Contents) {
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert_eq!(said.matches("error: ").count(), 1, "{said}");
    assert!(said.starts_with("error: failed to write `./output/masters/0"), "{said}");
    assert!(ran.stdout.is_empty());
    assert_same(before, after);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_once_and_the_old_masters_stay() {
    /// A file system of its own, unmounted in the end, however the test ends.
    struct Disk(std::path::PathBuf);
    impl Disk {
        fn mount(options: &str, path: &Path) -> bool {
            let mut mount = Command::new("mount");
            mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(path).stderr(Stdio::null());
            mount.status().is_ok_and(|status| status.success())
        }
    }
    impl Drop for Disk {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(&self.0).status();
        }
    }

    let undisturbed = of_two_chapters();
    undisturbed.run(&["build"]).exits(0);
    let bytes: usize = contents(&undisturbed.path("output")).values().flatten().map(Vec::len).sum();

    let book = of_two_chapters();
    // Room for what is built first and for a part of what is built then.
    if !Disk::mount(&format!("size={}k", bytes / 1024 * 5 / 4 + 64), &book.path("output")) {
        return support::skipped("a file system of its own can't be mounted here");
    }
    let _disk = Disk(book.path("output"));
    book.run(&["build"]).exits(0);
    let before = contents(&book.path("output"));
    with_another_title(&book);
    let ran = book.command(&["build"]).output().unwrap();
    assert_failed_cleanly(&ran, &before, &contents(&book.path("output")));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("hint: the disk is full: free some space"));

    assert!(Disk::mount("remount,size=64m", &book.path("output")));
    book.run(&["build"]).exits(0).complains("");
    with_another_title(&undisturbed);
    undisturbed.run(&["build"]).exits(0);
    assert_same(&contents(&undisturbed.path("output")), &contents(&book.path("output")));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_said_once_and_the_old_masters_stay() {
    let book = of_two_chapters();
    book.run(&["build"]).exits(0);
    let before = contents(&book.path("output"));
    with_another_title(&book);
    // Half a mebibyte, in blocks of 512 bytes; the signal that would end the process is ignored.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 1024; exec \"$0\" build", env!("CARGO_BIN_EXE_cuebook")]);
    let ran = limited.current_dir(book.path("")).output().unwrap();
    assert_failed_cleanly(&ran, &before, &contents(&book.path("output")));
    book.run(&["build"]).exits(0).complains("");
}
