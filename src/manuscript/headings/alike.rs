//! Chapters that have titles and nothing else: lines of one look that stand alone through the text.

use std::collections::BTreeSet;

use super::sections::{Look, Title, look, stands, title, usual_gap};
use super::{Candidate, Weighing, is_date};
use crate::manuscript::{HeadingKind, Reason, titles};

/// Pages lie between chapters, or a few paragraphs in a sample: at least this many words.
const LEAST_WORDS: usize = 60;

/// Takes titles that stand alone for chapters where no other heading says where chapters begin.
pub fn chapters_by_titles(weighing: &mut Weighing) {
    if weighing.has_chapters() {
        return;
    }
    let usual = usual_gap(weighing.groups);
    let taken: BTreeSet<usize> = (0..weighing.groups.len()).filter(|at| weighing.candidates[*at].is_some()).collect();
    let free = |at: &usize| !taken.contains(at) && !weighing.doubts.contains_key(at);
    let all: Vec<Title> = (0..weighing.groups.len())
        .filter(free)
        .filter_map(|at| title(weighing, at, usual, &taken).ok().or_else(|| first(weighing, at, usual, &taken)))
        .collect();
    // How far into the text each group stands, in words.
    let mut words = vec![0; weighing.groups.len() + 1];
    for (at, group) in weighing.groups.iter().enumerate() {
        words[at + 1] = words[at] + group.words();
    }
    let spaced = |places: &[usize], least: usize| {
        let far = places.windows(2).filter(|pair| words[pair[1]] - words[pair[0] + 1] >= LEAST_WORDS).count();
        places.len() >= least && far * 5 >= (places.len() - 1) * 4
    };
    for look in [Look::Capitals, Look::Centred, Look::Apart] {
        let alike: Vec<usize> = all.iter().filter(|title| is_of(title, look)).map(|title| title.at).collect();
        if spaced(&alike, 2) {
            let asked = exclaimed(weighing, &alike, look, usual, &words);
            // Two sure ones may be two sections; what cries beside them makes chapters of them.
            if alike.len() >= 3 || asked.len() >= 2 {
                let taken: BTreeSet<usize> = alike.into_iter().chain(asked).collect();
                return take(weighing, &taken.into_iter().collect::<Vec<_>>(), look.name());
            }
        }
    }
    let dates: Vec<usize> = (0..weighing.groups.len())
        .filter(|at| free(at) && weighing.groups[*at].lines.len() == 1 && is_date(&weighing.folded[*at]))
        .filter(|at| stands(weighing, *at, usual, &taken).is_ok())
        .collect();
    if spaced(&dates, 3) {
        return take(weighing, &dates, "as dates");
    }
    // Single words may be names: several of them, and none close to another.
    for (least, count) in [(1, 3), (2, 2)] {
        let plain: Vec<usize> = all.iter().filter(|title| title.words >= least).map(|title| title.at).collect();
        let far = plain.windows(2).all(|pair| words[pair[1]] - words[pair[0] + 1] >= LEAST_WORDS);
        if plain.len() >= count && far {
            return take(weighing, &plain, Look::Plain.name());
        }
    }
}

/// Whether a title is one of this look; the first line of a text has no space before it to tell.
fn is_of(title: &Title, look: Look) -> bool {
    title.look == look || (look == Look::Apart && title.look == Look::Plain && title.at == 0)
}

/// A title below a title page, whose lines end no sentence and lead to nothing.
fn first(weighing: &Weighing, at: usize, usual: u32, taken: &BTreeSet<usize>) -> Option<Title> {
    let page = at <= 12 && weighing.groups[..at].iter().all(|group| group.words() <= 12);
    let led = at > 0 && weighing.folded[at - 1].ends_with([':', '：', ',']);
    let title = || stands(weighing, at, usual, taken).ok().filter(|title| title.look != Look::Plain);
    if page && !led && titles::is_title(&weighing.folded[at]) { title() } else { None }
}

/// Lines that stand as these titles do, and that end in a mark: `WHO GOES THERE?`
fn exclaimed(weighing: &Weighing, alike: &[usize], of: Look, usual: u32, words: &[usize]) -> Vec<usize> {
    let gap = alike.iter().skip(1).map(|at| weighing.groups[*at].gap).min().unwrap_or_default();
    let mut lengths: Vec<usize> = alike.windows(2).map(|pair| words[pair[1]] - words[pair[0]]).collect();
    lengths.sort_unstable();
    // What stands as close as paragraphs do is a title as far from the others as they are from each other.
    let far = if gap > usual { LEAST_WORDS } else { (lengths[lengths.len() / 2] / 4).max(LEAST_WORDS) };
    let mut last: Option<usize> = None;
    let mut found = Vec::new();
    for at in 1..weighing.groups.len() {
        let next = alike.partition_point(|other| *other < at);
        if alike.get(next) == Some(&at) {
            continue;
        }
        last = last.max(next.checked_sub(1).map(|before| alike[before]));
        let text = &weighing.folded[at];
        let marked = text.ends_with(['?', '!', '.']) && titles::is_title(text.trim_end_matches(['?', '!', '.']));
        let clear = last.is_none_or(|last| words[at] - words[last + 1] >= far)
            && alike.get(next).is_none_or(|next| words[*next] - words[at + 1] >= far);
        let behind = weighing.groups.get(at + 1).is_some_and(|group| group.words() >= 20);
        let free = weighing.candidates[at].is_none() && !weighing.doubts.contains_key(&at);
        let stands = weighing.groups[at].gap >= gap && look(weighing, at, usual) == of;
        if free && marked && clear && behind && stands && weighing.groups[at].lines.len() == 1 {
            found.push(at);
            last = Some(at);
        }
    }
    found
}

/// Takes these groups for chapters.
fn take(weighing: &mut Weighing, alike: &[usize], look: &'static str) {
    for at in alike {
        let reason = Reason::Alike { count: alike.len(), look };
        weighing.candidates[*at] = Some(Candidate { kind: HeadingKind::Chapter, reason, titled: true, number: None });
    }
}
