//! The book's settings: what `book.toml` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::about::About;
use super::bit_depth::BitDepth;
use super::checks::Checks;
use super::credits::Credits;
use super::error::{Error, Result};
use super::file_kind::FileKind;
use super::id::CueId;
use super::language::{is_tag, tag_of_name};
use super::letters::{composed, is_illegible, legible};
use super::levels::LevelSettings;
use super::reading::Reading;
use super::time::SampleRate;

/// Everything that `book.toml` may say, each part with its default.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// The title as it is announced and tagged.
    pub title: String,
    /// The author's name; empty where the book has none.
    #[serde(default)]
    pub author: String,
    /// The narrator's name; empty until there is one.
    #[serde(default)]
    pub narrator: String,
    /// The language of the text as a BCP 47 tag, `en` or `en-GB`.
    #[serde(default = "english")]
    pub language: String,
    /// What files say of it besides.
    #[serde(default)]
    pub about: About,
    /// How the manuscript is read.
    #[serde(default)]
    pub manuscript: Reading,
    /// How the text is divided into cues.
    #[serde(default)]
    pub cues: CueSettings,
    /// What is said before and after the book.
    #[serde(default)]
    pub credits: Credits,
    /// What the takes should be.
    #[serde(default)]
    pub recording: Recording,
    /// How long the pauses between cues are.
    #[serde(default)]
    pub spacing: Spacing,
    /// How it is levelled.
    #[serde(default)]
    pub levels: LevelSettings,
    /// How the chapters are stored.
    #[serde(default)]
    pub masters: Masters,
    /// What the chapters are made for.
    #[serde(default)]
    pub delivery: Delivery,
    /// What the book changes about the rules.
    #[serde(default)]
    pub check: Checks,
    /// How a printed text is spoken, wherever it stands: `"4:00 AM" = "four A M"`.
    #[serde(default)]
    pub spoken: BTreeMap<String, String>,
    /// How a word is pronounced, for the narrator's eyes: `"Saltby" = "SAWL-bee"`.
    #[serde(default)]
    pub pronunciation: BTreeMap<String, String>,
}

fn english() -> String {
    "en".to_owned()
}

/// How the text is divided into cues.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CueSettings {
    /// One cue a paragraph, or one a sentence.
    pub granularity: Granularity,
    /// A longer paragraph is divided at the ends of sentences, in words.
    pub max_words: usize,
}

impl Default for CueSettings {
    fn default() -> Self {
        // Sixty words are about 25 seconds: what a narrator can repeat in one breath of attention.
        Self { granularity: Granularity::Paragraph, max_words: 60 }
    }
}

/// What one cue is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Granularity {
    /// A paragraph, or a part of a long one.
    #[default]
    Paragraph,
    /// A sentence.
    Sentence,
}

/// What the takes should be; masters have the same sample rate.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recording {
    /// The sample rate of takes and masters, in hertz.
    pub sample_rate: SampleRate,
    /// The least number of bits in a take's samples.
    pub bit_depth: u32,
    /// The number of channels of a take.
    pub channels: u32,
    /// The file formats that a take may have.
    pub formats: Vec<FileKind>,
}

impl Default for Recording {
    fn default() -> Self {
        Self {
            sample_rate: SampleRate::CD,
            bit_depth: 16,
            channels: 1,
            // What loses nothing.
            formats: vec![FileKind::Wav, FileKind::Flac, FileKind::Aiff],
        }
    }
}

/// The quiet between the last sound of one cue and the first of the next, in seconds, by what stands there in the text.
///
/// Head and tail meet today's ACX page (1 to 5 s at both ends) and its older text (0.5 to 1 s head) at once; the others
/// follow Audible's long-time studio practice for structural silence.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Spacing {
    /// Before the first cue of a chapter.
    pub head: f64,
    /// After a chapter's or section's announcement.
    pub announcement: f64,
    /// Between two cues of one paragraph.
    pub sentence: f64,
    /// Between two paragraphs.
    pub paragraph: f64,
    /// Between two paragraphs of speech, where one answers the other.
    pub dialogue: f64,
    /// At a scene break.
    pub scene: f64,
    /// Before the announcement of a section.
    pub section: f64,
    /// After the last cue of a chapter.
    pub tail: f64,
}

impl Default for Spacing {
    fn default() -> Self {
        Self {
            head: 1.0,
            announcement: 2.5,
            sentence: 0.4,
            paragraph: 0.8,
            dialogue: 0.6,
            scene: 2.5,
            section: 3.0,
            tail: 3.5,
        }
    }
}

