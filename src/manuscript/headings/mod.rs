//! Headings in plain text, by evidence: what the line says, what stands around it, and what runs on through the book.

mod alike;
mod endings;
pub mod overrule;
mod parts;
mod runs;
mod sections;
mod worded;

use std::collections::BTreeMap;

use crate::manuscript::grouping::{Group, fold};
use crate::manuscript::lines::ends_sentence;
use crate::manuscript::titles::{self, Numbered};
use crate::manuscript::{Block, BlockKind, Doubtful, HeadingKind, Reason};
use crate::words::reading::Standing;

/// A heading that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// The group it begins with.
    pub group: usize,
    /// How many groups it takes: more than one where the title stands by itself.
    pub groups: usize,
    pub kind: HeadingKind,
    pub text: String,
    pub reason: Reason,
}

/// A group that is a heading by itself, before its title is sought.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub kind: HeadingKind,
    pub reason: Reason,
    pub titled: bool,
    /// The number of a numbering word.
    pub number: Option<u32>,
}

/// What was found of headings, and of what nearly is one.
#[derive(Debug, Default)]
pub struct Weighed {
    pub headings: Vec<Heading>,
    /// Groups that are no headings, and why.
    pub doubts: BTreeMap<usize, Doubtful>,
    /// Groups that are the numbers of stanzas.
    pub stanzas: Vec<usize>,
}

/// Groups with what was made of them so far.
pub struct Weighing<'a> {
    pub groups: &'a [Group<'a>],
    /// The text of short groups; empty for those too long for a heading.
    pub folded: Vec<String>,
    pub candidates: Vec<Option<Candidate>>,
    pub doubts: BTreeMap<usize, Doubtful>,
}

impl Weighing<'_> {
    /// Says that a group is no heading, and why.
    pub fn doubt(&mut self, at: usize, reason: Doubtful) {
        self.candidates[at] = None;
        self.doubts.insert(at, reason);
    }

    /// The places of candidates of this kind, in order.
    pub fn of_kind(&self, kind: HeadingKind) -> Vec<usize> {
        let is = |at: &usize| self.candidates[*at].as_ref().is_some_and(|candidate| candidate.kind == kind);
        (0..self.candidates.len()).filter(is).collect()
    }

    /// Whether chapters are known by more than a name, which an interlude between chapters of any look has, too.
    pub fn has_chapters(&self) -> bool {
        let is = |candidate: &Candidate| candidate.kind == HeadingKind::Chapter && candidate.reason != Reason::Named;
        self.candidates.iter().flatten().any(is)
    }
}

/// Finds the headings among the groups, in order.
pub fn find(groups: &[Group]) -> Vec<Heading> {
    weigh(groups, &BTreeMap::new()).headings
}

/// Finds the headings among the groups, and what nearly is one; the book has the last word on the lines it names.
pub fn weigh(groups: &[Group], named: &BTreeMap<String, Standing>) -> Weighed {
    let folded: Vec<String> =
        groups.iter().map(|group| if is_short(group) { group.folded() } else { String::new() }).collect();
    let mut weighing = Weighing { groups, candidates: vec![None; groups.len()], doubts: BTreeMap::new(), folded };
    by_their_words(&mut weighing);
    worded::doubt_singles(&mut weighing);
    let stanzas = runs::number_runs(&mut weighing);
    worded::promote_sections(&mut weighing);
    parts::check(&mut weighing);
    overrule(&mut weighing, named);
    alike::chapters_by_titles(&mut weighing);
    let mut headings = with_titles(&mut weighing);
    let ruled = |at: &usize| named.contains_key(&weighing.folded[*at]);
    let texts: Vec<usize> = if named.is_empty() { Vec::new() } else { (0..groups.len()).filter(ruled).collect() };
    sections::add(&mut weighing, &mut headings, &texts);
    let taken: std::collections::BTreeSet<usize> =
        headings.iter().flat_map(|heading| heading.group..heading.group + heading.groups).collect();
    let mut doubts = weighing.doubts;
    doubts.retain(|at, _| !taken.contains(at));
    Weighed { headings, doubts, stanzas }
}

/// Longer groups are no headings, but for chapters that tell what happens in them.
fn is_short(group: &Group) -> bool {
    group.lines.len() <= 5 && group.words() <= 60
}

