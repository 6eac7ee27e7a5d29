//! Markdown to blocks; the levels of its headings decide, see [`outline`].

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::grouping::fold;
use super::{Block, BlockKind, HeadingKind, Manuscript, Note, Reason, headings, outline, titles};

/// Reads Markdown: leaves out settings, comments, footnotes and pictures.
pub fn read(text: &str) -> Manuscript {
    let options =
        Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, options) {
        reader.take(event);
    }
    reader.end_block();
    let mut blocks = reader.blocks;
    let contents = outline::without_contents(&mut blocks);
    outline::rank(&mut blocks);
    headings::settle(&mut blocks);
    outline::mark_mottos(&mut blocks);
    let counted = [
        (contents, Note::Contents as fn(usize) -> Note),
        (reader.footnotes, Note::Footnotes),
        (reader.pictures, Note::Pictures),
    ];
    let notes = reader.settings.then_some(Note::Settings).into_iter();
    let notes = notes.chain(counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, note)| note(count)));
    Manuscript { notes: notes.collect(), blocks, ..Manuscript::default() }
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: String,
    heading: Option<u8>,
    /// How deep inside block quotes.
    quotes: usize,
    /// How deep inside what is not read.
    silent: usize,
    code: bool,
    lists: Vec<Option<u64>>,
    settings: bool,
    footnotes: usize,
    pictures: usize,
}

impl Reader {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ if self.silent > 0 => {}
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            Event::Rule => {
                self.end_block();
                if self.blocks.last().is_none_or(|block| block.kind != BlockKind::SceneBreak) {
                    self.blocks.push(Block::new(BlockKind::SceneBreak, "", Reason::Marked));
                }
            }
            Event::Html(html) => self.text.push_str(&html),
            Event::InlineHtml(html) => {
                if html.to_ascii_lowercase().starts_with("<br") {
                    self.text.push('\n');
                }
            }
            Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
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
            Tag::List(first) => {
                self.end_block();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.end_block();
                // A numbered item is read with its number.
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.text = format!("{number}. ");
                    *number += 1;
                }
            }
            Tag::MetadataBlock(_) => {
                self.settings = true;
                self.silent += 1;
            }
            Tag::FootnoteDefinition(_) => {
                self.end_block();
                self.footnotes += 1;
                self.silent += 1;
            }
            Tag::Image { .. } => {
                self.pictures += 1;
                self.silent += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::MetadataBlock(_) | TagEnd::FootnoteDefinition | TagEnd::Image => self.silent -= 1,
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quotes -= 1;
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::HtmlBlock => {
                self.text = without_tags(&self.text);
                self.end_block();
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock => self.end_block(),
            _ => {}
        }
    }

    fn end_block(&mut self) {
        let lines: Vec<String> = self.text.lines().map(fold).filter(|line| !line.is_empty()).collect();
        self.text.clear();
        let (heading, code) = (self.heading.take(), std::mem::take(&mut self.code));
        if self.silent > 0 || lines.is_empty() {
            return;
        }
        let (kind, reason) = match heading {
            Some(level) => (BlockKind::Heading(HeadingKind::Section), Reason::Level(level)),
            None if self.quotes > 0 => (BlockKind::Quote, Reason::Marked),
            None if lines.len() > 1 || code => (BlockKind::Verse, Reason::Marked),
            None if lines.iter().all(|line| titles::is_ornament(line)) => (BlockKind::SceneBreak, Reason::Ornament),
            None => (BlockKind::Paragraph, Reason::Text),
        };
        let text = if kind == BlockKind::SceneBreak { String::new() } else { lines.join("\n") };
        self.blocks.push(Block::new(kind, text, reason));
    }
}

/// The words of a block of HTML, without tags and comments.
fn without_tags(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        let end = if rest[start..].starts_with("<!--") { "-->" } else { ">" };
        // A tag that is never closed hides nothing.
        let Some(length) = rest[start..].find(end) else { break };
        rest = &rest[start + length + end.len()..];
    }
    words.push_str(rest);
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        read(text).blocks.into_iter().map(|block| (block.kind, block.text)).collect()
    }

    fn headings(text: &str) -> Vec<HeadingKind> {
        read(text).blocks.iter().filter_map(Block::heading).collect()
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
        assert_eq!(read(text).notes, [Note::Footnotes(1), Note::Pictures(1)]);
    }

    #[test]
    fn settings_in_front_are_not_read() {
        let manuscript = read("---\ntitle: Chapter 1\n---\n\nThe tide.\n");
        assert_eq!((manuscript.notes, manuscript.blocks.len()), (vec![Note::Settings], 1));
    }

    #[test]
    fn breaks_lists_verse_and_html_keep_their_words() {
        assert_eq!(
            kinds("a\n\n---\n\n\\* \\* \\*\n\nb\n\n1. x\n2. y\n\nlow  \nwater\n\n<center>c</center>\n<!-- d -->\n"),
            [
                (BlockKind::Paragraph, "a".into()),
                (BlockKind::SceneBreak, String::new()),
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
        let manuscript = read("# T\n\n## Contents\n\n1. [One](#one)\n2. [Two](#two)\n\n## One\n\na\n\n## Two\n\nb\n");
        assert_eq!((manuscript.blocks.len(), manuscript.notes), (5, vec![Note::Contents(3)]));
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
            let blocks = read(&text).blocks;
            let read: Vec<&str> = blocks.iter().flat_map(|block| block.text.split_whitespace()).collect();
            prop_assert_eq!(read, words);
        }
    }
}
