//! What most commands begin with: the book, its script, and its takes, heard.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::check::{Review, review};
use crate::files::{BookFolder, hear};
use crate::manuscript::Manuscript;
use crate::script::{self, Cue, Pace, Script};
use crate::takes::{Take, TakeLog};
use crate::timeline::{Sounds, Timeline};
use crate::words::{Book, CueId, Error, Profile, Result};

use super::progress::Progress;

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
}

impl Session {
    pub fn open(root: &Path) -> Result<Self> {
        let folder = BookFolder::open(root)?;
        let book = folder.settings()?;
        let profile = Profile::named(&book.delivery.profile)?;
        Ok(Self { folder, book, profile })
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

    /// Hears all takes and judges them against the script.
    pub fn review(&self, script: &Script) -> Result<Review> {
        Ok(self.judge(script, self.hear()?, &self.take_log()?))
    }

    /// Judges takes that were heard against the script.
    pub fn judge(&self, script: &Script, takes: Vec<Take>, log: &TakeLog) -> Review {
        review(script, takes, log, &self.book, &self.profile)
    }

    /// What people decided and cuebook saw.
    pub fn take_log(&self) -> Result<TakeLog> {
        let path = self.folder.recordings().join("takes.jsonl");
        match fs::read(&path) {
            Ok(bytes) => Ok(TakeLog::read(&bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(TakeLog::default()),
            Err(error) => Err(Error::io("read", &path, error)),
        }
    }

    /// Hears all takes.
    pub fn hear(&self) -> Result<Vec<Take>> {
        let files = self.folder.recorded()?;
        let progress = Progress::counting("hearing", "takes", files.len() as u64);
        files
            .par_iter()
            .map(|file| {
                let take = hear(file);
                progress.advance(1);
                take
            })
            .collect()
    }
}
