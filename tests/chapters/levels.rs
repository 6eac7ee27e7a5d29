//! The levels of built chapters: exact as a whole, as they were spoken inside.

use cuebook::signal::tone::scatter;
use serde_json::Value;
use std::fmt::Write;

use crate::support::hearing::{self, Built, Levels, Reading, decibels, dot, rms};
use crate::support::{Book, contents, read_wav, speech_like, write_wav, write_wav_at};

/// So many lines in each of these chapters.
fn text(chapters: &[usize]) -> String {
    let mut text = String::new();
    for (number, &lines) in (1..).zip(chapters) {
        let _ = write!(text, "# Chapter {number}\n\n");
        for line in 0..lines {
            let _ = write!(text, "In chapter {number} this is line {line}, and it is read in six seconds or so.\n\n");
        }
    }
    text
}

fn factor(db: f64) -> f32 {
    10f64.powf(db / 20.0) as f32
}

/// A line read so much louder than usual, in a room at -76 dBFS, through a gain that was moved by so much.
fn reading(seed: u64, seconds: f64, louder: f64, moved: f64) -> Vec<f32> {
    let room = |n: u64| (scatter(seed + 1_000, n) as f64 / u64::MAX as f64 * 2.0 - 1.0) as f32 * factor(-76.0 + 4.77);
    let voice = speech_like(seed, seconds);
    (0..).zip(voice).map(|(n, sample)| (sample * factor(louder) + room(n)) * factor(moved)).collect()
}

/// A room that is a decibel or two too loud for the level that ACX's profile aims at, in dBFS.
const LOUD_ROOM: f64 = -66.0;

/// How loud the lines of a chapter are read, one against the other: within three decibels.
fn spoken(line: usize) -> f64 {
    [0.0, -2.0, 1.0, -1.0, 0.5, -0.5, 1.0][line % 7]
}

/// A book of chapters with so many lines, each chapter recorded at a gain that was moved by so much.
fn recorded(settings: &str, chapters: &[(usize, f64)]) -> Book {
    let book = Book::of(&text(&chapters.iter().map(|chapter| chapter.0).collect::<Vec<_>>()));
    book.file("book.toml", format!("title = \"A Test\"\n{settings}"));
    book.run(&["script"]).exits(0);
    for (chapter, &(lines, moved)) in (1..).zip(chapters) {
        // The heading is the first cue.
        for line in 0..=lines {
            let seed = chapter * 100 + line as u64;
            let seconds = if line == 0 { 3.0 } else { 6.0 };
            let take = reading(seed, seconds, spoken(line), moved);
            write_wav(&book.path(&format!("recordings/{chapter:02}-{:04}.wav", line + 1)), &take);
        }
    }
    book
}

fn built(book: &Book, chapters: usize) -> Vec<Built> {
    book.run(&["build", "--json"]);
    (1..=chapters).map(|chapter| Built::read(book, &format!("{chapter:02}"))).collect()
}

fn gains(built: &Built, name: &str) -> Vec<f64> {
    built.timeline["levels"][name].as_array().unwrap().iter().map(|gain| gain.as_f64().unwrap()).collect()
}

fn chapter_gain(built: &Built) -> f64 {
    built.timeline["levels"]["chapter_db"].as_f64().unwrap()
}

/// By how much each cue of a chapter is louder in the master than in its take, measured away from its fades.
fn raised(book: &Book, built: &Built) -> Vec<f64> {
    let one = |cue: crate::support::hearing::Placed| {
        let take = read_wav(&book.path("recordings").join(&cue.file));
        let edge = 8_000;
        let (heard, spoken) = (&built.samples[cue.start + edge..cue.end - edge], &take[cue.from + edge..cue.to - edge]);
        // What of the take is in the master, whatever else may be there.
        decibels(dot(heard, spoken) / dot(spoken, spoken))
    };
    built.cues().into_iter().map(one).collect()
}

