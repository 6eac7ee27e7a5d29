//! EPUB 2 and 3 to blocks: pages of HTML, in the order of the spine.

use std::collections::BTreeMap;

use super::archive::Archive;
use super::encoding::decode_page;
use super::markup::{Collector, Element, Left, Meaning, Piece, meaning_of, page, xml};
use super::{Manuscript, outline};
use crate::words::{Error, Result};

/// Ways to lock fonts, which are not read.
const FONT_LOCKS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Reads a book: leaves out what a listener does not need (title page, imprint, contents, notes), and says so.
///
/// # Errors
/// Where the archive is broken or locked, or holds no pages in an order.
pub fn read(bytes: &[u8]) -> Result<Manuscript> {
    let mut archive = Archive::open(bytes)?;
    refuse_locked(&mut archive)?;
    let container = elements(&mut archive, "META-INF/container.xml")?;
    let package = container.iter().find(|element| element.name == "rootfile");
    let package =
        package.and_then(|element| element.exact("full-path")).ok_or_else(|| broken("it names no package"))?;
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let package = elements(&mut archive, package)?;
    let meanings = meanings(&mut archive, &package, folder)?;
    let mut collector = Collector::default();
    let mut pages = 0;
    for item in package.iter().filter(|element| element.name == "itemref") {
        let id = item.exact("idref").unwrap_or_default();
        let Some(path) = manifest(&package, id).and_then(|item| item.exact("href")).map(|href| resolve(folder, href))
        else {
            return Err(broken(&format!("its spine names `{id}`, which is not in its manifest")));
        };
        let bytes = archive.file(&path)?.ok_or_else(|| broken(&format!("`{path}` is missing")))?;
        let outside = item.exact("linear") == Some("no");
        let outside = outside.then_some(Meaning::Left(Left::Piece("pages outside the reading order")));
        collector.page(&page(&decode_page(&bytes)), meanings.get(&path).copied().or(outside));
        pages += 1;
    }
    if pages == 0 {
        return Err(broken("its spine names no page"));
    }
    Ok(outline::settle(collector.finish()))
}

fn broken(cause: &str) -> Error {
    Error::new("the manuscript is a broken EPUB").cause(cause).hint("save it again from the program it was made with")
}

fn refuse_locked(archive: &mut Archive) -> Result<()> {
    let Some(bytes) = archive.file("META-INF/encryption.xml")? else { return Ok(()) };
    let elements = starts(&decode_page(&bytes)).map_err(|cause| broken(&cause))?;
    let mut methods = elements.iter().filter(|element| element.name == "EncryptionMethod");
    if methods.any(|method| !FONT_LOCKS.contains(&method.attribute("Algorithm").unwrap_or_default())) {
        return Err(Error::new("the manuscript is an EPUB with copy protection, so its text can't be read")
            .hint("ask its publisher for a copy without protection"));
    }
    Ok(())
}

/// The elements of a file, in order.
fn elements(archive: &mut Archive, path: &str) -> Result<Vec<Element>> {
    let bytes = archive.file(path)?.ok_or_else(|| broken(&format!("`{path}` is missing")))?;
    starts(&decode_page(&bytes)).map_err(|cause| broken(&format!("`{path}`: {cause}")))
}

fn starts(text: &str) -> Result<Vec<Element>, String> {
    let starts = xml(text)?.into_iter().filter_map(|piece| match piece {
        Piece::Start(element) => Some(element),
        _ => None,
    });
    Ok(starts.collect())
}

fn manifest<'a>(package: &'a [Element], id: &str) -> Option<&'a Element> {
    package.iter().find(|element| element.name == "item" && element.exact("id") == Some(id))
}

/// What whole pages mean: by the guide of EPUB 2, by the landmarks of EPUB 3. What is not read is left out only where a
/// page as a whole is that; a chapter says so itself.
fn meanings(archive: &mut Archive, package: &[Element], folder: &str) -> Result<BTreeMap<String, Meaning>> {
    let mut meanings = BTreeMap::new();
    let mut add = |folder: &str, href: Option<&str>, word: Option<&str>| {
        let whole = |meaning: &Meaning| matches!(meaning, Meaning::Left(Left::Piece(_) | Left::Contents | Left::Notes));
        let meaning = word.and_then(meaning_of).filter(whole);
        if let (Some(href), Some(meaning)) = (href.filter(|href| !href.contains('#')), meaning) {
            meanings.insert(resolve(folder, href), meaning);
        }
    };
    for reference in package.iter().filter(|element| element.name == "reference") {
        add(folder, reference.exact("href"), reference.exact("type"));
    }
    let is_navigation = |element: &&Element| {
        element.name == "item" && element.exact("properties").is_some_and(|all| all.split(' ').any(|one| one == "nav"))
    };
    let navigation = package.iter().find(is_navigation).and_then(|element| element.exact("href"));
    if let Some(path) = navigation.map(|href| resolve(folder, href)) {
        let pages = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(bytes) = archive.file(&path)? {
            for piece in page(&decode_page(&bytes)) {
                if let Piece::Start(link) = piece {
                    add(pages, link.exact("href"), link.exact("epub:type").filter(|_| link.name == "a"));
                }
            }
        }
        meanings.insert(path, Meaning::Left(Left::Contents));
    }
    Ok(meanings)
}

