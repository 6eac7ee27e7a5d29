//! Takes that sound wrong in ways a person would notice at once: none of them gets into a chapter unnoticed.

use super::support::{Book, read_wav, speech_like, write_wav};
use hound::{SampleFormat, WavSpec, WavWriter};
use serde_json::Value;

const STORY: &str = "# Chapter 1\n\nYes.\n\nThe boats lay on their sides in the mud of the harbour.\n";

/// A book whose announcement and last line are recorded; `01-0002` is the test's.
fn book() -> Book {
    let book = Book::of(STORY);
    book.run(&["script"]).exits(0);
    book.take("01-0001", 2.0).take("01-0003", 5.0);
    book
}

fn write_float(book: &Book, name: &str, channels: u16, samples: &[f32]) {
    let spec = WavSpec { channels, sample_rate: 44_100, bits_per_sample: 32, sample_format: SampleFormat::Float };
    let mut writer = WavWriter::create(book.path("recordings").join(name), spec).unwrap();
    for sample in samples {
        writer.write_sample(*sample).unwrap();
    }
    writer.finalize().unwrap();
}

fn codes(report: &Value) -> Vec<(String, String)> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|found| (found["rule"].as_str().unwrap().to_owned(), found["severity"].as_str().unwrap().to_owned()))
        .collect()
}

fn found(book: &Book, code: i32) -> Vec<(String, String)> {
    let mut found = codes(&book.run(&["check", "--json"]).exits(code).json());
    found.retain(|(rule, _)| rule != "bit-depth-low");
    found
}

fn pair(rule: &str, severity: &str) -> (String, String) {
    (rule.to_owned(), severity.to_owned())
}

#[test]
fn a_short_word_after_a_long_silence_is_heard_and_trimmed() {
    let book = book();
    let quiet = speech_like(1, 1.0)[..20_000].to_vec();
    let word = speech_like(2, 1.4);
    write_wav(&book.path("recordings/01-0002.wav"), &[vec![0.0; 8 * 44_100], quiet, word].concat());
    assert_eq!(found(&book, 0), [pair("head-long", "note")]);
    let report = book.run(&["build", "--json"]).exits(0).json();
    let seconds = report["masters"][0]["frames"].as_f64().unwrap() / 44_100.0;
    assert!(seconds < 15.0, "eight seconds of silence came into a chapter of {seconds} s");
}

#[test]
fn a_take_without_speech_leaves_its_cue_missing() {
    let book = book();
    write_wav(&book.path("recordings/01-0002.wav"), &vec![0.0; 3 * 44_100]);
    assert_eq!(found(&book, 1), [pair("cue-missing", "error"), pair("take-silent", "error")]);
    assert_eq!(book.run(&["status", "--json"]).exits(0).json()["next"]["cue"], "01-0002");
    book.run(&["build", "--complete"]).exits(1);
    assert!(!book.path("output/masters").exists());
}

#[test]
fn samples_that_are_no_numbers_are_refused() {
    for bad in [f32::NAN, f32::INFINITY, -1e30] {
        let book = book();
        let mut samples = speech_like(3, 2.0);
        samples[50_000] = bad;
        write_float(&book, "01-0002.wav", 1, &samples);
        assert_eq!(found(&book, 1), [pair("cue-missing", "error"), pair("take-unreadable", "error")]);
        book.run(&["build"]).exits(2).prints("");
    }
}

#[test]
fn channels_that_cancel_each_other_are_an_error() {
    let book = book();
    let stereo: Vec<f32> = speech_like(4, 2.0).iter().flat_map(|&sample| [sample, -sample]).collect();
    write_float(&book, "01-0002.wav", 2, &stereo);
    let wanted = [pair("cue-missing", "error"), pair("channel-inverted", "error")];
    assert_eq!(found(&book, 1), wanted);
}

#[test]
fn clipping_on_one_channel_is_clipping() {
    let book = book();
    let hot = |sample: f32| (sample * 12.0).clamp(-1.0, 1.0);
    let stereo: Vec<f32> = speech_like(5, 2.0).iter().flat_map(|&sample| [hot(sample), 0.0]).collect();
    write_float(&book, "01-0002.wav", 2, &stereo);
    assert!(found(&book, 1).contains(&pair("take-clipped", "error")));
}

