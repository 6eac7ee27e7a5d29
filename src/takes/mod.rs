//! Takes: which there are, and which one each cue uses.
