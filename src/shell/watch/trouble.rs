//! What keeps a recording session from being up to date.

use std::fmt::Display;

/// What is in the way, each until it is no longer.
#[derive(Default)]
pub(super) struct Troubles {
    /// The folder of the takes can't be looked at.
    pub folder: Option<String>,
    /// The script or the settings can't be read.
    pub script: Option<String>,
    /// The takes can't be judged.
    pub review: Option<String>,
    /// A take can't be heard.
    pub take: Option<String>,
    /// What was done in another way than usual.
    pub told: Option<String>,
}

impl Troubles {
    /// The gravest.
    pub fn first(&self) -> Option<&str> {
        let all = [&self.folder, &self.script, &self.review, &self.take, &self.told];
        all.into_iter().flatten().map(String::as_str).next()
    }
}

/// What an error or a note says, in one row.
pub(super) fn in_a_row(said: &impl Display) -> String {
    let said = said.to_string().replace("\n  because: ", ": ").replace("\n  hint: ", "; ");
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_trouble_does_not_clear_another() {
        let script = Some("book.toml can't be read".to_owned());
        let mut troubles = Troubles { folder: Some("no folder".to_owned()), script, ..Troubles::default() };
        assert_eq!(troubles.first(), Some("no folder"));
        troubles.folder = None;
        assert_eq!(troubles.first(), Some("book.toml can't be read"));
    }

    #[test]
    fn an_error_is_told_in_one_row() {
        let error = crate::words::Error::new("can't read `x`").cause("it is\n  a folder").hint("move it");
        assert_eq!(in_a_row(&error), "can't read `x`: it is a folder; move it");
    }
}
