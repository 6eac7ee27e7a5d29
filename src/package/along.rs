//! What stands beside the sound, in step with it: captions, markers, manifests, a book to read along.

use std::fs::File;
use std::io::{Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::delivery::Kept;
use crate::encode::Picture;
use crate::files::unwritable;
use crate::readalong::{
    Edition, Holds, Imprint, SoundFile, audacity_labels, cue_sheet, json, pack, publication, reaper_regions, srt,
    web_vtt,
};
use crate::words::address::address;
use crate::words::profile::files::Along;
use crate::words::{Error, Fingerprint, Result};

use super::Workplace;
use super::folder::place_of;
use super::measure::digest;

/// When publications were changed last, as they say: the same book gives the same bytes on every day, and another
/// identifier as soon as it is another book.
const MODIFIED: &str = "2000-01-01T00:00:00Z";

/// What is to stand beside the sound of a package.
#[derive(Clone, Debug)]
pub struct Beside<'a> {
    /// The book and its sections, which are called as their files are.
    pub edition: Edition<'a>,
    /// What is asked for.
    pub along: &'a [Along],
    /// The cover.
    pub cover: Option<&'a Picture>,
    /// The name of the retail sample.
    pub preview: Option<&'a str>,
    /// The name of files of the whole book, without an ending.
    pub stem: String,
    /// What the sound is made from, as a digest.
    pub identity: Fingerprint,
}

