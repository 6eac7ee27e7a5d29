//! The styles of a DOCX.

use std::collections::BTreeMap;

use super::numbering::index;
use crate::manuscript::look::names_heading;
use crate::manuscript::markup::Piece;
use crate::manuscript::office::Style;
use crate::manuscript::office::formatting::Format;

/// The styles of a document by their IDs.
#[derive(Default)]
pub struct Styles(BTreeMap<String, Entry>);

#[derive(Default)]
struct Entry {
    style: Option<Style>,
    base: Option<String>,
    /// The numbering that its paragraphs have, and the level in it.
    number: Option<String>,
    level: Option<usize>,
    format: Format,
    /// Its name, where that says that it is a heading's.
    named: Option<String>,
}

/// Styles are based on each other no deeper than this; a circle ends here.
const DEEPEST: usize = 16;

impl Styles {
    pub fn read(pieces: &[Piece]) -> Self {
        let mut styles = Self::default();
        let mut id = String::new();
        for piece in pieces {
            let Piece::Start(element) = piece else { continue };
            let value = element.attribute("val");
            if element.name == "style" {
                element.attribute("styleId").unwrap_or_default().clone_into(&mut id);
            }
            if id.is_empty() {
                continue;
            }
            let entry = styles.0.entry(id.clone()).or_default();
            match element.name.as_str() {
                "name" => {
                    entry.style = value.and_then(Style::named);
                    entry.named = value.filter(|name| names_heading(name)).map(str::to_owned);
                }
                "basedOn" => entry.base = value.map(str::to_owned),
                "outlineLvl" => entry.style = entry.style.or(value.and_then(outline_level)),
                "numId" => entry.number = value.map(str::to_owned),
                "ilvl" => entry.level = Some(index(value)),
                name => take(&mut entry.format, name, value),
            }
        }
        styles
    }

    /// A style, and those that it is based on.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Entry> {
        let mut next = Some(id);
        let chain = std::iter::from_fn(move || {
            let entry = self.0.get(next?)?;
            next = entry.base.as_deref();
            Some(entry)
        });
        chain.take(DEEPEST)
    }

    /// What a style is, by itself or by what it is based on; a style based on that of the title is none, but looks like it.
    pub fn get(&self, id: &str) -> Option<Style> {
        if !self.0.contains_key(id) {
            return Style::named(id);
        }
        let own = self.0.get(id).and_then(|entry| entry.style);
        let based = self.chain(id).skip(1).find_map(|entry| entry.style);
        own.or(based.filter(|style| !matches!(style, Style::Title | Style::Subtitle | Style::Contents)))
    }

    /// How a style formats its paragraphs, by itself and by what it is based on.
    pub fn format(&self, id: &str) -> Format {
        self.chain(id).fold(Format::default(), |format, entry| format.or(entry.format))
    }

    /// The name of a style, where it says that it is a heading's.
    pub fn heading_name(&self, id: &str) -> Option<String> {
        self.0.get(id).map_or_else(|| Some(id.to_owned()).filter(|id| names_heading(id)), |entry| entry.named.clone())
    }

    /// The numbering of a style and the level in it: by its outline where it says none.
    pub fn numbering(&self, id: &str) -> Option<(String, usize)> {
        let number = self.chain(id).find_map(|entry| entry.number.clone()).filter(|number| number != "0")?;
        let level = self.chain(id).find_map(|entry| entry.level);
        let outline = || match self.get(id) {
            Some(Style::Heading(level)) => usize::from(level) - 1,
            _ => 0,
        };
        Some((number, level.unwrap_or_else(outline)))
    }
}

/// Levels count from 0; 9 is the body.
pub fn outline_level(value: &str) -> Option<Style> {
    value.parse().ok().filter(|level| *level < 9).map(|level: u8| Style::Heading(level + 1))
}

/// Takes what an element says of how a paragraph or a run is formatted.
pub fn take(format: &mut Format, name: &str, value: Option<&str>) {
    let on = || Some(!matches!(value, Some("0" | "false" | "off" | "none")));
    match name {
        "jc" => format.centred = value.map(|value| value == "center"),
        "b" => format.bold = on(),
        "caps" | "smallCaps" => format.capitals = on(),
        "sz" => format.size = value.and_then(|value| value.parse().ok()),
        "pageBreakBefore" => format.new_page = on(),
        _ => {}
    }
}
