//! WAV files as programs really write them, and as they break: every one is read as it was meant, or refused in words.

use super::support;
use std::path::Path;

use cuebook::files::TakeAudio;
use cuebook::signal::pull::for_each_block;
use cuebook::takes::Unreadable;
use cuebook::words::Frames;
use serde_json::Value;

/// Refused in words, where ffmpeg finds something to read: samples of no bits in frames of no bytes; an editor's chunks
/// behind a recording that has no samples, which would be noise; telephone sound with a longer header than its kind has.
const REFUSED: [&str; 3] = ["hound__crash-e5471f5b", "issue-1163", "1byte-ulaw"];

/// What is read of a file: its frames, and whether that is what its header promises.
fn read(path: &Path) -> Result<(TakeAudio, u64), Unreadable> {
    let mut audio = TakeAudio::open(path)?;
    let mut frames = 0;
    for_each_block(&mut audio, |block| {
        frames += block.len() as u64;
        Ok(())
    })
    .unwrap();
    match audio.problem() {
        Some(problem) => Err(problem.clone()),
        None => Ok((audio, frames)),
    }
}

#[test]
fn files_of_many_programs_are_read_as_others_read_them() {
    let Some(manifest) = support::shared_data("MANIFEST.json") else { return };
    let manifest: Value = serde_json::from_str(&std::fs::read_to_string(manifest).unwrap()).unwrap();
    let mut seen = 0;
    for entry in manifest["entries"].as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        if !file.starts_with("wav_conformance/") {
            continue;
        }
        let Some(path) = support::shared_data(file) else { return };
        let (truth, found) = (&entry["ground_truth"], read(&path));
        seen += 1;
        // ffmpeg reads no RIFX, and no 45 bits.
        let format = &truth["fmt"];
        match (truth["ffmpeg_frames"].as_u64(), &found) {
            (Some(_), Err(problem)) if REFUSED.iter().any(|name| file.contains(name)) => {
                assert!(matches!(problem, Unreadable::NotAudio(_) | Unreadable::Foreign(_)), "{file}: {problem}");
            }
            (Some(frames), Ok((audio, heard))) => {
                let compressed = ["mp3", "flac", "aiff"].iter().any(|ending| file.contains(ending));
                assert_eq!((*heard, compressed), (frames, compressed), "{file}");
                if let Some(rate) = format["rate"].as_u64() {
                    assert_eq!(u64::from(audio.format().sample_rate.hertz()), rate, "{file}");
                    assert_eq!(u64::from(audio.format().channels), format["channels"].as_u64().unwrap(), "{file}");
                }
                let cut = truth["issues"].to_string().contains("bytes follow");
                assert_eq!(audio.format().promised.is_some_and(|told| told > Frames(*heard)), cut, "{file}");
            }
            (Some(frames), Err(problem)) => panic!("{file}: wanted {frames} frames, but it is {problem}"),
            (None, Ok((audio, heard))) => {
                let readable = truth["magic"] == "RIFX" || format["bits"] == 45;
                assert!(readable, "{file}: {heard} frames of {:?}", audio.format());
                assert!(*heard > 0, "{file}");
            }
            (None, Err(_)) => {}
        }
    }
    assert_eq!(seen, 78);
}

#[test]
fn the_same_samples_in_another_byte_order_sound_the_same() {
    let (Some(big), Some(small)) = (
        support::shared_data("wav_conformance/crafted/CRAFTED_rifx_big_endian.wav"),
        support::shared_data("wav_conformance/crafted/CRAFTED_byte_rate_wrong.wav"),
    ) else {
        return;
    };
    let samples = |path: &Path| {
        let mut samples = Vec::new();
        for_each_block(&mut TakeAudio::open(path).unwrap(), |block| {
            samples.extend_from_slice(block);
            Ok(())
        })
        .unwrap();
        samples
    };
    assert_eq!(samples(&big), samples(&small));
}
