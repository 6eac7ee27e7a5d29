//! The quiet at the ends of chapters, as the book sets it, against its delivery profile.

use crate::words::profile::{Figure, Seconds};
use crate::words::{Book, Finding, Place, Profile, Rule};

/// What the profile has against the book's head and tail.
#[must_use]
pub fn judge_spacing(book: &Book, profile: &Profile) -> Vec<Finding> {
    let ends = [("head", book.spacing.head, &profile.head), ("tail", book.spacing.tail, &profile.tail)];
    ends.into_iter().filter_map(|(name, seconds, figure)| judge(name, Seconds(seconds), figure.as_ref()?)).collect()
}

fn judge(name: &str, seconds: Seconds, figure: &Figure<Seconds>) -> Option<Finding> {
    if figure.holds(seconds) {
        return None;
    }
    let passing = figure.also.iter().filter(|also| also.holds(seconds) == Some(true));
    let passing: Vec<_> = passing.map(|also| format!("; {} has {also}", also.who)).collect();
    let found = format!("`spacing.{name}` in book.toml is {seconds}");
    let wanted = format!("{figure}{}", passing.concat());
    Some(Finding::new(Rule::SpacingUnfit, Place::default(), found, wanted).hint("set it in `[spacing]` of book.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(spacing: &str, profile: &str) -> Vec<(String, String)> {
        let book = Book::parse(&format!("title = 'x'\n[spacing]\n{spacing}")).unwrap();
        let findings = judge_spacing(&book, &Profile::named(profile).unwrap());
        findings.into_iter().map(|finding| (finding.found, finding.wanted)).collect()
    }

    #[test]
    fn quiet_that_the_distributor_does_not_take_is_said_before_anything_is_built() {
        assert_eq!(found("", "acx"), []);
        assert_eq!(found("head = 9.0", "ebu-r128"), []);
        let told = |found: &str, wanted: &str| (found.to_owned(), wanted.to_owned());
        assert_eq!(
            found("head = 0.5\ntail = 5.5", "acx"),
            [
                told("`spacing.head` in book.toml is 0.5 s", "1 s to 5 s; the page's older text has 0.5 s to 1 s"),
                told("`spacing.tail` in book.toml is 5.5 s", "1 s to 5 s"),
            ]
        );
        assert_eq!(found("", "librivox"), [told("`spacing.tail` in book.toml is 3.5 s", "at least 5 s")]);
    }
}
