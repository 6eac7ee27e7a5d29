//! Where a sentence ends in narrative prose: abbreviations, ordinals, quotations with their tag, in seven languages.
//!
//! Unicode's own rules end a sentence at `Mr. ` and inside `"Got it?" she said`, so these are rules of our own over a table
//! of words for each language.

mod ends;
mod mark;
mod unspaced;

use std::ops::Range;

use self::mark::Mark;
use super::vocabulary::Vocabulary;
use crate::words::Language;

/// Divides a paragraph into its sentences, as slices of it, in order: between two there is nothing but white space, and in
/// Chinese and Japanese mostly nothing at all.
#[must_use]
pub fn sentences(paragraph: &str, language: Language) -> Vec<&str> {
    sentence_ranges(paragraph, language).into_iter().map(|range| &paragraph[range]).collect()
}

/// Where a paragraph's sentences stand in it, in bytes: what stands between two of them is their joint.
///
/// From the start of one to the end of another, `&paragraph[first.start..last.end]` is the text as printed.
#[must_use]
pub fn sentence_ranges(paragraph: &str, language: Language) -> Vec<Range<usize>> {
    let words = Vocabulary::of(language);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = skip_space(paragraph, 0);
    let (mut at, mut straight) = (start, false);
    let mut voiced = false;
    while let Some(c) = paragraph[at..].chars().next() {
        straight ^= c == '"';
        voiced |= c.is_alphanumeric();
        let Some(mark) = Mark::read(paragraph, at, straight) else {
            at += c.len_utf8();
            continue;
        };
        straight ^= paragraph[at + c.len_utf8()..mark.end].matches('"').count() % 2 == 1;
        at = mark.end;
        let next = skip_space(paragraph, at);
        if !voiced || next == paragraph.len() {
            continue;
        }
        let ends = if mark.is_unspaced(paragraph, language) {
            unspaced::ends(&paragraph[start..mark.start], &mark, &paragraph[next..], language)
        } else {
            next > at && ends::ends(&paragraph[start..mark.start], &mark, &paragraph[next..], words)
        };
        if ends {
            found.push(start..at);
            (start, at, voiced) = (next, next, false);
        }
    }
    let end = paragraph.trim_end().len();
    match found.last_mut() {
        // What can't be read aloud is no sentence of its own.
        Some(last) if start < end && !voiced => last.end = end,
        _ if start < end => found.push(start..end),
        _ => {}
    }
    found
}

fn skip_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

#[cfg(test)]
mod tests;