/// A heading's first line, and its title on a line of its own where the page had it so.
fn heading_text(group: &Group) -> String {
    let first = group.lines[0];
    let untitled = titles::numbered(first).is_some_and(|numbered| !numbered.titled)
        || titles::lone(first).is_some_and(|lone| lone.title.is_empty());
    match group.lines.split_first() {
        Some((first, [])) => fold(titles::undecorated(first)),
        Some((first, rest)) if untitled => {
            format!("{}\n{}", fold(titles::undecorated(first)), crate::manuscript::lines::join(rest))
        }
        _ => group.folded(),
    }
}

fn by_their_words(weighing: &mut Weighing) {
    let mut unsure: Vec<(usize, Numbered)> = Vec::new();
    for (at, group) in weighing.groups.iter().enumerate() {
        let folded = &weighing.folded[at];
        if folded.is_empty() {
            continue;
        }
        let brief = group.lines.len() <= 4 && group.words() <= 30;
        if titles::is_end_mark(folded) {
            weighing.doubts.insert(at, Doubtful::EndMark);
        } else if let Some(numbered) = titles::numbered_or_prose(group.lines[0]) {
            // What begins on the first line may end on the next as a sentence.
            let whole = titles::numbered_or_prose(folded);
            if numbered.prose
                || !brief
                || (group.lines.len() > 1 && numbered.titled && whole.is_none_or(|whole| whole.prose))
            {
                unsure.push((at, numbered));
                continue;
            }
            weighing.candidates[at] = Some(by_number(numbered, group));
        } else if group.lines.len() == 1
            && let Some(kind) = titles::named(folded)
        {
            let number = None;
            weighing.candidates[at] = Some(Candidate { kind, reason: Reason::Named, titled: true, number });
        }
    }
    // A sentence behind the number is what old chapters tell of themselves, where the numbers run on.
    let mut sure: Vec<(usize, Option<u32>)> = weighing
        .candidates
        .iter()
        .enumerate()
        .filter_map(|(at, candidate)| Some((at, candidate.as_ref()?.number)))
        .collect();
    sure.extend(unsure.iter().map(|(at, numbered)| (*at, numbered.number)));
    sure.sort_unstable_by_key(|(at, _)| *at);
    for (at, numbered) in unsure {
        let place = sure.partition_point(|(other, _)| *other < at);
        let near = |place: Option<usize>, step: i64| {
            let number = place.and_then(|place| sure.get(place)).and_then(|(_, number)| *number);
            number.zip(numbered.number).is_some_and(|(near, this)| i64::from(near) == i64::from(this) + step)
        };
        if near(place.checked_sub(1), -1) || near(Some(place + 1), 1) {
            weighing.candidates[at] = Some(by_number(numbered, &weighing.groups[at]));
        } else {
            weighing.doubts.insert(at, Doubtful::BeginsSentence);
        }
    }
}

fn by_number(numbered: Numbered, group: &Group) -> Candidate {
    let Numbered { kind, word, titled, number, .. } = numbered;
    Candidate { kind, reason: Reason::Numbered { word }, titled: titled || group.lines.len() > 1, number }
}

/// Makes of the lines that the book names what it says of them.
fn overrule(weighing: &mut Weighing, named: &BTreeMap<String, Standing>) {
    if named.is_empty() {
        return;
    }
    for at in 0..weighing.groups.len() {
        let Some(standing) = named.get(&weighing.folded[at]) else { continue };
        match overrule::kind(*standing) {
            BlockKind::Heading(kind) => {
                let candidate = Candidate { kind, reason: Reason::Overruled, titled: true, number: None };
                weighing.candidates[at] = Some(candidate);
            }
            _ => weighing.doubt(at, Doubtful::Overruled),
        }
    }
}

