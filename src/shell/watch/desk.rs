//! The state of a recording session: takes as they are heard, the script as it is, and the line that is next.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Instant, SystemTime};

use crate::check::{BookProgress, ChapterProgress, PickupKind, Progress, Review, pickups, progress};
use crate::files::{Arrivals, Heard, own_profile_path};
use crate::script::{Cue, Script};
use crate::shell::session::Session;
use crate::shell::status::closing;
use crate::takes::TakeLog;
use crate::words::{CueId, Result};

use super::ear::Ear;
use super::keeper::Keeper;
use super::trouble::{Troubles, in_a_row};
use super::verdict::Verdict;
use super::verdicts::Verdicts;
use super::view::{View, ViewLine};

/// When a file was last written, and how long it is.
type Written = Option<(SystemTime, u64)>;

/// A recording session.
pub(super) struct Desk {
    session: Session,
    script: Script,
    /// The script, the settings and the book's own profile as they were read.
    written: [Written; 3],
    /// The take log as it was read.
    log: Written,
    arrivals: Arrivals,
    ear: Ear,
    keeper: Keeper,
    takes: BTreeMap<String, Heard>,
    review: Review,
    /// Takes that are heard and yet to be judged.
    unjudged: Vec<String>,
    /// How far the chapters are, and the book.
    chapters: Vec<ChapterProgress>,
    book: Progress,
    /// The lines that are owed, and why.
    owed: BTreeMap<CueId, PickupKind>,
    /// Files that are still being written.
    arriving: Vec<String>,
    verdicts: Verdicts,
    /// The line that is shown instead of the next to record, by its place in the script.
    shown: Option<usize>,
    troubles: Troubles,
    /// How many takes were heard since it began.
    pub heard: usize,
}

impl Desk {
    /// Hears what is there already.
    pub fn open(session: Session) -> Result<Self> {
        let written = written(&session);
        let log = state(&session.folder.take_log_path());
        let script = session.script()?;
        // Watched before it is heard, so that nothing that arrives in between is missed.
        let arrivals = Arrivals::watch(&session.folder, Instant::now())?;
        let takes: BTreeMap<String, Heard> =
            session.hear()?.into_iter().map(|heard| (heard.take.file.clone(), heard)).collect();
        let (review, decisions) = session.judge(&script, takes.values().cloned().collect())?;
        let (ear, keeper) = (Ear::open()?, Keeper::open(Instant::now())?);
        let mut desk = Self {
            session,
            script,
            written,
            log,
            arrivals,
            ear,
            keeper,
            takes,
            review,
            unjudged: Vec::new(),
            chapters: Vec::new(),
            book: Progress::default(),
            owed: BTreeMap::new(),
            arriving: Vec::new(),
            verdicts: Verdicts::default(),
            shown: None,
            troubles: Troubles::default(),
            heard: 0,
        };
        desk.reckon(&decisions);
        Ok(desk)
    }

    /// Reckons anew how far the book is: too much work for every look.
    fn reckon(&mut self, log: &TakeLog) {
        let BookProgress { chapters, book, .. } = progress(&self.script, &self.review, &self.session.book);
        (self.chapters, self.book) = (chapters, book);
        let owed = pickups(&self.script, &self.review, log);
        self.owed = owed.into_iter().map(|pickup| (pickup.cue.id.clone(), pickup.kind)).collect();
    }

