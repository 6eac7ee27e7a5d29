//! Hearing a take: one pass over its file, and everything that rules ask is known.

use crate::signal::Meter;
use crate::takes::{Sound, Take, Unreadable};
use crate::words::Result;

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
    let audio = match TakeAudio::open(&file.path) {
        Ok(audio) => audio,
        Err(problem) => return unheard(problem),
    };
    let format = audio.format().clone();
    let mut meter = Meter::new(format.sample_rate);
    let heard = match audio.listen(|block| meter.push(block))? {
        Ok(heard) => heard,
        Err(problem) => return unheard(problem),
    };
    let mut measured = meter.finish();
    let channels = heard.channels.map(|heard| {
        (measured.peaks, measured.true_peak) = (heard.peaks, heard.true_peak);
        heard.channels
    });
    Ok(Take::named(file.name.clone(), file.stem(), Ok(Sound { format, audio: heard.audio, measured, channels })))
}
