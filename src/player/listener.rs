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
        let is_over = |aside: &Aside| {
            let line = &self.programme.chapters[aside.chapter].lines[aside.line];
            here != Some((aside.chapter, aside.line)) || place.frame >= line.end
        };
        if self.aside.as_ref().is_some_and(is_over) {
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
                Typed::Kept(text) => self.answer(&asking, Some(text), transport)?,
                Typed::Dropped => self.answer(&asking, None, transport)?,
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

    fn answer(&mut self, asking: &Asking, text: Option<String>, transport: &mut Transport) -> Result<()> {
        let text = text.filter(|text| !text.is_empty());
        match asking {
            &Asking::Note { place, was_playing } => {
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
        let Some((chapter, line)) = find(self.programme, &self.words, place, way) else {
            self.said = Some(format!("no line has “{}”", self.words));
            return Ok(());
        };
        self.go_if(self.programme.line(chapter, line), transport)
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;
    use crate::player::master::tests::write_wav;
    use crate::player::output::testing::Stand;
    use crate::player::programme::tests::{at, two_chapters};
    use crate::player::studio::tests::Shelf;
    use crate::player::tape::{Pulled, Tape};

    /// Two chapters whose samples count on, and a take whose samples are all alike.
    struct Desk {
        _dir: tempfile::TempDir,
        shelf: Arc<Shelf>,
        tape: Arc<Tape>,
        transport: Transport,
        programme: Programme,
    }

    const TAKE: i32 = -3000;

    fn desk(from: Place) -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, samples: &[i32]| {
            let path = dir.path().join(name);
            write_wav(&path, 1, 16, 1000, samples);
            path
        };
        let one = write("01.wav", &(0..10_000).collect::<Vec<_>>());
        let two = write("02.wav", &(10_000..15_000).collect::<Vec<_>>());
        let takes = ["a.wav", "b.wav"].map(|name| (name.to_owned(), write(name, &[TAKE; 300])));
        let masters: [&Path; 2] = [&one, &two];
        let shelf = Arc::new(Shelf { takes: takes.to_vec(), ..Shelf::of(&masters) });
        let programme = two_chapters();
        let tape = Arc::new(Tape::new(&programme, shelf.clone(), from, None).unwrap());
        let transport = Transport::new(tape.clone(), Box::new(Stand::in_for(tape.clone(), 0)));
        Desk { _dir: dir, shelf, tape, transport, programme }
    }

    impl Desk {
        /// What is heard next, as numbers of 16 bits.
        fn heard(&self, frames: usize) -> Vec<i32> {
            let (mut heard, mut piece) = (Vec::new(), [0.0; 2]);
            while heard.len() < frames && self.tape.pull(&mut piece) == Pulled::Sound(1) {
                heard.push((piece[0] * 32_768.0).round() as i32);
            }
            heard
        }
    }

    fn press(listener: &mut Listener<'_>, transport: &mut Transport, keys: &str) {
        for key in keys.chars() {
            let code = match key {
                '\n' => KeyCode::Enter,
                '\u{1b}' => KeyCode::Esc,
                '↓' => KeyCode::Down,
                '→' => KeyCode::Right,
                key => KeyCode::Char(key),
            };
            assert!(listener.press(&KeyEvent::new(code, KeyModifiers::NONE), transport).unwrap());
        }
    }

    /// A listener of the desk, so that both can be used.
    macro_rules! listening {
        ($desk:ident, $listener:ident, $from:expr) => {
            let mut $desk = desk($from);
            let programme = $desk.programme.clone();
            let mut $listener = Listener::new(&programme, $desk.shelf.clone());
        };
    }

    #[test]
    fn one_chapter_goes_on_in_the_next_and_keys_change_chapters() {
        listening!(desk, listener, at(0, 9_998));
        assert_eq!(desk.heard(4), [9_998, 9_999, 10_000, 10_001]);
        assert_eq!(desk.transport.position().unwrap(), at(1, 2));
        press(&mut listener, &mut desk.transport, "→");
        assert_eq!(desk.heard(1), [12_000]);
        desk.transport.seek(at(0, 5000)).unwrap();
        press(&mut listener, &mut desk.transport, "↓");
        assert_eq!(desk.heard(1), [10_000]);
    }

    #[test]
    fn a_note_is_kept_with_its_place_while_the_sound_waits() {
        listening!(desk, listener, at(0, 4300));
        press(&mut listener, &mut desk.transport, "m q/l");
        assert!(desk.transport.is_paused());
        press(&mut listener, &mut desk.transport, "\n");
        assert!(!desk.transport.is_paused());
        let mark = Mark { chapter: 0, line: 1, take: None, at: Frames(300), text: "q/l".to_owned() };
        assert_eq!(*desk.shelf.notes.lock().unwrap(), [mark]);
        let view = listener.view(at(0, 4300), false);
        assert!(view.noted && matches!(view.foot, Foot::Said("noted")));
        // Dropped, empty, and what can't be kept.
        press(&mut listener, &mut desk.transport, "mno\u{1b}m\nmrefuse\n");
        assert_eq!(desk.shelf.notes.lock().unwrap().len(), 1);
        assert!(matches!(listener.view(at(0, 4300), false).foot, Foot::Said("the disk is full")));
        assert_eq!(desk.heard(1), [4300], "nothing went by unheard");
    }

    #[test]
    fn words_are_looked_for_through_the_book() {
        listening!(desk, listener, at(0, 0));
        press(&mut listener, &mut desk.transport, "/boat\n");
        assert_eq!(desk.transport.position().unwrap(), at(0, 4000));
        press(&mut listener, &mut desk.transport, "n");
        assert_eq!(desk.transport.position().unwrap(), at(1, 2000));
        press(&mut listener, &mut desk.transport, "N");
        assert_eq!(desk.transport.position().unwrap(), at(0, 4000));
        press(&mut listener, &mut desk.transport, "/whale\n");
        assert!(matches!(listener.view(at(0, 4000), false).foot, Foot::Said("no line has “whale”")));
    }

    #[test]
    fn a_line_goes_round_until_it_is_let_go() {
        listening!(desk, listener, at(0, 5990));
        press(&mut listener, &mut desk.transport, "l");
        let heard = desk.heard(2020);
        assert_eq!(heard[..10], [5990, 5991, 5992, 5993, 5994, 5995, 5996, 5997, 5998, 5999]);
        assert_eq!((heard[10], heard[2009], heard[2010]), (4000, 5999, 4000));
        assert_eq!(desk.transport.position().unwrap(), at(0, 4010));
        press(&mut listener, &mut desk.transport, "l");
        assert_eq!(desk.heard(1991).last(), Some(&6000));
    }

    #[test]
    fn takes_are_heard_in_the_place_of_their_line_and_then_the_chapter_goes_on() {
        listening!(desk, listener, at(0, 4100));
        press(&mut listener, &mut desk.transport, "a");
        assert_eq!(listener.view(at(0, 4100), false).take, Some("a.wav"));
        assert_eq!(desk.heard(201), [vec![TAKE; 200], vec![6000]].concat(), "from the same place in the take");
        assert_eq!(listener.view(at(0, 6000), false).take, None);

        desk.transport.seek(at(0, 4100)).unwrap();
        press(&mut listener, &mut desk.transport, "at");
        assert_eq!(listener.view(at(0, 4100), false).take, Some("b.wav"));
        press(&mut listener, &mut desk.transport, "t");
        assert_eq!(listener.view(at(0, 4000), false).take, None);
        assert_eq!(desk.heard(1), [4000], "behind the last take the chapter again");
    }

    #[test]
    fn speed_and_volume_stop_at_their_limits() {
        listening!(desk, listener, at(0, 0));
        press(&mut listener, &mut desk.transport, &"]".repeat(40));
        press(&mut listener, &mut desk.transport, &"+".repeat(40));
        let view = listener.view(at(0, 0), false);
        assert_eq!((view.speed, view.volume), (30, 6));
        assert!(desk.heard(3_000).iter().all(|sample| *sample <= 32_768));
        press(&mut listener, &mut desk.transport, &"[".repeat(40));
        press(&mut listener, &mut desk.transport, &"-".repeat(40));
        let view = listener.view(at(0, 0), false);
        assert_eq!((view.speed, view.volume), (5, -40));
    }

    #[test]
    fn at_another_speed_the_place_is_that_of_what_is_heard() {
        listening!(desk, listener, at(0, 0));
        press(&mut listener, &mut desk.transport, &"]".repeat(10));
        assert_eq!(desk.heard(2000).len(), 2000);
        let found = desk.transport.position().unwrap().frame.0;
        assert!(found.abs_diff(4000) <= 20, "{found}");
    }
}
