//! Takes as they were heard: a book of thirteen lines with nothing wrong, and one thing changed in it.

use cuebook::signal::{Hum, Knock, Measured, Peaks, Speech, Spots};
use cuebook::takes::{Channels, Sound, Unreadable};
use cuebook::words::{Dbfs, FileKind, Fingerprint, Frames, Rule, SampleRate};

use super::Pair;
use super::recorded::{Recorded, at};

/// What is found where the sound of one take is just over a limit, and just within it.
fn sounds(over: impl FnOnce(&mut Sound), under: impl FnOnce(&mut Sound)) -> Pair {
    let found = |change: &mut dyn FnMut(&mut Sound)| {
        let mut book = Recorded::good();
        change(book.sound());
        book.found()
    };
    let (mut over, mut under) = (Some(over), Some(under));
    Pair {
        over: found(&mut |sound| over.take().unwrap()(sound)),
        under: found(&mut |sound| under.take().unwrap()(sound)),
    }
}

fn speeches(over: impl FnOnce(&mut Speech), under: impl FnOnce(&mut Speech)) -> Pair {
    sounds(
        |sound| over(sound.measured.speech.as_mut().unwrap()),
        |sound| under(sound.measured.speech.as_mut().unwrap()),
    )
}

fn books(over: impl FnOnce(&mut Recorded), under: impl FnOnce(&mut Recorded)) -> Pair {
    let (mut bad, mut good) = (Recorded::good(), Recorded::good());
    over(&mut bad);
    under(&mut good);
    Pair { over: bad.found(), under: good.found() }
}

fn amplitude(db: f64) -> f64 {
    Dbfs::new(db).amplitude()
}

fn mean_square(db: f64) -> f64 {
    Dbfs::new(db).mean_square()
}

fn spots(count: u64) -> Spots {
    Spots::new(count, at(2.0), at(2.0)..at(2.01))
}

/// A take with these levels of its channels, its format that of the book.
fn stereo(sound: &mut Sound, left: f64, right: f64, correlation: f64) {
    sound.channels = Some(Channels { mean_squares: vec![mean_square(left), mean_square(right)], correlation });
}

/// The last take read in so many seconds: 27 words.
fn lasting(sound: &mut Sound, seconds: f64) {
    let speech = sound.measured.speech.as_mut().unwrap();
    (speech.start, speech.end) = (at(1.0), at(1.0 + seconds));
    (sound.measured.frames, sound.format.promised) = (at(2.0 + seconds), None);
}

/// The room of the take at another level.
fn noise(measured: &mut Measured, db: f64) {
    measured.room.as_mut().unwrap().mean_square = mean_square(db);
}

/// A line whose speech and noise lie so far below all others, and which may be moved by six decibels: what is left is
/// heard from one decibel on.
pub fn apart() -> Pair {
    let found = |by: f64| {
        let mut book = Recorded::good();
        let measured = &mut book.sound_of(6).measured;
        measured.speech.as_mut().unwrap().mean_square *= 10f64.powf(-by / 10.0);
        noise(measured, -70.0 - by);
        book.found_in_sessions(6.0)
    };
    Pair { over: found(7.01), under: found(6.99) }
}

pub fn pair(rule: Rule) -> Pair {
    match rule {
        Rule::CueMissing
        | Rule::TakeStale
        | Rule::PickupNoted
        | Rule::CircledGone
        | Rule::LogLineUnread
        | Rule::TakeMisnamed
        | Rule::TakeOrphaned
        | Rule::TakeDoubled
        | Rule::TakeSameAudio
        | Rule::TakeElsewhere
        | Rule::TakeWorse
        | Rule::FormatOdd => against_script(rule),
        Rule::TakeUnreadable
        | Rule::TakeCutShort
        | Rule::FormatUnwelcome
        | Rule::SampleRateMixed
        | Rule::BitDepthLow
        | Rule::ChannelsMixed
        | Rule::ChannelsCancel
        | Rule::ChannelInverted
        | Rule::ChannelDead
        | Rule::ChannelsUnequal => of_file(rule),
        Rule::SpeechCutAtHead
        | Rule::SpeechCutAtTail
        | Rule::HeadLong
        | Rule::TailLong
        | Rule::GapLong
        | Rule::SpeechTooShort
        | Rule::SpeechTooLong
        | Rule::LevelFar
        | Rule::FloorFar
        | Rule::ToneFar => of_speech(rule),
        _ => of_sound(rule),
    }
}

