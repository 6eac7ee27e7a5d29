//! Playing through ALSA's file device, and to a server elsewhere: what would reach the ear is what stands in the master,
//! bit for bit.

mod support;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use support::hearing::Built;
use support::{Book, Ran};

const HEARD: &str = "heard.raw";

/// A book with a built chapter, and a sound card that writes down what it is given.
struct Player {
    book: Book,
    chapter: Built,
}

impl Player {
    /// `None`, said loudly, where there is no ALSA to play to.
    fn new() -> Option<Self> {
        if !cfg!(target_os = "linux") {
            support::skipped("ALSA is there only on Linux");
            return None;
        }
        let book =
            Book::of("# One\n\nThe tide was out.\n\nThe boats lay on their sides.\n\n\"Listen,\" she said.\n\n# Two\n");
        for (cue, seconds) in [("01-0001", 1.7), ("01-0002", 2.4), ("01-0003", 2.9), ("01-0004", 2.1)] {
            book.take(cue, seconds);
        }
        // Chapter two has no take, and so no master.
        book.run(&["build"]).exits(1);
        let raw = book.path(HEARD);
        book.file(
            "asound.conf",
            format!(
                "pcm.!default {{ type plug slave.pcm \"cap\" }}\n\
                 pcm.cap {{ type file slave.pcm \"null\" file \"{}\" format \"raw\" }}\n\
                 pcm.null {{ type null }}\n\
                 ctl.!default {{ type hw card 0 }}\n",
                raw.display()
            ),
        );
        let player = Self { chapter: Built::read(&book, "01"), book };
        let tried = player.play(&["play", "01"]);
        if tried.stderr().contains("libasound.so.2") {
            support::skipped("libasound.so.2 is not installed");
            return None;
        }
        tried.exits(0);
        Some(player)
    }

    fn play(&self, arguments: &[&str]) -> Ran {
        let _ = fs::remove_file(self.book.path(HEARD));
        let conf = self.book.path("asound.conf");
        self.book.run_with(&[arguments, &["--output", "alsa"]].concat(), &[("ALSA_CONFIG_PATH", conf.as_os_str())])
    }

    /// Asserts that the frames from one to another were heard on both sides, and nothing else.
    #[track_caller]
    fn assert_heard(&self, from: usize, to: usize) {
        let heard = fs::read(self.book.path(HEARD)).unwrap();
        assert_eq!(heard.len(), (to - from) * 8, "{} frames were heard, not {}", heard.len() / 8, to - from);
        for (at, (frame, sample)) in heard.chunks_exact(8).zip(&self.chapter.samples[from..to]).enumerate() {
            let bits = sample.to_le_bytes();
            assert!(frame[..4] == bits && frame[4..] == bits, "frame {at} after {from} is another one");
        }
    }

    /// What is printed of the cues that begin at a frame or later: when, which, and its words.
    fn lines(&self, from: usize, to: usize) -> String {
        let narration: Value =
            serde_json::from_slice(&fs::read(self.book.path("script/narration.json")).unwrap()).unwrap();
        let cues = narration["chapters"].as_array().unwrap().iter().flat_map(|one| one["cues"].as_array().unwrap());
        let texts: Vec<_> = cues.map(|cue| (cue["id"].as_str().unwrap(), cue["text"].as_str().unwrap())).collect();
        let text = |id: &str| texts.iter().find(|cue| cue.0 == id).unwrap().1;
        let sounding = self.chapter.cues().into_iter().filter(|cue| cue.start >= from && cue.start < to);
        let lines = sounding.map(|cue| format!("0:{:02}  {}  {}\n", cue.start / 44_100, cue.cue, text(&cue.cue)));
        lines.collect::<Vec<_>>().concat()
    }
}

#[test]
fn a_chapter_is_heard_bit_for_bit_from_its_first_frame_to_its_last() {
    let Some(player) = Player::new() else { return };
    let frames = player.chapter.number("frames");
    assert_eq!(player.chapter.cues().len(), 4);
    for _ in 0..5 {
        player.play(&["play", "01"]).exits(0).complains("").prints(&player.lines(0, frames));
        player.assert_heard(0, frames);
    }
    // The first chapter that is built is what plays when nothing is named.
    player.play(&["play"]).exits(0).complains("").prints(&player.lines(0, frames));
    player.assert_heard(0, frames);
}

