//! An EPUB's table of contents: what its entries are called, where they lead, and what that says of the book.

use std::collections::{BTreeMap, BTreeSet};

use crate::manuscript::grouping::fold;
use crate::manuscript::markup::{Element, Entry, Left, Meaning, Piece, target};
use crate::manuscript::{Block, BlockKind, HeadingKind, Reason, titles};

/// Why a heading is one that its page does not have, or does not mark.
const LISTED: Reason = Reason::NamedBy { what: "the table of contents" };

/// Entries that stand deeper are taken to stand so deep: no book has so many levels.
const DEEPEST: usize = 8;

/// The entries of a table of contents, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contents(Vec<Listed>);

/// An entry.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Listed {
    title: String,
    /// The page that it leads to, with the place in it behind `#`; empty where it leads nowhere.
    place: String,
    /// How many entries it stands in.
    depth: usize,
}

impl Listed {
    fn page(&self) -> &str {
        self.place.split('#').next().unwrap_or_default()
    }
}

/// Names by which pages are listed that nobody reads aloud.
const LEFT_OUT: [(&str, Left); 11] = [
    ("cover", Left::Piece("the cover")),
    ("cover page", Left::Piece("the cover")),
    ("title page", Left::Piece("the title page")),
    ("titlepage", Left::Piece("the title page")),
    ("half title", Left::Piece("the half title page")),
    ("half title page", Left::Piece("the half title page")),
    ("copyright", Left::Piece("the copyright page")),
    ("copyright page", Left::Piece("the copyright page")),
    ("colophon", Left::Piece("the colophon")),
    ("contents", Left::Contents),
    ("table of contents", Left::Contents),
];

impl Contents {
    /// Reads the `nav` of EPUB 3, or the `navMap` of EPUB 2, from the pieces of the file at a path.
    pub fn read(path: &str, pieces: &[Piece]) -> Self {
        let mut listed: Vec<Listed> = Vec::new();
        // The open elements: whether each stands for one more step inwards.
        let mut open: Vec<Level> = Vec::new();
        let mut inside = 0_usize;
        let mut depth = 0_usize;
        let mut titled = 0_usize;
        for piece in pieces {
            match piece {
                Piece::Start(element) => {
                    let level = Level::of(element, inside > 0).filter(titled == 0);
                    match level {
                        Level::List => inside += 1,
                        Level::Step => depth += 1,
                        Level::Title => {
                            titled += 1;
                            let place = element.exact("href").map(|href| target(path, href)).unwrap_or_default();
                            listed.push(Listed { title: String::new(), place, depth: depth.min(DEEPEST) });
                        }
                        Level::Place => {
                            let here = listed.last_mut();
                            if let (Some(entry), Some(href)) = (here, element.exact("src")) {
                                entry.place = target(path, href);
                            }
                        }
                        Level::Other => {}
                    }
                    open.push(level);
                }
                Piece::Text(text) => {
                    if let Some(entry) = listed.last_mut().filter(|_| titled > 0) {
                        entry.title.push_str(text);
                    }
                }
                Piece::End => match open.pop() {
                    Some(Level::List) => inside -= 1,
                    Some(Level::Step) => depth -= 1,
                    Some(Level::Title) => titled -= 1,
                    _ => {}
                },
            }
        }
        for entry in &mut listed {
            entry.title = fold(&entry.title);
        }
        listed.retain(|entry| !entry.title.is_empty());
        Self(listed)
    }

