//! The styles of an ODT.

use std::collections::BTreeMap;

use crate::manuscript::look::names_heading;
use crate::manuscript::markup::Element;
use crate::manuscript::office::Style;
use crate::manuscript::office::formatting::Format;
use crate::manuscript::office::numbering::{Level, Spelling};

/// The styles of a document by their names, and how it numbers headings and lists.
#[derive(Default)]
pub struct Styles {
    /// What each style is, and what it is based on.
    known: BTreeMap<String, (Option<Style>, Option<String>)>,
    /// The levels of each numbering; headings have that without a name.
    pub levels: BTreeMap<String, Vec<Level>>,
    /// The numbering whose levels are being read.
    list: String,
    /// How each style formats, by its family and name, and the one that is being read.
    formats: BTreeMap<[String; 2], Format>,
    open: [String; 2],
    /// Styles of paragraphs whose names say that they are those of headings.
    named: BTreeMap<String, String>,
}

/// Styles are based on each other no deeper than this; a circle ends here.
const DEEPEST: usize = 16;

impl Styles {
    /// Takes what an element says of a style.
    pub fn add(&mut self, element: &Element) {
        let value = |name: &str| element.attribute(name);
        if element.name == "style" {
            self.open = ["family", "name"].map(|name| value(name).unwrap_or_default().to_owned());
        }
        match element.name.as_str() {
            "paragraph-properties" | "text-properties" => {
                format(self.formats.entry(self.open.clone()).or_default(), element);
            }
            "style" if value("family") == Some("paragraph") => {
                let name = value("name").unwrap_or_default();
                let by_name = value("display-name").and_then(Style::named).or_else(|| Style::named(name));
                let by_level = || value("default-outline-level").and_then(|level| level.parse().ok());
                let shown = value("display-name").unwrap_or(name);
                if names_heading(shown) {
                    self.named.insert(name.to_owned(), shown.to_owned());
                }
                let style = by_name.or_else(|| by_level().map(Style::Heading));
                self.known.insert(name.to_owned(), (style, value("parent-style-name").map(str::to_owned)));
            }
            "outline-style" => self.list = String::new(),
            "list-style" => value("name").unwrap_or_default().clone_into(&mut self.list),
            "outline-level-style" | "list-level-style-number" | "list-level-style-bullet" => {
                let levels = self.levels.entry(self.list.clone()).or_default();
                let at = levels.len() + 1;
                let shown: usize = value("display-levels").and_then(|count| count.parse().ok()).unwrap_or(1);
                let numbers: Vec<String> =
                    (at.saturating_sub(shown.clamp(1, at)) + 1..=at).map(|level| format!("%{level}")).collect();
                let around = |name: &str| value(name).unwrap_or_default();
                levels.push(Level {
                    spelling: spelling(value("num-format").unwrap_or_default()),
                    text: format!("{}{}{}", around("num-prefix"), numbers.join("."), around("num-suffix")),
                    start: value("start-value").and_then(|start| start.parse().ok()).unwrap_or(1),
                });
            }
            _ => {}
        }
    }

    /// How a style of paragraphs formats them, by itself and by what it is based on; and its name, or that of one of these,
    /// where it says that it is a heading's.
    pub fn look(&self, name: &str) -> (Format, Option<String>) {
        let (mut format, mut named) = (Format::default(), None);
        let mut next = Some(name);
        for _ in 0..DEEPEST {
            let Some(name) = next else { break };
            format = format.or(self.format("paragraph", name));
            named = named.or_else(|| self.named.get(name).cloned());
            next = self.known.get(name).and_then(|(_, parent)| parent.as_deref());
        }
        (format, named)
    }

    /// How a style of a family formats by itself.
    pub fn format(&self, family: &str, name: &str) -> Format {
        self.formats.get(&[family.to_owned(), name.to_owned()]).copied().unwrap_or_default()
    }

    /// What a style is, by itself or by what it is based on.
    pub fn get(&self, name: &str) -> Option<Style> {
        let mut name = Some(name);
        for _ in 0..DEEPEST {
            let (style, parent) = self.known.get(name?).map(|(style, parent)| (*style, parent.as_deref()))?;
            if style.is_some() {
                return style;
            }
            name = parent;
        }
        None
    }
}

/// Takes what the properties of a style say of its look.
fn format(format: &mut Format, element: &Element) {
    let value = |name: &str| element.attribute(name);
    let size = value("font-size").and_then(|size| size.strip_suffix("pt")).and_then(|size| size.parse::<f32>().ok());
    let own = Format {
        centred: value("text-align").map(|align| align == "center"),
        bold: value("font-weight").map(|weight| matches!(weight, "bold" | "600" | "700" | "800" | "900")),
        capitals: value("text-transform").map(|case| case == "uppercase"),
        size: size.map(|size| (size * 2.0).clamp(0.0, 1000.0) as u16),
        new_page: value("break-before").map(|place| place == "page"),
    };
    *format = own.or(*format);
}

fn spelling(format: &str) -> Spelling {
    match format {
        "1" => Spelling::Digits,
        "I" => Spelling::UpperRoman,
        "i" => Spelling::LowerRoman,
        "A" => Spelling::UpperLetter,
        "a" => Spelling::LowerLetter,
        _ => Spelling::None,
    }
}
