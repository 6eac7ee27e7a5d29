//! The vocabulary that every station speaks: identities, units, findings, rules, profiles and the book's settings.
//!
//! Nothing here reads a file, sees a sample or knows a command; nothing here depends on another station.

pub mod about;
pub mod address;
pub mod bit_depth;
pub mod book;
pub mod checks;
pub mod credits;
pub mod error;
pub mod file_kind;
pub mod finding;
pub mod fingerprint;
pub mod id;
pub mod language;
pub mod letters;
pub mod level;
pub mod levels;
pub mod listing;
pub mod profile;
pub mod reading;
pub mod rule;
pub mod take;
pub mod time;
pub mod timecode;

pub use about::About;
pub use bit_depth::BitDepth;
pub use book::Book;
pub use checks::Checks;
pub use error::{Error, Result};
pub use file_kind::FileKind;
pub use finding::{Finding, Place, Severity};
pub use fingerprint::Fingerprint;
pub use id::{ChapterId, CueId};
pub use language::Language;
pub use level::{Dbfs, Dbtp, Gain, Lufs};
pub use profile::Profile;
pub use rule::Rule;
pub use take::TakeId;
pub use time::{Frames, SampleRate};
