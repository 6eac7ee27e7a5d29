//! One take against its cue: format, damage, level, noise, edges, length.

use crate::script::Cue;
use crate::signal::Speech;
use crate::takes::{Sound, Take, Unreadable};
use crate::words::time::clock;
use crate::words::{Book, Dbfs, Finding, Frames, Place, Profile, Rule};

/// Peaks above this leave no room for a louder word.
const PEAK_LIMIT: Dbfs = Dbfs::new(-1.0);

/// Speech below this needs so much gain that any room is heard: 16 dB under what ACX wants delivered.
const QUIET_SPEECH: Dbfs = Dbfs::new(-36.0);

/// Speech that begins or ends this close to the edge of the file may be cut off, in seconds.
const EDGE: f64 = 0.02;

/// Silence before or behind the speech that is worth a note, in seconds.
const LONG_EDGE: f64 = 3.0;

/// Words a second that nobody reads faster than: narrators read 2.5 to 2.7 (9,000 to 9,700 words a finished hour).
const FASTEST: f64 = 5.5;

/// Words a second that nobody reads slower than, pauses included.
const SLOWEST: f64 = 1.0;

/// Seconds that a reading of any few words may last: a drawn-out "No" is no mistake.
const UNHURRIED: f64 = 2.5;

/// Fewer words than these say too little about how long they take.
const FEWEST_WORDS: usize = 4;

/// Everything that a take has against it.
#[must_use]
pub fn judge_take(take: &Take, cue: &Cue, book: &Book, profile: &Profile) -> Vec<Finding> {
    let place = Place { cue: Some(cue.id.clone()), take: Some(take.file.clone()), ..Place::default() };
    let sound = match &take.sound {
        Ok(sound) => sound,
        Err(problem) => return vec![unreadable(problem, place)],
    };
    let mut judge = Judge { place, sound, findings: Vec::new() };
    judge.format(book);
    judge.length_of_file();
    judge.peaks();
    match &sound.measured.speech {
        None if sound.channels_cancel() => judge.find(
            Rule::ChannelsCancel,
            "nothing is left when the channels are mixed",
            "speech",
            "one channel is the other turned upside down: swap the wires of one microphone, or export one channel alone",
        ),
        None => {
            let found = sound.measured.peaks.level()
                .map_or("digital silence".to_owned(), |peak| format!("nothing louder than {peak}"));
            judge.find(
                Rule::TakeSilent,
                found,
                "the cue's words",
                "check the microphone's switch and the input, then record it again",
            );
        }
        Some(speech) => {
            judge.channels();
            judge.level(speech, profile);
            judge.edges(speech);
            judge.pace(speech, cue);
        }
    }
    judge.findings
}

/// The one finding against a file that can't be heard.
pub(super) fn unreadable(problem: &Unreadable, place: Place) -> Finding {
    let hint = match problem {
        Unreadable::Folder | Unreadable::Special(_) => {
            "move it away, or give it a name that does not end like a sound file"
        }
        Unreadable::Nameless => "rename it, and the folders it stands in, with letters that every system knows",
        Unreadable::Empty | Unreadable::Damaged(..) => {
            "copy the file again from where it was recorded, or record it again"
        }
        Unreadable::Text | Unreadable::NotAudio(_) => "export the take again as WAV, or give the file another name",
        Unreadable::Io(_) => "check that the file is yours to read",
    };
    Finding::new(Rule::TakeUnreadable, place, problem.to_string(), "audio").hint(hint)
}

struct Judge<'a> {
    place: Place,
    sound: &'a Sound,
    findings: Vec<Finding>,
}

