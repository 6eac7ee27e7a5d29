//! The lines of a plain text, and what can be told of one without its neighbours.

/// A line of the file without its outer white space; empty for a blank line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line<'a> {
    pub text: &'a str,
    /// How far it is indented, in characters; a tab counts as four.
    pub indent: u32,
    /// Its place in the text as it came, from 1.
    pub number: u32,
}

impl Line<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// How wide it is without its indent, in characters; a Chinese or Japanese one counts as two.
    pub fn width(&self) -> usize {
        width(self.text)
    }
}

/// Divides a text into its lines.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    text.lines()
        .zip(1..)
        .map(|(line, number)| {
            let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
            let inner = line.trim_matches(blank);
            let margin = line.len() - line.trim_start_matches(blank).len();
            let columns = |c: char| match c {
                '\t' => 4,
                '\u{3000}' => 2,
                _ => 1,
            };
            let indent = if inner.is_empty() { 0 } else { line[..margin].chars().map(columns).sum() };
            Line { text: inner, indent, number }
        })
        .collect()
}

/// The text with every run of white space as one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Lines as one, with the inner white space folded; Chinese and Japanese have no space where a line was broken.
pub fn join(lines: &[&str]) -> String {
    let mut joined = String::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
    for word in lines.iter().flat_map(|line| {
        let words = line.split_whitespace();
        words.enumerate().map(|(at, word)| (at == 0, word))
    }) {
        let (broken, word) = word;
        let unspaced = broken && joined.ends_with(is_wide) && word.starts_with(is_wide);
        if !joined.is_empty() && !unspaced {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// Chinese characters, kana and the signs that go with them: two columns wide, written without spaces.
pub fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303e}' | '\u{3040}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

/// How wide a text is, in columns.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

/// How many words a text has; two Chinese or Japanese characters are about a word.
pub fn words(text: &str) -> usize {
    let spaced = text.split_whitespace().count();
    if text.is_ascii() {
        return spaced;
    }
    spaced.max(text.chars().filter(|c| is_wide(*c)).count() / 2)
}

/// Says whether the line ends as a paragraph of prose does.
pub fn ends_sentence(line: &str) -> bool {
    let closed =
        line.trim_end_matches(['"', '”', '’', '\'', '»', '«', '“', '›', '‹', ')', ']', '_', '*', '」', '』', '）']);
    closed.ends_with(['.', '!', '?', '…', ':', '—', '。', '！', '？', '：', '．'])
        // A quotation that is all of a line needs no stop of its own in Japanese.
        || line.ends_with(['」', '』'])
        || closed.ends_with("--")
}

/// Says whether the line can go on with a sentence that the one before began: no capital begins it.
pub fn continues(line: &str) -> bool {
    let word = line.trim_start_matches(['"', '“', '‘', '\'', '(', '_', '«', '»', '„']);
    word.starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_place_and_indent() {
        let lines = lines("\u{feff}Low\n\n\t  water  \n\u{3000}潮\n");
        let told: Vec<_> = lines.iter().map(|line| (line.text, line.indent, line.number)).collect();
        assert_eq!(told, [("Low", 1, 1), ("", 0, 2), ("water", 6, 3), ("潮", 2, 4)]);
    }

    #[test]
    fn japanese_lines_join_without_a_space() {
        assert_eq!(join(&["潮が引いた。", "誰も", "low  water"]), "潮が引いた。誰も low water");
    }

    #[test]
    fn sentences_end_in_every_script() {
        for line in ["He left.", "He left.”", "Er ging.«", "潮が引いた。", "「潮だ」", "He said--"] {
            assert!(ends_sentence(line), "{line}");
        }
        for line in ["He left,", "the tide", "潮が引い"] {
            assert!(!ends_sentence(line), "{line}");
        }
    }
}
