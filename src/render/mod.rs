//! Rendering: a timeline and its takes become samples.