fn widest(values: &[f64]) -> f64 {
    values.iter().fold(f64::MIN, |a, &b| a.max(b)) - values.iter().fold(f64::MAX, |a, &b| a.min(b))
}

#[test]
fn a_chapter_without_a_pause_has_no_room_that_is_too_loud() {
    let book = Book::of("# One\n");
    book.file("book.toml", "title = \"x\"\n[spacing]\nhead = 0\ntail = 0\n");
    // Nothing of it is quiet for long.
    let spoken: Vec<f32> = speech_like(1, 12.0);
    write_wav(&book.path("recordings/01-0001.wav"), &spoken);
    let report = book.run(&["build", "--json"]).json();
    let findings = report["findings"].as_array().unwrap().clone();
    let codes: Vec<_> = findings.iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    assert!(codes.contains(&"chapter-noise-floor") && !codes.contains(&"levels-conflict"), "{codes:?}");
}

#[test]
fn whole_files_are_hit_however_short_and_lines_keep_their_levels() {
    // The first chapter is a credits file of fifteen seconds.
    let book = recorded("", &[(1, 0.0), (4, -9.0), (7, 6.0)]);
    let chapters = built(&book, 3);
    let levels: Vec<f64> = chapters.iter().map(|chapter| Levels::of(&chapter.samples).rms).collect();
    eprintln!("RMS {levels:.3?}");
    assert!(levels.iter().all(|level| (level + 20.0).abs() <= 0.05), "{levels:?}");
    for chapter in &chapters {
        let raised = raised(&book, chapter);
        assert!(widest(&raised) < 0.1, "{raised:?}");
    }
}

#[test]
fn where_a_loud_room_keeps_one_chapter_lower_the_others_follow() {
    let book = recorded("", &[(4, 0.0), (4, 0.0)]);
    for line in 1..=5 {
        let path = book.path(&format!("recordings/02-{line:04}.wav"));
        let room = |n: u64| (scatter(line, n) as f64 / u64::MAX as f64 * 2.0 - 1.0) as f32 * factor(LOUD_ROOM + 4.77);
        let take: Vec<f32> = (0..).zip(read_wav(&path)).map(|(n, sample)| sample + room(n)).collect();
        write_wav(&path, &take);
    }
    let levels: Vec<f64> = built(&book, 2).iter().map(|chapter| Levels::of(&chapter.samples).rms).collect();
    eprintln!("RMS {levels:.3?}");
    assert!(levels[1] < -20.7 && widest(&levels) <= 0.55, "{levels:?}");
}

#[test]
fn a_chapter_that_the_limiter_takes_from_is_hit_all_the_same() {
    let book = recorded("", &[(4, 0.0), (4, 0.0)]);
    // Words that stand far above the rest, as peaks without much power.
    for line in 1..=5 {
        let path = book.path(&format!("recordings/02-{line:04}.wav"));
        let mut take = read_wav(&path);
        for at in (30_000..take.len() - 30_000).step_by(4_000) {
            let burst = (0..600).map(|n| {
                (f64::from(n) * 0.06).sin() as f32 * (f64::from(n) / 600.0 * std::f64::consts::PI).sin() as f32
            });
            take[at..at + 600]
                .iter_mut()
                .zip(burst)
                .for_each(|(sample, burst)| *sample = (*sample + 0.8 * burst).clamp(-0.99, 0.99));
        }
        write_wav(&path, &take);
    }
    let report = book.run(&["build", "--json"]).json();
    let masters = report["masters"].as_array().unwrap();
    let limited = masters[1]["limited_by"].as_f64().unwrap();
    let level = masters[1]["rms"].as_f64().unwrap();
    eprintln!("limited by {limited} dB, RMS {level}");
    assert!(limited < -1.5 && (level + 20.0).abs() <= 0.06, "{limited} {level}");
    // The timeline says what was used: the gain of its spans is that of its head.
    let built = Built::read(&book, "02");
    let gains: Vec<f64> = built.cues().iter().map(|cue| cue.gain).collect();
    assert!(gains.iter().all(|&gain| gain == chapter_gain(&built)), "{gains:?}");
}