    /// Whether it lists nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries by where they lead.
    pub fn places(&self) -> BTreeMap<String, Vec<usize>> {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, entry) in self.0.iter().enumerate().filter(|(_, entry)| !entry.place.is_empty()) {
            places.entry(entry.place.clone()).or_default().push(at);
        }
        places
    }

    /// Pages that are listed by a name that nobody reads aloud.
    pub fn pages_left_out(&self) -> impl Iterator<Item = (String, Meaning)> {
        let left = |entry: &Listed| {
            let name = entry.title.to_lowercase();
            LEFT_OUT.iter().find(|(known, _)| *known == name).map(|(_, left)| Meaning::Left(*left))
        };
        let whole = self.0.iter().filter(|entry| !entry.place.contains('#') && !entry.place.is_empty());
        whole.filter_map(move |entry| Some((entry.place.clone(), left(entry)?)))
    }

    /// Says what the table of contents knows of the text: headings that a page does not mark, or does not have; and which
    /// sections are listed beside chapters, so that they are chapters.
    pub fn settle(&self, entries: &mut Vec<Entry>) {
        self.add_headings(entries);
        self.promote(entries);
    }

    /// The entries that stand in one.
    fn below(&self, at: usize) -> &[Listed] {
        let below = &self.0[at + 1..];
        &below[..below.iter().take_while(|entry| entry.depth > self.0[at].depth).count()]
    }

    /// Whether entries stand in one that lead to other pages.
    fn divides(&self, at: usize) -> bool {
        self.below(at).iter().any(|entry| !entry.place.is_empty() && entry.page() != self.0[at].page())
    }

    /// What the heading of an entry stands over.
    fn kind(&self, at: usize) -> HeadingKind {
        let title = &self.0[at].title;
        if self.divides(at) {
            return HeadingKind::Part;
        }
        let numbered = || titles::numbered(title).map(|found| found.kind);
        titles::named(title).or_else(numbered).unwrap_or(HeadingKind::Chapter)
    }

    /// Where a page has no heading, its first lines are one if they are what it is called in the table of contents; else
    /// that is announced.
    fn add_headings(&self, entries: &mut Vec<Entry>) {
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for (position, entry) in entries.iter().enumerate() {
            starts.extend(entry.listed.iter().map(|listed| (position, *listed)));
        }
        let mut changes: Vec<(usize, usize, Heading)> = Vec::new();
        let mut headed: Vec<(usize, usize)> = Vec::new();
        for (nth, &(start, listed)) in starts.iter().enumerate() {
            // The first of several that lead to one place is that place; the others stand inside.
            if nth > 0 && starts[nth - 1].0 == start {
                continue;
            }
            let end = starts[nth..].iter().map(|(next, _)| *next).find(|next| *next > start).unwrap_or(entries.len());
            let text = &entries[start..end];
            if let Some(marked) = text.iter().take(4).position(|entry| entry.block.heading().is_some()) {
                headed.push((start + marked, listed));
                continue;
            }
            let title = &self.0[listed].title;
            if let Some(count) = opening(text, title) {
                changes.push((start, listed, Heading::Printed(count)));
            } else if !self.0[listed].place.contains('#')
                && !text.iter().any(|entry| entry.block.heading().is_some())
                && titles::named(title) != Some(HeadingKind::Front)
            {
                changes.push((start, listed, Heading::Missing));
            }
        }
        if !changes.iter().any(|(_, listed, _)| self.kind(*listed) == HeadingKind::Chapter) {
            return;
        }
        for (at, listed) in headed {
            let block = &mut entries[at].block;
            if matches!(block.reason, Reason::Level(_)) {
                block.kind = BlockKind::Heading(self.kind(listed));
            }
        }
        let mut old = std::mem::take(entries).into_iter();
        let count = old.len();
        for (start, listed, heading) in changes {
            let before = start.saturating_sub(count - old.len());
            entries.extend(old.by_ref().take(before));
            let kind = BlockKind::Heading(self.kind(listed));
            let (text, listed) = match heading {
                Heading::Missing => (self.0[listed].title.clone(), vec![listed]),
                Heading::Printed(lines) => {
                    let lines: Vec<Entry> = old.by_ref().take(lines).collect();
                    let listed = lines.iter().flat_map(|line| line.listed.iter().copied()).collect();
                    (lines.into_iter().map(|line| line.block.text).collect::<Vec<_>>().join("\n"), listed)
                }
            };
            entries.push(Entry { listed, ..Entry::from(Block::new(kind, text, LISTED)) });
        }
        entries.extend(old);
    }

    /// Takes sections for chapters that are listed as deep as chapters are: a prologue of four pieces beside parts of
    /// twenty chapters is a part of four.
    fn promote(&self, entries: &mut Vec<Entry>) {
        let mut heading_of: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.block.heading().is_some()) {
            for listed in &entry.listed {
                heading_of.insert(*listed, at);
            }
        }
        let kind = |listed: usize| heading_of.get(&listed).and_then(|at| entries[*at].block.heading());
        let chapters: BTreeSet<usize> =
            (0..self.0.len()).filter(|at| kind(*at) == Some(HeadingKind::Chapter)).map(|at| self.0[at].depth).collect();
        let mut promoted: Vec<(usize, Vec<usize>)> = Vec::new();
        for at in 0..self.0.len() {
            let below = self.below(at);
            let sections: Vec<usize> = (at + 1..=at + below.len()).collect();
            let whole = matches!(kind(at), Some(HeadingKind::Chapter | HeadingKind::Prologue | HeadingKind::Back));
            let listed_so = below.iter().all(|entry| chapters.contains(&entry.depth));
            let are_sections = sections.iter().all(|at| kind(*at) == Some(HeadingKind::Section));
            if whole && !below.is_empty() && listed_so && are_sections && !self.divides(at) {
                let places = sections.iter().filter_map(|at| heading_of.get(at).copied()).collect();
                promoted.extend(heading_of.get(&at).map(|at| (*at, places)));
            }
        }
        for (at, sections) in promoted.into_iter().rev() {
            let Some(first) = sections.first().copied().filter(|first| *first > at) else { continue };
            let between: Vec<&Entry> = entries[at + 1..first].iter().collect();
            let words: usize = between.iter().map(|entry| entry.block.text.split_whitespace().count()).sum();
            // A text of its own before its first section would be lost between two files.
            if between.len() > 1 || words > 30 || between.iter().any(|entry| entry.block.kind != BlockKind::Paragraph) {
                continue;
            }
            entries[at].block.kind = BlockKind::Heading(HeadingKind::Part);
            for section in sections {
                entries[section].block.kind = BlockKind::Heading(HeadingKind::Chapter);
            }
            if first == at + 2 {
                let line = entries.remove(at + 1);
                entries[at].block.text = format!("{}\n{}", entries[at].block.text, line.block.text);
            }
        }
    }
}

