//! What a file is known by without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// How coarse the times of files may be: two seconds on FAT, which memory cards have.
const COARSEST: Duration = Duration::from_secs(2);

/// How coarse the time of a file's last change may be: systems that have it take it from the timer that ticks at least a
/// hundred times a second. Ten ticks, so that a busy machine does no harm.
const TICK: Duration = Duration::from_millis(100);

/// What the system says of a file; times in nanoseconds since 1970, and nothing for what it does not know.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Identity {
    length: u64,
    /// When its bytes were last written, as far as programs left that alone.
    modified: i64,
    /// When anything about it last changed, its name included: no program can set this one.
    changed: Option<i64>,
    /// When it came to be.
    created: Option<i64>,
    /// Its number on its drive.
    inode: Option<u64>,
}

/// What stays of a file's identity when it is renamed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Renamed {
    length: u64,
    modified: i64,
    created: i64,
    inode: u64,
}

impl Identity {
    /// The identity of a file; `None` for what is none, or has no time of change.
    pub fn of(metadata: &Metadata) -> Option<Self> {
        if !metadata.is_file() {
            return None;
        }
        Some(Self {
            length: metadata.len(),
            modified: nanoseconds(metadata.modified().ok()?)?,
            changed: changed(metadata),
            created: metadata.created().ok().and_then(nanoseconds),
            inode: inode(metadata),
        })
    }

    /// Whether the file of this name is still the same. Its number is not asked: drives that come and go number their
    /// files afresh.
    pub fn is_unchanged(&self, now: &Self) -> bool {
        Self { inode: None, ..self.clone() } == Self { inode: None, ..now.clone() }
    }

    /// What a renamed file is known by; `None` where the system can't tell it from a new one in its place.
    pub fn renamed(&self) -> Option<Renamed> {
        Some(Renamed { length: self.length, modified: self.modified, created: self.created?, inode: self.inode? })
    }

    /// Whether the file was written so shortly before this moment that another write in the same tick of its clock could
    /// not be seen.
    pub fn is_young(&self, now: SystemTime) -> bool {
        // Where a clock is ahead or behind, as on network drives and recorders, the next write has another time by far.
        let is_near = |time: i64, tick: Duration| {
            nanoseconds(now).is_none_or(|now| u128::from(now.abs_diff(time)) < tick.as_nanos())
        };
        is_near(self.modified, COARSEST) || self.changed.is_some_and(|changed| is_near(changed, TICK))
    }
}

/// Nanoseconds since 1970; `None` for times before, and those beyond the year 2262.
fn nanoseconds(time: SystemTime) -> Option<i64> {
    i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<i64> {
    use std::os::unix::fs::MetadataExt;
    metadata.ctime().checked_mul(1_000_000_000)?.checked_add(metadata.ctime_nsec())
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "not every system has one")]
fn inode(metadata: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    Some(metadata.ino())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<i64> {
    None
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> Option<u64> {
    None
}
