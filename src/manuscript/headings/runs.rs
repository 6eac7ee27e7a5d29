//! Numbers that stand alone and run on through a text: chapters, sections, or stanzas.

use std::collections::BTreeMap;

use super::{Candidate, Weighing, is_date};
use crate::manuscript::titles::{self, Lone};
use crate::manuscript::{Doubtful, HeadingKind, Reason};

/// A number alone, by its group.
#[derive(Clone)]
struct Entry {
    at: usize,
    number: u32,
    last: u32,
    titled: bool,
    style: Style,
}

impl Entry {
    fn digits(&self) -> bool {
        self.style == Style::Digits
    }
}

/// How a number is written: each kind counts by itself, as sections may be numbered within numbered chapters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    Letters,
    SmallLetters,
    Digits,
    Words,
    /// Behind a word that numbers nothing elsewhere: `Day 1`.
    Behind(String),
}

/// Takes numbers that stand alone for headings where they run on from 1: chapters, or sections where chapters have
/// headings of their own; gives back the groups whose numbers count stanzas.
pub fn number_runs(weighing: &mut Weighing) -> Vec<usize> {
    let chapters = weighing.has_chapters();
    let entries = entries(weighing, if chapters { Strictness::Titles } else { Strictness::AnyLine });
    let runs = divide(&entries);
    let kind = if chapters { HeadingKind::Section } else { HeadingKind::Chapter };
    let longest = runs.iter().map(Vec::len).max().unwrap_or(0);
    let mut stanzas = Vec::new();
    let over_verse = |run: &[Entry]| {
        let over = run
            .iter()
            .filter(|entry| !entry.titled && weighing.groups.get(entry.at + 1).is_some_and(|group| group.broken));
        over.count() * 10 >= run.len() * 6
    };
    let verse: usize = runs.iter().filter(|run| over_verse(run)).map(Vec::len).sum();
    let all: usize = runs.iter().map(Vec::len).sum();
    let counts_stanzas = chapters && verse * 2 > all && verse > 2;
    let mut taken = vec![false; weighing.groups.len()];
    for run in &runs {
        let enough = run.len() > 1 && (run[0].style != Style::Words || run.len() > 2);
        if !enough || !has_text_between(weighing, run) {
            continue;
        }
        for entry in run {
            taken[entry.at] = true;
            if counts_stanzas {
                weighing.doubt(entry.at, Doubtful::CountsStanzas);
                stanzas.push(entry.at);
                continue;
            }
            let reason = Reason::NumberInRun { number: entry.number, run: run.len() };
            // Short runs inside chapters that are numbers too are their sections.
            let nested = !chapters && run.len() * 3 < longest && entry.digits() != runs_style(&runs, longest);
            let kind = if nested { HeadingKind::Section } else { kind };
            weighing.candidates[entry.at] = Some(Candidate { kind, reason, titled: entry.titled, number: None });
        }
    }
    for entry in entries.iter().filter(|entry| !taken[entry.at] && !entry.titled) {
        let at_stanza = counts_stanzas && weighing.groups.get(entry.at + 1).is_some_and(|group| group.broken);
        if at_stanza {
            weighing.doubt(entry.at, Doubtful::CountsStanzas);
            stanzas.push(entry.at);
        } else {
            weighing.doubts.insert(entry.at, Doubtful::NumberAlone);
        }
    }
    stanzas.sort_unstable();
    stanzas
}

/// Whether the longest run is in digits.
fn runs_style(runs: &[Vec<Entry>], longest: usize) -> bool {
    runs.iter().find(|run| run.len() == longest).is_some_and(|run| run[0].digits())
}

/// What may stand behind a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// A title in the case of titles.
    Titles,
    /// Any short line: where nothing else says where chapters begin, numbers that run on do.
    AnyLine,
}

fn entries(weighing: &Weighing, strictness: Strictness) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (at, group) in weighing.groups.iter().enumerate() {
        if weighing.candidates[at].is_some() || weighing.folded[at].is_empty() || group.words() > 30 {
            continue;
        }
        let first = group.lines[0];
        let alone = || {
            let spaced = group.lines.len() == 1 && weighing.groups.get(at + 1).is_some_and(|next| next.gap > 0);
            strictness == Strictness::AnyLine && spaced && (at == 0 || group.gap > 0) && !is_date(first)
        };
        let (Lone { number, last, title, in_words }, word) = match titles::lone(first) {
            Some(lone) => (lone, None),
            None if alone() => match titles::lone_or_line(first) {
                Some(lone) => (lone, None),
                None => match titles::counted(first) {
                    Some((word, lone)) => (lone, Some(word)),
                    None => continue,
                },
            },
            None => continue,
        };
        // A title may stand on the lines below; verse may not.
        let rest = &group.lines[1..];
        if rest.iter().any(|line| !titles::is_heading_case(line)) {
            continue;
        }
        let style = match word {
            Some(word) => Style::Behind(word),
            None if in_words => Style::Words,
            None if first.contains(|c: char| c.is_ascii_digit()) => Style::Digits,
            None if first.starts_with(char::is_lowercase) => Style::SmallLetters,
            None => Style::Letters,
        };
        entries.push(Entry { at, number, last, titled: !title.is_empty() || !rest.is_empty(), style });
    }
    entries
}

/// Divides numbers into runs: each begins with 1, and up to two numbers may be missing.
fn divide(entries: &[Entry]) -> Vec<Vec<Entry>> {
    let mut runs: Vec<Vec<Entry>> = Vec::new();
    let mut current: BTreeMap<&Style, usize> = BTreeMap::new();
    for entry in entries {
        let run = current.get(&entry.style).copied();
        // A week may pass between `Day 3` and `Day 10`.
        let missing = if matches!(entry.style, Style::Behind(_)) { 100 } else { 3 };
        let follows = run
            .and_then(|run| runs[run].last())
            .is_some_and(|last| (last.last + 1..=last.last.saturating_add(missing)).contains(&entry.number));
        match run {
            Some(run) if follows => runs[run].push(entry.clone()),
            _ if entry.number == 1 => {
                current.insert(&entry.style, runs.len());
                runs.push(vec![entry.clone()]);
            }
            _ => {}
        }
    }
    runs
}

/// Says whether text stands between the numbers: the points of a list have a line each.
fn has_text_between(weighing: &Weighing, run: &[Entry]) -> bool {
    let mut counts: Vec<usize> = run
        .iter()
        .enumerate()
        .map(|(place, entry)| {
            let end = run.get(place + 1).map_or(weighing.groups.len(), |next| next.at);
            // Enough is known after some dozens of words.
            let mut words = 0;
            for group in &weighing.groups[entry.at + 1..end] {
                words += group.words();
                if words > 60 {
                    break;
                }
            }
            words
        })
        .collect();
    counts.sort_unstable();
    counts[counts.len() / 2] >= 15
}
