//! A new draft meets the script that exists: every line that is still there keeps its ID.
//!
//! Paragraphs of which no word has changed are found first, in order and then moved; within the others, sentences are
//! linked. A changed paragraph is then divided so that every old cue of which nothing has changed stays whole. What is
//! left is new, and gets an ID that no line ever had.

mod changes;
mod chapters;
mod graveyard;
mod likeness;
mod numbering;
mod old_ends;
mod paragraphs;
mod parts;
mod rejoined;
mod sentences;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

pub use changes::{Changes, ChapterChange, ChapterFate, Edit, Merge, Split};

use self::graveyard::{Graveyard, Neighbours};
use self::likeness::{Words, likeness};
use self::numbering::Numbering;
use self::paragraphs::{Print, Whole, whole};
use self::parts::{Changed, Origin, Part, spans};
use self::sentences::{LONG, Link, Unit, link};
use super::heard::{fingerprint, sounds_alike};
use super::{Chapter, Cue, Division, Draft, Opens, Paragraph, Retired, Script, divide, lines};
use crate::words::letters::compose;
use crate::words::{Book, CueId, Language};

/// Below this likeness an edited line may be another line.
const SURE: f64 = 0.65;

/// Gives every line of a first draft its ID.
#[must_use]
pub fn number(draft: Draft, book: &Book) -> Script {
    reconcile(None, draft, book, &Known::default()).0
}

/// What is known of old lines beside their script.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// Lines that keep their IDs only where not one word of them has changed.
    pub apart: BTreeSet<CueId>,
    /// What the takes of lines read that have other words by now.
    pub recorded: BTreeMap<CueId, String>,
}

/// Gives every line of a draft its ID: its old one where the script has the line, else one that was never given before.
///
/// A line that was divided, and stands together again as its take reads it, is one line again.
#[must_use]
pub fn reconcile(old: Option<&Script>, mut draft: Draft, book: &Book, known: &Known) -> (Script, Changes) {
    let none = Script::default();
    let old = old.unwrap_or(&none);
    let division = Division { granularity: book.cues.granularity, max_words: book.cues.max_words };
    let before = Before::of(old, old.division.is_none_or(|old| old == division));
    let plan = Plan::make(&before, &mut draft, book, known);
    plan.carry_out(&before, old, draft, book, division)
}

/// The old script, laid out to be compared.
struct Before<'a> {
    cues: Vec<&'a Cue>,
    /// The cues of each paragraph.
    paragraphs: Vec<Range<usize>>,
    retired: &'a [Retired],
    /// Whether its cues were cut as cues are to be cut now.
    same_settings: bool,
}

impl<'a> Before<'a> {
    fn of(script: &'a Script, same_settings: bool) -> Self {
        let cues: Vec<&Cue> = script.cues().map(|(_, cue)| cue).collect();
        let mut paragraphs: Vec<Range<usize>> = Vec::new();
        for (at, cue) in cues.iter().enumerate() {
            match paragraphs.last_mut() {
                Some(paragraph) if cue.opens == Opens::Sentence => paragraph.end = at + 1,
                _ => paragraphs.push(at..at + 1),
            }
        }
        Self { cues, paragraphs, retired: &script.retired, same_settings }
    }

    fn texts(&self, paragraph: usize) -> Vec<&'a str> {
        self.cues[self.paragraphs[paragraph].clone()].iter().map(|cue| cue.text.as_str()).collect()
    }

    fn print(&self, paragraph: usize) -> Print {
        match self.texts(paragraph).as_slice() {
            [text] => print(text),
            texts => print(&texts.join(" ")),
        }
    }
}

fn print(text: &str) -> Print {
    Print { fingerprint: fingerprint(text), long: text.split_whitespace().nth(LONG - 1).is_some() }
}

