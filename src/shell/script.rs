//! `cuebook script`: manuscript to narration script.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::files::{BookLock, replace};
use crate::manuscript;
use crate::pages::{LineState, sheet};
use crate::script::{self, Changes, Script, divide, reconcile};
use crate::words::time::clock;
use crate::words::{CueId, Error, Result, TakeId};

use super::answer::{Answer, Outcome};
use super::arguments;
use super::findings::counted;
use super::lint;
use super::session::Session;
use super::table::table;

/// Words in a finished hour, as ACX counts.
pub(super) const WORDS_AN_HOUR: f64 = 9_300.0;

pub(super) fn run(root: &Path, options: &arguments::Script) -> Result<Answer> {
    let session = Session::open(root)?;
    let remade = remake(&session)?;
    if options.lint {
        return Ok(lint::answer(&remade.script, &session.book, options.json));
    }
    let lock = BookLock::take(&session.folder)?;
    remade.write(&session, &lock)?;
    if options.json {
        return Ok(Answer::json(&remade.report(), Outcome::Clean));
    }
    Ok(Answer::clean(remade.describe(&session)))
}

/// A narration script made from the manuscript as it is now, not written yet.
pub(super) struct Remade {
    /// The file as it was read.
    before: Option<String>,
    pub script: Script,
    pub changes: Changes,
    pub notes: Vec<String>,
}

/// Reads the manuscript and carries over the IDs of the script that is there.
pub(super) fn remake(session: &Session) -> Result<Remade> {
    let source = session.folder.manuscript()?;
    let manuscript = manuscript::read(&source.bytes, source.format, &session.book)
        .map_err(|error| error.within(&format!("can't read `{}`", source.path.display())))?;
    let notes = manuscript.notes.iter().map(ToString::to_string).collect();
    let before = session.folder.narration()?;
    let old = before.as_deref().map(script::parse).transpose()?;
    let (script, changes) =
        reconcile(old.as_ref(), divide(&manuscript, &session.book), &session.book, &BTreeSet::new());
    Ok(Remade { before, script, changes, notes })
}

#[derive(Serialize)]
struct Report {
    chapters: Vec<ChapterReport>,
    notes: Vec<String>,
    new: usize,
    edited: usize,
    retired: usize,
}

#[derive(Serialize)]
struct ChapterReport {
    id: String,
    title: String,
    cues: usize,
    words: usize,
    estimated_seconds: f64,
}

impl Remade {
    /// Writes the script and the narrator's sheet, where they differ from what is there.
    pub fn write(&self, session: &Session, _lock: &BookLock) -> Result<()> {
        if session.folder.narration()? != self.before {
            // Its new lines have IDs that this script may have given to other lines.
            let path = session.folder.narration_path();
            return Err(Error::new(format!("`{}` was changed by somebody else just now", path.display()))
                .hint("run the same command again"));
        }
        write_changed(&session.folder.narration_path(), &script::write(&self.script))?;
        let recorded = recorded_cues(session)?;
        let state = |cue: &CueId| if recorded.contains(cue) { LineState::Recorded } else { LineState::ToRecord };
        write_changed(&session.folder.sheet_path(), &sheet(&self.script, &session.book, &state, WORDS_AN_HOUR))
    }

    /// What was made, in one line.
    pub fn summary(&self) -> String {
        let cues = self.script.cues().count();
        format!("{} in {}; {}", counted(cues, "cue"), counted(self.script.chapters.len(), "chapter"), self.changes)
    }

    fn report(&self) -> Report {
        Report {
            chapters: self
                .script
                .chapters
                .iter()
                .map(|chapter| {
                    let words = chapter.cues.iter().map(script::Cue::words).sum();
                    ChapterReport {
                        id: chapter.id.to_string(),
                        title: chapter.title.clone(),
                        cues: chapter.cues.len(),
                        words,
                        estimated_seconds: estimated_seconds(words).round(),
                    }
                })
                .collect(),
            notes: self.notes.clone(),
            new: self.changes.new.len(),
            edited: self.changes.edited.len(),
            retired: self.changes.retired.len(),
        }
    }

    fn describe(&self, session: &Session) -> String {
        let mut rows = Vec::new();
        for chapter in &self.script.chapters {
            let words: usize = chapter.cues.iter().map(script::Cue::words).sum();
            rows.push(vec![
                format!("{}  {}", chapter.id, chapter.name()),
                counted(chapter.cues.len(), "cue"),
                counted(words, "word"),
                format!("about {}", clock(estimated_seconds(words))),
            ]);
        }
        let mut text = table(&rows);
        for note in &self.notes {
            let _ = writeln!(text, "note: {note}");
        }
        let _ = writeln!(text, "{}", self.summary());
        let _ = writeln!(text, "read from `{}`", session.folder.sheet_path().display());
        text
    }
}

/// How long so many words last when they are read and edited, in seconds.
pub(super) fn estimated_seconds(words: usize) -> f64 {
    words as f64 / WORDS_AN_HOUR * 3600.0
}

/// The cues that a file in `recordings/` is named for.
fn recorded_cues(session: &Session) -> Result<BTreeSet<CueId>> {
    let takes = session.folder.recorded()?;
    Ok(takes.iter().filter_map(|file| file.stem().parse::<TakeId>().ok()).map(|take| take.cue().clone()).collect())
}

fn write_changed(path: &Path, text: &str) -> Result<()> {
    match fs::read(path) {
        Ok(bytes) if bytes == text.as_bytes() => Ok(()),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("read", path, error)),
        _ => replace(path, text.as_bytes()),
    }
}
