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

    /// Opens words that are quoted so deep; `false` where the text has the mark already.
    pub fn open(self, text: &mut String, depth: usize) -> bool {
        let [mark, _] = self.marks(depth);
        let printed = text.trim_end().ends_with(mark.trim());
        if !printed {
            text.push_str(mark);
        }
        !printed
    }

    /// Closes words that are quoted so deep, where the text has no mark itself.
    pub fn close(self, text: &mut String, depth: usize) {
        let [_, mark] = self.marks(depth);
        if !text.ends_with(mark.trim()) {
            text.push_str(mark);
        }
    }

    /// Takes back the mark that was opened last, where the words behind it begin with one of their own.
    pub fn give_way(self, text: &mut String, depth: usize, words: &str) {
        let [mark, _] = self.marks(depth);
        if words.trim_start().starts_with(mark.trim()) && text.ends_with(mark) {
            text.truncate(text.len() - mark.len());
        }
    }

    fn marks(self, depth: usize) -> [&'static str; 2] {
        self.0[depth.saturating_sub(1) % 2]
    }
}