/// The path in the archive of a link in a file of a folder.
fn resolve(folder: &str, href: &str) -> String {
    let href = percent_decoded(href.split('#').next().unwrap_or_default());
    let mut parts: Vec<&str> = if href.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

fn percent_decoded(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| byte == b'%').and_then(|code| std::str::from_utf8(code).ok());
        if let Some(code) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            bytes.push(code);
            rest = &behind[2..];
        } else {
            bytes.push(byte);
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::testing::zipped;
    use super::super::{BlockKind, HeadingKind, Note};
    use super::*;

    const CONTAINER: (&str, &str) = (
        "META-INF/container.xml",
        "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>",
    );

    fn book(pages: &[(&str, &str)]) -> Vec<u8> {
        let paths: Vec<String> = pages.iter().map(|(name, _)| format!("OPS/{name}")).collect();
        let item = |name: &str| format!("<item id='{name}' href='{}'/>", name.replace(' ', "%20"));
        let items: Vec<String> = pages.iter().map(|(name, _)| item(name)).collect();
        let items = items.concat();
        let spine: Vec<String> = pages.iter().map(|(name, _)| format!("<itemref idref='{name}'/>")).collect();
        let spine = spine.concat();
        let package = format!("<package><manifest>{items}</manifest><spine>{spine}</spine></package>");
        let mut files = vec![CONTAINER, ("OPS/book.opf", package.as_str())];
        files.extend(paths.iter().map(String::as_str).zip(pages.iter().map(|(_, text)| *text)));
        zipped(&files)
    }

    #[test]
    fn pages_are_read_in_the_order_of_the_spine_by_what_they_say_of_themselves() {
        let manuscript = read(&book(&[
            ("title.xhtml", "<section epub:type='titlepage'><h1>Low Water</h1></section>"),
            ("z.xhtml", "<section epub:type='chapter'><hgroup><h2>I</h2><p>Ebb</p></hgroup><p>A<a epub:type='noteref'>1</a>.</p></section>"),
            ("a b.xhtml", "<section epub:type='chapter'><h2>II</h2><p>B</p></section>"),
        ]))
        .unwrap();
        let blocks: Vec<_> = manuscript.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect();
        let chapter = BlockKind::Heading(HeadingKind::Chapter);
        assert_eq!(
            blocks,
            [(chapter, "I\nEbb"), (BlockKind::Paragraph, "A."), (chapter, "II"), (BlockKind::Paragraph, "B")]
        );
        assert_eq!(manuscript.notes, [Note::Footnotes(1), Note::Pieces(vec!["the title page".into()])]);
    }

    #[test]
    fn a_locked_book_is_refused_but_locked_fonts_are_not_read_anyway() {
        let lock = |algorithm: &str| {
            let lock = format!("<encryption><EncryptionMethod Algorithm='{algorithm}'/></encryption>");
            read(&zipped(&[("META-INF/encryption.xml", &lock), CONTAINER])).unwrap_err().message().to_owned()
        };
        assert!(lock("http://www.w3.org/2001/04/xmlenc#aes128-cbc").contains("copy protection"));
        assert_eq!(lock(FONT_LOCKS[0]), "the manuscript is a broken EPUB");
    }

    #[test]
    fn what_is_missing_is_named() {
        for (files, cause) in [
            (vec![], "`META-INF/container.xml` is missing"),
            (vec![CONTAINER], "`OPS/book.opf` is missing"),
            (vec![CONTAINER, ("OPS/book.opf", "<package/>")], "its spine names no page"),
        ] {
            let message = read(&zipped(&files)).unwrap_err().to_string();
            assert!(
                message.starts_with(&format!("the manuscript is a broken EPUB\n  because: {cause}\n")),
                "{message}"
            );
        }
        assert!(read(b"PK\x03\x04 cut off").unwrap_err().message().contains("can't be unpacked"));
        let zeros = " ".repeat(2 << 20);
        assert!(read(&zipped(&[("a", &zeros)])).unwrap_err().message().contains("more than a book can hold"));
    }
}
