//! `cuebook watch` as a narrator sees it: in a terminal, which is tmux here.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::*;

/// A terminal in which a book is watched, and behind that a program that does nothing.
struct Terminal {
    socket: String,
}

impl Terminal {
    /// `None` where there is no tmux.
    fn watching(book: &Book, (width, height): (u16, u16)) -> Option<Self> {
        if !support::has("tmux") {
            return None;
        }
        let terminal = Self { socket: format!("cuebook-{}-{width}", std::process::id()) };
        let watch = format!(
            "'{}' watch; echo \"ended with $?\"; stty -a | tr ' ;' '\\n\\n' | grep -x -e -icanon -e icanon -e echo; exec sleep 60",
            env!("CARGO_BIN_EXE_cuebook")
        );
        let mut command = terminal.tmux(&["new-session", "-d", "-x", &width.to_string(), "-y", &height.to_string()]);
        let started = command.arg(watch).current_dir(book.path("")).env("LC_ALL", "C.UTF-8").output().unwrap();
        assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
        Some(terminal)
    }

    fn tmux(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("tmux");
        command.args(["-L", &self.socket, "-f", "/dev/null", "-u"]).args(arguments);
        command
    }

    fn says(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.tmux(arguments).output().unwrap().stdout).unwrap()
    }

    /// The screen once it shows all of these texts, each in one row.
    #[track_caller]
    fn shows(&self, wanted: &[&str]) -> String {
        let start = Instant::now();
        loop {
            let screen = self.says(&["capture-pane", "-p"]);
            if wanted.iter().all(|wanted| screen.contains(wanted)) {
                return screen;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "{wanted:?} are not all in\n{screen}");
            sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.tmux(&["kill-server"]).output();
    }
}

fn follows(size: (u16, u16)) {
    let book = scripted();
    let Some(terminal) = Terminal::watching(&book, size) else { return };
    let screen = terminal.shows(&["record as 01-0001.wav", "0/3"]);
    assert!(screen.lines().count() <= usize::from(size.1), "{screen}");
    assert_eq!(terminal.says(&["display-message", "-p", "#{alternate_on} #{cursor_flag}"]), "1 0\n");

    book.take("01-0001", 2.0);
    terminal.shows(&["01-0001.wav: good", "record as 01-0002.wav", "1/3"]);
    clipped_take(&book, "01-0002", 5.0);
    terminal.shows(&["01-0002.wav: record it again", "again (faulty): ", " 01-0002_t2.wav"]);
    book.take("01-0002_t2", 5.0);
    terminal.shows(&["01-0002_t2.wav: good", "record as 01-0003.wav"]);
    terminal.says(&["send-keys", "Left"]);
    terminal.shows(&["another line"]);

    // What was heard is kept, once the files are old enough to be told from later ones.
    sleep(Duration::from_secs(6));
    terminal.says(&["send-keys", "C-c"]);
    let left = terminal.shows(&["3 takes heard", "ended with 0", "\nicanon", "\necho"]);
    assert!(!left.contains("record as"), "{left}");
    assert_eq!(terminal.says(&["display-message", "-p", "#{alternate_on} #{cursor_flag}"]), "0 1\n");
    let kept = fs::read_to_string(book.path("output/.cache/takes")).unwrap();
    for take in ["01-0001.wav", "01-0002.wav", "01-0002_t2.wav"] {
        assert!(kept.contains(take), "{take} is heard again next time");
    }
}

#[test]
fn a_session_is_followed_on_an_ordinary_screen() {
    follows((80, 24));
}

#[test]
fn a_session_is_followed_on_a_small_screen() {
    follows((40, 12));
}
