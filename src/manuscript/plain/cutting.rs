//! Takes lines out of a text so that what they interrupted goes on.

use std::ops::Range;

use crate::manuscript::lines::{Line, continues, ends_sentence};

/// Takes out these lines, given in order, and the blank lines that stood around them alone.
pub fn cut(lines: &mut Vec<Line>, ranges: &[Range<usize>]) {
    if ranges.is_empty() {
        return;
    }
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    for range in ranges {
        if range.start < at {
            continue;
        }
        kept.extend_from_slice(&lines[at..range.start]);
        at = range.end;
        let next = lines[at..].iter().position(|line| !line.is_blank()).map_or(lines.len(), |blanks| at + blanks);
        let blanks = kept.iter().rev().take_while(|line| line.is_blank()).count();
        let before = kept.len().checked_sub(blanks + 1).map(|before| kept[before]);
        if let (Some(before), Some(after)) = (before, lines.get(next)) {
            let interrupted = !ends_sentence(before.text) && continues(after.text);
            let indented = after.indent >= 2 && before.indent < after.indent && blanks <= 1 && next - at <= 1;
            if interrupted || (indented && blanks == 0) {
                kept.truncate(kept.len() - blanks);
                at = next;
            } else if blanks > 0 {
                // The shorter of the gaps before and behind is the text's own.
                let own = (next - at).clamp(1, blanks);
                kept.truncate(kept.len() - blanks + own);
                at = next;
            }
        }
    }
    kept.extend_from_slice(&lines[at..]);
    *lines = kept;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::lines::lines;

    fn without(text: &str, range: Range<usize>) -> String {
        let mut lines = lines(text);
        cut(&mut lines, &[range]);
        lines.iter().map(|line| line.text).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_was_interrupted_goes_on() {
        assert_eq!(without("the tide\n\n12\n\nwent out", 2..3), "the tide|went out");
        assert_eq!(without("It went.\n\n12\n\n\nNobody", 2..3), "It went.||Nobody");
    }
}
