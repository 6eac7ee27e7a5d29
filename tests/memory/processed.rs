//! What becomes of takes that are processed: they are no new recordings.

use super::support;
use std::fs;

use super::support::Book;
use super::take_log::{clipped, found, recorded, rewrite};

/// Turns every take down in its place, as a program does that works on a folder.
fn turn_down(book: &Book, by: f32) {
    for entry in fs::read_dir(book.path("recordings")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "wav") {
            let samples = hound::WavReader::open(&path).unwrap().into_samples::<i16>();
            let samples: Vec<f32> = samples.map(|sample| f32::from(sample.unwrap()) / 32768.0 * by).collect();
            support::write_wav(&path, &samples);
        }
    }
}

#[test]
fn takes_that_were_processed_in_place_mend_nothing() {
    let book = recorded();
    book.take("01-0003_t2", 2.4);
    book.run(&["note", "01-0001", "sounds tired"]).exits(0);
    book.run(&["circle", "01-0003.wav"]).exits(0);
    rewrite(&book, "The tide was out.", "The tide was in.");
    let before = found(&book);
    assert_eq!(before.0, ["pickup-noted", "take-stale"]);
    turn_down(&book, 0.9);
    book.run(&["check"]).exits(1).complains(
        "note: 4 takes were processed, not recorded again, as they sound as before (`01-0001.wav`, `01-0002.wav`, \
         `01-0003.wav`, `01-0003_t2.wav`): the words, notes and circles stay; what was waived of the sound counts again, \
         as it is another sound\n",
    );
    book.run(&["check"]).exits(1).complains("");
    assert_eq!(found(&book), before);
    book.run(&["circle"]).prints("01-0003  recordings/01-0003.wav\n");
    // Twice is no more than once, and a new take mends what it always did.
    turn_down(&book, 0.9);
    assert_eq!(found(&book), before);
    book.take("01-0001", 2.1).take("01-0002", 1.8);
    assert_eq!(found(&book), (Vec::new(), 0));
}

#[test]
fn a_waiver_of_what_was_read_outlives_processing_and_one_of_the_sound_does_not() {
    let book = recorded();
    book.run(&["check"]);
    clipped(&book, "01-0002", 2.1);
    rewrite(&book, "The tide was out.", "The tide was in.");
    book.run(&["waive", "take-clipped", "01-0002", "--reason", "a shout"]).exits(0);
    book.run(&["waive", "take-stale", "01-0002", "--reason", "it reads them"]).exits(0);
    assert_eq!(found(&book), (Vec::new(), 2));
    turn_down(&book, 0.9);
    assert_eq!(found(&book), (vec!["take-clipped".to_owned()], 1));
    book.run(&["waive", "take-stale", "01-0002", "--undo"]).exits(0);
    assert_eq!(found(&book), (vec!["take-clipped".to_owned(), "take-stale".to_owned()], 0));
}

#[test]
fn takes_that_changed_places_are_told_until_somebody_says_that_they_are_right() {
    let book = recorded();
    // Both lines can be read in such a time, so nothing but the log can tell.
    book.take("01-0002", 2.4).run(&["check"]).exits(0);
    let at = |name: &str| book.path("recordings").join(name);
    let swap = || {
        fs::rename(at("01-0002.wav"), at("x.wav")).unwrap();
        fs::rename(at("01-0003.wav"), at("01-0002.wav")).unwrap();
        fs::rename(at("x.wav"), at("01-0003.wav")).unwrap();
    };
    swap();
    book.run(&["check", "01-0002"]).exits(0).prints(
        "warning[take-elsewhere]: this sound was first heard as 01-0003\n  \
             --> recordings/01-0002.wav, cue 01-0002\n  \
             wanted: a take that was recorded for this cue\n  \
             hint: listen to it: if it reads “The boats lay on their sides.”, rename it back; if it reads this line, \
             `cuebook circle 01-0002.wav` says so\n\
             1 take for 1 cue: 1 warning\n",
    );
    turn_down(&book, 0.9);
    assert_eq!(found(&book), (vec!["take-elsewhere".to_owned(); 2], 0), "processing brings no take to its place");
    book.run(&["circle", "01-0002.wav"]).exits(0);
    assert_eq!(found(&book), (vec!["take-elsewhere".to_owned()], 0), "01-0003 is yet to be listened to");
    book.run(&["waive", "take-elsewhere", "01-0003", "--reason", "listened to it"]).exits(0);
    assert_eq!(found(&book), (Vec::new(), 1));
    book.run(&["circle", "--undo", "01-0002"]).exits(0);
    swap();
    assert_eq!(found(&book), (Vec::new(), 0), "as they were");
}

/// Processes takes of the sample book in their places: those whose names begin so.
fn process(book: &Book, names: &[&str], by: impl Fn(&[f32]) -> Vec<f32>) {
    for entry in fs::read_dir(book.path("recordings")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|ending| ending == "wav") && names.iter().any(|wanted| name.starts_with(wanted))
        {
            support::write_wav(&path, &by(&support::read_wav(&path)));
        }
    }
}

/// What a denoiser does that swallows a window: lower pauses, a soft beginning, another level, 1,024 frames less.
fn denoised(samples: &[f32]) -> Vec<f32> {
    let gated = samples.iter().map(|&sample| if sample.abs() < 0.001 { 0.3 * sample } else { sample });
    let faded = gated.enumerate().map(|(at, sample)| 0.7 * sample * (at as f32 / 4_000.0).min(1.0));
    faded.skip(1_024).collect()
}

