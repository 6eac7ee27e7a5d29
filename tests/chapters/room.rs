//! The room under a chapter: how loud it is, where it comes from, and that it never goes out.

use std::fs;

use super::support::hearing::{Built, decibels, longest_silence, rms};
use super::support::{Book, read_wav, shared_data, speech_like, write_wav, write_wav_at};
use cuebook::signal::tone::scatter;
use cuebook::words::SampleRate;

/// Noise of this level in dBFS.
fn noise(seed: u64, db: f64, seconds: f64) -> Vec<f32> {
    // Values spread evenly have an RMS of their peak by the root of 3.
    let peak = 10f64.powf(db / 20.0) * 3f64.sqrt();
    let unit = |n: u64| scatter(seed, n) as f64 / u64::MAX as f64 * 2.0 - 1.0;
    (0..(seconds * 44_100.0) as u64).map(|n| (unit(n) * peak) as f32).collect()
}

/// A take whose room has this level, a little louder than that of [`speech_like`], which is in it.
fn take_in(db: f64, seed: u64, seconds: f64) -> Vec<f32> {
    let added = 10f64.powf(db / 10.0) - (0.000_55f64 / 3f64.sqrt()).powi(2);
    let added = noise(seed + 100, 10.0 * added.log10(), seconds);
    speech_like(seed, seconds).iter().zip(added).map(|(one, other)| one + other).collect()
}

fn write(book: &Book, name: &str, samples: &[f32]) {
    write_wav(&book.path("recordings").join(format!("{name}.wav")), samples);
}

/// Two chapters of four lines each, by takes in rooms of these levels.
fn book_in(rooms: &[f64]) -> Book {
    let line = "The boats lay on their sides.\n\n".repeat(3);
    let book = Book::of(&format!("# One\n\n{line}# Two\n\n{line}"));
    for (number, &db) in rooms.iter().enumerate() {
        write(&book, &format!("{:02}-{:04}", number / 4 + 1, number % 4 + 1), &take_in(db, number as u64, 2.5));
    }
    book
}

#[test]
fn every_pause_goes_from_the_room_of_the_take_before_to_that_of_the_one_behind() {
    let rooms = [-66.0, -60.0, -63.0, -65.0, -62.0, -62.0, -66.5, -60.5];
    let book = book_in(&rooms);
    book.run(&["build"]);
    let mut furthest = 0.0f64;
    for (chapter, rooms) in ["01", "02"].iter().zip(rooms.chunks(4)) {
        let built = Built::read(&book, chapter);
        let cues = built.cues();
        for (start, end) in built.pauses() {
            for (cue, db) in cues.iter().zip(rooms) {
                let wanted = db + cue.gain;
                // A tenth of a second of the pause beside the take, and 60 ms either way over the seam.
                if cue.start == end {
                    furthest = furthest.max((rms(&built.samples[end - 4_410..end]) - wanted).abs());
                    furthest = furthest.max((rms(&built.samples[end - 2_646..end + 2_646]) - wanted).abs());
                }
                if cue.end == start {
                    furthest = furthest.max((rms(&built.samples[start..start + 4_410]) - wanted).abs());
                    furthest = furthest.max((rms(&built.samples[start - 2_646..start + 2_646]) - wanted).abs());
                }
            }
        }
    }
    eprintln!("seams lie at most {furthest:.2} dB off");
    assert!(furthest < 1.0, "a seam lies {furthest:.2} dB off");
}

#[test]
fn one_changed_take_changes_its_own_chapter_only() {
    for recorded in [false, true] {
        let book = book_in(&[-66.0, -62.0, -63.0, -65.0, -62.0, -62.5, -66.5, -61.0]);
        if recorded {
            write(&book, "room-tone", &noise(5, -63.0, 12.0));
        }
        book.run(&["build"]);
        let all = |chapter: &str| {
            let read = |ending: &str| fs::read(book.path(&format!("output/masters/{chapter}.{ending}"))).unwrap();
            (read("wav"), read("timeline.json"))
        };
        let before = (all("01"), all("02"));
        write(&book, "02-0002", &take_in(-65.0, 77, 2.9));
        book.run(&["build"]);
        assert!(before.0 == all("01"), "the first chapter is another one");
        assert!(before.1 != all("02"), "the second chapter is still the same");
    }
}

