//! Delivered files against what their distributor asks: a verdict for every rule, never a silent pass.

use serde::{Deserialize, Serialize};

use crate::words::profile::files::CreditsPlace;
use crate::words::profile::{Figure, Files, Format, Megabytes, Minutes, Mono, Pixels, Seconds, Value};
use crate::words::{Finding, Frames, Place, Profile, Rule};

use super::facts::{Facts, Mode, Says, form};
use super::{Part, PlannedFile};

/// What came of one rule.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Checked {
    /// The rule.
    pub rule: Rule,
    /// What came of it.
    pub verdict: Verdict,
    /// What was found, or why nothing was measured.
    pub found: String,
    /// What is wanted.
    pub wanted: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// What came of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is kept.
    Ok,
    /// It is not.
    Broken,
    /// Nobody knows.
    NotMeasured,
}

/// A delivered file as it was wanted and as it is.
#[derive(Clone, Copy, Debug)]
pub struct Delivered<'a> {
    /// What was to be made.
    pub planned: &'a PlannedFile,
    /// What it should say of itself; nothing for a format without tags.
    pub says: Option<&'a Says>,
    /// What was found in its bytes.
    pub facts: &'a Facts,
}

/// How exactly the ends of speech are known, in seconds: words fade in and out, and a codec smears them.
const HEARD: f64 = 0.1;

/// How far a codec's difference must lie below the sound, in decibels: at the bit rates in use it is 20 and more, and
/// between two different sounds 0 or above. Opus keeps the course of a spectrum and not its waves: real voices have 10 to 16
/// at 32 and 48 kbps.
const LIKE: f64 = -10.0;
const LIKE_OPUS: f64 = -5.0;

/// The part of a bit rate by which an average may lie above it.
const NEAR: u32 = 20;

/// The window of the noise floor, in seconds: what is shorter has none.
const WINDOW: f64 = 0.4;

/// Every rule that a profile has for a file, with what came of it.
#[must_use]
pub fn judge_file(file: Delivered<'_>, files: &Files, profile: &Profile) -> Vec<Checked> {
    let Delivered { planned, facts, .. } = file;
    let mut judge = Judge { checked: Vec::new() };
    judge.form(file, files);
    judge.sound(file);
    judge.tags(file);
    let level = "its level is that of its master: see `cuebook build`";
    let mono = if files.channels.count() == 2 { Mono::Twice.gain() } else { profile.mono_gain() };
    judge.level(Rule::FileLevel, profile.rms.as_ref(), facts.levels.rms, level);
    judge.level(Rule::FileLevel, profile.loudness.as_ref(), facts.levels.loudness.map(|level| level + mono), level);
    let lower = "lower `aim.ceiling` in a profile of your own: encoding moves peaks";
    judge.level(Rule::FilePeak, profile.peak.as_ref(), facts.levels.peak, lower);
    judge.level(Rule::FilePeak, profile.true_peak.as_ref(), facts.levels.true_peak, lower);
    judge.floor(profile, facts);
    let ends = "set `head` and `tail` in `[spacing]` of book.toml";
    judge.quiet("head", profile.head.as_ref(), facts.head, ends);
    judge.quiet("tail", profile.tail.as_ref(), facts.tail, ends);
    let length = Minutes(facts.seconds() / 60.0);
    if planned.part == Part::Sample {
        judge.bound(Rule::FileTooLong, files.sample.as_ref(), length, "");
    } else if planned.part != Part::Whole {
        let divide = "let the chapter go on in another file: `continue_at` below `[delivery]` in book.toml";
        judge.bound(Rule::FileTooLong, profile.length.as_ref(), length, divide);
    }
    let smaller = "let the chapter go on in another file, or deliver fewer kilobits a second";
    judge.bound(Rule::FileTooLarge, files.size.as_ref(), Megabytes(facts.bytes as f64 / 1e6), smaller);
    judge.checked
}

