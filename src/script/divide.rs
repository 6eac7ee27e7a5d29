//! A manuscript to a draft: the lines to be read, in order, still without IDs.

use super::sentences::sentences;
use super::spoken::spoken;
use super::{ChapterKind, CueKind, Opens};
use crate::manuscript::{Block, BlockKind, HeadingKind, Manuscript};
use crate::words::Book;
use crate::words::book::Granularity;

/// A script whose lines have no IDs yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// The chapters in reading order; none of them is empty.
    pub chapters: Vec<DraftChapter>,
}

/// A chapter of a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftChapter {
    /// Whether it is a chapter, or stands before or after them.
    pub kind: ChapterKind,
    /// The heading on one line; empty where there is none.
    pub title: String,
    /// The lines in reading order.
    pub lines: Vec<DraftLine>,
}

/// A line of a draft: a [`Cue`](super::Cue) without its ID.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftLine {
    /// What kind of line it is.
    pub kind: CueKind,
    /// What begins with it.
    pub opens: Opens,
    /// The text as printed.
    pub text: String,
    /// The text as read aloud, where that differs.
    pub spoken: Option<String>,
}

/// Divides a manuscript into chapters and lines. No word is lost, doubled or moved.
///
/// What stands before the first chapter is one chapter of front matter; a prologue or foreword there is another, since it
/// is long enough for a file of its own. Every piece behind the last chapter is a chapter of back matter. The heading of a
/// part is announced at the start of the chapter that follows it.
#[must_use]
pub fn divide(manuscript: &Manuscript, book: &Book) -> Draft {
    let has_chapters = manuscript.blocks.iter().any(|block| block.heading() == Some(HeadingKind::Chapter));
    let first = if has_chapters { ChapterKind::Front } else { ChapterKind::Chapter };
    let mut divider = Divider { book, draft: Draft::default(), open: None, opens: Opens::Chapter, next: first };
    for block in &manuscript.blocks {
        match block.kind {
            BlockKind::Heading(kind) => divider.heading(kind, block),
            BlockKind::SceneBreak => divider.opens = divider.opens.min(Opens::Scene),
            _ => divider.text(block),
        }
    }
    divider.close();
    divider.draft
}

struct Divider<'a> {
    book: &'a Book,
    draft: Draft,
    /// The chapter that is being filled.
    open: Option<DraftChapter>,
    /// What the next line opens.
    opens: Opens,
    /// The kind of the next chapter that begins without a heading.
    next: ChapterKind,
}

impl Divider<'_> {
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
        self.line(line_kind, &block.text);
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
                open.kind == ChapterKind::Chapter && open.lines.iter().all(|line| line.kind == CueKind::Announcement)
            })
    }

    fn chapter(&mut self) -> &mut DraftChapter {
        let kind = self.next;
        self.open.get_or_insert_with(|| DraftChapter { kind, title: String::new(), lines: Vec::new() })
    }

    fn close(&mut self) {
        self.draft.chapters.extend(self.open.take().filter(|chapter| !chapter.lines.is_empty()));
    }

    fn line(&mut self, kind: CueKind, text: &str) {
        let opens = std::mem::replace(&mut self.opens, Opens::Paragraph);
        let book = self.book;
        let chapter = self.chapter();
        let opens = if chapter.lines.is_empty() { Opens::Chapter } else { opens };
        // `“...”` alone can't be recorded: it stays with the line before it.
        let silent = !text.contains(char::is_alphanumeric);
        if let Some(last) = chapter.lines.last_mut().filter(|last| silent && last.kind != CueKind::Announcement) {
            last.text = format!("{} {text}", last.text);
            last.spoken = spoken(&last.text, last.kind, book);
            // What it would have opened is opened by the line that follows.
            self.opens = opens;
            return;
        }
        chapter.lines.push(DraftLine { kind, opens, text: text.to_owned(), spoken: spoken(text, kind, book) });
    }

    fn text(&mut self, block: &Block) {
        let kind = match block.kind {
            BlockKind::Verse => CueKind::Verse,
            BlockKind::Quote => CueKind::Letter,
            BlockKind::Epigraph | BlockKind::Attribution => CueKind::Epigraph,
            _ => CueKind::Narration,
        };
        let settings = &self.book.cues;
        let parts = if block.text.contains('\n') {
            balanced(&block.text.split('\n').collect::<Vec<_>>(), settings.max_words, "\n")
        } else {
            let sentences = sentences(&block.text);
            match settings.granularity {
                Granularity::Sentence => sentences.into_iter().map(str::to_owned).collect(),
                Granularity::Paragraph => balanced(&sentences, settings.max_words, " "),
            }
        };
        let mut speech = Speech::default();
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                self.opens = Opens::Sentence;
            }
            let spoken = kind == CueKind::Narration && speech.is_dialogue(part);
            let kind = if spoken { CueKind::Dialogue } else { kind };
            self.line(kind, part);
        }
    }
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

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Joins pieces into as few parts of at most `most` words as there must be, of about the same length.
fn balanced(pieces: &[&str], most: usize, joint: &str) -> Vec<String> {
    let counts: Vec<usize> = pieces.iter().map(|piece| words(piece)).collect();
    let total: usize = counts.iter().sum();
    let mut number = total.div_ceil(most.max(1)).max(1);
    loop {
        let parts = cut(&counts, total, number);
        let fits = parts.iter().all(|part| part.len() == 1 || counts[part.clone()].iter().sum::<usize>() <= most);
        if fits || number >= pieces.len() {
            return parts.into_iter().map(|part| pieces[part].join(joint)).collect();
        }
        number += 1;
    }
}

