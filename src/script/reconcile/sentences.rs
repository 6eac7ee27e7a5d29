//! Which sentence of the new text is which of the old script, in the paragraphs that have changed.

use std::collections::HashMap;
use std::ops::Range;

use super::likeness::{Words, common_words, shared_words};
use super::paragraphs::in_order;

/// A sentence of a paragraph that changed, or a line of verse, or a heading.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The old cue or the new paragraph that it is a part of.
    pub home: usize,
    /// What is the same for sentences that sound alike.
    pub print: u64,
    /// Its words.
    pub words: Words,
    /// Whether it is a heading, which is never taken for anything else.
    pub heading: bool,
}

/// A new sentence and the old one that it is, or is made from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    pub old: usize,
    pub new: usize,
    /// How many words they share.
    pub common: usize,
    /// Whether it stood elsewhere.
    pub moved: bool,
}

/// How many pairs of one gap are compared each with each.
const MOST_PAIRS: usize = 2_500;

/// A sentence of so many words is not said twice by chance.
pub const LONG: usize = 7;

/// How many words in a row tell a place in the text.
const SHINGLE: usize = 4;

/// Links the sentences of the gaps between paragraphs that stayed: in order first, then what moved from gap to gap.
pub fn link(old: &[Unit], new: &[Unit], gaps: &[(Range<usize>, Range<usize>)]) -> Vec<Link> {
    let mut links = Vec::new();
    for (old_gap, new_gap) in gaps {
        in_gap(old, old_gap.clone(), new, new_gap.clone(), &mut links);
    }
    moved(old, new, &mut links);
    links.sort_by_key(|link| (link.new, link.old));
    links
}

/// Links equal sentences in order, and between them those that are alike.
fn in_gap(old: &[Unit], old_gap: Range<usize>, new: &[Unit], new_gap: Range<usize>, links: &mut Vec<Link>) {
    let prints = |units: &[Unit]| units.iter().map(|unit| unit.print).collect::<Vec<_>>();
    let equal = in_order(&prints(&old[old_gap.clone()]), &prints(&new[new_gap.clone()]));
    let (first_old, first_new) = (old_gap.start, new_gap.start);
    let equal = equal.into_iter().map(|(at, to)| (at + first_old, to + first_new));
    between(equal, old_gap, new_gap, |anchor, old_gap, new_gap| {
        links.extend(anchor.map(|(at, to)| Link { old: at, new: to, common: new[to].words.len(), moved: false }));
        alike(old, old_gap, new, new_gap, links);
    });
}

/// Visits the gaps before and between anchors, each with the anchor behind it, and the gap behind the last.
fn between(
    anchors: impl Iterator<Item = (usize, usize)>,
    old: Range<usize>,
    new: Range<usize>,
    mut visit: impl FnMut(Option<(usize, usize)>, Range<usize>, Range<usize>),
) {
    let (mut old_at, mut new_at) = (old.start, new.start);
    for (at, to) in anchors {
        visit(Some((at, to)), old_at..at, new_at..to);
        (old_at, new_at) = (at + 1, to + 1);
    }
    visit(None, old_at..old.end, new_at..new.end);
}

/// Links sentences that are alike within a gap: each with each in a short one, by rare words in a row in a long one.
fn alike(old: &[Unit], old_gap: Range<usize>, new: &[Unit], new_gap: Range<usize>, links: &mut Vec<Link>) {
    if old_gap.is_empty() || new_gap.is_empty() {
        return;
    }
    if old_gap.len() * new_gap.len() <= MOST_PAIRS {
        return best_pairs(old, old_gap, new, new_gap, links);
    }
    let places = Shingles::of(old, old_gap.clone().filter(|at| !old[*at].heading));
    let mut found: Vec<(usize, usize)> = Vec::new();
    for to in new_gap.clone().filter(|to| !new[*to].heading) {
        found.extend(
            places
                .likest(&new[to].words)
                .filter(|at| common_words(&old[*at].words, &new[to].words) > 0)
                .map(|at| (at, to)),
        );
    }
    let anchors = longest_rising(&found);
    between(anchors.into_iter(), old_gap, new_gap, |anchor, old_gap, new_gap| {
        if let Some((at, to)) = anchor {
            let common = common_words(&old[at].words, &new[to].words);
            links.push(Link { old: at, new: to, common, moved: false });
        }
        // What is still long has hardly a word in common: a new text in the place of another.
        if !old_gap.is_empty() && !new_gap.is_empty() && old_gap.len() * new_gap.len() <= MOST_PAIRS {
            best_pairs(old, old_gap, new, new_gap, links);
        }
    });
}

