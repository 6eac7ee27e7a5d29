//! The line that a row of a proofer's list means, and the place in its take.

use std::collections::{BTreeMap, HashMap};

use super::sheet::ProofRow;
use crate::check::Review;
use crate::script::{Chapter, Cue, Script};
use crate::takes::Take;
use crate::takes::log::Heard;
use crate::timeline::{self, Timeline};
use crate::words::time::clock;
use crate::words::timecode::{parse_timecode, timecode};
use crate::words::{ChapterId, CueId};

/// Where the lines of a book are: in its script, in its takes and in its built chapters.
pub struct Places<'a> {
    cues: HashMap<&'a CueId, &'a Cue>,
    chapters: Vec<&'a Chapter>,
    takes: HashMap<&'a str, &'a Take>,
    review: &'a Review,
    timelines: &'a BTreeMap<ChapterId, Timeline>,
}

/// How far a proofer's time may lie from a line for it to be meant, in seconds: who hears something looks at the clock then.
const LATE: f64 = 3.0;

impl<'a> Places<'a> {
    /// The places of a book, with the timelines of the chapters that are built.
    #[must_use]
    pub fn new(script: &'a Script, review: &'a Review, timelines: &'a BTreeMap<ChapterId, Timeline>) -> Self {
        Self {
            cues: script.cues().map(|(_, cue)| (&cue.id, cue)).collect(),
            chapters: script.chapters.iter().collect(),
            takes: review.takes.iter().map(|take| (take.file.as_str(), take)).collect(),
            review,
            timelines,
        }
    }

    /// The chapter that is meant by `1`, `01`, `Chapter 1`, `01.mp3` or its title.
    fn chapter(&self, text: &str) -> Option<&'a Chapter> {
        let text = text.trim();
        let find = |id: &str| self.chapters.iter().find(|chapter| chapter.id.to_string() == id).copied();
        let folded =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let by_title = || {
            let mut named = self.chapters.iter().filter(|chapter| folded(&chapter.name()) == folded(text));
            named.next().copied().filter(|_| named.next().is_none())
        };
        let number = || {
            let word = text.trim_start_matches(|c: char| !c.is_ascii_digit());
            let end = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
            padded(&word[..end], 2)
        };
        find(text).or_else(by_title).or_else(|| find(&number()?))
    }

    /// The cue that is meant by `01-0042`, `1-42` or `01-0042.wav`.
    fn cue(&self, text: &str) -> Option<&'a Cue> {
        let text = text.trim().to_lowercase();
        let name = text.split(['.', '_']).next().unwrap_or_default();
        let (chapter, line) = name.split_once(['-', '–', '‑'])?;
        let id: CueId = format!("{}-{}", padded(chapter.trim(), 2)?, padded(line.trim(), 4)?).parse().ok()?;
        self.cues.get(&id).copied()
    }
}

/// A number with its letters, with as many zeros before it as an ID has.
fn padded(text: &str, digits: usize) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..end].trim_start_matches('0');
    (end > 0).then(|| format!("{number:0>digits$}{}", &text[end..]))
}

/// The cue that a row means, and the note as the take log keeps it.
///
/// # Errors
/// Why it can't be told.
pub fn place(row: &ProofRow, places: &Places<'_>) -> Result<(CueId, Heard), String> {
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
    let mut heard = Heard {
        audio: None,
        seconds: None,
        said: optional(&row.said),
        wanted: optional(&row.should_be),
        note: optional(&row.note).unwrap_or_else(|| "misread".to_owned()),
    };
    let cue = if row.cue.is_empty() || (places.cue(&row.cue).is_none() && seconds.is_some() && !row.chapter.is_empty())
    {
        by_time(row, seconds, places, &mut heard)?
    } else {
        by_cue(row, seconds, places, &mut heard)?
    };
    Ok((cue, heard))
}

fn by_cue(row: &ProofRow, seconds: Option<f64>, places: &Places<'_>, heard: &mut Heard) -> Result<CueId, String> {
    let cue = places.cue(&row.cue).ok_or_else(|| format!("there is no cue `{}` in the script", row.cue))?;
    let used = places.review.used(&cue.id);
    heard.audio = used.and_then(Take::audio);
    let Some(seconds) = seconds else { return Ok(cue.id.clone()) };
    let of_cue = places.timelines.values().find_map(|timeline| timeline.heard().find(|heard| *heard.cue == cue.id));
    let near = |line: &timeline::HeardLine<'_>| (line.in_chapter(line.in_take(seconds)) - seconds).abs() <= LATE;
    match of_cue.filter(|line| used.is_some_and(|take| take.file == line.clip.file) && near(line)) {
        Some(line) => heard.seconds = Some(tenth(line.in_take(seconds))),
        // The time says nothing about this take, but may to whoever wrote it.
        None => heard.note = format!("{} (at {})", heard.note, timecode(seconds)),
    }
    Ok(cue.id.clone())
}

fn by_time(row: &ProofRow, seconds: Option<f64>, places: &Places<'_>, heard: &mut Heard) -> Result<CueId, String> {
    let Some(seconds) = seconds.filter(|_| !row.chapter.is_empty()) else {
        return Err("it names no cue, and no chapter with a time in it".to_owned());
    };
    let chapter =
        places.chapter(&row.chapter).ok_or_else(|| format!("there is no chapter `{}` in the script", row.chapter))?;
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
    heard.audio = places.takes.get(line.clip.file.as_str()).and_then(|take| take.audio());
    heard.seconds = Some(tenth(line.in_take(seconds)));
    Ok(line.cue.clone())
}

/// Nobody reads a clock more finely than that.
fn tenth(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}