/// What is to become of every paragraph of the draft.
struct Plan {
    /// The parts of each paragraph of the draft, all chapters in a row.
    parts: Vec<Vec<Part>>,
    /// For each old cue, the paragraph and the place in it that most of its words are in now, where they are.
    went: HashMap<usize, (usize, usize)>,
    /// The lines that are again what their takes read.
    rejoined: Vec<CueId>,
}

impl Plan {
    fn make(before: &Before, draft: &mut Draft, book: &Book, known: &Known) -> Self {
        let found = unchanged(before, &paragraphs_of(draft));
        if before.same_settings {
            keep_old_ends(before, draft, &found);
        }
        let news = paragraphs_of(draft);
        let mut parts: Vec<Option<Vec<Part>>> =
            found.iter().map(|found| found.as_ref().map(|(_, parts)| parts.clone())).collect();
        let (old_units, new_units, gaps) = units(before, &news, &found, &known.apart, Language::of(&book.language));
        let links = link(&old_units, &new_units, &gaps);
        let mut linked = vec![false; old_units.len()];
        for link in &links {
            linked[link.old] = true;
        }
        let changed: Vec<usize> = (0..news.len()).filter(|at| parts[*at].is_none()).collect();
        let paragraphs: Vec<&Paragraph> = changed.iter().map(|at| news[*at]).collect();
        let stayed = stayed(before, &found);
        let mut graveyard = Graveyard::new(before.retired, &before.cues);
        let whole = Changed {
            old: &old_units,
            links: &links,
            linked: &linked,
            settings: &book.cues,
            same_settings: before.same_settings,
        };
        let cut = whole.parts(&paragraphs, |at| stayed[changed[at]], &mut graveyard);
        for (at, made) in changed.iter().zip(cut) {
            parts[*at] = Some(made);
        }
        let mut went = went(&old_units, &new_units, &links, &changed, &paragraphs);
        let mut parts: Vec<Vec<Part>> = parts.into_iter().map(Option::unwrap_or_default).collect();
        let mut rejoined = Vec::new();
        if before.same_settings && !known.recorded.is_empty() {
            for (at, (parts, paragraph)) in parts.iter_mut().zip(&news).enumerate() {
                for (id, joined) in rejoined::rejoin(parts, paragraph, &before.cues, book, known) {
                    went.extend(joined.into_iter().map(|(cue, place)| (cue, (at, place))));
                    rejoined.push(id);
                }
            }
        }
        Self { parts, went, rejoined }
    }

    fn carry_out(
        self,
        before: &Before,
        old: &Script,
        draft: Draft,
        book: &Book,
        division: Division,
    ) -> (Script, Changes) {
        let mut counts = draft.chapters.iter().map(|chapter| chapter.paragraphs.len());
        let mut rest = self.parts.as_slice();
        let mut by_chapter: Vec<&[Vec<Part>]> = Vec::with_capacity(draft.chapters.len());
        for count in counts.by_ref() {
            let (chapter, behind) = rest.split_at(count);
            by_chapter.push(chapter);
            rest = behind;
        }
        let known: Vec<Vec<Option<CueId>>> = by_chapter
            .iter()
            .map(|chapter| chapter.iter().flatten().map(|part| known_id(before, &part.origin)).collect())
            .collect();
        let restored: HashSet<CueId> = self.parts.iter().flatten().filter_map(|part| part.origin.grave()).collect();
        let chapter_ids = chapters::chapter_ids(old, &draft.chapters, &known, &restored);
        let taken = before.cues.iter().map(|cue| &cue.id).chain(before.retired.iter().map(|line| &line.id));
        let mut numbering = Numbering::new(taken);
        let mut ledger = Ledger::new(before);
        let mut made_chapters = Vec::with_capacity(draft.chapters.len());
        // Each chapter of the draft goes as its lines are made: a long book is not held once more.
        for (((chapter, id), known), parts) in draft.chapters.into_iter().zip(chapter_ids).zip(&known).zip(by_chapter) {
            let mut ids = numbering.chapter(&id, known).into_iter();
            let mut cues = Vec::with_capacity(known.len());
            let ids: Vec<Vec<CueId>> = parts.iter().map(|parts| ids.by_ref().take(parts.len()).collect()).collect();
            let made: Vec<Vec<Cue>> = chapter
                .paragraphs
                .par_iter()
                .zip(parts)
                .zip(ids)
                .map(|((paragraph, parts), ids)| {
                    let spans: Vec<Range<usize>> = parts.iter().map(|part| part.span.clone()).collect();
                    let mut cues = lines::cues(paragraph, &spans, ids, book);
                    // What is said instead of one word may end where an accent for it follows.
                    cues.iter_mut().filter_map(|cue| cue.spoken.as_mut()).for_each(compose);
                    cues
                })
                .collect();
            for (parts, made) in parts.iter().zip(made) {
                ledger.enter(parts, &made);
                cues.extend(made);
            }
            made_chapters.push(Chapter { id, kind: chapter.kind, continues: None, title: chapter.title, cues });
        }
        let (mut changes, gone) = ledger.close(&self.went);
        changes.chapters = chapters::changes(&old.chapters, &made_chapters);
        changes.rejoined = self.rejoined;
        let mut retired: Vec<Retired> =
            before.retired.iter().filter(|line| !restored.contains(&line.id)).cloned().collect();
        retired.extend(gone);
        (Script { division: Some(division), chapters: made_chapters, retired }, changes)
    }
}

