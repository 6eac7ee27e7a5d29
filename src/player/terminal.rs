//! The terminal: the one place that knows raw mode, keys and escape sequences.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossterm::style::{Attribute, Color, Print, ResetColor, SetAttribute, SetForegroundColor};
use crossterm::terminal::{self, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, event, execute, queue};

use super::keys::{self, Command};
use super::programme::Programme;
use super::screen::{self, Look, Row, View};
use super::transport::Transport;
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
        let screen = choice == ScreenChoice::Automatic
            && io::stdout().is_terminal()
            && io::stdin().is_terminal()
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        if screen { Screen::open().map(Self::Full) } else { Ok(Self::Plain) }
    }

    /// Shows the words of what plays until it ends or the listener has heard enough.
    pub fn follow(self, programme: &Programme, from: Frames, transport: &mut Transport) -> Result<()> {
        match self {
            Self::Full(screen) => screen.follow(programme, transport),
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
            let written = writeln!(out, "{at}  {}  {}", line.cue, screen::clean(&line.text)).and_then(|()| out.flush());
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

/// Whether the terminal is taken, for whoever must put it back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Puts the terminal back as it was, once.
fn put_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // A terminal that is gone can't be put back, and nobody would see the complaint.
        let _ = execute!(io::stdout(), ResetColor, cursor::Show, LeaveAlternateScreen);
        let _ = terminal::disable_raw_mode();
    }
}

/// The whole terminal, put back when it is dropped.
pub(super) struct Screen {
    shown: Vec<Row>,
    size: (u16, u16),
}

impl Screen {
    fn open() -> Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            // The message of a panic must not be written to a screen that is about to vanish.
            let print = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                put_back();
                print(info);
            }));
        });
        TAKEN.store(true, Ordering::SeqCst);
        let screen = Self { shown: Vec::new(), size: (0, 0) };
        let take = || {
            terminal::enable_raw_mode()?;
            execute!(io::stdout(), EnterAlternateScreen, cursor::Hide)
        };
        take().map_err(|error| Error::new("failed to take the terminal").cause(error))?;
        Ok(screen)
    }

    fn follow(mut self, programme: &Programme, transport: &mut Transport) -> Result<()> {
        loop {
            let finished = transport.is_finished()?;
            let view = View { programme, position: transport.position()?, paused: transport.is_paused() };
            self.show(&view).map_err(terminal_failure)?;
            if finished || !obey(programme, transport)? {
                return Ok(());
            }
        }
    }

    /// Writes the rows that have changed.
    fn show(&mut self, view: &View) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let size = terminal::size()?;
        if size != self.size {
            queue!(out, Clear(ClearType::All))?;
            (self.size, self.shown) = (size, Vec::new());
        }
        let rows = screen::draw(view, size.0, size.1);
        let nothing = Row::new();
        for index in 0..rows.len().max(self.shown.len()) {
            let row = rows.get(index).unwrap_or(&nothing);
            if self.shown.get(index) == Some(row) {
                continue;
            }
            queue!(out, cursor::MoveTo(0, u16::try_from(index).unwrap_or(u16::MAX)))?;
            for span in row {
                match span.look {
                    Look::Plain => {}
                    Look::Bold => queue!(out, SetAttribute(Attribute::Bold))?,
                    Look::Dim => queue!(out, SetAttribute(Attribute::Dim))?,
                    // Left out by crossterm where NO_COLOR is set.
                    Look::Accent => queue!(out, SetForegroundColor(Color::Cyan))?,
                }
                queue!(out, Print(&span.text), SetAttribute(Attribute::Reset), ResetColor)?;
            }
            queue!(out, Clear(ClearType::UntilNewLine))?;
        }
        self.shown = rows;
        out.flush()
    }
}

/// Waits a tick for keys and does what they ask for; false where the listener quits.
fn obey(programme: &Programme, transport: &mut Transport) -> Result<bool> {
    let mut patience = TICK;
    while event::poll(patience).map_err(terminal_failure)? {
        patience = Duration::ZERO;
        let event::Event::Key(key) = event::read().map_err(terminal_failure)? else { continue };
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

impl Drop for Screen {
    fn drop(&mut self) {
        put_back();
    }
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
