//! Lines that stand between scenes: ornaments, and what typists write for them.

use std::collections::BTreeSet;

use super::grouping::Group;
use super::lines::{Line, continues, ends_sentence};
use super::markup::Entry;
use super::{Block, BlockKind, Reason, roman};

/// What nobody writes but to part scenes, underline headings and rule tables.
const ORNAMENTS: &str = "*#~_=+-–—―─•·∙◦⁂❦☙❧◆◇○●★☆✦✧✻✽†‡§¤□■△▽▲▼※＊♦♥♣♠❖";

/// What a line without words may be made of all the same: a silence or a cry in speech, what is left of a quotation.
const SPEECH: &str = "\"“”„‟‘’‚‛'«»‹›「」『』〈〉《》?!¿¡？！‽";

/// What closes or goes on with something, and is left over where it stands alone.
const LEFT_OVER: &str = ",;:()[]{}，、；：（）【】।؟،؛";

/// Longer rows of dots stand for lines of verse that are missing, in dots.
const LONGEST_DOTS: usize = 12;

/// Says whether the line holds ornaments and nothing that is read: `* * *`, `#`, `---`, `⁂`, `. . .`, `🌊`. Speech may have
/// no words either: `“…”` and `?!` are no ornaments.
pub fn is_ornament(line: &str) -> bool {
    if line.starts_with(char::is_alphanumeric) {
        return false;
    }
    let dots: usize = line.chars().map(|mark| if mark == '…' { 3 } else { usize::from(mark == '.') }).sum();
    if dots > LONGEST_DOTS && is_dots(line) {
        return false;
    }
    let mut shown = false;
    for mark in line.chars().filter(|c| !c.is_whitespace()) {
        if mark.is_alphanumeric() || SPEECH.contains(mark) {
            return false;
        }
        shown |= !(LEFT_OVER.contains(mark) || mark.is_control() || is_invisible(mark));
    }
    shown
}

/// Marks that join, part or colour others and show nothing of their own, and what stands for broken bytes.
fn is_invisible(mark: char) -> bool {
    matches!(mark, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(mark, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}')
}

/// Whether the line is an ornament among these lines, wherever it stands between them. A full page may leave the dots of
/// a sentence alone on a line: dots and signs that serve for other things, too, need the end of a sentence before them.
pub fn stands_out(lines: &[Line], at: usize) -> bool {
    let line = lines[at].text;
    let surely = || line.chars().all(|mark| mark.is_whitespace() || ORNAMENTS.contains(mark));
    let apart = || {
        at.checked_sub(1).is_none_or(|before| ends_sentence(lines[before].text))
            && lines.get(at + 1).is_none_or(|after| !continues(after.text))
    };
    is_ornament(line) && (surely() || apart())
}

/// Says whether the line is a row of dots.
pub fn is_dots(line: &str) -> bool {
    line.chars().all(|mark| mark.is_whitespace() || ".…‥".contains(mark))
}

/// Says whether the line names or imitates an ornament: `o0o`, `-oOo-`, `xxx`, `[scene break]`.
fn stands_for_ornament(line: &str) -> bool {
    if line.len() > 40 || !line.contains(['x', 'X', '0', 'O', '[', '(']) {
        return false;
    }
    let bracketed = |open, close| line.strip_prefix(open).and_then(|line| line.strip_suffix(close));
    if let Some(inner) = bracketed('[', ']').or_else(|| bracketed('(', ')')) {
        let inner = inner.trim().to_lowercase().replace('-', " ");
        return ["scene break", "section break", "scenebreak", "break"].contains(&inner.as_str());
    }
    let bare: String = line.chars().filter(|mark| !mark.is_whitespace() && !ORNAMENTS.contains(*mark)).collect();
    let crosses = bare.len() >= 3 && bare.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x'));
    let rings = bare.len() >= 3
        && bare.starts_with(['o', '0'])
        && bare.bytes().all(|byte| matches!(byte, b'o' | b'O' | b'0'))
        && bare.bytes().any(|byte| byte == b'o')
        && bare.bytes().any(|byte| byte != b'o');
    // A row of one letter may be anything; between words it is none.
    (crosses || rings) && (line.len() == bare.len() || !line.contains(char::is_whitespace) || crosses)
}

/// Whether one of these lines is the neighbour of the Roman number `XXX`, which is then no row of crosses.
fn counts_to_thirty<'a>(mut lines: impl Iterator<Item = &'a str>) -> bool {
    lines.any(|line| {
        let figure = line.trim_end_matches(['.', ':', ')']);
        figure.starts_with("XX") && matches!(roman(figure), Some(29 | 31))
    })
}

