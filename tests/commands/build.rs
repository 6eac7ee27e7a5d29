use super::*;

#[test]
fn a_recorded_book_is_built_clean() {
    let book = recorded();
    book.run(&["build"]).exits(0).complains("").prints(
        "chapter  length         RMS       peak  true peak  noise floor    loudness\n\
             01         0:16  -20.0 dBFS  -8.5 dBFS  -8.5 dBTP   -63.2 dBFS  -18.6 LUFS\n\
             02         0:12  -20.0 dBFS  -7.6 dBFS  -7.6 dBTP   -62.3 dBFS  -17.7 LUFS\n\
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
             01         0:12  -20.0 dBFS  -7.6 dBFS  -7.6 dBTP   -62.4 dBFS  -17.7 LUFS\n\
             02         0:12  -20.0 dBFS  -7.6 dBFS  -7.6 dBTP   -62.3 dBFS  -17.7 LUFS\n\
             ACX / Audible wants RMS -23.0 dBFS to -18.0 dBFS, peak below -3.0 dBFS, floor below -60.0 dBFS\n\
             script: 5 cues in 2 chapters; 5 kept\n\
             2 chapters in `./output/masters`: 1 error\n",
    );
    assert!(book.path("output/masters/01.wav").is_file());
}

#[test]
fn complete_builds_nothing_while_a_take_reads_other_words() {
    let book = recorded();
    book.run(&["check"]).exits(0);
    book.file("script/manuscript.md", TWO_CHAPTERS.replace("tide was out", "tide was far out"));
    let said = book.run(&["build", "--complete"]).exits(1).stdout();
    assert!(said.contains("error[take-stale]") && said.contains("nothing was built"), "{said}");
    assert!(!book.path("output/masters").exists());
}

#[test]
fn complete_builds_nothing_while_a_cue_is_missing() {
    let book = recorded();
    fs::remove_file(book.path("recordings/01-0003.wav")).unwrap();
    // The takes are remembered, whatever comes of the book.
    book.run(&["check"]).exits(1);
    let before = contents(&book.path(""));
    book.run(&["build", "--complete"]).exits(1).complains("").prints(
        "error[cue-missing]: no take\n  \
             --> cue 01-0003\n  \
             wanted: a take\n  \
             hint: record it as `recordings/01-0003.wav`\n\
             nothing was built: `--complete` wants a take for every cue, and none with an error: 1 error\n",
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
    // The take of that line reads the old words: it must not get into a chapter unnoticed.
    book.run(&["build"]).exits(1).complains("").prints(
        "error[take-stale]: recorded for other words: It came back at [-six,-] {+seven,+} as it always had.\n  \
             --> recordings/02-0002.wav, cue 02-0002\n  \
             wanted: a take of today's words\n  \
             hint: record it again; if it reads today's words after all, waive this finding\n\
             chapter  length         RMS       peak  true peak  noise floor    loudness\n\
             01         0:16  -20.0 dBFS  -8.5 dBFS  -8.5 dBTP   -63.2 dBFS  -18.6 LUFS\n\
             02         0:12  -20.0 dBFS  -7.6 dBFS  -7.6 dBTP   -62.3 dBFS  -17.7 LUFS\n\
             ACX / Audible wants RMS -23.0 dBFS to -18.0 dBFS, peak below -3.0 dBFS, floor below -60.0 dBFS\n\
             script: 5 cues in 2 chapters; 4 kept, 1 edited\n  \
             02-0002 edited: It came back at [-six,-] {+seven,+} as it always had.\n\
             2 chapters in `./output/masters`: 1 error\n",
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
      "noise_floor": -62.34,
      "loudness": -17.66,
      "limited": 0,
      "limited_by": 0.0
    }
  ],
  "chapters": [
    {
      "chapter": "02",
      "do": "build",
      "why": [
        {
          "change": "first"
        }
      ]
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
