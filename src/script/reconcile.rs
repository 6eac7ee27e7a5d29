//! A new draft meets the script that exists: every line that is still there keeps its ID.
//!
//! Lines are matched by their text in four steps, each only for what is left over by the one before: in order, moved,
//! edited between lines that stayed, and back from the retired. What remains is new and gets an ID that no line ever had.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt;

use super::matching::{Match, matches, normal};
use super::{Chapter, ChapterKind, Cue, CueKind, Draft, DraftChapter, Retired, Script};
use crate::words::{ChapterId, CueId};

/// What became of the lines when a script was reconciled.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Lines that stayed as they were, or changed in a way that can't be heard.
    pub kept: Vec<CueId>,
    /// Lines that are read differently now.
    pub edited: Vec<Edit>,
    /// Unchanged lines that stand somewhere else now.
    pub moved: Vec<CueId>,
    /// Lines that were cut once and are back under their old IDs.
    pub restored: Vec<CueId>,
    /// New lines.
    pub new: Vec<CueId>,
    /// Lines that were cut.
    pub retired: Vec<Retired>,
}

/// A line that is read differently now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The line.
    pub id: CueId,
    /// Its printed text before.
    pub before: String,
    /// Its printed text now.
    pub after: String,
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.kept.len(), "kept"),
            (self.edited.len(), "edited"),
            (self.moved.len(), "moved"),
            (self.restored.len(), "restored"),
            (self.new.len(), "new"),
            (self.retired.len(), "retired"),
        ];
        let said: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        f.write_str(if said.is_empty() { "no lines" } else { "" })?;
        f.write_str(&said.join(", "))?;
        for edit in &self.edited {
            write!(f, "\n  {} edited: {}\n      now: {}", edit.id, shown(&edit.before), shown(&edit.after))?;
        }
        for (ids, what) in [(&self.moved, "moved"), (&self.restored, "restored")] {
            for id in ids {
                write!(f, "\n  {id} {what}")?;
            }
        }
        // A first draft is all new: a list of it would be the book.
        if !self.kept.is_empty() {
            for id in &self.new {
                write!(f, "\n  {id} new")?;
            }
        }
        for line in &self.retired {
            write!(f, "\n  {} retired: {}", line.id, shown(&line.text))?;
        }
        Ok(())
    }
}

