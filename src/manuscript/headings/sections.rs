//! Titles that stand alone, without a number or a known name, within chapters.

use std::collections::BTreeSet;

use super::{Heading, Weighing, is_dateline};
use crate::manuscript::grouping::Group;
use crate::manuscript::lines::ends_sentence;
use crate::manuscript::{Doubtful, HeadingKind, Reason, titles};

/// What sets a title apart from the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Look {
    /// Nothing but its words.
    Plain,
    /// More blank lines before it than paragraphs have.
    Apart,
    /// In the middle of the page.
    Centred,
    /// In capitals.
    Capitals,
}

impl Look {
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "in title case",
            Self::Apart => "with more space before them than paragraphs",
            Self::Centred => "in the middle of the page",
            Self::Capitals => "in capitals",
        }
    }
}

/// A line that reads like a title and stands like one.
pub struct Title {
    pub at: usize,
    pub look: Look,
    pub words: usize,
}

/// How many blank lines usually stand between two paragraphs.
pub fn usual_gap(groups: &[Group]) -> u32 {
    let mut counts = [0usize; 8];
    for pair in groups.windows(2) {
        if pair[0].words() > 8 && pair[1].words() > 8 {
            counts[pair[1].gap.min(7) as usize] += 1;
        }
    }
    let most = counts.iter().enumerate().max_by_key(|(gap, count)| (**count, std::cmp::Reverse(*gap)));
    most.map_or(1, |(gap, _)| gap as u32)
}

/// How a title is set, against the paragraphs of the text.
pub fn look(weighing: &Weighing, at: usize, usual: u32) -> Look {
    let group = &weighing.groups[at];
    let text = &weighing.folded[at];
    let next = weighing.groups.get(at + 1);
    if titles::is_capitals(text) && text.chars().filter(|c| c.is_alphabetic()).count() > 2 {
        Look::Capitals
    } else if group.margin >= 8 && next.is_some_and(|next| next.margin + 6 <= group.margin) {
        Look::Centred
    } else if group.gap > usual {
        Look::Apart
    } else {
        Look::Plain
    }
}

/// Weighs one group as a title that stands alone.
pub fn title(weighing: &Weighing, at: usize, usual: u32, taken: &BTreeSet<usize>) -> Result<Title, Option<Doubtful>> {
    let group = &weighing.groups[at];
    let text = &weighing.folded[at];
    let reads = group.lines.len() == 1 && (titles::is_title(text) || is_foreign_title(group, text, usual));
    let telegram = titles::is_capitals(text) && text.split_whitespace().any(|word| word == "STOP");
    if text.is_empty() || !reads || telegram || is_dateline(text) {
        return Err(None);
    }
    let above = is_above(weighing, at, taken);
    if is_led(weighing, at, usual, above) {
        return Err(Some(Doubtful::LedTo));
    }
    stands(weighing, at, usual, taken)
}

/// What stands before a group.
fn before<'a>(weighing: &'a Weighing, at: usize) -> Option<&'a Group<'a>> {
    at.checked_sub(1).map(|before| &weighing.groups[before])
}

fn last_line<'a>(weighing: &'a Weighing, at: usize) -> &'a str {
    before(weighing, at).and_then(|before| before.lines.last().copied()).unwrap_or_default()
}

/// Whether a group stands at the start of the text or of a piece of it.
fn is_above(weighing: &Weighing, at: usize, taken: &BTreeSet<usize>) -> bool {
    let ended = at > 0 && weighing.doubts.get(&(at - 1)) == Some(&Doubtful::EndMark);
    at == 0 || ended || taken.contains(&(at - 1)) || titles::is_ornament(last_line(weighing, at))
}

/// Whether the line before leads to a group: `Yours truly,` to a name, and `The sign said:` to a sign.
fn is_led(weighing: &Weighing, at: usize, usual: u32, above: bool) -> bool {
    let last = last_line(weighing, at);
    // What stands far from everything is led to by nothing.
    let far = weighing.groups[at].gap > usual + 1 && !last.ends_with([':', '：', ',']);
    let led = !(above || far || (ends_sentence(last) && !last.ends_with([':', '：'])));
    led || (!above && before(weighing, at).is_some_and(closes_letter))
}

