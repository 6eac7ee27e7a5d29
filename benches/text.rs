//! How fast a manuscript of a million words becomes a script, and how much memory that takes.
//!
//! ```text
//! cargo bench --bench text               # a million words
//! cargo bench --bench text -- 200000     # so many
//! ```
//!
//! Runs `cuebook script` as its user does: for the first time, again with nothing changed, and again behind a revision;
//! then each station by itself. Every figure is the least of three runs, and stands beside the time that counting the
//! words of the same text takes in the same run. *War and Peace* is read too where it stands beside the repository.

#[path = "../tests/support/mod.rs"]
mod support;
mod usage;

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use cuebook::manuscript::{self, Format, Manuscript};
use cuebook::pages::{LineState, Sheet};
use cuebook::script::{self, Script};
use cuebook::signal::tone::scatter;
use cuebook::words::{Book, Language};

const RUNS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let words = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let first = Novel::written(words);
    let text = first.set();
    let revised = first.revised().set();
    println!("{words} words of plain text, {:.2} MB", text.len() as f64 / 1e6);
    let count = counting(&text);
    println!("  counting how often each word stands there takes {:.0} ms\n", count * 1e3);

    // The commands come first: a process that this one starts counts what this one held as its own.
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    for inside in ["script", "recordings"] {
        fs::create_dir(root.join(inside))?;
    }
    fs::write(root.join("book.toml"), "title = \"A Long Book\"\n")?;
    let manuscript = root.join("script/manuscript.txt");
    println!("`cuebook script`            wall  processor      peak  peak/text  wall/counting");
    fs::write(&manuscript, &text)?;
    run("for the first time", root, Some(text.len()), count, &unwritten)?;
    run("nothing changed", root, Some(text.len()), count, &|_| {})?;
    let kept = fs::read(root.join("script/narration.json"))?;
    fs::write(&manuscript, &revised)?;
    let restore = |root: &Path| {
        let _ = fs::write(root.join("script/narration.json"), &kept);
    };
    run("behind a revision", root, Some(revised.len()), count, &restore)?;
    drop(folder);
    if let Some(epub) = support::shared_data("manuscripts/war_and_peace/war_and_peace.epub") {
        war_and_peace(&epub, count)?;
    }

    stations(&text, &revised, count)
}

/// Runs `cuebook script` on a folder, each time behind `prepare`.
fn run(
    what: &str,
    root: &Path,
    text: Option<usize>,
    count: f64,
    prepare: &dyn Fn(&Path),
) -> Result<(), Box<dyn Error>> {
    let (mut wall, mut processor, mut peak) = (f64::MAX, f64::MAX, 0.0f64);
    for _ in 0..RUNS {
        prepare(root);
        let started = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_cuebook"))
            .args(["script", "--json", "-C"])
            .arg(root)
            .stdout(Stdio::null())
            .spawn()?;
        let usage = usage::wait(&child)?;
        if !usage.succeeded {
            return Err(format!("`cuebook script` failed {what}").into());
        }
        wall = wall.min(started.elapsed().as_secs_f64());
        processor = processor.min(usage.processor);
        peak = peak.max(usage.peak_mebibytes);
    }
    let ratio = text.map_or_else(String::new, |text| format!("{:.1}", peak * 1024.0 * 1024.0 / text as f64));
    println!("  {what:<22} {wall:6.3} s   {processor:6.3} s {peak:5.1} MiB {ratio:>10} {:14.1}", wall / count);
    Ok(())
}

/// Takes away what a run has written.
fn unwritten(root: &Path) {
    for made in ["narration.json", "narration.html"] {
        let _ = fs::remove_file(root.join("script").join(made));
    }
}

fn war_and_peace(epub: &Path, count: f64) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    for inside in ["script", "recordings"] {
        fs::create_dir(root.join(inside))?;
    }
    fs::write(root.join("book.toml"), "title = \"War and Peace\"\n")?;
    fs::copy(epub, root.join("script/manuscript.epub"))?;
    run("War and Peace, EPUB", root, None, count, &unwritten)
}

/// What a call took.
#[derive(Clone, Copy)]
struct Took {
    wall: f64,
    /// Seconds of all processors.
    processor: f64,
}

/// The least of three calls, and what the last gave.
fn timed<T>(work: impl Fn() -> T) -> (Took, T) {
    timed_with(|| (), |()| work())
}

