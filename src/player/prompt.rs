//! A line that the listener types at the bottom of the screen.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;

/// What a key came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Typed {
    /// The line goes on.
    More,
    /// The line is to be kept, without the spaces around it; empty where nothing was typed.
    Kept(String),
    /// The line is dropped.
    Dropped,
}

/// A line that is being typed. What is typed stands before the cursor; the end is all that can be changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Prompt {
    text: String,
}

impl Prompt {
    /// What was typed so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes a key: Enter keeps the line, Esc drops it.
    pub fn take(&mut self, key: &KeyEvent) -> Typed {
        if key.kind == KeyEventKind::Release {
            return Typed::More;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Typed::Kept(self.text.trim().to_owned()),
            KeyCode::Esc => return Typed::Dropped,
            KeyCode::Char('u') if control => self.text.clear(),
            KeyCode::Char('w') if control => self.drop_word(),
            KeyCode::Backspace => self.drop_letter(),
            KeyCode::Char(letter) if !control && !letter.is_control() => self.text.push(letter),
            _ => {}
        }
        Typed::More
    }

    fn drop_letter(&mut self) {
        let last = self.text.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
        self.text.truncate(last);
    }

    fn drop_word(&mut self) {
        let text = self.text.trim_end();
        let start = text.char_indices().rev().find(|(_, letter)| letter.is_whitespace());
        let kept = start.map_or(0, |(at, space)| at + space.len_utf8());
        self.text.truncate(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typing(prompt: &mut Prompt, text: &str) {
        for letter in text.chars() {
            assert_eq!(prompt.take(&KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)), Typed::More);
        }
    }

    fn pressed(prompt: &mut Prompt, code: KeyCode) -> Typed {
        prompt.take(&KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn enter_keeps_the_line_and_escape_drops_it() {
        let mut prompt = Prompt::default();
        typing(&mut prompt, " the q is cut ");
        assert_eq!(prompt.text(), " the q is cut ");
        assert_eq!(pressed(&mut prompt, KeyCode::Enter), Typed::Kept("the q is cut".to_owned()));
        assert_eq!(pressed(&mut prompt, KeyCode::Esc), Typed::Dropped);
        assert_eq!(pressed(&mut Prompt::default(), KeyCode::Enter), Typed::Kept(String::new()));
    }

    #[test]
    fn letters_and_words_are_taken_back_whole() {
        let mut prompt = Prompt::default();
        typing(&mut prompt, "été e\u{301}");
        pressed(&mut prompt, KeyCode::Backspace);
        assert_eq!(prompt.text(), "été ");
        typing(&mut prompt, "low  water ");
        prompt.take(&KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL));
        assert_eq!(prompt.text(), "été low  ");
        prompt.take(&KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
        assert_eq!(prompt.text(), "");
        pressed(&mut prompt, KeyCode::Backspace);
        assert_eq!(prompt.text(), "");
    }
}
