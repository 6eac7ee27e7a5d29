//! EPUB 2 and 3 to blocks: pages of HTML, in the order of the spine.

mod contents;

use std::collections::BTreeMap;

use self::contents::Contents;
use crate::manuscript::archive::Archive;
use crate::manuscript::encoding::decode_page;
use crate::manuscript::markup::{
    Collector, Element, Left, Meaning, OUTSIDE, Piece, meaning_of, page, resolve, target, xml,
};
use crate::manuscript::{Manuscript, outline};
use crate::words::{Book, Error, Result};

/// Ways to lock fonts, which are not read.
const FONT_LOCKS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Files that shops put into books that only their own programs open: Adobe's, Apple's, and Readium's.
const SHOP_LOCKS: [&str; 3] = ["META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl"];

/// The media type of the file that lists all others.
const PACKAGE: &str = "application/oebps-package+xml";

/// Reads a book: leaves out what a listener does not need (title page, imprint, contents, notes), and says so.
///
/// # Errors
/// Where the archive is broken or locked, or holds no pages in an order.
pub fn read(bytes: &[u8], book: &Book) -> Result<Manuscript> {
    let mut archive = Archive::open(bytes)?;
    refuse_locked(&mut archive)?;
    let container = elements(&mut archive, "META-INF/container.xml")?;
    let mut packages = container.iter().filter(|element| element.name == "rootfile");
    // Other renditions of the same book, a PDF say, may stand beside it.
    let is_package = |element: &&Element| element.exact("media-type").is_none_or(|media| media.trim() == PACKAGE);
    let path = packages.find(is_package).and_then(|element| element.exact("full-path"));
    let path = resolve("", path.ok_or_else(|| broken("it names no package"))?);
    let package = Package::read(&path, &elements(&mut archive, &path)?);
    let contents = contents(&mut archive, &package)?;
    let meanings = meanings(&mut archive, &package, &contents)?;
    let mut collector = Collector::new(&book.language, book.manuscript.footnotes, contents.places());
    let mut pages = 0;
    for (id, outside) in &package.spine {
        let Some(item) = package.items.get(id) else {
            return Err(broken(&format!("its spine names `{id}`, which is not in its manifest")));
        };
        let bytes = archive.file(&item.path)?.ok_or_else(|| broken(&format!("`{}` is missing", item.path)))?;
        pages += 1;
        if item.media.starts_with("image/") {
            collector.picture();
            continue;
        }
        let outside = outside.then_some(Meaning::Left(Left::Piece(OUTSIDE)));
        let meaning = meanings.get(&item.path).copied().or(outside);
        collector.page(&item.path, &page(&decode_page(&bytes)), meaning);
    }
    if pages == 0 {
        return Err(broken("its spine names no page"));
    }
    let mut gathered = collector.finish();
    contents.settle(&mut gathered.entries);
    Ok(outline::settle(gathered))
}

/// What the file that lists all others says.
struct Package {
    /// The files by their IDs.
    items: BTreeMap<String, Item>,
    /// The pages in their order, by ID, each with whether it stands outside the reading order.
    spine: Vec<(String, bool)>,
    /// The pieces that EPUB 2 names: the kind of each and its page.
    guide: Vec<(String, String)>,
    /// The page with the table of contents of EPUB 3.
    navigation: Option<String>,
    /// The file with the table of contents of EPUB 2.
    listing: Option<String>,
}

struct Item {
    path: String,
    media: String,
}

