//! The rules that takes, chapters and the script are held to: one code, one severity, one reason each.

mod across;
mod chapters;
mod cues;
mod delivered;
mod doc;
mod format;
mod sound;
mod text;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use doc::{Group, RuleDoc, Words};

use super::finding::Severity;

macro_rules! rules {
    ($($name:ident: $code:literal, $severity:ident, $group:ident, $words:path;)+) => {
        /// Everything that cuebook checks.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum Rule {
            $(#[doc = concat!("`", $code, "`: its words stand in [`Rule::doc`].")] $name,)+
        }

        impl Rule {
            /// Every rule, in the order in which findings are listed.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The rule's code, severity, group and words.
            #[must_use]
            pub fn doc(self) -> &'static RuleDoc {
                match self {
                    $(Self::$name => &RuleDoc {
                        code: $code,
                        severity: Severity::$severity,
                        group: Group::$group,
                        words: &$words,
                    },)+
                }
            }
        }
    };
}

rules! {
    CueMissing: "cue-missing", Error, Cues, cues::CUE_MISSING;
    TakeStale: "take-stale", Error, Cues, cues::TAKE_STALE;
    PickupNoted: "pickup-noted", Error, Cues, cues::PICKUP_NOTED;
    CircledGone: "circled-gone", Warning, Cues, cues::CIRCLED_GONE;
    LogLineUnread: "log-line-unread", Warning, Cues, cues::LOG_LINE_UNREAD;
    TakeUnreadable: "take-unreadable", Error, File, format::TAKE_UNREADABLE;
    TakeCutShort: "take-cut-short", Error, File, format::TAKE_CUT_SHORT;
    TakeSilent: "take-silent", Error, Level, sound::TAKE_SILENT;
    TakeClipped: "take-clipped", Error, Damage, sound::TAKE_CLIPPED;
    TakeMisnamed: "take-misnamed", Warning, Cues, cues::TAKE_MISNAMED;
    TakeOrphaned: "take-orphaned", Warning, Cues, cues::TAKE_ORPHANED;
    TakeDoubled: "take-doubled", Warning, Cues, cues::TAKE_DOUBLED;
    TakeSameAudio: "take-same-audio", Error, Cues, cues::TAKE_SAME_AUDIO;
    TakeElsewhere: "take-elsewhere", Warning, Cues, cues::TAKE_ELSEWHERE;
    TakeWorse: "take-worse", Warning, Cues, cues::TAKE_WORSE;
    FormatUnwelcome: "format-unwelcome", Warning, File, format::FORMAT_UNWELCOME;
    SampleRateMixed: "sample-rate-mixed", Warning, File, format::SAMPLE_RATE_MIXED;
    BitDepthLow: "bit-depth-low", Warning, File, format::BIT_DEPTH_LOW;
    FormatOdd: "format-odd", Note, File, format::FORMAT_ODD;
    ChannelsMixed: "channels-mixed", Warning, Channels, format::CHANNELS_MIXED;
    ChannelsCancel: "channels-cancel", Error, Channels, format::CHANNELS_CANCEL;
    ChannelInverted: "channel-inverted", Error, Channels, format::CHANNEL_INVERTED;
    ChannelDead: "channel-dead", Warning, Channels, format::CHANNEL_DEAD;
    ChannelsUnequal: "channels-unequal", Warning, Channels, format::CHANNELS_UNEQUAL;
    LevelLow: "level-low", Warning, Level, sound::LEVEL_LOW;
    PeakHigh: "peak-high", Warning, Level, sound::PEAK_HIGH;
    TruePeakHigh: "true-peak-high", Warning, Level, sound::TRUE_PEAK_HIGH;
    DcOffset: "dc-offset", Warning, Damage, sound::DC_OFFSET;
    Dropout: "dropout", Error, Damage, sound::DROPOUT;
    DigitalSilence: "digital-silence", Warning, Damage, sound::DIGITAL_SILENCE;
    Click: "click", Warning, Damage, sound::CLICK;
    Knock: "knock", Warning, Damage, sound::KNOCK;
    Plosive: "plosive", Warning, Voice, sound::PLOSIVE;
    MouthNoise: "mouth-noise", Note, Voice, sound::MOUTH_NOISE;
    NoiseForecastHigh: "noise-forecast-high", Warning, Noise, sound::NOISE_FORECAST_HIGH;
    Hum: "hum", Warning, Noise, sound::HUM;
    Gate: "gate", Warning, Noise, sound::GATE;
    SpeechCutAtHead: "speech-cut-at-head", Warning, Edges, sound::SPEECH_CUT_AT_HEAD;
    SpeechCutAtTail: "speech-cut-at-tail", Warning, Edges, sound::SPEECH_CUT_AT_TAIL;
    HeadLong: "head-long", Note, Edges, sound::HEAD_LONG;
    TailLong: "tail-long", Note, Edges, sound::TAIL_LONG;
    GapLong: "gap-long", Warning, Edges, sound::GAP_LONG;
    SpeechTooShort: "speech-too-short", Warning, Voice, sound::SPEECH_TOO_SHORT;
    SpeechTooLong: "speech-too-long", Warning, Voice, sound::SPEECH_TOO_LONG;
    LevelFar: "level-far", Note, Across, across::LEVEL_FAR;
    LevelApart: "level-apart", Warning, Across, across::LEVEL_APART;
    FloorFar: "floor-far", Warning, Across, across::FLOOR_FAR;
    ToneFar: "tone-far", Warning, Across, across::TONE_FAR;
    RoomToneMissing: "room-tone-missing", Note, RoomTone, chapters::ROOM_TONE_MISSING;
    RoomToneRefused: "room-tone-refused", Warning, RoomTone, chapters::ROOM_TONE_REFUSED;
    RoomToneSpoken: "room-tone-spoken", Warning, RoomTone, chapters::ROOM_TONE_SPOKEN;
    RoomToneMade: "room-tone-made", Warning, RoomTone, chapters::ROOM_TONE_MADE;
    SpacingUnfit: "spacing-unfit", Note, Chapters, chapters::SPACING_UNFIT;
    ContinueAtUnknown: "continue-at-unknown", Warning, Chapters, chapters::CONTINUE_AT_UNKNOWN;
    LevelsConflict: "levels-conflict", Error, Chapters, chapters::LEVELS_CONFLICT;
    ChapterRms: "chapter-rms", Error, Chapters, chapters::CHAPTER_RMS;
    ChapterLoudness: "chapter-loudness", Error, Chapters, chapters::CHAPTER_LOUDNESS;
    ChapterPeak: "chapter-peak", Error, Chapters, chapters::CHAPTER_PEAK;
    ChapterTruePeak: "chapter-true-peak", Error, Chapters, chapters::CHAPTER_TRUE_PEAK;
    ChapterNoiseFloor: "chapter-noise-floor", Error, Chapters, chapters::CHAPTER_NOISE_FLOOR;
    ChapterFloorDead: "chapter-floor-dead", Warning, Chapters, chapters::CHAPTER_FLOOR_DEAD;
    ChapterTooLong: "chapter-too-long", Error, Chapters, chapters::CHAPTER_TOO_LONG;
    ChapterSampleRate: "chapter-sample-rate", Warning, Chapters, chapters::CHAPTER_SAMPLE_RATE;
    ChapterUnmeasured: "chapter-unmeasured", Warning, Chapters, chapters::CHAPTER_UNMEASURED;
    LimiterBusy: "limiter-busy", Warning, Chapters, chapters::LIMITER_BUSY;
    FileFormat: "file-format", Error, Delivery, delivered::FILE_FORMAT;
    FileUnlike: "file-unlike", Error, Delivery, delivered::FILE_UNLIKE;
    FileTags: "file-tags", Error, Delivery, delivered::FILE_TAGS;
    FileLevel: "file-level", Error, Delivery, delivered::FILE_LEVEL;
    FilePeak: "file-peak", Error, Delivery, delivered::FILE_PEAK;
    FileNoiseFloor: "file-noise-floor", Error, Delivery, delivered::FILE_NOISE_FLOOR;
    FileEnds: "file-ends", Warning, Delivery, delivered::FILE_ENDS;
    FileTooLong: "file-too-long", Error, Delivery, delivered::FILE_TOO_LONG;
    FileTooLarge: "file-too-large", Error, Delivery, delivered::FILE_TOO_LARGE;
    FileUnmeasured: "file-unmeasured", Warning, Delivery, delivered::FILE_UNMEASURED;
    BookLength: "book-length", Error, Delivery, delivered::BOOK_LENGTH;
    CreditsMissing: "credits-missing", Warning, Delivery, delivered::CREDITS_MISSING;
    CoverUnfit: "cover-unfit", Warning, Delivery, delivered::COVER_UNFIT;
    MastersUnfit: "masters-unfit", Error, Delivery, delivered::MASTERS_UNFIT;
    PassageRepeated: "passage-repeated", Warning, Text, text::PASSAGE_REPEATED;
    QuotesUnbalanced: "quotes-unbalanced", Warning, Text, text::QUOTES_UNBALANCED;
    QuotesMixed: "quotes-mixed", Note, Text, text::QUOTES_MIXED;
    Unspeakable: "unspeakable", Warning, Text, text::UNSPEAKABLE;
    TextLost: "text-lost", Error, Text, text::TEXT_LOST;
    Shouting: "shouting", Note, Text, text::SHOUTING;
    Homograph: "homograph", Note, Text, text::HOMOGRAPH;
    SentenceLong: "sentence-long", Note, Text, text::SENTENCE_LONG;
    HeadingSkips: "heading-skips", Warning, Text, text::HEADING_SKIPS;
    MarkupStray: "markup-stray", Warning, Text, text::MARKUP_STRAY;
    CharacterInvisible: "character-invisible", Warning, Text, text::CHARACTER_INVISIBLE;
    ParagraphCut: "paragraph-cut", Warning, Text, text::PARAGRAPH_CUT;
    WordDoubled: "word-doubled", Warning, Text, text::WORD_DOUBLED;
}

