//! Word's DOCX to blocks, by the styles of its paragraphs.

use std::collections::BTreeMap;

use super::archive::Archive;
use super::encoding::decode_page;
use super::grouping::fold;
use super::markup::{Element, Gathered, Piece, xml};
use super::{Block, BlockKind, HeadingKind, Manuscript, Reason, outline, titles};
use crate::words::{Error, Result};

/// Reads a document: leaves out footnotes, pictures, deleted text, and the table of contents that Word makes.
///
/// # Errors
/// Where the archive is broken, or holds no text of Word's.
pub fn read(bytes: &[u8]) -> Result<Manuscript> {
    let mut archive = Archive::open(bytes)?;
    let document = archive.file("word/document.xml")?.ok_or_else(|| broken("`word/document.xml` is missing"))?;
    let styles = archive.file("word/styles.xml")?.unwrap_or_default();
    let pieces = |bytes: &[u8]| xml(&decode_page(bytes)).map_err(|cause| broken(&cause));
    let mut reader = Reader { styles: Styles::read(&pieces(&styles)?), ..Reader::default() };
    for piece in pieces(&document)? {
        match piece {
            Piece::Start(element) => reader.start(&element),
            Piece::Text(text) => reader.text(&text),
            Piece::End => reader.end(),
        }
    }
    Ok(outline::settle(reader.gathered))
}

fn broken(cause: &str) -> Error {
    Error::new("the manuscript is a broken DOCX").cause(cause).hint("open it in a word processor and save it again")
}

/// What paragraphs of a style are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Style {
    Title,
    Subtitle,
    Heading(u8),
    Quote,
    Verse,
    Contents,
}

impl Style {
    /// By the name that every language of Word writes the same.
    fn named(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let level = |prefix: &str| name.strip_prefix(prefix).and_then(|level| level.trim().parse().ok());
        match name.as_str() {
            "title" => Some(Self::Title),
            "subtitle" => Some(Self::Subtitle),
            "quote" | "intense quote" | "block text" | "intensequote" | "blocktext" | "quotations" => Some(Self::Quote),
            "verse" | "poem" | "poetry" => Some(Self::Verse),
            _ if name.starts_with("toc") => Some(Self::Contents),
            _ => level("heading").filter(|level| (1..=9).contains(level)).map(Self::Heading),
        }
    }
}

/// The styles of a document by their IDs: what each is, and what it is based on.
#[derive(Default)]
struct Styles(BTreeMap<String, (Option<Style>, Option<String>)>);

impl Styles {
    fn read(pieces: &[Piece]) -> Self {
        let mut styles = Self::default();
        let mut id = String::new();
        for piece in pieces {
            let Piece::Start(element) = piece else { continue };
            let value = element.attribute("val");
            if element.name == "style" {
                element.attribute("styleId").unwrap_or_default().clone_into(&mut id);
            }
            let (style, base) = styles.0.entry(id.clone()).or_default();
            match element.name.as_str() {
                "name" => *style = value.and_then(Style::named),
                "basedOn" => *base = value.map(str::to_owned),
                "outlineLvl" => *style = style.or(value.and_then(outline_level)),
                _ => {}
            }
        }
        styles
    }

    /// What a style is, by itself or by what it is based on; a style based on that of the title is none, but looks like it.
    fn get(&self, id: &str) -> Option<Style> {
        let Some((own, base)) = self.0.get(id) else { return Style::named(id) };
        let mut base = base.as_deref();
        // Styles that are based on each other in a circle end somewhere too.
        for _ in 0..16 {
            if own.is_some() {
                break;
            }
            match base.and_then(|id| self.0.get(id)) {
                Some((Some(Style::Title | Style::Subtitle | Style::Contents), _)) | None => break,
                Some((Some(style), _)) => return Some(*style),
                Some((None, next)) => base = next.as_deref(),
            }
        }
        *own
    }
}

/// Levels count from 0; 9 is the body.
fn outline_level(value: &str) -> Option<Style> {
    value.parse().ok().filter(|level| *level < 9).map(|level: u8| Style::Heading(level + 1))
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<Style>,
    ruled: bool,
}

/// An open element.
#[derive(Clone, Copy)]
struct Open {
    paragraph: bool,
    /// Whether what it holds is not read.
    silent: bool,
}

#[derive(Default)]
struct Reader {
    styles: Styles,
    gathered: Gathered,
    /// Paragraphs that are open: a text box stands inside one.
    paragraphs: Vec<Paragraph>,
    /// What is open, from the document inwards.
    open: Vec<Open>,
    /// Whether the open element is one of text.
    inside_text: bool,
    /// Whether the run is hidden.
    hidden: bool,
}

