//! How fast the takes of a long book are checked, and how much memory that takes.
//!
//! ```text
//! cargo bench --bench check              # ten hours in 6,000 takes
//! cargo bench --bench check -- 2         # two hours
//! ```
//!
//! Checks a generated book for the first time, again without a change, and after one new take; then lets ffmpeg measure
//! loudness and true peak of some of the same files. Prints wall and processor time as multiples of real time.

mod usage;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use usage::Usage;

/// How many of the takes ffmpeg measures: it takes minutes for all.
const SAMPLE: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let hours = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10.0);
    let folder = tempfile::tempdir()?;
    generate(folder.path(), hours)?;
    let takes = takes(&folder.path().join("recordings"))?;
    let seconds = takes.iter().map(|take| seconds(take)).sum::<std::io::Result<f64>>()?;
    println!("{} takes, {:.2} hours, 44.1 kHz and 16 bits", takes.len(), seconds / 3600.0);

    let cold = check(folder.path(), "the first time", seconds)?;
    check(folder.path(), "again without a change", seconds)?;
    let first = takes.iter().find(|take| !take.ends_with("room-tone.wav")).ok_or("no takes")?;
    fs::copy(first, first.with_file_name(format!("{}_t2.wav", first.file_stem().unwrap_or_default().display())))?;
    check(folder.path(), "after one new take", seconds)?;

    let sample: Vec<&PathBuf> = takes.iter().step_by((takes.len() / SAMPLE).max(1)).collect();
    if let Some(processor) = by_ffmpeg(&sample)? {
        let heard = sample.iter().map(|take| self::seconds(take)).sum::<std::io::Result<f64>>()?;
        let all = processor * seconds / heard;
        println!("ffmpeg, loudness and true peak alone, by {} of the takes:", sample.len());
        println!("  processor  {all:8.2} s  {:7.0} x real time", heard / processor);
        println!("  {:.1} times the processor time of checking everything", all / cold.processor);
    }
    Ok(())
}

fn generate(folder: &Path, hours: f64) -> Result<(), Box<dyn Error>> {
    let chapters = (hours * 2.0).ceil().max(1.0);
    let made = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--example", "generate_book", "--"])
        .arg(folder)
        .args(["--hours", &hours.to_string(), "--chapters", &chapters.to_string()])
        .status()?;
    let script = Command::new(env!("CARGO_BIN_EXE_cuebook"))
        .args(["script", "-C"])
        .arg(folder)
        .stdout(Stdio::null())
        .status()?;
    if made.success() && script.success() { Ok(()) } else { Err("the book could not be generated".into()) }
}

fn takes(recordings: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut takes: Vec<PathBuf> =
        fs::read_dir(recordings)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    takes.sort();
    Ok(takes)
}

/// How long a take is: the generator writes 44 bytes of header and two bytes a sample.
fn seconds(take: &Path) -> std::io::Result<f64> {
    Ok((fs::metadata(take)?.len() - 44) as f64 / 2.0 / 44_100.0)
}

fn check(folder: &Path, when: &str, seconds: f64) -> Result<Usage, Box<dyn Error>> {
    let report_path = folder.join("report.json");
    let started = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_cuebook"))
        .args(["check", "--json", "-C"])
        .arg(folder)
        .stdout(fs::File::create(&report_path)?)
        .stderr(Stdio::null())
        .spawn()?;
    let usage = usage::wait(&child)?;
    let wall = started.elapsed().as_secs_f64();
    let report: serde_json::Value = serde_json::from_slice(&fs::read(&report_path)?)?;
    println!("{when}: {} takes", report["takes"]);
    println!("  wall       {wall:8.2} s  {:7.0} x real time", seconds / wall);
    println!("  processor  {:8.2} s  {:7.0} x real time", usage.processor, seconds / usage.processor);
    println!("  peak resident size: {:.1} MiB", usage.peak_mebibytes);
    Ok(usage)
}

/// The seconds of processor time that ffmpeg takes; `None` where there is no ffmpeg.
fn by_ffmpeg(takes: &[&PathBuf]) -> Result<Option<f64>, Box<dyn Error>> {
    let mut processor = 0.0;
    for take in takes {
        let child = Command::new("ffmpeg")
            .args(["-nostats", "-i"])
            .arg(take)
            .args(["-af", "ebur128=peak=true", "-f", "null", "-"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = child else {
            println!("ffmpeg is not installed");
            return Ok(None);
        };
        processor += usage::wait(&child)?.processor;
    }
    Ok(Some(processor))
}
