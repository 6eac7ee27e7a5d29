//! A finished chapter against its delivery profile.

use serde::Serialize;

use crate::signal::ProgrammeLevels;
use crate::signal::limiter::LimiterWork;
use crate::words::profile::{Figure, Minutes, Value};
use crate::words::{Book, ChapterId, Dbfs, Finding, Gain, Lufs, Place, Profile, Rule, SampleRate, Severity};

use super::conflict::{Between, Conflict, LIMITED_BY};

/// What a master measures, taken from the very samples in its file.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Master {
    /// The chapter.
    pub chapter: ChapterId,
    /// The sample rate.
    pub sample_rate: SampleRate,
    /// Length, levels and loudness.
    #[serde(flatten)]
    pub levels: ProgrammeLevels,
    /// What the limiter had to do.
    #[serde(flatten)]
    pub limiter: LimiterWork,
}

impl Master {
    /// The length in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.sample_rate.seconds(self.levels.frames)
    }

    /// Integrated loudness as the profile counts a mono file.
    #[must_use]
    pub fn loudness(&self, profile: &Profile) -> Option<Lufs> {
        self.levels.loudness.map(|loudness| loudness + profile.mono_gain())
    }
}

/// The share of a chapter that may be limited before it is worth a word.
const LIMITED_SHARE: f64 = 0.05;

/// The window of the noise floor and of loudness, in seconds: what is shorter has neither.
const WINDOW: f64 = 0.4;

/// From so many decibels above the room on, the quietest 0.4 s of a chapter are no room: a pause holds a breath, not a word.
const SPOKEN: f64 = 6.0;

/// Everything that a master has against it: what the profile asks and the master does not keep to, and what could not be
/// measured. `room` is how loud the room tone under it is, where that is known.
#[must_use]
pub fn judge_master(master: &Master, room: Option<Dbfs>, book: &Book, profile: &Profile) -> Vec<Finding> {
    let levels = &master.levels;
    let spoken = room.zip(levels.noise_floor).filter(|(room, floor)| floor.above(*room).db() > SPOKEN);
    let mut judge = Judge { master, is_quiet_nowhere: spoken.is_some(), findings: Vec::new() };
    let even = match profile.aim.level {
        Some(_) => "its peaks leave no room for this level: record its loudest cues more evenly",
        None => {
            "no level is aimed at, so it is as loud as it was recorded: set `aim = \"profile\"` in `[levels]` of book.toml, \
             or another profile"
        }
    };
    // Where no pause is long enough to be measured, the room is still what it is.
    let noise = spoken.map_or(levels.noise_floor, |(room, _)| Some(room));
    let conflict = Conflict::of(master, noise, profile);
    if let Some(conflict) = conflict {
        // The level, the noise and the limiter are then one matter, and said once.
        judge.conflict(conflict, profile);
    } else {
        judge.level(Rule::ChapterRms, profile.rms.as_ref(), levels.rms, "silence", even);
        let unheard = "nothing above the gate of loudness";
        judge.level(Rule::ChapterLoudness, profile.loudness.as_ref(), master.loudness(profile), unheard, even);
    }
    let again = "build it again: the limiter keeps masters below";
    judge.bound(Rule::ChapterPeak, profile.peak.as_ref(), levels.peak, again);
    judge.bound(Rule::ChapterTruePeak, profile.true_peak.as_ref(), levels.true_peak, again);
    judge.floor(profile, conflict.is_some());
    let divide = "divide the chapter with a heading in the manuscript";
    let length = Minutes(master.seconds() / 60.0);
    judge.bound(Rule::ChapterTooLong, profile.length.as_ref(), Some(length), divide);
    let rate = "set `recording.sample_rate` in book.toml, which masters follow";
    judge.bound(Rule::ChapterSampleRate, profile.sample_rate.as_ref(), Some(master.sample_rate), rate);
    if conflict.is_none() {
        judge.limiter();
    }
    book.check.weigh(judge.findings)
}

struct Judge<'a> {
    master: &'a Master,
    /// Whether its noise floor is that of speech, as no pause is long enough.
    is_quiet_nowhere: bool,
    findings: Vec<Finding>,
}

