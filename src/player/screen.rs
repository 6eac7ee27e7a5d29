//! What the player shows, as rows of styled text; nothing here knows a terminal.

use unicode_width::UnicodeWidthStr;

use super::keys;
use super::programme::{Chapter, Line, Place, Programme};
use crate::terminal::{Look, Row, clean, clip, large, span, wrap};
use crate::words::Frames;

/// The widest that text runs, in columns: longer lines are hard to read from.
const MEASURE: usize = 76;

/// How many rows of the line before and after are shown.
const NEIGHBOUR_ROWS: usize = 2;

/// What there is to be shown.
#[derive(Clone)]
pub(super) struct View<'a> {
    pub programme: &'a Programme,
    pub place: Place,
    pub paused: bool,
    /// Whether the line is heard again and again.
    pub looping: bool,
    /// The take that is heard in its line's place.
    pub take: Option<&'a str>,
    /// Whether something was noted about the line.
    pub noted: bool,
    /// In tenths.
    pub speed: u8,
    /// In decibels.
    pub volume: i32,
    pub foot: Foot<'a>,
}

/// What stands at the bottom.
#[derive(Clone)]
pub(super) enum Foot<'a> {
    /// What the keys do.
    Keys,
    /// What came of the last one.
    Said(&'a str),
    /// What is being typed, and what for.
    Typing { what: String, typed: &'a str },
}

impl View<'_> {
    fn chapter(&self) -> Option<&Chapter> {
        self.programme.chapters.get(self.place.chapter)
    }

    /// A line of the chapter by its index.
    fn line(&self, index: Option<usize>) -> Option<&Line> {
        self.chapter()?.lines.get(index?)
    }
}

/// Draws the player for a screen of so many columns and rows.
///
/// The line that is heard comes first: what does not fit beside it is left out, and where it does not fit itself, it is
/// rolled along with the reading.
pub(super) fn draw(view: &View, width: u16, height: u16) -> Vec<Row> {
    let (width, measure) = (usize::from(width), usize::from(width).min(MEASURE));
    let current = view.chapter().and_then(|chapter| chapter.line_at(view.place.frame));
    let wrapped = |index: Option<usize>| view.line(index).map_or(Vec::new(), |line| wrap(&line.text, measure));
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
    let foot = take(1);
    let (mut after_rows, mut before_rows) = (take(after.len().min(1)), take(before.len().min(1)));
    let marks = take(1);
    let gaps = [(); 4].map(|()| take(1));
    after_rows += take(after.len().clamp(after_rows, NEIGHBOUR_ROWS.max(after_rows)) - after_rows);
    before_rows += take(before.len().clamp(before_rows, NEIGHBOUR_ROWS.max(before_rows)) - before_rows);
    // The line that is heard keeps its place, whatever came before it.
    let rest = take(NEIGHBOUR_ROWS.saturating_sub(before_rows));
    shorten(&mut after, after_rows, measure);
    shorten(&mut before, before_rows, measure);
    // What is left makes the line as large as it can be.
    let larger = view.line(current).and_then(|line| large(&line.text, width, text_rows + take(height.into())));
    let text = larger.unwrap_or_else(|| roll(view, current, text, text_rows));

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
    rows.extend(styled(text, Look::Bold));
    rows.extend(gap(gaps[2]));
    rows.extend(styled(after, Look::Dim));
    rows.extend(gap(gaps[3]));
    rows.extend(std::iter::repeat_n(footing(view, width), foot));
    rows
}

/// The chapter's title at the left, position and length at the right.
fn heading(view: &View, width: usize) -> Row {
    let Some(chapter) = view.chapter() else { return Row::new() };
    let time = |frames| clock(view.programme.sample_rate.seconds(frames));
    let times = clip(&format!("{} / {}", time(view.place.frame), time(chapter.frames)), width);
    let title = match chapter.remark {
        "" => chapter.title.clone(),
        remark => format!("{} ({remark})", chapter.title),
    };
    let title = clip(&title, width.saturating_sub(times.width() + 2));
    let space = width - title.width() - times.width();
    vec![span(title, Look::Plain), span(" ".repeat(space), Look::Plain), span(times, Look::Plain)]
}

