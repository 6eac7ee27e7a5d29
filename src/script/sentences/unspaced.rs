//! Whether a sentence ends where no space shows it: Chinese and Japanese.

use super::mark::{Mark, MarkKind, OPENERS};
use crate::words::Language;

/// Particles that go on with a Japanese sentence behind a quotation: `「行こう。」と言った`.
const PARTICLES: [&str; 14] =
    ["と", "って", "という", "など", "なんて", "の", "は", "が", "を", "に", "も", "で", "だと", "か"];
/// Words that begin like a particle and are none.
const NO_PARTICLES: [&str; 22] = [
    "とにかく",
    "とても",
    "ところ",
    "とうとう",
    "とつぜん",
    "とっさ",
    "のち",
    "はい",
    "はっ",
    "はじめ",
    "がた",
    "にっこり",
    "にや",
    "もう",
    "もし",
    "もちろん",
    "でも",
    "できる",
    "かれ",
    "かのじょ",
    "かすか",
    "かなり",
];
/// Characters that go on with a Chinese sentence behind a quotation: `“走！”就走了`.
const CONTINUING: [char; 6] = ['就', '的', '便', '之', '地', '這'];
/// Characters that join a clause to the one before it.
const CONNECTIVES: [char; 14] = ['又', '再', '还', '還', '也', '而', '但', '却', '卻', '就', '才', '便', '然', '于'];
/// Verbs of saying that end a Chinese tag: `他说。`, `老人喊道。`
const SAYING: [char; 22] = [
    '说', '說', '道', '问', '問', '答', '喊', '叫', '嚷', '吼', '曰', '讲', '講', '骂', '罵', '笑', '叹', '嘆', '应',
    '應', '云', '哭',
];
/// Words that end like such a verb and are none.
const NOT_SAYING: [&str; 8] = ["知道", "味道", "街道", "他笑", "她笑", "我笑", "轨道", "难道"];
/// A tag is short: a name, an adverb, a verb.
const LONGEST_TAG: usize = 12;

/// Says whether the sentence ends at a mark: `before` is the sentence up to it, `after` what follows.
pub fn ends(before: &str, mark: &Mark, after: &str, language: Language) -> bool {
    let next = after.trim_start_matches(OPENERS);
    if !next.starts_with(char::is_alphanumeric) {
        return next.starts_with(['—', '…']) && next.len() < after.len();
    }
    if mark.closes_quote {
        let opened = next.len() < after.len();
        return opened || !goes_on(next, language);
    }
    mark.kind != MarkKind::Ellipsis || is_long_pause(before, next, language)
}

/// Says whether a tag or the rest of the sentence follows a quotation.
fn goes_on(next: &str, language: Language) -> bool {
    let begins = |words: &[&str]| words.iter().any(|word| next.starts_with(word));
    match language {
        Language::Japanese => begins(&PARTICLES) && !begins(&NO_PARTICLES),
        _ => next.starts_with(CONTINUING) || is_chinese_tag(next),
    }
}

fn is_chinese_tag(next: &str) -> bool {
    let mut clause = String::new();
    for c in next.chars().take(LONGEST_TAG + 1) {
        match c {
            // `他说：“…”` introduces what follows.
            '：' | ':' => return false,
            _ if !c.is_alphanumeric() => break,
            _ => clause.push(c),
        }
    }
    let short = clause.chars().count() <= LONGEST_TAG;
    short && clause.ends_with(SAYING) && !NOT_SAYING.iter().any(|word| clause.ends_with(word))
}

/// `他等了很久……没有人来`, but not `我……我不知道` nor `他等了……又等`: an ellipsis in Chinese ends what is long enough for a
/// clause, before what begins one.
fn is_long_pause(before: &str, next: &str, language: Language) -> bool {
    const SHORTEST_CLAUSE: usize = 4;
    let is_clause = |chars: &mut dyn Iterator<Item = char>| {
        chars.take(SHORTEST_CLAUSE).take_while(|c| c.is_alphanumeric()).count() == SHORTEST_CLAUSE
    };
    language == Language::Chinese
        && !next.starts_with(CONNECTIVES)
        && is_clause(&mut before.chars().rev())
        && is_clause(&mut next.chars())
}
