//! Hearing a take: one pass over its file, and everything that rules ask is known; two, where a channel is dead.

use std::path::Path;

use crate::signal::Meter;
use crate::takes::{Mix, Sound, Take, Unreadable};
use crate::words::Result;

use super::{RecordedFile, TakeAudio};

/// Measures one file of `recordings/`. That it can't be heard is told in the take.
///
/// # Errors
/// Where the disk fails while it is read.
pub fn hear(file: &RecordedFile) -> Result<Take> {
    if !file.is_nameable() {
        return Ok(Take::named(file.name.clone(), file.stem(), Err(Unreadable::Nameless)));
    }
    let sound = listen(&file.path, Mix::ALL)?;
    // That a channel is dead is known at the end: the others are then heard by themselves.
    let sound = match sound.as_ref().map_or(Mix::ALL, Sound::mix) {
        Mix::ALL => sound,
        live => listen(&file.path, live)?,
    };
    Ok(Take::named(file.name.clone(), file.stem(), sound))
}

fn listen(path: &Path, mix: Mix) -> Result<std::result::Result<Sound, Unreadable>> {
    let audio = match TakeAudio::open(path) {
        Ok(audio) => audio.mixing(mix),
        Err(problem) => return Ok(Err(problem)),
    };
    let format = audio.format().clone();
    let mut meter = Meter::new(format.sample_rate).of_depth(format.bit_depth);
    let heard = match audio.listen(|block| meter.push(block))? {
        Ok(heard) => heard,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut measured = meter.finish();
    let channels = heard.channels.map(|heard| {
        (measured.peaks, measured.true_peak) = (heard.peaks, heard.true_peak);
        heard.channels
    });
    Ok(Ok(Sound { format, audio: heard.audio, measured, channels }))
}
