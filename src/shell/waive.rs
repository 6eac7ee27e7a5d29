//! `cuebook waive`: findings that somebody accepts.

use std::path::Path;

use crate::check::{Memory, Review, Waived};
use crate::script::{Chapter, lint};
use crate::takes::TakeLog;
use crate::takes::log::{Subject, What};
use crate::words::listing::few;
use crate::words::rule::Group;
use crate::words::{CueId, Error, Finding, Result, Rule};

use super::answer::Answer;
use super::arguments;
use super::decided;
use super::findings::counted;
use super::named::{Names, is_take};
use super::session::Session;

pub(super) fn run(root: &Path, options: &arguments::Waive) -> Result<Answer> {
    let session = Session::open(root)?;
    session.folder.require_recordings()?;
    let rule: Rule =
        options.rule.parse().map_err(|error: crate::words::rule::UnknownRule| Error::new(error.to_string()))?;
    let script = session.script()?;
    let (review, log) = session.hear_and_judge(&script)?;
    let names = Names { script: &script, review: &review };
    let target = Target::named(&names, &options.what)?;
    let memory = Memory::new(&log, &script, &review.takes);
    // What is found in the text is no part of a review.
    let (found, waived) = if rule.doc().group == Group::Text {
        memory.part(session.book.check.weigh(lint(&script, &session.book)))
    } else {
        (review.findings.clone(), review.waived.clone())
    };
    let desk = Desk { session: &session, review: &review, log: &log, memory: &memory, found, waived, rule, target };
    match &options.reason {
        Some(reason) if reason.trim().is_empty() => {
            Err(Error::new("a waiver needs a reason").hint("`--reason \"a slammed door, meant so\"`"))
        }
        Some(reason) => desk.waive(reason.trim(), options),
        None => desk.undo(options),
    }
}

/// What findings are accepted of.
enum Target<'a> {
    Take(&'a str),
    Cue(CueId),
    Chapter(&'a Chapter),
}

impl<'a> Target<'a> {
    fn named(names: &Names<'a>, name: &str) -> Result<Self> {
        if let Some((_, cue)) = names.cue(name) {
            return Ok(Self::Cue(cue.id.clone()));
        }
        if let Some(chapter) = names.chapter(name) {
            return Ok(Self::Chapter(chapter));
        }
        match names.take(name)? {
            Some(take) => Ok(Self::Take(&take.file)),
            None => Err(names.unknown(name, "take, cue or chapter")),
        }
    }

    fn has(&self, finding: &Finding, review: &Review) -> bool {
        let place = &finding.place;
        match self {
            Self::Take(file) => place.take.as_deref().is_some_and(|take| is_take(file, take)),
            // A cue's own name means what is used of it.
            Self::Cue(cue) => {
                let used = review.used(cue).map(|take| &take.file);
                place.cue.as_ref() == Some(cue)
                    && (place.take.is_none() || used.is_none() || place.take.as_ref() == used)
            }
            Self::Chapter(chapter) => match &place.cue {
                Some(cue) => chapter.cues.iter().any(|line| line.id == *cue),
                None => place.chapter.as_ref() == Some(&chapter.id),
            },
        }
    }
}

impl std::fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Take(file) => write!(f, "`recordings/{file}`"),
            Self::Cue(cue) => write!(f, "cue {cue}"),
            Self::Chapter(chapter) => write!(f, "chapter {}", chapter.id),
        }
    }
}

/// Everything that a decision is made from.
struct Desk<'a> {
    session: &'a Session,
    review: &'a Review,
    log: &'a TakeLog,
    memory: &'a Memory<'a>,
    found: Vec<Finding>,
    waived: Vec<Waived>,
    rule: Rule,
    target: Target<'a>,
}

