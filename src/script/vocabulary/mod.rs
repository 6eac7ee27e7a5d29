//! Words that the rules for sentences and speakers need, one table a language.

mod english;
mod french;
mod german;
mod other;
mod russian;
mod spanish;

use crate::words::Language;

/// What a language's table holds. Shortened forms are in lower case, with inner stops and without spaces and the last stop.
pub struct Vocabulary {
    /// Shortened forms before a name: their stop ends a sentence only before a word of `starters`.
    pub titles: &'static [&'static str],
    /// Shortened forms that may end a sentence: they do before a word of `starters` or an opening mark.
    pub shortened: &'static [&'static str],
    /// Shortened forms before a number; before anything else their stop is a full stop.
    pub numbered: &'static [&'static str],
    /// Words that seldom stand within a sentence with a capital.
    pub starters: &'static [&'static str],
    /// Words before an ordinal that is written with a stop, in lower case: `am 3. Mai`.
    pub before_ordinals: &'static [&'static str],
    /// Words behind such an ordinal.
    pub after_ordinals: &'static [&'static str],
    /// Verbs of a dialogue tag, in lower case.
    pub saying: &'static [&'static str],
    /// Words behind such a verb that make it none: `Ann said nothing`.
    pub reported: &'static [&'static str],
    /// Words of a tag that name nobody, in lower case: `said he`, `dit-il`.
    pub pronouns: &'static [&'static str],
    /// What may stand between a verb of saying and a name, in lower case: `said poor old Ann`, `dit le Roi`.
    pub before_names: &'static [&'static str],
    /// What may stand within a name, in lower case: `Anna von Roth`.
    pub within_names: &'static [&'static str],
}

impl Vocabulary {
    /// The table of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &english::ENGLISH,
            Language::French => &french::FRENCH,
            Language::German => &german::GERMAN,
            Language::Spanish => &spanish::SPANISH,
            Language::Russian => &russian::RUSSIAN,
            Language::Chinese | Language::Japanese | Language::Other => &other::OTHER,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_written_as_they_are_looked_up() {
        for language in Language::ALL {
            let table = Vocabulary::of(language);
            for word in [table.titles, table.shortened, table.numbered].concat() {
                assert!(!word.ends_with('.') && !word.contains(' '), "{word}");
                assert_eq!(word, word.to_lowercase());
            }
            for word in [table.before_ordinals, table.saying, table.pronouns, table.before_names].concat() {
                assert_eq!(word, word.to_lowercase());
            }
        }
    }
}
