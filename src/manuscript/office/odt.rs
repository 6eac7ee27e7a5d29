//! `OpenDocument` text to blocks: by its headings, and by the styles of its paragraphs.

mod styles;

use super::formatting::{Format, Formatting};
use super::numbering::Counter;
use super::{Document, Paragraph, Style};
use crate::manuscript::Manuscript;
use crate::manuscript::archive::Archive;
use crate::manuscript::encoding::decode_page;
use crate::manuscript::markup::{Element, Piece, xml};
use crate::words::reading::Footnotes;
use crate::words::{Book, Error, Result};
use styles::Styles;

/// Reads a document: leaves out comments, pictures, deleted text, tables of contents, and footnotes unless the book wants
/// them.
///
/// # Errors
/// Where the archive is broken or locked, or holds no text.
pub fn read(bytes: &[u8], book: &Book) -> Result<Manuscript> {
    let mut archive = Archive::open(bytes)?;
    let mut file = |name: &str| {
        let Some(bytes) = archive.file(name)? else { return Ok(None) };
        xml(&decode_page(&bytes)).map(Some).map_err(|cause| broken(&format!("`{name}`: {cause}")))
    };
    let listed = file("META-INF/manifest.xml")?.unwrap_or_default();
    if starts(&listed).any(|element| element.name == "encryption-data") {
        return Err(Error::new("the manuscript is an ODT with a password, so its text can't be read")
            .hint("save it without the password, and use that"));
    }
    let styles = file("styles.xml")?.unwrap_or_default();
    let text = file("content.xml")?.ok_or_else(|| broken("`content.xml` is missing"))?;
    let mut reader = Reader { reads_notes: book.manuscript.footnotes == Footnotes::Read, ..Reader::default() };
    for pieces in [&styles, &text] {
        starts(pieces).for_each(|element| reader.styles.add(element));
    }
    for piece in &text {
        match piece {
            Piece::Start(element) => reader.start(element),
            Piece::Text(text) => reader.text(text),
            Piece::End => reader.end(),
        }
    }
    let mut document = reader.document;
    if reader.reads_notes {
        document.gathered.place_footnotes();
    }
    Ok(document.finish())
}

fn broken(cause: &str) -> Error {
    Error::new("the manuscript is a broken ODT").cause(cause).hint("open it in a word processor and save it again")
}

fn starts(pieces: &[Piece]) -> impl Iterator<Item = &Element> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Start(element) => Some(element),
        _ => None,
    })
}

/// An open element.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each tells something else of what is open")]
struct Open {
    paragraph: bool,
    list: bool,
    note: bool,
    /// Whether what it holds is not read.
    silent: bool,
    /// Whether it is shown on its own, so that its title and description are those of a picture.
    framed: bool,
    /// Whether it holds a table of contents.
    contents: bool,
    /// Whether it is marked as hidden.
    hidden: bool,
    /// How the text inside is formatted.
    format: Format,
}

/// A list that is open.
struct List {
    style: String,
    counter: Counter,
    /// Whether an item began whose first paragraph did not.
    begun: bool,
}

#[derive(Default)]
struct Reader {
    styles: Styles,
    document: Document,
    reads_notes: bool,
    headings: Counter,
    lists: Vec<List>,
    paragraphs: Vec<Paragraph>,
    /// What is known of how they look: their formatting, and their styles.
    formatted: Vec<(Formatting, String)>,
    open: Vec<Open>,
}

/// Elements whose words are no part of the text: what was deleted, comments, page numbers, what stands over a character.
const UNREAD: [&str; 11] = [
    "tracked-changes",
    "annotation",
    "annotation-end",
    "note-citation",
    "page-number",
    "page-count",
    "ruby-text",
    "sequence-decls",
    "forms",
    "object",
    "hidden-text",
];

/// Elements that hold lists of what the book holds.
const CONTENTS: [&str; 3] = ["table-of-content", "illustration-index", "table-index"];

impl Reader {
    fn start(&mut self, element: &Element) {
        let name = element.name.as_str();
        let around = self.open.last().copied().unwrap_or_default();
        let omissions = &mut self.document.gathered.omissions;
        let mut open = Open {
            silent: around.silent,
            contents: around.contents,
            hidden: around.hidden,
            format: around.format,
            ..Open::default()
        };
        if !around.silent {
            match name {
                "annotation" => omissions.comments += 1,
                "note" => omissions.footnotes += 1,
                "image" => omissions.pictures += 1,
                _ => {}
            }
        }
        let hidden = element.attribute("display") == Some("none") && name == "section";
        open.hidden |= !around.silent && (hidden || name == "hidden-text");
        open.silent |= UNREAD.contains(&name) || hidden || (name == "note-body" && !self.reads_notes);
        open.framed = matches!(name, "frame" | "image" | "custom-shape" | "g");
        open.silent |= around.framed && matches!(name, "title" | "desc");
        open.contents |= CONTENTS.contains(&name);
        if name == "deletion" {
            omissions.deletions += 1;
        }
        if !open.silent {
            self.shape(element, &mut open);
        }
        self.open.push(open);
    }

