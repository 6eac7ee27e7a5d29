//! Whole sessions: what a person types, and all of what they read.

mod support;

use std::fs;

use support::{Book, assert_same, contents, speech_like, write_wav};

const STORY: &str =
    "# Chapter 1\n\nThe tide was out. The boats lay on their sides.\n\n\"When does it come back?\" she asked.\n";

const TWO_CHAPTERS: &str = "# Chapter 1\n\nThe tide was out. The boats lay on their sides.\n\n\
     \"When does it come back?\" she asked.\n\n# Chapter 2\n\nIt came back at six, as it always had.\n";

/// A book of two chapters with its script, and nothing recorded.
fn scripted() -> Book {
    let book = Book::of(TWO_CHAPTERS);
    book.run(&["script"]).exits(0);
    book
}

/// The same with a good take of every cue, and the quiet room.
fn recorded() -> Book {
    let book = scripted();
    book.take("01-0001", 2.0).take("01-0002", 5.0).take("01-0003", 4.0).take("02-0001", 2.0).take("02-0002", 5.0);
    write_wav(&book.path("recordings/room-tone.wav"), &speech_like(1, 0.9));
    book
}

/// A take whose waveform lost its tops.
fn clipped_take(book: &Book, name: &str, seconds: f64) {
    let loud: Vec<f32> = speech_like(5, seconds).iter().map(|sample| (sample * 8.0).clamp(-1.0, 1.0)).collect();
    write_wav(&book.path("recordings").join(format!("{name}.wav")), &loud);
}

#[test]
fn from_a_new_folder_to_a_chapter() {
    let book = Book::new();
    book.run(&["new", "tide", "--title", "Low Tide"]).exits(0).complains("").prints(
        "A new book stands in `tide`.\n\n\
         1. Put its text there as `script/manuscript.txt` or `script/manuscript.md`.\n\
         2. Look at `book.toml`.\n\
         3. Make the narration script: `cuebook -C tide script`\n",
    );
    book.file("tide/script/manuscript.md", STORY);
    book.run(&["-C", "tide", "script"]).exits(0).complains("").prints(
        "01  Chapter 1  3 cues  19 words  about 7.4 s\n\
         3 cues in 1 chapter; 3 new\n\
         read from `tide/script/narration.html`\n",
    );
    for (cue, seconds) in [("01-0001", 2.0), ("01-0002", 5.0), ("01-0003", 4.0)] {
        write_wav(&book.path("tide/recordings").join(format!("{cue}.wav")), &speech_like(3, seconds));
    }
    book.run(&["-C", "tide", "status"]).exits(0).complains("").prints(
        "Low Tide\n\n\
         01  Chapter 1   ████████████████████  3/3 cues  19/19 words  9.0 s\n\
         the whole book  ████████████████████  3/3 cues  19/19 words  9.0 s\n\n\
         no findings\n\
         all 3 cues are recorded: `cuebook build` makes the chapters\n",
    );
    book.run(&["-C", "tide", "build"]).exits(0).complains("").prints(
        "note[room-tone-missing]: gaps are filled from 3 pauses in the takes\n  \
         wanted: a recording of the quiet room\n  \
         hint: record half a minute of the quiet room as `recordings/room-tone.wav`\n\
         chapter  length         RMS       peak  true peak  noise floor    loudness\n\
         01         0:16  -20.0 dBFS  -8.5 dBFS  -8.5 dBTP   -63.2 dBFS  -18.5 LUFS\n\
         ACX / Audible wants RMS -23.0 dBFS to -18.0 dBFS, peak below -3.0 dBFS, floor below -60.0 dBFS\n\
         script: 3 cues in 1 chapter; 3 kept\n\
         1 chapter in `tide/output/masters`: 1 note\n",
    );
}

mod new {
    use super::*;

    #[test]
    fn a_folder_in_use_is_refused_and_left_alone() {
        let book = Book::of(STORY);
        book.file("notes.txt", "not a folder");
        let before = contents(&book.path(""));
        for (name, shown) in [(".", "."), ("script", "script"), ("notes.txt", "notes.txt")] {
            book.run(&["new", name]).exits(2).prints("").complains(&format!(
                "error: `{shown}` is in use: a new book wants a folder that is empty or not there yet\n  \
                 hint: give another name\n"
            ));
        }
        assert_same(&before, &contents(&book.path("")));
    }