impl Judge<'_> {
    fn find(&mut self, rule: Rule, found: impl Into<String>, wanted: impl Into<String>, hint: &str) {
        self.findings.push(Finding::new(rule, self.place.clone(), found, wanted).hint(hint));
    }

    fn find_at(&mut self, at: Frames, rule: Rule, found: impl Into<String>, wanted: impl Into<String>, hint: &str) {
        let seconds = Some(self.sound.format.sample_rate.seconds(at));
        let place = Place { seconds, ..self.place.clone() };
        self.findings.push(Finding::new(rule, place, found, wanted).hint(hint));
    }

    fn format(&mut self, book: &Book) {
        let (format, wanted) = (&self.sound.format, &book.recording);
        if !wanted.formats.contains(&format.kind) {
            let names: Vec<_> = wanted.formats.iter().map(ToString::to_string).collect();
            let hint = "export it again in such a format, or allow this one in `recording.formats` of book.toml";
            self.find(Rule::FormatUnwelcome, format.kind.to_string(), names.join(" or "), hint);
        }
        if format.sample_rate != wanted.sample_rate {
            let hint = "it is converted for the chapter; set the recorder to the book's rate before the next take";
            self.find(Rule::SampleRateMixed, format.sample_rate.to_string(), wanted.sample_rate.to_string(), hint);
        }
        if let Some(bits) = format.bit_depth.filter(|&bits| bits < wanted.bit_depth) {
            let wanted = format!("at least {} bits", wanted.bit_depth);
            self.find(Rule::BitDepthLow, format!("{bits} bits"), wanted, "set the recorder to the book's bit depth");
        }
        if format.channels != wanted.channels {
            let hint = "it is mixed down for the chapter; record with one microphone on one channel";
            self.find(Rule::ChannelsMixed, channels(format.channels), channels(wanted.channels), hint);
        }
    }

    fn channels(&mut self) {
        if self.sound.channels_cancel() {
            let hint = "one channel is partly the other turned upside down: export one channel alone";
            self.find(Rule::ChannelsCancel, "little is left when the channels are mixed", "channels that agree", hint);
        }
    }

    fn length_of_file(&mut self) {
        let measured = self.sound.measured.frames;
        if let Some(promised) = self.sound.format.promised.filter(|&promised| promised > measured) {
            let rate = self.sound.format.sample_rate;
            let found = format!("{} of {}", clock(rate.seconds(measured)), clock(rate.seconds(promised)));
            self.find(
                Rule::TakeCutShort,
                found,
                "all that the header promises",
                "copy the file again, or record the cue again",
            );
        }
    }

    fn peaks(&mut self) {
        let peaks = &self.sound.measured.peaks;
        if let Some(first) = peaks.first_clipped {
            let found = match peaks.clipped_runs {
                1 => "1 run of samples at full scale".to_owned(),
                runs => format!("{runs} runs of samples at full scale"),
            };
            self.find_at(first, Rule::TakeClipped, found, "none", "lower the input gain by 6 dB and record it again");
        } else if let Some(peak) = peaks.level().filter(|&peak| peak > PEAK_LIMIT) {
            let hint = "it is not clipped yet; lower the input gain before the next take";
            self.find(Rule::PeakHigh, peak.to_string(), format!("at most {PEAK_LIMIT}"), hint);
        }
    }

    fn level(&mut self, speech: &Speech, profile: &Profile) {
        let Some(level) = speech.level() else { return };
        if level < QUIET_SPEECH {
            let hint = "move closer to the microphone or raise the input gain, and record it again";
            self.find(Rule::LevelLow, level.to_string(), format!("at least {QUIET_SPEECH}"), hint);
        }
        let Some(noise) = speech.noise() else { return };
        let gain = match profile.aim.level {
            crate::words::profile::AimLevel::Rms(aim) => aim.above(level),
            _ => return,
        };
        let forecast = noise + gain;
        let Some(limit) = profile.highest_floor() else { return };
        if forecast >= limit {
            let excess = forecast.above(limit).db().ceil().max(1.0);
            let found = format!("{noise} now, {forecast} after the {gain} that {} needs", profile.title);
            let wanted = format!("below {}", limit);
            self.find(
                Rule::NoiseForecastHigh,
                found,
                wanted,
                &format!("make the room quieter, or speak louder, by {excess:.0} dB"),
            );
        }
    }

    fn edges(&mut self, speech: &Speech) {
        let rate = self.sound.format.sample_rate;
        let head = rate.seconds(speech.start);
        let tail = rate.seconds(self.sound.measured.frames.saturating_sub(speech.end));
        let again = "listen to that end; if a sound is missing, record it again with a second of quiet around it";
        let room = format!("at least {EDGE} s of quiet");
        if head < EDGE {
            self.find(Rule::SpeechCutAtHead, "speech from the first sample on", room.clone(), again);
        } else if head > LONG_EDGE {
            self.find(Rule::HeadLong, clock(head), format!("at most {LONG_EDGE} s"), "");
        }
        if tail < EDGE {
            self.find(Rule::SpeechCutAtTail, "speech up to the last sample", room, again);
        } else if tail > LONG_EDGE {
            self.find_at(speech.end, Rule::TailLong, clock(tail), format!("at most {LONG_EDGE} s"), "");
        }
    }

    fn pace(&mut self, speech: &Speech, cue: &Cue) {
        let words = cue.words();
        if words < FEWEST_WORDS {
            return;
        }
        let seconds = self.sound.format.sample_rate.seconds(speech.end - speech.start);
        let (shortest, longest) = (words as f64 / FASTEST, words as f64 / SLOWEST + UNHURRIED);
        let found = format!("{words} words in {}", clock(seconds));
        if seconds < shortest {
            let hint = "compare the take with the cue's words: some may be missing";
            self.find(Rule::SpeechTooShort, found, format!("at least {}", clock(shortest)), hint);
        } else if seconds > longest {
            let hint = "listen for a false start or a repeated line in it";
            self.find(Rule::SpeechTooLong, found, format!("at most {}", clock(longest)), hint);
        }
    }
}