impl Rule {
    /// The code in words: `take-clipped`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.doc().code
    }

    /// The rule's own severity.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.doc().severity
    }

    /// The rules of one group, in the order in which findings are listed.
    pub fn of_group(group: Group) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |rule| rule.doc().group == group)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A text that is no rule's code, and the code that is most like it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownRule {
    /// What was found.
    pub found: String,
    /// The rule whose code is most like it, if any is.
    pub nearest: Option<Rule>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no rule `{}`", self.found)?;
        match self.nearest {
            Some(rule) => write!(f, "; did you mean `{rule}`?"),
            None => f.write_str("; `cuebook explain` lists them all"),
        }
    }
}

impl std::error::Error for UnknownRule {}

/// How alike two codes must be for one to be suggested for the other, from 0 to 1: a slip or two in most of them.
const ALIKE: f64 = 0.7;

/// The name that is most like a text, of those that are alike enough to have been meant.
#[must_use]
pub fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |name: &&str| strsim::normalized_damerau_levenshtein(text, name);
    let (name, alike) = names.map(|name| (name, likeness(&name))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (alike >= ALIKE).then_some(name)
}

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(code: &str) -> Result<Self, UnknownRule> {
        let coded = |code: &str| Self::ALL.iter().copied().find(|rule| rule.code() == code);
        coded(code).ok_or_else(|| UnknownRule {
            found: code.to_owned(),
            nearest: nearest(&code.to_lowercase().replace(['_', ' '], "-"), Self::ALL.iter().map(|rule| rule.code()))
                .and_then(coded),
        })
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_kebab_case_and_its_own() {
        let codes: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.code()).collect();
        assert_eq!(codes.len(), Rule::ALL.len());
        for code in codes {
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code}");
            assert_eq!(code.parse::<Rule>().unwrap().code(), code);
        }
    }

    #[test]
    fn every_rule_is_explained_in_whole_sentences() {
        for rule in Rule::ALL {
            let Words { what, why, example, mend, source } = rule.doc().words;
            for text in [what, why, mend, source] {
                assert!(text.ends_with('.') && !text.contains("  "), "{rule}: {text}");
            }
            let lines: Vec<_> = example.lines().collect();
            assert!(!lines[0].is_empty() && !lines[0].ends_with('.'), "{rule}: {example}");
            assert!(lines[1..].iter().any(|line| line.starts_with("wanted: ")), "{rule}: {example}");
        }
    }

    #[test]
    fn every_group_has_rules() {
        assert_eq!(Group::ALL.iter().map(|&group| Rule::of_group(group).count()).sum::<usize>(), Rule::ALL.len());
        assert!(Group::ALL.iter().all(|&group| Rule::of_group(group).count() > 0));
    }

    #[test]
    fn an_unknown_code_is_answered_with_the_nearest() {
        let nearest = |code: &str| code.parse::<Rule>().unwrap_err().nearest.map(Rule::code);
        assert_eq!(nearest("levle-low"), Some("level-low"));
        assert_eq!(nearest("Level_Low"), Some("level-low"));
        assert_eq!(nearest("clip"), None);
        assert_eq!(nearest(""), None);
    }
}
