//! Rendering: a timeline and its takes become the samples of a chapter.

mod chapter;
mod fade;
mod master;
mod sources;

pub use chapter::{ChapterAudio, open};
pub use master::render_master;
