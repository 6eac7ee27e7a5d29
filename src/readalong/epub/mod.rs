//! A book to read along: EPUB 3 with Media Overlays, which light up each line while it sounds.

mod overlay;
mod package;
mod page;

use super::Edition;

/// The folder of the publication inside the archive.
const FOLDER: &str = "EPUB";

/// One entry of the archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Packed {
    /// Its path inside the archive.
    pub path: String,
    /// What it holds.
    pub holds: Holds,
}

/// What an entry of the archive holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holds {
    /// This text.
    Text(String),
    /// The file of the edition with this number, from 0, as it is: audio does not get smaller.
    Audio(usize),
    /// The picture of the cover.
    Cover,
}

/// What a publication says of itself beside its edition.
#[derive(Clone, Copy, Debug)]
pub struct Imprint<'a> {
    /// What no other publication has: a URN.
    pub identifier: &'a str,
    /// When it was changed last, as `2026-01-31T12:00:00Z`.
    pub modified: &'a str,
    /// The name and the media type of its cover.
    pub cover: Option<(&'a str, &'a str)>,
}

/// The entries of the archive in their order: what the format wants first comes first, and must not be compressed.
#[must_use]
pub fn pack(edition: &Edition<'_>, imprint: Imprint<'_>) -> Vec<Packed> {
    let text = |path: String, text: String| Packed { path, holds: Holds::Text(text) };
    let inside = |path: &str| format!("{FOLDER}/{path}");
    let mut packed = vec![
        text("mimetype".to_owned(), "application/epub+zip".to_owned()),
        text("META-INF/container.xml".to_owned(), package::container(FOLDER)),
        text(inside("package.opf"), package::package(edition, imprint)),
        text(inside("nav.xhtml"), page::contents(edition)),
        text(inside("style.css"), page::STYLE.to_owned()),
    ];
    if let Some((name, _)) = imprint.cover {
        packed.push(Packed { path: inside(name), holds: Holds::Cover });
    }
    for (number, file) in edition.files.iter().enumerate() {
        let names = Names::of(number);
        packed.push(text(inside(&names.page), page::page(edition, file)));
        packed.push(text(inside(&names.overlay), overlay::overlay(file, &names)));
        packed.push(Packed { path: inside(&format!("audio/{}", file.name)), holds: Holds::Audio(number) });
    }
    packed
}

/// The names of what belongs to one file of the edition.
struct Names {
    id: String,
    page: String,
    overlay: String,
}

impl Names {
    fn of(number: usize) -> Self {
        let id = format!("s{:03}", number + 1);
        Self { page: format!("text/{id}.xhtml"), overlay: format!("text/{id}.smil"), id }
    }
}

/// The identifier of a cue in its page; one that began with a digit would be none in XML.
fn anchor(cue: &crate::words::CueId) -> String {
    format!("c{cue}")
}

/// Text as XML has it, without the control characters that it can't have.
fn xml(text: &str) -> String {
    let allowed: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')).collect();
    quick_xml::escape::escape(allowed).into_owned()
}
