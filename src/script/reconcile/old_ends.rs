//! Old cues that stand whole in a changed paragraph: it may be cut where they end, though no rule sees a sentence's end
//! there, such as behind `No. 7, by J. B.` or a speech that breaks off.

use std::collections::{HashMap, HashSet};

use super::super::Paragraph;
use super::likeness::{each_word, number};

/// So many words in a row are no phrase that stands there by chance.
const TELLING: usize = 5;

/// Fewer are enough for a cue at the beginning or the end of a paragraph.
const AT_THE_EDGE: usize = 3;

/// Allows cuts at both ends of every old cue whose words stand in a row in one of these paragraphs.
pub fn keep(cues: &[&str], paragraphs: &mut [&mut Paragraph]) {
    let mut by_start: HashMap<u64, Vec<Vec<u64>>> = HashMap::new();
    let mut seen = HashSet::new();
    // A line that the book has a thousand times is looked for once.
    for cue in cues.iter().filter(|cue| seen.insert(**cue)) {
        let mut words = Vec::new();
        each_word(cue, |word, _| words.push(number(word)));
        if let Some(start) = words.get(..AT_THE_EDGE).map(start) {
            by_start.entry(start).or_default().push(words);
        }
    }
    if by_start.is_empty() {
        return;
    }
    for paragraph in paragraphs {
        for cut in cuts(paragraph.text(), &by_start) {
            paragraph.allow_cut(cut);
        }
    }
}

fn start(words: &[u64]) -> u64 {
    words.iter().fold(0, |sum: u64, word| sum.rotate_left(21) ^ word)
}

/// Where the words before an old cue end, and where its own do, in bytes.
fn cuts(text: &str, cues: &HashMap<u64, Vec<Vec<u64>>>) -> Vec<usize> {
    let mut words = Vec::new();
    let mut ends = Vec::new();
    each_word(text, |word, place| {
        words.push(number(word));
        ends.push(place.end);
    });
    let mut places = Vec::new();
    let mut at = 0;
    while at + AT_THE_EDGE <= words.len() {
        let stands = |cue: &&Vec<u64>| {
            let end = at + cue.len();
            let edge = at == 0 || end == words.len();
            words[at..].starts_with(cue) && (cue.len() >= TELLING || edge)
        };
        let candidates = cues.get(&start(&words[at..at + AT_THE_EDGE]));
        match candidates.and_then(|cues| cues.iter().filter(stands).max_by_key(|cue| cue.len())) {
            Some(cue) => {
                places.extend(at.checked_sub(1).map(|before| ends[before]));
                at += cue.len();
                places.push(ends[at - 1]);
            }
            None => at += 1,
        }
    }
    places.retain(|place| may_end(&text[..*place]));
    places
}

/// Whether a line can end here at all: a word that was added to a sentence belongs to it.
fn may_end(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| "\"'“”’»«)]_」』".contains(c));
    bare.ends_with(|c: char| ".!?…:;-–—。！？".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{CueKind, Opens};

    #[test]
    fn equal_lines_are_not_held_each_against_each() {
        let line = "He walked along the long road and looked at the sea and thought of her.";
        let changed = Paragraph::whole(CueKind::Narration, Opens::Paragraph, &line.replace("sea", "sky"));
        let mut paragraphs = vec![changed; 20_000];
        let start = std::time::Instant::now();
        keep(&vec![line; 20_000], &mut paragraphs.iter_mut().collect::<Vec<_>>());
        // A quarter of a second in an unoptimised build; four hundred million comparisons take half a minute.
        assert!(start.elapsed().as_secs_f64() < 60.0, "{:?}", start.elapsed());
    }
}