#[test]
fn a_cue_is_heard_from_its_first_frame_to_its_last_and_no_further() {
    let Some(player) = Player::new() else { return };
    for cue in player.chapter.cues() {
        player.play(&["play", &cue.cue]).exits(0).complains("").prints(&player.lines(cue.start, cue.end));
        player.assert_heard(cue.start, cue.end);
    }
}

#[test]
fn from_a_cue_on_the_rest_of_the_chapter_is_heard() {
    let Some(player) = Player::new() else { return };
    let frames = player.chapter.number("frames");
    for cue in player.chapter.cues() {
        let wanted = player.lines(cue.start, frames);
        player.play(&["play", "01", "--from", &cue.cue]).exits(0).complains("").prints(&wanted);
        player.assert_heard(cue.start, frames);
        player.play(&["play", "--from", &cue.cue]).exits(0).complains("").prints(&wanted);
        player.assert_heard(cue.start, frames);
    }
}

/// A take of chapter two, which is not built then.
fn two_chapters(player: &Player, built: bool) -> Option<Built> {
    player.book.take("02-0001", 1.9);
    built.then(|| {
        player.book.run(&["build"]).exits(0);
        Built::read(&player.book, "02")
    })
}

#[test]
fn one_chapter_follows_the_other_without_a_gap() {
    let Some(mut player) = Player::new() else { return };
    let second = two_chapters(&player, true).unwrap();
    player.chapter = Built::read(&player.book, "01");
    let frames = player.chapter.number("frames");
    player.chapter.samples.extend(second.samples);
    let ran = player.play(&["play"]).exits(0).complains("");
    assert!(ran.stdout().ends_with("02-0001  Two\n"), "{}", ran.stdout());
    player.assert_heard(0, player.chapter.samples.len());
    player.play(&["play", "01"]).exits(0);
    player.assert_heard(0, frames);
}

#[test]
fn playing_goes_on_where_it_stopped() {
    let Some(player) = Player::new() else { return };
    let frames = player.chapter.number("frames");
    let third = &player.chapter.cues()[2];
    let bookmark = player.book.path("output/.cache/player");
    let recipe = player.chapter.timeline["made_from"]["recipe"].as_str().unwrap();
    let stopped = |seconds: f64, recipe: &str| {
        let json = format!(r#"{{"chapter":"01","seconds":{seconds},"cue":"{}","recipe":"{recipe}"}}"#, third.cue);
        fs::write(&bookmark, json).unwrap();
    };
    let note = format!("note: goes on at {}, where it stopped; `--from` begins elsewhere\n", third.cue);

    let at = third.start + 44_100;
    stopped(at as f64 / 44_100.0, recipe);
    player.play(&["play"]).exits(0).complains(&note);
    player.assert_heard(at, frames);
    assert!(!bookmark.exists(), "all was heard");

    // Of a chapter that was built again, the line counts.
    stopped(1.0, &recipe.chars().rev().collect::<String>());
    player.play(&["play"]).exits(0).complains(&note);
    player.assert_heard(third.start, frames);

    stopped(1.0, recipe);
    let last = &player.chapter.cues()[3];
    player.play(&["play", "--from", &last.cue]).exits(0).complains("");
    player.assert_heard(last.start, frames);
    fs::write(&bookmark, "{nothing").unwrap();
    player.play(&["play"]).exits(0).complains("");
    player.assert_heard(0, frames);
}

#[test]
fn a_chapter_that_is_not_built_is_rendered_while_it_is_heard() {
    let Some(player) = Player::new() else { return };
    two_chapters(&player, false);
    let ran = player.play(&["play", "02"]).exits(0);
    assert!(ran.stdout().ends_with("02-0001  Two\n"), "{}", ran.stdout());
    let heard = fs::read(player.book.path(HEARD)).unwrap();
    assert!(!player.book.path("output/masters/02.wav").exists(), "nothing is built by playing");
    player.book.run(&["build"]).exits(0);
    let built = Built::read(&player.book, "02");
    assert_eq!(heard.len(), built.samples.len() * 8);
    // Until it is built, no second run brings it to its level exactly.
    let loud = |samples: &mut dyn Iterator<Item = f32>| samples.map(|sample| f64::from(sample * sample)).sum::<f64>();
    let heard = loud(&mut heard.chunks_exact(8).map(|frame| f32::from_le_bytes(frame[..4].try_into().unwrap())));
    let apart = 10.0 * (heard / loud(&mut built.samples.iter().copied())).log10();
    assert!(apart.abs() < 0.5, "{apart} dB");
}

#[test]
fn a_chapter_that_is_not_built_is_refused_with_what_builds_it() {
    let Some(player) = Player::new() else { return };
    player
        .play(&["play", "02"])
        .exits(2)
        .prints("")
        .complains("error: chapter 02 is not built yet\n  hint: `cuebook build` makes the chapters\n");
    player
        .play(&["play", "02-0001"])
        .exits(2)
        .prints("")
        .complains("error: chapter 02 is not built yet\n  hint: `cuebook build` makes the chapters\n");
    assert!(!player.book.path(HEARD).exists(), "no device is opened for nothing");
}

/// A `PulseAudio` server that is reached by TCP, as over ssh, and writes down what its only device plays.
struct Server {
    daemon: Daemon,
    port: u16,
    heard: JoinHandle<Vec<u8>>,
}

/// Killed with the test, however that ends.
struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = (self.0.kill(), self.0.wait());
    }
}

