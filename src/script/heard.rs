//! What of a text can be heard: two texts that differ only in what can't are the same to a listener, and to every take.
//!
//! The style of quotation marks and dashes, white space, invisible characters, the stops of `Mr.` and `U.S.`, the place of
//! an apostrophe before or behind an ending `s`, ligatures and wide letters can't be heard. Words, their order, capitals
//! and stops can, or may be: `NO` is shouted, and a voice falls at `No. He said`.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use unicode_normalization::char::decompose_compatible;

use crate::words::letters::{compose, composed};

/// Whether a listener can't tell two texts apart.
#[must_use]
pub fn sounds_alike(left: &str, right: &str) -> bool {
    left == right || heard(left) == heard(right)
}

/// Whether a listener can't tell two headings apart: theirs are no shouts, and a pause is a pause, whatever mark stands
/// for it.
pub fn announced_alike(left: &str, right: &str) -> bool {
    let announced = |text: &str| {
        let words = heard(text).to_lowercase().replace(['.', ':', DASH], " ");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    left == right || announced(left) == announced(right)
}

/// A number that texts which sound alike share, and that others share by accident only, once in 2⁶⁴.
pub fn fingerprint(text: &str) -> u64 {
    // The standard library's hasher without keys: the same number at every call.
    let mut hasher = DefaultHasher::new();
    heard(text).hash(&mut hasher);
    hasher.finish()
}

/// How many letters and figures a listener hears in a character: two in the ligature `ﬁ`, none in a comma.
pub fn letters(c: char) -> usize {
    if !is_letter_form(c) {
        return usize::from(c.is_alphanumeric());
    }
    let mut count = 0;
    decompose_compatible(c, |c| count += usize::from(c.is_alphanumeric()));
    count
}

const QUOTE: char = '"';
const DASH: char = '—';
const ELLIPSIS: char = '…';

/// Words that British houses print without the stop that others print; it is no end of a sentence before a name.
const TITLES: [&str; 18] = [
    "Mr", "Mrs", "Ms", "Mx", "Dr", "St", "Messrs", "Mme", "Mlle", "Rev", "Prof", "Capt", "Col", "Gen", "Lt", "Sgt",
    "Hon", "Sr",
];

/// The text in one style: straight quotation marks behind commas and stops, long dashes, single spaces.
pub fn heard(text: &str) -> String {
    let text = in_plain_letters(text);
    let mut out = String::with_capacity(text.len());
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
        let in_word = !spaced && last.is_some_and(char::is_alphanumeric);
        let c = match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => c,
            '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' => QUOTE,
            '’' | '‘' | '\'' | '‚' | '‹' | '›' | '`' | '´' | 'ʼ' => {
                // Within a word it is an apostrophe; `dogs’` and `’twas` sound the same without theirs, and `dog’s` as `dogs’`.
                match in_word.then_some(next).flatten() {
                    Some(s @ ('s' | 'S')) if !chars.clone().nth(1).is_some_and(char::is_alphanumeric) => {
                        chars.next();
                        out.push(s);
                        QUOTE
                    }
                    Some(next) if next.is_alphanumeric() => '\'',
                    _ => QUOTE,
                }
            }
            '—' | '―' | '⸺' | '⸻' => DASH,
            '-' | '–' if next == Some('-') || (spaced && next.is_none_or(char::is_whitespace)) => DASH,
            '–' | '‐' | '\u{2011}' | '−' => '-',
            '.' | '…' => match ellipsis(c, &mut chars) {
                Some(dots) => dots,
                None if in_word && is_title(&out) && is_name(&chars) => continue,
                None => c,
            },
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
        // `“Yes”, he said` in Britain is `“Yes,” he said` in America.
        if last == Some(QUOTE) && matches!(c, ',' | '.') {
            out.pop();
            out.extend([c, QUOTE]);
            spaced = false;
            continue;
        }
        if spaced && last.is_some_and(|last| is_gap(last, c)) {
            out.push(' ');
        }
        spaced = false;
        out.push(c);
        last = Some(c);
        if !in_word && c.is_alphabetic() && next == Some('.') {
            last = initials(&mut chars, &mut out).or(last);
        }
    }
    out
}

/// The text with accents in their letters, ligatures taken apart, and wide letters as narrow ones.
fn in_plain_letters(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_letter_form) {
        return composed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_letter_form(c) {
            decompose_compatible(c, |c| plain.push(c));
        } else {
            plain.push(c);
        }
    }
    compose(&mut plain);
    Cow::Owned(plain)
}

