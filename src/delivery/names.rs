//! What files are called: templates filled in, and nothing in a name that some system can't have.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::words::profile::Files;
use crate::words::profile::files::{Letters, Need};
use crate::words::{Book, Error, Result};

/// How long a name may be without its ending, in bytes: the shortest limit in use is 255 for all of a name, and of Windows
/// 260 for all of a path.
const LONGEST: usize = 120;

/// Names that Windows keeps for devices, whatever ending they have.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// What a name is made of.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The number of the section, and how many there are.
    pub track: Option<(u32, u32)>,
    /// What the section is called.
    pub section: &'a str,
    /// The ID of its chapter.
    pub chapter: &'a str,
}

/// Who made the book, as files say it.
#[derive(Clone, Copy, Debug)]
pub struct Credit<'a> {
    /// The title.
    pub title: &'a str,
    /// The author; empty where nobody is named.
    pub author: &'a str,
    /// The narrator; empty where nobody is named.
    pub narrator: &'a str,
}

impl<'a> Credit<'a> {
    /// Who made this book.
    #[must_use]
    pub fn of(book: &'a Book) -> Self {
        Self { title: book.title.trim(), author: book.author.trim(), narrator: book.narrator.trim() }
    }
}

/// Asserts that the book says of itself what the profile needs, or its names of files.
///
/// # Errors
/// Where something is missing; the message names all of it.
pub fn required(book: &Book, files: &Files, title: &str, has_cover: bool) -> Result<()> {
    let credit = Credit::of(book);
    let named = |name: &str| files.names.contains(name);
    let wants = |need| files.needs.contains(&need);
    let missing: Vec<_> = [
        (credit.author.is_empty() && (wants(Need::Author) || named("{author}")), Need::Author),
        (credit.narrator.is_empty() && (wants(Need::Narrator) || named("{narrator}")), Need::Narrator),
        (!has_cover && wants(Need::Cover), Need::Cover),
    ]
    .into_iter()
    .filter_map(|(is_missing, need)| is_missing.then_some(need))
    .collect();
    let Some(first) = missing.first() else { return Ok(()) };
    let all: Vec<_> = missing.iter().map(|need| format!("`{need}`")).collect();
    let error = Error::new(format!("{title} needs {}, which the book does not have", all.join(" and ")));
    let of_text = |need: &&Need| **need != Need::Cover;
    let settings: Vec<_> = missing.iter().filter(of_text).map(|need| format!("`{need} = \"...\"`")).collect();
    let error = if settings.is_empty() {
        error
    } else {
        error.hint(format!("write {} into book.toml", settings.join(" and ")))
    };
    Err(if *first == Need::Cover || missing.contains(&Need::Cover) {
        error.hint("put the picture beside book.toml as `cover.jpg` or `cover.png`")
    } else {
        error
    })
}

/// The name of a file without its ending.
pub fn stem(files: &Files, credit: Credit<'_>, of: Named<'_>) -> String {
    let track = of.track.map(|(number, count)| {
        let width = count.to_string().len().max(2);
        format!("{number:0width$}")
    });
    // What a value holds is no template: braces in a title stay what they are.
    let value = |name: &str| match name {
        "{track}" => track.clone().unwrap_or_default(),
        "{section}" => of.section.to_owned(),
        "{title}" => credit.title.to_owned(),
        "{author}" => credit.author.to_owned(),
        "{narrator}" => credit.narrator.to_owned(),
        "{chapter}" => of.chapter.to_owned(),
        other => other.to_owned(),
    };
    let mut name = String::new();
    for part in files.names.split_inclusive('}') {
        let (text, placeholder) = part.split_at(part.find('{').unwrap_or(part.len()));
        name.push_str(text);
        name.push_str(&match files.letters {
            Letters::Any => value(placeholder),
            Letters::Small => small(&value(placeholder)),
        });
    }
    safe(&name)
}

/// Names that no two files share: what is taken gets a number, capitals making no difference.
pub fn distinct(stems: Vec<String>) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    let mut names = Vec::with_capacity(stems.len());
    for stem in stems {
        let numbered = (2u32..).map(|number| format!("{stem} ({number})"));
        let name = std::iter::once(stem.clone()).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
        names.push(name.unwrap_or(stem));
    }
    names
}

