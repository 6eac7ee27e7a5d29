//! Passages that stand twice, nearly word for word: two revisions that were both left in.
//!
//! Runs of four words that stood before are found by sorting their hashes. Runs that follow each other at the same
//! distance are chained into a passage, over a few changed words where there are such. So the work grows with the text as
//! sorting does, and the places where two revisions part are the gaps of the chain.

use std::ops::Range;

use super::text::{Noted, Text, words};
use crate::script::Opens;
use crate::words::Rule;
use crate::words::listing::few;

/// The run of words that two passages must share to be compared: three stand together everywhere, and a revision that
/// leaves no four in a row is another text.
const RUN: usize = 4;

/// So many words may be changed, added or left out between two runs of a passage.
const GAP: usize = 12;

/// Revisions stand near each other, within about five pages.
const NEAR: usize = 1_500;

/// The shortest passage in words that are the same, by how much speaks for a slip. What is repeated on purpose, such as a
/// prayer, a charge or a refrain in prose, is shorter, changed more, or far away.
const SHORTEST_PARAGRAPH: usize = 12;
const SHORTEST_EXACT: usize = 24;
const SHORTEST_CHANGED: usize = 40;
const SHORTEST_FAR: usize = 60;

/// A word of the prose, with its place.
struct Word {
    hash: u64,
    line: usize,
    bytes: Range<usize>,
    opens_paragraph: bool,
}

/// The same words at two places.
#[derive(Clone, Copy, Debug)]
struct Run {
    first: usize,
    second: usize,
    length: usize,
}

/// Runs that follow each other in both passages.
#[derive(Debug)]
struct Chain {
    runs: Vec<Run>,
}

/// Finds passages that repeat others.
pub fn repeated(text: &Text) -> Vec<Noted> {
    let words = prose(text);
    let mut found: Vec<Chain> = chains(&words)
        .into_iter()
        .flat_map(|chain| chain.divided(&words))
        .filter_map(|chain| {
            let told = if chain.is_passage(&words) { chain } else { chain.to_paragraphs(&words)? };
            told.is_passage(&words).then_some(told)
        })
        .collect();
    found.sort_by_key(|chain| chain.second().start);
    found.iter().map(|chain| describe(text, &words, chain)).collect()
}

fn prose(text: &Text) -> Vec<Word> {
    let mut found = Vec::new();
    for (line, content) in text.lines.iter().enumerate().filter(|(_, line)| line.is_prose()) {
        let mut opens_paragraph = content.cue.opens != Opens::Sentence;
        for (bytes, word) in words(&content.cue.text) {
            let opens_paragraph = std::mem::take(&mut opens_paragraph);
            found.push(Word { hash: hash(word), line, bytes, opens_paragraph });
        }
    }
    found
}

/// FNV-1a over the letters and digits in lower case, as this must be the same on every machine.
fn hash(word: &str) -> u64 {
    let letters = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3))
}

/// For each run of words, where the same run last stood before.
fn earlier(words: &[Word]) -> Vec<Run> {
    let mix = |hash: u64, word: &Word| (hash.rotate_left(23) ^ word.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut runs: Vec<(u64, usize)> =
        words.windows(RUN).enumerate().map(|(at, run)| (run.iter().fold(0, mix), at)).collect();
    runs.sort_unstable();
    let mut found: Vec<Run> = runs
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| Run { first: pair[0].1, second: pair[1].1, length: RUN })
        .collect();
    found.sort_unstable_by_key(|run| run.second);
    found
}

fn chains(words: &[Word]) -> Vec<Chain> {
    let (mut open, mut closed): (Vec<Chain>, Vec<Chain>) = (Vec::new(), Vec::new());
    for run in earlier(words) {
        // Few are open at a time: each ends within a gap of here.
        closed.extend(open.extract_if(.., |chain| chain.second().end + GAP < run.second));
        let nearest =
            open.iter_mut().filter_map(|chain| Some((chain.distance(run)?, chain))).min_by_key(|found| found.0);
        match nearest {
            Some((_, chain)) => chain.push(run),
            None => open.push(Chain { runs: vec![run] }),
        }
    }
    closed.extend(open);
    closed
}

impl Chain {
    fn first(&self) -> Range<usize> {
        self.runs[0].first..self.runs[self.runs.len() - 1].first + self.runs[self.runs.len() - 1].length
    }

    fn second(&self) -> Range<usize> {
        self.runs[0].second..self.runs[self.runs.len() - 1].second + self.runs[self.runs.len() - 1].length
    }

