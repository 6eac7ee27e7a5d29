//! `cuebook status`: what is recorded, what is missing, what comes next.

use std::fmt::Write;
use std::path::Path;

use serde::{Serialize, Serializer};

use crate::check::Review;
use crate::script::{Chapter, Cue, Pace, Script, pause_before};
use crate::words::time::clock;
use crate::words::{Book, ChapterId, CueId, Finding, Result, Severity};

use super::answer::{Answer, Outcome};
use super::arguments;
use super::findings::{self, BOLD, DIM, PLAIN, counted};
use super::session::Session;
use super::table::table;

#[derive(Serialize)]
struct Report {
    title: String,
    chapters: Vec<Progress>,
    book: Progress,
    next: Option<Next>,
}

/// How far a chapter or the book is.
#[derive(Serialize, Default)]
struct Progress {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<ChapterId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    cues: usize,
    recorded: usize,
    missing: usize,
    /// How many recorded cues have an error or a warning against the take they use.
    with_findings: usize,
    words: usize,
    words_recorded: usize,
    /// How long the takes in use are, without the silence around them.
    #[serde(serialize_with = "hundredths")]
    recorded_seconds: f64,
    /// How long the words without a take will be.
    #[serde(serialize_with = "hundredths")]
    estimated_seconds_left: f64,
}

#[derive(Serialize)]
struct Next {
    cue: CueId,
    text: String,
}

pub(super) fn run(root: &Path, options: &arguments::Status) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let review = session.review(&script)?;
    let report = report(&session.book, &script, &review);
    let outcome = Outcome::Clean;
    if options.json {
        return Ok(Answer::json(&report, outcome));
    }
    Ok(Answer { text: describe(&report, &review.findings), outcome })
}

fn report(book: &Book, script: &Script, review: &Review) -> Report {
    let title = &book.title;
    let pace = pace(book, script, review);
    let chapters: Vec<_> = script.chapters.iter().map(|chapter| progress(chapter, review, &pace)).collect();
    let book = chapters.iter().fold(Progress::default(), |mut book, chapter| {
        book.cues += chapter.cues;
        book.recorded += chapter.recorded;
        book.missing += chapter.missing;
        book.with_findings += chapter.with_findings;
        book.words += chapter.words;
        book.words_recorded += chapter.words_recorded;
        book.recorded_seconds += chapter.recorded_seconds;
        book.estimated_seconds_left += chapter.estimated_seconds_left;
        book
    });
    let next = script.cues().map(|(_, cue)| cue).find(|cue| review.used(&cue.id).is_none());
    let next = next.map(|cue| Next { cue: cue.id.clone(), text: cue.spoken().to_owned() });
    Report { title: title.to_owned(), chapters, book, next }
}

/// How fast the narrator reads, by the takes that are there.
fn pace(book: &Book, script: &Script, review: &Review) -> Pace {
    let (mut words, mut seconds) = (0, 0.0);
    for (_, cue) in script.cues() {
        if let Some(read) = seconds_read(cue, review) {
            words += cue.words();
            seconds += read + pause_before(cue.opens, &book.spacing);
        }
    }
    Pace::heard(words, seconds).unwrap_or_default()
}

/// How long the speech of the take in use is.
fn seconds_read(cue: &Cue, review: &Review) -> Option<f64> {
    let sound = review.used(&cue.id)?.sound.as_ref().ok()?;
    let kept = &sound.measured.speech.as_ref()?.kept;
    Some(sound.format.sample_rate.seconds(kept.end - kept.start))
}

fn progress(chapter: &Chapter, review: &Review, pace: &Pace) -> Progress {
    let (recorded, missing): (Vec<&Cue>, Vec<&Cue>) =
        chapter.cues.iter().partition(|cue| review.used(&cue.id).is_some());
    let words = |cues: &[&Cue]| cues.iter().map(|cue| cue.words()).sum::<usize>();
    let has_finding = |cue: &&&Cue| {
        let against =
            |finding: &Finding| finding.place.cue.as_ref() == Some(&cue.id) && finding.severity > Severity::Note;
        review.findings.iter().any(against)
    };
    Progress {
        id: Some(chapter.id.clone()),
        title: Some(chapter.name()),
        cues: chapter.cues.len(),
        recorded: recorded.len(),
        missing: missing.len(),
        with_findings: recorded.iter().filter(has_finding).count(),
        words: words(&recorded) + words(&missing),
        words_recorded: words(&recorded),
        recorded_seconds: recorded.iter().filter_map(|cue| seconds_read(cue, review)).sum(),
        estimated_seconds_left: pace.seconds(words(&missing)),
    }
}

/// Rounds only what is written, so that no later rounding adds to it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn hundredths<S: Serializer>(seconds: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    // A sum of nothing is -0.0, which nobody wants to read.
    serializer.serialize_f64((seconds * 100.0).round() / 100.0 + 0.0)
}

/// How many characters a bar has.
const BAR: usize = 20;

fn bar(part: usize, whole: usize) -> String {
    let full = (part * BAR).checked_div(whole).unwrap_or(0);
    format!("{}{}", "█".repeat(full), "░".repeat(BAR - full))
}

fn describe(report: &Report, found: &[Finding]) -> String {
    let mut text = format!("{BOLD}{}{PLAIN}\n\n", report.title);
    let row = |name: String, progress: &Progress| {
        let left = match progress.missing {
            0 => String::new(),
            _ => format!("about {} left", clock(progress.estimated_seconds_left)),
        };
        vec![
            name,
            bar(progress.recorded, progress.cues),
            format!("{}/{} cues", progress.recorded, progress.cues),
            format!("{}/{} words", progress.words_recorded, progress.words),
            if progress.recorded > 0 { clock(progress.recorded_seconds) } else { String::new() },
            if progress.with_findings > 0 { format!("{} to look at", progress.with_findings) } else { String::new() },
            left,
        ]
    };
    let mut rows: Vec<_> = report
        .chapters
        .iter()
        .map(|chapter| {
            let id = chapter.id.as_ref().map(ToString::to_string).unwrap_or_default();
            row(format!("{id}  {}", chapter.title.as_deref().unwrap_or_default()), chapter)
        })
        .collect();
    rows.push(row("the whole book".to_owned(), &report.book));
    text.push_str(&table(&rows));
    let listed = if found.is_empty() { String::new() } else { format!("{DIM} (`cuebook check` lists them){PLAIN}") };
    let _ = writeln!(text, "\n{}{listed}", findings::count(found));
    match &report.next {
        Some(next) => {
            let _ = writeln!(text, "next: {BOLD}{}{PLAIN}  {}", next.cue, next.text);
        }
        None => {
            let _ = writeln!(
                text,
                "all {} are recorded: `cuebook build` makes the chapters",
                counted(report.book.cues, "cue")
            );
        }
    }
    text
}
