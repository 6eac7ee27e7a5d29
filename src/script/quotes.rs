//! Quotation marks in a text: what stands within a quotation, and what outside.

use std::ops::Range;

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
        let single = self.open.is_some_and(is_single) || !text.contains(DOUBLE);
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
                    let inside = text[..at].trim_end_matches(SPACES);
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

/// The quotations of a paragraph in their order, in bytes and with their marks.
///
/// One that nothing closes runs to the end, as a speech goes on in the next paragraph; but a single mark that nothing closes
/// is an apostrophe.
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut single_ends = text.char_indices().rev().filter(|(at, c)| closes(text, *at, *c, '‘'));
    let last_single = single_ends.next().map_or(0, |(at, _)| at);
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut double = false;
    for (at, c) in text.char_indices() {
        match open {
            // Single marks beside double ones are apostrophes, or within them.
            None if opens(text, at, c, !double && at < last_single) => open = Some((at, c)),
            Some((start, mark)) if closes(text, at, c, mark) => {
                found.push(start..at + c.len_utf8());
                open = None;
            }
            _ => double |= DOUBLE.contains(&c) && open.is_none(),
        }
        double |= open.is_some_and(|(_, mark)| !is_single(mark));
    }
    found.extend(open.filter(|(_, mark)| !is_single(*mark)).map(|(start, _)| start..text.len()));
    found
}

const DOUBLE: [char; 8] = ['"', '“', '”', '«', '»', '„', '「', '『'];
/// What French sets within its marks.
const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// Marks that may be an apostrophe.
fn is_single(c: char) -> bool {
    c == '‘' || c == '\''
}

fn opens(text: &str, at: usize, c: char, single: bool) -> bool {
    let leans = || text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace() && !"—–-([„“‚‘«‹".contains(c));
    let spaced = || text[at + c.len_utf8()..].starts_with(char::is_whitespace);
    match c {
        // An apostrophe leans on a letter; `'Twas` is taken for a quotation, and closes nowhere.
        '‘' | '\'' => single && !leans(),
        // Inches, and what closes without having opened.
        '"' => !text[..at].ends_with(|c: char| c.is_ascii_digit() || ",.!?;…".contains(c)),
        '“' | '„' | '‚' | '「' | '『' | '｢' => true,
        // `« Oui »` has spaces within; `Oui. »` closes what opened in a paragraph before, and `» Oui` goes on with it.
        '«' | '‹' => !leans(),
        '»' | '›' => at == 0 || !leans() && !spaced(),
        // Swedish and Finnish open with the mark that closes.
        '”' => !leans() && text[at + c.len_utf8()..].starts_with(char::is_alphanumeric),
        _ => false,
    }
}

fn closes(text: &str, at: usize, c: char, open: char) -> bool {
    let free = || !text[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
    // A quotation ends behind a stop; else it is an apostrophe.
    let apostrophe = || !(free() && text[..at].ends_with([',', '.', '!', '?', '—', '–', '-', '…']));
    match open {
        '"' => c == '"',
        '“' | '”' => c == '”',
        '„' => c == '“' || c == '”',
        '«' => c == '»',
        '‹' => c == '›',
        '»' => c == '«' || c == '»' && free(),
        '›' => c == '‹' || c == '›' && free(),
        '「' => c == '」',
        '『' => c == '』',
        '｢' => c == '｣',
        '‚' => c == '‘' || c == '’' && !apostrophe(),
        _ => (c == '’' || c == '\'') && !apostrophe(),
    }
}
