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
            "   line  Chapter 1",
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

/// The notes of the take log.
fn notes(book: &Book) -> Vec<serde_json::Value> {
    let log = fs::read_to_string(book.path("recordings/takes.jsonl")).unwrap_or_default();
    let events = log.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    events.filter(|event| event["event"] == "noted").collect()
}

#[test]
fn a_proofers_list_is_taken_in_once() {
    let book = recorded();
    book.run(&["build"]).exits(0);
    book.file(
        "proof.csv",
        "Chapter;Timecode;Said;Should be;Note\r\n1;0:00:05,5;tied;tide;misread\r\n01;0:00:05,5;;;\"click; twice\"\r\n",
    );
    let taken = book.run(&["pickups", "--from", "proof.csv"]).exits(0).complains("").stdout();
    assert!(taken.starts_with("line 2: 01-0002 at ") && taken.ends_with("\n`proof.csv`: 2 new notes\n"), "{taken}");
    let noted = notes(&book);
    assert_eq!(noted.len(), 2);
    assert_eq!((&noted[0]["said"], &noted[0]["wanted"]), (&"tied".into(), &"tide".into()));
    assert!(noted[0]["audio"].is_string() && noted[0]["seconds"].as_f64().unwrap() < 2.0, "{noted:?}");

    let again = book.run(&["pickups", "--from", "proof.csv"]).exits(0).complains("").stdout();
    assert_eq!(again, "`proof.csv`: 0 new notes, 2 known already\n");
    assert_eq!(notes(&book).len(), 2);

    let list = book.run(&["pickups"]).exits(1).stdout();
    assert!(list.contains("01-0002  noted") && list.contains("misread: said “tied”, should be “tide”"), "{list}");
    // What cuebook writes is read back without a second note.
    book.run(&["pickups", "-o", "ours.csv"]).exits(1);
    let ours = book.run(&["pickups", "--from", "ours.csv"]).exits(0).stdout();
    assert_eq!(ours, "`ours.csv`: 0 new notes, 2 known already\n");

    book.take("01-0002_t2", 5.2);
    book.run(&["pickups"]).exits(0).prints("nothing is to be recorded again\n");
    book.run(&["pickups", "--from", "proof.csv"]).exits(0).prints("`proof.csv`: 0 new notes, 2 known already\n");
}

#[test]
fn a_list_with_rows_that_lead_nowhere_is_taken_in_partly_or_not_at_all() {
    let book = recorded();
    let list =
        "cue,chapter,timecode,note\n1-2,,,breath\n01-0099,,,x\n,2,0:03,y\n,9,0:03,z\n01-0001,,soon,w\n01-0001,,,\n";
    book.file("proof.csv", list);
    let before = contents(&book.path("recordings"));
    book.run(&["pickups", "--from", "proof.csv"]).exits(2).prints("").complains(
        "error: 5 of the 6 rows of `proof.csv` can't be placed\n  \
         because: line 3: there is no cue `01-0099` in the script\n  \
         because: line 4: chapter 02 is not built, so nobody knows what sounds at 0:00:03.0\n  \
         because: line 5: there is no chapter `9` in the script\n  \
         because: line 6: `soon` is no time such as `0:03:12.4` or `192.4`\n  \
         because: line 7: it says nothing: `said`, `should be` and `note` are empty\n  \
         hint: mend them and read the list again, or take the others in with `--partly`; nothing was noted\n",
    );
    assert_eq!(notes(&book), [""; 0]);
    assert!(before.len() <= contents(&book.path("recordings")).len());
    let partly = book.run(&["pickups", "--from", "proof.csv", "--partly", "--json"]).exits(1).complains("").json();
    assert_eq!((&partly["new"][0]["cue"], &partly["new"][0]["note"]), (&"01-0002".into(), &"breath".into()));
    assert_eq!(partly["unplaced"].as_array().unwrap().len(), 5);
    assert_eq!(notes(&book).len(), 1);
}

#[test]
fn pickups_are_never_written_over_somebodys_work() {
    let book = owing();
    book.file("proof.csv", "cue,note\n01-0001,click\n");
    book.run(&["pickups"]).exits(1);
    let works = || (contents(&book.path("script")), contents(&book.path("recordings")));
    let before = works();
    let mut ways = vec![
        "script/manuscript.md",
        "script/new.md",
        "./output/../script/narration.json",
        "not-there/../script/manuscript.md",
        "recordings/list.csv",
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(book.path("script"), book.path("linked")).unwrap();
        std::os::unix::fs::symlink(book.path("script/manuscript.md"), book.path("linked.md")).unwrap();
        ways.extend(["linked/manuscript.md", "linked.md"]);
    }
    for path in ways {
        let said = book.run(&["pickups", "-o", path]).exits(2).prints("").stderr();
        assert!(said.contains(", where pickups are not written\n"), "{path}: {said}");
    }
    assert!(works() == before);
    for arguments in [["pickups", "-o", "proof.csv"].as_slice(), &["pickups", "--csv", "-o", "book.toml"]] {
        let said = book.run(arguments).exits(2).prints("").stderr();
        assert!(said.contains("is there already, and is no list of pickups\n"), "{said}");
    }
    assert_eq!(fs::read_to_string(book.path("proof.csv")).unwrap(), "cue,note\n01-0001,click\n");
    // Its own lists it writes anew.
    for name in ["a.csv", "a.md", "a.html", "a.json", "a.txt"] {
        book.run(&["pickups", "-o", name]).exits(1);
        book.run(&["pickups", "-o", name]).exits(1).complains("");
    }
}
