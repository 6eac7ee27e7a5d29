//! The language of a book, as far as its rules differ.

/// A language whose punctuation, numbers or verbs cuebook knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// English of any country.
    English,
    /// French.
    French,
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// Russian.
    Russian,
    /// Chinese in either script.
    Chinese,
    /// Japanese.
    Japanese,
    /// Any other: only what holds everywhere.
    Other,
}

impl Language {
    /// Every one of them.
    pub const ALL: [Self; 8] = [
        Self::English,
        Self::French,
        Self::German,
        Self::Spanish,
        Self::Russian,
        Self::Chinese,
        Self::Japanese,
        Self::Other,
    ];

    /// The language of a BCP 47 tag: `en-GB` is English, and what is not known is [`Language::Other`].
    #[must_use]
    pub fn of(tag: &str) -> Self {
        match primary(tag).as_str() {
            "en" | "eng" => Self::English,
            "fr" | "fra" | "fre" => Self::French,
            "de" | "deu" | "ger" => Self::German,
            "es" | "spa" => Self::Spanish,
            "ru" | "rus" => Self::Russian,
            "zh" | "zho" | "chi" | "cmn" | "yue" => Self::Chinese,
            "ja" | "jpn" => Self::Japanese,
            _ => Self::Other,
        }
    }

    /// Whether its words stand without spaces between them.
    #[must_use]
    pub fn is_unspaced(self) -> bool {
        matches!(self, Self::Chinese | Self::Japanese)
    }
}

/// Whether a paragraph that begins with a dash is speech in the language of a tag: `— Tu viens ?`
#[must_use]
pub fn speaks_behind_dashes(tag: &str) -> bool {
    const TAGS: [&str; 36] = [
        "fr", "es", "ru", "it", "pl", "pt", "ca", "gl", "eu", "ro", "hu", "uk", "be", "bg", "sr", "hr", "bs", "mk",
        "sl", "cs", "sk", "sv", "da", "no", "nb", "nn", "fi", "is", "lt", "lv", "et", "el", "tr", "sq", "eo", "oc",
    ];
    let known = matches!(Language::of(tag), Language::French | Language::Spanish | Language::Russian);
    known || TAGS.contains(&primary(tag).as_str())
}

/// Whether a text has the shape of a BCP 47 tag: a language of two or three letters, and subtags behind it.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let language = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().is_some_and(language) && parts.all(subtag)
}

/// The tag of a language by its English or its own name, in any case: `Deutsch` is `de`.
#[must_use]
pub fn tag_of_name(name: &str) -> Option<&'static str> {
    #[rustfmt::skip]
    const NAMES: [(&str, &[&str]); 30] = [
        ("en", &["english"]), ("de", &["german", "deutsch"]), ("fr", &["french", "français", "francais"]),
        ("es", &["spanish", "español", "espanol", "castellano"]), ("ru", &["russian", "русский"]),
        ("zh", &["chinese", "mandarin", "中文", "汉语", "漢語"]), ("ja", &["japanese", "日本語", "nihongo"]),
        ("it", &["italian", "italiano"]), ("pt", &["portuguese", "português", "portugues"]),
        ("nl", &["dutch", "nederlands"]), ("pl", &["polish", "polski"]), ("sv", &["swedish", "svenska"]),
        ("da", &["danish", "dansk"]), ("no", &["norwegian", "norsk"]), ("fi", &["finnish", "suomi"]),
        ("cs", &["czech", "čeština"]), ("hu", &["hungarian", "magyar"]), ("el", &["greek", "ελληνικά"]),
        ("tr", &["turkish", "türkçe"]), ("uk", &["ukrainian", "українська"]), ("ko", &["korean", "한국어"]),
        ("ar", &["arabic", "العربية"]), ("he", &["hebrew", "עברית"]), ("hi", &["hindi", "हिन्दी"]),
        ("la", &["latin", "latina"]), ("ca", &["catalan", "català"]), ("ro", &["romanian", "română"]),
        ("ga", &["irish", "gaeilge"]), ("cy", &["welsh", "cymraeg"]), ("eo", &["esperanto"]),
    ];
    let name = name.trim().to_lowercase();
    let named = |(_, names): &&(&str, &[&str])| name.split([' ', '(', '-']).any(|word| names.contains(&word));
    NAMES.iter().find(named).map(|(tag, _)| *tag)
}

/// The first part of a tag, in lower case.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_told_from_a_name_and_the_name_has_its_tag() {
        for tag in ["en", "en-GB", "zh_Hant", "zh-Hant-TW", "yue", "sl-rozaj-biske", "nl"] {
            assert!(is_tag(tag), "{tag}");
        }
        for (name, tag) in [
            ("English", Some("en")),
            ("Deutsch", Some("de")),
            ("français", Some("fr")),
            ("American English", Some("en")),
            ("Klingon", None),
            ("", None),
            ("e", None),
            ("en-", None),
            ("en GB", None),
            ("中文", Some("zh")),
        ] {
            assert!(!is_tag(name), "{name}");
            assert_eq!(tag_of_name(name), tag, "{name}");
        }
    }

    #[test]
    fn a_tag_names_its_language_whatever_its_country_and_case() {
        for (tag, wanted) in [
            ("en", Language::English),
            ("en-GB", Language::English),
            ("FR-ca", Language::French),
            ("zh_Hant", Language::Chinese),
            ("ja", Language::Japanese),
            ("nl", Language::Other),
            ("", Language::Other),
        ] {
            assert_eq!(Language::of(tag), wanted, "{tag}");
        }
    }
}
