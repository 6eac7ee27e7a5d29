//! Letters in one form: an accent may be a part of its letter, or a character of its own behind it.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Characters of mark-up that would become one with a stroke behind them, so that a tag would not end.
const MARK_UP: [char; 3] = ['<', '=', '>'];

/// The text with every accent in its letter: Unicode's normalization form C, in which all texts are compared and kept.
///
/// A text that has this form already is looked through once and not copied.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        return Cow::Borrowed(text);
    }
    let mut composed = String::with_capacity(text.len());
    for part in text.split_inclusive(MARK_UP) {
        composed.extend(part.nfc());
    }
    Cow::Owned(composed)
}

/// Brings a text into the form of [`composed`], in its place.
pub fn compose(text: &mut String) {
    if let Cow::Owned(composed) = composed(text) {
        *text = composed;
    }
}

/// The text as the name of something, in tags, lists and file names: without control characters and marks that turn the
/// writing round, all white space one space.
#[must_use]
pub fn legible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_illegible) && !text.starts_with(' ') && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter(|&c| c.is_whitespace() || !is_illegible(c)).collect::<String>();
    Cow::Owned(shown.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a character has no place in a name: a control character, or one that turns the direction of what is beside it.
/// Marks that have a direction and turn nothing are at home in Hebrew and Arabic names.
#[must_use]
pub fn is_illegible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_accent_becomes_a_part_of_its_letter() {
        for (apart, whole) in [("Zoe\u{308}", "Zoë"), ("Pre\u{301}face", "Préface"), ("Zoë", "Zoë"), ("tide", "tide")]
        {
            assert_eq!(composed(apart), whole);
        }
        assert!(matches!(composed("Zoë"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_stroke_behind_a_tag_leaves_the_tag_alone() {
        assert_eq!(composed("<p>\u{338}e\u{301}</p>"), "<p>\u{338}é</p>");
    }

    #[test]
    fn a_name_has_nothing_in_it_that_nobody_sees() {
        for (found, wanted) in [
            ("The\u{7} Lamp\u{202E}", "The Lamp"),
            ("Two\nlines\t and ", "Two lines and"),
            ("\u{2066}x\u{2069}\u{FFFF}", "x"),
            ("שלום\u{200F}!", "שלום\u{200F}!"),
            ("👩\u{200D}🚀", "👩\u{200D}🚀"),
        ] {
            assert_eq!(legible(found), wanted, "{found:?}");
        }
        assert!(matches!(legible("The Lamp"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn composing_twice_is_composing_once(text in "([a-eé<>=가-각]|\u{301}|\u{338}|\u{1100}|\u{1161}){0,20}") {
            let once = composed(&text).into_owned();
            prop_assert_eq!(composed(&once), once.as_str());
        }
    }
}
