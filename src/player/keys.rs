//! Which key does what.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Command {
    /// Pause, or go on.
    Toggle,
    /// To the start of this line, or of the one before.
    Previous,
    /// To the start of the next line.
    Next,
    /// Five seconds back.
    Back,
    /// Five seconds on.
    Forward,
    /// To the start of the chapter.
    Start,
    /// Stop playing.
    Quit,
}

/// The keys as the screen names them, the most needed first.
pub(super) const HELP: [(&str, &str); 5] =
    [("space", "pause"), ("←/→", "line"), ("q", "quit"), (",/.", "5 s"), ("home", "start")];

/// What a key asks for; `None` for a key without a meaning.
pub(super) fn command(key: &KeyEvent) -> Option<Command> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    match key.code {
        KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => Some(Command::Quit),
        KeyCode::Char('q' | 'Q') | KeyCode::Esc => Some(Command::Quit),
        KeyCode::Char(' ') => Some(Command::Toggle),
        KeyCode::Left if shift => Some(Command::Back),
        KeyCode::Right if shift => Some(Command::Forward),
        KeyCode::Left => Some(Command::Previous),
        KeyCode::Right => Some(Command::Next),
        KeyCode::Char(',') => Some(Command::Back),
        KeyCode::Char('.') => Some(Command::Forward),
        KeyCode::Home => Some(Command::Start),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_does_what_its_help_says() {
        let plain = |code| command(&KeyEvent::new(code, KeyModifiers::NONE));
        assert_eq!(plain(KeyCode::Char(' ')), Some(Command::Toggle));
        assert_eq!([KeyCode::Left, KeyCode::Right].map(plain), [Some(Command::Previous), Some(Command::Next)]);
        assert_eq!([KeyCode::Char(','), KeyCode::Char('.')].map(plain), [Some(Command::Back), Some(Command::Forward)]);
        assert_eq!(plain(KeyCode::Home), Some(Command::Start));
        assert_eq!([KeyCode::Char('q'), KeyCode::Esc].map(plain), [Some(Command::Quit); 2]);
        assert_eq!([KeyCode::Char('c'), KeyCode::Enter, KeyCode::Up].map(plain), [None; 3]);
    }

    #[test]
    fn shift_makes_an_arrow_a_step_in_time() {
        let shifted = |code| command(&KeyEvent::new(code, KeyModifiers::SHIFT));
        assert_eq!([KeyCode::Left, KeyCode::Right].map(shifted), [Some(Command::Back), Some(Command::Forward)]);
    }

    #[test]
    fn control_c_quits_and_the_release_of_a_key_does_nothing() {
        let mut key = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(command(&key), Some(Command::Quit));
        key.kind = KeyEventKind::Release;
        assert_eq!(command(&key), None);
    }
}