/// Makes ornaments of the groups that stand for some, but for lines that the book names.
pub fn mark_groups(groups: &mut [Group], named: &BTreeSet<String>) {
    let alone = |group: &Group| group.lines.len() == 1 && !named.contains(group.lines[0]);
    let found: Vec<usize> = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| alone(group) && stands_for_ornament(group.lines[0]))
        .map(|(at, _)| at)
        .collect();
    let counted = !found.is_empty() && counts_to_thirty(groups.iter().filter(|group| alone(group)).map(|g| g.lines[0]));
    for at in found {
        if !counted || groups[at].lines[0] != "XXX" {
            groups[at].lines[0] = "***";
        }
    }
}

/// Makes breaks of the paragraphs that stand for ornaments.
pub fn mark_entries(entries: &mut [Entry]) {
    let found = |entry: &&mut Entry| entry.block.kind == BlockKind::Paragraph && stands_for_ornament(&entry.block.text);
    let counted = counts_to_thirty(entries.iter().map(|entry| entry.block.text.as_str()));
    for entry in entries.iter_mut().filter(found).filter(|entry| !counted || entry.block.text != "XXX") {
        entry.block = Block { line: entry.block.line, ..Block::new(BlockKind::SceneBreak, "", Reason::Ornament) };
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn ornaments_have_no_words() {
        for line in ["* * *", "***", "#", "---", "~", "⁂", "—", ". . .", "...", "…", "◊", "∞", "<>", "<<<>>>", "🌊"]
        {
            assert!(is_ornament(line), "{line}");
        }
        for line in ["% % %", "^^^", "\\*\\*\\*", "[***]", "| | |", "/ / /", "🏴‍☠️", "♥️"] {
            assert!(is_ornament(line), "{line}");
        }
        for line in [
            "………………………",
            "...............",
            "",
            "?",
            "* a *",
            "“…”",
            "?!",
            "‘—’",
            "»…«",
            "「……」",
            ")",
            ",",
            "\u{200b}",
            "①",
        ] {
            assert!(!is_ornament(line), "{line}");
        }
    }

    #[test]
    fn what_imitates_an_ornament_is_one() {
        for line in ["o0o", "oOo", "-o0o-", "—oOo—", "xxx", "XXX", "x x x", "[scene break]", "(Scene Break)"] {
            assert!(stands_for_ornament(line), "{line}");
        }
        for line in ["ooo", "Ooo", "xx", "XX", "000", "Oxo", "[sic]", "(break it)", "the scene break"] {
            assert!(!stands_for_ornament(line), "{line}");
        }
    }

    #[test]
    fn crosses_among_roman_numbers_are_a_number() {
        let marked = |texts: &[&'static str]| {
            let mut groups: Vec<Group> = texts.iter().map(|text| Group::of(vec![text])).collect();
            mark_groups(&mut groups, &BTreeSet::new());
            groups.iter().map(|group| group.lines[0]).collect::<Vec<_>>()
        };
        assert_eq!(marked(&["XXIX.", "He left.", "XXX", "She stayed."]), ["XXIX.", "He left.", "XXX", "She stayed."]);
        assert_eq!(marked(&["He left.", "XXX", "She stayed."]), ["He left.", "***", "She stayed."]);
    }

    #[test]
    fn dots_that_a_page_left_alone_are_no_ornament() {
        let page = lines("He went on and on and on\n. . .\nand on.\n***\nnot\n");
        assert!(!stands_out(&page, 1) && stands_out(&page, 3));
        assert!(stands_out(&lines("He left.\n. . .\nShe stayed."), 1));
    }
}
