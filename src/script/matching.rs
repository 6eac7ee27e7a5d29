//! Which line of the new text is which line of the old one.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::CueKind;

/// The old line that a new one is, by its place in the old order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Match {
    /// The same words in the same order of lines.
    Kept(usize),
    /// The same words somewhere else.
    Moved(usize),
    /// Other words at the same place.
    Edited(usize),
}

impl Match {
    /// The old line.
    pub fn old(self) -> usize {
        match self {
            Self::Kept(at) | Self::Moved(at) | Self::Edited(at) => at,
        }
    }
}

/// The least likeness of an edited line to what it was: half of the words in the same order.
const LEAST_LIKENESS: f64 = 0.5;

/// How many pairs of one gap are compared each with each; a longer gap is a new text, and is walked through once.
const MOST_PAIRS: usize = 2_500;

/// How far ahead the walk through a long gap looks.
const LOOK_AHEAD: usize = 12;

/// The words in a form in which changes that can't be heard vanish: quotation marks and dashes straightened, white space
/// folded, ligatures of punctuation undone.
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '“' | '”' | '„' | '«' | '»' => out.push('"'),
                '‘' | '’' | '‚' | '‹' | '›' => out.push('\''),
                '—' | '―' => out.push_str("--"),
                '–' | '‐' | '\u{2011}' => out.push('-'),
                '…' => out.push_str("..."),
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                c => out.push(c),
            }
        }
    }
    out
}

/// Finds for every new line the old line that it is.
pub fn matches(old: &[(&str, CueKind)], new: &[(&str, CueKind)]) -> Vec<Option<Match>> {
    let mut names: HashMap<String, u32> = HashMap::new();
    let mut name = |text: &str| {
        let next = names.len() as u32;
        *names.entry(normal(text)).or_insert(next)
    };
    let old_names: Vec<u32> = old.iter().map(|(text, _)| name(text)).collect();
    let new_names: Vec<u32> = new.iter().map(|(text, _)| name(text)).collect();
    let mut found = vec![None; new.len()];
    let mut used = vec![false; old.len()];
    match_in_order(&old_names, &new_names, &mut found, &mut used);
    match_moved(&old_names, &new_names, &mut found, &mut used);
    match_edited(old, new, &mut found, &mut used);
    found
}

fn match_in_order(old: &[u32], new: &[u32], found: &mut [Option<Match>], used: &mut [bool]) {
    // A line that only one side has can't match, and would cost the search most of its time.
    let common = |here: &[u32], there: &[u32]| -> Vec<(usize, u32)> {
        let there: std::collections::HashSet<u32> = there.iter().copied().collect();
        here.iter().copied().enumerate().filter(|(_, name)| there.contains(name)).collect()
    };
    let (old_common, new_common) = (common(old, new), common(new, old));
    let names = |lines: &[(usize, u32)]| lines.iter().map(|(_, name)| *name).collect::<Vec<_>>();
    for op in capture_diff_slices(Algorithm::Patience, &names(&old_common), &names(&new_common)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for step in 0..len {
                let (old, new) = (old_common[old_index + step].0, new_common[new_index + step].0);
                found[new] = Some(Match::Kept(old));
                used[old] = true;
            }
        }
    }
}

/// Matches lines of the same words that changed places; among several the one with the same neighbours.
fn match_moved(old: &[u32], new: &[u32], found: &mut [Option<Match>], used: &mut [bool]) {
    let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, name) in old.iter().enumerate().filter(|(at, _)| !used[*at]) {
        places.entry(*name).or_default().push(at);
    }
    let around = |lines: &[u32], at: usize| (at.checked_sub(1).map(|at| lines[at]), lines.get(at + 1).copied());
    for neighbours in [2, 1, 0] {
        for at in 0..new.len() {
            if found[at].is_some() {
                continue;
            }
            let Some(candidates) = places.get_mut(&new[at]) else { continue };
            let (before, after) = around(new, at);
            let shared = |old_at: usize| {
                let (old_before, old_after) = around(old, old_at);
                usize::from(before == old_before) + usize::from(after == old_after)
            };
            if let Some(best) = candidates.iter().position(|old_at| shared(*old_at) >= neighbours) {
                let old_at = candidates.remove(best);
                found[at] = Some(Match::Moved(old_at));
                used[old_at] = true;
            }
        }
    }
}

/// Matches what is left between two lines that stayed, where the words are alike.
fn match_edited(old: &[(&str, CueKind)], new: &[(&str, CueKind)], found: &mut [Option<Match>], used: &mut [bool]) {
    let mut words = Words::default();
    let kept = |found: &Option<Match>| match found {
        Some(Match::Kept(at)) => Some(*at),
        _ => None,
    };
    let mut start = 0;
    let mut old_start = 0;
    while start <= new.len() {
        let end = (start..new.len()).find(|at| kept(&found[*at]).is_some()).unwrap_or(new.len());
        let old_end = found.get(end).and_then(kept).unwrap_or(old.len());
        let new_gap: Vec<usize> = (start..end).filter(|at| found[*at].is_none()).collect();
        let old_gap: Vec<usize> = (old_start..old_end).filter(|at| !used[*at]).collect();
        for (old_at, new_at) in words.align(old, &old_gap, new, &new_gap) {
            found[new_at] = Some(Match::Edited(old_at));
            used[old_at] = true;
        }
        (start, old_start) = (end + 1, old_end + 1);
    }
}

