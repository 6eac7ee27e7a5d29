//! Making one file of a package: encoded, read back, measured.

use std::collections::BTreeMap;
use std::path::Path;

use crate::delivery::{CoverSeen, Credit, Facts, MarkSeen, PlannedFile, Says, fitting_gain, language_code};
use crate::encode::{Mark, Picture, Tags};
use crate::files::BookFolder;
use crate::signal::pull::for_each_block;
use crate::signal::{ProgrammeLevels, ProgrammeMeter, Pull};
use crate::words::profile::{Files, Format};
use crate::words::{Book, ChapterId, Fingerprint, Frames, Gain, Profile, Result, SampleRate};

use super::ENCODED_BY;
use super::encode::{Rounding, write};
use super::measure::measure;
use super::sound::open;

/// A file that is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// What it is.
    pub planned: &'a PlannedFile,
    /// Who it is for.
    pub profile: &'a Profile,
    /// How it is stored.
    pub files: &'a Files,
    /// What it says of itself.
    pub tags: &'a Tags,
    /// What it is made of.
    pub source: Source<'a>,
}

/// The masters that files are made of.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The book.
    pub folder: &'a BookFolder,
    /// The bits of their samples.
    pub bits: u32,
    /// What each was made from.
    pub recipes: &'a BTreeMap<ChapterId, Fingerprint>,
}

/// A file that was made.
#[derive(Clone, PartialEq, Debug)]
pub struct Made {
    /// What it is raised by, where it was cut out of a chapter.
    pub gain: Gain,
    /// What was found in its bytes.
    pub facts: Facts,
}

/// Encodes a file, reads it back and measures it; `progress` hears of every frame twice, once for either.
///
/// # Errors
/// Where a master can't be read any more, the disk takes no more, or the file is not what was written.
pub fn make(task: Task<'_>, path: &Path, progress: &dyn Fn(Frames)) -> Result<Made> {
    let Task { planned, profile, files, tags, source } = task;
    let gain = if planned.is_cut() { fitting_gain(&levels(task)?, profile) } else { Gain::UNITY };
    let open = || -> Result<(SampleRate, Box<dyn Pull + Send>)> {
        let (rate, sound) = open(planned, source.folder)?;
        Ok((rate, if gain.is_unity() { sound } else { Box::new(Raised { sound, factor: gain.factor() as f32 }) }))
    };
    let (rate, mut sound) = open()?;
    let keeps = files.bit_depth.is_some_and(|bits| source.bits <= bits);
    let is_exact = keeps && rate == planned.rate && gain.is_unity();
    let rounding = if is_exact { Rounding::Exact } else { Rounding::Dithered };
    write(planned, files, tags, sound.as_mut(), rounding, path, progress)?;
    let (_, mut sound) = open()?;
    Ok(Made { gain, facts: measure(path, files.format, sound.as_mut(), progress)? })
}

fn levels(task: Task<'_>) -> Result<ProgrammeLevels> {
    let (_, mut sound) = open(task.planned, task.source.folder)?;
    let mut meter = ProgrammeMeter::new(task.planned.rate);
    for_each_block(sound.as_mut(), |block| {
        meter.push(block);
        Ok(())
    })?;
    Ok(meter.finish())
}

/// A sound that is louder or softer than its masters.
struct Raised {
    sound: Box<dyn Pull + Send>,
    factor: f32,
}

impl Pull for Raised {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let count = self.sound.pull(out)?;
        out[..count].iter_mut().for_each(|sample| *sample *= self.factor);
        Ok(count)
    }
}

/// The digest of all that a file's bytes depend on: its name is none of it.
#[must_use]
pub fn made_from(task: Task<'_>) -> Fingerprint {
    let Task { planned, profile, files, tags, source } = task;
    let unnamed = PlannedFile { name: String::new(), ..planned.clone() };
    let recipes: Vec<_> = planned.pieces.iter().map(|piece| source.recipes.get(&piece.chapter)).collect();
    let cover = tags.cover.as_ref().map(|cover| Fingerprint::of(&cover.bytes));
    let tags = Tags { cover: None, ..tags.clone() };
    let stored = (files.format, files.kbps, files.bit_depth, files.channels);
    // What is cut out of a chapter is brought into the profile's window.
    let window = planned.is_cut().then(|| {
        let rms = profile.rms.as_ref().map(ToString::to_string);
        let loudness = profile.loudness.as_ref().map(ToString::to_string);
        (rms, loudness, profile.highest_floor(), profile.mono, profile.aim.ceiling)
    });
    let all = format!("{unnamed:?}\n{recipes:?}\n{cover:?}\n{tags:?}\n{stored:?}\n{window:?}\n{ENCODED_BY}");
    Fingerprint::of(all.as_bytes())
}

/// What a file says of itself.
#[must_use]
pub fn tags(planned: &PlannedFile, book: &Book, cover: Option<&Picture>) -> Tags {
    let credit = Credit::of(book);
    let milliseconds =
        |at: Frames| (at.0 * 1000 + u64::from(planned.rate.hertz()) / 2) / u64::from(planned.rate.hertz());
    let ends = planned.marks.iter().skip(1).map(|mark| mark.at).chain([planned.frames]);
    let marks = planned.marks.iter().zip(ends).map(|(mark, end)| Mark {
        title: mark.title.clone(),
        start: milliseconds(mark.at) as u32,
        end: milliseconds(end) as u32,
    });
    Tags {
        title: planned.title.clone(),
        album: credit.title.to_owned(),
        artist: credit.author.to_owned(),
        narrator: credit.narrator.to_owned(),
        about: book.about.trimmed(),
        language: language_code(&book.language).to_owned(),
        track: planned.track,
        cover: cover.cloned(),
        chapters: marks.collect(),
    }
}

/// What is to be read back of these tags; `None` for a format without any.
#[must_use]
pub fn says(tags: &Tags, format: Format) -> Option<Says> {
    let has_tags = format != Format::Wav;
    let chapter = |mark: &Mark| MarkSeen { title: mark.title.clone(), start: mark.start, end: Some(mark.end) };
    has_tags.then(|| Says {
        title: tags.title.clone(),
        album: tags.album.clone(),
        artist: tags.artist.clone(),
        narrator: tags.narrator.clone(),
        about: tags.about.clone(),
        track: tags.track,
        cover: tags
            .cover
            .as_ref()
            .map(|cover| CoverSeen { media_type: cover.media_type.to_owned(), hash: Fingerprint::of(&cover.bytes) }),
        chapters: tags.chapters.iter().map(chapter).collect(),
    })
}
