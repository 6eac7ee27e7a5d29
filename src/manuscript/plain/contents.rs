//! The table of contents of a plain text: never read, never taken for headings.

use std::collections::HashSet;
use std::ops::Range;

use crate::manuscript::HeadingKind;
use crate::manuscript::lines::{Line, ends_sentence, words};
use crate::manuscript::titles;

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
        (place + 1 < entries.iter().position(|at| at == again)?).then_some(opening(lines, *again))
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
    enough.then(|| last_entry(lines, &table, &listed)).flatten().map(|last| last + 1)
}

/// The last line of a table: what is surely an entry, and what stands right below it with a number. A number behind a blank
/// line may be the first heading of the text.
fn last_entry(lines: &[Line], table: &[usize], listed: &[Listed]) -> Option<usize> {
    let Some(sure) = listed.iter().rposition(|listed| *listed == Listed::Surely) else {
        return listed.iter().rposition(|listed| *listed != Listed::No).map(|last| table[last]);
    };
    let below = (sure + 1..table.len())
        .take_while(|at| listed[*at] == Listed::Numbered && !lines[table[*at] - 1].is_blank())
        .last();
    Some(table[below.unwrap_or(sure)])
}

/// Where the text begins that has this line as its first title: at the number over the title, and at the part over that.
fn opening(lines: &[Line], title: usize) -> usize {
    let above = |at: usize| lines[..at].iter().rposition(|line| !line.is_blank());
    let apart = |at: &usize| at.checked_sub(1).is_some_and(|before| lines[before].is_blank());
    let mut first = title;
    if !is_numbered(lines[title].text) {
        first = above(title).filter(|at| apart(at) && is_untitled(lines[*at].text)).unwrap_or(title);
    }
    let is_part = |at: &usize| {
        titles::numbered(lines[*at].text).is_some_and(|found| found.kind == HeadingKind::Part) && apart(at)
    };
    while let Some(part) = above(first).and_then(|at| {
        let over = || above(at).filter(|over| is_part(over) && is_untitled(lines[*over].text));
        Some(at).filter(is_part).or_else(|| over().filter(|_| titles::is_title(lines[at].text) && first != title))
    }) {
        first = part;
    }
    first
}

fn is_numbered(line: &str) -> bool {
    titles::numbered_or_prose(line).is_some() || titles::lone_number(line).is_some()
}

/// Whether a line is a number, with its numbering word or alone, whose title stands elsewhere.
fn is_untitled(line: &str) -> bool {
    titles::numbered(line)
        .map_or_else(|| titles::lone(line).is_some_and(|lone| lone.title.is_empty()), |found| !found.titled)
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
    let again = opening(lines, again);
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
    let keys: Vec<Vec<String>> = table.iter().map(|at| entry_keys(lines[*at].text)).collect();
    let wanted: HashSet<&str> = keys.iter().flatten().filter(|key| !key.is_empty()).map(String::as_str).collect();
    let mut found: HashSet<String> = HashSet::new();
    let table_lines: HashSet<usize> = table.iter().copied().collect();
    for (at, line) in lines.iter().enumerate() {
        let heads = || {
            at > 0 && (lines[at - 1].is_blank() || is_untitled(lines[at - 1].text))
                || at >= body && titles::is_title(line.text)
        };
        if line.text.len() < 200 && !line.is_blank() && !table_lines.contains(&at) && heads() {
            for key in self::keys(line.text) {
                if wanted.contains(key.as_str()) {
                    found.insert(key);
                }
            }
        }
    }
    let again = |keys: &[String]| keys.iter().any(|key| found.contains(key));
    let judge = |(at, keys): (&usize, &Vec<String>)| {
        let line = lines[*at].text;
        match () {
            () if has_page(line) || again(keys) => Listed::Surely,
            () if is_numbered(line) => Listed::Numbered,
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
    let [line_key, line_title] = keys(line);
    let same = |keys: &[String]| {
        let title = || keys[1].chars().count() >= 4 && keys[1] == line_title;
        (!keys[0].is_empty() && keys[0] == line_key) || title()
    };
    same_number().unwrap_or(false) || entry_keys(entry).chunks(2).any(same)
}

/// The keys of an entry, and those without a number behind a single space, which may be its page.
fn entry_keys(entry: &str) -> Vec<String> {
    let mut all = keys(entry).to_vec();
    let unpaged = entry.trim_end_matches(|c: char| c.is_ascii_digit());
    let paged = unpaged.len() < entry.len() && unpaged.ends_with(' ') && !is_untitled(entry);
    if paged && !has_page(entry) {
        all.extend(keys(unpaged.trim_end()));
    }
    all
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
    let title = match titles::lone(entry) {
        Some(found) => found.title,
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
    use super::*;
    use crate::manuscript::lines::lines;

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
            (
                "Contents\n\nThe Sea\nThe Land\nThe Sky\n\nFor Mum\n\nPART ONE\n\n1\n\nThe Sea\n\n@\n\n2\n\nThe Land\n\n@\n\n3\n\nThe Sky\n\n@\n",
                "The Sky",
                4,
            ),
            (
                "CONTENTS\n\nI. THE SEA 1\nII. THE LAND 9\n\nCHAPTER I\n\nTHE SEA\n\n@\n\nCHAPTER II\n\nTHE LAND\n\n@\n",
                "II. THE LAND 9",
                3,
            ),
            (
                "Contents\n\nOne: The Sea\nTwo: The Land\n\nFor Mum, who knew.\n\nOne\n\nThe Sea\n\n@\n\nTwo\n\nThe Land\n\n@\n",
                "Two: The Land",
                3,
            ),
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
