//! Order and completeness by correlation: what sounds in a master is looked for in the takes, not believed.

use std::path::Path;

use super::support::hearing::{
    Built, Levels, Placed, correlation, cue_ids, cut_by_ffmpeg, cut_by_sox, dot, highest_correlation, lag_of, rms,
};
use super::support::{Book, has, read_wav, speech_like_at, write_wav_at};
use cuebook::words::SampleRate;

const STORY: &str = "# One\n\nThe tide was out.\n\nThe boats lay on their sides.\n\n* * *\n\nNobody came.\n\n\
     # Two\n\nIn the night the water came back.\n\n\"Listen,\" she said.\n\nThey listened.\n";

/// What the takes of [`STORY`] are made of: cue, rate, seed, seconds. No two seeds give the same pitch, and no two takes
/// are equally long.
const TAKES: [(&str, u32, u64, f64); 8] = [
    ("01-0001", 44_100, 1, 1.9),
    ("01-0002", 44_100, 2, 2.6),
    ("01-0003", 44_100, 3, 3.3),
    ("01-0004", 44_100, 4, 2.1),
    ("02-0001", 44_100, 5, 1.8),
    ("02-0002", 44_100, 6, 3.9),
    ("02-0003", 44_100, 7, 2.3),
    ("02-0004", 44_100, 8, 2.0),
];

fn story(rate_of: impl Fn(&str) -> u32) -> Book {
    let book = Book::of(STORY);
    for (cue, rate, seed, seconds) in TAKES {
        let rate = SampleRate::new(if rate_of(cue) == 0 { rate } else { rate_of(cue) }).unwrap();
        let path = book.path("recordings").join(format!("{cue}.wav"));
        write_wav_at(rate, &path, &speech_like_at(rate, seed, seconds));
    }
    book.run(&["build"]).exits(0);
    book
}

/// The part of a take that a chapter uses, at the chapter's rate, cut and resampled by another program where it has to
/// be; nothing where there is none.
fn clip(recordings: &Path, place: &Placed) -> Vec<Vec<f32>> {
    let path = recordings.join(&place.file);
    if hound::WavReader::open(&path).unwrap().spec().sample_rate == 44_100 {
        return vec![read_wav(&path)[place.from..place.to].to_vec()];
    }
    let mut clips = Vec::new();
    if has("sox") {
        clips.push(cut_by_sox(&path, place.from, place.to));
    }
    if has("ffmpeg") {
        clips.push(cut_by_ffmpeg(&path, place.from, place.to));
    }
    clips
}

/// Asserts that each cue of a chapter, and nothing else, is found where the timeline says.
fn assert_found(book: &Book, chapter: &str, cues: &[String]) {
    let built = Built::read(book, chapter);
    built.assert_whole();
    let places = built.cues();
    assert!(places.iter().map(|place| &place.cue).eq(cues), "chapter {chapter} has another order than the script");
    let mut least = 1.0f64;
    let mut closest = 0.0f64;
    for (index, place) in places.iter().enumerate() {
        for clip in clip(&book.path("recordings"), place) {
            assert_eq!(clip.len(), place.end - place.start, "the length of {} in the chapter", place.cue);
            let found = correlation(&built.samples[place.start..place.end], &clip);
            assert!(found > 0.99, "{} is found by {found}", place.cue);
            assert_eq!(lag_of(&built.samples, place.start, &clip, 40), 0, "{}", place.cue);
            least = least.min(found);
            let neighbours = [index.checked_sub(1), Some(index + 1)];
            for other in neighbours.into_iter().flatten().filter_map(|index| places.get(index)) {
                let elsewhere = correlation(&built.samples[other.start..], &clip);
                assert!(elsewhere < 0.5, "{} is found at {}, too: {elsewhere}", place.cue, other.cue);
                closest = closest.max(elsewhere);
            }
        }
    }
    eprintln!("chapter {chapter}: least correlation {least:.6}, highest at a neighbour {closest:.3}");
}

/// The gain of a cue in a chapter, in decibels, as its samples show it.
fn gain_found(built: &Built, place: &Placed, clip: &[f32]) -> f64 {
    20.0 * (dot(&built.samples[place.start..], clip) / dot(clip, clip)).log10()
}

#[test]
fn every_cue_sounds_in_its_place_and_in_the_order_of_the_script() {
    let book = story(|_| 0);
    let script = cue_ids(&book.path("script/narration.json"));
    assert_eq!(script.iter().map(|chapter| chapter.1.len()).sum::<usize>(), TAKES.len());
    for (chapter, cues) in &script {
        assert_found(&book, chapter, cues);
        let built = Built::read(&book, chapter);
        for place in built.cues() {
            let found = gain_found(&built, &place, &clip(&book.path("recordings"), &place)[0]);
            assert!((found - place.gain).abs() < 0.1, "{}: {found} dB, but {} dB is said", place.cue, place.gain);
        }
    }
}

#[test]
fn takes_of_other_rates_sound_in_their_place_at_their_pitch() {
    let rate_of = |cue: &str| match cue {
        "01-0002" => 48_000,
        "02-0003" => 22_050,
        _ => 44_100,
    };
    let book = story(rate_of);
    for (chapter, cues) in cue_ids(&book.path("script/narration.json")) {
        assert_found(&book, &chapter, &cues);
        for place in Built::read(&book, &chapter).cues() {
            let (length, rate) = ((place.to - place.from) as f64, f64::from(rate_of(&place.cue)));
            assert_eq!(place.end - place.start, (length * 44_100.0 / rate).round() as usize, "{}", place.cue);
        }
    }
}

