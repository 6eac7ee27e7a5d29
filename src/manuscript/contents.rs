//! The table of contents of a plain text: never read, never taken for headings.

use std::collections::HashSet;
use std::ops::Range;

use super::lines::{Line, ends_sentence, words};
use super::titles;

/// Finds the table of contents: entries without prose between them, with page numbers, or such as come again in the text.
pub fn contents(lines: &[Line]) -> Option<Range<usize>> {
    let headed = lines.iter().enumerate().filter(|(at, line)| {
        let alone = at.checked_sub(1).is_none_or(|before| lines[before].is_blank());
        alone && titles::is_contents(line.text)
    });
    // A word that heads every chapter heads no table.
    for (heading, _) in headed.take(8) {
        if let Some(end) = below_heading(lines, heading) {
            return Some(heading..end);
        }
    }
    without_heading(lines)
}

/// Where the table below this heading ends.
fn below_heading(lines: &[Line], heading: usize) -> Option<usize> {
    let prose = prose_from(lines, heading + 1);
    let entries: Vec<usize> = (heading + 1..prose).filter(|at| is_entry(lines[*at].text)).collect();
    // The first entry may have no heading of its own in the text.
    let again = entries.iter().take(3).enumerate().find_map(|(place, first)| {
        let again = entries[place + 1..].iter().find(|at| same_entry(lines[*first].text, lines[**at].text))?;
        (place + 1 < entries.iter().position(|at| at == again)?).then_some(*again)
    });
    let table: Vec<usize> = match again {
        Some(again) => entries.into_iter().filter(|at| *at < again).collect(),
        None => entries,
    };
    let listed = listed(lines, &table, again.unwrap_or(prose));
    let count = listed.iter().filter(|listed| **listed != Listed::No).count();
    // Page numbers, and headings of the same words, are sure signs.
    let sure = listed.iter().filter(|listed| **listed == Listed::Surely).count();
    let enough = if again.is_some() { count >= 2 } else { (count >= 3 || sure >= 2) && count * 2 > table.len() };
    let last = table[listed.iter().rposition(|listed| *listed != Listed::No)?];
    enough.then_some(last + 1)
}

/// Whether a line is an entry of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Listed {
    No,
    /// It has a number.
    Numbered,
    /// It has a page number, or comes again in the text.
    Surely,
}

/// A table without a heading: numbered entries, the first of which comes again before any prose.
fn without_heading(lines: &[Line]) -> Option<Range<usize>> {
    let is_listed = |line: &Line| titles::numbered_or_prose(line.text).is_some();
    // It stands near the start, if anywhere.
    let first = lines.iter().take(2000).position(is_listed)?;
    let prose = prose_from(lines, first);
    let again = (first + 1..prose).find(|at| same_entry(lines[first].text, lines[*at].text))?;
    let last = first + lines[first..again].iter().rposition(is_listed)?;
    // A title that is printed twice is no table of contents.
    let entries = lines[first..again].iter().filter(|line| is_listed(line)).count();
    (entries >= 3).then_some(first..last + 1)
}

fn is_entry(line: &str) -> bool {
    let column = ["page", "pages", "seite", "página", "pag", "стр", "chapter", "chap"];
    !line.is_empty() && !column.contains(&line.trim_end_matches('.').to_lowercase().as_str())
}

/// Which of the entries are surely such: numbered, with a page number, or found again in the text.
fn listed(lines: &[Line], table: &[usize], body: usize) -> Vec<Listed> {
    let keys: Vec<[String; 2]> = table.iter().map(|at| keys(lines[*at].text)).collect();
    let wanted: HashSet<&str> = keys.iter().flatten().filter(|key| !key.is_empty()).map(String::as_str).collect();
    let mut found: HashSet<String> = HashSet::new();
    let table_lines: HashSet<usize> = table.iter().copied().collect();
    for (at, line) in lines.iter().enumerate() {
        let heads = at > 0 && lines[at - 1].is_blank() || at >= body && titles::is_title(line.text);
        if heads && line.text.len() < 200 && !line.is_blank() && !table_lines.contains(&at) {
            for key in self::keys(line.text) {
                if wanted.contains(key.as_str()) {
                    found.insert(key);
                }
            }
        }
    }
    let again = |keys: &[String; 2]| keys.iter().any(|key| found.contains(key));
    let numbered = |line: &str| titles::numbered_or_prose(line).is_some() || titles::lone_number(line).is_some();
    let judge = |(at, keys): (&usize, &[String; 2])| {
        let line = lines[*at].text;
        match () {
            () if has_page(line) || again(keys) => Listed::Surely,
            () if numbered(line) => Listed::Numbered,
            () => Listed::No,
        }
    };
    table.iter().zip(&keys).map(judge).collect()
}

/// Whether a page number ends the line behind leaders or a wide space.
fn has_page(line: &str) -> bool {
    let number = line.rsplit(|c: char| !(c.is_ascii_digit() || "xvilc".contains(c))).next().unwrap_or_default();
    let rest = line.strip_suffix(number).unwrap_or(line);
    let led = rest.ends_with("  ")
        || rest.ends_with('\t')
        || rest.trim_end().ends_with(['.', '…', '·', '_', '-']) && !ends_sentence(rest.trim_end_matches(['.', ' ']));
    !number.is_empty() && number.len() <= 7 && !rest.trim().is_empty() && led
}

