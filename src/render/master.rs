//! Rendering a chapter into its master, and measuring what the file holds.

use std::path::Path;

use crate::check::Master;
use crate::files::{BookFolder, Marker, MasterLoudness, MasterNotes, MasterWriter, replace};
use crate::signal::pull::BLOCK;
use crate::signal::{ProgrammeMeter, Pull};
use crate::timeline::Timeline;
use crate::words::{Error, Frames, Result};

/// Renders a chapter of the book of this title to its master and writes its timeline beside it; `progress` hears how many frames were written.
///
/// Both files are put in place only when they are whole, the timeline last.
///
/// # Errors
/// Where a take can't be read any more, or the output can't be written; the old files are then untouched.
pub fn render_master(
    timeline: &Timeline,
    title: &str,
    folder: &BookFolder,
    progress: &dyn Fn(Frames),
) -> Result<Master> {
    let path = folder.master_path(&timeline.chapter);
    let rate = timeline.sample_rate;
    let mut audio = super::open(timeline, &folder.recordings())?;
    let mut writer = MasterWriter::create(&path, notes(timeline, title))?;
    let mut meter = ProgrammeMeter::new(rate);
    let mut block = vec![0.0; BLOCK];
    loop {
        let count = audio.pull(&mut block)?;
        if count == 0 {
            break;
        }
        let samples = &mut block[..count];
        writer.write(samples)?;
        meter.push(samples);
        progress(Frames::from(count));
    }
    let levels = meter.finish();
    if levels.frames != timeline.frames {
        return Err(wrong_length(&path, levels.frames, timeline.frames));
    }
    let loudness = MasterLoudness {
        integrated: levels.loudness,
        range: levels.loudness_range,
        true_peak: levels.true_peak,
        momentary: levels.momentary,
        short_term: levels.short_term,
    };
    writer.finish(&loudness)?;
    replace(&folder.timeline_path(&timeline.chapter), timeline.to_json().as_bytes())?;
    Ok(Master { chapter: timeline.chapter.clone(), sample_rate: rate, levels, limiter: audio.work() })
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
    }
}

fn wrong_length(path: &Path, found: Frames, wanted: Frames) -> Error {
    Error::new(format!("`{}` came out {} frames long, but its timeline has {}", path.display(), found.0, wanted.0))
        .hint("this is a fault of cuebook: please report it with the timeline")
}
