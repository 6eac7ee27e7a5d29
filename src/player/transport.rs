//! Play, pause, wind: a tape and the output that pulls it, moved together.

use std::ops::Range;
use std::sync::Arc;

use super::output::Output;
use super::programme::Place;
use super::studio::TakeSound;
use super::tape::Tape;
use crate::words::{Frames, Gain, Result};

/// A programme that is being heard.
pub(super) struct Transport {
    tape: Arc<Tape>,
    output: Box<dyn Output>,
}

impl Transport {
    /// A tape with the output that has begun to pull it.
    pub fn new(tape: Arc<Tape>, output: Box<dyn Output>) -> Self {
        Self { tape, output }
    }

    /// Whether the sound is paused.
    pub fn is_paused(&self) -> bool {
        self.tape.is_paused()
    }

    /// Pauses what plays, and resumes what is paused; not a frame is lost between.
    pub fn toggle(&mut self) -> Result<()> {
        if self.tape.is_paused() {
            self.tape.resume();
            self.output.resume()
        } else {
            self.tape.pause();
            self.output.pause()
        }
    }

    /// Jumps to a place; what is heard next is that very frame.
    pub fn seek(&mut self, place: Place) -> Result<()> {
        self.tape.jump(place)?;
        self.output.jump()
    }

    /// Has a take heard in the place of its line, from so many frames behind its start on.
    pub fn hear_aside(&mut self, take: TakeSound, chapter: usize, line: Range<Frames>, from: Frames) -> Result<()> {
        self.tape.jump_aside(take, chapter, line, from)?;
        self.output.jump()
    }

    /// Hears a part of a chapter again and again, or goes on.
    pub fn go_round(&mut self, round: Option<(usize, Range<Frames>)>) {
        self.tape.go_round(round);
    }

    /// Goes on at another speed, at the same pitch.
    pub fn set_speed(&mut self, speed: f64) {
        self.tape.set_speed(speed);
    }

    /// Goes on louder or softer.
    pub fn set_volume(&mut self, gain: Gain) {
        self.tape.set_volume(gain);
    }

    /// The place that is heard now.
    pub fn position(&mut self) -> Result<Place> {
        let waiting = self.output.waiting()?;
        Ok(self.tape.heard(waiting))
    }

    /// Whether the last frame has been heard.
    ///
    /// # Errors
    /// Where the device or the file failed before that.
    pub fn is_finished(&mut self) -> Result<bool> {
        // A paused device would never come to its end.
        if self.tape.is_paused() || !self.tape.is_ended() || !self.output.is_drained()? {
            return Ok(false);
        }
        self.tape.take_failure().map_or(Ok(true), Err)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::*;
    use crate::player::master::tests::write_wav;
    use crate::player::programme::tests::at;
    use crate::player::studio::tests::{Shelf, untitled};
    use crate::player::tape::Pulled;

    const LENGTH: u64 = 5000;
    const PIECE: usize = 37;

    /// A device with a buffer, of which the test decides when it takes and when it sounds.
    #[derive(Default)]
    struct Buffer {
        held: VecDeque<f32>,
        heard: Vec<f32>,
    }

    impl Buffer {
        fn take(&mut self, tape: &Tape, pieces: usize) {
            let mut piece = [0.0; PIECE * 2];
            for _ in 0..pieces {
                match tape.pull(&mut piece) {
                    Pulled::Sound(frames) => self.held.extend(&piece[..frames * 2]),
                    Pulled::Jumping | Pulled::Paused | Pulled::Ended => {}
                }
            }
        }

        fn sound(&mut self, frames: usize) {
            self.heard.extend(self.held.drain(..(frames * 2).min(self.held.len())));
        }
    }

    struct Mock(Arc<Mutex<Buffer>>, Arc<Tape>);

    impl Output for Mock {
        fn pause(&mut self) -> Result<()> {
            Ok(())
        }

        fn resume(&mut self) -> Result<()> {
            Ok(())
        }

        fn jump(&mut self) -> Result<()> {
            let mut buffer = self.0.lock().unwrap();
            // A device that asks for more before it has dropped the old must be given nothing.
            buffer.take(&self.1, 3);
            buffer.held.clear();
            self.1.landed();
            Ok(())
        }

        fn waiting(&mut self) -> Result<Frames> {
            Ok(Frames::from(self.0.lock().unwrap().held.len() / 2))
        }

        fn is_drained(&mut self) -> Result<bool> {
            Ok(self.0.lock().unwrap().held.is_empty())
        }
    }

    #[derive(Clone, Debug)]
    enum Move {
        Take(usize),
        Sound(usize),
        Toggle,
        Seek(u64),
    }

    fn moves() -> impl Strategy<Value = Vec<Move>> {
        let one = prop_oneof![
            4 => (0..40_usize).prop_map(Move::Take),
            4 => (0..1500_usize).prop_map(Move::Sound),
            1 => Just(Move::Toggle),
            1 => (0..LENGTH + 100).prop_map(Move::Seek),
        ];
        prop::collection::vec(one, 0..60)
    }

    fn transport(path: &std::path::Path, from: u64, until: u64) -> (Transport, Arc<Tape>, Arc<Mutex<Buffer>>) {
        let shelf = Shelf::of(&[path]);
        let tape = Arc::new(Tape::new(&untitled(&shelf), Arc::new(shelf), at(0, from), Some(at(0, until))).unwrap());
        let buffer = Arc::new(Mutex::new(Buffer::default()));
        (Transport::new(tape.clone(), Box::new(Mock(buffer.clone(), tape.clone()))), tape, buffer)
    }

    proptest! {
        #[test]
        fn whatever_the_hand_does_each_frame_is_followed_by_its_next(moves in moves(), from in 0..LENGTH) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("ramp.wav");
            write_wav(&path, 1, 24, 44_100, &(0..LENGTH as i32).collect::<Vec<_>>());
            let (mut transport, tape, buffer) = transport(&path, from, LENGTH);
            // What should be heard: the frames from the last place on, as many as have sounded.
            let (mut expected, mut next, mut paused) = (Vec::new(), from, false);
            for step in moves {
                match step {
                    Move::Take(pieces) => buffer.lock().unwrap().take(&tape, pieces),
                    Move::Sound(frames) => {
                        let held = buffer.lock().unwrap().held.len() / 2;
                        let sounding = frames.min(held) as u64;
                        expected.extend(next..next + sounding);
                        next += sounding;
                        buffer.lock().unwrap().sound(frames);
                    }
                    Move::Toggle => {
                        transport.toggle().unwrap();
                        paused = !paused;
                        prop_assert_eq!(transport.is_paused(), paused);
                    }
                    Move::Seek(frame) => {
                        transport.seek(at(0, frame)).unwrap();
                        next = frame.min(LENGTH);
                    }
                }
                prop_assert_eq!(transport.position().unwrap(), at(0, next.min(LENGTH - 1)));
            }
            if paused {
                transport.toggle().unwrap();
            }
            expected.extend(next..LENGTH);
            while !transport.is_finished().unwrap() {
                let mut buffer = buffer.lock().unwrap();
                buffer.take(&tape, 1);
                buffer.sound(PIECE);
            }
            let heard = buffer.lock().unwrap().heard.clone();
            let wanted: Vec<f32> = expected.into_iter().flat_map(|frame| [frame as f32 / 8_388_608.0; 2]).collect();
            prop_assert!(heard == wanted);
        }
    }

