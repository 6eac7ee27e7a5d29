//! `cuebook check`: takes against the script.

use std::path::Path;

use serde::Serialize;

use crate::check::Review;
use crate::words::{Error, Finding, Result};

use super::answer::{Answer, Outcome};
use super::arguments;
use super::findings::{self, counted};
use super::session::Session;

#[derive(Serialize)]
struct Report<'a> {
    takes: usize,
    findings: &'a [Finding],
}

pub(super) fn run(root: &Path, options: &arguments::Check) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let review = session.review(&script)?;
    let wanted = Wanted::parse(&options.takes, &review)?;
    let found: Vec<Finding> = review.findings.iter().filter(|finding| wanted.includes(finding)).cloned().collect();
    let outcome = Outcome::of(&found);
    if options.json {
        return Ok(Answer::json(&Report { takes: review.takes.len(), findings: &found }, outcome));
    }
    let checked = format!("{} for {}", counted(review.takes.len(), "take"), counted(script.cues().count(), "cue"));
    Ok(Answer { text: format!("{}{checked}: {}\n", findings::list(&found), findings::count(&found)), outcome })
}

/// What the command was asked to check.
struct Wanted<'a>(&'a [String]);

impl<'a> Wanted<'a> {
    fn parse(names: &'a [String], review: &Review) -> Result<Self> {
        for name in names {
            let known = review.takes.iter().any(|take| is_take(name, &take.file))
                || review.findings.iter().any(|finding| is_place(name, finding))
                || review
                    .takes
                    .iter()
                    .filter_map(|take| take.id.as_ref())
                    .any(|id| id.cue().to_string() == *name || id.cue().chapter().to_string() == *name);
            if !known {
                return Err(Error::new(format!("`{name}` is no take, cue or chapter of this book"))
                    .hint("name a file in `recordings/`, a cue such as `01-0042`, or a chapter such as `01`"));
            }
        }
        Ok(Self(names))
    }

    fn includes(&self, finding: &Finding) -> bool {
        self.0.is_empty() || self.0.iter().any(|name| is_place(name, finding))
    }
}

fn is_take(name: &str, file: &str) -> bool {
    let path = name.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let stem = file.rsplit('/').next().unwrap_or(file).rsplit_once('.').map_or(file, |(stem, _)| stem);
    path == file || path == stem || path.ends_with(&format!("recordings/{file}"))
}

fn is_place(name: &str, finding: &Finding) -> bool {
    let place = &finding.place;
    place.cue.as_ref().is_some_and(|cue| cue.to_string() == name)
        || place.chapter.as_ref().is_some_and(|chapter| chapter.to_string() == name)
        || place.take.as_ref().is_some_and(|take| is_take(name, take))
}
