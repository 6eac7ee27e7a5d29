//! What narrators recorded: whole readings out of the test data that lies beside the repository.

use std::path::PathBuf;

use cuebook::files::TakeAudio;
use cuebook::words::SampleRate;

use super::support;

/// A whole recording.
pub struct Reading {
    /// The name of its file.
    pub name: String,
    /// Its sample rate.
    pub rate: SampleRate,
    /// Its samples, mixed into one channel.
    pub samples: Vec<f32>,
}

/// The recordings in these folders of the test data; `None`, said aloud, where they are not there.
pub fn readings(folders: &[&str]) -> Option<Vec<Reading>> {
    let mut readings = Vec::new();
    for folder in folders {
        let folder = support::shared_data(&format!("audio/{folder}"))?;
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|ending| ending == "wav" || ending == "mp3"));
        files.sort();
        for file in files {
            let audio = TakeAudio::open(&file).unwrap();
            let rate = audio.format().sample_rate;
            let mut samples = Vec::new();
            audio.listen(|block| samples.extend_from_slice(block)).unwrap().ok().unwrap();
            readings.push(Reading { name: file.file_name().unwrap().display().to_string(), rate, samples });
        }
    }
    Some(readings)
}
