//! ALSA: a thread of its own carries the tape to the device in small pieces.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::asound::Pcm;
use super::{Output, lost};
use crate::player::tape::{CHANNELS, Pulled, Tape};
use crate::words::{Frames, Result};

/// The frames carried at a time; at any rate in use less than the device's buffer.
const PIECE: usize = 512;

/// How long the thread sleeps where the device is full or the tape stands still.
const NAP: Duration = Duration::from_millis(5);

/// A device that takes nothing for so long is not working.
const STALL: Duration = Duration::from_secs(3);

/// How long the thread may take to close the device; it is left behind in one that hangs.
const CLOSING: Duration = Duration::from_secs(1);

/// An ALSA device with the thread that feeds it.
pub(super) struct Alsa {
    status: Arc<Status>,
    thread: JoinHandle<()>,
    /// The last beat of the thread that was seen, and when.
    beat: (u64, Instant),
}

/// What the thread and its owner tell each other.
#[derive(Default)]
struct Status {
    quit: AtomicBool,
    /// Moves on while the device takes sound, or while there is none for it.
    beat: AtomicU64,
    waiting: AtomicU64,
    drained: AtomicBool,
    failure: OnceLock<String>,
}

impl Alsa {
    /// Opens a device by name and begins to pull the tape.
    ///
    /// A device can be another program's server, and one that does not answer would block for seconds: so the thread
    /// that will feed the device opens it, too.
    pub fn open(device: &str, tape: Arc<Tape>, patience: Duration) -> Result<Self, String> {
        let status = Arc::new(Status::default());
        let (send, opened) = mpsc::channel();
        let (name, shared) = (device.to_owned(), status.clone());
        let run = move || match Pcm::open(&name, tape.sample_rate()) {
            Ok(pcm) => {
                // Nobody listens any more where it took too long.
                if send.send(Ok(())).is_ok()
                    && let Err(cause) = carry(pcm, &tape, &shared)
                {
                    let _ = shared.failure.set(cause);
                }
            }
            Err(cause) => {
                let _ = send.send(Err(cause));
            }
        };
        let thread = thread::Builder::new().name("alsa".to_owned()).spawn(run).map_err(|error| error.to_string())?;
        match opened.recv_timeout(patience) {
            Ok(result) => result.map(|()| Self { status, thread, beat: (0, Instant::now()) }),
            Err(_) => Err(format!("it did not open within {} ms", patience.as_millis())),
        }
    }

    fn wake(&mut self) -> Result<()> {
        self.thread.thread().unpark();
        self.check()
    }

    fn check(&mut self) -> Result<()> {
        if let Some(cause) = self.status.failure.get() {
            return Err(lost(cause));
        }
        if self.thread.is_finished() {
            return Err(lost("its thread has ended"));
        }
        let beat = self.status.beat.load(Ordering::Acquire);
        if beat != self.beat.0 {
            self.beat = (beat, Instant::now());
        } else if self.beat.1.elapsed() > STALL {
            return Err(lost(format!("it has taken no sound for {} seconds", STALL.as_secs())));
        }
        Ok(())
    }
}

/// Carries the tape to the device until it is told to quit.
fn carry(mut pcm: Pcm, tape: &Tape, status: &Status) -> Result<(), String> {
    let mut piece = [0.0; PIECE * CHANNELS as usize];
    // The samples of the piece that the device has not taken yet.
    let mut held = 0..0;
    while !status.quit.load(Ordering::Acquire) {
        if tape.is_jumping() {
            pcm.reset()?;
            held = 0..0;
            status.waiting.store(0, Ordering::Release);
            status.drained.store(false, Ordering::Release);
            tape.landed();
        }
        if held.is_empty() {
            match tape.pull(&mut piece) {
                Pulled::Sound(frames) => held = 0..frames * usize::from(CHANNELS),
                Pulled::Jumping => continue,
                Pulled::Ended if !status.drained.load(Ordering::Acquire) => {
                    pcm.drain()?;
                    status.drained.store(true, Ordering::Release);
                }
                Pulled::Paused | Pulled::Ended => {}
            }
        }
        let idle = held.is_empty();
        let taken = if idle { 0 } else { pcm.write(&piece[held.clone()])? };
        held.start += taken * usize::from(CHANNELS);
        let waiting = pcm.delay() + Frames::from(held.len() / usize::from(CHANNELS));
        status.waiting.store(waiting.0, Ordering::Release);
        if idle || taken > 0 {
            status.beat.fetch_add(1, Ordering::Release);
        }
        if taken == 0 {
            thread::park_timeout(NAP);
        }
    }
    Ok(())
}

