use super::*;
use crate::script::{Chapter, ChapterKind, Cue, CueKind, Opens};
use crate::timeline::testing::{line, pause};
use crate::timeline::{Pause, Timeline, testing};
use crate::words::Profile;
use crate::words::profile::files::{Along, CreditsPlace, Make};
use crate::words::profile::{Files, Minutes};
use CueKind::{Announcement, Credits, Narration};

/// A chapter of lines of so many seconds each at 1000 Hz, with a second of room before, between and behind them.
fn chapter(number: u32, kind: ChapterKind, lines: &[(CueKind, u64)]) -> (Chapter, Timeline) {
    let id = ChapterId::new(number);
    let cue = |line: usize| format!("{id}-{line:04}").parse().unwrap();
    let cues: Vec<_> = (1..)
        .zip(lines)
        .map(|(line, (kind, _))| Cue {
            id: cue(line),
            kind: *kind,
            opens: Opens::Paragraph,
            text: "x".to_owned(),
            spoken: None,
        })
        .collect();
    let mut parts = vec![(1000, pause(Pause::Paragraph))];
    for (number, (_, seconds)) in (1..).zip(lines) {
        parts.extend([(seconds * 1000, line(cue(number), 0, seconds * 1000)), (1000, pause(Pause::Paragraph))]);
    }
    let timeline = testing::chapter(id.clone(), parts);
    let title = if kind == ChapterKind::Chapter { format!("Chapter {number}") } else { String::new() };
    (Chapter { id, kind, continues: None, title, cues }, timeline)
}

/// Credits with a dedication, two chapters, and the closing credits.
fn book() -> Vec<(Chapter, Timeline)> {
    vec![
        chapter(0, ChapterKind::Front, &[(Credits, 5), (Announcement, 1), (Narration, 3)]),
        chapter(1, ChapterKind::Chapter, &[(Announcement, 2), (Narration, 100), (Narration, 50)]),
        chapter(2, ChapterKind::Chapter, &[(Announcement, 2), (Narration, 60), (Narration, 90)]),
        chapter(3, ChapterKind::Back, &[(Credits, 4)]),
    ]
}

fn files(change: impl FnOnce(&mut Files)) -> Files {
    let mut files = Files { sample_rate: None, ..Profile::named("acx").unwrap().files.unwrap() };
    change(&mut files);
    files
}

fn planned(book: &[(Chapter, Timeline)], files: &Files) -> Vec<PlannedFile> {
    let chapters: Vec<_> = book.iter().map(|(chapter, timeline)| (chapter, timeline)).collect();
    plan(&chapters, Credit { title: "Low Tide", author: "Ann", narrator: "Bo" }, files).files
}

/// What a file is made of, in whole seconds: chapter, from, to.
fn seconds(file: &PlannedFile) -> Vec<(String, u64, u64)> {
    file.pieces.iter().map(|piece| (piece.chapter.to_string(), piece.from.0 / 1000, piece.to.0 / 1000)).collect()
}

fn part(chapter: &str, from: u64, to: u64) -> (String, u64, u64) {
    (chapter.to_owned(), from, to)
}

#[test]
fn credits_have_files_of_their_own_with_the_room_of_their_chapter_at_both_ends() {
    let files = planned(&book(), &files(|_| ()));
    let told: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.part)).collect();
    assert_eq!(
        told,
        [
            ("01 - Opening credits.mp3", Part::OpeningCredits),
            ("02 - Front matter.mp3", Part::FrontMatter),
            ("03 - Chapter 1.mp3", Part::Chapter),
            ("04 - Chapter 2.mp3", Part::Chapter),
            ("05 - Closing credits.mp3", Part::ClosingCredits),
            ("Retail sample.mp3", Part::Sample),
        ]
    );
    // The credits of 5 s, then a dedication from 7 s on; the chapter ends at 13 s.
    assert_eq!(seconds(&files[0]), [part("00", 0, 6), part("00", 12, 13)]);
    assert_eq!(seconds(&files[1]), [part("00", 0, 1), part("00", 7, 13)]);
    assert_eq!(seconds(&files[2]), [part("01", 0, 156)]);
    assert_eq!((files[2].track, files[5].track), (Some((3, 5)), None));
    assert_eq!(files[0].frames, Frames(7000));
}

