//! How a page says in which language and direction its words are.

use crate::words::{Book, Language};

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ur", "yi"];

/// The direction of the book's words, where it is not the usual one.
pub(super) fn direction(book: &Book) -> Option<&'static str> {
    let primary = book.language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    RIGHT_TO_LEFT.contains(&primary.as_str()).then_some("rtl")
}

/// The language tag of what the page itself says, where that is not the book's.
pub(super) fn english(book: &Book) -> Option<&'static str> {
    (Language::of(&book.language) != Language::English).then_some("en")
}

/// The direction of what the page itself says, where the book's is another.
pub(super) fn english_direction(book: &Book) -> Option<&'static str> {
    direction(book).map(|_| "ltr")
}

/// The language tag of the book's own words within what the page says.
pub(super) fn of_book(book: &Book) -> Option<&str> {
    english(book).map(|_| book.language.as_str())
}
