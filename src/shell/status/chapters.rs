//! The chapters as a table of bars, as wide as the terminal has room for.

use unicode_width::UnicodeWidthStr;

use crate::check::{ChapterProgress, Progress, Rate};
use crate::terminal::{Look, Row, clip, span};
use crate::words::time::clock;

use super::bar::{PARTS, bar};
use super::page::lasting;

/// More chapters than these don't fit on one screen: those in a row that are alike are told as one.
const MANY: usize = 24;

/// From so many on, chapters in a row are told as one.
const ALIKE: usize = 3;

/// The least that is shown of a title, in columns.
const SHORTEST_TITLE: usize = 10;

/// The columns between two cells.
const GAP: usize = 2;

/// Whether long books are told in full.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Chapters {
    /// Chapters in a row that are alike as one.
    Folded,
    /// Every chapter.
    All,
}

/// A row of the table before it is laid out.
struct Entry {
    id: String,
    title: String,
    progress: Progress,
}

/// How far a chapter is, as far as others may be told together with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    DoneToLookAt,
    Begun,
    NotBegun,
}

impl State {
    fn of(progress: &Progress) -> Self {
        match progress {
            Progress { missing: 0, to_look_at: 0, .. } => Self::Done,
            Progress { missing: 0, .. } => Self::DoneToLookAt,
            Progress { recorded: 0, .. } => Self::NotBegun,
            _ => Self::Begun,
        }
    }
}

fn entries(chapters: &[ChapterProgress], shown: Chapters) -> Vec<Entry> {
    let fold = shown == Chapters::Folded && chapters.len() > MANY;
    let entry = |chapter: &ChapterProgress| Entry {
        id: chapter.id.to_string(),
        title: chapter.title.clone(),
        progress: chapter.progress,
    };
    let alike = |one: &ChapterProgress, other: &ChapterProgress| {
        let (one, other) = (State::of(&one.progress), State::of(&other.progress));
        fold && one == other && one != State::Begun
    };
    let mut entries = Vec::new();
    for run in chapters.chunk_by(alike) {
        match run {
            [first, .., last] if run.len() >= ALIKE => entries.push(Entry {
                id: format!("{}–{}", first.id, last.id),
                title: format!("{} chapters", run.len()),
                progress: run.iter().fold(Progress::default(), |sum, chapter| sum + chapter.progress),
            }),
            _ => entries.extend(run.iter().map(entry)),
        }
    }
    entries
}

/// The cells behind the bar: how many cues are recorded, how long they are, how many to look at, how much is left.
fn cells(progress: &Progress, reading: &Rate) -> [String; 4] {
    let left = reading.of(progress.words_left() as f64).likely;
    [
        format!("{}/{}", progress.recorded, progress.cues),
        if progress.recorded > 0 { clock(progress.finished_seconds) } else { String::new() },
        if progress.to_look_at > 0 { progress.to_look_at.to_string() } else { String::new() },
        if progress.missing > 0 { format!("~{}", lasting(left)) } else { String::new() },
    ]
}

const HEADINGS: [&str; 4] = ["cues", "finished", "to look at", "left"];

/// The order in which cells are left out where there is no room for them.
const SPARED: [usize; 3] = [1, 2, 3];

/// The table: a heading, a row for each chapter, one for the book, and what the signs mean.
pub(super) fn table(
    chapters: &[ChapterProgress],
    book: &Progress,
    reading: &Rate,
    shown: Chapters,
    width: usize,
) -> Vec<Row> {
    let mut entries = entries(chapters, shown);
    entries.push(Entry { id: String::new(), title: "the whole book".to_owned(), progress: *book });
    let cells: Vec<[String; 4]> = entries.iter().map(|entry| cells(&entry.progress, reading)).collect();
    let ids = entries.iter().map(|entry| entry.id.width()).max().unwrap_or(0);
    let titles = entries.iter().map(|entry| entry.title.width()).max().unwrap_or(0);
    let bars = match width {
        0..50 => 10,
        50..100 => 16,
        _ => 24,
    };

    let mut columns: Vec<usize> =
        (0..HEADINGS.len()).filter(|&at| cells.iter().any(|row| !row[at].is_empty())).collect();
    let wide = |at: usize| cells.iter().map(|row| row[at].width()).max().unwrap_or(0).max(HEADINGS[at].width());
    let taken = |columns: &[usize]| ids + GAP + GAP + bars + columns.iter().map(|&at| GAP + wide(at)).sum::<usize>();
    for spared in SPARED {
        if taken(&columns) + titles.min(SHORTEST_TITLE) > width {
            columns.retain(|&at| at != spared);
        }
    }
    let titles = titles.min(width.saturating_sub(taken(&columns)));

    let laid_out = |id: &str, title: &str, bar: Row, cells: &[String; 4], look: Look| {
        let title = clip(title, titles);
        let space = " ".repeat(ids.saturating_sub(id.width()) + GAP);
        let behind = " ".repeat(titles.saturating_sub(title.width()) + GAP);
        let mut row = vec![span(format!("{id}{space}"), Look::Dim), span(format!("{title}{behind}"), look)];
        row.extend(bar);
        for &at in &columns {
            row.push(span(" ".repeat(GAP + wide(at) - cells[at].width()), Look::Plain));
            let of_cell = if at == 2 { Look::Warning } else { look };
            row.push(span(cells[at].clone(), of_cell));
        }
        row
    };
    let empty = vec![span(" ".repeat(bars), Look::Plain)];
    let mut rows = vec![laid_out("", "", empty, &HEADINGS.map(str::to_owned), Look::Dim)];
    for (entry, cells) in entries.iter().zip(&cells) {
        let look = if entry.id.is_empty() { Look::Bold } else { Look::Plain };
        rows.push(laid_out(&entry.id, &entry.title, bar(&entry.progress, bars), cells, look));
    }
    if let [heading, ..] = rows.as_mut_slice() {
        for span in heading {
            span.look = Look::Dim;
        }
    }
    rows.push(legend(book));
    rows
}

