use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::words::{Frames, SampleRate};

fn cue(text: &str) -> CueId {
    text.parse().unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn sound(name: &str) -> Fingerprint {
    Fingerprint::of(name.as_bytes())
}

fn circled(second: i64, cue_id: &str, take: &str) -> Event {
    Event { at: at(second), what: What::Circled { cue: cue(cue_id), take: take.to_owned(), audio: sound(take) } }
}

fn bound(second: i64, cue_id: &str, take: &str, words: &str) -> Event {
    let (take, audio, words) = (take.to_owned(), sound(take), words.to_owned());
    Event { at: at(second), what: What::Bound { cue: cue(cue_id), take, audio, words } }
}

fn timed(name: &str, frames: u64) -> Event {
    let what = What::Timed { audio: sound(name), frames: Frames(frames), rate: SampleRate::CD, contour: None };
    Event { at: at(0), what }
}

fn processed(second: i64, from: &str, to: &str) -> Event {
    let (cue, take) = (cue("01-0001"), "01-0001.wav".to_owned());
    Event { at: at(second), what: What::Processed { cue, take, from: sound(from), audio: sound(to) } }
}

fn log(events: &[Event]) -> String {
    events.iter().map(Event::line).collect()
}

fn read(bytes: &[u8]) -> (Vec<Event>, Unread) {
    let mut events = Vec::new();
    let unread = read_events(bytes, |event| events.push(event)).unwrap();
    (events, unread)
}

fn unread(text: impl AsRef<[u8]>) -> Vec<(String, Vec<usize>)> {
    TakeLog::read(text.as_ref()).unwrap().unread.into_iter().collect()
}

#[test]
fn a_line_is_json_that_people_can_read() {
    assert_eq!(
        bound(0, "01-0001", "01-0001.wav", "The tide was out.").line(),
        "{\"at\":\"2026-09-21T14:13:20Z\",\"event\":\"bound\",\"cue\":\"01-0001\",\"take\":\"01-0001.wav\",\
         \"audio\":\"b6085c1d2144d74509905ab2c10d5063\",\"words\":\"The tide was out.\"}\n"
    );
}

#[test]
fn a_take_was_recorded_for_the_words_it_was_first_seen_with() {
    let log = TakeLog::of(vec![
        bound(2, "01-0001", "a", "A later reading."),
        bound(1, "01-0001", "a", "The tide was out."),
        bound(3, "01-0002", "a", "Another cue's."),
    ]);
    assert_eq!(log.bound(sound("a"), &cue("01-0001")).unwrap().words, "The tide was out.");
    assert_eq!(log.bound(sound("a"), &cue("01-0002")).unwrap().at, at(3));
    assert_eq!(log.bound(sound("b"), &cue("01-0001")), None);
    assert_eq!(log.seen().count(), 2);
}

#[test]
fn sounds_that_were_made_of_each_other_are_one_recording_whatever_is_known_of_them_first() {
    let log = TakeLog::of(vec![processed(2, "denoised", "louder"), processed(1, "raw", "denoised")]);
    assert!(log.is_one_recording(sound("raw"), sound("louder")) && log.is_one_recording(sound("x"), sound("x")));
    assert!(!log.is_one_recording(sound("raw"), sound("x")));
    assert_eq!(log.others_of_recording(sound("raw")).count(), 2);
    assert_eq!(log.others_of_recording(sound("x")).count(), 0);
    // What was seen of takes is no decision that others have to be dated behind.
    assert_eq!(log.after_all(at(0)), at(0));
    let log = TakeLog::of(vec![timed("a", 9), timed("a", 7)]);
    assert_eq!(log.timed(sound("a")).map(|timed| timed.frames), Some(Frames(7)));
}

#[test]
fn the_last_circle_counts_until_it_is_taken_back() {
    let uncircled = Event { at: at(3), what: What::Uncircled { cue: cue("01-0001") } };
    let mut events = vec![circled(2, "01-0001", "b"), circled(1, "01-0001", "a")];
    assert_eq!(TakeLog::of(events.clone()).circled(&cue("01-0001")), Some(sound("b")));
    events.insert(0, uncircled);
    assert_eq!(TakeLog::of(events.clone()).circle(&cue("01-0001")), None);
    events.push(circled(4, "01-0001", "a"));
    assert_eq!(TakeLog::of(events).circle(&cue("01-0001")).unwrap().take, "a");
}

#[test]
fn a_decision_is_dated_behind_those_it_was_made_with_in_view() {
    let ahead = TakeLog::of(vec![circled(3_600, "01-0001", "a"), bound(7_200, "01-0001", "b", "x")]);
    assert_eq!(ahead.after_all(at(0)), at(3_600) + SignedDuration::from_millis(1));
    assert_eq!(ahead.after_all(at(7_000)), at(7_000));
    assert_eq!(TakeLog::of(vec![circled(0, "01-0001", "a")]).after_all(Timestamp::MAX), Timestamp::MAX);
    let end = Event { at: Timestamp::MAX, what: What::Uncircled { cue: cue("01-0001") } };
    assert_eq!(TakeLog::of(vec![end]).after_all(at(0)), Timestamp::MAX);
}

#[test]
fn what_is_not_understood_is_named_by_line_and_reason() {
    let good = circled(0, "01-0001", "a").line();
    let good = good.trim_end();
    let torn = &good[..40];
    let text = format!(
        "{good}\n<<<<<<< HEAD\n{torn}\n\n{{\"at\":\"2026-09-21T14:13:20Z\",\"event\":\"sung\"}}\n\
         {{\"at\":\"2026-09-21T14:13:20Z\",\"event\":\"settled\",\"cue\":\"01-0001\",\"mood\":\"good\"}}\n\
         {{\"at\":\"2026-09-21T14:13:20Z\",\"event\":\"settled\",\"cue\":\"1-1\"}}\n\
         {{\"at\":\"2026-09-21T14:13:20Z\",\"event\":\"settled\",\"cue\":\"01-0001\",\"reason\":\"x\"}}\n\
         {{\"event\":\"settled\",\"cue\":\"01-0001\"}}\n=======\n[]\n{torn}"
    );
    let wanted = [
        ("`1-1` is not a cue ID such as `01-0042` or `01-0042a`", vec![7]),
        ("it breaks off", vec![3, 12]),
        ("it has an event that is not known, `sung`", vec![5]),
        ("it has no time `at`", vec![9]),
        ("it is no JSON object", vec![2, 10, 11]),
        ("it says more than `settled` can", vec![8]),
        ("unknown field `mood`", vec![6]),
    ];
    assert_eq!(unread(&text), wanted.map(|(why, lines)| (why.to_owned(), lines)));
    assert_eq!(TakeLog::read(text.as_bytes()).unwrap().circled(&cue("01-0001")), Some(sound("a")));
    assert_eq!(unread(b"\xff\n\xfe"), [("it is no text in UTF-8".to_owned(), vec![1, 2])]);
}

#[test]
fn marks_and_line_ends_of_other_systems_do_no_harm() {
    let plain = log(&[circled(0, "01-0001", "a"), bound(1, "01-0001", "b", "x")]);
    let wanted = TakeLog::read(plain.as_bytes()).unwrap();
    let windows = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    assert_eq!(TakeLog::read(windows.as_bytes()).unwrap(), wanted);
    assert_eq!(TakeLog::read(plain.trim_end().as_bytes()).unwrap(), wanted);
    // Joined by a program that put no line end between two logs, of which the second begins with a mark.
    let (first, second) = plain.trim_end().split_once('\n').unwrap();
    assert_eq!(TakeLog::read(format!("{first}{second}").as_bytes()).unwrap(), wanted);
    assert_eq!(TakeLog::read(format!("{first}\n\n\u{feff}{second}\n").as_bytes()).unwrap(), wanted);
}

/// Few names, words and moments, so that events meet.
fn event() -> impl Strategy<Value = Event> {
    let cue_id = prop_oneof![Just(cue("01-0001")), Just(cue("01-0002")), Just(cue("02-0001a"))];
    let name = || prop_oneof![Just("a"), Just("b"), Just("c")].prop_map(str::to_owned);
    let words = || prop_oneof![Just("One."), Just("Two \"é\"\u{2028}\n."), Just("")].prop_map(str::to_owned);
    let subject = (cue_id.clone(), proptest::option::of(name())).prop_map(|(cue, audio)| Subject {
        rule: "take-clipped".to_owned(),
        cue: Some(cue),
        chapter: None,
        audio: audio.map(|name| sound(&name)),
    });
    let what =
        prop_oneof![
            (cue_id.clone(), name(), words()).prop_map(|(cue, take, words)| What::Bound {
                cue,
                audio: sound(&take),
                take,
                words
            }),
            (cue_id.clone(), name()).prop_map(|(cue, take)| What::Circled { cue, audio: sound(&take), take }),
            cue_id.clone().prop_map(|cue| What::Uncircled { cue }),
            (name(), 0u64..3, proptest::option::of("([0-9a-f]{2}){1,3}")).prop_map(|(name, frames, contour)| {
                What::Timed {
                    audio: sound(&name),
                    frames: Frames(frames),
                    rate: SampleRate::CD,
                    contour: contour.map(|contour| contour.parse().unwrap()),
                }
            }),
            (cue_id.clone(), name(), name()).prop_map(|(cue, take, from)| What::Processed {
                cue,
                from: sound(&from),
                audio: sound(&take),
                take
            }),
            (subject.clone(), proptest::option::of(words()), words())
                .prop_map(|(subject, words, reason)| What::Waived { subject, take: None, words, reason }),
            subject.prop_map(|subject| What::Unwaived { subject }),
            (cue_id.clone(), proptest::option::of(name()), proptest::option::of(0.0f64..1e9), words()).prop_map(
                |(cue, audio, seconds, note)| What::Noted {
                    cue,
                    note: Heard { audio: audio.map(|name| sound(&name)), seconds, note, ..Heard::default() }
                }
            ),
            cue_id.prop_map(|cue| What::Settled { cue }),
        ];
    (0i64..4, what).prop_map(|(second, what)| Event { at: at(second), what })
}

#[test]
fn a_long_log_is_read_piece_by_piece_and_its_lines_are_counted_through() {
    let events: Vec<_> = (0..40_000).map(|second| circled(second, "01-0001", "a")).collect();
    let mut lines: Vec<String> = events.iter().map(|event| event.line().trim_end().to_owned()).collect();
    for broken in [39_999, 20_000, 512, 1] {
        lines.insert(broken, "{".to_owned());
    }
    let (read, unread) = read(lines.join("\n").as_bytes());
    assert_eq!(read, events);
    assert_eq!(unread, Unread::from([("it breaks off".to_owned(), vec![2, 514, 20_003, 40_003])]));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(events in vec(event(), 0..20)) {
        let (again, unread) = read(log(&events).as_bytes());
        prop_assert_eq!(again, events);
        prop_assert!(unread.is_empty());
    }

    #[test]
    fn neither_order_nor_repetition_changes_what_events_come_to(
        events in vec(event(), 0..20), keys in vec(any::<u64>(), 20), again in vec(0usize..20, 0..10)
    ) {
        let mut shuffled: Vec<_> = keys.iter().zip(events.iter().cloned()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let mut shuffled: Vec<_> = shuffled.into_iter().map(|(_, event)| event).collect();
        shuffled.extend(again.iter().filter_map(|&index| events.get(index).cloned()));
        prop_assert_eq!(TakeLog::read(log(&shuffled).as_bytes()).unwrap(), TakeLog::of(events));
    }

    #[test]
    fn a_log_that_breaks_off_loses_its_last_line_and_nothing_else(events in vec(event(), 1..6), cut in any::<prop::sample::Index>()) {
        let whole = log(&events);
        let cut = cut.index(whole.len());
        let lines = whole.as_bytes()[..cut].split(|&byte| byte == b'\n').count() - 1;
        let (left, unread) = read(&whole.as_bytes()[..cut]);
        // Without its line end alone, the last line is still whole.
        let whole_lines = lines + usize::from(whole.as_bytes()[cut] == b'\n');
        prop_assert_eq!(&left[..], &events[..whole_lines]);
        let at_an_end = whole_lines > lines || cut == 0 || whole.as_bytes()[cut - 1] == b'\n';
        prop_assert_eq!(unread.len(), usize::from(!at_an_end));
    }

    #[test]
    fn no_bytes_are_too_strange_and_none_are_passed_over(
        lines in vec(prop_oneof!["[^\n]{0,40}", event().prop_map(|event| event.line().trim_end().to_owned())], 0..10)
    ) {
        let (events, unread) = read(lines.join("\n").as_bytes());
        let told: usize = unread.values().map(Vec::len).sum();
        let blank = lines.iter().filter(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty());
        prop_assert!(events.len() + told + blank.count() >= lines.len());
    }
}
