//! Recording sessions of real readings: each is one, and several are told apart. Skipped aloud where the recordings are not
//! there.

use std::collections::BTreeMap;

use cuebook::check::review;
use cuebook::level::Sessions;
use cuebook::script::{Chapter, ChapterKind, Cue, CueKind, Opens, Script};
use cuebook::signal::Meter;
use cuebook::takes::{Sound, Take, TakeFormat, TakeLog};
use cuebook::words::{Book, ChapterId, FileKind, Fingerprint, Profile, SampleRate};

use crate::support::hearing::{Reading, reading};

/// The book of takes that arrived together, all of one format: the gain of the session and the session of each take.
fn sessions<'a>(takes: impl Iterator<Item = (SampleRate, &'a [f32], f64)>) -> Vec<(usize, f64)> {
    let heard: Vec<Take> = takes
        .enumerate()
        .map(|(number, (rate, samples, moved))| {
            let factor = 10f64.powf(moved / 20.0) as f32;
            let mut meter = Meter::new(rate);
            meter.push(&samples.iter().map(|sample| sample * factor).collect::<Vec<_>>());
            let measured = meter.finish();
            let stem = format!("01-{:04}", number + 1);
            // One recorder for all: it is their sound that is to tell them apart.
            let format = TakeFormat {
                kind: FileKind::Wav,
                sample_rate: SampleRate::CD,
                bit_depth: Some(16),
                channels: 1,
                promised: None,
            };
            let sound = Sound { format, audio: Fingerprint::of(stem.as_bytes()), measured, channels: None };
            Take::named(format!("{stem}.wav"), &stem, Ok(sound))
        })
        .collect();
    let cue = |take: &Take| Cue {
        id: take.id.as_ref().unwrap().cue().clone(),
        kind: CueKind::Narration,
        opens: Opens::Paragraph,
        text: "Words that nobody counts here.".to_owned(),
        spoken: None,
    };
    let chapter = Chapter {
        id: ChapterId::new(1),
        kind: ChapterKind::Chapter,
        continues: None,
        title: "One".to_owned(),
        cues: heard.iter().map(cue).collect(),
    };
    let script = Script { chapters: vec![chapter], ..Script::default() };
    let book = Book::parse("title = 'x'").unwrap();
    let review = review(&script, heard, &TakeLog::default(), &book, &Profile::named("acx").unwrap());
    let sessions = Sessions::of(&review, &book.levels);
    let place = |take| {
        let place = sessions.place(take);
        (place.session, (sessions.all()[place.session].gain + place.apart).db())
    };
    review.in_use().map(|(take, _)| place(take)).collect()
}

/// How many takes each session has.
fn sizes(found: &[(usize, f64)]) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for (session, _) in found {
        *sizes.entry(*session).or_default() += 1;
    }
    sizes.into_values().collect()
}

const READINGS: [&str; 6] = [
    "udhr/human_rights_un_eng_ks_64kb-preamble.mp3",
    "sonnets/p001.mp3",
    "fleurs_du_mal_fr/fleursdumal_002_baudelaire_64kb.mp3",
    "fleurs_du_mal_fr/fleursdumal_007_baudelaire_64kb.mp3",
    "fleurs_du_mal_fr/fleursdumal_012_baudelaire_64kb.mp3",
    "two_cities/two_cities.wav",
];

#[test]
fn a_reading_is_one_session_whose_lines_are_not_moved() {
    for file in READINGS {
        let Some(reading) = reading(file) else { return };
        let found = sessions(reading.takes.iter().map(|take| (reading.rate, take.as_slice(), 0.0)));
        eprintln!("{file}: {:?}", sizes(&found));
        assert!(found.iter().all(|&(_, gain)| gain == 0.0), "{file}: {found:?}");
    }
}

#[test]
fn a_reading_that_is_amplified_in_its_second_half_is_two_that_far_apart() {
    let file = READINGS[0];
    let Some(reading) = reading(file) else { return };
    let count = reading.takes.len();
    for moved in [-4.0, 4.0] {
        // Twice the same words, so that what they differ by is the gain and nothing else.
        let half = |moved| reading.takes.iter().map(move |take| (reading.rate, take.as_slice(), moved));
        let found = sessions(half(0.0).chain(half(moved)));
        eprintln!("{file} by {moved}: {:?}, {:?}", sizes(&found), &found[count - 1..=count]);
        let wrong = found.iter().enumerate().filter(|(place, (_, gain))| {
            let wanted = if *place < count { 0.0 } else { -moved };
            (gain - wanted).abs() > 0.5
        });
        assert!(wrong.count() <= 1, "{file} by {moved}: {found:?}");
    }
}

#[test]
fn readers_are_told_apart() {
    let together = [READINGS[0], READINGS[1], READINGS[2], READINGS[5]];
    let readings: Vec<Reading> = together.into_iter().filter_map(reading).collect();
    if readings.len() < together.len() {
        return;
    }
    let all = readings.iter().flat_map(|reading| reading.takes.iter().map(|take| (reading.rate, take.as_slice(), 0.0)));
    let found = sessions(all);
    let mut rest = found.as_slice();
    let mut main = Vec::new();
    for reading in &readings {
        let (own, later) = rest.split_at(reading.takes.len());
        rest = later;
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for (session, _) in own {
            *counts.entry(*session).or_default() += 1;
        }
        eprintln!("{counts:?}");
        let moved: Vec<f64> = own.iter().map(|(_, gain)| *gain).collect();
        assert!(moved.iter().all(|&gain| gain == moved[0]), "lines of one session keep their levels: {own:?}");
        let (session, takes) = counts.into_iter().max_by_key(|(_, takes)| *takes).unwrap();
        assert!(takes * 10 >= own.len() * 8, "{own:?}");
        main.push(session);
    }
    main.sort_unstable();
    main.dedup();
    assert_eq!(main.len(), readings.len());
}