fn channels(count: u32) -> String {
    match count {
        1 => "mono".to_owned(),
        2 => "stereo".to_owned(),
        count => format!("{count} channels"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::script::{CueKind, Opens};
    use crate::signal::{Measured, Peaks};
    use crate::takes::{Channels, TakeFormat};
    use crate::words::{FileKind, Fingerprint, SampleRate};

    use super::*;

    pub fn cue(id: &str, text: &str) -> Cue {
        let id = id.parse().unwrap();
        Cue { id, kind: CueKind::Narration, opens: Opens::Paragraph, text: text.to_owned(), spoken: None }
    }

    /// A take of ten seconds with nothing wrong: speech at -20 dBFS from 0.5 to 9.5 s, noise at -70 dBFS.
    pub fn clean(stem: &str) -> Take {
        let at = |seconds| SampleRate::CD.frames(seconds);
        let speech = Speech {
            start: at(0.5),
            end: at(9.5),
            mean_square: 0.01,
            kept: at(0.38)..at(9.72),
            kept_mean_square: 0.01,
            quietest_pause: Some(at(0.0)..at(0.5)),
            noise_mean_square: Some(1e-7),
            longest_gap: None,
        };
        let measured = Measured {
            frames: at(10.0),
            peaks: Peaks { highest: 0.5, ..Peaks::default() },
            mean_square: 0.009,
            median_mean_square: 0.005,
            speech: Some(speech),
            ..Measured::default()
        };
        let format = TakeFormat {
            kind: FileKind::Wav,
            sample_rate: SampleRate::CD,
            bit_depth: Some(16),
            channels: 1,
            promised: Some(at(10.0)),
        };
        Take::named(
            format!("{stem}.wav"),
            stem,
            Ok(Sound { format, audio: Fingerprint::of(stem.as_bytes()), measured, channels: None }),
        )
    }

    fn stereo(mean_square: f64) -> Channels {
        Channels { mean_squares: vec![mean_square; 2], correlation: -1.0 }
    }

    const WORDS: &str = "Twenty five words or so fill the nine seconds of this take well enough, as any narrator at \
                         an easy pace would read them aloud.";

    fn codes(change: impl FnOnce(&mut Sound)) -> Vec<&'static str> {
        let mut take = clean("01-0001");
        change(take.sound.as_mut().unwrap());
        let (book, profile) = (Book::parse("title = 'x'").unwrap(), Profile::named("acx").unwrap());
        let findings = judge_take(&take, &cue("01-0001", WORDS), &book, &profile);
        findings.iter().map(|finding| finding.rule.code()).collect()
    }

    fn with_speech(change: impl FnOnce(&mut Speech)) -> Vec<&'static str> {
        codes(|sound| change(sound.measured.speech.as_mut().unwrap()))
    }

    /// Each rule just over its limit gives its finding and nothing else; just under, nothing.
    #[test]
    fn every_rule_finds_its_fault_and_only_that() {
        let none: [&str; 0] = [];
        let at = |seconds| SampleRate::CD.frames(seconds);
        assert_eq!(codes(|_| ()), none);
        assert_eq!(codes(|s| s.format.sample_rate = SampleRate::new(44_101).unwrap()), ["sample-rate-mixed"]);
        assert_eq!(codes(|s| s.format.bit_depth = Some(15)), ["bit-depth-low"]);
        assert_eq!(codes(|s| s.format.bit_depth = Some(24)), none);
        assert_eq!(codes(|s| s.format.channels = 2), ["channels-mixed"]);
        assert_eq!(codes(|s| s.format.kind = FileKind::Mp3), ["format-unwelcome"]);
        assert_eq!(codes(|s| s.format.kind = FileKind::Flac), none);
        assert_eq!(codes(|s| s.format.promised = Some(at(10.0) + Frames(1))), ["take-cut-short"]);
        assert_eq!(codes(|s| s.format.promised = None), none);
        assert_eq!(codes(|s| s.measured.peaks.highest = 0.892), ["peak-high"]);
        assert_eq!(codes(|s| s.measured.peaks.highest = 0.891), none);
        assert_eq!(
            codes(|s| s.measured.peaks = Peaks { highest: 1.0, clipped_runs: 1, first_clipped: Some(Frames(7)) }),
            ["take-clipped"]
        );
        assert_eq!(codes(|s| s.measured.speech = None), ["take-silent"]);
        assert_eq!(codes(|s| s.channels = Some(stereo(0.091))), ["channels-cancel"]);
        assert_eq!(codes(|s| s.channels = Some(stereo(0.089))), none);
        let cancelled = |s: &mut Sound| (s.channels, s.measured.speech) = (Some(stereo(0.091)), None);
        assert_eq!(codes(cancelled), ["channels-cancel"]);
        let level = |db| Dbfs::new(db).mean_square();
        assert_eq!(with_speech(|s| (s.mean_square, s.noise_mean_square) = (level(-36.1), None)), ["level-low"]);
        assert_eq!(with_speech(|s| (s.mean_square, s.noise_mean_square) = (level(-35.9), None)), none);
        assert_eq!(with_speech(|s| s.noise_mean_square = Some(level(-59.9))), ["noise-forecast-high"]);
        assert_eq!(with_speech(|s| s.noise_mean_square = Some(level(-60.1))), none);
        assert_eq!(
            with_speech(|s| (s.mean_square, s.noise_mean_square) = (level(-25.1), Some(level(-65.0)))),
            ["noise-forecast-high"]
        );
        assert_eq!(with_speech(|s| s.start = at(0.019)), ["speech-cut-at-head"]);
        assert_eq!(with_speech(|s| s.start = at(0.021)), none);
        assert_eq!(with_speech(|s| s.end = at(9.981)), ["speech-cut-at-tail"]);
        assert_eq!(with_speech(|s| s.end = at(9.979)), none);
        assert_eq!(with_speech(|s| s.start = at(3.01)), ["head-long"]);
        assert_eq!(with_speech(|s| s.end = at(6.99)), ["tail-long"]);
        // 25 words: 4.55 s at the fastest, 27.5 s at the slowest.
        let lasting = |seconds: f64| {
            codes(|s| {
                let speech = s.measured.speech.as_mut().unwrap();
                (speech.start, speech.end, s.measured.frames) = (at(1.0), at(1.0 + seconds), at(2.0 + seconds));
                s.format.promised = None;
            })
        };
        assert_eq!(lasting(4.5), ["speech-too-short"]);
        assert_eq!(lasting(4.6), none);
        assert_eq!(lasting(27.4), none);
        assert_eq!(lasting(27.6), ["speech-too-long"]);
    }

    #[test]
    fn what_can_not_be_heard_is_said_in_one_finding() {
        let (book, profile) = (Book::parse("title = 'x'").unwrap(), Profile::named("acx").unwrap());
        for problem in [Unreadable::Folder, Unreadable::Empty, Unreadable::NotAudio("it is text".to_owned())] {
            let take = Take::named("01-0001.wav".to_owned(), "01-0001", Err(problem));
            let findings = judge_take(&take, &cue("01-0001", WORDS), &book, &profile);
            assert_eq!(findings.iter().map(|f| f.rule).collect::<Vec<_>>(), [Rule::TakeUnreadable]);
            assert!(!findings[0].hint.is_empty());
        }
    }
}
