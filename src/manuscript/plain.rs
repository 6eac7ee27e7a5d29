//! Plain text to blocks.

use super::grouping::{Group, Line, fold, groups, lines};
use super::{Block, BlockKind, Manuscript, Note, Reason, headings, titles};

/// Reads plain text: leaves out licence and table of contents, gathers lines, and finds the headings.
pub fn read(text: &str) -> Manuscript {
    let mut notes = Vec::new();
    let mut lines = lines(text);
    let all = lines.len();
    without_licence(&mut lines);
    if lines.len() < all {
        notes.push(Note::Licence(all - lines.len()));
    }
    if let Some(contents) = contents(&lines) {
        notes.push(Note::Contents(contents.len()));
        lines.drain(contents);
    }
    let groups = groups(&lines);
    let mut blocks = blocks(&groups);
    headings::settle(&mut blocks);
    mark_mottos(&mut blocks);
    Manuscript { blocks, notes }
}

/// Cuts the licence of Project Gutenberg in front and behind, and the producer's credit in front.
fn without_licence(lines: &mut Vec<Line>) {
    let marks = |line: &Line, word: &str| {
        let line = line.text;
        line.starts_with("***") && line.contains(word) && line.contains("PROJECT GUTENBERG")
    };
    if let Some(end) = lines.iter().rposition(|line| marks(line, "END OF")) {
        // The sentence that closes the book in its own words runs over a line or two.
        let closing = |line: &Line| line.text.starts_with("End of ") && line.text.contains("Project Gutenberg");
        let tail = end.saturating_sub(6);
        let end = lines[tail..end].iter().position(closing).map_or(end, |at| tail + at);
        lines.truncate(end);
    }
    if let Some(start) = lines.iter().position(|line| marks(line, "START OF")) {
        lines.drain(..=start);
        let words = lines.iter().position(|line| !line.text.is_empty()).unwrap_or(0);
        if lines.get(words).is_some_and(|line| line.text.starts_with("Produced by ")) {
            let end = lines[words..].iter().position(|line| line.text.is_empty()).map_or(lines.len(), |n| words + n);
            lines.drain(..end);
        }
    }
}

/// Finds the table of contents: entries without prose between them, the first of which comes again where the text begins.
fn contents(lines: &[Line]) -> Option<std::ops::Range<usize>> {
    let heading = lines.iter().position(|line| titles::is_contents(line.text));
    let from = heading.map_or(0, |heading| heading + 1);
    let is_entry = |line: &Line| match heading {
        Some(_) => !line.text.is_empty(),
        None => titles::numbered(line.text).is_some(),
    };
    let first = from + lines[from..].iter().position(is_entry)?;
    let again = first + 1 + lines[first + 1..].iter().position(|line| same_entry(lines[first].text, line.text))?;
    // A title that is printed twice is no table of contents.
    let entries = lines[first..again].iter().filter(|line| is_entry(line)).count();
    if entries < heading.map_or(3, |_| 2) || has_prose(&lines[first..again]) {
        return None;
    }
    let body = &lines[again..];
    // What stands between the last entry and the text, such as the title once more, is text.
    let is_listed = |line: &Line| {
        titles::numbered(line.text).is_some() || {
            let key = key(line.text);
            !key.is_empty() && body.iter().any(|line| self::key(line.text) == key)
        }
    };
    let last = first + lines[first..again].iter().rposition(is_listed)?;
    Some(heading.unwrap_or(first)..last + 1)
}

fn same_entry(entry: &str, line: &str) -> bool {
    if line.is_empty() {
        return false;
    }
    let same_number = || {
        let (entry, line) = (titles::numbered(entry)?, titles::numbered(line)?);
        let word = entry.word.eq_ignore_ascii_case(&line.word);
        Some(word && entry.number.is_some() && entry.number == line.number)
    };
    key(entry) == key(line) || same_number().unwrap_or(false)
}

/// An entry's letters, without leaders and page number.
fn key(line: &str) -> String {
    let entry = line.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || ".…·_".contains(c));
    let entry = if entry.contains(char::is_whitespace) { entry } else { line };
    entry.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn has_prose(lines: &[Line]) -> bool {
    lines.split(|line| line.text.is_empty()).any(|group| {
        let words: usize = group.iter().map(|line| line.text.split_whitespace().count()).sum();
        let listed = group.iter().any(|line| titles::numbered(line.text).is_some());
        words > 25 && !listed && group.last().is_some_and(|line| super::grouping::ends_sentence(line.text))
    })
}

fn blocks(groups: &[Group]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(groups.len());
    let mut found = headings::find(groups).into_iter().peekable();
    let mut at = 0;
    while at < groups.len() {
        if let Some(heading) = found.next_if(|heading| heading.group == at) {
            at += heading.groups;
            blocks.push(Block::new(BlockKind::Heading(heading.kind), without_emphasis(&heading.text), heading.reason));
            continue;
        }
        let group = &groups[at];
        at += 1;
        if group.lines.iter().all(|line| titles::is_ornament(line)) {
            if blocks.last().is_none_or(|block| block.kind != BlockKind::SceneBreak) {
                blocks.push(Block::new(BlockKind::SceneBreak, "", Reason::Ornament));
            }
        } else if group.broken {
            let lines: Vec<String> = group.lines.iter().map(|line| fold(line)).collect();
            blocks.push(Block::new(BlockKind::Verse, without_emphasis(&lines.join("\n")), Reason::BrokenLines));
        } else {
            blocks.push(Block::new(BlockKind::Paragraph, without_emphasis(&group.folded()), Reason::Text));
        }
    }
    blocks
}

/// Takes the `_` of typewriter emphasis off its words; one inside a word or a row of them stays.
fn without_emphasis(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let row = before == Some('_') || after == Some('_');
        if c != '_' || row || (joins(before) && joins(after)) {
            out.push(c);
        }
    }
    out
}

/// Finds mottos and whose they are, wherever a text can begin: behind a heading.
fn mark_mottos(blocks: &mut [Block]) {
    let paragraphs = blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).count();
    let dashes = blocks.iter().filter(|block| titles::is_attribution(&block.text)).count();
    // Where dialogue begins with dashes, a dash says nothing.
    if dashes > 4 && dashes * 20 > paragraphs {
        return;
    }
    let mut opening = true;
    for at in 1..blocks.len() {
        let (before, rest) = blocks.split_at_mut(at);
        let (before, block) = (&mut before[at - 1], &mut rest[0]);
        let motto = matches!(before.kind, BlockKind::Paragraph | BlockKind::Verse);
        if opening && motto && block.kind == BlockKind::Paragraph && titles::is_attribution(&block.text) {
            (block.kind, block.reason) = (BlockKind::Attribution, Reason::DashBehindMotto);
            (before.kind, before.reason) = (BlockKind::Epigraph, Reason::BeforeAttribution);
        }
        opening = match before.kind {
            BlockKind::Heading(_) | BlockKind::Attribution | BlockKind::Epigraph => true,
            _ => block.heading().is_some() || block.kind == BlockKind::Attribution,
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::HeadingKind;
    use super::*;

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        read(text).blocks.into_iter().map(|block| (block.kind, block.text)).collect()
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
        let manuscript = read(&text);
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
        let manuscript = read(&text);
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
            let blocks = read(&text).blocks;
            let read: Vec<&str> = blocks.iter().flat_map(|block| block.text.split_whitespace()).collect();
            prop_assert_eq!(read, text.split_whitespace().collect::<Vec<_>>());
        }
    }
}
