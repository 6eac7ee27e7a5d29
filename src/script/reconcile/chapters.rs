//! Which chapter of the new text is which of the old script.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::heard::sounds_alike;
use super::super::{Chapter, ChapterKind, DraftChapter, Script};
use super::changes::{ChapterChange, ChapterFate};
use super::paragraphs::in_order;
use crate::words::id::HIGHEST_NUMBER;
use crate::words::{ChapterId, CueId};

/// Gives the chapters their IDs: the old one with most lines in common, else the one that is back, else an insert, else the
/// next number. `cues` has the known IDs of each chapter's lines.
pub fn chapter_ids(
    old: &Script,
    new: &[DraftChapter],
    cues: &[Vec<Option<CueId>>],
    restored: &HashSet<CueId>,
) -> Vec<ChapterId> {
    let stood: HashMap<&CueId, usize> =
        (0..).zip(&old.chapters).flat_map(|(at, chapter)| chapter.cues.iter().map(move |cue| (&cue.id, at))).collect();
    let shared: Vec<BTreeMap<usize, usize>> = cues
        .iter()
        .map(|cues| {
            let mut counts = BTreeMap::new();
            for at in cues.iter().flatten().filter_map(|id| stood.get(id)) {
                *counts.entry(*at).or_default() += 1;
            }
            counts
        })
        .collect();
    let back = restored_chapters(old, cues, restored);
    let mut pairs: Vec<(usize, usize, usize)> = shared
        .iter()
        .enumerate()
        .flat_map(|(new, counts)| counts.iter().map(move |(old, count)| (*count, new, *old)))
        .collect();
    pairs.sort_by_key(|&(count, new, old)| (std::cmp::Reverse(count), new, old));
    let mut ids: Vec<Option<ChapterId>> = vec![None; new.len()];
    let mut given = HashSet::new();
    for (_, new, at) in pairs {
        if ids[new].is_none() && given.insert(at) {
            ids[new] = Some(old.chapters[at].id.clone());
        }
    }
    for (id, back) in ids.iter_mut().zip(back) {
        *id = id.take().or(back);
    }
    // A chapter that was cut lives on in the IDs of its lines.
    let lines = old.cues().map(|(_, cue)| &cue.id).chain(old.retired.iter().map(|line| &line.id));
    let mut taken: Vec<ChapterId> =
        old.chapters.iter().map(|chapter| chapter.id.clone()).chain(lines.map(|id| id.chapter().clone())).collect();
    taken.sort();
    taken.dedup();
    let last_known = ids.iter().rposition(Option::is_some);
    let mut before = ChapterId::new(0);
    let mut finished = Vec::with_capacity(ids.len());
    for (at, (id, chapter)) in ids.into_iter().zip(new).enumerate() {
        let id = id.unwrap_or_else(|| {
            let front = chapter.kind == ChapterKind::Front;
            let id = if front && at == 0 && !taken.contains(&before) {
                before.clone()
            } else {
                let inserted = front || last_known.is_some_and(|last| at < last);
                inserted.then(|| before.insert_after(&taken)).flatten().unwrap_or_else(|| next(&taken))
            };
            taken.push(id.clone());
            id
        });
        before = id.clone();
        finished.push(id);
    }
    finished
}

/// What became of the chapters of a script, those that are no more first; nothing where there was none.
pub fn changes(old: &[Chapter], new: &[Chapter]) -> Vec<ChapterChange> {
    if old.is_empty() {
        return Vec::new();
    }
    let places = |chapters: &'_ [Chapter]| -> HashMap<ChapterId, usize> {
        chapters.iter().map(|chapter| chapter.id.clone()).zip(0..).collect()
    };
    let (stood, stands) = (places(old), places(new));
    let change = |chapter: &Chapter, fate| ChapterChange { id: chapter.id.clone(), fate };
    let gone = old.iter().filter(|chapter| !stands.contains_key(&chapter.id));
    let mut changes: Vec<ChapterChange> = gone.map(|chapter| change(chapter, ChapterFate::Gone)).collect();
    // Chapters that both have, each by its place in the old order.
    let stayed: Vec<u64> = new.iter().filter_map(|chapter| Some(*stood.get(&chapter.id)? as u64)).collect();
    let mut before = stayed.clone();
    before.sort_unstable();
    let in_order: HashSet<u64> = in_order(&before, &stayed).into_iter().map(|(_, at)| stayed[at]).collect();
    for chapter in new {
        let Some(was) = stood.get(&chapter.id) else {
            changes.push(change(chapter, ChapterFate::New));
            continue;
        };
        if !in_order.contains(&(*was as u64)) {
            changes.push(change(chapter, ChapterFate::Moved));
        }
        let was = &old[*was];
        if was.kind != chapter.kind {
            changes.push(change(chapter, ChapterFate::Kind { before: was.kind, after: chapter.kind }));
        }
        if !sounds_alike(&was.title, &chapter.title) {
            let (before, after) = (was.title.clone(), chapter.title.clone());
            changes.push(change(chapter, ChapterFate::Title { before, after }));
        }
    }
    changes
}

/// The number behind all others; where numbers have run out, the highest that was never given.
fn next(taken: &[ChapterId]) -> ChapterId {
    let highest = taken.iter().map(ChapterId::number).max().unwrap_or(0);
    if highest < HIGHEST_NUMBER {
        return ChapterId::new(highest + 1);
    }
    let given: HashSet<u32> = taken.iter().map(ChapterId::number).collect();
    let free = (1..HIGHEST_NUMBER).rev().find(|number| !given.contains(number));
    ChapterId::new(free.unwrap_or(highest + 1))
}

/// For each chapter, the one that was cut and is back in it: the birthplace of most of its lines, of which some came back
/// from the retired, where the script has no such chapter now.
fn restored_chapters(old: &Script, cues: &[Vec<Option<CueId>>], restored: &HashSet<CueId>) -> Vec<Option<ChapterId>> {
    let mut given = HashSet::new();
    cues.iter()
        .map(|cues| {
            let mut births: BTreeMap<&ChapterId, usize> = BTreeMap::new();
            for id in cues.iter().flatten().filter(|id| restored.contains(id)) {
                *births.entry(id.chapter()).or_default() += 1;
            }
            let (birthplace, count) = births.into_iter().max_by_key(|&(_, count)| count)?;
            let gone = old.chapter(birthplace).is_none() && given.insert(birthplace.clone());
            (gone && 2 * count > cues.len()).then(|| birthplace.clone())
        })
        .collect()
}
