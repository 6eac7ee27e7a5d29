//! What a rule means.

use std::fmt::Write;

use serde::Serialize;

use crate::words::profile::{Limits, TakeFigure, Wants};
use crate::words::rule::Group;
use crate::words::{Book, Rule, Severity};

use super::super::findings::{self, BOLD, CYAN, PLAIN};
use super::paragraph;

/// A rule for programs.
#[derive(Serialize)]
pub(super) struct Report {
    code: Rule,
    group: Group,
    /// What its findings weigh unless a book says otherwise.
    severity: Severity,
    what: &'static str,
    why: &'static str,
    example: &'static str,
    mend: &'static str,
    source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    figure: Option<&'static TakeFigure>,
    /// How this book holds it; nothing outside of a book.
    #[serde(skip_serializing_if = "Option::is_none")]
    here: Option<InBook>,
}

#[derive(Serialize)]
struct InBook {
    /// Nothing where the rule is off.
    severity: Option<Severity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<f64>,
}

impl Report {
    pub fn of(rule: Rule, book: Option<&Book>) -> Self {
        let doc = rule.doc();
        let figure = Limits::built_in().figure(rule);
        let here = book.map(|book| InBook {
            severity: book.check.severity(rule),
            limit: figure.map(|_| book.check.limit(rule).value),
        });
        let words = doc.words;
        Self {
            code: rule,
            group: doc.group,
            severity: doc.severity,
            what: words.what,
            why: words.why,
            example: words.example,
            mend: words.mend,
            source: words.source,
            figure,
            here,
        }
    }
}

/// What a rule weighs: `warning`, or `off` where the book has turned it off.
pub(super) fn weight(rule: Rule, book: Option<&Book>) -> String {
    let severity = book.map_or(Some(rule.severity()), |book| book.check.severity(rule));
    severity.map_or("off".to_owned(), |severity| severity.to_string())
}

/// A rule for people.
pub(super) fn explain(rule: Rule, book: Option<&Book>) -> String {
    let (doc, words) = (rule.doc(), rule.doc().words);
    let mut text = format!("{BOLD}{rule}{PLAIN}  {}, {}\n\n", doc.severity, doc.group);
    text.push_str(&paragraph(words.what, 0));
    text.push_str(&paragraph(words.why, 0));
    let headed = |text: &mut String, head: &str, body: &str| {
        let _ = write!(text, "\n{BOLD}{head}{PLAIN}\n{}", paragraph(body, 2));
    };
    let _ = write!(text, "\n{BOLD}example{PLAIN}\n");
    text.push_str(&example(rule));
    headed(&mut text, "how to mend it", words.mend);
    headed(&mut text, "where it comes from", words.source);
    if let Some(figure) = Limits::built_in().figure(rule) {
        let body = format!("{}: {}", capital(&figure.means), bound(figure));
        headed(&mut text, "limit", &body);
        text.push_str(&paragraph(&format!("{} ({}, {})", capital(&figure.source), figure.confidence, figure.read), 2));
    }
    if let Some(book) = book.filter(|book| book.check.changes(rule)) {
        let limit = Limits::built_in().figure(rule).map(|_| format!(", {}", book.check.limit(rule)));
        headed(&mut text, "in this book", &format!("{}{}", weight(rule, Some(book)), limit.unwrap_or_default()));
    }
    let _ = write!(text, "\n{BOLD}to change it, in book.toml{PLAIN}\n  [check]\n");
    let _ = match Limits::built_in().figure(rule) {
        Some(TakeFigure { limit, warning: Some(warning), error: Some(error), .. }) => {
            writeln!(text, "  {rule} = {{ limit = {limit}, warning = {warning}, error = {error} }}\n  {rule} = \"off\"")
        }
        Some(figure) => {
            writeln!(text, "  {rule} = {{ severity = \"{}\", limit = {} }}", doc.severity, figure.limit)
        }
        None => writeln!(text, "  {rule} = \"{}\"", doc.severity),
    };
    text.push_str("  # the severity can be \"off\", \"note\", \"warning\" or \"error\"\n");
    text
}

/// The example as a finding looks.
fn example(rule: Rule) -> String {
    let words = rule.doc().words;
    let mut lines = words.example.lines();
    let mut shown = String::new();
    findings::head(&mut shown, rule.severity(), rule, lines.next().unwrap_or_default());
    for line in lines {
        let line = line.replacen("-->", &format!("{CYAN}-->{PLAIN}"), 1);
        let _ = writeln!(shown, "  {line}");
    }
    let lines: Vec<_> = shown.lines().map(|line| format!("  {line}\n")).collect();
    lines.concat()
}

fn bound(figure: &TakeFigure) -> String {
    let wants = match figure.wants {
        Wants::AtLeast => "at least",
        Wants::AtMost => "at most",
    };
    let tier = |bound: Option<f64>, weight: &str| {
        bound.map(|bound| format!("; {weight} beyond {}", figure.unit.show(bound))).unwrap_or_default()
    };
    let tiers = tier(figure.warning, "a warning") + &tier(figure.error, "an error");
    format!(
        "{wants} {}{tiers}; a book may set {} to {}",
        figure.unit.show(figure.limit),
        figure.unit.show(figure.from),
        figure.unit.show(figure.to)
    )
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
