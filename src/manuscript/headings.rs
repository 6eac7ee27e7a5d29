//! Headings in plain text, by evidence: what the line says, what stands around it, and what runs on through the book.

use super::grouping::{Group, ends_sentence, fold};
use super::titles::{self, Numbered};
use super::{Block, BlockKind, HeadingKind, Reason};

/// A heading that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// The group it begins with.
    pub group: usize,
    /// How many groups it takes: two where the title stands by itself.
    pub groups: usize,
    pub kind: HeadingKind,
    pub text: String,
    pub reason: Reason,
}

/// A group that is a heading by itself, before its title is sought.
struct Candidate {
    kind: HeadingKind,
    reason: Reason,
    titled: bool,
}

/// Finds the headings among the groups, in order.
pub fn find(groups: &[Group]) -> Vec<Heading> {
    let folded: Vec<String> =
        groups.iter().map(|group| if is_short(group) { group.folded() } else { String::new() }).collect();
    let mut candidates: Vec<Option<Candidate>> =
        groups.iter().zip(&folded).map(|(group, folded)| by_its_words(group, folded)).collect();
    number_runs(&folded, &mut candidates);
    let arguments = has_arguments(groups, &candidates);
    let mut found: Vec<Heading> = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let mut step = 1;
        if let Some(candidate) = candidates[at].take() {
            let next = groups.get(at + 1).filter(|_| candidates[at + 1].is_none());
            let title = next.filter(|next| !candidate.titled && is_title_of(next, groups.get(at + 2), arguments));
            let mut text = heading_text(&groups[at]);
            if let Some(title) = title {
                text = format!("{text}\n{}", title.folded());
                step = 2;
            }
            found.push(Heading { group: at, groups: step, kind: candidate.kind, text, reason: candidate.reason });
        }
        at += step;
    }
    add_sections(groups, &folded, &mut found);
    found
}

/// Longer groups are no headings.
fn is_short(group: &Group) -> bool {
    group.lines.len() <= 4 && group.words() <= 30
}

/// A heading's first line, and its title on a line of its own where the page had it so.
fn heading_text(group: &Group) -> String {
    let titled = titles::numbered(group.lines[0]).is_none_or(|numbered| numbered.titled);
    match group.lines.split_first() {
        Some((first, rest)) if !titled && !rest.is_empty() => format!("{}\n{}", fold(first), fold(&rest.join(" "))),
        _ => group.folded(),
    }
}

fn by_its_words(group: &Group, folded: &str) -> Option<Candidate> {
    if folded.is_empty() {
        return None;
    }
    if let Some(Numbered { kind, word, titled, .. }) = titles::numbered(group.lines[0]) {
        let titled = titled || group.lines.len() > 1;
        return Some(Candidate { kind, reason: Reason::Numbered { word }, titled });
    }
    if group.lines.len() > 1 {
        return None;
    }
    titles::named(folded).map(|kind| Candidate { kind, reason: Reason::Named, titled: true })
}

/// Takes numbers that stand alone for headings where they run on from 1: chapters, or sections where chapters have
/// headings of their own.
fn number_runs(folded: &[String], candidates: &mut [Option<Candidate>]) {
    let chapters = candidates.iter().flatten().any(|candidate| candidate.kind == HeadingKind::Chapter);
    let kind = if chapters { HeadingKind::Section } else { HeadingKind::Chapter };
    let mut runs: Vec<Vec<(usize, u32, bool)>> = Vec::new();
    for (at, line) in folded.iter().enumerate().filter(|(at, _)| candidates[*at].is_none()) {
        let Some((number, title)) = titles::lone_number(line) else { continue };
        let entry = (at, number, !title.is_empty());
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(_, last, _)| last + 1 == number) => run.push(entry),
            _ if number == 1 => runs.push(vec![entry]),
            _ => {}
        }
    }
    for run in runs.iter().filter(|run| run.len() > 1) {
        for &(at, number, titled) in run {
            candidates[at] = Some(Candidate { kind, reason: Reason::NumberInRun { number, run: run.len() }, titled });
        }
    }
}

