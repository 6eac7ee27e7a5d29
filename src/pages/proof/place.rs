//! The line that a row of a proofer's list means, and the place in its take.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::meant;
use super::sheet::ProofRow;
use crate::check::Review;
use crate::script::{Chapter, Cue, Script};
use crate::takes::Take;
use crate::takes::log::Heard;
use crate::timeline::{self, Timeline};
use crate::words::time::clock;
use crate::words::timecode::{parse_timecode, timecode};
use crate::words::{ChapterId, CueId, TakeId};

/// Where the lines of a book are: in its script, in its takes and in its built chapters.
pub struct Places<'a> {
    cues: HashMap<&'a CueId, &'a Cue>,
    chapters: Vec<&'a Chapter>,
    takes: HashMap<&'a str, &'a Take>,
    review: &'a Review,
    timelines: &'a BTreeMap<ChapterId, Timeline>,
    changed: &'a BTreeSet<String>,
}

/// How far a proofer's time may lie from a line for it to be meant, in seconds: who hears something looks at the clock then.
const LATE: f64 = 3.0;

impl<'a> Places<'a> {
    /// The places of a book, with the timelines of the chapters that are built and the files that have changed since.
    #[must_use]
    pub fn new(
        script: &'a Script,
        review: &'a Review,
        timelines: &'a BTreeMap<ChapterId, Timeline>,
        changed: &'a BTreeSet<String>,
    ) -> Self {
        Self {
            cues: script.cues().map(|(_, cue)| (&cue.id, cue)).collect(),
            chapters: script.chapters.iter().collect(),
            takes: review.takes.iter().map(|take| (take.file.as_str(), take)).collect(),
            review,
            timelines,
            changed,
        }
    }

    /// The cue that is meant by `01-0042`, `1-42` or `01-0042.wav`.
    fn cue(&self, text: &str) -> Option<&'a Cue> {
        self.cues.get(&meant::cue(text)?).copied()
    }

    /// The take that a cell names; of a cue's name, the one in use.
    fn take(&self, text: &str, id: &TakeId) -> Result<&'a Take, String> {
        let missing = || format!("there is no take `{text}` in `recordings/`");
        if !self.cues.contains_key(id.cue()) {
            return Err(format!("there is no cue `{}` in the script", id.cue()));
        }
        let used = self.review.used(id.cue());
        if !meant::is_one_take(text) {
            return used.ok_or_else(missing);
        }
        let path = text.trim().replace('\\', "/");
        let is_it = |take: &&&Take| path == take.file || path.ends_with(&format!("/{}", take.file));
        let named: Vec<&Take> = self.review.takes.iter().filter(|take| take.id.as_ref() == Some(id)).collect();
        let exact = named.iter().find(is_it);
        let in_use = || named.iter().find(|take| used.is_some_and(|used| used.file == take.file));
        match named.as_slice() {
            [] => Err(missing()),
            [one] => Ok(one),
            [one, other, ..] => exact
                .or_else(in_use)
                .copied()
                .ok_or_else(|| format!("`{text}` may be `recordings/{}` or `recordings/{}`", one.file, other.file)),
        }
    }
}

/// What a row comes to.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// The cue that it means.
    pub cue: CueId,
    /// The note as the take log keeps it.
    pub heard: Heard,
    /// How the words of the note may have been kept by an earlier reading, with the time in them or without it.
    pub words: Vec<String>,
    /// What is doubtful about it.
    pub doubts: Vec<String>,
}

/// A note on its way to its place.
struct Noting {
    heard: Heard,
    doubts: Vec<String>,
}

/// What a row without words comes to.
const WORDLESS: &str = "misread";

/// The cue that a row means, and the note as the take log keeps it.
///
/// # Errors
/// Why it can't be told.
pub fn place(row: &ProofRow, places: &Places<'_>) -> Result<Placed, String> {
    let seconds = match row.timecode.as_str() {
        "" => None,
        text => {
            Some(parse_timecode(text).ok_or_else(|| format!("`{text}` is no time such as `0:03:12.4` or `192.4`"))?)
        }
    };
    if [&row.said, &row.should_be, &row.note].iter().all(|cell| cell.is_empty()) {
        return Err("it says nothing: `said`, `should be` and `note` are empty".to_owned());
    }
    let optional = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let note = optional(&row.note).unwrap_or_else(|| WORDLESS.to_owned());
    let dated = seconds.map(|seconds| dated(&note, seconds));
    let words = [Some(row.note.clone()), Some(note.clone()), dated].into_iter().flatten().collect();
    let heard = Heard { audio: None, seconds: None, said: optional(&row.said), wanted: optional(&row.should_be), note };
    let mut noting = Noting { heard, doubts: Vec::new() };
    let (of_cue, of_chapter) = (Some(&row.cue).filter(|cell| meant::is_one_take(cell)), Some(&row.chapter));
    let named = of_cue.or(of_chapter.filter(|_| row.cue.is_empty())).and_then(|cell| Some((cell, meant::take(cell)?)));
    if let Some((cell, id)) = named {
        by_take(places.take(cell, &id)?, seconds, &mut noting)?;
        return Ok(Placed { cue: id.cue().clone(), heard: noting.heard, words, doubts: noting.doubts });
    }
    noting.doubts.extend(doubtful(&row.timecode));
    let cue = if row.cue.is_empty() || (places.cue(&row.cue).is_none() && seconds.is_some() && !row.chapter.is_empty())
    {
        by_time(row, seconds, places, &mut noting)?
    } else {
        by_cue(row, seconds, places, &mut noting)?
    };
    Ok(Placed { cue, heard: noting.heard, words, doubts: noting.doubts })
}

