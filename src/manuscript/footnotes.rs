//! Footnotes and pictures in plain text: `[1] ...`, `[Footnote 1: ...]`, `* ...` at the foot of a page, `[2 - ...]` in a line.

use std::collections::HashSet;
use std::ops::Range;

use super::lines::Line;
use super::titles;

/// How a note in brackets begins.
const NOTES: [&str; 12] = [
    "[Footnote",
    "[footnote",
    "[FOOTNOTE",
    "[Fußnote",
    "[Fussnote",
    "[Anmerkung",
    "[Note ",
    "[Nota ",
    "[Sidenote",
    "[Прим",
    "[Сноска",
    "[Endnote",
];

/// How a picture begins.
const PICTURES: [&str; 4] = ["[Illustration", "[Abbildung", "[ILLUSTRATION", "[Image"];

/// Names of the place where notes stand together.
const PLACES: [&str; 9] =
    ["footnotes", "notes", "endnotes", "fußnoten", "anmerkungen", "примечания", "сноски", "note", "notas"];

/// What was found in the lines of a text.
#[derive(Debug, Default)]
pub struct Footnotes {
    /// The lines of each note, in order.
    pub notes: Vec<Range<usize>>,
    /// The headings of places where nothing but notes stands.
    pub places: Vec<Range<usize>>,
    /// The lines of each picture, in order.
    pub pictures: Vec<Range<usize>>,
    /// The marks in the text that lead to notes.
    marks: HashSet<String>,
}

/// Finds the notes and pictures that stand on lines of their own.
pub fn footnotes(lines: &[Line]) -> Footnotes {
    let mut found = Footnotes::default();
    let mut seen: HashSet<String> = HashSet::new();
    // Lines since a star behind a word.
    let mut star: Option<usize> = None;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].text;
        let heads = at == 0 || lines[at - 1].is_blank() || found.notes.last().is_some_and(|note| note.end == at);
        if let Some(end) = picture(lines, at) {
            found.pictures.push(at..end);
            at = end;
            continue;
        }
        let bracketed = NOTES.iter().any(|note| line.starts_with(note)).then(|| bracket_end(lines, at)).flatten();
        let labelled = || label(line).filter(|label| heads && seen.contains(*label));
        let starred = || {
            let recent = star.is_some_and(|star| at - star < 80);
            let spaced =
                line.strip_prefix('*').is_some_and(|rest| rest.starts_with(|c: char| c == ' ' || c.is_uppercase()));
            heads && recent && spaced && !titles::is_ornament(line) && line.matches('*').count() == 1
        };
        if let Some(end) = bracketed {
            if let Some(label) = line.split_once([':', ']']).and_then(|(head, _)| head.rsplit(' ').next()) {
                found.marks.insert(label.to_owned());
            }
            found.notes.push(at..end);
            at = end;
        } else if let Some(label) = labelled() {
            let end = note_end(lines, at);
            found.marks.insert(label.to_owned());
            found.notes.push(at..end);
            at = end;
        } else if starred() {
            let end = note_end(lines, at);
            found.marks.insert("*".to_owned());
            found.notes.push(at..end);
            star = None;
            at = end;
        } else {
            for (place, label) in marks(line) {
                if place > 0 {
                    seen.insert(label.to_owned());
                }
            }
            if star_mark(line).is_some() {
                star = Some(at);
            }
            at += 1;
        }
    }
    found.places = found.notes.iter().filter_map(|note| place_before(lines, note.start)).collect();
    found
}

/// Takes notes out of the lines they stand in, as in `the tide[2 - So he says.] went`; gives back the text without them and
/// each with its line, from 1, or `None` where there are none.
pub fn without_inline(text: &str) -> Option<(String, Vec<(u32, String)>)> {
    let mut left = String::new();
    let mut notes = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(start) = rest.find('[') {
        let (before, bracket) = rest.split_at(start);
        left.push_str(before);
        line += before.matches('\n').count() as u32;
        let heads = left.is_empty() || left.ends_with('\n');
        let end = if heads || !is_inline_note(bracket) { None } else { closing(bracket) };
        if let Some(end) = end {
            notes.push((line, bracket[1..end - 1].trim().to_owned()));
            rest = &bracket[end..];
        } else {
            left.push('[');
            rest = &bracket[1..];
        }
    }
    left.push_str(rest);
    (!notes.is_empty()).then_some((left, notes))
}

