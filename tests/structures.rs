//! Made books in plain text, by how their chapters, contents and front pages are set: no word is lost, and the chapters are
//! found.

use cuebook::manuscript::{Block, Format, HeadingKind, Manuscript, read};
use cuebook::words::Book;

/// 48 words of prose on a line of their own.
const LINE: &str = "The tide went out and did not come back until the evening of the following day, which nobody there had ever seen before. They went down to the boats that lay on the sand, and waited there, and said little to each other until the bell rang.";

fn read_as(text: &str, settings: &str) -> Manuscript {
    let book = Book::parse(&format!("title = 'A Book'\n{settings}")).expect("settings");
    read(text.replace('@', LINE).as_bytes(), Format::PlainText, &book).expect("a text")
}

/// Each heading with its kind, on one line.
fn headings_of(manuscript: &Manuscript) -> Vec<String> {
    let told = |block: &Block| Some(format!("{}: {}", block.heading()?, block.text.replace('\n', " / ")));
    manuscript.blocks.iter().filter_map(told).collect()
}

fn headings(text: &str) -> Vec<String> {
    headings_of(&read_as(text, ""))
}

/// Headings with two paragraphs below each.
fn chapters(heads: &[&str]) -> String {
    heads.iter().map(|head| format!("{head}\n\n@\n\n@\n\n")).collect()
}

/// A book whose every heading is a chapter.
fn assert_all_chapters(heads: &[&str]) {
    let wanted: Vec<String> = heads.iter().map(|head| format!("chapter: {}", head.replace("\n\n", " / "))).collect();
    assert_eq!(headings(&chapters(heads)), wanted);
}

const TITLES: [&str; 3] = ["The Storm", "The Calm", "Ashes"];
const ROMANS: [&str; 3] = ["I", "II", "III"];
const WORDS: [&str; 3] = ["One", "Two", "Three"];

#[test]
fn a_book_behind_its_contents_loses_no_word_and_has_its_chapters() {
    type Style = fn(usize) -> String;
    let heads: [Style; 7] = [
        |at| format!("Chapter {}\n\n{}", at + 1, TITLES[at]),
        |at| format!("CHAPTER {}\n\n{}", ROMANS[at], TITLES[at].to_uppercase()),
        |at| format!("CHAPTER {}.\n{}.", ROMANS[at], TITLES[at].to_uppercase()),
        |at| format!("Chapter {}: {}", WORDS[at], TITLES[at]),
        |at| format!("{}. {}", at + 1, TITLES[at]),
        |at| format!("{}\n\n{}", at + 1, TITLES[at]),
        |at| format!("{}\n\n{}", WORDS[at], TITLES[at]),
    ];
    let entries: [Style; 7] = [
        |at| TITLES[at].to_owned(),
        |at| format!("{} ..... {}", TITLES[at], at * 9 + 1),
        |at| format!("{}. {} {}", ROMANS[at], TITLES[at].to_uppercase(), at * 9 + 1),
        |at| format!("  {}. {}   {}", ROMANS[at], TITLES[at].to_uppercase(), at * 9 + 1),
        |at| format!("Chapter {}: {}", at + 1, TITLES[at]),
        |at| format!("{}: {}", WORDS[at], TITLES[at]),
        |at| format!("{}. {}", at + 1, TITLES[at]),
    ];
    let mut broken: Vec<String> = Vec::new();
    for head in &heads {
        for entry in &entries {
            for between in ["\n", "\n\n"] {
                for opening in ["", "For Mum\n\n", "For Mum, who knew.\n\n", "PART ONE\n\n", "For Mum\n\nPART ONE\n\n"] {
                    for space in ["\n\n", "\n\n\n\n"] {
                        let table: Vec<String> = (0..3).map(entry).collect();
                        let body = (0..3).map(|at| format!("{}\n\n{LINE}\n\n{LINE}{space}", head(at)));
                        let body = format!("{opening}{}", body.collect::<String>());
                        let text = format!("A BOOK\n\nContents\n\n{}{space}{body}", table.join(between));
                        let manuscript = read_as(&text, "");
                        let read = manuscript.blocks.iter().flat_map(|block| block.text.split_whitespace());
                        let whole = read.eq(["A", "BOOK"].into_iter().chain(body.split_whitespace()));
                        let chapter = |block: &&Block| block.heading() == Some(HeadingKind::Chapter);
                        let found = manuscript.blocks.iter().filter(chapter).count();
                        if !whole || found != 3 {
                            let (end, head) = (space.len(), head(0));
                            broken.push(format!("{:?} {head:?} {opening:?} {between:?} {end}: {found}", entry(0)));
                        }
                    }
                }
            }
        }
    }
    assert!(broken.is_empty(), "{} of them: {broken:#?}", broken.len());
}

#[test]
fn an_interlude_takes_no_chapter_from_the_others() {
    assert_all_chapters(&["ONE", "TWO", "INTERLUDE", "THREE", "FOUR"]);
    assert_all_chapters(&["1", "2", "Interlude", "3", "4"]);
    assert_all_chapters(&["THE STORM", "INTERLUDE", "THE CALM", "ASHES", "HOME"]);
}
