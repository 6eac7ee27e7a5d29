//! Books that are built: what fills their pauses.

use cuebook::words::Rule;

use super::Pair;
use super::support::{Book, speech_like, write_wav};

/// A book of two lines with these takes, built; with a recording of the room, or without.
fn found(take: &[f32], room: Option<&[f32]>) -> Vec<&'static str> {
    let book = Book::of("# Chapter 1\n\nThe boats lay on their sides in the mud of the harbour.\n");
    book.run(&["script"]).exits(0);
    for name in ["01-0001", "01-0002"] {
        write_wav(&book.path("recordings").join(format!("{name}.wav")), take);
    }
    if let Some(room) = room {
        write_wav(&book.path("recordings/room-tone.wav"), room);
    }
    let report = book.run(&["build", "--json"]).json();
    let codes = report["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap());
    let about_rooms = Rule::ALL.iter().filter(|rule| rule.code().starts_with("room-tone")).map(|rule| rule.code());
    let about_rooms: Vec<_> = about_rooms.collect();
    // What a take without any pause has against it otherwise is the other rules' affair.
    codes.filter_map(|code| about_rooms.iter().find(|room| **room == code).copied()).collect()
}

/// What a book with these settings has of one rule, checked.
fn with(settings: &str, rule: Rule) -> Vec<&'static str> {
    let book = Book::of("# Chapter 1\n\nThe tide was out.\n");
    book.file("book.toml", format!("title = \"x\"\n{settings}\n"));
    book.run(&["script"]).exits(0);
    let report = book.run(&["check", "--json"]).json();
    let codes = report["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap());
    codes.filter(|code| *code == rule.code()).map(|_| rule.code()).collect()
}

pub fn spacing() -> Pair {
    let head = |seconds: f64| with(&format!("[spacing]\nhead = {seconds}"), Rule::SpacingUnfit);
    Pair { over: head(5.001), under: head(5.0) }
}

pub fn continued() -> Pair {
    let at = |cue: &str| with(&format!("[delivery]\ncontinue_at = ['{cue}']"), Rule::ContinueAtUnknown);
    Pair { over: at("01-0003"), under: at("01-0002") }
}

pub fn pair(rule: Rule) -> Pair {
    let take = speech_like(3, 4.0);
    let room = &speech_like(1, 0.9)[..];
    match rule {
        Rule::RoomToneMissing => Pair { over: found(&take, None), under: found(&take, Some(room)) },
        Rule::RoomToneRefused => {
            // Of 0.75 s, half a second at the ends is the hand on the button: just what is wanted is left.
            let short = &room[..33_000];
            Pair { over: found(&take, Some(short)), under: found(&take, Some(&room[..33_200])) }
        }
        Rule::RoomToneSpoken => {
            let slated = [speech_like(5, 2.5), (0..5).flat_map(|_| room.to_vec()).collect()].concat();
            Pair { over: found(&take, Some(&slated)), under: found(&take, Some(room)) }
        }
        Rule::RoomToneMade => {
            // Speech from the first sample to the last has no pause.
            let tight = &take[30_000..120_000];
            Pair { over: found(tight, None), under: found(tight, Some(room)) }
        }
        other => unreachable!("{other} is no rule about room tone"),
    }
}
