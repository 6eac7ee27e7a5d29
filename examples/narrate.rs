//! Reads a book aloud with flite: one take for every cue that has none, as a person in a quiet room would record it.
//!
//! The sample book's takes were made like this, and so can takes for any book that is to be tried out:
//!
//! ```text
//! apt-get install flite
//! cargo run --release --example narrate -- . --too-hot 01-0009
//! ```
//!
//! Takes are 44.1 kHz, 16 bits, mono, with room noise at -70 dBFS RMS under them and levels that differ a little, as from
//! one evening to the next. Nothing that is there is overwritten. The same book gives the same bytes.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use cuebook::files::{BookFolder, TakeAudio};
use cuebook::script;
use cuebook::signal::pull::{Samples, for_each_block};
use cuebook::signal::tone::scatter;
use cuebook::signal::{Quantizer, Resampled};
use cuebook::words::{CueId, Dbfs, Frames, Gain, SampleRate};

const RATE: SampleRate = SampleRate::CD;
const VOICE: &str = "slt";
const SPEECH: Dbfs = Dbfs::new(-21.0);
const NOISE: Dbfs = Dbfs::new(-70.0);
/// How far a take's level may lie from the others', in decibels either way.
const LEVEL_SPREAD: f64 = 1.0;
/// Seconds of the quiet room before and behind the words.
const HEAD: f64 = 0.35;
const TAIL: f64 = 0.4;
const ROOM_TONE: f64 = 8.0;
/// Hot enough to clip.
const TOO_HOT: Gain = Gain::from_millis(18_000);

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let root = PathBuf::from(arguments.next().ok_or("usage: narrate BOOK [--too-hot CUE]")?);
    let too_hot: Option<CueId> = match arguments.next().as_deref() {
        Some("--too-hot") => Some(arguments.next().ok_or("--too-hot wants a cue")?.parse()?),
        Some(other) => return Err(format!("unknown argument {other}").into()),
        None => None,
    };
    let folder = BookFolder::open(&root)?;
    let json = folder.narration()?.ok_or("make the script first: cuebook script")?;
    let script = script::parse(&json)?;
    let scratch = tempfile::tempdir()?;

    let room_tone = folder.recordings().join("room-tone.wav");
    write_new(&room_tone, room(0, RATE.frames(ROOM_TONE)))?;
    for (number, (_, cue)) in (1..).zip(script.cues()) {
        let path = folder.recordings().join(format!("{}.wav", cue.id));
        if path.exists() {
            continue;
        }
        let speech = speak(cue.spoken(), &scratch.path().join("speech.wav"))?;
        let offset = Gain::from_db((unit(scatter(1, number)) * 2.0 - 1.0) * LEVEL_SPREAD);
        if too_hot.as_ref() == Some(&cue.id) {
            write_new(&path, take(&speech, offset + TOO_HOT, number))?;
            let retake = folder.recordings().join(format!("{}_t2.wav", cue.id));
            write_new(&retake, take(&speech, offset, number + 100_000))?;
        } else {
            write_new(&path, take(&speech, offset, number))?;
        }
    }
    Ok(())
}

/// The words as flite reads them, at the book's rate and without the silence around them.
fn speak(words: &str, file: &Path) -> Result<Vec<f32>, Box<dyn Error>> {
    let output = Command::new("flite")
        .args(["-voice", VOICE, "--setf", "duration_stretch=0.95", "-t", words, "-o"])
        .arg(file)
        .output()
        .map_err(|error| format!("can't run flite ({error}): install the Debian package `flite`"))?;
    if !output.status.success() {
        return Err(format!("flite failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let mut audio = TakeAudio::open(file).map_err(|problem| problem.to_string())?;
    let rate = audio.format().sample_rate;
    let mut spoken = Vec::new();
    for_each_block(&mut audio, |block| {
        spoken.extend_from_slice(block);
        Ok(())
    })?;
    let loud = |sample: &f32| sample.abs() > 0.003;
    let first = spoken.iter().position(loud).unwrap_or(0);
    let last = spoken.iter().rposition(loud).map_or(0, |last| last + 1);
    let spoken = spoken[first..last].to_vec();

    let length = Frames::from(spoken.len());
    let mut at_rate = Vec::new();
    for_each_block(&mut Resampled::new(Samples::new(spoken), length, rate, RATE)?, |block| {
        at_rate.extend_from_slice(block);
        Ok(())
    })?;
    Ok(at_rate)
}

/// A take: the room, and the words in it.
fn take(speech: &[f32], offset: Gain, seed: u64) -> Vec<f32> {
    let head = RATE.frames(HEAD + 0.1 * unit(scatter(2, seed)));
    let length = head + Frames::from(speech.len()) + RATE.frames(TAIL);
    let mean_square = speech.iter().map(|&s| f64::from(s) * f64::from(s)).sum::<f64>() / speech.len().max(1) as f64;
    let level = Dbfs::from_mean_square(mean_square).unwrap_or(SPEECH);
    let factor = (SPEECH.above(level) + offset).factor() as f32;
    let mut samples = room(seed, length);
    for (sample, spoken) in samples[head.index()..].iter_mut().zip(speech) {
        *sample += spoken * factor;
    }
    samples
}

/// The noise of a quiet room: darker than white noise, as fans and traffic behind a wall are.
fn room(seed: u64, length: Frames) -> Vec<f32> {
    // A one-pole low pass at about 1 kHz.
    const KEEP: f64 = 0.87;
    let mut state = 0.0;
    let mut samples: Vec<f32> = (0..length.0)
        .map(|n| {
            state = state * KEEP + (unit(scatter(seed + 1_000_000, n)) * 2.0 - 1.0) * (1.0 - KEEP);
            state as f32
        })
        .collect();
    let mean_square = samples.iter().map(|&s| f64::from(s) * f64::from(s)).sum::<f64>() / samples.len() as f64;
    let factor = (NOISE.mean_square() / mean_square).sqrt() as f32;
    for sample in &mut samples {
        *sample *= factor;
    }
    samples
}

/// A number from 0 to 1.
fn unit(number: u64) -> f64 {
    number as f64 / u64::MAX as f64
}

fn write_new(path: &Path, mut samples: Vec<f32>) -> Result<(), Box<dyn Error>> {
    if path.exists() {
        return Ok(());
    }
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: RATE.hertz(),
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec)?;
    let mut numbers = Vec::with_capacity(samples.len());
    Quantizer::new(16, 1).quantize(&mut samples, |number| numbers.push(number));
    for number in numbers {
        writer.write_sample(number)?;
    }
    writer.finalize()?;
    Ok(())
}