fn against_script(rule: Rule) -> Pair {
    let late = r#""at":"2026-11-23T10:00:00Z""#;
    match rule {
        Rule::CueMissing => books(|b| b.remove("01-0013"), |_| ()),
        Rule::TakeStale => books(
            |b| b.bind("01-0013", "Words that nobody reads there any more."),
            |b| {
                let words = b.words("01-0013").replace(' ', "  ");
                b.bind("01-0013", &words);
            },
        ),
        Rule::PickupNoted => books(
            |b| b.log(&format!(r#"{{{late},"event":"noted","cue":"01-0013","note":"a stumble"}}"#)),
            |b| {
                b.log(&format!(r#"{{{late},"event":"noted","cue":"01-0013","note":"a stumble"}}"#));
                b.log(r#"{"at":"2026-11-23T11:00:00Z","event":"settled","cue":"01-0013"}"#);
            },
        ),
        Rule::CircledGone => {
            let circle = |audio: Fingerprint| {
                format!(r#"{{{late},"event":"circled","cue":"01-0013","take":"01-0013.wav","audio":"{audio}"}}"#)
            };
            books(|b| b.log(&circle(Fingerprint::of(b"gone"))), |b| b.log(&circle(Fingerprint::of(b"01-0013"))))
        }
        Rule::LogLineUnread => books(|b| b.log("{torn"), |b| b.log("")),
        Rule::TakeMisnamed => books(|b| b.add("1-13 (1)"), |b| b.add("01-0013_t2")),
        Rule::TakeOrphaned => books(|b| b.add("01-0033"), |b| b.add_room_tone("room-tone 2")),
        Rule::TakeDoubled => {
            books(|b| b.add_file("day 2/01-0013.wav", "01-0013"), |b| b.add_file("day 2/01-0013_t2.wav", "01-0013_t2"))
        }
        Rule::TakeSameAudio => {
            let copy = |book: &mut Recorded, words: &str| {
                book.read("01-0013", words);
                book.sound().audio = Fingerprint::of(b"01-0012");
            };
            let words = Recorded::good().words("01-0012");
            books(|b| copy(b, &format!("Not {words}")), |b| copy(b, &words))
        }
        Rule::TakeElsewhere => {
            // Once it is circled, somebody has listened to it.
            let renamed = |book: &mut Recorded| {
                let (words, audio) = (book.words("01-0013"), Fingerprint::of(b"01-0013"));
                for (time, cue, words) in [("09", "01-0012", "Another line's words."), ("10", "01-0013", &words)] {
                    book.log(&format!(
                        r#"{{"at":"2026-11-23T{time}:00:00Z","event":"bound","cue":"{cue}","take":"{cue}.wav","audio":"{audio}","words":"{words}"}}"#
                    ));
                }
            };
            books(renamed, |b| {
                renamed(b);
                let audio = Fingerprint::of(b"01-0013");
                b.log(&format!(
                    r#"{{{late},"event":"circled","cue":"01-0013","take":"01-0013.wav","audio":"{audio}"}}"#
                ));
            })
        }
        Rule::TakeWorse => {
            let retake = |book: &mut Recorded, db: f64| {
                book.add("01-0013_t2");
                noise(&mut book.sound().measured, db);
                // Nobody hears a take's noise against itself.
                book.without("floor-far");
            };
            books(|b| retake(b, -63.9), |b| retake(b, -64.1))
        }
        Rule::FormatOdd => sounds(|s| s.format.kind = FileKind::Flac, |_| ()),
        other => unreachable!("{other} is no rule about takes and cues"),
    }
}

fn of_file(rule: Rule) -> Pair {
    match rule {
        // Its cue is not missing: there is an older take.
        Rule::TakeUnreadable => books(|b| b.break_room_tone(Unreadable::Text), |_| ()),
        Rule::TakeCutShort => {
            sounds(|s| s.format.promised = Some(at(10.0) + Frames(1)), |s| s.format.promised = Some(at(10.0)))
        }
        Rule::FormatUnwelcome => sounds(|s| s.format.kind = FileKind::Mp3, |_| ()),
        Rule::SampleRateMixed => sounds(|s| s.format.sample_rate = SampleRate::new(44_101).unwrap(), |_| ()),
        Rule::BitDepthLow => sounds(|s| s.format.bit_depth = Some(15), |_| ()),
        Rule::ChannelsMixed => sounds(|s| s.format.channels = 2, |s| s.format.channels = 1),
        // The mix has -20.46 dBFS.
        Rule::ChannelsCancel => sounds(|s| stereo(s, -10.4, -10.4, -0.4), |s| stereo(s, -10.5, -10.5, -0.4)),
        Rule::ChannelInverted => sounds(|s| stereo(s, -20.0, -20.0, -0.51), |s| stereo(s, -20.0, -20.0, -0.5)),
        Rule::ChannelDead => sounds(|s| stereo(s, -14.5, -54.6, 0.0), |s| stereo(s, -14.5, -17.4, 0.0)),
        Rule::ChannelsUnequal => sounds(|s| stereo(s, -20.0, -23.1, 0.9), |s| stereo(s, -20.0, -22.9, 0.9)),
        other => unreachable!("{other} is no rule about files"),
    }
}

fn of_sound(rule: Rule) -> Pair {
    match rule {
        Rule::TakeSilent => books(
            |b| {
                b.sound().measured.speech = None;
                b.without("cue-missing");
            },
            |_| (),
        ),
        Rule::TakeClipped => sounds(
            |s| s.measured.peaks = Peaks { highest: 1.0, clipped_runs: 1, first_clipped: Some(Frames(7)) },
            |s| s.measured.peaks = Peaks { highest: amplitude(-1.01), ..Peaks::default() },
        ),
        Rule::LevelLow => {
            let quiet = |book: &mut Recorded, db: f64| {
                // One quiet line among louder ones is another rule's.
                book.keep_one();
                let measured = &mut book.sound().measured;
                measured.speech.as_mut().unwrap().mean_square = mean_square(db);
                noise(measured, -80.0);
            };
            books(|b| quiet(b, -36.01), |b| quiet(b, -35.99))
        }
        Rule::PeakHigh => {
            sounds(|s| s.measured.peaks.highest = amplitude(-0.99), |s| s.measured.peaks.highest = amplitude(-1.01))
        }
        Rule::TruePeakHigh => {
            sounds(|s| s.measured.true_peak = amplitude(0.01), |s| s.measured.true_peak = amplitude(-0.01))
        }
        Rule::DcOffset => sounds(|s| s.measured.offset = -amplitude(-59.99), |s| s.measured.offset = amplitude(-60.01)),
        Rule::Dropout => sounds(|s| s.measured.dropouts = spots(1), |s| s.measured.dropouts = spots(0)),
        Rule::DigitalSilence => {
            let zeros = |s: &mut Sound, from: f64, to: f64| {
                s.measured.digital_silence = Spots::new(1, at(from), at(from)..at(to));
            };
            // Behind the speech it is cut away.
            sounds(|s| zeros(s, 9.3, 9.5), |s| zeros(s, 9.45, 10.0))
        }
        Rule::Click => sounds(|s| s.measured.clicks = spots(1), |s| s.measured.clicks = spots(0)),
        Rule::Knock => {
            let knock = |db| vec![Knock { at: at(2.0), peak: amplitude(db) }];
            sounds(|s| s.measured.knocks = knock(-19.99), |s| s.measured.knocks = knock(-20.01))
        }
        Rule::Plosive => sounds(|s| s.measured.plosives = spots(1), |s| s.measured.plosives = spots(0)),
        // Ten seconds: three are 18 a minute, four are 24.
        Rule::MouthNoise => sounds(|s| s.measured.mouth_clicks = spots(4), |s| s.measured.mouth_clicks = spots(3)),
        // The book needs no gain: its takes lie at the level of delivery.
        Rule::NoiseForecastHigh => {
            let noisy = |book: &mut Recorded, db: f64| {
                noise(&mut book.sound().measured, db);
                book.without("floor-far");
            };
            books(|b| noisy(b, -59.99), |b| noisy(b, -60.01))
        }
        Rule::Hum => {
            let hum = |db| Some(Hum { hertz: 50, mean_square: mean_square(db) });
            sounds(|s| s.measured.hum = hum(-69.99), |s| s.measured.hum = hum(-70.01))
        }
        Rule::Gate => sounds(|s| s.measured.gate = Some(6.01), |s| s.measured.gate = Some(6.0)),
        other => unreachable!("{other} has no pair"),
    }
}

fn of_speech(rule: Rule) -> Pair {
    match rule {
        Rule::SpeechCutAtHead => speeches(|s| s.start = at(0.019), |s| s.start = at(0.021)),
        Rule::SpeechCutAtTail => speeches(|s| s.end = at(9.981), |s| s.end = at(9.979)),
        Rule::HeadLong => speeches(|s| s.start = at(3.01), |s| s.start = at(2.99)),
        Rule::TailLong => speeches(|s| s.end = at(6.99), |s| s.end = at(7.01)),
        Rule::GapLong => {
            speeches(|s| s.longest_gap = Some(at(3.0)..at(5.51)), |s| s.longest_gap = Some(at(3.0)..at(5.5)))
        }
        // 27 words: 4.91 s at the fastest, 29.5 s at the slowest.
        Rule::SpeechTooShort => sounds(|s| lasting(s, 4.90), |s| lasting(s, 4.92)),
        Rule::SpeechTooLong => sounds(|s| lasting(s, 29.6), |s| lasting(s, 29.4)),
        Rule::LevelFar => speeches(|s| s.mean_square = mean_square(-28.01), |s| s.mean_square = mean_square(-27.99)),
        Rule::FloorFar => sounds(|s| noise(&mut s.measured, -76.01), |s| noise(&mut s.measured, -75.99)),
        Rule::ToneFar => {
            // Two bands of seven: the root of the mean square is 0.53 of what both differ by.
            let tilt = |sound: &mut Sound, db: f64| {
                let octaves = &mut sound.measured.tone.as_mut().unwrap().octaves;
                (octaves[0], octaves[6]) = (octaves[0] + db, octaves[6] - db);
            };
            sounds(|s| tilt(s, 9.36), |s| tilt(s, 9.35))
        }
        other => unreachable!("{other} is no rule about speech"),
    }
}