impl Output for Alsa {
    // What the device holds plays out, at most its buffer; few devices can be stopped in the middle and go on from
    // there, and none of the frames that it has taken may be lost.
    fn pause(&mut self) -> Result<()> {
        self.check()
    }

    fn resume(&mut self) -> Result<()> {
        self.wake()
    }

    fn jump(&mut self) -> Result<()> {
        self.wake()
    }

    fn waiting(&mut self) -> Result<Frames> {
        self.check()?;
        Ok(Frames(self.status.waiting.load(Ordering::Acquire)))
    }

    fn is_drained(&mut self) -> Result<bool> {
        self.check()?;
        Ok(self.status.drained.load(Ordering::Acquire))
    }
}

impl Drop for Alsa {
    fn drop(&mut self) {
        self.status.quit.store(true, Ordering::Release);
        self.thread.thread().unpark();
        let start = Instant::now();
        while !self.thread.is_finished() && start.elapsed() < CLOSING {
            thread::sleep(NAP);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;
    use std::process::Command;

    use super::*;
    use crate::player::master::tests::write_wav;
    use crate::player::programme::tests::at;
    use crate::player::studio::tests::{Shelf, untitled};
    use crate::player::{OutputChoice, ScreenChoice, Studio, play};
    use crate::words::SampleRate;

    /// Set in the child: libasound reads its configuration from `ALSA_CONFIG_PATH` once, when it is loaded.
    const CHAPTER: &str = "CUEBOOK_TEST_CHAPTER";

    /// A device that writes what it is given to a file, and needs neither a sound card nor time.
    fn configuration(raw: &Path) -> String {
        format!(
            "pcm.!default {{ type plug slave.pcm cap }}\n\
             pcm.cap {{ type file slave.pcm null file \"{}\" format raw }}\n\
             pcm.null {{ type null }}\n",
            raw.display()
        )
    }

    /// Samples in which no two stretches are alike, full scale included.
    fn noise(count: usize, seed: u32) -> Vec<i32> {
        let mut state = seed;
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.cast_signed() >> 8
        };
        let mut samples: Vec<i32> = (0..count).map(next).collect();
        (samples[0], samples[count - 1]) = (8_388_607, -8_388_608);
        samples
    }

    #[test]
    fn every_sample_reaches_the_device_from_the_first_to_the_last() {
        if let Some(path) = std::env::var_os(CHAPTER) {
            return play_through_default(Path::new(&path));
        }
        if let Err(cause) = Pcm::open("null", SampleRate::CD)
            && cause.contains("libasound.so.2")
        {
            let _ = writeln!(std::io::stderr(), "SKIPPED a test of ALSA: libasound.so.2 is not installed");
            return;
        }
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        std::fs::write(path("asound.conf"), configuration(&path("heard.raw"))).unwrap();
        for round in 0..20 {
            // Lengths around the piece and the device's buffer, where an end could be lost.
            let frames = [1, 2, PIECE - 1, PIECE, PIECE + 1, 8819, 8820, 8821, 48_000, 220_501][round % 10];
            let hertz = [44_100, 48_000][round / 10];
            let samples = noise(frames, round as u32);
            write_wav(&path("chapter.wav"), 1, 24, hertz, &samples);
            let child = Command::new(std::env::current_exe().unwrap())
                .args([
                    "--exact",
                    "player::output::alsa::tests::every_sample_reaches_the_device_from_the_first_to_the_last",
                ])
                .env("ALSA_CONFIG_PATH", path("asound.conf"))
                .env(CHAPTER, path("chapter.wav"))
                .output()
                .unwrap();
            assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
            let heard = std::fs::read(path("heard.raw")).unwrap();
            let wanted: Vec<u8> =
                samples.iter().flat_map(|&sample| [(sample as f32 / 8_388_608.0).to_le_bytes(); 2].concat()).collect();
            assert_eq!(heard.len(), wanted.len(), "round {round}: {frames} frames at {hertz} Hz");
            assert!(heard == wanted, "round {round}: {frames} frames at {hertz} Hz");
        }
    }

    fn play_through_default(wav: &Path) {
        let shelf = Shelf::of(&[wav]);
        let programme = untitled(&shelf);
        let studio: Arc<dyn Studio> = Arc::new(shelf);
        let output = OutputChoice::Alsa { device: "default".to_owned() };
        play(&programme, &studio, at(0, 0), None, &output, ScreenChoice::Plain).unwrap();
    }
}