/// A name that every system can have: no slashes, no quotation marks, no pictures, no end in a stop, and not too long.
#[must_use]
pub fn safe(name: &str) -> String {
    let mut text = String::new();
    for letter in name.nfc() {
        match letter {
            ':' => text.push_str(" -"),
            '/' | '\\' | '|' | '\u{2013}' | '\u{2014}' => text.push('-'),
            '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{AB}' | '\u{BB}' | '\u{2018}' | '\u{2019}' => {
                text.push('\'');
            }
            // What only chooses how the sign before it is drawn.
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {}
            _ if letter.is_alphanumeric() || is_combining_mark(letter) => text.push(letter),
            ' ' | '-' | '_' | '.' | ',' | '\'' | '(' | ')' | '&' | '!' | '+' | '=' | '@' | '#' | ';' => {
                text.push(letter);
            }
            _ if letter.is_whitespace() => text.push(' '),
            _ => {}
        }
    }
    let words: Vec<_> = text.split_whitespace().collect();
    let text = words.join(" ");
    let end = (0..=LONGEST.min(text.len())).rfind(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let text = text[..end].trim_matches(['.', ' ', '-']).to_owned();
    let first = text.split('.').next().unwrap_or_default().to_lowercase();
    let is_numbered = |device: &str| {
        first.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    if text.is_empty() {
        "untitled".to_owned()
    } else if DEVICES.contains(&first.as_str()) || NUMBERED_DEVICES.into_iter().any(is_numbered) {
        format!("_{text}")
    } else {
        text
    }
}

/// Small letters without accents, and figures: `The Lamp, again` is `thelampagain`.
fn small(text: &str) -> String {
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter) && letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The code of three letters (ISO 639-2) that tags have for a language; empty where it is not known.
#[must_use]
pub fn language_code(tag: &str) -> &str {
    const KNOWN: [(&str, &str); 24] = [
        ("cs", "cze"),
        ("da", "dan"),
        ("de", "ger"),
        ("el", "gre"),
        ("en", "eng"),
        ("es", "spa"),
        ("fi", "fin"),
        ("fr", "fre"),
        ("he", "heb"),
        ("hi", "hin"),
        ("hu", "hun"),
        ("it", "ita"),
        ("ja", "jpn"),
        ("ko", "kor"),
        ("la", "lat"),
        ("nl", "dut"),
        ("no", "nor"),
        ("pl", "pol"),
        ("pt", "por"),
        ("ru", "rus"),
        ("sv", "swe"),
        ("tr", "tur"),
        ("uk", "ukr"),
        ("zh", "chi"),
    ];
    let primary = tag.split('-').next().unwrap_or_default();
    match KNOWN.iter().find(|(short, _)| primary.eq_ignore_ascii_case(short)) {
        Some((_, code)) => code,
        None if primary.len() == 3 => primary,
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Profile;

    fn named(profile: &str, title: &str, section: &str) -> String {
        let files = Profile::named(profile).unwrap().files.unwrap();
        let credit = Credit { title, author: "Ann Lee", narrator: "Bo" };
        stem(&files, credit, Named { track: Some((3, 12)), section, chapter: "03" })
    }

    #[test]
    fn names_follow_the_markets_templates() {
        assert_eq!(named("acx", "x", "Chapter 3: The Boat"), "03 - Chapter 3 - The Boat");
        assert_eq!(named("librivox", "The Été", "x"), "theete_03_annlee_128kb");
    }

    #[test]
    fn a_name_holds_nothing_that_some_system_cannot_have() {
        for (found, wanted) in [
            ("AC/DC \\ \"Why?\" *<>|", "AC-DC - 'Why'"),
            ("The 🦊 & the ☂️", "The & the"),
            ("tab\tand\nline\0", "tab and line"),
            ("The end...", "The end"),
            ("...", "untitled"),
            ("🦊", "untitled"),
            ("con", "_con"),
            ("Com1.2", "_Com1.2"),
            ("Command", "Command"),
            ("Ünïcödé 潮", "Ünïcödé 潮"),
            ("{title}", "title"),
        ] {
            assert_eq!(safe(found), wanted, "{found:?}");
        }
        assert!(safe(&"ä".repeat(500)).len() <= LONGEST);
    }

    #[test]
    fn two_files_never_have_one_name() {
        let names = |stems: &[&str]| distinct(stems.iter().map(ToString::to_string).collect());
        assert_eq!(names(&["One", "one", "two", "ONE"]), ["One", "one (2)", "two", "ONE (3)"]);
    }

    #[test]
    fn what_is_missing_is_named_all_at_once() {
        let files = Profile::named("acx").unwrap().files.unwrap();
        let refused = |toml: &str, files: &Files| {
            required(&Book::parse(toml).unwrap(), files, "ACX / Audible", false).map_err(|error| error.to_string())
        };
        assert_eq!(
            refused("title = 'x'", &files).unwrap_err(),
            "ACX / Audible needs `author` and `narrator`, which the book does not have\n  \
             hint: write `author = \"...\"` and `narrator = \"...\"` into book.toml"
        );
        assert!(refused("title = 'x'\nauthor = 'a'\nnarrator = 'n'", &files).is_ok());
        let files = Files { needs: vec![Need::Cover], ..files };
        let said = refused("title = 'x'", &files).unwrap_err();
        assert!(said.contains("needs `cover`") && said.contains("`cover.jpg`"), "{said}");
    }

    #[test]
    fn languages_have_the_codes_that_tags_want() {
        assert_eq!(["en-GB", "de", "haw", "xx"].map(language_code), ["eng", "ger", "haw", ""]);
    }
}
