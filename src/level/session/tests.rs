use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::check::review;
use crate::script::{Chapter, ChapterKind, Cue, CueKind, Opens, Script};
use crate::signal::tone::scatter;
use crate::signal::{Measured, Room, Speech, ToneColour};
use crate::takes::log::{Event, What};
use crate::takes::{Sound, TakeLog};
use crate::words::{Book, ChapterId, CueId, Dbfs, FileKind, Fingerprint, Profile, SampleRate};

/// A take of eight seconds: what it is like, when it was seen, and how it was stored.
#[derive(Clone, Copy)]
struct Like {
    level: f64,
    floor: f64,
    tone: [f64; 7],
    seen_hours: f64,
    kind: FileKind,
}

const VOICE: [f64; 7] = [-16.0, -7.0, -2.0, -10.0, -17.0, -18.0, -15.0];
const OTHER_VOICE: [f64; 7] = [-8.0, -4.0, -6.0, -13.0, -20.0, -24.0, -30.0];
const WHISPER: [f64; 7] = [-30.0, -20.0, -9.0, -4.0, -5.0, -7.0, -10.0];

const USUAL: Like = Like { level: -22.0, floor: -62.0, tone: VOICE, seen_hours: 0.0, kind: FileKind::Wav };

/// A number from -1 to 1 that is the same each time.
fn chance(seed: u64, number: u64) -> f64 {
    scatter(seed, number) as f64 / u64::MAX as f64 * 2.0 - 1.0
}

/// Takes as a narrator makes them: levels vary by a decibel or two, noise by half a decibel, tone with the words.
fn varied(likes: &[Like]) -> Vec<Like> {
    let one = |(number, like): (u64, &Like)| Like {
        level: like.level + 2.0 * chance(1, number),
        floor: like.floor + 0.8 * chance(2, number),
        tone: std::array::from_fn(|octave| like.tone[octave] + 2.0 * chance(3 + octave as u64, number)),
        ..*like
    };
    (0..).zip(likes).map(one).collect()
}

fn take(stem: &str, like: &Like) -> Take {
    let at = |seconds| SampleRate::CD.frames(seconds);
    let speech = Speech {
        start: at(0.5),
        end: at(8.5),
        mean_square: Dbfs::new(like.level).mean_square(),
        kept: at(0.38)..at(8.72),
        kept_mean_square: Dbfs::new(like.level).mean_square(),
        longest_gap: None,
    };
    let room = Room { quiet: at(0.0)..at(0.5), mean_square: Dbfs::new(like.floor).mean_square(), ..Room::default() };
    let tone = Some(ToneColour { octaves: like.tone });
    let measured = Measured { frames: at(9.0), tone, speech: Some(speech), room: Some(room), ..Measured::default() };
    let format =
        TakeFormat { kind: like.kind, sample_rate: SampleRate::CD, bit_depth: Some(16), channels: 1, promised: None };
    let sound = Sound { format, audio: Fingerprint::of(stem.as_bytes()), measured, channels: None };
    Take::named(format!("{stem}.wav"), stem, Ok(sound))
}

/// The book of these takes, one a cue, and its sessions.
fn book(likes: &[Like], settings: &str) -> (Review, Sessions) {
    let ids: Vec<CueId> = (1..=likes.len()).map(|number| format!("01-{number:04}").parse().unwrap()).collect();
    let cue = |id: &CueId| {
        let text = "These are the words of a line that lasts for eight seconds or so when it is read.".to_owned();
        Cue { id: id.clone(), kind: CueKind::Narration, opens: Opens::Paragraph, text, spoken: None }
    };
    let cues = ids.iter().map(cue).collect();
    let chapter =
        Chapter { id: ChapterId::new(1), kind: ChapterKind::Chapter, continues: None, title: "One".to_owned(), cues };
    let script = Script { chapters: vec![chapter], ..Script::default() };
    let takes: Vec<Take> = ids.iter().zip(likes).map(|(id, like)| take(&id.to_string(), like)).collect();
    let events = ids.iter().zip(&takes).zip(likes).map(|((id, take), like)| {
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs((like.seen_hours * 3_600.0) as i64);
        let what = What::Bound {
            cue: id.clone(),
            take: take.file.clone(),
            audio: take.audio().unwrap(),
            words: "any".to_owned(),
        };
        Event { at, what }
    });
    let log = TakeLog::of(events.collect());
    let book = Book::parse(&format!("title = 'x'\n{settings}")).unwrap();
    let review = review(&script, takes, &log, &book, &Profile::named("acx").unwrap());
    let sessions = Sessions::of(&review, &book.levels);
    (review, sessions)
}

