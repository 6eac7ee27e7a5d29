//! How fast a long book is built, cold and again, how much memory that takes, and what others take for less.
//!
//! ```text
//! cargo bench --bench build              # two hours in one chapter, ten in ten, twenty in twenty
//! cargo bench --bench build -- 10 10     # ten hours in ten chapters
//! cargo bench --bench build -- 10 10 40  # the same in lines of 40 words: a third of the takes, each three times as long
//! ```
//!
//! Prints wall and processor time as multiples of real time, against copying the same bytes and against ffmpeg's
//! `loudnorm` in two passes in the same run, and the peak resident size of the process. On a busy machine only the
//! processor time says something.

mod usage;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use usage::Usage;

/// How much of the first master ffmpeg is given, in seconds; what it takes is scaled to the whole book.
const SAMPLE: f64 = 900.0;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let numbers: Vec<f64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    match numbers[..] {
        [hours, chapters] => measure(hours, chapters as u64, 14),
        [hours, chapters, words] => measure(hours, chapters as u64, words as u64),
        _ => measure(2.0, 1, 14).and_then(|()| measure(10.0, 10, 14)).and_then(|()| measure(20.0, 20, 14)),
    }
}

fn measure(hours: f64, chapters: u64, words: u64) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let made = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--example", "generate_book", "--"])
        .arg(folder.path())
        .args(["--hours", &hours.to_string(), "--chapters", &chapters.to_string(), "--words", &words.to_string()])
        .stdout(Stdio::null())
        .status()?;
    if !made.success() {
        return Err("the book could not be generated".into());
    }
    let recordings = folder.path().join("recordings");
    let copied = Instant::now();
    let bytes = copy_all(&recordings, &folder.path().join("copied"))?;
    let copied = copied.elapsed().as_secs_f64();
    fs::remove_dir_all(folder.path().join("copied"))?;
    // Files that were just written are heard again: their times could not tell another write.
    std::thread::sleep(std::time::Duration::from_secs(3));

    let cold = build(folder.path())?;
    let seconds = cold.seconds();
    let hours_of_masters = seconds / 3600.0;
    println!(
        "{hours} hours in {chapters} chapters, {words} words a line: {:.2} GB of takes, {hours_of_masters:.2} hours of masters",
        bytes as f64 / 1e9
    );
    let times = |spent: f64| format!("{spent:7.2} s  {:6.0} x real time", seconds / spent);
    println!("  wall       {}", times(cold.wall));
    println!("  processor  {}", times(cold.usage.processor));
    println!("  copying the takes alone: {copied:.2} s, so building takes {:.1} times as long", cold.wall / copied);
    println!("  peak resident size: {:.1} MiB", cold.usage.peak_mebibytes);
    if let Some(ffmpeg) = loudnorm(folder.path())? {
        let whole = ffmpeg.processor / ffmpeg.seconds * seconds;
        println!("  ffmpeg's loudnorm in two passes: {}", times(whole));
        println!(
            "    of processor time, by {:.0} s of the first master: {:.1} times as much",
            ffmpeg.seconds,
            whole / cold.usage.processor
        );
    }

    let again = build(folder.path())?;
    println!(
        "  nothing changed: {:.2} s, {:.2} s of processor time; {} built",
        again.wall,
        again.usage.processor,
        again.built()
    );
    fs::copy(recordings.join("01-0007.wav"), recordings.join("01-0005_t2.wav"))?;
    let changed = build(folder.path())?;
    println!(
        "  one take changed: {:.2} s, {:.2} s of processor time; {} built\n",
        changed.wall,
        changed.usage.processor,
        changed.built()
    );
    Ok(())
}

/// A build, what it used and what it says.
struct Build {
    wall: f64,
    usage: Usage,
    report: Value,
}

impl Build {
    /// The length of all masters.
    fn seconds(&self) -> f64 {
        let masters = self.report["masters"].as_array().into_iter().flatten();
        masters.filter_map(|master| master["frames"].as_f64()).sum::<f64>() / 44_100.0
    }

    /// How many chapters were built.
    fn built(&self) -> String {
        let chapters = self.report["chapters"].as_array().into_iter().flatten();
        let (built, all) =
            chapters.fold((0, 0), |(built, all), one| (built + usize::from(one["do"] == "build"), all + 1));
        format!("{built} of {all} chapters")
    }
}

fn build(book: &Path) -> Outcome<Build> {
    let report_path = book.join("report.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cuebook"));
    command.args(["build", "--json", "-C"]).arg(book).stdout(fs::File::create(&report_path)?).stderr(Stdio::null());
    let started = Instant::now();
    let usage = usage::wait(&command.spawn()?)?;
    let wall = started.elapsed().as_secs_f64();
    Ok(Build { wall, usage, report: serde_json::from_slice(&fs::read(&report_path)?)? })
}

/// What ffmpeg took for a part of a master.
struct Ffmpeg {
    seconds: f64,
    processor: f64,
}

/// Has ffmpeg normalize the first master as its manual says: one pass to measure, another with what was measured. `None`
/// where it is not installed.
fn loudnorm(book: &Path) -> Outcome<Option<Ffmpeg>> {
    let master = book.join("output/masters/01.wav");
    let length = (fs::metadata(&master)?.len() as f64 / 3.0 / 44_100.0).min(SAMPLE);
    let said = book.join("loudnorm.txt");
    let run = |filter: &str, output: &[&str]| -> Outcome<Option<Usage>> {
        let mut command = Command::new("ffmpeg");
        command.args(["-y", "-hide_banner", "-nostats", "-t", &length.to_string(), "-i"]).arg(&master);
        command.args(["-af", filter]).args(output).stdout(Stdio::null()).stderr(fs::File::create(&said)?);
        let Ok(child): Result<Child, _> = command.spawn() else { return Ok(None) };
        let usage = usage::wait(&child)?;
        if usage.succeeded { Ok(Some(usage)) } else { Err(fs::read_to_string(&said)?.into()) }
    };
    let aim = "loudnorm=I=-19:TP=-4:LRA=11:print_format=json";
    let Some(first) = run(aim, &["-f", "null", "-"])? else {
        println!("  ffmpeg is not installed, so there is nothing to compare with");
        return Ok(None);
    };
    let text = fs::read_to_string(&said)?;
    let measured: Value = serde_json::from_str(&text[text.rfind('{').ok_or("loudnorm told nothing")?..])?;
    let value = |name: &str| measured[name].as_str().unwrap_or_default().to_owned();
    let filter = format!(
        "{aim}:measured_I={}:measured_TP={}:measured_LRA={}:measured_thresh={}:offset={}:linear=true",
        value("input_i"),
        value("input_tp"),
        value("input_lra"),
        value("input_thresh"),
        value("target_offset")
    );
    let output = book.join("loudnorm.wav");
    let output = output.to_str().ok_or("the temporary folder has an odd name")?;
    let second = run(&filter, &["-ar", "44100", "-c:a", "pcm_s24le", output])?.ok_or("ffmpeg is gone")?;
    Ok(Some(Ffmpeg { seconds: length, processor: first.processor + second.processor }))
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<u64> {
    fs::create_dir_all(to)?;
    let files: Vec<PathBuf> =
        fs::read_dir(from)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.iter().map(|file| fs::copy(file, to.join(file.file_name().unwrap_or_default()))).sum()
}
