//! A book in a folder of its own, and the real command run on it. A test reads like a terminal session.
#![allow(dead_code, reason = "each test file uses its own part of this")]

pub mod hearing;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cuebook::signal::tone::scatter;
use cuebook::words::SampleRate;

/// A book folder that is removed behind the test.
pub struct Book {
    folder: tempfile::TempDir,
}

impl Book {
    /// A book with a title and nothing else.
    pub fn new() -> Self {
        let book = Self { folder: tempfile::tempdir().unwrap() };
        book.file("book.toml", "title = \"A Test\"\n");
        for folder in ["script", "recordings", "output"] {
            fs::create_dir(book.path(folder)).unwrap();
        }
        book
    }

    /// A book with this manuscript, as Markdown.
    pub fn of(manuscript: &str) -> Self {
        let book = Self::new();
        book.file("script/manuscript.md", manuscript);
        book
    }

    /// A copy of the sample book, its output left out.
    pub fn sample() -> Self {
        let book = Self { folder: tempfile::tempdir().unwrap() };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::copy(root.join("book.toml"), book.path("book.toml")).unwrap();
        for folder in ["script", "recordings"] {
            fs::create_dir(book.path(folder)).unwrap();
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let from = entry.unwrap().path();
                fs::copy(&from, book.path(folder).join(from.file_name().unwrap())).unwrap();
            }
        }
        book
    }

    /// A path inside the book.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Writes a file of the book.
    pub fn file(&self, inside: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::create_dir_all(self.path(inside).parent().unwrap()).unwrap();
        fs::write(self.path(inside), bytes).unwrap();
        self
    }

    /// Records a take: something like speech of this many seconds in a quiet room, 44.1 kHz, 16 bits, mono.
    pub fn take(&self, name: &str, seconds: f64) -> &Self {
        let seed = name.bytes().fold(7, |seed, byte| scatter(seed, u64::from(byte)));
        // Nobody reads a line twice in one rhythm.
        let number = name.rsplit_once("_t").and_then(|(_, number)| number.parse::<u32>().ok()).unwrap_or(1);
        let rhythm = SYLLABLES * (1.0 + 0.35 * f64::from(number - 1));
        let samples = in_rhythm(SampleRate::CD, rhythm, seed, seconds);
        write_wav(&self.path("recordings").join(format!("{name}.wav")), &samples);
        self
    }

    /// Makes a take an hour old: the times of files that were just written are not trusted.
    pub fn aged(&self, name: &str) -> &Self {
        let file = fs::File::options().append(true).open(self.path("recordings").join(format!("{name}.wav"))).unwrap();
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(3_600)).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(150));
        self
    }

    /// The command, on this book, without the variables that could change what it prints or where sound goes.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cuebook"));
        command.current_dir(self.folder.path()).args(arguments);
        for variable in ["CUEBOOK_OUTPUT", "CLICOLOR_FORCE", "PULSE_SERVER", "PULSE_RUNTIME_PATH", "XDG_RUNTIME_DIR"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, &[])
    }

    /// Runs the command to its end, with variables of its own.
    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &OsStr)]) -> Ran {
        let output = self.command(arguments).envs(variables.iter().copied()).output().unwrap();
        Ran { shown: format!("cuebook {}", arguments.join(" ")), output }
    }
}

/// What a command did.
pub struct Ran {
    shown: String,
    output: Output,
}

impl Ran {
    /// What went to standard output.
    pub fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    /// What went to standard error.
    pub fn stderr(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout()).unwrap_or_else(|error| panic!("{error} in:\n{}", self.stdout()))
    }

    /// Asserts the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        let found = self.output.status.code();
        assert_eq!(found, Some(code), "`{}` said:\n{}{}", self.shown, self.stdout(), self.stderr());
        self
    }

    /// Asserts the whole of standard output.
    #[track_caller]
    pub fn prints(self, wanted: &str) -> Self {
        assert_eq!(self.stdout(), wanted, "`{}` on standard output", self.shown);
        self
    }

    /// Asserts the whole of standard error.
    #[track_caller]
    pub fn complains(self, wanted: &str) -> Self {
        assert_eq!(self.stderr(), wanted, "`{}` on standard error", self.shown);
        self
    }
}