impl Spacing {
    /// The pauses by their names, each with its length in seconds.
    #[must_use]
    pub fn entries(&self) -> [(&'static str, f64); 8] {
        [
            ("head", self.head),
            ("announcement", self.announcement),
            ("sentence", self.sentence),
            ("paragraph", self.paragraph),
            ("dialogue", self.dialogue),
            ("scene", self.scene),
            ("section", self.section),
            ("tail", self.tail),
        ]
    }
}

/// How the chapters are stored.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Masters {
    /// What their samples are: whole numbers of 16 or 24 bits, or floats of 32.
    pub bit_depth: BitDepth,
}

/// What the chapters are made for.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Delivery {
    /// The name of the delivery profile that masters are levelled for and judged by.
    pub profile: String,
    /// The cues before which a chapter goes on in a file of its own, as the whole would be too long for one.
    pub continue_at: Vec<CueId>,
    /// The cover, as a path from the book's folder; `cover.jpg` or `cover.png` there where it is not said.
    pub cover: Option<String>,
}

impl Default for Delivery {
    fn default() -> Self {
        Self { profile: "acx".to_owned(), continue_at: Vec::new(), cover: None }
    }
}

/// The longest pause that `[spacing]` takes, in seconds: longer ones are typing errors.
const LONGEST_PAUSE: f64 = 60.0;

impl Book {
    /// Reads the text of `book.toml`.
    ///
    /// # Errors
    /// Where the text is no TOML, names a setting that does not exist, or sets one to what it can't be; the message
    /// has the line and column.
    pub fn parse(toml: &str) -> Result<Self> {
        let book: Self = toml::from_str(&composed(toml)).map_err(|error| {
            Error::new("`book.toml` can't be understood")
                .cause(error)
                .hint("`cuebook new` writes a commented book.toml to compare with")
        })?;
        book.validate()?;
        Ok(book)
    }

    fn validate(&self) -> Result<()> {
        let refuse = |setting: &str, found: String, wanted: &str| {
            Err(Error::new(format!("`{setting}` in `book.toml` is {found}, but it must be {wanted}")))
        };
        if self.title.trim().is_empty() {
            return refuse("title", "empty".to_owned(), "the title of the book");
        }
        self.validate_names()?;
        self.validate_language()?;
        if let Some(year) = self.about.year.filter(|year| !(1_000..=9_999).contains(year)) {
            return refuse("about.year", year.to_string(), "a year of four figures");
        }
        self.credits.validate()?;
        self.check.validate()?;
        self.levels.validate()?;
        if self.manuscript.headings.keys().any(|line| line.trim().is_empty()) {
            return refuse("manuscript.headings", "for an empty line".to_owned(), "for lines with words");
        }
        if self.cues.max_words < 5 {
            return refuse("cues.max_words", self.cues.max_words.to_string(), "at least 5");
        }
        if !(8_000..=384_000).contains(&self.recording.sample_rate.hertz()) {
            return refuse("recording.sample_rate", self.recording.sample_rate.to_string(), "8000 to 384000");
        }
        if !(1..=64).contains(&self.recording.bit_depth) {
            return refuse("recording.bit_depth", self.recording.bit_depth.to_string(), "1 to 64");
        }
        if !(1..=2).contains(&self.recording.channels) {
            return refuse("recording.channels", self.recording.channels.to_string(), "1 or 2");
        }
        if self.recording.formats.is_empty() {
            return refuse("recording.formats", "empty".to_owned(), "a list such as [\"wav\", \"flac\"]");
        }
        for (name, seconds) in self.spacing.entries() {
            if !(0.0..=LONGEST_PAUSE).contains(&seconds) {
                return refuse(&format!("spacing.{name}"), seconds.to_string(), "seconds from 0 to 60");
            }
        }
        Ok(())
    }

    /// What would go into every tag, list and file name.
    fn validate_names(&self) -> Result<()> {
        let names = [("title", &self.title), ("author", &self.author), ("narrator", &self.narrator)];
        for (setting, name) in names {
            if let Some(letter) = name.trim().chars().find(|&c| is_illegible(c)) {
                let code = u32::from(letter);
                let found = format!("`{setting}` in `book.toml` holds the character U+{code:04X}, which nobody sees");
                let value = toml::Value::from(legible(name).as_ref());
                return Err(Error::new(format!("{found}, but it must be a name on one line"))
                    .hint(format!("write `{setting} = {value}`")));
            }
        }
        Ok(())
    }