/// Gives each heading the title that stands below it.
fn with_titles(weighing: &mut Weighing) -> Vec<Heading> {
    let groups = weighing.groups;
    let below = Below::of(groups, &weighing.candidates);
    let mut found: Vec<Heading> = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let mut step = 1;
        if let Some(candidate) = weighing.candidates[at].take() {
            let ruled = candidate.reason == Reason::Overruled;
            let mut text = if ruled { groups[at].folded() } else { heading_text(&groups[at]) };
            if !candidate.titled {
                // `Chapter 30` and `Conclusion` below it are one heading.
                let named = weighing.candidates.get_mut(at + 1).filter(|next| {
                    candidate.kind == HeadingKind::Chapter
                        && next.as_ref().is_some_and(|next| next.reason == Reason::Named)
                });
                if let Some(named) = named {
                    *named = None;
                }
                let free = |at: usize| {
                    let said = matches!(
                        weighing.doubts.get(&at),
                        Some(Doubtful::Overruled | Doubtful::CountsStanzas | Doubtful::NumberAlone | Doubtful::EndMark)
                    );
                    !said && weighing.candidates.get(at).is_some_and(Option::is_none)
                };
                if free(at + 1) && is_title_of(groups, at + 1, below) {
                    text = format!("{text}\n{}", groups[at + 1].folded());
                    step = 2;
                    let shouted = |at: usize| groups.get(at).is_some_and(|group| titles::is_capitals(group.lines[0]));
                    if free(at + 2)
                        && shouted(at + 1)
                        && shouted(at + 2)
                        && is_title_of(groups, at + 2, Below::default())
                        && titles::is_title(&weighing.folded[at + 2])
                    {
                        text = format!("{text} {}", groups[at + 2].folded());
                        step = 3;
                    }
                }
            }
            found.push(Heading { group: at, groups: step, kind: candidate.kind, text, reason: candidate.reason });
        }
        at += step;
    }
    found
}

/// How lines begin that tell what a chapter is about: `How the tide went out`, `In which nobody comes`.
#[rustfmt::skip]
const TELLING: [&str; 47] = [
    "how", "of", "in which", "which", "wherein", "what", "containing", "concerning", "showing", "shewing", "treats", "being", "where",
    "comment", "ce qu", "de", "du", "des", "d’", "où", "suite", "histoire", "dans lequel", "qui",
    "wie", "was", "worin", "wo", "von", "vom", "in dem", "in welchem", "handelt",
    "cómo", "del", "que", "donde", "en que", "en el que",
    "come", "dove", "nel quale",
    "о", "об", "как", "в которой", "что",
];

/// What stands below the bare numbers of a book's chapters.
#[derive(Clone, Copy, Default)]
struct Below {
    /// A line or two that tell what happens, as in old novels.
    arguments: bool,
    /// Titles.
    titles: bool,
}

impl Below {
    fn of(groups: &[Group], candidates: &[Option<Candidate>]) -> Self {
        let is_bare = |(at, candidate): (usize, &Option<Candidate>)| {
            candidate.as_ref().is_some_and(|c| c.kind == HeadingKind::Chapter && !c.titled).then_some(at)
        };
        let bare: Vec<usize> = candidates.iter().enumerate().filter_map(is_bare).collect();
        let titled = bare.iter().filter(|at| is_title_of(groups, **at + 1, Self::default())).count();
        Self { arguments: has_arguments(groups, &bare), titles: titled * 3 >= bare.len() }
    }
}

/// Nearly every bare heading is followed by one short sentence, and most of these begin as such lines do. A novel whose
/// chapters begin with a short sentence has other beginnings.
fn has_arguments(groups: &[Group], bare: &[usize]) -> bool {
    // A motto and its author are short too, but then there is no long text behind the first line.
    let tells = |at: &usize| {
        groups.get(at + 1).is_some_and(is_argument) && groups.get(at + 2).is_some_and(|text| text.words() >= 20)
    };
    let told: Vec<String> =
        bare.iter().filter(|at| tells(at)).map(|at| groups[at + 1].folded().to_lowercase()).collect();
    let begins = |text: &&String| {
        let rest = TELLING.iter().find_map(|word| text.strip_prefix(word));
        rest.is_some_and(|rest| rest.starts_with(' ') || text.starts_with("ce qu") || text.starts_with("d’"))
    };
    bare.len() >= 3 && told.len() * 5 >= bare.len() * 4 && told.iter().filter(begins).count() * 2 >= told.len()
}

fn is_argument(group: &Group) -> bool {
    let text = if is_short(group) { group.folded() } else { return false };
    group.words() <= 40
        && !text.starts_with(['"', '“', '‘', '«', '»', '—', '-', '「'])
        && text.trim_end_matches(['.', '!', '?']).matches(['.', '!', '?']).count() <= 1
}

