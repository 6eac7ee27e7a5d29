//! Text in rows of a given width, in columns as terminals count them.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A text in one row without anything that a terminal would obey.
#[must_use]
pub fn clean(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// As much of a text as fits, with an ellipsis for the rest.
#[must_use]
pub fn clip(text: &str, width: usize) -> String {
    let text = clean(text);
    if text.width() <= width {
        return text;
    }
    let mut clipped = String::new();
    for grapheme in text.graphemes(true) {
        if clipped.width() + grapheme.width() + 1 > width {
            break;
        }
        clipped.push_str(grapheme);
    }
    if width > 0 {
        clipped.push('…');
    }
    clipped
}

/// A text in rows of at most so many columns, broken between words where that is possible.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in clean(text).split_whitespace() {
        let Some(row) = rows.last_mut() else { break };
        let space = usize::from(!row.is_empty());
        if row.width() + space + word.width() <= width {
            row.push_str(&" "[..space]);
            row.push_str(word);
            continue;
        }
        if !row.is_empty() {
            rows.push(String::new());
        }
        for grapheme in word.graphemes(true).filter(|grapheme| grapheme.width() <= width) {
            let Some(row) = rows.last_mut() else { break };
            if row.width() + grapheme.width() <= width {
                row.push_str(grapheme);
            } else {
                rows.push(grapheme.to_owned());
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_and_joined_characters_are_counted_by_their_columns() {
        assert_eq!(wrap("日本語の長い文章", 6), ["日本語", "の長い", "文章"]);
        assert_eq!(wrap("e\u{301}te\u{301} a\u{300} Paris", 6), ["e\u{301}te\u{301} a\u{300}", "Paris"]);
        assert_eq!(clip("日本語", 5), "日本…");
        assert_eq!(clip("日本語", 4), "日…");
    }

    #[test]
    fn a_text_gives_the_terminal_no_orders() {
        assert_eq!(wrap("red \u{1b}[31malert\u{7}\r\nnext", 40), ["red  [31malert next".replace("  ", " ")]);
        assert_eq!(clip("a\u{1b}[2Jb", 40), "a [2Jb");
    }
}