/// The places of words in a row that stand in one sentence only.
struct Shingles {
    places: HashMap<u64, Option<usize>>,
}

impl Shingles {
    fn of(units: &[Unit], places: impl Iterator<Item = usize>) -> Self {
        let mut found: HashMap<u64, Option<usize>> = HashMap::new();
        for at in places {
            for shingle in shingles(&units[at].words) {
                found
                    .entry(shingle)
                    .and_modify(|place| *place = place.filter(|place| *place == at))
                    .or_insert(Some(at));
            }
        }
        Self { places: found }
    }

    /// The sentence with most of these words in a row.
    fn likest(&self, words: &Words) -> Option<usize> {
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for place in shingles(words).filter_map(|shingle| *self.places.get(&shingle)?) {
            *votes.entry(place).or_default() += 1;
        }
        votes.into_iter().max_by_key(|(place, count)| (*count, std::cmp::Reverse(*place))).map(|(place, _)| place)
    }
}

fn shingles(words: &Words) -> impl Iterator<Item = u64> {
    words.order.windows(SHINGLE).map(|row| row.iter().fold(0, |sum: u64, word| sum.rotate_left(17) ^ word))
}

/// The longest run of pairs that rises on both sides; the second sides rise already.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair with the lowest first side that ends a run of it, and each pair's forerunner.
    let mut ends: Vec<usize> = Vec::new();
    let mut forerunners = vec![None; pairs.len()];
    for (at, (first, _)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].0 < *first);
        forerunners[at] = length.checked_sub(1).map(|before| ends[before]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(pair) = at {
        run.push(pairs[pair]);
        at = forerunners[pair];
    }
    run.reverse();
    run
}

/// What becomes of the next sentences of a gap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Cut,
    Insert,
    Pair,
    /// One old sentence is two now.
    Split,
    /// Two old sentences are one now.
    Join,
}

impl Step {
    fn sizes(self) -> (usize, usize) {
        match self {
            Self::Cut => (1, 0),
            Self::Insert => (0, 1),
            Self::Pair => (1, 1),
            Self::Split => (1, 2),
            Self::Join => (2, 1),
        }
    }
}

/// Links the sentences of a gap in order so that they have the most words in common.
fn best_pairs(old: &[Unit], old_gap: Range<usize>, new: &[Unit], new_gap: Range<usize>, links: &mut Vec<Link>) {
    let (olds, news) = (&old[old_gap.clone()], &new[new_gap.clone()]);
    let width = news.len() + 1;
    let mut best = vec![0; (olds.len() + 1) * width];
    let mut steps = vec![Step::Cut; (olds.len() + 1) * width];
    let alike = |at: usize, to: usize| {
        if olds[at].heading == news[to].heading { common_words(&olds[at].words, &news[to].words) } else { 0 }
    };
    let mut commons = vec![0; (olds.len() + 1) * width];
    for at in (0..olds.len()).rev() {
        for to in (0..news.len()).rev() {
            commons[at * width + to] = alike(at, to);
            let common = commons[at * width + to];
            let mut choices = vec![(Step::Cut, 0), (Step::Insert, 0)];
            if common > 0 {
                choices.push((Step::Pair, common));
            }
            let with_next = commons[at * width + to + 1];
            if let Some(next) = news.get(to + 1).filter(|_| common > 0 || with_next > 0) {
                let both = common_words_of_two(&olds[at], [&news[to], next], [common, with_next]);
                choices.extend(both.map(|both| (Step::Split, both)));
            }
            let with_next = commons[(at + 1) * width + to];
            if let Some(next) = olds.get(at + 1).filter(|_| common > 0 || with_next > 0) {
                let both = common_words_of_two(&news[to], [&olds[at], next], [common, with_next]);
                choices.extend(both.map(|both| (Step::Join, both)));
            }
            let value = |&(step, common): &(Step, usize)| {
                let (down, right) = step.sizes();
                common + best[(at + down) * width + to + right]
            };
            let (step, total) = choices
                .iter()
                .map(|choice| (choice.0, value(choice)))
                .rev()
                .max_by_key(|(_, total)| *total)
                .unwrap_or((Step::Cut, 0));
            best[at * width + to] = total;
            steps[at * width + to] = step;
        }
    }
    let (mut at, mut to) = (0, 0);
    let mut left = (Vec::new(), Vec::new());
    let close = |left: &mut (Vec<usize>, Vec<usize>), links: &mut Vec<Link>| {
        // One short line in the place of another is that line, said otherwise, and so is one that goes on.
        if let ([at], [to]) = (left.0.as_slice(), left.1.as_slice()) {
            let (one, two) = (&olds[*at], &news[*to]);
            let short = one.words.len() <= SHINGLE && two.words.len() <= SHINGLE;
            if one.heading == two.heading && (short || one.words.goes_on_as(&two.words)) {
                links.push(Link { old: at + old_gap.start, new: to + new_gap.start, common: 0, moved: false });
            }
        }
        *left = (Vec::new(), Vec::new());
    };
    while at < olds.len() || to < news.len() {
        let step = match (at < olds.len(), to < news.len()) {
            (true, true) => steps[at * width + to],
            (true, false) => Step::Cut,
            _ => Step::Insert,
        };
        let (down, right) = step.sizes();
        match step {
            Step::Cut => left.0.push(at),
            Step::Insert => left.1.push(to),
            _ => {
                close(&mut left, links);
                for (old, new) in (at..at + down).flat_map(|old| (to..to + right).map(move |new| (old, new))) {
                    let common = shared_words(&olds[old].words, &news[new].words);
                    links.push(Link { old: old + old_gap.start, new: new + new_gap.start, common, moved: false });
                }
            }
        }
        (at, to) = (at + down, to + right);
    }
    close(&mut left, links);
}

