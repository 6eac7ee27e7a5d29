//! What the text itself should be looked at for before it is read aloud: slips of the author, and words that a narrator
//! stumbles over.

mod characters;
mod headings;
mod homographs;
mod long;
mod markup;
mod passages;
mod quotes;
mod shouting;
mod slips;
#[cfg(test)]
mod testing;
mod text;
mod unspeakable;

use super::Script;
use crate::words::{Book, Finding};
use text::{Noted, Text};

/// Looks through the lines of a script; findings come in the order of the script.
#[must_use]
pub fn lint(script: &Script, book: &Book) -> Vec<Finding> {
    let text = Text::new(script, book);
    let rules: [fn(&Text) -> Vec<Noted>; 12] = [
        passages::repeated,
        quotes::unbalanced,
        quotes::mixed,
        unspeakable::unspeakable,
        shouting::shouting,
        homographs::homographs,
        long::long_sentences,
        headings::skips,
        markup::stray,
        characters::invisible,
        slips::cut_paragraphs,
        slips::doubled_words,
    ];
    let mut noted: Vec<Noted> = rules.iter().flat_map(|rule| rule(&text)).collect();
    noted.sort_by_key(|noted| (noted.line, noted.finding.rule));
    noted.into_iter().map(|noted| noted.finding).collect()
}