#[test]
fn credits_stay_where_they_were_recorded_where_nobody_wants_them_apart() {
    let mut wanted = files(|files| (files.credits, files.make) = (CreditsPlace::Within, vec![Make::Sections]));
    wanted.sample = None;
    let files = planned(&book(), &wanted);
    let told: Vec<_> = files.iter().map(|file| file.title.as_str()).collect();
    assert_eq!(told, ["Front matter", "Chapter 1", "Chapter 2", "Closing credits"]);
    assert_eq!(seconds(&files[0]), [part("00", 0, 13)]);
}

#[test]
fn closing_credits_behind_the_last_chapter_are_cut_off_it() {
    let book = [
        chapter(1, ChapterKind::Chapter, &[(Narration, 10)]),
        chapter(2, ChapterKind::Chapter, &[(Announcement, 2), (Narration, 10), (Credits, 3)]),
    ];
    let files = planned(&book, &files(|files| files.make = vec![Make::Sections]));
    assert_eq!(
        files.iter().map(|file| file.part).collect::<Vec<_>>(),
        [Part::Chapter, Part::Chapter, Part::ClosingCredits]
    );
    assert_eq!(seconds(&files[1]), [part("02", 0, 14), part("02", 18, 19)]);
    assert_eq!(seconds(&files[2]), [part("02", 0, 1), part("02", 15, 19)]);
}

#[test]
fn the_sample_begins_with_narration_and_ends_with_a_line_in_time() {
    let of = |minutes: f64| {
        let files = files(|files| files.sample.as_mut().unwrap().max = Some(Minutes(minutes)));
        let found = planned(&book(), &files).into_iter().find(|file| file.part == Part::Sample);
        found.map(|file| (seconds(&file), file.frames.0))
    };
    // Behind the announcement (at 4 s), through chapter 1 with its tail, and the first line of chapter 2.
    let (pieces, frames) = of(5.0).unwrap();
    assert_eq!(pieces, [part("01", 0, 1), part("01", 4, 156), part("02", 0, 64), part("02", 155, 156)]);
    assert_eq!(frames, 218_000);
    // The first line alone, and the tail.
    assert_eq!(of(2.0).unwrap().0, [part("01", 0, 1), part("01", 4, 104), part("01", 155, 156)]);
    // All of chapter 1 and nothing of chapter 2.
    assert_eq!(of(2.6).unwrap().0, [part("01", 0, 1), part("01", 4, 156)]);
    assert_eq!(of(1.0), None, "no line is short enough");
}

#[test]
fn a_sample_is_never_too_long() {
    for lines in 1..60 {
        let lines: Vec<_> = (0..lines).map(|n| (Narration, 3 + n % 17)).collect();
        let book = [chapter(1, ChapterKind::Chapter, &lines), chapter(2, ChapterKind::Chapter, &lines)];
        for minutes in [0.3, 1.0, 5.0] {
            let files = files(|files| files.sample.as_mut().unwrap().max = Some(Minutes(minutes)));
            let found = planned(&book, &files).into_iter().find(|file| file.part == Part::Sample).unwrap();
            assert!(found.seconds() <= minutes * 60.0 - 0.1, "{} s of {minutes} min", found.seconds());
            assert!(found.pieces.iter().all(|piece| piece.from < piece.to));
        }
    }
}

#[test]
fn a_whole_book_is_one_file_with_the_starts_of_its_chapters_at_its_own_rate() {
    let files = files(|files| (files.make, files.sample_rate) = (vec![Make::Whole], SampleRate::new(2000)));
    let files = planned(&book(), &files);
    assert_eq!(
        (files.len(), files[0].name.as_str(), files[0].frames),
        (1, "Low Tide.mp3", Frames(2 * (13 + 156 + 156 + 6) * 1000))
    );
    let marks: Vec<_> = files[0].marks.iter().map(|mark| (mark.title.as_str(), mark.at.0 / 2000)).collect();
    assert_eq!(marks, [("Front matter", 0), ("Chapter 1", 13), ("Chapter 2", 169), ("Back matter", 325)]);
}

#[test]
fn nothing_built_is_nothing_planned() {
    let along = files(|files| files.along = vec![Along::Vtt]);
    assert_eq!(planned(&[], &along), []);
}

#[test]
fn a_manifest_is_read_back_as_it_was_written() {
    let manifest = Manifest {
        format: 1,
        profile: "acx".to_owned(),
        title: "Low \"Tide\"".to_owned(),
        files: Vec::new(),
        beside: Vec::new(),
        checked: judge_cover(None, &files(|_| ())),
    };
    assert_eq!(Manifest::from_json(&manifest.to_json()).unwrap(), manifest);
    assert!(Manifest::from_json(&manifest.to_json().replace("\"format\": 1", "\"format\": 2")).is_err());
}
