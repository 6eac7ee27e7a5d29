//! Numbers that word processors put before paragraphs themselves.

use crate::manuscript::titles::numerals;

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Spelling {
    #[default]
    Digits,
    UpperRoman,
    LowerRoman,
    UpperLetter,
    LowerLetter,
    /// `One`
    Words,
    /// `First`
    Ordinals,
    /// A bullet, or nothing.
    None,
}

impl Spelling {
    /// The number as it is written; digits where it can't be written so.
    pub fn spell(self, number: u32) -> String {
        let roman = || (1..4000).contains(&number).then(|| numerals::spell(number));
        let letter = |first: u8| {
            let place = number.checked_sub(1)?;
            // Behind `z` word processors write `aa`, `bb` and so on.
            (place < 26 * 8).then(|| char::from(first + (place % 26) as u8).to_string().repeat(place as usize / 26 + 1))
        };
        let written = match self {
            Self::Digits => None,
            Self::UpperRoman => roman(),
            Self::LowerRoman => roman().map(|roman| roman.to_lowercase()),
            Self::UpperLetter => letter(b'A'),
            Self::LowerLetter => letter(b'a'),
            Self::Words => numerals::in_words(number, false),
            Self::Ordinals => numerals::in_words(number, true),
            Self::None => Some(String::new()),
        };
        written.unwrap_or_else(|| number.to_string())
    }
}

/// One level of a numbering.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Level {
    pub spelling: Spelling,
    /// The text around the number, `%1` for that of the first level.
    pub text: String,
    pub start: u32,
}

/// The levels that word processors have.
pub const LEVELS: usize = 10;

/// How far a numbering has counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counter([Option<u32>; LEVELS]);

impl Counter {
    /// Counts one on at a level, and gives back what stands before the paragraph; `None` where nothing does.
    pub fn next(&mut self, levels: &[Level], level: usize) -> Option<String> {
        let of = levels.get(level).filter(|_| level < LEVELS)?;
        let next = self.0[level].map_or(of.start, |last| last.saturating_add(1));
        self.0[level] = Some(next);
        self.0[level + 1..].fill(None);
        if of.spelling == Spelling::None {
            return None;
        }
        let mut text = String::new();
        let mut rest = of.text.as_str();
        while let Some((before, behind)) = rest.split_once('%') {
            text.push_str(before);
            let digit = behind.chars().next().and_then(|c| c.to_digit(10)).filter(|digit| *digit > 0);
            if let (Some(at), Some(shown)) = (digit, digit.and_then(|digit| levels.get(digit as usize - 1))) {
                let number = self.0[at as usize - 1].unwrap_or(shown.start);
                text.push_str(&shown.spelling.spell(number));
                rest = &behind[1..];
            } else {
                text.push('%');
                rest = behind;
            }
        }
        text.push_str(rest);
        Some(text.trim().to_owned()).filter(|text| text.contains(char::is_alphanumeric))
    }

    /// Begins a level anew, so that its next number is its first.
    pub fn restart(&mut self, level: usize) {
        if let Some(count) = self.0.get_mut(level) {
            *count = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_count_inside_each_other() {
        let level = |spelling, text: &str| Level { spelling, text: text.to_owned(), start: 1 };
        let levels = [
            level(Spelling::UpperRoman, "Part %1"),
            level(Spelling::Words, "Chapter %2"),
            level(Spelling::Digits, "%2.%3."),
        ];
        let mut counter = Counter::default();
        let mut next = |at| counter.next(&levels, at);
        assert_eq!(next(0).as_deref(), Some("Part I"));
        assert_eq!(next(1).as_deref(), Some("Chapter One"));
        assert_eq!(next(2).as_deref(), Some("One.1."));
        assert_eq!(next(1).as_deref(), Some("Chapter Two"));
        assert_eq!(next(0).as_deref(), Some("Part II"));
        assert_eq!(next(1).as_deref(), Some("Chapter One"));
        assert_eq!(next(9), None);
    }

    #[test]
    fn numbers_are_written_as_asked() {
        let spelled = |spelling: Spelling| [1, 4, 28].map(|number| spelling.spell(number));
        assert_eq!(spelled(Spelling::LowerRoman), ["i", "iv", "xxviii"]);
        assert_eq!(spelled(Spelling::UpperLetter), ["A", "D", "BB"]);
        assert_eq!(spelled(Spelling::Words), ["One", "Four", "Twenty-Eight"]);
        assert_eq!(spelled(Spelling::Ordinals), ["First", "Fourth", "Twenty-Eighth"]);
        assert_eq!(Spelling::UpperRoman.spell(5000), "5000");
    }
}
