//! Real texts and real voices, from a folder beside the repository: from the manuscript to masters that are listened to.

use super::support;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::support::hearing::{
    Built, Levels, by_ffmpeg, by_sox, correlation, correlation_at_any_gain, cut_by_ffmpeg, lag_of, longest_silence,
    probed,
};
use super::support::{Book, has, read_wav, shared_data};
use serde_json::Value;

/// What the folder's list says about a file.
fn truth(file: &str) -> Value {
    let list = fs::read(shared_data("MANIFEST.json").unwrap()).unwrap();
    let list: Value = serde_json::from_slice(&list).unwrap();
    let entry = list["entries"].as_array().unwrap().iter().find(|entry| entry["file"] == file).unwrap();
    entry["ground_truth"].clone()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

const NOVEL: &str = "manuscripts/background_talent.txt";

/// A new book of a manuscript, with its script; the narration beside it.
fn novel(manuscript: &str) -> (Book, Value) {
    let book = Book::new();
    book.run(&["new", "book", "--title", "Background Talent"]).exits(0);
    book.file("book/script/manuscript.txt", manuscript);
    book.run(&["-C", "book", "script"]).exits(0).complains("");
    let narration = fs::read(book.path("book/script/narration.json")).unwrap();
    (book, serde_json::from_slice(&narration).unwrap())
}

fn cues(chapter: &Value) -> &Vec<Value> {
    chapter["cues"].as_array().unwrap()
}

/// The texts of the cues of a kind.
fn of_kind<'a>(chapter: &'a Value, kind: &str) -> Vec<&'a str> {
    cues(chapter).iter().filter(|cue| cue["kind"] == kind).map(|cue| cue["text"].as_str().unwrap()).collect()
}

#[test]
fn the_script_of_a_badly_formatted_novel_has_its_structure_and_all_of_its_words() {
    let Some(path) = shared_data(NOVEL) else { return };
    let (raw, truth) = (fs::read_to_string(path).unwrap(), truth(NOVEL));
    let (_book, narration) = novel(&raw);
    let [front, chapter] = narration["chapters"].as_array().unwrap().as_slice() else { panic!("{narration}") };
    assert_eq!((&front["kind"], &chapter["kind"]), (&"front".into(), &"chapter".into()));
    assert_eq!(of_kind(front, "announcement"), texts(&truth["front"]));
    assert_eq!(of_kind(chapter, "announcement"), [texts(&truth["chapter_titles"]), texts(&truth["sections"])].concat());
    let announced = [of_kind(front, "announcement"), of_kind(chapter, "announcement")].concat();
    for line in texts(&truth["not_headings"]) {
        assert!(!announced.contains(&line), "{line}");
    }

    let all = || [front, chapter].into_iter().flat_map(cues);
    let mut ids: Vec<_> = all().map(|cue| cue["id"].as_str().unwrap()).collect();
    let read = all().flat_map(|cue| cue["text"].as_str().unwrap().split_whitespace());
    let differs = read.clone().zip(raw.split_whitespace()).position(|(read, raw)| read != raw);
    assert_eq!(differs, None, "the first word that is another one");
    assert_eq!(read.count(), raw.split_whitespace().count(), "the number of words");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "every ID stands once");
}

/// The example that reads a book aloud; `cargo test` builds it beside the tests.
fn narrate() -> Option<PathBuf> {
    let tests = std::env::current_exe().unwrap();
    let found = tests.ancestors().nth(2).unwrap().join("examples/narrate");
    if !has("flite") {
        return None;
    }
    if !found.is_file() {
        support::skipped(&format!("there is no `{}`; `cargo build --example narrate` makes it", found.display()));
        return None;
    }
    Some(found)
}

/// Reads a novel aloud, builds it and listens to every `step`th cue of its chapter.
fn narrate_and_listen(narrate: &Path, manuscript: &str, step: usize) {
    let (book, narration) = novel(manuscript);
    let narrated = Command::new(narrate).arg(book.path("book")).output().unwrap();
    assert!(narrated.status.success(), "{}", String::from_utf8_lossy(&narrated.stderr));
    let report = book.run(&["-C", "book", "build", "--complete", "--json"]).exits(0).json();
    let errors = report["findings"].as_array().unwrap().iter().filter(|one| one["severity"] != "note");
    assert_eq!(errors.collect::<Vec<_>>(), Vec::<&Value>::new(), "a careful reading has neither errors nor warnings");

    let masters = book.path("book/output/masters");
    for chapter in narration["chapters"].as_array().unwrap() {
        let id = chapter["id"].as_str().unwrap();
        let built = Built::at(&masters, id);
        built.assert_whole();
        let places = built.cues();
        let order: Vec<_> = places.iter().map(|place| place.cue.as_str()).collect();
        let script: Vec<_> = cues(chapter).iter().map(|cue| cue["id"].as_str().unwrap()).collect();
        assert_eq!(order, script);

        let mut least = 1.0f64;
        for (index, place) in places.iter().enumerate().step_by(step) {
            assert_eq!(place.end - place.start, place.to - place.from);
            let take = read_wav(&book.path("book/recordings").join(&place.file));
            let clip = &take[place.from..place.to];
            let found = correlation(&built.samples[place.start..place.end], clip);
            assert!(found > 0.99, "{} is found by {found}", place.cue);
            least = least.min(found);
            for other in [index.checked_sub(1), Some(index + 1)].into_iter().flatten().filter_map(|at| places.get(at)) {
                let elsewhere = correlation(&built.samples[other.start..], clip);
                assert!(elsewhere < 0.5, "{} is found at {}, too: {elsewhere}", place.cue, other.cue);
            }
        }
        let levels = Levels::of(&built.samples);
        eprintln!(
            "{id}: {} cues, {} frames, {levels:?}, least correlation {least:.6}",
            places.len(),
            built.samples.len()
        );
        assert_acx(&masters.join(format!("{id}.wav")), &built, &levels);
    }
    assert_eq!(
        fs::read_dir(masters).unwrap().count(),
        4,
        "a file for the front, one for the chapter, and their timelines"
    );
}

