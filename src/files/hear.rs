//! Hearing a take: one pass over its file, and everything that rules ask is known.

use crate::signal::{Meter, pull};
use crate::takes::{Sound, Take, Unreadable};
use crate::words::{Fingerprint, Result};

use super::{RecordedFile, TakeAudio};

/// Measures one file of `recordings/`. That it can't be heard is told in the take.
///
/// # Errors
/// Where the disk fails while it is read.
pub fn hear(file: &RecordedFile) -> Result<Take> {
    let unheard = |problem| Ok(Take::named(file.name.clone(), file.stem(), Err(problem)));
    if !file.is_nameable() {
        return unheard(Unreadable::Nameless);
    }
    let mut audio = match TakeAudio::open(&file.path) {
        Ok(audio) => audio,
        Err(problem) => return unheard(problem),
    };
    let format = audio.format().clone();
    let mut meter = Meter::new(format.sample_rate);
    let mut digest = blake3::Hasher::new();
    pull::for_each_block(&mut audio, |block| {
        meter.push(block);
        for sample in block {
            digest.update(&sample.to_le_bytes());
        }
        Ok(())
    })?;
    if let Some(problem) = audio.problem() {
        return unheard(problem.clone());
    }
    let mut measured = meter.finish();
    let channels = audio.channels().map(|(peaks, channels)| {
        measured.peaks = peaks;
        channels
    });
    let sound = Sound { format, audio: Fingerprint::from(digest.finalize()), measured, channels };
    Ok(Take::named(file.name.clone(), file.stem(), Ok(sound)))
}
