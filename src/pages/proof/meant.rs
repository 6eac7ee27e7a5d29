//! What chapter, cue or take a cell of a proofer's list means.

use super::part::{Part, parts};
use crate::manuscript::Numeral;
use crate::script::Chapter;
use crate::words::{CueId, TakeId};

/// The words for a chapter, before its number.
const CHAPTER: [&str; 7] = ["ch", "chap", "chapter", "kap", "kapitel", "chapitre", "capitulo"];

/// The longest ending of a file's name.
const ENDING: usize = 4;

/// The chapter that is meant by `1`, `01`, `Chapter 1`, `Part Two, Chapter 1`, `01.mp3` or its title.
///
/// # Errors
/// Why it can't be told: there is none, or there may be several.
pub(super) fn chapter<'a>(text: &str, chapters: &[&'a Chapter]) -> Result<&'a Chapter, String> {
    let text = file_stem(text.trim());
    let none = || format!("there is no chapter `{text}` in the script");
    let with = |id: &str| chapters.iter().find(|chapter| chapter.id.to_string() == id).copied();
    if let Some(chapter) = with(text) {
        return Ok(chapter);
    }
    let one_of = |found: Vec<&'a Chapter>| match found.as_slice() {
        [] => Err(none()),
        [chapter] => Ok(*chapter),
        [one, other, ..] => {
            Err(format!("`{text}` may be chapter {} or {}: write its number as the script has it", one.id, other.id))
        }
    };
    let titled: Vec<&Chapter> =
        chapters.iter().filter(|chapter| folded(&chapter.name()) == folded(text)).copied().collect();
    if !titled.is_empty() {
        return one_of(titled);
    }
    let numbers = Numbers::of(text);
    let number = match (numbers.of_chapters.as_slice(), numbers.all.as_slice()) {
        ([number], _) | ([], [number]) => number,
        ([], []) => return Err(none()),
        _ => return Err(format!("`{text}` has several numbers, and any may be the chapter's")),
    };
    // A book whose prologue is 01 calls 02 `Chapter 1`.
    let is_called = |chapter: &Chapter| {
        !numbers.of_chapters.is_empty() && Numbers::of(&chapter.name()).of_chapters == numbers.of_chapters
    };
    let in_parts = chapters.iter().copied().zip(parts(chapters));
    let named = Part::all_in(text);
    let is_known = named.iter().any(|part| in_parts.clone().any(|(_, parts)| parts.contains(part)));
    let is_meant = |(chapter, parts): &(&Chapter, Vec<Part>)| {
        let has_number = chapter.id.to_string() == *number;
        if is_known {
            // Chapters count anew in each part, and IDs do not.
            named.iter().all(|part| parts.contains(part))
                && (is_called(chapter) || numbers.of_chapters.is_empty() && has_number)
        } else {
            has_number || is_called(chapter)
        }
    };
    one_of(in_parts.filter(is_meant).map(|(chapter, _)| chapter).collect())
}

/// The numbers of a cell, padded as IDs are, each once.
#[derive(Default)]
struct Numbers {
    /// Those behind a word for a chapter.
    of_chapters: Vec<String>,
    all: Vec<String>,
}

impl Numbers {
    fn of(text: &str) -> Self {
        let mut numbers = Self::default();
        let mut word = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_ascii_digit() {
                let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                // `01a` is an ID; the letters of `2nd` and `01intro` are none.
                let letters = rest[digits..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - digits);
                let end = if letters == 1 { digits + 1 } else { digits };
                numbers.add(padded(&rest[..end].to_lowercase(), 2).as_ref(), CHAPTER.contains(&word.as_str()));
                word.clear();
                rest = &rest[end..];
                continue;
            }
            if first.is_alphabetic() {
                let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                if CHAPTER.contains(&word.as_str())
                    && let Some(number) = Numeral::parse(&rest[..end])
                {
                    numbers.add(padded(&number.value().to_string(), 2).as_ref(), true);
                }
                word = rest[..end].to_lowercase().replace('í', "i");
                rest = &rest[end..];
                continue;
            }
            rest = &rest[first.len_utf8()..];
        }
        numbers
    }

    fn add(&mut self, number: Option<&String>, is_of_chapter: bool) {
        let lists = [Some(&mut self.all), Some(&mut self.of_chapters).filter(|_| is_of_chapter)];
        for list in lists.into_iter().flatten() {
            if let Some(number) = number.filter(|number| !list.contains(number)) {
                list.push(number.clone());
            }
        }
    }
}

/// The cue that is meant by `01-0042`, `1-42` or `01-0042.wav`.
pub(super) fn cue(text: &str) -> Option<CueId> {
    let text = text.trim().to_lowercase();
    let name = text.split(['.', '_']).next().unwrap_or_default();
    let (chapter, line) = name.split_once(['-', '–', '‑'])?;
    format!("{}-{}", padded(chapter.trim(), 2)?, padded(line.trim(), 4)?).parse().ok()
}

/// The take that a file's name means, or an ID on its own: `01-0042_t2`, `recordings/01-0042.wav`.
pub(super) fn take(text: &str) -> Option<TakeId> {
    file_stem(file_name(text.trim())).parse().ok()
}

/// Whether a cell names one take of a cue, not the cue.
pub(super) fn is_one_take(text: &str) -> bool {
    let name = file_name(text.trim());
    file_stem(name) != name || name.contains("_t")
}