fn known_id(before: &Before, origin: &Origin) -> Option<CueId> {
    match origin {
        Origin::Cue { at, .. } => Some(before.cues[*at].id.clone()),
        Origin::Grave(id) => Some(id.clone()),
        Origin::SplitFrom(_) | Origin::New => None,
    }
}

/// The paragraphs of which no word has changed: which old one each is, and its parts, cut as they were.
fn unchanged(before: &Before, news: &[&Paragraph]) -> Vec<Option<(Whole, Vec<Part>)>> {
    if !before.same_settings || before.cues.is_empty() {
        return vec![None; news.len()];
    }
    let olds: Vec<Print> = (0..before.paragraphs.len()).into_par_iter().map(|at| before.print(at)).collect();
    let prints: Vec<Print> = news.par_iter().map(|paragraph| print(paragraph.text())).collect();
    let parts = |found: Whole, paragraph: &Paragraph| {
        let cues = before.paragraphs[found.old].clone();
        let spans = spans(&before.texts(found.old), paragraph)?;
        let origin = |at| Origin::Cue { at, moved: found.moved };
        let parts = spans.into_iter().zip(cues).map(|(span, at)| Part { span, origin: origin(at) });
        Some((found, parts.collect()))
    };
    whole(&olds, &prints).into_iter().zip(news).map(|(found, paragraph)| parts(found?, paragraph)).collect()
}

fn paragraphs_of(draft: &Draft) -> Vec<&Paragraph> {
    draft.chapters.iter().flat_map(|chapter| &chapter.paragraphs).collect()
}

/// Allows changed paragraphs to be cut where old cues end.
fn keep_old_ends(before: &Before, draft: &mut Draft, found: &[Option<(Whole, Vec<Part>)>]) {
    let used: HashSet<usize> = found.iter().flatten().map(|(found, _)| found.old).collect();
    let left = (0..before.paragraphs.len()).filter(|at| !used.contains(at));
    let cues: Vec<&str> = left.flat_map(|at| before.texts(at)).collect();
    let paragraphs = draft.chapters.iter_mut().flat_map(|chapter| &mut chapter.paragraphs).zip(found);
    let mut changed: Vec<&mut Paragraph> =
        paragraphs.filter(|(_, found)| found.is_none()).map(|(paragraph, _)| paragraph).collect();
    old_ends::keep(&cues, &mut changed);
}

type Gaps = Vec<(Range<usize>, Range<usize>)>;

