//! From the chapters that are built to the files that a distributor gets.

use crate::script::{Chapter, ChapterKind, CueKind};
use crate::timeline::Timeline;
use crate::words::profile::Files;
use crate::words::profile::files::{CreditsPlace, Make};
use crate::words::{ChapterId, Frames, SampleRate};

use super::names::{Credit, Named, distinct, stem};
use super::sample::{head, sample, tail};
use super::{Part, Piece, PlannedFile, Start};

/// The files of a delivery, in the order of the book; the sample and the whole book behind its sections.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// The files.
    pub files: Vec<PlannedFile>,
}

/// What listeners see of the credits.
const OPENING: &str = "Opening credits";
const CLOSING: &str = "Closing credits";

/// A section before it has a name.
struct Section {
    part: Part,
    title: String,
    chapter: ChapterId,
    pieces: Vec<Piece>,
}

/// Plans the files of a book of these chapters, which are built, in the order of the book.
#[must_use]
pub fn plan(chapters: &[(&Chapter, &Timeline)], credit: Credit<'_>, files: &Files) -> Plan {
    let Some(master_rate) = chapters.first().map(|(_, timeline)| timeline.sample_rate) else {
        return Plan { files: Vec::new() };
    };
    let rate = files.sample_rate.unwrap_or(master_rate);
    let sections = if files.make.contains(&Make::Sections) { sections(chapters, files.credits) } else { Vec::new() };
    let count = sections.len() as u32;
    let mut stems = Vec::new();
    let mut planned = Vec::new();
    for (number, section) in (1..).zip(sections) {
        let track = Some((number, count));
        let named = Named { track, section: &section.title, chapter: &section.chapter.to_string() };
        stems.push(stem(files, credit, named));
        planned.push(file(section.part, section.title, track, section.pieces, master_rate, rate));
    }
    let longest = files.sample.as_ref().and_then(|length| length.max);
    if let Some(longest) = longest.filter(|_| files.make.contains(&Make::Sample)) {
        let pieces = sample(chapters, longest.0 * 60.0);
        if !pieces.is_empty() {
            stems.push(extra(files, credit, "Retail sample"));
            planned.push(file(Part::Sample, "Retail sample".to_owned(), None, pieces, master_rate, rate));
        }
    }
    if files.make.contains(&Make::Whole) {
        let pieces = chapters.iter().map(|(_, timeline)| whole(timeline)).collect();
        let mut whole = file(Part::Whole, credit.title.to_owned(), None, pieces, master_rate, rate);
        whole.marks = chapters
            .iter()
            .zip(whole.places())
            .enumerate()
            .map(|(number, ((chapter, timeline), (_, at)))| {
                let is_credits = number == 0 && matches!(Split::of(chapter, timeline), Split::AllCredits);
                let title = if is_credits { OPENING.to_owned() } else { chapter.name() };
                Start { title, at: rate.rescale(at, master_rate) }
            })
            .collect();
        stems.push(extra(files, credit, credit.title));
        planned.push(whole);
    }
    for (file, stem) in planned.iter_mut().zip(distinct(stems)) {
        file.name = format!("{stem}.{}", files.format.ending());
    }
    Plan { files: planned }
}

fn file(
    part: Part,
    title: String,
    track: Option<(u32, u32)>,
    pieces: Vec<Piece>,
    master_rate: SampleRate,
    rate: SampleRate,
) -> PlannedFile {
    let frames = rate.rescale(pieces.iter().map(Piece::frames).sum(), master_rate);
    PlannedFile { name: String::new(), part, title, track, pieces, rate, frames, marks: Vec::new() }
}

/// The name of what is no section: what it is stands for the section, and there is no number.
fn extra(files: &Files, credit: Credit<'_>, what: &str) -> String {
    let files = Files { names: "{section}".to_owned(), ..files.clone() };
    stem(&files, credit, Named { track: None, section: what, chapter: "" })
}

fn whole(timeline: &Timeline) -> Piece {
    Piece { chapter: timeline.chapter.clone(), from: Frames::ZERO, to: timeline.frames }
}

