//! Pieces of HTML to blocks.

use super::super::grouping::fold;
use super::super::{Block, BlockKind, HeadingKind, Note, Reason, titles};
use super::semantics::{Left, Meaning, Shown, meaning};
use super::{Element, Piece};

/// A block, and what only mark-up knows of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub block: Block,
    /// Whether most of it leads elsewhere, as the lines of a table of contents do.
    pub linked: bool,
}

/// What was found in a text with mark-up, before levels of headings are weighed.
#[derive(Default, Debug)]
pub struct Gathered {
    pub entries: Vec<Entry>,
    pub omissions: Omissions,
}

impl Gathered {
    /// Adds a block; a break behind a break is none.
    pub fn push(&mut self, block: Block, linked: bool) {
        let is_break = |block: &Block| block.kind == BlockKind::SceneBreak;
        if !(is_break(&block) && self.entries.last().is_some_and(|last| is_break(&last.block))) {
            self.entries.push(Entry { block, linked });
        }
    }
}

/// What was left out, counted.
#[derive(Default, Debug)]
pub struct Omissions {
    pub footnotes: usize,
    /// Numbers that lead to footnotes.
    pub marks: usize,
    pub pictures: usize,
    pub page_numbers: usize,
    pub contents: usize,
    pub licence: usize,
    pub pieces: Vec<String>,
}

impl Omissions {
    /// Remembers a piece by its name.
    pub fn piece(&mut self, name: &str) {
        if !self.pieces.iter().any(|known| known == name) {
            self.pieces.push(name.to_owned());
        }
    }

    /// The notes that say so.
    pub fn notes(self) -> Vec<Note> {
        let counted = [
            (self.licence, Note::Licence as fn(usize) -> Note),
            (self.contents, Note::Contents),
            // A mark without a note, and a note without a mark, are left out all the same.
            (self.footnotes.max(self.marks), Note::Footnotes),
            (self.page_numbers, Note::PageNumbers),
            (self.pictures, Note::Pictures),
        ];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, note)| note(count));
        counted.chain((!self.pieces.is_empty()).then_some(Note::Pieces(self.pieces))).collect()
    }
}

