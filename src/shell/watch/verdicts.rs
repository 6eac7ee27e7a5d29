//! The verdicts of a recording session, as far as they still say something.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::words::CueId;

use super::verdict::{Grade, Verdict};

/// Takes that are heard within this time of each other came together: nobody reads a line so fast, and files that are
/// copied come so.
const TOGETHER: Duration = Duration::from_secs(2);

/// The verdicts that count.
#[derive(Default)]
pub(super) struct Verdicts {
    /// On the takes that came together last.
    together: Vec<Verdict>,
    /// On takes of this session that are to be made again, until they are.
    again: Vec<Verdict>,
    /// When the last one came.
    came: Option<Instant>,
    /// How many takes were yet to be heard then.
    waiting: usize,
    /// Whether the narrator has gone on without making them again.
    gone_on: bool,
    /// The cue of the last take that is one of a cue.
    last: Option<CueId>,
}

impl Verdicts {
    /// Adds verdicts that came now, while so many takes are yet to be heard.
    pub fn add(&mut self, new: &[Verdict], now: Instant, waiting: usize) {
        if new.is_empty() {
            return;
        }
        let is_recent = self.came.is_some_and(|came| now.duration_since(came) < TOGETHER);
        let is_together = self.waiting > 0 || is_recent;
        if !is_together {
            self.together.clear();
        }
        (self.came, self.waiting) = (Some(now), waiting);
        let cues: BTreeSet<&CueId> = new.iter().filter_map(|verdict| verdict.cue.as_ref()).collect();
        let is_retake = self.again.iter().any(|old| old.cue.as_ref().is_some_and(|cue| cues.contains(cue)));
        if new.iter().any(is_open) {
            self.gone_on = false;
        } else if !is_together && !is_retake && !cues.is_empty() {
            self.gone_on = true;
        }
        let is_new = |old: &Verdict| new.iter().any(|new| new.file == old.file);
        self.together.retain(|old| !is_new(old));
        self.again.retain(|old| !is_new(old));
        self.together.extend_from_slice(new);
        self.again.extend(new.iter().filter(|verdict| is_open(verdict)).cloned());
        let last = new.iter().rev().find_map(|verdict| verdict.cue.clone());
        self.last = last.or_else(|| self.last.take());
    }

    /// Has the verdicts say what is said of their files now; those on files that are gone are dropped.
    pub fn renew(&mut self, of: impl Fn(&str) -> Option<Verdict>) {
        let renewed = |verdict: Verdict| match verdict.grade {
            Grade::Gone => Some(verdict),
            _ => of(&verdict.file),
        };
        self.together = std::mem::take(&mut self.together).into_iter().filter_map(renewed).collect();
        let again = std::mem::take(&mut self.again).into_iter();
        self.again = again.filter_map(|verdict| of(&verdict.file)).filter(is_open).collect();
    }

    /// The one to show: of those that came together last the first that is to be made again, else the worst, of several
    /// the latest.
    pub fn shown(&self) -> Option<&Verdict> {
        let weight = |verdict: &&Verdict| match verdict.grade {
            Grade::LookAtIt => 2,
            Grade::Again | Grade::Good => 1,
            Grade::Gone => 0,
        };
        let again = self.together.iter().filter(|verdict| is_open(verdict)).min_by_key(|verdict| &verdict.cue);
        again.or_else(|| self.together.iter().max_by_key(weight))
    }

    /// What is to be made again, each line by its ID and other takes by their files.
    pub fn again(&self) -> Vec<String> {
        let name = |verdict: &Verdict| verdict.cue.as_ref().map_or_else(|| verdict.file.clone(), ToString::to_string);
        self.again.iter().map(name).collect()
    }

    /// The lines to make again before others are read: none where the narrator has gone on without.
    pub fn at_once(&self) -> impl Iterator<Item = &CueId> {
        self.again.iter().filter(|_| !self.gone_on).filter_map(|verdict| verdict.cue.as_ref())
    }

    /// The line that was recorded last.
    pub fn last(&self) -> Option<&CueId> {
        self.last.as_ref()
    }
}

/// Whether a take has to be made again, and none is used instead.
fn is_open(verdict: &Verdict) -> bool {
    verdict.grade == Grade::Again && verdict.instead.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(cue: &str, grade: Grade) -> Verdict {
        let file = format!("{cue}.wav");
        Verdict { file, cue: cue.parse().ok(), grade, figures: None, findings: Vec::new(), instead: None }
    }

    fn at_once(verdicts: &Verdicts) -> Vec<String> {
        verdicts.at_once().map(ToString::to_string).collect()
    }

    #[test]
    fn of_takes_that_come_together_the_worst_is_shown() {
        let mut verdicts = Verdicts::default();
        let now = Instant::now();
        let grades = [Grade::Good, Grade::Again, Grade::LookAtIt, Grade::Good];
        // One after the other, as they are heard.
        for (at, grade) in grades.into_iter().enumerate() {
            let later = now + Duration::from_secs(9) * u32::try_from(at).unwrap();
            verdicts.add(&[verdict(&format!("03-000{}", at + 1), grade)], later, 3 - at);
        }
        assert_eq!(verdicts.shown().map(|shown| shown.file.as_str()), Some("03-0002.wav"));
        assert_eq!((verdicts.again(), at_once(&verdicts)), (vec!["03-0002".to_owned()], vec!["03-0002".to_owned()]));
    }

    #[test]
    fn who_goes_on_is_reminded_and_not_held_up() {
        let mut verdicts = Verdicts::default();
        let now = Instant::now();
        verdicts.add(&[verdict("03-0001", Grade::Again), verdict("03-0002", Grade::Again)], now, 0);
        assert_eq!(at_once(&verdicts), ["03-0001", "03-0002"]);
        assert_eq!(
            verdicts.shown().map(|shown| shown.file.as_str()),
            Some("03-0001.wav"),
            "the verdict on what is next"
        );
        // The first is made again and mended, the second is next.
        let retake = verdict("03-0001", Grade::Good);
        verdicts.add(std::slice::from_ref(&retake), now + TOGETHER, 0);
        assert_eq!(at_once(&verdicts), ["03-0002"]);
        verdicts.add(&[verdict("03-0003", Grade::Good)], now + 2 * TOGETHER, 0);
        assert_eq!((at_once(&verdicts), verdicts.again()), (Vec::new(), vec!["03-0002".to_owned()]));
        assert_eq!(verdicts.shown().map(|shown| shown.file.as_str()), Some("03-0003.wav"));
        // Judged anew, it is good.
        verdicts.renew(|file| Some(verdict(file.trim_end_matches(".wav"), Grade::Good)));
        assert_eq!(verdicts.again(), Vec::<String>::new());
    }
}
