//! What stops a command: one clear message, its causes, and what to do about it.

use std::fmt::{self, Display};
use std::path::Path;

/// A result whose error ends the command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Something that stopped the command. What is wrong with a *take* or a *chapter* is no error but a
/// [`Finding`](super::Finding).
#[derive(Debug)]
pub struct Error {
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
}

impl Error {
    /// An error in lowercase words without a full stop, names in backticks: what was found, and what was wanted.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), causes: Vec::new(), hints: Vec::new() }
    }

    /// An error of reading or writing, with its path: ``failed to write `output/x.wav` ``, and the system's reason.
    pub fn io(verb: &str, path: &Path, cause: impl Display) -> Self {
        Self::new(format!("failed to {verb} `{}`", path.display())).cause(cause)
    }

    /// Adds why it happened.
    #[must_use]
    pub fn cause(mut self, cause: impl Display) -> Self {
        self.causes.push(cause.to_string());
        self
    }

    /// The same error, its message as the cause of what could not be done: ``can't read `manuscript.txt` ``.
    #[must_use]
    pub fn within(mut self, what: &str) -> Self {
        let cause = std::mem::replace(&mut self.message, what.to_owned());
        self.causes.insert(0, cause);
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The message alone, without causes and hints.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for cause in &self.causes {
            write!(f, "\n  because: {}", cause.trim_end().replace('\n', "\n  "))?;
        }
        for hint in &self.hints {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_why_and_what_to_do() {
        let error =
            Error::io("write", Path::new("output/x.wav"), "No space left").hint("free some space, then build again");
        assert_eq!(
            error.to_string(),
            "failed to write `output/x.wav`\n  because: No space left\n  hint: free some space, then build again"
        );
    }
}
