//! HTML and XML as a flat list of pieces, whoever parsed them.

mod collector;
mod elements;
mod footnotes;
mod gathered;
mod links;
mod looks;
mod marks;
mod notes;
mod quotes;
mod semantics;
mod shallow;
mod tree;
mod xml;

pub use collector::Collector;
pub use gathered::{Entry, Gathered};
pub use links::{resolve, target};
pub use semantics::{Left, Meaning, OUTSIDE, meaning_of};

/// A tag or a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// An element begins.
    Start(Element),
    /// Characters, with white space as in the source.
    Text(String),
    /// The element that began last and is still open ends.
    End,
}

/// An element's name and attributes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    /// The name without its name space, in lowercase for HTML.
    pub name: String,
    /// Names as written, such as `epub:type`, and values.
    pub attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute, by its name without a name space: which prefix stands for one is each file's choice.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let local = |key: &str| key.rsplit(':').next() == Some(name);
        self.attributes.iter().find(|(key, _)| local(key)).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute with this very name.
    pub fn exact(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Parses a page: as XML where it says to be XHTML and keeps XML's rules, else as browsers read HTML. An HTML parser would
/// take `<title/>` and `<p/>` for tags that are never closed, and an XML parser refuses most of what is on the web.
pub fn page(text: &str) -> Vec<Piece> {
    let head: String = text.chars().take(1000).collect();
    let xhtml = head.trim_start().starts_with("<?xml") || head.contains("http://www.w3.org/1999/xhtml");
    let mut pieces = match xhtml.then(|| xml::parse(text)) {
        Some(Ok(pieces)) => pieces,
        _ => tree::parse(text),
    };
    notes::declare(&mut pieces);
    pieces
}

pub use xml::parse as xml;

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pieces: &[Piece]) -> String {
        let texts = pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn empty_elements_of_xhtml_swallow_nothing() {
        let page =
            page("<?xml version='1.0'?><html><head><title/></head><body><p/><p>Low &nbsp;&#x77;ater</p></body></html>");
        assert_eq!(texts(&page), "Low water");
    }

    #[test]
    fn broken_xhtml_is_read_as_html() {
        assert_eq!(
            texts(&page("<?xml version='1.0'?><html><body><p>Low <br><b>water</p> & more</body>")),
            "Low water & more"
        );
    }

    #[test]
    fn every_start_has_its_end() {
        for text in ["<p>a<p>b", "<b>a<p>b</b>c", "<table>a<tr><td>b", "</p>", "", "<a><b></a>c</b>"] {
            let depth = page(text).iter().fold(0_i32, |depth, piece| match piece {
                Piece::Start(_) => depth + 1,
                Piece::Text(_) => depth,
                Piece::End => depth - 1,
            });
            assert_eq!(depth, 0, "{text}");
        }
    }
}
