//! Hearing a chapter: outputs, transport and the terminal player.
//!
//! The tape stands in the middle: the transport winds it, an output pulls it, and the screen only asks where it is.

mod chapter;
mod keys;
mod output;
mod programme;
mod screen;
mod tape;
mod terminal;
mod transport;

use std::sync::Arc;

pub use output::OutputChoice;
pub use programme::{Line, Programme};
pub use terminal::ScreenChoice;

use chapter::Chapter;
use tape::Tape;
use terminal::Terminal;
use transport::Transport;

use crate::words::{Error, Frames, Result};

/// Plays a chapter from one frame to another, or to its end, with its words on the screen.
///
/// # Errors
/// Where the chapter is not the one that the programme describes, no sound device opens, or the device, the file or
/// the terminal fails in the middle. The terminal is put back as it was in every case.
pub fn play(
    programme: &Programme,
    from: Frames,
    until: Option<Frames>,
    output: &OutputChoice,
    screen: ScreenChoice,
) -> Result<()> {
    let chapter = Chapter::open(&programme.wav)?;
    let (found, wanted) = ((chapter.frames(), chapter.rate()), (programme.frames, programme.sample_rate));
    if found != wanted {
        let say = |(frames, rate): (Frames, _)| format!("{} frames at {rate}", frames.0);
        return Err(Error::new(format!(
            "`{}` has {}, but its timeline has {}",
            programme.wav.display(),
            say(found),
            say(wanted)
        ))
        .hint("`cuebook build` makes both again"));
    }
    let tape = Arc::new(Tape::new(chapter, from, until.unwrap_or(programme.frames))?);
    let output = output::open(output, &tape)?;
    // Declared after the transport, the terminal is put back before the device is let go.
    let mut transport = Transport::new(tape, output);
    Terminal::open(screen)?.follow(programme, from, &mut transport)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::SampleRate;

    #[test]
    fn a_chapter_that_does_not_match_its_timeline_is_not_played() {
        let dir = tempfile::tempdir().unwrap();
        let wav = dir.path().join("01.wav");
        chapter::tests::write_wav(&wav, 1, 16, 44_100, &[0; 10]);
        let programme = Programme {
            sample_rate: SampleRate::CD,
            frames: Frames(11),
            wav: wav.clone(),
            ..programme::tests::three_lines()
        };
        let error = play(&programme, Frames::ZERO, None, &OutputChoice::Automatic, ScreenChoice::Plain).unwrap_err();
        assert_eq!(
            error.message(),
            format!("`{}` has 10 frames at 44100 Hz, but its timeline has 11 frames at 44100 Hz", wav.display())
        );
    }

    #[test]
    fn a_chapter_that_was_not_built_is_named_with_what_builds_it() {
        let wav = tempfile::tempdir().unwrap().path().join("01.wav");
        let programme = Programme { wav: wav.clone(), ..programme::tests::three_lines() };
        let error = play(&programme, Frames::ZERO, None, &OutputChoice::Automatic, ScreenChoice::Plain)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(&format!("failed to read `{}`\n  because: ", wav.display())), "{error}");
        assert!(error.ends_with("hint: `cuebook build` makes the chapters that can be played"), "{error}");
    }
}