impl Footnotes {
    /// Says whether text may hold anything to be taken out of it.
    pub fn concern(&self, text: &str) -> bool {
        text.contains('[') || (self.marks.contains("*") && text.contains('*'))
    }

    /// The text without the marks that lead to notes.
    pub fn without_marks(&self, text: &str) -> String {
        let mut left = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find('[') {
            let (before, bracket) = rest.split_at(start);
            left.push_str(before);
            let mark = short_bracket(&bracket[1..]).filter(|mark| !left.is_empty() && self.marks.contains(*mark));
            if let Some(mark) = mark {
                rest = &bracket[mark.len() + 2..];
            } else {
                left.push('[');
                rest = &bracket[1..];
            }
        }
        left.push_str(rest);
        if self.marks.contains("*") {
            while let Some(at) = star_mark(&left) {
                left.remove(at);
            }
        }
        left
    }
}

/// Whether a bracket holds a note: `[2 - ...]`, `[Footnote: ...]`.
fn is_inline_note(bracket: &str) -> bool {
    if NOTES.iter().any(|note| bracket.starts_with(note)) {
        return true;
    }
    let inner = &bracket[1..];
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let rest = inner[digits..].trim_start();
    let dash = rest.strip_prefix(['-', '–', '—']);
    (1..=4).contains(&digits)
        && dash.is_some_and(|rest| {
            rest.starts_with(char::is_whitespace) || rest.trim_start().starts_with(char::is_alphabetic)
        })
}

/// A note within a line is no longer than this, in bytes.
const LONGEST: usize = 8_000;

/// Where the bracket at the start of a text closes on its line, behind it.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices().take_while(|(at, c)| *at < LONGEST && *c != '\n') {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return Some(at + 1),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What stands before the next bracket closes, where that is a mark's few letters.
fn short_bracket(text: &str) -> Option<&str> {
    let end = text.bytes().take(6).position(|b| b == b']')?;
    text.get(..end)
}

/// Where the bracket that a line begins closes, if nothing else stands behind it on its line.
fn bracket_end(lines: &[Line], at: usize) -> Option<usize> {
    let mut depth = 0i32;
    // A bracket that is still open pages later was never meant to be one.
    for (place, line) in lines.iter().enumerate().skip(at).take(60) {
        for (end, c) in line.text.char_indices() {
            depth += i32::from(c == '[') - i32::from(c == ']');
            if depth == 0 && c == ']' {
                return line.text[end + 1..].trim_matches(['.', ' ']).is_empty().then_some(place + 1);
            }
        }
    }
    None
}

fn picture(lines: &[Line], at: usize) -> Option<usize> {
    PICTURES.iter().any(|picture| lines[at].text.starts_with(picture)).then(|| bracket_end(lines, at)).flatten()
}

/// The label of a note that a line begins with: `[1] `, `[a] `.
fn label(line: &str) -> Option<&str> {
    let (label, rest) = line.strip_prefix('[')?.split_once(']')?;
    (is_label(label) && rest.starts_with([' ', '\t', ':', '.']) && rest.contains(char::is_alphanumeric))
        .then_some(label)
}

fn is_label(label: &str) -> bool {
    let digits = label.bytes().all(|b| b.is_ascii_digit());
    (1..=4).contains(&label.len()) && (digits || (label.len() == 1 && label.bytes().all(|b| b.is_ascii_lowercase())))
        || label == "*"
}

/// The marks in a line, with their places.
fn marks(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.match_indices('[').filter_map(|(at, _)| {
        let label = short_bracket(&line[at + 1..])?;
        is_label(label).then_some((at, label))
    })
}

