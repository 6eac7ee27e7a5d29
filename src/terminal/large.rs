//! Words in large type: letters of eight by eight points, drawn with blocks.

use font8x8::{BASIC_FONTS, LATIN_FONTS, UnicodeFonts};

/// The points of a letter in either direction.
const POINTS: usize = 8;

/// The rows of a letter, at either size.
const ROWS: usize = 4;

/// The blocks with two points above each other, by which of them are set: the upper one counts 1.
const HALVES: [char; 4] = [' ', '▀', '▄', '█'];

/// The blocks with four points, by which of them are set: upper left 1, upper right 2, lower left 4, lower right 8.
const QUARTERS: [char; 16] = [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];

/// The text in the largest type that fits into so many columns and rows; `None` where even the smaller one does not, or
/// where a letter has no picture.
#[must_use]
pub fn large(text: &str, columns: usize, rows: usize) -> Option<Vec<String>> {
    // Eight columns a letter, with points as wide as high, then four.
    [1, 2].into_iter().find_map(|across| set(text, columns, rows, across))
}

/// The text with so many points across a column.
fn set(text: &str, columns: usize, rows: usize, across: usize) -> Option<Vec<String>> {
    let letters = columns * across / POINTS;
    let lines = lines(text, letters)?;
    if lines.len() * ROWS > rows {
        return None;
    }
    let mut drawn = Vec::new();
    for line in lines {
        let pictures: Option<Vec<[u8; 8]>> = line.chars().map(picture).collect();
        drawn.extend(draw(&pictures?, across));
    }
    Some(drawn)
}

/// Lines of at most so many letters, divided between words only.
fn lines(text: &str, letters: usize) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in plain(text).split_whitespace() {
        let length = word.chars().count();
        if length > letters {
            return None;
        }
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + length <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    (!lines.is_empty()).then_some(lines)
}

/// The text with the marks of typewriters, for which there are pictures.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '‘' | '’' | '‚' => plain.push('\''),
            '“' | '”' | '„' => plain.push('"'),
            '–' | '—' | '‑' => plain.push('-'),
            '…' => plain.push_str("..."),
            c => plain.push(c),
        }
    }
    plain
}

fn picture(c: char) -> Option<[u8; 8]> {
    BASIC_FONTS.get(c).or_else(|| LATIN_FONTS.get(c)).filter(|picture| c == ' ' || *picture != [0; 8])
}

fn draw(pictures: &[[u8; 8]], across: usize) -> Vec<String> {
    let point = |picture: &[u8; 8], x: usize, y: usize| usize::from(picture[y] >> x & 1);
    let row = |y: usize| {
        let cell = |picture: &[u8; 8], x: usize| {
            if across == 1 {
                HALVES[point(picture, x, y) + 2 * point(picture, x, y + 1)]
            } else {
                let upper = point(picture, x, y) + 2 * point(picture, x + 1, y);
                let lower = point(picture, x, y + 1) + 2 * point(picture, x + 1, y + 1);
                QUARTERS[upper + 4 * lower]
            }
        };
        let line: String =
            pictures.iter().flat_map(|picture| (0..POINTS).step_by(across).map(move |x| cell(picture, x))).collect();
        line.trim_end().to_owned()
    };
    (0..POINTS).step_by(2).map(row).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn a_word_is_set_as_large_as_there_is_room() {
        assert_eq!(large("I", 8, 4).unwrap(), [" ▀██▀", "  ██", "  ██", " ▀▀▀▀"]);
        assert_eq!(large("I", 7, 4).unwrap(), ["▝█▘", " █", " █", "▝▀▘"]);
        assert_eq!(large("I", 3, 4), None);
        assert_eq!(large("I", 8, 3), None);
        assert_eq!(large("low tide", 16, 8).unwrap().len(), 8, "in two lines, small");
        assert_eq!(large("low tide", 32, 8).unwrap(), set("low tide", 32, 8, 1).unwrap(), "in two lines, large");
    }

    #[test]
    fn what_has_no_picture_is_left_to_the_terminal() {
        assert_eq!(large("прилив", 400, 40), None);
        assert_eq!(large("潮", 400, 40), None);
        assert!(large("“Où?” — l’été…", 400, 40).is_some());
        assert_eq!(large(" ", 400, 40), None);
    }

    proptest! {
        #[test]
        fn nothing_is_wider_or_higher_than_its_place(text in "[a-zA-Z’é ]{0,80}", columns in 0..150usize, rows in 0..40usize) {
            if let Some(drawn) = large(&text, columns, rows) {
                prop_assert!(drawn.len() <= rows);
                prop_assert!(drawn.iter().all(|row| row.width() <= columns));
            }
        }
    }
}
