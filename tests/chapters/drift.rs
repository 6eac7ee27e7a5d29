//! Twenty hours of takes at rates that do not divide: every cue stands where whole frames say, at the end as at the start.

use cuebook::check::review;
use cuebook::level::Sessions;
use cuebook::script::{Chapter, ChapterKind, Cue, CueKind, Opens, Script};
use cuebook::signal::{Measured, Room, Speech};
use cuebook::takes::{Sound, Take, TakeFormat, TakeLog};
use cuebook::timeline::{Material, Sounds, Timeline, choose_tones, plan};
use cuebook::words::{Book, ChapterId, FileKind, Fingerprint, Frames, Profile, SampleRate};

const CUES: u64 = 9_990;

/// What the takes are recorded at, in hertz; masters at 44,100.
const RATES: [u32; 5] = [44_100, 48_000, 22_050, 11_025, 96_001];

/// A take of about eight seconds at one of the rates, of an odd length in its own frames.
fn take(number: u64) -> Take {
    let rate = SampleRate::new(RATES[(number % 5) as usize]).unwrap();
    let at = |seconds: f64| Frames(rate.frames(seconds).0 + number % 7);
    let (start, end) = (at(0.5), at(7.2));
    let speech =
        Speech { start, end, mean_square: 0.01, kept: at(0.38)..at(7.42), kept_mean_square: 0.01, longest_gap: None };
    let measured = Measured {
        frames: at(7.8),
        mean_square: 0.009,
        speech: Some(speech),
        room: Some(Room { quiet: at(0.0)..at(0.4), mean_square: 1e-7, ..Room::default() }),
        ..Measured::default()
    };
    let format =
        TakeFormat { kind: FileKind::Wav, sample_rate: rate, bit_depth: Some(16), channels: 1, promised: None };
    let stem = format!("01-{number:04}");
    let audio = Fingerprint::of(stem.as_bytes());
    Take::named(format!("{stem}.wav"), &stem, Ok(Sound { format, audio, measured, channels: None }))
}

fn planned() -> Timeline {
    let cue = |number: u64| Cue {
        id: format!("01-{number:04}").parse().unwrap(),
        kind: CueKind::Narration,
        opens: if number.is_multiple_of(3) { Opens::Sentence } else { Opens::Paragraph },
        text: "The tide was out.".to_owned(),
        spoken: None,
    };
    let cues = (1..=CUES).map(cue).collect();
    let (id, kind, title) = (ChapterId::new(1), ChapterKind::Chapter, "One".to_owned());
    let chapter = Chapter { id, kind, continues: None, title, cues };
    let script = Script { chapters: vec![chapter], ..Script::default() };
    // Seconds that are no whole number of frames.
    let book = Book::parse("title = 'x'\n[spacing]\nsentence = 0.43333\nparagraph = 0.77777\n").unwrap();
    let profile = Profile::named("acx").unwrap();
    let review = review(&script, (1..=CUES).map(take).collect(), &TakeLog::default(), &book, &profile);
    let sessions = Sessions::of(&review, &book.levels);
    let tones = choose_tones(&review, &sessions);
    plan(&script.chapters[0], Material { review: &review, sessions: &sessions, tones: &tones }, &book, &profile)
        .unwrap()
}

#[test]
fn no_cue_of_twenty_hours_drifts_by_a_frame() {
    let planned = planned();
    assert!(planned.seconds() > 20.0 * 3600.0, "{}", planned.seconds());
    let timeline = Timeline::from_json(&planned.to_json()).unwrap();
    // Frames from a rate to 44,100 Hz, to the nearest one, in whole numbers alone.
    let frames = |count: u64, hertz: u32| (2 * count * 44_100 + u64::from(hertz)) / (2 * u64::from(hertz));
    let (mut position, mut number, mut behind) = (0, 0, 0);
    for span in &timeline.spans {
        assert_eq!(span.start.0, position);
        match &span.sounds {
            Sounds::Pause { pause, .. } => {
                let next = take(number + 1);
                let wanted = match pause.name() {
                    "head" => 44_100,
                    "sentence" => 19_110,
                    "paragraph" => 34_300,
                    _ => 154_350,
                };
                let before = if number < CUES { kept(&next, |speech| speech.start.0 - speech.kept.start.0) } else { 0 };
                assert_eq!(span.frames().0, wanted - behind - before, "before {number}");
            }
            Sounds::Cue { clip, .. } => {
                number += 1;
                let hertz = RATES[(number % 5) as usize];
                assert_eq!(span.frames().0, frames(clip.to.0 - clip.from.0, hertz), "{number}");
                behind = kept(&take(number), |speech| speech.kept.end.0 - speech.end.0);
            }
        }
        position = span.end.0;
    }
    assert_eq!((number, position), (CUES, timeline.frames.0));

    // From a time to the place in the take, and back to the very frame.
    let last = timeline.heard().next_back().unwrap();
    let (rate, own) = (timeline.sample_rate, SampleRate::new(RATES[(CUES % 5) as usize]).unwrap());
    for frame in [0, 1, 44_099, 100_001] {
        let seconds = last.start() + rate.seconds(Frames(frame));
        let place = own.frames(last.in_take(seconds));
        assert_eq!(place.0, last.clip.from.0 + frame, "the last take has the master's rate");
        assert_eq!(rate.frames(last.in_chapter(own.seconds(place))), rate.frames(seconds));
    }
}

/// A part of the quiet around a take's speech, in frames of the master.
fn kept(take: &Take, part: impl Fn(&Speech) -> u64) -> u64 {
    let sound = take.sound.as_ref().unwrap();
    let count = part(sound.measured.speech.as_ref().unwrap());
    let hertz = u64::from(sound.format.sample_rate.hertz());
    (2 * count * 44_100 + hertz) / (2 * hertz)
}
