//! The pages on paper: the chapter that a page belongs to stands in its head.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use crate::script::Script;
use crate::words::Book;

/// The widest title that half of a page's head holds, in columns.
const WIDEST: usize = 44;

/// Rules that give each chapter pages of its own name, with the book and the chapter in their heads.
pub(super) fn rules(script: &Script, book: &Book) -> String {
    let mut rules = format!("@page{{@top-left{{content:{}}}}}\n", string(&book.title));
    for chapter in &script.chapters {
        let (id, title) = (&chapter.id, string(&chapter.name()));
        let _ = writeln!(rules, "@page c{id}{{@top-right{{content:{title}}}}}#chapter-{id}{{page:c{id}}}");
    }
    rules.push_str("@page words{@top-right{content:\"Names and rare words\"}}\n");
    // Behind the others, as the first page has the title already.
    rules.push_str("@page :first{@top-left{content:none}@top-right{content:none}}\n");
    rules
}

/// A title as a CSS string that no title can end, shortened to the width of half a page.
fn string(title: &str) -> String {
    let mut written = String::from("\"");
    let mut width = 0;
    for c in title.chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
        width += c.width().unwrap_or(0);
        if width > WIDEST {
            written.push('…');
            break;
        }
        if c.is_alphanumeric() || c == ' ' || !c.is_ascii() {
            written.push(c);
        } else {
            // No quote, no backslash, and no `</style>`.
            let _ = write!(written, "\\{:x} ", u32::from(c));
        }
    }
    written.push('"');
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_ends_its_string() {
        assert_eq!(string("“It”\nis"), "\"“It” is\"");
        assert_eq!(string("a\"b\\</style>"), "\"a\\22 b\\5c \\3c \\2f style\\3e \"");
    }

    #[test]
    fn a_long_title_is_cut() {
        assert_eq!(string(&"a ".repeat(40)).chars().count(), WIDEST + 3);
        assert_eq!(string(&"字".repeat(40)).chars().count(), WIDEST / 2 + 3);
    }
}
