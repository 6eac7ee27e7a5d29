//! Whole manuscripts from a folder beside the repository: no word of any of them is lost, and chapters come out right.

use std::path::PathBuf;

use cuebook::manuscript::{Format, HeadingKind, Manuscript, read};
use cuebook::script::{divide, parse, reconcile, write};
use cuebook::words::Book;

/// A file of the folder beside the repository; `None`, said aloud, where there is no such folder.
fn shared(path: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/data");
    if !folder.is_dir() {
        eprintln!("skipped: `{path}`, for there is no folder `{}`", folder.display());
        return None;
    }
    Some(std::fs::read(folder.join(path)).expect("the folder is whole"))
}

fn book() -> Book {
    Book::parse("title = 'A Book'").expect("a title is enough")
}

/// The words that the cues hold, read through the whole text side.
fn read_words(manuscript: &Manuscript) -> Vec<String> {
    let draft = divide(manuscript, &book());
    let (script, _) = reconcile(None, draft);
    let again = parse(&write(&script)).expect("what was written can be read");
    assert_eq!(again, script);
    script.cues().flat_map(|(_, cue)| cue.text.split_whitespace().map(str::to_owned)).collect()
}

/// The words of a raw text, found without the code that is tested: what stands between the marks of the licence, without
/// the contents, ornaments and typewriter emphasis.
fn raw_words(text: &str) -> Vec<String> {
    let text = text.trim_start_matches('\u{feff}').replace('\r', "");
    let mut lines: Vec<&str> = text.lines().map(str::trim).collect();
    if let Some(start) = lines.iter().position(|line| line.starts_with("*** START OF")) {
        lines.drain(..=start);
        lines.truncate(lines.iter().position(|line| line.starts_with("*** END OF")).expect("an end"));
        let closing = |line: &&str| line.starts_with("End of ") && line.contains("Project Gutenberg");
        lines.truncate(lines.iter().position(closing).unwrap_or(lines.len()));
        let first = lines.iter().position(|line| !line.is_empty()).expect("text");
        if lines[first].starts_with("Produced by") {
            lines.drain(..lines.iter().skip(first).position(|line| line.is_empty()).expect("a blank line") + first);
        }
    }
    if let Some(contents) = lines.iter().position(|line| *line == "CONTENTS") {
        let first = contents + 1 + lines[contents + 1..].iter().position(|line| !line.is_empty()).expect("an entry");
        let again = first + 1 + lines[first + 1..].iter().position(|line| *line == lines[first]).expect("the text");
        lines.drain(contents..again);
    }
    lines.retain(|line| line.contains(|c: char| !"* ".contains(c)));
    let words = lines.iter().flat_map(|line| line.split_whitespace()).map(|word| word.replace('_', ""));
    words.filter(|word| !word.is_empty()).collect()
}

fn assert_no_word_lost(path: &str, manuscript: &Manuscript, raw: &str) {
    let (read, raw) = (read_words(manuscript), raw_words(raw));
    let differs = read.iter().zip(&raw).position(|(read, raw)| read.replace('_', "") != *raw);
    if let Some(at) = differs {
        let from = at.saturating_sub(5);
        panic!("{path}, word {at}: read {:?}, but the text has {:?}", &read[from..at + 3], &raw[from..at + 3]);
    }
    assert_eq!(read.len(), raw.len(), "{path}");
}

fn headings(manuscript: &Manuscript, kind: HeadingKind) -> Vec<&str> {
    let found = manuscript.blocks.iter().filter(|block| block.heading() == Some(kind));
    found.map(|block| block.text.as_str()).collect()
}

#[test]
fn a_badly_formatted_chapter_has_its_true_structure() {
    let Some(bytes) = shared("manuscripts/background_talent.txt") else { return };
    let manuscript = read(&bytes, Format::PlainText).expect("a text");
    assert_eq!(headings(&manuscript, HeadingKind::Front), ["Dedication", "Epigraphs"]);
    assert_eq!(headings(&manuscript, HeadingKind::Chapter), ["Chapter 1: Call Time: 4:00 AM"]);
    assert_eq!(
        headings(&manuscript, HeadingKind::Section),
        [
            "The Alarm Before Dawn",
            "Gate C, The Waiting Field",
            "Wardrobe & Misfit Identities: Disassembling Self",
            "The Backlot Twilight"
        ]
    );
    let all = manuscript.blocks.iter().filter(|block| block.heading().is_some()).count();
    assert_eq!(all, 7);
    assert_no_word_lost("background_talent.txt", &manuscript, &String::from_utf8_lossy(&bytes));
}

#[test]
fn whole_novels_have_their_chapters_and_every_word() {
    for (name, chapters, first, last) in [
        ("alice/alice.txt", 12, "CHAPTER I. Down the Rabbit-Hole", "CHAPTER XII. Alice’s Evidence"),
        (
            "hound_of_baskervilles/hound_of_baskervilles.txt",
            15,
            "Chapter 1. Mr. Sherlock Holmes",
            "Chapter 15. A Retrospection",
        ),
        ("frankenstein/frankenstein.txt", 28, "Letter 1", "Chapter 24"),
        ("tale_of_two_cities/tale_of_two_cities.txt", 45, "I. The Period", "XV. The Footsteps Die Out For Ever"),
    ] {
        let Some(bytes) = shared(&format!("manuscripts/{name}")) else { return };
        let manuscript = read(&bytes, Format::PlainText).expect("a text");
        let found = headings(&manuscript, HeadingKind::Chapter);
        assert_eq!(found.len(), chapters, "{name}: {found:#?}");
        assert_eq!((found[0], found[chapters - 1]), (first, last), "{name}");
        assert_no_word_lost(name, &manuscript, &String::from_utf8_lossy(&bytes));
    }
}
