//! Rendering: a timeline and its takes become the samples of a chapter.

mod chapter;
mod fade;
mod master;
mod sources;
mod tones;

pub use chapter::{ChapterAudio, open};
pub use master::{Threads, render_master};
pub use sources::open_clip;

/// The code that renders, by a digest of its sources and of what it was compiled from and for (`build.rs`).
pub const RENDERED_BY: &str = env!("CUEBOOK_RENDERED_BY");
