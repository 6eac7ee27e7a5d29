//! Footnotes that no name marks as such: what raised or bracketed numbers lead to.

use std::collections::BTreeMap;

use super::marks::is_mark;
use super::semantics::{Meaning, meaning};
use super::{Element, Piece};

/// What may hold a note.
const HOLDERS: [&str; 6] = ["p", "li", "div", "aside", "dd", "section"];

/// Pieces that a note has at most; what is longer is a chapter.
const LONGEST: usize = 2_000;

/// Says of each note that a mark before it leads to what it is, as if the page did.
pub fn declare(pieces: &mut [Piece]) {
    let marks = marks(pieces);
    if marks.is_empty() {
        return;
    }
    let mut at = 0;
    while at < pieces.len() {
        let end = match &pieces[at] {
            Piece::Start(element) if HOLDERS.contains(&element.name.as_str()) => note(pieces, at, element, &marks),
            _ => None,
        };
        if let (Some(end), Piece::Start(element)) = (end, &mut pieces[at]) {
            if !matches!(meaning(element), Some(Meaning::Left(_))) {
                element.attributes.insert(0, ("role".to_owned(), "doc-footnote".to_owned()));
            }
            at = end;
        }
        at += 1;
    }
}

/// Where the marks of footnotes lead, and the piece of the first mark that leads there.
fn marks(pieces: &[Piece]) -> BTreeMap<String, usize> {
    let mut marks = BTreeMap::new();
    let mut raised = 0_usize;
    let mut open: Vec<bool> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Start(element) => {
                open.push(element.name == "sup");
                raised += usize::from(element.name == "sup");
                if let Some(name) = leads_here(element) {
                    let inside = &pieces[at + 1..(at + 12).min(pieces.len())];
                    let (text, sup) = link_text(inside);
                    if is_mark(&text, sup || raised > 0) || meaning(element) == Some(Meaning::FootnoteMark) {
                        marks.entry(name.to_owned()).or_insert(at);
                    }
                }
            }
            Piece::Text(_) => {}
            Piece::End => raised -= usize::from(open.pop().unwrap_or_default()),
        }
    }
    marks
}

/// The name of the place on the same page that a link leads to.
fn leads_here(element: &Element) -> Option<&str> {
    let name = element.exact("href").filter(|_| element.name == "a")?.strip_prefix('#')?;
    (!name.is_empty()).then_some(name)
}

/// The words of a link, and whether they are raised.
fn link_text(pieces: &[Piece]) -> (String, bool) {
    let (mut text, mut depth, mut raised) = (String::new(), 0_usize, false);
    for piece in pieces {
        match piece {
            Piece::Start(element) => {
                depth += 1;
                raised |= element.name == "sup";
            }
            Piece::Text(words) => text.push_str(words),
            Piece::End if depth == 0 => break,
            Piece::End => depth -= 1,
        }
    }
    (text, raised)
}

/// Where the note ends that an element holds: one that a mark before it leads to, with its number before its words or the
/// way back among them, and without a heading.
fn note(pieces: &[Piece], start: usize, holder: &Element, marks: &BTreeMap<String, usize>) -> Option<usize> {
    let name = |element: &Element| {
        let anchor = element.exact("name").filter(|_| element.name == "a");
        element.exact("id").or(anchor).and_then(|name| marks.get(name)).is_some_and(|mark| *mark < start)
    };
    let mut named = name(holder);
    let (mut depth, mut text, mut back) = (0_usize, String::new(), false);
    for (at, piece) in pieces.iter().enumerate().skip(start).take(LONGEST) {
        match piece {
            Piece::Start(element) => {
                // The name may stand in an anchor before the words.
                named |=
                    at > start && text.trim().is_empty() && !HOLDERS.contains(&element.name.as_str()) && name(element);
                back |= leads_here(element).is_some();
                if matches!(element.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
                    return None;
                }
                depth += 1;
            }
            Piece::Text(words) => {
                text.push_str(words);
                if !named && !text.trim().is_empty() {
                    return None;
                }
            }
            Piece::End => {
                depth -= 1;
                if depth == 0 {
                    let first = text.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', ':']);
                    let counted = holder.name == "li" || is_mark(first, true);
                    return (named && (back || counted)).then_some(at);
                }
            }
        }
    }
    None
}
