use std::fs;

use super::*;

/// A book with a clipped take, a line that was passed over, and the rest of chapter 2 still to come.
fn owing() -> Book {
    let book = scripted();
    book.take("01-0003", 4.0).take("02-0001", 2.0);
    clipped_take(&book, "01-0002", 5.0);
    book
}

#[test]
fn what_is_owed_is_listed_by_chapter_with_the_lines_around_it() {
    let list = owing().run(&["pickups"]).exits(1).complains("").stdout();
    let rows: Vec<&str> = list.lines().collect();
    assert_eq!(
        rows[..9],
        [
            "01  Chapter 1",
            "",
            "01-0001  missing",
            "         Chapter 1",
            "   read  Chapter One",
            "  after  The tide was out. The boats lay on their sides.",
            "    why  no take",
            "     as  01-0001.wav",
            "",
        ],
        "{list}"
    );
    assert!(rows[9] == "01-0002  faulty" && list.contains("\n     as  01-0002_t2.wav\n"), "{list}");
    assert!(list.ends_with("\n2 cues to record again: 1 missing, 1 faulty\n"), "{list}");
}

#[test]
fn nothing_is_owed_where_all_is_well_or_nobody_has_come_to_it() {
    recorded().run(&["pickups"]).exits(0).complains("").prints("nothing is to be recorded again\n");
    scripted().run(&["pickups"]).exits(0).complains("").prints("nothing is to be recorded again\n");
}

#[test]
fn the_ending_of_a_file_says_how_it_is_written() {
    let book = owing();
    for (name, beginning) in
        [("a.csv", "\u{feff}chapter,cue"), ("a.md", "# Pickups: A Test"), ("a.html", "<!DOCTYPE html>")]
    {
        book.run(&["pickups", "-o", name]).exits(1).complains("").prints(&format!("2 pickups in `{name}`\n"));
        assert!(fs::read_to_string(book.path(name)).unwrap().starts_with(beginning), "{name}");
    }
    book.run(&["pickups", "--html"]).exits(1).prints("2 pickups in `./output/pickups.html`\n");
    assert!(book.path("output/pickups.html").is_file());
    book.run(&["pickups", "-o", "a.doc"]).exits(2).prints("").complains(
        "error: what to write can't be told from the name `a.doc`\n  \
         hint: let it end in `.csv`, `.md`, `.html`, `.json` or `.txt`, or say `--csv`, `--markdown` or `--html`\n",
    );
}

#[test]
fn a_built_chapter_gives_the_time_of_each_line() {
    let book = recorded();
    book.run(&["build"]).exits(0);
    clipped_take(&book, "01-0002", 5.0);
    let report = book.run(&["pickups", "--json"]).exits(1).complains("").json();
    let pickup = &report["pickups"][0];
    assert_eq!((&pickup["cue"], &pickup["record_as"]), (&"01-0002".into(), &"01-0002_t2".into()));
    // Behind the head, the announcement of about a second, and the pause behind it.
    let timecode = pickup["reasons"][0]["timecode"].as_str().unwrap();
    assert!(("0:00:04.0".."0:00:06.0").contains(&timecode), "{report}");
}
