//! The signs that can end a sentence, and the quotation marks and brackets that close behind them.

use crate::words::Language;

/// What follows a full stop and belongs to the sentence before it, if nothing is attached behind.
const CLOSERS: [char; 23] = [
    '"', '”', '“', '’', '‘', '\'', ')', ']', '»', '«', '›', '‹', '_', '*', '」', '』', '）', '〉', '》', '】', '〕',
    '｣', '＂',
];
/// Quotation marks among them: behind these a tag may stand.
const QUOTES: [char; 15] = ['"', '”', '“', '’', '‘', '\'', '»', '«', '›', '‹', '」', '』', '》', '｣', '＂'];
/// What opens a quotation or a bracket.
pub const OPENERS: [char; 25] = [
    '"', '“', '‘', '\'', '(', '[', '«', '„', '‚', '»', '›', '‹', '_', '*', '¿', '¡', '「', '『', '（', '〈', '《',
    '【', '〔', '｢', '＂',
];
/// Stops of Chinese and Japanese, behind which no space stands.
const WIDE: [char; 6] = ['。', '！', '？', '｡', '⁇', '．'];
const STOPS: [char; 8] = ['.', '!', '?', '…', '⁈', '⁉', '‼', '‽'];
/// Dashes end a sentence only where a quotation closes behind them: speech that is interrupted.
pub const DASHES: [char; 4] = ['—', '–', '-', '―'];

/// What a stop is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkKind {
    /// One full stop, which an abbreviation may have too.
    FullStop,
    /// Nothing but an ellipsis.
    Ellipsis,
    /// A dash.
    Dash,
    /// `!`, `?`, several stops.
    Other,
}

/// A stop with what closes behind it.
#[derive(Debug)]
pub struct Mark {
    /// Where the first stop stands.
    pub start: usize,
    /// Where the last closing sign ends.
    pub end: usize,
    /// What the stop is.
    pub kind: MarkKind,
    /// Whether a quotation closes behind it.
    pub closes_quote: bool,
    wide: bool,
}

impl Mark {
    /// Reads the mark that begins here. `straight` says whether a straight quotation mark before it is still open.
    pub fn read(text: &str, start: usize, straight: bool) -> Option<Self> {
        // Most characters are passed over here.
        if text[start..].starts_with(|c: char| c.is_alphanumeric() || c == ' ') {
            return None;
        }
        let stops = run(text, start, |c| STOPS.contains(&c) || WIDE.contains(&c));
        let is_dash = stops == start;
        let stops = if is_dash { run(text, start, |c| DASHES.contains(&c)) } else { stops };
        if stops == start {
            return None;
        }
        let printed = &text[start..stops];
        let wide = printed.contains(WIDE);
        let mut mark = Self {
            start,
            end: stops,
            kind: match printed {
                "." => MarkKind::FullStop,
                _ if is_dash => MarkKind::Dash,
                _ if printed.chars().all(|c| c == '…') => MarkKind::Ellipsis,
                _ => MarkKind::Other,
            },
            closes_quote: false,
            wide,
        };
        mark.close(text, straight);
        (!is_dash || mark.closes_quote).then_some(mark)
    }

    /// Takes in what closes behind the stops.
    fn close(&mut self, text: &str, mut straight: bool) {
        loop {
            let rest = &text[self.end..];
            let Some(c) = rest.chars().next() else { return };
            if CLOSERS.contains(&c) {
                let behind = rest[c.len_utf8()..].chars().next();
                let by_shape = "”)]」』）〉》】〕｣".contains(c);
                // What may open too closes if it leans on nothing, or in text without spaces where one is open.
                let leans = behind.is_some_and(char::is_alphanumeric);
                if !by_shape && leans && !(c == '"' && straight) {
                    return;
                }
                straight ^= c == '"';
                self.closes_quote |= QUOTES.contains(&c);
                self.end += c.len_utf8();
            } else if let Some(length) = spaced_guillemet(rest) {
                self.closes_quote = true;
                self.end += length;
            } else if self.closes_quote && self.kind != MarkKind::Dash && (STOPS.contains(&c) || WIDE.contains(&c)) {
                // Spanish and Russian: `«Sí».`
                self.kind = if c == '.' { self.kind } else { MarkKind::Other };
                self.wide |= WIDE.contains(&c);
                self.end += c.len_utf8();
            } else {
                return;
            }
        }
    }

    /// Whether a sentence may end here without a space behind it.
    pub fn is_unspaced(&self, text: &str, language: Language) -> bool {
        if self.wide {
            return true;
        }
        let wide_before = text[..self.start].chars().next_back().is_some_and(is_ideograph);
        language.is_unspaced() && wide_before && self.kind != MarkKind::FullStop
    }
}

/// French sets a space before the closing mark: ` »`; before a letter it opens.
fn spaced_guillemet(rest: &str) -> Option<usize> {
    let closed = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    let spaces = rest.len() - closed.len();
    let behind = closed.strip_prefix('»')?;
    (spaces > 0 && spaces <= 6 && !behind.starts_with(char::is_alphanumeric)).then_some(spaces + '»'.len_utf8())
}

fn run(text: &str, start: usize, wanted: impl Fn(char) -> bool) -> usize {
    text[start..].find(|c| !wanted(c)).map_or(text.len(), |length| start + length)
}

/// Han characters, kana and the signs between them.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}
