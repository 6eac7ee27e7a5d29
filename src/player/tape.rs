//! The tape between the hand that winds it and the device that pulls it.
//!
//! Whoever moves the tape never touches the device's samples, and the device never decides what comes next: it pulls
//! until it is told to wait. A jump holds the tape until the device has dropped what it had pulled from the old place,
//! so nothing of the old place is heard after it and nothing of the new place is lost.
//!
//! The samples run through rodio's adapters, but not through its `Player`: that one winds by seconds in an f32, whose
//! step an hour into a chapter is eleven frames, obeys every 5 ms, and fills a pause with silence that would have to be
//! played before what follows it.

use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rodio::conversions::ChannelCountConverter;
use rodio::source::{Pausable, Source};

use super::chapter::Chapter;
use crate::words::{Error, Frames, Result, SampleRate};

/// How many channels every output is given; a mono chapter sounds on both.
pub(super) const CHANNELS: u16 = 2;

/// What pulling the tape gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pulled {
    /// So many frames of sound, two samples each.
    Sound(usize),
    /// Nothing yet: the device must drop what it holds and say so with [`Tape::landed`].
    Jumping,
    /// Nothing until the tape moves again.
    Paused,
    /// Nothing more.
    Ended,
}

/// A chapter on its way to a device, shared between the two threads.
pub(super) struct Tape(Mutex<State>);

struct State {
    sound: ChannelCountConverter<Pausable<Chapter>>,
    /// The next frame to be pulled.
    at: Frames,
    /// Where the tape was last wound to: nothing before it can be what is heard now.
    origin: Frames,
    end: Frames,
    jumping: bool,
    failure: Option<Error>,
}

impl State {
    fn chapter(&mut self) -> &mut Chapter {
        self.sound.inner_mut().inner_mut()
    }

    fn wind(&mut self, frame: Frames) -> Result<()> {
        let frame = frame.min(self.end);
        self.chapter().seek(frame)?;
        (self.at, self.origin) = (frame, frame);
        Ok(())
    }
}

impl Tape {
    /// A tape of a chapter from one frame to another, ready to move.
    pub fn new(chapter: Chapter, from: Frames, until: Frames) -> Result<Self> {
        let end = until.min(chapter.frames());
        let stereo = NonZero::new(CHANNELS).expect("not zero");
        let channels = chapter.channels();
        let sound = ChannelCountConverter::new(chapter.pausable(false), channels, stereo);
        let mut state = State { sound, at: Frames::ZERO, origin: Frames::ZERO, end, jumping: false, failure: None };
        state.wind(from)?;
        Ok(Self(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A device's thread that panicked has left the tape between two samples at worst; winding it heals that.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The chapter's sample rate.
    pub fn sample_rate(&self) -> SampleRate {
        self.state().chapter().rate()
    }

    /// Fills whole frames from the start of `block`, as many as fit and are left.
    pub fn pull(&self, block: &mut [f32]) -> Pulled {
        let mut state = self.state();
        if state.jumping {
            return Pulled::Jumping;
        }
        if state.sound.inner_mut().is_paused() {
            return Pulled::Paused;
        }
        let wanted = (block.len() as u64 / u64::from(CHANNELS)).min((state.end - state.at).0);
        let wanted = Frames(wanted).index();
        let mut frames = 0;
        for frame in block.chunks_exact_mut(CHANNELS.into()).take(wanted) {
            let (Some(left), Some(right)) = (state.sound.next(), state.sound.next()) else { break };
            frame.copy_from_slice(&[left, right]);
            frames += 1;
        }
        if frames < wanted {
            // What the file lacks is reported once what it has was heard.
            state.failure = state.chapter().take_failure();
            state.end = state.at + Frames::from(frames);
        }
        state.at += Frames::from(frames);
        if frames == 0 { Pulled::Ended } else { Pulled::Sound(frames) }
    }

    /// Stops the tape; nothing is pulled until it is resumed.
    pub fn pause(&self) {
        self.state().sound.inner_mut().set_paused(true);
    }

    /// Lets the tape move again.
    pub fn resume(&self) {
        self.state().sound.inner_mut().set_paused(false);
    }

    /// Whether the tape is stopped.
    pub fn is_paused(&self) -> bool {
        self.state().sound.inner_mut().is_paused()
    }

    /// Winds the tape to a frame, or to its end, and holds it until the device has [landed](Self::landed).
    pub fn jump(&self, frame: Frames) -> Result<()> {
        let mut state = self.state();
        state.jumping = true;
        state.wind(frame)
    }

    /// Whether the tape waits for the device to drop what it holds.
    pub fn is_jumping(&self) -> bool {
        self.state().jumping
    }

    /// Lets go of the tape after a jump: the device holds nothing of the old place any more.
    pub fn landed(&self) {
        self.state().jumping = false;
    }

    /// The frame that is heard while so many of the pulled ones still wait in the device; never the end itself, where
    /// nothing sounds any more.
    pub fn heard(&self, waiting: Frames) -> Frames {
        let state = self.state();
        state.at.saturating_sub(waiting).max(state.origin).min(state.end.saturating_sub(Frames(1)))
    }

    /// Whether everything has been pulled.
    pub fn is_ended(&self) -> bool {
        let state = self.state();
        !state.jumping && state.at >= state.end
    }

    /// Why the tape ended before the chapter did.
    pub fn take_failure(&self) -> Option<Error> {
        self.state().failure.take()
    }
}
