//! What a build says of itself.

use std::fmt::Write;
use std::path::PathBuf;

use serde::Serialize;

use crate::check::Master;
use crate::script::Script;
use crate::words::time::clock;
use crate::words::{ChapterId, Finding, Profile};

use super::super::answer::{Answer, Outcome};
use super::super::arguments;
use super::super::findings::{self, counted};
use super::super::session::Session;
use super::super::table::table;
use super::work::{Reason, Task, Work};

/// So many reasons of one kind are told of a chapter.
const REASONS: usize = 4;

/// What every answer of this command begins with.
pub(super) struct Report<'a> {
    pub session: &'a Session,
    pub script: &'a Script,
    pub options: &'a arguments::Build,
}

/// What is said beside findings and levels.
pub(super) struct Said<'a> {
    /// How the script changed.
    pub script: String,
    /// The files of chapters that there is nothing left to build from.
    pub removed: Vec<PathBuf>,
    pub asked: &'a [&'a Task],
    /// What would have been done for the chapters that were not asked for.
    pub left: &'a [&'a Task],
    /// How many findings somebody accepted.
    pub waived: usize,
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    masters: Option<&'a [Master]>,
    chapters: Vec<Chapter<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<&'a [Finding]>,
}

/// What is done for a chapter.
#[derive(Serialize)]
struct Chapter<'a> {
    #[serde(rename = "chapter")]
    id: &'a ChapterId,
    #[serde(rename = "do")]
    work: &'static str,
    why: &'a [Reason],
}

impl Report<'_> {
    /// That nothing was built, as not everything is recorded, or not well.
    pub fn refused(&self, found: &[Finding]) -> Answer {
        let outcome = Outcome::of(found);
        if self.options.json {
            let json = Json { masters: Some(&[]), chapters: Vec::new(), findings: Some(found) };
            return Answer::json(&json, outcome);
        }
        let text = findings::list(found, self.script);
        let summary = "nothing was built: `--complete` wants a take for every cue, and none with an error";
        Answer { text: format!("{text}{summary}: {}\n", findings::count(found)), outcome }
    }

    /// What would be done.
    pub fn preview(&self, tasks: &[&Task], gone: &[PathBuf]) -> Answer {
        if self.options.json {
            let json =
                Json { masters: None, chapters: tasks.iter().map(|task| chapter(task)).collect(), findings: None };
            return Answer::json(&json, Outcome::Clean);
        }
        let mut text = String::new();
        told(&mut text, "would build", tasks, Kind::Build);
        told(&mut text, "would write only the timeline of", tasks, Kind::Retell);
        for path in gone {
            let _ = writeln!(text, "would remove `{}`: there is nothing left to build it from", path.display());
        }
        let built = tasks.iter().filter(|task| Kind::of(task) == Kind::Build).count();
        let _ = writeln!(text, "{} of {} to build; nothing was written", built, counted(tasks.len(), "chapter"));
        Answer::clean(text)
    }

    /// What was done, and what came of it.
    pub fn built(&self, masters: &[Master], found: &[Finding], said: &Said<'_>) -> Answer {
        let outcome = Outcome::of(found);
        if self.options.json {
            let chapters = said.asked.iter().map(|task| chapter(task)).collect();
            return Answer::json(&Json { masters: Some(masters), chapters, findings: Some(found) }, outcome);
        }
        let profile = &self.session.profile;
        let mut text = findings::list(found, self.script);
        if !masters.is_empty() {
            text.push_str(&measured(masters, profile));
            let _ = writeln!(text, "{} wants {}", profile.title, wanted(profile));
        }
        // The script's changes are a list of their own: they stand before the line that says how it went.
        let _ = writeln!(text, "script: {}", said.script);
        for path in &said.removed {
            let _ = writeln!(text, "removed `{}`: there is nothing left to build it from", path.display());
        }
        // Nobody has to be told that the first build of a book builds it.
        if !said.asked.iter().all(|task| task.why == [Reason::First]) {
            told(&mut text, "built", said.asked, Kind::Build);
        }
        told(&mut text, "wrote only the timeline of", said.asked, Kind::Retell);
        told(&mut text, "not built", said.left, Kind::Build);
        told(&mut text, "not written, the timeline of", said.left, Kind::Retell);
        let place = self.session.folder.masters();
        let _ = write!(text, "{} in `{}`", counted(masters.len(), "chapter"), place.display());
        let built = said.asked.iter().filter(|task| Kind::of(task) == Kind::Build).count();
        match masters.len() - built {
            0 => {}
            _ if built == 0 => text.push_str(", nothing to build"),
            kept => drop(write!(text, ", {kept} as before")),
        }
        if said.waived > 0 {
            let _ = write!(text, ", {} waived", said.waived);
        }
        let _ = writeln!(text, ": {}", findings::count(found));
        Answer { text, outcome }
    }
}

