//! When takes were made, as far as the take log shows it: today's work, and how long the narrator sits for a finished hour.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Serialize;

use super::Review;
use super::progress::finished_seconds;
use super::rate::{Expected, Interval, Rate};
use crate::script::Script;
use crate::takes::TakeLog;
use crate::words::{Book, CueId};

/// A take, when it was first seen, and what it came to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Made {
    /// When it was first seen.
    pub at: Timestamp,
    /// How long its file is, in seconds.
    pub seconds: f64,
    /// How long it is in the finished book, in seconds; nothing where another take is used.
    pub finished: f64,
}

/// What was recorded on one day.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct DayWork {
    /// The takes that were recorded.
    pub takes: usize,
    /// How long those of them that are used are in the finished book, in seconds.
    pub finished_seconds: f64,
    /// Takes that were first seen on that day, but can't have been made on it: there are more seconds of them than the time
    /// since the ones before.
    pub brought_in: usize,
}

/// Time at the microphone for finished time.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct AtMicrophone {
    /// Hours at the microphone for a finished hour.
    pub ratio: Interval,
    /// Whether it is this narrator's own.
    pub own: bool,
}

/// Longer than this from one take to the next nobody sits and reads, in seconds: the take of a long cue lasts a minute.
const BREAK: f64 = 15.0 * 60.0;

/// Takes that are seen within so many seconds of each other came together.
const TOGETHER: f64 = 2.0;

/// What was finished in less time, in seconds, says little of how long a finished hour takes.
const TELLING: f64 = 10.0 * 60.0;

/// Recording takes 2:1 to 3:1 (ACX).
const USUAL: Interval = Interval { least: 2.0, likely: 2.5, most: 3.0 };

/// What is expected of one narrator's own ratio: next to nothing, as it is only asked for where much was measured. Half an
/// hour of work, twelve minutes finished, lies a quarter from the mean, and days differ by a tenth.
const SITTING: Expected = Expected { rate: 2.5, spread: 10.0, scatter: 280.0, drift: 0.1 };

/// When the takes that are there were made, and what they came to.
#[must_use]
pub fn made(script: &Script, review: &Review, log: &TakeLog, book: &Book) -> Vec<Made> {
    let finished: BTreeMap<&CueId, f64> =
        script.cues().filter_map(|(_, cue)| Some((&cue.id, finished_seconds(cue, review, book)?))).collect();
    let made = review.takes.iter().filter_map(|take| {
        let (sound, cue) = (take.sound.as_deref().ok()?, take.id.as_ref()?.cue());
        let is_used = review.used(cue).is_some_and(|used| used.file == take.file);
        let finished = finished.get(cue).copied().filter(|_| is_used).unwrap_or(0.0);
        Some(Made { at: log.bound(sound.audio, cue)?.at, seconds: sound.seconds(), finished })
    });
    made.collect()
}

/// Takes that came together.
struct Batch {
    at: Timestamp,
    takes: usize,
    seconds: f64,
    finished: f64,
}

fn batches(made: &[Made]) -> Vec<Batch> {
    let mut sorted: Vec<&Made> = made.iter().collect();
    sorted.sort_by_key(|take| take.at);
    let mut batches: Vec<Batch> = Vec::new();
    for take in sorted {
        match batches.last_mut() {
            Some(batch) if seconds_between(batch.at, take.at) <= TOGETHER => {
                batch.at = take.at;
                batch.takes += 1;
                batch.seconds += take.seconds;
                batch.finished += take.finished;
            }
            _ => batches.push(Batch { at: take.at, takes: 1, seconds: take.seconds, finished: take.finished }),
        }
    }
    batches
}

fn seconds_between(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64()
}

/// What was recorded on the day of `now`, by the clock of its place.
#[must_use]
pub fn day_work(made: &[Made], now: &Zoned) -> DayWork {
    let (today, place) = (now.date(), now.time_zone());
    let mut work = DayWork::default();
    let mut before: Option<Timestamp> = None;
    for batch in batches(made) {
        let since = before.replace(batch.at);
        if day_of(batch.at, place) != today {
            continue;
        }
        let midnight = now.start_of_day().map_or(batch.at, |start| start.timestamp());
        let since = since.map_or(midnight, |since| since.max(midnight));
        if batch.seconds > seconds_between(since, batch.at) {
            work.brought_in += batch.takes;
        } else {
            work.takes += batch.takes;
            work.finished_seconds += batch.finished;
        }
    }
    work
}

fn day_of(at: Timestamp, place: &TimeZone) -> Date {
    at.to_zoned(place.clone()).date()
}

