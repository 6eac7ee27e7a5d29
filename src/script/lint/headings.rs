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
        // Of the headings in a row where a chapter begins (`Book II`, `Part I`, `I`), all stand over sections.
        let below_part = over_chapter && !opens_chapter;
        over_chapter |= opens_chapter;
        let is_section = !opens_chapter && !below_part;
        if opens_chapter {
            last.retain(|(_, section), _| !section);
        }
        let Some((word, number, end)) = numbered(&cue.text) else { continue };
        let name = cue.text.lines().next().unwrap_or_default().to_owned();
        let before = last.insert((word, is_section), (end, name.clone()));
        // A part begins its chapters anew, whether it has a number or a name.
        let anew = below_part && number == 1;
        if let Some((before, other)) = before.filter(|(before, _)| number != before + 1 && !anew) {
            let what = if number == before { "repeats the number of" } else { "follows" };
            let found_words = format!("`{name}` {what} `{other}`");
            let hint = "look whether a chapter is missing, doubled or misnumbered";
            found.push(text.note(line, Rule::HeadingSkips, found_words, "numbers that run on by one", hint));
        }
    }
    found
}

/// The word of a numbered heading, empty where the number stands alone, and its number; first and last, where it has
/// several: `XIII. XIV`.
fn numbered(heading: &str) -> Option<(String, u32, u32)> {
    let line = heading.lines().next()?;
    let mut words = line.split_whitespace();
    let first = words.next()?;
    let bare = |word: &str| word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let word = bare(first).to_lowercase();
    if PARTS.contains(&word.as_str()) || PIECES.contains(&word.as_str()) {
        let number = words.find(|word| !word.eq_ignore_ascii_case("the"))?;
        // `First--Recalled`, `XXII[1].`
        let number = number.split("--").next().and_then(|number| number.split(['—', '[']).next())?;
        let value = Numeral::parse(&bare(number))?;
        let unit = words.next().and_then(|word| Numeral::parse(&bare(word)));
        let number = match (value, unit) {
            (Numeral::Word(tens @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)), Some(Numeral::Word(unit @ 1..=9))) => {
                tens + unit
            }
            _ => value.value(),
        };
        return Some((word, number, number));
    }
    let number = |word: &str| Numeral::parse(&bare(word)).filter(|value| !matches!(value, Numeral::Word(_)));
    let several: Option<Vec<u32>> = line.split_whitespace().map(|word| number(word).map(Numeral::value)).collect();
    if let Some(&[first, .., last]) = several.as_deref() {
        return Some((String::new(), first, last));
    }
    // `I.` is a number, and `I Am Born` a title.
    let alone = line.trim() == first || first.ends_with(['.', ':', ')']);
    let value = number(first).filter(|_| alone)?.value();
    Some((String::new(), value, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lint::testing::found_in;

    fn book(headings: &[&str]) -> Vec<String> {
        let text: Vec<String> = headings.iter().map(|heading| format!("{heading}\n\nSome words of text.\n")).collect();
        found_in("en", &text.join("\n"), skips)
    }

    #[test]
    fn a_number_that_is_skipped_or_doubled_is_found() {
        assert_eq!(
            book(&["# Chapter 1", "# Chapter 3", "# Chapter Three: Ebb", "# Chapter IV"]),
            [
                "02-0001: `Chapter 3` follows `Chapter 1`",
                "03-0001: `Chapter Three: Ebb` repeats the number of `Chapter 3`"
            ]
        );
    }

    #[test]
    fn numbers_that_run_on_or_start_again_in_a_part_are_right() {
        for headings in [
            &["# Chapter 1", "# Chapter 2", "# Chapter Three"][..],
            &["# Chapter Twenty", "# Chapter Twenty One", "# Chapter 22"],
            &["# Part One\n\n## Chapter 1", "## Chapter 2", "# Part Two\n\n## Chapter 1", "## Chapter 2"],
            &["# Part One\n\n## Chapter 1", "## Chapter 2", "# Part Two\n\n## Chapter 3"],
            &["# Letter 1", "# Letter 2", "# Chapter 1", "# Chapter 2"],
            &["# Book One\n\n## Part I\n\n### I", "### II", "# Book Two\n\n## Part I\n\n### I", "### II"],
        ] {
            assert_eq!(book(headings), [""; 0], "{headings:?}");
        }
    }
}
