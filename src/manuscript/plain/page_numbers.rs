//! Numbers of printed pages that stand alone on a line.

use std::ops::Range;

use crate::manuscript::lines::{Line, continues, ends_sentence};

/// A number alone on a line.
struct Found {
    at: usize,
    number: u32,
    /// Whether it says that it is a page.
    says: bool,
    /// Whether it stands in the middle of a sentence.
    interrupts: bool,
}

/// Finds the numbers of printed pages: they say so, or they run on and stand in the middle of sentences.
pub fn page_numbers(lines: &[Line]) -> Vec<Range<usize>> {
    let mut runs: Vec<Vec<Found>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((number, says)) = page_number(line.text) else { continue };
        let before = lines[..at].iter().rev().take(6).find(|line| !line.is_blank());
        let after = lines[at + 1..].iter().take(6).find(|line| !line.is_blank());
        let interrupts = before.zip(after).is_some_and(|(before, after)| {
            !ends_sentence(before.text) && before.width() > 30 && (continues(after.text) || before.text.ends_with('-'))
        });
        let found = Found { at, number, says, interrupts };
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| (1..=3).contains(&number.wrapping_sub(last.number))) => {
                run.push(found);
            }
            _ => runs.push(vec![found]),
        }
    }
    let sure = |run: &&Vec<Found>| {
        let says = run.iter().all(|found| found.says);
        let interrupts = run.iter().filter(|found| found.interrupts).count();
        says || (run.len() >= 3 && interrupts >= 2 && interrupts * 4 >= run.len())
    };
    runs.iter().filter(sure).flatten().map(|found| found.at..found.at + 1).collect()
}

/// Reads `12`, `- 12 -`, `[Pg 12]`, `Page 12`; with whether it says that it is a page.
fn page_number(line: &str) -> Option<(u32, bool)> {
    if line.len() > 16 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "-–—[](){}~|·•_".contains(c));
    if let Ok(number) = bare.parse() {
        return Some((number, false)).filter(|(number, _)| *number < 3000);
    }
    let (word, number) = bare.split_once([' ', '.'])?;
    let known = ["pg", "page", "p", "seite", "página", "pagina", "стр"].contains(&word.to_lowercase().as_str());
    let bracketed = line.starts_with(['[', '{', '(']);
    let number = number.trim_matches(['.', ' ']).parse().ok()?;
    known.then_some((number, bracketed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::lines::lines;

    const PAGE: &str =
        "The tide had gone out further than anyone remembered, and it\nstayed out for most of a week, until nobody\n";

    #[test]
    fn pages_are_known_where_they_interrupt_sentences() {
        let text: String = [7, 8, 9, 10, 11].map(|page| format!("{PAGE}\n- {page} -\n\nspoke of it.\n")).concat();
        assert_eq!(page_numbers(&lines(&text)).len(), 5);
        assert_eq!(page_numbers(&lines(&format!("{PAGE}\n[Pg 12]\n\nspoke of it."))).len(), 1);
    }

    #[test]
    fn chapters_that_have_only_a_number_are_no_pages() {
        let text: String = [1, 2, 3, 4, 5].map(|chapter| format!("{chapter}\n\n{PAGE}spoke of it.\n\n")).concat();
        assert_eq!(page_numbers(&lines(&text)), []);
        assert_eq!(page_numbers(&lines(&format!("{PAGE}12\nyears spoke of it."))), []);
    }
}
