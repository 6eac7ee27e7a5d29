//! The system's own device on macOS and Windows, through rodio.

use std::num::NonZero;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use rodio::cpal::BufferSize;
use rodio::{CpalError, CpalErrorKind, DeviceSinkBuilder, DeviceSinkError, MixerDeviceSink, Source};

use super::{BUFFER_MS, Output, lost, reason};
use crate::player::tape::{CHANNELS, Pulled, Tape};
use crate::words::{Error, Frames, Result, SampleRate};

/// The samples pulled at a time: a pause or a jump is heard that much later, 6 ms at 44.1 kHz.
const SAMPLES: usize = 256 * CHANNELS as usize;

/// The device that the system chose.
pub(super) struct Device {
    sink: MixerDeviceSink,
    tape: Arc<Tape>,
    failure: Arc<OnceLock<String>>,
    ended: Option<Instant>,
}

impl Device {
    /// Opens the system's device and begins to pull the tape.
    pub fn open(tape: Arc<Tape>) -> Result<Self> {
        let failure = Arc::new(OnceLock::new());
        let report = failure.clone();
        let open = || -> Result<MixerDeviceSink, DeviceSinkError> {
            DeviceSinkBuilder::from_default_device()?
                .with_error_callback(move |error: CpalError| {
                    // These pass by themselves; the stream goes on.
                    let passing = [CpalErrorKind::Xrun, CpalErrorKind::DeviceChanged, CpalErrorKind::RealtimeDenied];
                    if !passing.contains(&error.kind()) {
                        let _ = report.set(error.to_string());
                    }
                })
                .open_stream()
        };
        let mut sink = open().map_err(|error| {
            Error::new("no sound device could be opened")
                .cause(reason(&error))
                .hint("choose an output device in the system's sound settings")
        })?;
        sink.log_on_drop(false);
        sink.mixer().add(Feed { tape: tape.clone(), piece: [0.0; SAMPLES], next: SAMPLES });
        Ok(Self { sink, tape, failure, ended: None })
    }

    fn check(&self) -> Result<()> {
        self.failure.get().map_or(Ok(()), |cause| Err(lost(cause)))
    }
}

impl Output for Device {
    // The mixer pulls for ever; while the tape stands still, `Feed` gives it silence.
    fn pause(&mut self) -> Result<()> {
        self.check()
    }

    fn resume(&mut self) -> Result<()> {
        self.check()
    }

    // What the device holds can't be dropped: the jump is heard one device buffer later.
    fn jump(&mut self) -> Result<()> {
        self.ended = None;
        self.check()
    }

    fn waiting(&mut self) -> Result<Frames> {
        self.check()?;
        let config = self.sink.config();
        let frames = match config.buffer_size() {
            BufferSize::Fixed(frames) => u64::from(*frames),
            BufferSize::Default => 0,
        };
        let device = SampleRate::new(config.sample_rate().get()).expect("a device's rate is never zero");
        Ok(self.tape.sample_rate().rescale(Frames(frames), device))
    }

    // The device does not say when it has played everything, but it holds less than this.
    fn is_drained(&mut self) -> Result<bool> {
        self.check()?;
        let ended = *self.ended.get_or_insert_with(Instant::now);
        Ok(ended.elapsed() >= Duration::from_millis(BUFFER_MS.into()))
    }
}

/// The tape as an endless source for rodio's mixer, which converts it to the device's rate and channels.
struct Feed {
    tape: Arc<Tape>,
    piece: [f32; SAMPLES],
    next: usize,
}

impl Iterator for Feed {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.next >= self.piece.len() {
            if self.tape.is_jumping() {
                self.tape.landed();
            }
            let sound = match self.tape.pull(&mut self.piece) {
                Pulled::Sound(frames) => frames * usize::from(CHANNELS),
                Pulled::Jumping | Pulled::Paused | Pulled::Ended => 0,
            };
            self.piece[sound..].fill(0.0);
            self.next = 0;
        }
        self.next += 1;
        Some(self.piece[self.next - 1])
    }
}

impl Source for Feed {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> NonZero<u16> {
        NonZero::new(CHANNELS).expect("not zero")
    }

    fn sample_rate(&self) -> NonZero<u32> {
        NonZero::new(self.tape.sample_rate().hertz()).expect("a sample rate is never zero")
    }

    fn total_duration(&self) -> Option<Duration> {
        None
    }
}
