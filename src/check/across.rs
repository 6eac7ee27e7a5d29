//! Takes against each other: the same sound twice, another format than the rest, far from its neighbours.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::script::{Cue, sounds_alike};
use crate::signal::OCTAVES;
use crate::takes::{Sound, Take, TakeFormat};
use crate::words::{Book, Finding, Fingerprint, Place, Rule};

use super::comparable::{Comparable, FEWEST, REACH, distance};
use super::{median, spread};

/// A cue with the take that it uses, heard.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) cue: &'a Cue,
    pub(super) take: &'a Take,
    pub(super) sound: &'a Sound,
}

impl Line<'_> {
    fn place(&self) -> Place {
        Place { cue: Some(self.cue.id.clone()), take: Some(self.take.file.clone()), ..Place::default() }
    }

    fn comparable(&self) -> Option<Comparable<'_>> {
        Comparable::of(self.sound)
    }
}

/// How many spreads of its neighbours a take may lie from them: where they differ much, one more does no harm.
const SPREADS: f64 = 4.0;

/// The middle frequencies of the octave bands, in hertz.
const BANDS: [u32; OCTAVES] = [125, 250, 500, 1000, 2000, 4000, 8000];

/// Everything that lines in the order of the script have against each other; `all` are all takes that can be heard.
pub(super) fn compare<'a>(lines: &[Line<'a>], all: impl Iterator<Item = Line<'a>>, book: &Book) -> Vec<Finding> {
    let mut findings = same_audio(all);
    findings.extend(odd_formats(lines));
    findings.extend(far(lines, book, Rule::LevelFar, |line| line.comparable()?.level, |here, around| {
        let side = if here > around { "louder" } else { "quieter" };
        let hint = "listen to it between its neighbours: nothing to do for a whisper or a shout; record a pickup again at \
                    the others' distance and gain";
        (format!("{:.1} dB {side} than the takes around it", (here - around).abs()), hint)
    }));
    findings.extend(far(lines, book, Rule::FloorFar, |line| line.comparable()?.floor, |here, around| {
        let side = if here > around { "above" } else { "below" };
        let hint =
            "listen to its pauses between its neighbours', and record it again in the same room with the same settings";
        (format!("noise {:.1} dB {side} that of the takes around it", (here - around).abs()), hint)
    }));
    findings.extend(far_tone(lines, book));
    findings
}

/// One recording under two cues with different words.
fn same_audio<'a>(all: impl Iterator<Item = Line<'a>>) -> Vec<Finding> {
    let mut first: HashMap<Fingerprint, (&Cue, &Take)> = HashMap::new();
    let mut findings = Vec::new();
    for Line { cue, take, sound } in all {
        let (other, of) = *first.entry(sound.audio).or_insert((cue, take));
        if other.id == cue.id || sounds_alike(other.spoken(), cue.spoken()) {
            continue;
        }
        let place = Place { cue: Some(cue.id.clone()), take: Some(take.file.clone()), ..Place::default() };
        let found = format!("the same sound as `{}`, sample by sample", of.file);
        let hint =
            format!("listen to it: keep it for the cue whose words it has, and record {} or {}", cue.id, other.id);
        findings.push(Finding::new(Rule::TakeSameAudio, place, found, "a recording of its own").hint(hint));
    }
    findings
}

/// So many takes must have been heard before one of them can be odd.
const FEWEST_FORMATS: usize = 5;

/// Takes that the book's settings welcome and that are unlike nearly all others.
fn odd_formats(lines: &[Line<'_>]) -> Vec<Finding> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry(shown(&line.sound.format)).or_default() += 1;
    }
    let Some((usual, count)) = counts.iter().max_by_key(|(_, count)| **count) else { return Vec::new() };
    // Four of five: where a book is half one and half the other, neither is odd.
    if lines.len() < FEWEST_FORMATS || count * 5 < lines.len() * 4 {
        return Vec::new();
    }
    let odd = lines.iter().filter(|line| shown(&line.sound.format) != *usual);
    let hint = "listen to it beside its neighbours; export it again in their format if it was changed on its way here";
    odd.map(|line| {
        let wanted = format!("{usual}, as {count} of {} takes are", lines.len());
        Finding::new(Rule::FormatOdd, line.place(), shown(&line.sound.format), wanted).hint(hint)
    })
    .collect()
}

fn shown(format: &TakeFormat) -> String {
    let bits = format.bit_depth.map(|bits| format!(", {bits} bits")).unwrap_or_default();
    format!("{}, {}{bits}, {}", format.kind, format.sample_rate, channels(format.channels))
}

/// `mono`, `stereo`, `6 channels`.
pub(super) fn channels(count: u32) -> String {
    match count {
        1 => "mono".to_owned(),
        2 => "stereo".to_owned(),
        count => format!("{count} channels"),
    }
}