#[test]
fn the_recording_that_is_like_the_takes_is_used_and_another_one_is_not() {
    let book = book_in(&[-63.0, -62.0, -63.0, -63.5, -62.0, -62.5, -63.0, -63.0]);
    write(&book, "room-tone a van", &noise(5, -48.0, 12.0));
    write(&book, "day 2/room-tone", &noise(6, -64.0, 12.0));
    book.run(&["build"]);
    let clips = |book: &Book| Built::read(book, "01").timeline["tones"][0].clone();
    let tone = clips(&book);
    assert_eq!(
        (tone["origin"].as_str(), tone["clips"][0]["file"].as_str()),
        (Some("recorded"), Some("day 2/room-tone.wav"))
    );
    fs::remove_file(book.path("recordings/day 2/room-tone.wav")).unwrap();
    book.run(&["build"]);
    assert_eq!(clips(&book)["origin"], "harvested", "pauses of the takes are nearer than a recording 15 dB louder");
}

#[test]
fn a_recording_of_the_room_that_is_not_used_is_said_with_the_reason_and_a_free_name() {
    let book = book_in(&[-63.0, -63.0, -63.0, -63.0, -63.0, -63.0, -63.0, -63.0]);
    let told = |samples: &[f32]| {
        write(&book, "room-tone", samples);
        let report = book.run(&["build", "--json"]).json();
        let all = report["findings"].as_array().unwrap().clone();
        let found: Vec<_> = all
            .into_iter()
            .filter(|finding| finding["rule"].as_str().unwrap().starts_with("room-tone"))
            .map(|finding| ["rule", "take", "found", "wanted", "hint"].map(|key| finding[key].to_string()))
            .collect();
        let [[rule, take, found, wanted, hint]] = &found[..] else { panic!("{found:?}") };
        assert_eq!((rule.as_str(), take.as_str()), ("\"room-tone-refused\"", "\"room-tone.wav\""));
        assert!(hint.contains("`recordings/room-tone-2.wav`"), "{hint}");
        format!("{found} / {wanted}").replace('"', "")
    };
    let chapters = "not used for chapters 01, 02:";
    assert_eq!(
        told(&noise(5, -55.0, 12.0)),
        format!(
            "{chapters} -55.0 dBFS, 8.0 dB above the noise of the takes / within 6.0 dB of the noise of the takes, -63.0 dBFS"
        )
    );
    assert_eq!(told(&vec![0.0; 400_000]), format!("{chapters} nothing above -95.0 dBFS / the noise of the quiet room"));
    assert_eq!(
        told(&noise(5, -63.0, 0.6)),
        format!("{chapters} 0.1 s of the quiet room / at least 0.25 s of the quiet room")
    );
    write(&book, "room-tone-2", &noise(6, -63.0, 12.0));
    let all = book.run(&["build"]).stdout();
    assert!(!all.contains("room-tone-refused"), "one that is used is enough: {all}");
}

#[test]
fn a_slam_in_the_room_tone_is_not_heard_in_the_chapter() {
    let book = book_in(&[-63.0; 8]);
    let mut tone = noise(5, -63.0, 20.0);
    // 20 dB above the room, and a click.
    let slam = noise(6, -43.0, 0.4);
    tone[200_000..].iter_mut().zip(&slam).for_each(|(tone, slam)| *tone += slam);
    tone[400_000] += 0.2;
    write(&book, "room-tone", &tone);
    book.run(&["build"]);
    let built = Built::read(&book, "01");
    assert_eq!(built.timeline["tones"][0]["origin"], "recorded");
    for (start, end) in built.pauses() {
        let wanted = -63.0 + built.cues()[0].gain;
        for part in built.samples[start..end].chunks_exact(2_205) {
            let off = rms(part) - wanted;
            assert!(off.abs() < 1.5, "{off:.1} dB off in a pause");
        }
    }
    let told = book.run(&["check"]).stdout();
    assert!(told.contains("room-tone-spoken"), "{told}");
}

