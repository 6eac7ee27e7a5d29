use super::super::testing::{any_book, zipped};
use super::super::{Format, Manuscript, Note, read};
use super::*;

fn headings(manuscript: &Manuscript) -> Vec<(HeadingKind, &str)> {
    manuscript.blocks.iter().filter_map(|block| Some((block.heading()?, block.text.as_str()))).collect()
}

fn html(text: &str) -> Manuscript {
    read(text.as_bytes(), Format::Html, &any_book()).unwrap()
}

/// A document whose paragraphs have styles, which may be empty.
fn docx(paragraphs: &[(&str, &str)]) -> Manuscript {
    let body: String = paragraphs
        .iter()
        .map(|(style, text)| {
            format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        })
        .collect::<Vec<_>>()
        .concat();
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    read(&zipped(&[("word/document.xml", &document)]), Format::Docx, &any_book()).unwrap()
}

use HeadingKind::{Back, Chapter, Part};

#[test]
fn a_long_chapter_heading_is_no_title() {
    let long = "Chapter 1: In Which our hero goes to sea and back and our hero goes to sea and ".repeat(4);
    let text = format!("# {long}\n\na\n\n# Chapter 2: It\n\nb\n");
    let manuscript = read(text.as_bytes(), Format::Markdown, &any_book()).unwrap();
    assert_eq!(headings(&manuscript), [(Chapter, long.trim()), (Chapter, "Chapter 2: It")]);
    let text = format!("<h1>{long}</h1><p>a<h1>Chapter 2: It</h1><p>b");
    assert_eq!(headings(&html(&text))[0].0, Chapter);
}

#[test]
fn a_number_and_its_title_of_one_level_are_one_heading() {
    let text = "<h1>Chapter 1</h1><h1>Ebb</h1><p>a<h1>Chapter 2</h1><h1>Flow</h1><p>b";
    assert_eq!(headings(&html(text)), [(Chapter, "Chapter 1\nEbb"), (Chapter, "Chapter 2\nFlow")]);
    let text = "<h1>Chapter 1</h1><p>a<h1>Chapter 2</h1><p>b<h1>Chapter 3</h1><h1>Flow</h1><p>c";
    assert_eq!(headings(&html(text)).len(), 4);
}

#[test]
fn a_part_with_one_chapter_keeps_it() {
    let manuscript =
        docx(&[("heading 1", "Part Two"), ("heading 2", "Ashes"), ("", "a"), ("heading 1", "Epilogue"), ("", "b")]);
    assert_eq!(headings(&manuscript)[..2], [(Part, "Part Two"), (Chapter, "Ashes")]);
}

#[test]
fn what_stands_behind_the_end_of_a_numbered_book_is_back_matter() {
    let names = ["Chapter 1", "Chapter 2", "Epilogue", "The Tides", "Acknowledgements", "Also by Tom Hale"];
    let text: String = names.map(|name| format!("<h1>{name}</h1><p>a")).concat();
    let kinds: Vec<HeadingKind> = headings(&html(&text)).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [Chapter, Chapter, Back, Back, Back, Back]);
}

#[test]
fn a_typed_table_of_contents_is_left_out_where_its_lines_come_again() {
    let listed = docx(&[
        ("", "Table of Contents"),
        ("", "Chapter 1: Ebb 5"),
        ("", "Chapter 2: Flow ..... 12"),
        ("heading 1", "Chapter 1: Ebb"),
        ("", "a"),
        ("heading 1", "Chapter 2: Flow"),
        ("", "b"),
    ]);
    assert_eq!((listed.blocks.len(), listed.notes), (4, vec![Note::Contents(3)]));
    let kept = docx(&[("", "Contents"), ("", "One boat"), ("", "One oar"), ("heading 1", "Chapter 1"), ("", "a")]);
    assert_eq!((kept.blocks.len(), kept.notes), (5, vec![]));
}

/// Text that is long enough to stand below a heading.
const TEXT: &str = "The tide went out and did not come back until the evening of the following day, which nobody there had ever seen before.";

/// A document whose chapters have headings with these properties of the paragraph and of the run.
fn by_hand(paragraph: &str, run: &str, titles: &[&str]) -> Manuscript {
    let text = format!("<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>");
    let heading = |title: &&str| {
        format!("<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{title}</w:t></w:r></w:p>{text}{text}")
    };
    let body: String = titles.iter().map(heading).collect();
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let styles =
        "<w:styles xmlns:w='w'><w:style w:styleId='Mine'><w:name w:val='My Chapter Title'/></w:style></w:styles>";
    let files = [("word/document.xml", document.as_str()), ("word/styles.xml", styles)];
    read(&zipped(&files), Format::Docx, &any_book()).unwrap()
}

#[test]
fn headings_made_by_hand_are_known_by_their_look() {
    let titles = ["The Storm", "The Calm", "Ashes", "Low Water"];
    for (paragraph, run) in [
        ("<w:jc w:val='center'/>", "<w:b/>"),
        ("<w:pageBreakBefore/>", "<w:b/><w:caps/>"),
        ("<w:pStyle w:val='Mine'/>", ""),
        ("", "<w:sz w:val='36'/>"),
        ("", "<w:b/>"),
    ] {
        let manuscript = by_hand(paragraph, run, &titles);
        assert_eq!(headings(&manuscript), titles.map(|title| (Chapter, title)), "{paragraph} {run}");
    }
    for [open, close] in [["<p align=center><b>", "</b></p>"], ["<p class=chapter-title>", "</p>"]] {
        let text = titles.map(|title| format!("{open}{title}{close}<p>{TEXT}</p>")).concat();
        assert_eq!(headings(&html(&text)), titles.map(|title| (Chapter, title)), "{open}");
    }
}

#[test]
fn numbers_and_their_titles_are_one_by_their_look() {
    let part = |number: &str, title: &str| {
        format!("<center><b>Chapter {number}</b></center><center><b>{title}</b></center><p>{TEXT}</p>")
    };
    let text = format!("<center><b>LOW WATER</b></center>{}{}", part("1", "Ebb"), part("2", "Flow"));
    let found = html(&text);
    assert_eq!(headings(&found), [(Chapter, "Chapter 1\nEbb"), (Chapter, "Chapter 2\nFlow")]);
}

#[test]
fn what_only_looks_set_apart_is_no_heading() {
    for text in [
        format!("<p>{TEXT}</p><center>Gone to sea today</center><p>{TEXT}</p>"),
        format!("<p>{TEXT}</p><p><b>Ann.</b> {TEXT}</p>").repeat(4),
        format!("<p>{TEXT}</p><center>o O o</center>").repeat(4) + TEXT,
        format!("<p>{TEXT}</p><center>The sea is grey,</center><center>the sea is wide,</center>").repeat(4) + TEXT,
    ] {
        assert_eq!(headings(&html(&text)), [], "{text}");
    }
}
