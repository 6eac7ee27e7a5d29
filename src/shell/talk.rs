//! What is said beside the result, on standard error: that something was done in another way than usual.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::findings::{CYAN, PLAIN};
use crate::terminal::is_taken;

/// Says everything once, and nothing across a screen.
#[derive(Debug, Default)]
pub(super) struct Talk(Mutex<Said>);

#[derive(Debug, Default)]
struct Said {
    all: BTreeSet<String>,
    /// What is to be printed once the screen is given back.
    held: Vec<String>,
    /// What was noted last while the screen was taken, until it is asked for.
    last: Option<String>,
}

impl Talk {
    pub fn note(&self, text: String) {
        let mut said = self.said();
        let is_new = said.all.insert(text.clone());
        if is_taken() {
            said.held.extend(is_new.then(|| text.clone()));
            said.last = Some(text);
        } else if is_new {
            print(&text);
        }
    }

    /// What was noted while the screen was taken, since this was last asked.
    pub fn last(&self) -> Option<String> {
        self.said().last.take()
    }

    /// Prints what was noted while the screen was taken.
    pub fn catch_up(&self) {
        self.said().held.drain(..).for_each(|text| print(&text));
    }

    fn said(&self) -> MutexGuard<'_, Said> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn print(text: &str) {
    // Who can't be told is told nothing; the result is what counts.
    let _ = writeln!(anstream::stderr(), "{CYAN}note{PLAIN}: {text}");
}
