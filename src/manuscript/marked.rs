//! What a heading says of itself where mark-up says that it is one: however long it is, it is no sentence.

use super::{HeadingKind, Reason, titles};
use crate::manuscript::titles::numbered::Numbered;

/// What a line is judged by, in bytes; behind that, old headings only tell what happens.
const JUDGED: usize = 240;

/// Reads `Chapter 4`, `Chapter 4: In Which Our Hero Goes to Sea and Comes Back`, with a title on the next line or none.
pub fn numbered(heading: &str) -> Option<Numbered> {
    let first = titles::numbered_or_prose(start(heading.lines().next()?));
    let below = heading.contains('\n');
    first.map(|found| Numbered { titled: found.titled || below, ..found }).or_else(|| titles::numbered(heading))
}

/// Reads the name of a piece, however long the title behind it is.
pub fn named(heading: &str) -> Option<HeadingKind> {
    titles::named(heading).or_else(|| {
        let (name, title) = heading.split_once([':', '\n'])?;
        title.contains(char::is_alphanumeric).then(|| titles::named(name)).flatten()
    })
}

/// Whether the heading is a chapter's number and no more: `Chapter 4`, `IV`.
pub fn announces(heading: &str) -> bool {
    !heading.contains('\n')
        && (numbered(heading).is_some_and(|found| found.kind == HeadingKind::Chapter && !found.titled)
            || titles::lone(heading).is_some_and(|found| found.title.is_empty()))
}

/// Whether the heading says by its own words what it stands over.
pub fn has_own_words(heading: &str) -> bool {
    numbered(heading).is_some() || named(heading).is_some()
}

/// The level of a heading, where mark-up gives it one.
pub fn level(reason: &Reason) -> Option<u8> {
    match reason {
        Reason::Level(level) => Some(*level),
        _ => None,
    }
}

fn start(line: &str) -> &str {
    let end = (0..=JUDGED.min(line.len())).rev().find(|at| line.is_char_boundary(*at));
    &line[..end.unwrap_or(0)]
}