impl Judge<'_> {
    fn find(&mut self, rule: Rule, found: impl Into<String>, wanted: impl Into<String>, hint: &str) {
        let place = Place { chapter: Some(self.master.chapter.clone()), ..Place::default() };
        self.findings.push(Finding::new(rule, place, found, wanted).hint(hint));
    }

    /// A level that a chapter must have: silence is outside of every window.
    fn level<T: Value>(&mut self, rule: Rule, figure: Option<&Figure<T>>, measured: Option<T>, none: &str, hint: &str) {
        match (figure, measured) {
            (Some(figure), None) => self.find(rule, none, figure.to_string(), hint),
            _ => self.bound(rule, figure, measured, hint),
        }
    }

    /// Where others would let the value pass, that is said: a distributor may well use their checker.
    fn bound<T: Value>(&mut self, rule: Rule, figure: Option<&Figure<T>>, measured: Option<T>, hint: &str) {
        let Some((figure, value)) = figure.zip(measured) else { return };
        if figure.holds(value) {
            return;
        }
        let passing = figure.also.iter().filter(|also| also.holds(value) == Some(true));
        let passing: Vec<_> = passing.map(|also| format!("; {} lets {also} pass", also.who)).collect();
        let wanted = figure.to_string();
        // What differs by less than a tenth is shown to a thousandth.
        let found = value.to_string();
        let found = if wanted.contains(&found) { value.exact() } else { found };
        self.find(rule, found, wanted + &passing.concat(), hint);
    }

    /// No gain meets everything: what is asked at the lowest level that is allowed is told from what is there.
    fn conflict(&mut self, conflict: Conflict, profile: &Profile) {
        let least = [
            profile.rms.as_ref().and_then(|rms| rms.min).map(|least| format!("{} RMS", least.exact())),
            profile.loudness.as_ref().and_then(|loudness| loudness.min).map(Value::exact),
        ];
        let least = least.into_iter().flatten().collect::<Vec<_>>().join(" and ");
        let by = conflict.by;
        let (found, wanted, hint, severity) = match conflict.between {
            Between::Room(noise) => (
                format!("the room is {by:.1} dB too loud for this voice: at {least} its noise is at {noise}"),
                profile.noise_floor.as_ref().map(ToString::to_string).unwrap_or_default(),
                "turn off what hums and blows, or go nearer to the microphone: at half the distance a voice is 6 dB louder",
                Severity::Error,
            ),
            Between::Peaks(limited) => (
                format!(
                    "the loudest words are {by:.1} dB too loud for the rest: at {least} the limiter lowers them by {}",
                    lowered(limited)
                ),
                format!("at most {}", lowered(LIMITED_BY)),
                "record its loudest cues further from the microphone, or its softest ones nearer",
                Severity::Warning,
            ),
        };
        let place = Place { chapter: Some(self.master.chapter.clone()), ..Place::default() };
        let finding = Finding::new(Rule::LevelsConflict, place, found, wanted).hint(hint);
        self.findings.push(Finding { severity, ..finding });
    }

    /// A floor that was not found is digital silence where there was time for one; `is_told` is whether its conflict with
    /// the level was said.
    fn floor(&mut self, profile: &Profile, is_told: bool) {
        let floor = self.master.levels.noise_floor;
        let quieter = "make the room quieter for its cues; a short chapter needs it most, as its pauses lower the level that is set";
        if self.is_quiet_nowhere {
            let spaced = "its quietest 0.4 s are speech, and the room is quieter: set `head` or `tail` in `[spacing]` of \
                          book.toml to 0.6 or more";
            self.bound(Rule::ChapterNoiseFloor, profile.noise_floor.as_ref(), floor, spaced);
        } else if !is_told {
            self.bound(Rule::ChapterNoiseFloor, profile.noise_floor.as_ref(), floor, quieter);
        }
        let living = "let room tone fill its pauses, and turn off the gate or noise reduction that made the takes dead";
        if self.master.seconds() >= WINDOW {
            self.level(Rule::ChapterFloorDead, profile.living_floor.as_ref(), floor, "digital silence", living);
        } else if let (Some(figure), None) = (&profile.noise_floor, floor) {
            let found = format!("the noise floor can't be measured in less than {WINDOW} s");
            self.find(
                Rule::ChapterUnmeasured,
                found,
                figure.to_string(),
                "record more of the chapter, then build again",
            );
        }
    }

    fn limiter(&mut self) {
        let limiter = &self.master.limiter;
        let share = limiter.limited.0 as f64 / self.master.levels.frames.0.max(1) as f64;
        if share > LIMITED_SHARE || limiter.deepest < LIMITED_BY {
            let found = format!("{:.1} % of the chapter lowered, by up to {}", share * 100.0, lowered(limiter.deepest));
            let wanted = format!("at most {:.0} % and {}", LIMITED_SHARE * 100.0, lowered(LIMITED_BY));
            self.find(Rule::LimiterBusy, found, wanted, "record the loudest cues a little further from the microphone");
        }
    }
}