/// The same for work that takes what it works on, which is made anew for every call.
fn timed_with<I, T>(make: impl Fn() -> I, work: impl Fn(I) -> T) -> (Took, T) {
    let once = || {
        let result = make();
        let (started, spent) = (Instant::now(), usage::spent());
        let given = work(result);
        (Took { wall: started.elapsed().as_secs_f64(), processor: usage::spent() - spent }, given)
    };
    let (mut least, mut given) = once();
    for _ in 1..RUNS {
        let took;
        (took, given) = once();
        least = Took { wall: least.wall.min(took.wall), processor: least.processor.min(took.processor) };
    }
    (least, given)
}

/// How long counting the words of a text takes: a measure of the machine.
fn counting(text: &str) -> f64 {
    let count = || {
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for word in text.split_whitespace() {
            *counts.entry(word).or_default() += 1;
        }
        counts.len()
    };
    timed(count).0.wall
}

fn stations(text: &str, revised: &str, count: f64) -> Result<(), Box<dyn Error>> {
    println!("\nEach station by itself         wall  processor  wall/counting");
    let print = |what: &str, took: Took| {
        let Took { wall, processor } = took;
        println!("  {what:<22} {:6.0} ms {:7.0} ms {:14.1}", wall * 1e3, processor * 1e3, wall / count);
    };
    let book = Book::parse("title = \"A Long Book\"\n")?;
    let read = |text: &str| -> Result<Manuscript, Box<dyn Error>> {
        Ok(manuscript::read(text.as_bytes(), Format::PlainText, &book)?)
    };
    let (took, manuscript) = timed(|| read(text));
    let manuscript = manuscript?;
    print("read", took);
    let (took, draft) = timed(|| script::divide(&manuscript, &book));
    print("divide", took);
    let (took, script) = timed_with(|| draft.clone(), |draft| script::number(draft, &book));
    print("number", took);
    let (took, json) = timed(|| script::write(&script));
    print("write", took);
    let (took, parsed) = timed(|| script::parse(&json));
    print("parse", took);
    let parsed: Script = parsed?;
    let none = script::Known::default();
    let (took, _) = timed_with(|| draft.clone(), |draft| script::reconcile(Some(&parsed), draft, &book, &none));
    print("reconcile, unchanged", took);
    let changed = script::divide(&read(revised)?, &book);
    let (took, _) = timed_with(|| changed.clone(), |draft| script::reconcile(Some(&parsed), draft, &book, &none));
    print("reconcile, revised", took);
    print("lint", timed(|| script::lint(&script, &book).len()).0);
    let (took, list) = timed(|| script::pronunciations(&script, &book));
    print("pronunciations", took);
    print("speakers", timed(|| script::speakers(&script, Language::English).len()).0);
    let sheet =
        || Sheet::new(&script, &book, &|_| LineState::ToRecord, 9_300.0).pieces().map(|piece| piece.len()).sum();
    print("sheet", timed(|| -> usize { sheet() }).0);
    println!("\n{} cues, {} words to be asked about", script.cues().count(), list.len());
    Ok(())
}

/// A made-up novel: chapters of paragraphs.
#[derive(Clone)]
struct Novel {
    chapters: Vec<Vec<String>>,
}

/// Numbers that look random and are the same at every run.
struct Dice {
    seed: u64,
    thrown: u64,
}

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.thrown += 1;
        (scatter(self.seed, self.thrown) % most as u64) as usize
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const LISTED: &str = include_str!("../src/script/pronunciation/english.txt");
const COMMON: [&str; 60] = [
    "the", "of", "and", "to", "a", "in", "he", "was", "that", "it", "his", "her", "with", "as", "had", "for", "she",
    "not", "at", "but", "on", "him", "is", "from", "by", "they", "be", "were", "which", "all", "so", "one", "said",
    "there", "them", "who", "would", "have", "been", "when", "what", "their", "up", "out", "into", "could", "then",
    "little", "more", "than", "no", "some", "only", "now", "down", "before", "over", "time", "like", "about",
];
const NAMES: [&str; 24] = [
    "Tamsin",
    "Pengelly",
    "Oakes",
    "Marrow",
    "Ysolde",
    "Trevanion",
    "Bess",
    "Corvin",
    "Hale",
    "Ludgate",
    "Mordecai",
    "Quill",
    "Rosamund",
    "Sabrel",
    "Thackwray",
    "Ursen",
    "Vashti",
    "Wendover",
    "Yarrow",
    "Zillah",
    "Edmund",
    "Grace",
    "Ann",
    "John",
];
const ODD: [&str; 16] = [
    "Mr. Oakes",
    "Mrs. Hale",
    "Dr. Quill",
    "No. 7",
    "4:30 p.m.",
    "1,204 sacks",
    "the 3rd of May 1887",
    "$12.50",
    "Henry VIII",
    "St. John's",
    "Capt. Marrow",
    "20 miles",
    "e.g. rope",
    "half past 9",
    "Chapter IV",
    "1815",
];
const SAYING: [&str; 6] = ["said", "asked", "cried", "whispered", "answered", "muttered"];

