//! A script in a few lines, and what a rule says of it.

use super::text::{Noted, Text};
use crate::manuscript::{self, Format};
use crate::script::{divide, number};
use crate::words::Book;

/// What a rule finds in a Markdown text, as `CUE: found`.
pub fn found_in(language: &str, markdown: &str, rule: fn(&Text) -> Vec<Noted>) -> Vec<String> {
    let book = Book::parse(&format!("title = 'A Test'\nlanguage = '{language}'\n")).unwrap();
    let manuscript = manuscript::read(markdown.as_bytes(), Format::Markdown, &book).unwrap();
    let script = number(divide(&manuscript, &book), &book);
    let noted = rule(&Text::new(&script, &book));
    noted
        .iter()
        .map(|noted| format!("{}: {}", noted.finding.place.cue.as_ref().unwrap(), noted.finding.found))
        .collect()
}

/// The same of English prose of one chapter, without the cues.
pub fn found(text: &str, rule: fn(&Text) -> Vec<Noted>) -> Vec<String> {
    let found = found_in("en", &format!("# Chapter 1\n\n{text}\n"), rule);
    found.iter().map(|found| found.split_once(": ").unwrap().1.to_owned()).collect()
}
