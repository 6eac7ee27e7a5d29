//! How a part of a plain text is set: to which width its lines are wrapped, and what stands between its paragraphs.

use super::lines::{Line, continues, ends_sentence};

/// Longer lines are nobody's page width, in columns; a table may have a few.
pub const WIDEST_PAGE: usize = 110;

/// Lines without a blank line between them.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub start: usize,
    pub end: usize,
    /// How many blank lines stand before it.
    pub gap: u32,
}

/// How the lines around here are set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// The width that lines are wrapped to, in columns; `None` where a line is a paragraph.
    pub width: Option<usize>,
    /// Whether paragraphs follow each other without a blank line.
    pub solid: bool,
}

/// Divides lines at blank lines.
pub fn runs(lines: &[Line]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut gap = 0;
    let mut at = 0;
    while at < lines.len() {
        if lines[at].is_blank() {
            gap += 1;
            at += 1;
            continue;
        }
        let end = lines[at..].iter().position(Line::is_blank).map_or(lines.len(), |length| at + length);
        runs.push(Run { start: at, end, gap });
        gap = 0;
        at = end;
    }
    runs
}

/// Takes out the blank line behind every line where a typewriter was set to double spacing.
pub fn single_spaced<'a>(lines: &[Line<'a>]) -> Option<Vec<Line<'a>>> {
    let runs = runs(lines);
    let single = runs.iter().filter(|run| run.end - run.start == 1).count();
    if runs.len() < 8 || single * 10 < runs.len() * 9 {
        return None;
    }
    let first = |run: &Run| lines[run.start];
    let wide = runs.iter().filter(|run| first(run).width() > WIDEST_PAGE).count();
    let pairs = || runs.windows(2).map(|pair| (first(&pair[0]), first(&pair[1]), pair[1].gap));
    let unfinished = pairs().filter(|(a, b, _)| !ends_sentence(a.text) && continues(b.text)).count();
    // Of wrapped prose, well over a third of the lines end in the middle of a sentence with a small letter behind.
    if wide * 20 > runs.len() || unfinished * 3 < runs.len() || !is_filled(&runs, lines) {
        return None;
    }
    let mut gaps: Vec<u32> =
        pairs().filter(|(a, b, _)| !ends_sentence(a.text) && continues(b.text)).map(|(.., gap)| gap).collect();
    gaps.sort_unstable();
    let usual = gaps[gaps.len() / 2];
    let mut kept = Vec::with_capacity(lines.len());
    for run in &runs {
        if run.gap > usual && !kept.is_empty() {
            let blank = Line { text: "", indent: 0, number: lines[run.start].number.saturating_sub(1) };
            kept.extend(std::iter::repeat_n(blank, (run.gap - usual) as usize));
        }
        kept.extend_from_slice(&lines[run.start..run.end]);
    }
    Some(kept)
}

/// Whether the lines of these runs fill a page: of those that end no sentence, nearly all had no room for the next word.
fn is_filled(runs: &[Run], lines: &[Line]) -> bool {
    let mut widths: Vec<usize> = runs.iter().map(|run| lines[run.start].width()).collect();
    widths.sort_unstable();
    let page = widths[widths.len() * 9 / 10];
    let open = || {
        runs.windows(2).map(|pair| (lines[pair[0].start], lines[pair[1].start])).filter(|(a, _)| !ends_sentence(a.text))
    };
    let short = open().filter(|(a, b)| has_room(a.text, b.text, page)).count();
    page >= NARROWEST_PAGE && short * 5 <= open().count()
}

/// No prose is wrapped to fewer columns.
const NARROWEST_PAGE: usize = 30;

/// How many lines are looked at together to tell how they are set.
const PART: usize = 300;

/// Tells for each run how the lines around it are set: by its part of the text, or by the whole where a part says too
/// little.
pub fn pages(lines: &[Line], runs: &[Run]) -> Vec<Page> {
    let whole = Evidence::of(lines, runs);
    let fallback = whole.page(Page::default(), 1);
    let mut pages = Vec::with_capacity(runs.len());
    let mut at = 0;
    while at < runs.len() {
        let mut end = at;
        let mut count = 0;
        while end < runs.len() && count < PART {
            count += runs[end].end - runs[end].start;
            end += 1;
        }
        let page = Evidence::of(lines, &runs[at..end]).page(fallback, 12);
        pages.extend(std::iter::repeat_n(page, end - at));
        at = end;
    }
    pages
}

