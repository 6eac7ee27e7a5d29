//! What the listener wants, key by key: the one place that knows all there is to move.

use std::collections::BTreeSet;
use std::sync::Arc;

use crossterm::event::KeyEvent;

use super::find::{Way, find};
use super::keys::{self, Command};
use super::programme::{Place, Programme};
use super::prompt::{Prompt, Typed};
use super::screen::{Foot, View};
use super::studio::{Mark, Studio};
use super::transport::Transport;
use crate::words::{Error, Frames, Gain, Result};

/// How far a step in time goes, in seconds.
const STEP: f64 = 5.0;

/// The speeds, in tenths.
const SPEEDS: std::ops::RangeInclusive<u8> = 5..=30;

/// A step of the volume, and its limits, in decibels. Where a chapter is made louder, its peaks stop at full scale.
const VOLUME_STEP: i32 = 2;
const VOLUMES: std::ops::RangeInclusive<i32> = -40..=6;

/// What the prompt is for.
enum Asking {
    Note { place: Place, was_playing: bool },
    Words,
}

/// A take that is heard in its line's place.
struct Aside {
    chapter: usize,
    line: usize,
    takes: Vec<String>,
    take: usize,
}

/// Somebody who listens to a programme.
pub(super) struct Listener<'a> {
    programme: &'a Programme,
    studio: Arc<dyn Studio>,
    asking: Option<(Asking, Prompt)>,
    said: Option<String>,
    words: String,
    is_looping: bool,
    aside: Option<Aside>,
    /// In tenths.
    speed: u8,
    /// In decibels.
    volume: i32,
    noted: BTreeSet<(usize, usize)>,
}

impl<'a> Listener<'a> {
    /// Somebody who has touched nothing yet.
    pub fn new(programme: &'a Programme, studio: Arc<dyn Studio>) -> Self {
        Self {
            programme,
            studio,
            asking: None,
            said: None,
            words: String::new(),
            is_looping: false,
            aside: None,
            speed: 10,
            volume: 0,
            noted: BTreeSet::new(),
        }
    }

