//! Plain text to blocks.

mod contents;
mod cutting;
mod furniture;
mod hyphens;
mod letters;
mod licence;
mod mottos;
mod page_numbers;
mod title_page;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use self::cutting::cut;
use self::hyphens::Hyphens;
use crate::manuscript::footnotes::{Footnotes, footnotes, without_inline};
use crate::manuscript::grouping::{Group, fold, groups};
use crate::manuscript::headings::{self, Heading, Weighed};
use crate::manuscript::lines::{Line, ends_sentence, lines};
use crate::manuscript::{Block, BlockKind, Doubt, Doubtful, Manuscript, Note, Reason, layout, titles};
use crate::words::Book;
use crate::words::reading::{self, Standing};

/// Reads plain text as the book wants it: leaves out licence, table of contents, page numbers, pictures and footnotes,
/// gathers lines, and finds the headings.
pub fn read(text: &str, book: &Book) -> Manuscript {
    let reading = &book.manuscript;
    let mut notes = Vec::new();
    let text = &*visible(text);
    let (stripped, inline) = without_inline(text).unzip();
    let text = stripped.as_deref().unwrap_or(text);
    let mut starts = furniture::page_starts(text);
    let mut lines = lines(text);
    let licence = licence::without_licence(&mut lines);
    notes.extend((licence > 0).then_some(Note::Licence(licence)));
    if let Some(single) = layout::single_spaced(&lines) {
        lines = single;
        notes.push(Note::DoubleSpacing);
    }
    if let Some(range) = contents::contents(&lines) {
        notes.push(Note::Contents(range.len()));
        lines.drain(range);
    }
    let heads = furniture::running_heads(&lines, &starts);
    notes.extend((!heads.is_empty()).then_some(Note::RunningHeads(heads.len())));
    starts.extend(heads.iter().map(|head| lines[head.start].number));
    cut(&mut lines, &heads);
    let pages = page_numbers::page_numbers(&lines);
    notes.extend((!pages.is_empty()).then_some(Note::PageNumbers(pages.len())));
    cut(&mut lines, &pages);
    starts.sort_unstable();
    furniture::close_gaps(&mut lines, &starts);

    let named: BTreeMap<String, Standing> = reading.headings.iter().map(|(line, is)| (fold(line), *is)).collect();
    let read_notes = reading.footnotes == reading::Footnotes::Read;
    let (feet, own_lines) = without_notes(&mut lines, read_notes, &mut notes);
    let groups = groups(&lines, &named.keys().cloned().collect::<BTreeSet<_>>());
    let weighed = headings::weigh(&groups, &named);
    let inline = inline.unwrap_or_default();
    let left = if read_notes { 0 } else { feet.notes.len() + inline.len() };
    notes.extend((left > 0).then_some(Note::Footnotes(left)));
    let inline = if read_notes { inline } else { Vec::new() };
    let hyphens = Hyphens::of(lines.iter().map(|line| line.text));
    let mut writer = Writer { feet: Some(&feet), own_lines, scene: scene_gap(&groups), hyphens, ..Writer::default() };
    let mut doubts = doubts(&groups, &weighed);
    writer.write(&groups, weighed, &inline);
    let Writer { mut blocks, indents, hyphens, .. } = writer;
    notes.extend((hyphens.joined > 0).then_some(Note::Hyphens(hyphens.joined)));
    mottos::mark(&mut blocks, &|at| indents[at] >= indents[at - 1] + 4);
    letters::mark(&mut blocks);
    headings::settle(&mut blocks);
    if let Some(page) = title_page::mark(&mut blocks, book) {
        doubts.retain(|doubt| !page.contains(&doubt.line));
    }
    let named_author = |block: &&Block| block.kind == BlockKind::Attribution;
    let authors: BTreeSet<u32> = blocks.iter().filter(named_author).filter_map(|block| block.line).collect();
    doubts.retain(|doubt| !authors.contains(&doubt.line));
    Manuscript { blocks, notes, doubts }
}

/// The text without the characters that nobody sees or says: soft hyphens, and spaces and joins of no width.
fn visible(text: &str) -> Cow<'_, str> {
    const UNSEEN: [char; 4] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'];
    if !text.is_ascii() && text.contains(UNSEEN) { text.replace(UNSEEN, "").into() } else { text.into() }
}

/// Finds footnotes and pictures, and takes out what is not read; gives back, in order, the lines that notes to be read
/// begin on.
fn without_notes(lines: &mut Vec<Line>, read_notes: bool, notes: &mut Vec<Note>) -> (Footnotes, BTreeSet<u32>) {
    let feet = footnotes(lines);
    notes.extend((!feet.pictures.is_empty()).then_some(Note::Pictures(feet.pictures.len())));
    let own: BTreeSet<u32> = feet.notes.iter().map(|note| lines[note.start].number).collect();
    let mut ranges = feet.pictures.clone();
    if !read_notes {
        ranges.extend(feet.notes.iter().cloned());
        ranges.extend(feet.places.iter().cloned());
        ranges.sort_unstable_by_key(|range| range.start);
    }
    cut(lines, &ranges);
    (feet, own)
}