/// Takes as gates and editors leave them: zeros before, behind and between the words.
fn holed(seed: u64) -> Vec<f32> {
    let mut samples = take_in(-63.0, seed, 3.5);
    samples[..18_000].fill(0.0);
    samples[60_000..82_000].fill(0.0);
    samples[90_000..90_500].fill(0.0);
    let end = samples.len();
    samples[end - 21_000..].fill(0.0);
    samples
}

#[test]
fn no_master_holds_digital_zero_whatever_the_takes_hold() {
    for (depth, room) in [(16, true), (24, true), (32, true), (32, false)] {
        let book = Book::of("# One\n\nThe tide was out.\n\nThe boats lay on their sides.\n");
        book.file("book.toml", format!("title = \"x\"\n[masters]\nbit_depth = {depth}\n"));
        write(&book, "01-0001", &holed(1));
        write(&book, "01-0002", &holed(2));
        let third = if room { take_in(-63.0, 3, 2.5) } else { holed(3) };
        write(&book, "01-0003", &third);
        book.run(&["build"]);
        let built = Built::read(&book, "01");
        let longest = longest_silence(&built.samples);
        assert!(longest < 441, "{longest} zeros in a row at {depth} bits");
        if !room {
            continue;
        }
        let line = &built.cues()[0];
        let hole = line.start + (62_000 - line.from)..line.start + (80_000 - line.from);
        let level = rms(&built.samples[hole]) - line.gain;
        assert!((level + 63.0).abs() < 1.0, "a hole is filled at {level:.1} dBFS, but the room has -63");
    }
}

/// Two phrases of three seconds in a room at -60 dBFS with a second between them, through a gate that leaves this share of the
/// room, 0.15 s behind a word.
fn gated(seed: u64, share: f32) -> Vec<f32> {
    let phrase = |seed| {
        let mut samples = take_in(-60.0, seed, 3.0);
        let rate = |seconds: f64| SampleRate::CD.frames(seconds).index();
        samples[..rate(0.45)].iter_mut().for_each(|sample| *sample *= share);
        samples[rate(2.65)..].iter_mut().for_each(|sample| *sample *= share);
        samples
    };
    [phrase(seed), phrase(seed + 20)].concat()
}

#[test]
fn between_gated_takes_the_room_is_as_loud_as_between_their_words() {
    // -85 dBFS, which is heard; and nothing, for which the room is 55 dB below the speech.
    for share in [10f32.powf(-25.0 / 20.0), 0.0] {
        let book = Book::of("# One\n\nThe tide was out.\n\nThe boats lay on their sides.\n");
        for number in 1..=3 {
            write(&book, &format!("01-{number:04}"), &gated(number, share));
        }
        let told = book.run(&["build"]).stdout();
        assert!(!told.contains("forecast"), "{told}");
        let built = Built::read(&book, "01");
        let cues = built.cues();
        // Between the phrases, away from the gate.
        let within = |at: usize| {
            let pause = cues[at].start + 119_000 - cues[at].from..cues[at].start + 150_000 - cues[at].from;
            rms(&built.samples[pause])
        };
        let spoken = rms(&built.samples[cues[0].start + 25_000..cues[0].start + 100_000]);
        for (start, end) in built.pauses() {
            let between = rms(&built.samples[start..end]);
            assert!((between - within(1)).abs() < 1.5, "{between:.1} dBFS beside {:.1}", within(1));
            if share == 0.0 {
                assert!((spoken - between - 55.0).abs() < 2.0, "{between:.1} dBFS beside {spoken:.1}");
            }
        }
    }
}