/// A note that has its time in its words, which means nothing to the take, but may to whoever wrote it.
fn dated(note: &str, seconds: f64) -> String {
    format!("{note} (at {})", timecode(seconds))
}

/// What is doubtful about a time such as `3.12`, which some write for `3:12`.
fn doubtful(text: &str) -> Option<String> {
    let (minutes, seconds) = text.split_once(['.', ','])?;
    let is_short = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_clock = is_short(minutes, 1..=2) && is_short(seconds, 2..=2) && seconds < "60";
    is_clock
        .then(|| format!("`{text}` is read as {minutes}.{seconds} s: if it is minutes, write `{minutes}:{seconds}`"))
}

/// A time behind the name of a take is one in the take.
fn by_take(take: &Take, seconds: Option<f64>, noting: &mut Noting) -> Result<(), String> {
    let sound = take.sound.as_ref().map_err(|_| format!("`recordings/{}` can't be heard", take.file))?;
    if let Some(seconds) = seconds.filter(|seconds| *seconds > sound.seconds()) {
        let length = clock(sound.seconds());
        return Err(format!(
            "{} lies behind the end of `recordings/{}`, which lasts {length}",
            clock(seconds),
            take.file
        ));
    }
    noting.heard.audio = Some(sound.audio);
    noting.heard.seconds = seconds.map(tenth);
    Ok(())
}

fn by_cue(row: &ProofRow, seconds: Option<f64>, places: &Places<'_>, noting: &mut Noting) -> Result<CueId, String> {
    let cue = places.cue(&row.cue).ok_or_else(|| format!("there is no cue `{}` in the script", row.cue))?;
    // A list of our own says which take it is about.
    let about = places.takes.get(row.take.as_str()).copied();
    let take = about.or_else(|| places.review.used(&cue.id));
    noting.heard.audio = take.and_then(Take::audio);
    let Some(seconds) = seconds else { return Ok(cue.id.clone()) };
    let of_cue = places.timelines.values().find_map(|timeline| timeline.heard().find(|heard| *heard.cue == cue.id));
    let near = |line: &timeline::HeardLine<'_>| (line.in_chapter(line.in_take(seconds)) - seconds).abs() <= LATE;
    match of_cue.filter(|line| take.is_some_and(|take| take.file == line.clip.file) && near(line)) {
        Some(line) => in_line(&line, seconds, places, noting),
        None => noting.heard.note = dated(&noting.heard.note, seconds),
    }
    Ok(cue.id.clone())
}

/// The place in the take that a line is heard from, unless that take was recorded anew since.
fn in_line(line: &timeline::HeardLine<'_>, seconds: f64, places: &Places<'_>, noting: &mut Noting) {
    let file = &line.clip.file;
    if places.changed.contains(file) {
        noting.heard.note = dated(&noting.heard.note, seconds);
        noting.doubts.push(format!(
            "`recordings/{file}` has changed since its chapter was built, so the time says nothing about it: build, and listen again"
        ));
    } else {
        noting.heard.seconds = Some(tenth(line.in_take(seconds)));
    }
}

fn by_time(row: &ProofRow, seconds: Option<f64>, places: &Places<'_>, noting: &mut Noting) -> Result<CueId, String> {
    let Some(seconds) = seconds.filter(|_| !row.chapter.is_empty()) else {
        return Err("it names no cue, and no chapter with a time in it".to_owned());
    };
    let chapter = meant::chapter(&row.chapter, &places.chapters)?;
    let Some(timeline) = places.timelines.get(&chapter.id) else {
        return Err(format!(
            "chapter {} is not built, so nobody knows what sounds at {}",
            chapter.id,
            timecode(seconds)
        ));
    };
    let Some(line) = timeline.heard_at(seconds) else {
        return Err(format!(
            "{} is not in chapter {}, which is {} long",
            timecode(seconds),
            chapter.id,
            clock(timeline.seconds())
        ));
    };
    if !places.cues.contains_key(line.cue) {
        return Err(format!("cue {}, which sounds at {}, is no longer in the script", line.cue, timecode(seconds)));
    }
    noting.heard.audio = places.takes.get(line.clip.file.as_str()).and_then(|take| take.audio());
    in_line(&line, seconds, places, noting);
    Ok(line.cue.clone())
}

/// Nobody reads a clock more finely than that.
fn tenth(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}