/// What lines say of how they are set.
#[derive(Default)]
struct Evidence {
    /// The widths of lines that others follow, and that no page is too narrow for.
    widths: Vec<usize>,
    /// Lines wider than any page.
    wide: usize,
    /// Lines that another follows without a blank line.
    followed: usize,
    /// Of these, such as don't end a sentence.
    unfinished: usize,
    /// Of these, such as a small letter follows: verse begins its lines with capitals.
    running: usize,
    /// Places within runs where a paragraph can end: a sentence does, and the next line is indented or the first is short.
    inner_ends: usize,
    runs: usize,
}

impl Evidence {
    fn of(lines: &[Line], runs: &[Run]) -> Self {
        let mut found = Self { runs: runs.len(), ..Self::default() };
        for run in runs {
            let run = &lines[run.start..run.end];
            let widest = run.iter().map(Line::width).max().unwrap_or(0);
            let margin = run.iter().map(|line| line.indent).min().unwrap_or(0);
            found.wide += run.iter().filter(|line| line.width() > WIDEST_PAGE).count();
            for pair in run.windows(2) {
                let width = pair[0].width();
                if width <= WIDEST_PAGE {
                    found.widths.push(width);
                }
                found.followed += 1;
                if ends_sentence(pair[0].text) {
                    let short = has_room(pair[0].text, pair[1].text, widest);
                    found.inner_ends += usize::from(short || pair[1].indent >= margin + 2);
                } else {
                    found.unfinished += 1;
                    found.running += usize::from(continues(pair[1].text));
                }
            }
        }
        found.widths.sort_unstable();
        found
    }

    /// How the lines are set, where at least this many say so.
    fn page(&self, otherwise: Page, least: usize) -> Page {
        if self.followed < least {
            return otherwise;
        }
        let wrapped = self.unfinished * 5 > self.followed * 2
            && self.running * 3 >= self.unfinished
            && self.wide * 4 <= self.followed.max(1);
        let width = self.widths.get(self.widths.len().saturating_sub(1) * 95 / 100).copied();
        let solid = if wrapped { self.inner_ends > self.runs } else { self.followed > self.runs * 2 };
        Page { width: width.filter(|_| wrapped), solid }
    }
}

/// Whether the next line's first word would have had room on a line of this width, by ten columns: a ragged page leaves
/// some room.
pub fn has_room(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().map_or(0, super::lines::width);
    super::lines::width(line) + 1 + word.min(30) + 10 < width
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn page(text: &str) -> Page {
        let lines = lines(text);
        pages(&lines, &runs(&lines))[0]
    }

    const WRAPPED: &str = "The tide had gone out further than anyone remembered, and it\nstayed out for most of a week, until nobody spoke of it but the\nchildren, who sang.\n";

    #[test]
    fn wrapped_pages_have_a_width() {
        assert_eq!(page(&format!("{WRAPPED}\n{WRAPPED}")), Page { width: Some(63), solid: false });
        assert!(page(&"  ".to_owned().replace("  ", WRAPPED).repeat(4)).solid);
        assert_eq!(page("He left.\nShe stayed.\nNobody spoke.\n"), Page { width: None, solid: false });
    }

    #[test]
    fn double_spacing_is_taken_out() {
        let text = WRAPPED.repeat(4).replace('\n', "\n\n");
        let lines = lines(&text);
        let single = single_spaced(&lines).unwrap();
        assert_eq!(single.len(), 12);
        assert!(single_spaced(&super::super::lines::lines(&"He left.\n\n".repeat(12))).is_none());
    }

    #[test]
    fn short_lines_with_space_between_are_no_double_spacing() {
        let broken = "I came here.\n\nthe sea was grey\n\nand the sky was grey\n\nand nobody\n\nnobody came\n\nHe left.\n\nShe stayed.\n\nIt rained.\n";
        assert!(single_spaced(&lines(broken)).is_none());
        assert!(single_spaced(&lines(&broken.repeat(8))).is_none());
    }
}
