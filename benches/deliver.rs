//! How fast a book is delivered as MP3, against LAME alone, on one thread and on two; how fast a delivered MP3 is measured.
//!
//! ```text
//! cargo bench --bench deliver            # half an hour in four chapters
//! cargo bench --bench deliver -- 10 20   # ten hours in twenty chapters
//! ```
//!
//! LAME alone is two things: the `lame` command, where it is installed, with the same quality and the same masters, which it
//! reads and writes as we do, but does not read back; and the encoder that is built in, given nothing but samples, whose
//! bytes go nowhere. All sides run by turns, in three rounds, and
//! what is compared stands in the same round: a machine's moods last for minutes. The median of the rounds is what counts.

mod usage;

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
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
        _ => (0.5, 4),
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

    let masters: Vec<PathBuf> = (1..=chapters).map(|n| book.join(format!("output/masters/{n:02}.wav"))).collect();
    let mut rounds = Vec::new();
    for number in 1..=ROUNDS {
        let round = Round::run(book, &masters)?;
        if round.one.seconds() == 0.0 || round.one.seconds() != round.two.seconds() {
            return Err("not everything was delivered".into());
        }
        println!("round {number}: {round}");
        rounds.push(round);
    }
    let again = run(book, &["deliver", "bench", "--json"])?;
    let seconds = again.seconds();
    println!("{chapters} chapters, {:.2} h; the medians:", seconds / 3600.0);
    let of_built_in = median(&rounds, |round| Some(round.one.usage.processor / round.built_in));
    println!("{:.2} x the processor time of the encoder built in", of_built_in.unwrap_or(f64::NAN));
    match median(&rounds, |round| Some(round.one.usage.processor / round.command?)) {
        Some(ratio) => println!("{ratio:.2} x the processor time of the `lame` command"),
        None => println!("the `lame` command is not installed: NOT compared with it"),
    }
    for (threads, ran) in [("one", Round::one as fn(&Round) -> &Ran), ("two", Round::two)] {
        let of = |what: fn(&Ran) -> f64| median(&rounds, |round| Some(what(ran(round)))).unwrap_or(f64::NAN);
        println!(
            "on {threads}: {:.0} x real time, peak resident size {:.1} MiB",
            seconds / of(|ran| ran.wall),
            of(|ran| ran.usage.peak_mebibytes)
        );
    }
    let faster = median(&rounds, |round| Some(round.one.wall / round.two.wall)).unwrap_or(f64::NAN);
    println!("two threads are {faster:.2} x as fast as one");
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

/// How often all sides run.
const ROUNDS: usize = 3;

/// All sides, one behind the other.
struct Round {
    one: Ran,
    two: Ran,
    /// The processor time of the encoder built in, in seconds.
    built_in: f64,
    /// That of the `lame` command, where there is one.
    command: Option<f64>,
}

impl Round {
    fn run(book: &Path, masters: &[PathBuf]) -> Outcome<Self> {
        let deliver = |threads| {
            let _ = fs::remove_dir_all(book.join("output/delivery"));
            run(book, &["--threads", threads, "deliver", "bench", "--json"])
        };
        let (one, built_in) = (deliver("1")?, built_in(masters)?);
        let (two, command) = (deliver("2")?, command(masters, &book.join("lame.mp3"))?);
        Ok(Self { one, two, built_in, command })
    }

    fn one(&self) -> &Ran {
        &self.one
    }

    fn two(&self) -> &Ran {
        &self.two
    }
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { one, two, built_in, command } = self;
        write!(f, "processor {:.2} s; the encoder built in {built_in:.2} s; ", one.usage.processor)?;
        if let Some(command) = command {
            write!(f, "`lame` {command:.2} s; ")?;
        }
        write!(f, "wall {:.2} s on one, {:.2} s on two", one.wall, two.wall)
    }
}

/// The middle one; `None` where a round says nothing.
fn median(rounds: &[Round], of: impl Fn(&Round) -> Option<f64>) -> Option<f64> {
    let mut values = rounds.iter().map(of).collect::<Option<Vec<f64>>>()?;
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// What LAME takes for the samples of masters, in seconds of processor time; reading them is not counted.
fn built_in(masters: &[PathBuf]) -> Outcome<f64> {
    let mut spent = 0.0;
    let mut block = Vec::with_capacity(8192);
    for master in masters {
        let mut reader = hound::WavReader::open(master)?;
        let mut samples = reader.samples::<i32>();
        let mut writer = Mp3Writer::new(Nowhere(0), SampleRate::CD, 192, Channels::Mono, &Tags::default())?;
        loop {
            block.clear();
            for sample in samples.by_ref().take(8192) {
                block.push(sample? as f32 / 8_388_608.0);
            }
            if block.is_empty() {
                break;
            }
            let before = usage::spent();
            writer.write(&block)?;
            spent += usage::spent() - before;
        }
        let before = usage::spent();
        writer.finish()?;
        spent += usage::spent() - before;
    }
    Ok(spent)
}

/// What the `lame` command takes for masters, with the quality that deliveries have, in seconds of processor time.
fn command(masters: &[PathBuf], out: &Path) -> Outcome<Option<f64>> {
    let mut spent = 0.0;
    for master in masters {
        let mut lame = Command::new("lame");
        lame.args(["--quiet", "--cbr", "-b", "192", "-m", "m", "-q", "2", "--noreplaygain"]).arg(master).arg(out);
        match lame.spawn() {
            Ok(child) => {
                let usage = usage::wait(&child)?;
                if !usage.succeeded {
                    return Err(format!("`lame` failed at {}", master.display()).into());
                }
                spent += usage.processor;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Some(spent))
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
