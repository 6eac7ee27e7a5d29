//! Chapters that go on in a further file, as the whole is too long for one: where the book says so.
//!
//! A further file is a chapter of the script that `continues` another one and begins with a line that says so, "Chapter 5,
//! continued". The manuscript knows nothing of it: before a script is reconciled its chapters are put together again, and
//! divided afterwards, each line that was there keeping its ID.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use super::reconcile::{self, ChapterChange, ChapterFate, Edit, Known};
use super::{Changes, Chapter, Cue, CueKind, Draft, Opens, Paragraph, Retired, Script, lines};
use crate::words::{Book, ChapterId, CueId, Language};

/// Gives every line of a draft its ID: its old one where the script has the line, else one that was never given before;
/// and lets chapters go on in further files where the book says so.
///
/// A line that was divided, and stands together again as its take reads it, is one line again.
#[must_use]
pub fn reconcile(old: Option<&Script>, draft: Draft, book: &Book, known: &Known) -> (Script, Changes) {
    let (old, files) = match old {
        Some(old) => joined(old),
        None => (Cow::Owned(Script::default()), Vec::new()),
    };
    let (mut script, mut changes) = reconcile::reconcile(Some(&old), draft, book, known);
    let mut continuing = Continuing { files, taken: taken(&old, &script), book, changes: &mut changes };
    // From front to back, so that files keep the order of their IDs.
    let asked: HashSet<&CueId> = book.delivery.continue_at.iter().collect();
    let places: Vec<CueId> = script.cues().map(|(_, cue)| &cue.id).filter(|id| asked.contains(id)).cloned().collect();
    for cue in &places {
        continuing.divide(&mut script, cue);
    }
    continuing.close(&mut script);
    (script, changes)
}

/// A further file that the script had: its ID, its chapter, and the line that announced it.
struct File {
    id: ChapterId,
    of: ChapterId,
    announcement: Cue,
}

/// The script with its chapters in one piece, and the further files that it had.
fn joined(script: &Script) -> (Cow<'_, Script>, Vec<File>) {
    if script.chapters.iter().all(|chapter| chapter.continues.is_none()) {
        return (Cow::Borrowed(script), Vec::new());
    }
    let mut whole = Script { chapters: Vec::with_capacity(script.chapters.len()), ..script.clone() };
    let mut files = Vec::new();
    for chapter in &script.chapters {
        let announcement = chapter.cues.first().filter(|cue| cue.kind == CueKind::Announcement);
        let parent = whole.chapters.last_mut().filter(|parent| chapter.continues.as_ref() == Some(&parent.id));
        match (parent, announcement) {
            (Some(parent), Some(announcement)) => {
                parent.cues.extend_from_slice(&chapter.cues[1..]);
                let (id, of) = (chapter.id.clone(), parent.id.clone());
                files.push(File { id, of, announcement: announcement.clone() });
            }
            // Somebody changed the file by hand: a chapter like any other.
            _ => whole.chapters.push(Chapter { continues: None, ..chapter.clone() }),
        }
    }
    (Cow::Owned(whole), files)
}

/// All chapter IDs that were ever given, as far as is known.
fn taken(old: &Script, script: &Script) -> BTreeSet<ChapterId> {
    let of = |script: &Script| {
        let chapters = script.chapters.iter().map(|chapter| chapter.id.clone());
        let cues = script.cues().map(|(_, cue)| cue.id.chapter().clone());
        let retired = script.retired.iter().map(|line| line.id.chapter().clone());
        chapters.chain(cues).chain(retired).collect::<BTreeSet<_>>()
    };
    let mut taken = of(old);
    taken.append(&mut of(script));
    taken
}

struct Continuing<'a> {
    /// The further files that the script had and that are not found again yet.
    files: Vec<File>,
    taken: BTreeSet<ChapterId>,
    book: &'a Book,
    changes: &'a mut Changes,
}

