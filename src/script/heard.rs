//! What of a text can be heard: two texts that differ only in what can't are the same to a listener, and to every take.
//!
//! The style of quotation marks and dashes, white space, and invisible characters can't be heard. Words, their order,
//! capitals and stops can, or may be.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Whether a listener can't tell two texts apart.
#[must_use]
pub fn sounds_alike(left: &str, right: &str) -> bool {
    left == right || heard(left) == heard(right)
}

/// A number that texts which sound alike share, and that others share by accident only, once in 2⁶⁴.
pub fn fingerprint(text: &str) -> u64 {
    // The standard library's hasher without keys: the same number at every call.
    let mut hasher = DefaultHasher::new();
    heard(text).hash(&mut hasher);
    hasher.finish()
}

/// The text in one style: straight quotation marks, long dashes, single spaces.
fn heard(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    each_heard(text, |c| out.push(c));
    out
}

const QUOTE: char = '"';
const DASH: char = '—';
const ELLIPSIS: char = '…';

/// Gives every character of the text in one style, in order.
fn each_heard(text: &str, mut give: impl FnMut(char)) {
    let mut chars = text.chars().peekable();
    let mut last = None;
    let mut spaced = false;
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        let next = chars.peek().copied();
        let c = match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => c,
            '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' => QUOTE,
            '’' | '‘' | '\'' | '‚' | '‹' | '›' | '`' | '´' | 'ʼ' => {
                // Within a word it is an apostrophe; `dogs’` and `’twas` sound the same without theirs.
                let within =
                    !spaced && last.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
                if within { '\'' } else { QUOTE }
            }
            '—' | '―' | '⸺' | '⸻' => DASH,
            '-' | '–' if next == Some('-') || (spaced && next.is_none_or(char::is_whitespace)) => DASH,
            '–' | '‐' | '\u{2011}' | '−' => '-',
            '.' | '…' => ellipsis(c, &mut chars).unwrap_or(c),
            c => c,
        };
        if c == DASH {
            while chars.next_if(|next| *next == '-' || *next == '—').is_some() {}
        }
        // Marks that stand twice, as nested quotations close, are one to the ear.
        if last == Some(c) && [QUOTE, DASH].contains(&c) {
            spaced = false;
            continue;
        }
        if spaced && last.is_some_and(|last| is_gap(last, c)) {
            give(' ');
        }
        spaced = false;
        give(c);
        last = Some(c);
    }
}

/// Whether white space between two characters means anything: beside quotation marks, dashes and before a stop it is a
/// matter of style, and between Chinese or Japanese characters a matter of line breaks.
fn is_gap(last: char, c: char) -> bool {
    let loose = |c| [QUOTE, DASH, ELLIPSIS].contains(&c);
    !(loose(last)
        || loose(c)
        || matches!(c, '!' | '?' | ';' | ':' | ',' | '.' | ')' | ']')
        || matches!(last, '(' | '[' | '¿' | '¡')
        || (is_unspaced(last) && is_unspaced(c)))
}

/// Whether a character is of a writing without spaces: Chinese, Japanese, and their punctuation.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Soft hyphens, joiners, and marks of direction and order.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Takes the dots that follow one, spaced or not, if with it they are three or more.
fn ellipsis(first: char, chars: &mut Chars) -> Option<char> {
    let dots = |c| if c == ELLIPSIS { 3 } else { 1 };
    let mut ahead = chars.clone();
    let mut count = dots(first);
    loop {
        let mut next = ahead.clone();
        next.next_if(|c| *c == ' ' || *c == '\u{a0}');
        match next.next_if(|c| *c == '.' || *c == ELLIPSIS) {
            Some(c) => count += dots(c),
            None => break,
        }
        ahead = next;
    }
    (count >= 3).then(|| {
        *chars = ahead;
        ELLIPSIS
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cant_be_heard_makes_no_difference() {
        for (left, right) in [
            ("“Wait,” she said—“it’s low.”", "\"Wait,\" she  said -- \"it's low.\""),
            ("‘Wait,’ she said.", "“Wait,” she said."),
            ("“She said ‘no.’”", "‘She said “no.”’"),
            ("«\u{a0}Oui\u{202f}!\u{a0}» dit-il.", "“Oui!” dit-il."),
            ("»Ja«, sagte er. »Nein.«", "„Ja“, sagte er. „Nein.“"),
            ("She waited . . . and waited", "She waited… and waited"),
            ("well … no", "well...no"),
            ("It fell. ...”", "It fell. …”"),
            ("a low – no, a very low tide", "a low—no, a very low tide"),
            ("the boats’ keels", "the boats' keels"),
            ("co\u{ad}operate\u{200b}", "cooperate"),
            ("潮が引いた。\n船は", "潮が引いた。船は"),
        ] {
            assert!(sounds_alike(left, right), "{left:?} is {:?}, {right:?} is {:?}", heard(left), heard(right));
            assert_eq!(fingerprint(left), fingerprint(right));
        }
    }

    #[test]
    fn what_can_be_heard_is_kept() {
        for (left, right) in [
            ("its low", "it’s low"),
            ("the tide is out", "the tide was out"),
            ("No, more.", "No more."),
            ("No?", "No!"),
            ("a re-creation", "a recreation"),
            ("well-known", "well known"),
            ("He said “go”", "He said go"),
            ("1914–18", "1914 18"),
        ] {
            assert!(!sounds_alike(left, right), "{left} / {right}");
        }
    }

    proptest! {
        #[test]
        fn a_text_sounds_like_itself_however_it_is_spaced(words in proptest::collection::vec("[a-z]{1,6}[.!?,’”]?", 1..9)) {
            let spaced = format!(" {}\u{ad} ", words.join(" \n "));
            prop_assert!(sounds_alike(&words.join(" "), &spaced));
        }

        #[test]
        fn texts_of_other_letters_never_sound_alike(left in "[a-c“” .—]{0,12}", right in "[a-c“” .—]{0,12}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert!(letters(&left) == letters(&right) || !sounds_alike(&left, &right));
        }
    }
}
