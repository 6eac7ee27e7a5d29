use super::*;

#[test]
fn an_unchanged_manuscript_changes_nothing() {
    let book = scripted();
    let before = contents(&book.path(""));
    book.run(&["script"]).exits(0).complains("").prints(
        "01  Chapter 1  3 cues  19 words  about 7.4 s\n\
             02  Chapter 2  2 cues  11 words  about 4.3 s\n\
             the book       5 cues  30 words   about 0:12\n\
             5 cues in 2 chapters; 5 kept\n\
             read from `./script/narration.html`\n",
    );
    assert_same(&before, &contents(&book.path("")));
}

#[test]
fn an_edited_manuscript_keeps_its_ids() {
    let book = scripted();
    let edited = TWO_CHAPTERS
        .replace("tide was out", "tide was far out")
        .replace("It came back", "She waited.\n\nIt came back")
        .replace("\"When does it come back?\" she asked.\n\n", "");
    book.file("script/manuscript.md", edited);
    book.run(&["script"]).exits(0).complains("").prints(
        "01  Chapter 1  2 cues  13 words  about 5.0 s\n\
             02  Chapter 2  3 cues  13 words  about 5.0 s\n\
             the book       5 cues  26 words   about 0:10\n\
             5 cues in 2 chapters; 3 kept, 1 edited, 1 new, 1 retired\n  \
             01-0002 edited: The tide was {+far+} out. The boats lay …\n  \
             02-0001a new\n  \
             01-0003 retired: \"When does it come back?\" she asked.\n\
             read from `./script/narration.html`\n",
    );
    // The line is put back: it gets its old ID.
    book.file("script/manuscript.md", TWO_CHAPTERS);
    book.run(&["script"]).exits(0).complains("").prints(
        "01  Chapter 1  3 cues  19 words  about 7.4 s\n\
             02  Chapter 2  2 cues  11 words  about 4.3 s\n\
             the book       5 cues  30 words   about 0:12\n\
             5 cues in 2 chapters; 3 kept, 1 edited, 1 restored, 1 retired\n  \
             01-0002 edited: The tide was [-far-] out. The boats lay …\n  \
             01-0003 restored\n  \
             02-0001a retired: She waited.\n\
             read from `./script/narration.html`\n",
    );
}

#[test]
fn answers_as_json() {
    let book = Book::of(TWO_CHAPTERS);
    book.run(&["script", "--json"]).exits(0).complains("").prints(
        r#"{
  "chapters": [
    {
      "id": "01",
      "kind": "chapter",
      "title": "Chapter 1",
      "cues": 3,
      "words": 19,
      "estimated_seconds": 7.0,
      "estimated_seconds_least": 7.0,
      "estimated_seconds_most": 8.0
    },
    {
      "id": "02",
      "kind": "chapter",
      "title": "Chapter 2",
      "cues": 2,
      "words": 11,
      "estimated_seconds": 4.0,
      "estimated_seconds_least": 4.0,
      "estimated_seconds_most": 4.0
    }
  ],
  "notes": [],
  "kept": 0,
  "restyled": 0,
  "edited": [],
  "moved": [],
  "split": [],
  "merged": [],
  "restored": [],
  "rejoined": [],
  "new": [
    "01-0001",
    "01-0002",
    "01-0003",
    "02-0001",
    "02-0002"
  ],
  "retired": [],
  "chapter_changes": []
}
"#,
    );
}

#[test]
fn a_paragraph_that_was_divided_and_is_put_together_again_has_its_take_back() {
    let divided = TWO_CHAPTERS.replace("out. The boats", "out.\n\nThe boats");
    let book = recorded();
    book.file("script/manuscript.md", &divided).run(&["script"]).exits(0);
    let said = book.run(&["check"]).exits(1).stdout();
    assert!(said.contains("take-stale") && said.contains("6 cues"), "{said}");
    book.file("script/manuscript.md", TWO_CHAPTERS).run(&["script"]).exits(0).complains("").prints(
        "01  Chapter 1  3 cues  19 words  about 7.4 s\n\
             02  Chapter 2  2 cues  11 words  about 4.3 s\n\
             the book       5 cues  30 words   about 0:12\n\
             5 cues in 2 chapters; 4 kept, 1 edited, 1 merged\n  \
             01-0002 edited, to what its take reads: The {+tide was out. The+} boats lay on their …\n  \
             01-0001a merged: its words are in 01-0002 now\n\
             read from `./script/narration.html`\n",
    );
    book.run(&["check"]).exits(0);

    // Where the parts were recorded, the newest take reads no more than its part.
    book.file("script/manuscript.md", &divided).run(&["script"]).exits(0);
    book.take("01-0001b", 2.2).take("01-0002_t2", 3.0).run(&["check"]).exits(0);
    book.file("script/manuscript.md", TWO_CHAPTERS).run(&["script"]).exits(0);
    let said = book.run(&["check"]).exits(0).stdout();
    assert!(said.contains("7 takes for 6 cues"), "{said}");
}

#[test]
fn a_take_log_that_cannot_be_read_keeps_nobody_from_changing_the_script() {
    let book = recorded();
    fs::create_dir(book.path("recordings/takes.jsonl")).unwrap();
    book.file("script/manuscript.md", TWO_CHAPTERS.replace("lay on their sides", "were gone"));
    let said = book.run(&["script"]).exits(0).stderr();
    assert!(said.contains("note: lines that were divided stay so, as what their takes read can't be told: "), "{said}");
}
