//! How elements of HTML look, by their names and their own attributes.

use super::super::look::{Look, names_heading};
use super::Element;

/// Takes what an element says of its look, inside of others that said theirs.
pub fn take(look: &mut Look, element: &Element) {
    match element.name.as_str() {
        "center" => look.centred = true,
        "b" | "strong" => look.bold = true,
        "big" => look.size = 30,
        "font" if element.exact("size").is_some_and(|size| size.starts_with(['+', '4', '5', '6', '7'])) => {
            look.size = 32;
        }
        _ => {}
    }
    if let Some(align) = element.exact("align") {
        look.centred = align.eq_ignore_ascii_case("center");
    }
    if let Some(class) =
        element.exact("class").and_then(|names| names.split_whitespace().find(|name| names_heading(name)))
    {
        look.named = Some(class.to_owned());
    }
    for rule in element.exact("style").unwrap_or_default().split(';') {
        let Some((name, value)) = rule.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "text-align" => look.centred = value == "center",
            "font-weight" => look.bold = matches!(value.as_str(), "bold" | "bolder" | "600" | "700" | "800" | "900"),
            "text-transform" => look.capitals = value == "uppercase",
            "font-variant" => look.capitals = value == "small-caps",
            "font-size" => look.size = size(&value).unwrap_or(look.size),
            "page-break-before" | "break-before" => look.new_page = matches!(value.as_str(), "always" | "page"),
            _ => {}
        }
    }
}

/// A size of type in half points; what is relative is so to that of a browser, 12 points.
fn size(value: &str) -> Option<u16> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    let factor = match (unit.trim(), value) {
        ("pt", _) => 2.0,
        ("px", _) => 1.5,
        ("em" | "rem", _) => 24.0,
        ("%", _) => 0.24,
        (_, "large" | "larger") => return Some(29),
        (_, "x-large" | "xx-large") => return Some(36),
        _ => return None,
    };
    let size: f32 = number.parse().ok()?;
    Some((size * factor).clamp(0.0, 1000.0) as u16)
}
