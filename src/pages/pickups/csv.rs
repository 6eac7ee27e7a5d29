//! The pickups for a spreadsheet: a row for each thing that is to be mended.

use crate::words::timecode::timecode;
use crate::words::{Error, Result};

use super::{Owed, PickupSheet};

/// The columns: first those of a proofer's pickup sheet, which `cuebook pickups --from` reads, then what helps to match the
/// take that is there.
const COLUMNS: [&str; 15] = [
    "chapter",
    "cue",
    "timecode",
    "said",
    "should be",
    "note",
    "kind",
    "words",
    "before",
    "after",
    "take",
    "level dBFS",
    "noise dBFS",
    "seconds",
    "record as",
];

/// By this, Excel knows that a file is UTF-8.
const MARK: &str = "\u{feff}";

impl PickupSheet<'_> {
    /// The pickups as CSV for spreadsheets: with a byte order mark, and no cell that a program would run.
    ///
    /// # Errors
    /// Where memory runs out.
    pub fn csv(&self) -> Result<String> {
        let failed = |error: &dyn std::fmt::Display| Error::new("can't write the pickups as CSV").cause(error);
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(COLUMNS).map_err(|error| failed(&error))?;
        for row in self.owed.iter().flat_map(rows) {
            writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(|error| failed(&error))?;
        }
        let bytes = writer.into_inner().map_err(|error| failed(&error))?;
        Ok(format!("{MARK}{}", String::from_utf8_lossy(&bytes)))
    }
}

fn rows(owed: &Owed<'_>) -> Vec<[String; 15]> {
    let pickup = &owed.pickup;
    let text = |cue: Option<&crate::script::Cue>| cue.map(|cue| cue.text.clone()).unwrap_or_default();
    let decibels =
        |level: Option<crate::words::Dbfs>| level.map(|level| format!("{:.1}", level.db())).unwrap_or_default();
    let figures = owed.figures.as_ref();
    let row = pickup.reasons.iter().zip(&owed.heard).map(|(reason, heard)| {
        [
            pickup.chapter.id.to_string(),
            pickup.cue.id.to_string(),
            heard.map(timecode).unwrap_or_default(),
            reason.said.clone().unwrap_or_default(),
            reason.should_be.clone().unwrap_or_default(),
            reason.note(),
            pickup.kind.name().to_owned(),
            pickup.cue.text.clone(),
            text(pickup.before),
            text(pickup.after),
            pickup.take.map(|take| take.file.clone()).unwrap_or_default(),
            decibels(figures.and_then(|figures| figures.level)),
            decibels(figures.and_then(|figures| figures.noise)),
            figures.map(|figures| format!("{:.1}", figures.seconds)).unwrap_or_default(),
            format!("{}.wav", pickup.record_as),
        ]
    });
    row.collect()
}

/// A cell that a spreadsheet takes for text: one that begins as a formula does would be run, whoever wrote it. Numbers
/// stay numbers.
fn harmless(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if runs { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1-2x", "@SUM(A1)", "-cmd|' /C calc'!A0", "\t=1", "- she said"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["-20.1", "+3", "", "— she said", "a=b", "“Go.”"] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
