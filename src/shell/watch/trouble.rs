//! What keeps a recording session from being up to date.

use crate::words::Error;

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

/// An error in one row.
pub(super) fn in_a_row(error: &Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
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
}
