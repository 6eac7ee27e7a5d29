//! Where sound goes out: one trait, and for each system the outputs that can be there.
//!
//! Every output is handed the tape and pulls it as f32, stereo, at the chapter's own rate; what the device can't take
//! as it is, the server or the driver converts.

#[cfg(target_os = "linux")]
mod alsa;
#[cfg(target_os = "linux")]
mod asound;
#[cfg(not(target_os = "linux"))]
mod device;
#[cfg(target_os = "linux")]
mod pulse;
#[cfg(test)]
pub(super) mod testing;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::tape::Tape;
use crate::words::{Error, Frames, Result};

/// How much sound waits between the tape and the ear, in milliseconds: enough that a busy machine leaves no hole.
const BUFFER_MS: u32 = 200;

/// Which way the sound goes out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum OutputChoice {
    /// The first that opens: on Linux `PulseAudio` or `PipeWire`, then ALSA; elsewhere the system's own device.
    #[default]
    Automatic,
    /// A `PulseAudio` server, or `PipeWire` in its place.
    Pulse,
    /// An ALSA device by its name.
    Alsa {
        /// The name as `aplay -L` lists it.
        device: String,
    },
}

/// ALSA's name for the device that the system's configuration chose.
const ALSA_DEFAULT: &str = "default";

impl FromStr for OutputChoice {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text.split_once(':') {
            None if text == "auto" => Ok(Self::Automatic),
            None if text == "pulse" => Ok(Self::Pulse),
            None if text == "alsa" => Ok(Self::Alsa { device: ALSA_DEFAULT.to_owned() }),
            Some(("alsa", device)) if !device.is_empty() => Ok(Self::Alsa { device: device.to_owned() }),
            _ => {
                Err(Error::new(format!("`{text}` is no sound output, but `auto`, `pulse`, `alsa` and `alsa:NAME` are"))
                    .hint("`aplay -L` lists the names of ALSA's devices"))
            }
        }
    }
}

impl fmt::Display for OutputChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Automatic => f.pad("auto"),
            Self::Pulse => f.pad("pulse"),
            Self::Alsa { device } if device == ALSA_DEFAULT => f.pad("alsa"),
            Self::Alsa { device } => f.pad(&format!("alsa:{device}")),
        }
    }
}

/// A device that pulls a tape from the moment it is opened; dropping it silences it at once.
///
/// The tape is moved first, then the output is told.
pub(super) trait Output {
    /// Falls silent, keeping what it holds for later.
    fn pause(&mut self) -> Result<()>;

    /// Goes on with what it holds.
    fn resume(&mut self) -> Result<()>;

    /// Drops what it holds of the place that the tape has left.
    fn jump(&mut self) -> Result<()>;

    /// How many of the frames that were pulled have not been heard yet.
    fn waiting(&mut self) -> Result<Frames>;

    /// Whether the last frame has been heard; asked once the tape has ended.
    fn is_drained(&mut self) -> Result<bool>;
}

/// Opens the chosen output, which begins to pull the tape.
#[cfg(target_os = "linux")]
pub(super) fn open(choice: &OutputChoice, tape: &Arc<Tape>) -> Result<Box<dyn Output>> {
    fn boxed(output: impl Output + 'static) -> Box<dyn Output> {
        Box::new(output)
    }
    // The one that was asked for may have to be started first, or be far away; of several, one that is stuck must not
    // hold up the rest.
    let is_asked_for = *choice != OutputChoice::Automatic || pulse::is_named();
    let patience = std::time::Duration::from_millis(if is_asked_for { 3000 } else { 400 });
    let pulse = || pulse::Pulse::open(tape.clone(), patience).map(boxed).map_err(|cause| format!("`pulse`: {cause}"));
    let alsa = |device: &str| {
        let name = OutputChoice::Alsa { device: device.to_owned() };
        alsa::Alsa::open(device, tape.clone(), patience).map(boxed).map_err(|cause| format!("`{name}`: {cause}"))
    };
    let opened = match choice {
        OutputChoice::Pulse => pulse().map_err(|cause| vec![cause]),
        OutputChoice::Alsa { device } => alsa(device).map_err(|cause| vec![cause]),
        OutputChoice::Automatic => pulse().or_else(|first| alsa(ALSA_DEFAULT).map_err(|then| vec![first, then])),
    };
    let causes = match opened {
        Ok(output) => return Ok(output),
        Err(causes) => causes,
    };
    let error = causes.into_iter().fold(Error::new("no sound device could be opened"), Error::cause);
    let other = "choose one of the devices that `aplay -L` lists with `--output alsa:NAME`";
    Err(error.hint(if pulse::is_named() {
        format!("have PULSE_SERVER name a server that listens, or {other}")
    } else {
        format!("start PipeWire or PulseAudio, or {other}")
    }))
}

/// Opens the system's own device, which begins to pull the tape.
#[cfg(not(target_os = "linux"))]
pub(super) fn open(choice: &OutputChoice, tape: &Arc<Tape>) -> Result<Box<dyn Output>> {
    if *choice != OutputChoice::Automatic {
        return Err(Error::new(format!("`{choice}` is a sound output of Linux, but this system has only `auto`")));
    }
    Ok(Box::new(device::Device::open(tape.clone())?))
}

/// What a device that stopped working in the middle is reported as.
fn lost(cause: impl fmt::Display) -> Error {
    Error::new("the sound device was lost while playing")
        .cause(cause)
        .hint("see that it is still connected, then play again from here")
}

/// An error of another crate in one line, with what it was caused by.
fn reason(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_chosen_by_the_name_it_shows() {
        for name in ["auto", "pulse", "alsa", "alsa:hw:0", "alsa:plughw:CARD=USB,DEV=0"] {
            assert_eq!(name.parse::<OutputChoice>().unwrap().to_string(), name);
        }
        assert_eq!("alsa:hw:0".parse::<OutputChoice>().unwrap(), OutputChoice::Alsa { device: "hw:0".to_owned() });
        for wrong in ["", "ALSA", "alsa:", "pulse:x", "jack"] {
            let message = wrong.parse::<OutputChoice>().unwrap_err().to_string();
            assert!(message.starts_with(&format!("`{wrong}` is no sound output, but `auto`")), "{message}");
        }
    }
}
