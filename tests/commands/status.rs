use super::*;

#[test]
fn nothing_is_recorded() {
    scripted().run(&["status"]).exits(0).complains("").prints(
        "A Test\n\n\
             01  Chapter 1   ░░░░░░░░░░░░░░░░░░░░  0/3 cues  0/19 words      about 7.4 s left\n\
             02  Chapter 2   ░░░░░░░░░░░░░░░░░░░░  0/2 cues  0/11 words      about 4.3 s left\n\
             the whole book  ░░░░░░░░░░░░░░░░░░░░  0/5 cues  0/30 words       about 0:12 left\n\n\
             5 errors (`cuebook check` lists them)\n\
             next: 01-0001  Chapter One\n",
    );
}

#[test]
fn some_is_recorded() {
    let book = scripted();
    book.take("01-0001", 2.0).take("01-0003", 4.0);
    clipped_take(&book, "01-0002", 5.0);
    book.run(&["status"]).exits(0).complains("").prints(
        "A Test\n\n\
             01  Chapter 1   ████████████████████  3/3 cues  19/19 words  9.0 s  1 to look at\n\
             02  Chapter 2   ░░░░░░░░░░░░░░░░░░░░  0/2 cues   0/11 words                       about 4.3 s left\n\
             the whole book  ████████████░░░░░░░░  3/5 cues  19/30 words  9.0 s  1 to look at  about 4.3 s left\n\n\
             3 errors (`cuebook check` lists them)\n\
             next: 02-0001  Chapter Two\n",
    );
}

#[test]
fn all_is_recorded() {
    recorded().run(&["status"]).exits(0).complains("").prints(
        "A Test\n\n\
             01  Chapter 1   ████████████████████  3/3 cues  19/19 words  9.0 s\n\
             02  Chapter 2   ████████████████████  2/2 cues  11/11 words  5.7 s\n\
             the whole book  ████████████████████  5/5 cues  30/30 words   0:15\n\n\
             no findings\n\
             all 5 cues are recorded: `cuebook build` makes the chapters\n",
    );
}

#[test]
fn answers_as_json() {
    let book = scripted();
    book.take("01-0001", 2.0);
    book.run(&["status", "--json"]).exits(0).complains("").prints(
        r#"{
  "title": "A Test",
  "chapters": [
    {
      "id": "01",
      "title": "Chapter 1",
      "cues": 3,
      "recorded": 1,
      "missing": 2,
      "with_findings": 0,
      "words": 19,
      "words_recorded": 2,
      "recorded_seconds": 1.34,
      "estimated_seconds_left": 6.58
    },
    {
      "id": "02",
      "title": "Chapter 2",
      "cues": 2,
      "recorded": 0,
      "missing": 2,
      "with_findings": 0,
      "words": 11,
      "words_recorded": 0,
      "recorded_seconds": 0.0,
      "estimated_seconds_left": 4.26
    }
  ],
  "book": {
    "cues": 5,
    "recorded": 1,
    "missing": 4,
    "with_findings": 0,
    "words": 30,
    "words_recorded": 2,
    "recorded_seconds": 1.34,
    "estimated_seconds_left": 10.84
  },
  "next": {
    "cue": "01-0002",
    "text": "The tide was out. The boats lay on their sides."
  }
}
"#,
    );
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