    #[test]
    fn one_cue_is_played_from_its_first_frame_to_its_last() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("01.wav");
        write_wav(&path, 1, 16, 48_000, &(0..4000).collect::<Vec<_>>());
        let (mut transport, tape, buffer) = transport(&path, 1000, 1500);
        assert!(!transport.is_finished().unwrap());
        buffer.lock().unwrap().take(&tape, 100);
        assert!(!transport.is_finished().unwrap(), "what waits in the device has not been heard");
        buffer.lock().unwrap().sound(500);
        assert!(transport.is_finished().unwrap());
        let wanted: Vec<f32> = (1000..1500).flat_map(|sample| [sample as f32 / 32_768.0; 2]).collect();
        assert_eq!(buffer.lock().unwrap().heard, wanted);
    }

    #[test]
    fn what_is_paused_just_before_the_end_has_not_ended() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("short.wav");
        write_wav(&path, 1, 16, 44_100, &[5; 100]);
        let (mut transport, tape, buffer) = transport(&path, 0, 100);
        buffer.lock().unwrap().take(&tape, 4);
        transport.toggle().unwrap();
        buffer.lock().unwrap().sound(100);
        assert!(!transport.is_finished().unwrap());
        transport.toggle().unwrap();
        assert!(transport.is_finished().unwrap());
    }

    #[test]
    fn a_chapter_that_breaks_off_is_heard_to_the_break_and_then_reported() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cut.wav");
        write_wav(&path, 1, 16, 44_100, &[5; 1000]);
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_len(file.metadata().unwrap().len() - 200).unwrap();
        let (mut transport, tape, buffer) = transport(&path, 0, 1000);
        buffer.lock().unwrap().take(&tape, 100);
        buffer.lock().unwrap().sound(1000);
        assert_eq!(buffer.lock().unwrap().heard.len(), 900 * 2);
        let message = transport.is_finished().unwrap_err().to_string();
        assert!(message.starts_with("failed to read `"), "{message}");
    }

    #[test]
    fn a_jump_in_a_chapter_of_two_hours_takes_less_than_fifty_milliseconds() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("long.wav");
        let hours = 2 * 3600 * 44_100_u64;
        write_wav(&path, 1, 24, 44_100, &[0]);
        // The rest is a hole in the file: zeros that take no room on the disk.
        let mut wav = std::fs::read(&path).unwrap();
        let data = wav.windows(4).position(|name| name == b"data").unwrap() + 4;
        wav[data..data + 4].copy_from_slice(&u32::try_from(hours * 3).unwrap().to_le_bytes());
        wav[4..8].copy_from_slice(&u32::try_from(hours * 3 + data as u64 - 4).unwrap().to_le_bytes());
        std::fs::write(&path, &wav[..data + 4]).unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_len(data as u64 + 4 + hours * 3).unwrap();
        let (mut transport, tape, _) = transport(&path, 0, hours);
        let mut slowest = std::time::Duration::ZERO;
        for frame in [hours - 1000, 10, hours / 2, hours / 3, hours - 5000] {
            // The best of three: another program may have held up one.
            let fastest = (0..3).map(|_| {
                let start = std::time::Instant::now();
                transport.seek(at(0, frame)).unwrap();
                assert_eq!(tape.pull(&mut [0.0; 512]), Pulled::Sound(256));
                start.elapsed()
            });
            slowest = slowest.max(fastest.min().unwrap());
        }
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("jumped within {slowest:?}\n"));
        assert!(slowest < std::time::Duration::from_millis(50), "{slowest:?}");
    }
}