impl Reader {
    fn start(&mut self, element: &Element) {
        let value = element.attribute("val");
        let left = matches!(element.name.as_str(), "del" | "moveFrom" | "Fallback" | "instrText" | "delText");
        let silent = left || self.is_silent();
        self.open.push(Open { paragraph: element.name == "p" && !silent, silent });
        self.inside_text = element.name == "t";
        if silent {
            return;
        }
        let omissions = &mut self.gathered.omissions;
        match element.name.as_str() {
            "p" => self.paragraphs.push(Paragraph::default()),
            "r" => self.hidden = false,
            "vanish" => self.hidden = !matches!(value, Some("0" | "false")),
            "footnoteReference" | "endnoteReference" => omissions.footnotes += 1,
            "drawing" | "imagedata" => omissions.pictures += 1,
            name => {
                let Some(paragraph) = self.paragraphs.last_mut() else { return };
                match name {
                    "pStyle" => paragraph.style = value.and_then(|id| self.styles.get(id)),
                    "outlineLvl" => paragraph.style = paragraph.style.or(value.and_then(outline_level)),
                    "rect" if element.attribute("hr").is_some() => paragraph.ruled = true,
                    "tab" | "ptab" => paragraph.text.push(' '),
                    "br" if element.attribute("type").is_some_and(|kind| kind != "textWrapping") => {
                        paragraph.text.push('\t');
                    }
                    "br" | "cr" => paragraph.text.push('\n'),
                    "noBreakHyphen" => paragraph.text.push('-'),
                    _ => {}
                }
            }
        }
        if element.name == "p" {
            self.hidden = false;
        }
    }

    fn text(&mut self, text: &str) {
        let silent = self.hidden || self.is_silent();
        if let (true, false, Some(paragraph)) = (self.inside_text, silent, self.paragraphs.last_mut()) {
            let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
            paragraph.text.extend(text.chars().filter(seen));
        }
    }

    fn is_silent(&self) -> bool {
        self.open.last().is_some_and(|open| open.silent)
    }

    fn end(&mut self) {
        self.inside_text = false;
        let ended = self.open.pop().is_some_and(|open| open.paragraph);
        if let Some(paragraph) = ended.then(|| self.paragraphs.pop()).flatten() {
            self.paragraph(&paragraph);
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let lines: Vec<String> = paragraph.text.lines().map(fold).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            if paragraph.ruled {
                self.gathered.push(Block::new(BlockKind::SceneBreak, "", Reason::Marked), false);
            }
            return;
        }
        let (kind, reason) = match paragraph.style {
            Some(Style::Contents) => {
                self.gathered.omissions.contents += 1;
                return;
            }
            Some(Style::Title) => (BlockKind::Heading(HeadingKind::Title), Reason::Marked),
            Some(Style::Subtitle) => (BlockKind::Heading(HeadingKind::Front), Reason::Marked),
            Some(Style::Heading(level)) => (BlockKind::Heading(HeadingKind::Section), Reason::Level(level)),
            _ if lines.iter().all(|line| titles::is_ornament(line)) => (BlockKind::SceneBreak, Reason::Ornament),
            Some(Style::Quote) => (BlockKind::Quote, Reason::Marked),
            Some(Style::Verse) => (BlockKind::Verse, Reason::Marked),
            None if lines.len() > 1 => (BlockKind::Verse, Reason::Marked),
            None => (BlockKind::Paragraph, Reason::Text),
        };
        let text = if kind == BlockKind::SceneBreak { String::new() } else { lines.join("\n") };
        self.gathered.push(Block::new(kind, text, reason), false);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Note;
    use super::super::testing::zipped;
    use super::*;

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
        let manuscript = read(&document(&body)).unwrap();
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
        assert_eq!(manuscript.notes, [Note::Footnotes(1)]);
    }

    #[test]
    fn headings_without_styles_are_found_by_evidence() {
        let text = |text: &str| paragraph("", &format!("<w:r><w:t>{text}</w:t></w:r>"));
        let manuscript = read(&document(
            &(text("Chapter 1") + &text("The tide was out.") + &text("Chapter 2") + &text("It came back.")),
        ))
        .unwrap();
        let chapters = manuscript.blocks.iter().filter(|block| block.heading() == Some(HeadingKind::Chapter));
        assert_eq!(chapters.map(|block| block.text.as_str()).collect::<Vec<_>>(), ["Chapter 1", "Chapter 2"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let message = read(&zipped(&[("word/styles.xml", "")])).unwrap_err().to_string();
        assert!(message.contains("a broken DOCX\n  because: `word/document.xml` is missing"), "{message}");
    }
}
