//! The spoken form of a printed text: what a narrator says for `4:00 AM`, `1,204` or `Henry VIII`.
//!
//! The book's own table comes first, in any language. What the rules do not know they leave as it is printed: a narrator
//! reads `12/4` better than a wrong guess. So nothing is spelt out that every narrator reads without help (`Mr.`, `FBI`,
//! `etc.`), and in Russian no number is, for its words decline with the sentence.

mod english;
mod french;
mod german;
mod spanish;
mod spot;

use self::spot::{Found, Spot, char_at, is_of_word, joins};
use super::CueKind;
use crate::words::{Book, Language};

/// Suggests how a line is read aloud; `None` where it is read as it is printed.
#[must_use]
pub fn spoken(text: &str, kind: CueKind, book: &Book) -> Option<String> {
    let language = Language::of(&book.language);
    let mut out = String::new();
    // Everything before is in `out`.
    let mut told = 0;
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        let spot = Spot { text, at };
        if spot.is_within_word(c) {
            at += spot.rest().find(|c| !is_of_word(c)).unwrap_or(spot.rest().len());
            continue;
        }
        if let Some((length, words)) = here(spot, kind, book, language) {
            out.push_str(&text[told..at]);
            out.push_str(&words);
            at += length;
            told = at;
        } else {
            at += c.len_utf8();
        }
    }
    if told == 0 {
        return None;
    }
    out.push_str(&text[told..]);
    // A table may silence words, but a line without any could not be read.
    (out != text && !out.trim().is_empty()).then_some(out)
}

/// What is said for what stands here, by the book's table, else by a rule.
fn here(spot: Spot, kind: CueKind, book: &Book, language: Language) -> Found {
    let found = by_table(spot, book).or_else(|| by_rule(spot, kind, language));
    // A rule that replaces nothing says that what stands here is left as printed.
    found.filter(|(length, _)| *length > 0)
}

fn by_rule(spot: Spot, kind: CueKind, language: Language) -> Found {
    if is_footnote_mark(spot) {
        return None;
    }
    match language {
        Language::English => english::by_rule(spot, kind),
        Language::French => french::by_rule(spot),
        Language::German => german::by_rule(spot),
        Language::Spanish => spanish::by_rule(spot),
        Language::Russian | Language::Chinese | Language::Japanese | Language::Other => None,
    }
}

/// `Eldorado[1]`
fn is_footnote_mark(spot: Spot) -> bool {
    spot.before() == Some('[') && spot.rest()[spot::digit_run(spot.rest())..].starts_with(']')
}

/// The longest entry of the book's table that stands here as whole words.
fn by_table(spot: Spot, book: &Book) -> Found {
    let stands = |printed: &&String| {
        !printed.is_empty()
            && spot.rest().starts_with(printed.as_str())
            && (!joins(printed.chars().next()) || spot.starts_word())
            && !(joins(printed.chars().next_back()) && joins(char_at(spot.text, spot.at + printed.len())))
    };
    let printed = book.spoken.keys().filter(stands).max_by_key(|printed| printed.len())?;
    Some((printed.len(), book.spoken[printed].clone()))
}

#[cfg(test)]
mod tests;
