//! Whole sessions: what a person types, and all of what they read.

mod build;
mod check;
mod decisions;
mod deliver;
mod explain;
mod new;
mod pickups;
mod play;
mod report;
mod screen;
mod script;
mod status;
#[path = "../support/mod.rs"]
mod support;
mod usage;
mod watch;

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
    let status = book.run(&["-C", "tide", "status"]).exits(0).complains("").stdout();
    assert!(status.contains("01  Chapter 1       ████████████████   3/3"), "{status}");
    assert!(status.ends_with("\nall 3 cues are recorded: `cuebook build` makes the chapters\n"), "{status}");
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
