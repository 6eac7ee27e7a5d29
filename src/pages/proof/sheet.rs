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
    /// The take that it is about, in a list that cuebook wrote.
    pub take: String,
    /// What the next take is to be called, in a list that cuebook wrote.
    pub record_as: String,
}

/// A proofer's list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProofList {
    /// Its rows, in their order.
    pub rows: Vec<ProofRow>,
    /// The names of columns with something in them that is not taken in.
    pub left: Vec<String>,
}

/// How the files of spreadsheet programs begin: ZIP archives (xlsx, ods), and what was before them (xls).
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// A cell that nobody writes: the end of the list.
const END: &str = "\u{3}";

/// What stands between the cells, by the country of the spreadsheet.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads the rows of a list; rows without a word are left out.
///
/// # Errors
/// Where it is no list, its columns are not known, or a quote in it is never closed.
pub fn read(bytes: &[u8]) -> Result<ProofList> {
    if SPREADSHEETS.iter().any(|beginning| bytes.starts_with(beginning)) {
        return Err(Error::new("this is a spreadsheet program's own file").hint("save it as CSV, in UTF-8"));
    }
    // A row behind the last one: where it is not read as such, a quote before it is open.
    let text = format!("{}\n{END}", decoded(bytes));
    let text = text.as_str();
    // Excel's own line that names the separator.
    let (text, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().len() == 5 && first.to_ascii_lowercase().starts_with("sep=") => {
            (rest, 1)
        }
        _ => (text, 0),
    };
    let known = |separator: u8| {
        let mut header = ::csv::StringRecord::new();
        let is_read = reader(text, separator).read_record(&mut header);
        let (columns, unknown) = is_read.map(|_| columns(header.iter())).unwrap_or_default();
        (columns, unknown, header)
    };
    let tried = SEPARATORS.map(|separator| (separator, known(separator)));
    // Of two that find as many, the first.
    let best = tried.into_iter().rev().max_by_key(|(_, (columns, ..))| columns.len());
    let Some((separator, (columns, unknown, header))) = best else { return Err(Error::new("this list is empty")) };
    let has = |wanted| columns.iter().any(|(column, _)| *column == wanted);
    let leads_somewhere = has(Column::Cue) || (has(Column::Chapter) && has(Column::Timecode));
    if !leads_somewhere {
        let found = header
            .iter()
            .map(str::trim)
            .filter(|cell| *cell != END)
            .filter(|cell| !cell.is_empty())
            .collect::<Vec<_>>()
            .join("`, `");
        return Err(Error::new(format!("the first row names no columns that lead to a line: it has `{found}`"))
            .hint("a list needs a column `cue`, or `chapter` and `timecode`; and `said`, `should be`, `note`"));
    }
    let mut list = ProofList::default();
    let mut lines = Lines { text, read: 0, line: 1 + skipped };
    let (mut line, mut is_closed, mut is_filled) = (1, false, vec![false; unknown.len()]);
    for (at, record) in reader(text, separator).into_records().enumerate() {
        let record = record.map_err(|error| Error::new("this list can't be read as CSV").cause(error))?;
        line = record.position().map_or(0, |position| lines.at(position.byte()));
        is_closed = record.len() == 1 && record.get(0) == Some(END);
        let cells = || record.iter().any(|cell| !cell.trim().is_empty());
        if at == 0 || is_closed || !cells() {
            continue;
        }
        for (is_filled, column) in is_filled.iter_mut().zip(&unknown) {
            *is_filled |= record.get(*column).is_some_and(|cell| !cell.trim().is_empty());
        }
        list.rows.push(row(line, &columns, &record));
    }
    if !is_closed {
        return Err(Error::new(format!("a quote in the row of line {line} is never closed"))
            .hint("put a `\"` at the end of that cell, then read the list again; nothing was noted"));
    }
    let left = unknown.iter().zip(is_filled).filter(|(_, is_filled)| *is_filled);
    list.left = left.filter_map(|(at, _)| header.get(*at)).map(|name| name.trim().to_owned()).collect();
    Ok(list)
}

fn row(line: u64, columns: &[(Column, usize)], record: &::csv::StringRecord) -> ProofRow {
    let mut row = ProofRow { line, ..ProofRow::default() };
    for (column, at) in columns {
        let cell = unquoted(record.get(*at).unwrap_or_default().trim());
        let field = match column {
            Column::Chapter => &mut row.chapter,
            Column::Cue => &mut row.cue,
            Column::Timecode => &mut row.timecode,
            Column::Said => &mut row.said,
            Column::ShouldBe => &mut row.should_be,
            Column::Note => &mut row.note,
            Column::Kind => &mut row.kind,
            Column::Take => &mut row.take,
            Column::RecordAs => &mut row.record_as,
        };
        // Only notes stand in several columns.
        if !field.is_empty() && !cell.is_empty() {
            field.push_str("; ");
        }
        field.push_str(cell);
    }
    row
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

/// UTF-8, UTF-16 (Excel's "Unicode text"), else what Excel writes in Western countries.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if bytes.len() > 1 && bytes[1] == 0 => encoding_rs::UTF_16LE,
        None if bytes.first() == Some(&0) => encoding_rs::UTF_16BE,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => WINDOWS_1252,
    };
    encoding.decode(bytes).0
}

/// A cell without the mark that keeps a spreadsheet from running it.
fn unquoted(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}