impl Desk<'_> {
    fn waive(&self, reason: &str, options: &arguments::Waive) -> Result<Answer> {
        if self.rule.doc().group == Group::Chapters {
            return self.waive_chapter(reason, options);
        }
        let found: Vec<_> = self.found.iter().filter(|finding| self.is_meant(finding)).collect();
        if found.is_empty() {
            return self.nothing_to_waive(options);
        }
        let memory = self.memory;
        let mut waivers: Vec<What> = Vec::new();
        for finding in found {
            let subject = memory.subject(finding).ok_or_else(|| self.not_waivable(finding))?;
            let words = memory.words_of(finding).map(str::to_owned);
            let waiver = What::Waived { subject, take: finding.place.take.clone(), words, reason: reason.to_owned() };
            // One waiver holds for all places in a take.
            if !waivers.contains(&waiver) {
                waivers.push(waiver);
            }
        }
        let count = waivers.len();
        let written = decided::write(self.session, waivers)?;
        let places = if count == 1 { String::new() } else { format!(" in {}", counted(count, "take")) };
        let text = format!(
            "`{}` no longer counts for {}{places}, as long as neither sound nor words change\n",
            self.rule, self.target
        );
        Ok(decided::answer(&written, text, options.json))
    }

    /// What is found in finished chapters is known when they are built, not here.
    fn waive_chapter(&self, reason: &str, options: &arguments::Waive) -> Result<Answer> {
        let subject = self.chapter_subject()?;
        let reason = reason.to_owned();
        let waived = What::Waived { subject, take: None, words: None, reason };
        let written = decided::write(self.session, vec![waived])?;
        let text = format!(
            "`{}` no longer counts for {} when it is built, as long as it uses the same takes\n",
            self.rule, self.target
        );
        Ok(decided::answer(&written, text, options.json))
    }

    fn chapter_subject(&self) -> Result<Subject> {
        let Target::Chapter(chapter) = self.target else {
            return Err(Error::new(format!("`{}` is about whole chapters, not about {}", self.rule, self.target))
                .hint(format!("name the chapter: `cuebook waive {} 01`", self.rule)));
        };
        Ok(Subject {
            rule: self.rule.code().to_owned(),
            cue: None,
            chapter: Some(chapter.id.clone()),
            audio: Some(self.review.chapter_sound(chapter)),
        })
    }

    fn is_meant(&self, finding: &Finding) -> bool {
        finding.rule == self.rule && self.target.has(finding, self.review)
    }

    /// Says what there is instead: that it is waived already, what else is found there, or where else this is found.
    fn nothing_to_waive(&self, options: &arguments::Waive) -> Result<Answer> {
        if let Some((_, reason)) = self.waived.iter().find(|(finding, _)| self.is_meant(finding)) {
            let text = format!("`{}` is waived already for {}: {reason}\n", self.rule, self.target);
            return Ok(decided::answer(&[], text, options.json));
        }
        let error = Error::new(format!("`{}` finds nothing in {}", self.rule, self.target));
        let here = self.found.iter().filter(|finding| self.target.has(finding, self.review));
        let here = distinct(here.map(|finding| format!("`{}`", finding.rule)));
        let elsewhere = self.found.iter().filter(|finding| finding.rule == self.rule);
        let elsewhere = distinct(elsewhere.filter_map(|finding| {
            let place = &finding.place;
            place.take.clone().or_else(|| place.cue.as_ref().map(ToString::to_string))
        }));
        let error =
            if here.is_empty() { error } else { error.hint(format!("what is found there: {}", few(&here, FEW))) };
        Err(if elsewhere.is_empty() { error } else { error.hint(format!("it is found in {}", few(&elsewhere, FEW))) })
    }

    fn not_waivable(&self, finding: &Finding) -> Error {
        let error = Error::new(format!(
            "`{}` can't be waived here: there is neither a sound nor a line that a waiver could hold for",
            self.rule
        ));
        match &finding.place.take {
            Some(file) => error.hint(format!("move `{file}` out of `recordings/`")),
            None => error
                .hint(format!("`[check]` in book.toml can turn it off for the whole book: `{} = \"off\"`", self.rule)),
        }
    }

    fn undo(&self, options: &arguments::Waive) -> Result<Answer> {
        let memory = self.memory;
        let mut subjects: Vec<Subject> = if self.rule.doc().group == Group::Chapters {
            vec![self.chapter_subject()?]
        } else {
            let waived = self.waived.iter().map(|(finding, _)| finding);
            waived.filter(|finding| self.is_meant(finding)).flat_map(|finding| memory.subjects(finding)).collect()
        };
        subjects.sort();
        subjects.dedup();
        subjects.retain(|subject| !self.log.waivers(subject).is_empty());
        if subjects.is_empty() {
            return Err(Error::new(format!("`{}` is not waived for {}", self.rule, self.target))
                .hint("`cuebook check --waived` lists what is"));
        }
        let unwaived = subjects.into_iter().map(|subject| What::Unwaived { subject }).collect();
        let written = decided::write(self.session, unwaived)?;
        Ok(decided::answer(&written, format!("`{}` counts again for {}\n", self.rule, self.target), options.json))
    }
}

/// Each text once, in the order in which they come.
fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}

/// How many places are named in a hint.
const FEW: usize = 5;