/// What an element is to a table of contents.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// The list as a whole.
    List,
    /// One step inwards.
    Step,
    /// The name of an entry.
    Title,
    /// Where the entry leads, for EPUB 2.
    Place,
    Other,
}

impl Level {
    /// What it is where no entry's name is open: a name may be marked up further.
    fn filter(self, unnamed: bool) -> Self {
        if unnamed { self } else { Self::Other }
    }

    fn of(element: &Element, inside: bool) -> Self {
        let is_toc = |name| element.exact(name).is_some_and(|words| words.split_whitespace().any(|word| word == "toc"));
        match element.name.as_str() {
            "nav" if is_toc("epub:type") || element.exact("role") == Some("doc-toc") => Self::List,
            "navMap" | "navmap" => Self::List,
            "li" | "navPoint" | "navpoint" if inside => Self::Step,
            "a" | "span" | "text" if inside => Self::Title,
            "content" if inside => Self::Place,
            _ => Self::Other,
        }
    }
}

enum Heading {
    /// The first lines of the page, so many.
    Printed(usize),
    Missing,
}

/// How many lines at the start of a text are what it is called.
fn opening(text: &[Entry], title: &str) -> Option<usize> {
    let wanted = letters(title);
    let mut found = String::new();
    for (at, entry) in text.iter().take(3).enumerate() {
        found += &letters(&entry.block.text);
        if entry.block.kind == BlockKind::SceneBreak || !wanted.starts_with(&found) {
            return None;
        }
        if found == wanted {
            return Some(at + 1);
        }
    }
    None
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
