//! Lines to groups: which line breaks are the author's, and which are the page's.

use super::titles;

/// A line of the file without its outer white space; empty for a blank line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line<'a> {
    pub text: &'a str,
    /// How far it is indented, in characters; a tab counts as four.
    pub indent: usize,
}

/// Lines that belong together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group<'a> {
    pub lines: Vec<&'a str>,
    /// Whether the lines end long before the page does.
    pub broken: bool,
}

impl Group<'_> {
    /// The lines as one, with the inner white space folded.
    pub fn folded(&self) -> String {
        fold(&self.lines.join(" "))
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        self.lines.iter().map(|line| line.split_whitespace().count()).sum()
    }
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

/// Divides a text into its lines.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    text.lines()
        .map(|line| {
            let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
            let inner = line.trim_matches(blank);
            let margin = line.len() - line.trim_start_matches(blank).len();
            let indent = line[..margin].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
            Line { text: inner, indent }
        })
        .collect()
}

/// How paragraphs are written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Convention {
    /// A line is a paragraph.
    OneLine,
    /// Paragraphs run over lines of at most this width, in characters.
    Wrapped(usize),
}

/// Longer lines are nobody's page width, in characters; a table may have a few.
const WIDEST_PAGE: usize = 100;

/// Finds the convention by evidence: wrapped lines are of a page's width and end in the middle of a sentence.
fn convention(lines: &[Line]) -> Convention {
    let mut widths: Vec<usize> =
        lines.iter().filter(|line| !line.text.is_empty()).map(|line| line.text.chars().count()).collect();
    widths.sort_unstable();
    let width = widths.get(widths.len().saturating_sub(1) * 95 / 100).copied().unwrap_or(0);
    let followed = || lines.windows(2).filter(|pair| !pair[0].text.is_empty() && !pair[1].text.is_empty());
    let unfinished = followed().filter(|pair| !ends_sentence(pair[0].text)).count();
    let wide = widths.iter().filter(|width| **width > WIDEST_PAGE).count();
    if wide * 20 <= widths.len() && unfinished * 5 > followed().count() * 2 {
        Convention::Wrapped(width)
    } else {
        Convention::OneLine
    }
}

/// Says whether the line ends as a paragraph of prose does.
pub fn ends_sentence(line: &str) -> bool {
    let closed = line.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']', '_', '*']);
    closed.ends_with(['.', '!', '?', '…', ':', '—'])
}

/// Gathers lines into paragraphs, headings and stanzas.
pub fn groups<'a>(lines: &[Line<'a>]) -> Vec<Group<'a>> {
    match convention(lines) {
        Convention::OneLine => lines
            .iter()
            .filter(|line| !line.text.is_empty())
            .map(|line| Group { lines: vec![line.text], broken: false })
            .collect(),
        Convention::Wrapped(width) => wrapped(lines, width),
    }
}

fn wrapped<'a>(lines: &[Line<'a>], width: usize) -> Vec<Group<'a>> {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut previous: Option<Line> = None;
    for &line in lines {
        if line.text.is_empty() {
            previous = None;
            continue;
        }
        let starts = previous.is_none_or(|before| {
            let indented = line.indent >= 2 && before.indent == 0 && ends_sentence(before.text);
            indented || titles::is_ornament(line.text) != titles::is_ornament(before.text)
        });
        match groups.last_mut() {
            Some(group) if !starts => group.push(line.text),
            _ => groups.push(vec![line.text]),
        }
        previous = Some(line);
    }
    groups.into_iter().flat_map(split_heading).map(|lines| Group { broken: is_broken(&lines, width), lines }).collect()
}

/// Parts a numbered heading from the text that follows it without a blank line; a short rest is its title.
fn split_heading(mut lines: Vec<&str>) -> Vec<Vec<&str>> {
    let words: usize = lines.iter().map(|line| line.split_whitespace().count()).sum();
    let short = lines.len() <= 4 && words <= 30;
    if lines.len() < 2 || short || titles::numbered(lines[0]).is_none() {
        return vec![lines];
    }
    let rest = lines.split_off(1);
    vec![lines, rest]
}

/// Says whether most lines end although the next word would have had room: verse, addresses, lists.
fn is_broken(lines: &[&str], width: usize) -> bool {
    let early = |pair: &&[&str]| {
        let next = pair[1].split_whitespace().next().map_or(0, |word| word.chars().count());
        // A ragged page leaves some room; a line that ends ten characters early was ended.
        pair[0].chars().count() + 1 + next + 10 < width
    };
    let pairs = lines.len().saturating_sub(1);
    pairs > 0 && lines.windows(2).filter(early).count() * 3 >= pairs * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(text: &str) -> Vec<String> {
        groups(&lines(text)).iter().map(|group| group.lines.join("|")).collect()
    }

    #[test]
    fn a_wrapped_page_is_put_together() {
        let text = "The tide had gone out further than\nanyone remembered, and it stayed\nout.\n\nNobody spoke of it at\nfirst.\n";
        assert_eq!(
            grouped(text),
            [
                "The tide had gone out further than|anyone remembered, and it stayed|out.",
                "Nobody spoke of it at|first."
            ]
        );
    }

    #[test]
    fn a_line_is_a_paragraph_where_lines_end_sentences() {
        assert_eq!(
            grouped("\tHe left.\n  She stayed.\n\n \t \nNobody spoke.\n"),
            ["He left.", "She stayed.", "Nobody spoke."]
        );
    }

    #[test]
    fn an_indented_line_behind_a_full_stop_begins_a_paragraph() {
        let text = "  The tide had gone out further than\nanyone remembered, and it stayed out.\n  Nobody spoke of it at first, not\neven the harbour master.\n";
        assert_eq!(grouped(text).len(), 2);
    }

    #[test]
    fn lines_that_were_broken_on_purpose_are_known() {
        let text = "The tide had gone out further than anyone remembered, and it\nstayed out for most of a week, until nobody spoke of it but the\nchildren, who sang.\n\nLow water, low water,\nthe bell has gone under,\nthe boats on the stones.\n";
        let broken: Vec<bool> = groups(&lines(text)).iter().map(|group| group.broken).collect();
        assert_eq!(broken, [false, true]);
    }
}
