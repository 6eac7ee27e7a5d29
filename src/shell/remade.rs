//! A narration script made from the manuscript as it is now.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Serialize;

use crate::files::{BookLock, Stamp, replace_changed};
use crate::pages::{LineState, Sheet};
use crate::script::{
    self, Changes, Chapter, ChapterFate, ChapterKind, Known, Pace, Script, divide, idle_settings, reconcile,
};
use crate::words::time::clock;
use crate::words::{ChapterId, CueId, Error, Result, TakeId};

use super::findings::counted;
use super::session::Session;
use super::table::table;

/// A narration script made from the manuscript as it is now, not written yet.
pub(super) struct Remade {
    /// What the file held when it was read.
    before: Stamp,
    pub script: Script,
    pub changes: Changes,
    pub notes: Vec<String>,
}

/// Reads the manuscript and carries over the IDs of the script that is there; lines of `apart` only where they say the
/// same.
pub(super) fn remake(session: &Session, apart: &BTreeSet<CueId>) -> Result<Remade> {
    let json = session.folder.narration()?;
    let before = Stamp::of(json.as_deref());
    let old = json.as_deref().map(script::parse).transpose()?;
    drop(json);
    let manuscript = session.manuscript()?;
    let draft = divide(&manuscript.text, &session.book);
    let mut notes = manuscript.notes;
    // The draft has all of its words: a long book is not held twice while it is compared.
    drop(manuscript.text);
    let recorded = old.as_ref().map(|old| session.read_otherwise(old)).unwrap_or_default();
    let known = Known { apart: apart.clone(), recorded };
    let (script, changes) = reconcile(old.as_ref(), draft, &session.book, &known);
    notes.extend(idle_settings(&script, &session.book));
    Ok(Remade { before, script, changes, notes })
}

#[derive(Serialize)]
pub(super) struct Report {
    chapters: Vec<ChapterReport>,
    notes: Vec<String>,
    kept: usize,
    restyled: usize,
    edited: Vec<EditReport>,
    moved: Vec<CueId>,
    split: Vec<SplitReport>,
    merged: Vec<MergeReport>,
    restored: Vec<CueId>,
    rejoined: Vec<CueId>,
    new: Vec<CueId>,
    retired: Vec<RetiredReport>,
    chapter_changes: Vec<ChapterChangeReport>,
}

#[derive(Serialize)]
struct ChapterReport {
    id: String,
    kind: ChapterKind,
    title: String,
    cues: usize,
    words: usize,
    estimated_seconds: f64,
    estimated_seconds_least: f64,
    estimated_seconds_most: f64,
}

#[derive(Serialize)]
struct EditReport {
    cue: CueId,
    before: String,
    after: String,
    moved: bool,
    restored: bool,
    unsure: bool,
}

#[derive(Serialize)]
struct SplitReport {
    cue: CueId,
    off: CueId,
}

#[derive(Serialize)]
struct MergeReport {
    cue: CueId,
    into: CueId,
}

#[derive(Serialize)]
struct RetiredReport {
    cue: CueId,
    text: String,
}

#[derive(Serialize)]
struct ChapterChangeReport {
    chapter: ChapterId,
    #[serde(flatten)]
    change: ChapterChangeKind,
}

#[derive(Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
enum ChapterChangeKind {
    New,
    Gone,
    Moved,
    Kind { before: ChapterKind, after: ChapterKind },
    Title { before: String, after: String },
}

impl From<ChapterFate> for ChapterChangeKind {
    fn from(fate: ChapterFate) -> Self {
        match fate {
            ChapterFate::New => Self::New,
            ChapterFate::Gone => Self::Gone,
            ChapterFate::Moved => Self::Moved,
            ChapterFate::Kind { before, after } => Self::Kind { before, after },
            ChapterFate::Title { before, after } => Self::Title { before, after },
        }
    }
}

impl Remade {
    /// Writes the script and the narrator's sheet, where they differ from what is there.
    pub fn write(&self, session: &Session, _lock: &BookLock) -> Result<()> {
        if Stamp::read(&session.folder.narration_path())? != self.before {
            // Its new lines have IDs that this script may have given to other lines.
            let path = session.folder.narration_path();
            return Err(Error::new(format!("`{}` was changed by somebody else just now", path.display()))
                .hint("run the same command again"));
        }
        replace_changed(&session.folder.narration_path(), script::pieces(&self.script))?;
        let recorded = recorded_cues(session)?;
        let state = |cue: &CueId| if recorded.contains(cue) { LineState::Recorded } else { LineState::ToRecord };
        let sheet = Sheet::new(&self.script, &session.book, &state, Pace::default().words_an_hour());
        replace_changed(&session.folder.sheet_path(), sheet.pieces())
    }

