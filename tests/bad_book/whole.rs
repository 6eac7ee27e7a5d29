//! What takes say together: the gain that the book needs, how its narrator reads, what is usual around a line.

use std::time::Instant;

use cuebook::signal::{Hum, Measured};
use cuebook::takes::Channels;
use cuebook::words::{Dbfs, Severity};

use super::recorded::{Recorded, at};

fn mean_square(db: f64) -> f64 {
    Dbfs::new(db).mean_square()
}

/// A take that lasts so long, between a second of the room at either end.
fn last(book: &mut Recorded, place: usize, seconds: f64) {
    let sound = book.sound_of(place);
    let speech = sound.measured.speech.as_mut().unwrap();
    (speech.start, speech.end) = (at(1.0), at(1.0 + seconds));
    (sound.measured.frames, sound.format.promised) = (at(2.0 + seconds), None);
}

#[test]
fn a_narrators_own_pace_takes_the_place_of_what_all_narrators_do() {
    // All lines have 27 words. A second more or less is a mood; half of it is half of the line.
    let read = |lines: usize, seconds: f64| {
        let mut book = Recorded::of(lines);
        for place in 0..lines {
            last(&mut book, place, 9.0 + 0.3 * (place % 5) as f64);
        }
        last(&mut book, lines / 2, seconds);
        book.review().findings.iter().map(|finding| (finding.rule.code(), finding.wanted.clone())).collect::<Vec<_>>()
    };
    assert_eq!(read(19, 5.0), [], "too few takes to know");
    let found = read(20, 5.0);
    assert_eq!(found.len(), 1);
    assert!(found[0].0 == "speech-too-short" && found[0].1.ends_with(", as this book is read"), "{found:?}");
    assert_eq!(read(40, 18.0)[0].0, "speech-too-long");
    assert_eq!(read(40, 8.0), []);
    assert_eq!(read(40, 12.0), []);
}

#[test]
fn a_whisper_is_no_error_and_gets_the_gain_of_the_book() {
    let mut book = Recorded::of(13);
    // 12 dB below the others: its own gain would lift its noise to -58.
    book.sound_of(6).measured.speech.as_mut().unwrap().mean_square = mean_square(-32.0);
    let found = book.review().findings;
    assert_eq!(
        found.iter().map(|finding| (finding.rule.code(), finding.severity)).collect::<Vec<_>>(),
        [("level-far", Severity::Note)]
    );
    // A level that no voice changes by.
    for (db, severity) in [(-41.0, Severity::Warning), (-70.0, Severity::Error)] {
        book.sound_of(6).measured.speech.as_mut().unwrap().mean_square = mean_square(db);
        let found = book.review().findings;
        let far: Vec<_> = found.iter().filter(|finding| finding.rule.code() == "level-far").collect();
        assert!(matches!(far[..], [far] if far.severity == severity), "{db} dBFS: {far:?}");
    }
    // A page of whispers is no line that is far from its neighbours.
    let mut book = Recorded::of(60);
    for place in 20..40 {
        let soft = mean_square(-32.0 - 0.7 * (place % 4) as f64);
        book.sound_of(place).measured.speech.as_mut().unwrap().mean_square = soft;
    }
    let far = book.found().iter().filter(|code| **code == "level-far").count();
    assert!(far <= 4, "{far} lines, but only the first and the last of the page stand beside others");
}

/// A take that the profile wants 11 dB louder.
fn speech_and_noise(measured: &mut Measured) {
    measured.speech.as_mut().unwrap().mean_square = mean_square(-31.0);
    measured.room.as_mut().unwrap().mean_square = mean_square(-66.0);
}

#[test]
fn the_first_take_already_has_its_forecast() {
    let mut book = Recorded::of(1);
    speech_and_noise(&mut book.sound_of(0).measured);
    let found = book.review().findings;
    assert_eq!(found[0].found, "needs +11.0 dB for ACX / Audible, its floor will then be -55.0 dBFS");
    assert_eq!(found[0].wanted, "below -60.0 dBFS");
    assert!(found[0].hint.starts_with("lower the room noise by 5 dB"), "{}", found[0].hint);
}

#[test]
fn a_whisper_is_not_told_to_raise_the_gain_of_a_book_that_is_loud_enough() {
    let mut book = Recorded::good();
    book.sound().measured.speech.as_mut().unwrap().mean_square = mean_square(-38.0);
    assert_eq!(book.found(), ["level-far"]);
    let mut alone = Recorded::of(1);
    alone.sound().measured.speech.as_mut().unwrap().mean_square = mean_square(-38.0);
    assert!(alone.found().contains(&"level-low"), "nothing says that it is meant");
}

#[test]
fn what_is_quiet_around_the_speech_is_told_as_it_is() {
    let mut book = Recorded::good();
    book.limit("speech-cut-at-head", 1.0);
    book.limit("speech-cut-at-tail", 1.0);
    let review = book.review();
    let said = |code: &str| review.findings.iter().find(|finding| finding.rule.code() == code).unwrap().found.clone();
    assert_eq!(said("speech-cut-at-head"), "0.50 s of quiet before the speech");
    assert_eq!(said("speech-cut-at-tail"), "0.50 s of quiet behind the speech");
}

