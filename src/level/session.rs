//! Recording sessions: which takes were made together, and what brings each session to the level of the others.

use crate::check::Review;
use crate::takes::Take;
use crate::words::Gain;

/// The takes of a book by recording session.
#[derive(Clone, PartialEq, Debug)]
pub struct Sessions {
    /// The sessions, in the order in which the book first uses them.
    sessions: Vec<Session>,
}

/// Takes that were made together.
#[derive(Clone, PartialEq, Debug)]
pub struct Session {
    /// What brings it to the level of the others.
    pub gain: Gain,
}

/// Where a take belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Placement {
    /// The session, by its place among the book's sessions.
    pub session: usize,
    /// What the take alone is moved by, as it stands apart from its neighbours.
    pub apart: Gain,
}

impl Sessions {
    /// The sessions of a book's takes.
    #[must_use]
    pub fn of(_review: &Review) -> Self {
        Self { sessions: vec![Session { gain: Gain::UNITY }] }
    }

    /// Where a take belongs.
    #[must_use]
    pub fn place(&self, _take: &Take) -> Placement {
        Placement { session: 0, apart: Gain::UNITY }
    }

    /// The sessions, in the order in which the book first uses them.
    #[must_use]
    pub fn all(&self) -> &[Session] {
        &self.sessions
    }
}