/// How long this narrator sits for a finished hour, by the times between takes; what most do, where the times say too little.
///
/// Counted is the time from one take to the next, or from one look at the takes to the next, with all that was recorded in
/// it; not what lies behind a break, and not takes that were copied in, as more of them came than there was time for.
#[must_use]
pub fn at_microphone(made: &[Made]) -> AtMicrophone {
    let mut pairs = Vec::new();
    for pair in batches(made).windows(2) {
        let passed = seconds_between(pair[0].at, pair[1].at);
        if passed <= BREAK && pair[1].seconds <= passed {
            pairs.push((pair[1].finished, passed));
        }
    }
    // Minutes that came to nothing belong to the takes behind them: they were spent on the same lines.
    let mut gathered: Vec<(f64, f64)> = Vec::new();
    let mut waiting = 0.0;
    for (finished, passed) in pairs {
        waiting += passed;
        if finished > 0.0 {
            gathered.push((finished, std::mem::take(&mut waiting)));
        }
    }
    let finished: f64 = gathered.iter().map(|pair| pair.0).sum();
    if finished < TELLING {
        return AtMicrophone { ratio: USUAL, own: false };
    }
    AtMicrophone { ratio: Rate::measured(&gathered, &SITTING).of(1.0), own: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: f64) -> Timestamp {
        let start: Timestamp = "2026-03-02T10:00:00Z".parse().unwrap();
        start + jiff::SignedDuration::from_secs_f64(minutes * 60.0)
    }

    /// A take of so many seconds, seen so many minutes after ten o'clock.
    fn made(minutes: f64, seconds: f64) -> Made {
        Made { at: at(minutes), seconds, finished: seconds }
    }

    fn now() -> Zoned {
        at(600.0).to_zoned(TimeZone::UTC)
    }

    #[test]
    fn the_day_is_that_of_the_narrators_clock() {
        let takes = [made(-700.0, 6.0), made(0.0, 6.0), made(1.0, 8.0)];
        assert_eq!(day_work(&takes, &now()), DayWork { takes: 2, finished_seconds: 14.0, brought_in: 0 });
        // In Auckland it is the next morning already, and late at night when the second was made.
        let auckland = at(600.0).to_zoned(TimeZone::fixed(jiff::tz::offset(13)));
        assert_eq!(day_work(&takes, &auckland).takes, 0);
        // Eleven hours and forty minutes before ten is the evening before in Greenwich, but not east of it.
        let kolkata = at(600.0).to_zoned(TimeZone::fixed(jiff::tz::Offset::from_seconds(19_800).unwrap()));
        assert_eq!(day_work(&takes, &kolkata).takes, 0, "it is past midnight there");
        assert_eq!(day_work(&[], &now()), DayWork::default());
    }

    #[test]
    fn what_can_not_have_been_made_in_the_time_was_brought_in() {
        let mut takes: Vec<Made> = (0..6000).map(|_| made(0.0, 6.0)).collect();
        takes.push(made(2.0, 6.0));
        takes.extend([made(2.2, 60.0), made(2.2, 60.0)]);
        assert_eq!(day_work(&takes, &now()), DayWork { takes: 6001, finished_seconds: 36_006.0, brought_in: 2 });
        takes.extend((0..2000).map(|_| made(0.0, 6.0)));
        assert_eq!(day_work(&takes, &now()).brought_in, 8002, "ten hours had passed since midnight, and here are 13");
    }

    #[test]
    fn hours_at_the_microphone_come_from_the_times_between_takes() {
        // A take of 10 s every half minute, for two hours, with lunch between.
        let takes: Vec<Made> =
            (0..240).map(|n| made(f64::from(n) * 0.5 + if n > 100 { 45.0 } else { 0.0 }, 10.0)).collect();
        let sits = at_microphone(&takes);
        assert!(sits.own && (sits.ratio.likely - 3.0).abs() < 0.05, "{sits:?}");
        assert!(sits.ratio.least > 2.2 && sits.ratio.most < 3.8 && sits.ratio.most > 3.4, "{sits:?}");
    }

    #[test]
    fn a_take_that_is_not_used_costs_time_all_the_same() {
        let takes: Vec<Made> = (0..240)
            .map(|n| Made { finished: if n % 2 == 0 { 10.0 } else { 0.0 }, ..made(f64::from(n) * 0.5, 10.0) })
            .collect();
        let sits = at_microphone(&takes);
        assert!((sits.ratio.likely - 6.0).abs() < 0.2, "{sits:?}");
    }

    #[test]
    fn too_little_or_copied_in_is_no_evidence() {
        let usual = AtMicrophone { ratio: USUAL, own: false };
        assert_eq!(at_microphone(&[]), usual);
        assert_eq!(at_microphone(&(0..50).map(|n| made(f64::from(n) * 0.5, 10.0)).collect::<Vec<_>>()), usual);
        // A folder of takes that is copied in while somebody watches: ten come each second.
        let copied: Vec<Made> = (0..600).map(|n| made(f64::from(n) / 600.0, 10.0)).collect();
        assert_eq!(at_microphone(&copied), usual);
        // Looked at once an hour.
        let seldom: Vec<Made> = (0..600).map(|n| made(f64::from(n / 60) * 60.0, 10.0)).collect();
        assert_eq!(at_microphone(&seldom), usual);
    }
}
