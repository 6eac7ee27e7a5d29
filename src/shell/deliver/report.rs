//! What a delivery says of itself.

use std::fmt::Write;

use serde::Serialize;

use crate::delivery::{Manifest, PlannedFile};
use crate::script::Script;
use crate::words::Finding;
use crate::words::profile::{Megabytes, Value};
use crate::words::time::clock;

use super::super::answer::{Answer, Outcome};
use super::super::arguments::Deliver;
use super::super::findings::{self, counted};
use super::super::table::table;
use super::package::{Delivery, Package};

#[derive(Serialize)]
struct Json<'a> {
    deliveries: Vec<JsonDelivery<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<&'a [String]>,
    /// What is wrong with takes and chapters, where that was delivered all the same.
    #[serde(skip_serializing_if = "<[Finding]>::is_empty")]
    findings: &'a [Finding],
}

#[derive(Serialize)]
struct JsonDelivery<'a> {
    folder: String,
    taken_over: usize,
    #[serde(flatten)]
    manifest: &'a Manifest,
    findings: &'a [Finding],
}

#[derive(Serialize)]
struct JsonPlan<'a> {
    profile: &'a str,
    folder: String,
    files: &'a [PlannedFile],
}

/// That nothing was delivered, as not everything is recorded, or not well.
pub(super) fn refused(found: &[Finding], script: &Script, options: &Deliver) -> Answer {
    let outcome = Outcome::Errors;
    if options.json {
        return Answer::json(&Json { deliveries: Vec::new(), all: None, findings: found }, outcome);
    }
    let text = findings::list(found, script);
    let summary = "nothing was delivered: every cue wants a take, and none with an error, but for `--partial`";
    Answer { text: format!("{text}{summary}: {}\n", findings::count(found)), outcome }
}

/// Which files there would be.
pub(super) fn preview(packages: &[Package<'_>], options: &Deliver) -> Answer {
    if options.json {
        let plans: Vec<_> = packages
            .iter()
            .map(|package| JsonPlan {
                profile: &package.wanted.profile.name,
                folder: package.place.display().to_string(),
                files: &package.plan.files,
            })
            .collect();
        return Answer::json(&plans, Outcome::Clean);
    }
    let mut text = String::new();
    for package in packages {
        let rows: Vec<_> =
            package.plan.files.iter().map(|file| vec![file.name.clone(), clock(file.seconds())]).collect();
        let place = package.place.display();
        let title = &package.wanted.profile.title;
        text += &table(&rows);
        let _ = writeln!(text, "{title}: {} to `{place}`; nothing was written", counted(rows.len(), "file"));
    }
    Answer::clean(text)
}

/// What was delivered, and what came of it.
pub(super) fn delivered(
    deliveries: &[Delivery<'_>],
    beside: &[Finding],
    served: Option<&[String]>,
    script: &Script,
    options: &Deliver,
) -> Answer {
    let all: Vec<Finding> =
        beside.iter().chain(deliveries.iter().flat_map(|delivery| &delivery.findings)).cloned().collect();
    let outcome = Outcome::of(&all);
    if options.json {
        let deliveries = deliveries.iter().map(|delivery| JsonDelivery {
            folder: delivery.place.display().to_string(),
            taken_over: delivery.taken_over,
            manifest: &delivery.manifest,
            findings: &delivery.findings,
        });
        return Answer::json(&Json { deliveries: deliveries.collect(), all: served, findings: beside }, outcome);
    }
    let mut text = findings::list(beside, script);
    for (number, delivery) in deliveries.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text += &findings::list(&delivery.findings, script);
        text += &measured(&delivery.manifest);
        text += &summary(delivery);
    }
    if let Some(lines) = served {
        text.push('\n');
        for line in lines {
            let _ = writeln!(text, "{line}");
        }
    }
    Answer { text, outcome }
}

fn summary(delivery: &Delivery<'_>) -> String {
    let manifest = &delivery.manifest;
    let place = delivery.place.display();
    let mut text = format!("{}: {} in `{place}`", delivery.title(), counted(manifest.files.len(), "file"));
    if let Some(first) = manifest.files.first() {
        let _ = write!(text, ", {}", first.facts.form());
    }
    if !manifest.beside.is_empty() {
        let _ = write!(text, ", {} in step with them", manifest.beside.len());
    }
    match delivery.taken_over {
        0 => {}
        all if all == manifest.files.len() => text += "; all as before",
        some => drop(write!(text, "; {some} as before")),
    }
    let _ = writeln!(text, "; decoded and measured: {}", findings::count(&delivery.findings));
    text
}

fn measured(manifest: &Manifest) -> String {
    let heading = ["file", "length", "size", "RMS", "peak", "true peak", "noise floor"].map(str::to_owned).to_vec();
    let rows = manifest.files.iter().map(|row| {
        let facts = &row.facts;
        vec![
            row.name.clone(),
            clock(facts.seconds()),
            Megabytes(facts.bytes as f64 / 1e6).to_string(),
            shown(facts.levels.rms),
            shown(facts.levels.peak),
            shown(facts.levels.true_peak),
            shown(facts.levels.noise_floor),
        ]
    });
    table(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
}

fn shown<T: Value>(value: Option<T>) -> String {
    value.map_or_else(|| "silence".to_owned(), |value| value.to_string())
}
