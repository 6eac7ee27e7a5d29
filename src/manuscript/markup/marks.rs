//! The marks of footnotes.

/// Says whether a link's text is the mark of a footnote: `[12]`, `*`, or a number that is raised.
pub fn is_mark(text: &str, raised: bool) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{fe0e}');
    let inner = text.trim_matches(['[', ']', '(', ')']);
    let bracketed = inner.len() + 2 == text.len();
    let number = !inner.is_empty() && inner.len() <= 4 && inner.bytes().all(|b| b.is_ascii_digit());
    let sign = !inner.is_empty() && inner.chars().count() <= 3 && inner.chars().all(|c| "*†‡§¶↩↑^".contains(c));
    sign || (number && (bracketed || raised))
}