/// What the signs mean, as far as they are there.
fn legend(book: &Progress) -> Row {
    let is_there = [book.recorded > book.to_look_at, book.to_look_at > 0, book.missing > 0];
    let mut row = Row::new();
    for ((sign, look, words), _) in PARTS.iter().zip(is_there).filter(|(_, there)| *there) {
        row.push(span(*sign, *look));
        row.push(span(format!(" {words}   "), Look::Dim));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Expected;
    use crate::words::ChapterId;

    fn chapter(number: u32, title: &str, recorded: usize, to_look_at: usize) -> ChapterProgress {
        let progress = Progress {
            cues: 40,
            recorded,
            to_look_at,
            missing: 40 - recorded,
            words: 800,
            words_recorded: recorded * 20,
            finished_seconds: recorded as f64 * 8.0,
        };
        ChapterProgress { id: ChapterId::new(number), title: title.to_owned(), progress }
    }

    fn shown(chapters: &[ChapterProgress], shown: Chapters, width: usize) -> Vec<String> {
        let book = chapters.iter().fold(Progress::default(), |sum, chapter| sum + chapter.progress);
        let usual = Rate::measured(&[], &Expected { rate: 3600.0 / 9_300.0, spread: 0.1, scatter: 0.06, drift: 0.02 });
        let rows = table(chapters, &book, &usual, shown, width);
        let text = |row: &Row| row.iter().map(|span| span.text.as_str()).collect::<String>().trim_end().to_owned();
        rows.iter().map(text).collect()
    }

    #[test]
    fn a_wide_terminal_has_room_for_everything() {
        let chapters =
            [chapter(1, "The Lamp", 40, 3), chapter(2, "The Boat", 10, 0), chapter(3, "潮が引く夜の港", 0, 0)];
        assert_eq!(
            shown(&chapters, Chapters::Folded, 100),
            [
                "                                                cues  finished  to look at    left",
                "01  The Lamp        ███████████████████████▞   40/40      5:20           3",
                "02  The Boat        ██████░░░░░░░░░░░░░░░░░░   10/40      1:20              ~4 min",
                "03  潮が引く夜の港  ░░░░░░░░░░░░░░░░░░░░░░░░    0/40                        ~5 min",
                "    the whole book  █████████▞░░░░░░░░░░░░░░  50/120      6:40           3  ~9 min",
                "█ recorded   ▞ to look at   ░ to record",
            ]
        );
    }

    #[test]
    fn a_narrow_one_keeps_bars_and_counts() {
        let chapters = [chapter(1, "A Title That Goes On for Long", 40, 3), chapter(2, "潮が引く夜の港で", 0, 0)];
        assert_eq!(
            shown(&chapters, Chapters::Folded, 40),
            [
                "                                    cues",
                "01  A Title That Goe…  █████████▞  40/40",
                "02  潮が引く夜の港で   ░░░░░░░░░░   0/40",
                "    the whole book     ████▞░░░░░  40/80",
                "█ recorded   ▞ to look at   ░ to record",
            ]
        );
    }

    #[test]
    fn chapters_in_a_row_that_are_alike_are_told_as_one_in_a_long_book() {
        let state = |number| match number {
            1..=200 => (40, 0),
            201 => (40, 2),
            202 => (12, 0),
            _ => (0, 0),
        };
        let chapters: Vec<_> = (1..=364).map(|number| chapter(number, "I", state(number).0, state(number).1)).collect();
        let rows = shown(&chapters, Chapters::Folded, 80);
        let beginnings: Vec<&str> = rows.iter().filter_map(|row| row.get(..18)).map(str::trim_end).collect();
        assert_eq!(rows.len(), 7, "{rows:#?}");
        assert!(beginnings[1].starts_with("01–200") && rows[1].contains("200 chapters"), "{rows:#?}");
        assert!(rows[2].starts_with("201 ") && rows[3].starts_with("202 "), "{rows:#?}");
        assert!(rows[4].starts_with("203–364") && rows[4].contains("162 chapters"), "{rows:#?}");
        assert_eq!(shown(&chapters, Chapters::All, 80).len(), 367);
        assert_eq!(shown(&chapters[..24], Chapters::Folded, 80).len(), 27, "what fits on a screen is told in full");
    }

    #[test]
    fn no_row_is_wider_than_its_terminal() {
        let chapters = [
            chapter(1, "A Title That Goes On for Very Much Longer Than Any Terminal", 40, 3),
            chapter(102, "字".repeat(80).as_str(), 3, 0),
        ];
        for width in 30..140 {
            for row in shown(&chapters, Chapters::Folded, width) {
                assert!(row.width() <= width.max(40), "{width}: {row:?}");
            }
        }
    }
}