/// The neighbours of a place, without itself.
fn around<T>(lines: &[T], place: usize) -> impl Iterator<Item = &T> {
    let nearby = place.saturating_sub(REACH)..(place + REACH + 1).min(lines.len());
    nearby.filter(move |&other| other != place).map(|other| &lines[other])
}

/// Lines whose value lies further from the median of their neighbours than the limit allows, and than those do. What the
/// book itself sets counts more than what its takes say.
fn far<'a>(
    lines: &[Line<'a>],
    book: &Book,
    rule: Rule,
    value: impl Fn(&Line<'a>) -> Option<f64>,
    say: impl Fn(f64, f64) -> (String, &'static str) + Sync,
) -> Vec<Finding> {
    let (limit, is_set) = (book.check.limit(rule), book.check.sets_limit(rule));
    let known: Vec<(&Line<'a>, f64)> = lines.iter().filter_map(|line| Some((line, value(line)?))).collect();
    let far = known.par_iter().enumerate().filter_map(|(place, &(line, here))| {
        let mut others: Vec<f64> = around(&known, place).map(|(_, value)| *value).collect();
        if others.len() < FEWEST {
            return None;
        }
        let middle = median(&mut others)?;
        let distance = (here - middle).abs();
        let usual = || SPREADS * spread(others.iter().map(|other| other - middle)).unwrap_or(0.0);
        if !limit.is_broken_by(distance) || !is_set && distance <= usual() {
            return None;
        }
        let (found, hint) = say(here, middle);
        let finding = Finding::new(rule, line.place(), found, limit.to_string()).hint(hint);
        Some(Finding { severity: book.check.graded(rule, distance), ..finding })
    });
    far.collect()
}

/// Lines whose tone lies further from that of their neighbours than the limit allows, and than those do.
fn far_tone(lines: &[Line<'_>], book: &Book) -> Vec<Finding> {
    let limit = book.check.limit(Rule::ToneFar);
    let is_set = book.check.sets_limit(Rule::ToneFar);
    let known: Vec<(&Line<'_>, &[f64; OCTAVES])> =
        lines.iter().filter_map(|line| Some((line, line.comparable()?.tone?))).collect();
    let far = known.par_iter().enumerate().filter_map(|(place, (line, here))| {
        let others: Vec<&[f64; OCTAVES]> = around(&known, place).map(|(_, octaves)| *octaves).collect();
        if others.len() < FEWEST {
            return None;
        }
        let middle: [f64; OCTAVES] = std::array::from_fn(|band| {
            median(&mut others.iter().map(|octaves| octaves[band]).collect::<Vec<_>>()).unwrap_or(0.0)
        });
        let is_far = |distance: fn(&[f64; OCTAVES], &[f64; OCTAVES]) -> f64, spreads: f64| {
            let here = distance(here, &middle).abs();
            let usual = || median(&mut others.iter().map(|other| distance(other, &middle).abs()).collect::<Vec<_>>());
            limit.is_broken_by(here) && (is_set || usual().is_none_or(|usual| here >= usual * spreads))
        };
        let found = if is_far(distance, TONE_SPREADS) {
            let most = (0..OCTAVES)
                .max_by(|&one, &other| (here[one] - middle[one]).abs().total_cmp(&(here[other] - middle[other]).abs()));
            let most = most.map(|band| format!(", most at {} Hz: {:+.1} dB", BANDS[band], here[band] - middle[band]));
            format!("tone {:.1} dB from the takes around it{}", distance(here, &middle), most.unwrap_or_default())
        } else if is_far(lows, LOWS_SPREADS) {
            let lows = lows(here, &middle);
            let side = if lows > 0.0 { "more" } else { "less" };
            format!("{:.1} dB {side} below 350 Hz than the takes around it have", lows.abs())
        } else {
            return None;
        };
        let hint = "was it recorded on another day? record it again at the place and distance of the others, or bring it \
                    near them with an equalizer";
        Some(Finding::new(Rule::ToneFar, line.place(), found, limit.to_string()).hint(hint))
    });
    far.collect()
}

/// How many times further from the middle than its neighbours usually are a take's tone and its lows may lie.
const TONE_SPREADS: f64 = 2.5;
const LOWS_SPREADS: f64 = 3.5;

/// How far the two lowest octaves of one lie above those of the other in decibels, each against the three above it. Another
/// distance from the microphone changes these alone, and words change the middle of two less than each; in all seven they
/// are lost, the more as they are most of the energy that all are relative to.
fn lows(one: &[f64; OCTAVES], other: &[f64; OCTAVES]) -> f64 {
    let balance = |tone: &[f64; OCTAVES]| {
        let mean = |bands: &[f64]| bands.iter().sum::<f64>() / bands.len() as f64;
        mean(&tone[..2]) - mean(&tone[2..5])
    };
    balance(one) - balance(other)
}
