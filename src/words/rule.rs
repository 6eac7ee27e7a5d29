//! The rules that takes, chapters and the script are held to: one code, one severity, one reason each.

use std::fmt;

use serde::{Serialize, Serializer};

use super::finding::Severity;

/// What a rule is: its code, its weight, and its words.
#[derive(Debug)]
pub struct RuleDoc {
    /// The code in words that findings and people use.
    pub code: &'static str,
    /// How much a finding of this rule weighs, unless said otherwise.
    pub severity: Severity,
    /// What the rule looks for, in one sentence.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
}

macro_rules! rules {
    ($($name:ident: $code:literal, $severity:ident, $what:literal, $why:literal;)+) => {
        /// Everything that cuebook checks.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum Rule {
            $(#[doc = $what] $name,)+
        }

        impl Rule {
            /// Every rule, in the order in which findings are listed.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The rule's code, severity and words.
            #[must_use]
            pub fn doc(self) -> &'static RuleDoc {
                match self {
                    $(Self::$name => &RuleDoc { code: $code, severity: Severity::$severity, what: $what, why: $why },)+
                }
            }
        }
    };
}

rules! {
    CueMissing: "cue-missing", Error,
        "A cue has no take that can be used.",
        "The chapter lacks this line until it is recorded.";
    TakeUnreadable: "take-unreadable", Error,
        "A take's file can't be decoded as audio.",
        "A broken copy or a text file with the wrong name would leave a hole in the chapter.";
    TakeCutShort: "take-cut-short", Error,
        "A take's file holds less audio than its header promises.",
        "A recording or a copy was interrupted, so the end of the line may be missing.";
    TakeSilent: "take-silent", Error,
        "A take has no speech in it, so its cue counts as missing.",
        "A muted microphone records a perfect silence.";
    TakeClipped: "take-clipped", Error,
        "A take has runs of samples at full scale.",
        "The tops of the waveform are gone: it crackles, and nothing brings them back.";
    TakeOrphaned: "take-orphaned", Warning,
        "A file in `recordings/` belongs to no cue of the script.",
        "A mistyped name hides a good take, and the cue stays missing.";
    TakeDoubled: "take-doubled", Warning,
        "Two files in `recordings/` claim to be the same take of the same cue.",
        "Only one of them can be used, and nobody knows which was meant.";
    SampleRateMixed: "sample-rate-mixed", Warning,
        "A take's sample rate is not the book's.",
        "It is converted when the chapter is built, but a lower rate has lost its highs for good.";
    BitDepthLow: "bit-depth-low", Warning,
        "A take has fewer bits than the book asks for.",
        "Fewer bits mean more noise once the level is raised.";
    ChannelsMixed: "channels-mixed", Warning,
        "A take has another number of channels than the book.",
        "It is mixed down when the chapter is built; a voice at two microphones may lose its body there.";
    ChannelsCancel: "channels-cancel", Error,
        "The channels of a take cancel each other when they are mixed.",
        "Chapters are mono: the voice would be lost, or sound hollow.";
    LevelLow: "level-low", Warning,
        "A take's speech is very quiet.",
        "Raising it raises its noise with it.";
    PeakHigh: "peak-high", Warning,
        "A take's peaks come close to full scale.",
        "The next louder word clips.";
    NoiseForecastHigh: "noise-forecast-high", Warning,
        "At the gain that the delivery level needs, the take's noise floor will pass the limit.",
        "Noise is cheap to lower in the room, and impossible to lower well afterwards.";
    SpeechCutAtHead: "speech-cut-at-head", Warning,
        "Speech begins at the very start of a take.",
        "The first sound may have been cut off.";
    SpeechCutAtTail: "speech-cut-at-tail", Warning,
        "Speech goes on to the very end of a take.",
        "The last sound may have been cut off.";
    HeadLong: "head-long", Note,
        "A take begins with a long silence.",
        "It is trimmed when the chapter is built; a false start may hide in it.";
    TailLong: "tail-long", Note,
        "A take ends with a long silence.",
        "It is trimmed when the chapter is built; something may have been said off the script.";
    SpeechTooShort: "speech-too-short", Warning,
        "A take is shorter than its words can be read in.",
        "Words were probably left out, or it is the take of another line.";
    SpeechTooLong: "speech-too-long", Warning,
        "A take is longer than its words need.",
        "A false start may have stayed in, or it is the take of another line.";
    RoomToneMissing: "room-tone-missing", Note,
        "There is no `room-tone*.wav`, so gaps are filled from pauses found in the takes.",
        "Half a minute of the quiet room, recorded once, makes every pause sound alike.";
    RoomToneMade: "room-tone-made", Warning,
        "Neither a room tone file nor a usable pause was found, so gaps are filled with made noise.",
        "Made noise does not sound like the room.";
    ChapterRms: "chapter-rms", Error,
        "A chapter's RMS level is outside the delivery profile's window.",
        "The distributor's check refuses the file.";
    ChapterPeak: "chapter-peak", Error,
        "A chapter's peak is above the delivery profile's limit.",
        "The distributor's check refuses the file, and encoding may clip it.";
    ChapterNoiseFloor: "chapter-noise-floor", Error,
        "A chapter's noise floor is above the delivery profile's limit.",
        "The distributor's check refuses the file.";
    ChapterTooLong: "chapter-too-long", Error,
        "A chapter is longer than the delivery profile allows a file to be.",
        "The distributor refuses the file.";
    LimiterBusy: "limiter-busy", Warning,
        "The limiter held back more than a few peaks of a chapter.",
        "Limiting that can be heard flattens the performance.";
    PickupNoted: "pickup-noted", Error,
        "Somebody heard something in the take that is used, and noted it.",
        "What was noted is in the chapter until the line is recorded again, or the note is settled.";
    CircledGone: "circled-gone", Warning,
        "The take that was circled for a cue is not in `recordings/`.",
        "Another take is used than the one that somebody chose.";
    LogLineUnread: "log-line-unread", Warning,
        "A line of the take log, `recordings/takes.jsonl`, can't be understood.",
        "What it remembers, a waiver or a circled take, counts for nothing.";
    PassageRepeated: "passage-repeated", Warning,
        "A passage stands twice in the text, nearly word for word.",
        "Two revisions of it were probably left in, and both would be read aloud.";
    QuotesUnbalanced: "quotes-unbalanced", Warning,
        "A quotation opens and never closes, or closes without having opened.",
        "The narrator can't see where the character's voice ends.";
    QuotesMixed: "quotes-mixed", Note,
        "Straight and curly quotation marks or apostrophes stand in one book.",
        "It does no harm aloud, but shows where passages were pasted or changed late.";
    Unspeakable: "unspeakable", Warning,
        "Something in the text has no sound: `§§`, a web address, broken characters, an emoji.",
        "The narrator must guess, or stop and ask.";
    TextLost: "text-lost", Error,
        "A replacement character stands where a letter was.",
        "The letter was lost when the file was converted, and nobody can read what is not there.";
    Shouting: "shouting", Note,
        "Three or more words in a row stand in capitals in running text.",
        "Capitals may be a shout, a sign or a slip, and each is read in another voice.";
    Homograph: "homograph", Note,
        "A word has two sounds, and its neighbours do not say at once which is meant.",
        "The narrator finds out at the end of the sentence, and reads it again.";
    SentenceLong: "sentence-long", Note,
        "A sentence is longer than half a minute aloud: more than 75 words at 9,300 words an hour.",
        "It needs its breaths planned, and one slip costs the whole of it.";
    HeadingSkips: "heading-skips", Warning,
        "The numbers of headings skip or repeat one.",
        "A chapter may be missing, doubled or misnumbered, and listeners hear the numbers.";
    MarkupStray: "markup-stray", Warning,
        "Mark-up or an author's placeholder is left in the text: `**`, `<i>`, `&nbsp;`, `TODO`.",
        "It is no part of the story, and would be read or stumbled over.";
    CharacterInvisible: "character-invisible", Warning,
        "The text holds characters that can't be seen, or letters of another script that look alike.",
        "They break words for searching, for pronunciations and for speech engines, and hide from the eye.";
    ParagraphCut: "paragraph-cut", Warning,
        "A paragraph ends without a stop, and the next begins in lower case.",
        "A line break fell into a sentence, and a pause would stand there.";
    WordDoubled: "word-doubled", Warning,
        "A short word stands twice in a row.",
        "It is a slip of typing that the narrator reads, or corrects without being asked.";
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
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
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
        }
    }
}
