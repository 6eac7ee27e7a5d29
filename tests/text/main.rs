//! What becomes of texts: manuscripts, scripts and sheets.

mod language;
mod lint;
mod manuscripts;
mod plain_texts;
mod revisions;
mod scripting;
mod sheet;
mod structures;
#[path = "../support/mod.rs"]
mod support;
