//! What `status` says, as a page for a person.

use std::fmt::Write;

use crate::check::{Checkpoint, Interval, PickupKind};
use crate::shell::findings::{count, counted};
use crate::terminal::{Look, Row, clip, span, wrap};

use super::chapters::{Chapters, table};
use super::report::Report;

/// The widest that text runs, in columns: longer lines are hard to read.
const MEASURE: usize = 76;

/// Where the text behind a label begins, in columns.
const LABEL: usize = 10;

/// The page for a terminal of so many columns.
pub(super) fn page(report: &Report, chapters: Chapters, width: usize) -> Vec<Row> {
    let width = width.max(20);
    let mut page = Page { rows: Vec::new(), width };
    page.rows.push(vec![span(clip(&report.title, width), Look::Bold)]);
    page.rows.push(Row::new());
    page.rows.extend(table(&report.chapters, &report.book, &report.rate, chapters, width));
    page.rows.push(Row::new());
    page.today(report);
    page.left(report);
    if let Some(checkpoint) = &report.checkpoint {
        page.checkpoint(checkpoint, report.book.finished_seconds);
    }
    page.pickups(report);
    page.findings(report);
    page.next(report);
    page.rows
}

/// Who has recorded so many times the first fifteen minutes has them behind him.
const APPROVED_BY: f64 = 2.0;

struct Page {
    rows: Vec<Row>,
    width: usize,
}

impl Page {
    /// Adds a text behind its label.
    fn add(&mut self, label: &str, text: &str, look: Look) {
        for (at, line) in wrap(text, self.width.min(LABEL + MEASURE) - LABEL).into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            self.rows.push(vec![span(format!("{label:LABEL$}"), Look::Dim), span(line, look)]);
        }
    }

    fn today(&mut self, report: &Report) {
        let work = &report.today.work;
        let mut text = match work.takes {
            0 => "nothing yet".to_owned(),
            takes => format!("{}, {} finished", counted(takes, "take"), lasting(work.finished_seconds)),
        };
        if work.brought_in > 0 {
            let _ = write!(text, "; {} brought in", counted(work.brought_in, "take"));
        }
        // Before anything was recorded, that goes without saying.
        if report.book.recorded > 0 {
            self.add("today", &text, Look::Plain);
        }
    }

    fn left(&mut self, report: &Report) {
        if report.book.is_whole() {
            return;
        }
        let (reading, microphone) = (&report.reading, &report.microphone);
        let whose = match report.book.recorded {
            0 => "as most narrators read",
            _ if reading.own => "as you read",
            _ => "from few takes yet",
        };
        let finished = between(report.finished_seconds_left);
        let words = thousands(reading.words_an_hour as usize);
        self.add("left", &format!("{finished} finished, at {words} words an hour, {whose}"), Look::Plain);
        let whose = if microphone.own { "as the times of your takes show" } else { "as ACX reckons" };
        let ratio = format!("{:.1} to {:.1} hours for one, {whose}", microphone.ratio.least, microphone.ratio.most);
        self.add(
            "",
            &format!("{} at the microphone, at {ratio}", between(report.microphone_seconds_left)),
            Look::Plain,
        );
    }

    /// The first minutes are approved before the rest is recorded, so the rest should wait for them.
    fn checkpoint(&mut self, checkpoint: &Checkpoint, recorded: f64) {
        let progress = &checkpoint.progress;
        // Whoever is far beyond them has them approved.
        if progress.is_whole() && progress.to_look_at == 0 && recorded > APPROVED_BY * checkpoint.seconds {
            return;
        }
        let until = &checkpoint.until;
        let (text, look) = match (progress.missing, progress.to_look_at) {
            (0, 0) => {
                (format!("recorded, up to {until}: send them for approval before you record the rest"), Look::Plain)
            }
            (0, look) => (format!("recorded, up to {until}, {} to look at first", counted(look, "cue")), Look::Warning),
            (missing, _) => (
                format!(
                    "{} of about {} recorded; {} to go, up to {until}",
                    lasting(progress.finished_seconds),
                    lasting(checkpoint.seconds),
                    counted(missing, "cue"),
                ),
                Look::Plain,
            ),
        };
        self.add("first 15", &text, look);
    }

    fn pickups(&mut self, report: &Report) {
        if report.owed() > 0 {
            let kind = |kind: &PickupKind| format!("{} {}", report.pickups[kind], kind.name());
            let kinds: Vec<String> = report.pickups.keys().map(kind).collect();
            let text = format!("{} ({}); `cuebook pickups` says why", counted(report.owed(), "cue"), kinds.join(", "));
            self.add("again", &text, Look::Warning);
        }
    }

    fn findings(&mut self, report: &Report) {
        let waived = match report.waived {
            0 => String::new(),
            waived => format!("; {waived} waived"),
        };
        if report.found.is_empty() && report.waived == 0 {
            return;
        }
        let listed = if report.found.is_empty() { "" } else { "; `cuebook check` lists them" };
        self.add("findings", &format!("{}{waived}{listed}", count(&report.found)), Look::Plain);
    }

    fn next(&mut self, report: &Report) {
        self.rows.push(Row::new());
        let Some(next) = &report.next else {
            for line in wrap(&closing(report.book.cues, report.owed()), self.width.min(MEASURE)) {
                self.rows.push(vec![span(line, Look::Plain)]);
            }
            return;
        };
        let id = next.cue.to_string();
        let space = " ".repeat(LABEL.saturating_sub(4));
        self.rows.push(vec![span(format!("next{space}"), Look::Dim), span(id, Look::Accent)]);
        self.add("", &next.text, Look::Bold);
    }
}