fn sessions(likes: &[Like]) -> Sessions {
    book(&varied(likes), "").1
}

fn gains(sessions: &Sessions) -> Vec<f64> {
    sessions.all().iter().map(|session| session.gain.db()).collect()
}

fn placed(sessions: &Sessions, number: usize) -> Placement {
    sessions.places[&CueId::new(ChapterId::new(1), u32::try_from(number).unwrap())]
}

fn louder(by: f64) -> Like {
    Like { level: USUAL.level + by, floor: USUAL.floor + by, ..USUAL }
}

#[test]
fn a_book_in_one_room_is_one_session() {
    assert_eq!(gains(&sessions(&vec![USUAL; 200])), [0.0]);
    assert_eq!(gains(&sessions(&[USUAL; 3])), [0.0]);
    assert_eq!(gains(&sessions(&[])), [] as [f64; 0]);
}

#[test]
fn a_gain_that_was_moved_is_moved_back() {
    for by in [-8.0, -4.0, 4.0, 8.0] {
        let found = sessions(&[[USUAL; 60].as_slice(), &[louder(by); 40]].concat());
        assert_eq!(gains(&found), [0.0, -by], "{by}");
        assert_eq!((placed(&found, 60).session, placed(&found, 61).session), (0, 1));
    }
}

#[test]
fn who_comes_back_to_the_old_gain_comes_back_to_the_old_session() {
    let found = sessions(&[[USUAL; 60].as_slice(), &[louder(-5.0); 40], &[USUAL; 30]].concat());
    assert_eq!(gains(&found), [0.0, 5.0]);
    assert_eq!(placed(&found, 130).session, 0);
}

#[test]
fn a_whispered_or_shouted_chapter_stays_so() {
    let whisper = Like { level: -36.0, tone: WHISPER, ..USUAL };
    let found = sessions(&[[USUAL; 60].as_slice(), &[whisper; 40]].concat());
    assert!(gains(&found).iter().all(|&gain| gain == 0.0), "{:?}", gains(&found));
    let shout = Like { level: -12.0, ..USUAL };
    assert_eq!(gains(&sessions(&[[USUAL; 60].as_slice(), &[shout; 40]].concat())), [0.0], "loudness is no evidence");
}

#[test]
fn another_microphone_is_another_session_and_less_than_a_decibel_is_left() {
    let other = Like { tone: OTHER_VOICE, level: -22.3, ..USUAL };
    assert_eq!(gains(&sessions(&[[USUAL; 60].as_slice(), &[other; 40]].concat())), [0.0, 0.0]);
    let converted = Like { kind: FileKind::Flac, level: -28.0, ..USUAL };
    assert_eq!(gains(&sessions(&[[USUAL; 60].as_slice(), &[converted; 40]].concat())), [0.0, 6.0]);
}

