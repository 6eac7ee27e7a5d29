//! What most commands begin with: the book, its script, and its takes, heard.

use std::path::Path;

use rayon::prelude::*;

use crate::check::{Review, review};
use crate::files::{BookFolder, RecordedFile, TakeAudio};
use crate::script::{self, Script};
use crate::signal::{Meter, pull};
use crate::takes::{Sound, Take, Unreadable};
use crate::words::{Book, Error, Profile, Result};

use super::progress::Progress;

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
        Ok(review(script, self.hear()?, &self.book, &self.profile))
    }

    fn hear(&self) -> Result<Vec<Take>> {
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

/// Measures one file of `recordings/`.
fn hear(file: &RecordedFile) -> Result<Take> {
    if !file.is_nameable() {
        return Ok(Take::named(file.name.clone(), file.stem(), Err(Unreadable::Nameless)));
    }
    let mut audio = match TakeAudio::open(&file.path) {
        Ok(audio) => audio,
        Err(problem) => return Ok(Take::named(file.name.clone(), file.stem(), Err(problem))),
    };
    let format = audio.format().clone();
    let mut meter = Meter::new(format.sample_rate);
    pull::for_each_block(&mut audio, |block| {
        meter.push(block);
        Ok(())
    })?;
    if let Some(problem) = audio.problem() {
        return Ok(Take::named(file.name.clone(), file.stem(), Err(problem.clone())));
    }
    let mut measured = meter.finish();
    let mut channel_mean_square = measured.mean_square;
    if let Some((peaks, mean_square)) = audio.channels() {
        (measured.peaks, channel_mean_square) = (peaks, mean_square);
    }
    let sound = Sound { format, measured, channel_mean_square };
    Ok(Take::named(file.name.clone(), file.stem(), Ok(sound)))
}
