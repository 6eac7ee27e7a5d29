//! The tape between the hand that winds it and the device that pulls it.
//!
//! Whoever moves the tape never touches the device's samples, and the device never decides what comes next: it pulls
//! until it is told to wait. A jump holds the tape until the device has dropped what it had pulled from the old place,
//! so nothing of the old place is heard after it and nothing of the new place is lost.
//!
//! What the device holds may come from two chapters, and may have been laid out at two speeds: for each the tape remembers
//! where it came from, so that what is shown is what is heard.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::programme::{Place, Programme};
use super::reader::Reader;
use super::stretch::Stretch;
use super::studio::{Studio, TakeSound};
use crate::words::{Error, Frames, Gain, Result, SampleRate};

/// How many channels every output is given; a mono chapter sounds on both.
pub(super) const CHANNELS: u16 = 2;

/// How many changes of place or speed are remembered; a device holds fewer.
const REMEMBERED: usize = 4096;

/// How many frames a change of the volume takes: 6 ms at 44.1 kHz, so that it does not click.
const FADE: f32 = 256.0;

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

/// A programme on its way to a device, shared between the two threads.
pub(super) struct Tape {
    state: Mutex<State>,
    rate: SampleRate,
}

struct State {
    reader: Reader,
    stretch: Stretch,
    volume: Volume,
    trail: Trail,
    /// How many frames were pulled since the tape was wound.
    pulled: u64,
    piece: Vec<f32>,
    paused: bool,
    jumping: bool,
    ended: bool,
    failure: Option<Error>,
}

/// Where what was pulled came from.
struct Trail {
    /// Where the tape was wound to.
    origin: Place,
    /// From which sample of the stream on it came from which place.
    places: VecDeque<(u64, Place)>,
    /// From which pulled frame on it was which sample of the stream, and how many of these went into one frame.
    speeds: VecDeque<(u64, f64, f64)>,
}

impl Trail {
    fn new(origin: Place) -> Self {
        Self { origin, places: VecDeque::new(), speeds: VecDeque::new() }
    }

    fn came_from(&mut self, sample: u64, place: Place) {
        let goes_on = self.places.back().is_some_and(|&(from, first)| {
            first.chapter == place.chapter && first.frame + Frames(sample - from) == place.frame
        });
        if !goes_on {
            remember(&mut self.places, (sample, place));
        }
    }

    fn pulled(&mut self, frame: u64, (sample, speed): (f64, f64)) {
        let goes_on = self.speeds.back().is_some_and(|&(from, first, at)| {
            at == speed && ((frame - from) as f64 * speed + first - sample).abs() < 0.5
        });
        if !goes_on {
            remember(&mut self.speeds, (frame, sample, speed));
        }
    }

    /// Where a pulled frame came from.
    fn place(&self, frame: u64) -> Place {
        let speeds = self.speeds.partition_point(|&(from, ..)| from <= frame);
        let Some(&(from, first, speed)) = self.speeds.get(speeds.saturating_sub(1)) else { return self.origin };
        let sample = (first + frame.saturating_sub(from) as f64 * speed) as u64;
        let places = self.places.partition_point(|&(from, _)| from <= sample);
        let Some(&(from, place)) = self.places.get(places.saturating_sub(1)) else { return self.origin };
        Place { frame: place.frame + Frames(sample.saturating_sub(from)), ..place }
    }
}

fn remember<T>(known: &mut VecDeque<T>, one: T) {
    if known.len() == REMEMBERED {
        known.pop_front();
    }
    known.push_back(one);
}

/// The listener's volume.
struct Volume {
    wanted: f32,
    now: f32,
}

impl Volume {
    /// Brings samples to the volume; where it makes them louder, none passes full scale.
    fn apply(&mut self, samples: &mut [f32]) {
        if self.now == 1.0 && self.wanted == 1.0 {
            return;
        }
        let step = 1.0 / FADE;
        for sample in samples {
            self.now += (self.wanted - self.now).clamp(-step, step);
            *sample = (*sample * self.now).clamp(-1.0, 1.0);
        }
    }
}

impl State {
    fn wind(&mut self, place: Place) -> Result<()> {
        self.reader.seek(place)?;
        self.start(place);
        Ok(())
    }

    fn start(&mut self, origin: Place) {
        self.stretch.clear();
        self.trail = Trail::new(origin);
        (self.pulled, self.ended, self.failure) = (0, false, None);
    }

