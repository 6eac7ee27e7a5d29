//! `cuebook check`: takes against the script.

use std::path::Path;

use serde::Serialize;

use crate::check::{Forecast, Review, Why};
use crate::script::{Chapter, Cue, Script};
use crate::takes::Take;
use crate::words::{Error, Finding, Result};

use super::answer::{Answer, Outcome};
use super::arguments;
use super::findings::{self, CYAN, PLAIN, counted};
use super::heard::Heard;
use super::named::{is_chapter, is_line, is_take};
use super::session::Session;

#[derive(Serialize)]
struct Report<'a> {
    takes: usize,
    findings: &'a [Finding],
    /// Each take with what was measured in it.
    heard: Vec<Heard<'a>>,
    /// What the book's takes will come to at delivery level.
    forecast: Option<Forecast>,
    waived: Vec<Waived<'a>>,
}

/// A finding that somebody accepted.
#[derive(Serialize)]
struct Waived<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    reason: &'a str,
}

pub(super) fn run(root: &Path, options: &arguments::Check) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let review = session.review(&script)?;
    let wanted = Wanted::parse(&options.takes, &script, &review)?;
    let found: Vec<Finding> = review.findings.iter().filter(|finding| wanted.finding(finding)).cloned().collect();
    let takes: Vec<&Take> = review
        .takes
        .iter()
        .filter(|take| wanted.take(take) && !(wanted.names.is_empty() && take.is_room_tone()))
        .collect();
    let waived = review.waived.iter().filter(|(finding, _)| wanted.finding(finding));
    let waived: Vec<_> = waived.map(|(finding, reason)| Waived { finding, reason }).collect();
    let outcome = Outcome::of(&found);
    if options.json {
        let heard = takes.iter().map(|take| Heard::of(take, &review)).collect();
        let forecast = review.voice.forecast();
        let report = Report { takes: takes.len(), findings: &found, heard, forecast, waived };
        return Ok(Answer::json(&report, outcome));
    }
    let cues: Vec<_> = script.cues().filter(|(chapter, cue)| wanted.cue(chapter, cue, &takes)).collect();
    let checked = format!("{} for {}", counted(takes.len(), "take"), counted(cues.len(), "cue"));
    let mut text = findings::list(&found, &script);
    if options.waived {
        for waived in &waived {
            findings::waived(&mut text, waived.finding, waived.reason);
        }
    }
    text.push_str(&choices(cues.iter().map(|(_, cue)| *cue), &review));
    let of_them = if waived.is_empty() { String::new() } else { format!(", {} waived", waived.len()) };
    Ok(Answer { text: format!("{text}{checked}: {}{of_them}\n", findings::count(&found)), outcome })
}

/// So many choices are told.
const SHOWN: usize = 8;

/// Which takes are used for another reason than that they are the newest.
fn choices<'a>(cues: impl Iterator<Item = &'a Cue>, review: &Review) -> String {
    let told: Vec<_> = cues
        .filter_map(|cue| {
            let (used, why) = (review.used(&cue.id)?, review.why(&cue.id)?);
            let passed = review.passed_over(&cue.id);
            let is_obvious = passed.is_none() && why != Why::Circled;
            let instead = passed.map(|newest| format!(" instead of `{}`", newest.file)).unwrap_or_default();
            (!is_obvious).then(|| format!("{CYAN}used{PLAIN}: `{}`{instead}, {why}\n", used.file))
        })
        .collect();
    let more = match told.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("and {more} more; `--json` has them all\n"),
        _ => String::new(),
    };
    told.iter().take(SHOWN).cloned().collect::<String>() + &more
}

/// What the command was asked to check; everything where nothing is named.
struct Wanted<'a> {
    names: &'a [String],
    script: &'a Script,
}

impl<'a> Wanted<'a> {
    fn parse(names: &'a [String], script: &'a Script, review: &Review) -> Result<Self> {
        for name in names {
            let known = review.takes.iter().any(|take| is_take(name, &take.file))
                || script.cues().any(|(chapter, cue)| is_line(name, chapter, cue));
            if !known {
                return Err(Error::new(format!("`{name}` is no take, cue or chapter of this book"))
                    .hint("name a file in `recordings/`, a cue such as `01-0042`, or a chapter such as `01`"));
            }
        }
        Ok(Self { names, script })
    }

    fn any(&self, matches: impl Fn(&str) -> bool) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| matches(name))
    }

    fn finding(&self, finding: &Finding) -> bool {
        let place = &finding.place;
        self.any(|name| {
            place.cue.as_ref().is_some_and(|cue| cue.to_string() == name)
                || place.chapter.as_ref().is_some_and(|chapter| is_chapter(name, chapter))
                || place.take.as_ref().is_some_and(|take| is_take(name, take))
        })
    }

    fn take(&self, take: &Take) -> bool {
        let line = take.id.as_ref().and_then(|id| self.script.cue(id.cue()));
        self.any(|name| is_take(name, &take.file) || line.is_some_and(|(chapter, cue)| is_line(name, chapter, cue)))
    }

    /// Whether a cue is asked for, by its own name or by that of one of these takes.
    fn cue(&self, chapter: &Chapter, cue: &Cue, takes: &[&Take]) -> bool {
        self.any(|name| is_line(name, chapter, cue))
            || takes.iter().any(|take| take.id.as_ref().is_some_and(|id| *id.cue() == cue.id))
    }
}
