//! `cuebook script --explain`: why a line is a heading, and why another is none.

use std::fmt::Write;

use serde::Serialize;

use crate::manuscript::{Block, BlockKind, Manuscript};
use crate::words::Result;

use super::answer::{Answer, Outcome};
use super::session::Session;
use super::table::text_table;

#[derive(Serialize)]
struct Report {
    lines: Vec<Line>,
    notes: Vec<String>,
}

/// A line of the manuscript that is a heading, a break, or looks like one.
#[derive(Serialize)]
struct Line {
    /// Its number in the text, from 1; nothing where the format has no lines.
    #[serde(rename = "line")]
    number: Option<u32>,
    /// What it is.
    is: String,
    text: String,
    why: String,
}

pub(super) fn answer(session: &Session, json: bool) -> Result<Answer> {
    let manuscript = session.manuscript()?;
    let report = Report { lines: lines(&manuscript.text), notes: manuscript.notes };
    Ok(if json { Answer::json(&report, Outcome::Clean) } else { Answer::clean(describe(&report)) })
}

fn lines(manuscript: &Manuscript) -> Vec<Line> {
    let found = manuscript.blocks.iter().filter_map(|block| {
        let is = name(block)?;
        Some(Line { number: block.line, is, text: block.text.replace('\n', " / "), why: block.reason.to_string() })
    });
    let doubts = manuscript.doubts.iter().map(|doubt| Line {
        number: Some(doubt.line),
        is: "text".to_owned(),
        text: doubt.text.clone(),
        why: doubt.reason.to_string(),
    });
    let mut lines: Vec<Line> = found.chain(doubts).collect();
    if lines.iter().all(|line| line.number.is_some()) {
        lines.sort_by_key(|line| line.number);
    }
    lines
}

/// What a block is called, if somebody may wonder about it.
fn name(block: &Block) -> Option<String> {
    match block.kind {
        BlockKind::Heading(kind) => Some(kind.to_string()),
        BlockKind::SceneBreak => Some("scene break".to_owned()),
        BlockKind::Epigraph => Some("epigraph".to_owned()),
        BlockKind::Attribution => Some("attribution".to_owned()),
        BlockKind::Paragraph | BlockKind::Verse | BlockKind::Quote => None,
    }
}

fn describe(report: &Report) -> String {
    let rows: Vec<Vec<String>> = report
        .lines
        .iter()
        .map(|line| {
            let place = line.number.map(|line| format!("line {line}")).unwrap_or_default();
            let start: String = line.text.chars().take(50).collect();
            let text = if start.len() < line.text.len() { format!("{start}…") } else { start };
            vec![place, line.is.clone(), text, line.why.clone()]
        })
        .collect();
    let mut text = text_table(&rows);
    for note in &report.notes {
        let _ = writeln!(text, "note: {note}");
    }
    text + "`[manuscript.headings]` in book.toml says otherwise: \"a line of the text\" = \"chapter\", \"section\" or \"text\"\n"
}
