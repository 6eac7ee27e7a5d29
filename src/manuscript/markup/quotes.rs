//! Quotation marks, where mark-up says that words are quoted and leaves the marks to the page.

/// The outer and the inner marks of a language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quotes([[&'static str; 2]; 2]);

/// As the Common Locale Data Repository lists them, by the language's code.
const QUOTES: [(&str, Quotes); 8] = [
    ("cs", LOW),
    ("de", LOW),
    ("es", ANGLED),
    ("fr", Quotes([["«\u{a0}", "\u{a0}»"], ["“", "”"]])),
    ("it", ANGLED),
    ("ja", CORNERED),
    ("ru", Quotes([["«", "»"], ["„", "“"]])),
    ("uk", Quotes([["«", "»"], ["„", "“"]])),
];

const HIGH: Quotes = Quotes([["“", "”"], ["‘", "’"]]);
const LOW: Quotes = Quotes([["„", "“"], ["‚", "‘"]]);
const ANGLED: Quotes = Quotes([["«", "»"], ["“", "”"]]);
const CORNERED: Quotes = Quotes([["「", "」"], ["『", "』"]]);

impl Default for Quotes {
    fn default() -> Self {
        HIGH
    }
}

impl Quotes {
    /// The marks of a language, by its BCP 47 tag; those of English where it is not known.
    pub fn of(language: &str) -> Self {
        let code = language.split(['-', '_']).next().unwrap_or_default();
        QUOTES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map_or(HIGH, |(_, quotes)| *quotes)
    }

    /// The mark at a side, 0 or 1, of words that are quoted so deep.
    pub fn mark(self, depth: usize, side: usize) -> &'static str {
        self.0[depth.saturating_sub(1) % 2][side % 2]
    }
}
