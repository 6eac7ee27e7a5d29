//! A programme as one stream of samples, from chapter to chapter without a gap.

use std::ops::Range;
use std::sync::Arc;

use super::programme::{Place, Programme};
use super::studio::{Sound, Studio, TakeSound};
use crate::words::{Error, Frames, Result};

/// A take that is heard in the place of its line.
struct Aside {
    take: TakeSound,
    at: Frames,
    chapter: usize,
    line: Range<Frames>,
}

/// What reads a programme's sound, and where.
pub(super) struct Reader {
    studio: Arc<dyn Studio>,
    lengths: Vec<Frames>,
    /// The chapter that is open.
    open: Option<(usize, Box<dyn Sound>)>,
    at: Place,
    until: Option<Place>,
    /// The part of a chapter that is heard again and again.
    round: Option<(usize, Range<Frames>)>,
    aside: Option<Aside>,
}

impl Reader {
    /// Reads a programme from one place to another, or to its end.
    pub fn new(programme: &Programme, studio: Arc<dyn Studio>, from: Place, until: Option<Place>) -> Result<Self> {
        let lengths = programme.chapters.iter().map(|chapter| chapter.frames).collect();
        let mut reader = Self { studio, lengths, open: None, at: from, until, round: None, aside: None };
        reader.seek(from)?;
        Ok(reader)
    }

    /// Winds to a place; behind where it was to end, that is no end any more.
    pub fn seek(&mut self, place: Place) -> Result<()> {
        self.aside = None;
        if self.until.is_some_and(|until| place.chapter != until.chapter) {
            self.until = None;
        }
        self.wind(place)
    }

    fn wind(&mut self, place: Place) -> Result<()> {
        let frame = place.frame.min(self.length(place.chapter));
        if self.open.as_ref().is_none_or(|(chapter, _)| *chapter != place.chapter) {
            // What is open is let go of first: two chapters are never held in memory.
            self.open = None;
            self.open = Some((place.chapter, self.studio.open(place.chapter)?));
        }
        if let Some((_, sound)) = &mut self.open {
            sound.seek(frame)?;
        }
        self.at = Place { frame, ..place };
        Ok(())
    }

    /// The length of a chapter.
    fn length(&self, chapter: usize) -> Frames {
        self.lengths.get(chapter).copied().unwrap_or(Frames::ZERO)
    }

    /// The last place before an end that can be heard, at or before this one.
    pub fn last_before(&self, place: Place) -> Place {
        let end =
            self.until.filter(|until| until.chapter == place.chapter).map_or(Frames(u64::MAX), |until| until.frame);
        let end = end.min(self.length(place.chapter));
        Place { frame: place.frame.min(end.saturating_sub(Frames(1))), ..place }
    }

    /// Hears a part of a chapter again and again, or goes on.
    pub fn go_round(&mut self, round: Option<(usize, Range<Frames>)>) {
        self.round = round.filter(|(_, part)| part.start < part.end);
    }

    /// Hears a take in the place of its line, which may have begun already.
    pub fn put_aside(&mut self, mut take: TakeSound, chapter: usize, line: Range<Frames>, from: Frames) -> Result<()> {
        let at = from.min(take.frames);
        take.sound.seek(at)?;
        self.aside = Some(Aside { take, at, chapter, line });
        Ok(())
    }

    /// Whether there is nothing more to read.
    pub fn is_at_end(&self) -> bool {
        let is_round = self.round.as_ref().is_some_and(|(chapter, _)| *chapter == self.at.chapter);
        let is_last = self.at.chapter + 1 >= self.lengths.len() && self.at.frame >= self.length(self.at.chapter);
        self.aside.is_none() && !is_round && (is_last || self.is_over())
    }

    fn is_over(&self) -> bool {
        self.until.is_some_and(|until| self.at >= until)
    }

    /// Reads samples that follow each other from one place on; `None` at the end.
    pub fn read(&mut self, out: &mut [f32]) -> Result<Option<(Place, usize)>> {
        if let Some(read) = self.read_aside(out)? {
            return Ok(Some(read));
        }
        let round =
            self.round.as_ref().filter(|(chapter, _)| *chapter == self.at.chapter).map(|(_, part)| part.clone());
        if let Some(part) = &round
            && self.at.frame >= part.end
        {
            self.wind(Place { frame: part.start, ..self.at })?;
        } else if round.is_none() && self.is_over() {
            return Ok(None);
        }
        while self.at.frame >= self.length(self.at.chapter) {
            let next = self.at.chapter + 1;
            if next >= self.lengths.len() {
                return Ok(None);
            }
            self.wind(Place { chapter: next, frame: Frames::ZERO })?;
        }
        let mut end = self.length(self.at.chapter);
        if let Some(part) = &round {
            end = end.min(part.end);
        } else if let Some(until) = self.until.filter(|until| until.chapter == self.at.chapter) {
            end = end.min(until.frame);
        }
        let wanted = out.len().min((end - self.at.frame).index());
        let Some((_, sound)) = &mut self.open else { return Ok(None) };
        let from = self.at;
        let count = sound.pull(&mut out[..wanted])?;
        if count == 0 && wanted > 0 {
            return Err(Error::new("a chapter ends before its timeline does").hint("`cuebook build` makes both again"));
        }
        self.at.frame += Frames::from(count);
        Ok(Some((from, count)))
    }

    /// Reads of the take that is heard in its line's place; `None` where there is none, or none any more.
    fn read_aside(&mut self, out: &mut [f32]) -> Result<Option<(Place, usize)>> {
        let Some(aside) = &mut self.aside else { return Ok(None) };
        if aside.at >= aside.take.frames && self.round.is_some() && aside.take.frames > Frames::ZERO {
            aside.take.sound.seek(Frames::ZERO)?;
            aside.at = Frames::ZERO;
        }
        let wanted = out.len().min((aside.take.frames.saturating_sub(aside.at)).index());
        let count = aside.take.sound.pull(&mut out[..wanted])?;
        if count > 0 {
            let frame = (aside.line.start + aside.at).min(aside.line.end.saturating_sub(Frames(1)));
            aside.at += Frames::from(count);
            return Ok(Some((Place { chapter: aside.chapter, frame }, count)));
        }
        let behind = Place { chapter: aside.chapter, frame: aside.line.end };
        self.aside = None;
        self.wind(behind)?;
        Ok(None)
    }
}