/// By how much a limiter's gain lowers, which needs no sign.
fn lowered(gain: Gain) -> String {
    format!("{:.1} dB", -gain.db())
}

#[cfg(test)]
mod tests {
    use crate::words::{Dbtp, Frames, Gain};

    use super::*;

    /// A chapter of ten minutes with nothing wrong.
    fn good() -> Master {
        let levels = ProgrammeLevels {
            frames: SampleRate::CD.frames(600.0),
            rms: Some(Dbfs::new(-20.0)),
            peak: Some(Dbfs::new(-4.0)),
            true_peak: Some(Dbtp::new(-4.0)),
            noise_floor: Some(Dbfs::new(-65.0)),
            loudness: Some(Lufs::new(-21.0)),
            momentary: None,
            short_term: None,
            loudness_range: None,
        };
        let limiter = LimiterWork::default();
        Master { chapter: ChapterId::new(1), sample_rate: SampleRate::CD, levels, limiter }
    }

    fn judged(name: &str, change: impl FnOnce(&mut Master)) -> Vec<Finding> {
        let mut master = good();
        change(&mut master);
        let (room, book) = (master.levels.noise_floor, Book::parse("title = 'x'").unwrap());
        judge_master(&master, room, &book, &Profile::named(name).unwrap())
    }

