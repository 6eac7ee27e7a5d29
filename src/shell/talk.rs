//! What is said beside the result, on standard error: that something was done in another way than usual.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use super::findings::{CYAN, PLAIN};

/// Says everything once.
#[derive(Debug, Default)]
pub(super) struct Talk(Mutex<BTreeSet<String>>);

impl Talk {
    pub fn note(&self, text: String) {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !said.contains(&text) {
            // Who can't be told is told nothing; the result is what counts.
            let _ = writeln!(anstream::stderr(), "{CYAN}note{PLAIN}: {text}");
            said.insert(text);
        }
    }
}
