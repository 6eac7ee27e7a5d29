//! Where a sentence ends, for English and languages that are punctuated like it.
//!
//! Unicode's own sentence rules end one at `Mr. ` and inside `"Got it?" she said`, so these are rules for narrative prose.

/// Words whose full stop ends no sentence, whatever follows.
const TITLES: [&str; 30] = [
    "mr", "mrs", "ms", "dr", "st", "mme", "mlle", "messrs", "prof", "rev", "hon", "gen", "col", "capt", "lt", "sgt",
    "maj", "cmdr", "gov", "sen", "rep", "pres", "supt", "mt", "ft", "fr", "sr.", "vs", "cf", "viz",
];

/// Words whose full stop ends a sentence only before a word that can only begin one.
const SHORTENED: [&str; 33] = [
    "a.m", "p.m", "u.s", "u.k", "e.g", "i.e", "etc", "jr", "sr", "inc", "ltd", "co", "corp", "dept", "est", "approx",
    "no", "nos", "vol", "p", "pp", "fig", "ed", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "ph.d", "b.a", "d.c",
];

/// Words that seldom stand in the middle of a sentence with a capital.
const STARTERS: [&str; 34] = [
    "The", "A", "An", "He", "She", "It", "They", "We", "You", "I", "His", "Her", "Its", "Their", "My", "Our", "This",
    "That", "These", "Those", "There", "Then", "But", "And", "So", "When", "As", "In", "At", "On", "If", "What", "Not",
    "Now",
];

/// Verbs of a dialogue tag: behind a quoted question the sentence goes on with `Ann said` as with `she said`.
const TAGS: [&str; 24] = [
    "said",
    "asked",
    "replied",
    "answered",
    "cried",
    "whispered",
    "shouted",
    "called",
    "murmured",
    "muttered",
    "added",
    "exclaimed",
    "demanded",
    "returned",
    "inquired",
    "enquired",
    "repeated",
    "began",
    "continued",
    "remarked",
    "observed",
    "thought",
    "snapped",
    "yelled",
];

const CLOSERS: [char; 8] = ['"', '”', '’', '\'', ')', ']', '»', '_'];
const OPENERS: [char; 10] = ['"', '“', '‘', '\'', '(', '[', '«', '„', '_', '¿'];

/// Divides a paragraph into its sentences; joined with spaces they are the paragraph again.
#[must_use]
pub fn sentences(paragraph: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (space, gap) in paragraph.match_indices(char::is_whitespace) {
        let before = &paragraph[start..space];
        let after = paragraph[space + gap.len()..].trim_start();
        if !after.is_empty() && ends(before, after) {
            found.push(before.trim());
            start = space + gap.len();
        }
    }
    found.push(paragraph[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Says whether a sentence ends between what stands before and what stands after a space.
fn ends(before: &str, after: &str) -> bool {
    let bare = before.trim_end_matches(CLOSERS);
    let closed = bare.len() < before.len();
    let Some(stop) = bare.chars().last().filter(|c| ".!?…".contains(*c)) else { return false };
    let next = after.trim_start_matches(OPENERS);
    let opened = next.len() < after.len();
    let Some(first) = next.chars().next() else { return false };
    if first.is_lowercase() || ",;:".contains(first) {
        return false;
    }
    // A dash goes on with the sentence, unless it opens the next speaker's line.
    if !opened && "—–-".contains(first) {
        return false;
    }
    if closed && !opened && is_tag(next) && stop != '.' {
        return false;
    }
    if stop != '.' || bare.ends_with("..") {
        return true;
    }
    let word = bare.trim_end_matches('.').rsplit(|c: char| c.is_whitespace() || "—–(\"“‘".contains(c)).next();
    let word = word.unwrap_or_default().trim_start_matches(OPENERS);
    let lower = word.to_lowercase();
    if !closed && (TITLES.contains(&lower.as_str()) || is_initial(word, next)) {
        return false;
    }
    if SHORTENED.contains(&lower.as_str()) {
        // `No. 5` is a number; `No. He left.` is an answer.
        let numbered = ["no", "nos", "vol", "p", "pp", "fig"].contains(&lower.as_str());
        let starter = next.split(|c: char| !c.is_alphanumeric()).next().is_some_and(|word| STARTERS.contains(&word));
        return if numbered { !first.is_ascii_digit() } else { opened || starter };
    }
    true
}

/// `J. R. Smith`: a single capital before a name, but not `So did I. The others stayed.`
fn is_initial(word: &str, next: &str) -> bool {
    let mut letters = word.rsplit('.').next().unwrap_or(word).chars();
    let single = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let follower = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    single && (word != "I" || follower.len() == 1) && !STARTERS.contains(&follower)
}

/// Says whether the text goes on with `she said`-like words: a capitalised name and a verb of saying.
fn is_tag(next: &str) -> bool {
    let words = next.split_whitespace().take(4).map(|word| word.trim_end_matches([',', '.', ';', ':']));
    words.skip(1).any(|word| TAGS.contains(&word)) && !next.starts_with("The next") && !next.starts_with("Then")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_sentence_is_found() {
        for marked in [
            "He left.| She stayed.",
            "Mr. Bell met Dr. Ames on St. John Street.| Nobody came.",
            "It was 4:00 a.m. in the U.S. Embassy.",
            "They left at 4:00 a.m.| The road was dry.",
            "J. R. Smith and A. Lee wrote it.",
            "So did I.| The others stayed.",
            "It rose 3.5 metres.| Then 1.2 more.",
            "She waited... and waited.",
            "She waited...| Nobody came.",
            "“Go on.”| He went.",
            "\"Got it?\" she said.| He nodded.",
            "“Got it?” Ann asked.| He nodded.",
            "“Stop!” cried the old man.| They stopped.",
            "“Really?”| “Really.”",
            "“Stop!”| The door opened.",
            "(It was late.)| She slept.",
            "What?!| No!",
            "No.| He would not.",
            "See No. 5 for that.",
            "“I know,” he said. | “I was there.”",
            "One",
            "",
        ] {
            let wanted: Vec<&str> = marked.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
            let text = marked.replace(" |", "|").replace('|', "");
            assert_eq!(sentences(&text), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "([A-Za-z]{1,5}|Mr\\.|[.!?…\"”“)( ]|a\\.m\\. |—){0,60}") {
            let joined = sentences(&text).join(" ");
            prop_assert!(joined.split_whitespace().eq(text.split_whitespace()));
        }
    }
}
