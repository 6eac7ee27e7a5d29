//! The package document: what the publication is made of, and how long each part sounds.

use std::fmt::Write;

use super::super::Edition;
use super::super::clock::{milliseconds, seconds};
use super::super::manifest::media_type;
use super::{Imprint, Names, xml};

/// Where the package document stands.
pub fn container(folder: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n  <rootfiles>\n    \
         <rootfile full-path=\"{folder}/package.opf\" media-type=\"application/oebps-package+xml\"/>\n  \
         </rootfiles>\n</container>\n"
    )
}

/// The package document (EPUB 3.3).
pub fn package(edition: &Edition<'_>, imprint: Imprint<'_>) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n  \
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n",
    );
    let mut add = |line: String| {
        let _ = writeln!(text, "    {line}");
    };
    add(format!("<dc:identifier id=\"id\">{}</dc:identifier>", xml(imprint.identifier)));
    add(format!("<dc:title>{}</dc:title>", xml(edition.title)));
    add(format!("<dc:language>{}</dc:language>", xml(edition.language)));
    if !edition.author.is_empty() {
        add(format!("<dc:creator>{}</dc:creator>", xml(edition.author)));
    }
    add(format!("<meta property=\"dcterms:modified\">{}</meta>", xml(imprint.modified)));
    if !edition.narrator.is_empty() {
        add(format!("<meta property=\"media:narrator\">{}</meta>", xml(edition.narrator)));
    }
    add("<meta property=\"media:active-class\">sounds</meta>".to_owned());
    let lengths: Vec<u64> = edition.files.iter().map(|file| milliseconds(file.frames, file.rate)).collect();
    add(format!("<meta property=\"media:duration\">{}s</meta>", seconds(lengths.iter().sum())));
    for (number, length) in lengths.iter().enumerate() {
        let overlay = format!("{}-overlay", Names::of(number).id);
        add(format!("<meta property=\"media:duration\" refines=\"#{overlay}\">{}s</meta>", seconds(*length)));
    }
    text += "  </metadata>\n  <manifest>\n";
    let mut item = |id: &str, href: &str, kind: &str, more: &str| {
        let _ = writeln!(text, "    <item id=\"{id}\" href=\"{}\" media-type=\"{kind}\"{more}/>", xml(href));
    };
    item("nav", "nav.xhtml", "application/xhtml+xml", " properties=\"nav\"");
    item("style", "style.css", "text/css", "");
    if let Some((name, kind)) = imprint.cover {
        item("cover", name, kind, " properties=\"cover-image\"");
    }
    for (number, file) in edition.files.iter().enumerate() {
        let Names { id, page, overlay } = Names::of(number);
        item(&id, &page, "application/xhtml+xml", &format!(" media-overlay=\"{id}-overlay\""));
        item(&format!("{id}-overlay"), &overlay, "application/smil+xml", "");
        item(&format!("{id}-audio"), &format!("audio/{}", file.name), media_type(&file.name), "");
    }
    text += "  </manifest>\n  <spine>\n";
    for number in 0..edition.files.len() {
        let _ = writeln!(text, "    <itemref idref=\"{}\"/>", Names::of(number).id);
    }
    text + "  </spine>\n</package>\n"
}
