//! The pickups as a list to be ticked off in an editor or an issue tracker.

use std::fmt::Write;

use crate::words::timecode::timecode;

use super::{Owed, PickupSheet};

impl PickupSheet<'_> {
    /// The pickups as Markdown, by chapter.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("# Pickups: {}\n", plain(&self.book.title));
        for chapter in self.owed.chunk_by(|a, b| a.pickup.chapter.id == b.pickup.chapter.id) {
            let of = chapter[0].pickup.chapter;
            let _ = writeln!(text, "\n## {}  {}\n", of.id, plain(&of.name()));
            for owed in chapter {
                item(&mut text, owed);
            }
        }
        text
    }
}

fn item(text: &mut String, owed: &Owed<'_>) {
    let pickup = &owed.pickup;
    let at = owed.start.map(|start| format!(", at {}", timecode(start))).unwrap_or_default();
    let _ =
        writeln!(text, "- [ ] **{}** {}{at}, record as `{}.wav`", pickup.cue.id, pickup.kind.name(), pickup.record_as);
    let (printed, spoken) = owed.words();
    if let Some(before) = pickup.before {
        let _ = writeln!(text, "  - before: {}", plain(&before.text));
    }
    let _ = writeln!(text, "  - **{}**", plain(printed));
    if let Some(spoken) = spoken {
        let _ = writeln!(text, "  - read: {}", plain(spoken));
    }
    if let Some(after) = pickup.after {
        let _ = writeln!(text, "  - after: {}", plain(&after.text));
    }
    for (reason, heard) in owed.reasons() {
        let at = heard.map(|heard| format!(" ({})", timecode(heard))).unwrap_or_default();
        let _ = writeln!(text, "  - why{at}: {}", plain(&Owed::why(reason)));
    }
    if let (Some(take), Some(measured)) = (pickup.take, owed.measured()) {
        let _ = writeln!(text, "  - take so far: `{}`, {measured}", take.file.replace('`', "'"));
    }
}

/// A text in one row in which Markdown sees no mark-up.
fn plain(text: &str) -> String {
    let mut written = String::new();
    for word in text.split_whitespace() {
        if !written.is_empty() {
            written.push(' ');
        }
        for c in word.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
                written.push('\\');
            }
            written.push(c);
        }
    }
    // What begins as a list would be one within ours.
    match written.chars().next() {
        Some('-' | '+') => format!("\\{written}"),
        _ => written,
    }
}