/// What is left to do with so many cues that are all recorded, of which so many are owed again.
pub(in crate::shell) fn closing(cues: usize, owed: usize) -> String {
    let then = match owed {
        0 => "`cuebook build` makes the chapters",
        _ => "`cuebook pickups` lists those to do again",
    };
    format!("all {} are recorded: {then}", counted(cues, "cue"))
}

/// `7`, `9,300`, `1,234,567`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let grouped: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|part| str::from_utf8(part).ok()).collect();
    grouped.join(",")
}

/// A length as people say it: `40 s`, `12 min`, `7 h 20 min`, `31 h`.
pub(super) fn lasting(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round() as u64;
    match (minutes / 60, minutes % 60) {
        _ if seconds < 90.0 => format!("{:.0} s", seconds.max(0.0)),
        (0, minutes) => format!("{minutes} min"),
        (1..20, 0) => format!("{} h", minutes / 60),
        (hours @ 1..20, minutes) => format!("{hours} h {minutes} min"),
        _ => format!("{:.0} h", seconds / 3600.0),
    }
}

/// An interval as people say it, in steps that don't pretend to know more than the estimate does.
fn between(interval: Interval) -> String {
    // A tenth of how far the two are apart, in whole seconds, minutes or five minutes.
    let doubt = (interval.most - interval.least) / 10.0;
    let step = [1.0, 5.0, 10.0, 60.0, 300.0, 600.0, 1800.0, 3600.0].into_iter().rev().find(|step| *step <= doubt);
    let step = step.unwrap_or(1.0);
    let rounded = |seconds: f64| lasting((seconds / step).round() * step);
    let (least, most) = (rounded(interval.least), rounded(interval.most));
    if least == most { least } else { format!("{least} to {most}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_as_people_do() {
        assert_eq!(
            [0.0, 41.2, 119.0, 3540.0, 3600.0, 26_400.0, 90_000.0].map(lasting),
            ["0 s", "41 s", "2 min", "59 min", "1 h", "7 h 20 min", "25 h"]
        );
    }

    #[test]
    fn an_interval_is_as_fine_as_it_is_narrow() {
        let said = |least, most| between(Interval { least, likely: f64::midpoint(least, most), most });
        assert_eq!(said(26_123.0, 31_345.0), "7 h 15 min to 8 h 40 min");
        assert_eq!(said(3_333.0, 3_777.0), "56 min to 1 h 3 min");
        assert_eq!(said(12.2, 14.9), "12 s to 15 s");
        assert_eq!(said(7.0, 7.2), "7 s");
        assert_eq!(said(0.0, 0.0), "0 s");
    }
}