    #[test]
    fn an_empty_folder_is_taken_and_its_name_is_the_title() {
        let book = Book::new();
        fs::create_dir(book.path("Low Tide")).unwrap();
        book.run(&["new", "Low Tide", "--author", "Ann \"Nan\" Marsh"]).exits(0).complains("");
        let settings = fs::read_to_string(book.path("Low Tide/book.toml")).unwrap();
        let named: Vec<&str> = settings.lines().filter(|line| line.starts_with(char::is_alphabetic)).collect();
        assert_eq!(
            named,
            ["title = \"Low Tide\"", "author = 'Ann \"Nan\" Marsh'", "narrator = \"\"", "language = \"en\""]
        );
    }
}

mod script {
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
      "title": "Chapter 1",
      "cues": 3,
      "words": 19,
      "estimated_seconds": 7.0,
      "estimated_seconds_least": 7.0,
      "estimated_seconds_most": 8.0
    },
    {
      "id": "02",
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
  "new": [
    "01-0001",
    "01-0002",
    "01-0003",
    "02-0001",
    "02-0002"
  ],
  "retired": []
}
"#,
        );
    }
}

mod status {
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
}

mod check {
    use super::*;

    #[test]
    fn good_takes_have_no_findings() {
        recorded().run(&["check"]).exits(0).complains("").prints("5 takes for 5 cues: no findings\n");
    }

    #[test]
    fn a_clipped_take_is_an_error_until_its_retake_is_used() {
        let book = recorded();
        clipped_take(&book, "01-0002", 5.0);
        book.run(&["check"]).exits(1).complains("").prints(
            "error[take-clipped]: 655 runs of samples at full scale\n  \
             --> recordings/01-0002.wav at 0.522 s, cue 01-0002\n  \
             wanted: none\n  \
             hint: lower the input gain by 6 dB and record it again\n\
             5 takes for 5 cues: 1 error\n",
        );
        book.take("01-0002_t2", 5.0);
        book.run(&["check"]).exits(0).complains("").prints(
            "note[take-clipped]: 655 runs of samples at full scale\n  \
             --> recordings/01-0002.wav at 0.522 s, cue 01-0002\n  \
             wanted: none\n  \
             hint: nothing to do: `01-0002_t2.wav` is used instead\n\
             6 takes for 5 cues: 1 note\n",
        );
    }

    #[test]
    fn cues_without_a_take_are_gathered_by_chapter() {
        let book = scripted();
        book.take("01-0002", 5.0);
        book.run(&["check"]).exits(1).complains("").prints(
            "error[cue-missing]: 2 cues have no take: 01-0001, 01-0003\n  \
             hint: record each as `recordings/CUE.wav`; `cuebook status` names the next one\n\
             error[cue-missing]: 2 cues have no take: 02-0001 to 02-0002\n  \
             hint: record each as `recordings/CUE.wav`; `cuebook status` names the next one\n\
             1 take for 5 cues: 4 errors\n",
        );
    }

    #[test]
    fn a_take_of_no_cue_is_a_warning() {
        let book = recorded();
        book.take("09-0001", 2.0).take("take five", 2.0);
        book.run(&["check"]).exits(0).complains("").prints(
            "warning[take-orphaned]: there is no cue 09-0001\n  \
             --> recordings/09-0001.wav\n  \
             wanted: a cue of the script\n  \
             hint: rename it to the cue that it is a take of\n\
             warning[take-orphaned]: its name is no cue's\n  \
             --> recordings/take five.wav\n  \
             wanted: a cue of the script\n  \
             hint: name it by its cue, `01-0042.wav`, a second take `01-0042_t2.wav`\n\
             7 takes for 5 cues: 2 warnings\n",
        );
    }