    fn validate_language(&self) -> Result<()> {
        if is_tag(&self.language) {
            return Ok(());
        }
        let found = format!("`language` in `book.toml` is `{}`", self.language);
        let error = Error::new(format!("{found}, but it must be a language tag such as `en` or `en-GB`"));
        Err(match tag_of_name(&self.language) {
            Some(tag) => error.hint(format!("write `language = \"{tag}\"`")),
            None => {
                error.hint("the tag is the two or three letters of BCP 47, in which `de` is German and `ja` Japanese")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_by_its_name_is_refused_with_its_tag() {
        let error = Book::parse("title = 'x'\nlanguage = 'Deutsch'").unwrap_err();
        assert_eq!(
            error.message(),
            "`language` in `book.toml` is `Deutsch`, but it must be a language tag such as `en` or `en-GB`"
        );
        assert!(format!("{error:?}").contains("write `language = \\\"de\\\"`"), "{error:?}");
        assert!(Book::parse("title = 'x'\nlanguage = 'nl-BE'").is_ok());
    }

    #[test]
    fn names_that_hold_what_nobody_sees_are_refused_with_what_is_left_of_them() {
        let refused = |toml: &str| Book::parse(toml).unwrap_err().to_string();
        assert_eq!(
            refused("title = 'x'\nauthor = \"Ann\\u202E Lee\\u0007\""),
            "`author` in `book.toml` holds the character U+202E, which nobody sees, but it must be a name on one line\n  \
             hint: write `author = \"Ann Lee\"`"
        );
        assert!(refused("title = \"Low\\nWater\"").contains("write `title = \"Low Water\"`"));
        let book =
            Book::parse("title = \"\"\"\n Low Water\n\"\"\"\nnarrator = 'Zoë O\u{2019}Neil 👩\u{200D}🚀'").unwrap();
        assert_eq!(book.title.trim(), "Low Water");
    }

    #[test]
    fn a_title_is_enough() {
        let book = Book::parse("title = \"Low Water\"").unwrap();
        assert_eq!((book.language.as_str(), book.recording.sample_rate), ("en", SampleRate::CD));
    }

    #[test]
    fn accents_that_stand_behind_their_letters_are_parts_of_them() {
        let book = Book::parse("title = \"E\u{301}te\u{301}\"\n[spoken]\n\"e\u{301}te\u{301}\" = \"x\"").unwrap();
        assert_eq!((book.title.as_str(), book.spoken.contains_key("été")), ("Été", true));
    }

    #[test]
    fn a_broken_line_is_named_with_its_place() {
        let message = Book::parse("title = \"Low Water\"\nauthor = Ann\n").unwrap_err().to_string();
        assert!(message.contains("line 2, column 10"), "{message}");
        let message = Book::parse("title = \"Low Water\"\n[spacing]\nparagraf = 1.0\n").unwrap_err().to_string();
        assert!(message.contains("line 3") && message.contains("paragraf"), "{message}");
    }

    #[test]
    fn impossible_settings_are_refused() {
        for wrong in [
            "title = ' '",
            "title = 'x'\n[recording]\nsample_rate = 0",
            "title = 'x'\n[recording]\nsample_rate = 44",
            "title = 'x'\n[recording]\nchannels = 6",
            "title = 'x'\n[recording]\nformats = []",
            "title = 'x'\n[spacing]\nhead = -1.0",
            "title = 'x'\n[spacing]\nhead = nan",
            "title = 'x'\n[spacing]\ndialogue = -0.1",
            "title = 'x'\n[spacing]\nscene = inf",
            "title = 'x'\n[spacing]\ntail = 1e9",
            "title = 'x'\n[masters]\nbit_depth = 20",
            "title = 'x'\n[masters]\nbit_depth = -16",
            "title = 'x'\n[cues]\nmax_words = 0",
            "title = 'x'\n[levels]\noffset = -1.0",
            "title = 'x'\n[levels]\noffset = nan",
            "title = 'x'\n[levels]\nhigh_pass = 5",
            "title = 'x'\n[levels]\nhigh_pass = inf",
            "title = 'x'\n[levels]\naim = 'louder'",
            "title = 'x'\n[credits]\nopening = ['{titel} by {author}.']",
            "title = 'x'\n[manuscript.headings]\n' ' = 'chapter'",
        ] {
            assert!(Book::parse(wrong).is_err(), "{wrong}");
        }
    }
}