/// Ligatures, the long s, and Latin letters and figures as wide as Chinese ones.
fn is_letter_form(c: char) -> bool {
    matches!(c, 'Ĳ' | 'ĳ' | 'ſ' | '\u{fb00}'..='\u{fb06}' | '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}')
}

/// Whether what stands there ends with a title.
fn is_title(text: &str) -> bool {
    let before = TITLES.iter().find_map(|title| text.strip_suffix(title));
    before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

/// Whether a name follows behind white space.
fn is_name(chars: &Chars) -> bool {
    let mut ahead = chars.clone();
    ahead.next_if(|c| c.is_whitespace()).is_some() && ahead.find(|c| !c.is_whitespace()).is_some_and(char::is_uppercase)
}

/// Behind a single letter, takes the letters that follow with a stop behind each, as in `U.S.` or `a.m.`, without their
/// stops; the last stop stays where it may end a sentence.
fn initials(chars: &mut Chars, out: &mut String) -> Option<char> {
    let mut ahead = chars.clone();
    let mut last = None;
    while ahead.next_if_eq(&'.').is_some() {
        // What stands behind the stop of the letter before.
        let mut next = ahead.clone();
        let letter = next.next().filter(|c| c.is_alphabetic());
        let Some(letter) = letter.filter(|_| next.peek() == Some(&'.')) else { break };
        out.push(letter);
        last = Some(letter);
        *chars = next.clone();
        ahead = next;
    }
    last?;
    let mut behind = chars.clone();
    behind.next();
    let goes_on = match behind.next() {
        Some(c) if c.is_whitespace() => behind.find(|c| !c.is_whitespace()).is_some_and(char::is_alphanumeric),
        Some(c) => {
            !matches!(c, '.' | '…') && (c.is_alphanumeric() || matches!(c, ',' | ';' | ':' | '!' | '?' | '\'' | '’'))
        }
        None => false,
    };
    if goes_on {
        chars.next();
    }
    last
}

/// Whether white space between two characters means anything: beside quotation marks, dashes and before a stop it is a
/// matter of style, and beside Chinese or Japanese characters a matter of line breaks and taste.
fn is_gap(last: char, c: char) -> bool {
    let loose = |c| [QUOTE, DASH, ELLIPSIS].contains(&c);
    !(loose(last)
        || loose(c)
        || matches!(c, '!' | '?' | ';' | ':' | ',' | '.' | ')' | ']')
        || matches!(last, '(' | '[' | '¿' | '¡')
        || is_unspaced(last)
        || is_unspaced(c))
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
            ("第１章 Ａから", "第1章Aから"),
            ("Zoe\u{308} in the cafe\u{301}", "Zoë in the café"),
            ("the ﬁrst oﬃce", "the first office"),
            ("old Mr. Bell and Mrs.\u{a0}Hall", "old Mr Bell and Mrs Hall"),
            ("“Yes”, he said. He said “no”.", "“Yes,” he said. He said “no.”"),
            ("the U.S. Navy, at 4 a.m. or later", "the US Navy, at 4 am or later"),
            ("He came from the U.S.", "He came from the US."),
            ("a degree of −5 or so", "a degree of -5 or so"),
            ("The dog’s bowls", "The dogs’ bowls"),
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
            ("No, he said.", "No. He said."),
            ("“No!” he said.", "“NO!” he said."),
            ("It was I. It was late.", "It was I, it was late."),
            ("I saw the Dr. then", "I saw the Dr then"),
            ("She is in the U.S. now.", "She is in us now."),
            ("the boss’s chair", "the boss’ chair"),
            ("we’re there", "were there"),
        ] {
            assert!(!sounds_alike(left, right), "{left} / {right}");
        }
    }

    #[test]
    fn a_heading_is_announced_the_same_in_capitals_and_with_any_mark_for_a_pause() {
        for (left, right) in [("Chapter One", "CHAPTER ONE"), ("Chapter One: The Tide", "Chapter One. The Tide")] {
            assert!(announced_alike(left, right), "{left} / {right}");
        }
        for (left, right) in [("Chapter One", "Chapter Two"), ("Lost!", "Lost?"), ("The Tide", "A Tide")] {
            assert!(!announced_alike(left, right), "{left} / {right}");
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
