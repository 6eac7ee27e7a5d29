//! XML to pieces.

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

use super::{Element, Piece};

/// Parses XML; the named characters of HTML are known.
///
/// # Errors
/// Where the text is not well-formed, with the reason.
pub fn parse(text: &str) -> Result<Vec<Piece>, String> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => {
                depth += 1;
                pieces.push(Piece::Start(element(&start)?));
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                pieces.push(Piece::End);
            }
            Event::Text(text) => pieces.push(Piece::Text(text.xml10_content().into_owned())),
            Event::CData(text) => pieces.push(Piece::Text(text.xml10_content().into_owned())),
            Event::GeneralRef(name) => {
                let found = name.resolve_char_ref().map_err(|error| error.to_string())?;
                let text = match found {
                    Some(character) => character.to_string(),
                    None => resolve_html5_entity(&name).ok_or_else(|| format!("`&{};` is unknown", &*name))?.to_owned(),
                };
                pieces.push(Piece::Text(text));
            }
            Event::Eof if depth > 0 => return Err("the text ends inside an element".to_owned()),
            Event::Eof => return Ok(pieces),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Empty(_) => {}
        }
    }
}

fn element(start: &BytesStart) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = unescape_with(&attribute.value, resolve_html5_entity).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name: start.local_name().as_ref().to_owned(), attributes })
}