/// Writes what stands beside the sound, which is written already; returns what was written.
///
/// # Errors
/// Where the disk takes no more.
pub fn write_beside(work: &Workplace, beside: &Beside<'_>) -> Result<Vec<Kept>> {
    let mut names = Vec::new();
    let mut write = |name: String, text: String| -> Result<()> {
        work.write(&name, text.as_bytes())?;
        names.push(name);
        Ok(())
    };
    let edition = &beside.edition;
    for kind in beside.along {
        match kind {
            Along::Vtt => each(edition, "vtt", web_vtt, &mut write)?,
            Along::Srt => each(edition, "srt", srt, &mut write)?,
            Along::Audacity => each(edition, "audacity.txt", audacity_labels, &mut write)?,
            Along::Reaper => each(edition, "reaper.csv", reaper_regions, &mut write)?,
            Along::CueSheet => {
                if let Some(sheet) = cue_sheet(edition, &[]) {
                    write(format!("{}.cue", beside.stem), sheet)?;
                }
            }
            Along::Json => write("lines.json".to_owned(), json(edition))?,
            Along::Manifest => {
                let addressed = renamed(edition, |_, file| address(&file.name));
                let preview = beside.preview.map(address);
                write("publication.json".to_owned(), publication(&addressed, beside.cover_name(), preview.as_deref()))?;
            }
            Along::Lpf | Along::Epub => {}
        }
    }
    let wants = |kind| beside.along.contains(&kind);
    if let Some(((name, _), cover)) = beside.cover_name().zip(beside.cover).filter(|_| wants(Along::Manifest)) {
        work.write(name, &cover.bytes)?;
        names.push(name.to_owned());
    }
    for (kind, ending, write) in [
        (
            Along::Lpf,
            "lpf",
            write_lpf as fn(&Workplace, &Beside<'_>, &mut ZipWriter<File>) -> zip::result::ZipResult<()>,
        ),
        (Along::Epub, "epub", write_epub),
    ] {
        if wants(kind) {
            let name = format!("{}.{ending}", beside.stem);
            archive(work, beside, &name, write)?;
            names.push(name);
        }
    }
    let kept = |name: String| Ok(Kept { hash: digest(&work.path(&name))?.1, name });
    names.into_iter().map(kept).collect()
}

fn each(
    edition: &Edition<'_>,
    ending: &str,
    text: fn(&SoundFile<'_>) -> String,
    write: &mut impl FnMut(String, String) -> Result<()>,
) -> Result<()> {
    edition.files.iter().try_for_each(|file| {
        let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
        write(format!("{stem}.{ending}"), text(file))
    })
}

impl Beside<'_> {
    /// The name of the cover inside publications, and its media type.
    fn cover_name(&self) -> Option<(&'static str, &'static str)> {
        let cover = self.cover?;
        Some((if cover.media_type == "image/png" { "cover.png" } else { "cover.jpg" }, cover.media_type))
    }
}

fn renamed<'a>(edition: &Edition<'a>, name: impl Fn(usize, &SoundFile<'a>) -> String) -> Edition<'a> {
    let files =
        edition.files.iter().enumerate().map(|(number, file)| SoundFile { name: name(number, file), ..file.clone() });
    Edition { files: files.collect(), ..edition.clone() }
}

/// Inside archives files have plain names: spaces trip readers.
fn plain(number: usize, file: &SoundFile<'_>) -> String {
    let ending = file.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    format!("{:03}.{ending}", number + 1)
}

fn archive(
    work: &Workplace,
    beside: &Beside<'_>,
    name: &str,
    fill: fn(&Workplace, &Beside<'_>, &mut ZipWriter<File>) -> zip::result::ZipResult<()>,
) -> Result<()> {
    let path = work.path(name);
    let written = || -> zip::result::ZipResult<()> {
        let mut zip = ZipWriter::new(File::create(&path)?).set_auto_large_file();
        fill(work, beside, &mut zip)?;
        zip.finish()?.sync_all()?;
        Ok(())
    };
    written().map_err(|error| match error {
        zip::result::ZipError::Io(error) => unwritable(&place_of(&path), &error),
        error => Error::io("write", &path, error),
    })
}

/// Entries without a date: the same book gives the same bytes.
fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default())
}

fn deflated() -> SimpleFileOptions {
    stored().compression_method(CompressionMethod::Deflated)
}

fn copy<W: Write + Seek>(work: &Workplace, name: &str, zip: &mut ZipWriter<W>) -> zip::result::ZipResult<()> {
    std::io::copy(&mut File::open(work.path(name))?, zip)?;
    Ok(())
}

fn write_lpf(work: &Workplace, beside: &Beside<'_>, zip: &mut ZipWriter<File>) -> zip::result::ZipResult<()> {
    let edition = renamed(&beside.edition, plain);
    let cover = beside.cover_name();
    zip.start_file("publication.json", deflated())?;
    zip.write_all(publication(&edition, cover, None).as_bytes())?;
    if let (Some((name, _)), Some(cover)) = (cover, beside.cover) {
        zip.start_file(name, stored())?;
        zip.write_all(&cover.bytes)?;
    }
    for (file, of) in edition.files.iter().zip(&beside.edition.files) {
        zip.start_file(&file.name, stored())?;
        copy(work, &of.name, zip)?;
    }
    Ok(())
}

fn write_epub(work: &Workplace, beside: &Beside<'_>, zip: &mut ZipWriter<File>) -> zip::result::ZipResult<()> {
    let edition = renamed(&beside.edition, plain);
    let digits = Fingerprint::of(format!("{}{}", beside.identity, beside.edition.title).as_bytes()).to_string();
    // A UUID of version 8: what its digits are is left to whoever makes it (RFC 9562, 5.8).
    let identifier = format!(
        "urn:uuid:{}-{}-8{}-a{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[13..16],
        &digits[17..20],
        &digits[20..]
    );
    let imprint = Imprint { identifier: &identifier, modified: MODIFIED, cover: beside.cover_name() };
    for entry in pack(&edition, imprint) {
        let is_small = matches!(entry.holds, Holds::Text(_)) && entry.path != "mimetype";
        zip.start_file(entry.path, if is_small { deflated() } else { stored() })?;
        match entry.holds {
            Holds::Text(text) => zip.write_all(text.as_bytes())?,
            Holds::Audio(number) => copy(work, &beside.edition.files[number].name, zip)?,
            Holds::Cover => zip.write_all(beside.cover.map_or(&[], |cover| &*cover.bytes))?,
        }
    }
    Ok(())
}