/// How many words a sentence has in common with two others as one, if both of them add to it: half of its words at least.
fn common_words_of_two(one: &Unit, two: [&Unit; 2], each: [usize; 2]) -> Option<usize> {
    if one.heading || two[0].heading || two[1].heading {
        return None;
    }
    let common = common_words(&one.words, &two[0].words.joined(&two[1].words));
    let (more, less) = if each[0] >= each[1] { (each[0], two[1]) } else { (each[1], two[0]) };
    (common > more && 2 * (common - more) >= less.words.len()).then_some(common)
}

/// Links what is left over from all gaps: a sentence that moved is told by being long, and by its words.
fn moved(old: &[Unit], new: &[Unit], links: &mut Vec<Link>) {
    let mut old_free = vec![true; old.len()];
    let mut new_free = vec![true; new.len()];
    for link in links.iter() {
        (old_free[link.old], new_free[link.new]) = (false, false);
    }
    let tells = |unit: &Unit| unit.words.len() >= LONG && !unit.heading;
    let places = (0..old.len()).filter(|at| old_free[*at]);
    // The places of each, and how many of them are taken.
    let mut equal: HashMap<u64, (Vec<usize>, usize)> = HashMap::new();
    for at in places.clone() {
        equal.entry(old[at].print).or_default().0.push(at);
    }
    let mut none = 0;
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for unit in new {
        *counts.entry(unit.print).or_default() += 1;
    }
    let shingles = Shingles::of(old, places.filter(|at| tells(&old[*at])));
    for to in 0..new.len() {
        let unit = &new[to];
        if !new_free[to] || unit.heading {
            continue;
        }
        let (places, gone) = equal.get_mut(&unit.print).map_or((&[][..], &mut none), |(places, gone)| (places, gone));
        // What is not free now never will be: a sentence that stands there a thousand times is not looked through as often.
        *gone += places[*gone..].iter().take_while(|at| !old_free[**at] || old[**at].heading).count();
        let told = tells(unit) || (places.len() == 1 && counts[&unit.print] == 1 && unit.words.len() > 1);
        let same = places.get(*gone).copied().filter(|_| told);
        let alike = || shingles.likest(&unit.words).filter(|at| old_free[*at] && tells(unit));
        let Some(at) = same.or_else(alike) else { continue };
        let common = common_words(&old[at].words, &unit.words);
        if common > 0 {
            old_free[at] = false;
            links.push(Link { old: at, new: to, common, moved: true });
        }
    }
}
