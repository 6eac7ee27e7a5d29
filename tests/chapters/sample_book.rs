//! The book that this repository is: what it holds, and what is built from it, judged by other programs and by hand.

use std::fs;
use std::path::Path;

use super::support::hearing::{
    Built, Levels, by_ffmpeg, by_sox, correlation, cue_ids, cut_by_ffmpeg, lag_of, longest_silence, probed,
};
use super::support::{Book, has, read_wav};
use cuebook::script::{Chapter, ChapterKind, CueKind, Opens, Script, parse};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn script() -> Script {
    parse(&fs::read_to_string(root().join("script/narration.json")).unwrap()).unwrap()
}

#[test]
fn it_is_small_and_shows_what_a_book_can_hold() {
    let script = script();
    let kinds: Vec<_> = script.chapters.iter().map(|chapter| chapter.kind).collect();
    let chapter = ChapterKind::Chapter;
    assert_eq!(kinds, [ChapterKind::Front, chapter, chapter, chapter, ChapterKind::Back]);
    let cues: Vec<_> = script.chapters.iter().flat_map(|chapter: &Chapter| &chapter.cues).collect();
    assert!((40..=60).contains(&cues.len()), "{} cues", cues.len());
    assert!(cues.iter().any(|cue| cue.opens == Opens::Scene), "a scene break");
    assert!(cues.iter().any(|cue| cue.kind == CueKind::Dialogue), "dialogue");
    assert!(cues.iter().any(|cue| cue.spoken() != cue.text), "a text that is not spoken as it is printed");

    let recordings = fs::read_dir(root().join("recordings")).unwrap();
    let bytes: u64 = recordings.map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    assert!(bytes <= 15_000_000, "{bytes} bytes of recordings");
}

#[test]
fn its_script_and_sheet_are_what_the_command_makes_today() {
    let book = Book::sample();
    book.run(&["script"]).exits(0);
    for file in ["script/narration.json", "script/narration.html"] {
        let (kept, made) = (fs::read(root().join(file)).unwrap(), fs::read(book.path(file)).unwrap());
        assert!(kept == made, "`{file}` is not up to date: run `cuebook script`");
    }
    // Nor do the cues owe their IDs to an older script.
    fs::remove_file(book.path("script/narration.json")).unwrap();
    book.run(&["script"]).exits(0);
    assert_eq!(cue_ids(&book.path("script/narration.json")), cue_ids(&root().join("script/narration.json")));
}

#[test]
fn every_master_meets_acx_and_measures_what_the_command_says() {
    let book = Book::sample();
    let report = book.run(&["build", "--json"]).exits(0).json();
    let masters = report["masters"].as_array().unwrap();
    let script = script();
    assert_eq!(masters.len(), script.chapters.len());
    assert_eq!(fs::read_dir(book.path("output/masters")).unwrap().count(), 2 * masters.len());
    let (ffmpeg, sox) = (has("ffprobe") && has("ffmpeg"), has("sox"));
    for (master, chapter) in masters.iter().zip(&script.chapters) {
        let id = chapter.id.to_string();
        assert_eq!(master["chapter"], id.as_str());
        let path = book.path(&format!("output/masters/{id}.wav"));
        let built = Built::read(&book, &id);
        built.assert_whole();
        let frames = built.number("frames");
        assert_eq!(master["frames"], frames);

        let levels = Levels::of(&built.samples);
        eprintln!("{id}: {levels:?}");
        levels.assert_acx();
        let said = |name: &str| master[name].as_f64().unwrap();
        let near = |one: f64, other: f64, tolerance: f64| (one - other).abs() <= tolerance;
        assert!(near(said("rms"), levels.rms, 0.01), "RMS: {master}, but it has {levels:?}");
        assert!(near(said("noise_floor"), levels.floor, 0.01), "noise floor: {master}, but it has {levels:?}");
        // A report has hundredths of a decibel: the peak is the very one, rounded.
        assert_eq!(said("peak"), (levels.peak * 100.0).round() / 100.0, "{levels:?}");
        let silence = longest_silence(&built.samples);
        assert!(silence < 441, "{id} has {silence} digital zeros in a row");

        if ffmpeg {
            assert_eq!(probed(&path), format!("pcm_s24le,44100,1,{frames}"));
            assert!(cut_by_ffmpeg(&path, 0, frames) == built.samples, "ffmpeg hears something else than hound in {id}");
            let (rms, peak) = by_ffmpeg(&path);
            eprintln!("{id} by ffmpeg: RMS {rms}, peak {peak}");
            assert!(near(rms, levels.rms, 0.001) && near(peak, levels.peak, 0.001), "{id}: {rms}, {peak}: {levels:?}");
        }
        if sox {
            let (rms, peak) = by_sox(&path);
            eprintln!("{id} by sox: RMS {rms:.4}, peak {peak:.4}");
            assert!(near(rms, levels.rms, 0.001) && near(peak, levels.peak, 0.001), "{id}: {rms}, {peak}: {levels:?}");
        }
    }
}

#[test]
fn a_take_that_is_too_hot_gives_way_to_its_retake() {
    let book = Book::sample();
    let report = book.run(&["build", "--json"]).exits(0).json();
    let notes: Vec<&Value> = report["findings"].as_array().unwrap().iter().collect();
    assert_eq!(notes.len(), 1, "{notes:#?}");
    assert_eq!((&notes[0]["rule"], &notes[0]["severity"]), (&"take-clipped".into(), &"note".into()));
    let hot = notes[0]["take"].as_str().unwrap();
    let retake = hot.replace(".wav", "_t2.wav");

    let cue = hot.trim_end_matches(".wav");
    let built = Built::read(&book, &cue[..2]);
    let place = built.cues().into_iter().find(|place| place.cue == cue).unwrap();
    assert_eq!(place.file, retake);
    let heard = &built.samples[place.start..place.end];
    let retaken = correlation(heard, &read_wav(&book.path("recordings").join(&retake))[place.from..place.to]);
    assert!(retaken > 0.9999, "{retaken}");
    // The same words at another moment of another file: it is looked for within 200 ms, and found damaged.
    let hot = read_wav(&book.path("recordings").join(hot));
    let clip = &hot[place.from.max(9_000)..place.to.min(hot.len() - 9_000)];
    let lag = lag_of(&built.samples, place.start + place.from.max(9_000) - place.from, clip, 8_820);
    let at = (place.start + place.from.max(9_000) - place.from).strict_add_signed(lag);
    let clipped = correlation(&built.samples[at..], clip);
    eprintln!("the retake correlates by {retaken:.6}, the hot take at a lag of {lag} by {clipped:.4}");
    assert!(clipped < 0.99, "the hot take is what sounds, by {clipped}");
}
