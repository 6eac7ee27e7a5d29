//! Whole manuscripts from a folder beside the repository: no word of any of them is lost, and chapters come out right.

mod support;

use cuebook::manuscript::{Format, HeadingKind, Manuscript, read};
use cuebook::script::{divide, parse, reconcile, write};
use cuebook::words::Book;

/// A file of the folder beside the repository; `None`, said aloud, where there is no such folder.
fn shared(path: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(support::shared_data(path)?).expect("it can be read"))
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
    lines.retain(|line| line.contains(|c: char| !"*-_ ".contains(c)));
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

/// What the folder's list says that a file holds, under a key.
fn truth(path: &str, key: &str) -> Vec<String> {
    let list = shared("MANIFEST.json").expect("the folder is whole");
    let list: serde_json::Value = serde_json::from_slice(&list).expect("JSON");
    let entries = list["entries"].as_array().expect("a list");
    let entry = entries.iter().find(|entry| entry["file"] == path).expect("the list names the file");
    let values = entry["ground_truth"][key].as_array().expect("a list of texts");
    values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

#[test]
fn a_badly_formatted_chapter_has_its_true_structure() {
    let path = "manuscripts/background_talent.txt";
    let Some(bytes) = shared(path) else { return };
    let manuscript = read(&bytes, Format::PlainText).expect("a text");
    assert_eq!(headings(&manuscript, HeadingKind::Front), truth(path, "front"));
    assert_eq!(headings(&manuscript, HeadingKind::Chapter), truth(path, "chapter_titles"));
    assert_eq!(headings(&manuscript, HeadingKind::Section), truth(path, "sections"));
    for text in truth(path, "not_headings") {
        let block = manuscript.blocks.iter().find(|block| block.text == text).expect("a paragraph of its own");
        assert_eq!(block.heading(), None, "{text}");
    }
    let all = manuscript.blocks.iter().filter(|block| block.heading().is_some()).count();
    assert_eq!(all, 7);
    assert_no_word_lost(path, &manuscript, &String::from_utf8_lossy(&bytes));
}

/// A heading's letters: the list writes a two-line heading on one line, and leaves out footnote marks.
fn letters(heading: &str) -> String {
    let unmarked: String =
        heading.split('[').map(|part| part.split_once("1]").map_or(part, |(_, rest)| rest)).collect();
    unmarked.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn whole_novels_have_their_chapters_and_every_word() {
    for (path, encoding) in [
        ("manuscripts/alice/alice.txt", encoding_rs::UTF_8),
        ("manuscripts/hound_of_baskervilles/hound_of_baskervilles.txt", encoding_rs::UTF_8),
        ("manuscripts/frankenstein/frankenstein.txt", encoding_rs::UTF_8),
        ("manuscripts/tale_of_two_cities/tale_of_two_cities.txt", encoding_rs::UTF_8),
        ("manuscripts/candide_fr/candide_fr.txt", encoding_rs::WINDOWS_1252),
        ("manuscripts/effi_briest_de/effi_briest_de.txt", encoding_rs::WINDOWS_1252),
        ("manuscripts/onegin_ru/onegin_cp1251.txt", encoding_rs::WINDOWS_1251),
    ] {
        let Some(bytes) = shared(path) else { return };
        let manuscript = read(&bytes, Format::PlainText).expect("a text");
        let (found, wanted) = (headings(&manuscript, HeadingKind::Chapter), truth(path, "chapter_titles"));
        assert_eq!(found.len(), wanted.len(), "{path}: {found:#?}");
        for (found, wanted) in found.iter().zip(&wanted) {
            let wanted = wanted.rsplit(" / ").next().unwrap_or(wanted);
            assert!(letters(found).starts_with(&letters(wanted)), "{path}: {found} is not {wanted}");
        }
        assert_no_word_lost(path, &manuscript, &encoding.decode(&bytes).0);
    }
}

#[test]
fn a_revision_touches_only_the_lines_it_changes() {
    let Some(bytes) = shared("manuscripts/background_talent.txt") else { return };
    let text = String::from_utf8(bytes).expect("UTF-8");
    let script =
        |text: &str, old| reconcile(old, divide(&read(text.as_bytes(), Format::PlainText).expect("a text"), &book()));
    let (old, _) = script(&text, None);
    let mut revised = String::new();
    let mut count = 0;
    for (at, line) in text.lines().enumerate() {
        let edited = if at % 7 == 0 { line.replacen(" the ", " that ", 1) } else { line.to_owned() };
        count += usize::from(edited != line);
        revised.push_str(&edited);
        revised.push('\n');
    }
    let (new, changes) = script(&revised, Some(&old));
    assert_eq!((changes.edited.len(), changes.new.len(), changes.retired.len()), (count, 0, 0), "{changes}");
    assert!(count > 8 && new.cues().map(|(_, cue)| &cue.id).eq(old.cues().map(|(_, cue)| &cue.id)));

    let long: Vec<&str> = text.lines().filter(|line| line.split_whitespace().count() > 60).collect();
    let (_, after_cut) = script(&text.replacen(long[long.len() / 2], "", 1), Some(&old));
    let touched = after_cut.edited.len() + after_cut.new.len() + after_cut.moved.len();
    assert!(touched == 0 && !after_cut.retired.is_empty(), "{after_cut}");
}
