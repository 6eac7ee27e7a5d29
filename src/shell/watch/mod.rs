//! `cuebook watch`: a verdict on each take as soon as it is whole, and the next line to record in large type.

mod desk;
mod ear;
mod keeper;
mod plain;
mod stop;
mod trouble;
mod verdict;
mod verdicts;
mod view;

use std::path::Path;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::terminal::Screen;
use crate::words::Result;

use super::answer::Answer;
use super::arguments;
use super::findings::counted;
use super::session::Session;
use desk::Desk;
use stop::Stop;

/// How often the folder is looked at: a verdict is wanted within a second.
const TICK: Duration = Duration::from_millis(250);

pub(super) fn run(root: &Path, options: &arguments::Watch) -> Result<Answer> {
    let session = Session::open(root)?;
    session.folder.require_recordings()?;
    let mut desk = Desk::open(session)?;
    let is_plain = options.plain || !Screen::is_possible();
    let stop = if is_plain { Some(Stop::listen()?) } else { None };
    let followed = match &stop {
        Some(stop) => plain::follow(&mut desk, TICK, stop),
        None => follow(&mut desk),
    };
    desk.keep();
    desk.catch_up();
    if let Some(stop) = stop {
        stop.obey();
    }
    followed?;
    let heard = counted(desk.heard, "take");
    Ok(Answer::clean(format!("{heard} heard; `cuebook status` says how far the book is\n")))
}

/// Shows the desk until the narrator quits.
fn follow(desk: &mut Desk) -> Result<()> {
    let mut screen = Screen::open()?;
    loop {
        desk.tick();
        screen.show(|width, height| view::draw(&desk.view(), width, height))?;
        for key in screen.keys(TICK)? {
            match command(&key) {
                Some(Command::Quit) => return Ok(()),
                Some(Command::Previous) => desk.turn_back(),
                Some(Command::Next) => desk.turn_on(),
                Some(Command::Here) => desk.turn_to_next(),
                None => {}
            }
        }
    }
}

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Command {
    Previous,
    Next,
    /// To the line that is to be recorded next.
    Here,
    Quit,
}

/// The keys as the screen names them, the most needed first.
const HELP: [(&str, &str); 3] = [("q", "quit"), ("←/→", "other lines"), ("space", "the next to record")];

/// What a key asks for; `None` for a key without a meaning.
fn command(key: &KeyEvent) -> Option<Command> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    match key.code {
        KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => Some(Command::Quit),
        KeyCode::Char('q' | 'Q') | KeyCode::Esc => Some(Command::Quit),
        // Pedals send the keys that turn pages.
        KeyCode::Left | KeyCode::Up | KeyCode::PageUp | KeyCode::Char('p') => Some(Command::Previous),
        KeyCode::Right | KeyCode::Down | KeyCode::PageDown | KeyCode::Char('n') => Some(Command::Next),
        KeyCode::Char(' ') | KeyCode::Home | KeyCode::Enter => Some(Command::Here),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_does_what_its_help_says() {
        let plain = |code| command(&KeyEvent::new(code, KeyModifiers::NONE));
        assert_eq!([KeyCode::Char('q'), KeyCode::Esc].map(plain), [Some(Command::Quit); 2]);
        assert_eq!([KeyCode::Left, KeyCode::Right].map(plain), [Some(Command::Previous), Some(Command::Next)]);
        assert_eq!([KeyCode::Char(' '), KeyCode::Char('c')].map(plain), [Some(Command::Here), None]);
        assert_eq!(command(&KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)), Some(Command::Quit));
    }
}