    /// Looks what has happened since the last time.
    pub fn tick(&mut self) -> Vec<Verdict> {
        let mut has_changed = self.reread();
        let mut gone = Vec::new();
        match self.arrivals.look(Instant::now()) {
            Ok(arrived) => {
                self.troubles.folder = None;
                self.arriving = arrived.arriving;
                for file in arrived.ready {
                    self.keeper.arrived(&file);
                    self.ear.give(file);
                }
                gone = arrived.gone;
                gone.retain(|name| self.takes.remove(name).is_some());
            }
            // A network drive that is away for a moment comes back.
            Err(error) => self.troubles.folder = Some(in_a_row(&error)),
        }
        for (name, take) in self.ear.heard() {
            match take {
                Ok(heard) if heard.is_steady => {
                    self.troubles.take = None;
                    self.keeper.heard(&heard, Instant::now());
                    self.takes.insert(name.clone(), heard);
                    self.unjudged.push(name);
                    self.heard += 1;
                }
                // It will arrive again.
                Ok(_) => {}
                Err(error) => self.troubles.take = Some(in_a_row(&error)),
            }
        }
        self.keeper.look(&mut self.takes, Instant::now());
        if self.keeper.is_time(Instant::now()) {
            self.keep();
        }
        has_changed |= !self.unjudged.is_empty() || !gone.is_empty() || self.troubles.review.is_some();
        let mut verdicts: Vec<Verdict> = gone.into_iter().map(Verdict::gone).collect();
        if has_changed && self.judge() {
            let new = std::mem::take(&mut self.unjudged);
            verdicts.extend(new.iter().filter_map(|name| self.verdict(name)));
        }
        if has_changed {
            self.verdicts.add(&verdicts, Instant::now(), self.ear.waiting());
            let (takes, review, profile) = (&self.takes, &self.review, &self.session.profile);
            self.verdicts.renew(|file| Some(Verdict::of(&takes.get(file)?.take, review, profile)));
        }
        if !verdicts.is_empty() {
            self.shown = None;
        }
        verdicts
    }

    /// Keeps what was measured, where there is something new.
    pub fn keep(&mut self) {
        if self.keeper.keeps(Instant::now()) {
            self.session.keep(self.takes.values());
        }
    }

    /// Judges all takes anew; whether that could be done. While it can't, what was judged before holds.
    fn judge(&mut self) -> bool {
        let judged = self.session.judge(&self.script, self.takes.values().cloned().collect());
        self.troubles.told = self.session.talk.last().map(|note| in_a_row(&note));
        match judged {
            Ok((review, log)) => {
                self.review = review;
                self.reckon(&log);
                self.troubles.review = None;
                true
            }
            Err(error) => {
                self.troubles.review = Some(in_a_row(&error));
                false
            }
        }
    }

    /// The verdict on a file; `None` where it is no longer there.
    fn verdict(&self, file: &str) -> Option<Verdict> {
        Some(Verdict::of(&self.takes.get(file)?.take, &self.review, &self.session.profile))
    }

    /// What keeps the session from being up to date.
    pub fn trouble(&self) -> Option<&str> {
        self.troubles.first()
    }

    /// Says what could not be said while the screen was taken.
    pub fn catch_up(&self) {
        self.session.talk.catch_up();
    }

    /// Reads the script and the settings again where they were written; whether they were, or the take log, in which
    /// others write what they decide. While they can't be read, as somebody is in the middle of changing them, those that
    /// were there hold.
    fn reread(&mut self) -> bool {
        let log = state(&self.session.folder.take_log_path());
        // A log that is away, with the whole folder, decides nothing.
        let is_decided = log.is_some() && log != self.log;
        if is_decided {
            self.log = log;
        }
        let written = written(&self.session);
        if written == self.written {
            self.troubles.script = None;
            return is_decided;
        }
        let again = Session::open(self.session.folder.root()).and_then(|session| Ok((session.script()?, session)));
        match again {
            Ok((script, session)) => {
                let talk = std::mem::take(&mut self.session.talk);
                (self.script, self.session, self.written) = (script, Session { talk, ..session }, written);
                self.troubles.script = None;
                self.shown = None;
                true
            }
            Err(error) => {
                self.troubles.script = Some(in_a_row(&error));
                is_decided
            }
        }
    }