/// From how many blank lines on a gap between paragraphs is a break: where others have fewer, and few have as many.
fn scene_gap(groups: &[Group]) -> Option<u32> {
    let count = |least: usize| {
        let mut counts = [0usize; 8];
        for pair in groups.windows(2).filter(|pair| is_prose(&pair[0], least) && is_prose(&pair[1], least)) {
            counts[pair[1].gap.min(7) as usize] += 1;
        }
        let usual = counts.iter().enumerate().max_by_key(|(gap, count)| (**count, std::cmp::Reverse(*gap)));
        (usual.map_or(0, |(gap, _)| gap), counts)
    };
    let (mut usual, mut counts) = count(1);
    if usual > 0 {
        // Addresses and dates have space around them, too.
        (usual, counts) = count(6);
    }
    let all: usize = counts.iter().sum();
    let larger: usize = counts.iter().skip(usual + 1).sum();
    let few = larger * if usual == 0 { 4 } else { 8 } <= all;
    // Who marks breaks with ornaments does not leave them to a second blank line.
    let ornaments = groups.iter().filter(|group| group.lines.iter().all(|line| titles::is_ornament(line))).count();
    let marked = usual > 0 && ornaments > 2;
    (!marked && all >= 10 && larger > 0 && few).then_some(usual as u32 + 1)
}

/// Whether a group is a paragraph of at least so many words.
fn is_prose(group: &Group, least: usize) -> bool {
    !group.broken && group.words() >= least && group.lines.last().is_some_and(|line| ends_sentence(line))
}

/// The lines that nearly are headings; of the numbers of stanzas, the first speaks for all.
fn doubts(groups: &[Group], weighed: &Weighed) -> Vec<Doubt> {
    let told = |(at, reason): (&usize, &Doubtful)| {
        let group = &groups[*at];
        Doubt { line: group.line, text: fold(group.lines[0]), reason: *reason }
    };
    let wondered = |(at, reason): &(&usize, &Doubtful)| {
        **reason != Doubtful::CountsStanzas || weighed.stanzas.first() == Some(*at)
    };
    weighed.doubts.iter().filter(wondered).map(told).collect()
}

/// Writes groups as blocks.
#[derive(Default)]
struct Writer<'a> {
    feet: Option<&'a Footnotes>,
    /// The lines that notes begin on.
    own_lines: BTreeSet<u32>,
    scene: Option<u32>,
    hyphens: Hyphens,
    blocks: Vec<Block>,
    /// How far each block is indented.
    indents: Vec<u32>,
}

impl Writer<'_> {
    /// Writes groups, and notes that stood within their lines behind them.
    fn write(&mut self, groups: &[Group], weighed: Weighed, inline: &[(u32, String)]) {
        let Weighed { headings, doubts, stanzas } = weighed;
        let mut found = headings.into_iter().peekable();
        let mut inline = inline.iter().peekable();
        let mut at = 0;
        while at < groups.len() {
            let group = &groups[at];
            while let Some((line, note)) = inline.next_if(|(line, _)| *line < group.line) {
                self.push_note(note, *line);
            }
            if let Some(Heading { kind, text, reason, groups: taken, .. }) =
                found.next_if(|heading| heading.group == at)
            {
                at += taken;
                self.push(BlockKind::Heading(kind), &text, reason, group);
                continue;
            }
            let under = group.gap == 0 && self.blocks.last().is_some_and(|block| block.heading().is_some());
            if under && group.lines.iter().all(|line| is_underline(line)) {
                at += 1;
                continue;
            }
            if group.lines.iter().all(|line| titles::is_ornament(line)) {
                self.break_scene(Reason::Ornament, group.line);
                at += 1;
                continue;
            }
            // Where paragraphs have no space between them, short ones may stand at a break.
            let least = if self.scene == Some(1) { 1 } else { 6 };
            let apart = self.scene.is_some_and(|scene| group.gap >= scene)
                && self.blocks.last().is_some_and(|block| block.kind == BlockKind::Paragraph);
            if apart && at > 0 && is_prose(&groups[at - 1], least) && is_prose(group, least) {
                self.break_scene(Reason::Gap, group.line.saturating_sub(1));
            }
            at += 1;
            if group.broken {
                let lines: Vec<String> = group.lines.iter().map(|line| fold(line)).collect();
                self.push(BlockKind::Verse, &lines.join("\n"), Reason::BrokenLines, group);
                continue;
            }
            let reason = if stanzas.binary_search(&(at - 1)).is_ok() {
                Reason::StanzaNumber
            } else if doubts.get(&(at - 1)) == Some(&Doubtful::EndMark) {
                Reason::EndMark
            } else if self.own_lines.contains(&group.line) {
                Reason::Footnote
            } else {
                Reason::Text
            };
            let text = self.hyphens.join(&group.lines);
            self.push(BlockKind::Paragraph, &text, reason, group);
        }
        for (line, note) in inline {
            self.push_note(note, *line);
        }
    }

    fn push_note(&mut self, note: &str, line: u32) {
        self.blocks.push(Block::new(BlockKind::Paragraph, fold(note), Reason::Footnote).at(line));
        self.indents.push(0);
    }

    /// Adds a block, without the marks that lead to notes and those of emphasis.
    fn push(&mut self, kind: BlockKind, text: &str, reason: Reason, group: &Group) {
        let unmarked = self.feet.filter(|feet| feet.concern(text)).map(|feet| feet.without_marks(text));
        let text = without_emphasis(unmarked.as_deref().unwrap_or(text));
        if !text.trim().is_empty() {
            self.blocks.push(Block::new(kind, text, reason).at(group.line));
            self.indents.push(group.margin);
        }
    }

    fn break_scene(&mut self, reason: Reason, line: u32) {
        if self.blocks.last().is_none_or(|block| block.kind != BlockKind::SceneBreak) {
            self.blocks.push(Block::new(BlockKind::SceneBreak, "", reason).at(line));
            self.indents.push(0);
        }
    }
}