/// The sentences of all paragraphs that changed, old and new, and the gaps between the others that they stand in.
fn units(
    before: &Before,
    news: &[&Paragraph],
    found: &[Option<(Whole, Vec<Part>)>],
    apart: &BTreeSet<CueId>,
    language: Language,
) -> (Vec<Unit>, Vec<Unit>, Gaps) {
    // Without old sentences no new one is looked at.
    if before.cues.is_empty() {
        return (Vec::new(), Vec::new(), Vec::new());
    }
    let used: HashSet<usize> = found.iter().flatten().map(|(found, _)| found.old).collect();
    let (mut old_units, mut new_units, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    let mut next_old = 0;
    let mut new_start = 0;
    let anchors = found.iter().map(|found| found.as_ref().and_then(|(found, _)| (!found.moved).then_some(found.old)));
    for (at, anchor) in anchors.chain([Some(before.paragraphs.len())]).enumerate() {
        if let Some(paragraph) = news.get(at).filter(|_| found[at].is_none()) {
            new_units.extend(units_of(at, paragraph));
        }
        let Some(anchor) = anchor else { continue };
        let old_start = old_units.len();
        for cue in (next_old..anchor).filter(|at| !used.contains(at)).flat_map(|at| before.paragraphs[at].clone()) {
            let Cue { id, kind, opens, text, .. } = before.cues[cue];
            if !apart.contains(id) {
                let heading = Paragraph::whole(*kind, *opens, text);
                let of_sentences = || Paragraph::new(*kind, *opens, text, &divide::pieces(text, language));
                let cue_text = if heading.is_heading() { heading } else { of_sentences() };
                old_units.extend(units_of(cue, &cue_text));
            }
        }
        gaps.push((old_start..old_units.len(), new_start..new_units.len()));
        (next_old, new_start) = (anchor + 1, new_units.len());
    }
    (old_units, new_units, gaps)
}

fn units_of(home: usize, paragraph: &Paragraph) -> impl Iterator<Item = Unit> {
    (0..paragraph.pieces()).map(move |piece| {
        let text = paragraph.piece(piece);
        Unit { home, print: fingerprint(text), words: Words::of(text), heading: paragraph.is_heading() }
    })
}

/// For each new paragraph the nearest old cues before and behind it that are known to have stayed.
fn stayed(before: &Before, found: &[Option<(Whole, Vec<Part>)>]) -> Vec<Neighbours> {
    let mut stayed = vec![Neighbours::default(); found.len()];
    let mut last = None;
    for (at, found) in found.iter().enumerate() {
        stayed[at].before = last;
        last = found.as_ref().map(|(found, _)| before.paragraphs[found.old].end - 1).or(last);
    }
    let mut next = None;
    for (at, found) in found.iter().enumerate().rev() {
        stayed[at].after = next;
        next = found.as_ref().map(|(found, _)| before.paragraphs[found.old].start).or(next);
    }
    stayed
}

/// For each old cue, the new paragraph and the place in it where most of its words went.
fn went(
    old: &[Unit],
    new: &[Unit],
    links: &[Link],
    changed: &[usize],
    paragraphs: &[&Paragraph],
) -> HashMap<usize, (usize, usize)> {
    let mut starts = Vec::with_capacity(new.len());
    for (at, paragraph) in changed.iter().zip(paragraphs) {
        starts.extend((0..paragraph.pieces()).map(|piece| (*at, paragraph.span(piece..piece + 1).start)));
    }
    let mut went: HashMap<usize, (usize, (usize, usize))> = HashMap::new();
    for link in links.iter().filter(|link| link.common > 0) {
        let place = went.entry(old[link.old].home).or_insert((link.common, starts[link.new]));
        if link.common > place.0 {
            *place = (link.common, starts[link.new]);
        }
    }
    went.into_iter().map(|(cue, (_, place))| (cue, place)).collect()
}

/// Enters line by line what became of it.
struct Ledger<'a> {
    before: &'a Before<'a>,
    /// The lines that were cut, by their IDs.
    graves: HashMap<&'a CueId, &'a Retired>,
    changes: Changes,
    /// The old cues that are lines still.
    stayed: HashSet<usize>,
    /// For each paragraph of the draft, where its lines end and which they are.
    ends: Vec<Vec<(usize, CueId)>>,
}