impl Novel {
    /// A novel of about so many words.
    fn written(words: usize) -> Self {
        const CHAPTER: usize = 16_000;
        let listed: Vec<&str> = LISTED.lines().filter(|word| word.len() > 3).collect();
        let mut dice = Dice { seed: 1, thrown: 0 };
        let mut chapters = vec![Vec::new()];
        let (mut all, mut here) = (0, 0);
        while all < words {
            let paragraph = paragraph(&listed, &mut dice);
            let count = paragraph.split(' ').count();
            if here + count > CHAPTER {
                chapters.push(Vec::new());
                here = 0;
            }
            (all, here) = (all + count, here + count);
            chapters.last_mut().into_iter().for_each(|chapter: &mut Vec<String>| chapter.push(paragraph.clone()));
        }
        Self { chapters }
    }

    /// One word is another in every fiftieth paragraph, every five hundredth stands two further on, and a chapter is new.
    fn revised(&self) -> Self {
        let mut novel = self.clone();
        let mut at = 0;
        for chapter in &mut novel.chapters {
            for paragraph in chapter.iter_mut() {
                at += 1;
                if at % 50 == 0 {
                    *paragraph = paragraph.replacen(" the ", " that very ", 1).replacen(" was ", " is ", 1);
                }
            }
            for moved in (0..chapter.len().saturating_sub(2)).step_by(500) {
                let paragraph = chapter.remove(moved);
                chapter.insert(moved + 2, paragraph);
            }
        }
        let listed: Vec<&str> = LISTED.lines().filter(|word| word.len() > 3).collect();
        let mut dice = Dice { seed: 2, thrown: 0 };
        let new = (0..200).map(|_| paragraph(&listed, &mut dice)).collect();
        novel.chapters.insert(novel.chapters.len() / 2, new);
        novel
    }

    /// The novel as plain text: lines of at most 72 characters, a blank line between paragraphs.
    fn set(&self) -> String {
        const WIDTH: usize = 72;
        let mut text = String::from("A LONG BOOK\n\nby Nobody\n\n\n");
        for (number, chapter) in (1..).zip(&self.chapters) {
            let _ = write!(text, "\n\nCHAPTER {number}\n\n\n");
            for paragraph in chapter {
                let mut width = 0;
                for word in paragraph.split(' ') {
                    let length = word.chars().count();
                    if width > 0 && width + 1 + length > WIDTH {
                        text.push('\n');
                        width = 0;
                    } else if width > 0 {
                        text.push(' ');
                        width += 1;
                    }
                    text.push_str(word);
                    width += length;
                }
                text.push_str("\n\n");
            }
        }
        text
    }
}

/// One to eight sentences; in every third paragraph somebody speaks.
fn paragraph(listed: &[&str], dice: &mut Dice) -> String {
    let mut text = String::new();
    if dice.below(3) == 0 {
        let said = sentence(listed, dice);
        let _ = write!(
            text,
            "“{},” {} {}. ",
            said.trim_end_matches(['.', '!', '?']),
            dice.one_of(&SAYING),
            dice.one_of(&NAMES)
        );
        if dice.below(2) == 0 {
            let _ = write!(text, "“{}” ", sentence(listed, dice));
        }
    }
    for _ in 0..=dice.below(8) {
        text.push_str(&sentence(listed, dice));
        text.push(' ');
    }
    text.truncate(text.trim_end().len());
    text
}

fn sentence(listed: &[&str], dice: &mut Dice) -> String {
    let length = 4 + dice.below(9) + dice.below(9);
    let mut text = String::new();
    for at in 0..length {
        let word = match dice.below(100) {
            0..55 => dice.one_of(&COMMON),
            55..60 => dice.one_of(&NAMES),
            60..61 => dice.one_of(&ODD),
            // Few words are frequent and many are rare.
            _ => listed[dice.below(listed.len()) * dice.below(1000) / 1000],
        };
        if at > 0 {
            text.push_str(if dice.below(12) == 0 { ", " } else { " " });
            text.push_str(word);
        } else {
            let mut chars = word.chars();
            text.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            text.push_str(chars.as_str());
        }
    }
    text.push_str(["!", "?", ".", ".", ".", ".", ".", "."][dice.below(8)]);
    text
}
