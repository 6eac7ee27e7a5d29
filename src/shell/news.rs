//! What is said of takes once, when they are first heard: which were processed, and what those that were recorded again close.

use crate::takes::log::Replaced;
use crate::words::listing::few;

use super::findings::counted;

/// So many takes are named.
const NAMED: usize = 8;

/// That takes were processed and not recorded again; `None` where there are none.
pub(super) fn processed(takes: &[String]) -> Option<String> {
    let (were, they) = if takes.len() == 1 { ("was", "it sounds") } else { ("were", "they sound") };
    let said = || {
        format!(
            "{} {were} processed, not recorded again, as {they} as before ({}): the words, notes and circles stay; \
             what was waived of the sound counts again, as it is another sound",
            counted(takes.len(), "take"),
            named(takes.iter())
        )
    };
    (!takes.is_empty()).then(said)
}

/// What takes close that are new recordings in the place of older ones; `None` where they close nothing.
pub(super) fn replaced(takes: &[Replaced]) -> Option<String> {
    let stale = takes.iter().filter(|take| take.was_stale).count();
    let notes = takes.iter().map(|take| take.notes).sum();
    let circles = takes.iter().filter(|take| take.was_circled).count();
    let closed = [(stale, "line", " whose words had changed"), (notes, "note", "")];
    let closed = closed.iter().filter(|(count, ..)| *count > 0);
    let closed: Vec<String> = closed.map(|(count, what, more)| counted(*count, what) + more).collect();
    let closed = (!closed.is_empty()).then(|| format!("that closes {}", closed.join(" and ")));
    let ended = (circles > 0).then(|| format!("{} went with the older sound", counted(circles, "circle")));
    let told: Vec<String> = closed.into_iter().chain(ended).collect();
    let (is, ones, sounds, them) = if takes.len() == 1 {
        ("is a new recording", "an older one", "it sounds", "it")
    } else {
        ("are new recordings", "older ones", "they sound", "them")
    };
    let said = || {
        format!(
            "{} {is} in the place of {ones}, as {sounds} otherwise ({}): {}; if you only processed {them}, listen and note \
             again what is open (`cuebook note`)",
            counted(takes.len(), "take"),
            named(takes.iter().map(|take| &take.take)),
            told.join(", and "),
        )
    };
    (!told.is_empty()).then(said)
}

fn named<'a>(takes: impl Iterator<Item = &'a String>) -> String {
    few(&takes.map(|take| format!("`{take}`")).collect::<Vec<_>>(), NAMED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(file: &str, was_stale: bool, notes: usize, was_circled: bool) -> Replaced {
        Replaced { take: file.to_owned(), was_stale, notes, was_circled }
    }

    #[test]
    fn what_is_closed_is_counted() {
        assert_eq!(replaced(&[]), None);
        assert_eq!(
            replaced(&[take("01-0001.wav", true, 0, false)]).unwrap(),
            "1 take is a new recording in the place of an older one, as it sounds otherwise (`01-0001.wav`): that closes 1 \
             line whose words had changed; if you only processed it, listen and note again what is open (`cuebook note`)"
        );
        let all = [take("01-0001.wav", true, 2, true), take("01-0002.wav", false, 1, false)];
        let said = replaced(&all).unwrap();
        assert!(
            said.contains(
                "that closes 1 line whose words had changed and 3 notes, and 1 circle went with the older sound; if you \
                 only processed them"
            ),
            "{said}"
        );
    }
}