fn file_name(text: &str) -> &str {
    text.rsplit(['/', '\\']).next().unwrap_or(text)
}

/// A file's name without its ending; `3.12` has none.
fn file_stem(name: &str) -> &str {
    let is_ending = |ending: &str| {
        ending.len() <= ENDING
            && ending.starts_with(|c: char| c.is_ascii_alphabetic())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
    };
    name.rsplit_once('.').filter(|(_, ending)| is_ending(ending)).map_or(name, |(stem, _)| stem)
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A number with its letters, with as many zeros before it as an ID has.
fn padded(text: &str, digits: usize) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..end].trim_start_matches('0');
    (end > 0).then(|| format!("{number:0>digits$}{}", &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{ChapterKind, Cue, CueKind, Opens};
    use crate::words::ChapterId;

    fn meant(text: &str, titles: &[&str]) -> Result<String, String> {
        let book: Vec<Chapter> = (1..)
            .zip(titles)
            .map(|(number, title)| {
                let (id, title) = (ChapterId::new(number), (*title).to_owned());
                Chapter { id, kind: ChapterKind::Chapter, continues: None, title, cues: Vec::new() }
            })
            .collect();
        chapter(text, &book.iter().collect::<Vec<_>>()).map(|chapter| chapter.id.to_string())
    }

    #[test]
    fn the_number_behind_the_word_for_a_chapter_counts() {
        let titles = ["Chapter 1", "Chapter 2"];
        for text in [
            "1",
            "01",
            "01.mp3",
            "Ch. 1",
            "Book2_Ch01.mp3",
            "Keeper_v2_ch01.wav",
            "Vol. 2, Chapter 1",
            "02 - Chapter 1.mp3",
            "Kapitel 1",
            "2nd pass, chapter 1",
        ] {
            assert_eq!(meant(text, &titles).as_deref(), Ok("01"), "{text}");
        }
        assert_eq!(
            meant("Book1_02.mp3", &titles).unwrap_err(),
            "`Book1_02` has several numbers, and any may be the chapter's"
        );
        assert_eq!(meant("9", &titles).unwrap_err(), "there is no chapter `9` in the script");
        assert!(meant("", &titles).is_err() && meant("prologue", &titles).is_err());
    }

    #[test]
    fn a_name_that_fits_two_chapters_is_refused() {
        let parts = ["Chapter 1", "Chapter 2", "Chapter 1", "Chapter 2"];
        for text in ["Chapter 1", "Part Two, Chapter 1", "Chapter One", "ch01.mp3"] {
            assert!(meant(text, &parts).unwrap_err().contains("may be chapter 01 or 03"), "{text}");
        }
        assert_eq!(meant("03", &parts).as_deref(), Ok("03"));
        let prologue = ["Prologue", "Chapter 1"];
        assert_eq!(meant("Chapter 1", &prologue).as_deref(), Ok("02"));
        assert!(meant("ch 1", &prologue).unwrap_err().contains("may be chapter 01 or 02"));
    }

    #[test]
    fn a_part_tells_which_of_its_chapters_is_meant() {
        let headings = [&["Part One", "Chapter 1"][..], &["Chapter 2"], &["Part Two", "Chapter 1"], &["Chapter 2"]];
        let book: Vec<Chapter> = (1..).zip(headings).map(|(number, headings)| headed(number, headings)).collect();
        let meant = |text: &str| {
            chapter(text, &book.iter().collect::<Vec<_>>()).map(|chapter| chapter.id.to_string()).map_err(drop)
        };
        for (text, id) in [
            ("Part Two, Chapter 1", "03"),
            ("part 2 - chapter 2.mp3", "04"),
            ("PART II, Chapter One", "03"),
            ("Pt1_Ch02.wav", "02"),
            ("Part One, Chapter Two", "02"),
            ("Part Two, 04.mp3", "04"),
            // Another book's number, or the series': this one has no such parts.
            ("Book 2, ch 03", "03"),
        ] {
            assert_eq!(meant(text).as_deref(), Ok(id), "{text}");
        }
        for text in ["Chapter 1", "Part Two, Chapter 3", "Part Three, Chapter 1", "Part Two"] {
            assert_eq!(meant(text), Err(()), "{text}");
        }
    }

    /// A chapter that begins with these headings, the last of them its own.
    fn headed(number: u32, headings: &[&str]) -> Chapter {
        let cue = |(at, text): (usize, &&str)| Cue {
            id: CueId::new(ChapterId::new(number), at as u32 + 1),
            kind: CueKind::Announcement,
            opens: if at == 0 { Opens::Chapter } else { Opens::Section },
            text: (*text).to_owned(),
            spoken: None,
        };
        let (title, cues) = (headings[headings.len() - 1].to_owned(), headings.iter().enumerate().map(cue).collect());
        Chapter { id: ChapterId::new(number), kind: ChapterKind::Chapter, continues: None, title, cues }
    }

    #[test]
    fn takes_are_told_from_cues() {
        for (text, take_id) in [("01-0003.wav", "01-0003"), ("recordings/03-0004_t2.wav", "03-0004_t2")] {
            assert_eq!(take(text).unwrap().to_string(), take_id);
            assert!(is_one_take(text), "{text}");
        }
        assert!(take("01.mp3").is_none() && take("Chapter 1").is_none());
        assert!(!is_one_take("01-0003") && is_one_take("01-0003_t1"));
    }
}
