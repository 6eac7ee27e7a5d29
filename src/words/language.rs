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
    /// The language of a BCP 47 tag: `en-GB` is English, and what is not known is [`Language::Other`].
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
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

#[cfg(test)]
mod tests {
    use super::*;

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