impl<'a> Ledger<'a> {
    fn new(before: &'a Before) -> Self {
        let graves = before.retired.iter().map(|line| (&line.id, line)).collect();
        Self { before, graves, changes: Changes::default(), stayed: HashSet::new(), ends: Vec::new() }
    }

    fn enter(&mut self, parts: &[Part], cues: &[Cue]) {
        for (part, now) in parts.iter().zip(cues) {
            match &part.origin {
                Origin::Cue { at, moved } => {
                    self.stayed.insert(*at);
                    self.stay(self.before.cues[*at], now, *moved);
                }
                Origin::SplitFrom(at) => {
                    let (id, off) = (self.before.cues[*at].id.clone(), now.id.clone());
                    self.changes.split.push(Split { id, off });
                    self.changes.new.push(now.id.clone());
                }
                Origin::Grave(id) => {
                    let was = self.graves.get(id).map(|line| Said { text: &line.text, spoken: line.spoken() });
                    let edit = was.and_then(|was| edit(was, now));
                    self.changes.edited.extend(edit.map(|edit| Edit { restored: true, ..edit }));
                    self.changes.restored.push(now.id.clone());
                }
                Origin::New => self.changes.new.push(now.id.clone()),
            }
        }
        self.ends.push(parts.iter().zip(cues).map(|(part, cue)| (part.span.end, cue.id.clone())).collect());
    }

    fn stay(&mut self, was: &Cue, now: &Cue, moved: bool) {
        let id = now.id.clone();
        let said = Said { text: &was.text, spoken: was.spoken() };
        if let Some(edit) = edit(said, now).filter(|_| !announced_again(was, now)) {
            self.changes.edited.push(Edit { moved, ..edit });
        } else if moved {
            self.changes.moved.push(id);
        } else if was.text == now.text {
            self.changes.kept.push(id);
        } else {
            self.changes.restyled.push(id);
        }
    }

    /// The changes, and the lines that are no more.
    fn close(mut self, went: &HashMap<usize, (usize, usize)>) -> (Changes, Vec<Retired>) {
        let mut gone = Vec::new();
        for (at, cue) in self.before.cues.iter().enumerate().filter(|(at, _)| !self.stayed.contains(at)) {
            let line = Retired { id: cue.id.clone(), text: cue.text.clone(), spoken: cue.spoken.clone() };
            let into = went.get(&at).and_then(|(paragraph, place)| {
                self.ends[*paragraph].iter().find(|(end, _)| place < end).map(|(_, id)| id.clone())
            });
            match into {
                Some(into) => self.changes.merged.push(Merge { id: cue.id.clone(), into }),
                None => self.changes.retired.push(line.clone()),
            }
            gone.push(line);
        }
        (self.changes, gone)
    }
}

/// What a line said.
#[derive(Clone, Copy)]
struct Said<'a> {
    text: &'a str,
    spoken: &'a str,
}

/// How a line is read differently now, if it is.
fn edit(was: Said, now: &Cue) -> Option<Edit> {
    if sounds_alike(was.spoken, now.spoken()) {
        return None;
    }
    let printed = !sounds_alike(was.text, &now.text);
    let (before, after) = if printed { (was.text, now.text.as_str()) } else { (was.spoken, now.spoken()) };
    let unsure = likeness(was.text, &now.text) < SURE;
    let (before, after) = (before.to_owned(), after.to_owned());
    Some(Edit { id: now.id.clone(), before, after, moved: false, restored: false, unsure })
}

/// Whether a heading is read as it was, though it is printed in capitals now, or with its number in letters.
fn announced_again(was: &Cue, now: &Cue) -> bool {
    was.reads_as(now.spoken()) && now.reads_as(was.spoken())
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
