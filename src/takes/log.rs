//! The take log: what people decided and what cuebook saw, one event a line, only ever added to.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::words::{CueId, Fingerprint};

/// Something that happened to a take or a cue, and when.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What can happen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum What {
    /// A take was first seen: it was recorded for these words.
    Bound {
        /// The cue that its name says.
        cue: CueId,
        /// Its file, as a path inside `recordings/`.
        take: String,
        /// Its sound.
        audio: Fingerprint,
        /// What is spoken, as the script had it then.
        words: String,
    },
    /// This take is the one to be used.
    Circled {
        /// The cue.
        cue: CueId,
        /// The take's file.
        take: String,
        /// Its sound.
        audio: Fingerprint,
    },
    /// The newest good take is to be used again.
    Uncircled {
        /// The cue.
        cue: CueId,
    },
    /// A finding is accepted for this sound and these words.
    Waived {
        /// The rule's code.
        rule: String,
        /// The cue; `None` for what is about no cue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cue: Option<CueId>,
        /// The take's file; `None` for what is about no take.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        take: Option<String>,
        /// Its sound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        audio: Option<Fingerprint>,
        /// What is spoken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        /// Why it is accepted.
        reason: String,
    },
    /// A waived finding counts again.
    Unwaived {
        /// The rule's code.
        rule: String,
        /// The cue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cue: Option<CueId>,
        /// The take's file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        take: Option<String>,
    },
    /// Somebody heard something that is to be recorded again.
    Noted {
        /// The cue.
        cue: CueId,
        /// The sound that was heard; `None` where only the line is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        audio: Option<Fingerprint>,
        /// Where in the take, in seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconds: Option<f64>,
        /// What was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said: Option<String>,
        /// What should have been said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wanted: Option<String>,
        /// The note itself.
        note: String,
    },
    /// The notes on a cue are dealt with.
    Settled {
        /// The cue.
        cue: CueId,
    },
}

/// The words that a take was recorded for.
#[derive(Clone, PartialEq, Debug)]
pub struct Bound {
    /// What was spoken, as the script had it then.
    pub words: String,
    /// When the take was first seen.
    pub at: Timestamp,
}

/// What the events come to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TakeLog {
    bound: BTreeMap<(Fingerprint, CueId), Bound>,
    circled: BTreeMap<CueId, Fingerprint>,
}

impl TakeLog {
    /// The words that this sound was recorded for as a take of this cue; `None` where it was never seen before.
    #[must_use]
    pub fn bound(&self, audio: Fingerprint, cue: &CueId) -> Option<&Bound> {
        self.bound.get(&(audio, cue.clone()))
    }

    /// The sound that somebody chose for this cue.
    #[must_use]
    pub fn circled(&self, cue: &CueId) -> Option<Fingerprint> {
        self.circled.get(cue).copied()
    }
}
