//! Reading back what delivered files say of themselves, by other code than writes it.

mod flac;
mod id3;
mod m4b;
mod mp3;
mod opus;
mod vorbis;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use crate::delivery::{ChannelMode, Mode, Says};
use crate::words::profile::Format;
use crate::words::{Error, Result};

/// What a file's headers say.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Headers {
    /// Its channels, as every frame has them; nothing where the format leaves that to whoever decodes it.
    pub channels: Option<ChannelMode>,
    /// Its bit rate.
    pub mode: Option<Mode>,
    /// Its tags; nothing for a format without.
    pub says: Option<Says>,
}

/// Reads the headers of a file.
///
/// # Errors
/// Where it can't be read, or is no such file.
pub fn headers(path: &Path, format: Format) -> Result<Headers> {
    let read = || -> std::io::Result<Headers> {
        let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
        Ok(match format {
            Format::Mp3 => {
                let says = id3::read(&mut file)?;
                let (channels, mode) = mp3::frames(&mut file)?;
                Headers { channels: Some(channels), mode: Some(mode), says }
            }
            Format::M4b => m4b::read(&mut file)?,
            Format::Opus => opus::read(&mut file)?,
            Format::Flac => Headers { says: Some(flac::read(&mut file)?), ..Headers::default() },
            Format::Wav => Headers::default(),
        })
    };
    read().map_err(|error| Error::io("read back", path, error))
}

/// Bytes that are not what they should be.
fn wrong(what: impl Into<String>) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, what.into())
}