/// Where a single star stands behind a word.
fn star_mark(line: &str) -> Option<usize> {
    if line.matches('*').count() != 1 {
        return None;
    }
    let at = line.find('*')?;
    let before = line[..at].chars().next_back()?;
    let after = line[at + 1..].chars().next();
    let attached = before.is_alphanumeric() || ".,;:!?)”’\"".contains(before);
    (attached && after.is_none_or(|c| c.is_whitespace() || ".,;:!?)”’\"".contains(c))).then_some(at)
}

/// Where a note ends: at a blank line, or further on where it is indented and the text is not.
fn note_end(lines: &[Line], start: usize) -> usize {
    let indent = lines[start].indent;
    let mut end = start;
    loop {
        let length = lines[end..]
            .iter()
            .enumerate()
            .take_while(|(at, line)| !line.is_blank() && (*at == 0 || label(line.text).is_none()));
        end += length.count();
        if indent < 2 || lines.get(end).is_none_or(|line| !line.is_blank()) {
            return end;
        }
        let Some(next) = lines[end..].iter().take(3).position(|line| !line.is_blank()).map(|blanks| end + blanks)
        else {
            return end;
        };
        // A heading in the middle of the page is indented too, further.
        let goes_on = lines[next].indent >= indent && lines[next].indent <= indent + 12;
        let more = lines[next..].iter().take_while(|line| !line.is_blank()).all(|line| line.indent >= indent);
        if !goes_on || !more || label(lines[next].text).is_some() || next - end > 1 {
            return end;
        }
        end = next;
    }
}

/// The heading of the place where notes stand together, right before a note.
fn place_before(lines: &[Line], note: usize) -> Option<Range<usize>> {
    let at = lines[..note].iter().rposition(|line| !line.is_blank())?;
    let name = lines[at].text.trim_end_matches([':', '.']).to_lowercase();
    PLACES.contains(&name.as_str()).then_some(at..at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn notes(text: &str) -> Vec<String> {
        let lines = lines(text);
        let told =
            |range: &Range<usize>| lines[range.clone()].iter().map(|line| line.text).collect::<Vec<_>>().join("|");
        footnotes(&lines).notes.iter().map(told).collect()
    }

    #[test]
    fn notes_are_found_where_the_text_leads_to_them() {
        for (text, note) in [
            ("The tide[1] went.\n\n  [1] So he says.\n  Twice.\n\nIt came.", "[1] So he says.|Twice."),
            ("The tide.\n\n[Footnote 1: So he\nsays [twice].]\n\nIt came.", "[Footnote 1: So he|says [twice].]"),
            ("The tide* went.\n\n* So he says.\n\nIt came.", "* So he says."),
            ("The tide[a] went.\n\nNOTES:\n\n[a] So.\n", "[a] So."),
            (
                "The tide[1] went.\n\n  [1] So he says:\n\n     Low water,\n\n  he says.\n\nIt came.",
                "[1] So he says:||Low water,||he says.",
            ),
        ] {
            assert_eq!(notes(text), [note], "{text}");
        }
    }

    #[test]
    fn what_nothing_leads_to_is_no_note() {
        for text in [
            "[1] The first point.\n\n[2] The second.",
            "* Milk\n\n* Bread",
            "He was *so* tired.\n\n* * *\n\nIt came.",
            "[Enter a pilot]",
        ] {
            assert_eq!(notes(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn marks_and_notes_in_a_line_are_taken_out() {
        let lines = lines("The tide[1] went.\n\n[1] So.");
        let found = footnotes(&lines);
        assert_eq!(found.without_marks("The tide[1], [sic] and [7]."), "The tide, [sic] and [7].");
        let (text, notes) = without_inline("А\nКак dandy[4 - Dandy [фр.], франт.] в тумане.").unwrap();
        assert_eq!(
            (text.as_str(), &notes[..]),
            ("А\nКак dandy в тумане.", &[(2, "4 - Dandy [фр.], франт.".to_owned())][..])
        );
    }

    #[test]
    fn pictures_are_found() {
        assert_eq!(
            footnotes(&lines("[Illustration: A\nboat]\n\nText [Illustration] here.")).pictures.first(),
            Some(&(0..2))
        );
    }
}