/// Says whether a group is the title of the heading above it.
fn is_title_of(groups: &[Group], at: usize, below: Below) -> bool {
    let Some(group) = groups.get(at).filter(|group| is_short(group)) else { return false };
    let text = group.folded();
    let words = group.words();
    let next = groups.get(at + 1);
    let behind = next.is_some_and(|next| next.words() > words)
        || next.is_some_and(|next| next.words() <= 12)
            && groups.get(at + 2).is_some_and(|text| text.words() > 20.max(words));
    let shouted = words <= 14 && titles::is_capitals(&text) && !text.starts_with(['"', '“', '»', '«']);
    let one = group.lines.len() == 1;
    // `Run!` may be how a chapter begins.
    let asked = below.titles && one && titles::is_title(text.trim_end_matches(['?', '!']));
    // Elsewhere than in English a title looks like a sentence without its stop.
    let small = one
        && !text.is_ascii()
        && !ends_sentence(&text)
        && titles::is_heading_case(&text)
        && next.is_some_and(|next| next.words() >= 20.max(words * 3));
    behind
        && !is_dateline(&text)
        && (titles::is_title(&text) || shouted || asked || small || (below.arguments && is_argument(group)))
}

/// Says whether a line says where and when: `London, 5 May 1890`.
pub fn is_dateline(text: &str) -> bool {
    let digits =
        text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty() && digits.len() <= 4).count();
    let figure = text.contains(|c: char| c.is_ascii_digit());
    let comma = text.contains([',', '.', '—', '-']);
    figure
        && comma
        && digits <= 3
        && text.split_whitespace().count() <= 8
        && text.split(|c: char| !c.is_alphabetic()).any(is_month)
}

/// Says whether a short line is a date, as diaries have it over their entries: `March 12, 1943`, `3 May`.
pub fn is_date(text: &str) -> bool {
    text.split_whitespace().count() <= 5
        && text.contains(|c: char| c.is_ascii_digit())
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && text.split(|c: char| !c.is_alphabetic()).any(is_month)
        && !text.ends_with(['?', '!', ',', ';', '"', '”'])
}

#[rustfmt::skip]
fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 45] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
        "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember",
        "janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
        "января", "мая",
    ];
    MONTHS.contains(&word.to_lowercase().as_str())
}

/// Settles what depends on where a heading stands: front and back matter is what it is only before the first and behind
/// the last chapter.
pub fn settle(blocks: &mut [Block]) {
    without_lone_part(blocks);
    endings::settle(blocks);
    let is = |block: &Block, kinds: &[HeadingKind]| block.heading().is_some_and(|kind| kinds.contains(&kind));
    let first = blocks.iter().position(|block| is(block, &[HeadingKind::Chapter, HeadingKind::Part]));
    let last = blocks.iter().rposition(|block| is(block, &[HeadingKind::Chapter]));
    for (at, block) in blocks.iter_mut().enumerate() {
        let BlockKind::Heading(kind) = block.kind else { continue };
        if block.reason == Reason::Overruled {
            continue;
        }
        let before = first.is_some_and(|first| at < first);
        let behind = last.is_some_and(|last| at > last);
        let settled = match kind {
            HeadingKind::Front | HeadingKind::Prologue if behind => HeadingKind::Back,
            HeadingKind::Prologue if !before => HeadingKind::Chapter,
            HeadingKind::Front if !before && first.is_some() => HeadingKind::Section,
            HeadingKind::Back if before => HeadingKind::Front,
            HeadingKind::Back if !behind && last.is_some() => HeadingKind::Chapter,
            kind => kind,
        };
        block.kind = BlockKind::Heading(settled);
    }
}

