//! What a narrator sees from two metres away, as rows of styled text.

use unicode_width::UnicodeWidthStr;

use crate::check::{PickupKind, Progress};
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
    /// The verdict on the last take, or the worst on those that came together last.
    pub verdict: Option<&'a Verdict>,
    /// What was recorded in this session and is to be made again.
    pub again: Vec<String>,
    /// The line to read; `None` where every cue is recorded and none is owed.
    pub line: Option<ViewLine<'a>>,
    /// What is left to do where every cue is recorded.
    pub closing: Option<String>,
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
    /// Why it is to be recorded again, if it is.
    pub why_again: Option<PickupKind>,
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
        let room = VERDICT_ROWS.min(height / 4);
        let mut rows = trouble(view, width);
        rows.truncate((room / 2).max(1));
        rows.extend(verdict(view, width));
        rows.truncate(room);
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
        let done = wrap(view.closing.as_deref().unwrap_or_default(), width);
        return done.into_iter().take(room).map(|row| vec![span(row, Look::Good)]).collect();
    };
    let id = line.cue.id.to_string();
    let mut rows = Vec::new();
    let figures = if height >= LARGE_FROM { large(&id, width, FIGURE_ROWS) } else { None };
    if let Some(figures) = figures {
        rows.extend(figures.into_iter().map(|row| vec![span(row, Look::Accent)]));
        rows.push(vec![span(name(line, width), Look::Dim)]);
        rows.push(Row::new());
    } else {
        let name = name(line, width.saturating_sub(id.width() + 2));
        rows.push(vec![
            span(clip(&id, width), Look::Accent),
            span(clip(&format!("  {name}"), width.saturating_sub(id.width())), Look::Dim),
        ]);
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

/// What the line is and what its next take is to be called, in so many columns: the name of the file is what is needed most.
fn name(line: &ViewLine<'_>, width: usize) -> String {
    let file = &line.record_as;
    let label = if line.is_next { "next" } else { "another line" };
    let again = line.why_again.map(|why| format!("again ({})", why.name()));
    let whole = again.as_ref().map_or(label.to_owned(), |again| format!("{label}, {again}"));
    let short = again.unwrap_or(label.to_owned());
    let names = [format!("{whole}: record as {file}"), format!("{whole}: {file}"), format!("{short}: {file}")];
    names.into_iter().find(|name| name.width() <= width).unwrap_or_else(|| clip(file, width))
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

fn trouble(view: &View<'_>, width: usize) -> Vec<Row> {
    let rows = view.trouble.map(|trouble| wrap(trouble, width)).unwrap_or_default();
    rows.into_iter().map(|row| vec![span(row, Look::Wrong)]).collect()
}

fn verdict(view: &View<'_>, width: usize) -> Vec<Row> {
    let Some(verdict) = view.verdict else {
        if let Some(closing) = &view.closing {
            return vec![vec![span(clip(closing, width), Look::Good)]];
        }
        return vec![vec![span(clip("takes are heard as they come into recordings/", width), Look::Dim)]];
    };
    let said = format!("{} {}: {}", verdict.grade.sign(), verdict.file, verdict.grade.words());
    let mut rows: Vec<Row> = wrap(&said, width).into_iter().map(|row| vec![span(row, verdict.grade.look())]).collect();
    // The one that is shown says so itself.
    let shown = verdict.cue.as_ref().map_or_else(|| verdict.file.clone(), ToString::to_string);
    if view.again.iter().any(|name| *name != shown) {
        let count = view.again.len();
        let names = format!("{count} to record again: {}", view.again.join(", "));
        rows.insert(rows.len().min(1), vec![span(clip(&names, width), Look::Wrong)]);
    }
    for reason in verdict.reasons() {
        rows.extend(wrap(&reason, width).into_iter().map(|row| vec![span(row, Look::Plain)]));
    }
    let measured = Some(verdict.measured()).filter(|measured| !measured.is_empty());
    let measured = measured.map(|measured| wrap(&measured, width)).unwrap_or_default();
    rows.extend(measured.into_iter().map(|row| vec![span(row, Look::Dim)]));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::script::{CueKind, Opens};
    use crate::shell::status::closing;
    use crate::shell::watch::verdict::{Grade, Verdict};
    use crate::words::{Finding, Place, Rule};

    fn cue(id: &str, text: &str) -> Cue {
        let id = id.parse().unwrap();
        Cue { id, kind: CueKind::Narration, opens: Opens::Paragraph, text: text.to_owned(), spoken: None }
    }

    fn clipped() -> Verdict {
        let place = Place { take: Some("01-0001.wav".to_owned()), seconds: Some(0.52), ..Place::default() };
        let finding =
            Finding::new(Rule::TakeClipped, place, "3 runs of samples at full scale", "none").hint("lower the gain");
        Verdict {
            file: "01-0001.wav".to_owned(),
            cue: None,
            grade: Grade::Again,
            figures: None,
            findings: vec![finding],
            instead: None,
        }
    }

    fn shown(cues: &[Cue], verdict: Option<&Verdict>, arriving: &[String], width: u16, height: u16) -> Vec<String> {
        shown_with(&[], cues, verdict, arriving, (width, height))
    }

    fn shown_with(
        again: &[&str],
        cues: &[Cue],
        verdict: Option<&Verdict>,
        arriving: &[String],
        (width, height): (u16, u16),
    ) -> Vec<String> {
        let record_as = |cue: &Cue| format!("{}.wav", cue.id);
        let line = cues.first();
        let line = line.map(|cue| ViewLine { cue, record_as: record_as(cue), is_next: true, why_again: None });
        let view = View {
            title: "The Lamp".to_owned(),
            progress: Progress { cues: 8, recorded: 4, missing: 4, ..Progress::default() },
            verdict,
            again: again.iter().map(|&cue| cue.to_owned()).collect(),
            line,
            closing: cues.is_empty().then(|| closing(8, 0)),
            following: cues.iter().skip(1).collect(),
            arriving,
            hearing: 0,
            trouble: None,
        };
        let text = |row: Row| row.into_iter().map(|span| span.text).collect::<String>().trim_end().to_owned();
        draw(&view, width, height).into_iter().map(text).collect()
    }

    #[test]
    fn the_verdict_the_id_and_the_line_stand_above_each_other() {
        let cues = [cue("01-0002", "I"), cue("01-0003", "Low water.")];
        assert_eq!(
            shown(&cues, Some(&clipped()), &[], 60, 20),
            [
                "The Lamp                                 ████████░░░░░░░ 4/8".to_owned(),
                "✗ 01-0001.wav: record it again".to_owned(),
                "take-clipped at 0.5 s: 3 runs of samples at full scale;".to_owned(),
                "lower the gain".to_owned(),
                String::new(),
                "▄█▀▀▀█▄  ▄██            ▄█▀▀▀█▄ ▄█▀▀▀█▄ ▄█▀▀▀█▄ ▄█▀▀█▄".to_owned(),
                "██ ▄███   ██    ▄▄▄▄▄▄  ██ ▄███ ██ ▄███ ██ ▄███   ▄▄█▀".to_owned(),
                "███▀ ██   ██            ███▀ ██ ███▀ ██ ███▀ ██ ▄█▀ ▄▄".to_owned(),
                " ▀▀▀▀▀  ▀▀▀▀▀▀           ▀▀▀▀▀   ▀▀▀▀▀   ▀▀▀▀▀  ▀▀▀▀▀▀".to_owned(),
                "next: record as 01-0002.wav".to_owned(),
                String::new(),
                " ▀██▀".to_owned(),
                "  ██".to_owned(),
                "  ██".to_owned(),
                " ▀▀▀▀".to_owned(),
                String::new(),
                "Low water.".to_owned(),
                String::new(),
                String::new(),
                "q quit  ←/→ other lines  space the next to record".to_owned(),
            ]
        );
    }

    #[test]
    fn on_a_small_screen_the_line_stays_and_the_rest_goes() {
        let cues = [cue("01-0002", "The boats lay on their sides."), cue("01-0003", "Low water.")];
        let arriving = ["01-0002.wav".to_owned()];
        assert_eq!(
            shown(&cues, Some(&clipped()), &arriving, 36, 5),
            [
                "01-0002  next: record as 01-0002.wav",
                "The boats lay on their sides.",
                "",
                "Low water.",
                "01-0002.wav is being written"
            ]
        );
        assert_eq!(
            shown(&cues, None, &[], 36, 2),
            ["01-0002  next: record as 01-0002.wav", "The boats lay on their sides."]
        );
        assert_eq!(shown(&cues, None, &[], 36, 1), ["The boats lay on their sides."]);
        assert_eq!(shown(&[], None, &[], 36, 2), ["all 8 cues are recorded: `cuebook", "build` makes the chapters"]);
    }

    #[test]
    fn what_else_is_to_be_recorded_again_is_named() {
        let cues = [cue("01-0002", "Low water.")];
        let rows = shown_with(&["01-0001", "03-0002"], &cues, Some(&clipped()), &[], (60, 16));
        assert_eq!(rows[1..3], ["✗ 01-0001.wav: record it again", "2 to record again: 01-0001, 03-0002"]);
        let only = Verdict { cue: "01-0001".parse().ok(), ..clipped() };
        let rows = shown_with(&["01-0001"], &cues, Some(&only), &[], (60, 16));
        assert!(rows.iter().all(|row| !row.contains("to record again")), "{rows:#?}");
    }

    proptest! {
        #[test]
        fn nothing_is_ever_wider_or_higher_than_the_screen(
            text in "\\PC{0,200}", next in "[a-zA-Z ]{0,80}", width in 0..140_u16, height in 0..50_u16, judged: bool,
        ) {
            let cues = [cue("01-0002aa", &text), cue("01-0003", &next)];
            let verdict = clipped();
            let rows = shown(&cues, Some(&verdict).filter(|_| judged), &[], width, height);
            prop_assert!(rows.len() <= usize::from(height));
            for row in rows {
                prop_assert!(row.width() <= usize::from(width), "{:?}", row);
            }
        }
    }
}