/// Where the first prose behind a line begins: a paragraph of whole sentences that is no list.
fn prose_from(lines: &[Line], from: usize) -> usize {
    let mut at = from;
    while let Some(start) = lines[at..].iter().position(|line| !line.is_blank()).map(|blanks| at + blanks) {
        let end = lines[start..].iter().position(Line::is_blank).map_or(lines.len(), |length| start + length);
        // A paragraph on a line of its own is prose whatever stands around it.
        let long = lines[start..end]
            .iter()
            .position(|line| words(line.text) > 25 && ends_sentence(line.text) && !has_page(line.text));
        if let Some(long) = long {
            return start + long;
        }
        let group = &lines[start..end];
        let count: usize = group.iter().map(|line| words(line.text)).sum();
        let listed =
            group.iter().filter(|line| titles::numbered_or_prose(line.text).is_some() || has_page(line.text)).count();
        if count > 25 && listed * 3 < group.len() && group.last().is_some_and(|line| ends_sentence(line.text)) {
            return start;
        }
        at = end;
    }
    lines.len()
}

fn same_entry(entry: &str, line: &str) -> bool {
    let same_number = || {
        let (entry, line) = (titles::numbered_or_prose(entry)?, titles::numbered_or_prose(line)?);
        let word = entry.word.to_lowercase() == line.word.to_lowercase();
        Some(word && entry.number.is_some() && entry.number == line.number)
    };
    let [entry_key, entry_title] = keys(entry);
    let [line_key, line_title] = keys(line);
    let same_title = || entry_title.chars().count() >= 4 && entry_title == line_title;
    (!entry_key.is_empty() && entry_key == line_key) || same_number().unwrap_or(false) || same_title()
}

/// An entry's letters without leaders and page number, and those of its title alone, without the number in front.
fn keys(line: &str) -> [String; 2] {
    let entry = if has_page(line) {
        let unnumbered = line.trim_end_matches(|c: char| c.is_ascii_digit() || "xvilc".contains(c));
        unnumbered.trim_end_matches(|c: char| c.is_whitespace() || ".…·_-".contains(c))
    } else {
        line
    };
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let title = match titles::lone_number(entry) {
        Some((_, title)) => title,
        None => match titles::numbered_or_prose(entry) {
            // Behind the numbering word and its number.
            Some(found) if found.titled => entry.trim_start().splitn(3, char::is_whitespace).nth(2).unwrap_or_default(),
            Some(_) => "",
            None => entry,
        },
    };
    [letters(entry), letters(title)]
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    const PROSE: &str = "The tide went out and did not come back until the evening of the following day, which nobody there had ever seen before, not even the harbour master.";

    fn found(text: &str) -> Option<Vec<String>> {
        let text = text.replace('@', PROSE);
        let lines = lines(&text);
        let range = contents(&lines)?;
        Some(lines[range].iter().map(|line| line.text.to_owned()).filter(|line| !line.is_empty()).collect())
    }

    #[test]
    fn the_entries_are_found_whatever_their_wording() {
        for (text, last, count) in [
            (
                "A\n\nCONTENTS\n\nChapter 1 .... 3\nChapter 2 .... 9\n\nA\n\nChapter 1\n\n@\n\nChapter 2\n\n@\n",
                "Chapter 2 .... 9",
                3,
            ),
            (
                "Contents\n\nChapter I  The Sea\nChapter II  The Land\n\nI. The Sea\n\n@\n\nII. The Land\n\n@\n",
                "Chapter II  The Land",
                3,
            ),
            (
                "Inhalt\n\nErstes Kapitel\nZweites Kapitel\n\nErstes Kapitel\n\n@\n\nZweites Kapitel\n\n@\n",
                "Zweites Kapitel",
                3,
            ),
            (
                "Contents\n\nThe Sea    3\nThe Land    9\nThe Sky    20\n\nFor Ann.\n\n@\n\nThe Sea\n\n@\n",
                "The Sky    20",
                4,
            ),
            ("Chapter 1\nChapter 2\nChapter 3\n\nChapter 1\n\n@\n\nChapter 2\n\n@\n", "Chapter 3", 3),
            ("目次\n\n第一章　海\n第二章　空\n\n第一章　海\n\n@\n\n第二章　空\n\n@\n", "第二章　空", 3),
            (
                "Chapitre 1\n\n@\n\nChapitre 2\n\n@\n\nTABLE DES MATIÈRES\n\nChapitre 1  3\nChapitre 2  9\nChapitre 3  12\n",
                "Chapitre 3  12",
                4,
            ),
        ] {
            let entries = found(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((entries.last().map(String::as_str), entries.len()), (Some(last), count), "{text}");
        }
    }

    #[test]
    fn a_text_without_a_table_has_none() {
        for text in [
            "Chapter 1\n\n@\n\nChapter 2\n\n@\n",
            "A\n\nA\n\nChapter 1\n\n@",
            "Contents\n\n@\n\n@",
            "Inhalt\n\nDas war es.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