    /// What there is to be shown.
    pub fn view(&mut self, place: Place, paused: bool) -> View<'_> {
        let here = self.programme.line_at(place);
        if self.aside.as_ref().is_some_and(|aside| here != Some((aside.chapter, aside.line))) {
            self.aside = None;
        }
        let foot = match (&self.asking, &self.said) {
            (Some((Asking::Note { place, .. }, prompt)), _) => {
                let cue = self
                    .programme
                    .line_at(*place)
                    .map(|(chapter, line)| &self.programme.chapters[chapter].lines[line].cue);
                Foot::Typing {
                    what: cue.map_or("note: ".to_owned(), |cue| format!("note on {cue}: ")),
                    typed: prompt.text(),
                }
            }
            (Some((Asking::Words, prompt)), _) => Foot::Typing { what: "find: ".to_owned(), typed: prompt.text() },
            (None, Some(said)) => Foot::Said(said),
            (None, None) => Foot::Keys,
        };
        View {
            programme: self.programme,
            place,
            paused,
            looping: self.is_looping,
            take: self.aside.as_ref().map(|aside| aside.takes[aside.take].as_str()),
            noted: here.is_some_and(|here| self.noted.contains(&here)),
            speed: self.speed,
            volume: self.volume,
            foot,
        }
    }

    /// Does what a key asks for; false where the listener has heard enough.
    pub fn press(&mut self, key: &KeyEvent, transport: &mut Transport) -> Result<bool> {
        if keys::is_break(key) {
            return Ok(false);
        }
        if let Some((asking, mut prompt)) = self.asking.take() {
            match prompt.take(key) {
                Typed::More => self.asking = Some((asking, prompt)),
                Typed::Kept(text) => self.answer(asking, Some(text), transport)?,
                Typed::Dropped => self.answer(asking, None, transport)?,
            }
            return Ok(true);
        }
        let Some(command) = keys::command(key) else { return Ok(true) };
        self.said = None;
        let place = transport.position()?;
        match command {
            Command::Quit => return Ok(false),
            Command::Toggle => transport.toggle()?,
            Command::Previous => self.go(self.programme.previous(place), transport)?,
            Command::Next => self.go_if(self.programme.next(place), transport)?,
            Command::Back => self.go(self.programme.moved(place, -STEP), transport)?,
            Command::Forward => self.go(self.programme.moved(place, STEP), transport)?,
            Command::Start => self.go(Place { frame: Frames::ZERO, ..place }, transport)?,
            Command::PreviousChapter => self.go(self.programme.previous_chapter(place), transport)?,
            Command::NextChapter => self.go_if(self.programme.chapter(place.chapter + 1), transport)?,
            Command::Slower => self.set_speed(self.speed.saturating_sub(1), transport),
            Command::Faster => self.set_speed(self.speed + 1, transport),
            Command::OwnSpeed => self.set_speed(10, transport),
            Command::Softer => self.set_volume(self.volume - VOLUME_STEP, transport),
            Command::Louder => self.set_volume(self.volume + VOLUME_STEP, transport),
            Command::Loop => {
                self.is_looping = !self.is_looping;
                self.go_round(place, transport);
            }
            Command::Aside => self.hear_raw(place, transport)?,
            Command::NextTake => self.hear_next_take(place, transport)?,
            Command::Mark => {
                // What is typed takes longer than a line: the sound waits, so that nothing goes by unheard.
                let was_playing = !transport.is_paused();
                if was_playing {
                    transport.toggle()?;
                }
                self.asking = Some((Asking::Note { place, was_playing }, Prompt::default()));
            }
            Command::Search => self.asking = Some((Asking::Words, Prompt::default())),
            Command::Found => self.find(Way::On, transport)?,
            Command::FoundBefore => self.find(Way::Back, transport)?,
        }
        Ok(true)
    }

    fn answer(&mut self, asking: Asking, text: Option<String>, transport: &mut Transport) -> Result<()> {
        let text = text.filter(|text| !text.is_empty());
        match asking {
            Asking::Note { place, was_playing } => {
                if let Some(text) = text {
                    self.said = Some(self.note(place, text).unwrap_or_else(|error| told(&error)));
                }
                if was_playing {
                    transport.toggle()?;
                }
            }
            Asking::Words => {
                if let Some(words) = text {
                    self.words = words;
                    self.find(Way::On, transport)?;
                }
            }
        }
        Ok(())
    }

    fn note(&mut self, place: Place, text: String) -> Result<String> {
        // In the room before the first line, that line is meant.
        let (chapter, line) = self.programme.line_at(place).unwrap_or((place.chapter, 0));
        let heard = self.programme.chapters.get(chapter).and_then(|chapter| chapter.lines.get(line));
        let Some(heard) = heard else { return Err(Error::new("there is no line to note that for")) };
        let take = self.aside.as_ref().filter(|aside| (aside.chapter, aside.line) == (chapter, line));
        let take = take.map(|aside| aside.takes[aside.take].clone());
        let at = place.frame.saturating_sub(heard.start).min(heard.end - heard.start);
        let said = self.studio.note(&Mark { chapter, line, take, at, text })?;
        self.noted.insert((chapter, line));
        Ok(said)
    }

    fn find(&mut self, way: Way, transport: &mut Transport) -> Result<()> {
        if self.words.is_empty() {
            self.said = Some("nothing is looked for yet: / and words".to_owned());
            return Ok(());
        }
        let place = transport.position()?;
        match find(self.programme, &self.words, place, way) {
            Some((chapter, line)) => self.go_if(self.programme.line(chapter, line), transport),
            None => {
                self.said = Some(format!("no line has “{}”", self.words));
                Ok(())
            }
        }
    }

    fn go_if(&mut self, place: Option<Place>, transport: &mut Transport) -> Result<()> {
        place.map_or(Ok(()), |place| self.go(place, transport))
    }

    fn go(&mut self, place: Place, transport: &mut Transport) -> Result<()> {
        self.aside = None;
        transport.seek(place)?;
        self.go_round(place, transport);
        Ok(())
    }

    /// Hears the line at a place again and again, where the listener wants that.
    fn go_round(&mut self, place: Place, transport: &mut Transport) {
        let line = self.programme.line_at(place).filter(|_| self.is_looping).map(|(chapter, line)| {
            let line = &self.programme.chapters[chapter].lines[line];
            (chapter, line.start..line.end)
        });
        transport.go_round(line);
    }

    fn set_speed(&mut self, speed: u8, transport: &mut Transport) {
        self.speed = speed.clamp(*SPEEDS.start(), *SPEEDS.end());
        transport.set_speed(f64::from(self.speed) / 10.0);
    }

    fn set_volume(&mut self, volume: i32, transport: &mut Transport) {
        self.volume = volume.clamp(*VOLUMES.start(), *VOLUMES.end());
        transport.set_volume(Gain::from_millis(self.volume * 1000));
    }

    /// The take that the chapter uses, as it was recorded, from the very same place on; and back.
    fn hear_raw(&mut self, place: Place, transport: &mut Transport) -> Result<()> {
        if self.aside.is_some() {
            return self.go(place, transport);
        }
        let Some((chapter, line)) = self.programme.line_at(place) else { return Ok(()) };
        let behind = place.frame.saturating_sub(self.programme.chapters[chapter].lines[line].start);
        self.hear_take(chapter, line, 0, behind, transport)
    }

    /// The next take of the line from its start on, and behind the last one the chapter again.
    fn hear_next_take(&mut self, place: Place, transport: &mut Transport) -> Result<()> {
        let Some((chapter, line)) = self.programme.line_at(place) else { return Ok(()) };
        let next = self.aside.as_ref().map_or(0, |aside| aside.take + 1);
        match &self.aside {
            Some(aside) if next >= aside.takes.len() => self.go_if(self.programme.line(chapter, line), transport),
            _ => self.hear_take(chapter, line, next, Frames::ZERO, transport),
        }
    }

    fn hear_take(
        &mut self,
        chapter: usize,
        line: usize,
        take: usize,
        from: Frames,
        transport: &mut Transport,
    ) -> Result<()> {
        let part = &self.programme.chapters[chapter].lines[line];
        let opened = self.studio.takes(chapter, line).and_then(|takes| match takes.get(take) {
            Some(name) => self.studio.open_take(chapter, line, name).map(|sound| (takes, sound)),
            None => Err(Error::new(format!("cue {} has no take that can be heard", part.cue))),
        });
        match opened {
            Ok((takes, sound)) => {
                transport.hear_aside(sound, chapter, part.start..part.end, from)?;
                self.aside = Some(Aside { chapter, line, takes, take });
            }
            Err(error) => self.said = Some(told(&error)),
        }
        Ok(())
    }
}

/// An error in one row.
fn told(error: &Error) -> String {
    let text = error.to_string();
    text.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}
