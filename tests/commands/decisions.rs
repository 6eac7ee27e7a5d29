use super::*;

fn two_takes() -> Book {
    let book = recorded();
    book.take("01-0002_t2", 4.8);
    book
}

#[test]
fn what_is_not_there_is_refused_with_the_nearest() {
    let book = two_takes();
    book.file("recordings/day 1/01-0003_t2.wav", fs::read(book.path("recordings/01-0003.wav")).unwrap());
    book.file("recordings/day 2/01-0003_t2.wav", fs::read(book.path("recordings/01-0003.wav")).unwrap());
    for (arguments, complaint) in [
        (
            &["circle", "01-0002_t3"][..],
            "error: `01-0002_t3` is no take of this book\n  hint: did you mean `01-0002_t2`?\n",
        ),
        (
            &["circle", "01-0003_t2"],
            "error: `01-0003_t2` may be `recordings/day 1/01-0003_t2.wav` or `recordings/day 2/01-0003_t2.wav`\n  \
             hint: name the file with its folder\n",
        ),
        (
            &["circle", "room-tone"],
            "error: `recordings/room-tone.wav` is a take of no cue of the script\n  \
             hint: name it by its cue, `01-0042.wav`, a second take `01-0042_t2.wav`\n",
        ),
        (
            &["circle", "--undo", "01-0002"],
            "error: no take is circled for cue 01-0002\n  hint: `cuebook circle` lists those that are\n",
        ),
        (
            &["waive", "take-cliped", "01-0002", "--reason", "x"],
            "error: there is no rule `take-cliped`; did you mean `take-clipped`?\n",
        ),
        (
            &["waive", "take-clipped", "1-0002", "--reason", "x"],
            "error: `1-0002` is no take, cue or chapter of this book\n  hint: did you mean `01-0002`?\n",
        ),
        (
            &["waive", "take-clipped", "01-0002", "--reason", " "],
            "error: a waiver needs a reason\n  hint: `--reason \"a slammed door, meant so\"`\n",
        ),
        (
            &["waive", "take-clipped", "01-0002", "--undo"],
            "error: `take-clipped` is not waived for cue 01-0002\n  hint: `cuebook check --waived` lists what is\n",
        ),
        (
            &["note", "01-0009", "x"],
            "error: `01-0009` is no cue or take of this book\n  hint: did you mean `01-0003`?\n",
        ),
        (&["note", "01-0002@5", "x"], "error: `@5` lies behind the end of the take, which lasts 4.8 s\n"),
        (
            &["note", "01-0002@soon", "x"],
            "error: `@soon` is no place in a take\n  \
             hint: write seconds from its start, `@3.5`, or minutes and seconds, `@1:03.5`\n",
        ),
        (
            &["note", "--settle", "01-0002"],
            "error: nothing is noted about cue 01-0002\n  hint: `cuebook check` lists what is noted\n",
        ),
    ] {
        book.run(arguments).exits(2).prints("").complains(complaint);
    }
}

#[test]
fn a_waiver_of_what_is_not_found_says_what_is() {
    let book = two_takes();
    clipped_take(&book, "01-0003", 4.0);
    book.run(&["waive", "take-clipped", "01-0002", "--reason", "x"])
        .exits(2)
        .prints("")
        .complains("error: `take-clipped` finds nothing in cue 01-0002\n  hint: it is found in 01-0003.wav\n");
    book.run(&["waive", "head-long", "01-0003", "--reason", "x"]).exits(2);
    book.run(&["waive", "take-clipped", "01", "--reason", "meant so"])
        .exits(0)
        .prints("`take-clipped` no longer counts for chapter 01, as long as neither sound nor words change\n");
    book.run(&["waive", "take-clipped", "01-0003.wav", "--reason", "again"])
        .exits(0)
        .prints("`take-clipped` is waived already for `recordings/01-0003.wav`: meant so\n");
}

