//! The words on the terminal while they sound: the whole screen with keys, or a row for each line.

use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

use super::keys::{self, Command};
use super::programme::Programme;
use super::screen::{self, View};
use super::transport::Transport;
use crate::terminal::{Screen, clean};
use crate::words::{Error, Frames, Result};

/// How often the screen looks where the sound is.
const TICK: Duration = Duration::from_millis(50);

/// How far a step in time goes, in seconds.
const STEP: f64 = 5.0;

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
    pub fn follow(self, programme: &Programme, from: Frames, transport: &mut Transport) -> Result<()> {
        match self {
            Self::Full(screen) => follow(screen, programme, transport),
            Self::Plain => {
                // A reader that has gone away, as `head` does, is no failure.
                print(programme, from, transport, &mut io::stdout().lock())?.or_else(|error| match error.kind() {
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

/// Prints each line as it begins to sound; the outer result is the sound's, the inner one the writer's.
fn print(
    programme: &Programme,
    from: Frames,
    transport: &mut Transport,
    out: &mut impl Write,
) -> Result<io::Result<()>> {
    let mut next = programme.line_at(from).unwrap_or(0);
    loop {
        let finished = transport.is_finished()?;
        let heard = programme.line_at(transport.position()?).map_or(0, |index| index + 1);
        for line in programme.lines.get(next..heard).unwrap_or_default() {
            let at = screen::clock(programme.sample_rate.seconds(line.start.max(from)));
            let written = writeln!(out, "{at}  {}  {}", line.cue, clean(&line.text)).and_then(|()| out.flush());
            if written.is_err() {
                return Ok(written);
            }
        }
        next = next.max(heard);
        if finished {
            return Ok(Ok(()));
        }
        thread::sleep(TICK);
    }
}

/// Shows the words until the sound ends or the listener quits.
fn follow(mut screen: Screen, programme: &Programme, transport: &mut Transport) -> Result<()> {
    loop {
        let finished = transport.is_finished()?;
        let view = View { programme, position: transport.position()?, paused: transport.is_paused() };
        screen.show(|width, height| screen::draw(&view, width, height))?;
        if finished || !obey(&mut screen, programme, transport)? {
            return Ok(());
        }
    }
}

/// Waits a tick for keys and does what they ask for; false where the listener quits.
fn obey(screen: &mut Screen, programme: &Programme, transport: &mut Transport) -> Result<bool> {
    for key in screen.keys(TICK)? {
        let Some(command) = keys::command(&key) else { continue };
        let position = transport.position()?;
        let step = programme.sample_rate.frames(STEP);
        match command {
            Command::Quit => return Ok(false),
            Command::Toggle => transport.toggle()?,
            Command::Previous => transport.seek(programme.previous(position))?,
            Command::Next => programme.next(position).map_or(Ok(()), |frame| transport.seek(frame))?,
            Command::Back => transport.seek(position.saturating_sub(step))?,
            Command::Forward => transport.seek(position + step)?,
            Command::Start => transport.seek(Frames::ZERO)?,
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::player::chapter::Chapter;
    use crate::player::chapter::tests::write_wav;
    use crate::player::output::Output;
    use crate::player::programme::tests::three_lines;
    use crate::player::tape::Tape;

    /// An output that has heard half a second more whenever it is asked.
    struct Hasty(Arc<Tape>);

    impl Output for Hasty {
        fn pause(&mut self) -> Result<()> {
            Ok(())
        }

        fn resume(&mut self) -> Result<()> {
            Ok(())
        }

        fn jump(&mut self) -> Result<()> {
            self.0.landed();
            Ok(())
        }

        fn waiting(&mut self) -> Result<Frames> {
            self.0.pull(&mut [0.0; 1000]);
            Ok(Frames::ZERO)
        }

        fn is_drained(&mut self) -> Result<bool> {
            Ok(true)
        }
    }

    fn printed(from: u64, until: u64) -> String {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("01.wav");
        write_wav(&path, 1, 16, 1000, &vec![0; 10_000]);
        let tape = Arc::new(Tape::new(Chapter::open(&path).unwrap(), Frames(from), Frames(until)).unwrap());
        let mut transport = Transport::new(tape.clone(), Box::new(Hasty(tape)));
        let mut out = Vec::new();
        print(&three_lines(), Frames(from), &mut transport, &mut out).unwrap().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn without_a_screen_each_line_is_printed_as_it_begins() {
        assert_eq!(
            printed(0, 10_000),
            "0:01  01-0001  Low water.\n\
             0:04  01-0002  The boats lay on their sides.\n\
             0:07  01-0003  Nobody came.\n"
        );
    }

    #[test]
    fn of_a_part_only_its_own_lines_are_printed() {
        assert_eq!(printed(4000, 7000), "0:04  01-0002  The boats lay on their sides.\n");
        assert_eq!(printed(8000, 10_000), "0:08  01-0003  Nobody came.\n");
    }
}
