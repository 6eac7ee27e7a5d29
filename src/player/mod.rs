//! Hearing a book: outputs, transport and the terminal player.
//!
//! What is played is a programme: chapters with their lines. Their sound comes from a [`Studio`], which is also given what
//! the listener writes and how far they came. The tape stands in the middle: the transport winds it, an output pulls it, and
//! the screen only asks where it is.

mod find;
mod keys;
mod listener;
mod master;
mod output;
mod programme;
mod prompt;
mod reader;
mod screen;
mod stretch;
mod studio;
mod tape;
mod terminal;
mod transport;

use std::sync::Arc;

pub use master::MasterSound;
pub use output::OutputChoice;
pub use programme::{Chapter, Line, Place, Programme};
pub use studio::{Mark, Sound, Studio, TakeSound};
pub use terminal::ScreenChoice;

use tape::Tape;
use terminal::Terminal;
use transport::Transport;

use crate::words::Result;

/// Plays a programme from one place to another, or to its end, with its words on the screen.
///
/// # Errors
/// Where a chapter's sound is not to be had, no sound device opens, or the device, a file or the terminal fails in the
/// middle. The terminal is put back as it was in every case.
pub fn play(
    programme: &Programme,
    studio: &Arc<dyn Studio>,
    from: Place,
    until: Option<Place>,
    output: &OutputChoice,
    screen: ScreenChoice,
) -> Result<()> {
    let tape = Arc::new(Tape::new(programme, studio.clone(), from, until)?);
    let output = output::open(output, &tape)?;
    // Declared after the transport, the terminal is put back before the device is let go.
    let mut transport = Transport::new(tape, output);
    Terminal::open(screen)?.follow(programme, studio, from, &mut transport)
}
