//! A text as words with what stands before them.

/// A word without what stands around it and without a possessive ending.
pub struct Token<'a> {
    /// The word as printed.
    pub word: &'a str,
    /// Where it stands, in bytes.
    pub at: usize,
    /// Whether it stands within a sentence, so that a capital means something.
    pub is_within: bool,
    /// Whether a German title stands before it.
    pub behind_title: bool,
    /// Whether an apostrophe leans on it, as in `'ead`.
    pub elided: bool,
}

/// German titles that a name follows.
const TITLES: [&str; 17] = [
    "Herr",
    "Herrn",
    "Frau",
    "Fräulein",
    "Baron",
    "Baronin",
    "Graf",
    "Gräfin",
    "Doktor",
    "Professor",
    "Pastor",
    "Major",
    "Tante",
    "Onkel",
    "Vetter",
    "Konsul",
    "Bürgermeister",
];

const POSSESSIVES: [&str; 4] = ["'s", "’s", "'S", "’S"];

/// The words of a text.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let is_part = |c: char| c.is_alphanumeric() || "'’-‑.".contains(c);
    let mut found = Vec::new();
    let (mut at, mut before) = (0, "");
    while let Some(gap) = text[at..].find(is_part) {
        let head = text[..at + gap].trim_end_matches(' ');
        let start = at + gap;
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        let run = &text[start..start + length];
        at = start + length;
        let is_within = head.ends_with(|c: char| c.is_alphanumeric() || ",;".contains(c));
        // `Whitby--or`, typed with two hyphens, is two words.
        let mut offset = start;
        for part in run.split("--") {
            let word = part.trim_start_matches(|c: char| !c.is_alphanumeric());
            let place = offset + part.len() - word.len();
            let elided = part[..part.len() - word.len()].ends_with(['\'', '’']);
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let word = with_dropped_g(word, bare);
            let word = POSSESSIVES.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
            offset += part.len() + 2;
            if !word.is_empty() {
                let behind_title = before.starts_with(char::is_uppercase)
                    && TITLES.contains(&before)
                    && (head.ends_with(before) || head.ends_with(" von"));
                found.push(Token { word, at: place, is_within: is_within && place == start, behind_title, elided });
                // `Herr von Innstetten`
                before = if behind_title && word == "von" { before } else { word };
            }
        }
    }
    found
}

/// The apostrophe of `goin'` is a part of the word.
fn with_dropped_g<'a>(word: &'a str, bare: &'a str) -> &'a str {
    const SHORTEST: usize = 4;
    match word[bare.len()..].chars().next() {
        Some(c @ ('\'' | '’')) if bare.ends_with("in") && bare.len() >= SHORTEST => {
            &word[..bare.len() + c.len_utf8()]
        }
        _ => bare,
    }
}
