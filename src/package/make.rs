//! Making one file of a package: encoded, read back, measured.

use std::collections::BTreeMap;
use std::path::Path;

use crate::delivery::{CoverSeen, Credit, Facts, MarkSeen, PlannedFile, Says, language_code};
use crate::encode::{Mark, Picture, Tags};
use crate::files::BookFolder;
use crate::words::profile::{Files, Format};
use crate::words::{ChapterId, Fingerprint, Frames, Result, SampleRate};

use super::ENCODED_BY;
use super::encode::{Rounding, write};
use super::measure::measure;
use super::sound::open;

/// A file that is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// What it is.
    pub planned: &'a PlannedFile,
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
    /// Their rate.
    pub rate: SampleRate,
    /// What each was made from.
    pub recipes: &'a BTreeMap<ChapterId, Fingerprint>,
}

/// Encodes a file, reads it back and measures it; `progress` hears of every frame twice, once for either.
///
/// # Errors
/// Where a master can't be read any more, the disk takes no more, or the file is not what was written.
pub fn make(task: Task<'_>, path: &Path, progress: &dyn Fn(Frames)) -> Result<Facts> {
    let Task { planned, files, tags, source } = task;
    let (rate, mut sound) = open(planned, source.folder)?;
    let is_exact = rate == planned.rate && files.bit_depth.is_some_and(|bits| source.bits <= bits);
    let rounding = if is_exact { Rounding::Exact } else { Rounding::Dithered };
    write(planned, files, tags, sound.as_mut(), rounding, path, progress)?;
    let (_, mut sound) = open(planned, source.folder)?;
    measure(path, files.format, sound.as_mut(), progress)
}

/// The digest of all that a file's bytes depend on: its name is none of it.
#[must_use]
pub fn made_from(task: Task<'_>) -> Fingerprint {
    let Task { planned, files, tags, source } = task;
    let unnamed = PlannedFile { name: String::new(), ..planned.clone() };
    let recipes: Vec<_> = planned.pieces.iter().map(|piece| source.recipes.get(&piece.chapter)).collect();
    let cover = tags.cover.as_ref().map(|cover| Fingerprint::of(&cover.bytes));
    let tags = Tags { cover: None, ..tags.clone() };
    let stored = (files.format, files.kbps, files.bit_depth, files.channels);
    Fingerprint::of(format!("{unnamed:?}\n{recipes:?}\n{cover:?}\n{tags:?}\n{stored:?}\n{ENCODED_BY}").as_bytes())
}

/// What a file says of itself.
#[must_use]
pub fn tags(planned: &PlannedFile, credit: Credit<'_>, language: &str, cover: Option<&Picture>) -> Tags {
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
        language: language_code(language).to_owned(),
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
        track: tags.track,
        cover: tags
            .cover
            .as_ref()
            .map(|cover| CoverSeen { media_type: cover.media_type.to_owned(), hash: Fingerprint::of(&cover.bytes) }),
        chapters: tags.chapters.iter().map(chapter).collect(),
    })
}
