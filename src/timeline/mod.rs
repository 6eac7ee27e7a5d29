//! The timeline: what sounds when, from which take, at which gain.