    /// How many words are changed between the chain and a run that could follow; `None` where it can't follow.
    fn distance(&self, run: Run) -> Option<usize> {
        let (first, second) = (self.first(), self.second());
        // A passage does not repeat itself: `ha, ha, ha, ha`.
        if run.first + run.length > second.start {
            return None;
        }
        let shift = (run.second - run.first).abs_diff(second.end - first.end);
        let follows = run.first + run.length > first.end && run.first <= first.end + GAP && shift <= GAP;
        follows.then_some(shift)
    }

    fn push(&mut self, run: Run) {
        let (first, second) = (self.first().end, self.second().end);
        let overlap = first.saturating_sub(run.first).max(second.saturating_sub(run.second));
        if overlap >= run.length {
            return;
        }
        let rest = Run { first: run.first + overlap, second: run.second + overlap, length: run.length - overlap };
        match self.runs.last_mut() {
            Some(last) if rest.first == first && rest.second == second => last.length += rest.length,
            _ => self.runs.push(rest),
        }
    }

    fn same(&self) -> usize {
        self.runs.iter().map(|run| run.length).sum()
    }

    /// Whether it is long enough, and most of its words are the same.
    fn is_passage(&self, words: &[Word]) -> bool {
        let (first, second) = (self.first(), self.second());
        let longer = first.len().max(second.len());
        let same = self.same();
        let begins = |at: usize| words.get(at).is_none_or(|word| word.opens_paragraph);
        let whole = [&first, &second].into_iter().all(|passage| begins(passage.start) && begins(passage.end));
        // Seventeen of twenty words.
        let exact = same * 20 >= longer * 17;
        let shortest = match second.start - first.start <= NEAR {
            true if exact && whole => SHORTEST_PARAGRAPH,
            true if exact => SHORTEST_EXACT,
            true => SHORTEST_CHANGED,
            false => SHORTEST_FAR,
        };
        // A list or a chant has few words of its own.
        let mut own: Vec<u64> = words[second.clone()].iter().map(|word| word.hash).collect();
        own.sort_unstable();
        own.dedup();
        same >= shortest && same * 3 >= longer * 2 && own.len() * 2 >= second.len().min(60)
    }

    /// The chain with the few words before and behind it in both paragraphs: where one of them is changed, no run is left.
    fn to_paragraphs(&self, words: &[Word]) -> Option<Self> {
        let begins = |at: usize| words.get(at).is_none_or(|word| word.opens_paragraph);
        let (first, second) = (self.first(), self.second());
        let behind = |end: usize| (end..=end + RUN).find(|at| begins(*at));
        let before = |start: usize| (0..=RUN.min(start)).map(|less| start - less).find(|at| begins(*at));
        let mut runs = self.runs.clone();
        if let Some((start, other)) = before(first.start).zip(before(second.start)) {
            let most = (first.start - start).min(second.start - other);
            let same = (0..most).take_while(|more| words[start + more].hash == words[other + more].hash).count();
            if (start, other) != (first.start, second.start) && first.end <= other {
                runs.insert(0, Run { first: start, second: other, length: same });
            }
        }
        if let Some((end, other)) = behind(first.end).zip(behind(second.end)) {
            let most = (end - first.end).min(other - second.end);
            let same = (1..=most).take_while(|less| words[end - less].hash == words[other - less].hash).count();
            if (end, other) != (first.end, second.end) && end <= second.start {
                runs.push(Run { first: end - same, second: other - same, length: same });
            }
        }
        (runs.len() > self.runs.len()).then_some(Self { runs })
    }

    /// Cuts where a paragraph begins in the second passage, and none in the first: there two repetitions meet.
    fn divided(self, words: &[Word]) -> Vec<Self> {
        let opens = |range: Range<usize>| words[range].iter().any(|word| word.opens_paragraph);
        let mut parts = Vec::new();
        let mut part = Self { runs: Vec::new() };
        let mut before: Option<Run> = None;
        for run in self.runs {
            let mut rest = run;
            for offset in 0..run.length {
                let (first, second) = (run.first + offset, run.second + offset);
                // Changed words before the run belong to its start.
                let changed = before.filter(|_| offset == 0);
                let first_opens = opens(changed.map_or(first, |before| before.first + before.length)..first + 1);
                let second_opens = opens(changed.map_or(second, |before| before.second + before.length)..second + 1);
                if !second_opens || first_opens {
                    continue;
                }
                let done = second - rest.second;
                if done > 0 {
                    part.runs.push(Run { length: done, ..rest });
                }
                parts.push(std::mem::replace(&mut part, Self { runs: Vec::new() }));
                rest = Run { first, second, length: rest.length - done };
            }
            part.runs.push(rest);
            before = Some(run);
        }
        parts.push(part);
        parts.retain(|part| !part.runs.is_empty());
        parts
    }
}