#[test]
fn a_mono_take_is_not_told_to_be_recorded_on_one_channel() {
    let mut book = Recorded::of(1);
    book.ask_for_channels(2);
    let found = book.review().findings;
    assert_eq!(found.iter().map(|finding| finding.rule.code()).collect::<Vec<_>>(), ["channels-mixed"]);
    assert_eq!(found[0].hint, "nothing is lost, as chapters are mono: `recording.channels = 1` in book.toml says so");
}

#[test]
fn one_dead_channel_is_one_finding() {
    let mut book = Recorded::good();
    let sound = book.sound();
    sound.format.channels = 2;
    sound.channels = Some(Channels { mean_squares: vec![mean_square(-14.5), 0.0], correlation: 0.0 });
    let found = book.review().findings;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].found, "the voice is on the left channel alone, the right one digital silence");
}

#[test]
fn ten_thousand_takes_and_as_many_strays_are_judged_in_a_moment() {
    let mut book = Recorded::of(9_999);
    for line in 1..=9_999 {
        // Half of them nearly right, half of them of no cue.
        book.add(&if line % 2 == 0 { format!("1_{line} copy") } else { format!("02-{line:04}") });
    }
    let before = Instant::now();
    let found = book.review().findings.len();
    let seconds = before.elapsed().as_secs_f64();
    assert_eq!(found, 9_999);
    // Nine seconds are a slow machine without any optimisation; what grows with the square takes minutes.
    assert!(seconds < 20.0, "{seconds} s");
    eprintln!("{seconds:.2} s");
}

#[test]
fn what_the_book_sets_holds_however_much_its_takes_differ() {
    // Takes that lie 4 dB apart anyway: 9 dB more is nothing unusual here.
    let uneven = |rule: &str, limit: Option<f64>| {
        let mut book = Recorded::of(13);
        for place in 0..13 {
            let db = [0.0, 4.0, -4.0, 2.0, -2.0][place % 5];
            let measured = &mut book.sound_of(place).measured;
            measured.speech.as_mut().unwrap().mean_square = mean_square(-24.0 + db);
            measured.tone.as_mut().unwrap().octaves[6] += [8.0, -8.0, 0.0][place % 3];
        }
        let measured = &mut book.sound_of(6).measured;
        measured.speech.as_mut().unwrap().mean_square = mean_square(-15.0);
        measured.tone.as_mut().unwrap().octaves[6] += 8.0;
        if let Some(limit) = limit {
            book.limit(rule, limit);
        }
        let review = book.review();
        let takes = review.findings.iter().filter(|finding| finding.rule.code() == rule);
        takes.filter_map(|finding| finding.place.take.clone()).collect::<Vec<_>>()
    };
    for (rule, limit) in [("level-far", 8.0), ("tone-far", 5.0)] {
        assert_eq!(uneven(rule, None), [""; 0], "{rule}");
        assert!(uneven(rule, Some(limit)).contains(&"01-0007.wav".to_owned()), "{rule}: the book says {limit}");
    }
}

/// These changes of the octave bands of one take among thirteen, all of them relative to the whole as they are measured.
fn toned(book: &mut Recorded, place: usize, changes: [f64; 7]) {
    let octaves = &mut book.sound_of(place).measured.tone.as_mut().unwrap().octaves;
    let powers: Vec<f64> = octaves.iter().zip(changes).map(|(octave, change)| mean_square(octave + change)).collect();
    let all: f64 = powers.iter().sum();
    for (octave, power) in octaves.iter_mut().zip(powers) {
        *octave = 10.0 * (power / all).log10();
    }
}

#[test]
fn a_take_nearer_to_the_microphone_is_told_by_its_lows() {
    for (changes, is_far) in [
        ([8.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0], true),
        ([10.0, 5.0, 0.5, 0.0, 0.0, 0.0, 0.0], true),
        ([-8.0, -4.0, 0.0, 0.0, 0.0, 0.0, 0.0], true),
        ([4.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0], false),
        // Another vowel here and there.
        ([3.0, -2.0, 2.0, -3.0, 2.0, 4.0, -3.0], false),
    ] {
        let mut book = Recorded::of(13);
        for place in 0..13 {
            let change = [0.0, 0.5, -0.5, 0.25][place % 4];
            toned(&mut book, place, [2.0 * change, change, 0.0, -change, 0.0, change, -change]);
        }
        toned(&mut book, 8, changes);
        let found = book.found();
        assert_eq!(found, if is_far { vec!["tone-far"] } else { Vec::new() }, "{changes:?}");
    }
}

#[test]
fn the_forecast_blames_what_the_noise_is_made_of() {
    let hint = |hum: f64| {
        let mut book = Recorded::of(1);
        let measured = &mut book.sound_of(0).measured;
        speech_and_noise(measured);
        measured.hum = Some(Hum { hertz: 50, mean_square: mean_square(hum) });
        let review = book.review();
        review.findings.iter().find(|finding| finding.rule.code() == "noise-forecast-high").unwrap().hint.clone()
    };
    assert!(hint(-90.0).contains("fans"), "{}", hint(-90.0));
    let blamed = hint(-66.5);
    assert!(blamed.starts_with("most of this noise is mains hum of 50 Hz") && !blamed.contains("fans"), "{blamed}");
}
