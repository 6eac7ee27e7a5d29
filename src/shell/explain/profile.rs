//! What a delivery profile asks, and the figures of takes.

use std::fmt::Write;

use crate::words::profile::{AimLevel, Figure, Files, Limits, Mono, Value};
use crate::words::{Book, Checks, Profile};

use super::super::findings::{BOLD, PLAIN};
use super::paragraph;

/// A delivery profile for people: every figure with its source, and what others make of it.
pub(super) fn explain(profile: &Profile) -> String {
    let mut text = format!("{BOLD}{}{PLAIN}  {}\n\n", profile.name, profile.title);
    text.push_str(&paragraph(&profile.about, 0));
    let level = match profile.aim.level {
        Some(AimLevel::Rms(level)) => format!("are brought to {level} RMS"),
        Some(AimLevel::Loudness(level)) => format!("are brought to {level}"),
        None => "keep the level that they have".to_owned(),
    };
    let _ = write!(text, "\nchapters {level}, their true peaks held to {}\n", profile.aim.ceiling);
    match profile.mono {
        Some(Mono::Once) => text.push_str("loudness counts a mono file as the one channel that it is\n"),
        Some(Mono::Twice) => {
            text.push_str("loudness counts a mono file as two channels that are the same: 3.0 LU louder than one\n");
        }
        None => {}
    }
    let mut shown = Shown { text };
    shown.figure("RMS", profile.rms.as_ref());
    shown.figure("loudness", profile.loudness.as_ref());
    shown.figure("peak", profile.peak.as_ref());
    shown.figure("true peak", profile.true_peak.as_ref());
    shown.figure("noise floor", profile.noise_floor.as_ref());
    shown.figure("length", profile.length.as_ref());
    shown.figure("quiet at the head", profile.head.as_ref());
    shown.figure("quiet at the tail", profile.tail.as_ref());
    shown.figure("sample rate", profile.sample_rate.as_ref());
    shown.figure("noise floor, as a warning", profile.living_floor.as_ref());
    if let Some(files) = &profile.files {
        shown.files(files);
    }
    if !profile.asks.is_empty() {
        let _ = write!(shown.text, "\n{BOLD}asked, and not judged{PLAIN}\n");
        for ask in &profile.asks {
            shown.text.push_str(&paragraph(&ask.what, 2));
            shown.text.push_str(&paragraph(&format!("{} ({}, {})", ask.source, ask.confidence, ask.read), 4));
        }
    }
    shown.text
}

struct Shown {
    text: String,
}

impl Shown {
    fn files(&mut self, files: &Files) {
        let mut made = vec![files.format.to_string()];
        made.extend(files.kbps.map(|kbps| format!("{kbps} kbps constant")));
        made.extend(files.bit_depth.map(|bits| format!("{bits} bits")));
        made.extend(files.sample_rate.map(|rate| rate.to_string()));
        made.push(files.channels.to_string());
        let _ = write!(self.text, "\n{BOLD}files{PLAIN}: {}, called `{}`\n", made.join(", "), files.names);
        self.text.push_str(&paragraph(&format!("{} ({}, {})", files.source, files.confidence, files.read), 2));
        self.figure("retail sample", files.sample.as_ref());
        self.figure("size of a file", files.size.as_ref());
        self.figure("length of the book", files.book.as_ref());
        self.figure("cover, its shorter side", files.cover.as_ref());
    }

    fn figure<T: Value>(&mut self, name: &str, figure: Option<&Figure<T>>) {
        let Some(figure) = figure else { return };
        let _ = write!(self.text, "\n{BOLD}{name}{PLAIN}: {figure}\n");
        self.text.push_str(&paragraph(&format!("{} ({}, {})", figure.source, figure.confidence, figure.read), 2));
        for also in &figure.also {
            let bound = also.to_string();
            let parts: Vec<&str> = [bound.as_str(), also.note.as_str()].into_iter().filter(|p| !p.is_empty()).collect();
            let also = format!("also {}: {} ({}, {})", also.who, parts.join(", "), also.confidence, also.read);
            self.text.push_str(&paragraph(&also, 2));
        }
    }
}

/// The figures that takes are held to, as this book has them.
pub(super) fn limits(book: Option<&Book>) -> String {
    let limits = Limits::built_in();
    let mut text = format!("{BOLD}{}{PLAIN}  {}\n", limits.name, limits.title);
    for (rule, figure) in limits.figures() {
        let limit = book.map_or_else(|| Checks::default().limit(rule), |book| book.check.limit(rule));
        let own = if book.is_some_and(|book| book.check.sets_limit(rule)) { ", set by book.toml" } else { "" };
        let _ = write!(text, "\n{BOLD}{rule}{PLAIN}: {limit}{own}\n");
        text.push_str(&paragraph(&figure.means, 2));
        text.push_str(&paragraph(&format!("{} ({}, {})", figure.source, figure.confidence, figure.read), 2));
    }
    text
}