    /// Fills the piece with so many samples at the listener's speed, or fewer at the end.
    fn fill(&mut self, wanted: usize) -> usize {
        self.piece.resize(wanted, 0.0);
        let mut filled = 0;
        while filled < wanted {
            self.trail.pulled(self.pulled + filled as u64, self.stretch.position());
            let (mut read, reader, trail, failure) =
                (self.stretch.read(), &mut self.reader, &mut self.trail, &mut self.failure);
            let count = self.stretch.pull(&mut self.piece[filled..], |out| {
                if failure.is_some() {
                    return 0;
                }
                match reader.read(out) {
                    Ok(Some((place, count))) => {
                        trail.came_from(read, place);
                        read += count as u64;
                        count
                    }
                    Ok(None) => 0,
                    // What the sound lacks is reported once what it has was heard.
                    Err(error) => {
                        *failure = Some(error);
                        0
                    }
                }
            });
            if count == 0 {
                break;
            }
            filled += count;
        }
        filled
    }
}

impl Tape {
    /// A tape of a programme from one place to another, or to its end, ready to move.
    pub fn new(programme: &Programme, studio: Arc<dyn Studio>, from: Place, until: Option<Place>) -> Result<Self> {
        let rate = programme.sample_rate;
        let state = State {
            reader: Reader::new(programme, studio, from, until)?,
            stretch: Stretch::new(rate),
            volume: Volume { wanted: 1.0, now: 1.0 },
            trail: Trail::new(from),
            pulled: 0,
            piece: Vec::new(),
            paused: false,
            jumping: false,
            ended: false,
            failure: None,
        };
        Ok(Self { state: Mutex::new(state), rate })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A device's thread that panicked has left the tape between two samples at worst; winding it heals that.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The programme's sample rate.
    pub fn sample_rate(&self) -> SampleRate {
        self.rate
    }

    /// Fills whole frames from the start of `block`, as many as fit and are left.
    pub fn pull(&self, block: &mut [f32]) -> Pulled {
        let mut state = self.state();
        let state = &mut *state;
        if state.jumping {
            return Pulled::Jumping;
        }
        if state.paused {
            return Pulled::Paused;
        }
        if state.ended {
            return Pulled::Ended;
        }
        let wanted = block.len() / usize::from(CHANNELS);
        let frames = state.fill(wanted);
        state.volume.apply(&mut state.piece[..frames]);
        for (frame, &sample) in block.chunks_exact_mut(CHANNELS.into()).zip(&state.piece[..frames]) {
            frame.fill(sample);
        }
        state.pulled += frames as u64;
        state.ended = frames < wanted || (state.reader.is_at_end() && state.stretch.is_empty());
        if frames == 0 && wanted > 0 { Pulled::Ended } else { Pulled::Sound(frames) }
    }

    /// Stops the tape; nothing is pulled until it is resumed.
    pub fn pause(&self) {
        self.state().paused = true;
    }

    /// Lets the tape move again.
    pub fn resume(&self) {
        self.state().paused = false;
    }

    /// Whether the tape is stopped.
    pub fn is_paused(&self) -> bool {
        self.state().paused
    }

    /// Winds the tape to a place, and holds it until the device has [landed](Self::landed).
    pub fn jump(&self, place: Place) -> Result<()> {
        let mut state = self.state();
        state.jumping = true;
        state.wind(place)
    }

    /// Has a take heard in the place of its line, and holds the tape as a [jump](Self::jump) does.
    pub fn jump_aside(&self, take: TakeSound, chapter: usize, line: Range<Frames>, from: Frames) -> Result<()> {
        let mut state = self.state();
        state.jumping = true;
        let origin = Place { chapter, frame: line.start + from };
        state.reader.put_aside(take, chapter, line, from)?;
        state.start(origin);
        Ok(())
    }

    /// Hears a part of a chapter again and again, or goes on.
    pub fn go_round(&self, round: Option<(usize, Range<Frames>)>) {
        let mut state = self.state();
        state.reader.go_round(round);
        state.ended = false;
    }

    /// Goes on at another speed, at the same pitch.
    pub fn set_speed(&self, speed: f64) {
        self.state().stretch.set_speed(speed);
    }

    /// Goes on louder or softer.
    pub fn set_volume(&self, gain: Gain) {
        self.state().volume.wanted = gain.factor() as f32;
    }

    /// Whether the tape waits for the device to drop what it holds.
    pub fn is_jumping(&self) -> bool {
        self.state().jumping
    }

    /// Lets go of the tape after a jump: the device holds nothing of the old place any more.
    pub fn landed(&self) {
        self.state().jumping = false;
    }

    /// The place that is heard while so many of the pulled frames still wait in the device; never an end itself, where
    /// nothing sounds any more.
    pub fn heard(&self, waiting: Frames) -> Place {
        let state = self.state();
        state.reader.last_before(state.trail.place(state.pulled.saturating_sub(waiting.0)))
    }

    /// Whether everything has been pulled.
    pub fn is_ended(&self) -> bool {
        let state = self.state();
        !state.jumping && state.ended
    }

    /// Why the tape ended before the programme did.
    pub fn take_failure(&self) -> Option<Error> {
        self.state().failure.take()
    }
}
