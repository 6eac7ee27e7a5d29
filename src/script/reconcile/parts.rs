//! How a changed paragraph is divided into cues: so that every old cue of which nothing has changed stays whole.

use std::collections::BTreeMap;
use std::iter::repeat_n;
use std::ops::Range;

use super::super::Paragraph;
use super::super::division::{divided, division};
use super::super::heard::letters;
use super::graveyard::{Graveyard, Neighbours};
use super::sentences::{Link, Unit};
use crate::words::CueId;
use crate::words::book::{CueSettings, Granularity};

/// A cue in the making: a part of a new paragraph, and where it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Its place in the paragraph's text, in bytes.
    pub span: Range<usize>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a part comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// It is this old cue, by its place in the old order.
    Cue {
        /// The place.
        at: usize,
        /// Whether it stood elsewhere.
        moved: bool,
    },
    /// It was a part of this old cue, which goes on in another part.
    SplitFrom(usize),
    /// It was cut once, under this ID.
    Grave(CueId),
    /// It is new.
    New,
}

impl Origin {
    /// The ID under which it was cut once.
    pub fn grave(&self) -> Option<CueId> {
        match self {
            Self::Grave(id) => Some(id.clone()),
            _ => None,
        }
    }
}

/// Pieces in a row of a changed paragraph that belong together.
struct Run {
    pieces: Range<usize>,
    /// The old cue most of its words are from.
    cue: Option<usize>,
    /// How many words are from there.
    common: usize,
    moved: bool,
}

/// The changed paragraphs, what is known of their sentences, and how cues are to be cut.
pub struct Changed<'a> {
    /// The sentences of old cues.
    pub old: &'a [Unit],
    /// What links them, in the order of the new ones.
    pub links: &'a [Link],
    /// Which of the old sentences are linked.
    pub linked: &'a [bool],
    /// How long a cue may be.
    pub settings: &'a CueSettings,
    /// Whether the old cues were cut by the same settings, so that their ends are worth keeping.
    pub same_settings: bool,
}

