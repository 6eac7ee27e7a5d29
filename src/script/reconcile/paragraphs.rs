//! Which paragraph of the new text is which of the old script, where not one word has changed.

use std::collections::{HashMap, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A paragraph as far as it matters here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Print {
    /// What is the same for paragraphs that sound alike.
    pub fingerprint: u64,
    /// Whether it has so many words that no other paragraph says the same by chance.
    pub long: bool,
}

/// The old paragraph that a new one is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whole {
    /// Its place in the old order.
    pub old: usize,
    /// Whether it stood elsewhere.
    pub moved: bool,
}

/// A short line that the book has more often is a phrase.
const FEW: usize = 3;

/// Finds for each new paragraph the old one that says the same: in order first, then among those that changed places.
pub fn whole(old: &[Print], new: &[Print]) -> Vec<Option<Whole>> {
    let mut found = vec![None; new.len()];
    let mut used = vec![false; old.len()];
    let prints = |side: &[Print]| side.iter().map(|print| print.fingerprint).collect::<Vec<_>>();
    for (old, new) in in_order(&prints(old), &prints(new)) {
        found[new] = Some(Whole { old, moved: false });
        used[old] = true;
    }
    moved(old, new, &mut found, &mut used);
    found
}

/// Pairs of equal members of two lists, in the order of both.
pub fn in_order(old: &[u64], new: &[u64]) -> Vec<(usize, usize)> {
    // What only one side has can't match, and would cost the search most of its time.
    let common = |here: &[u64], there: &[u64]| -> Vec<(usize, u64)> {
        let there: HashSet<u64> = there.iter().copied().collect();
        here.iter().copied().enumerate().filter(|(_, print)| there.contains(print)).collect()
    };
    let (old, new) = (common(old, new), common(new, old));
    let prints = |side: &[(usize, u64)]| side.iter().map(|(_, print)| *print).collect::<Vec<_>>();
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &prints(&old), &prints(&new)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            pairs.extend((0..len).map(|step| (old[old_index + step].0, new[new_index + step].0)));
        }
    }
    pairs
}

fn counts<'a>(prints: impl Iterator<Item = &'a Print>) -> HashMap<u64, usize> {
    let mut counts = HashMap::new();
    for print in prints {
        *counts.entry(print.fingerprint).or_default() += 1;
    }
    counts
}

/// Matches paragraphs that changed places; among several that say the same, the one with the same neighbours. A short
/// one that the book has often, such as `Yes.`, without a neighbour is another line that happens to say the same.
fn moved(old: &[Print], new: &[Print], found: &mut [Option<Whole>], used: &mut [bool]) {
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, print) in old.iter().enumerate().filter(|(at, _)| !used[*at]) {
        places.entry(print.fingerprint).or_default().push(at);
    }
    let around = |side: &[Print], at: usize| {
        (at.checked_sub(1).map(|at| side[at].fingerprint), side.get(at + 1).map(|print| print.fingerprint))
    };
    let left = |side: &[Print], is_left: &dyn Fn(usize) -> bool| {
        counts(side.iter().enumerate().filter(|(at, _)| is_left(*at)).map(|(_, print)| print))
    };
    let (olds, news) = (left(old, &|at| !used[at]), left(new, &|at| found[at].is_none()));
    let all = counts(old.iter());
    // A line that the book has a few times, of which one is gone from here and one has come there, has moved.
    let tells = |print: &Print| {
        let once = |counts: &HashMap<u64, usize>| counts.get(&print.fingerprint) == Some(&1);
        print.long || (once(&olds) && once(&news) && all.get(&print.fingerprint).is_some_and(|count| *count <= FEW))
    };
    for neighbours in [2, 1, 0] {
        for at in 0..new.len() {
            if found[at].is_some() || (neighbours == 0 && !tells(&new[at])) {
                continue;
            }
            let Some(candidates) = places.get_mut(&new[at].fingerprint) else { continue };
            let (before, after) = around(new, at);
            let shared = |old_at: usize| {
                let (old_before, old_after) = around(old, old_at);
                usize::from(before == old_before) + usize::from(after == old_after)
            };
            if let Some(best) = candidates.iter().position(|old_at| shared(*old_at) >= neighbours) {
                let old_at = candidates.remove(best);
                found[at] = Some(Whole { old: old_at, moved: true });
                used[old_at] = true;
            }
        }
    }
}
