//! How fast a long book is built, and how much memory that takes.
//!
//! ```text
//! cargo bench --bench build              # two hours in one chapter, and eight in four
//! cargo bench --bench build -- 20 10     # twenty hours in ten chapters
//! ```
//!
//! Prints wall and processor time as multiples of real time, against copying the same bytes in the same run, and the
//! peak resident size of the process.

mod usage;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Vec<f64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    match numbers[..] {
        [hours, chapters] => measure(hours, chapters as u64),
        _ => measure(2.0, 1).and_then(|()| measure(8.0, 4)),
    }
}

fn measure(hours: f64, chapters: u64) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let made = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--example", "generate_book", "--"])
        .arg(folder.path())
        .args(["--hours", &hours.to_string(), "--chapters", &chapters.to_string()])
        .status()?;
    if !made.success() {
        return Err("the book could not be generated".into());
    }

    let copied = Instant::now();
    let bytes = copy_all(&folder.path().join("recordings"), &folder.path().join("copied"))?;
    let copied = copied.elapsed().as_secs_f64();
    fs::remove_dir_all(folder.path().join("copied"))?;

    let report_path = folder.path().join("report.json");
    let started = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_cuebook"))
        .args(["build", "--json", "-C"])
        .arg(folder.path())
        .stdout(fs::File::create(&report_path)?)
        .stderr(std::process::Stdio::null())
        .spawn()?;
    let usage = usage::wait(&child)?;
    let wall = started.elapsed().as_secs_f64();
    let report: serde_json::Value = serde_json::from_slice(&fs::read(&report_path)?)?;
    let masters = report["masters"].as_array().ok_or("no masters")?;
    let frames: f64 = masters.iter().filter_map(|master| master["frames"].as_f64()).sum();
    let seconds = frames / 44_100.0;

    println!(
        "{hours} hours in {chapters} chapters: {:.2} GB of takes, {:.2} hours of masters",
        bytes as f64 / 1e9,
        seconds / 3600.0
    );
    println!("  wall       {wall:7.2} s  {:6.0} x real time", seconds / wall);
    println!("  processor  {:7.2} s  {:6.0} x real time", usage.processor, seconds / usage.processor);
    println!("  copying the takes alone: {copied:.2} s, so building takes {:.1} times as long", wall / copied);
    println!("  peak resident size: {:.1} MiB", usage.peak_mebibytes);
    Ok(())
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<u64> {
    fs::create_dir_all(to)?;
    let files: Vec<PathBuf> =
        fs::read_dir(from)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.iter().map(|file| fs::copy(file, to.join(file.file_name().unwrap_or_default()))).sum()
}
