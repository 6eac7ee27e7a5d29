//! Whatever is wrong with a book: one clear message, nothing on standard output, and not a byte of the book changed.

mod delivery;
mod manuscript;
mod narration;
mod output;
mod settings;
#[path = "../support/mod.rs"]
mod support;
mod takes;

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

use support::{Book, assert_same, contents, speech_like, write_wav};

const STORY: &str =
    "# Chapter 1\n\nThe tide was out. The boats lay on their sides.\n\n\"When does it come back?\" she asked.\n";

/// A book with its script and a good take of its first cue, which is known already.
fn begun() -> Book {
    let book = Book::of(STORY);
    book.take("01-0001", 2.0).aged("01-0001");
    book.run(&["script"]).exits(0);
    book.run(&["check"]).exits(1);
    book
}

/// The command must fail with this message and leave everything as it was.
#[track_caller]
fn refuses(book: &Book, arguments: &[&str], complaint: &str) {
    let before = contents(&book.path(""));
    book.run(arguments).exits(2).prints("").complains(complaint);
    assert_same(&before, &contents(&book.path("")));
}
