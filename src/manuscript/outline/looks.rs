//! Headings by their look, where none is marked: short lines of one look that stand apart from the body, several of them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::look::Look;
use super::super::marked::{announces, has_own_words, level, named, numbered};
use super::super::markup::Entry;
use super::super::{Block, BlockKind, HeadingKind, Reason, titles};
use super::found_by_text;

/// A look that is one of headings.
pub struct Looked {
    level: u8,
    count: usize,
    shown: &'static str,
}

/// Text that a heading stands over, in words.
const LEAST_TEXT: usize = 20;

/// Looks of headings in one book, at most: parts, chapters, sections.
const MOST: usize = 3;

/// Gives headings by their look a level each; those of the look that comes first have the first.
pub fn mark(entries: &mut Vec<Entry>) -> Vec<Looked> {
    let body = body(entries);
    let looks: Vec<Option<Look>> = entries.iter().map(|entry| look(entry, &body)).collect();
    let mut members: BTreeMap<&Look, Vec<usize>> = BTreeMap::new();
    for (at, look) in looks.iter().enumerate() {
        if let Some(look) = look {
            members.entry(look).or_default().push(at);
        }
    }
    let mut chosen: Vec<(&Look, Vec<usize>)> =
        members.into_iter().filter_map(|(look, all)| Some((look, headings(entries, look, &all)?))).collect();
    chosen.sort_by_key(|(_, members)| members[0]);
    chosen.truncate(MOST);
    let taken: BTreeMap<usize, u8> =
        (1..).zip(&chosen).flat_map(|(level, (_, members))| members.iter().map(move |at| (*at, level))).collect();
    if taken.is_empty() {
        return Vec::new();
    }
    let by_text = found_by_text(entries);
    let told = |reason: &Reason| matches!(reason, Reason::Numbered { .. } | Reason::NumberInRun { .. });
    let counted = || by_text.iter().filter(|heading| heading.kind == HeadingKind::Chapter && told(&heading.reason));
    // Where chapters have their numbers and no such look, the looks are those of something else.
    if taken.is_empty()
        || counted().filter(|heading| taken.contains_key(&heading.group)).count() * 2 < counted().count()
    {
        return Vec::new();
    }
    let mut level_of_chapters = counted().filter_map(|heading| taken.get(&heading.group)).copied();
    let chapters = level_of_chapters.next().unwrap_or(1);
    let mut joined: BTreeSet<usize> = BTreeSet::new();
    for heading in by_text {
        let at = heading.group;
        let sure = told(&heading.reason) || heading.reason == Reason::Named;
        if !sure || (!taken.contains_key(&at) && heading.kind == HeadingKind::Section) {
            continue;
        }
        let below = at + 1..at + heading.groups;
        if below.clone().all(|at| !taken.contains_key(&at)) {
            entries[at].block.text = heading.text;
            joined.extend(below);
        }
        let level = taken.get(&at).copied().unwrap_or(chapters);
        set(&mut entries[at].block, level);
    }
    for (at, level) in &taken {
        set(&mut entries[*at].block, *level);
    }
    let mut at = 0;
    entries.retain(|_| {
        at += 1;
        !joined.contains(&(at - 1))
    });
    (1..).zip(&chosen).map(|(level, (look, all))| Looked { level, count: all.len(), shown: look.shown() }).collect()
}

fn set(block: &mut Block, level: u8) {
    (block.kind, block.reason) = (BlockKind::Heading(HeadingKind::Section), Reason::Level(level));
}

/// Says of headings that have their level by their look why they are such.
pub fn explain(blocks: &mut [Block], looked: &[Looked]) {
    for block in blocks {
        let Some(looked) = level(&block.reason).and_then(|level| looked.iter().find(|looked| looked.level == level))
        else {
            continue;
        };
        block.reason = match numbered(&block.text) {
            Some(found) => Reason::Numbered { word: found.word },
            None if named(&block.text).is_some() => Reason::Named,
            None => Reason::Alike { count: looked.count, look: looked.shown },
        };
    }
}

/// The look of most words.
fn body(entries: &[Entry]) -> Look {
    let mut words: BTreeMap<Look, usize> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.block.heading().is_none()) {
        *words.entry(Look { new_page: false, ..entry.look.clone() }).or_default() += count(entry);
    }
    words.into_iter().max_by_key(|(_, words)| *words).map(|(look, _)| look).unwrap_or_default()
}

fn count(entry: &Entry) -> usize {
    entry.block.text.split_whitespace().count()
}

/// What sets a short line apart, where something does.
fn look(entry: &Entry, body: &Look) -> Option<Look> {
    let block = &entry.block;
    let line = matches!(block.kind, BlockKind::Paragraph | BlockKind::Verse) && block.text.lines().count() <= 3;
    let brief = count(entry) <= if numbered(&block.text).is_some() { 60 } else { 15 };
    let words = block.text.contains(char::is_alphanumeric) && !titles::is_end_mark(&block.text);
    if line && brief && words && !titles::is_contents(&block.text) { entry.look.apart_from(body) } else { None }
}

/// Those of the lines of one look that are headings, if any are.
fn headings(entries: &[Entry], look: &Look, all: &[usize]) -> Option<Vec<usize>> {
    let mut over = vec![0; all.len()];
    for place in (0..all.len()).rev() {
        let (at, next) = (all[place], all.get(place + 1).copied().unwrap_or(entries.len()));
        let text = entries[at + 1..next].iter().filter(|entry| entry.block.heading().is_none());
        over[place] = text.map(count).sum::<usize>();
        // A number stands over what its title stands over.
        if next == at + 1 && place + 1 < all.len() && announces(&entries[at].block.text) {
            over[place] = over[place + 1];
        }
    }
    let (mut kept, mut text) = (Vec::new(), 0);
    for (at, over) in all.iter().zip(&over).filter(|(_, over)| **over >= LEAST_TEXT) {
        if is_like_heading(&entries[*at].block.text) {
            kept.push(*at);
            text += over;
        }
    }
    let pages = kept.iter().filter(|at| entries[**at].look.new_page).count();
    let sure = look.named.is_some() || look.signs() + usize::from(pages * 2 > kept.len() && !look.new_page) >= 2;
    let different: BTreeSet<&str> = kept.iter().map(|at| entries[*at].block.text.as_str()).collect();
    // What is said again and again is no heading, but for the names of those who tell long chapters.
    let varied = different.len() >= 2 && (different.len() * 2 >= kept.len() || text >= kept.len() * 150);
    (kept.len() >= if sure { 2 } else { 3 } && kept.len() * 2 >= all.len() && varied).then_some(kept)
}

/// Whether a line reads as a heading does, not as a sentence, a motto, the beginning of a list.
fn is_like_heading(text: &str) -> bool {
    let spoken = text.starts_with(['—', '–', '-', '(', '[']);
    let open = text.ends_with([',', ';', ':', '—', '–', '-']);
    let sentence = text.ends_with('.') && text.split_whitespace().count() > 4 && !titles::is_capitals(text);
    has_own_words(text) || (!spoken && !open && !sentence && !titles::is_attribution(text))
}
