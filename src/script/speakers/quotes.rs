//! What stands outside of quotations.

/// A stretch of text outside of quotations.
#[derive(Debug)]
pub struct Outside<'a> {
    /// The text.
    pub text: &'a str,
    /// The sign before the closing mark, where a quotation ends in front of it.
    pub closed_by: Option<char>,
    /// Whether a quotation begins behind it.
    pub opens: bool,
}

/// Quotation marks through the cues of one paragraph.
#[derive(Default)]
pub struct Quotes {
    /// The mark that opened the quotation we are in.
    open: Option<char>,
}

impl Quotes {
    /// Divides a text into what is outside of its quotations.
    pub fn outside<'a>(&mut self, text: &'a str) -> Vec<Outside<'a>> {
        let single = self.open.is_some_and(is_single) || !text.contains(['"', '“', '”', '«', '»', '„']);
        let mut found = Vec::new();
        let (mut start, mut closed_by) = (0, None);
        for (at, c) in text.char_indices() {
            let behind = at + c.len_utf8();
            match self.open {
                None if opens(text, at, c, single) => {
                    found.push(Outside { text: &text[start..at], closed_by, opens: true });
                    self.open = Some(c);
                }
                Some(open) if closes(text, at, c, open) => {
                    let inside = text[..at].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
                    (start, closed_by) = (behind, Some(inside.chars().next_back().unwrap_or(' ')));
                    self.open = None;
                }
                _ => {}
            }
        }
        if self.open.is_none() {
            found.push(Outside { text: &text[start..], closed_by, opens: false });
        }
        found
    }
}

fn is_single(c: char) -> bool {
    c == '‘' || c == '\''
}

fn opens(text: &str, at: usize, c: char, single: bool) -> bool {
    if is_single(c) {
        // An apostrophe leans on a letter; `'Twas` is taken for a quotation, and closes nowhere.
        let leans = text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace() && !"—–(".contains(c));
        return single && !leans;
    }
    "\"“„«»".contains(c)
}

fn closes(text: &str, at: usize, c: char, open: char) -> bool {
    match open {
        '"' => c == '"',
        '“' => c == '”',
        '„' => c == '“' || c == '”',
        '«' => c == '»',
        '»' => c == '«',
        // A quotation ends behind a stop; else it is an apostrophe.
        _ => {
            let stop = text[..at].ends_with([',', '.', '!', '?', '—', '–', '-', '…']);
            let free = !text[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
            (c == '’' || c == '\'') && stop && free
        }
    }
}
