//! Word's DOCX to blocks, by the styles of its paragraphs.

mod field;
mod numbering;
mod styles;

use std::collections::BTreeMap;

use super::formatting::{Format, Formatting};
use super::{Document, Paragraph, Style};
use crate::manuscript::Manuscript;
use crate::manuscript::archive::Archive;
use crate::manuscript::encoding::decode_page;
use crate::manuscript::markup::{Element, Piece, resolve, xml};
use crate::words::reading::Footnotes;
use crate::words::{Book, Error, Result};
use field::Field;
use numbering::{Numbering, index};
use styles::{Styles, outline_level, take};

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
    /// Whether a page was broken since the last words.
    page_broken: bool,
}

/// What is known of a paragraph before it ends: its automatic number, its formatting.
#[derive(Default)]
struct Numbered {
    style: Option<String>,
    number: Option<String>,
    level: Option<usize>,
    /// Whether the end of the paragraph was deleted.
    joined: bool,
    formatting: Formatting,
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
            "r" => {
                self.hidden = false;
                self.paragraphs.last_mut().into_iter().for_each(|(_, open)| open.formatting.run = Format::default());
            }
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
        let properties = self.open.last().is_some_and(|open| open.properties);
        let Some((paragraph, numbered)) = self.paragraphs.last_mut() else { return };
        let formatting = &mut numbered.formatting;
        match element.name.as_str() {
            // What a paragraph says of its mark says nothing of its words.
            "b" | "caps" | "smallCaps" | "sz" if properties => {}
            name if properties => take(&mut formatting.own, name, value),
            name => take(&mut formatting.run, name, value),
        }
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
                self.page_broken |= element.attribute("type") == Some("page");
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
        if let (true, false, Some((paragraph, numbered))) = (self.inside_text, silent, self.paragraphs.last_mut()) {
            paragraph.filled = true;
            if shown {
                numbered.formatting.count(text);
                if std::mem::take(&mut self.page_broken) && paragraph.text.trim().is_empty() {
                    numbered.formatting.own.new_page = Some(true);
                }
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
            paragraph.look = {
                let style = numbered.style.as_deref();
                let by_style = style.map(|id| self.styles.format(id)).unwrap_or_default();
                numbered.formatting.look(by_style, style.and_then(|id| self.styles.heading_name(id)))
            };
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
mod tests;
