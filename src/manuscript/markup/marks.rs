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

/// Says whether a raised text that leads nowhere is the mark of a footnote: glued to a stop or to a word, and no power of a
/// unit or of a letter.
pub fn is_glued(before: &str, mark: &str) -> bool {
    const UNITS: [&str; 16] = [
        "km", "cm", "mm", "dm", "nm", "ft", "in", "yd", "mi", "feet", "foot", "inch", "metres", "meters", "miles",
        "sec",
    ];
    if before.ends_with(['.', ',', ';', ':', '!', '?', '…', '”', '’', '"', '»', '“', ')', '。', '」']) {
        return true;
    }
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let power = matches!(mark.trim(), "2" | "3") && (UNITS.contains(&word) || before.ends_with("²"));
    word.chars().count() >= 2 && !power
}
