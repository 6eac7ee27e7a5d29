//! A manuscript to a draft: blocks to paragraphs in their chapters.

use std::ops::Range;

use rayon::prelude::*;

use super::credits;
use super::sentences::sentence_ranges;
use super::{ChapterKind, CueKind, Draft, DraftChapter, Opens, Paragraph};
use crate::manuscript::{Block, BlockKind, HeadingKind, Manuscript};
use crate::words::{Book, Language};

/// Divides a manuscript into chapters and paragraphs, and adds the credits. No word is lost, doubled or moved.
///
/// What stands before the first chapter is one chapter of front matter; a prologue or foreword there is another, since it
/// is long enough for a file of its own. Every piece behind the last chapter is a chapter of back matter. The heading of a
/// part is announced at the start of the chapter that follows it.
#[must_use]
pub fn divide(manuscript: &Manuscript, book: &Book) -> Draft {
    let has_chapters = manuscript.blocks.iter().any(|block| block.heading() == Some(HeadingKind::Chapter));
    let first = if has_chapters { ChapterKind::Front } else { ChapterKind::Chapter };
    let mut divider =
        Divider { draft: Draft::default(), open: None, silent: Vec::new(), opens: Opens::Chapter, next: first };
    let language = Language::of(&book.language);
    let all: Vec<Vec<Range<usize>>> = manuscript.blocks.par_iter().map(|block| pieces(&block.text, language)).collect();
    for (block, pieces) in manuscript.blocks.iter().zip(&all) {
        match block.kind {
            BlockKind::Heading(kind) => divider.heading(kind, block),
            BlockKind::SceneBreak => divider.opens = divider.opens.min(Opens::Scene),
            _ => divider.text(block, pieces),
        }
    }
    divider.close();
    // A last chapter without a word can't be recorded: what it has stays behind the words before it.
    let last = divider.draft.chapters.last_mut().and_then(|chapter| chapter.paragraphs.last_mut());
    append(last, &mut divider.silent);
    let mut draft = divider.draft;
    credits::add(&mut draft, book);
    draft
}

/// Adds paragraphs without words to one, if there is one.
fn append(last: Option<&mut Paragraph>, silent: &mut Vec<String>) {
    let Some(last) = last else { return };
    for silent in silent.drain(..) {
        last.append(&silent);
    }
}

struct Divider {
    draft: Draft,
    /// The chapter that is being filled.
    open: Option<DraftChapter>,
    /// Paragraphs without words that wait for one with some.
    silent: Vec<String>,
    /// What the next line opens.
    opens: Opens,
    /// The kind of the next chapter that begins without a heading.
    next: ChapterKind,
}

impl Divider {
    fn heading(&mut self, kind: HeadingKind, block: &Block) {
        let chapter = match kind {
            HeadingKind::Chapter => Some(ChapterKind::Chapter),
            HeadingKind::Part => Some(self.after_part()),
            HeadingKind::Prologue => Some(ChapterKind::Front),
            HeadingKind::Back => Some(ChapterKind::Back),
            HeadingKind::Title | HeadingKind::Front | HeadingKind::Section => None,
        };
        if let Some(chapter) = chapter {
            // The announcement of a part waits for its first chapter.
            if self.only_part_headings() && kind != HeadingKind::Part {
                self.opens = Opens::Section;
            } else if !self.only_part_headings() {
                self.close();
                self.opens = Opens::Chapter;
            }
            self.next = chapter;
            let open = self.chapter();
            open.kind = chapter;
            if kind != HeadingKind::Part || open.title.is_empty() {
                open.title = one_line(&block.text);
            }
        } else {
            self.opens = self.opens.min(Opens::Section);
        }
        let line_kind = if kind == HeadingKind::Title { CueKind::Credits } else { CueKind::Announcement };
        self.add(&block.text, |opens| Paragraph::whole(line_kind, opens, &block.text));
        if kind == HeadingKind::Part {
            self.opens = Opens::Section;
        }
    }

    /// A part's heading belongs to a chapter, unless there are none.
    fn after_part(&self) -> ChapterKind {
        if self.next == ChapterKind::Back { ChapterKind::Back } else { ChapterKind::Chapter }
    }

    /// Whether the open chapter holds headings of parts and nothing else.
    fn only_part_headings(&self) -> bool {
        self.opens == Opens::Section
            && self.open.as_ref().is_some_and(|open| {
                open.kind == ChapterKind::Chapter
                    && open.paragraphs.iter().all(|heading| heading.kind == CueKind::Announcement)
            })
    }

    fn chapter(&mut self) -> &mut DraftChapter {
        let kind = self.next;
        self.open.get_or_insert_with(|| DraftChapter { kind, title: String::new(), paragraphs: Vec::new() })
    }