#[test]
fn time_tells_sessions_apart_where_the_order_of_the_book_does_not() {
    // Every fifth line was recorded again on another day.
    let later = Like { seen_hours: 40.0, ..louder(-4.0) };
    let mixed: Vec<Like> = (0..150).map(|number| if number % 5 == 0 { later } else { USUAL }).collect();
    let found = sessions(&mixed);
    assert_eq!(found.all().len(), 2);
    assert_eq!((placed(&found, 1).session, placed(&found, 2).session), (0, 1));
    // The first large session of the book is what the others are brought to.
    let [first, second] = gains(&found)[..] else { panic!("two sessions") };
    assert!(first == 0.0 && (second + 4.0).abs() <= STEP, "{first} {second}");
}

#[test]
fn a_pickup_from_another_day_is_moved_towards_its_neighbours_within_bounds() {
    let pickup = |by| Like { seen_hours: 40.0, ..louder(by) };
    let with = |by, settings| {
        let mut likes = varied(&[USUAL; 60]);
        likes[30] = pickup(by);
        let (_, found) = book(&likes, settings);
        let apart = placed(&found, 31).apart.db();
        let others: Vec<usize> = (1..=60).filter(|&n| n != 31 && placed(&found, n).apart != Gain::UNITY).collect();
        assert_eq!(others, [] as [usize; 0]);
        (apart, found.findings().to_vec())
    };
    // Two takes differ by their words as well: what is restored is what the neighbours have in the middle.
    let (apart, found) = with(-7.0, "[levels]\noffset = 12.0");
    assert!((apart - 7.0).abs() <= 1.0, "{apart}");
    assert!(found.is_empty(), "{found:?}");
    let (apart, found) = with(-7.0, "");
    assert_eq!(apart, 3.0);
    assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::LevelApart]);
    assert!(found[0].found.starts_with("recorded ") && found[0].found.ends_with("and moved by +3.0 dB"), "{found:?}");
    assert_eq!(with(-7.0, "[levels]\noffset = 0.0"), (0.0, vec![]));
}

#[test]
fn a_whispered_pickup_stays_a_whisper() {
    let mut likes = varied(&[USUAL; 60]);
    likes[30] = Like { level: -40.0, tone: WHISPER, seen_hours: 40.0, ..USUAL };
    let (_, found) = book(&likes, "");
    assert_eq!((placed(&found, 31).apart, found.findings()), (Gain::UNITY, [].as_slice()));
}

#[test]
fn pickups_of_one_day_keep_their_levels_among_themselves() {
    let mut likes = varied(&[USUAL; 90]);
    for (place, louder_by) in [(10, -6.0), (40, -4.5), (70, -7.0)] {
        let one = louder(-6.0);
        likes[place] = Like { level: USUAL.level + louder_by, seen_hours: 30.0, ..one };
    }
    let (_, found) = book(&likes, "");
    let apart: Vec<f64> = [11, 41, 71].map(|number| placed(&found, number).apart.db()).to_vec();
    assert_eq!(apart, [3.0; 3]);
}

#[test]
fn takes_that_arrived_together_are_told_apart_by_what_they_sound_like() {
    let mut likes = varied(&[USUAL; 60]);
    likes[30] = Like { level: -30.0, floor: -74.0, ..likes[30] };
    let (_, found) = book(&likes, "");
    assert_eq!((found.all().len(), placed(&found, 31).apart.db()), (2, 3.0));
    assert_eq!(placed(&found, 31).session, 1);
}

