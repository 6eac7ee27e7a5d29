//! What the player shows, as rows of styled text; nothing here knows a terminal.

use unicode_width::UnicodeWidthStr;

use super::keys;
use super::programme::Programme;
use crate::terminal::{Look, Row, clip, span, wrap};
use crate::words::Frames;

/// The widest that text runs, in columns: longer lines are hard to read from.
const MEASURE: usize = 76;

/// How many rows of the line before and after are shown.
const NEIGHBOUR_ROWS: usize = 2;

/// What there is to be shown.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub programme: &'a Programme,
    pub position: Frames,
    pub paused: bool,
}

/// Draws the player for a screen of so many columns and rows.
///
/// The line that is heard comes first: what does not fit beside it is left out, and where it does not fit itself, it is
/// rolled along with the reading.
pub(super) fn draw(view: &View, width: u16, height: u16) -> Vec<Row> {
    let (width, measure) = (usize::from(width), usize::from(width).min(MEASURE));
    let programme = view.programme;
    let current = programme.line_at(view.position);
    let wrapped = |index: Option<usize>| {
        index.and_then(|index| programme.lines.get(index)).map_or(Vec::new(), |line| wrap(&line.text, measure))
    };
    let text = wrapped(current);
    let mut before = wrapped(current.and_then(|index| index.checked_sub(1)));
    let mut after = wrapped(Some(current.map_or(0, |index| index + 1)));

    // Rows are given away in the order of what is missed most.
    let mut free = usize::from(height);
    let mut take = |rows: usize| {
        let taken = rows.min(free);
        free -= taken;
        taken
    };
    let first = take(1);
    let (head, label, bar) = (take(1), take(1), take(1));
    let text_rows = first + take(text.len().saturating_sub(first));
    let help = take(1);
    let (mut after_rows, mut before_rows) = (take(after.len().min(1)), take(before.len().min(1)));
    let marks = take(1);
    let gaps = [(); 4].map(|()| take(1));
    after_rows += take(after.len().clamp(after_rows, NEIGHBOUR_ROWS.max(after_rows)) - after_rows);
    before_rows += take(before.len().clamp(before_rows, NEIGHBOUR_ROWS.max(before_rows)) - before_rows);
    // The line that is heard keeps its place, whatever came before it.
    let rest = take(NEIGHBOUR_ROWS.saturating_sub(before_rows));
    shorten(&mut after, after_rows, measure);
    shorten(&mut before, before_rows, measure);

    let gap = |rows: usize| std::iter::repeat_n(Row::new(), rows);
    let styled = |rows: Vec<String>, look| rows.into_iter().map(move |row| vec![span(row, look)]);
    let mut rows = Vec::new();
    rows.extend(std::iter::repeat_n(heading(view, width), head));
    rows.extend(std::iter::repeat_n(played(view, width), bar));
    rows.extend(std::iter::repeat_n(beginnings(view, current, width), marks));
    rows.extend(gap(gaps[0] + rest));
    rows.extend(styled(before, Look::Dim));
    rows.extend(gap(gaps[1]));
    rows.extend(std::iter::repeat_n(naming(view, current, width), label));
    rows.extend(styled(roll(view, current, text, text_rows), Look::Bold));
    rows.extend(gap(gaps[2]));
    rows.extend(styled(after, Look::Dim));
    rows.extend(gap(gaps[3]));
    rows.extend(std::iter::repeat_n(helping(width), help));
    rows
}

/// The chapter's title at the left, position and length at the right.
fn heading(view: &View, width: usize) -> Row {
    let rate = view.programme.sample_rate;
    let time = |frames| clock(rate.seconds(frames));
    let times = clip(&format!("{} / {}", time(view.position), time(view.programme.frames)), width);
    let title = clip(&view.programme.title, width.saturating_sub(times.width() + 2));
    let space = width - title.width() - times.width();
    vec![span(title, Look::Plain), span(" ".repeat(space), Look::Plain), span(times, Look::Plain)]
}

/// The column in which a frame stands.
fn column(view: &View, frame: Frames, width: usize) -> usize {
    let frames = view.programme.frames.0.max(1);
    let column = u128::from(frame.0) * width as u128 / u128::from(frames);
    usize::try_from(column).unwrap_or(usize::MAX).min(width.saturating_sub(1))
}

/// The chapter as a bar, with what was heard of it.
fn played(view: &View, width: usize) -> Row {
    let here = (column(view, view.position, width) + 1).min(width);
    vec![span("━".repeat(here), Look::Accent), span("─".repeat(width - here), Look::Dim)]
}

/// A mark under the bar wherever a cue begins, and an arrow at the one that is heard.
fn beginnings(view: &View, current: Option<usize>, width: usize) -> Row {
    let mut cells = vec![' '; width];
    let mut mark = |index: usize, sign| {
        if let Some(cell) = cells.get_mut(column(view, view.programme.lines[index].start, width)) {
            *cell = sign;
        }
    };
    for index in 0..view.programme.lines.len() {
        mark(index, '╵');
    }
    if let Some(index) = current {
        mark(index, '▲');
    }
    vec![span(cells.into_iter().collect::<String>(), Look::Dim)]
}

/// The cue and its take, and whether it is paused.
fn naming(view: &View, current: Option<usize>, width: usize) -> Row {
    let mut row = Row::new();
    let mut left = width;
    let mut add = |text: &str, look| {
        let text = clip(text, left);
        left -= text.width();
        row.push(span(text, look));
    };
    let line = current.map(|index| &view.programme.lines[index]);
    if let Some(line) = line {
        add(&line.cue.to_string(), Look::Accent);
        add("  ", Look::Plain);
    }
    if view.paused {
        add("paused  ", Look::Bold);
    }
    if let Some(line) = line {
        add(&line.take, Look::Dim);
    }
    row
}