/// The start of a text on one line.
fn shown(text: &str) -> String {
    let line: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    match line.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Gives every line of a draft its ID: its old one where the script has the line, else one that was never given before.
#[must_use]
pub fn reconcile(old: Option<&Script>, draft: Draft) -> (Script, Changes) {
    let none = Script::default();
    let old = old.unwrap_or(&none);
    let before: Vec<(usize, &Cue)> = old
        .chapters
        .iter()
        .enumerate()
        .flat_map(|(at, chapter)| chapter.cues.iter().map(move |cue| (at, cue)))
        .collect();
    let after: Vec<(&str, CueKind)> =
        draft.chapters.iter().flat_map(|chapter| &chapter.lines).map(|line| (line.text.as_str(), line.kind)).collect();
    let before_texts: Vec<(&str, CueKind)> = before.iter().map(|(_, cue)| (cue.text.as_str(), cue.kind)).collect();
    let matched = matches(&before_texts, &after);

    let mut changes = Changes::default();
    let mut retired = old.retired.clone();
    let mut ids = Vec::with_capacity(after.len());
    let mut graveyard = Graveyard::new(&old.retired);
    for (found, (text, _)) in matched.iter().zip(&after) {
        let id = found.map(|found| before[found.old()].1.id.clone());
        ids.push(id.or_else(|| graveyard.raise(text).inspect(|id| changes.restored.push(id.clone()))));
        match found {
            Some(Match::Kept(at)) => changes.kept.push(before[*at].1.id.clone()),
            Some(Match::Moved(at)) => changes.moved.push(before[*at].1.id.clone()),
            Some(Match::Edited(at)) => {
                let cue = before[*at].1;
                changes.edited.push(Edit { id: cue.id.clone(), before: cue.text.clone(), after: (*text).to_owned() });
            }
            None => {}
        }
    }
    let restored: HashSet<&CueId> = changes.restored.iter().collect();
    retired.retain(|line| !restored.contains(&line.id));
    let stayed: HashSet<usize> = matched.iter().flatten().map(|found| found.old()).collect();
    let cut = before.iter().enumerate().filter(|(at, _)| !stayed.contains(at));
    changes.retired = cut.map(|(_, (_, cue))| Retired { id: cue.id.clone(), text: cue.text.clone() }).collect();
    retired.extend(changes.retired.iter().cloned());

    let mut shared: Vec<BTreeMap<usize, usize>> = Vec::with_capacity(draft.chapters.len());
    let mut lines = matched.iter();
    for chapter in &draft.chapters {
        let mut counts = BTreeMap::new();
        for found in lines.by_ref().take(chapter.lines.len()).flatten() {
            *counts.entry(before[found.old()].0).or_insert(0) += 1;
        }
        shared.push(counts);
    }
    let back = restored_chapters(old, &draft.chapters, &ids, &restored);
    let chapter_ids = chapter_ids(old, &draft.chapters, &shared, back);
    let taken = before.iter().map(|(_, cue)| &cue.id).chain(old.retired.iter().map(|line| &line.id));
    let mut numbering = Numbering::new(taken);
    let mut ids = ids.into_iter();
    let mut chapters = Vec::with_capacity(draft.chapters.len());
    for (chapter, id) in draft.chapters.into_iter().zip(chapter_ids) {
        let known: Vec<Option<CueId>> = ids.by_ref().take(chapter.lines.len()).collect();
        let numbered = numbering.chapter(&id, &known);
        changes.new.extend(known.iter().zip(&numbered).filter(|(known, _)| known.is_none()).map(|(_, id)| id.clone()));
        let cues = chapter.lines.into_iter().zip(numbered);
        let cues = cues
            .map(|(line, id)| Cue { id, kind: line.kind, opens: line.opens, text: line.text, spoken: line.spoken })
            .collect();
        chapters.push(Chapter { id, kind: chapter.kind, title: chapter.title, cues });
    }
    (Script { chapters, retired }, changes)
}

/// The retired lines by their words, so that one whose words come back gets its ID back.
struct Graveyard {
    lines: HashMap<String, VecDeque<CueId>>,
}

impl Graveyard {
    fn new(retired: &[Retired]) -> Self {
        let mut lines: HashMap<String, VecDeque<CueId>> = HashMap::new();
        for line in retired {
            lines.entry(normal(&line.text)).or_default().push_back(line.id.clone());
        }
        Self { lines }
    }

    fn raise(&mut self, text: &str) -> Option<CueId> {
        if self.lines.is_empty() {
            return None;
        }
        self.lines.get_mut(&normal(text))?.pop_front()
    }
}

/// For each chapter, the one that was cut and is back in it: the birthplace of most of its lines, of which some came back
/// from the retired, where the script has no such chapter now.
fn restored_chapters(
    old: &Script,
    new: &[DraftChapter],
    ids: &[Option<CueId>],
    restored: &HashSet<&CueId>,
) -> Vec<Option<ChapterId>> {
    let mut ids = ids.iter();
    let mut given = HashSet::new();
    new.iter()
        .map(|chapter| {
            let mut births: BTreeMap<&ChapterId, usize> = BTreeMap::new();
            for id in ids.by_ref().take(chapter.lines.len()).flatten().filter(|id| restored.contains(id)) {
                *births.entry(id.chapter()).or_default() += 1;
            }
            let (birthplace, count) = births.into_iter().max_by_key(|&(_, count)| count)?;
            let gone = old.chapter(birthplace).is_none() && given.insert(birthplace.clone());
            (gone && 2 * count > chapter.lines.len()).then(|| birthplace.clone())
        })
        .collect()
}

/// Gives the chapters their IDs: the old one with most lines in common, else an insert, else the next number.
fn chapter_ids(
    old: &Script,
    new: &[DraftChapter],
    shared: &[BTreeMap<usize, usize>],
    back: Vec<Option<ChapterId>>,
) -> Vec<ChapterId> {
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
            } else if front || last_known.is_some_and(|last| at < last) {
                before.insert_after(&taken)
            } else {
                ChapterId::new(taken.iter().map(ChapterId::number).max().unwrap_or(0) + 1)
            };
            taken.push(id.clone());
            id
        });
        before = id.clone();
        finished.push(id);
    }
    finished
}

/// Gives out IDs that were never given before.
struct Numbering {
    /// The IDs by chapter and number: an insert looks only at its own.
    taken: HashMap<(ChapterId, u32), Vec<CueId>>,
    highest: HashMap<ChapterId, u32>,
}

impl Numbering {
    fn new<'a>(taken: impl Iterator<Item = &'a CueId>) -> Self {
        let mut numbering = Self { taken: HashMap::new(), highest: HashMap::new() };
        for id in taken {
            numbering.take(id);
        }
        numbering
    }

    fn take(&mut self, id: &CueId) {
        self.taken.entry((id.chapter().clone(), id.number())).or_default().push(id.clone());
        let highest = self.highest.entry(id.chapter().clone()).or_insert(0);
        *highest = (*highest).max(id.number());
    }

    /// The IDs of a chapter's lines: a new line before known ones takes a letter behind its predecessor, one at the end the
    /// next number.
    fn chapter(&mut self, chapter: &ChapterId, known: &[Option<CueId>]) -> Vec<CueId> {
        let end = known.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        // A line that moved here bears another chapter's number; letters follow this chapter's own.
        let mut own = CueId::new(chapter.clone(), 0);
        let mut ids = Vec::with_capacity(known.len());
        for (at, id) in known.iter().enumerate() {
            let id = id.clone().unwrap_or_else(|| {
                let id = if at < end {
                    own.insert_after(self.taken.get(&(chapter.clone(), own.number())).into_iter().flatten())
                } else {
                    CueId::new(chapter.clone(), self.highest.get(chapter).copied().unwrap_or(0) + 1)
                };
                self.take(&id);
                id
            });
            if id.chapter() == chapter {
                own = id.clone();
            }
            ids.push(id);
        }
        ids
    }
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
