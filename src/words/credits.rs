//! What is said before and after the book: `[credits]` in `book.toml`.

mod templates;

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};
use super::language::Language;

/// The spoken credits: the lines of a template, each of which the book may say otherwise.
///
/// In a line, `{title}`, `{author}` and `{narrator}` stand for what `book.toml` says, `{number}` for the chapter's number
/// and `{chapter}` for its heading. A line of which something is not known is left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Credits {
    /// Whose wishes the lines follow.
    pub template: Template,
    /// Before the book; the template's where it is not said.
    pub opening: Option<Vec<String>>,
    /// After the book.
    pub closing: Option<Vec<String>>,
    /// Before each chapter.
    pub before_chapter: Option<Vec<String>>,
    /// After each chapter.
    pub after_chapter: Option<Vec<String>>,
}

/// Whose wishes the credits follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// No credits but those that the book gives itself.
    #[default]
    None,
    /// ACX: title, author and narrator before the book, and words after it that say that it ends.
    Acx,
    /// `LibriVox`: its disclaimer before each chapter, and its end after each.
    Librivox,
}

/// The credits as they are to be said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CreditLines {
    /// Before the book.
    pub opening: Vec<String>,
    /// After the book.
    pub closing: Vec<String>,
    /// Where the closing credits stand.
    pub closing_place: ClosingPlace,
    /// Before each chapter.
    pub before_chapter: Vec<String>,
    /// After each chapter.
    pub after_chapter: Vec<String>,
    /// After a file whose lines name its heading, where it has none.
    pub after_unnamed: Vec<String>,
    /// Before what is no chapter and has a file of its own: a preface, an afterword.
    pub before_matter: Vec<String>,
    /// After such a file.
    pub after_matter: Vec<String>,
}

/// Where the closing credits stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ClosingPlace {
    /// In a file of their own.
    #[default]
    OwnFile,
    /// At the end of the last file.
    LastFile,
}

/// What stands for a name before and after the book.
const BOOK_NAMES: [&str; 3] = ["{title}", "{author}", "{narrator}"];
/// What stands for a name before and after a chapter.
const CHAPTER_NAMES: [&str; 5] = ["{title}", "{author}", "{narrator}", "{number}", "{chapter}"];

impl Credits {
    /// The lines of the template in the book's language, where the book does not say otherwise; in English where the
    /// template does not have the language.
    #[must_use]
    pub fn lines(&self, language: Language) -> CreditLines {
        let template = self.template.lines(language);
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let pick = |own: &Option<Vec<String>>, template: &[&str]| own.clone().unwrap_or_else(|| lines(template));
        // LibriVox wants its words in every file, whoever wrote them; others want them in chapters alone.
        let matter = |own: &Option<Vec<String>>, template: &[&str]| match self.template {
            Template::Librivox => pick(own, template),
            Template::None | Template::Acx => Vec::new(),
        };
        CreditLines {
            opening: pick(&self.opening, template.opening),
            closing: pick(&self.closing, template.closing),
            closing_place: match self.template {
                Template::Librivox => ClosingPlace::LastFile,
                Template::None | Template::Acx => ClosingPlace::OwnFile,
            },
            before_chapter: pick(&self.before_chapter, template.before_chapter),
            after_chapter: pick(&self.after_chapter, template.after_chapter),
            after_unnamed: matter(&self.after_chapter, template.after_unnamed),
            before_matter: matter(&self.before_chapter, template.before_matter),
            after_matter: matter(&self.after_chapter, template.after_matter),
        }
    }

    /// Whether the template's lines are said in English, as it does not have the book's language.
    #[must_use]
    pub fn falls_back(&self, language: Language) -> bool {
        let all_own = [&self.opening, &self.closing, &self.before_chapter, &self.after_chapter];
        self.template != Template::None && language == Language::Other && all_own.into_iter().any(Option::is_none)
    }

    /// Says whether every line names only what there is.
    ///
    /// # Errors
    /// Where something else stands in braces.
    pub fn validate(&self) -> Result<()> {
        for (setting, lines, names) in [
            ("opening", &self.opening, &BOOK_NAMES[..]),
            ("closing", &self.closing, &BOOK_NAMES[..]),
            ("before_chapter", &self.before_chapter, &CHAPTER_NAMES[..]),
            ("after_chapter", &self.after_chapter, &CHAPTER_NAMES[..]),
        ] {
            let unknown = lines.iter().flatten().find_map(|line| unknown_name(line, names));
            if let Some(unknown) = unknown {
                let there_are = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                return Err(Error::new(format!(
                    "`credits.{setting}` in `book.toml` has `{unknown}`, but there are only {there_are}"
                ))
                .hint("write one of these, or the words themselves without braces"));
            }
        }
        Ok(())
    }
}

/// The first thing in braces that is none of these names.
fn unknown_name<'a>(line: &'a str, names: &[&str]) -> Option<&'a str> {
    line.match_indices('{').find_map(|(at, _)| {
        let rest = &line[at..];
        let name = &rest[..rest.find('}').map_or(rest.len(), |end| end + 1)];
        (!names.contains(&name)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(setting: &str, line: &str) -> Option<String> {
        let credits: Credits = toml::from_str(&format!("{setting} = [\"{line}\"]")).unwrap();
        credits.validate().err().map(|error| error.message().to_owned())
    }

    #[test]
    fn a_misspelt_name_is_refused_and_a_known_one_is_not() {
        assert_eq!(
            refused("opening", "{titel} by {author}.").unwrap(),
            "`credits.opening` in `book.toml` has `{titel}`, but there are only `{title}`, `{author}`, `{narrator}`"
        );
        assert!(refused("closing", "{chapter}").unwrap().contains("`{chapter}`"));
        assert!(refused("after_chapter", "End of {chapter").is_some());
        assert_eq!(refused("after_chapter", "End of {chapter}, {number}."), None);
    }

    #[test]
    fn every_template_names_only_what_there_is_in_every_language() {
        for language in Language::ALL {
            for template in [Template::Acx, Template::Librivox] {
                let lines = Credits { template, ..Credits::default() }.lines(language);
                let own = Credits {
                    template,
                    opening: Some(lines.opening),
                    closing: Some(lines.closing),
                    before_chapter: Some([lines.before_chapter, lines.before_matter].concat()),
                    after_chapter: Some([lines.after_chapter, lines.after_matter, lines.after_unnamed].concat()),
                };
                own.validate().unwrap();
                assert!(!own.falls_back(Language::Other));
            }
        }
    }
}