    /// What was made, in one line, and the changes below it.
    pub fn summary(&self) -> String {
        let cues = self.script.cues().count();
        format!("{} in {}; {}", counted(cues, "cue"), counted(self.script.chapters.len(), "chapter"), self.changes)
    }

    pub fn report(&self, session: &Session) -> Report {
        let pace = session.pace(&self.script);
        let changes = &self.changes;
        let edited = changes.edited.iter().cloned().map(|edit| EditReport {
            cue: edit.id,
            before: edit.before,
            after: edit.after,
            moved: edit.moved,
            restored: edit.restored,
            unsure: edit.unsure,
        });
        let split = changes.split.iter().cloned().map(|split| SplitReport { cue: split.id, off: split.off });
        let merged = changes.merged.iter().cloned().map(|merge| MergeReport { cue: merge.id, into: merge.into });
        let retired = changes.retired.iter().cloned().map(|line| RetiredReport { cue: line.id, text: line.text });
        let chapter_changes = changes.chapters.iter().cloned();
        let chapter_changes =
            chapter_changes.map(|one| ChapterChangeReport { chapter: one.id, change: one.fate.into() });
        Report {
            chapters: self.script.chapters.iter().map(|chapter| chapter_report(chapter, &pace)).collect(),
            notes: self.notes.clone(),
            kept: changes.kept.len(),
            restyled: changes.restyled.len(),
            edited: edited.collect(),
            moved: changes.moved.clone(),
            split: split.collect(),
            merged: merged.collect(),
            restored: changes.restored.clone(),
            rejoined: changes.rejoined.clone(),
            new: changes.new.clone(),
            retired: retired.collect(),
            chapter_changes: chapter_changes.collect(),
        }
    }

    /// The chapters with their estimated times, what was left out of the manuscript, and what changed.
    pub fn describe(&self, session: &Session) -> String {
        let pace = session.pace(&self.script);
        let mut rows = Vec::new();
        let mut all = 0;
        for chapter in &self.script.chapters {
            let words: usize = chapter.cues.iter().map(script::Cue::words).sum();
            all += words;
            rows.push(vec![
                format!("{}  {}", chapter.id, chapter.name()),
                counted(chapter.cues.len(), "cue"),
                counted(words, "word"),
                estimate(&pace, words),
            ]);
        }
        if rows.len() > 1 {
            let cues = counted(self.script.cues().count(), "cue");
            rows.push(vec!["the book".to_owned(), cues, counted(all, "word"), estimate(&pace, all)]);
        }
        let mut text = table(&rows);
        for note in &self.notes {
            let _ = writeln!(text, "note: {note}");
        }
        let _ = writeln!(text, "{}", self.summary());
        text
    }
}

fn chapter_report(chapter: &Chapter, pace: &Pace) -> ChapterReport {
    let words = chapter.cues.iter().map(script::Cue::words).sum();
    let (least, most) = pace.range(words);
    ChapterReport {
        id: chapter.id.to_string(),
        kind: chapter.kind,
        title: chapter.title.clone(),
        cues: chapter.cues.len(),
        words,
        estimated_seconds: pace.seconds(words).round(),
        estimated_seconds_least: least.round(),
        estimated_seconds_most: most.round(),
    }
}

/// `about 4:03`, `3:50 to 4:15`: an interval where its ends differ to a listener.
pub(super) fn estimate(pace: &Pace, words: usize) -> String {
    let (least, most) = pace.range(words);
    let (from, to) = (clock(least), clock(most));
    if most < 60.0 || from == to { format!("about {}", clock(pace.seconds(words))) } else { format!("{from} to {to}") }
}

/// The cues that a file in `recordings/` is named for.
fn recorded_cues(session: &Session) -> Result<BTreeSet<CueId>> {
    let takes = session.folder.recorded()?;
    Ok(takes.iter().filter_map(|file| file.stem().parse::<TakeId>().ok()).map(|take| take.cue().clone()).collect())
}
