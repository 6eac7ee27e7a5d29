//! What most commands begin with: the book, its script, and its takes, heard.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::check::{Review, review};
use crate::files::{
    BookFolder, Found, Heard, Measurements, RecordedFile, Stamp, append_to_take_log, preview_take_log, profile,
    read_take_log, read_untimed_take_log,
};
use crate::level::Sessions;
use crate::manuscript::Manuscript;
use crate::script::{self, Cue, Pace, Script};
use crate::takes::{Take, TakeLog};
use crate::timeline::{Sounds, Timeline};
use crate::words::{Book, CueId, Error, Profile, Result, TakeId};

use super::news;
use super::progress::Progress;
use super::talk::Talk;

/// The author's text, read.
pub(super) struct ReadManuscript {
    pub text: Manuscript,
    /// What was left out of it, and what was decided about it.
    pub notes: Vec<String>,
}

/// An open book.
pub(super) struct Session {
    pub folder: BookFolder,
    pub book: Book,
    pub profile: Profile,
    pub talk: Talk,
}

impl Session {
    pub fn open(root: &Path) -> Result<Self> {
        let folder = BookFolder::open(root)?;
        let book = folder.settings()?;
        let profile = book.levels.applied_to(profile(&folder, &book.delivery.profile)?);
        Ok(Self { folder, book, profile, talk: Talk::default() })
    }

    /// The manuscript, read.
    pub fn manuscript(&self) -> Result<ReadManuscript> {
        let source = self.folder.manuscript()?;
        let text = source
            .text
            .read(&self.book)
            .map_err(|error| error.within(&format!("can't read `{}`", source.path.display())))?;
        let left_out = source.left_out.iter().map(ToString::to_string);
        let notes = left_out.chain(text.notes.iter().map(ToString::to_string)).collect();
        Ok(ReadManuscript { text, notes })
    }

    /// How fast this book's narrator reads, by the chapters that are built; what narrators do, where they say too little.
    pub fn pace(&self, script: &Script) -> Pace {
        let (mut words, mut seconds) = (0, 0.0);
        for chapter in &script.chapters {
            let timeline = fs::read_to_string(self.folder.timeline_path(&chapter.id)).ok();
            // An old or broken timeline says nothing; `play` and `build` speak of it.
            let Some(timeline) = timeline.and_then(|json| Timeline::from_json(&json).ok()) else { continue };
            let ids: HashSet<&CueId> = timeline
                .spans
                .iter()
                .filter_map(|span| match &span.sounds {
                    Sounds::Cue { cue, .. } => Some(cue),
                    Sounds::Pause { .. } => None,
                })
                .collect();
            words += chapter.cues.iter().filter(|cue| ids.contains(&cue.id)).map(Cue::words).sum::<usize>();
            seconds += timeline.sample_rate.seconds(timeline.frames);
        }
        Pace::heard(words, seconds).unwrap_or_default()
    }

    /// The narration script as it was last written; `None` before the first time.
    pub fn written_script(&self) -> Result<Option<Script>> {
        self.folder.narration()?.map(|json| script::parse(&json)).transpose()
    }

    /// The narration script, which the command needs.
    pub fn script(&self) -> Result<Script> {
        self.written_script()?.ok_or_else(|| {
            Error::new(format!("`{}` has no narration script yet", self.folder.root().display()))
                .hint("make it with `cuebook script`")
        })
    }

    /// Hears all takes, remembers the words that the new ones were recorded for, and judges them against the script as it
    /// is written.
    pub fn review(&self, script: &Script) -> Result<Review> {
        Ok(self.hear_and_judge(script)?.0)
    }

    /// The same, and the take log that it was judged by.
    pub fn hear_and_judge(&self, script: &Script) -> Result<(Review, TakeLog)> {
        let heard = self.hear()?;
        self.judge(script, heard)
    }

    /// Remembers the words that new ones of these takes were recorded for, and judges all of them against the script as it
    /// is written.
    pub fn judge(&self, script: &Script, mut heard: Vec<Heard>) -> Result<(Review, TakeLog)> {
        let log = self.remember(script, &mut heard)?;
        Ok((self.judged(script, heard, &log), log))
    }