/// One part alone divides nothing, unless its first chapter begins there: a title page says `Volume 33` of the edition.
fn without_lone_part(blocks: &mut [Block]) {
    let parts = || blocks.iter().enumerate().filter(|(_, block)| block.heading() == Some(HeadingKind::Part));
    let chapter = blocks.iter().position(|block| block.heading() == Some(HeadingKind::Chapter));
    let (Some((at, _)), 1, Some(chapter)) = (parts().next(), parts().count(), chapter) else { return };
    if at + 1 < chapter && blocks[at].reason != Reason::Overruled {
        blocks[at].kind = BlockKind::Heading(HeadingKind::Front);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{Format, read};

    const FILLER: &str = "The tide went out and did not come back until the evening of the following day, which nobody there had ever seen before.";

    fn found(text: &str) -> Vec<(HeadingKind, String)> {
        let text = text.replace("...", FILLER);
        let manuscript = read(text.as_bytes(), Format::PlainText, &crate::manuscript::testing::any_book()).unwrap();
        manuscript.blocks.iter().filter_map(|block| Some((block.heading()?, block.text.clone()))).collect()
    }

    fn kinds(text: &str) -> Vec<HeadingKind> {
        found(text).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn a_title_below_its_number_belongs_to_it() {
        assert_eq!(
            found("CHAPTER I.\n\nDown the Shore\n\n...\n"),
            [(HeadingKind::Chapter, "CHAPTER I.\nDown the Shore".into())]
        );
        assert_eq!(found("CHAPTER I\nWHO SAW IT?\n...\n"), [(HeadingKind::Chapter, "CHAPTER I\nWHO SAW IT?".into())]);
        assert_eq!(
            found("Chapter 1\n\nTo the Pilot, Low Harbour.\n\n...\n"),
            [(HeadingKind::Chapter, "Chapter 1".into())]
        );
    }

    #[test]
    fn a_chapter_may_begin_with_a_cry() {
        let text =
            "CHAPTER I\n\nIt rained.\n\n...\n\nCHAPTER II\n\nRun!\n\n...\n\nCHAPTER III\n\n...\n\nCHAPTER IV\n\n...\n";
        assert_eq!(found(text)[1].1, "CHAPTER II");
        assert_eq!(found("CHAPTER I\n\nLow Water\n\n...\n\nCHAPTER II\n\nRun!\n\n...\n")[1].1, "CHAPTER II\nRun!");
    }

    #[test]
    fn numbers_alone_are_chapters_only_where_they_run_on() {
        use HeadingKind::{Chapter, Section};
        assert_eq!(kinds("I\n\n...\n\nII\n\n...\n\nIII\n\n...\n"), [Chapter, Chapter, Chapter]);
        assert_eq!(kinds("He wrote:\n\n7\n\n...\n"), []);
        assert_eq!(kinds("Chapter 1\n\n...\n\nI\n\n...\n\nII\n\n...\n"), [Chapter, Section, Section]);
    }

    #[test]
    fn a_short_line_is_a_section_only_before_longer_text() {
        use HeadingKind::{Chapter, Section};
        assert_eq!(kinds("Chapter 1: Ebb\nThe Long Shore\n\n...\n\nLow Water\n\n...\n"), [Chapter, Section, Section]);
        for line in ["Berth B.", "Yes", "The sign said:\n\nNo Boats", "Yours,\n\nAnn Lee"] {
            let behind = if line == "Yes" { "No.\n\nNo." } else { "..." };
            assert_eq!(kinds(&format!("Chapter 1: Ebb\n\n...\n\n{line}\n\n{behind}\n")), [Chapter], "{line}");
        }
    }

    #[test]
    fn a_part_alone_is_one_only_with_its_chapter() {
        use HeadingKind::{Chapter, Front, Part};
        assert_eq!(kinds("VOLUME 33\n\nA Publisher.\n\nChapter 1\n\n...\n"), [Front, Chapter]);
        assert_eq!(kinds("PART ONE\n\nChapter 1\n\n...\n"), [Part, Chapter]);
    }

    #[test]
    fn what_old_chapters_tell_of_themselves_is_their_title() {
        let chapter =
            |number: &str| format!("CHAPTER {number}\n\nHow the tide went out, and what came of it.\n\n...\n\n");
        let text: String = ["I", "II", "III"].map(chapter).concat();
        assert_eq!(found(&text)[2].1, "CHAPTER III\nHow the tide went out, and what came of it.");
        let prose = text.replace("How the tide went out, and what came of it.", "The tide went out, and nobody came.");
        assert_eq!(found(&prose)[2].1, "CHAPTER III", "a chapter may begin with a short sentence");
        let motto = text.replace("\n\n...", "\n\nA Pilot\n\n...");
        assert_eq!(found(&motto)[0].1, "CHAPTER I");
    }

    #[test]
    fn front_and_back_matter_depend_on_their_place() {
        use HeadingKind::{Back, Chapter, Front, Prologue};
        assert_eq!(
            kinds(
                "Dedication\n\nFor Ann.\n\nPrologue\n\n...\n\nChapter 1\n\n...\n\nEpilogue\n\n...\n\nAuthor's Note\n\n...\n"
            ),
            [Front, Prologue, Chapter, Back, Back]
        );
        assert_eq!(kinds("Acknowledgements\n\n...\n\nChapter 1\n\n...\n"), [Front, Chapter]);
    }
}
