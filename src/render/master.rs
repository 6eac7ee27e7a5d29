//! Rendering a chapter into its master, and measuring what the file holds.

use std::borrow::Cow;
use std::path::Path;

use crate::check::Master;
use crate::files::{BookFolder, Marker, MasterContent, MasterLoudness, MasterNotes, MasterWriter, replace};
use crate::level::{Reading, next_gain};
use crate::signal::pull::BLOCK;
use crate::signal::{ProgrammeLevels, ProgrammeMeter, Pull};
use crate::timeline::Timeline;
use crate::words::{Error, Frames, Gain, Result};

/// How many samples are made while as many are measured: enough that handing them over costs nothing.
const PIECE: usize = 8 * BLOCK;

/// How many threads work on one chapter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Threads {
    /// One does everything: the others have chapters of their own.
    One,
    /// While one measures and writes, another makes what follows.
    Two,
}

/// Renders a chapter of the book of this title to its master and writes its timeline beside it; `progress` hears how many frames were written.
///
/// What the limiter, the gates of loudness and a filter make of a chapter's level only the whole file shows: where it
/// misses its aim, the chapter is rendered again at a corrected gain, at most twice. The timeline that is written says
/// the gain that was used.
///
/// Both files are put in place only when they are whole, the timeline last.
///
/// # Errors
/// Where a take can't be read any more, or the output can't be written; the old files are then untouched.
pub fn render_master(
    timeline: &Timeline,
    title: &str,
    folder: &BookFolder,
    threads: Threads,
    progress: &dyn Fn(Frames),
) -> Result<(Master, MasterContent)> {
    let mut timeline = Cow::Borrowed(timeline);
    let mut rendered = render(&timeline, title, folder, threads, progress)?;
    let mut readings = Vec::new();
    while let Some(gain) = correction(&timeline, &rendered.master.levels, &mut readings) {
        timeline = Cow::Owned(timeline.into_owned().raised_by(gain));
        // What was written is dropped before the next file is begun: a disk has room for one.
        drop(rendered);
        rendered = render(&timeline, title, folder, threads, &|_| ())?;
    }
    let levels = &rendered.master.levels;
    let loudness = MasterLoudness {
        integrated: levels.loudness,
        range: levels.loudness_range,
        true_peak: levels.true_peak,
        momentary: levels.momentary,
        short_term: levels.short_term,
    };
    let content = rendered.writer.finish(&loudness)?;
    replace(&folder.timeline_path(&timeline.chapter), timeline.to_json().as_bytes())?;
    Ok((rendered.master, content))
}

/// By how much the chapter is to be raised and rendered again; `None` where its level is right, or as near as it gets.
fn correction(timeline: &Timeline, levels: &ProgrammeLevels, readings: &mut Vec<Reading>) -> Option<Gain> {
    readings.push(Reading::of(timeline.levels.chapter, timeline.aim?, levels)?);
    next_gain(readings).map(|gain| gain - timeline.levels.chapter)
}

/// A chapter in a file that is not in its place yet, and what it measures.
struct Rendered {
    writer: MasterWriter,
    master: Master,
}

fn render(
    timeline: &Timeline,
    title: &str,
    folder: &BookFolder,
    threads: Threads,
    progress: &dyn Fn(Frames),
) -> Result<Rendered> {
    let path = folder.master_path(&timeline.chapter);
    let rate = timeline.sample_rate;
    let mut audio = super::open(timeline, &folder.recordings());
    let mut writer = MasterWriter::create(&path, notes(timeline, title))?;
    let mut meter = ProgrammeMeter::new(rate);
    let (mut piece, mut next) = (vec![0.0; PIECE], vec![0.0; PIECE]);
    let mut count = audio.pull(&mut piece)?;
    while count > 0 {
        let mut keep = || -> Result<()> {
            for block in piece[..count].chunks_mut(BLOCK) {
                writer.write(block)?;
                meter.push(block);
            }
            Ok(())
        };
        let mut follow = || audio.pull(&mut next);
        let (kept, following) = match threads {
            Threads::One => (keep(), follow()),
            Threads::Two => rayon::join(keep, follow),
        };
        kept?;
        progress(Frames::from(count));
        count = following?;
        std::mem::swap(&mut piece, &mut next);
    }
    let levels = meter.finish();
    if levels.frames != timeline.frames {
        return Err(wrong_length(&path, levels.frames, timeline.frames));
    }
    let master = Master { chapter: timeline.chapter.clone(), sample_rate: rate, levels, limiter: audio.work() };
    Ok(Rendered { writer, master })
}
/// What the master says of itself: the book and the chapter, and where each cue stands.
fn notes(timeline: &Timeline, title: &str) -> MasterNotes {
    let markers = timeline.cues().map(|cue| Marker { name: cue.cue.to_string(), place: cue.place.clone() });
    let chapter = [timeline.chapter.to_string(), timeline.title.clone()];
    MasterNotes {
        rate: timeline.sample_rate,
        bit_depth: timeline.bit_depth,
        frames: timeline.frames,
        seed: timeline.seed,
        title: format!("{title}, {}", chapter.join(" ").trim_end()),
        markers: markers.collect(),
        reference: timeline.made_from.as_ref().map(|from| from.recipe),
    }
}

fn wrong_length(path: &Path, found: Frames, wanted: Frames) -> Error {
    Error::new(format!("`{}` came out {} frames long, but its timeline has {}", path.display(), found.0, wanted.0))
        .hint("this is a fault of cuebook: please report it with the timeline")
}