/// Asserts that a master meets ACX by own arithmetic and to other programs.
fn assert_acx(path: &Path, built: &Built, levels: &Levels) {
    levels.assert_acx();
    assert!(longest_silence(&built.samples) < 441, "there is digital silence in `{}`", path.display());
    let mut heard = Vec::new();
    if has("ffmpeg") && has("ffprobe") {
        assert_eq!(probed(path), format!("pcm_s24le,44100,1,{}", built.samples.len()));
        heard.push(by_ffmpeg(path));
    }
    if has("sox") {
        heard.push(by_sox(path));
    }
    for (rms, peak) in heard {
        eprintln!("  by another program: RMS {rms:.4}, peak {peak:.4}");
        assert!((rms - levels.rms).abs() < 0.001 && (peak - levels.peak).abs() < 0.001, "{rms}, {peak}: {levels:?}");
    }
}

#[test]
fn the_beginning_of_a_novel_becomes_chapters_that_meet_acx() {
    let (Some(path), Some(narrate)) = (shared_data(NOVEL), narrate()) else { return };
    let raw = fs::read_to_string(path).unwrap();
    // Up to the middle of the second section: about 60 cues.
    let second = raw.find("\nGate C, The Waiting Field").unwrap();
    let end = second + raw[second..].match_indices("\n\n").nth(2).unwrap().0;
    narrate_and_listen(&narrate, &raw[..end], 1);
}

#[test]
#[ignore = "reads 40 minutes aloud; run it with `cargo test --release -- --ignored`"]
fn a_whole_novel_becomes_chapters_that_meet_acx() {
    let (Some(path), Some(narrate)) = (shared_data(NOVEL), narrate()) else { return };
    narrate_and_listen(&narrate, &fs::read_to_string(path).unwrap(), 7);
}

#[test]
fn takes_of_half_the_rate_are_named_converted_and_found() {
    let Some(folder) = shared_data("audio/ljspeech_takes") else { return };
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "wav"));
    files.sort();
    let mut manuscript = "# Chapter 1\n".to_owned();
    for file in &files {
        let name = format!("audio/ljspeech_takes/{}", file.file_name().unwrap().to_str().unwrap());
        manuscript = format!("{manuscript}\n{}\n", truth(&name)["text"].as_str().unwrap());
    }
    let book = Book::of(&manuscript);
    book.run(&["script"]).exits(0);
    book.take("01-0001", 2.0);
    for (number, file) in (2..).zip(&files) {
        fs::copy(file, book.path(&format!("recordings/01-{number:04}.wav"))).unwrap();
    }

    let check = book.run(&["check", "--json"]);
    let found = check.json();
    let found = found["findings"].as_array().unwrap();
    let named: Vec<_> = found.iter().filter(|one| one["rule"] == "sample-rate-mixed").collect();
    let takes: Vec<_> = named.iter().map(|one| one["take"].as_str().unwrap().to_owned()).collect();
    let wanted: Vec<_> = (2..2 + files.len()).map(|number| format!("01-{number:04}.wav")).collect();
    assert_eq!(takes, wanted);
    for one in &named {
        assert_eq!((&one["found"], &one["wanted"]), (&"22050 Hz".into(), &"44100 Hz".into()), "{one}");
    }

    let ran = book.run(&["build", "--json"]);
    let findings = ran.json()["findings"].clone();
    let errors = findings.as_array().unwrap().iter().filter(|one| one["severity"] == "error").count();
    let others = findings.as_array().unwrap().iter().filter(|one| one["rule"] != "sample-rate-mixed");
    eprintln!("besides their rate: {:#?}", others.collect::<Vec<_>>());
    ran.exits(i32::from(errors > 0));

    let built = Built::read(&book, "01");
    built.assert_whole();
    assert_eq!(built.number("sample_rate"), 44_100);
    let levels = Levels::of(&built.samples);
    eprintln!("{levels:?}");
    let places = built.cues();
    assert_eq!(places.len(), 1 + files.len());
    if !has("ffmpeg") {
        return;
    }
    assert_eq!(probed(&book.path("output/masters/01.wav")), format!("pcm_s24le,44100,1,{}", built.samples.len()));
    for (place, file) in places[1..].iter().zip(&files) {
        assert_eq!(place.end - place.start, 2 * (place.to - place.from), "the length of {}", place.cue);
        let clip = cut_by_ffmpeg(file, place.from, place.to);
        let found = correlation(&built.samples[place.start..place.end], &clip);
        assert_eq!(lag_of(&built.samples, place.start, &clip, 40), 0, "{}", place.cue);
        // These takes have peaks at full scale: the limiter works in some, and moves the gain in the middle of a line.
        let moment_by_moment = correlation_at_any_gain(&built.samples[place.start..place.end], &clip);
        eprintln!("{} is found by {found:.6}, moment by moment by {moment_by_moment:.6}", place.cue);
        assert!(found > 0.97 && moment_by_moment > 0.99, "{}: {found}, {moment_by_moment}", place.cue);
    }
}
