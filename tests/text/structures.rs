//! Made books in plain text, by how their chapters, contents and front pages are set: no word is lost, and the chapters are
//! found.

use cuebook::manuscript::{Block, Format, HeadingKind, Manuscript, read};
use cuebook::script::{divide, number};
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
    heads.iter().map(|head| format!("{head}\n\n@\n\n@\n\n")).collect::<Vec<_>>().concat()
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
                for opening in ["", "For Mum\n\n", "For Mum, who knew.\n\n", "PART ONE\n\n", "For Mum\n\nPART ONE\n\n"]
                {
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

#[test]
fn numbers_that_run_on_are_chapters_whatever_stands_behind_them() {
    assert_all_chapters(&["1. The storm", "2. What remains of us", "3. How it all began", "4. The end of it"]);
    assert_all_chapters(&["1. Der Sturm", "2. Was bleibt", "3. Wie alles begann"]);
    assert_all_chapters(&["1 The Storm", "2 The Calm", "3 Ashes"]);
    assert_all_chapters(&["i.", "ii.", "iii.", "iv."]);
    assert_all_chapters(&["Day 1", "Day 2", "Day 9"]);
    assert_all_chapters(&["CH. 1", "CH. 2"]);
    assert_all_chapters(&["第一节", "第二节"]);
    assert_all_chapters(&["その一", "その二"]);
    assert_all_chapters(&["第壱章", "第弐章", "番外"]);
}

#[test]
fn a_chapter_may_say_in_which_what_happens() {
    assert_all_chapters(&["Chapter One, in which it rains", "Chapter Two, in which they go."]);
    assert_all_chapters(&["Глава первая, в которой идёт дождь", "Глава вторая, в которой тихо"]);
    assert_all_chapters(&["Erstes Kapitel, in dem es regnet", "Zweites Kapitel, in dem es aufhört"]);
    let manuscript = read_as("Chapter 1\n\n@\n\nChapter Nine, as he called it, was short\n\n@\n\nChapter 2\n\n@\n", "");
    assert_eq!(headings_of(&manuscript), ["chapter: Chapter 1", "chapter: Chapter 2"]);
    assert_eq!(manuscript.doubts.len(), 1);
}

#[test]
fn titles_of_one_look_are_chapters_from_the_first_to_those_that_ask() {
    let far = |heads: &[&str]| chapters(heads).replace("@\n\n@\n\n", "@\n\n@\n\n\n");
    let wanted = ["chapter: The Storm", "chapter: The Calm", "chapter: Ashes"];
    assert_eq!(headings(&far(&TITLES)), wanted);
    let page = "Dead Water\n\nA Novel\n\nTom Hale\n\n";
    assert_eq!(headings(&format!("{page}\n{}", far(&TITLES))), wanted);
    let capitals = chapters(&TITLES.map(str::to_uppercase).each_ref().map(String::as_str));
    let shouted = wanted.map(|heading| heading.to_uppercase().replace("CHAPTER", "chapter"));
    assert_eq!(headings(&format!("{}{capitals}", page.to_uppercase())), shouted);
    assert_all_chapters(&["THE STORM", "WHO GOES THERE?", "ASHES", "RUN!", "THE CALM", "DINNER FOR TWO."]);
    assert_all_chapters(&["THE STORM", "RUN!", "WHO GOES THERE?", "ASHES"]);
    assert_all_chapters(&["6:00 AM", "7:15 AM", "8:20 PM"]);
    assert_all_chapters(&["March 12, 1943", "3 May 1943", "May 9"]);
    assert_all_chapters(&["Marcus", "Anna Lee", "Marcus"]);
}

#[test]
fn marks_and_unseen_characters_are_no_part_of_a_heading() {
    let text = "*Chapter 1*\n\n@\n\n\u{200b}Chapter 2\n=========\n\n@\n\nChap\u{ad}ter 3\n\n@\n\n# Chapter 4 #\n\n@\n";
    let manuscript = read_as(text, "");
    let wanted = ["chapter: Chapter 1", "chapter: Chapter 2", "chapter: Chapter 3", "chapter: Chapter 4"];
    assert_eq!(headings_of(&manuscript), wanted);
    assert_eq!(manuscript.blocks.len(), 8);
}

#[test]
fn acts_hold_their_scenes() {
    let text = format!("ACT I\n\n{0}ACT II\n\n{0}", chapters(&["SCENE 1", "SCENE 2"]));
    let act = |act: &str| [format!("part: {act}"), "chapter: SCENE 1".to_owned(), "chapter: SCENE 2".to_owned()];
    assert_eq!(headings(&text), [act("ACT I"), act("ACT II")].concat());
}

#[test]
fn a_number_with_a_stop_that_nothing_follows_is_somebodys_answer() {
    let manuscript = read_as("Chapter 1\n\n@\n\nSection 8.\n\n@\n\nChapter 2\n\n@\n\nAlso by Tom Hale\n\n@\n", "");
    assert_eq!(headings_of(&manuscript), ["chapter: Chapter 1", "chapter: Chapter 2", "back matter: Also by Tom Hale"]);
    assert_eq!(manuscript.doubts[0].text, "Section 8.");
}

#[test]
fn a_title_page_is_said_by_the_opening_credits() {
    let settings = "author = 'A. Author'\n[credits]\ntemplate = 'acx'";
    let book = Book::parse(&format!("title = 'A Book'\n{settings}")).expect("settings");
    let manuscript = read_as("A BOOK\n\nby A. Author\n\nChapter 1\n\n@\n\nChapter 2\n\n@\n", settings);
    let script = number(divide(&manuscript, &book), &book);
    let cues: Vec<&str> = script.cues().map(|(_, cue)| cue.text.as_str()).collect();
    assert_eq!(cues[..2], ["A BOOK\nby A. Author", "Chapter 1"]);
}
