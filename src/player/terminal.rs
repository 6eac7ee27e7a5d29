//! The words on the terminal while they sound: the whole screen with keys, or a row for each line.

use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::listener::Listener;
use super::programme::{Place, Programme};
use super::screen;
use super::studio::Studio;
use super::transport::Transport;
use crate::terminal::{Screen, clean};
use crate::words::{Error, Result};

/// How often the screen looks where the sound is.
const TICK: Duration = Duration::from_millis(50);

/// How the words are shown while they sound.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ScreenChoice {
    /// The whole screen where there is a terminal to show and to read keys from, else plain.
    #[default]
    Automatic,
    /// A row of text for each cue as it begins to sound, and no keys.
    Plain,
}

/// Where the words are shown.
pub(super) enum Terminal {
    /// The whole screen, with keys.
    Full(Screen),
    /// Rows on stdout.
    Plain,
}

impl Terminal {
    /// Takes the terminal as it was chosen.
    pub fn open(choice: ScreenChoice) -> Result<Self> {
        let screen = choice == ScreenChoice::Automatic && Screen::is_possible();
        if screen { Screen::open().map(Self::Full) } else { Ok(Self::Plain) }
    }

    /// Shows the words of what plays until it ends or the listener has heard enough.
    pub fn follow(
        self,
        programme: &Programme,
        studio: &Arc<dyn Studio>,
        from: Place,
        transport: &mut Transport,
    ) -> Result<()> {
        let mut reached = Reached { programme, studio: studio.as_ref(), line: None };
        match self {
            Self::Full(screen) => follow(screen, Listener::new(programme, studio.clone()), &mut reached, transport),
            Self::Plain => {
                // A reader that has gone away, as `head` does, is no failure.
                let out = &mut io::stdout().lock();
                print(programme, from, transport, &mut reached, out)?.or_else(|error| match error.kind() {
                    ErrorKind::BrokenPipe => Ok(()),
                    _ => Err(terminal_failure(error)),
                })
            }
        }
    }
}

fn terminal_failure(error: io::Error) -> Error {
    Error::new("failed to write to the terminal").cause(error)
}

/// How far somebody has listened, told line by line: whatever ends the player, no more than a line is heard twice.
struct Reached<'a> {
    programme: &'a Programme,
    studio: &'a dyn Studio,
    line: Option<(usize, usize)>,
}

impl Reached<'_> {
    fn tell(&mut self, place: Place) {
        let line = self.programme.line_at(place);
        if line.is_some() && line != self.line {
            self.line = line;
            self.studio.reached(Some(place));
        }
    }
}

/// Prints each line as it begins to sound; the outer result is the sound's, the inner one the writer's.
fn print(
    programme: &Programme,
    from: Place,
    transport: &mut Transport,
    reached: &mut Reached<'_>,
    out: &mut impl Write,
) -> Result<io::Result<()>> {
    let mut next = programme.line_at(from).unwrap_or((from.chapter, 0));
    loop {
        let finished = transport.is_finished()?;
        let place = transport.position()?;
        while next <= (place.chapter, programme.chapters[place.chapter].line_at(place.frame).map_or(0, |line| line + 1))
        {
            let Some(line) = programme.chapters.get(next.0).and_then(|chapter| chapter.lines.get(next.1)) else {
                if next.0 >= place.chapter {
                    break;
                }
                next = (next.0 + 1, 0);
                continue;
            };
            let begins = Place { chapter: next.0, frame: line.start };
            if begins > place {
                break;
            }
            let at = screen::clock(programme.sample_rate.seconds(begins.max(from).frame));
            let written = writeln!(out, "{at}  {}  {}", line.cue, clean(&line.text)).and_then(|()| out.flush());
            if written.is_err() {
                return Ok(written);
            }
            next.1 += 1;
        }
        reached.tell(place);
        if finished {
            reached.studio.reached(None);
            return Ok(Ok(()));
        }
        thread::sleep(TICK);
    }
}

/// Shows the words until the sound ends or the listener quits.
fn follow(
    mut screen: Screen,
    mut listener: Listener<'_>,
    reached: &mut Reached<'_>,
    transport: &mut Transport,
) -> Result<()> {
    loop {
        let finished = transport.is_finished()?;
        let place = transport.position()?;
        let view = listener.view(place, transport.is_paused());
        screen.show(|width, height| screen::draw(&view, width, height))?;
        if finished {
            reached.studio.reached(None);
            return Ok(());
        }
        reached.tell(place);
        for key in screen.keys(TICK)? {
            if !listener.press(&key, transport)? {
                reached.studio.reached(Some(transport.position()?));
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::master::tests::write_wav;
    use crate::player::output::testing::Stand;
    use crate::player::programme::tests::{at, two_chapters};
    use crate::player::studio::tests::Shelf;
    use crate::player::tape::Tape;

    fn printed(from: Place, until: Place) -> String {
        let dir = tempfile::tempdir().unwrap();
        let paths = [dir.path().join("01.wav"), dir.path().join("02.wav")];
        for (path, frames) in paths.iter().zip([10_000, 5000]) {
            write_wav(path, 1, 16, 1000, &vec![0; frames]);
        }
        let shelf = Arc::new(Shelf::of(&[&paths[0], &paths[1]]));
        let programme = two_chapters();
        let tape = Arc::new(Tape::new(&programme, shelf.clone(), from, Some(until)).unwrap());
        let mut transport = Transport::new(tape.clone(), Box::new(Stand::in_for(tape, 1000)));
        let mut reached = Reached { programme: &programme, studio: shelf.as_ref(), line: None };
        let mut out = Vec::new();
        print(&programme, from, &mut transport, &mut reached, &mut out).unwrap().unwrap();
        let told = shelf.reached.lock().unwrap();
        let lines: Vec<_> = told.iter().map(|place| place.and_then(|place| programme.line_at(place))).collect();
        assert_eq!(lines.last(), Some(&None), "all was heard");
        assert!(lines.windows(2).all(|two| two[0] < two[1] || two[1].is_none()), "{lines:?}");
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn without_a_screen_each_line_is_printed_as_it_begins() {
        assert_eq!(
            printed(at(0, 0), at(1, 5000)),
            "0:01  01-0001  Low water.\n\
             0:04  01-0002  The boats lay on their sides.\n\
             0:07  01-0003  Nobody came.\n\
             0:02  02-0001  Élodie’s boat came.\n"
        );
    }

    #[test]
    fn of_a_part_only_its_own_lines_are_printed() {
        assert_eq!(printed(at(0, 4000), at(0, 7000)), "0:04  01-0002  The boats lay on their sides.\n");
        assert_eq!(printed(at(0, 8000), at(0, 10_000)), "0:08  01-0003  Nobody came.\n");
        assert_eq!(printed(at(1, 0), at(1, 5000)), "0:02  02-0001  Élodie’s boat came.\n");
    }
}
