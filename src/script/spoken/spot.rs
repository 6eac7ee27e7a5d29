//! A place in a text, and what can be read there.

/// How far a rule looks back, in bytes: text without spaces would be looked through at every place of it.
const LOOK_BACK: usize = 100;

/// A place in a text that a rule looks at.
#[derive(Clone, Copy)]
pub struct Spot<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The place, in bytes.
    pub at: usize,
}

/// How many bytes a rule replaces, and by what.
pub type Found = Option<(usize, String)>;

impl<'a> Spot<'a> {
    /// What stands from here on.
    pub fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    /// What stands before.
    pub fn head(self) -> &'a str {
        &self.text[..self.at]
    }

    /// The character before.
    pub fn before(self) -> Option<char> {
        self.head().chars().next_back()
    }

    /// Whether no letter or digit leans on it from before.
    pub fn starts_word(self) -> bool {
        !joins(self.before())
    }

    /// Whether it stands within a word, whose first character is not this one: nothing begins there that is read otherwise.
    pub fn is_within_word(self, c: char) -> bool {
        is_of_word(c) && !self.starts_word()
    }

    /// The last characters before: as many as the words have that a rule looks back for.
    pub fn nearby(self) -> &'a str {
        let head = self.head();
        let from = head.len().saturating_sub(LOOK_BACK);
        let start = (from..head.len()).find(|at| head.is_char_boundary(*at)).unwrap_or(head.len());
        &head[start..]
    }

    /// The word before, with the signs behind it and without what opens it.
    pub fn word_before(self) -> &'a str {
        let head = self.nearby().trim_end_matches([' ', '\u{a0}', '\u{202f}', '\n']);
        head.rsplit(|c: char| c.is_whitespace() || "(“\"‘—–[«„".contains(c)).next().unwrap_or_default()
    }

    /// The word here: letters only.
    pub fn word(self) -> &'a str {
        letters(self.rest())
    }
}

/// The letters that a text begins with.
pub fn letters(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())]
}

/// Whether a character is a letter or a plain digit; `½` is neither, and may lean on a number.
pub fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit()
}

/// Whether a character is a part of a word.
pub fn joins(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// The character at a place.
pub fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

/// What follows after one space of any width, or after none.
pub fn after_space(text: &str) -> &str {
    text.strip_prefix([' ', '\u{a0}', '\u{202f}', '\u{2009}']).unwrap_or(text)
}

/// How many digits a text begins with.
pub fn digit_run(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Signs of money: a number behind one is no plain number.
pub const CURRENCIES: [char; 7] = ['$', '£', '€', '¥', '₹', '₽', '₩'];

/// How numbers are grouped and broken in a language.
#[derive(Clone, Copy)]
pub struct Notation {
    /// What stands between groups of three digits.
    pub groups: &'static [char],
    /// What stands before the decimals.
    pub point: char,
}

/// A number as printed, with what it is made of.
pub struct Number<'a> {
    /// The digits before the decimals, with what groups them.
    pub whole: &'a str,
    /// The digits behind the point.
    pub decimals: Option<&'a str>,
    /// How long it is with its decimals.
    pub length: usize,
}

impl<'a> Number<'a> {
    /// Reads `1204`, `1,204` or `3.14` at the start of a text.
    pub fn read(text: &'a str, notation: Notation) -> Option<Self> {
        let mut end = digit_run(text);
        if end == 0 {
            return None;
        }
        if end <= 3 {
            while let Some(rest) = text[end..].strip_prefix(notation.groups).filter(|rest| digit_run(rest) == 3) {
                end = text.len() - rest.len() + 3;
            }
        }
        let fraction = text[end..].strip_prefix(notation.point).map_or(0, digit_run);
        let point = end + notation.point.len_utf8();
        let decimals = (fraction > 0).then(|| &text[point..point + fraction]);
        let length = if fraction > 0 { point + fraction } else { end };
        Some(Self { whole: &text[..end], decimals, length })
    }

    /// The whole part; `None` for what is no plain number: `007`, or more than people say.
    pub fn value(&self) -> Option<u64> {
        let plain: String = self.whole.chars().filter(char::is_ascii_digit).collect();
        let padded = plain.len() > 1 && plain.starts_with('0');
        plain.parse().ok().filter(|value| !padded && *value < 1_000_000_000)
    }

    /// Whether its digits stand in groups.
    pub fn is_grouped(&self) -> bool {
        !self.whole.bytes().all(|b| b.is_ascii_digit())
    }

    /// Whether it is written as a year of our time is: four digits from 1100 to 2099.
    pub fn is_like_year(&self) -> bool {
        self.decimals.is_none() && !self.is_grouped() && self.value().is_some_and(|value| (1100..2100).contains(&value))
    }
}
