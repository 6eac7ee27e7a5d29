//! The licence of Project Gutenberg around a text, in its wordings since the nineties.

use crate::manuscript::lines::Line;

/// What ends the header of the texts before 2003.
const SMALL_PRINT: [&str; 3] = ["*END*THE SMALL PRINT", "*END THE SMALL PRINT", "*END*SMALL PRINT"];

/// What the lines of a header without an end begin with.
const FIELDS: [&str; 12] = [
    "Title:",
    "Author:",
    "Release Date",
    "Posting Date",
    "Last Updated",
    "Language:",
    "Character set",
    "Editor:",
    "Translator:",
    "Credits:",
    "Illustrator:",
    "Original publication:",
];

/// What the producers' credits in front of a text speak of.
const CREDITS: [&str; 17] = [
    "Project Gutenberg",
    "Projekt Gutenberg",
    "Projet Gutenberg",
    "Produced by",
    "E-text prepared by",
    "Etext prepared by",
    "etext",
    "Etext",
    "e-text",
    "E-text",
    "This eBook was",
    "Distributed Proofread",
    "Transcribed from",
    "Transcribed by",
    "pgdp.net",
    "HTML version by",
    "gallica.bnf.fr",
];

/// Cuts the licence in front and behind, and the producers' credits; gives back how many lines that were.
pub fn without_licence(lines: &mut Vec<Line>) -> usize {
    let all = lines.len();
    let Some(start) = start(lines) else {
        // A text that quotes the licence and has none is left alone.
        return 0;
    };
    if let Some(end) = end(&lines[start..]) {
        lines.truncate(start + end);
    }
    let credits = credits(&lines[start..]);
    lines.drain(..start + credits);
    all - lines.len()
}

fn gutenberg(line: &str) -> bool {
    let names = ["PROJECT GUTENBERG", "PROJEKT GUTENBERG", "PROJET GUTENBERG"];
    line.len() < 300 && line.contains(['G', 'g']) && {
        let line = line.to_uppercase();
        names.iter().any(|name| line.contains(name))
    }
}

/// Where the text begins.
fn start(lines: &[Line]) -> Option<usize> {
    // Old headers are up to three hundred lines long.
    let head = &lines[..lines.len().min(800)];
    let begins = |line: &Line| {
        let text = line.text;
        text.starts_with("***") && text.contains("START OF") && gutenberg(text)
            || SMALL_PRINT.iter().any(|mark| text.starts_with(mark))
    };
    if let Some(at) = head.iter().rposition(begins) {
        // The name of the text may run over the line.
        let closed = |line: &&Line| line.text.ends_with('*') || line.is_blank();
        let more = head[at..].iter().take(4).take_while(|line| !closed(line)).count();
        let runs_over = head.get(at + more).is_some_and(|line| more > 0 && line.text.ends_with('*'));
        return Some(at + if runs_over { more + 1 } else { 1 });
    }
    let first = head.iter().position(|line| !line.is_blank())?;
    // Some texts have their footer alone.
    let footer = || end(lines).map(|_| 0);
    if !head[first..].iter().take(12).any(|line| gutenberg(line.text)) {
        return footer();
    }
    let fields = |line: &Line| FIELDS.iter().any(|field| line.text.starts_with(field));
    head.iter().take(80).rposition(fields).map(|last| last + 1).or_else(footer)
}

/// Where the text ends.
fn end(lines: &[Line]) -> Option<usize> {
    let ends = |line: &Line| {
        let text = line.text.trim_start_matches(['*', ' ']);
        // This is asked of every line: few begin so.
        if !text.starts_with(['E', 'e', 'F', 'f', 'T', 't']) {
            return false;
        }
        let begins = ["end of", "ende d", "ende v", "fin d", "this is the end", "the end of"];
        let head: String = text.chars().take(12).flat_map(char::to_lowercase).collect();
        text.len() < 200 && begins.iter().any(|word| head.starts_with(word)) && gutenberg(text)
    };
    let licence = |line: &Line| {
        let text = line.text.trim_start_matches(['*', ' ']);
        text.starts_with("THE FULL PROJECT GUTENBERG LICENSE") || text.starts_with("START: FULL LICENSE")
    };
    lines.iter().position(ends).or_else(|| lines.iter().position(licence))
}

/// How many of the first lines are credits of the producers, and blank.
fn credits(lines: &[Line]) -> usize {
    let mut end = 0;
    let mut at = 0;
    while let Some(start) = lines[at..].iter().position(|line| !line.is_blank()).map(|blanks| at + blanks) {
        let stop = lines[start..].iter().position(Line::is_blank).map_or(lines.len(), |length| start + length);
        let paragraph = &lines[start..stop];
        let credit = paragraph.len() <= 12
            && paragraph.iter().any(|line| CREDITS.iter().any(|credit| line.text.contains(credit)));
        let ornament = paragraph.iter().all(|line| crate::manuscript::titles::is_ornament(line.text));
        if credit {
            end = stop;
        } else if !ornament {
            break;
        }
        at = stop;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::lines::lines;

    fn left(text: &str) -> Vec<&str> {
        let mut lines = lines(text);
        without_licence(&mut lines);
        lines.iter().map(|line| line.text).filter(|line| !line.is_empty()).collect()
    }

    #[test]
    fn every_wording_of_the_licence_is_known() {
        for text in [
            "Licence\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\nProduced by A\nand B\n\nText.\n\nEnd of Project Gutenberg's X\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\nmore",
            "L\n***START OF THE PROJECT GUTENBERG EBOOK X, OR\nY***\n\n\nE-text prepared by A\n\nText.\n\n***END OF THE PROJECT GUTENBERG EBOOK X***\nmore",
            "The Project Gutenberg Etext of X\n**Welcome**\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n\nText.\n\nEnd of The Project Gutenberg Etext of X\n",
            "Project Gutenberg's X\n\nTitle: X\n\nLanguage: German\n\nText.\n\nEnde dieses Projekt Gutenberg Etextes X\n",
            "L\n*** START OF THIS PROJECT GUTENBERG EBOOK X ***\n\nText.\n\nFin du Projet Gutenberg de X\nmore",
            "Text.\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\nmore",
        ] {
            assert_eq!(left(text), ["Text."], "{text}");
        }
        let plain = "He wrote for Project Gutenberg.\n\nText.";
        assert_eq!(left(plain).len(), 2);
    }
}
