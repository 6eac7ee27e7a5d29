//! What is to be done for each chapter, and why.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::mem::discriminant;

use serde::Serialize;

use crate::check::Master;
use crate::files::{BookFolder, MasterState, master_state};
use crate::timeline::{Change, Timeline, changes};
use crate::words::{CueId, Error, Result};

/// A chapter, and what is to be done for it.
pub(in crate::shell) struct Task {
    pub planned: Timeline,
    pub work: Work,
    pub why: Vec<Reason>,
}

/// What is to be done for a chapter.
pub(in crate::shell) enum Work {
    /// Nothing: its master stands, and measures this.
    Keep(Box<Master>),
    /// Nothing but to remember it: its master stands in a copy of the file that was written.
    Recognise(Box<Master>),
    /// Its master stands; its timeline is written again, as it says other words, or names that files no longer have.
    Retell(Box<Master>, Box<Timeline>),
    /// It is to be built.
    Build,
}

/// Why something is to be done.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub(in crate::shell) enum Reason {
    /// It has no master yet.
    First,
    /// Its timeline is gone.
    NoTimeline,
    /// Its timeline can't be understood.
    BadTimeline,
    /// Its master is gone.
    MasterGone,
    /// Its master was changed since, or nothing is known of it any more.
    MasterChanged,
    /// Its master was made from something else than its timeline says.
    MasterOther,
    /// Its timeline is another one now.
    #[serde(untagged)]
    Planned(Change),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("for the first time"),
            Self::NoTimeline => f.write_str("its timeline is gone"),
            Self::BadTimeline => f.write_str("its timeline can't be understood"),
            Self::MasterGone => f.write_str("its master is gone"),
            Self::MasterChanged => f.write_str("its master is not as it was written"),
            Self::MasterOther => f.write_str("its master is not that of its timeline"),
            Self::Planned(change) => change.fmt(f),
        }
    }
}

impl Reason {
    /// Whether another reason is of the same kind.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Planned(one), Self::Planned(other)) => discriminant(one) == discriminant(other),
            (one, other) => one == other,
        }
    }

    /// The cue that it is about, where it is about one.
    pub fn cue(&self) -> Option<&CueId> {
        match self {
            Self::Planned(change) => change.cue(),
            _ => None,
        }
    }
}

impl Task {
    /// Compares what is planned for a chapter with what stands there.
    ///
    /// # Errors
    /// Where the timeline that is there can't be read from the disk.
    pub fn of(planned: Timeline, folder: &BookFolder) -> Result<Self> {
        let (work, why) = compare(&planned, folder)?;
        Ok(Self { planned, work, why })
    }
}

fn compare(planned: &Timeline, folder: &BookFolder) -> Result<(Work, Vec<Reason>)> {
    let path = folder.timeline_path(&planned.chapter);
    let built = match fs::read(&path) {
        Ok(json) => Some(json),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Error::io("read", &path, error)),
    };
    let Some(json) = built else {
        let is_first = !folder.master_path(&planned.chapter).exists();
        return Ok((Work::Build, vec![if is_first { Reason::First } else { Reason::NoTimeline }]));
    };
    let built = String::from_utf8(json).ok().and_then(|json| Timeline::from_json(&json).ok());
    let Some(built) = built else { return Ok((Work::Build, vec![Reason::BadTimeline])) };
    let differences = changes(&built, planned).into_iter().map(Reason::Planned).collect();
    let recipes = built.made_from.as_ref().zip(planned.made_from.as_ref());
    let Some((_, wanted)) = recipes.filter(|(built, planned)| built.recipe == planned.recipe) else {
        return Ok((Work::Build, differences));
    };
    let wrong = match master_state(folder, &planned.chapter, wanted.recipe) {
        MasterState::Whole(master) => return Ok((standing(&built, planned, master, Work::Keep), differences)),
        MasterState::Copied(master) => return Ok((standing(&built, planned, master, Work::Recognise), differences)),
        MasterState::Gone => Reason::MasterGone,
        MasterState::Changed => Reason::MasterChanged,
        MasterState::Other => Reason::MasterOther,
    };
    Ok((Work::Build, [vec![wrong], differences].concat()))
}

/// What is to be done where a chapter's master stands: `same`, but for what its timeline says.
fn standing(built: &Timeline, planned: &Timeline, master: Box<Master>, same: fn(Box<Master>) -> Work) -> Work {
    let retold = built.retold(planned);
    if retold == *built { same(master) } else { Work::Retell(master, Box::new(retold)) }
}