#[test]
fn a_gain_that_was_moved_between_two_evenings_is_moved_back() {
    // The third chapter was begun on the first evening and ended on the second.
    let book = recorded("", &[(13, 0.0), (6, 0.0), (13, -5.0)]);
    let mixed = ["02-0005", "02-0006", "02-0007"];
    for (line, cue) in (4..).zip(mixed) {
        let take = reading(200 + line as u64, 6.0, spoken(line), -5.0);
        write_wav(&book.path(&format!("recordings/{cue}.wav")), &take);
    }
    let chapters = built(&book, 3);
    assert_eq!(gains(&chapters[0], "sessions_db"), [0.0]);
    assert_eq!(gains(&chapters[1], "sessions_db"), [0.0, 5.0]);
    assert_eq!(gains(&chapters[2], "sessions_db"), [5.0]);
    let raised = raised(&book, &chapters[1]);
    let (first, second) = raised.split_at(4);
    assert!(widest(first) < 0.1 && widest(second) < 0.1, "{raised:?}");
    assert!((second[0] - first[0] - 5.0).abs() < 0.1, "{raised:?}");
    let levels: Vec<f64> = chapters.iter().map(|chapter| rms(&chapter.samples)).collect();
    assert!(widest(&levels) <= 0.1, "{levels:?}");
}

#[test]
fn a_pickup_at_another_gain_is_moved_as_far_as_it_may_and_the_rest_is_said_until_it_is_waived() {
    let book = recorded("", &[(13, 0.0)]);
    write_wav(&book.path("recordings/01-0005.wav"), &reading(104, 6.0, 0.0, -8.0));
    let apart = |report: &Value| {
        let findings = report["findings"].as_array().unwrap().iter();
        findings.filter(|finding| finding["rule"] == "level-apart").cloned().collect::<Vec<_>>()
    };
    let found = apart(&book.run(&["check", "--json"]).json());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["take"], &found[0]["chapter"]), (&"01-0005.wav".into(), &"01".into()));
    let told = found[0]["found"].as_str().unwrap();
    assert!(told.contains("dB softer than the takes around it, and moved by +3.0 dB"), "{told}");

    let chapter = &built(&book, 1)[0];
    let spans = chapter.timeline["spans"].as_array().unwrap();
    let moved: Vec<_> = spans.iter().filter(|span| span["apart_db"].is_number()).collect();
    assert_eq!(moved.len(), 1, "{moved:?}");
    assert_eq!((&moved[0]["cue"], &moved[0]["apart_db"]), (&"01-0005".into(), &3.0.into()));
    let raised = raised(&book, chapter);
    assert!((raised[4] - raised[3] - 3.0).abs() < 0.1, "{raised:?}");

    book.run(&["waive", "level-apart", "01-0005", "--reason", "meant so"]).exits(0);
    assert_eq!(apart(&book.run(&["check", "--json"]).json()), [] as [Value; 0]);
}

#[test]
fn a_changed_take_changes_its_chapter_alone() {
    let book = recorded("", &[(13, 0.0), (6, 0.0), (13, -5.0)]);
    book.run(&["build"]);
    let before = contents(&book.path("output/masters"));
    write_wav(&book.path("recordings/02-0003_t2.wav"), &reading(999, 6.5, 2.0, 0.0));
    book.run(&["build"]);
    let after = contents(&book.path("output/masters"));
    let changed: Vec<_> =
        before.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    let other: Vec<_> = changed.iter().filter(|path| !path.to_string_lossy().starts_with("02")).collect();
    assert!(other.is_empty() && !changed.is_empty(), "{changed:?}");
}

