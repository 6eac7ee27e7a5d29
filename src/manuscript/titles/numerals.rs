//! Numbers as headings write them: `4`, `IV`, `Four`, `the Fourth`.

use super::number_words::{self, Tongue};

/// A number at the head of a heading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Numeral {
    /// `4`
    Digits(u32),
    /// `IV`
    Roman(u32),
    /// `four`, `fourth`, `forty-two`
    Word(u32),
}

impl Numeral {
    /// Reads one word, without the stop behind it.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        if !word.is_empty() && word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()) {
            return word.parse().ok().map(Self::Digits);
        }
        roman(word).map(Self::Roman).or_else(|| number_words::value(word, Tongue::English).map(Self::Word))
    }

    /// The number itself.
    #[must_use]
    pub fn value(self) -> u32 {
        match self {
            Self::Digits(n) | Self::Roman(n) | Self::Word(n) => n,
        }
    }
}

const ROMAN: [(u32, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// The value of a Roman number in capitals, in its one right spelling.
#[must_use]
pub fn roman(word: &str) -> Option<u32> {
    // The longest number below 4000, MMMDCCCLXXXVIII, has 15 letters.
    if word.is_empty() || word.len() > 15 {
        return None;
    }
    let (mut rest, mut value) = (word, 0);
    for (worth, letters) in ROMAN {
        while let Some(shorter) = rest.strip_prefix(letters) {
            (rest, value) = (shorter, value + worth);
        }
    }
    // Greedy reading takes `IIII` for 4; only the spelling that comes back is a number.
    (rest.is_empty() && value < 4000 && spell(value) == word).then_some(value)
}

/// The Roman number of a value, in capitals.
pub fn spell(mut value: u32) -> String {
    let mut text = String::new();
    for (worth, letters) in ROMAN {
        while value >= worth {
            text.push_str(letters);
            value -= worth;
        }
    }
    text
}

/// English numbers as words, to be written: cardinal and ordinal.
const UNITS: [(&str, &str); 19] = [
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("four", "fourth"),
    ("five", "fifth"),
    ("six", "sixth"),
    ("seven", "seventh"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("ten", "tenth"),
    ("eleven", "eleventh"),
    ("twelve", "twelfth"),
    ("thirteen", "thirteenth"),
    ("fourteen", "fourteenth"),
    ("fifteen", "fifteenth"),
    ("sixteen", "sixteenth"),
    ("seventeen", "seventeenth"),
    ("eighteen", "eighteenth"),
    ("nineteen", "nineteenth"),
];

const TENS: [(&str, &str); 8] = [
    ("twenty", "twentieth"),
    ("thirty", "thirtieth"),
    ("forty", "fortieth"),
    ("fifty", "fiftieth"),
    ("sixty", "sixtieth"),
    ("seventy", "seventieth"),
    ("eighty", "eightieth"),
    ("ninety", "ninetieth"),
];

/// A number from 1 to 99 in English words with capitals: `Forty-Two`, or `Forty-Second`.
pub fn in_words(value: u32, ordinal: bool) -> Option<String> {
    let pick = |(cardinal, nth): (&'static str, &'static str), ordinal: bool| {
        let word = if ordinal { nth } else { cardinal };
        word[..1].to_uppercase() + &word[1..]
    };
    let (tens, units) = (value / 10, value % 10);
    match value {
        1..20 => Some(pick(UNITS[value as usize - 1], ordinal)),
        20..100 if units == 0 => Some(pick(TENS[tens as usize - 2], ordinal)),
        20..100 => {
            Some(format!("{}-{}", pick(TENS[tens as usize - 2], false), pick(UNITS[units as usize - 1], ordinal)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_read_in_every_spelling() {
        for (word, value) in
            [("4", 4), ("IV", 4), ("Four", 4), ("FOURTH", 4), ("XLII", 42), ("Forty-Two", 42), ("twenty-first", 21)]
        {
            assert_eq!(Numeral::parse(word).map(Numeral::value), Some(value), "{word}");
        }
        for word in ["", "IIII", "iv", "IXI", "VX", "MIX-UP", "once", "12345", "forty-twelve"] {
            assert_eq!(Numeral::parse(word), None, "{word}");
        }
    }

    proptest! {
        #[test]
        fn roman_inverts_spelling(value in 1u32..3999) {
            prop_assert_eq!(roman(&spell(value)), Some(value));
        }
    }
}