impl Changed<'_> {
    /// The parts of each changed paragraph, in the order of `paragraphs`.
    ///
    /// `known` says of each which old cues stand before and behind it.
    pub fn parts(
        &self,
        paragraphs: &[&Paragraph],
        known: impl Fn(usize) -> Neighbours,
        graveyard: &mut Graveyard,
    ) -> Vec<Vec<Part>> {
        let mut units = 0;
        let mut runs: Vec<Vec<Run>> = Vec::with_capacity(paragraphs.len());
        for paragraph in paragraphs {
            runs.push(self.runs(paragraph, units));
            units += paragraph.pieces();
        }
        let owners = owners(&runs);
        let mut parts = Vec::with_capacity(paragraphs.len());
        for (at, (paragraph, runs)) in paragraphs.iter().zip(&runs).enumerate() {
            let mut made = Vec::new();
            for (number, run) in runs.iter().enumerate() {
                let origin = match run.cue {
                    Some(cue) if owners.get(&cue) == Some(&(at, number)) => Origin::Cue { at: cue, moved: run.moved },
                    Some(cue) => Origin::SplitFrom(cue),
                    None => {
                        let around = known(at);
                        let before = runs[..number].iter().rev().find_map(|run| run.cue).or(around.before);
                        let after = runs[number..].iter().find_map(|run| run.cue).or(around.after);
                        self.fresh(paragraph, run.pieces.clone(), Neighbours { before, after }, graveyard, &mut made);
                        continue;
                    }
                };
                self.cut(paragraph, run, &origin, &mut made);
            }
            parts.push(made);
        }
        parts
    }

    /// Cuts a run where it is longer than a cue may be; its first part keeps what it is.
    fn cut(&self, paragraph: &Paragraph, run: &Run, origin: &Origin, made: &mut Vec<Part>) {
        let rest = match origin {
            Origin::Cue { at, .. } => Origin::SplitFrom(*at),
            other => other.clone(),
        };
        let spans = divided(paragraph, run.pieces.clone(), self.settings);
        for (number, span) in spans.into_iter().enumerate() {
            made.push(Part { span, origin: if number == 0 { origin.clone() } else { rest.clone() } });
        }
    }

    /// Cuts new pieces so that those that were cues once are cues again.
    fn fresh(
        &self,
        paragraph: &Paragraph,
        pieces: Range<usize>,
        around: Neighbours,
        graveyard: &mut Graveyard,
        made: &mut Vec<Part>,
    ) {
        let new = |pieces: Range<usize>, made: &mut Vec<Part>| {
            if !pieces.is_empty() {
                let spans = divided(paragraph, pieces, self.settings);
                made.extend(spans.into_iter().map(|span| Part { span, origin: Origin::New }));
            }
        };
        let mut start = pieces.start;
        let mut at = start;
        while at < pieces.end {
            match graveyard.raise(paragraph, at..pieces.end, around) {
                Some((id, end)) => {
                    new(start..at, made);
                    made.push(Part { span: paragraph.span(at..end), origin: Origin::Grave(id) });
                    (at, start) = (end, end);
                }
                None => at += 1,
            }
        }
        new(start..pieces.end, made);
    }

    /// Joins the pieces of a paragraph, whose units begin at a place, that come from one old cue.
    fn runs(&self, paragraph: &Paragraph, first: usize) -> Vec<Run> {
        let mut runs: Vec<Run> = if self.same_settings && self.settings.granularity == Granularity::Paragraph {
            (0..paragraph.pieces()).map(|piece| self.run(first, piece..piece + 1)).collect()
        } else {
            let mut pieces = 0;
            let parts = division(paragraph, self.settings).into_iter().map(|span| {
                let start = pieces;
                while pieces < paragraph.pieces() && paragraph.span(pieces..pieces + 1).end <= span.end {
                    pieces += 1;
                }
                start..pieces
            });
            return parts.collect::<Vec<_>>().into_iter().map(|pieces| self.run(first, pieces)).collect();
        };
        self.adopt(&mut runs, first);
        runs.dedup_by(|next, run| {
            let same = next.cue == run.cue;
            if same {
                run.pieces.end = next.pieces.end;
                run.common += next.common;
                run.moved &= next.moved;
            }
            same
        });
        runs
    }

    /// What is known of some pieces: the cue that most of their words are from.
    fn run(&self, first: usize, pieces: Range<usize>) -> Run {
        let units = first + pieces.start..first + pieces.end;
        let from = self.links.partition_point(|link| link.new < units.start);
        let links = self.links[from..].iter().take_while(|link| link.new < units.end);
        let mut commons: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
        for link in links {
            let (common, moved) = commons.entry(self.old[link.old].home).or_insert((0, true));
            *common += link.common;
            *moved &= link.moved;
        }
        let most = commons.into_iter().max_by_key(|(cue, (common, _))| (*common, std::cmp::Reverse(*cue)));
        match most {
            Some((cue, (common, moved))) => Run { pieces, cue: Some(cue), common, moved },
            None => Run { pieces, cue: None, common: 0, moved: false },
        }
    }

    /// Gives new pieces to the cue around them, or to the cue beside them that lost sentences just there.
    fn adopt(&self, runs: &mut [Run], first: usize) {
        let mut at = 0;
        while at < runs.len() {
            let end = (at..runs.len()).find(|at| runs[*at].cue.is_some()).unwrap_or(runs.len());
            if at < end {
                let before = at.checked_sub(1).and_then(|before| runs[before].cue);
                let after = runs.get(end).and_then(|run| run.cue);
                if before.is_some() && before == after {
                    for run in &mut runs[at..end] {
                        run.cue = before;
                    }
                } else {
                    let lost_behind = before.map_or(0, |_| self.lost(first + at - 1, Side::Behind)).min(end - at);
                    for run in &mut runs[at..at + lost_behind] {
                        run.cue = before;
                    }
                    let lost_before =
                        after.map_or(0, |_| self.lost(first + end, Side::Before)).min(end - at - lost_behind);
                    for run in &mut runs[end - lost_before..end] {
                        run.cue = after;
                    }
                }
            }
            at = end + 1;
        }
    }

    /// How many sentences of a cue that stood beside a linked one are nowhere now.
    fn lost(&self, new: usize, side: Side) -> usize {
        let from = self.links.partition_point(|link| link.new < new);
        let links = self.links[from..].iter().take_while(|link| link.new == new).map(|link| link.old);
        let Some(edge) = (match side {
            Side::Behind => links.max(),
            Side::Before => links.min(),
        }) else {
            return 0;
        };
        let home = self.old[edge].home;
        let free = |at: &usize| self.old[*at].home == home && !self.linked[*at];
        match side {
            Side::Behind => (edge + 1..self.old.len()).take_while(free).count(),
            Side::Before => (0..edge).rev().take_while(free).count(),
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    Behind,
}

/// For each old cue the run that goes on with it: the one with most of its words, the first among equals.
fn owners(runs: &[Vec<Run>]) -> BTreeMap<usize, (usize, usize)> {
    let mut owners: BTreeMap<usize, (usize, (usize, usize))> = BTreeMap::new();
    for (at, runs) in runs.iter().enumerate() {
        for (number, run) in runs.iter().enumerate() {
            let Some(cue) = run.cue else { continue };
            let owner = owners.entry(cue).or_insert((run.common, (at, number)));
            if run.common > owner.0 {
                *owner = (run.common, (at, number));
            }
        }
    }
    owners.into_iter().map(|(cue, (_, owner))| (cue, owner)).collect()
}

/// How the old cues of a paragraph of which no word has changed divide its new text, in bytes.
///
/// The words are the same, so the old ends are found by counting letters; `None` where a part would be empty.
pub fn spans(cues: &[&str], paragraph: &Paragraph) -> Option<Vec<Range<usize>>> {
    let text = paragraph.text();
    let mut letters = text.char_indices().flat_map(|(at, c)| repeat_n((at, c), letters(c)));
    let mut spans = Vec::with_capacity(cues.len());
    let mut start = 0;
    for (number, cue) in cues.iter().enumerate() {
        let count = cue.chars().map(self::letters).sum::<usize>();
        let (last, c) = letters.nth(count.checked_sub(1)?)?;
        let end = if number + 1 == cues.len() {
            text.len()
        } else {
            // Behind the last letter stand stops and quotation marks, and a piece ends among them or at the space.
            let behind = last + c.len_utf8();
            let next = text[behind..].find(char::is_alphanumeric).map_or(text.len(), |at| behind + at);
            let end = paragraph.end_behind(behind);
            let space = || text[behind..next].find(char::is_whitespace).map(|at| behind + at);
            if end <= next { end } else { space().unwrap_or(next) }
        };
        spans.push(start..end);
        start = end;
    }
    letters.next().is_none().then_some(spans)
}
