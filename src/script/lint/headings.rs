//! The numbers of headings: each is one more than the last.

use std::collections::BTreeMap;

use super::text::{Noted, Text};
use crate::manuscript::Numeral;
use crate::script::{CueKind, Opens};
use crate::words::Rule;

/// Words in front of a number that stand over several chapters.
const PARTS: [&str; 12] =
    ["part", "book", "volume", "vol", "act", "teil", "buch", "band", "partie", "livre", "часть", "книга"];

/// Words in front of a number.
const PIECES: [&str; 14] = [
    "chapter",
    "chap",
    "letter",
    "canto",
    "stave",
    "scene",
    "section",
    "kapitel",
    "chapitre",
    "capítulo",
    "capitolo",
    "hoofdstuk",
    "глава",
    "rozdział",
];

/// Finds headings whose number does not follow the last one of their kind.
pub fn skips(text: &Text) -> Vec<Noted> {
    let mut found = Vec::new();
    // By the heading's word, and whether it stands over a section.
    let mut last: BTreeMap<(String, bool), (u32, String)> = BTreeMap::new();
    let mut over_chapter = false;
    for (line, content) in text.lines.iter().enumerate() {
        let cue = content.cue;
        if cue.kind != CueKind::Announcement {
            over_chapter = false;
            continue;
        }
        let opens_chapter = cue.opens == Opens::Chapter;
        let below_part = over_chapter;
        over_chapter = opens_chapter;
        let is_section = !opens_chapter && !below_part;
        if opens_chapter {
            last.retain(|(_, section), _| !section);
        }
        // A part begins its chapters anew, whether it has a number or a name.
        if below_part {
            last.retain(|(word, section), _| *section || PARTS.contains(&word.as_str()));
        }
        let Some((word, number)) = numbered(&cue.text) else { continue };
        let name = cue.text.lines().next().unwrap_or_default().to_owned();
        let before = last.insert((word, is_section), (number, name.clone()));
        if let Some((before, other)) = before.filter(|(before, _)| number != before + 1) {
            let what = if number == before { "repeats the number of" } else { "follows" };
            let found_words = format!("`{name}` {what} `{other}`");
            let hint = "look whether a chapter is missing, doubled or misnumbered";
            found.push(text.note(line, Rule::HeadingSkips, found_words, "numbers that run on by one", hint));
        }
    }
    found
}

/// The word of a numbered heading, empty where the number stands alone, and the number.
fn numbered(heading: &str) -> Option<(String, u32)> {
    let mut words = heading.split_whitespace();
    let first = words.next()?;
    let bare = |word: &str| word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let word = bare(first).to_lowercase();
    if PARTS.contains(&word.as_str()) || PIECES.contains(&word.as_str()) {
        let mut number = words.next()?;
        if number.eq_ignore_ascii_case("the") {
            number = words.next()?;
        }
        // `First--Recalled`.
        let number = number.split("--").next().map(|number| number.split('—').next().unwrap_or(number))?;
        let value = Numeral::parse(&bare(number))?;
        let unit = words.next().and_then(|word| Numeral::parse(&bare(word)));
        return Some((
            word,
            match (value, unit) {
                (Numeral::Word(tens @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)), Some(Numeral::Word(unit @ 1..=9))) => {
                    tens + unit
                }
                _ => value.value(),
            },
        ));
    }
    // `I.` is a number, and `I Am Born` a title.
    let alone = heading.split('\n').next().is_some_and(|line| line.trim() == first);
    let stopped = first.ends_with(['.', ':', ')']);
    let value =
        Numeral::parse(&bare(first)).filter(|value| !matches!(value, Numeral::Word(_)) && (alone || stopped))?;
    Some((String::new(), value.value()))
}