/// The column in which a frame stands.
fn column(view: &View, frame: Frames, width: usize) -> usize {
    let frames = view.chapter().map_or(1, |chapter| chapter.frames.0.max(1));
    let column = u128::from(frame.0) * width as u128 / u128::from(frames);
    usize::try_from(column).unwrap_or(usize::MAX).min(width.saturating_sub(1))
}

/// The chapter as a bar, with what was heard of it.
fn played(view: &View, width: usize) -> Row {
    let here = (column(view, view.place.frame, width) + 1).min(width);
    vec![span("━".repeat(here), Look::Accent), span("─".repeat(width - here), Look::Dim)]
}

/// A mark under the bar wherever a cue begins, and an arrow at the one that is heard.
fn beginnings(view: &View, current: Option<usize>, width: usize) -> Row {
    let mut cells = vec![' '; width];
    let mut mark = |line: &Line, sign| {
        if let Some(cell) = cells.get_mut(column(view, line.start, width)) {
            *cell = sign;
        }
    };
    for line in view.chapter().map_or(&[][..], |chapter| &chapter.lines) {
        mark(line, '╵');
    }
    if let Some(line) = view.line(current) {
        mark(line, '▲');
    }
    vec![span(cells.into_iter().collect::<String>(), Look::Dim)]
}

/// The cue and its take, and what the listener has changed.
fn naming(view: &View, current: Option<usize>, width: usize) -> Row {
    let mut row = Row::new();
    let mut left = width;
    let mut add = |text: &str, look| {
        let text = clip(text, left);
        left -= text.width();
        row.push(span(text, look));
    };
    let line = view.line(current);
    if let Some(line) = line {
        add(&line.cue.to_string(), Look::Accent);
        add("  ", Look::Plain);
    }
    if view.paused {
        add("paused  ", Look::Bold);
    }
    if view.noted {
        add("noted  ", Look::Warning);
    }
    if view.looping {
        add("loop  ", Look::Bold);
    }
    if view.speed != 10 {
        add(&format!("{}.{}×  ", view.speed / 10, view.speed % 10), Look::Bold);
    }
    if view.volume != 0 {
        add(&format!("{:+} dB  ", view.volume), Look::Bold);
    }
    if let Some(take) = view.take {
        add(&format!("raw {take}"), Look::Warning);
    } else if let Some(line) = line {
        add(&line.take, Look::Dim);
    }
    row
}

