//! Markdown to blocks; the levels of its headings decide, see [`outline`].

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::grouping::fold;
use super::markup::{Collector, Gathered, page};
use super::{Block, BlockKind, HeadingKind, Manuscript, Reason, broken, outline, titles};
use crate::words::Book;
use crate::words::reading::Footnotes;

/// Reads Markdown: leaves out settings, comments and pictures, and footnotes unless the book wants them.
pub fn read(text: &str, book: &Book) -> Manuscript {
    outline::settle_as_meant(gather(text, book).gathered)
}

/// One text in Markdown, and what it is called.
pub struct Page {
    pub gathered: Gathered,
    /// The title that the settings in front of it give.
    pub title: Option<String>,
}

/// Gathers the blocks of one text, before levels of headings are weighed.
pub fn gather(text: &str, book: &Book) -> Page {
    let (settings, text) = settings(text);
    let options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TABLES
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = Reader {
        book,
        gathered: Gathered::default(),
        text: String::new(),
        heading: None,
        quotes: 0,
        pictures: 0,
        note: None,
        noted: 0,
        code: false,
        html: false,
        lists: Vec::new(),
    };
    for event in Parser::new_ext(text, options) {
        reader.take(event);
    }
    reader.end_block();
    let mut gathered = reader.gathered;
    if book.manuscript.footnotes == Footnotes::Read {
        gathered.place_footnotes();
    }
    gathered.drop_usual_gaps();
    gathered.omissions.settings = settings.is_some();
    Page { gathered, title: settings.and_then(title) }
}

/// Parts the settings in front of a text from it: between lines of `---` in YAML, or of `+++` in TOML. Only at the very
/// start: anywhere else, such lines are breaks between scenes.
fn settings(text: &str) -> (Option<&str>, &str) {
    let start = text.trim_start_matches('\u{feff}');
    for (fence, ends) in [("---", ["---", "..."]), ("+++", ["+++", "+++"])] {
        let Some((_, rest)) = start.split_once('\n').filter(|(first, _)| first.trim_end() == fence) else { continue };
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            if ends.contains(&line.trim_end()) {
                let inner = &rest[..at];
                let is_setting = |line: &str| line.contains([':', '=']) && !line.starts_with([' ', '\t']);
                let known = inner.lines().find(|line| !line.trim().is_empty()).is_none_or(is_setting);
                return if known { (Some(inner), &rest[at + line.len()..]) } else { (None, text) };
            }
            at += line.len();
        }
    }
    (None, text)
}

/// The title among settings.
fn title(settings: &str) -> Option<String> {
    let value = settings.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        (key.trim_end() == "title").then_some(value.trim())
    })?;
    let unquoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    Some(fold(unquoted.unwrap_or(value))).filter(|title| title.contains(char::is_alphanumeric))
}