    fn shape(&mut self, element: &Element, open: &mut Open) {
        let value = |name: &str| element.attribute(name);
        let push = |paragraphs: &mut Vec<Paragraph>, text: &str| {
            paragraphs.last_mut().into_iter().for_each(|paragraph| paragraph.text.push_str(text));
        };
        match element.name.as_str() {
            "p" | "h" => {
                let mut paragraph = Paragraph::default();
                let style = value("style-name").and_then(|name| self.styles.get(name));
                paragraph.style = if open.contents { Some(Style::Contents) } else { style };
                let level = value("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1_u8).clamp(1, 10);
                if element.name == "h" && style.is_none_or(|style| matches!(style, Style::Heading(_))) && !open.contents
                {
                    paragraph.style = Some(Style::Heading(level));
                    let counted = value("is-list-header") != Some("true");
                    let levels = self.styles.levels.get("").filter(|_| counted);
                    let numbered = levels.and_then(|levels| self.headings.next(levels, usize::from(level) - 1));
                    paragraph.number = numbered.or_else(|| self.item());
                } else {
                    paragraph.number = self.item();
                }
                self.paragraphs.push(paragraph);
                self.formatted.push((Formatting::default(), value("style-name").unwrap_or_default().to_owned()));
                open.paragraph = true;
                open.format = Format::default();
            }
            "list" => {
                let around = self.lists.last().map(|list| list.style.clone()).unwrap_or_default();
                let style = value("style-name").map_or(around, str::to_owned);
                self.lists.push(List { style, counter: Counter::default(), begun: false });
                open.list = true;
            }
            "list-item" => self.lists.last_mut().into_iter().for_each(|list| list.begun = true),
            "note" if self.reads_notes => {
                let name = value("id").unwrap_or_default();
                let gathered = &mut self.document.gathered;
                let note = gathered.footnotes.begin(gathered.entries.len());
                gathered.footnotes.name(note, format!("{name} {note}"));
                gathered.refer(format!("{name} {note}"));
                self.document.note = Some(note);
                open.note = true;
            }
            "span" => {
                let own = value("style-name").map(|name| self.styles.format("text", name)).unwrap_or_default();
                open.format = own.or(open.format);
            }
            "s" | "tab" => push(&mut self.paragraphs, " "),
            "line-break" => push(&mut self.paragraphs, "\n"),
            _ => {}
        }
    }

    /// The number of the list's item that begins here.
    fn item(&mut self) -> Option<String> {
        let depth = self.lists.len().checked_sub(1)?;
        let list = &mut self.lists[depth];
        if !std::mem::take(&mut list.begun) {
            return None;
        }
        list.counter.next(self.styles.levels.get(&list.style).filter(|_| !list.style.is_empty())?, depth)
    }

    fn text(&mut self, text: &str) {
        let Open { silent, hidden, format, .. } = self.open.last().copied().unwrap_or_default();
        if hidden {
            self.document.gathered.omissions.hidden += text.split_whitespace().count();
        }
        if let (false, Some((formatting, _))) = (silent, self.formatted.last_mut()) {
            formatting.run = format;
            formatting.count(text);
        }
        if let (false, Some(paragraph)) = (silent, self.paragraphs.last_mut()) {
            let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
            // A line break in the file is a space; that of the text has an element of its own.
            let space = |c: char| if c.is_whitespace() { ' ' } else { c };
            paragraph.text.extend(text.chars().filter(seen).map(space));
        }
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if let Some(mut paragraph) = open.paragraph.then(|| self.paragraphs.pop()).flatten() {
            let (formatting, style) = self.formatted.pop().unwrap_or_default();
            let (by_style, named) = self.styles.look(&style);
            paragraph.look = formatting.look(by_style, named);
            self.document.push(&paragraph);
        }
        if open.list {
            self.lists.pop();
        }
        if open.note {
            self.document.note = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::testing::{any_book, zipped};
    use crate::manuscript::{BlockKind, HeadingKind, Note};

    /// A document as `LibreOffice` writes it.
    fn document(body: &str) -> Vec<u8> {
        let styles = "<office:document-styles xmlns:office='o' xmlns:style='s' xmlns:text='t'><office:styles>\
            <style:style style:name='Heading_20_1' style:display-name='Heading 1' style:family='paragraph' style:default-outline-level='1'/>\
            <style:style style:name='Quotations' style:family='paragraph'/><style:style style:name='Title' style:family='paragraph'/>\
            <text:outline-style style:name='Outline'><text:outline-level-style text:level='1' style:num-format='1' style:num-prefix='Chapter '/>\
            </text:outline-style><text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='a' \
            style:num-suffix=')'/></text:list-style></office:styles></office:document-styles>";
        let content = format!(
            "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:style='s'><office:automatic-styles>\
             <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Quotations'/></office:automatic-styles>\
             <office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        zipped(&[
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", &content),
            ("styles.xml", styles),
        ])
    }

    const BODY: &str = "<text:sequence-decls><text:sequence-decl/></text:sequence-decls>\
        <text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>no</dc:creator></office:change-info>\
        <text:p>no</text:p></text:deletion></text:changed-region></text:tracked-changes>\
        <text:p text:style-name='Title'>Low Water</text:p>\
        <text:table-of-content><text:index-body><text:index-title><text:p>Contents</text:p></text:index-title><text:p>Ebb 1</text:p>\
        </text:index-body></text:table-of-content>\
        <text:h text:style-name='Heading_20_1' text:outline-level='1'>Ebb</text:h>\
        <text:p>The<text:s text:c='3'/>tide<text:note text:id='ftn1' text:note-class='footnote'><text:note-citation>1</text:note-citation>\
        <text:note-body><text:p>Spring tide.</text:p></text:note-body></text:note>\n was<office:annotation><dc:creator>no</dc:creator>\
        <text:p>no</text:p></office:annotation><text:tab/><text:span>out</text:span>.</text:p>\
        <text:p text:style-name='P1'>Come<text:line-break/>home</text:p><text:p>* * *</text:p>\
        <text:list text:style-name='L1'><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>\
        <text:h text:outline-level='1'>Flow</text:h><draw:frame><draw:image/><svg:title>no</svg:title></draw:frame><text:p>It came.</text:p>";

    #[test]
    fn headings_paragraphs_and_breaks_are_read() {
        let manuscript = read(&document(BODY), &any_book()).unwrap();
        let blocks: Vec<_> = manuscript.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect();
        let chapter = BlockKind::Heading(HeadingKind::Chapter);
        assert_eq!(
            blocks,
            [
                (BlockKind::Heading(HeadingKind::Title), "Low Water"),
                (chapter, "Chapter 1\nEbb"),
                (BlockKind::Paragraph, "The tide was out."),
                (BlockKind::Quote, "Come\nhome"),
                (BlockKind::SceneBreak, ""),
                (BlockKind::Paragraph, "a) one"),
                (BlockKind::Paragraph, "b) two"),
                (chapter, "Chapter 2\nFlow"),
                (BlockKind::Paragraph, "It came."),
            ]
        );
        let left = [Note::Contents(2), Note::Footnotes(1), Note::Comments(1), Note::Deletions(1), Note::Pictures(1)];
        assert_eq!(manuscript.notes, left);
    }

    #[test]
    fn footnotes_are_read_behind_their_paragraph_where_the_book_wants_them() {
        let book = Book::parse("title = 'x'\n[manuscript]\nfootnotes = 'read'").unwrap();
        let manuscript = read(&document(BODY), &book).unwrap();
        let words: Vec<&str> = manuscript.blocks.iter().map(|block| block.text.as_str()).skip(2).take(3).collect();
        assert_eq!(words, ["The tide was out.", "Spring tide.", "Come\nhome"]);
    }

    #[test]
    fn headings_made_by_hand_are_known_by_their_look() {
        let text = "The tide went out and did not come back until the evening of the following day, which nobody had seen before.";
        let body = ["Ebb", "Flow", "Ashes"].map(|title| {
            format!("<text:p text:style-name='P2'><text:span text:style-name='T1'>{title}</text:span></text:p><text:p>{text}</text:p>")
        });
        let content = format!(
            "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:style='s' xmlns:fo='f'><office:automatic-styles>\
             <style:style style:name='P2' style:family='paragraph'><style:paragraph-properties fo:text-align='center'/></style:style>\
             <style:style style:name='T1' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>\
             </office:automatic-styles><office:body><office:text>{}</office:text></office:body></office:document-content>",
            body.concat()
        );
        let read = read(&zipped(&[("content.xml", &content)]), &any_book()).unwrap();
        let chapters = read.blocks.iter().filter(|block| block.heading() == Some(HeadingKind::Chapter));
        assert_eq!(chapters.map(|block| block.text.as_str()).collect::<Vec<_>>(), ["Ebb", "Flow", "Ashes"]);
    }

    #[test]
    fn tables_and_text_boxes_are_read_where_they_stand() {
        let body = "<text:p>Ebb.</text:p><table:table><table:table-row><table:table-cell><text:p>High</text:p></table:table-cell>\
            <table:table-cell><text:p>six</text:p></table:table-cell></table:table-row></table:table>\
            <text:p>Flow<draw:frame><draw:text-box><text:p>No boats</text:p></draw:text-box></draw:frame> again.</text:p>";
        let words: Vec<String> =
            read(&document(body), &any_book()).unwrap().blocks.into_iter().map(|block| block.text).collect();
        assert_eq!(words, ["Ebb.", "High", "six", "No boats", "Flow again."]);
    }

    #[test]
    fn what_can_t_be_read_says_why() {
        let message = |files: &[(&str, &str)]| read(&zipped(files), &any_book()).unwrap_err().to_string();
        assert!(message(&[("a", "")]).contains("a broken ODT\n  because: `content.xml` is missing"));
        let locked = "<manifest:manifest xmlns:manifest='m'><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
        assert!(message(&[("META-INF/manifest.xml", locked)]).starts_with("the manuscript is an ODT with a password"));
    }
}
