//! Pages that nest deeper than any book does.

use std::borrow::Cow;

/// Elements inside each other, at most; a browser stops at about as many. A parser of HTML looks through all open elements
/// at each tag, so it would not come to an end of a page that is nothing but tags.
const DEEPEST: usize = 500;

/// Elements that end without a tag that says so, or have no end.
const UNCLOSED: [&str; 31] = [
    "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "image",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "source", "tbody", "td", "tfoot", "th",
    "thead", "tr", "wbr",
];

/// The page without the tags that stand too deep; their words stay.
pub fn shallow(page: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let (mut copied, mut at) = (0, 0);
    let (mut depth, mut dropped) = (0_usize, 0_usize);
    while let Some(found) = page[at..].find('<') {
        let start = at + found;
        let rest = &page[start + 1..];
        let closes = rest.starts_with('/');
        let name = &rest[usize::from(closes)..];
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        at = start + 1;
        if name.is_empty() {
            continue;
        }
        let name = name.to_ascii_lowercase();
        let Some(length) = rest.find('>') else { break };
        let end = start + 1 + length + 1;
        if !closes && matches!(name.as_str(), "script" | "style") {
            // What stands inside looks like tags, and is none.
            at = page[end..].find("</").map_or(page.len(), |behind| end + behind);
            continue;
        }
        if UNCLOSED.contains(&name.as_str()) || matches!(name.as_str(), "script" | "style") {
            continue;
        }
        at = end;
        let drop = if closes { dropped > 0 } else { depth >= DEEPEST };
        match (closes, drop) {
            (true, true) => dropped -= 1,
            (true, false) => depth = depth.saturating_sub(1),
            (false, true) => dropped += 1,
            (false, false) => depth += usize::from(!rest[..length].ends_with('/')),
        }
        if drop {
            kept.push_str(&page[copied..start]);
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(page);
    }
    kept.push_str(&page[copied..]);
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_too_deep_is_cut() {
        let page = "<p>a<p>b<div><b>c</b></div><script>if (a<b) {}</script>".repeat(2_000);
        assert!(matches!(shallow(&page), Cow::Borrowed(_)));
        let deep = "<div>a".repeat(3_000) + &"</div>".repeat(3_000);
        let cut = shallow(&deep);
        assert_eq!(cut.matches("<div>").count(), DEEPEST);
        assert_eq!(cut.matches("</div>").count(), DEEPEST);
        assert_eq!(cut.matches('a').count(), 3_000);
    }
}
