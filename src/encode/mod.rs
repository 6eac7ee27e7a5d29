//! Encoders: samples in, files that shops and players take out.

mod aac;
mod flac;
mod m4b;
mod mp3;
mod mp4;
mod opus;
mod tags;
mod vorbis;
mod wav;

pub use flac::FlacWriter;
pub use m4b::M4bWriter;
pub use mp3::Mp3Writer;
pub use opus::OpusWriter;
pub use tags::{Mark, Picture, Tags};
pub use wav::{Sizes, WavWriter, sizes};

/// An error of writing such a file: the caller, who knows its path, says what to do.
fn unwritten(format: &str, cause: &std::io::Error) -> crate::words::Error {
    crate::words::Error::new(format!("the {format} can't be written")).cause(cause)
}