    /// The same against a script that is yet to be written: the new takes were recorded for the one that is there.
    pub fn review_made(&self, script: &Script) -> Result<Review> {
        // Whoever has a script to write fails at what can't be written, and says so.
        let (mut heard, _) = self.hear_and_keep()?;
        // Mostly it is this very script that is there: a long one is not held twice.
        let is_written = Stamp::read(&self.folder.narration_path())? == Stamp::of_pieces(script::pieces(script));
        let known = if is_written {
            self.bind(script, &heard)?
        } else {
            self.written_script()?.map_or(Ok(None), |written| self.bind(&written, &heard))?
        };
        let log = self.as_known(known, &mut heard)?;
        Ok(self.judged(script, heard, &log))
    }

    /// What [`review_made`](Self::review_made) would come to, and nothing is written.
    pub fn preview(&self, script: &Script) -> Result<Review> {
        let heard = Self::hear_all(&self.folder.recorded()?, &self.measurements())?;
        let written = self.written_script()?;
        let steady = || heard.iter().filter(|heard| heard.is_steady).map(|heard| &heard.take);
        let log = preview_take_log(&self.folder, |log, now, add| {
            if let Some(script) = &written {
                log.bindings(script, steady()).events(now).for_each(add);
            }
        })?;
        Ok(self.judged(script, heard, &log))
    }

    fn judged(&self, script: &Script, heard: Vec<Heard>, log: &TakeLog) -> Review {
        let mut takes: Vec<Take> = heard.into_iter().map(|heard| heard.take).collect();
        // The room of what else is known of them.
        takes.shrink_to_fit();
        let mut review = review(script, takes, log, &self.book, &self.profile);
        let sessions = Sessions::of(&review, &self.book.levels);
        review.add(self.book.check.weigh(sessions.findings().to_vec()), script, log);
        review
    }

    /// Remembers, before another script takes the place of the one that is there, which words the takes of those lines
    /// were recorded for that it changes.
    pub fn remember_before(&self, next: &Script) {
        let ended = self.written_script().and_then(|written| {
            let Some(written) = written else { return Ok(()) };
            let changed = changed_lines(&written, next);
            let is_take = |id: TakeId| changed.contains(id.cue());
            let mut files = self.folder.recorded()?;
            files.retain(|file| file.stem().parse().is_ok_and(is_take));
            let mut heard = Self::hear_all(&files, &self.measurements())?;
            self.remember(&written, &mut heard).map(drop)
        });
        if let Err(error) = ended {
            self.unremembered(&error);
        }
    }

    /// What the newest takes of lines read, where that is not what the script says: the lines changed since. Nobody is kept
    /// from changing a script because that can't be told.
    pub fn read_otherwise(&self, script: &Script) -> BTreeMap<CueId, String> {
        self.recorded_otherwise(script).unwrap_or_else(|error| {
            self.talk.note(format!("lines that were divided stay so, as what their takes read can't be told: {error}"));
            BTreeMap::new()
        })
    }

    fn recorded_otherwise(&self, script: &Script) -> Result<BTreeMap<CueId, String>> {
        let log = read_untimed_take_log(&self.folder)?;
        let lines: HashMap<_, _> = script.cues().map(|(_, cue)| (&cue.id, cue)).collect();
        let changed =
            log.seen().filter(|(_, cue, bound)| lines.get(cue).is_some_and(|cue| !cue.reads_as(&bound.words)));
        let changed: HashSet<&CueId> = changed.map(|(_, cue, _)| cue).collect();
        if changed.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut files = self.folder.recorded()?;
        files.retain(|file| file.stem().parse().is_ok_and(|id: TakeId| changed.contains(id.cue())));
        let mut takes: Vec<_> =
            Self::hear_all(&files, &self.measurements())?.into_iter().map(|heard| heard.take).collect();
        takes.retain(Take::has_speech);
        takes.sort_by_key(|take| take.id.as_ref().map(TakeId::number));
        let newest: BTreeMap<_, _> =
            takes.iter().filter_map(|take| Some((take.id.as_ref()?.cue(), take.audio()?))).collect();
        let read = newest.into_iter().filter_map(|(cue, audio)| {
            let words = &log.bound(audio, cue)?.words;
            (!lines.get(cue)?.reads_as(words)).then(|| (cue.clone(), words.clone()))
        });
        Ok(read.collect())
    }

