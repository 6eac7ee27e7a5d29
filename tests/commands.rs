//! Whole sessions: what a person types, and all of what they read.

mod support;

use support::Book;

const STORY: &str =
    "# Chapter 1\n\nThe tide was out. The boats lay on their sides.\n\n\"When does it come back?\" she asked.\n";

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
}