/// Integrated loudness as another meter has it, the one channel counted once.
fn loudness(samples: &[f32]) -> f64 {
    let mut meter = ebur128::EbuR128::new(1, 44_100, ebur128::Mode::I).unwrap();
    meter.add_frames_f32(samples).unwrap();
    meter.loudness_global().unwrap()
}

#[test]
fn loudness_is_hit_as_its_profile_counts_it() {
    for (profile, wanted) in [("ebu-r128", -23.0), ("librivox", -18.5 - 3.01)] {
        let book = recorded(&format!("[delivery]\nprofile = \"{profile}\"\n"), &[(1, 0.0), (5, -4.0)]);
        // A whisper that the gates leave out of some windows.
        write_wav(&book.path("recordings/02-0003.wav"), &reading(7, 6.0, -24.0, -4.0));
        let found: Vec<f64> = built(&book, 2).iter().map(|chapter| loudness(&chapter.samples)).collect();
        eprintln!("{profile}: {found:.3?}");
        assert!(found.iter().all(|found| (found - wanted).abs() <= 0.1), "{profile}: {found:?}");
    }
}

#[test]
fn without_an_aim_takes_sound_as_they_were_recorded() {
    let book = recorded("[levels]\naim = \"none\"\n", &[(2, 0.0), (2, -9.0)]);
    for chapter in built(&book, 2) {
        assert_eq!(chapter_gain(&chapter), 0.0);
        assert_eq!(chapter.timeline["aim"], Value::Null);
        for cue in chapter.cues() {
            let take = read_wav(&book.path("recordings").join(&cue.file));
            let edge = 2_000;
            let (heard, spoken) =
                (&chapter.samples[cue.start + edge..cue.end - edge], &take[cue.from + edge..cue.to - edge]);
            // To a step of 24 bits, and dither.
            let off = heard.iter().zip(spoken).map(|(one, other)| (one - other).abs()).fold(0.0, f32::max);
            assert!(off < 4e-7, "{}: {off}", cue.cue);
        }
    }
}

#[test]
fn what_is_levelled_already_is_left_as_it_is() {
    let book = recorded("", &[(13, 0.0), (4, 3.0), (13, -5.0)]);
    let first = built(&book, 3);
    for chapter in &first {
        for cue in chapter.cues() {
            let path = book.path("recordings").join(&cue.file);
            let take: Vec<f32> = read_wav(&path).iter().map(|sample| sample * factor(cue.gain)).collect();
            let spec = hound::WavSpec {
                channels: 1,
                sample_rate: 44_100,
                bits_per_sample: 24,
                sample_format: hound::SampleFormat::Int,
            };
            let mut writer = hound::WavWriter::create(&path, spec).unwrap();
            for sample in take {
                writer.write_sample((sample * 8_388_608.0).round() as i32).unwrap();
            }
            writer.finalize().unwrap();
        }
    }
    for (chapter, before) in built(&book, 3).iter().zip(&first) {
        assert!(chapter_gain(chapter).abs() <= 0.05, "{}", chapter_gain(chapter));
        assert!(gains(chapter, "sessions_db").iter().all(|&gain| gain == 0.0), "{}", chapter.timeline["levels"]);
        assert!((rms(&chapter.samples) - rms(&before.samples)).abs() <= 0.05);
    }
}

