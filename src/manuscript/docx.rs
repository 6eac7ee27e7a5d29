//! Word's DOCX to blocks, by the styles of its paragraphs.

mod field;
mod numbering;
mod styles;

use std::collections::BTreeMap;

use super::Manuscript;
use super::archive::Archive;
use super::encoding::decode_page;
use super::markup::{Element, Piece, resolve, xml};
use super::office::{Document, Paragraph, Style};
use crate::words::reading::Footnotes;
use crate::words::{Book, Error, Result};
use field::Field;
use numbering::{Numbering, index};
use styles::{Styles, outline_level};

/// Reads a document: leaves out comments, pictures, deleted text, the table of contents that Word makes, and footnotes
/// unless the book wants them.
///
/// # Errors
/// Where the archive is broken, or holds no text of Word's.
pub fn read(bytes: &[u8], book: &Book) -> Result<Manuscript> {
    let mut archive = Archive::open(bytes)?;
    let main = related(&mut archive, "")?.remove("officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let text = archive.file(&main)?.ok_or_else(|| broken(&format!("`{main}` is missing")))?;
    let beside = related(&mut archive, &main)?;
    let mut part = |name: &str| {
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = beside.get(name).cloned().unwrap_or_else(|| resolve(folder, &format!("{name}.xml")));
        archive.file(&path)?.map_or(Ok(Vec::new()), |bytes| pieces(&bytes))
    };
    let styles = Styles::read(&part("styles")?);
    let numbering = Numbering::read(&part("numbering")?);
    let mut reader = Reader { styles, numbering, ..Reader::default() };
    if book.manuscript.footnotes == Footnotes::Read {
        for kind in ["footnote", "endnote"] {
            let notes = part(&format!("{kind}s"))?;
            reader.notes(kind, &notes);
        }
        reader.reads_notes = true;
    }
    reader.all(&pieces(&text)?);
    reader.end_carrying();
    let mut document = reader.document;
    if reader.reads_notes {
        document.gathered.place_footnotes();
    }
    Ok(document.finish())
}

fn broken(cause: &str) -> Error {
    Error::new("the manuscript is a broken DOCX").cause(cause).hint("open it in a word processor and save it again")
}

fn pieces(bytes: &[u8]) -> Result<Vec<Piece>> {
    xml(&decode_page(bytes)).map_err(|cause| broken(&cause))
}

/// The files that belong to a file, by the last word of what each is to it.
fn related(archive: &mut Archive, file: &str) -> Result<BTreeMap<String, String>> {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let Some(bytes) = archive.file(&resolve(folder, &format!("_rels/{name}.rels")))? else {
        return Ok(BTreeMap::new());
    };
    let relation = |piece: &Piece| match piece {
        Piece::Start(element) if element.name == "Relationship" => {
            let kind = element.exact("Type")?.rsplit('/').next()?.to_owned();
            Some((kind, resolve(folder, element.exact("Target")?)))
        }
        _ => None,
    };
    Ok(pieces(&bytes)?.iter().filter_map(relation).collect())
}

/// An open element.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each tells something else of what is open")]
struct Open {
    paragraph: bool,
    /// Whether what it holds is not read.
    silent: bool,
    /// Whether it holds a table of contents.
    contents: bool,
    /// Whether it says how a paragraph is set.
    properties: bool,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each tells something else of the place")]
struct Reader {
    styles: Styles,
    numbering: Numbering,
    document: Document,
    reads_notes: bool,
    /// Paragraphs that are open, each with its numbering: a text box stands inside one.
    paragraphs: Vec<(Paragraph, Numbered)>,
    /// What is open, from the document inwards.
    open: Vec<Open>,
    fields: Vec<Field>,
    /// The words of a paragraph whose end was deleted: they belong to the next.
    carried: String,
    /// Whether the open element is one of text, or of a field's code.
    inside_text: bool,
    inside_code: bool,
    /// Whether the run is hidden.
    hidden: bool,
}

/// What is known of a paragraph's automatic number.
#[derive(Default)]
struct Numbered {
    style: Option<String>,
    number: Option<String>,
    level: Option<usize>,
    /// Whether the end of the paragraph was deleted.
    joined: bool,
}

impl Reader {
    fn all(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Start(element) => self.start(element),
                Piece::Text(text) => self.text(text),
                Piece::End => self.end(),
            }
        }
    }

    /// Reads footnotes or endnotes before the text that refers to them.
    fn notes(&mut self, kind: &str, pieces: &[Piece]) {
        let mut depth = 0_usize;
        for piece in pieces {
            match piece {
                Piece::Start(element) => {
                    depth += 1;
                    if depth == 2 {
                        // What separates notes from the text is kept as a note, too.
                        let own = element.attribute("type").is_none_or(|kind| kind == "normal");
                        let note = self.document.gathered.footnotes.begin(usize::MAX);
                        let id = element.attribute("id").unwrap_or_default();
                        self.document.gathered.footnotes.name(note, format!("{kind} {id}"));
                        self.document.note = Some(note);
                        self.open.push(Open { silent: !own, ..Open::default() });
                    } else {
                        self.start(element);
                    }
                }
                Piece::Text(text) => self.text(text),
                Piece::End => {
                    depth = depth.saturating_sub(1);
                    self.end();
                    if depth == 1 {
                        self.end_carrying();
                    }
                }
            }
        }
        self.document.note = None;
    }

    fn start(&mut self, element: &Element) {
        let value = element.attribute("val");
        let name = element.name.as_str();
        let around = self.open.last().copied().unwrap_or_default();
        let properties = around.properties || name == "pPr";
        let left = matches!(name, "del" | "moveFrom" | "Fallback" | "delText" | "rt" | "delInstrText");
        let silent = left || around.silent;
        self.open.push(Open { paragraph: name == "p" && !silent, silent, contents: around.contents, properties });
        self.inside_text = name == "t";
        self.inside_code = name == "instrText";
        if name == "del" && !around.silent {
            match self.paragraphs.last_mut().filter(|_| properties) {
                Some((_, numbered)) => numbered.joined = true,
                None => self.document.gathered.omissions.deletions += 1,
            }
        }
        if silent {
            return;
        }
        match name {
            "p" => {
                self.paragraphs.push(Default::default());
                self.hidden = false;
            }
            "r" => self.hidden = false,
            "vanish" => self.hidden = !matches!(value, Some("0" | "false")),
            "fldChar" => self.field(element.attribute("fldCharType").unwrap_or_default()),
            "fldSimple" => {
                let code = element.attribute("instr").unwrap_or_default().to_owned();
                if (Field { code, shows: true }).is_silent()
                    && let Some(open) = self.open.last_mut()
                {
                    open.silent = true;
                }
            }
            // Tables of contents that Word made stand in a block that says so.
            "docPartGallery" if value == Some("Table of Contents") => {
                let block = self.open.len().checked_sub(4).and_then(|at| self.open.get_mut(at));
                if let Some(block) = block {
                    block.contents = true;
                }
            }
            "footnoteReference" | "endnoteReference" => self.refer(name, element.attribute("id")),
            "commentReference" => self.document.gathered.omissions.comments += 1,
            "drawing" | "imagedata" => self.document.gathered.omissions.pictures += 1,
            _ => self.shape(element, value),
        }
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(Field::default()),
            "separate" => self.fields.last_mut().into_iter().for_each(|field| field.shows = true),
            _ => drop(self.fields.pop()),
        }
    }

    fn refer(&mut self, name: &str, id: Option<&str>) {
        let kind = name.trim_end_matches("Reference");
        if self.reads_notes && self.document.note.is_none() {
            self.document.gathered.refer(format!("{kind} {}", id.unwrap_or_default()));
        }
        self.document.gathered.omissions.footnotes += 1;
    }

    /// What shapes the open paragraph.
    fn shape(&mut self, element: &Element, value: Option<&str>) {
        let shown = self.shows();
        let Some((paragraph, numbered)) = self.paragraphs.last_mut() else { return };
        let text = &mut paragraph.text;
        match element.name.as_str() {
            "pStyle" => {
                paragraph.style = value.and_then(|id| self.styles.get(id)).or(paragraph.style);
                numbered.style = value.map(str::to_owned);
            }
            "outlineLvl" => paragraph.style = paragraph.style.or(value.and_then(outline_level)),
            "numId" => numbered.number = value.map(str::to_owned),
            "ilvl" => numbered.level = Some(index(value)),
            "sym" => paragraph.ruled = true,
            "rect" if element.attribute("hr").is_some() => paragraph.ruled = true,
            // A new page is no blank line.
            "br" if element.attribute("type").is_some_and(|kind| kind != "textWrapping") => {
                text.push(' ');
                paragraph.filled = true;
            }
            _ if !shown => {}
            "tab" | "ptab" if !self.open.last().is_some_and(|open| open.properties) => text.push(' '),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            _ => {}
        }
    }

    /// Whether what Word shows here is read.
    fn shows(&self) -> bool {
        !self.hidden && !self.fields.iter().any(Field::is_silent)
    }

    fn text(&mut self, text: &str) {
        let silent = self.open.last().is_some_and(|open| open.silent);
        if self.inside_code
            && !silent
            && let Some(field) = self.fields.last_mut()
        {
            field.code.push_str(text);
        }
        let shown = self.shows();
        if self.hidden && self.inside_text && !silent {
            self.document.gathered.omissions.hidden += text.split_whitespace().count();
        }
        if let (true, false, Some((paragraph, _))) = (self.inside_text, silent, self.paragraphs.last_mut()) {
            paragraph.filled = true;
            if shown {
                let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
                paragraph.text.extend(text.chars().filter(seen));
            } else if self.fields.iter().any(|field| field.shows && field.lists()) {
                paragraph.style = Some(Style::Contents);
            }
        }
    }

    fn end(&mut self) {
        (self.inside_text, self.inside_code) = (false, false);
        let Some(open) = self.open.pop() else { return };
        if let Some((mut paragraph, numbered)) = open.paragraph.then(|| self.paragraphs.pop()).flatten() {
            paragraph.text.insert_str(0, &std::mem::take(&mut self.carried));
            if numbered.joined {
                self.carried = paragraph.text;
                return;
            }
            if open.contents {
                paragraph.style = Some(Style::Contents);
            }
            paragraph.number = self.number(&paragraph, numbered);
            self.document.push(&paragraph);
        }
    }

    /// Where the end of the last paragraph was deleted, no other follows that its words belong to.
    fn end_carrying(&mut self) {
        let text = std::mem::take(&mut self.carried);
        if !text.is_empty() {
            self.document.push(&Paragraph { text, ..Paragraph::default() });
        }
    }

    /// The automatic number of a paragraph. Blank lines have none.
    fn number(&mut self, paragraph: &Paragraph, numbered: Numbered) -> Option<String> {
        let by_style = numbered.style.as_deref().and_then(|style| self.styles.numbering(style));
        let (number, level) = match (numbered.number, by_style) {
            (Some(number), style) => (number, style.map(|(_, level)| level)),
            (None, Some((number, level))) => (number, Some(level)),
            (None, None) => return None,
        };
        let is_blank = paragraph.text.trim().is_empty() && !matches!(paragraph.style, Some(Style::Heading(_)));
        if is_blank || number == "0" {
            return None;
        }
        self.numbering.next(&number, numbered.level.or(level).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{any_book, zipped};
    use super::super::{BlockKind, HeadingKind, Note};
    use super::*;

    fn read_any(bytes: &[u8]) -> Result<Manuscript> {
        read(bytes, &any_book())
    }

    fn paragraph(style: &str, runs: &str) -> String {
        format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{runs}</w:p>")
    }

    fn document(body: &str) -> Vec<u8> {
        let styles = "<w:styles xmlns:w='w'><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
                      <w:style w:styleId='Mine'><w:name w:val='Mine'/><w:basedOn w:val='berschrift1'/></w:style></w:styles>";
        let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        zipped(&[("word/document.xml", &document), ("word/styles.xml", styles)])
    }

    #[test]
    fn styles_decide_what_a_paragraph_is_in_every_language() {
        let body = paragraph("Title", "<w:r><w:t>Low Water</w:t></w:r>")
            + &paragraph("berschrift1", "<w:r><w:t>Ebb</w:t></w:r>")
            + &paragraph(
                "",
                "<w:r><w:t>A </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>b</w:t></w:r><w:r><w:footnoteReference/></w:r>",
            )
            + &paragraph("", "<w:r><w:t>* * *</w:t></w:r>")
            + &paragraph("Quote", "<w:r><w:t>Come</w:t><w:br/><w:t>home</w:t></w:r>")
            + &paragraph("Mine", "<w:r><w:t>Flood</w:t></w:r>")
            + &paragraph(
                "",
                "<w:del><w:r><w:t>no</w:t></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:t>C</w:t></w:r>",
            );
        let manuscript = read_any(&document(&body)).unwrap();
        let blocks: Vec<_> = manuscript.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect();
        assert_eq!(
            blocks,
            [
                (BlockKind::Heading(HeadingKind::Title), "Low Water"),
                (BlockKind::Heading(HeadingKind::Chapter), "Ebb"),
                (BlockKind::Paragraph, "A b"),
                (BlockKind::SceneBreak, ""),
                (BlockKind::Quote, "Come\nhome"),
                (BlockKind::Heading(HeadingKind::Chapter), "Flood"),
                (BlockKind::Paragraph, "C"),
            ]
        );
        assert_eq!(manuscript.notes, [Note::Footnotes(1), Note::Deletions(1), Note::Hidden(1)]);
    }

    #[test]
    fn headings_without_styles_are_found_by_evidence() {
        let text = |text: &str| paragraph("", &format!("<w:r><w:t>{text}</w:t></w:r>"));
        let manuscript = read_any(&document(
            &(text("Chapter 1") + &text("The tide was out.") + &text("Chapter 2") + &text("It came back.")),
        ))
        .unwrap();
        let chapters = manuscript.blocks.iter().filter(|block| block.heading() == Some(HeadingKind::Chapter));
        assert_eq!(chapters.map(|block| block.text.as_str()).collect::<Vec<_>>(), ["Chapter 1", "Chapter 2"]);
    }

    fn blocks(manuscript: &Manuscript) -> Vec<(BlockKind, &str)> {
        manuscript.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect()
    }

    fn run(text: &str) -> String {
        format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
    }

    #[test]
    fn automatic_numbers_are_read() {
        let numbering = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:start w:val='1'/>\
            <w:numFmt w:val='upperRoman'/><w:lvlText w:val='Chapter %1'/></w:lvl></w:abstractNum>\
            <w:abstractNum w:abstractNumId='8'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='-'/></w:lvl></w:abstractNum>\
            <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='8'/></w:num></w:numbering>";
        let styles = "<w:styles xmlns:w='w'><w:style w:styleId='H'><w:name w:val='Titre 1'/><w:pPr><w:numPr><w:numId w:val='1'/>\
            </w:numPr></w:pPr></w:style></w:styles>";
        let listed =
            format!("<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='2'/></w:numPr></w:pPr>{}</w:p>", run("a"));
        let body = paragraph("H", &run("Ebb")) + &listed + &paragraph("H", "") + &paragraph("", &run("b"));
        let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        let relations =
            "<Relationships><Relationship Type='x/officeDocument' Target='/word/main.xml'/></Relationships>";
        let manuscript = read_any(&zipped(&[
            ("_rels/.rels", relations),
            ("word/main.xml", &document),
            ("word/styles.xml", styles),
            ("word/numbering.xml", numbering),
        ]))
        .unwrap();
        let chapter = BlockKind::Heading(HeadingKind::Chapter);
        let text = BlockKind::Paragraph;
        assert_eq!(
            blocks(&manuscript),
            [(chapter, "Chapter I\nEbb"), (text, "a"), (chapter, "Chapter II"), (text, "b")]
        );
    }

    #[test]
    fn what_word_makes_for_the_page_is_not_read() {
        let field = |code: &str, shown: &str| {
            format!(
                "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>\
                 <w:r><w:fldChar w:fldCharType='separate'/></w:r>{}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
                run(shown)
            )
        };
        let body = paragraph("", &field("TOC \\o", "Ebb 1"))
            + &paragraph(
                "",
                &(run("See ") + &field("HYPERLINK x", "the chart") + &run(" on ") + &field("PAGEREF y", "12")),
            )
            + &paragraph("", "<w:r><w:t>a</w:t><w:softHyphen/><w:tab/><w:t>b</w:t><w:commentReference/></w:r>")
            + "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r>\
               <w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
            + "<w:tbl><w:tr><w:tc><w:p><w:smartTag><w:r><w:t>c</w:t></w:r></w:smartTag></w:p></w:tc><w:tc><w:p><w:ins><w:r>\
               <w:t>d</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl>"
            + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p><w:p><w:r><w:t>line</w:t></w:r></w:p>"
            + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>the last</w:t></w:r></w:p>";
        let manuscript = read_any(&document(&body)).unwrap();
        let words: Vec<&str> = manuscript.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(words, ["See the chart on", "a b", "box", "c", "d", "one line", "the last"]);
        assert_eq!(manuscript.notes, [Note::Contents(1), Note::Comments(1)]);
    }

    #[test]
    fn footnotes_are_read_behind_their_paragraph_where_the_book_wants_them() {
        let body = paragraph("", &(run("Ebb") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + &run(".")))
            + &paragraph("", &(run("Flow") + "<w:r><w:endnoteReference w:id='2'/></w:r>"));
        let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        let notes = |kind: &str, text: &str| {
            format!(
                "<w:{kind}s xmlns:w='w'><w:{kind} w:type='separator' w:id='0'><w:p>{}</w:p></w:{kind}>\
                 <w:{kind} w:id='2'><w:p><w:r><w:{kind}Ref/></w:r>{}</w:p></w:{kind}></w:{kind}s>",
                run("no"),
                run(text)
            )
        };
        let (foot, end) = (notes("footnote", " A tide."), notes("endnote", " Another."));
        let files =
            [("word/document.xml", document.as_str()), ("word/footnotes.xml", &foot), ("word/endnotes.xml", &end)];
        let book = Book::parse("title = 'x'\n[manuscript]\nfootnotes = 'read'").unwrap();
        let words = |book: &Book| -> Vec<String> {
            read(&zipped(&files), book).unwrap().blocks.into_iter().map(|block| block.text).collect()
        };
        assert_eq!(words(&book), ["Ebb.", "A tide.", "Flow", "Another."]);
        assert_eq!(words(&any_book()), ["Ebb.", "Flow"]);
    }

    #[test]
    fn a_blank_line_is_a_break_where_few_paragraphs_have_one() {
        let lines = |blank: &[usize]| {
            let line =
                |at: usize| paragraph("", &run("The tide was out.")) + if blank.contains(&at) { "<w:p/>" } else { "" };
            let body: String = (0..12).map(line).collect();
            let manuscript = read_any(&document(&body)).unwrap();
            manuscript.blocks.iter().filter(|block| block.kind == BlockKind::SceneBreak).count()
        };
        assert_eq!(lines(&[2, 7]), 2);
        assert_eq!(lines(&(0..12).collect::<Vec<_>>()), 0);
    }

    #[test]
    fn what_is_missing_is_named() {
        let message = read_any(&zipped(&[("word/styles.xml", "")])).unwrap_err().to_string();
        assert!(message.contains("a broken DOCX\n  because: `word/document.xml` is missing"), "{message}");
    }
}