/// Cuts at the joints nearest to equal shares.
fn cut(counts: &[usize], total: usize, number: usize) -> Vec<std::ops::Range<usize>> {
    let mut ends = Vec::with_capacity(number);
    let (mut at, mut sum) = (0, 0);
    for part in 1..number {
        let share = total * part / number;
        // Every part has a piece, and leaves one for each part behind it.
        let last = counts.len() - (number - part).min(counts.len());
        let first = at;
        while at < last && (at == first || sum + counts[at] / 2 < share) {
            sum += counts[at];
            at += 1;
        }
        ends.push(first..at);
    }
    ends.push(at..counts.len());
    ends.retain(|part| !part.is_empty());
    ends
}

/// Quotation marks through the parts of one paragraph: a speech may run over several.
#[derive(Default)]
struct Speech {
    inside: bool,
}

impl Speech {
    /// Says whether the next part begins with a quotation, or more than half of it is quoted.
    fn is_dialogue(&mut self, part: &str) -> bool {
        let begins = self.inside || part.starts_with(['"', '“', '«', '„', '»']) || begins_single_quoted(part);
        let (mut quoted, mut all) = (0, 0);
        for c in part.chars() {
            match c {
                '“' | '«' => self.inside = true,
                '”' | '»' => self.inside = false,
                '"' => self.inside = !self.inside,
                _ => {
                    all += 1;
                    quoted += usize::from(self.inside);
                }
            }
        }
        begins || quoted * 2 > all
    }
}

/// `'Twas` is a shortened word; a quotation is closed again behind a stop.
fn begins_single_quoted(part: &str) -> bool {
    let stops = |before: Option<char>| before.is_some_and(|c| ",.!?—-".contains(c));
    part.strip_prefix(['‘', '\''])
        .is_some_and(|rest| rest.match_indices(['’', '\'']).any(|(at, _)| stops(rest[..at].chars().next_back())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::manuscript::{Format, Reason, read};

    fn book(settings: &str) -> Book {
        Book::parse(&format!("title = 'Low Water'\n[cues]\n{settings}")).unwrap()
    }

    fn divided(text: &str, settings: &str) -> Draft {
        divide(&read(text.as_bytes(), Format::Markdown, &book(settings)).unwrap(), &book(settings))
    }

    fn outline(draft: &Draft) -> Vec<String> {
        let mut lines = Vec::new();
        for chapter in &draft.chapters {
            lines.push(format!("{:?} {}", chapter.kind, chapter.title));
            lines.extend(chapter.lines.iter().map(|line| format!("  {:?}/{:?} {}", line.kind, line.opens, line.text)));
        }
        lines
    }

    #[test]
    fn a_book_becomes_chapters_of_lines() {
        let text = "# Dedication\n\nFor Ann.\n\n# Prologue\n\nEbb.\n\n# Part One\n\n## Chapter 1\n\n“Go,” he said.\n\n***\n\n\
                    She went.\n\n### Pier C\n\nlow  \nwater\n\n# Epilogue\n\nFlood.\n";
        let draft = divided(text, "");
        assert_eq!(
            outline(&draft),
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
        let draft = divided("One two three. Four five six. Seven eight nine. Ten eleven twelve.\n", "max_words = 7");
        let lines: Vec<_> = draft.chapters[0].lines.iter().map(|line| (line.opens, line.text.as_str())).collect();
        assert_eq!(
            lines,
            [
                (Opens::Chapter, "One two three. Four five six."),
                (Opens::Sentence, "Seven eight nine. Ten eleven twelve.")
            ]
        );
        assert_eq!(divided("One two. Three four.\n", "granularity = 'sentence'").chapters[0].lines.len(), 2);
    }

    #[test]
    fn who_speaks_is_known_for_every_part_of_a_paragraph() {
        use CueKind::{Dialogue, Narration};
        let kinds = |text: &str| {
            let draft = divided(text, "granularity = 'sentence'");
            draft.chapters[0].lines.iter().map(|line| line.kind).collect::<Vec<_>>()
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
            let draft = divide(&manuscript, &book(&format!("max_words = {most}\ngranularity = '{granularity}'")));
            let lines = draft.chapters.iter().flat_map(|chapter| &chapter.lines);
            let read: Vec<&str> = lines.flat_map(|line| line.text.split_whitespace()).collect();
            let printed: Vec<&str> = manuscript.blocks.iter().flat_map(|block| block.text.split_whitespace()).collect();
            prop_assert_eq!(read, printed);
            for chapter in &draft.chapters {
                prop_assert_eq!(chapter.lines[0].opens, Opens::Chapter);
                prop_assert!(chapter.lines[1..].iter().all(|line| line.opens != Opens::Chapter));
            }
        }
    }
}
