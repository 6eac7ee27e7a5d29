use super::*;
use crate::manuscript::testing::{any_book, zipped};
use crate::manuscript::{BlockKind, HeadingKind, Note};

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
    let relations = "<Relationships><Relationship Type='x/officeDocument' Target='/word/main.xml'/></Relationships>";
    let manuscript = read_any(&zipped(&[
        ("_rels/.rels", relations),
        ("word/main.xml", &document),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
    ]))
    .unwrap();
    let chapter = BlockKind::Heading(HeadingKind::Chapter);
    let text = BlockKind::Paragraph;
    assert_eq!(blocks(&manuscript), [(chapter, "Chapter I\nEbb"), (text, "a"), (chapter, "Chapter II"), (text, "b")]);
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
    let files = [("word/document.xml", document.as_str()), ("word/footnotes.xml", &foot), ("word/endnotes.xml", &end)];
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