/// The words of lines as numbers, each line's read once.
#[derive(Default)]
struct Words {
    names: HashMap<String, u32>,
}

/// A line's words in order, and sorted.
struct LineWords {
    kind: CueKind,
    order: Vec<u32>,
    sorted: Vec<u32>,
}

impl Words {
    fn line(&mut self, (text, kind): (&str, CueKind)) -> LineWords {
        let order: Vec<u32> = normal(text)
            .split(' ')
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .map(|word| {
                let next = self.names.len() as u32;
                *self.names.entry(word).or_insert(next)
            })
            .collect();
        let mut sorted = order.clone();
        sorted.sort_unstable();
        LineWords { kind, order, sorted }
    }

    /// Pairs the lines of a gap in order, so that the likeness of all pairs together is greatest.
    fn align(
        &mut self,
        old: &[(&str, CueKind)],
        old_gap: &[usize],
        new: &[(&str, CueKind)],
        new_gap: &[usize],
    ) -> Vec<(usize, usize)> {
        if old_gap.is_empty() || new_gap.is_empty() {
            return Vec::new();
        }
        let olds: Vec<LineWords> = old_gap.iter().map(|at| self.line(old[*at])).collect();
        let news: Vec<LineWords> = new_gap.iter().map(|at| self.line(new[*at])).collect();
        let pairs =
            if olds.len() * news.len() <= MOST_PAIRS { best_pairs(&olds, &news) } else { first_pairs(&olds, &news) };
        pairs.into_iter().map(|(old, new)| (old_gap[old], new_gap[new])).collect()
    }
}

fn best_pairs(olds: &[LineWords], news: &[LineWords]) -> Vec<(usize, usize)> {
    let width = news.len() + 1;
    let mut likenesses = vec![0.0; olds.len() * news.len()];
    let mut best = vec![0.0_f64; (olds.len() + 1) * width];
    for old in (0..olds.len()).rev() {
        for new in (0..news.len()).rev() {
            let like = likeness(&olds[old], &news[new]);
            likenesses[old * news.len() + new] = like;
            let skip = best[(old + 1) * width + new].max(best[old * width + new + 1]);
            best[old * width + new] = skip.max(like + best[(old + 1) * width + new + 1]);
        }
    }
    let (mut old, mut new) = (0, 0);
    let mut pairs = Vec::new();
    while old < olds.len() && new < news.len() {
        let (here, like) = (best[old * width + new], likenesses[old * news.len() + new]);
        if like > 0.0 && here == like + best[(old + 1) * width + new + 1] {
            pairs.push((old, new));
            (old, new) = (old + 1, new + 1);
        } else if here == best[(old + 1) * width + new] {
            old += 1;
        } else {
            new += 1;
        }
    }
    pairs
}

fn first_pairs(olds: &[LineWords], news: &[LineWords]) -> Vec<(usize, usize)> {
    let mut next = 0;
    let mut pairs = Vec::new();
    for (new, line) in news.iter().enumerate() {
        let ahead = next..olds.len().min(next + LOOK_AHEAD);
        if let Some(old) = ahead.into_iter().find(|old| likeness(&olds[*old], line) > 0.0) {
            pairs.push((old, new));
            next = old + 1;
        }
    }
    pairs
}

/// The share of words that two lines have in common in the same order; zero for less than the least likeness, and
/// between a heading and what is none.
fn likeness(old: &LineWords, new: &LineWords) -> f64 {
    if (old.kind == CueKind::Announcement) != (new.kind == CueKind::Announcement) {
        return 0.0;
    }
    let all = (old.order.len() + new.order.len()) as f64;
    // The words in any order are at least as many, and much quicker to count.
    if 2.0 * common(&old.sorted, &new.sorted) as f64 / all < LEAST_LIKENESS {
        return 0.0;
    }
    let same: usize = capture_diff_slices(Algorithm::Myers, &old.order, &new.order)
        .iter()
        .map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 })
        .sum();
    Some(2.0 * same as f64 / all).filter(|like| *like >= LEAST_LIKENESS).unwrap_or(0.0)
}

fn common(left: &[u32], right: &[u32]) -> usize {
    let (mut at, mut count) = (0, 0);
    for word in left {
        while at < right.len() && right[at] < *word {
            at += 1;
        }
        if right.get(at) == Some(word) {
            (at, count) = (at + 1, count + 1);
        }
    }
    count
}