/// What holds for the text at a place.
#[derive(Clone, Default)]
struct Context {
    /// What ends with the element.
    closes: Closes,
    left: Option<Left>,
    shown: Option<Shown>,
    heading: Option<u8>,
    /// The number of blocks before the group of headings that this stands in.
    group: Option<usize>,
    /// Which heading before it the text belongs to.
    joins: Joins,
    /// The piece of the book, by its place in the list of them.
    piece: Option<usize>,
    /// The numbered list, by its place in the list of them.
    list: Option<usize>,
    spaced: bool,
    link: bool,
    raised: bool,
    /// Where the text of an element begins that may be no more than the mark of a footnote.
    mark: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Closes {
    #[default]
    Nothing,
    Line,
    Block,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Joins {
    #[default]
    None,
    /// The heading that stands right before it.
    Heading,
    /// The heading of a part: what else stands there would be a chapter of its own.
    Part,
}

/// A piece of the book that is being read.
struct BookPiece {
    kind: HeadingKind,
    word: &'static str,
    headed: bool,
    /// The number of blocks before it.
    start: usize,
}

/// Elements that stand in lines of their own.
const BLOCKS: [&str; 39] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

/// Elements that are not shown, or not as text.
const UNSEEN: [&str; 17] = [
    "audio", "button", "canvas", "datalist", "head", "iframe", "input", "math", "noscript", "object", "rp", "rt",
    "script", "select", "style", "svg", "template",
];

/// Gathers the blocks of one page after the other.
#[derive(Default)]
pub struct Collector {
    gathered: Gathered,
    open: Vec<Context>,
    text: String,
    /// What holds where the text began.
    under: Option<Context>,
    /// How many of the text's letters lead elsewhere.
    linked: usize,
    pieces: Vec<BookPiece>,
    lists: Vec<u64>,
    /// The number that stands before the next block.
    number: Option<String>,
}

impl Collector {
    /// Reads a page that is known to mean this as a whole.
    pub fn page(&mut self, pieces: &[Piece], meaning: Option<Meaning>) {
        let page = self.context(&Context { closes: Closes::Block, ..Context::default() }, meaning);
        self.open = vec![page];
        for piece in pieces {
            match piece {
                Piece::Start(element) => self.start(element),
                Piece::Text(text) => self.take(text),
                Piece::End => self.end(),
            }
        }
        self.end();
    }

    /// What was found.
    pub fn finish(self) -> Gathered {
        self.gathered
    }

    fn start(&mut self, element: &Element) {
        let Some(parent) = self.open.last().cloned() else { return };
        let name = element.name.as_str();
        let is_block = BLOCKS.contains(&name);
        let inherited = Context { closes: Closes::Nothing, mark: None, ..parent };
        let meaning = meaning(element).filter(|meaning| is_block || name == "nav" || is_inline(*meaning));
        if is_block {
            self.close(if parent.shown == Some(Shown::Stanza) { Closes::Line } else { Closes::Block });
        }
        let mut context = self.context(&inherited, meaning);
        if is_block {
            context.closes = if parent.shown == Some(Shown::Stanza) { Closes::Line } else { Closes::Block };
        }
        if element.exact("hidden").is_some() || UNSEEN.contains(&name) {
            context.left = context.left.or(Some(Left::Silently));
        }
        if context.left.is_none() || name == "a" || name == "li" {
            self.shape(element, &mut context);
        }
        self.open.push(context);
    }

    /// What holds inside an element of this meaning.
    fn context(&mut self, around: &Context, meaning: Option<Meaning>) -> Context {
        let mut context = around.clone();
        match meaning {
            Some(Meaning::Left(left)) => {
                let omissions = &mut self.gathered.omissions;
                match left {
                    Left::Footnote => omissions.footnotes += 1,
                    Left::PageNumber if around.left.is_none() => omissions.page_numbers += 1,
                    Left::Piece(name) if around.left.is_none() => omissions.piece(name),
                    _ => {}
                }
                context.left = around.left.or(Some(left));
            }
            Some(Meaning::FootnoteMark) if around.left.is_none() => {
                self.gathered.omissions.marks += 1;
                context.left = Some(Left::Silently);
            }
            Some(Meaning::Shown(shown)) => context.shown = Some(shown),
            Some(Meaning::Piece(kind, word)) if around.left.is_none() => {
                let start = self.gathered.entries.len();
                let outer = around.piece.map(|piece| self.pieces[piece].kind);
                // What a chapter calls its chapters are its sections.
                let nested = kind == HeadingKind::Chapter && outer.is_some_and(|outer| outer != HeadingKind::Part);
                let kind = if nested { HeadingKind::Section } else { kind };
                self.pieces.push(BookPiece { kind, word, headed: false, start });
                context.piece = Some(self.pieces.len() - 1);
            }
            _ => {}
        }
        context
    }

    /// What an element's name says.
    fn shape(&mut self, element: &Element, context: &mut Context) {
        let types = element.exact("epub:type").unwrap_or_default();
        match element.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => context.heading = element.name[1..].parse().ok(),
            "hgroup" => context.group = Some(self.gathered.entries.len()),
            "p" if types.contains("bridgehead") => context.joins = Joins::Part,
            "p" if types.split_whitespace().any(|word| word.ends_with("title")) => context.joins = Joins::Heading,
            "blockquote" => context.shown = context.shown.or(Some(Shown::Letter)),
            "cite" | "footer" if context.shown == Some(Shown::Motto) && fold(&self.text).is_empty() => {
                context.shown = Some(Shown::Attribution);
                context.closes = Closes::Block;
            }
            "pre" => context.spaced = true,
            "sup" => {
                context.raised = true;
                context.mark = Some(self.text.len()).filter(|_| context.link);
            }
            "a" if context.left == Some(Left::Contents) => self.gathered.omissions.contents += 1,
            "a" if element.exact("href").is_some_and(|link| link.contains('#')) => {
                context.link = true;
                context.mark = Some(self.text.len());
            }
            "br" => self.text.push('\n'),
            "td" | "th" | "option" => self.text.push(' '),
            "nav" => context.left = Some(Left::Contents),
            "img" | "image" => self.gathered.omissions.pictures += 1,
            "hr" => {
                self.end_block();
                self.gathered.push(Block::new(BlockKind::SceneBreak, "", Reason::Marked), false);
            }
            "ol" => {
                let first = element.exact("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
                self.lists.push(first);
                context.list = Some(self.lists.len() - 1);
            }
            "ul" => context.list = None,
            "li" if context.left.is_none() => {
                if let Some(number) = context.list.map(|list| &mut self.lists[list]) {
                    self.number = Some(format!("{number}. "));
                    *number = number.saturating_add(1);
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, text: &str) {
        let Some(context) = self.open.last() else { return };
        if let Some(left) = context.left {
            if left == Left::Licence {
                self.gathered.omissions.licence += text.matches('\n').count();
            }
            return;
        }
        if self.under.is_none() && !text.trim().is_empty() {
            self.under = Some(context.clone());
        }
        if context.link {
            self.linked += letters(text);
        }
        for c in text.chars() {
            match c {
                '\n' if context.spaced => self.text.push('\n'),
                // Where a line may or may not be broken is nothing that is heard.
                '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
                c if c.is_whitespace() => self.text.push(' '),
                c => self.text.push(c),
            }
        }
    }

    fn end(&mut self) {
        let Some(context) = self.open.pop() else { return };
        let mark = context.mark.filter(|from| self.text.get(*from..).is_some_and(|text| is_mark(text, context.raised)));
        if let Some(from) = mark {
            self.linked = self.linked.saturating_sub(letters(&self.text[from..]));
            self.text.truncate(from);
            self.gathered.omissions.marks += 1;
        }
        self.close(context.closes);
        let around = self.open.last().and_then(|around| around.piece);
        if let Some(piece) = context.piece.filter(|piece| Some(*piece) != around) {
            self.end_piece(piece);
        }
    }

    /// A chapter without a heading begins with a break.
    fn end_piece(&mut self, piece: usize) {
        self.end_block();
        let BookPiece { headed, start, .. } = self.pieces[piece];
        let entries = &mut self.gathered.entries;
        let broken = start.checked_sub(1).is_none_or(|before| entries[before].block.kind == BlockKind::SceneBreak);
        if !headed && !broken && start < entries.len() {
            let block = Block::new(BlockKind::SceneBreak, "", Reason::Marked);
            entries.insert(start, Entry { block, linked: false });
        }
    }

    fn close(&mut self, closes: Closes) {
        match closes {
            Closes::Nothing => {}
            Closes::Line if self.text.trim_end_matches(' ').ends_with('\n') => {}
            Closes::Line => self.text.push('\n'),
            Closes::Block => self.end_block(),
        }
    }

    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let Some(context) = self.under.take() else { return };
        let linked = linked * 2 > letters(&text);
        let lines: Vec<String> = text.split('\n').map(fold).collect();
        if context.heading.is_some() || context.group.is_some() || context.joins != Joins::None {
            let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
            return self.heading_lines(&context, &lines.join("\n"), linked);
        }
        // An empty line within a block divides it, however it was marked.
        for lines in lines.split(String::is_empty).filter(|lines| !lines.is_empty()) {
            self.block(&context, lines, linked);
        }
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
        let text = if kind == BlockKind::SceneBreak { String::new() } else { lines.join("\n") };
        let number = self.number.take().unwrap_or_default();
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

/// Whether a meaning holds for an element inside a line as well.
fn is_inline(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::FootnoteMark | Meaning::Left(Left::PageNumber | Left::Silently | Left::Footnote))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Says whether a link's text is the mark of a footnote: `[12]`, `*`, or a number that is raised.
fn is_mark(text: &str, raised: bool) -> bool {
    let text = text.trim();
    let inner = text.trim_matches(['[', ']', '(', ')']);
    let bracketed = inner.len() + 2 == text.len();
    let number = !inner.is_empty() && inner.len() <= 4 && inner.bytes().all(|b| b.is_ascii_digit());
    let sign = !inner.is_empty() && inner.chars().count() <= 3 && inner.chars().all(|c| "*†‡§¶".contains(c));
    sign || (number && (bracketed || raised))
}
