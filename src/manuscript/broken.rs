//! Lines that are broken on purpose, and prose that only looks so: each paragraph of it ends with a break of a line.

use super::lines::ends_sentence;

/// Verse is narrower than this, in characters.
const WIDEST_VERSE: usize = 60;

/// Lines that were wrapped for a page are no wider than this, in characters.
const WIDEST_PAGE: usize = 90;

/// Says whether most letters stand in lines that are too long for verse.
pub fn is_prose(lines: &[String]) -> bool {
    let widths = || lines.iter().map(|line| line.chars().count());
    widths().filter(|width| *width > WIDEST_VERSE).sum::<usize>() * 2 > widths().sum()
}

/// The paragraphs that lines of prose are: all lines one, where they were wrapped for a page, else each line one.
pub fn paragraphs(lines: &[String]) -> Vec<String> {
    let last = lines.len().saturating_sub(1);
    let wide = lines.iter().any(|line| line.chars().count() > WIDEST_PAGE);
    let running = lines[..last].iter().filter(|line| !ends_sentence(line)).count();
    if !wide && running * 2 > last { vec![lines.join(" ")] } else { lines.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_lines_tells_prose_from_verse() {
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert!(!is_prose(&lines(&["The sea is grey, the sea is wide,", "The gulls go out upon the tide."])));
        let long = "The tide went out and did not come back until the evening of the following day.";
        assert!(is_prose(&lines(&[long, "“No,” he said."])));
        assert_eq!(paragraphs(&lines(&[long, long])).len(), 2);
        let wrapped = "The tide went out and did not come back until the evening of the";
        assert_eq!(paragraphs(&lines(&[wrapped, wrapped, "following day."])).len(), 1);
    }
}
