//! What a narrator sees from two metres away, as rows of styled text.

use unicode_width::UnicodeWidthStr;

use crate::check::Progress;
use crate::script::Cue;
use crate::shell::findings::counted;
use crate::shell::status::bar;
use crate::terminal::{Look, Row, clip, large, span, wrap};

use super::HELP;
use super::verdict::Verdict;

/// What there is to be shown.
pub(super) struct View<'a> {
    /// The chapter's title, and how far it is.
    pub title: String,
    pub progress: Progress,
    /// The verdict on the last take.
    pub verdict: Option<&'a Verdict>,
    /// The line to read; `None` where every cue is recorded.
    pub line: Option<ViewLine<'a>>,
    /// The lines behind it.
    pub following: Vec<&'a Cue>,
    /// Files that are still being written.
    pub arriving: &'a [String],
    /// How many takes are yet to be heard.
    pub hearing: usize,
    /// What keeps the session from being up to date.
    pub trouble: Option<&'a str>,
}

/// The line to read.
pub(super) struct ViewLine<'a> {
    pub cue: &'a Cue,
    pub record_as: String,
    pub is_next: bool,
}

/// The most rows that a verdict takes.
const VERDICT_ROWS: usize = 5;

/// Screens with fewer rows than this show the cue's ID in small figures.
const LARGE_FROM: usize = 20;

/// The rows that large figures take.
const FIGURE_ROWS: usize = 4;

/// Draws the desk for a screen of so many columns and rows.
///
/// The line to read comes first: what does not fit beside it is left out.
pub(super) fn draw(view: &View<'_>, width: u16, height: u16) -> Vec<Row> {
    let (width, height) = (usize::from(width), usize::from(height));
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let mut head = Vec::new();
    if height >= 6 {
        head.push(heading(view, width));
        let mut rows = verdict(view, width);
        rows.truncate(VERDICT_ROWS.min(height / 4));
        head.extend(rows);
        head.push(Row::new());
    }
    let foot = if height >= 4 { vec![footing(view, width)] } else { Vec::new() };
    let room = height - head.len() - foot.len();
    let mut rows = head;
    rows.extend(middle(view, width, room, height));
    rows.resize(height - foot.len(), Row::new());
    rows.extend(foot);
    rows
}

/// The line to read with its ID, and as many of those behind it as there is room for.
fn middle(view: &View<'_>, width: usize, room: usize, height: usize) -> Vec<Row> {
    let Some(line) = &view.line else {
        let done = wrap("every cue is recorded: `cuebook build` makes the chapters", width);
        return done.into_iter().take(room).map(|row| vec![span(row, Look::Good)]).collect();
    };
    let id = line.cue.id.to_string();
    let label = if line.is_next { "next: record as " } else { "another line: record as " };
    let mut rows = Vec::new();
    let figures = if height >= LARGE_FROM { large(&id, width, FIGURE_ROWS) } else { None };
    match figures {
        Some(figures) => {
            rows.extend(figures.into_iter().map(|row| vec![span(row, Look::Accent)]));
            rows.push(vec![span(clip(&format!("{label}{}", line.record_as), width), Look::Dim)]);
            rows.push(Row::new());
        }
        None => {
            let name = clip(&format!("  {label}{}", line.record_as), width.saturating_sub(id.width()));
            rows.push(vec![span(clip(&id, width), Look::Accent), span(name, Look::Dim)]);
        }
    }
    rows.truncate(room.saturating_sub(1));
    let left = room - rows.len();
    let words = large(line.cue.spoken(), width, left).unwrap_or_else(|| wrap(line.cue.spoken(), width));
    rows.extend(words.into_iter().take(left).map(|row| vec![span(row, Look::Bold)]));
    // What comes next is worth a row and the gap before it.
    for cue in &view.following {
        let mut next = wrap(cue.spoken(), width);
        if rows.len() + 1 + next.len() > room {
            break;
        }
        rows.push(Row::new());
        rows.extend(next.drain(..).map(|row| vec![span(row, Look::Dim)]));
    }
    rows
}

/// The chapter at the left, how far it is at the right.
fn heading(view: &View<'_>, width: usize) -> Row {
    let progress = &view.progress;
    let count = format!(" {}/{}", progress.recorded, progress.cues);
    let columns = (width / 4).min(24);
    let right = columns + count.width();
    if columns < 3 || right + 2 > width {
        return vec![span(clip(&view.title, width), Look::Plain)];
    }
    let title = clip(&view.title, width - right - 2);
    let space = " ".repeat(width - right - title.width());
    let mut row = vec![span(title, Look::Plain), span(space, Look::Plain)];
    row.extend(bar(progress, columns));
    row.push(span(count, Look::Plain));
    row
}

fn verdict(view: &View<'_>, width: usize) -> Vec<Row> {
    if let Some(trouble) = view.trouble {
        return wrap(trouble, width).into_iter().map(|row| vec![span(row, Look::Wrong)]).collect();
    }
    let Some(verdict) = view.verdict else {
        return vec![vec![span(clip("takes are heard as they come into recordings/", width), Look::Dim)]];
    };
    let said = format!("{} {}  {}", verdict.grade.sign(), verdict.file, verdict.grade.words());
    let mut rows: Vec<Row> = wrap(&said, width).into_iter().map(|row| vec![span(row, verdict.grade.look())]).collect();
    for reason in verdict.reasons() {
        rows.extend(wrap(&reason, width).into_iter().map(|row| vec![span(row, Look::Plain)]));
    }
    rows.extend(wrap(&verdict.measured(), width).into_iter().map(|row| vec![span(row, Look::Dim)]));
    rows
}

/// What is still being written or heard, else the keys.
fn footing(view: &View<'_>, width: usize) -> Row {
    let text = match (view.arriving, view.hearing) {
        ([], 0) => HELP.map(|(key, what)| format!("{key} {what}")).join("  "),
        ([], waiting) => format!("hearing {}", counted(waiting, "take")),
        ([only], _) => format!("{only} is being written"),
        (several, _) => format!("{} are being written", counted(several.len(), "file")),
    };
    vec![span(clip(&text, width), Look::Dim)]
}