#[test]
fn a_take_is_named_as_people_name_files() {
    let book = two_takes();
    let path = book.path("recordings/01-0002.wav");
    for name in ["01-0002.wav", "recordings/01-0002.wav", "./recordings/01-0002.wav", path.to_str().unwrap()] {
        book.run(&["circle", name]).exits(0).prints("cue 01-0002 uses `recordings/01-0002.wav` from now on\n");
        book.run(&["circle", name]).exits(0).prints("`recordings/01-0002.wav` is circled for cue 01-0002 already\n");
        book.run(&["circle", "--undo", "01-0002"]).exits(0);
    }
}

#[test]
fn a_cue_that_has_several_takes_says_nothing_of_which_is_meant() {
    let book = two_takes();
    book.run(&["circle", "01-0002"]).exits(2).complains(
        "error: cue 01-0002 has 2 takes: which one?\n  \
         hint: name one of `01-0002.wav`, `01-0002_t2.wav`; `01-0002_t2.wav` is in use\n",
    );
    book.run(&["circle", "01-0002_t1"]).exits(0).prints("cue 01-0002 uses `recordings/01-0002.wav` from now on\n");
    fs::remove_file(book.path("recordings/02-0001.wav")).unwrap();
    book.run(&["circle", "02-0001"])
        .exits(2)
        .complains("error: cue 02-0001 has no take yet\n  hint: record it as `recordings/02-0001.wav`\n");
}

#[test]
fn what_was_written_is_answered_as_json() {
    let book = two_takes();
    let written = |arguments: &[&str]| book.run(arguments).exits(0).json()["written"].as_array().unwrap().clone();
    let circled = written(&["circle", "01-0002.wav", "--json"]);
    assert_eq!((circled.len(), &circled[0]["event"], &circled[0]["cue"]), (1, &"circled".into(), &"01-0002".into()));
    assert!(written(&["circle", "01-0002.wav", "--json"]).is_empty(), "it was circled already");
    let noted = written(&["note", "01-0002@1.5", "--said", "harbor", "--wanted", "harbour", "--json"]);
    assert_eq!((&noted[0]["said"], &noted[0]["seconds"]), (&"harbor".into(), &1.5.into()));
    assert!(noted[0]["at"].as_str() > circled[0]["at"].as_str(), "what comes later is dated later");
    assert!(written(&["note", "01-0002@1.5", "--said", "harbor", "--wanted", "harbour", "--json"]).is_empty());
    let listed = book.run(&["circle", "--json"]).exits(0).json();
    assert_eq!(listed, serde_json::json!([{"cue": "01-0002", "take": "01-0002.wav", "is_there": true}]));
}

#[test]
fn a_stale_take_that_reads_today_s_words_can_be_waived() {
    let book = recorded();
    book.run(&["check"]);
    let manuscript = fs::read_to_string(book.path("script/manuscript.md")).unwrap();
    book.file("script/manuscript.md", manuscript.replace("back at six", "back at seven"));
    book.run(&["script"]).exits(0);
    let rules = || {
        let found = book.run(&["check", "--json"]).json();
        found["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].clone()).collect::<Vec<_>>()
    };
    let stale = rules().iter().filter(|rule| *rule == "take-stale").count();
    assert_eq!(stale, 1, "{:?}", rules());
    book.run(&["waive", "take-stale", "02-0002", "--reason", "the narrator said it anyway"]).exits(0);
    assert!(!rules().contains(&"take-stale".into()));
}

#[test]
fn what_is_found_in_the_text_can_be_waived_until_the_line_changes() {
    let book = Book::of("# Chapter 1\n\nIt was was the tide.\n\nShe went to to the quay.\n");
    book.run(&["script"]).exits(0);
    let doubled = || book.run(&["script", "--lint"]).exits(0).stdout().matches("-->").count();
    assert_eq!(doubled(), 2);
    book.run(&["waive", "word-doubled", "01-0002", "--reason", "she stammers"]).exits(0);
    assert_eq!(doubled(), 1);
    let said = book.run(&["script", "--lint"]).exits(0).stdout();
    assert!(said.ends_with("3 cues: 1 warning, 1 waived\n"), "{said}");
    book.file("script/manuscript.md", "# Chapter 1\n\nIt was was the ebb tide.\n\nShe went to to the quay.\n");
    book.run(&["script"]).exits(0);
    assert_eq!(doubled(), 2);
}
