//! Pieces of HTML to blocks.

mod ending;

use std::collections::BTreeMap;

use super::super::grouping::fold;
use super::super::look::Look;
use super::super::{Block, BlockKind, HeadingKind, Reason};
use super::elements::{BLOCKS, UNSEEN};
use super::gathered::Gathered;
use super::links::target;
use super::looks;
use super::marks::{is_glued, is_mark};
use super::quotes::Quotes;
use super::semantics::{Left, Meaning, OUTSIDE, Shown, is_hidden, meaning};
use super::{Element, Piece};
use crate::words::reading::Footnotes;

/// What holds for the text at a place.
#[derive(Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each tells something else of the place")]
struct Context {
    /// What ends with the element.
    closes: Closes,
    left: Option<Left>,
    look: Look,
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
    /// Whether the text is the mark of a footnote.
    marking: bool,
    /// Where the link leads that the text is part of.
    leads: Option<String>,
    /// The footnote that the text belongs to.
    note: Option<usize>,
    /// Whether more footnotes stand inside.
    many: bool,
    /// What quotation marks there are.
    quotes: Quotes,
    /// How deep inside quoted words.
    quoted: usize,
    /// Whether the innermost of them have a mark that their text has not.
    marked: bool,
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

/// Gathers the blocks of one page after the other.
pub struct Collector {
    gathered: Gathered,
    footnotes: Footnotes,
    quotes: Quotes,
    /// The entries of the table of contents by where they lead.
    listed: BTreeMap<String, Vec<usize>>,
    /// The path of the page.
    path: String,
    open: Vec<Context>,
    text: String,
    /// What holds where the text began.
    under: Option<Context>,
    /// How many of the text's letters lead elsewhere.
    linked: usize,
    /// How many of the text's letters are bold.
    bold: usize,
    /// Whether the text ends with a quotation mark that was not in it.
    quoting: bool,
    pieces: Vec<BookPiece>,
    lists: Vec<u64>,
    /// The number that stands before the next block.
    number: Option<String>,
    /// What a picture in a heading shows, for a heading without words.
    pictured: String,
}

impl Collector {
    /// Gathers a book in a language that a page may overrule, whose table of contents leads to these places.
    pub fn new(language: &str, footnotes: Footnotes, listed: BTreeMap<String, Vec<usize>>) -> Self {
        Self {
            gathered: Gathered::default(),
            footnotes,
            quotes: Quotes::of(language),
            listed,
            path: String::new(),
            open: Vec::new(),
            text: String::new(),
            under: None,
            linked: 0,
            bold: 0,
            quoting: false,
            pieces: Vec::new(),
            lists: Vec::new(),
            number: None,
            pictured: String::new(),
        }
    }

    /// Reads the page at a path that is known to mean this as a whole.
    pub fn page(&mut self, path: &str, pieces: &[Piece], meaning: Option<Meaning>) {
        path.clone_into(&mut self.path);
        self.lead_here(path);
        let around = Context { closes: Closes::Block, quotes: self.quotes, ..Context::default() };
        let page = self.context(&around, meaning);
        self.open = vec![page];
        for piece in pieces {
            match piece {
                Piece::Start(element) => self.start(element),
                Piece::Text(text) => self.take(text),
                Piece::End => self.end(),
            }
        }
        self.end();
        // What led to this page and found no words in it leads nowhere.
        self.gathered.unlist();
    }

    /// A picture that stands for a page.
    pub fn picture(&mut self) {
        self.gathered.omissions.pictures += 1;
    }

    /// What was found.
    pub fn finish(mut self) -> Gathered {
        if self.footnotes == Footnotes::Read {
            self.gathered.place_footnotes();
        }
        self.gathered
    }

    /// Tells the words that follow which entries of the table of contents lead to this place.
    fn lead_here(&mut self, place: &str) {
        for place in self.listed.get(place).into_iter().flatten() {
            self.gathered.list(*place);
        }
    }

    fn start(&mut self, element: &Element) {
        let Some(parent) = self.open.last().cloned() else { return };
        let name = element.name.as_str();
        let is_block = BLOCKS.contains(&name);
        let inherited = Context { closes: Closes::Nothing, mark: None, ..parent.clone() };
        let meaning = meaning(element).filter(|meaning| is_block || name == "nav" || is_inline(*meaning));
        if is_block {
            self.close(if parent.shown == Some(Shown::Stanza) { Closes::Line } else { Closes::Block });
        }
        let mut context = self.context(&inherited, meaning);
        if is_block {
            context.closes = if parent.shown == Some(Shown::Stanza) { Closes::Line } else { Closes::Block };
        }
        looks::take(&mut context.look, element);
        self.name_place(element, is_block, &parent, &mut context);
        let in_notes = context.note.is_some() && parent.note.is_some();
        let titled = in_notes && matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        if is_hidden(element) {
            context.left = context.left.or(Some(Left::Hidden));
        }
        if UNSEEN.contains(&name) || titled {
            context.left = context.left.or(Some(Left::Silently));
        }
        if let Some(language) = element.attribute("lang") {
            context.quotes = Quotes::of(language);
        }
        if context.left.is_none() || name == "a" || name == "li" {
            self.shape(element, &mut context);
        }
        self.open.push(context);
    }

