//! What ends with an element: lines, blocks, headings, pieces of the book.

use super::super::super::grouping::fold;
use super::super::super::look::Look;
use super::super::super::{Block, BlockKind, HeadingKind, Reason, broken, titles};
use super::super::gathered::Entry;
use super::super::semantics::Shown;
use super::{BookPiece, Closes, Collector, Context, Joins, letters};

impl Collector {
    /// A chapter without a heading begins with a break.
    pub(super) fn end_piece(&mut self, piece: usize) {
        self.end_block();
        let BookPiece { headed, start, .. } = self.pieces[piece];
        let entries = &mut self.gathered.entries;
        let broken = start.checked_sub(1).is_none_or(|before| entries[before].block.kind == BlockKind::SceneBreak);
        if !headed && !broken && start < entries.len() {
            let block = Block::new(BlockKind::SceneBreak, "", Reason::Marked);
            entries.insert(start, Entry::from(block));
        }
    }

    pub(super) fn close(&mut self, closes: Closes) {
        match closes {
            Closes::Nothing => {}
            Closes::Line if self.text.trim_end_matches(' ').ends_with('\n') => {}
            Closes::Line => self.text.push('\n'),
            Closes::Block => self.end_block(),
        }
    }

    pub(super) fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let bold = std::mem::take(&mut self.bold);
        let Some(context) = self.under.take() else { return };
        let all = letters(&text);
        let linked = linked * 2 > all;
        let lines: Vec<String> = text.split('\n').map(fold).collect();
        if context.heading.is_some() || context.group.is_some() || context.joins != Joins::None {
            let mut lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
            let pictured = std::mem::take(&mut self.pictured);
            if lines.is_empty() && !pictured.is_empty() {
                lines.push(pictured);
            }
            if lines.is_empty() {
                return;
            }
            return self.heading_lines(&context, &lines.join("\n"), linked);
        }
        // An empty line within a block divides it, however it was marked.
        let from = self.gathered.entries.len();
        for lines in lines.split(String::is_empty).filter(|lines| !lines.is_empty()) {
            self.block(&context, lines, linked);
        }
        self.gathered.set_look(from, &Look { bold: all > 0 && bold >= all, ..context.look });
    }

    fn block(&mut self, context: &Context, lines: &[String], linked: bool) {
        let (kind, reason) = match context.shown {
            _ if lines.iter().all(|line| titles::is_ornament(line)) => (BlockKind::SceneBreak, Reason::Ornament),
            Some(Shown::Attribution) => (BlockKind::Attribution, Reason::Marked),
            Some(Shown::Motto) => (BlockKind::Epigraph, Reason::Marked),
            Some(Shown::Verse | Shown::Stanza) => (BlockKind::Verse, Reason::Marked),
            Some(Shown::Letter) => (BlockKind::Quote, Reason::Marked),
            None if context.spaced || lines.len() > 1 => (BlockKind::Verse, Reason::Marked),
            None => (BlockKind::Paragraph, Reason::Text),
        };
        if context.shown.is_none() && context.note.is_none() && broken::is_prose(lines) {
            let mut number = self.number.take().unwrap_or_default();
            for text in broken::paragraphs(lines) {
                let text = std::mem::take(&mut number) + &text;
                self.gathered.push(Block::new(BlockKind::Paragraph, text, Reason::Text), linked);
            }
            return;
        }
        let text = if kind == BlockKind::SceneBreak { String::new() } else { lines.join("\n") };
        let number = self.number.take().unwrap_or_default();
        if let Some(note) = context.note {
            if kind != BlockKind::SceneBreak {
                self.gathered.footnotes.push(note, Block::new(kind, text, reason));
            }
            return;
        }
        self.gathered.push(Block::new(kind, format!("{number}{text}"), reason), linked);
    }

    /// A heading, or a line that belongs to the one before.
    fn heading_lines(&mut self, context: &Context, text: &str, linked: bool) {
        let number = self.number.take().unwrap_or_default();
        let count = self.gathered.entries.len();
        let last = self.gathered.entries.last_mut().map(|entry| &mut entry.block);
        let last = last.filter(|block| match block.heading() {
            Some(kind) => match context.joins {
                Joins::Part => kind == HeadingKind::Part,
                Joins::Heading => true,
                Joins::None => context.group.is_some_and(|start| count > start),
            },
            None => false,
        });
        if let Some(last) = last {
            last.text = format!("{}\n{number}{text}", last.text);
            return;
        }
        if context.heading.is_none() && context.group.is_none() {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            self.number = Some(number);
            return self.block(context, &lines, linked);
        }
        let level = context.heading.unwrap_or(6);
        let piece = context.piece.map(|piece| &mut self.pieces[piece]);
        let (kind, reason) = match piece {
            Some(piece) if !piece.headed => {
                piece.headed = true;
                (piece.kind, Reason::Declared { word: piece.word })
            }
            Some(_) => (HeadingKind::Section, Reason::Marked),
            None => (HeadingKind::Section, Reason::Level(level)),
        };
        self.gathered.push(Block::new(BlockKind::Heading(kind), format!("{number}{text}"), reason), linked);
    }
}