    #[test]
    fn what_is_named_is_checked_and_nothing_else() {
        let book = recorded();
        clipped_take(&book, "01-0002", 5.0);
        let clean = |name: &str, wanted: &str| {
            book.run(&["check", name]).exits(0).complains("").prints(&format!("{wanted}: no findings\n"));
        };
        clean("02", "2 takes for 2 cues");
        clean("01-0001", "1 take for 1 cue");
        clean("recordings/01-0001.wav", "1 take for 1 cue");
        clean("./recordings/room-tone.wav", "1 take for 0 cues");
        let finding = "error[take-clipped]: 655 runs of samples at full scale\n  \
             --> recordings/01-0002.wav at 0.522 s, cue 01-0002\n  \
             wanted: none\n  \
             hint: lower the input gain by 6 dB and record it again\n";
        for name in ["01-0002", "recordings/01-0002.wav", "01-0002.wav"] {
            book.run(&["check", name]).exits(1).complains("").prints(&format!("{finding}1 take for 1 cue: 1 error\n"));
        }
        for names in [&["check", "01"][..], &["check", "01-0001", "01-0002", "recordings/01-0003.wav"]] {
            book.run(names).exits(1).complains("").prints(&format!("{finding}3 takes for 3 cues: 1 error\n"));
        }
    }

    #[test]
    fn an_unknown_name_is_refused() {
        let book = recorded();
        book.take("09-0001", 2.0);
        for name in ["03", "01-0009", "recordings/01-0009.wav", "09", ""] {
            book.run(&["check", name]).exits(2).prints("").complains(&format!(
                "error: `{name}` is no take, cue or chapter of this book\n  \
                 hint: name a file in `recordings/`, a cue such as `01-0042`, or a chapter such as `01`\n"
            ));
        }
    }

    #[test]
    fn answers_as_json() {
        let book = recorded();
        clipped_take(&book, "01-0002", 5.0);
        book.run(&["check", "--json"]).exits(1).complains("").prints(
            r#"{
  "takes": 5,
  "findings": [
    {
      "rule": "take-clipped",
      "severity": "error",
      "chapter": "01",
      "cue": "01-0002",
      "take": "01-0002.wav",
      "seconds": 0.5216780045351473,
      "found": "655 runs of samples at full scale",
      "wanted": "none",
      "hint": "lower the input gain by 6 dB and record it again"
    }
  ]
}
"#,
        );
    }
}

mod build {
    use super::*;

    #[test]
    fn a_recorded_book_is_built_clean() {
        let book = recorded();
        book.run(&["build"]).exits(0).complains("").prints(
            "chapter  length         RMS       peak  true peak  noise floor    loudness\n\
             01         0:16  -20.0 dBFS  -8.5 dBFS  -8.5 dBTP   -63.1 dBFS  -18.6 LUFS\n\
             02         0:12  -20.0 dBFS  -7.6 dBFS  -7.6 dBTP   -62.2 dBFS  -17.7 LUFS\n\
             ACX / Audible wants RMS -23.0 dBFS to -18.0 dBFS, peak below -3.0 dBFS, floor below -60.0 dBFS\n\
             script: 5 cues in 2 chapters; 5 kept\n\
             2 chapters in `./output/masters`: no findings\n",
        );
    }

    #[test]
    fn a_missing_cue_is_a_finding_and_its_chapter_is_built_without_it() {
        let book = recorded();
        fs::remove_file(book.path("recordings/01-0003.wav")).unwrap();
        book.run(&["build"]).exits(1).complains("").prints(
            "error[cue-missing]: no take\n  \
             --> cue 01-0003\n  \
             wanted: a take\n  \
             hint: record it as `recordings/01-0003.wav`\n\
             chapter  length         RMS       peak  true peak  noise floor    loudness\n\
             01         0:12  -20.0 dBFS  -7.6 dBFS  -7.6 dBTP   -62.3 dBFS  -17.7 LUFS\n\
             02         0:12  -20.0 dBFS  -7.6 dBFS  -7.6 dBTP   -62.2 dBFS  -17.7 LUFS\n\
             ACX / Audible wants RMS -23.0 dBFS to -18.0 dBFS, peak below -3.0 dBFS, floor below -60.0 dBFS\n\
             script: 5 cues in 2 chapters; 5 kept\n\
             2 chapters in `./output/masters`: 1 error\n",
        );
        assert!(book.path("output/masters/01.wav").is_file());
    }

    #[test]
    fn complete_builds_nothing_while_a_cue_is_missing() {
        let book = recorded();
        fs::remove_file(book.path("recordings/01-0003.wav")).unwrap();
        let before = contents(&book.path(""));
        book.run(&["build", "--complete"]).exits(1).complains("").prints(
            "error[cue-missing]: no take\n  \
             --> cue 01-0003\n  \
             wanted: a take\n  \
             hint: record it as `recordings/01-0003.wav`\n\
             nothing was built: `--complete` wants a take for every cue: 1 error\n",
        );
        assert_same(&before, &contents(&book.path("")));
    }

