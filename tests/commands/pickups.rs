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
    clipped_take(&book, "01-0002", 5.1);
    let report = book.run(&["pickups", "--json"]).exits(1).json();
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

/// The new notes of a reading, each as `LINE CUE SECONDS`.
fn taken_in(book: &Book, list: &str) -> Vec<String> {
    book.file("list.csv", list);
    let report = book.run(&["pickups", "--from", "list.csv", "--json"]).exits(0).json();
    let new = report["new"].as_array().unwrap().iter();
    new.map(|note| format!("{} {} {}", note["line"], note["cue"].as_str().unwrap(), note["seconds"])).collect()
}

#[test]
fn a_time_behind_the_name_of_a_take_is_one_in_that_take() {
    let book = recorded();
    book.run(&["build"]).exits(0);
    let list = "File,Time,Note\n01-0002.wav,0:02,click\nrecordings/01-0003.wav,1.5,pop\n01-0003,1,breath\n";
    assert_eq!(taken_in(&book, list), ["2 01-0002 2.0", "3 01-0003 1.5", "4 01-0003 1.0"]);
    book.file("list.csv", "File,Time,Note\n01-0002.wav,1:00,x\n01-0002_t7.wav,0:01,y\nBook1_02.mp3,0:01,z\n");
    let said = book.run(&["pickups", "--from", "list.csv"]).exits(2).stderr();
    assert!(said.contains("line 2: 1:00 lies behind the end of `recordings/01-0002.wav`"), "{said}");
    assert!(said.contains("line 3: there is no take `01-0002_t7.wav` in `recordings/`"), "{said}");
    assert!(said.contains("line 4: `Book1_02` has several numbers"), "{said}");
    book.file("list.csv", "chapter,time,note\n1,3.12,x\n");
    let said = book.run(&["pickups", "--from", "list.csv"]).exits(0).stdout();
    assert!(said.contains("\n  note: `3.12` is read as 3.12 s: if it is minutes, write `3:12`\n"), "{said}");
}

#[test]
fn a_sheet_that_is_read_back_after_another_build_brings_nothing_new() {
    let book = recorded();
    book.run(&["build"]).exits(0);
    clipped_take(&book, "02-0001_t2", 3.0);
    book.file("proof.csv", "cue,timecode,note\n01-0002,0:05.5,click\n01-0003,,dull\n02-0001,,rough\n");
    book.run(&["pickups", "--from", "proof.csv"]).exits(0);
    book.run(&["pickups", "-o", "ours.csv"]).exits(1);
    let known = |book: &Book| {
        let said = book.run(&["pickups", "--from", "ours.csv"]).exits(0).stdout();
        assert!(said.contains("`ours.csv`: 0 new notes, 3 known already"), "{said}");
    };
    known(&book);
    book.file("book.toml", "title = \"A Test\"\n[spacing]\nhead = 0.9\nparagraph = 2.5\n");
    book.run(&["build"]);
    known(&book);
    // The narrator mends a line: what is mended stays so.
    book.take("01-0002_t2", 4.0);
    known(&book);
    book.run(&["build"]);
    known(&book);
}

#[test]
fn a_second_round_about_a_new_take_is_named() {
    let book = recorded();
    book.run(&["build"]).exits(0);
    book.file("proof.csv", "chapter,timecode,note\n1,0:05.5,click\n");
    book.run(&["pickups", "--from", "proof.csv"]).exits(0);
    book.take("01-0002_t2", 5.2);
    book.run(&["build"]).exits(0);
    book.run(&["pickups", "--from", "proof.csv"]).exits(0).complains("").prints(
        "line 2: 01-0002: noted before about an earlier take; if it is still so: `cuebook note 01-0002 WORDS`\n\
         `proof.csv`: 0 new notes, 1 noted before about an earlier take\n",
    );
}

#[test]
fn what_a_proofer_adds_to_cuebooks_own_rows_is_taken_in() {
    let book = recorded();
    clipped_take(&book, "01-0002", 5.0);
    book.run(&["pickups", "-o", "ours.csv"]).exits(1);
    let own = book.run(&["pickups", "--from", "ours.csv"]).exits(0).stdout();
    assert_eq!(own, "`ours.csv`: 0 new notes, 1 row of cuebook's own, which it finds itself\n");
    let sheet = fs::read_to_string(book.path("ours.csv")).unwrap();
    let (header, row) = sheet.trim_end().split_once("\r\n").unwrap();
    book.file("ours.csv", format!("{header},comments,initials\r\n{row},and a chair creaks,AB\r\n"));
    let said = book.run(&["pickups", "--from", "ours.csv"]).exits(0).stdout();
    assert!(said.ends_with("not taken in: what stands under `initials`\n`ours.csv`: 1 new note\n"), "{said}");
    assert_eq!(notes(&book)[0]["note"], "and a chair creaks");
    // The narrator has mended it: its row is told, not taken for a note.
    book.file("ours.csv", &sheet).take("01-0002_t2", 5.0);
    let said = book.run(&["pickups", "--from", "ours.csv"]).exits(0).stdout();
    assert!(said.starts_with("line 2 is cuebook's own, about what has changed since"), "{said}");
    assert!(said.ends_with("`ours.csv`: 0 new notes, 1 row about what has changed since\n"), "{said}");
    assert_eq!(notes(&book).len(), 1);
    // A `kind` in somebody else's list is theirs.
    book.file("list.csv", "cue,kind,note\n01-0003,faulty,click\n");
    book.run(&["pickups", "--from", "list.csv"]).exits(0);
    assert_eq!(notes(&book)[1]["note"], "faulty; click");
}

#[test]
fn a_note_on_a_take_that_is_not_used_or_was_recorded_anew_says_so() {
    let book = recorded();
    book.run(&["build"]).exits(0);
    book.take("01-0003_t2", 4.1);
    book.file("list.csv", "cue,note\n01-0003_t1,click\n01-0003_t2,pop\n");
    book.run(&["pickups", "--from", "list.csv"]).exits(0).complains("").prints(
        "line 2: 01-0003: click\n  note: its cue uses another take, so it counts when that one is used again\n\
         line 3: 01-0003: pop\n`list.csv`: 2 new notes\n",
    );
    // Exported anew under its old name.
    book.take("01-0002_t3", 6.5);
    fs::rename(book.path("recordings/01-0002_t3.wav"), book.path("recordings/01-0002.wav")).unwrap();
    book.file("list.csv", "chapter,time,note\n1,0:05.5,click\n");
    let said = book.run(&["pickups", "--from", "list.csv"]).exits(0).stdout();
    assert!(
        said.starts_with("line 2: 01-0002: click (at 0:00:05.5)\n  note: `recordings/01-0002.wav` has changed"),
        "{said}"
    );
}

#[test]
fn a_note_that_says_nothing_is_refused() {
    let book = recorded();
    book.run(&["note", "01-0002", " "])
        .exits(2)
        .prints("")
        .complains("error: this note says nothing\n  hint: write what was heard, or `--said` and `--wanted`\n");
    book.run(&["note", "01-0002", " click "]).exits(0);
    assert_eq!(notes(&book)[0]["note"], "click");
}

#[test]
fn a_list_is_read_from_standard_input() {
    let book = recorded();
    book.file("list.csv", "cue,note\n01-0002,click\n");
    let list = fs::File::open(book.path("list.csv")).unwrap();
    let ran = book.command(&["pickups", "--from", "-"]).stdin(list).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "line 2: 01-0002: click\n`-`: 1 new note\n");
}
