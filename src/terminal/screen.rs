//! The whole terminal: taken, drawn, and always given back.

use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{Event, KeyEvent};
use crossterm::style::{Attribute, Color, Print, ResetColor, SetAttribute, SetForegroundColor};
use crossterm::terminal::{self, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, event, execute, queue};

use super::row::{Look, Row};
use crate::words::{Error, Result};

fn failure(error: io::Error) -> Error {
    Error::new("failed to write to the terminal").cause(error)
}

/// Whether the terminal is taken, for whoever must put it back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal is taken, so that nothing else may write to it.
#[must_use]
pub fn is_taken() -> bool {
    TAKEN.load(Ordering::SeqCst)
}

/// Puts the terminal back as it was, once.
fn put_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // A terminal that is gone can't be put back, and nobody would see the complaint.
        let _ = execute!(io::stdout(), ResetColor, cursor::Show, LeaveAlternateScreen);
        let _ = terminal::disable_raw_mode();
    }
}

/// Has the terminal put back before a panic is told, which must not be written to a screen that is about to vanish, and
/// before a signal ends the process.
fn guard() -> io::Result<()> {
    static HOOK: Once = Once::new();
    let mut guarded = Ok(());
    HOOK.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            put_back();
            print(info);
        }));
        guarded = guard_against_signals().and_then(|()| guard_against_hanging_up());
    });
    guarded
}

#[cfg(unix)]
fn guard_against_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    // A thread of its own, as the others may be busy with a long take.
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            // Held to the end, so that nothing more is drawn.
            let _out = io::stdout().lock();
            put_back();
            // As if it had not been caught: whoever sent it sees what it did.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    })?;
    Ok(())
}

/// Ends the process when its terminal is gone. Whoever owns the terminal is told so by a signal, others are not: a window
/// that was closed would leave a process behind that asks for keys as fast as it can.
#[cfg(unix)]
fn guard_against_hanging_up() -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    std::thread::Builder::new().name("hanging up".to_owned()).spawn(|| {
        let input = io::stdin();
        loop {
            // Nothing is waited for but what always is: that it hangs up, or fails.
            let mut terminal = [PollFd::new(&input, PollFlags::empty())];
            match poll(&mut terminal, None) {
                Ok(1..) => break,
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
        let _ = signal_hook::low_level::raise(signal_hook::consts::SIGHUP);
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn guard_against_signals() -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn guard_against_hanging_up() -> io::Result<()> {
    Ok(())
}

/// The whole terminal, put back when it is dropped, at a panic, and when a signal ends the process.
pub struct Screen {
    shown: Vec<Row>,
    size: (u16, u16),
}

impl Screen {
    /// Whether there is a terminal to show and to read keys from.
    #[must_use]
    pub fn is_possible() -> bool {
        io::stdout().is_terminal()
            && io::stdin().is_terminal()
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
    }

    /// Takes the terminal.
    ///
    /// # Errors
    /// Where it can't be taken.
    pub fn open() -> Result<Self> {
        let untaken = |error| Error::new("failed to take the terminal").cause(error);
        guard().map_err(untaken)?;
        TAKEN.store(true, Ordering::SeqCst);
        let screen = Self { shown: Vec::new(), size: (0, 0) };
        let take = || {
            terminal::enable_raw_mode()?;
            execute!(io::stdout(), EnterAlternateScreen, cursor::Hide)
        };
        take().map_err(untaken)?;
        Ok(screen)
    }

    /// Draws rows for the terminal's columns and rows, and writes those that have changed.
    ///
    /// # Errors
    /// Where the terminal can't be written.
    pub fn show(&mut self, draw: impl FnOnce(u16, u16) -> Vec<Row>) -> Result<()> {
        self.write(draw).map_err(failure)
    }

    fn write(&mut self, draw: impl FnOnce(u16, u16) -> Vec<Row>) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let size = terminal::size()?;
        if size != self.size {
            queue!(out, Clear(ClearType::All))?;
            (self.size, self.shown) = (size, Vec::new());
        }
        let rows = draw(size.0, size.1);
        let nothing = Row::new();
        for index in 0..rows.len().max(self.shown.len()) {
            let row = rows.get(index).unwrap_or(&nothing);
            if self.shown.get(index) == Some(row) {
                continue;
            }
            queue!(out, cursor::MoveTo(0, u16::try_from(index).unwrap_or(u16::MAX)))?;
            for span in row {
                // Colours are left out by crossterm where NO_COLOR is set.
                match span.look {
                    Look::Plain => {}
                    Look::Bold => queue!(out, SetAttribute(Attribute::Bold))?,
                    Look::Dim => queue!(out, SetAttribute(Attribute::Dim))?,
                    Look::Accent => queue!(out, SetForegroundColor(Color::Cyan))?,
                    Look::Good => queue!(out, SetAttribute(Attribute::Bold), SetForegroundColor(Color::Green))?,
                    Look::Warning => queue!(out, SetAttribute(Attribute::Bold), SetForegroundColor(Color::Yellow))?,
                    Look::Wrong => queue!(out, SetAttribute(Attribute::Bold), SetForegroundColor(Color::Red))?,
                }
                queue!(out, Print(&span.text), SetAttribute(Attribute::Reset), ResetColor)?;
            }
            queue!(out, Clear(ClearType::UntilNewLine))?;
        }
        self.shown = rows;
        out.flush()
    }

    /// The keys that are pressed within this time; returns as soon as there is one.
    ///
    /// # Errors
    /// Where the terminal can't be read.
    pub fn keys(&mut self, patience: Duration) -> Result<Vec<KeyEvent>> {
        let mut keys = Vec::new();
        let mut patience = patience;
        while event::poll(patience).map_err(failure)? {
            patience = Duration::ZERO;
            if let Event::Key(key) = event::read().map_err(failure)? {
                keys.push(key);
            }
        }
        Ok(keys)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        put_back();
    }
}
