//! The bad book: for every rule something just over its limit, which gives its finding and nothing else, and something
//! just within it, which gives none.

mod chapters;
mod delivered;
mod recorded;
mod recordings;
mod rooms;
#[path = "../support/mod.rs"]
mod support;
mod texts;
mod voices;
mod wav;
mod whole;

use cuebook::words::Rule;

/// What is found just over a rule's limit, and just within it: the codes of the rules.
pub struct Pair {
    over: Vec<&'static str>,
    under: Vec<&'static str>,
}

/// The pair of a rule. A rule that is added does not compile here until it has one.
fn pair(rule: Rule) -> Pair {
    match rule {
        Rule::CueMissing
        | Rule::TakeStale
        | Rule::PickupNoted
        | Rule::CircledGone
        | Rule::LogLineUnread
        | Rule::TakeUnreadable
        | Rule::TakeCutShort
        | Rule::TakeSilent
        | Rule::TakeClipped
        | Rule::TakeMisnamed
        | Rule::TakeOrphaned
        | Rule::TakeDoubled
        | Rule::TakeSameAudio
        | Rule::TakeElsewhere
        | Rule::TakeWorse
        | Rule::FormatUnwelcome
        | Rule::SampleRateMixed
        | Rule::BitDepthLow
        | Rule::FormatOdd
        | Rule::ChannelsMixed
        | Rule::ChannelsCancel
        | Rule::ChannelInverted
        | Rule::ChannelDead
        | Rule::ChannelsUnequal
        | Rule::LevelLow
        | Rule::PeakHigh
        | Rule::TruePeakHigh
        | Rule::DcOffset
        | Rule::Dropout
        | Rule::DigitalSilence
        | Rule::Click
        | Rule::Knock
        | Rule::Plosive
        | Rule::MouthNoise
        | Rule::NoiseForecastHigh
        | Rule::Hum
        | Rule::Gate
        | Rule::SpeechCutAtHead
        | Rule::SpeechCutAtTail
        | Rule::HeadLong
        | Rule::TailLong
        | Rule::GapLong
        | Rule::SpeechTooShort
        | Rule::SpeechTooLong
        | Rule::LevelFar
        | Rule::FloorFar
        | Rule::ToneFar => recordings::pair(rule),
        Rule::LevelApart => recordings::apart(),
        Rule::RoomToneMissing | Rule::RoomToneRefused | Rule::RoomToneSpoken | Rule::RoomToneMade => rooms::pair(rule),
        Rule::SpacingUnfit => rooms::spacing(),
        Rule::ContinueAtUnknown => rooms::continued(),
        Rule::LevelsConflict
        | Rule::ChapterRms
        | Rule::ChapterLoudness
        | Rule::ChapterPeak
        | Rule::ChapterTruePeak
        | Rule::ChapterNoiseFloor
        | Rule::ChapterFloorDead
        | Rule::ChapterTooLong
        | Rule::ChapterSampleRate
        | Rule::ChapterUnmeasured
        | Rule::LimiterBusy => chapters::pair(rule),
        Rule::FileFormat
        | Rule::FileUnlike
        | Rule::FileTags
        | Rule::FileLevel
        | Rule::FilePeak
        | Rule::FileNoiseFloor
        | Rule::FileEnds
        | Rule::FileTooLong
        | Rule::FileTooLarge
        | Rule::FileUnmeasured
        | Rule::BookLength
        | Rule::CreditsMissing
        | Rule::CoverUnfit
        | Rule::MastersUnfit => delivered::pair(rule),
        Rule::PassageRepeated
        | Rule::QuotesUnbalanced
        | Rule::QuotesMixed
        | Rule::Unspeakable
        | Rule::TextLost
        | Rule::Shouting
        | Rule::Homograph
        | Rule::SentenceLong
        | Rule::HeadingSkips
        | Rule::MarkupStray
        | Rule::CharacterInvisible
        | Rule::ParagraphCut
        | Rule::WordDoubled => texts::pair(rule),
    }
}

#[test]
fn every_rule_finds_its_fault_and_only_that() {
    let pairs = Rule::ALL.iter().map(|&rule| (rule, pair(rule)));
    let wrong = pairs.filter(|(rule, pair)| pair.over != [rule.code()] || !pair.under.is_empty());
    let told: Vec<_> =
        wrong.map(|(rule, pair)| format!("{rule}: just over {:?}, just within {:?}", pair.over, pair.under)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
