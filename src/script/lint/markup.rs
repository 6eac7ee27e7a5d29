//! Mark-up that no reader of the manuscript took for such, and what authors leave for later.

use super::text::{Noted, Text, around};
use crate::words::Rule;

/// Finds mark-up and placeholders: the first of each line.
pub fn stray(text: &Text) -> Vec<Noted> {
    let mut found = Vec::new();
    for (line, content) in text.lines.iter().enumerate() {
        // A line that is a number alone heads a stanza.
        if crate::manuscript::roman(content.cue.text.trim_end_matches('.')).is_some() {
            continue;
        }
        if let Some((what, at)) = first(&content.cue.text) {
            let shown = format!("{what}: `{}`", around(&content.cue.text, at));
            found.push(text.note(
                line,
                Rule::MarkupStray,
                shown,
                "nothing but the words",
                "take it out of the manuscript",
            ));
        }
    }
    found
}

/// Words in capitals that stand for what is still to be written. `XXX` is a number, too.
const PLACEHOLDERS: [&str; 5] = ["TK", "TKTK", "TODO", "FIXME", "TBD"];

/// What stands in square brackets, in lower case.
const BRACKETED: [&str; 7] = ["citation", "illustration", "footnote", "image", "insert", "picture", "figure"];

fn first(text: &str) -> Option<(&'static str, usize)> {
    let mut before = None;
    let mut underscores = Vec::new();
    for (at, c) in text.char_indices() {
        let last: Option<char> = before.replace(c);
        let rest = &text[at..];
        let starts_word = last.is_none_or(|c| !c.is_alphanumeric());
        let what = match c {
            '*' if rest.starts_with("**") || last == Some('*') => Some("a mark of emphasis"),
            '*' if is_emphasis(last, rest) => Some("a mark of emphasis"),
            '~' if rest.starts_with("~~") => Some("a mark of emphasis"),
            '_' => {
                underscores.push(at);
                None
            }
            '<' => tag(rest).then_some("a tag"),
            '&' => entity(rest).then_some("an entity"),
            '\\' => {
                rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "*_#[]".contains(c)).then_some("a command")
            }
            '[' if rest.starts_with("[[") => Some("a placeholder"),
            '[' => bracketed(rest),
            ']' if rest.starts_with("](") => Some("a link"),
            '{' | '}' if rest.starts_with("{{") || rest.starts_with("}}") => Some("a placeholder"),
            '`' if rest[1..].contains('`') => Some("a mark of code"),
            '#' if last.is_none() && rest.trim_start_matches('#').starts_with(' ') => Some("a mark of a heading"),
            'T' | 'F' | 'X' if starts_word => placeholder(rest),
            'l' | 'L' if starts_word && rest.get(..11).is_some_and(|s| s.eq_ignore_ascii_case("lorem ipsum")) => {
                Some("filler text")
            }
            _ => None,
        };
        if let Some(what) = what {
            return Some((what, at));
        }
    }
    // `_so_` is italics, as plain text has it, and rows are blanks: `Mr. ____`.
    let single = |at: &usize| !text[*at + 1..].starts_with('_') && !text[..*at].ends_with('_');
    let mut single = underscores.into_iter().filter(single);
    let first = single.next()?;
    (single.count() % 2 == 0).then_some(("a mark of emphasis", first))
}

/// `*so*`, but not `* * *` or a footnote's star behind a word.
fn is_emphasis(before: Option<char>, rest: &str) -> bool {
    before.is_none_or(|c| !c.is_alphanumeric())
        && rest[1..].starts_with(char::is_alphanumeric)
        && rest[1..].contains('*')
}

fn tag(rest: &str) -> bool {
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let inner: String = name.chars().take(60).take_while(|c| *c != '>').collect();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') && name[inner.len()..].starts_with('>')
}

fn entity(rest: &str) -> bool {
    let name = rest[1..].strip_prefix('#').unwrap_or(&rest[1..]);
    let length = name.bytes().take(10).take_while(u8::is_ascii_alphanumeric).count();
    length >= 2 && name[length..].starts_with(';')
}

fn bracketed(rest: &str) -> Option<&'static str> {
    let inner: String = rest[1..].chars().take(14).take_while(|c| c.is_alphanumeric()).collect();
    let closed = rest[1 + inner.len()..].starts_with(']');
    let lower = inner.to_lowercase();
    match () {
        () if BRACKETED.contains(&lower.as_str()) => Some("a placeholder"),
        () if closed && !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit()) => {
            Some("the mark of a footnote")
        }
        () if closed && ["TK", "TODO", "XXX", "TBD"].contains(&inner.as_str()) => Some("a placeholder"),
        () => None,
    }
}

fn placeholder(rest: &str) -> Option<&'static str> {
    let word = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    let more = word.len() >= 3 && word.len() != 4 && word.bytes().all(|b| b == b'X');
    (PLACEHOLDERS.contains(&word) || (more && !rest[word.len()..].starts_with(['.', ',']))).then_some("a placeholder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stray_mark_up_is_named_and_found() {
        for (text, wanted) in [
            ("a **bold word", Some(("a mark of emphasis", 2))),
            ("a *word* here", Some(("a mark of emphasis", 2))),
            ("an _open word", Some(("a mark of emphasis", 3))),
            ("a <i>word</i>", Some(("a tag", 2))),
            ("one&nbsp;word", Some(("an entity", 3))),
            (r"so \emph{much}", Some(("a command", 3))),
            ("see [[this", Some(("a placeholder", 4))),
            ("{{name}}", Some(("a placeholder", 0))),
            ("more TK here", Some(("a placeholder", 5))),
            ("he went to XXX then", Some(("a placeholder", 11))),
            ("so it is[citation needed]", Some(("a placeholder", 8))),
            ("so it is[12].", Some(("the mark of a footnote", 8))),
            ("Lorem ipsum dolor", Some(("filler text", 0))),
            ("[a link](x)", Some(("a link", 7))),
            ("## A heading", Some(("a mark of a heading", 0))),
        ] {
            assert_eq!(first(text), wanted, "{text}");
        }
        for text in [
            "an _italic word_ here",
            "Mr. ____ of B____",
            "5 < 6 & 7 > 4",
            "a* note",
            "[sic]",
            "TODDLER",
            "#7",
            "AT&T; and",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