    /// The take log, the words in it that new takes were recorded for.
    fn remember(&self, script: &Script, heard: &mut [Heard]) -> Result<TakeLog> {
        self.as_known(self.bind(script, heard)?, heard)
    }

    /// The take log as it is known already, else as it is read. What only new takes are compared by is let go of, in the log
    /// and in the takes: of a long book, it is a third of what is known.
    fn as_known(&self, known: Option<TakeLog>, heard: &mut [Heard]) -> Result<TakeLog> {
        for heard in heard {
            heard.take.forget_contour();
        }
        known.map_or_else(|| read_untimed_take_log(&self.folder), |log| Ok(log.untimed()))
    }

    /// Adds to the take log which words the new ones of these takes were recorded for; a log that can't be written is none
    /// that keeps anybody from working. Returns the log where it has nothing to add.
    fn bind(&self, script: &Script, heard: &[Heard]) -> Result<Option<TakeLog>> {
        let log = read_take_log(&self.folder)?;
        // A file that changed while it was heard is still being written.
        let steady = || heard.iter().filter(|heard| heard.is_steady).map(|heard| &heard.take);
        if log.bindings(script, steady()).is_empty() {
            return Ok(Some(log));
        }
        drop(log);
        let (mut processed, mut replaced) = (Vec::new(), Vec::new());
        let added = append_to_take_log(&self.folder, |log, now, add| {
            let new = log.bindings(script, steady());
            replaced = log.replaced(script, steady(), &new);
            new.events(now).for_each(|event| {
                processed.extend(event.processed().map(str::to_owned));
                add(event);
            });
        });
        match added {
            Ok(()) => [news::processed(&processed), news::replaced(&replaced)]
                .into_iter()
                .flatten()
                .for_each(|it| self.talk.note(it)),
            Err(error) => self.unremembered(&error),
        }
        Ok(None)
    }

    fn unremembered(&self, error: &Error) {
        self.talk.note(format!("which words the new takes were recorded for can't be remembered: {error}"));
    }

    /// Hears all takes that have changed since they were heard last.
    pub fn hear(&self) -> Result<Vec<Heard>> {
        let (heard, kept) = self.hear_and_keep()?;
        self.kept(kept);
        Ok(heard)
    }

    /// Keeps what was measured of these takes, which are all that there are.
    pub fn keep<'a>(&self, heard: impl IntoIterator<Item = &'a Heard>) {
        self.kept(Measurements::default().keep(&self.folder, heard));
    }

    fn kept(&self, kept: Result<()>) {
        if let Err(error) = kept {
            self.talk.note(format!("all takes are heard again next time, as what was measured can't be kept: {error}"));
        }
    }

    /// Hears all takes, and tells whether what was measured could be kept.
    fn hear_and_keep(&self) -> Result<(Vec<Heard>, Result<()>)> {
        let measurements = self.measurements();
        let heard = Self::hear_all(&self.folder.recorded()?, &measurements)?;
        let kept = measurements.keep(&self.folder, &heard);
        Ok((heard, kept))
    }

    fn measurements(&self) -> Measurements {
        let (measurements, found) = Measurements::load(&self.folder);
        if found == Found::Damaged {
            let place = self.folder.cache();
            self.talk.note(format!(
                "what was measured before is damaged in `{}`: all takes are heard again",
                place.display()
            ));
        }
        measurements
    }

    fn hear_all(files: &[RecordedFile], measurements: &Measurements) -> Result<Vec<Heard>> {
        let progress = Progress::counting("hearing", "takes", files.len() as u64);
        files
            .par_iter()
            .map(|file| {
                let heard = measurements.hear(file);
                progress.advance(1);
                heard
            })
            .collect()
    }
}

/// The lines of a script that another one does not have, or has in other words.
fn changed_lines(written: &Script, next: &Script) -> HashSet<CueId> {
    let words: HashMap<_, _> = next.cues().map(|(_, cue)| (&cue.id, cue.spoken())).collect();
    let changed = written.cues().filter(|(_, cue)| words.get(&cue.id) != Some(&cue.spoken()));
    changed.map(|(_, cue)| cue.id.clone()).collect()
}