    /// Gives waiting paragraphs without words to the heading before them, where no text follows it.
    fn settle(&mut self) {
        append(self.open.as_mut().and_then(|open| open.paragraphs.last_mut()), &mut self.silent);
    }

    fn close(&mut self) {
        self.settle();
        self.draft.chapters.extend(self.open.take().filter(|chapter| !chapter.paragraphs.is_empty()));
    }

    fn add(&mut self, text: &str, made: impl FnOnce(Opens) -> Paragraph) {
        let opens = std::mem::replace(&mut self.opens, Opens::Paragraph);
        let chapter = self.chapter();
        let opens = if chapter.paragraphs.is_empty() { Opens::Chapter } else { opens };
        // `“...”` alone can't be recorded: it stays with the paragraph before it, or behind a heading.
        if !text.contains(char::is_alphanumeric) {
            match chapter.paragraphs.last_mut().filter(|last| !last.is_heading()) {
                Some(last) => last.append(text),
                None => self.silent.push(text.to_owned()),
            }
            // What it would have opened is opened by the paragraph that follows.
            self.opens = opens;
            return;
        }
        let mut paragraph = made(opens);
        if paragraph.is_heading() {
            self.settle();
        }
        for silent in self.silent.drain(..).rev() {
            paragraph.prepend(&silent);
        }
        self.chapter().paragraphs.push(paragraph);
    }

    fn text(&mut self, block: &Block, pieces: &[Range<usize>]) {
        let kind = match block.kind {
            BlockKind::Verse => CueKind::Verse,
            BlockKind::Quote => CueKind::Letter,
            BlockKind::Epigraph | BlockKind::Attribution => CueKind::Epigraph,
            _ => CueKind::Narration,
        };
        self.add(&block.text, |opens| Paragraph::new(kind, opens, &block.text, pieces));
    }
}

/// Where the pieces stand in a text between which it may be divided, in bytes: its lines, else its sentences.
pub fn pieces(text: &str, language: Language) -> Vec<Range<usize>> {
    if !text.contains('\n') {
        return sentence_ranges(text, language);
    }
    let mut end = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = end;
            end += line.len();
            start..start + line.trim_end_matches('\n').len()
        })
        .collect()
}