    #[test]
    fn nothing_recorded_builds_nothing() {
        let book = scripted();
        book.run(&["build"]).exits(1).complains("").prints(
            "error[cue-missing]: 3 cues have no take: 01-0001 to 01-0003\n  \
             hint: record each as `recordings/CUE.wav`; `cuebook status` names the next one\n\
             error[cue-missing]: 2 cues have no take: 02-0001 to 02-0002\n  \
             hint: record each as `recordings/CUE.wav`; `cuebook status` names the next one\n\
             script: 5 cues in 2 chapters; 5 kept\n\
             0 chapters in `./output/masters`: 5 errors\n",
        );
        assert!(!book.path("output/masters").exists());
    }

    #[test]
    fn an_edited_manuscript_is_said_before_the_result() {
        let book = recorded();
        book.file("script/manuscript.md", TWO_CHAPTERS.replace("at six", "at seven"));
        book.run(&["build"]).exits(0).complains("").prints(
            "chapter  length         RMS       peak  true peak  noise floor    loudness\n\
             01         0:16  -20.0 dBFS  -8.5 dBFS  -8.5 dBTP   -63.1 dBFS  -18.6 LUFS\n\
             02         0:12  -20.0 dBFS  -7.6 dBFS  -7.6 dBTP   -62.2 dBFS  -17.7 LUFS\n\
             ACX / Audible wants RMS -23.0 dBFS to -18.0 dBFS, peak below -3.0 dBFS, floor below -60.0 dBFS\n\
             script: 5 cues in 2 chapters; 4 kept, 1 edited\n  \
             02-0002 edited: It came back at [-six,-] {+seven,+} as it always had.\n\
             2 chapters in `./output/masters`: no findings\n",
        );
    }

    #[test]
    fn answers_as_json() {
        let book = scripted();
        book.take("02-0001", 2.0).take("02-0002", 5.0);
        book.run(&["build", "--json"]).exits(1).complains("").prints(
            r#"{
  "masters": [
    {
      "chapter": "02",
      "sample_rate": 44100,
      "frames": 529200,
      "rms": -20.0,
      "peak": -7.62,
      "true_peak": -7.61,
      "noise_floor": -62.31,
      "loudness": -17.67,
      "limited": 0,
      "limited_by": 0.0
    }
  ],
  "findings": [
    {
      "rule": "cue-missing",
      "severity": "error",
      "chapter": "01",
      "cue": "01-0001",
      "found": "no take",
      "wanted": "a take",
      "hint": "record it as `recordings/01-0001.wav`"
    },
    {
      "rule": "cue-missing",
      "severity": "error",
      "chapter": "01",
      "cue": "01-0002",
      "found": "no take",
      "wanted": "a take",
      "hint": "record it as `recordings/01-0002.wav`"
    },
    {
      "rule": "cue-missing",
      "severity": "error",
      "chapter": "01",
      "cue": "01-0003",
      "found": "no take",
      "wanted": "a take",
      "hint": "record it as `recordings/01-0003.wav`"
    },
    {
      "rule": "room-tone-missing",
      "severity": "note",
      "found": "gaps are filled from 2 pauses in the takes",
      "wanted": "a recording of the quiet room",
      "hint": "record half a minute of the quiet room as `recordings/room-tone.wav`"
    }
  ]
}
"#,
        );
    }
}

mod play {
    use super::*;

    /// Nothing may sound in these: what is refused is refused before a device opens.
    #[track_caller]
    fn refuses(book: &Book, arguments: &[&str], complaint: &str) {
        book.run(arguments).exits(2).prints("").complains(complaint);
    }

