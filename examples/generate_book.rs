//! Generates a whole recorded book of any length, quickly: something to measure speed and memory with.
//!
//! ```text
//! cargo run --release --example generate_book -- DIR --hours 2 --chapters 1 --words 14 --seed 7
//! ```
//!
//! Its words are no language and its voice is no voice, but cues, takes, levels, pauses and noise are as in a real book:
//! takes of 14 words on the average, about 600 an hour, 44.1 kHz, 16 bits, mono. The same numbers give the same bytes.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};

use cuebook::manuscript::{self, Format};
use cuebook::script::{divide, number};
use cuebook::signal::tone::scatter;
use cuebook::words::{Book, SampleRate};

const RATE: SampleRate = SampleRate::CD;
/// Words a second of the voice: 9,300 an hour.
const PACE: f64 = 2.58;
/// Words in an hour of takes, with what lies between and around them.
const WORDS_AN_HOUR: f64 = 8400.0;
/// Words of a line where nothing else is asked for.
const USUAL_WORDS: NonZero<u64> = NonZero::new(14).unwrap();
/// How long a syllable of the voice is, in seconds.
const SYLLABLE: f64 = 0.25;
const SYLLABLES: [&str; 16] =
    ["ba", "den", "ko", "lir", "mo", "nas", "per", "qui", "ro", "sen", "tal", "ul", "ve", "win", "yo", "zam"];
const BOOK: &str = "title = \"A Generated Book\"\nauthor = \"Nobody\"\nnarrator = \"Nothing\"\n";

struct Options {
    folder: PathBuf,
    hours: f64,
    chapters: u64,
    /// Words of a line, on the average.
    words: NonZero<u64>,
    seed: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    fs::create_dir_all(options.folder.join("script"))?;
    fs::create_dir_all(options.folder.join("recordings"))?;
    let text = manuscript(&options);
    fs::write(options.folder.join("book.toml"), BOOK)?;
    fs::write(options.folder.join("script/manuscript.md"), &text)?;

    let book = Book::parse(BOOK)?;
    let read = manuscript::read(text.as_bytes(), Format::Markdown, &book)?;
    let script = number(divide(&read, &book), &book);
    let voice = Voice::new(options.seed);
    for (number, (_, cue)) in (0..).zip(script.cues()) {
        let path = options.folder.join("recordings").join(format!("{}.wav", cue.id));
        voice.record(&path, cue.words(), scatter(options.seed, number))?;
    }
    write_wav(&options.folder.join("recordings/room-tone.wav"), &voice.room[..RATE.frames(10.0).index()])?;
    println!("{} takes in `{}`", script.cues().count(), options.folder.display());
    Ok(())
}

fn options() -> Result<Options, Box<dyn Error>> {
    let usage = "usage: generate_book DIR [--hours H] [--chapters N] [--words W] [--seed S]";
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or(usage)?);
    let mut options = Options { folder, hours: 1.0, chapters: 1, words: USUAL_WORDS, seed: 1 };
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(usage)?;
        match name.as_str() {
            "--hours" => options.hours = value.parse()?,
            "--chapters" => options.chapters = value.parse()?,
            "--words" => options.words = value.parse()?,
            "--seed" => options.seed = value.parse()?,
            _ => return Err(usage.into()),
        }
    }
    Ok(options)
}

/// Paragraphs of so many words on the average, in chapters of equal length.
fn manuscript(options: &Options) -> String {
    let words = options.words.get();
    let paragraphs = (options.hours * WORDS_AN_HOUR / words as f64).round() as u64;
    let (fewest, spread) = (words * 3 / 7, words * 8 / 7 + 1);
    let mut text = String::new();
    let mut random = Random(options.seed);
    for chapter in 0..options.chapters {
        let _ = writeln!(text, "# Chapter {}\n", chapter + 1);
        for _ in 0..paragraphs / options.chapters {
            let words = fewest.max(1) + random.below(spread);
            for word in 0..words {
                let mut spelled: String = (0..=random.below(3)).map(|_| SYLLABLES[random.below(16) as usize]).collect();
                if word == 0 {
                    spelled[..1].make_ascii_uppercase();
                }
                let _ = write!(text, "{}{spelled}", if word == 0 { "" } else { " " });
            }
            text.push_str(".\n\n");
        }
    }
    text
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = scatter(self.0, 1);
        self.0 % bound
    }
}

/// A minute of something that rises and falls like speech, and a minute of the room.
struct Voice {
    speech: Vec<f32>,
    room: Vec<f32>,
}

impl Voice {
    fn new(seed: u64) -> Self {
        let unit = |number: u64| number as f64 / u64::MAX as f64;
        let room: Vec<f32> =
            (0..RATE.frames(60.0).0).map(|n| ((unit(scatter(seed, n)) * 2.0 - 1.0) * 0.000_55) as f32).collect();
        let speech = room
            .iter()
            .enumerate()
            .map(|(n, noise)| {
                let time = n as f64 / f64::from(RATE.hertz());
                // Each syllable has its own loudness and pitch.
                let syllable = scatter(seed + 1, (time / SYLLABLE) as u64);
                let loudness = 0.02 + 0.25 * unit(syllable).powi(2);
                let pitch = 90.0 + 60.0 * unit(scatter(syllable, 1));
                let within = (time / SYLLABLE).fract();
                let shape = (within * std::f64::consts::PI).sin().powf(0.5);
                let phase = time * pitch * std::f64::consts::TAU;
                let tone = phase.sin() + 0.6 * (2.0 * phase).sin() + 0.4 * (7.0 * phase).sin();
                noise + (loudness * shape * tone) as f32
            })
            .collect();
        Self { speech, room }
    }

    /// Writes a take of so many words, with a little of the room at either end.
    fn record(&self, path: &Path, words: usize, seed: u64) -> std::io::Result<()> {
        // Whole syllables: a voice that is cut in a vowel clicks.
        let syllable = RATE.frames(SYLLABLE).index();
        let all = self.speech.len() / syllable;
        let syllables = ((words as f64 / PACE / SYLLABLE).round() as usize).clamp(1, all / 2);
        let start = (scatter(seed, 1) as usize) % (all - syllables) * syllable;
        let spoken = syllables * syllable;
        let quiet = RATE.frames(0.4).index();
        let level = 0.8 + 0.4 * (seed as f64 / u64::MAX as f64) as f32;
        let room = (scatter(seed, 2) as usize) % (self.room.len() - 2 * quiet);
        let mut samples = self.room[room..room + quiet].to_vec();
        samples.extend(self.speech[start..start + spoken].iter().map(|sample| sample * level));
        samples.extend_from_slice(&self.room[room + quiet..room + 2 * quiet]);
        write_wav(path, &samples)
    }
}

/// A plain 16-bit mono WAV; written here because it is most of the generator's time.
fn write_wav(path: &Path, samples: &[f32]) -> std::io::Result<()> {
    let bytes = samples.len() as u32 * 2;
    let mut file = BufWriter::with_capacity(1 << 18, File::create(path)?);
    file.write_all(b"RIFF")?;
    file.write_all(&(bytes + 36).to_le_bytes())?;
    file.write_all(b"WAVEfmt \x10\0\0\0\x01\0\x01\0")?;
    file.write_all(&RATE.hertz().to_le_bytes())?;
    file.write_all(&(RATE.hertz() * 2).to_le_bytes())?;
    file.write_all(b"\x02\0\x10\0data")?;
    file.write_all(&bytes.to_le_bytes())?;
    for sample in samples {
        file.write_all(&((sample * 32_767.0) as i16).to_le_bytes())?;
    }
    file.flush()
}