#[test]
fn an_offset_is_taken_out_of_its_take() {
    let book = Book::of("# One\n\nThe tide was out.\n\nThe boats lay on their sides.\n");
    for (name, offset) in [("01-0001", 0.0), ("01-0002", 0.02), ("01-0003", -0.004)] {
        let shifted: Vec<f32> = take_in(-63.0, 3, 2.5).iter().map(|sample| sample + offset).collect();
        write(&book, name, &shifted);
    }
    book.run(&["build"]);
    let built = Built::read(&book, "01");
    for line in built.cues() {
        let part = &built.samples[line.start..line.end];
        let mean = part.iter().map(|&sample| f64::from(sample)).sum::<f64>() / part.len() as f64;
        let level = decibels(mean.abs()) - line.gain;
        assert!(level < -80.0, "{} has an offset of {level:.1} dBFS", line.cue);
    }
}

#[test]
fn masters_have_the_depth_that_the_book_says() {
    for depth in [16u16, 24, 32] {
        let book = Book::of("# One\n\nThe tide was out.\n");
        book.file("book.toml", format!("title = \"x\"\n[masters]\nbit_depth = {depth}\n"));
        book.take("01-0001", 2.0).take("01-0002", 2.5);
        book.run(&["build"]).exits(0);
        let path = book.path("output/masters/01.wav");
        assert_eq!(hound::WavReader::open(&path).unwrap().spec().bits_per_sample, depth);
        let samples = read_wav(&path);
        assert!(samples.len() > 44_100 && rms(&samples) > -30.0);
        if super::support::has("sox") {
            let (level, _) = super::support::hearing::by_sox(&path);
            assert!((level - rms(&samples)).abs() < 0.01, "{level}");
        }
    }
}

/// The level of the quietest tenth of a second.
fn quietest(samples: &[f32]) -> f64 {
    samples.windows(4_410).step_by(441).map(rms).fold(0.0, f64::min)
}

#[test]
fn pauses_between_real_takes_are_as_loud_as_what_is_quiet_beside_them() {
    let Some(folder) = shared_data("audio/two_cities") else { return };
    let whole = read_wav(&folder.join("two_cities.wav"));
    let rate = hound::WavReader::open(folder.join("two_cities.wav")).unwrap().spec().sample_rate;
    // Takes of some fifteen seconds, cut in the quietest place around there.
    let seconds = |seconds: f64| (seconds * f64::from(rate)) as usize;
    let mut places = vec![0];
    while let Some(last) = places.last().copied().filter(|&last| places.len() < 9 && last + seconds(20.0) < whole.len())
    {
        let around = (last + seconds(12.0)..last + seconds(18.0)).step_by(seconds(0.01));
        let level = |at: &usize| rms(&whole[at - seconds(0.15)..at + seconds(0.15)]);
        places.extend(around.min_by(|one, other| level(one).total_cmp(&level(other))));
    }
    let book = Book::of(&format!("# One\n\n{}", "The boats lay on their sides.\n\n".repeat(8)));
    for (number, part) in places.windows(2).enumerate() {
        let path = book.path("recordings").join(format!("01-{:04}.wav", number + 2));
        write_wav_at(SampleRate::new(rate).unwrap(), &path, &whole[part[0]..part[1]]);
    }
    book.run(&["build"]);
    let built = Built::read(&book, "01");
    let (cues, mut off) = (built.cues(), Vec::new());
    for (start, end) in built.pauses().into_iter().filter(|(start, end)| end - start >= 4_410) {
        for cue in &cues {
            let quiet = || quietest(&built.samples[cue.start..cue.end]);
            if cue.start == end {
                off.push(rms(&built.samples[end - 4_410..end]) - quiet());
            }
            if cue.end == start {
                off.push(rms(&built.samples[start..start + 4_410]) - quiet());
            }
        }
    }
    off.sort_by(f64::total_cmp);
    eprintln!("pauses lie so many dB above the quietest tenth of a second of the take beside them: {off:.1?}");
    // Of many tenths of a second the quietest lies below the room.
    assert!(off[off.len() / 2] > -1.0 && off[off.len() / 2] < 4.0, "{off:?}");
}