/// What is asked of all files together.
#[must_use]
pub fn judge_book(delivered: &[Delivered<'_>], files: &Files) -> Vec<Checked> {
    let mut judge = Judge { checked: Vec::new() };
    let sections = delivered.iter().filter(|file| !matches!(file.planned.part, Part::Sample | Part::Whole));
    let seconds: f64 = sections.clone().map(|file| file.facts.seconds()).sum();
    judge.bound(Rule::BookLength, files.book.as_ref(), Minutes(seconds / 60.0), "");
    if files.credits == CreditsPlace::Apart && sections.clone().next().is_some() {
        for (part, what) in [(Part::OpeningCredits, "opening"), (Part::ClosingCredits, "closing")] {
            let is_there = sections.clone().any(|file| file.planned.part == part);
            judge.add(
                Rule::CreditsMissing,
                is_there,
                if is_there { format!("{what} credits") } else { format!("no {what} credits") },
                "opening and closing credits in files of their own".to_owned(),
                "write `template = \"acx\"` below `[credits]` in book.toml, then run `cuebook script` and record them",
            );
        }
    }
    judge.checked
}

/// What is asked of the cover: `shorter` is its shorter side, nothing where there is no cover.
#[must_use]
pub fn judge_cover(shorter: Option<Pixels>, files: &Files) -> Vec<Checked> {
    let mut judge = Judge { checked: Vec::new() };
    let larger = "put a larger picture beside book.toml as `cover.jpg` or `cover.png`";
    let one = "put a picture beside book.toml as `cover.jpg` or `cover.png`";
    match (shorter, files.cover.as_ref()) {
        (Some(side), figure) => judge.bound(Rule::CoverUnfit, figure, side, larger),
        (None, Some(figure)) => judge.add(Rule::CoverUnfit, false, "no cover".to_owned(), figure.to_string(), one),
        (None, None) => {}
    }
    judge.checked
}

impl Checked {
    /// The finding that it is; `None` where the rule is kept.
    #[must_use]
    pub fn finding(&self, file: Option<&str>) -> Option<Finding> {
        let place = Place { file: file.map(str::to_owned), ..Place::default() };
        let finding = |rule| Finding::new(rule, place, self.found.clone(), self.wanted.clone()).hint(self.hint.clone());
        match self.verdict {
            Verdict::Ok => None,
            Verdict::Broken => Some(finding(self.rule)),
            Verdict::NotMeasured => Some(finding(Rule::FileUnmeasured)),
        }
    }
}

struct Judge {
    checked: Vec<Checked>,
}

impl Judge {
    fn add(&mut self, rule: Rule, is_kept: bool, found: String, wanted: String, hint: &str) {
        let verdict = if is_kept { Verdict::Ok } else { Verdict::Broken };
        let hint = if is_kept { String::new() } else { hint.to_owned() };
        self.checked.push(Checked { rule, verdict, found, wanted, hint });
    }

    fn unmeasured(&mut self, rule: Rule, why: &str, wanted: String) {
        let (verdict, found) = (Verdict::NotMeasured, format!("not measured, because {why}"));
        self.checked.push(Checked { rule, verdict, found, wanted, hint: String::new() });
    }

    fn form(&mut self, file: Delivered<'_>, files: &Files) {
        let facts = file.facts;
        let mode = files.kbps.map(if matches!(files.format, Format::M4b | Format::Opus) {
            Mode::Average
        } else {
            Mode::Constant
        });
        let wanted = form(files.format, mode, files.bit_depth, file.planned.rate, files.channels.into());
        let found = facts.form();
        // An average is what was asked for, or less where little sounds.
        let is_near = match (facts.mode, mode) {
            (Some(Mode::Average(found)), Some(Mode::Average(wanted))) => found <= wanted + wanted / NEAR,
            _ => false,
        };
        let as_judged = if is_near { Facts { mode, ..facts.clone() }.form() } else { found.clone() };
        self.add(Rule::FileFormat, as_judged == wanted, found, wanted, "this is a fault of cuebook: please report it");
    }

    fn sound(&mut self, file: Delivered<'_>) {
        let (found, wanted) = (file.facts.levels.frames, file.planned.frames);
        let report = "this is a fault of cuebook: please report it";
        let samples = |frames: Frames| format!("{} samples", frames.0);
        self.add(Rule::FileUnlike, found == wanted, samples(found), format!("{}, as planned", samples(wanted)), report);
        let wanted = "the sound of its master".to_owned();
        match file.facts.difference {
            None => self.add(Rule::FileUnlike, true, "the very samples of its master".to_owned(), wanted, ""),
            Some(db) => {
                let found = format!("what differs from its master lies {:.1} dB below it", -db);
                let like = if file.facts.format == Format::Opus { LIKE_OPUS } else { LIKE };
                self.add(Rule::FileUnlike, db <= like, found, wanted, report);
            }
        }
    }

    fn tags(&mut self, file: Delivered<'_>) {
        let Some(wanted) = file.says else { return };
        let Some(found) = &file.facts.says else {
            return self.add(Rule::FileTags, false, "no tags".to_owned(), "tags".to_owned(), "");
        };
        let track = |says: &Says| says.track.map(|(number, of)| format!("{number}/{of}")).unwrap_or_default();
        let cover = |says: &Says| says.cover.as_ref().map(|cover| cover.hash.to_string()).unwrap_or_default();
        let chapters = |says: &Says| says.chapters.len().to_string();
        let pairs = [
            ("title", found.title.clone(), wanted.title.clone()),
            ("album", found.album.clone(), wanted.album.clone()),
            ("artist", found.artist.clone(), wanted.artist.clone()),
            ("narrator", found.narrator.clone(), wanted.narrator.clone()),
            ("year", found.about.year(), wanted.about.year()),
            ("publisher", found.about.publisher.clone(), wanted.about.publisher.clone()),
            ("copyright", found.about.copyright.clone(), wanted.about.copyright.clone()),
            ("description", found.about.description.clone(), wanted.about.description.clone()),
            ("track", track(found), track(wanted)),
            ("cover", cover(found), cover(wanted)),
            ("chapters", chapters(found), chapters(wanted)),
        ];
        let wrong = pairs.into_iter().find(|(_, found, wanted)| found != wanted);
        let marks = found.chapters.iter().zip(&wanted.chapters).find(|(found, wanted)| {
            found.title != wanted.title
                || found.start != wanted.start
                || found.end.is_some_and(|end| Some(end) != wanted.end)
        });
        let report = "this is a fault of cuebook: please report it";
        match (wrong, marks) {
            (Some((name, found, wanted)), _) => {
                self.add(Rule::FileTags, false, format!("{name} `{found}`"), format!("{name} `{wanted}`"), report);
            }
            (None, Some((found, wanted))) => {
                let mark = |mark: &super::MarkSeen| format!("chapter `{}` at {} ms", mark.title, mark.start);
                self.add(Rule::FileTags, false, mark(found), mark(wanted), report);
            }
            (None, None) => {
                self.add(Rule::FileTags, true, "as the book has them".to_owned(), "the book's own".to_owned(), "");
            }
        }
    }

    /// A level that a file must have: silence keeps to none.
    fn level<T: Value>(&mut self, rule: Rule, figure: Option<&Figure<T>>, measured: Option<T>, hint: &str) {
        match (figure, measured) {
            (None, _) => {}
            (Some(figure), None) => self.add(rule, false, "silence".to_owned(), figure.to_string(), hint),
            (Some(_), Some(value)) => self.bound(rule, figure, value, hint),
        }
    }

    fn bound<T: Value>(&mut self, rule: Rule, figure: Option<&Figure<T>>, value: T, hint: &str) {
        let Some(figure) = figure else { return };
        let wanted = figure.to_string();
        let found = value.to_string();
        let found = if wanted.contains(&found) { value.exact() } else { found };
        self.add(rule, figure.holds(value), found, wanted, hint);
    }

    fn floor(&mut self, profile: &Profile, facts: &Facts) {
        let Some(figure) = &profile.noise_floor else { return };
        match facts.levels.noise_floor {
            Some(floor) => {
                self.bound(Rule::FileNoiseFloor, Some(figure), floor, "make the room quieter: see `cuebook build`");
            }
            None if facts.seconds() < WINDOW => {
                let why = format!("the noise floor needs {WINDOW} s of sound");
                self.unmeasured(Rule::FileNoiseFloor, &why, figure.to_string());
            }
            None => self.add(Rule::FileNoiseFloor, true, "digital silence".to_owned(), figure.to_string(), ""),
        }
    }

    fn quiet(&mut self, end: &str, figure: Option<&Figure<Seconds>>, measured: Option<f64>, hint: &str) {
        let Some(figure) = figure else { return };
        let wanted = format!("{figure} at its {end}");
        let Some(seconds) = measured else {
            return self.unmeasured(Rule::FileEnds, "no speech is heard near it", wanted);
        };
        let near = [0.0, -HEARD, HEARD].map(|off| Seconds((seconds + off).max(0.0)));
        let is_kept = near.into_iter().any(|seconds| figure.holds(seconds));
        self.add(Rule::FileEnds, is_kept, format!("{seconds:.2} s of quiet at its {end}"), wanted, hint);
    }
}
