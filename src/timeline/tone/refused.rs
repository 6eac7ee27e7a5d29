//! Recordings of the room that a session does not use, and why.

use std::fmt;

use crate::signal::NO_ROOM;
use crate::takes::Take;
use crate::words::Dbfs;

use super::SAME_ROOM_DB;
use super::source::{OTHER_FORMAT_DB, Recording, recording};

/// A recording of a room that is not used, though there is no other.
#[derive(Clone, PartialEq, Debug)]
pub struct Refused {
    /// Its path inside `recordings/`.
    pub file: String,
    /// Why it is not used.
    pub why: Refusal,
}

/// Why a recording of a room is not used.
#[derive(Clone, PartialEq, Debug)]
pub enum Refusal {
    /// It can't be heard; what it is.
    Unreadable(String),
    /// It is nothing that a microphone gives.
    Silent,
    /// What is quiet of it is too short.
    Short {
        /// How long the longest quiet stretch is, in seconds.
        quiet: f64,
        /// How long it must be, in seconds.
        wanted: f64,
        /// Whether something else is heard in it.
        is_disturbed: bool,
    },
    /// It is the recording of another room.
    Far {
        /// Its level.
        level: Dbfs,
        /// The noise of the takes.
        noise: Dbfs,
        /// Whether it was recorded in another format than the takes.
        is_other_format: bool,
    },
}

impl Refusal {
    /// What would have been used.
    #[must_use]
    pub fn wanted(&self) -> String {
        match self {
            Self::Unreadable(_) => "audio".to_owned(),
            Self::Silent => "the noise of the quiet room".to_owned(),
            Self::Short { wanted, .. } => format!("at least {wanted} s of the quiet room"),
            Self::Far { noise, is_other_format: false, .. } => {
                format!("within {SAME_ROOM_DB:.1} dB of the noise of the takes, {noise}")
            }
            Self::Far { noise, is_other_format: true, .. } => {
                let within = SAME_ROOM_DB - OTHER_FORMAT_DB;
                format!("the format of the takes, or within {within:.1} dB of their noise, {noise}")
            }
        }
    }
}

/// What was found.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(problem) => f.write_str(problem),
            Self::Silent => write!(f, "nothing above {NO_ROOM}"),
            Self::Short { quiet, is_disturbed, .. } => {
                write!(f, "{quiet:.1} s of the quiet room")?;
                if *is_disturbed { f.write_str(" beside what is heard") } else { Ok(()) }
            }
            Self::Far { level, noise, is_other_format } => {
                let above = level.above(*noise).db();
                let side = if above >= 0.0 { "above" } else { "below" };
                write!(f, "{level}, {:.1} dB {side} the noise of the takes", above.abs())?;
                if *is_other_format { f.write_str(", and another format") } else { Ok(()) }
            }
        }
    }
}

/// Why none of the recordings of a room is used for takes, whose noise this is.
pub(super) fn refused<'r>(tones: impl Iterator<Item = &'r Take>, noise: Option<Dbfs>, takes: &[&Take]) -> Vec<Refused> {
    let refused = |tone: &Take| {
        let why = match &tone.sound {
            Err(problem) => Refusal::Unreadable(problem.to_string()),
            Ok(sound) => match recording(&tone.file, sound, noise, takes) {
                Err(why) => why,
                Ok(Recording { part, is_other_format, .. }) => {
                    Refusal::Far { level: part.level, noise: noise?, is_other_format }
                }
            },
        };
        Some(Refused { file: tone.file.clone(), why })
    };
    tones.filter_map(refused).collect()
}
