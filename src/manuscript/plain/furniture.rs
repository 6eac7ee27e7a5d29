//! What stands at the head and the foot of printed pages: a name and a number, the title of the book.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::manuscript::lines::{Line, continues, ends_sentence};
use crate::manuscript::titles;

/// No running head is longer, in columns.
const WIDEST_HEAD: usize = 70;

/// As many pages have to show a line before it is their furniture.
const LEAST: usize = 3;

/// How many lines at a page's head or foot can hold furniture, blank ones among them.
const REACH: usize = 5;

/// The lines that pages begin on, by their numbers: a form feed stands before them.
pub fn page_starts(text: &str) -> Vec<u32> {
    if !text.contains('\u{c}') {
        return Vec::new();
    }
    text.lines().zip(1..).filter(|(line, _)| line.starts_with('\u{c}')).map(|(_, number)| number).collect()
}

/// Finds running heads and feet: lines alike but for a number that stand at the ends of pages, or that cut sentences in
/// two while their number rises.
pub fn running_heads(lines: &[Line], starts: &[u32]) -> Vec<Range<usize>> {
    let mut alike: BTreeMap<String, Vec<(usize, Option<u32>)>> = BTreeMap::new();
    // Where no form feed says where pages are, only numbers can.
    let may_head = |line: &Line| !starts.is_empty() || line.text.contains(|c: char| c.is_ascii_digit());
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| may_head(line)) {
        if let Some((key, number)) = key(line) {
            alike.entry(key).or_default().push((at, number));
        }
    }
    let edges = edges(lines, starts);
    let mut found: Vec<usize> = Vec::new();
    for places in alike.values().filter(|places| places.len() >= LEAST) {
        let at_edges = places.iter().filter(|(at, _)| edges.binary_search(at).is_ok()).count();
        // Left and right pages may have lines of their own, and first pages of chapters none.
        let by_pages = at_edges >= LEAST && at_edges * 4 >= starts.len() && at_edges * 10 >= places.len() * 9;
        if by_pages || counts_pages(lines, places) {
            found.extend(places.iter().map(|(at, _)| *at));
        }
    }
    let feet = numbers_at_feet(lines, starts);
    if feet.len() >= LEAST && feet.len() * 2 >= starts.len() {
        found.extend(feet);
    }
    found.sort_unstable();
    found.into_iter().map(|at| at..at + 1).collect()
}

