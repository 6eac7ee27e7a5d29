//! What is to be done for each chapter, and why.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::mem::discriminant;

use serde::Serialize;

use crate::check::Master;
use crate::files::{BookFolder, MasterState, master_state};
use crate::timeline::{Break, Change, Timeline, Tone, changes};
use crate::words::profile::Minutes;
use crate::words::{ChapterId, CueId, Dbfs, Error, Frames, Result};

use super::super::session::Session;

/// A chapter, and what is to be done for it.
pub(in crate::shell) struct Task {
    pub planned: Planned,
    pub work: Work,
    pub why: Vec<Reason>,
}

/// What a planned timeline comes to, without its spans: those of a long book are megabytes.
pub(in crate::shell) struct Planned {
    pub chapter: ChapterId,
    pub frames: Frames,
    pub tones: Vec<Tone>,
    /// How loud its room tone is where it is loudest.
    pub loudest_room: Option<Dbfs>,
    /// Where it goes on best in another file, if it is too long for one.
    pub breaks: Vec<Break>,
}

/// What is to be done for a chapter.
pub(in crate::shell) enum Work {
    /// Nothing: its master stands, and measures this.
    Keep(Box<Master>),
    /// Nothing but to remember it: its master stands in a copy of the file that was written.
    Recognise(Box<Master>),
    /// Its master stands; its timeline is written again, as it says other words, or names that files no longer have.
    Retell(Box<Master>),
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
    /// Compares what is planned for a chapter with what stands there. Returns with it the timeline that is to be rendered,
    /// or only written; nothing where what stands there stays.
    ///
    /// # Errors
    /// Where the timeline that is there can't be read from the disk.
    pub fn of(planned: Timeline, session: &Session) -> Result<(Self, Option<Timeline>)> {
        let (work, why, timeline) = compare(&planned, &session.folder)?;
        let longest = session.profile.length.as_ref().and_then(|length| length.max);
        let task = Self { planned: Planned::of(&planned, longest), work, why };
        let timeline = if matches!(task.work, Work::Build) { Some(planned) } else { timeline };
        Ok((task, timeline))
    }
}

impl Planned {
    fn of(timeline: &Timeline, longest: Option<Minutes>) -> Self {
        Self {
            chapter: timeline.chapter.clone(),
            frames: timeline.frames,
            tones: timeline.tones.clone(),
            loudest_room: timeline.room(),
            breaks: longest.map_or(Vec::new(), |Minutes(longest)| timeline.breaks(longest * 60.0)),
        }
    }
}

/// What is to be done, why, and the timeline that is to be written where its master stays.
type Compared = (Work, Vec<Reason>, Option<Timeline>);

fn compare(planned: &Timeline, folder: &BookFolder) -> Result<Compared> {
    let path = folder.timeline_path(&planned.chapter);
    let built = match fs::read(&path) {
        Ok(json) => Some(json),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Error::io("read", &path, error)),
    };
    let Some(json) = built else {
        let is_first = !folder.master_path(&planned.chapter).exists();
        return Ok((Work::Build, vec![if is_first { Reason::First } else { Reason::NoTimeline }], None));
    };
    let built = String::from_utf8(json).ok().and_then(|json| Timeline::from_json(&json).ok());
    let Some(built) = built else { return Ok((Work::Build, vec![Reason::BadTimeline], None)) };
    let differences = changes(&built, planned).into_iter().map(Reason::Planned).collect();
    let recipes = built.made_from.as_ref().zip(planned.made_from.as_ref());
    let Some((_, wanted)) = recipes.filter(|(built, planned)| built.recipe == planned.recipe) else {
        return Ok((Work::Build, differences, None));
    };
    let (master, same): (_, fn(Box<Master>) -> Work) = match master_state(folder, &planned.chapter, wanted.recipe) {
        MasterState::Whole(master) => (master, Work::Keep),
        MasterState::Copied(master) => (master, Work::Recognise),
        MasterState::Gone => return Ok(rebuilt(Reason::MasterGone, differences)),
        MasterState::Changed => return Ok(rebuilt(Reason::MasterChanged, differences)),
        MasterState::Other => return Ok(rebuilt(Reason::MasterOther, differences)),
    };
    let retold = built.retold(planned);
    if retold == built {
        Ok((same(master), differences, None))
    } else {
        Ok((Work::Retell(master), differences, Some(retold)))
    }
}

fn rebuilt(wrong: Reason, differences: Vec<Reason>) -> Compared {
    (Work::Build, [vec![wrong], differences].concat(), None)
}