struct Reader<'a> {
    book: &'a Book,
    gathered: Gathered,
    text: String,
    heading: Option<u8>,
    /// How deep inside block quotes.
    quotes: usize,
    /// How deep inside the names of pictures.
    pictures: usize,
    /// The footnote that is being read.
    note: Option<usize>,
    /// How deep inside footnotes.
    noted: usize,
    code: bool,
    /// Whether the text is HTML.
    html: bool,
    lists: Vec<Option<u64>>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ if self.pictures > 0 => {}
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text.push_str(&text),
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            Event::Rule => {
                self.end_block();
                self.push(Block::new(BlockKind::SceneBreak, "", Reason::Marked));
            }
            Event::InlineHtml(html) => self.inline_html(&html.to_ascii_lowercase()),
            Event::FootnoteReference(name) => {
                self.gathered.omissions.marks += 1;
                if self.noted == 0 && self.book.manuscript.footnotes == Footnotes::Read {
                    self.gathered.refer(name.into_string());
                }
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn inline_html(&mut self, html: &str) {
        let omissions = &mut self.gathered.omissions;
        match () {
            () if html.starts_with("<br") => self.text.push('\n'),
            () if html.starts_with("<!--") => omissions.comments += 1,
            () if html.starts_with("<img") => omissions.pictures += 1,
            () => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Paragraph if self.lists.is_empty() => self.end_block(),
            Tag::Heading { level, .. } => {
                self.end_block();
                self.heading = Some(*level as u8);
            }
            Tag::BlockQuote(_) => {
                self.end_block();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.end_block();
                self.code = true;
            }
            Tag::HtmlBlock => {
                self.end_block();
                self.html = true;
            }
            Tag::List(first) => {
                self.end_block();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.end_block();
                // A numbered item is read with its number.
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.text = format!("{number}. ");
                    *number = number.saturating_add(1);
                }
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow => self.end_block(),
            // A row is read cell by cell.
            Tag::TableCell => self.text.push(' '),
            Tag::FootnoteDefinition(name) => {
                self.end_block();
                self.noted += 1;
                self.gathered.omissions.footnotes += 1;
                if self.book.manuscript.footnotes == Footnotes::Read {
                    let note = self.gathered.footnotes.begin(self.gathered.entries.len());
                    self.gathered.footnotes.name(note, name.to_string());
                    self.note = Some(note);
                }
            }
            Tag::Image { .. } => {
                self.gathered.omissions.pictures += 1;
                self.pictures += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.pictures -= 1,
            TagEnd::FootnoteDefinition => {
                self.end_block();
                self.noted -= 1;
                self.note = None;
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quotes -= 1;
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::Paragraph => {
                let blank = self.noted == 0 && self.quotes == 0 && self.lists.is_empty() && self.text.trim().is_empty();
                // A picture or a comment may be all of a paragraph, too.
                if blank && self.text.contains(['\n', '\u{a0}']) {
                    self.push(Block::new(BlockKind::SceneBreak, "", Reason::Gap));
                }
                self.end_block();
            }
            TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock | TagEnd::TableHead | TagEnd::TableRow => {
                self.end_block();
            }
            _ => {}
        }
    }

    /// A block of HTML is read as a page is.
    fn end_html(&mut self) {
        self.html = false;
        let html = std::mem::take(&mut self.text);
        let comments = html.matches("<!--").count();
        self.gathered.omissions.comments += comments;
        if self.noted == 0 && html.to_ascii_lowercase().trim().starts_with("<br") {
            self.push(Block::new(BlockKind::SceneBreak, "", Reason::Gap));
        }
        let mut collector = Collector::new(&self.book.language, Footnotes::LeaveOut, BTreeMap::new());
        collector.page("", &page(&html), None);
        let found = collector.finish();
        if self.noted == 0 {
            self.gathered.append(found);
        } else {
            found.entries.into_iter().for_each(|entry| self.push(entry.block));
        }
    }

    fn end_block(&mut self) {
        if self.html {
            self.end_html();
        }
        let all: Vec<String> = self.text.lines().map(fold).collect();
        let lines: Vec<String> = all.iter().filter(|line| !line.is_empty()).cloned().collect();
        self.text.clear();
        let (heading, code) = (self.heading.take(), std::mem::take(&mut self.code));
        if lines.is_empty() && heading.is_none() {
            return;
        }
        let ornament = lines.iter().all(|line| titles::is_ornament(line));
        self.gathered.omissions.wordless += usize::from(ornament && heading.is_some() && !lines.is_empty());
        let (kind, reason) = match heading {
            Some(_) if ornament => (BlockKind::SceneBreak, Reason::Ornament),
            Some(level) => (BlockKind::Heading(HeadingKind::Section), Reason::Level(level)),
            None if self.quotes > 0 => (BlockKind::Quote, Reason::Marked),
            None if ornament => (BlockKind::SceneBreak, Reason::Ornament),
            None if (lines.len() > 1 || code) && broken::is_prose(&lines) => {
                for text in all.split(String::is_empty).filter(|lines| !lines.is_empty()).flat_map(broken::paragraphs) {
                    self.push(Block::new(BlockKind::Paragraph, text, Reason::Text));
                }
                return;
            }
            None if lines.len() > 1 || code => (BlockKind::Verse, Reason::Marked),
            None => (BlockKind::Paragraph, Reason::Text),
        };
        let text = if kind == BlockKind::SceneBreak { String::new() } else { lines.join("\n") };
        self.push(Block::new(kind, text, reason));
    }

    fn push(&mut self, block: Block) {
        match self.note {
            Some(note) => self.gathered.footnotes.push(note, block),
            None if self.noted == 0 => self.gathered.push(block, false),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Note;
    use super::super::testing::any_book;
    use super::*;

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        read(text, &any_book()).blocks.into_iter().map(|block| (block.kind, block.text)).collect()
    }

    fn headings(text: &str) -> Vec<HeadingKind> {
        read(text, &any_book()).blocks.iter().filter_map(Block::heading).collect()
    }

    #[test]
    fn levels_decide_what_a_heading_is() {
        use HeadingKind::{Back, Chapter, Front, Part, Section, Title};
        assert_eq!(headings("# Low Water\n## One\na\n## Two\nb\n### Three\nc"), [Title, Chapter, Chapter, Section]);
        assert_eq!(headings("# One\na\n# Two\nb\n## Three\nc"), [Chapter, Chapter, Section]);
        assert_eq!(headings("# Chapter 1\na\n## Three\nc"), [Chapter, Section]);
        assert_eq!(headings("# Part One\n## One\na\n# Part Two\n## Two\nb"), [Part, Chapter, Part, Chapter]);
        assert_eq!(headings("# T\n## Dedication\na\n## One\nb\n## Epilogue\nc"), [Title, Front, Chapter, Back]);
        assert_eq!(headings("## One\na\n## Two"), [Chapter, Chapter]);
        assert_eq!(headings("# T\n# Part One\n## Chapter 1\n### A\nb"), [Title, Part, Chapter, Section]);
        assert_eq!(headings("# T\n# Chapter 1\n## A\nb\n# Chapter 2\nc"), [Title, Chapter, Section, Chapter]);
        assert_eq!(headings("# The Sea\n## Chapter 1\na\n# The Land\n## Chapter 2\nb"), [Part, Chapter, Part, Chapter]);
        assert_eq!(headings("# Low Water"), [Chapter]);
    }

    #[test]
    fn marks_are_taken_off_and_words_stay() {
        let text =
            "A *very* **low** `tide`[^1] &amp; [sea](http://x).<!-- no -->\n\n[^1]: Not read.\n\n![chart](a.png)\n";
        assert_eq!(kinds(text), [(BlockKind::Paragraph, "A very low tide & sea.".into())]);
        assert_eq!(read(text, &any_book()).notes, [Note::Footnotes(1), Note::Comments(1), Note::Pictures(1)]);
    }

    #[test]
    fn settings_in_front_are_not_read() {
        let manuscript = read("---\ntitle: Chapter 1\n---\n\nThe tide.\n", &any_book());
        assert_eq!((manuscript.notes, manuscript.blocks.len()), (vec![Note::Settings], 1));
    }

    #[test]
    fn breaks_lists_verse_and_html_keep_their_words() {
        assert_eq!(
            kinds("a\n\n---\n\n\\* \\* \\*\n\nb\n\n1. x\n2. y\n\nlow  \nwater\n\n<center>c</center>\n<!-- d -->\n"),
            [
                (BlockKind::Paragraph, "a".into()),
                (BlockKind::SceneBreak, String::new()),
                (BlockKind::Paragraph, "b".into()),
                (BlockKind::Paragraph, "1. x".into()),
                (BlockKind::Paragraph, "2. y".into()),
                (BlockKind::Verse, "low\nwater".into()),
                (BlockKind::Paragraph, "c".into()),
            ]
        );
    }

    #[test]
    fn a_heading_of_ornaments_is_a_break_and_said_to_be_one() {
        let notes = |text: &str| read(text, &any_book()).notes;
        assert_eq!(notes("# One\n\na\n\n# ...\n\nb\n\n## * * *\n\nc\n"), [Note::Wordless(2)]);
        assert_eq!(notes("# One\n\na\n\n#\n\nb\n\n***\n\nc\n"), [], "as breaks are typed");
    }

    #[test]
    fn headings_without_words_and_paragraphs_of_space_are_breaks() {
        for mark in ["#", "##", "## ***", "### * * *", "&nbsp;", "<br>", "<br />", "...", "xxx", "[scene break]"] {
            let text = format!("{}b\n\n{mark}\n\nc\n", "a\n\n".repeat(6));
            let breaks = kinds(&text).iter().position(|(kind, _)| *kind == BlockKind::SceneBreak);
            assert_eq!((breaks, kinds(&text).len()), (Some(7), 9), "{mark}");
        }
        // Space between all paragraphs parts none.
        assert_eq!(kinds("a\n\n&nbsp;\n\nb\n\n&nbsp;\n\nc\n").len(), 3);
    }

    #[test]
    fn a_quotation_is_a_motto_before_the_text_and_a_letter_within() {
        let text = "# T\n\n> No small tides.\n>\n> — A Pilot\n\n## One\n\nShe read:\n\n> Come home.\n";
        let kinds: Vec<BlockKind> = kinds(text)
            .into_iter()
            .map(|(kind, _)| kind)
            .filter(|kind| !matches!(kind, BlockKind::Heading(_)))
            .collect();
        assert_eq!(kinds, [BlockKind::Epigraph, BlockKind::Attribution, BlockKind::Paragraph, BlockKind::Quote]);
    }

    #[test]
    fn a_table_of_contents_is_left_out() {
        let manuscript =
            read("# T\n\n## Contents\n\n1. [One](#one)\n2. [Two](#two)\n\n## One\n\na\n\n## Two\n\nb\n", &any_book());
        assert_eq!((manuscript.blocks.len(), manuscript.notes), (5, vec![Note::Contents(3)]));
    }

    #[test]
    fn a_break_between_scenes_is_no_end_of_settings() {
        for text in ["a\n\n---\nb: c\n\n---\nd", "---\n\nOnce more.\n\n---\n\nb"] {
            let read = read(text, &any_book());
            assert!(!read.notes.contains(&Note::Settings), "{text}");
        }
        assert_eq!(kinds("+++\ntitle = \"Ebb\"\n+++\nThe tide.").len(), 1);
        assert_eq!(
            gather("---\r\nlayout: post\r\ntitle: \"Low Water\"\r\n---\r\na", &any_book()).title.unwrap(),
            "Low Water"
        );
    }

    #[test]
    fn what_is_no_text_of_a_page_is_not_read() {
        let text =
            "a\n\n<script>\nno();\n</script>\n\n<style>\n.no {}\n</style>\n\n<!-- no\n\nno -->\n\n## Ebb {#ebb}\n\nb\n";
        let words: Vec<String> = kinds(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(words, ["a", "Ebb", "b"]);
        assert_eq!(read(text, &any_book()).notes, [Note::Comments(1)]);
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        let table = "| Tide | Hour |\n|---|---|\n| High | six |\n| Low | noon |\n";
        let rows: Vec<String> = kinds(table).into_iter().map(|(_, text)| text).collect();
        assert_eq!(rows, ["Tide Hour", "High six", "Low noon"]);
    }

    #[test]
    fn footnotes_are_read_behind_their_paragraph_where_the_book_wants_them() {
        let book = Book::parse("title = 'x'\n[manuscript]\nfootnotes = 'read'").unwrap();
        let text = "Ebb[^b] and flow[^a].\n\nLater[^b].\n\n[^a]: One.\n\n[^b]: Two,\n    and more.\n\n    Three.\n";
        let read = read(text, &book);
        let words: Vec<&str> = read.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(words, ["Ebb and flow.", "Two, and more.", "Three.", "One.", "Later."]);
        assert_eq!(read.notes, []);
    }

    #[test]
    fn deep_nesting_is_read_in_no_time() {
        for text in [">".repeat(20_000) + "a", "- ".repeat(5_000) + "a", "*a ".repeat(20_000), "[".repeat(20_000)] {
            let _ = read(&text, &any_book());
        }
    }

    /// Mark-up around three words `A`, `B` and `C`.
    const SHAPES: [&str; 10] = [
        "# A B C",
        "### A *B* C",
        "A **B** _C_",
        "A\nB  \nC",
        "> A B\n>\n> C",
        "- A\n- B\n  C",
        "***\n\nA `B` [C](http://x)",
        "```\nA B\nC\n```",
        "<p class=\"x\">A B</p> C",
        "A[^1] B <span>C</span>\n\n[^1]: note",
    ];

    proptest! {
        #[test]
        fn no_word_is_lost_doubled_or_moved(shapes in proptest::collection::vec(0..SHAPES.len(), 1..12)) {
            let mut text = String::new();
            let mut words = Vec::new();
            for (at, shape) in shapes.iter().enumerate() {
                let own = ["a", "b", "c"].map(|letter| format!("{letter}{at}"));
                let marked = SHAPES[*shape].replace('A', &own[0]).replace('B', &own[1]).replace('C', &own[2]);
                text.push_str(&marked.replace("^1", &format!("^{at}")));
                text.push_str("\n\n");
                words.extend(own);
            }
            let blocks = read(&text, &any_book()).blocks;
            let read: Vec<&str> = blocks.iter().flat_map(|block| block.text.split_whitespace()).collect();
            prop_assert_eq!(read, words);
        }
    }
}
