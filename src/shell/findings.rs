//! Findings as people read them.

use std::collections::HashMap;
use std::fmt::Write;

use anstyle::{AnsiColor, Reset, Style};

use crate::script::Script;
use crate::words::{CueId, Finding, Place, Rule, Severity};

pub(super) const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const CYAN: Style = AnsiColor::Cyan.on_default();
pub(super) const BOLD: Style = Style::new().bold();
pub(super) const PLAIN: Reset = Reset;

/// From so many findings on that say the same about different cues, they are told as one.
const SAME: usize = 3;

/// Lists findings. Those that say the same about several cues are gathered where the first of them stands.
pub(super) fn list(findings: &[Finding], script: &Script) -> String {
    let mut text = String::new();
    let order: HashMap<_, _> = script.cues().map(|(_, cue)| &cue.id).zip(0..).collect();
    for group in gathered(findings) {
        match group[..] {
            [only] => one(&mut text, only),
            [first, ..] if first.rule == Rule::CueMissing => missing(&mut text, &group, &order),
            _ if group.len() >= SAME => same(&mut text, &group, &order),
            _ => group.iter().for_each(|finding| one(&mut text, finding)),
        }
    }
    text
}

/// Findings that say the same of cues of one chapter, in the order of the first of each.
fn gathered(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for finding in findings {
        let place = &finding.place;
        // What has a place in a take is looked up there, one by one.
        let key = (place.cue.is_some() && place.seconds.is_none()).then_some((
            finding.rule,
            finding.severity,
            &finding.found,
            &place.chapter,
        ));
        if let Some(&index) = key.as_ref().and_then(|key| known.get(key)) {
            groups[index].push(finding);
        } else {
            known.extend(key.map(|key| (key, groups.len())));
            groups.push(vec![finding]);
        }
    }
    groups
}

fn missing(text: &mut String, group: &[&Finding], order: &Order<'_>) {
    let first = group[0];
    let ids = ids(group);
    head(text, first.severity, first.rule, &format!("{} cues have {}: {}", ids.len(), first.found, spans(&ids, order)));
    let _ = writeln!(text, "  hint: record each as `recordings/CUE.wav`; `cuebook status` names the next one");
}

fn same(text: &mut String, group: &[&Finding], order: &Order<'_>) {
    let first = group[0];
    let ids = ids(group);
    head(text, first.severity, first.rule, &first.found);
    let _ = writeln!(text, "  {CYAN}-->{PLAIN} {} cues: {}", ids.len(), spans(&ids, order));
    advice(text, first);
}

fn ids<'a>(group: &[&'a Finding]) -> Vec<&'a CueId> {
    group.iter().filter_map(|finding| finding.place.cue.as_ref()).collect()
}

/// Where each cue stands in the script.
type Order<'a> = HashMap<&'a CueId, usize>;

/// `01-0001, 01-0003 to 01-0006`: what stands between the two of a span is part of it, and nothing else.
fn spans(ids: &[&CueId], order: &Order<'_>) -> String {
    let follows = |a: &&CueId, b: &&CueId| order.get(a).zip(order.get(b)).is_some_and(|(a, b)| a + 1 == *b);
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
    advice(text, finding);
}

/// A finding that somebody accepted, and why.
pub(super) fn waived(text: &mut String, finding: &Finding, reason: &str) {
    let _ = writeln!(text, "{CYAN}waived[{}]{PLAIN}: {}", finding.rule, finding.found);
    let _ = writeln!(text, "  {CYAN}-->{PLAIN} {}\n  reason: {reason}", place(&finding.place));
}

fn advice(text: &mut String, finding: &Finding) {
    let _ = writeln!(text, "  wanted: {}", finding.wanted);
    if !finding.hint.is_empty() {
        let _ = writeln!(text, "  hint: {}", finding.hint);
    }
}

pub(super) fn head(text: &mut String, severity: Severity, rule: Rule, found: &str) {
    let color = match severity {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Note => CYAN,
    };
    let _ = writeln!(text, "{color}{severity}[{rule}]{PLAIN}: {BOLD}{found}{PLAIN}");
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
    let counts: Vec<_> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (findings.iter().filter(|finding| finding.severity == severity).count(), severity))
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| counted(count, &severity.to_string()))
        .collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// `1 cue`, `2 cues`.
pub(super) fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