/// The last row.
fn footing(view: &View, width: usize) -> Row {
    match &view.foot {
        Foot::Keys => helping(width),
        Foot::Said(said) => vec![span(clip(said, width), Look::Plain)],
        Foot::Typing { what, typed } => {
            // Of a long line its end is shown, where it is being typed.
            let what = clip(what, width / 2);
            let mut typed = clean(typed);
            while what.width() + typed.width() + 1 > width && !typed.is_empty() {
                typed.remove(0);
            }
            let cursor = if what.width() + typed.width() < width { "▏" } else { "" };
            vec![span(what, Look::Accent), span(typed, Look::Plain), span(cursor, Look::Accent)]
        }
    }
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
    let Some(line) = view.line(current) else { return vec![String::new(); rows] };
    let length = line.end.saturating_sub(line.start).0.max(1);
    let read = view.place.frame.saturating_sub(line.start).0.min(length - 1);
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
    use crate::player::programme::tests::{at, three_lines};

    fn seen(programme: &Programme, frame: u64) -> View<'_> {
        View {
            programme,
            place: at(0, frame),
            paused: false,
            looping: false,
            take: None,
            noted: false,
            speed: 10,
            volume: 0,
            foot: Foot::Keys,
        }
    }

    fn shown(view: &View, width: u16, height: u16) -> Vec<String> {
        let text = |row: Row| row.into_iter().map(|span| span.text).collect::<String>().trim_end().to_owned();
        draw(view, width, height).into_iter().map(text).collect()
    }

    #[test]
    fn the_line_that_is_heard_stands_between_its_neighbours() {
        let programme = three_lines();
        let view = seen(&programme, 5000);
        assert_eq!(
            shown(&view, 60, 16),
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
                "space pause  ←/→ line  q quit  m note  ,/. 5 s  ↑/↓ chapter",
            ]
        );
        let bold: Vec<_> = draw(&view, 60, 16).into_iter().flatten().filter(|span| span.look == Look::Bold).collect();
        assert_eq!(bold, [span("The boats lay on their sides.", Look::Bold)]);
    }

    #[test]
    fn on_a_large_screen_the_line_is_as_large_as_it_can_be() {
        let programme = three_lines();
        let rows = shown(&seen(&programme, 5000), 60, 24);
        assert!(rows.len() <= 24);
        assert_eq!(rows[8..16], large("The boats lay on their sides.", 60, 12).unwrap());
        assert_eq!(rows[7], "01-0002  01-0002_t2");
        assert_eq!(rows[17], "Nobody came.");
    }

    #[test]
    fn what_the_listener_changed_and_types_is_shown() {
        let programme = three_lines();
        let view = View {
            paused: true,
            looping: true,
            noted: true,
            take: Some("01-0002.wav"),
            speed: 15,
            volume: -6,
            foot: Foot::Typing { what: "note on 01-0002: ".to_owned(), typed: "the q is cut off" },
            ..seen(&programme, 5000)
        };
        let rows = shown(&view, 70, 16);
        assert_eq!(rows[7], "01-0002  paused  noted  loop  1.5×  -6 dB  raw 01-0002.wav");
        assert_eq!(rows.last().unwrap(), "note on 01-0002: the q is cut off▏");
        assert_eq!(shown(&view, 20, 16).last().unwrap(), "note on 0…s cut off▏");
        let view = View { foot: Foot::Said("noted for `recordings/01-0002.wav`"), ..view };
        assert_eq!(shown(&view, 70, 16).last().unwrap(), "noted for `recordings/01-0002.wav`");
    }

    #[test]
    fn twenty_columns_are_enough() {
        let programme = three_lines();
        let view = View { paused: true, ..seen(&programme, 5000) };
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
        let view = seen(&programme, 5000);
        assert_eq!(shown(&view, 40, 1), ["The boats lay on their sides."]);
        assert_eq!(shown(&view, 40, 2), ["One                          0:05 / 0:10", "The boats lay on their sides."]);
        assert_eq!(shown(&view, 40, 5).last().unwrap(), "space pause  ←/→ line  q quit  m note");
    }

    #[test]
    fn a_line_too_long_for_the_screen_rolls_as_it_is_read() {
        let mut programme = three_lines();
        programme.chapters[0].lines[0].text =
            (1..=20).map(|number| format!("word{number:02}")).collect::<Vec<_>>().join(" ");
        let rolled = |position| shown(&seen(&programme, position), 6, 6);
        assert_eq!(rolled(1000)[3..], ["word01", "word02", "word03"]);
        assert_eq!(rolled(2000)[3..], ["word10", "word11", "word12"]);
        assert_eq!(rolled(3900)[3..], ["word18", "word19", "word20"]);
    }

    #[test]
    fn a_player_counts_in_minutes_and_seconds() {
        assert_eq!([0.0, 12.9, 225.0, 3765.0].map(clock), ["0:00", "0:12", "3:45", "1:02:45"]);
    }

    proptest! {
        #[test]
        fn nothing_is_ever_wider_or_higher_than_the_screen(
            text in "\\PC{0,120}", typed in "\\PC{0,120}", title in "\\PC{0,30}", position in 0..10_000_u64,
            width in 0..90_u16, height in 0..30_u16, paused: bool,
        ) {
            let mut programme = three_lines();
            programme.chapters[0].title = title;
            programme.chapters[0].lines[1].text = text;
            let rows = draw(&View { paused, foot: Foot::Typing { what: "note on 01-0002: ".to_owned(), typed: &typed }, ..seen(&programme, position) }, width, height);
            prop_assert!(rows.len() <= usize::from(height));
            for row in rows {
                let text: String = row.into_iter().map(|span| span.text).collect();
                prop_assert!(text.width() <= usize::from(width), "{:?}", text);
            }
        }
    }
}