impl Continuing<'_> {
    /// Lets a chapter go on in a file of its own before a cue, where there is such a cue and it does not begin its chapter.
    fn divide(&mut self, script: &mut Script, cue: &CueId) {
        let place = script.chapters.iter().enumerate().find_map(|(chapter, of)| {
            let at = of.cues.iter().position(|other| other.id == *cue)?;
            (at > usize::from(of.continues.is_some())).then_some((chapter, at))
        });
        let Some((at, first)) = place else { return };
        let chapter = &mut script.chapters[at];
        let behind = chapter.cues.split_off(first);
        let of = chapter.continues.clone().unwrap_or_else(|| chapter.id.clone());
        let kind = chapter.kind;
        let whole = script.chapters.iter().find(|chapter| chapter.id == of).map(Chapter::name).unwrap_or_default();
        let title = continued(&whole, Language::of(&self.book.language));
        let (id, announcement) = self.announcement(script, &of, &title);
        let cues = announcement.into_iter().chain(behind).collect();
        script.chapters.insert(at + 1, Chapter { id, kind, continues: Some(of), title, cues });
    }

    /// The ID of a further file, and the line that announces it: what the script had, or was cut from it, or new ones.
    fn announcement(&mut self, script: &mut Script, of: &ChapterId, title: &str) -> (ChapterId, Option<Cue>) {
        if let Some(file) = self.files.iter().position(|file| file.of == *of).map(|at| self.files.remove(at)) {
            let cue = self.cue(file.announcement.id.clone(), title);
            if let Some(cue) = &cue {
                self.enter(&file.announcement, cue);
            }
            return (file.id, cue);
        }
        let in_use = |id: &ChapterId| script.chapters.iter().any(|chapter| chapter.id == *id);
        let was_cut = |line: &Retired| line.text == title && line.id.chapter() != of && !in_use(line.id.chapter());
        let (id, line) = if let Some(at) = script.retired.iter().position(was_cut) {
            let line = script.retired.remove(at).id;
            self.changes.restored.push(line.clone());
            (line.chapter().clone(), line)
        } else {
            // Behind every chapter there is room for half a million further files.
            let id = of.insert_after(&self.taken).unwrap_or_else(|| of.clone());
            let line = CueId::new(id.clone(), 1);
            self.changes.new.push(line.clone());
            (id, line)
        };
        self.taken.insert(id.clone());
        self.changes.chapters.push(ChapterChange { id: id.clone(), fate: ChapterFate::New });
        let cue = self.cue(line, title);
        (id, cue)
    }

    fn cue(&self, id: CueId, text: &str) -> Option<Cue> {
        let paragraph = Paragraph::whole(CueKind::Announcement, Opens::Chapter, text);
        lines::cues(&paragraph, std::slice::from_ref(&(0..text.len())), vec![id], self.book).pop()
    }

    /// Enters what became of a line that announced a file before.
    fn enter(&mut self, was: &Cue, now: &Cue) {
        if was == now {
            self.changes.kept.push(now.id.clone());
        } else if was.reads_as(now.spoken()) {
            self.changes.restyled.push(now.id.clone());
        } else {
            let (before, after) = (was.text.clone(), now.text.clone());
            let edit = Edit { id: now.id.clone(), before, after, moved: false, restored: false, unsure: false };
            self.changes.edited.push(edit);
        }
    }

    /// Retires what announced the files that are no more.
    fn close(self, script: &mut Script) {
        for File { id, announcement: Cue { id: line, text, spoken, .. }, .. } in self.files {
            let retired = Retired { id: line, text, spoken };
            self.changes.retired.push(retired.clone());
            self.changes.chapters.push(ChapterChange { id, fate: ChapterFate::Gone });
            script.retired.push(retired);
        }
    }
}

