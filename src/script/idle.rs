//! What the settings of a book ask for in vain.

use std::collections::BTreeMap;

use super::{Chapter, Script};
use crate::words::listing::few;
use crate::words::{Book, Language};

/// So many names stand in one note.
const SHOWN: usize = 3;

/// Notes on settings that change nothing: a language without rules, and entries of tables whose words stand nowhere.
#[must_use]
pub fn idle_settings(script: &Script, book: &Book) -> Vec<String> {
    let language = Language::of(&book.language);
    let mut notes = Vec::new();
    if language == Language::Other {
        notes.push(format!(
            "there are no rules for the language `{}`: figures are left as printed, and sentences end as in most languages",
            book.language
        ));
    }
    if book.credits.falls_back(language) {
        notes.push(format!("the credits are said in English, as the template has no words in `{}`", book.language));
    }
    notes.extend(idle_continuations(script, book));
    for (name, table) in [("spoken", &book.spoken), ("pronunciation", &book.pronunciation)] {
        let idle = missing(script, table);
        if idle.is_empty() {
            continue;
        }
        let idle: Vec<String> = idle.iter().map(|key| format!("`{key}`")).collect();
        notes.push(format!("`[{name}]` in `book.toml` has {}, but the text does not", few(&idle, SHOWN)));
    }
    notes
}

/// The cues of `continue_at` at which no chapter goes on.
fn idle_continuations(script: &Script, book: &Book) -> impl Iterator<Item = String> {
    let asked = book.delivery.continue_at.iter().filter_map(|id| {
        let Some((chapter, _)) = script.cue(id) else {
            return Some(format!("`delivery.continue_at` in `book.toml` has {id}, but the script does not"));
        };
        let continues =
            |chapter: &Chapter| chapter.continues.is_some() && chapter.cues.get(1).is_some_and(|cue| cue.id == *id);
        (!continues(chapter))
            .then(|| format!("`delivery.continue_at` in `book.toml` has {id}, with which its chapter begins anyway"))
    });
    asked.collect::<Vec<_>>().into_iter()
}

/// The entries of a table whose words the printed text does not have, in any case.
fn missing<'a>(script: &Script, table: &'a BTreeMap<String, String>) -> Vec<&'a str> {
    let mut keys: Vec<(&str, String)> = table.keys().map(|key| (key.as_str(), key.to_lowercase())).collect();
    for (_, cue) in script.cues() {
        if keys.is_empty() {
            break;
        }
        let text = cue.text.to_lowercase();
        keys.retain(|(_, lower)| !text.contains(lower.as_str()));
    }
    keys.into_iter().map(|(key, _)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{Format, read};
    use crate::script::{divide, number};

    fn notes(settings: &str) -> Vec<String> {
        let book = Book::parse(&format!("title = 'Low Water'\n{settings}")).unwrap();
        let manuscript = read(b"# 1\n\nThe tide at Saltby.\n", Format::Markdown, &book).unwrap();
        idle_settings(&number(divide(&manuscript, &book), &book), &book)
    }

    #[test]
    fn what_stands_nowhere_in_the_text_is_told() {
        assert_eq!(notes("[spoken]\n'tide' = 'flood'\n[pronunciation]\n'saltby' = 'SAWL-bee'"), [""; 0]);
        assert_eq!(
            notes("[spoken]\n'tied' = 'flood'\n[pronunciation]\n'Saltbey' = 'SAWL-bee'"),
            [
                "`[spoken]` in `book.toml` has `tied`, but the text does not",
                "`[pronunciation]` in `book.toml` has `Saltbey`, but the text does not",
            ]
        );
    }

    #[test]
    fn a_language_without_rules_is_told() {
        let told = notes("language = 'nl'\n[credits]\ntemplate = 'acx'");
        assert!(told.len() == 2 && told[0].contains("`nl`") && told[1].contains("English"), "{told:?}");
    }
}
