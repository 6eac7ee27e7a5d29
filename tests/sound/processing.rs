//! One recording is known whatever is done to it, and two readings are told apart: on voices that real narrators recorded,
//! processed by sox. Skipped aloud where the recordings or sox are not there.

use std::path::Path;
use std::process::Command;

use cuebook::files::TakeAudio;
use cuebook::signal::{Contour, Meter};
use cuebook::words::SampleRate;
use rayon::prelude::*;

use super::readings::{Reading, readings};
use super::support;

const FOLDERS: [&str; 5] = ["ljspeech_takes", "css10_multilingual", "sense_and_sensibility", "two_cities", "sonnets"];

/// What is done to takes before they are delivered.
const PROCESSES: [(&str, &[&str]); 13] = [
    ("gain", &["gain", "-8"]),
    ("trim", &["trim", "0.0531", "-0.0417"]),
    ("pad", &["pad", "0.3137", "1.771"]),
    ("fade", &["fade", "0.05", "0", "0.05"]),
    ("low shelf", &["bass", "-8", "200"]),
    ("presence", &["equalizer", "3500", "1q", "6"]),
    ("high-pass", &["highpass", "120"]),
    ("compressor", &["compand", "0.005,0.1", "6:-70,-70,-50,-40,-30,-22,-20,-15,0,-7", "-3"]),
    ("gate", &["compand", "0.002,0.08", "-70,-90,-48,-80,-44,-44,0,0"]),
    ("48 kHz", &["rate", "48000"]),
    ("22 kHz", &["rate", "22050"]),
    ("denoised", &["noisered", "PROFILE", "0.25"]),
    (
        "for delivery",
        &[
            "noisered",
            "PROFILE",
            "0.25",
            "highpass",
            "80",
            "compand",
            "0.005,0.15",
            "6:-60,-60,-40,-34,-18,-12,0,-6",
            "-2",
        ],
    ),
];

fn contour(rate: SampleRate, samples: &[f32]) -> Option<Contour> {
    let mut meter = Meter::new(rate);
    meter.push(samples);
    meter.finish().contour
}

fn contour_of(file: &Path) -> Option<Contour> {
    let audio = TakeAudio::open(file).ok()?;
    let mut meter = Meter::new(audio.format().sample_rate);
    audio.listen(|block| meter.push(block)).ok()?.ok()?;
    meter.finish().contour
}

/// Takes of about so many seconds, cut where a reading is quietest for a tenth of a second.
fn takes(reading: &Reading, seconds: f64) -> Vec<&[f32]> {
    let at = |seconds: f64| reading.rate.frames(seconds).index();
    let energy = |start: usize| reading.samples[start..start + at(0.1)].iter().map(|&s| f64::from(s * s)).sum::<f64>();
    let mut cuts = vec![0];
    while cuts[cuts.len() - 1] + at(seconds * 1.5 + 0.1) < reading.samples.len() {
        let from = cuts[cuts.len() - 1];
        let starts = (from + at(seconds * 0.5)..from + at(seconds * 1.5)).step_by(at(0.02));
        let quietest = starts.min_by(|&one, &other| energy(one).total_cmp(&energy(other))).unwrap();
        cuts.push(quietest + at(0.05));
    }
    cuts.windows(2).map(|cuts| &reading.samples[cuts[0]..cuts[1]]).collect()
}

/// The noise of a reading, as sox keeps it: that of its quietest pause.
fn noise_profile(folder: &Path, reading: &Reading) -> Option<()> {
    let mut meter = Meter::new(reading.rate);
    meter.push(&reading.samples);
    let pause = meter.finish().room?.quiet;
    support::write_wav_at(
        reading.rate,
        &folder.join("pause.wav"),
        &reading.samples[pause.start.index()..pause.end.index()],
    );
    sox(&[&folder.join("pause.wav")], &["-n", "noiseprof", &folder.join("profile").display().to_string()]);
    Some(())
}

fn sox(files: &[&Path], arguments: &[&str]) {
    let ran = Command::new("sox").args(files).args(arguments).output().expect("sox runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

/// How alike a take and what sox makes of it are.
fn processed(profile: &Path, (rate, samples): (SampleRate, &[f32]), effects: &[&str]) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let (raw, made) = (folder.path().join("raw.wav"), folder.path().join("made.wav"));
    support::write_wav_at(rate, &raw, samples);
    let profile = profile.display().to_string();
    let effects: Vec<&str> = effects.iter().map(|&one| if one == "PROFILE" { &profile } else { one }).collect();
    sox(&[&raw, &made], &effects);
    contour(rate, samples).zip(contour_of(&made)).map_or(0.0, |(raw, made)| raw.likeness(&made))
}

/// The value that so many of a hundred lie below.
fn below(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share / 100.0).round() as usize]
}

#[test]
fn processed_takes_are_alike_and_other_lines_are_not() {
    if !support::has("sox") {
        return support::skipped("sox is not installed");
    }
    let Some(readings) = readings(&FOLDERS) else { return };
    let folder = tempfile::tempdir().unwrap();
    for seconds in [1.8, 4.0] {
        let (mut alike, mut others) = (vec![Vec::new(); PROCESSES.len()], Vec::new());
        for reading in &readings {
            let takes = takes(reading, seconds);
            let contours: Vec<Contour> = takes.iter().filter_map(|take| contour(reading.rate, take)).collect();
            let behind = |at: usize| contours.iter().skip(at + 1);
            others.extend(contours.iter().enumerate().flat_map(|(at, one)| behind(at).map(|two| one.likeness(two))));
            let Some(()) = noise_profile(folder.path(), reading) else { continue };
            for ((_, effects), alike) in PROCESSES.iter().zip(&mut alike) {
                let made = takes.par_iter().step_by(4);
                let made = made.map(|take| processed(&folder.path().join("profile"), (reading.rate, take), effects));
                alike.append(&mut made.collect());
            }
        }
        for ((what, _), alike) in PROCESSES.iter().zip(&mut alike) {
            alike.sort_by(f64::total_cmp);
            eprintln!("{seconds} s, {what}: 2 % below {:.2}, half below {:.2}", below(alike, 2.0), below(alike, 50.0));
        }
        let mut alike = alike.concat();
        alike.sort_by(f64::total_cmp);
        others.sort_by(f64::total_cmp);
        let (least, most) = (below(&alike, 2.0), below(&others, 99.5));
        eprintln!("{seconds} s: {} processed, 2 % below {least:.2}", alike.len());
        eprintln!("{seconds} s: {} others, 0.5 % above {most:.2}", others.len());
        assert!(least > 0.85 && most < 0.75, "{seconds} s: {least} and {most}");
    }
}