    fn codes(change: impl FnOnce(&mut Master)) -> Vec<&'static str> {
        judged("acx", change).iter().map(|finding| finding.rule.code()).collect()
    }

    /// Just over a limit gives its finding and nothing else; on the right side of it, nothing.
    #[test]
    fn every_limit_of_the_profile_is_held() {
        let none: [&str; 0] = [];
        assert_eq!(codes(|_| ()), none);
        assert_eq!(codes(|m| m.levels.rms = Some(Dbfs::new(-17.99))), ["chapter-rms"]);
        assert_eq!(codes(|m| m.levels.rms = Some(Dbfs::new(-23.01))), ["chapter-rms"]);
        assert_eq!(codes(|m| m.levels.rms = None), ["chapter-rms"]);
        assert_eq!(codes(|m| m.levels.rms = Some(Dbfs::new(-18.0))), none);
        assert_eq!(codes(|m| m.levels.peak = Some(Dbfs::new(-3.0))), ["chapter-peak"]);
        assert_eq!(codes(|m| m.levels.peak = Some(Dbfs::new(-3.01))), none);
        assert_eq!(codes(|m| m.levels.noise_floor = Some(Dbfs::new(-60.0))), ["chapter-noise-floor"]);
        assert_eq!(codes(|m| m.levels.noise_floor = Some(Dbfs::new(-60.01))), none);
        assert_eq!(codes(|m| m.levels.true_peak = Some(Dbtp::new(-3.0))), ["chapter-true-peak"]);
        assert_eq!(codes(|m| m.levels.noise_floor = Some(Dbfs::new(-90.01))), ["chapter-floor-dead"]);
        assert_eq!(codes(|m| m.levels.noise_floor = Some(Dbfs::new(-90.0))), none);
        assert_eq!(codes(|m| m.levels.noise_floor = None), ["chapter-floor-dead"], "digital silence");
        let short =
            |m: &mut Master, seconds| (m.levels.frames, m.levels.noise_floor) = (SampleRate::CD.frames(seconds), None);
        assert_eq!(codes(|m| short(m, 0.39)), ["chapter-unmeasured"]);
        assert_eq!(codes(|m| m.sample_rate = SampleRate::new(48_000).unwrap()), ["chapter-sample-rate"]);
        assert_eq!(codes(|m| m.levels.frames = SampleRate::CD.frames(7200.1)), ["chapter-too-long"]);
        assert_eq!(codes(|m| m.levels.frames = SampleRate::CD.frames(7200.0)), none);
        assert_eq!(codes(|m| m.limiter.limited = SampleRate::CD.frames(30.1)), ["limiter-busy"]);
        assert_eq!(
            codes(|m| (m.limiter.limited, m.limiter.deepest) = (Frames(100), Gain::from_db(-6.1))),
            ["limiter-busy"]
        );
        assert_eq!(codes(|m| (m.limiter.limited, m.limiter.deepest) = (Frames(100), Gain::from_db(-5.9))), none);
    }

    #[test]
    fn a_level_that_no_gain_meets_is_one_finding_and_says_by_how_much() {
        let noisy = |m: &mut Master| {
            (m.levels.noise_floor, m.limiter.deepest) = (Some(Dbfs::new(-53.0)), Gain::from_db(-8.0));
        };
        let found = judged("acx", noisy);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].rule, found[0].severity), (Rule::LevelsConflict, Severity::Error));
        assert_eq!(
            found[0].found,
            "the room is 4.0 dB too loud for this voice: at -23.0 dBFS RMS its noise is at -56.0 dBFS"
        );
        let shouted = judged("acx", |m| m.limiter.deepest = Gain::from_db(-11.5));
        assert_eq!((shouted.len(), shouted[0].severity), (1, Severity::Warning));
        assert_eq!(
            shouted[0].found,
            "the loudest words are 2.5 dB too loud for the rest: at -23.0 dBFS RMS the limiter lowers them by 8.5 dB"
        );
        // What a gain could still mend is a matter of its own.
        assert_eq!(codes(|m| m.levels.noise_floor = Some(Dbfs::new(-57.1))), ["chapter-noise-floor"]);
        assert_eq!(judged("ebu-r128", |m| m.limiter.deepest = Gain::from_db(-11.5))[0].rule, Rule::LevelsConflict);
    }

    #[test]
    fn a_floor_that_is_speech_is_no_fault_of_the_room() {
        let mut master = good();
        master.levels.noise_floor = Some(Dbfs::new(-41.0));
        let (book, profile) = (Book::parse("title = 'x'").unwrap(), Profile::named("acx").unwrap());
        let found = judge_master(&master, Some(Dbfs::new(-66.0)), &book, &profile);
        assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::ChapterNoiseFloor]);
        assert!(found[0].hint.contains("its quietest 0.4 s are speech"), "{}", found[0].hint);
        let found = judge_master(&master, Some(Dbfs::new(-42.0)), &book, &profile);
        assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::LevelsConflict]);
    }

    #[test]
    fn a_chapter_without_an_aim_is_not_told_to_be_read_more_evenly() {
        let mut master = good();
        (master.levels.rms, master.levels.noise_floor) = (Some(Dbfs::new(-31.0)), Some(Dbfs::new(-75.0)));
        let book = Book::parse("title = 'x'\n[levels]\naim = 'none'\n").unwrap();
        let profile = book.levels.applied_to(Profile::named("acx").unwrap());
        let found = judge_master(&master, master.levels.noise_floor, &book, &profile);
        let rms = found.iter().find(|finding| finding.rule == Rule::ChapterRms).unwrap();
        assert!(rms.hint.starts_with("no level is aimed at"), "{}", rms.hint);
    }

    #[test]
    fn a_profile_of_loudness_says_how_it_counts_a_mono_file() {
        let of = |name, lufs| {
            let found = judged(name, |m| m.levels.loudness = lufs);
            found.iter().map(|finding| (finding.rule.code(), finding.found.clone())).collect::<Vec<_>>()
        };
        assert_eq!(of("ebu-r128", Some(Lufs::new(-23.9))), []);
        let wrong = |found: &str| [("chapter-loudness", found.to_owned())];
        assert_eq!(of("ebu-r128", Some(Lufs::new(-24.1))), wrong("-24.1 LUFS"));
        assert_eq!(of("librivox", Some(Lufs::new(-23.9))), []);
        assert_eq!(of("librivox", Some(Lufs::new(-24.1))), wrong("-21.1 LUFS"));
        assert_eq!(of("ebu-r128", None), wrong("nothing above the gate of loudness"));
        assert_eq!(of("google-play", None), []);
    }

    #[test]
    fn what_another_checker_lets_pass_is_said_and_no_digit_is_rounded_away() {
        let found = judged("acx", |m| m.levels.rms = Some(Dbfs::new(-17.995)));
        assert_eq!(found[0].found, "-17.995 dBFS");
        assert_eq!(
            found[0].wanted,
            "-23.0 dBFS to -18.0 dBFS; ACX Check 2.4.2 (Audacity) lets -23.0 dBFS to -17.99 dBFS pass"
        );
        assert_eq!(judged("acx", |m| m.levels.rms = Some(Dbfs::new(-17.5)))[0].wanted, "-23.0 dBFS to -18.0 dBFS");
    }
}
