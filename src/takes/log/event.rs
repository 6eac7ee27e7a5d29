//! What can stand in the take log: one event a line.

use jiff::Timestamp;
use serde::Serialize;

use crate::signal::Contour;
use crate::takes::stem;
use crate::words::{ChapterId, CueId, Fingerprint, Frames, SampleRate, TakeId};

/// Something that happened to a take or a cue, and when.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Event {
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What can happen.
#[derive(Clone, PartialEq, Debug, Serialize)]
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
    /// A sound was timed: by its contour and its length, what is processed later is told from what is recorded again.
    Timed {
        /// The sound.
        audio: Fingerprint,
        /// Its length.
        frames: Frames,
        /// Its sample rate.
        rate: SampleRate,
        /// How it goes up and down; nothing where nothing is heard.
        #[serde(skip_serializing_if = "Option::is_none")]
        contour: Option<Contour>,
    },
    /// A take was processed, not recorded again: it sounds as another take of its cue did.
    Processed {
        /// The cue that it was heard as before.
        cue: CueId,
        /// The take's file.
        take: String,
        /// Its sound as it was before.
        from: Fingerprint,
        /// Its sound as it is since.
        audio: Fingerprint,
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
        /// What is accepted.
        #[serde(flatten)]
        subject: Subject,
        /// The take's file, for those who read the log.
        #[serde(skip_serializing_if = "Option::is_none")]
        take: Option<String>,
        /// What is spoken; `None` for what is about no cue.
        #[serde(skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        /// Why it is accepted.
        reason: String,
    },
    /// A waived finding counts again.
    Unwaived {
        /// What is no longer accepted.
        #[serde(flatten)]
        subject: Subject,
    },
    /// Somebody heard something that is to be recorded again.
    Noted {
        /// The cue.
        cue: CueId,
        /// The note.
        #[serde(flatten)]
        note: Heard,
    },
    /// The notes on a cue are dealt with.
    Settled {
        /// The cue.
        cue: CueId,
    },
}

/// What a waiver is about: a rule, and the sound that it found something in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Subject {
    /// The rule's code; a newer version may have rules that this one does not know.
    pub rule: String,
    /// The cue; `None` for what is about no cue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<CueId>,
    /// The chapter, for what is about a chapter as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chapter: Option<ChapterId>,
    /// The take's sound; for a chapter, that of all its takes and their words together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio: Option<Fingerprint>,
}

/// What somebody heard in a take, and what they wrote about it.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Heard {
    /// The sound that was heard; `None` where only the line is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio: Option<Fingerprint>,
    /// Where in the take, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// What should have been said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    /// The note itself.
    pub note: String,
}

impl Event {
    /// The event as a line of the log, its end included.
    #[must_use]
    pub fn line(&self) -> String {
        // Strings and numbers: a number that is none (`seconds`) becomes `null`, which is none, too.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// The take's file, where it says that a take was processed and stayed in its place.
    #[must_use]
    pub fn processed(&self) -> Option<&str> {
        match &self.what {
            What::Processed { take, cue, .. } if stem(take).parse().is_ok_and(|id: TakeId| id.cue() == cue) => {
                Some(take)
            }
            _ => None,
        }
    }

    /// Whether it is a decision of somebody's, of which the last counts; what was seen of takes is none.
    #[must_use]
    pub fn is_decision(&self) -> bool {
        !matches!(self.what, What::Bound { .. } | What::Timed { .. } | What::Processed { .. })
    }
}