/// What a line has in common with the heads of other pages, and its number. Headings may have a number, too.
fn key(line: &Line) -> Option<(String, Option<u32>)> {
    let text = line.text;
    if text.len() > 4 * WIDEST_HEAD || line.width() > WIDEST_HEAD || !text.contains(char::is_alphabetic) {
        return None;
    }
    if titles::numbered(text).is_some() || titles::lone(text).is_some() || text.ends_with(['”', '"', '»']) {
        return None;
    }
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let number = numbers.next_back().and_then(|digits| digits.parse().ok());
    Some((
        text.split(|c: char| c.is_ascii_digit()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("#"),
        number,
    ))
}

/// The first and last lines of pages, in order.
fn edges(lines: &[Line], starts: &[u32]) -> Vec<usize> {
    let mut edges = Vec::with_capacity(2 * starts.len() + 1);
    let first = |from: usize| {
        let reach = lines.len().min(from + REACH);
        (from..reach).find(|at| !lines[*at].is_blank())
    };
    if !starts.is_empty() {
        edges.extend(first(0));
    }
    for start in starts {
        let at = lines.partition_point(|line| line.number < *start);
        edges.extend((at.saturating_sub(REACH)..at).rev().find(|at| !lines[*at].is_blank()));
        edges.extend(first(at));
    }
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// The last lines of pages that are a number alone; at a page's head, one may be a chapter's.
fn numbers_at_feet(lines: &[Line], starts: &[u32]) -> Vec<usize> {
    let ends = starts.iter().map(|start| lines.partition_point(|line| line.number < *start));
    let last = ends.filter_map(|end| (end.saturating_sub(REACH)..end).rev().find(|at| !lines[*at].is_blank()));
    let is_number = |at: &usize| {
        let bare = lines[*at].text.trim_matches(|c: char| c.is_whitespace() || "-–—".contains(c));
        !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|byte| byte.is_ascii_digit())
    };
    last.filter(is_number).collect()
}

/// Whether lines that are alike but for a number count the pages of a text without form feeds.
fn counts_pages(lines: &[Line], places: &[(usize, Option<u32>)]) -> bool {
    let rises = |pair: &[(usize, Option<u32>)]| {
        pair[0].1.zip(pair[1].1).is_some_and(|(before, next)| (1..=3).contains(&next.wrapping_sub(before)))
    };
    let interrupts = places.iter().filter(|(at, _)| {
        let before = lines[..*at].iter().rev().take(REACH).find(|line| !line.is_blank());
        let after = lines[at + 1..].iter().take(REACH).find(|line| !line.is_blank());
        before
            .zip(after)
            .is_some_and(|(before, after)| !ends_sentence(before.text) && before.width() > 30 && continues(after.text))
    });
    let interrupts = interrupts.count();
    places.windows(2).all(rises) && interrupts >= 2 && interrupts * 4 >= places.len()
}

/// Closes the gaps where pages of prose end, at lines of these numbers: a page's end says nothing of the text.
pub fn close_gaps(lines: &mut Vec<Line>, pages: &[u32]) {
    if pages.is_empty() {
        return;
    }
    let by_indents = has_indents(lines);
    let mut pages = pages.iter().peekable();
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines.drain(..) {
        if line.is_blank() {
            kept.push(line);
            continue;
        }
        let mut at_page = false;
        while pages.next_if(|page| **page <= line.number).is_some() {
            at_page = true;
        }
        let blanks = kept.iter().rev().take_while(|line| line.is_blank()).count();
        let before = kept.len().checked_sub(blanks + 1).map(|at| kept[at]);
        if let Some(before) = before.filter(|before| at_page && before.width() > 30 && line.width() > 30) {
            let interrupted = !ends_sentence(before.text) && continues(line.text);
            let own = if interrupted || by_indents { 0 } else { blanks.min(1) };
            kept.truncate(kept.len() - (blanks - own));
        }
        kept.push(line);
    }
    *lines = kept;
}

/// Whether paragraphs begin with an indent, and have no blank lines between them.
fn has_indents(lines: &[Line]) -> bool {
    let (mut indents, mut blanks) = (0, 0);
    for pair in lines.windows(2).filter(|pair| ends_sentence(pair[0].text)) {
        indents += usize::from(!pair[1].is_blank() && pair[1].indent >= pair[0].indent + 2);
        blanks += usize::from(pair[1].is_blank());
    }
    indents > blanks
}

#[cfg(test)]
mod tests {
    use super::super::cutting::cut;
    use super::*;
    use crate::manuscript::lines::lines;

    const PAGE: &str = "     The tide had gone out further than anyone remembered, and it\nstayed out for most of a week, until nobody\n";

    fn without(text: &str) -> (usize, String) {
        let starts = page_starts(text);
        let mut lines = lines(text);
        let heads = running_heads(&lines, &starts);
        let mut pages: Vec<u32> = heads.iter().map(|head| lines[head.start].number).chain(starts).collect();
        pages.sort_unstable();
        cut(&mut lines, &heads);
        close_gaps(&mut lines, &pages);
        (heads.len(), lines.iter().map(|line| line.text).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn heads_of_pages_are_cut_and_sentences_go_on() {
        let text: String = (1..6)
            .map(|page| format!("\n\u{c}Hale / DEAD WATER / {page}\n\nspoke of it then.\n{PAGE}"))
            .collect::<Vec<_>>()
            .concat();
        let (count, left) = without(&text);
        assert_eq!((count, left.contains("Hale")), (5, false));
        assert!(left.contains("until nobody|spoke of it"), "{left}");
        // Without form feeds, the sentences tell.
        assert_eq!(without(&text.replace('\u{c}', "\n")).0, 5);
    }

    #[test]
    fn a_line_that_never_changes_is_the_head_of_a_page() {
        let text: String =
            (1..6).map(|_| format!("\n\u{c}DEAD WATER\n\nspoke of it then.\n{PAGE}")).collect::<Vec<_>>().concat();
        assert_eq!(without(&text).0, 5);
    }

    #[test]
    fn numbers_at_the_feet_of_pages_are_no_chapters() {
        let text: String = (1..6)
            .map(|page| format!("{}.\n{PAGE}spoke of it then.\n\n{page}\n\u{c}", "Ebb".repeat(page)))
            .collect::<Vec<_>>()
            .concat();
        assert_eq!(without(&text).0, 5);
        let text: String =
            (1..6).map(|at| format!("\n\u{c}{at}\n\n{PAGE}spoke of it then.\n")).collect::<Vec<_>>().concat();
        assert_eq!(without(&text).0, 0);
    }

    #[test]
    fn headings_that_count_are_no_heads_of_pages() {
        for heading in ["Chapter", "Day", "Letter"] {
            let text: String =
                (1..6).map(|at| format!("{heading} {at}\n\n{PAGE}spoke of it then.\n\n")).collect::<Vec<_>>().concat();
            assert_eq!(without(&text).0, 0, "{heading}");
        }
        let text: String =
            (1..6).map(|at| format!("\u{c}Chapter {at}\n\n{PAGE}spoke of it.\n\n")).collect::<Vec<_>>().concat();
        assert_eq!(without(&text).0, 0);
    }
}
