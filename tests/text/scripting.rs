//! `cuebook script` on a manuscript that changes: what is shown, what is asked, and what is refused.

use std::path::Path;

use super::support::{Book, assert_same, contents};

const TEXT: &str = "# Chapter 1\n\nThe tide was out. The boats lay on their sides.\n\n\"When does it come back?\" she asked.\n\n\
                    Nobody answered her.\n";

#[test]
fn a_dry_run_shows_the_plan_and_writes_nothing() {
    let book = Book::of(TEXT);
    book.run(&["script"]).exits(0);
    let before = contents(&book.path("script"));
    book.file(
        "script/manuscript.md",
        TEXT.replace("tide", "water").replace("\"When does it come back?\"", "“When does it come back?”"),
    );
    let script = contents(&book.path("script"));
    book.run(&["script", "--dry-run"]).exits(0).complains("").prints(
        "01  Chapter 1  4 cues  22 words  about 8.5 s\n\
         4 cues in 1 chapter; 2 kept, 1 restyled, 1 edited\n  \
         01-0002 edited: The [-tide-] {+water+} was out. The boats …\n\
         nothing was written; without `--dry-run` it will be\n",
    );
    assert_same(&script, &contents(&book.path("script")));
    assert_eq!(before[Path::new("narration.json")], script[Path::new("narration.json")]);
}

#[test]
fn a_line_is_told_apart_from_the_one_in_its_place() {
    let book = Book::of(TEXT);
    book.run(&["script"]).exits(0);
    book.file("script/manuscript.md", TEXT.replace("Nobody answered her.", "Somebody answered him."));
    book.run(&["script", "--dry-run"]).exits(0).prints(
        "01  Chapter 1  4 cues  22 words  about 8.5 s\n\
         4 cues in 1 chapter; 3 kept, 1 edited\n  \
         01-0004 edited, if it is the same line at all: [-Nobody-] {+Somebody+} answered [-her.-] {+him.+}\n\
         nothing was written; without `--dry-run` it will be\n",
    );
    book.run(&["script", "--apart", "01-0004"]).exits(0).prints(
        "01  Chapter 1  4 cues  22 words  about 8.5 s\n\
         4 cues in 1 chapter; 3 kept, 1 new, 1 retired\n  \
         01-0005 new\n  \
         01-0004 retired: Nobody answered her.\n\
         read from `./script/narration.html`\n",
    );
    book.run(&["script", "--apart", "09-0001"]).exits(2).prints("").complains(
        "error: `--apart 09-0001` names no cue of the script\n  hint: look for it with `cuebook script --dry-run`\n",
    );
}

#[test]
fn another_books_manuscript_is_refused_until_it_is_accepted() {
    let lines =
        |word: &str| (0..30).map(|at| format!("The {word} of day {at} was {word}.\n\n")).collect::<Vec<_>>().concat();
    let book = Book::of(&format!("# Chapter 1\n\n{}", lines("harbour")));
    book.run(&["script"]).exits(0);
    let before = contents(&book.path("script"));
    book.file(
        "script/manuscript.md",
        format!("# Low Water\n\n{}", lines("moon").replace("The", "Her other").replace("was", "is like a")),
    );
    let manuscript = contents(&book.path("script"));
    for command in ["script", "build"] {
        book.run(&[command]).exits(2).prints("").complains(
            "error: the manuscript is not the one that the script was made from: 31 of 31 lines are not in it\n  \
             hint: put the right manuscript back into `script/`, or look at the changes with `cuebook script --dry-run`\n  \
             hint: if it is a new version of the book, take it with `cuebook script --accept`: no ID is given twice\n",
        );
        assert_same(&manuscript, &contents(&book.path("script")));
    }
    assert_eq!(before[Path::new("narration.json")], manuscript[Path::new("narration.json")]);
    book.run(&["script", "--accept"]).exits(0);
}

#[test]
fn every_heading_has_its_reason() {
    let book = Book::of("");
    std::fs::remove_file(book.path("script/manuscript.md")).expect("it is there");
    let text = "LOW WATER\n\n\nChapter 1\n\nThe tide was out and the boats lay on their sides in the mud.\n\n* * *\n\n\
                Chapter 2 of her life began on a Monday, when the letter came.\n\n\nChapter 2\n\nIt came back at six, \
                as it always had, and nobody was there to see it.\n";
    book.file("script/manuscript.txt", text);
    let shown = book.run(&["script", "--explain"]).exits(0).complains("").stdout();
    for wanted in ["line 4 ", "line 8 ", "`Chapter` stands with a number", "scene break", "[manuscript.headings]"] {
        assert!(shown.contains(wanted), "{wanted} is missing in\n{shown}");
    }
    assert!(!book.path("script/narration.json").exists());
}