/// The longest list of changed words in a message.
const SHOWN_CHANGES: usize = 3;

fn describe(text: &Text, words: &[Word], chain: &Chain) -> Noted {
    let (first, second) = (chain.first(), chain.second());
    let printed = |range: &Range<usize>| {
        let word = |word: &Word| &text.lines[word.line].cue.text[word.bytes.clone()];
        words[range.clone()].iter().map(word).collect::<Vec<_>>().join(" ")
    };
    let span = |range: &Range<usize>| {
        let id = |at: usize| text.lines[words[at].line].cue.id.to_string();
        let (from, to) = (id(range.start), id(range.end - 1));
        if from == to { from } else { format!("{from} to {to}") }
    };
    let excerpt = if second.len() > 12 {
        format!("{} … {}", printed(&(second.start..second.start + 6)), printed(&(second.end - 4..second.end)))
    } else {
        printed(&second)
    };
    let changes: Vec<String> = chain
        .runs
        .windows(2)
        .map(|pair| {
            let before = printed(&(pair[0].first + pair[0].length..pair[1].first));
            let now = printed(&(pair[0].second + pair[0].length..pair[1].second));
            match (before.is_empty(), now.is_empty()) {
                (true, _) => format!("`{now}` is new"),
                (_, true) => format!("`{before}` is gone"),
                _ => format!("`{before}` is now `{now}`"),
            }
        })
        .collect();
    let told = if changes.is_empty() { "word for word".to_owned() } else { few(&changes, SHOWN_CHANGES) };
    let found = format!("repeats {} words of {}, {told}: `{excerpt}`", chain.same(), span(&first));
    let hint = "cut the older one from the manuscript, or leave both where the echo is meant";
    text.note(words[second.start].line, Rule::PassageRepeated, found, "each passage once", hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lint::testing::found;

    const PARAGRAPH: &str = "The boats lay on their sides in the mud below the quay, and the gulls walked between them as \
        if the whole harbour had been emptied for their sake.";

    #[test]
    fn a_paragraph_that_stands_twice_is_found_with_both_places() {
        let text = format!("{PARAGRAPH}\n\nNobody came.\n\n{PARAGRAPH}");
        assert_eq!(
            found(&text, repeated),
            ["repeats 29 words of 01-0002, word for word: `The boats lay on their sides … emptied for their sake`"]
        );
    }

    #[test]
    fn the_words_where_two_revisions_part_are_told() {
        let revised = PARAGRAPH.replace("walked between", "strutted among").replace("whole ", "");
        let text = format!("{PARAGRAPH}\n\n{revised}");
        assert_eq!(
            found(&text, repeated),
            ["repeats 26 words of 01-0002, `walked between` is now `strutted among`, `whole` is gone: \
              `The boats lay on their sides … emptied for their sake`"]
        );
    }

    #[test]
    fn a_word_that_is_changed_near_an_end_hides_nothing() {
        let short = "He went down to the old quay at dawn and he saw nobody there yet.";
        for (revised, told) in [
            (short.replace("nobody", "no one"), "repeats 14 words of 01-0002, `nobody` is now `no one`"),
            (short.replace("yet", "still"), "repeats 14 words of 01-0002, `yet` is now `still`"),
            (short.replace("He went", "She went"), "repeats 14 words of 01-0002, `He` is now `She`"),
        ] {
            let found = found(&format!("{short}\n\nIt rained.\n\n{revised}"), repeated);
            assert!(found.len() == 1 && found[0].starts_with(told), "{found:?}");
        }
    }

    #[test]
    fn two_repetitions_that_meet_are_told_apart() {
        let (first, second) = (
            "Every evening of that long summer the same four men came up the lane from the mill with their coats over one shoulder and their caps pushed back.",
            "None of them spoke until they had reached the pump, and then all of them spoke at once about the weather, the miller, and the price of a decent pair of boots.",
        );
        let text = format!("It was hot. {first} Then it got late. {second}\n\n{first}\n\n{second}");
        assert_eq!(found(&text, repeated).len(), 2);
    }

    #[test]
    fn refrains_short_lines_and_chants_are_left_alone() {
        for text in [
            "“Yes.”\n\n“No.”\n\n“Yes.”\n\n“No.”\n\n“Yes.”",
            "He went down to the sea again.\n\nIt was far.\n\nHe went down to the sea again.",
            &"Ha, ha, ha, ha, ha! ".repeat(40),
            &"one two three four five six seven eight nine ten ".repeat(12),
        ] {
            assert_eq!(found(text, repeated), [""; 0], "{text}");
        }
    }
}