    #[test]
    fn what_is_not_there_or_not_built_is_said() {
        let book = scripted();
        book.take("01-0001", 2.0);
        refuses(
            &book,
            &["play"],
            "error: no chapter is built yet\n  \
             hint: `cuebook build` makes the chapters\n",
        );
        refuses(
            &book,
            &["play", "01"],
            "error: chapter 01 is not built yet\n  \
             hint: `cuebook build` makes the chapters\n",
        );
        book.run(&["build"]).exits(1);
        refuses(
            &book,
            &["play", "02"],
            "error: chapter 02 is not built yet\n  \
             hint: `cuebook build` makes the chapters\n",
        );
        refuses(
            &book,
            &["play", "07"],
            "error: there is no chapter `07` in the script\n  \
             hint: its chapters are 01, 02\n",
        );
        refuses(
            &book,
            &["play", "chapter one"],
            "error: can't play that\n  \
             because: `chapter one` is not a chapter ID such as `01` or `07a`\n",
        );
        refuses(&book, &["play", "01-0099"], "error: there is no cue `01-0099` in the script\n");
        refuses(
            &book,
            &["play", "01-2"],
            "error: can't play that\n  \
             because: `01-2` is not a cue ID such as `01-0042` or `01-0042a`\n",
        );
        refuses(
            &book,
            &["play", "01-0002"],
            "error: cue `01-0002` is not in the built chapter 01\n  \
             hint: record it, then run `cuebook build`\n",
        );
        refuses(&book, &["play", "01", "--from", "02-0001"], "error: cue `02-0001` is in chapter 02, not in 01\n");
        refuses(
            &book,
            &["play", "01", "--from", "01-0003"],
            "error: cue `01-0003` is not in the built chapter 01\n  \
             hint: record it, then run `cuebook build`\n",
        );
        refuses(
            &book,
            &["play", "01-0001", "--from", "01-0001"],
            "error: `--from` wants a chapter to play, not a single cue\n",
        );
    }
}

mod usage {
    use std::process::Stdio;

    use super::*;

    #[test]
    fn no_command_shows_the_help_and_fails() {
        let book = Book::new();
        book.run(&[]).exits(2).prints("");
        let (short, none) = (book.run(&["-h"]).exits(0).complains("").stdout(), book.run(&[]).stderr());
        assert_eq!(short, none);
    }

    #[test]
    fn every_command_has_its_help() {
        let book = Book::new();
        book.run(&["--help"]).exits(0).complains("");
        for command in ["new", "script", "status", "check", "build", "play", "completions", "man"] {
            let help = book.run(&[command, "--help"]).exits(0).complains("").stdout();
            assert!(help.contains(&format!("Usage: cuebook {command}")), "{help}");
        }
    }

    #[test]
    fn what_is_no_option_is_refused() {
        let book = Book::new();
        book.run(&["build", "--fast"]).exits(2).prints("").complains(
            "error: unexpected argument '--fast' found\n\n\
             Usage: cuebook build [OPTIONS]\n\n\
             For more information, try '--help'.\n",
        );
        book.run(&["build", "--threads", "0"]).exits(2).prints("").complains(
            "error: invalid value '0' for '--threads <N>': 0 is not in 1..=1024\n\n\
             For more information, try '--help'.\n",
        );
    }

    #[test]
    fn completions_and_the_man_page_name_every_command() {
        let book = Book::new();
        let completions = book.run(&["completions", "bash"]).exits(0).complains("").stdout();
        let man = book.run(&["man"]).exits(0).complains("").stdout();
        assert!(man.starts_with(".ie \\n(.g .ds Aq \\(aq\n"), "{man}");
        for command in ["new", "script", "status", "check", "build", "play"] {
            assert!(completions.contains(&format!("cuebook__subcmd__{command})")), "{completions}");
            assert!(man.contains(&format!(".SH \"CUEBOOK {}\"", command.to_uppercase())), "{man}");
        }
    }

    /// As in `cuebook --help | head -1`, where `head` has gone before the rest is written.
    #[test]
    fn a_reader_that_has_gone_is_no_failure() {
        let book = recorded();
        for arguments in [&["--help"][..], &["man"], &["completions", "bash"], &["status"], &["check", "--json"]] {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let output = book.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
            assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
            assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_result_that_can_not_be_written_is_a_failure() {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = recorded().command(&["status", "--json"]).stdout(full).output().unwrap();
        assert_eq!(
            String::from_utf8(output.stderr).unwrap(),
            "error: failed to write the result to standard output\n  \
             because: No space left on device (os error 28)\n"
        );
        assert_eq!(output.status.code(), Some(2));
    }
}
