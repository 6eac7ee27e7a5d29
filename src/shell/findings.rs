//! Findings as people read them.

use std::collections::{BTreeSet, HashMap, HashSet};
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

/// From so many entries of one rule on, they are told as one: a bad microphone is one thing to mend, not six thousand.
const FLOOD: usize = 6;

/// From so many takes on that came from other cues, somebody renamed them in a row: one thing to look at.
const RENAMED: usize = 3;

/// From so many takes on that a gate is heard in, it is the same gate: in takes with few pauses it can't be told.
const GATED: usize = 2;

/// So many of them are shown.
const SHOWN: usize = 5;

/// So many spans of cues are named in one line.
const SPANS: usize = 12;

/// Lists findings. Those that say the same about several cues are gathered where the first of them stands, and so are
/// those of a rule that has many.
pub(super) fn list(findings: &[Finding], script: &Script) -> String {
    let mut text = String::new();
    let order: HashMap<_, _> = script.cues().map(|(_, cue)| &cue.id).zip(0..).collect();
    let groups = gathered(findings);
    let kind = |group: &[&Finding]| (group[0].rule, group[0].severity);
    let mut entries: HashMap<_, usize> = HashMap::new();
    for group in &groups {
        *entries.entry(kind(group)).or_default() += 1;
    }
    let mut told = HashSet::new();
    for group in &groups {
        let kind = kind(group);
        if entries[&kind] >= flood(kind.0) {
            if told.insert(kind) {
                let all: Vec<_> = findings.iter().filter(|finding| (finding.rule, finding.severity) == kind).collect();
                many(&mut text, &all, &order);
            }
            continue;
        }
        match group[..] {
            [only] => one(&mut text, only),
            [first, ..] if first.rule == Rule::CueMissing => missing(&mut text, group, &order),
            _ if group.len() >= SAME => same(&mut text, group, &order),
            _ => group.iter().for_each(|finding| one(&mut text, finding)),
        }
    }
    if !told.is_empty() {
        let _ = writeln!(text, "`--json` has every finding; `cuebook check 01` shows those of one chapter");
    }
    text
}

/// From how many entries of a rule on they are told as one.
fn flood(rule: Rule) -> usize {
    match rule {
        Rule::TakeElsewhere => RENAMED,
        Rule::Gate => GATED,
        _ => FLOOD,
    }
}

/// Findings of one rule that say different things.
fn many(text: &mut String, findings: &[&Finding], order: &Order<'_>) {
    let first = findings[0];
    if first.rule == Rule::CueMissing {
        return missing(text, findings, order);
    }
    let what = first.rule.doc().words.what.trim_end_matches('.');
    head(text, first.severity, first.rule, &format!("{} times: {}", findings.len(), lower_first(what)));
    for finding in &findings[..SHOWN.min(findings.len())] {
        let _ = writeln!(text, "  {CYAN}-->{PLAIN} {}: {}", place(&finding.place), finding.found);
    }
    let rest = &findings[SHOWN.min(findings.len())..];
    let ids = ids(rest);
    if rest.is_empty() {
        // All of them are shown.
    } else if ids.len() == rest.len() {
        let _ = writeln!(text, "      and {} more: {}", rest.len(), spans(&ids, order));
    } else {
        let _ = writeln!(text, "      and {} more", rest.len());
    }
    if findings.iter().all(|finding| finding.wanted == first.wanted) {
        let _ = writeln!(text, "  wanted: {}", first.wanted);
    }
    // What mends the worst of them mends them all.
    let worst =
        findings.iter().fold(first, |worst, finding| if finding.beyond > worst.beyond { finding } else { worst });
    let hint = if first.rule == Rule::TakeElsewhere { renamed(findings) } else { worst.hint.clone() };
    if !hint.is_empty() {
        let _ = writeln!(text, "  hint: {hint}");
    }
}

/// What to do about many takes that came from other cues: their names were wrong before, or are now.
fn renamed(findings: &[&Finding]) -> String {
    let chapters: BTreeSet<_> = findings.iter().filter_map(|finding| finding.place.chapter.as_ref()).collect();
    let waive = |chapter| format!("`cuebook waive {} {chapter} --reason \"renamed\"`", Rule::TakeElsewhere);
    match (chapters.first(), chapters.len()) {
        (Some(chapter), 1) => {
            format!(
                "listen to some: if they read these lines, {} says so for all; if not, rename them back",
                waive(chapter)
            )
        }
        (Some(chapter), _) => format!(
            "listen to some: if they read these lines, {} says so for a chapter; if not, rename them back",
            waive(chapter)
        ),
        _ => String::new(),
    }
}

pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
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

/// What cues lack, whether there is a file or none.
const NO_TAKE: &str = "no take that can be used";

fn missing(text: &mut String, group: &[&Finding], order: &Order<'_>) {
    let first = group[0];
    let ids = ids(group);
    // Of many chapters, some lines may have a take that can't be used.
    let found = if group.iter().all(|finding| finding.found == first.found) { &first.found } else { NO_TAKE };
    head(text, first.severity, first.rule, &format!("{} cues have {found}: {}", ids.len(), spans(&ids, order)));
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
    let spans: Vec<_> = spans.collect();
    match spans.len().checked_sub(SPANS) {
        Some(more @ 1..) => format!("{} and {more} more such places", spans[..SPANS].join(", ")),
        _ => spans.join(", "),
    }
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
    parts.extend(place.file.as_ref().map(|file| format!("output/delivery/{file}")));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_in_two_takes_is_one_gate() {
        let finding = |number: usize| {
            let place = Place { cue: format!("01-{number:04}").parse().ok(), ..Place::default() };
            let found = format!("the noise falls by {}.0 dB behind words", 20 + number);
            Finding::new(Rule::Gate, place, found, "at most 6.0 dB").hint("turn it off")
        };
        let text = list(&[finding(1), finding(7)], &Script::default());
        assert!(text.contains("2 times") && text.contains("cue 01-0007: the noise falls by 27.0 dB"), "{text}");
        assert_eq!(text.matches("hint:").count(), 1, "{text}");
        assert!(!text.contains("more"), "{text}");
        assert!(!list(&[finding(1)], &Script::default()).contains("times"));
    }

    #[test]
    fn the_worst_of_many_says_what_to_do() {
        let finding = |(number, beyond): (usize, f64)| {
            let place = Place { cue: format!("01-{number:04}").parse().ok(), ..Place::default() };
            let found =
                Finding::new(Rule::LevelLow, place, format!("{:.1} dBFS", -36.0 - beyond), "at least -36.0 dBFS");
            found.hint(format!("raise the input gain by {beyond:.0} dB or more")).beyond(beyond)
        };
        let findings: Vec<Finding> = (1..).zip([2.0, 3.0, 12.0, 4.0, 2.0, 5.0, 1.0]).map(finding).collect();
        let text = list(&findings, &Script::default());
        assert!(text.contains("7 times") && text.contains("  hint: raise the input gain by 12 dB or more"), "{text}");
        assert_eq!(text.matches("hint:").count(), 1, "{text}");
    }
}