/// What is found by what is remembered; what is heard changes with the sound.
fn remembered(book: &Book) -> Vec<String> {
    let of_the_log = ["take-stale", "pickup-noted", "take-elsewhere", "circled-gone"];
    found(book).0.into_iter().filter(|rule| of_the_log.contains(&rule.as_str())).collect()
}

#[test]
fn a_denoised_folder_mends_nothing_though_every_take_is_shorter() {
    let book = Book::sample();
    book.run(&["circle", "01-0009.wav"]).exits(0);
    book.run(&["note", "01-0013", "sounds tired"]).exits(0);
    rewrite(&book, "last of his chips", "last of the chips");
    rewrite(&book, "drank tea", "drank rum");
    let before = ["take-stale", "take-stale", "pickup-noted", "take-stale"];
    assert_eq!(remembered(&book), before);
    // Those of one word, too, as all are shorter by as much.
    process(&book, &["0"], denoised);
    let said = book.run(&["check"]).stderr();
    assert!(said.starts_with("note: 50 takes were processed, not recorded again, as they sound as before"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert_eq!(remembered(&book), before);
    let text = book.run(&["check", "03-0002"]).stdout();
    assert!(
        text.contains("(this sound counts as the take processed, not recorded again, as it sounds as before)"),
        "{text}"
    );
    book.run(&["circle"]).prints("01-0009  recordings/01-0009.wav\n");
}

/// The same words with other weights: here a fifth slower, there a fifth faster, and as long as before.
fn read_again(samples: &[f32]) -> Vec<f32> {
    let length = samples.len() as f32;
    let turns = (length / 44_100.0 / 2.0).ceil() * std::f32::consts::TAU;
    let at = |n: usize| n as f32 + 0.2 * length / turns * (turns * n as f32 / length).sin();
    (0..samples.len()).map(|n| samples[(at(n) as usize).min(samples.len() - 1)]).collect()
}

#[test]
fn another_reading_of_just_the_same_length_is_a_new_one() {
    let book = Book::sample();
    rewrite(&book, "drank tea", "drank rum");
    assert_eq!(remembered(&book), ["take-stale"]);
    process(&book, &["03-0002"], read_again);
    let said = book.run(&["check"]).stderr();
    assert!(said.starts_with("note: 1 take is a new recording in the place of an older one"), "{said}");
    assert!(remembered(&book).is_empty());
}

#[test]
fn takes_that_changed_places_are_told_although_they_were_processed_before_anybody_looked() {
    let book = Book::sample();
    let swap = || {
        let at = |name: &str| book.path("recordings").join(name);
        fs::rename(at("01-0003.wav"), at("x")).unwrap();
        fs::rename(at("01-0010.wav"), at("01-0003.wav")).unwrap();
        fs::rename(at("x"), at("01-0010.wav")).unwrap();
    };
    swap();
    process(&book, &["01-0003", "01-0010"], denoised);
    assert_eq!(remembered(&book), ["take-elsewhere"; 2]);
    rewrite(&book, "Nobody had asked her to.", "Nobody had told her to.");
    swap();
    // Bound as they were before, and not to the words of the day on which they came back.
    assert_eq!(remembered(&book), ["take-stale"]);
}

#[test]
fn a_run_of_takes_that_was_renamed_by_one_is_asked_about_once() {
    let book = Book::sample();
    let at = |line: u32| book.path(&format!("recordings/01-{line:04}.wav"));
    fs::rename(at(2), book.path("recordings/x")).unwrap();
    (3..=8).for_each(|line| fs::rename(at(line), at(line - 1)).unwrap());
    fs::rename(book.path("recordings/x"), at(8)).unwrap();
    let said = book.run(&["check", "01"]).stdout();
    assert_eq!(said.matches("take-elsewhere]").count(), 1, "{said}");
    let hint = "hint: listen to some: if they read these lines, `cuebook waive take-elsewhere 01 --reason \"renamed\"` says \
                so for all; if not, rename them back\n";
    assert!(said.contains("7 times") && said.contains(hint), "{said}");
    book.run(&["waive", "take-elsewhere", "01", "--reason", "renamed"]).exits(0);
    assert!(remembered(&book).is_empty());
}

#[test]
fn a_circle_stays_with_its_take_where_the_next_was_made_of_it_and_both_are_processed() {
    let book = recorded();
    let copy = || fs::copy(book.path("recordings/01-0003.wav"), book.path("recordings/01-0003_t2.wav")).unwrap();
    copy();
    process(&book, &["01-0003_t2"], |samples| samples.iter().map(|sample| 0.8 * sample).collect());
    book.run(&["circle", "01-0003.wav"]).exits(0);
    turn_down(&book, 0.9);
    book.run(&["circle"]).prints("01-0003  recordings/01-0003.wav\n");
}

#[test]
fn new_recordings_under_old_names_tell_once_what_they_close() {
    let book = recorded();
    book.run(&["note", "01-0001", "sounds tired"]).exits(0);
    rewrite(&book, "The tide was out.", "The tide was in.");
    assert_eq!(found(&book).0, ["pickup-noted", "take-stale"]);
    // So changed, nobody can tell that they are the old ones.
    process(&book, &["01-"], |samples| read_again(&read_again(samples)));
    book.run(&["check"]).exits(0).complains(
        "note: 2 takes are new recordings in the place of older ones, as they sound otherwise (`01-0001.wav`, \
         `01-0002.wav`): that closes 1 line whose words had changed and 1 note; if you only processed them, listen and \
         note again what is open (`cuebook note`)\n",
    );
    book.run(&["check"]).exits(0).complains("");
}
