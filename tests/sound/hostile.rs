//! Broken manuscripts, takes and take logs, a few dozen of each format: the grossest of what `fuzz/` looks for, without a
//! nightly compiler.

#[path = "../support/laws.rs"]
mod laws;
#[path = "../support/take_laws.rs"]
mod take_laws;

use std::fs;
use std::path::Path;

use cuebook::manuscript::{self, Format};
use cuebook::script;
use cuebook::words::Book;

/// How often each of the small documents in `fuzz/seeds` is broken.
const TIMES: usize = 48;

/// What readers look for, and what breaks programs, to be put anywhere.
const TOKENS: [&[u8]; 24] = [
    b"\n\n",
    b"\r",
    b"\0",
    b"\xff\xfe",
    b"\xf0\x9f",
    b"\x1c",
    b"<",
    b">",
    b"</p>",
    b"<p>",
    b"&#0;",
    b"&#x110000;",
    b"]]>",
    b"\"",
    b"\xe2\x80\x9c",
    b"\xcc\x81",
    b"\xe2\x80\x8b",
    b"[^1]",
    b"[1]",
    b"* * *",
    b"Chapter 1\n",
    b"XIV",
    b"-1",
    b"99999999999999999999",
];

/// Numbers that look random and are the same for every run.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        // Knuth's MMIX generator; its low bits are the worst.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    /// Breaks a document at up to four places.
    fn breaks(&mut self, document: &mut Vec<u8>) {
        for _ in 0..=self.roll(4) {
            let (one, two) = (self.roll(document.len() + 1), self.roll(document.len() + 1));
            let (from, to) = (one.min(two), one.max(two));
            match self.roll(6) {
                0 => drop(document.drain(from..to.min(from + 20))),
                1 => document.truncate(to),
                2 => drop(document.splice(from..from, TOKENS[self.roll(TOKENS.len())].iter().copied())),
                3 => {
                    let piece = document[from..to.min(from + 200)].repeat(1 + self.roll(20));
                    document.splice(from..from, piece);
                }
                4 => document[from..to].rotate_left((to - from) / 2),
                _ => document.iter_mut().skip(from).take(1).for_each(|byte| *byte = self.roll(256) as u8),
            }
        }
    }
}

/// The small documents of a fuzz target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Holds every document, whole and broken, to the laws.
fn hold(documents: &[Vec<u8>], laws: impl Fn(&[u8])) {
    assert!(!documents.is_empty());
    let mut dice = Dice(1);
    for document in documents {
        laws(document);
        for _ in 0..TIMES {
            let mut broken = document.clone();
            dice.breaks(&mut broken);
            laws(&broken);
        }
    }
}

#[test]
fn broken_plain_text_is_read_or_refused() {
    hold(&seeds("plain"), |input| laws::reads(Format::PlainText, input));
}

#[test]
fn broken_markdown_is_read_or_refused() {
    hold(&seeds("markdown"), |input| laws::reads(Format::Markdown, input));
}

#[test]
fn broken_html_is_read_or_refused() {
    hold(&seeds("html"), |input| laws::reads(Format::Html, input));
}

#[test]
fn broken_pages_and_archives_are_read_or_refused() {
    for (target, format) in [("epub", Format::Epub), ("docx", Format::Docx), ("odt", Format::Odt)] {
        let documents = seeds(target);
        hold(&documents, |input| laws::reads(format, input));
        let archives: Vec<Vec<u8>> = documents.iter().map(|parts| laws::archive(format, parts)).collect();
        hold(&archives, |input| laws::reads(format, input));
    }
}

#[test]
fn a_folder_of_broken_markdown_is_read_or_refused() {
    hold(&seeds("chapters"), laws::reads_folder);
}

#[test]
fn a_broken_script_is_read_or_refused() {
    hold(&seeds("narration"), laws::narrates);
}

#[test]
fn a_broken_revision_keeps_every_id() {
    hold(&seeds("revise"), laws::revises);
}

#[test]
fn a_broken_take_is_heard_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("01-0001.wav");
    hold(&seeds("take_wav"), |input| {
        fs::write(&path, input).unwrap();
        take_laws::hears(&path);
    });
}

#[test]
fn every_line_of_a_broken_take_log_is_read_or_named() {
    hold(&seeds("take_log"), take_laws::remembers);
}

#[test]
fn text_without_spaces_is_narrated_in_no_time() {
    let book = Book::parse("title = 'Low Water'").unwrap();
    for word in ["_a", "a.", "a-", "a'"] {
        let manuscript = manuscript::read(word.repeat(100_000).as_bytes(), Format::PlainText, &book).unwrap();
        let narration = script::number(script::divide(&manuscript, &book), &book);
        assert!(narration.cues().any(|(_, cue)| cue.text.len() >= 100_000), "{word}");
        let _ = script::lint(&narration, &book);
    }
}
