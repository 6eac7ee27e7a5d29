//! Lines to groups: which line breaks are the author's, and which are the page's.

use std::collections::BTreeSet;

use super::layout::{self, Page, Run, WIDEST_PAGE, has_room};
use super::lines::{Line, continues, ends_sentence, join, words};
use super::{ornaments, titles};

pub use super::lines::fold;

/// Lines that belong together: a paragraph, a heading, a stanza.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Group<'a> {
    pub lines: Vec<&'a str>,
    /// Whether the lines end long before the page does.
    pub broken: bool,
    /// How many blank lines stand before it.
    pub gap: u32,
    /// How far its first line is indented, in columns.
    pub indent: u32,
    /// How far all of its lines are indented, in columns.
    pub margin: u32,
    /// The place of its first line in the text as it came, from 1; 0 where the format has no lines.
    pub line: u32,
    /// How many words it has; counted once, as it is asked often.
    words: usize,
}

impl<'a> Group<'a> {
    /// A group of these lines, of a format that says nothing of how they stand.
    pub fn of(lines: Vec<&'a str>) -> Self {
        Self { words: count(&lines), lines, ..Self::default() }
    }

    fn from(lines: &[Line<'a>], gap: u32, broken: bool) -> Self {
        let first = lines.first().copied().unwrap_or(Line { text: "", indent: 0, number: 0 });
        let margin = lines.iter().map(|line| line.indent).min().unwrap_or(0);
        let lines: Vec<&str> = lines.iter().map(|line| line.text).collect();
        Self { words: count(&lines), lines, broken, gap, indent: first.indent, margin, line: first.number }
    }

    /// The lines as one, with the inner white space folded.
    pub fn folded(&self) -> String {
        join(&self.lines)
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        self.words
    }
}

fn count(lines: &[&str]) -> usize {
    lines.iter().map(|line| words(line)).sum()
}

/// Gathers lines into paragraphs, headings and stanzas; the lines that the book names stay by themselves.
pub fn groups<'a>(lines: &[Line<'a>], named: &BTreeSet<String>) -> Vec<Group<'a>> {
    let runs = layout::runs(lines);
    let pages = layout::pages(lines, &runs);
    let mut groups = Vec::with_capacity(runs.len());
    for (run, page) in runs.iter().zip(pages) {
        gather(lines, *run, page, named, &mut groups);
    }
    ornaments::mark_groups(&mut groups, named);
    groups
}

/// Gathers the lines of one run.
fn gather<'a>(lines: &[Line<'a>], run: Run, page: Page, named: &BTreeSet<String>, groups: &mut Vec<Group<'a>>) {
    let lines = &lines[run.start..run.end];
    let mut gap = run.gap;
    let mut start = 0;
    for at in 1..=lines.len() {
        if at < lines.len() && !parts(&lines[start..], at - start, page, named) {
            continue;
        }
        let piece = &lines[start..at];
        for group in paragraphs(piece, page) {
            groups.push(Group { gap, ..group });
            gap = 0;
        }
        start = at;
    }
}

/// Says whether a line stands apart from the one before, whatever the paragraphs are.
fn parts(lines: &[Line], at: usize, page: Page, named: &BTreeSet<String>) -> bool {
    let (before, line) = (lines[at - 1], lines[at]);
    // In verse, a row of dots stands for lines that are missing.
    let dots = |at: usize| page.width.is_none() && ornaments::is_dots(lines[at].text);
    let stands_out = |at: usize| !dots(at) && ornaments::stands_out(lines, at);
    if stands_out(at) != stands_out(at - 1) {
        return true;
    }
    let is_named = |line: &Line| !named.is_empty() && named.contains(&fold(line.text));
    if is_named(&line) || is_named(&before) {
        return true;
    }
    let long = |line: &Line| line.width() > WIDEST_PAGE;
    if (long(&before) || long(&line)) && (ends_sentence(before.text) || !continues(line.text)) {
        return true;
    }
    let heads = |line: &Line| {
        titles::numbered(line.text).is_some()
            || titles::lone(line.text).is_some_and(|lone| lone.title.is_empty() && !lone.in_words)
    };
    // A number over its title and nothing else is one heading; over a paragraph it stands for itself.
    if at == 1 && heads(&before) {
        let words: usize = lines.iter().map(|line| words(line.text)).sum();
        return page.width.is_none() || lines.len() > 4 || words > 30;
    }
    let loose = page.solid || page.width.is_none();
    let set_apart =
        ends_sentence(before.text) || page.width.is_none_or(|width| has_room(before.text, line.text, width));
    loose && set_apart && (titles::numbered(line.text).is_some() || titles::named(line.text).is_some())
}

