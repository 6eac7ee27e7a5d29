//! The rows of a proofer's list: CSV as spreadsheets write it in any country.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::columns::{Column, columns};
use crate::words::{Error, Result};

/// A row of a proofer's list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProofRow {
    /// The line of the file that it begins in, from 1.
    pub line: u64,
    /// The chapter, as it is written there.
    pub chapter: String,
    /// The cue, as it is written there.
    pub cue: String,
    /// The time in the chapter, as it is written there.
    pub timecode: String,
    /// What was said.
    pub said: String,
    /// What should have been said.
    pub should_be: String,
    /// The note.
    pub note: String,
    /// The kind of pickup, in a list that cuebook wrote.
    pub kind: String,
}

/// What stands between the cells, by the country of the spreadsheet.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads the rows of a list; rows without a word are left out.
///
/// # Errors
/// Where it is no list, or its columns are not known.
pub fn read(bytes: &[u8]) -> Result<Vec<ProofRow>> {
    let text = decoded(bytes);
    // Excel's own line that names the separator.
    let (text, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().len() == 5 && first.to_ascii_lowercase().starts_with("sep=") => {
            (rest, 1)
        }
        _ => (text.as_ref(), 0),
    };
    let known = |separator: u8| {
        let mut header = ::csv::StringRecord::new();
        let is_read = reader(text, separator).read_record(&mut header);
        let columns = is_read.map(|_| columns(header.iter())).unwrap_or_default();
        (columns, header)
    };
    let tried = SEPARATORS.map(|separator| (separator, known(separator)));
    // Of two that find as many, the first.
    let best = tried.into_iter().rev().max_by_key(|(_, (columns, _))| columns.len());
    let Some((separator, (columns, header))) = best else { return Err(Error::new("this list is empty")) };
    let has = |wanted| columns.iter().any(|(column, _)| *column == wanted);
    let leads_somewhere = has(Column::Cue) || (has(Column::Chapter) && has(Column::Timecode));
    if !leads_somewhere {
        let found = header.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("`, `");
        return Err(Error::new(format!("the first row names no columns that lead to a line: it has `{found}`"))
            .hint("a list needs a column `cue`, or `chapter` and `timecode`; and `said`, `should be`, `note`"));
    }
    let mut rows = Vec::new();
    let mut lines = Lines { text, read: 0, line: 1 + skipped };
    for record in reader(text, separator).into_records().skip(1) {
        let record = record.map_err(|error| Error::new("this list can't be read as CSV").cause(error))?;
        let line = record.position().map_or(0, |position| lines.at(position.byte()));
        let mut row = ProofRow { line, ..ProofRow::default() };
        for (column, at) in &columns {
            let cell = unquoted(record.get(*at).unwrap_or_default().trim());
            let field = match column {
                Column::Chapter => &mut row.chapter,
                Column::Cue => &mut row.cue,
                Column::Timecode => &mut row.timecode,
                Column::Said => &mut row.said,
                Column::ShouldBe => &mut row.should_be,
                Column::Note => &mut row.note,
                Column::Kind => &mut row.kind,
            };
            cell.clone_into(field);
        }
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// Counts lines as editors do; the reader's own count is off by one behind the ends of Windows' lines.
struct Lines<'a> {
    text: &'a str,
    read: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first cell at or behind a byte, which lies behind all those before.
    fn at(&mut self, byte: u64) -> u64 {
        let rest = self.text.as_bytes().get(self.read..).unwrap_or_default();
        let passed = usize::try_from(byte).unwrap_or(usize::MAX).saturating_sub(self.read).min(rest.len());
        let ends = rest[passed..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.line += String::from_utf8_lossy(&rest[..passed + ends]).matches('\n').count() as u64;
        self.read += passed + ends;
        self.line
    }
}

fn reader(text: &str, separator: u8) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// UTF-8, UTF-16 with its mark (Excel's "Unicode text"), else what Excel writes in Western countries.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => WINDOWS_1252,
    };
    encoding.decode(bytes).0
}

/// A cell without the mark that keeps a spreadsheet from running it.
fn unquoted(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}