#[test]
fn a_changed_take_moves_no_session() {
    let mut likes = varied(&[[USUAL; 60].as_slice(), &[louder(-4.0); 60]].concat());
    let before = gains(&book(&likes, "").1);
    for place in [3, 59, 60, 100] {
        let kept = likes[place];
        likes[place].level += 3.0;
        likes[place].floor += 1.0;
        assert_eq!(gains(&book(&likes, "").1), before, "{place}");
        likes[place] = kept;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn gains_go_in_steps_stay_bounded_and_never_part_a_session(
        parts in prop::collection::vec((1usize..30, -40.0f64..-10.0, -90.0f64..-45.0, 0usize..3, 0.0f64..100.0), 1..6),
        offset in 0.0f64..12.0,
    ) {
        let likes: Vec<Like> = parts.iter().flat_map(|&(count, level, floor, tone, seen_hours)| {
            let tone = [VOICE, OTHER_VOICE, WHISPER][tone];
            vec![Like { level, floor, tone, seen_hours, kind: FileKind::Wav }; count]
        }).collect();
        let likes = varied(&likes);
        let (review, found) = book(&likes, &format!("[levels]\noffset = {offset}"));
        let levels: Vec<f64> = likes.iter().map(|like| like.level).collect();
        let widest = levels.iter().fold(f64::MIN, |a, &b| a.max(b)) - levels.iter().fold(f64::MAX, |a, &b| a.min(b));
        let mut aparts: BTreeMap<usize, Gain> = BTreeMap::new();
        for (take, _) in review.in_use() {
            let place = found.place(take);
            let session = &found.all()[place.session];
            prop_assert!((session.gain.db() / STEP).fract() == 0.0 && session.gain.db().abs() <= widest + STEP);
            prop_assert!((place.apart.db() / STEP).fract() == 0.0 && place.apart.db().abs() <= offset);
            prop_assert!(session.gain == Gain::UNITY || place.apart == Gain::UNITY);
            prop_assert_eq!(*aparts.entry(place.session).or_insert(place.apart), place.apart);
        }
        prop_assert_eq!(found.all().iter().map(|session| session.takes).sum::<usize>(), likes.len());
    }

    /// What was levelled is level: takes as they sound behind their gains need none.
    #[test]
    fn takes_at_the_solved_level_are_left_where_they_are(
        by in prop::sample::select(vec![-9.0, -6.5, -4.0, 3.5, 5.0]), first in 20usize..80, second in 20usize..80,
    ) {
        let likes = varied(&[vec![USUAL; first], vec![louder(by); second]].concat());
        let (review, found) = book(&likes, "");
        let levelled: Vec<Like> = likes.iter().zip(review.in_use()).map(|(like, (take, _))| {
            let place = found.place(take);
            let gain = (found.all()[place.session].gain + place.apart).db();
            Like { level: like.level + gain, floor: like.floor + gain, ..*like }
        }).collect();
        let (_, again) = book(&levelled, "");
        prop_assert!(gains(&again).iter().all(|&gain| gain == 0.0), "{:?} then {:?}", gains(&found), gains(&again));
    }

    #[test]
    fn any_book_has_sessions_without_a_panic(
        likes in prop::collection::vec((-120.0f64..10.0, -150.0f64..0.0, -120.0f64..0.0, -1000.0f64..1000.0), 0..80),
    ) {
        let likes: Vec<Like> = likes.iter().map(|&(level, floor, octave, seen_hours)| Like {
            level, floor, tone: [octave; 7], seen_hours, kind: FileKind::Wav
        }).collect();
        let (review, found) = book(&likes, "");
        prop_assert_eq!(review.in_use().count(), likes.len());
        prop_assert_eq!(found.all().iter().map(|session| session.takes).sum::<usize>(), likes.len());
    }
}

#[test]
fn two_strangers_side_by_side_are_two_recordings() {
    let mut likes = [USUAL; 40];
    (likes[20], likes[21]) = (louder(8.0), louder(-9.0));
    let (_, sessions) = book(&varied(&likes), "");
    let (loud, soft, usual) = (placed(&sessions, 21), placed(&sessions, 22), placed(&sessions, 1));
    assert!(loud.session != soft.session && loud.session != usual.session, "{loud:?} {soft:?} {usual:?}");
    assert!(loud.apart.db() < -1.0 && soft.apart.db() > 1.0, "{loud:?} {soft:?}");
    likes[21] = louder(8.0);
    let sessions = self::sessions(&likes);
    assert_eq!(placed(&sessions, 21).session, placed(&sessions, 22).session, "two that are alike are one");
}