/// A heading of several lines on one: `CHAPTER I. Down the Shore`, `Chapter 1: Ebb`.
fn one_line(heading: &str) -> String {
    let joined = |title: &str| title.replace('\n', " ");
    match heading.split_once('\n') {
        Some((number, title)) if number.ends_with(|c: char| c.is_ascii_punctuation()) => {
            format!("{number} {}", joined(title))
        }
        Some((number, title)) => format!("{number}: {}", joined(title)),
        None => heading.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Script, number};
    use super::*;
    use crate::manuscript::{Format, Reason, read};
    use crate::words::Book;

    fn book(settings: &str) -> Book {
        Book::parse(&format!("title = 'Low Water'\n[cues]\n{settings}")).unwrap()
    }

    fn divided(text: &str, settings: &str) -> Script {
        let book = book(settings);
        let draft = divide(&read(text.as_bytes(), Format::Markdown, &book).unwrap(), &book);
        number(draft, &book)
    }

    fn outline(script: &Script) -> Vec<String> {
        let mut lines = Vec::new();
        for chapter in &script.chapters {
            lines.push(format!("{:?} {}", chapter.kind, chapter.title));
            lines.extend(chapter.cues.iter().map(|line| format!("  {:?}/{:?} {}", line.kind, line.opens, line.text)));
        }
        lines
    }

    #[test]
    fn a_book_becomes_chapters_of_lines() {
        let text = "# Dedication\n\nFor Ann.\n\n# Prologue\n\nEbb.\n\n# Part One\n\n## Chapter 1\n\n“Go,” he said.\n\n***\n\n\
                    She went.\n\n### Pier C\n\nlow  \nwater\n\n# Epilogue\n\nFlood.\n";
        let script = divided(text, "");
        assert_eq!(
            outline(&script),
            [
                "Front ",
                "  Announcement/Chapter Dedication",
                "  Narration/Paragraph For Ann.",
                "Front Prologue",
                "  Announcement/Chapter Prologue",
                "  Narration/Paragraph Ebb.",
                "Chapter Chapter 1",
                "  Announcement/Chapter Part One",
                "  Announcement/Section Chapter 1",
                "  Dialogue/Paragraph “Go,” he said.",
                "  Narration/Scene She went.",
                "  Announcement/Section Pier C",
                "  Verse/Paragraph low\nwater",
                "Back Epilogue",
                "  Announcement/Chapter Epilogue",
                "  Narration/Paragraph Flood.",
            ]
        );
    }

    #[test]
    fn a_text_without_headings_is_one_chapter() {
        assert_eq!(outline(&divided("a\n\nb\n", "")), ["Chapter ", "  Narration/Chapter a", "  Narration/Paragraph b"]);
    }

    #[test]
    fn a_long_paragraph_is_divided_into_even_parts_at_sentence_ends() {
        let script = divided("One two three. Four five six. Seven eight nine. Ten eleven twelve.\n", "max_words = 7");
        let lines: Vec<_> = script.chapters[0].cues.iter().map(|line| (line.opens, line.text.as_str())).collect();
        assert_eq!(
            lines,
            [
                (Opens::Chapter, "One two three. Four five six."),
                (Opens::Sentence, "Seven eight nine. Ten eleven twelve.")
            ]
        );
        assert_eq!(divided("One two. Three four.\n", "granularity = 'sentence'").chapters[0].cues.len(), 2);
    }

    #[test]
    fn who_speaks_is_known_for_every_part_of_a_paragraph() {
        use CueKind::{Dialogue, Narration};
        let kinds = |text: &str| {
            let script = divided(text, "granularity = 'sentence'");
            script.chapters[0].cues.iter().map(|line| line.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds("“Go. Run. Now.” She left."), [Dialogue, Dialogue, Dialogue, Narration]);
        assert_eq!(kinds("‘Go,’ she said. 'Twas late."), [Dialogue, Narration]);
        assert_eq!(kinds("He said, “Never again in all my days.”"), [Dialogue]);
    }

    #[test]
    fn a_silent_reply_stays_with_the_line_before_it() {
        assert_eq!(
            outline(&divided("Well?\n\n“...”\n\nNo.\n", ""))[1..],
            ["  Narration/Chapter Well? “...”", "  Narration/Paragraph No."]
        );
        assert_eq!(
            outline(&divided("# Chapter 1\n\n?!\n\nWell?\n\n# Two\n\n?!\n", ""))[1..],
            [
                "  Announcement/Chapter Chapter 1",
                "  Narration/Paragraph ?! Well?",
                "Chapter Two",
                "  Announcement/Chapter Two ?!"
            ]
        );
    }

    #[test]
    fn a_last_chapter_without_words_stays_with_the_text_before_it() {
        assert_eq!(
            outline(&divided("# One\n\nEbb.\n\n# ?\n\n“...”\n", "")),
            ["Chapter One", "  Announcement/Chapter One", "  Narration/Paragraph Ebb. ? “...”"]
        );
    }

    fn any_block() -> impl Strategy<Value = Block> {
        let heading = prop_oneof![
            Just(HeadingKind::Title),
            Just(HeadingKind::Part),
            Just(HeadingKind::Chapter),
            Just(HeadingKind::Prologue),
            Just(HeadingKind::Front),
            Just(HeadingKind::Back),
            Just(HeadingKind::Section)
        ];
        let kind = prop_oneof![
            2 => heading.prop_map(BlockKind::Heading),
            5 => Just(BlockKind::Paragraph),
            1 => Just(BlockKind::Verse),
            1 => Just(BlockKind::Quote),
            1 => Just(BlockKind::SceneBreak),
        ];
        let text = "[A-Z][a-z]{0,4}( ([a-z]{1,6}|Mr\\.|[0-9]{1,4}|“No\\.”|\\.\\.\\.)[.!?,]?){0,30}";
        (kind, text).prop_map(|(kind, text)| match kind {
            BlockKind::SceneBreak => Block::new(kind, "", Reason::Ornament),
            BlockKind::Verse => Block::new(kind, text.replacen(' ', "\n", 2), Reason::Marked),
            _ => Block::new(kind, text, Reason::Text),
        })
    }

    proptest! {
        #[test]
        fn no_word_is_lost_doubled_or_moved(
            blocks in proptest::collection::vec(any_block(), 0..25),
            most in 5usize..40,
            granularity in prop_oneof![Just("sentence"), Just("paragraph")],
        ) {
            let manuscript = Manuscript { blocks, ..Manuscript::default() };
            let book = book(&format!("max_words = {most}\ngranularity = '{granularity}'"));
            let script = number(divide(&manuscript, &book), &book);
            let read: Vec<&str> = script.cues().flat_map(|(_, cue)| cue.text.split_whitespace()).collect();
            let printed: Vec<&str> = manuscript.blocks.iter().flat_map(|block| block.text.split_whitespace()).collect();
            prop_assert_eq!(read, printed);
            for chapter in &script.chapters {
                prop_assert_eq!(chapter.cues[0].opens, Opens::Chapter);
                prop_assert!(chapter.cues[1..].iter().all(|line| line.opens != Opens::Chapter));
            }
        }
    }
}
