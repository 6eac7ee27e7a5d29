//! Tags of dialogue: a verb of saying and who says it.

use crate::script::quotes::{Outside, Quotes};
use crate::script::vocabulary::Vocabulary;

/// Who a tag says speaks.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tag {
    /// A name as printed, without an article.
    Named(String),
    /// `said he`, `said the old man`, `said Ann and Bob`.
    Unnamed,
}

impl Tag {
    /// The name, if it has one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Unnamed => None,
        }
    }
}

/// The tags in a text: around its quotations, or between commas and dashes where it begins with a dash.
pub fn tags(text: &str, quotes: &mut Quotes, words: &Vocabulary) -> Vec<Tag> {
    if text.starts_with(['—', '–', '―']) {
        return between_dashes(text, words);
    }
    let outside = quotes.outside(text);
    outside.iter().flat_map(|outside| [behind_quote(outside, words), before_quote(outside, words)]).flatten().collect()
}

/// `“Go,” said Ann.` and `“Go!” Ann said.`
fn behind_quote(outside: &Outside, words: &Vocabulary) -> Option<Tag> {
    let closed_by = outside.closed_by?;
    let text = outside.text.trim_start_matches(|c: char| c.is_whitespace() || ",—–-".contains(c));
    if let Some(behind) = saying(text, words) {
        return Some(named(behind, words));
    }
    // `“Go.” Ann said nothing.` is no tag.
    if closed_by == '.' && !outside.text.starts_with(',') {
        return None;
    }
    let (tag, behind) = match name(text, words) {
        Some((name, behind)) => (Tag::Named(name), behind),
        None => (Tag::Unnamed, pronoun(text, words)?),
    };
    let behind = saying(skip_adverb(behind), words)?;
    (!words.reported.contains(&first_word(behind)) && !is_saying_clause(behind, words)).then_some(tag)
}

/// `Bob said` in `Ann thought Bob said`: who spoke is only thought.
fn is_saying_clause(text: &str, words: &Vocabulary) -> bool {
    let behind = name(text, words).map(|(_, behind)| behind).or_else(|| pronoun(text, words));
    behind.and_then(|behind| saying(skip_adverb(behind), words)).is_some()
}

/// `Ann said, “Go.”`
fn before_quote(outside: &Outside, words: &Vocabulary) -> Option<Tag> {
    let clause = outside.text.trim_end().strip_suffix([',', ':']).filter(|_| outside.opens)?;
    let clause = clause.rsplit(['.', '!', '?', ';', '…']).next().unwrap_or_default().trim_start();
    let clause = ["And ", "Then ", "But "].into_iter().find_map(|word| clause.strip_prefix(word)).unwrap_or(clause);
    let (tag, behind) = match name(clause, words) {
        Some((name, behind)) => (Tag::Named(name), behind),
        None => (Tag::Unnamed, pronoun(clause, words)?),
    };
    let behind = saying(skip_adverb(behind), words)?;
    behind.trim().is_empty().then_some(tag)
}

/// `— Oui, dit Candide.`, `—Sí —dijo Ana—.`, `— Да, — сказал Иван.`
fn between_dashes(text: &str, words: &Vocabulary) -> Vec<Tag> {
    let mut found = Vec::new();
    for (at, sign) in text.match_indices([',', '!', '?', '…', '—', '–', '»', '.']) {
        if at == 0 {
            continue;
        }
        let behind = text[at + sign.len()..].trim_start();
        // A full stop ends the speech, unless a dash leads to the tag.
        if sign == "." || behind.starts_with(['—', '–', ',', '!', '?']) {
            continue;
        }
        found.extend(saying(behind, words).map(|behind| named(behind, words)));
    }
    found
}

/// Whom a verb of saying is followed by.
fn named(behind: &str, words: &Vocabulary) -> Tag {
    let behind = skip_adverb(behind);
    name(behind, words).map_or(Tag::Unnamed, |(name, _)| Tag::Named(name))
}

/// What follows a verb of saying at the start of a text. French ones may have a pronoun attached: `dit-il`.
fn saying<'a>(text: &'a str, words: &Vocabulary) -> Option<&'a str> {
    let end = text.find(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').unwrap_or(text.len());
    let verb = text[..end].replace('’', "'");
    words.saying.contains(&verb.as_str()).then(|| &text[end..])
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}

fn skip_adverb(text: &str) -> &str {
    let text = text.trim_start();
    let word = first_word(text);
    let adverb = word.starts_with(char::is_lowercase) && word.len() > 3 && word.ends_with("ly");
    if adverb { text[word.len()..].trim_start() } else { text }
}

/// What follows a pronoun.
fn pronoun<'a>(text: &'a str, words: &Vocabulary) -> Option<&'a str> {
    let word = first_word(text);
    words.pronouns.contains(&word.to_lowercase().as_str()).then(|| text.trim_start()[word.len()..].trim_start())
}

/// Reads a name: words with capitals, `von` and the like between them. Nothing where it is whose something is, or two people.
fn name<'a>(text: &'a str, words: &Vocabulary) -> Option<(String, &'a str)> {
    let mut rest = skip_before_name(text.trim_start(), words);
    let mut parts: Vec<&str> = Vec::new();
    // The longest names are of four words: `Mr. John van Bell`.
    while parts.len() < 5 {
        let part = &rest[..rest.find(|c: char| !c.is_alphanumeric() && !"'’-".contains(c)).unwrap_or(rest.len())];
        let small = part.starts_with(char::is_lowercase);
        if part.is_empty() || (small && !(words.within_names.contains(&part) && leads_to_name(&rest[part.len()..]))) {
            break;
        }
        if parts.is_empty() && !part.starts_with(char::is_uppercase) {
            break;
        }
        parts.push(part);
        rest = &rest[part.len()..];
        let title = rest.starts_with('.') && is_title(part, words);
        rest = if title { &rest[1..] } else { rest };
        match rest.strip_prefix(' ') {
            Some(next) => rest = next,
            None => break,
        }
    }
    let first = parts.first()?;
    let lower = first.to_lowercase();
    let nobody = words.pronouns.contains(&lower.as_str()) || words.starters.contains(first);
    let owner =
        parts.last().is_some_and(|last| last.ends_with("'s") || last.ends_with("’s") || last.ends_with(['\'', '’']));
    let two = ["and", "et", "und", "y", "и"].contains(&first_word(rest))
        && leads_to_name(rest.trim_start().split_once(' ')?.1);
    let only_title = parts.len() == 1 && is_title(first, words);
    let printed = text.get(offset(text, first)..offset(text, rest)).unwrap_or_default();
    let name = printed.trim_end_matches([' ', ',', ';', ':', '!', '?', '—', '–', '-']);
    (!nobody && !owner && !two && !only_title && !name.is_empty()).then(|| (name.to_owned(), rest))
}

/// Where a slice of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

fn is_title(word: &str, words: &Vocabulary) -> bool {
    words.titles.contains(&word.to_lowercase().as_str())
}

fn leads_to_name(text: &str) -> bool {
    text.trim_start().starts_with(char::is_uppercase)
}

/// Skips articles and adjectives: `the old Ann`.
fn skip_before_name<'a>(text: &'a str, words: &Vocabulary) -> &'a str {
    let mut rest = text;
    for _ in 0..3 {
        let word = first_word(rest);
        let lower = word.to_lowercase();
        let skipped =
            words.before_names.contains(&lower.as_str()) && (word.starts_with(char::is_lowercase) || lower == "the");
        match rest[word.len()..].strip_prefix([' ', '\'', '’']).filter(|_| skipped) {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    rest
}
