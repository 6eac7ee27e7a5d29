//! Waveforms of masters, drawn once: `output/.cache/waveforms`, one file a chapter, a line of JSON and its digest.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::identity::Identity;
use super::{BookFolder, TakeAudio, replace};
use crate::signal::pull::{BLOCK, Pull};
use crate::signal::{Waveform, WaveformMeter};
use crate::words::{ChapterId, Error, Fingerprint, Result};

/// What is kept of a waveform.
#[derive(Serialize, Deserialize)]
struct Kept {
    identity: Identity,
    waveform: Waveform,
}

/// The waveform of a chapter's master as it is on the disk.
///
/// # Errors
/// Where the master can't be read.
pub fn waveform(folder: &BookFolder, chapter: &ChapterId) -> Result<Waveform> {
    let path = folder.master_path(chapter);
    let metadata = fs::metadata(&path).map_err(|error| Error::io("read", &path, error))?;
    let now = Identity::of(&metadata);
    let kept_path = folder.cache().join("waveforms").join(chapter.to_string());
    if let Some((kept, now)) = read(&kept_path).zip(now.as_ref())
        && kept.identity.is_unchanged(now)
    {
        return Ok(kept.waveform);
    }
    let waveform = drawn(&path)?;
    if let Some(identity) = now {
        // What can't be kept is drawn again.
        let _ = keep(&kept_path, &Kept { identity, waveform: waveform.clone() });
    }
    Ok(waveform)
}

fn drawn(path: &Path) -> Result<Waveform> {
    let unread = |why: String| Error::new(format!("can't read `{}`", path.display())).cause(why);
    let mut master = TakeAudio::open(path).map_err(|why| unread(why.to_string()))?;
    let mut meter = WaveformMeter::new(master.format().sample_rate);
    let mut block = vec![0.0; BLOCK];
    loop {
        let count = master.pull(&mut block)?;
        if count == 0 {
            break;
        }
        meter.push(&block[..count]);
    }
    match master.problem() {
        Some(why) => Err(unread(why.to_string())),
        None => Ok(meter.finish()),
    }
}

fn keep(path: &PathBuf, kept: &Kept) -> Result<()> {
    let line = serde_json::to_string(kept).map_err(|error| Error::io("write", path, error))?;
    let digest = Fingerprint::of(line.as_bytes());
    replace(path, format!("{line}\n{digest}\n").as_bytes())
}

fn read(path: &Path) -> Option<Kept> {
    let text = fs::read_to_string(path).ok()?;
    let (line, digest) = text.strip_suffix('\n')?.split_once('\n')?;
    let is_whole = digest.parse() == Ok(Fingerprint::of(line.as_bytes()));
    serde_json::from_str(line).ok().filter(|_| is_whole)
}