impl Package {
    fn read(file: &str, elements: &[Element]) -> Self {
        let mut package =
            Self { items: BTreeMap::new(), spine: Vec::new(), guide: Vec::new(), navigation: None, listing: None };
        let mut listing = None;
        for element in elements {
            let value = |name| element.exact(name).unwrap_or_default().to_owned();
            match element.name.as_str() {
                "item" => {
                    let (path, media) = (target(file, &value("href")), value("media-type"));
                    if value("properties").split_whitespace().any(|word| word == "nav") {
                        package.navigation.get_or_insert_with(|| path.clone());
                    }
                    if media == "application/x-dtbncx+xml" {
                        package.listing.get_or_insert_with(|| path.clone());
                    }
                    package.items.entry(value("id")).or_insert(Item { path, media });
                }
                "spine" => listing = element.exact("toc").map(str::to_owned),
                "itemref" => package.spine.push((value("idref"), element.exact("linear") == Some("no"))),
                "reference" => package.guide.push((value("type"), value("href"))),
                _ => {}
            }
        }
        for (_, href) in &mut package.guide {
            *href = target(file, href);
        }
        let named = listing.and_then(|id| package.items.get(&id)).map(|item| item.path.clone());
        package.listing = named.or(package.listing);
        package
    }
}

fn broken(cause: &str) -> Error {
    Error::new("the manuscript is a broken EPUB").cause(cause).hint("save it again from the program it was made with")
}