fn sections(chapters: &[(&Chapter, &Timeline)], credits: CreditsPlace) -> Vec<Section> {
    let mut sections = Vec::new();
    for (number, (chapter, timeline)) in chapters.iter().enumerate() {
        let section = |part: Part, pieces| {
            let title = match part {
                Part::OpeningCredits => OPENING.to_owned(),
                Part::ClosingCredits => CLOSING.to_owned(),
                _ => chapter.name(),
            };
            Section { part, title, chapter: chapter.id.clone(), pieces }
        };
        let part = match chapter.kind {
            ChapterKind::Front => Part::FrontMatter,
            ChapterKind::Chapter => Part::Chapter,
            ChapterKind::Back => Part::BackMatter,
        };
        let (is_first, is_last) = (number == 0, number + 1 == chapters.len());
        let split = Split::of(chapter, timeline);
        match split {
            // What is nothing but credits is a file of its own anyway.
            Split::AllCredits if is_last && !is_first => {
                sections.push(section(Part::ClosingCredits, vec![whole(timeline)]));
            }
            Split::AllCredits if is_first => sections.push(section(Part::OpeningCredits, vec![whole(timeline)])),
            Split::At { opening_end, closing_start, .. } if credits == CreditsPlace::Apart => {
                let opening = opening_end.filter(|_| is_first);
                let closing = closing_start.filter(|_| is_last);
                sections.extend(opening.map(|cut| section(Part::OpeningCredits, before(timeline, cut))));
                sections.push(section(part, between(timeline, opening, closing)));
                sections.extend(closing.map(|cut| section(Part::ClosingCredits, behind(timeline, cut))));
            }
            _ => sections.push(section(part, vec![whole(timeline)])),
        }
    }
    sections
}

/// How the credits of a chapter stand among its lines.
enum Split {
    /// It has no other lines.
    AllCredits,
    /// They stand before and behind others; each as the line that begins or ends what is no credit.
    At { opening_end: Option<Cut>, closing_start: Option<Cut> },
}

/// A pause between credits and other lines: where the line before it ends, and the one behind it begins.
#[derive(Clone, Copy)]
struct Cut {
    end: Frames,
    start: Frames,
}

impl Split {
    fn of(chapter: &Chapter, timeline: &Timeline) -> Self {
        let is_credit = |cue: &crate::words::CueId| {
            chapter.cues.iter().any(|known| known.id == *cue && known.kind == CueKind::Credits)
        };
        let lines: Vec<_> = timeline.cues().map(|cue| (is_credit(cue.cue), cue.place)).collect();
        if !lines.is_empty() && lines.iter().all(|(is_credit, _)| *is_credit) {
            return Self::AllCredits;
        }
        let cut = |at: usize| Some(Cut { end: lines.get(at.checked_sub(1)?)?.1.end, start: lines.get(at)?.1.start });
        let leading = lines.iter().take_while(|(is_credit, _)| *is_credit).count();
        let trailing = lines.iter().rev().take_while(|(is_credit, _)| *is_credit).count();
        Self::At {
            opening_end: (leading > 0).then(|| cut(leading)).flatten(),
            closing_start: (trailing > 0).then(|| cut(lines.len() - trailing)).flatten(),
        }
    }
}

/// What stands before a cut, with the room at the tail of its chapter behind it.
fn before(timeline: &Timeline, cut: Cut) -> Vec<Piece> {
    between(timeline, None, Some(cut))
}

/// What stands behind a cut, with the room at the head of its chapter before it.
fn behind(timeline: &Timeline, cut: Cut) -> Vec<Piece> {
    between(timeline, Some(cut), None)
}

/// What stands between two cuts, with the room of its chapter's head and tail where it was cut.
fn between(timeline: &Timeline, from: Option<Cut>, to: Option<Cut>) -> Vec<Piece> {
    let piece = |from, to| Piece { chapter: timeline.chapter.clone(), from, to };
    let mut pieces = Vec::new();
    pieces.extend(from.map(|_| piece(Frames::ZERO, head(timeline))));
    let start = from.map_or(Frames::ZERO, |cut| cut.start);
    let end = to.map_or(timeline.frames, |cut| cut.end);
    pieces.push(piece(start, end));
    pieces.extend(to.map(|_| tail(timeline)));
    pieces.retain(|piece| piece.to > piece.from);
    pieces
}