#[test]
fn a_filter_against_rumble_takes_the_rumble_and_leaves_the_level() {
    let rumbling = |settings: &str| {
        let book = recorded(settings, &[(4, 0.0)]);
        for line in 1..=5 {
            let path = book.path(&format!("recordings/01-{line:04}.wav"));
            let rumble = |n: usize| 0.01 * (std::f64::consts::TAU * 25.0 * n as f64 / 44_100.0).sin() as f32;
            let take: Vec<f32> = read_wav(&path).iter().enumerate().map(|(n, sample)| sample + rumble(n)).collect();
            write_wav(&path, &take);
        }
        let mut chapters = built(&book, 1);
        chapters.remove(0)
    };
    let rumble = |built: &Built| {
        let turn = std::f64::consts::TAU * 25.0 / 44_100.0;
        built
            .cues()
            .iter()
            .map(|cue| {
                let heard = &built.samples[cue.start + 4_410..cue.end - 4_410];
                let parts = heard
                    .iter()
                    .enumerate()
                    .map(|(n, &s)| (f64::from(s) * (turn * n as f64).sin(), f64::from(s) * (turn * n as f64).cos()));
                let (sine, cosine) = parts.fold((0.0, 0.0), |(a, b), (c, d)| (a + c, b + d));
                decibels(2.0 * f64::hypot(sine, cosine) / heard.len() as f64)
            })
            .fold(f64::MIN, f64::max)
    };
    let (with, without) = (rumbling("[levels]\nhigh_pass = 80\n"), rumbling(""));
    eprintln!("rumble at {:.1} dBFS, and at {:.1} behind the filter", rumble(&without), rumble(&with));
    assert!(rumble(&with) < rumble(&without) - 30.0);
    assert_eq!((&with.timeline["high_pass"], &without.timeline["high_pass"]), (&80.0.into(), &Value::Null));
    assert!((rms(&with.samples) + 20.0).abs() <= 0.05 && (rms(&without.samples) + 20.0).abs() <= 0.05);
}

#[test]
fn the_sample_book_is_one_session_and_its_chapters_are_alike() {
    let book = Book::sample();
    let report = book.run(&["build", "--json"]).exits(0).json();
    let chapters: Vec<&str> =
        report["masters"].as_array().unwrap().iter().map(|m| m["chapter"].as_str().unwrap()).collect();
    let mut levels = Vec::new();
    for chapter in chapters {
        let built = Built::read(&book, chapter);
        assert_eq!(gains(&built, "sessions_db"), [0.0], "{chapter}");
        assert!(!built.timeline.to_string().contains("apart_db"), "{chapter}");
        levels.push(rms(&built.samples));
    }
    eprintln!("RMS {levels:.3?}");
    assert!(widest(&levels) <= 0.1, "{levels:?}");
}

/// Real readings in takes of about six seconds, a chapter for each of these files.
fn real(files: &[(&str, f64)]) -> Option<Book> {
    let mut takes = Vec::new();
    for (file, moved) in files {
        let Reading { rate, takes: cut } = hearing::reading(file)?;
        takes.push((rate, cut, factor(*moved)));
    }
    let book = Book::of(&text(&takes.iter().map(|(_, cut, _)| cut.len() - 1).collect::<Vec<_>>()));
    book.run(&["script"]).exits(0);
    for (chapter, (rate, cut, moved)) in (1..).zip(takes) {
        for (number, take) in (1..).zip(cut) {
            let take: Vec<f32> = take.iter().map(|sample| sample * moved).collect();
            write_wav_at(rate, &book.path(&format!("recordings/{chapter:02}-{number:04}.wav")), &take);
        }
    }
    Some(book)
}

#[test]
fn a_real_reading_is_one_session_and_amplified_in_its_second_half_two() {
    const READING: &str = "udhr/human_rights_un_eng_ks_64kb-preamble.mp3";
    let Some(book) = real(&[(READING, 0.0)]) else { return };
    let once = &built(&book, 1)[0];
    assert_eq!(gains(once, "sessions_db"), [0.0]);
    let Some(book) = real(&[(READING, 0.0), (READING, -4.0)]) else { return };
    let twice = built(&book, 2);
    let found: Vec<_> = twice.iter().map(|chapter| gains(chapter, "sessions_db")).collect();
    eprintln!("{found:?}");
    assert_eq!(found[0], [0.0]);
    assert!((found[1][0] - 4.0).abs() <= 0.5, "{found:?}");
}
