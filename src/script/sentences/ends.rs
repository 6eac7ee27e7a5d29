//! Whether a sentence ends between two words with a space between them.

use super::mark::{DASHES, Mark, MarkKind, OPENERS};
use crate::manuscript::roman;
use crate::script::vocabulary::Vocabulary;

/// Says whether the sentence ends at a mark: `before` is the sentence up to it, `after` what follows the space.
pub fn ends(before: &str, mark: &Mark, after: &str, words: &Vocabulary) -> bool {
    let is_full_stop = mark.kind == MarkKind::FullStop;
    let mut next = behind_openers(after);
    let mut opened = next.len() < after.len();
    let dashed = next.starts_with(DASHES);
    if dashed {
        // `«Кто там?» — «Я»`, `—Sí. —Juan salió.`: a dash goes on with the sentence only before a small letter.
        let spoken = next.trim_start_matches(DASHES).trim_start();
        next = behind_openers(spoken);
        opened = true;
    }
    let Some(first) = next.chars().next() else { return false };
    if !first.is_alphanumeric() && !"#$£€§…~@&+".contains(first) && !first.is_alphabetic() {
        return false;
    }
    if first.is_lowercase() {
        return false;
    }
    if mark.closes_quote && !is_full_stop && !opened && is_tag(next, words) {
        return false;
    }
    if !is_full_stop {
        return true;
    }
    if is_enumeration(before) {
        return false;
    }
    mark.closes_quote || !is_shortened(before, next, opened, words)
}

/// What follows the signs that open here, with the space that French sets behind `«`.
fn behind_openers(text: &str) -> &str {
    let behind = text.trim_start_matches(OPENERS);
    let spaced = text[..text.len() - behind.len()].ends_with('«');
    if spaced { behind.trim_start().trim_start_matches(OPENERS) } else { behind }
}

/// `1. Bring rope.`: a number in front of a sentence is a part of it.
fn is_enumeration(before: &str) -> bool {
    before.len() <= 3 && before.bytes().all(|b| b.is_ascii_digit())
}

/// Says whether the stop is a part of the word before it.
fn is_shortened(before: &str, next: &str, opened: bool, words: &Vocabulary) -> bool {
    let token = last_token(before);
    let starter = is_starter(next, words.starters);
    if token.len() <= 3 && !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit()) {
        return !opened && is_ordinal(before, token, next, words);
    }
    let chain = chain(before);
    let is_in = |table: &[&str]| {
        let lower = token.to_lowercase();
        table.contains(&lower.as_str()) || chain.as_ref().is_some_and(|chain| table.contains(&chain.as_str()))
    };
    if is_in(words.numbered) && is_numeral(token, next) {
        return true;
    }
    if is_in(words.titles) {
        return !starter;
    }
    if is_in(words.shortened) {
        return !starter && !opened;
    }
    is_initial(token, next) && !starter
}

/// `No. 5` and `Vol. II`, but not `No. I won't.`
fn is_numeral(token: &str, next: &str) -> bool {
    let word = first_word(next);
    next.starts_with(|c: char| c.is_ascii_digit()) || roman(word).is_some() && !token.eq_ignore_ascii_case("no")
}

/// The last word before a stop, without what opens before it.
fn last_token(before: &str) -> &str {
    let word = before.rsplit(|c: char| c.is_whitespace() || "—–(\"“‘«„[/".contains(c)).next().unwrap_or_default();
    word.trim_start_matches(OPENERS)
}

/// Short forms with stops and spaces, as one: `z. B` is `z.b`, `т. е` is `т.е`. Up to four of them.
fn chain(before: &str) -> Option<String> {
    const MOST: usize = 4;
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = before;
    for _ in 0..MOST {
        let part = last_token(rest);
        if part.is_empty() || part.chars().count() > 4 {
            break;
        }
        parts.push(part);
        let Some(before) = rest[..rest.len() - part.len()].trim_end().strip_suffix('.') else { break };
        rest = before;
    }
    // `и т. д`: the word in front has no stop, so it is no part of the chain.
    parts.reverse();
    (parts.len() > 1).then(|| parts.join(".").to_lowercase())
}

fn first_word(next: &str) -> &str {
    next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// Says whether a sentence begins with one of these words, and not with an initial.
fn is_starter(next: &str, starters: &[&str]) -> bool {
    let word = first_word(next);
    let initial = next[word.len()..].starts_with('.') && word.chars().count() == 1;
    !initial && starters.contains(&word)
}

/// `J. R. Smith`: a single letter before a name, but not `So did I. Nobody else.`
fn is_initial(token: &str, next: &str) -> bool {
    let mut letters = token.rsplit(['.', '-']).next().unwrap_or(token).chars();
    let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    single && (token != "I" || first_word(next).chars().count() == 1)
}

/// `am 3. Mai`: a number with a stop that counts, in languages that write ordinals so.
fn is_ordinal(before: &str, token: &str, next: &str, words: &Vocabulary) -> bool {
    if words.before_ordinals.is_empty() || is_starter(next, words.starters) {
        return false;
    }
    let before = last_token(before[..before.len() - token.len()].trim_end()).to_lowercase();
    words.before_ordinals.contains(&before.as_str()) || words.after_ordinals.contains(&first_word(next))
}

/// Says whether the text goes on with a name and a verb of saying: `Ann said`, but not `Ann said nothing`.
fn is_tag(next: &str, words: &Vocabulary) -> bool {
    let mut tag = next.split_whitespace().map(|word| word.trim_end_matches([',', '.', ';', ':', '!', '?']));
    let Some(first) = tag.next() else { return false };
    let article = ["The", "I", "A", "An", "My", "Our", "His", "Her", "One"].contains(&first);
    if words.starters.contains(&first) && !article {
        return false;
    }
    let tag: Vec<&str> = tag.take(4).collect();
    let verb = tag.iter().take(3).position(|word| words.saying.contains(word));
    verb.is_some_and(|verb| !tag.get(verb + 1).is_some_and(|behind| words.reported.contains(behind)))
}
