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
    /// To the start of this chapter, or of the one before.
    PreviousChapter,
    /// To the start of the next chapter.
    NextChapter,
    /// Slower.
    Slower,
    /// Faster.
    Faster,
    /// At its own speed.
    OwnSpeed,
    /// Softer.
    Softer,
    /// Louder.
    Louder,
    /// Hear this line again and again, or go on.
    Loop,
    /// Hear this line's take as it was recorded, or the chapter again.
    Aside,
    /// Hear this line's next take.
    NextTake,
    /// Write a note about what is heard.
    Mark,
    /// Look for words.
    Search,
    /// To the next line that has the words.
    Found,
    /// To the line before that has the words.
    FoundBefore,
    /// Stop playing.
    Quit,
}

/// The keys as the screen names them, the most needed first.
pub(super) const HELP: [(&str, &str); 13] = [
    ("space", "pause"),
    ("←/→", "line"),
    ("q", "quit"),
    ("m", "note"),
    (",/.", "5 s"),
    ("↑/↓", "chapter"),
    ("[/]", "speed"),
    ("/", "find"),
    ("+/-", "volume"),
    ("l", "loop"),
    ("a", "raw"),
    ("t", "takes"),
    ("home", "start"),
];

/// What a key asks for; `None` for a key without a meaning.
pub(super) fn command(key: &KeyEvent) -> Option<Command> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) && !is_break(key) {
        return None;
    }
    match key.code {
        KeyCode::Char('c') if is_break(key) => Some(Command::Quit),
        KeyCode::Char('q' | 'Q') | KeyCode::Esc => Some(Command::Quit),
        KeyCode::Char(' ') => Some(Command::Toggle),
        KeyCode::Left if shift => Some(Command::Back),
        KeyCode::Right if shift => Some(Command::Forward),
        KeyCode::Left => Some(Command::Previous),
        KeyCode::Right => Some(Command::Next),
        KeyCode::Up | KeyCode::PageUp => Some(Command::PreviousChapter),
        KeyCode::Down | KeyCode::PageDown => Some(Command::NextChapter),
        KeyCode::Char(',') => Some(Command::Back),
        KeyCode::Char('.') => Some(Command::Forward),
        KeyCode::Home => Some(Command::Start),
        KeyCode::Char('[') => Some(Command::Slower),
        KeyCode::Char(']') => Some(Command::Faster),
        KeyCode::Backspace => Some(Command::OwnSpeed),
        KeyCode::Char('-') => Some(Command::Softer),
        KeyCode::Char('+' | '=') => Some(Command::Louder),
        KeyCode::Char('l' | 'L') => Some(Command::Loop),
        KeyCode::Char('a' | 'A') => Some(Command::Aside),
        KeyCode::Char('t' | 'T') => Some(Command::NextTake),
        KeyCode::Char('m' | 'M') => Some(Command::Mark),
        KeyCode::Char('/') => Some(Command::Search),
        KeyCode::Char('n') => Some(Command::Found),
        KeyCode::Char('N') => Some(Command::FoundBefore),
        _ => None,
    }
}

/// Whether a key is control and C.
pub(super) fn is_break(key: &KeyEvent) -> bool {
    key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_does_what_its_help_says() {
        let plain = |code| command(&KeyEvent::new(code, KeyModifiers::NONE));
        let typed = |key: char| plain(KeyCode::Char(key));
        assert_eq!(typed(' '), Some(Command::Toggle));
        assert_eq!([KeyCode::Left, KeyCode::Right].map(plain), [Some(Command::Previous), Some(Command::Next)]);
        assert_eq!([',', '.'].map(typed), [Some(Command::Back), Some(Command::Forward)]);
        let chapters = [Some(Command::PreviousChapter), Some(Command::NextChapter)];
        assert_eq!([KeyCode::Up, KeyCode::Down].map(plain), chapters);
        assert_eq!([KeyCode::PageUp, KeyCode::PageDown].map(plain), chapters);
        assert_eq!(['[', ']'].map(typed), [Some(Command::Slower), Some(Command::Faster)]);
        assert_eq!(plain(KeyCode::Backspace), Some(Command::OwnSpeed));
        assert_eq!(['-', '+', '='].map(typed), [Command::Softer, Command::Louder, Command::Louder].map(Some));
        assert_eq!(
            ['l', 'a', 't', 'm'].map(typed),
            [Command::Loop, Command::Aside, Command::NextTake, Command::Mark].map(Some)
        );
        assert_eq!(['/', 'n', 'N'].map(typed), [Command::Search, Command::Found, Command::FoundBefore].map(Some));
        assert_eq!(plain(KeyCode::Home), Some(Command::Start));
        assert_eq!([KeyCode::Char('q'), KeyCode::Esc].map(plain), [Some(Command::Quit); 2]);
        assert_eq!([KeyCode::Char('c'), KeyCode::Enter, KeyCode::Tab].map(plain), [None; 3]);
        for (keys, _) in HELP {
            assert!(
                keys.chars().count() > 3
                    || keys
                        .split('/')
                        .filter_map(|key| key.chars().next())
                        .all(|key| { typed(key).is_some() || "←→↑↓".contains(key) }),
                "{keys}"
            );
        }
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
        assert_eq!(command(&KeyEvent::new(KeyCode::Char('l'), KeyModifiers::CONTROL)), None);
    }
}