/// Weighs one group as a title by how it stands.
pub fn stands(weighing: &Weighing, at: usize, usual: u32, taken: &BTreeSet<usize>) -> Result<Title, Option<Doubtful>> {
    let group = &weighing.groups[at];
    let (above, before) = (is_above(weighing, at, taken), before(weighing, at));
    let words = group.words().max(1);
    let behind = || (at + 1..weighing.groups.len()).take(2).take_while(|at| !taken.contains(at));
    let longer = |group: &Group| group.words() >= 20.max(words * 2);
    let followed = behind().any(|at| longer(&weighing.groups[at]))
        && !behind().take(1).any(|at| titles::is_title(&weighing.folded[at]));
    if !followed {
        return Err(Some(Doubtful::NothingFollows));
    }
    let look = look(weighing, at, usual);
    let broken = |group: Option<&Group>| group.is_some_and(|group| group.broken);
    // The title of a poem within a chapter, and a name below one.
    if look <= Look::Centred
        && group.gap <= usual
        && (broken(weighing.groups.get(at + 1)) || (!above && broken(before)))
    {
        return Err(Some(Doubtful::AmongBrokenLines));
    }
    Ok(Title { at, look, words })
}

/// Elsewhere than in English a title looks like a sentence without its stop; it needs space around it.
fn is_foreign_title(group: &Group, text: &str, usual: u32) -> bool {
    let wide = text.starts_with(crate::manuscript::lines::is_wide) && text.chars().count() <= 20;
    let closed = ends_sentence(text) || text.ends_with([',', ';', '，', '、', '，']);
    group.gap > usual
        && !closed
        && group.words() <= 8
        && (wide || !text.is_ascii())
        && titles::is_heading_case(text)
        && !text.starts_with(['»', '«', '„', '“', '"', '—', '–', '-', '「', '『'])
}

fn closes_letter(group: &Group) -> bool {
    const CLOSINGS: [&str; 14] = [
        "yours",
        "sincerely",
        "truly",
        "faithfully",
        "affectionate",
        "affectionately",
        "love",
        "regards",
        "obedient",
        "brother",
        "sister",
        "friend",
        "ihr",
        "votre",
    ];
    group.words() <= 8
        && group.folded().to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| CLOSINGS.contains(&word))
}

/// Finds short titles that stand alone inside the chapters.
pub fn add(weighing: &mut Weighing, found: &mut Vec<Heading>, ruled: &[usize]) {
    let groups = weighing.groups;
    let chapter = found.iter().position(|heading| heading.kind == HeadingKind::Chapter);
    let body = chapter.map_or(0, |at| found[at].group);
    let taken: BTreeSet<usize> =
        found.iter().flat_map(|heading| heading.group..heading.group + heading.groups).collect();
    let usual = usual_gap(groups);
    // Where chapters stand apart and everything else is even, gaps mean something.
    let telling = found
        .iter()
        .filter(|heading| heading.kind == HeadingKind::Chapter)
        .filter(|heading| groups[heading.group].gap > usual)
        .count()
        * 2
        > found.len().max(2);
    let mut all: Vec<Title> = Vec::new();
    for at in body..groups.len() {
        if taken.contains(&at) || weighing.doubts.contains_key(&at) || ruled.contains(&at) {
            continue;
        }
        match title(weighing, at, usual, &taken) {
            Ok(title) => all.push(title),
            Err(Some(doubt)) => {
                weighing.doubts.insert(at, doubt);
            }
            Err(None) => {}
        }
    }
    let count = |look: Look| all.iter().filter(|title| title.look == look).count();
    let counts = [Look::Plain, Look::Apart, Look::Centred, Look::Capitals].map(count);
    for title in &all {
        let alike = counts[title.look as usize];
        let below = title.at > 0 && taken.contains(&(title.at - 1));
        let enough = match title.look {
            Look::Plain => title.words >= if telling { 4 } else { 2 } || (below && title.words >= 2),
            Look::Apart => title.words >= 2 || alike >= 3,
            Look::Centred => alike >= 2 || title.words >= 2,
            Look::Capitals => alike >= 2 || groups[title.at].gap > usual,
        };
        if !enough {
            weighing.doubts.insert(title.at, Doubtful::NothingSetsApart);
            continue;
        }
        let reason = match title.look {
            Look::Plain => Reason::TitleAlone { words: title.words },
            _ if alike == 1 => Reason::TitleAlone { words: title.words },
            look => Reason::Alike { count: alike, look: look.name() },
        };
        // What stands over a text without chapters is its title.
        let kind = if title.at == 0 && chapter.is_none() { HeadingKind::Title } else { HeadingKind::Section };
        found.push(Heading { group: title.at, groups: 1, kind, text: weighing.folded[title.at].clone(), reason });
    }
    found.sort_by_key(|heading| heading.group);
}
