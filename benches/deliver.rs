//! How fast a long book is delivered as MP3, against the encoder alone, on one thread and on two; how fast a delivered MP3 is
//! measured.
//!
//! ```text
//! cargo bench --bench deliver            # two hours in eight chapters
//! cargo bench --bench deliver -- 10 20   # ten hours in twenty chapters
//! ```
//!
//! LAME alone is given the samples of all masters from memory, and its bytes go nowhere: chapters differ, and the longer both
//! take, the less a machine's moods say. On a busy machine only the processor time says something.

mod usage;

use std::error::Error;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use cuebook::encode::{Mp3Writer, Tags};
use cuebook::package::measure;
use cuebook::signal::pull::Samples;
use cuebook::words::SampleRate;
use cuebook::words::profile::{Channels, Format};
use serde_json::Value;
use usage::Usage;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let numbers: Vec<f64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let (hours, chapters) = match numbers[..] {
        [hours, chapters] => (hours, chapters as u64),
        _ => (2.0, 8),
    };
    let folder = tempfile::tempdir()?;
    let book = folder.path();
    let made = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--example", "generate_book", "--"])
        .arg(book)
        .args(["--hours", &hours.to_string(), "--chapters", &chapters.to_string()])
        .stdout(Stdio::null())
        .status()?;
    if !made.success() {
        return Err("the book could not be generated".into());
    }
    // Sections alone: what of them is in the sample would be counted twice.
    let acx = cuebook::words::Profile::text("acx").ok_or("there is no ACX")?;
    let mine = acx
        .replace("name = \"acx\"", "name = \"bench\"")
        .replace("make = [\"sections\", \"sample\"]", "make = [\"sections\"]")
        .replace("credits = \"apart\"", "credits = \"within\"");
    fs::create_dir(book.join("profiles"))?;
    fs::write(book.join("profiles/bench.toml"), mine)?;
    // Files that were just written are heard again: their times could not tell another write.
    std::thread::sleep(std::time::Duration::from_secs(3));
    run(book, &["build"])?;

    let mut delivered = Vec::new();
    for threads in ["1", "2"] {
        let _ = fs::remove_dir_all(book.join("output/delivery"));
        delivered.push(run(book, &["--threads", threads, "deliver", "bench", "--json"])?);
    }
    let again = run(book, &["deliver", "bench", "--json"])?;
    // Only now, as a child is said to hold at least what its parent holds.
    let (mut lame, mut of) = (0.0, 0.0);
    for number in 1..=chapters {
        let (spent, seconds) = lame_alone(&book.join(format!("output/masters/{number:02}.wav")))?;
        lame += spent;
        of += seconds;
    }
    println!("LAME alone, {of:.0} s of sound: {lame:.2} s of processor time, {:.0} x real time", of / lame);
    for (threads, delivered) in (1..).zip(&delivered) {
        let seconds = delivered.seconds();
        println!(
            "{chapters} chapters, {:.2} h, on {threads}: wall {:.1} s, {:.0} x real time; processor {:.1} s, {:.2} x LAME alone; \
             peak resident size {:.1} MiB",
            seconds / 3600.0,
            delivered.wall,
            seconds / delivered.wall,
            delivered.usage.processor,
            delivered.usage.processor / (lame / of * seconds),
            delivered.usage.peak_mebibytes
        );
    }
    println!("two threads are {:.2} x as fast as one", delivered[0].wall / delivered[1].wall);
    println!("nothing changed: {:.2} s, {:.2} s of processor time", again.wall, again.usage.processor);

    let file = again.report["deliveries"][0]["files"][0].clone();
    let path = book.join("output/delivery/bench").join(file["name"].as_str().ok_or("no name")?);
    let (before, started) = (usage::spent(), Instant::now());
    let facts = measure(&path, Format::Mp3, &mut Samples::new(Vec::new()), &|_| ())?;
    let (spent, wall) = (usage::spent() - before, started.elapsed().as_secs_f64());
    println!(
        "measuring a delivered MP3 of {:.0} s: {wall:.2} s, {:.0} x real time; processor {:.0} x real time",
        facts.seconds(),
        facts.seconds() / wall,
        facts.seconds() / spent
    );
    Ok(())
}

/// What LAME takes for the samples of a master, in seconds of processor time, and how long they last.
fn lame_alone(master: &Path) -> Outcome<(f64, f64)> {
    let mut reader = hound::WavReader::open(master)?;
    let samples: Vec<f32> = reader
        .samples::<i32>()
        .map(|sample| sample.map(|sample| sample as f32 / 8_388_608.0))
        .collect::<Result<_, _>>()?;
    let before = usage::spent();
    let mut writer = Mp3Writer::new(Nowhere(0), SampleRate::CD, 192, Channels::Mono, &Tags::default())?;
    for block in samples.chunks(8192) {
        writer.write(block)?;
    }
    writer.finish()?;
    Ok((usage::spent() - before, samples.len() as f64 / 44_100.0))
}

/// Takes bytes and keeps none.
struct Nowhere(u64);

impl Write for Nowhere {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Seek for Nowhere {
    fn seek(&mut self, _to: SeekFrom) -> std::io::Result<u64> {
        Ok(self.0)
    }
}

/// A command that ran, what it used and what it says.
struct Ran {
    wall: f64,
    usage: Usage,
    report: Value,
}

impl Ran {
    /// The length of all delivered files.
    fn seconds(&self) -> f64 {
        let files = self.report["deliveries"][0]["files"].as_array().into_iter().flatten();
        files.filter_map(|file| file["facts"]["frames"].as_f64()).sum::<f64>() / 44_100.0
    }
}

fn run(book: &Path, arguments: &[&str]) -> Outcome<Ran> {
    let report_path = book.join("report.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cuebook"));
    command.args(arguments).arg("-C").arg(book).stdout(fs::File::create(&report_path)?).stderr(Stdio::null());
    let started = Instant::now();
    let usage = usage::wait(&command.spawn()?)?;
    let wall = started.elapsed().as_secs_f64();
    // What a build says is not asked.
    let report = serde_json::from_slice(&fs::read(&report_path)?).unwrap_or(Value::Null);
    Ok(Ran { wall, usage, report })
}
