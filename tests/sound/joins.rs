//! The pieces that AAC is encoded in, where they meet.

use std::fs::File;
use std::path::Path;

use cuebook::encode::{M4bWriter, Tags};
use cuebook::files::TakeAudio;
use cuebook::signal::pull::Samples;
use cuebook::words::SampleRate;
use cuebook::words::profile::Channels;

use crate::support::hearing::{cut_by_ffmpeg, rms};
use crate::support::{has, shared_data};

/// The samples of an AAC frame, and the frames of a piece (`encode/aac.rs`).
const FRAME: usize = 1024;
const PIECE: usize = 512;

fn heard(path: &Path) -> Vec<f32> {
    let mut samples = Vec::new();
    assert!(TakeAudio::open(path).unwrap().listen(|block| samples.extend_from_slice(block)).unwrap().is_ok());
    samples
}

/// How far a frame's difference to the source lies below the source, in decibels, for each frame that sounds: near a join,
/// and elsewhere.
fn apart(source: &[f32], decoded: &[f32]) -> (Vec<f64>, Vec<f64>) {
    let frames = source.chunks_exact(FRAME).zip(decoded.chunks_exact(FRAME)).enumerate();
    let sounding = frames.filter(|(_, (source, _))| rms(source) > -50.0);
    let apart = sounding.map(|(number, (source, decoded))| {
        let difference: Vec<f32> = source.iter().zip(decoded).map(|(a, b)| a - b).collect();
        // The frame in which the first one of a piece fades in is the one before.
        let from_join = (number + 1) % PIECE;
        (!(3..=PIECE - 3).contains(&from_join), rms(source) - rms(&difference))
    });
    let (near, far): (Vec<_>, Vec<_>) = apart.partition(|(is_near, _)| *is_near);
    let values = |pairs: Vec<(bool, f64)>| pairs.into_iter().map(|(_, db)| db).collect();
    (values(near), values(far))
}

#[test]
fn where_pieces_of_aac_meet_a_voice_is_as_near_to_its_source_as_elsewhere() {
    let (mut near, mut far) = (Vec::new(), Vec::new());
    for voice in ["audio/sonnets/p001.mp3", "audio/sonnets/p002.mp3"] {
        let Some(voice) = shared_data(voice) else { return };
        let source = heard(&voice);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("voice.m4b");
        let out = File::create(&path).unwrap();
        let writer = M4bWriter::new(out, SampleRate::CD, 64, Channels::Mono, &Tags::default()).unwrap();
        drop(writer.write(&mut Samples::new(&source), &|_| ()).unwrap());
        let mut decoders = vec![heard(&path)];
        assert_eq!(decoders[0].len(), source.len());
        if has("ffmpeg") {
            decoders.push(cut_by_ffmpeg(&path, 0, source.len()));
        }
        for decoded in decoders {
            let (joins, others) = apart(&source, &decoded);
            near.extend(joins);
            far.extend(others);
        }
    }
    far.sort_by(f64::total_cmp);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let worst = near.iter().copied().fold(f64::INFINITY, f64::min);
    let told = format!(
        "{} frames near joins: {:.1} dB, {worst:.1} at worst; elsewhere {:.1} dB",
        near.len(),
        mean(&near),
        mean(&far)
    );
    // Some 30 frames are too few for their mean to be nearer than that to another's.
    assert!(near.len() >= 20 && mean(&near) > mean(&far) - 3.0, "{told}");
    assert!(worst > far[far.len() / 100], "{told}");
}
