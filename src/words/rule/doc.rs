//! What is said of a rule.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::words::finding::Severity;

/// What a rule is: its code, its weight, and its words.
#[derive(Debug)]
pub struct RuleDoc {
    /// The code in words that findings and people use.
    pub code: &'static str,
    /// How much a finding of this rule weighs, unless said otherwise.
    pub severity: Severity,
    /// What it is about.
    pub group: Group,
    /// What is said of it.
    pub words: &'static Words,
}

/// What is said of a rule, each in a sentence or two.
#[derive(Debug)]
pub struct Words {
    /// What the rule looks for.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// A finding as it looks, from what was found on: the place, what is wanted.
    pub example: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
}

/// What a rule is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// Takes against the script.
    Cues,
    /// The files themselves.
    File,
    /// The channels of a take.
    Channels,
    /// How loud a take is.
    Level,
    /// What is broken in the sound.
    Damage,
    /// The noise of the room and of what stands in it.
    Noise,
    /// The voice and its pace.
    Voice,
    /// Silence around and within the speech.
    Edges,
    /// A take against the takes around it.
    Across,
    /// The quiet between the cues.
    RoomTone,
    /// Finished chapters against their delivery profile.
    Chapters,
    /// Delivered files against what their distributor asks.
    Delivery,
    /// The text itself.
    Text,
}

impl Group {
    /// All groups, in the order in which they are listed.
    pub const ALL: [Self; 13] = [
        Self::Cues,
        Self::File,
        Self::Channels,
        Self::Level,
        Self::Damage,
        Self::Noise,
        Self::Voice,
        Self::Edges,
        Self::Across,
        Self::RoomTone,
        Self::Chapters,
        Self::Delivery,
        Self::Text,
    ];
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Cues => "takes and cues",
            Self::File => "files and formats",
            Self::Channels => "channels",
            Self::Level => "level",
            Self::Damage => "damage",
            Self::Noise => "noise",
            Self::Voice => "voice and pace",
            Self::Edges => "silence around and within",
            Self::Across => "across takes",
            Self::RoomTone => "room tone",
            Self::Chapters => "finished chapters",
            Self::Delivery => "delivered files",
            Self::Text => "the text itself",
        })
    }
}

impl Serialize for Group {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