/// Syllables of a voice-like tone between short pauses, half a second of the room at either end, noise at -70 dBFS.
pub fn speech_like(seed: u64, seconds: f64) -> Vec<f32> {
    speech_like_at(SampleRate::CD, seed, seconds)
}

/// The same at another rate.
pub fn speech_like_at(sample_rate: SampleRate, seed: u64, seconds: f64) -> Vec<f32> {
    in_rhythm(sample_rate, SYLLABLES, seed, seconds)
}

/// How many syllables are spoken in a second.
const SYLLABLES: f64 = 4.0;

fn in_rhythm(sample_rate: SampleRate, syllables: f64, seed: u64, seconds: f64) -> Vec<f32> {
    let rate = f64::from(sample_rate.hertz());
    let pitch = 110.0 + (scatter(seed, 0) % 60) as f64;
    (0..sample_rate.frames(seconds).0)
        .map(|n| {
            let time = n as f64 / rate;
            let noise = (scatter(seed, n) as f64 / u64::MAX as f64 * 2.0 - 1.0) * 0.000_55;
            let inside = (time - 0.5).max(0.0).min((seconds - 0.5 - time).max(0.0));
            let edge = (inside / 0.02).min(1.0);
            let syllable = (std::f64::consts::TAU * time * syllables).sin().mul_add(0.5, 0.55);
            let phase = std::f64::consts::TAU * pitch * time;
            let voice = phase.sin() + 0.5 * (2.0 * phase).sin() + 0.3 * (5.0 * phase).sin();
            (noise + 0.12 * edge * syllable * voice) as f32
        })
        .collect()
}

/// Writes samples as a 16-bit mono WAV at the CD's rate.
pub fn write_wav(path: &Path, samples: &[f32]) {
    write_wav_at(SampleRate::CD, path, samples);
}

/// The same at another rate.
pub fn write_wav_at(sample_rate: SampleRate, path: &Path, samples: &[f32]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: sample_rate.hertz(),
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for sample in samples {
        writer.write_sample((f64::from(*sample) * 32768.0).round().clamp(-32768.0, 32767.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
}

/// Reads a mono WAV as fractions of full scale.
pub fn read_wav(path: &Path) -> Vec<f32> {
    let mut reader = hound::WavReader::open(path).unwrap();
    if reader.spec().sample_format == hound::SampleFormat::Float {
        return reader.samples::<f32>().map(Result::unwrap).collect();
    }
    let scale = f32::from(reader.spec().bits_per_sample - 1).exp2();
    reader.samples::<i32>().map(|sample| sample.unwrap() as f32 / scale).collect()
}

/// What a folder holds, by path inside it: the bytes of files, nothing for folders, links and pipes.
pub type Contents = std::collections::BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Everything in a folder, but for what is only kept to be quicker the next time.
pub fn contents(folder: &Path) -> Contents {
    let mut found = Contents::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with(".cache") {
                continue;
            }
            let inside = path.strip_prefix(folder).unwrap().to_owned();
            let kind = fs::symlink_metadata(&path).unwrap().file_type();
            if kind.is_dir() {
                folders.push(path.clone());
            }
            found.insert(inside, kind.is_file().then(|| fs::read(&path).unwrap()));
        }
    }
    found
}

/// Asserts that two looks at a folder saw the same; names what differs instead of printing it.
#[track_caller]
pub fn assert_same(before: &Contents, after: &Contents) {
    let differs = |path: &&PathBuf| before.get(*path) != after.get(*path);
    let changed: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).filter(differs).collect();
    assert!(changed.is_empty(), "these differ: {changed:?}");
}

/// Says that a test, or a part of one, did not run: past the test harness, which hides what passing tests print.
pub fn skipped(why: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "SKIPPED {test}: {why}");
}

/// Whether a program is installed; says loudly that the test is skipped where it is not.
pub fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--help").output().is_ok();
    if !found {
        skipped(&format!("`{program}` is not installed"));
    }
    found
}

/// A file or folder of test data that stands beside the repository; says loudly where the test is skipped without it.
pub fn shared_data(inside: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(inside);
    if path.exists() {
        return Some(path);
    }
    skipped(&format!("there is no `{}`", path.display()));
    None
}
