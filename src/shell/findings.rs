//! Findings as people read them.

use std::fmt::Write;

use anstyle::{AnsiColor, Reset, Style};

use crate::words::{CueId, Finding, Place, Rule, Severity};

pub(super) const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const CYAN: Style = AnsiColor::Cyan.on_default();
pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const PLAIN: Reset = Reset;

/// Lists findings, cues without a take gathered where they follow each other.
pub(super) fn list(findings: &[Finding]) -> String {
    let mut text = String::new();
    let mut rest = findings;
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|finding| is_plain_missing(finding) && same_chapter(finding, first)).count();
        if run > 1 {
            missing(&mut text, &rest[..run]);
            rest = &rest[run..];
        } else {
            one(&mut text, first);
            rest = &rest[1..];
        }
    }
    text
}

fn is_plain_missing(finding: &Finding) -> bool {
    finding.rule == Rule::CueMissing && finding.found == "no take"
}

fn same_chapter(one: &Finding, other: &Finding) -> bool {
    one.place.chapter == other.place.chapter
}

fn missing(text: &mut String, run: &[Finding]) {
    let ids: Vec<_> = run.iter().filter_map(|finding| finding.place.cue.as_ref()).collect();
    head(text, run[0].severity, run[0].rule, &format!("{} cues have no take: {}", ids.len(), spans(&ids)));
    let _ = writeln!(text, "  hint: record each as `recordings/CUE.wav`; `cuebook status` names the next one");
}

/// `01-0001, 01-0003 to 01-0006`: what stands between the two of a span is part of it, and nothing else.
fn spans(ids: &[&CueId]) -> String {
    let follows =
        |a: &&CueId, b: &&CueId| a.chapter() == b.chapter() && (a.number()..=a.number() + 1).contains(&b.number());
    let spans = ids.chunk_by(follows).map(|span| match span {
        [first, .., last] => format!("{first} to {last}"),
        _ => span[0].to_string(),
    });
    spans.collect::<Vec<_>>().join(", ")
}

fn one(text: &mut String, finding: &Finding) {
    head(text, finding.severity, finding.rule, &finding.found);
    let place = place(&finding.place);
    if !place.is_empty() {
        let _ = writeln!(text, "  {CYAN}-->{PLAIN} {place}");
    }
    let _ = writeln!(text, "  wanted: {}", finding.wanted);
    if !finding.hint.is_empty() {
        let _ = writeln!(text, "  hint: {}", finding.hint);
    }
}

fn head(text: &mut String, severity: Severity, rule: Rule, found: &str) {
    let (color, word) = match severity {
        Severity::Error => (RED, "error"),
        Severity::Warning => (YELLOW, "warning"),
        Severity::Note => (CYAN, "note"),
    };
    let _ = writeln!(text, "{color}{word}[{rule}]{PLAIN}: {BOLD}{found}{PLAIN}");
}

fn place(place: &Place) -> String {
    let mut parts = Vec::new();
    if let Some(take) = &place.take {
        let at = place.seconds.map(|seconds| format!(" at {seconds:.3} s")).unwrap_or_default();
        parts.push(format!("recordings/{take}{at}"));
    }
    match (&place.cue, &place.chapter) {
        (Some(cue), _) => parts.push(format!("cue {cue}")),
        (None, Some(chapter)) => parts.push(format!("chapter {chapter}")),
        (None, None) => {}
    }
    parts.join(", ")
}

/// Counts findings by severity: `1 error, 2 warnings`; `no findings` where there are none.
pub(super) fn count(findings: &[Finding]) -> String {
    let counts: Vec<_> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .into_iter()
        .map(|(severity, word)| (findings.iter().filter(|finding| finding.severity == severity).count(), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// `1 cue`, `2 cues`.
pub(super) fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