#[test]
fn the_sample_book_sounds_in_the_order_of_its_script() {
    let book = Book::sample();
    book.run(&["build"]).exits(0);
    for (chapter, cues) in cue_ids(&book.path("script/narration.json")) {
        assert_found(&book, &chapter, &cues);
    }
}

/// Where two sounds of the same noise meet, in frames either way: less than what is kept before the first word.
const SEAM: usize = 2_646;

/// Asserts that pauses, and the seams at their ends, sound like the quiet room that the takes were recorded in.
///
/// `room` is the level of the noise in the takes; `slack` how far the level of a single seam may lie from it, as so short
/// a stretch of noise has no exact level.
fn assert_quiet_room(built: &Built, room: f64, slack: f64) {
    let (mut furthest, mut seams) = (0.0f64, Vec::<(f64, usize)>::new());
    let wanted = room + built.cues()[0].gain;
    for (start, end) in built.pauses() {
        let off = rms(&built.samples[start..end]) - wanted;
        assert!(off.abs() < 1.0, "the pause at {start} lies {off:.2} dB off");
        furthest = furthest.max(off.abs());
        for seam in [start, end].into_iter().filter(|&at| at > 0 && at < built.samples.len()) {
            let off = rms(&built.samples[seam - SEAM..seam + SEAM]) - wanted;
            seams.push((off, seam));
        }
    }
    let mean = seams.iter().map(|(off, _)| off).sum::<f64>() / seams.len() as f64;
    let (worst, at) = seams.iter().copied().max_by(|one, other| one.0.abs().total_cmp(&other.0.abs())).unwrap();
    eprintln!("pauses: at most {furthest:.2} dB off; seams: {mean:.2} dB off, at most {worst:.2}");
    assert!(mean.abs() < 1.0, "seams lie {mean:.2} dB off");
    assert!(worst.abs() < slack, "the seam at {at} lies {worst:.2} dB off");
}

#[test]
fn pauses_and_their_seams_have_the_level_of_the_room() {
    let book = story(|_| 0);
    for chapter in ["01", "02"] {
        // The noise of `speech_like`: values spread evenly up to 0.00055.
        assert_quiet_room(&Built::read(&book, chapter), 20.0 * (0.000_55 / 3f64.sqrt()).log10(), 1.0);
    }
}

#[test]
fn pauses_of_the_sample_book_have_the_level_of_its_room() {
    let book = Book::sample();
    book.run(&["build"]).exits(0);
    for (chapter, _) in cue_ids(&book.path("script/narration.json")) {
        let built = Built::read(&book, &chapter);
        // 300 ms before the first word of each take.
        let heads =
            built.cues().into_iter().map(|place| rms(&read_wav(&book.path("recordings").join(place.file))[..13_230]));
        let mut heads: Vec<f64> = heads.collect();
        heads.sort_by(f64::total_cmp);
        assert_quiet_room(&built, heads[heads.len() / 2], 1.0);
    }
}

#[test]
fn no_fade_touches_a_word_of_a_take_that_was_cut_too_close() {
    let book = Book::of("# One\n\nThe tide was out.\n\nThe boats lay on their sides.\n");
    book.take("01-0001", 2.0).take("01-0003", 3.0);
    // Half a second of quiet is cut from either end: the first sample is a sound.
    let close = &speech_like_at(SampleRate::CD, 2, 6.0)[23_000..240_000];
    write_wav_at(SampleRate::CD, &book.path("recordings/01-0002.wav"), close);
    book.run(&["build"]).exits(0);
    let built = Built::read(&book, "01");
    let place = &built.cues()[1];
    assert_eq!((place.from, place.to), (0, close.len()));
    let take = read_wav(&book.path("recordings/01-0002.wav"));
    // All but the 2 ms that keep the cut from clicking: 88 frames, and one more for the limiter's arithmetic.
    let heard = &built.samples[place.start + 89..place.end - 89];
    let gain = 10f32.powf(place.gain as f32 / 20.0);
    for (edge, heard) in [("head", &heard[..2_000]), ("tail", &heard[heard.len() - 2_000..])] {
        let from = if edge == "head" { 89 } else { take.len() - 89 - 2_000 };
        let worst =
            heard.iter().zip(&take[from..]).fold(0.0f32, |worst, (&one, &two)| worst.max((one - two * gain).abs()));
        assert!(worst < 1e-5, "the {edge} is off by up to {worst}");
    }
}

#[test]
fn a_chapter_that_is_little_but_pauses_meets_acx_all_the_same() {
    let book = Book::of("# One\n");
    book.take("01-0001", 2.0).run(&["build"]).exits(0);
    let levels = Levels::of(&Built::read(&book, "01").samples);
    eprintln!("{levels:?}");
    levels.assert_acx();
}

#[test]
fn a_take_that_was_replaced_is_nowhere_in_the_master() {
    let book = story(|_| 0);
    let before = Built::read(&book, "01");
    let places = before.cues();
    let old = clip(&book.path("recordings"), &places[1]).remove(0);
    assert!(highest_correlation(&before.samples, &old) > 0.99, "the take that is in use is found");

    let path = book.path("recordings/01-0002_t2.wav");
    write_wav_at(SampleRate::CD, &path, &speech_like_at(SampleRate::CD, 21, 2.9));
    book.run(&["build"]).exits(0);
    let after = Built::read(&book, "01");
    let found = highest_correlation(&after.samples, &old);
    eprintln!("the replaced take is found by {found:.3}");
    assert!(found < 0.5, "{found}");
    let new = &after.cues()[1];
    assert_eq!(new.file, "01-0002_t2.wav");
    assert!(highest_correlation(&after.samples, &clip(&book.path("recordings"), new)[0]) > 0.99);
}
