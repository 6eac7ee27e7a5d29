//! The sheet of pickups: which lines are to be recorded again and why, for a narrator at the microphone, for a spreadsheet,
//! and as a list to be ticked off.

mod csv;
mod html;
mod markdown;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::check::{Figures, Pickup, PickupKind, Reason};
use crate::words::timecode::timecode;
use crate::words::{Book, ChapterId, CueId};

/// The pickups of a book, to be written down.
pub struct PickupSheet<'a> {
    /// The book.
    pub book: &'a Book,
    /// The pickups in the order of the script.
    pub owed: Vec<Owed<'a>>,
}

/// A pickup with what is known of the take that it takes the place of.
pub struct Owed<'a> {
    /// The pickup.
    pub pickup: Pickup<'a>,
    /// The figures of the take that is used so far.
    pub figures: Option<Figures>,
    /// Where its line begins in the built chapter, in seconds; `None` where it is not in it.
    pub start: Option<f64>,
    /// Where in the built chapter each reason is heard, in seconds.
    pub heard: Vec<Option<f64>>,
}

/// What a program reads of a pickup.
#[derive(Serialize)]
struct Entry<'a> {
    chapter: &'a ChapterId,
    cue: &'a CueId,
    kind: PickupKind,
    text: &'a str,
    spoken: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    reasons: Vec<TimedReason<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    take: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    figures: Option<Figures>,
    record_as: String,
}

#[derive(Serialize)]
struct TimedReason<'a> {
    #[serde(flatten)]
    reason: &'a Reason,
    #[serde(skip_serializing_if = "Option::is_none")]
    timecode: Option<String>,
}

impl PickupSheet<'_> {
    /// The pickups as data.
    #[must_use]
    pub fn entries(&self) -> impl Serialize {
        self.owed.iter().map(Owed::entry).collect::<Vec<_>>()
    }
}

impl<'a> Owed<'a> {
    fn entry(&self) -> Entry<'_> {
        let Pickup { chapter, cue, before, after, kind, reasons, take, record_as } = &self.pickup;
        Entry {
            chapter: &chapter.id,
            cue: &cue.id,
            kind: *kind,
            text: &cue.text,
            spoken: cue.spoken(),
            before: before.map(|cue| cue.text.as_str()),
            after: after.map(|cue| cue.text.as_str()),
            reasons: reasons
                .iter()
                .zip(&self.heard)
                .map(|(reason, heard)| TimedReason { reason, timecode: heard.map(timecode) })
                .collect(),
            take: take.map(|take| take.file.as_str()),
            figures: self.figures,
            record_as: record_as.to_string(),
        }
    }

    /// The reasons, each with its time in the chapter where it is about more than the line as a whole.
    pub fn reasons(&self) -> impl Iterator<Item = (&Reason, Option<f64>)> {
        let placed = self.pickup.reasons.iter().zip(self.heard.iter().copied());
        placed.map(|(reason, heard)| (reason, heard.filter(|_| reason.seconds.is_some())))
    }

    /// The printed words, and the spoken ones where those differ.
    #[must_use]
    pub fn words(&self) -> (&'a str, Option<&'a str>) {
        (&self.pickup.cue.text, self.pickup.cue.spoken.as_deref())
    }

    /// What the take that is used so far measures: `-20.1 dBFS, noise -70.2 dBFS, 4.2 s`.
    #[must_use]
    pub fn measured(&self) -> Option<String> {
        let figures = self.figures.as_ref()?;
        let level = figures.level.map(|level| level.to_string());
        let noise = figures.noise.map(|noise| format!("noise {noise}"));
        let length = Some(crate::words::time::clock(figures.seconds));
        Some([level, noise, length].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    /// A reason in words: what was found, what was said and should have been, and what to do.
    #[must_use]
    pub fn why(reason: &Reason) -> String {
        let said = reason.said.as_ref().map(|said| format!("said “{said}”"));
        let should_be = reason.should_be.as_ref().map(|wanted| format!("should be “{wanted}”"));
        let heard = [said, should_be].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let told = [reason.found.clone(), heard].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        // What was found may end with the end of a line of the book, in the marks of a difference or in quotation marks.
        let bare = reason.found.trim_end_matches(|c: char| "+}-]\"'”’»」".contains(c));
        let is_ended = bare.ends_with(['.', '!', '?', '…', '。', '！', '？']);
        let told = told.join(if is_ended { " " } else { ": " });
        let hint = Some(reason.hint.clone()).filter(|hint| !hint.is_empty());
        [Some(told), hint].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}