/// Whether a line underlines the heading above it.
fn is_underline(line: &str) -> bool {
    line.len() > 2 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

/// Takes the `_` of typewriter emphasis off its words; one inside a word or a row of them stays.
fn without_emphasis(text: &str) -> String {
    if !text.contains('_') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied();
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let row = before == Some('_') || after == Some('_');
        if c != '_' || row || (joins(before) && joins(after)) {
            out.push(c);
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::manuscript::HeadingKind;
    use crate::manuscript::testing::any_book;

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        super::read(text, &any_book()).blocks.into_iter().map(|block| (block.kind, block.text)).collect()
    }

    const FILLER: &str = "The tide went out and did not come back until the evening of the following day, which nobody there had ever seen before.";

    #[test]
    fn mottos_stand_with_their_attributions() {
        let text = format!(
            "Epigraphs\n\n\"No small tides.\"\n\n— A Pilot\n\n\"Low water.\"\n\n— Another\nChapter 1: Ebb\n{FILLER}\n"
        );
        let kinds: Vec<BlockKind> = kinds(&text).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(
            kinds,
            [
                BlockKind::Heading(HeadingKind::Front),
                BlockKind::Epigraph,
                BlockKind::Attribution,
                BlockKind::Epigraph,
                BlockKind::Attribution,
                BlockKind::Heading(HeadingKind::Chapter),
                BlockKind::Paragraph,
            ]
        );
    }

    #[test]
    fn the_table_of_contents_is_left_out_and_said_so() {
        let text = format!(
            "LOW WATER\n\nCONTENTS\n\nChapter 1 .... 3\nChapter 2 .... 9\n\nLOW WATER\n\nChapter 1\n\n{FILLER}\n\nChapter 2\n\n{FILLER}\n"
        );
        let manuscript = super::read(&text, &any_book());
        assert_eq!(manuscript.notes, [Note::Contents(4)]);
        let chapters = manuscript.blocks.iter().filter(|block| block.heading() == Some(HeadingKind::Chapter)).count();
        assert_eq!(
            (chapters, manuscript.blocks[0].text.as_str(), manuscript.blocks[1].text.as_str()),
            (2, "LOW WATER", "LOW WATER")
        );
    }

    #[test]
    fn a_licence_is_left_out_and_said_so() {
        let text = format!(
            "Licence\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\nProduced by A\n\n{FILLER}\n\nEnd of the Project Gutenberg EBook of X\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\nmore\n"
        );
        let manuscript = super::read(&text, &any_book());
        assert!(matches!(manuscript.notes[..], [Note::Licence(_)]));
        assert_eq!(manuscript.blocks.len(), 1);
    }

    #[test]
    fn breaks_of_several_lines_are_one() {
        let kinds: Vec<BlockKind> =
            kinds("He left.\n\n*  *  *\n\n  *  *\n\nShe stayed.\n").into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [BlockKind::Paragraph, BlockKind::SceneBreak, BlockKind::Paragraph]);
    }

    #[test]
    fn typewriter_emphasis_goes_and_words_stay() {
        assert_eq!(without_emphasis("_so_ I said, (_you_) snake_case ____"), "so I said, (you) snake_case ____");
    }

    proptest! {
        #[test]
        fn no_word_is_lost_doubled_or_moved(
            lines in proptest::collection::vec("[ \t]{0,3}([A-Za-z’]{1,9}[ \t]{1,2}){0,14}[a-z]{1,5}[.,!?”]?[ \n]{0,3}|I{1,3}|[A-Z][a-z]{3,6}", 0..40),
        ) {
            let text = lines.join("\n");
            let blocks = super::read(&text, &any_book()).blocks;
            let read: Vec<&str> = blocks.iter().flat_map(|block| block.text.split_whitespace()).collect();
            prop_assert_eq!(read, text.split_whitespace().collect::<Vec<_>>());
        }
    }
}