/// The keys and what they do, as many as fit.
fn helping(width: usize) -> Row {
    let mut text = String::new();
    for (key, what) in keys::HELP {
        let entry = format!("{}{key} {what}", if text.is_empty() { "" } else { "  " });
        if text.width() + entry.width() <= width {
            text.push_str(&entry);
        }
    }
    vec![span(text, Look::Dim)]
}

/// The rows of a line that is too long for its place: those around what is being read.
fn roll(view: &View, current: Option<usize>, mut text: Vec<String>, rows: usize) -> Vec<String> {
    let Some(line) = current.map(|index| &view.programme.lines[index]) else { return vec![String::new(); rows] };
    let length = line.end.saturating_sub(line.start).0.max(1);
    let read = view.position.saturating_sub(line.start).0.min(length - 1);
    let reading = usize::try_from(u128::from(read) * text.len() as u128 / u128::from(length)).unwrap_or(0);
    let first = reading.saturating_sub(rows / 2).min(text.len().saturating_sub(rows));
    text.drain(..first);
    text.truncate(rows);
    text
}

/// Cuts a text down to so many rows, with an ellipsis where something is missing.
fn shorten(text: &mut Vec<String>, rows: usize, width: usize) {
    if text.len() > rows {
        let missing = text.split_off(rows);
        if let Some(last) = text.last_mut() {
            // Together they are too wide, or they would stand in one row already.
            *last = clip(&format!("{last} {}", missing[0]), width);
        }
    }
}

/// Minutes and seconds, as a player counts them: `0:12`, `1:02:45`.
pub(super) fn clock(seconds: f64) -> String {
    let whole = seconds as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::player::programme::tests::three_lines;

    fn shown(view: &View, width: u16, height: u16) -> Vec<String> {
        let text = |row: Row| row.into_iter().map(|span| span.text).collect::<String>().trim_end().to_owned();
        draw(view, width, height).into_iter().map(text).collect()
    }

    #[test]
    fn the_line_that_is_heard_stands_between_its_neighbours() {
        let programme = three_lines();
        let view = View { programme: &programme, position: Frames(5000), paused: false };
        assert_eq!(
            shown(&view, 60, 24),
            [
                "One                                              0:05 / 0:10",
                "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━─────────────────────────────",
                "      ╵                 ▲                 ╵",
                "",
                "",
                "Low water.",
                "",
                "01-0002  01-0002_t2",
                "The boats lay on their sides.",
                "",
                "Nobody came.",
                "",
                "space pause  ←/→ line  q quit  ,/. 5 s  home start",
            ]
        );
        let bold: Vec<_> = draw(&view, 60, 24).into_iter().flatten().filter(|span| span.look == Look::Bold).collect();
        assert_eq!(bold, [span("The boats lay on their sides.", Look::Bold)]);
    }

    #[test]
    fn twenty_columns_are_enough() {
        let programme = three_lines();
        let view = View { programme: &programme, position: Frames(5000), paused: true };
        assert_eq!(
            shown(&view, 20, 12),
            [
                "One      0:05 / 0:10",
                "━━━━━━━━━━━─────────",
                "  ╵     ▲     ╵",
                "",
                "Low water.",
                "",
                "01-0002  paused  01…",
                "The boats lay on",
                "their sides.",
                "",
                "Nobody came.",
                "space pause  q quit",
            ]
        );
    }

    #[test]
    fn on_a_small_screen_the_line_stays_and_the_rest_goes() {
        let programme = three_lines();
        let view = View { programme: &programme, position: Frames(5000), paused: false };
        assert_eq!(shown(&view, 40, 1), ["The boats lay on their sides."]);
        assert_eq!(shown(&view, 40, 2), ["One                          0:05 / 0:10", "The boats lay on their sides."]);
        assert_eq!(shown(&view, 40, 5).last().unwrap(), "space pause  ←/→ line  q quit  ,/. 5 s");
    }

    #[test]
    fn a_line_too_long_for_the_screen_rolls_as_it_is_read() {
        let mut programme = three_lines();
        programme.lines[0].text = (1..=20).map(|number| format!("word{number:02}")).collect::<Vec<_>>().join(" ");
        let at = |position| shown(&View { programme: &programme, position: Frames(position), paused: false }, 6, 6);
        assert_eq!(at(1000)[3..], ["word01", "word02", "word03"]);
        assert_eq!(at(2000)[3..], ["word10", "word11", "word12"]);
        assert_eq!(at(3900)[3..], ["word18", "word19", "word20"]);
    }

    #[test]
    fn a_player_counts_in_minutes_and_seconds() {
        assert_eq!([0.0, 12.9, 225.0, 3765.0].map(clock), ["0:00", "0:12", "3:45", "1:02:45"]);
    }

    proptest! {
        #[test]
        fn nothing_is_ever_wider_or_higher_than_the_screen(
            text in "\\PC{0,120}", title in "\\PC{0,30}", position in 0..10_000_u64,
            width in 0..90_u16, height in 0..30_u16, paused: bool,
        ) {
            let mut programme = three_lines();
            programme.title = title;
            programme.lines[1].text = text;
            let rows = draw(&View { programme: &programme, position: Frames(position), paused }, width, height);
            prop_assert!(rows.len() <= usize::from(height));
            for row in rows {
                let text: String = row.into_iter().map(|span| span.text).collect();
                prop_assert!(text.width() <= usize::from(width), "{:?}", text);
            }
        }
    }
}