impl Server {
    fn new(book: &Book) -> Self {
        let fifo = book.path("device");
        // Whoever looked found it free, and nobody else looks for one at this moment.
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let daemon = Command::new("pulseaudio")
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit"])
            .arg(format!(
                "--load=module-pipe-sink file={} format=float32le rate=44100 channels=2 use_system_clock_for_timing=yes",
                fifo.display()
            ))
            .arg(format!("--load=module-native-protocol-tcp listen=127.0.0.1 port={port} auth-anonymous=1"))
            .envs(["HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"].map(|folder| (folder, book.path("pulse"))))
            .stderr(Stdio::null())
            .spawn()
            .map(Daemon)
            .unwrap();
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() || !fifo.exists() {
            assert!(start.elapsed() < Duration::from_secs(20), "the server does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        let heard = std::thread::spawn(move || fs::read(fifo).unwrap());
        Self { daemon, port, heard }
    }

    /// All that was heard until now, but for the silence before and behind it.
    fn heard(self) -> Vec<u8> {
        drop(self.daemon);
        let heard = self.heard.join().unwrap();
        let sounds = |frame: &[u8]| frame.iter().any(|&byte| byte != 0);
        let (frames, _) = heard.as_chunks::<8>();
        let first = frames.iter().position(|frame| sounds(frame)).unwrap_or(frames.len());
        let last = frames.iter().rposition(|frame| sounds(frame)).map_or(first, |last| last + 1);
        frames[first..last].concat()
    }
}

#[test]
fn a_server_elsewhere_hears_a_cue_from_its_first_frame_to_its_last() {
    let Some(player) = Player::new() else { return };
    if !support::has("pulseaudio") {
        return;
    }
    let server = Server::new(&player.book);
    let cue = &player.chapter.cues()[1];
    let place = format!("unix:/no-server {{another-machine}}tcp:127.0.0.1:1 tcp:127.0.0.1:{}", server.port);
    let named = [("PULSE_SERVER", place.as_ref())];
    player.book.run_with(&["play", &cue.cue], &named).exits(0).complains("").prints(&player.lines(cue.start, cue.end));
    fs::write(player.book.path(HEARD), server.heard()).unwrap();
    player.assert_heard(cue.start, cue.end);
}

#[test]
fn without_a_sound_device_one_message_says_so_at_once() {
    let book = Book::of("# One\n\nThe tide was out.\n");
    book.take("01-0001", 2.0).take("01-0002", 6.0).run(&["build"]).exits(0);
    book.file("asound.conf", "");
    let (conf, nowhere) = (book.path("asound.conf"), format!("unix:{}", book.path("no-server").display()));
    let nothing = [("ALSA_CONFIG_PATH", conf.as_os_str()), ("PULSE_SERVER", nowhere.as_ref())];
    let mut fastest = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        let ran = book.run_with(&["play"], &nothing).exits(2).prints("");
        fastest = fastest.min(start.elapsed());
        let said = ran.stderr();
        assert!(said.starts_with("error: no sound device could be opened\n  because: `pulse`: "), "{said}");
        assert_eq!(said.matches("error:").count() + said.matches("hint:").count(), 2, "{said}");
        assert_eq!(said.matches("because: ").count(), 2, "{said}");
    }
    eprintln!("refused within {} ms", fastest.as_millis());
    // The best of three: another program may have held up one.
    assert!(fastest < Duration::from_millis(500), "{fastest:?}");
}
