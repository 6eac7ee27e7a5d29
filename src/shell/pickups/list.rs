//! The pickups on the terminal, by chapter.

use crate::check::PickupKind;
use crate::pages::{Owed, PickupSheet};
use crate::shell::findings::counted;
use crate::terminal::{Look, Row, clip, span, wrap};
use crate::words::timecode::timecode;

/// The widest that text runs, in columns.
const MEASURE: usize = 88;

/// Where the text behind a label begins, in columns.
const LABEL: usize = 9;

/// The rows for a terminal of so many columns.
pub(super) fn list(sheet: &PickupSheet<'_>, width: usize) -> Vec<Row> {
    let width = width.clamp(24, LABEL + MEASURE);
    let mut rows = Vec::new();
    for chapter in sheet.owed.chunk_by(|a, b| a.pickup.chapter.id == b.pickup.chapter.id) {
        let of = chapter[0].pickup.chapter;
        rows.push(vec![span(clip(&format!("{}  {}", of.id, of.name()), width), Look::Bold)]);
        rows.push(Row::new());
        for owed in chapter {
            add(&mut rows, owed, width);
            rows.push(Row::new());
        }
    }
    rows.extend(wrap(&summary(sheet), width).into_iter().map(|line| vec![span(line, Look::Plain)]));
    rows
}

fn summary(sheet: &PickupSheet<'_>) -> String {
    if sheet.owed.is_empty() {
        return "nothing is to be recorded again".to_owned();
    }
    let kinds = [PickupKind::Missing, PickupKind::Stale, PickupKind::Noted, PickupKind::Faulty];
    let counts = kinds.map(|kind| (sheet.owed.iter().filter(|owed| owed.pickup.kind == kind).count(), kind.name()));
    let named: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
    format!("{} to record again: {}", counted(sheet.owed.len(), "cue"), named.join(", "))
}

fn add(rows: &mut Vec<Row>, owed: &Owed<'_>, width: usize) {
    let pickup = &owed.pickup;
    let look = if pickup.kind == PickupKind::Noted { Look::Accent } else { Look::Warning };
    let at = owed.start.map(|start| format!("  at {}", timecode(start))).unwrap_or_default();
    rows.push(vec![
        span(pickup.cue.id.to_string(), Look::Bold),
        span("  ", Look::Plain),
        span(pickup.kind.name(), look),
        span(at, Look::Dim),
    ]);
    let mut lines = |label: &str, text: &str, look| {
        for (at, line) in wrap(text, width - LABEL).into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            rows.push(vec![span(format!("{label:>width$}  ", width = LABEL - 2), Look::Dim), span(line, look)]);
        }
    };
    let (printed, spoken) = owed.words();
    if let Some(before) = pickup.before {
        lines("before", &before.text, Look::Dim);
    }
    lines("line", printed, Look::Bold);
    if let Some(spoken) = spoken {
        lines("read", spoken, Look::Plain);
    }
    if let Some(after) = pickup.after {
        lines("after", &after.text, Look::Dim);
    }
    for (reason, heard) in owed.reasons() {
        let at = heard
            .filter(|_| reason.seconds.is_some())
            .map(|heard| format!("{}: ", timecode(heard)))
            .unwrap_or_default();
        lines("why", &format!("{at}{}", Owed::why(reason)), Look::Plain);
    }
    if let (Some(take), Some(measured)) = (pickup.take, owed.measured()) {
        lines("so far", &format!("{}, {measured}", take.file), Look::Dim);
    }
    lines("as", &format!("{}.wav", pickup.record_as), Look::Dim);
}