fn refuse_locked(archive: &mut Archive) -> Result<()> {
    let locked = || {
        Err(Error::new("the manuscript is an EPUB with copy protection, so its text can't be read")
            .hint("ask its publisher for a copy without protection"))
    };
    if SHOP_LOCKS.iter().any(|name| archive.holds(name)) {
        return locked();
    }
    let Some(bytes) = archive.file("META-INF/encryption.xml")? else { return Ok(()) };
    let elements = starts(&decode_page(&bytes)).map_err(|cause| broken(&cause))?;
    let mut methods = elements.iter().filter(|element| element.name == "EncryptionMethod");
    if methods.any(|method| !FONT_LOCKS.contains(&method.attribute("Algorithm").unwrap_or_default())) {
        return locked();
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

/// The table of contents; empty where there is none, or none that can be read.
fn contents(archive: &mut Archive, package: &Package) -> Result<Contents> {
    for path in [&package.navigation, &package.listing].into_iter().flatten() {
        let Some(bytes) = archive.file(path)? else { continue };
        let contents = Contents::read(path, &page(&decode_page(&bytes)));
        if !contents.is_empty() {
            return Ok(contents);
        }
    }
    Ok(Contents::default())
}

/// What whole pages mean: by the guide of EPUB 2, by the landmarks of EPUB 3, by their names in the table of contents. What
/// is not read is left out only where a page as a whole is that; a chapter says so itself.
fn meanings(archive: &mut Archive, package: &Package, contents: &Contents) -> Result<BTreeMap<String, Meaning>> {
    let mut meanings: BTreeMap<String, Meaning> = contents.pages_left_out().collect();
    let mut add = |place: String, word: &str| {
        let whole = |meaning: &Meaning| matches!(meaning, Meaning::Left(Left::Piece(_) | Left::Contents | Left::Notes));
        if let (false, Some(meaning)) = (place.contains('#'), meaning_of(word).filter(whole)) {
            meanings.insert(place, meaning);
        }
    };
    for (word, place) in &package.guide {
        add(place.clone(), word);
    }
    if let Some(path) = &package.navigation {
        if let Some(bytes) = archive.file(path)? {
            for piece in page(&decode_page(&bytes)) {
                let Piece::Start(link) = piece else { continue };
                if let (true, Some(href), Some(word)) = (link.name == "a", link.exact("href"), link.exact("epub:type"))
                {
                    add(target(path, href), word);
                }
            }
        }
        meanings.insert(path.clone(), Meaning::Left(Left::Contents));
    }
    Ok(meanings)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{any_book, zipped};
    use super::super::{BlockKind, HeadingKind, Note};
    use super::*;

    const CONTAINER: (&str, &str) = (
        "META-INF/container.xml",
        "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>",
    );

    fn read_any(bytes: &[u8]) -> Result<Manuscript> {
        read(bytes, &any_book())
    }

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
        let manuscript = read_any(&book(&[
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

    fn blocks(manuscript: &Manuscript) -> Vec<(BlockKind, &str)> {
        manuscript.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect()
    }

    /// A book of EPUB 2 whose chapters are listed, and not marked.
    fn listed(pages: &[(&str, &str, &str)]) -> Vec<u8> {
        let point = |(name, title, _): &(&str, &str, &str)| {
            format!("<navPoint><navLabel><text>{title}</text></navLabel><content src='OPS/{name}'/></navPoint>")
        };
        let points: String = pages.iter().map(point).collect();
        let listing = format!("<ncx><docTitle><text>Low Water</text></docTitle><navMap>{points}</navMap></ncx>");
        let items: String =
            pages.iter().map(|(name, ..)| format!("<item id='{name}' href='{name}'/>")).collect::<Vec<_>>().concat();
        let spine: String =
            pages.iter().map(|(name, ..)| format!("<itemref idref='{name}'/>")).collect::<Vec<_>>().concat();
        let package = format!(
            "<package><manifest>{items}<item id='n' href='../toc.ncx' media-type='application/x-dtbncx+xml'/></manifest>\
             <spine toc='n'>{spine}</spine></package>"
        );
        let paths: Vec<String> = pages.iter().map(|(name, ..)| format!("OPS/{name}")).collect();
        let mut files = vec![CONTAINER, ("OPS/book.opf", package.as_str()), ("toc.ncx", listing.as_str())];
        files.extend(paths.iter().map(String::as_str).zip(pages.iter().map(|(.., text)| *text)));
        zipped(&files)
    }

    #[test]
    fn the_table_of_contents_names_what_pages_do_not_mark() {
        let manuscript = read_any(&listed(&[
            ("cover.html", "Cover", "<p>Low Water, a novel</p>"),
            ("a.html", "Chapter 1: Ebb", "<p class=n>Chapter 1</p><p class=t>EBB</p><p>The tide.</p>"),
            ("b.html", "Flow", "<p>It came.</p>"),
        ]))
        .unwrap();
        let chapter = BlockKind::Heading(HeadingKind::Chapter);
        let text = BlockKind::Paragraph;
        assert_eq!(
            blocks(&manuscript),
            [(chapter, "Chapter 1\nEBB"), (text, "The tide."), (chapter, "Flow"), (text, "It came.")]
        );
        assert_eq!(manuscript.blocks[2].reason.to_string(), "the table of contents names it so");
        assert_eq!(manuscript.notes, [Note::Pieces(vec!["the cover".into()])]);
    }

    #[test]
    fn the_table_of_contents_adds_nothing_to_pages_with_headings() {
        let pages =
            [("a.html", "One: Ebb", "<h1>One</h1><p>The tide.</p>"), ("b.html", "Two", "<h1>Two</h1><p>It came.</p>")];
        let manuscript = read_any(&listed(&pages)).unwrap();
        assert_eq!(blocks(&manuscript).len(), 4);
    }

    #[test]
    fn notes_are_read_behind_their_paragraph_where_the_book_wants_them() {
        let pages = [
            (
                "a.xhtml",
                "<h1>One</h1><p>Ebb<a epub:type='noteref' href='n.xhtml#n2'>2</a>.</p><p>Flow<a href='n.xhtml#n1'><sup>1</sup></a>.</p>",
            ),
            (
                "n.xhtml",
                "<section epub:type='endnotes'><h2>Notes</h2><ol><li id='n1' epub:type='endnote'><p>First. <a epub:type='backlink' \
                 href='a.xhtml#x'>back</a></p></li><li id='n2'><p>Second.</p></li></ol></section>",
            ),
        ];
        let wanted = Book::parse("title = 'x'\n[manuscript]\nfootnotes = 'read'").unwrap();
        let words = |settings: &Book| -> Vec<String> {
            let manuscript = read(&book(&pages), settings).unwrap();
            manuscript.blocks.into_iter().map(|block| block.text).collect()
        };
        assert_eq!(words(&wanted), ["One", "Ebb.", "Second.", "Flow.", "First."]);
        assert_eq!(words(&any_book()), ["One", "Ebb.", "Flow."]);
    }

    #[test]
    fn pages_are_read_in_every_encoding_and_pictures_are_none() {
        let page = "<h1>Одно</h1><p>Море&#160;и&nbsp;небо &mdash; <q>да</q></p>";
        let utf16: Vec<u8> = [0xfeff].into_iter().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let package = "<package><manifest><item id='p' href='p.svg' media-type='image/svg+xml'/><item id='a' href='text/a.html'/></manifest>\
            <spine><itemref idref='p'/><itemref idref='a'/></spine></package>";
        let container = "<container><rootfile full-path='x.pdf' media-type='application/pdf'/><rootfile full-path='OPS/book.opf' \
            media-type='application/oebps-package+xml'/></container>";
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let files = [
            ("META-INF/container.xml", container.as_bytes()),
            ("OPS/book.opf", package.as_bytes()),
            ("OPS/p.svg", b"<svg/>"),
            ("OPS/text/a.html", &utf16),
        ];
        for (name, bytes) in files {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, bytes).unwrap();
        }
        let manuscript = read_any(&zip.finish().unwrap().into_inner()).unwrap();
        assert_eq!(manuscript.blocks[1].text, "Море и небо — “да”");
        assert_eq!(manuscript.notes, [Note::Pictures(1)]);
    }

    #[test]
    fn a_long_spine_is_read_in_no_time() {
        let items: String =
            (0..50_000).map(|at| format!("<item id='i{at}' href='a.html'/>")).collect::<Vec<_>>().concat();
        let spine: String = (0..50_000).map(|at| format!("<itemref idref='i{at}'/>")).collect::<Vec<_>>().concat();
        let package = format!("<package><manifest>{items}</manifest><spine>{spine}</spine></package>");
        let files = [CONTAINER, ("OPS/book.opf", &package), ("OPS/a.html", "<p>a")];
        let begun = std::time::Instant::now();
        assert_eq!(read_any(&zipped(&files)).unwrap().blocks.len(), 50_000);
        // Each page twice over would take minutes.
        assert!(begun.elapsed().as_secs() < 60);
    }

    #[test]
    fn a_locked_book_is_refused_but_locked_fonts_are_not_read_anyway() {
        let lock = |algorithm: &str| {
            let lock = format!("<encryption><EncryptionMethod Algorithm='{algorithm}'/></encryption>");
            read_any(&zipped(&[("META-INF/encryption.xml", &lock), CONTAINER])).unwrap_err().message().to_owned()
        };
        assert!(lock("http://www.w3.org/2001/04/xmlenc#aes128-cbc").contains("copy protection"));
        assert_eq!(lock(FONT_LOCKS[0]), "the manuscript is a broken EPUB");
        for name in SHOP_LOCKS {
            let message = read_any(&zipped(&[(name, ""), CONTAINER])).unwrap_err().to_string();
            assert!(message.contains("copy protection") && message.contains("hint: ask its publisher"), "{message}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        for (files, cause) in [
            (vec![], "`META-INF/container.xml` is missing"),
            (vec![CONTAINER], "`OPS/book.opf` is missing"),
            (vec![CONTAINER, ("OPS/book.opf", "<package/>")], "its spine names no page"),
        ] {
            let message = read_any(&zipped(&files)).unwrap_err().to_string();
            assert!(
                message.starts_with(&format!("the manuscript is a broken EPUB\n  because: {cause}\n")),
                "{message}"
            );
        }
        assert!(read_any(b"PK\x03\x04 cut off").unwrap_err().message().contains("can't be unpacked"));
        let zeros = " ".repeat(2 << 20);
        assert!(read_any(&zipped(&[("a", &zeros)])).unwrap_err().message().contains("more than a book can hold"));
    }
}