    /// The line to record next: one whose take has just turned out to be no good, else the first without a take behind the
    /// last one that was made, else the first of the book without one; where every line has its take, the first of those
    /// that are owed behind the last one, else the first of them all.
    pub fn next(&self) -> Option<&Cue> {
        self.script.cues().nth(self.next_at()?).map(|(_, cue)| cue)
    }

    fn next_at(&self) -> Option<usize> {
        let place = |wanted: &CueId| self.script.cues().position(|(_, cue)| cue.id == *wanted);
        if let Some(at) = self.verdicts.at_once().filter_map(place).min() {
            return Some(at);
        }
        let last = self.verdicts.last().and_then(place);
        let first = |is_wanted: &dyn Fn(&CueId) -> bool| {
            let wanted = || self.script.cues().enumerate().filter(|(_, (_, cue))| is_wanted(&cue.id)).map(|(at, _)| at);
            wanted().find(|at| Some(*at) > last).or_else(|| wanted().next())
        };
        first(&|cue| self.review.used(cue).is_none()).or_else(|| first(&|cue| self.owed.contains_key(cue)))
    }

    /// Why a line that has a take is to be recorded again; `None` where it is not.
    pub fn why_again(&self, cue: &CueId) -> Option<PickupKind> {
        self.owed.get(cue).copied().filter(|kind| *kind != PickupKind::Missing)
    }

    /// What is left to do where every line has its take; `None` where one has not.
    pub fn closing(&self) -> Option<String> {
        self.book.is_whole().then(|| closing(self.book.cues, self.owed.len()))
    }

    /// Shows the line before the one that is shown.
    pub fn turn_back(&mut self) {
        let here = self.shown.or_else(|| self.next_at()).unwrap_or(0);
        self.shown = Some(here.saturating_sub(1));
    }

    /// Shows the line behind the one that is shown.
    pub fn turn_on(&mut self) {
        let last = self.script.cues().count().saturating_sub(1);
        let here = self.shown.or_else(|| self.next_at()).unwrap_or(0);
        self.shown = Some((here + 1).min(last));
    }

    /// Shows the line to record next.
    pub fn turn_to_next(&mut self) {
        self.shown = None;
    }

    /// What there is to be shown.
    pub fn view(&self) -> View<'_> {
        let at = self.shown.or_else(|| self.next_at());
        let mut following = self.script.cues().skip(at.unwrap_or(usize::MAX));
        let line = following.next();
        let chapter = line.map(|(chapter, _)| &chapter.id);
        let of_chapter = self.chapters.iter().find(|of| Some(&of.id) == chapter);
        let progress: Progress = of_chapter.map_or(self.book, |of| of.progress);
        View {
            title: of_chapter.map_or_else(|| self.session.book.title.clone(), |of| of.title.clone()),
            progress,
            verdict: self.verdicts.shown(),
            again: self.verdicts.again(),
            line: line.map(|(_, cue)| ViewLine {
                cue,
                record_as: self.record_as(&cue.id),
                is_next: self.shown.is_none(),
                why_again: self.why_again(&cue.id),
            }),
            closing: self.closing(),
            following: following.take(12).map(|(_, cue)| cue).collect(),
            arriving: &self.arriving,
            hearing: self.ear.waiting(),
            trouble: self.trouble(),
        }
    }

    /// The name of the next take of a cue.
    fn record_as(&self, cue: &CueId) -> String {
        let attempts = self.takes.values().filter_map(|heard| heard.take.id.as_ref()).filter(|id| id.cue() == cue);
        let last = attempts.map(crate::words::TakeId::number).max().unwrap_or(0);
        format!("{}.wav", crate::words::TakeId::new(cue.clone(), last.saturating_add(1)))
    }
}

fn written(session: &Session) -> [Written; 3] {
    let profile = own_profile_path(&session.folder, &session.book.delivery.profile).and_then(|path| state(&path));
    [state(&session.folder.narration_path()), state(&session.folder.settings_path()), profile]
}

fn state(path: &Path) -> Written {
    let metadata = path.metadata().ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