/// Says whether chapters have a line or two that tell what happens in them, as old novels do: nearly every bare heading
/// is followed by one short sentence.
fn has_arguments(groups: &[Group], candidates: &[Option<Candidate>]) -> bool {
    let bare: Vec<usize> = candidates
        .iter()
        .enumerate()
        .filter(|(_, candidate)| candidate.as_ref().is_some_and(|c| c.kind == HeadingKind::Chapter && !c.titled))
        .map(|(at, _)| at)
        .collect();
    // A motto and its author are short too, but then there is no long text behind the first line.
    let tells = |at: &usize| {
        groups.get(at + 1).is_some_and(is_argument) && groups.get(at + 2).is_some_and(|text| text.words() >= 20)
    };
    let told = bare.iter().filter(|at| tells(at)).count();
    bare.len() >= 3 && told * 5 >= bare.len() * 4
}

fn is_argument(group: &Group) -> bool {
    let text = group.folded();
    group.words() <= 40
        && !text.starts_with(['"', '“', '‘', '«', '—', '-'])
        && text.trim_end_matches(['.', '!', '?']).matches(['.', '!', '?']).count() <= 1
}

fn is_title_of(group: &Group, behind: Option<&Group>, arguments: bool) -> bool {
    let text = group.folded();
    let behind = behind.is_some_and(|behind| behind.words() > group.words());
    let shouted = text.split_whitespace().count() <= 12
        && text.contains(char::is_uppercase)
        && !text.contains(char::is_lowercase)
        && !text.starts_with(['"', '“']);
    let asked = titles::is_title(text.trim_end_matches(['?', '!'])) && group.lines.len() == 1;
    behind && (titles::is_title(&text) || shouted || asked || (arguments && is_argument(group)))
}

/// Finds short titles that stand alone inside the chapters.
fn add_sections(groups: &[Group], folded: &[String], found: &mut Vec<Heading>) {
    let body = found.iter().find(|heading| heading.kind == HeadingKind::Chapter).map_or(0, |heading| heading.group);
    let taken: std::collections::BTreeSet<usize> =
        found.iter().flat_map(|heading| heading.group..heading.group + heading.groups).collect();
    for (at, text) in folded.iter().enumerate().skip(body) {
        if taken.contains(&at) || groups[at].lines.len() > 1 || !titles::is_title(text) {
            continue;
        }
        // `Yours truly,` before a name and `The sign said:` before a sign.
        let led = at.checked_sub(1).is_none_or(|before| {
            let last = groups[before].lines.last().copied().unwrap_or_default();
            taken.contains(&before) || titles::is_ornament(last) || (ends_sentence(last) && !last.ends_with(':'))
        });
        let words = groups[at].words();
        let longer = |group: &Group| group.words() >= 20.max(words * 2);
        let behind = (at + 1..groups.len()).take(2).take_while(|at| !taken.contains(at));
        let followed = behind.clone().any(|at| longer(&groups[at]))
            && !behind.clone().take(1).any(|at| titles::is_title(&folded[at]));
        if led && followed {
            let (kind, reason) = (HeadingKind::Section, Reason::TitleAlone { words });
            found.push(Heading { group: at, groups: 1, kind, text: text.clone(), reason });
        }
    }
    found.sort_by_key(|heading| heading.group);
}

/// Settles what depends on where a heading stands: front and back matter is what it is only before the first and behind
/// the last chapter.
pub fn settle(blocks: &mut [Block]) {
    without_lone_part(blocks);
    let is = |block: &Block, kinds: &[HeadingKind]| block.heading().is_some_and(|kind| kinds.contains(&kind));
    let first = blocks.iter().position(|block| is(block, &[HeadingKind::Chapter, HeadingKind::Part]));
    let last = blocks.iter().rposition(|block| is(block, &[HeadingKind::Chapter]));
    for (at, block) in blocks.iter_mut().enumerate() {
        let BlockKind::Heading(kind) = block.kind else { continue };
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
    if at + 1 < chapter {
        blocks[at].kind = BlockKind::Heading(HeadingKind::Front);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, read};
    use super::*;

    const FILLER: &str = "The tide went out and did not come back until the evening of the following day, which nobody there had ever seen before.";

    fn found(text: &str) -> Vec<(HeadingKind, String)> {
        let text = text.replace("...", FILLER);
        let manuscript = read(text.as_bytes(), Format::PlainText, &super::super::testing::any_book()).unwrap();
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