    /// Remembers the name of a place: where the table of contents leads, or where a footnote stands.
    fn name_place(&mut self, element: &Element, is_block: bool, parent: &Context, context: &mut Context) {
        let own = element.exact("id").or_else(|| element.exact("name").filter(|_| element.name == "a"));
        // Where notes stand together, each begins a block of its own.
        let begins = element.name == "li" || (is_block && own.is_some());
        if begins && parent.many && context.note == parent.note {
            context.note = Some(self.gathered.footnotes.begin(self.gathered.entries.len()));
            context.many = false;
        }
        let Some(id) = own else { return };
        let place = format!("{}#{id}", self.path);
        if context.left.is_none() {
            self.lead_here(&place);
        }
        if let Some(note) = context.note {
            self.gathered.footnotes.name(note, place);
        }
    }

    /// What holds inside an element of this meaning.
    fn context(&mut self, around: &Context, meaning: Option<Meaning>) -> Context {
        let mut context = around.clone();
        match meaning {
            Some(Meaning::Left(Left::Footnote | Left::Notes))
                if self.footnotes == Footnotes::Read
                    && (around.left.is_none() || around.left == Some(Left::Piece(OUTSIDE))) =>
            {
                context.left = None;
                context.many = meaning == Some(Meaning::Left(Left::Notes));
                context.note = Some(self.gathered.footnotes.begin(self.gathered.entries.len()));
            }
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
                context.marking = true;
            }
            Some(Meaning::Shown(shown)) => context.shown = Some(shown),
            Some(Meaning::Piece(kind, word)) if around.left.is_none() && around.note.is_none() => {
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
                context.mark = Some(self.text.len());
            }
            "a" if context.left == Some(Left::Contents) => self.gathered.omissions.contents += 1,
            "a" if element.exact("href").is_some_and(|link| link.contains('#')) => {
                let leads = element.exact("href").map(|link| target(&self.path, link));
                if context.marking {
                    self.refer(context.note, leads);
                } else if context.left.is_none() {
                    context.leads = leads;
                    context.link = true;
                    context.mark = Some(self.text.len());
                }
            }
            "q" if context.left.is_none() => {
                context.quoted += 1;
                self.under.get_or_insert_with(|| context.clone());
                context.marked = context.quotes.open(&mut self.text, context.quoted);
                self.quoting = context.marked;
            }
            "br" => self.text.push('\n'),
            "td" | "th" | "option" => self.text.push(' '),
            "nav" => context.left = Some(Left::Contents),
            "img" | "image" => self.see(element.exact("alt").unwrap_or_default().trim(), context),
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

    fn refer(&mut self, note: Option<usize>, leads: Option<String>) {
        if let (None, Some(leads), Footnotes::Read) = (note, leads, self.footnotes) {
            self.gathered.refer(leads);
        }
    }

    /// A picture is left out, but for a letter that begins a paragraph, and for what is printed in place of a heading.
    fn see(&mut self, shown: &str, context: &Context) {
        let initial = shown.chars().count() <= 2 && shown.ends_with(char::is_alphabetic);
        if initial && fold(&self.text).is_empty() && context.heading.is_none() && !shown.is_empty() {
            self.under.get_or_insert_with(|| context.clone());
            self.text.push_str(shown);
            return;
        }
        if context.heading.is_some() && shown.contains(char::is_alphanumeric) {
            self.under.get_or_insert_with(|| context.clone());
            self.pictured = fold(&format!("{} {shown}", self.pictured));
        }
        self.gathered.omissions.pictures += 1;
    }

    fn take(&mut self, text: &str) {
        let Some(context) = self.open.last() else { return };
        if let Some(left) = context.left {
            match left {
                Left::Licence => self.gathered.omissions.licence += text.matches('\n').count(),
                Left::Hidden => self.gathered.omissions.hidden += text.split_whitespace().count(),
                _ => {}
            }
            return;
        }
        if self.under.is_none() && !text.trim().is_empty() {
            self.under = Some(context.clone());
        }
        if context.link {
            self.linked += letters(text);
        }
        if context.look.bold {
            self.bold += letters(text);
        }
        if std::mem::take(&mut self.quoting) {
            context.quotes.give_way(&mut self.text, context.quoted, text);
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
        let mark = context.mark.filter(|from| {
            let (before, text) = self.text.split_at_checked(*from).unwrap_or_default();
            is_mark(text, context.raised) && (context.link || is_glued(before, text))
        });
        if let Some(from) = mark {
            self.linked = self.linked.saturating_sub(letters(&self.text[from..]));
            self.text.truncate(from);
            self.gathered.omissions.marks += 1;
            self.refer(context.note, context.leads.clone());
        }
        let around = self.open.last().map_or(0, |around| around.quoted);
        if context.quoted > around && context.marked {
            self.under.get_or_insert_with(|| context.clone());
            context.quotes.close(&mut self.text, context.quoted);
        }
        self.close(context.closes);
        let around = self.open.last().and_then(|around| around.piece);
        if let Some(piece) = context.piece.filter(|piece| Some(*piece) != around) {
            self.end_piece(piece);
        }
    }
}

/// Whether a meaning holds for an element inside a line as well.
fn is_inline(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::FootnoteMark | Meaning::Left(Left::PageNumber | Left::Silently | Left::Footnote))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}
