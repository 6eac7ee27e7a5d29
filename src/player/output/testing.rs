//! A device for tests.

use std::sync::Arc;

use super::Output;
use crate::player::tape::Tape;
use crate::words::{Frames, Result};

/// Stands in for a device: it takes sound only when it is asked how much waits, so many frames each time.
pub struct Stand {
    tape: Arc<Tape>,
    frames: usize,
}

impl Stand {
    pub fn in_for(tape: Arc<Tape>, frames: usize) -> Self {
        Self { tape, frames }
    }
}

impl Output for Stand {
    fn pause(&mut self) -> Result<()> {
        Ok(())
    }

    fn resume(&mut self) -> Result<()> {
        Ok(())
    }

    fn jump(&mut self) -> Result<()> {
        self.tape.landed();
        Ok(())
    }

    fn waiting(&mut self) -> Result<Frames> {
        if self.frames > 0 {
            self.tape.pull(&mut vec![0.0; self.frames]);
        }
        Ok(Frames::ZERO)
    }

    fn is_drained(&mut self) -> Result<bool> {
        Ok(true)
    }
}
