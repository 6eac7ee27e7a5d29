//! What holds for every file that may lie in `recordings/`: shared by `tests/sound/hostile.rs` and by the fuzz targets.

use std::path::Path;

use cuebook::files::{RecordedFile, hear};
use cuebook::takes::log::{Event, Unread, What, read_events};
use cuebook::takes::{Sound, TakeLog};

/// Hears a file, whatever it holds, and holds what was heard to every law; that it can't be heard is an answer, too.
pub fn hears(path: &Path) {
    let file = RecordedFile { name: path.file_name().unwrap().to_string_lossy().into_owned(), path: path.to_owned() };
    let take = hear(&file).expect("no disk fails here");
    let Ok(sound) = &take.sound else { return };
    let measured = &sound.measured;
    let numbers = [measured.mean_square, measured.true_peak, measured.offset];
    assert!(numbers.iter().all(|number| number.is_finite()), "{measured:?}");
    assert!(measured.peaks.highest.is_finite() && measured.mean_square >= 0.0, "{measured:?}");
    if let Some(speech) = &measured.speech {
        assert!(speech.start < speech.end && speech.end <= measured.frames, "{measured:?}");
        assert!(speech.kept.start <= speech.start && speech.end <= speech.kept.end, "{measured:?}");
        assert!(speech.kept.end <= measured.frames, "{measured:?}");
    }
    // What is kept of it to be quicker the next time is the same.
    let kept = serde_json::to_string(sound).expect("numbers and names");
    assert_eq!(serde_json::from_str::<Sound>(&kept).expect("what was written"), **sound);
}

fn events_of(log: &[u8]) -> (Vec<Event>, Unread) {
    let mut events = Vec::new();
    let unread = read_events(log, |event| events.push(event)).expect("a slice can be read");
    (events, unread)
}

/// Reads a take log, whatever it holds.
pub fn remembers(input: &[u8]) {
    let (mut events, unread) = events_of(input);
    let log = TakeLog::read(input).expect("a slice can be read");
    let lines = input.split(|&byte| byte == b'\n').count();
    assert!(unread.values().flatten().all(|line| (1..=lines).contains(line)), "{unread:?} of {lines} lines");

    // What was understood is written so that it is understood again, and comes to the same in any order, and twice.
    let text: String = events.iter().map(Event::line).collect();
    let (again, none) = events_of(text.as_bytes());
    assert!(again == events && none.is_empty(), "{none:?}");
    let wanted = TakeLog::of(events.clone());
    events.reverse();
    assert_eq!(TakeLog::of(events.clone()), wanted);
    events.extend(again);
    assert_eq!(TakeLog::of(events), wanted);

    // Whatever stands there, what is added behind it counts.
    let cue = "01-0001".parse().expect("a cue's ID");
    let audio = cuebook::words::Fingerprint::of(b"x");
    let what = What::Circled { cue, take: "01-0001.wav".to_owned(), audio };
    let circled = Event { at: log.after_all(jiff::Timestamp::MAX), what };
    let mut more = input.to_vec();
    more.push(b'\n');
    more.extend_from_slice(circled.line().as_bytes());
    let (events, _) = events_of(&more);
    assert_eq!(events.last(), Some(&circled));
}