/// Divides lines into paragraphs by how they are set, or keeps them as they were broken.
fn paragraphs<'a>(lines: &[Line<'a>], page: Page) -> Vec<Group<'a>> {
    if lines.len() == 1 || lines.iter().all(|line| titles::is_ornament(line.text)) {
        return vec![Group::from(lines, 0, false)];
    }
    let width = match page.width {
        Some(width) => width,
        None if looks_wrapped(lines) => lines.iter().map(Line::width).max().unwrap_or(0),
        None => return unwrapped(lines, page),
    };
    let mut groups = Vec::new();
    let mut start = 0;
    let indents = by_indents(lines);
    for at in 1..=lines.len() {
        let ends = at == lines.len() || {
            let (before, line) = (&lines[at - 1], &lines[at]);
            let indented = indents.is_some_and(|margin| line.indent >= margin + 2);
            let ended = ends_sentence(before.text);
            let short = page.solid && ended && indents.is_none() && has_room(before.text, line.text, width);
            (indented && (ended || before.indent < line.indent)) || short
        };
        if ends {
            let piece = &lines[start..at];
            groups.push(Group::from(piece, 0, is_broken(piece, width)));
            start = at;
        }
    }
    groups
}

/// The margin of lines whose paragraphs begin with an indent: nearly every indented line stands behind the end of a
/// sentence.
fn by_indents(lines: &[Line]) -> Option<u32> {
    let margin = lines.iter().map(|line| line.indent).min()?;
    let indented = lines.windows(2).filter(|pair| pair[1].indent >= margin + 2);
    let (all, behind_ends) =
        indented.fold((0, 0), |(all, ends), pair| (all + 1, ends + usize::from(ends_sentence(pair[0].text))));
    let first = lines[0].indent >= margin + 2;
    let flush = lines.iter().any(|line| line.indent == margin);
    (flush && all > 0 && behind_ends * 10 >= all * 8 && (first || all < lines.len() - 1)).then_some(margin)
}

/// Says whether lines fill a page of their own: a letter or a passage that was pasted in.
fn looks_wrapped(lines: &[Line]) -> bool {
    let width = lines.iter().map(Line::width).max().unwrap_or(0);
    let pairs = lines.len() - 1;
    let full = lines.windows(2).filter(|pair| !has_room(pair[0].text, pair[1].text, width)).count();
    let unfinished = lines.windows(2).filter(|pair| !ends_sentence(pair[0].text)).count();
    let running = lines.windows(2).filter(|pair| !ends_sentence(pair[0].text) && continues(pair[1].text)).count();
    (24..=WIDEST_PAGE).contains(&width)
        && full * 5 >= pairs * 4
        && unfinished * 2 >= pairs
        && running * 3 >= pairs.max(2)
}

/// Lines where each is a paragraph, but for verse.
fn unwrapped<'a>(lines: &[Line<'a>], page: Page) -> Vec<Group<'a>> {
    // Between blank lines, short lines that end no sentences belong together.
    let narrow = lines.iter().all(|line| line.width() <= 70);
    let unfinished = lines.windows(2).filter(|pair| !ends_sentence(pair[0].text)).count();
    if narrow && !page.solid && unfinished * 2 >= lines.len() - 1 {
        return vec![Group::from(lines, 0, true)];
    }
    let mut groups: Vec<Group> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let is_line = |line: &&Line| {
            line.width() <= 60
                && titles::numbered(line.text).is_none()
                && titles::named(line.text).is_none()
                && !titles::is_capitals(line.text)
        };
        let stanza = lines[at..].iter().take_while(is_line).count();
        let unfinished = lines[at..at + stanza].iter().filter(|line| !ends_sentence(line.text)).count();
        if stanza >= 4 && unfinished * 2 >= stanza {
            groups.push(Group::from(&lines[at..at + stanza], 0, true));
            at += stanza;
        } else {
            let end = at + stanza.max(1);
            groups.extend(lines[at..end].iter().map(|line| Group::from(std::slice::from_ref(line), 0, false)));
            at = end;
        }
    }
    groups
}

/// Says whether most lines end although the next word would have had room: verse, addresses, lists.
fn is_broken(lines: &[Line], width: usize) -> bool {
    let pairs = lines.len().saturating_sub(1);
    pairs > 0 && lines.windows(2).filter(|pair| has_room(pair[0].text, pair[1].text, width)).count() * 3 >= pairs * 2
}
