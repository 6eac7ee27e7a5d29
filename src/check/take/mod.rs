//! One take against its cue: format, channels, damage, level, noise, edges, pace.

mod channels;
mod damage;
mod edges;
mod file;
mod level;
mod noise;

use crate::script::Cue;
use crate::takes::{Sound, Take};
use crate::words::profile::Limit;
use crate::words::{Book, Finding, Frames, Place, Profile, Rule};

use super::voice::Voice;

pub(super) use file::unreadable;

/// What takes are held against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// The book's settings.
    pub book: &'a Book,
    /// What the chapters are made for.
    pub profile: &'a Profile,
    /// What the book's takes say together.
    pub voice: &'a Voice,
}

/// Everything that a take has against it, weighing what the book says.
#[must_use]
pub fn judge_take(take: &Take, cue: &Cue, against: Against<'_>) -> Vec<Finding> {
    let place = Place { cue: Some(cue.id.clone()), take: Some(take.file.clone()), ..Place::default() };
    let findings = match &take.sound {
        Ok(sound) => {
            let mut judge = Judge { place, sound, against, findings: Vec::new() };
            judge.all(cue);
            judge.findings
        }
        Err(problem) => vec![unreadable(problem, place)],
    };
    against.book.check.weigh(findings)
}

struct Judge<'a> {
    place: Place,
    sound: &'a Sound,
    against: Against<'a>,
    findings: Vec<Finding>,
}

impl Judge<'_> {
    fn all(&mut self, cue: &Cue) {
        self.format();
        self.length_of_file();
        self.channels();
        self.peaks();
        let Some(speech) = &self.sound.measured.speech else {
            self.silence();
            return;
        };
        self.level(speech);
        self.damage(speech);
        self.noise();
        self.edges(speech);
        self.pace(cue);
    }

    fn find(&mut self, rule: Rule, found: impl Into<String>, wanted: impl Into<String>, hint: impl Into<String>) {
        self.find_beyond(0.0, rule, found, wanted, hint);
    }

    /// Finds what a hint says by how much to change.
    fn find_beyond(
        &mut self,
        beyond: f64,
        rule: Rule,
        found: impl Into<String>,
        wanted: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.findings.push(Finding::new(rule, self.place.clone(), found, wanted).hint(hint).beyond(beyond));
    }

    fn find_at(
        &mut self,
        at: Frames,
        rule: Rule,
        found: impl Into<String>,
        wanted: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let seconds = Some(self.sound.format.sample_rate.seconds(at));
        let place = Place { seconds, ..self.place.clone() };
        self.findings.push(Finding::new(rule, place, found, wanted).hint(hint));
    }

    fn limit(&self, rule: Rule) -> Limit {
        self.against.book.check.limit(rule)
    }

    fn seconds(&self, frames: Frames) -> f64 {
        self.sound.format.sample_rate.seconds(frames)
    }
}
