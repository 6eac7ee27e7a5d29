//! Encoders: samples in, files that shops and players take out.

mod flac;
mod mp3;
mod tags;
mod vorbis;

pub use flac::FlacWriter;
pub use mp3::{Mp3Writer, RATES as MP3_RATES};
pub use tags::{Mark, Picture, Tags};