/// What is said where a chapter goes on: `Chapter 5, continued`.
fn continued(title: &str, language: Language) -> String {
    let title = title.trim_end_matches(|c: char| c.is_whitespace() || ".。:".contains(c));
    let words = match language {
        Language::French => ", suite",
        Language::German => ", Fortsetzung",
        Language::Spanish => ", continuación",
        Language::Russian => ", продолжение",
        Language::Chinese => "，续",
        Language::Japanese => "、続き",
        // Where the words are not known, the producer can say them in `[spoken]`.
        Language::English | Language::Other => ", continued",
    };
    format!("{title}{words}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{Format, read};
    use crate::script::{divide, parse, write};

    const TEXT: &str = "# Chapter 5\n\nThe tide was out.\n\nThe boats lay still.\n\n* * *\n\nNobody came.\n\n\
                        She waited.\n\n# Chapter 6\n\nIt came back.\n";

    fn book(cues: &str) -> Book {
        Book::parse(&format!("title = 'Low Water'\n[delivery]\ncontinue_at = [{cues}]")).unwrap()
    }

    fn made(old: Option<&Script>, text: &str, cues: &str) -> (Script, Changes) {
        let book = book(cues);
        let manuscript = read(text.as_bytes(), Format::Markdown, &book).unwrap();
        let (script, changes) = reconcile(old, divide(&manuscript, &book), &book, &Known::default());
        // What is written is what is read.
        assert_eq!(parse(&write(&script)).unwrap(), script);
        (script, changes)
    }

    fn shown(script: &Script) -> Vec<String> {
        let cues = |chapter: &Chapter| chapter.cues.iter().map(|cue| cue.id.to_string()).collect::<Vec<_>>().join(" ");
        script.chapters.iter().map(|chapter| format!("{} {}: {}", chapter.id, chapter.title, cues(chapter))).collect()
    }

    const WHOLE: [&str; 2] = ["01 Chapter 5: 01-0001 01-0002 01-0003 01-0004 01-0005", "02 Chapter 6: 02-0001 02-0002"];
    const DIVIDED: [&str; 3] = [
        "01 Chapter 5: 01-0001 01-0002 01-0003",
        "01a Chapter 5, continued: 01a-0001 01-0004 01-0005",
        "02 Chapter 6: 02-0001 02-0002",
    ];

    #[test]
    fn a_chapter_goes_on_where_the_book_says_and_is_whole_again_without() {
        let (whole, _) = made(None, TEXT, "");
        assert_eq!(shown(&whole), WHOLE);
        let (divided, changes) = made(Some(&whole), TEXT, "'01-0004'");
        assert_eq!(shown(&divided), DIVIDED);
        assert_eq!((changes.kept.len(), changes.new.len()), (7, 1));
        let announcement = &divided.chapters[1].cues[0];
        assert_eq!((announcement.kind, announcement.opens), (CueKind::Announcement, Opens::Chapter));

        let (again, changes) = made(Some(&divided), TEXT, "'01-0004'");
        assert_eq!(again, divided);
        assert!(changes.is_silent() && changes.kept.len() == 8, "{changes:?}");

        let (back, changes) = made(Some(&divided), TEXT, "");
        assert_eq!(shown(&back), WHOLE);
        assert_eq!((changes.retired.len(), back.retired.len(), changes.kept.len()), (1, 1, 7));
        let (once_more, changes) = made(Some(&back), TEXT, "'01-0004'");
        assert_eq!(once_more, divided, "the line that was cut is back under its ID");
        assert_eq!((changes.restored.len(), changes.new.len()), (1, 0));
    }

    #[test]
    fn an_edited_text_keeps_its_files() {
        let (divided, _) = made(Some(&made(None, TEXT, "").0), TEXT, "'01-0004'");
        let longer = TEXT.replace("She waited.", "A gull.\n\nShe waited.").replace("Chapter 5", "Chapter Five");
        let (script, changes) = made(Some(&divided), &longer, "'01-0004'");
        assert_eq!(
            shown(&script),
            [
                "01 Chapter Five: 01-0001 01-0002 01-0003",
                "01a Chapter Five, continued: 01a-0001 01-0004 01-0004a 01-0005",
                "02 Chapter 6: 02-0001 02-0002",
            ]
        );
        assert_eq!(changes.new.len(), 1, "{changes:?}");
        assert!(!changes.kept.iter().any(|id| id.to_string() == "01a-0001"), "its words have changed");
    }

    #[test]
    fn a_chapter_can_go_on_twice_and_never_where_it_begins() {
        let (whole, _) = made(None, TEXT, "");
        let (script, _) = made(Some(&whole), TEXT, "'01-0005', '01-0003', '01-0001', '02-0001', '09-0001'");
        assert_eq!(
            shown(&script),
            [
                "01 Chapter 5: 01-0001 01-0002",
                "01a Chapter 5, continued: 01a-0001 01-0003 01-0004",
                "01b Chapter 5, continued: 01b-0001 01-0005",
                "02 Chapter 6: 02-0001 02-0002",
            ]
        );
        assert_eq!(made(Some(&script), TEXT, "'01-0003', '01-0005'").0, script);
    }

    #[test]
    fn other_languages_say_it_in_their_words() {
        assert_eq!(continued("Kapitel 5.", Language::German), "Kapitel 5, Fortsetzung");
        assert_eq!(continued("第五章", Language::Chinese), "第五章，续");
    }
}