#[test]
fn a_bump_in_the_room_tone_does_not_lower_the_pauses() {
    let level = |bump: usize| {
        let book = book();
        book.take("01-0002", 2.0);
        let mut tone = vec![0.0; 10 * 44_100];
        for (n, sample) in tone.iter_mut().enumerate() {
            let noise = cuebook::signal::tone::scatter(9, n as u64) as f64 / u64::MAX as f64;
            *sample = ((noise * 2.0 - 1.0) * 0.000_55) as f32;
        }
        tone[..bump].fill(0.8);
        write_wav(&book.path("recordings/room-tone.wav"), &tone);
        book.run(&["build"]).exits(0);
        let head = &read_wav(&book.path("output/masters/01.wav"))[..30_000];
        head.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / head.len() as f64
    };
    let difference = 10.0 * (level(6_000) / level(0)).log10();
    assert!(difference.abs() < 0.2, "{difference} dB");
}

#[test]
fn quiet_between_sounds_is_as_long_as_the_book_says() {
    let book = book();
    book.take("01-0002", 2.0);
    book.run(&["build"]).exits(0);
    let master = read_wav(&book.path("output/masters/01.wav"));
    // The speech of these takes rises from its first sample; noise stays far below this.
    let first = master.iter().position(|sample| sample.abs() > 0.02).unwrap() as f64 / 44_100.0;
    assert!((first - 1.0).abs() < 0.03, "a head of 1.0 s, but the first sound is at {first} s");
    let last = (master.len() - master.iter().rposition(|sample| sample.abs() > 0.02).unwrap()) as f64 / 44_100.0;
    assert!((last - 3.5).abs() < 0.03, "a tail of 3.5 s, but the last sound is {last} s before the end");
}

#[test]
fn a_build_without_a_recordings_folder_removes_nothing() {
    let book = book();
    book.take("01-0002", 2.0);
    book.run(&["build"]).exits(0);
    std::fs::rename(book.path("recordings"), book.path("unplugged")).unwrap();
    book.run(&["build"]).exits(2).prints("").complains(
        "error: there is no folder `./recordings`, where the takes should be\n  \
         hint: bring it back, or make an empty one if nothing is recorded yet\n",
    );
    assert!(book.path("output/masters/01.wav").exists());
}

#[test]
fn the_master_of_a_chapter_that_is_gone_goes_too_and_is_named() {
    let book = book();
    book.take("01-0002", 2.0).file("script/manuscript.md", format!("{STORY}\n# Chapter 2\n\nNobody came.\n"));
    book.run(&["script"]).exits(0);
    book.take("02-0001", 2.0).take("02-0002", 2.0);
    book.run(&["build"]).exits(0);
    book.file("output/masters/07.wav", "the user's own").file("script/manuscript.md", STORY);
    let said = book.run(&["build"]).exits(0).stdout();
    assert!(said.contains("removed `./output/masters/02.wav`: there is nothing left to build it from\n"), "{said}");
    assert!(!book.path("output/masters/02.wav").exists() && book.path("output/masters/07.wav").exists());
}

#[test]
fn what_is_played_shows_the_words_it_was_built_with() {
    let book = book();
    book.take("01-0002", 2.0);
    book.run(&["build"]).exits(0);
    let timeline = std::fs::read_to_string(book.path("output/masters/01.timeline.json")).unwrap();
    assert!(timeline.contains(r#""text":"Yes.""#), "{timeline}");
}

#[test]
fn a_float_take_above_full_scale_is_lowered_and_not_lost() {
    let book = book();
    let hot: Vec<f32> = speech_like(5, 2.0).iter().map(|&sample| sample * 12.0).collect();
    write_float(&book, "01-0002.wav", 1, &hot);
    let report = book.run(&["check", "--json"]).exits(0).json();
    assert!(!codes(&report).contains(&pair("take-clipped", "error")), "{report}");
    let findings = report["findings"].as_array().unwrap();
    let high = findings.iter().find(|found| found["rule"] == "peak-high").unwrap();
    assert!(high["hint"].as_str().unwrap().contains("nothing of it is lost"), "{high}");
}

#[test]
fn a_clipped_take_that_was_turned_down_is_still_clipped() {
    let book = book();
    let hot: Vec<f32> = speech_like(5, 2.0).iter().map(|&sample| (sample * 12.0).clamp(-1.0, 1.0) * 0.7).collect();
    write_float(&book, "01-0002.wav", 1, &hot);
    assert!(found(&book, 1).contains(&pair("take-clipped", "error")));
}