/// What is done for a chapter, as a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Keep,
    Retell,
    Build,
}

impl Kind {
    fn of(task: &Task) -> Self {
        match task.work {
            Work::Keep(_) | Work::Recognise(_) => Self::Keep,
            Work::Retell(_) => Self::Retell,
            Work::Build => Self::Build,
        }
    }
}

fn chapter<'a>(task: &'a &Task) -> Chapter<'a> {
    let work = match Kind::of(task) {
        Kind::Keep => "keep",
        Kind::Retell => "write-timeline",
        Kind::Build => "build",
    };
    Chapter { id: &task.planned.chapter, work, why: &task.why }
}

/// A line for each reason that chapters have: `built 01 to 03, 07: room tone`.
fn told(text: &mut String, done: &str, tasks: &[&Task], kind: Kind) {
    let mut by_reason: Vec<(String, Vec<usize>)> = Vec::new();
    for (place, task) in tasks.iter().enumerate().filter(|(_, task)| Kind::of(task) == kind) {
        let why = reasons(&task.why);
        match by_reason.iter_mut().find(|(known, _)| *known == why) {
            Some((_, places)) => places.push(place),
            None => by_reason.push((why, vec![place])),
        }
    }
    for (why, places) in by_reason {
        let _ = writeln!(text, "{done} {}: {why}", listed(tasks, &places));
    }
}

/// Why, in words: every kind of reason; of one kind, what is more than a few is counted.
fn reasons(why: &[Reason]) -> String {
    if why.is_empty() {
        // A name or a number that no cue shows: what the timeline keeps for the next build.
        return "what it keeps of the book".to_owned();
    }
    let mut kinds: Vec<Vec<&Reason>> = Vec::new();
    for reason in why {
        match kinds.iter_mut().find(|kind| kind[0].is_like(reason)) {
            Some(kind) => kind.push(reason),
            None => kinds.push(vec![reason]),
        }
    }
    kinds.iter().map(|kind| told_together(kind)).collect::<Vec<_>>().join("; ")
}

/// Reasons of one kind.
fn told_together(kind: &[&Reason]) -> String {
    let some = |told: Vec<String>, separator: &str| {
        let more = told.len().checked_sub(REASONS).filter(|&more| more > 0);
        let told = told[..told.len().min(REASONS)].join(separator);
        told + &more.map(|more| format!("{separator}and {more} more")).unwrap_or_default()
    };
    if let [Reason::Planned(change), _, ..] = kind {
        let cues = kind.iter().filter_map(|reason| reason.cue()).map(ToString::to_string).collect();
        if let Some(told) = change.of_cues(&some(cues, ", ")) {
            return told;
        }
    }
    some(kind.iter().map(ToString::to_string).collect(), "; ")
}

/// Chapters by their IDs, runs of three and more as such.
pub(super) fn listed(tasks: &[&Task], places: &[usize]) -> String {
    let id = |place: usize| &tasks[place].planned.chapter;
    let mut parts = Vec::new();
    for run in places.chunk_by(|one, next| one + 1 == *next) {
        match run {
            [first, _, .., last] => parts.push(format!("{} to {}", id(*first), id(*last))),
            few => parts.extend(few.iter().map(|&place| id(place).to_string())),
        }
    }
    parts.join(", ")
}

/// What a profile wants of the levels that are listed.
fn wanted(profile: &Profile) -> String {
    let figures = [
        profile.rms.as_ref().map(|figure| format!("RMS {figure}")),
        profile.loudness.as_ref().map(|figure| format!("loudness {figure}")),
        profile.peak.as_ref().map(|figure| format!("peak {figure}")),
        // Where the samples have a figure, it is the same.
        profile.true_peak.as_ref().filter(|_| profile.peak.is_none()).map(|figure| format!("true peak {figure}")),
        profile.noise_floor.as_ref().map(|figure| format!("floor {figure}")),
    ];
    let figures: Vec<_> = figures.into_iter().flatten().collect();
    if figures.is_empty() { "no certain level".to_owned() } else { figures.join(", ") }
}

fn measured(masters: &[Master], profile: &Profile) -> String {
    let heading =
        ["chapter", "length", "RMS", "peak", "true peak", "noise floor", "loudness"].map(str::to_owned).to_vec();
    let shown = |value: Option<String>| value.unwrap_or_else(|| "silence".to_owned());
    let rows = masters.iter().map(|master| {
        vec![
            master.chapter.to_string(),
            clock(master.seconds()),
            shown(master.levels.rms.map(|level| level.to_string())),
            shown(master.levels.peak.map(|level| level.to_string())),
            shown(master.levels.true_peak.map(|level| level.to_string())),
            shown(master.levels.noise_floor.map(|level| level.to_string())),
            shown(master.loudness(profile).map(|level| level.to_string())),
        ]
    });
    table(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
}
