//! A finished chapter against its delivery profile.

use serde::Serialize;

use crate::signal::ProgrammeLevels;
use crate::signal::limiter::LimiterWork;
use crate::words::time::clock;
use crate::words::{ChapterId, Dbfs, Finding, Gain, Place, Profile, Rule, SampleRate};

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
}

/// The share of a chapter that may be limited before it is worth a word.
const LIMITED_SHARE: f64 = 0.05;

/// How deep a peak may be limited before it is worth a word.
const LIMITED_BY: Gain = Gain::from_millis(-6_000);

/// Everything that a master has against it.
#[must_use]
pub fn judge_master(master: &Master, profile: &Profile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |rule, found: String, wanted: String, hint: &str| {
        let place = Place { chapter: Some(master.chapter.clone()), ..Place::default() };
        findings.push(Finding::new(rule, place, found, wanted).hint(hint));
    };
    let level = |level: Option<Dbfs>| level.map_or("silence".to_owned(), |level| level.to_string());
    if !master.levels.rms.is_some_and(|rms| profile.rms.contains(rms)) {
        let wanted = format!("{} to {}", profile.rms.min, profile.rms.max);
        find(
            Rule::ChapterRms,
            level(master.levels.rms),
            wanted,
            "its peaks leave no room for this level: record its loudest cues more evenly",
        );
    }
    if master.levels.peak.is_some_and(|peak| peak >= profile.peak_limit) {
        find(Rule::ChapterPeak, level(master.levels.peak), format!("below {}", profile.peak_limit), "");
    }
    if master.levels.noise_floor.is_some_and(|floor| floor >= profile.noise_floor_limit) {
        let hint = "make the room quieter for its cues; a short chapter needs it most, as its pauses lower the level that is set";
        find(
            Rule::ChapterNoiseFloor,
            level(master.levels.noise_floor),
            format!("below {}", profile.noise_floor_limit),
            hint,
        );
    }
    let seconds = master.seconds();
    if seconds > profile.longest_minutes * 60.0 {
        let wanted = format!("at most {}", clock(profile.longest_minutes * 60.0));
        find(Rule::ChapterTooLong, clock(seconds), wanted, "divide the chapter with a heading in the manuscript");
    }
    let share = master.limiter.limited.0 as f64 / master.levels.frames.0.max(1) as f64;
    if share > LIMITED_SHARE || master.limiter.deepest < LIMITED_BY {
        let found = format!("{:.1} % of the chapter lowered, by up to {}", share * 100.0, master.limiter.deepest);
        let wanted = format!("at most {:.0} % and {LIMITED_BY}", LIMITED_SHARE * 100.0);
        find(Rule::LimiterBusy, found, wanted, "record the loudest cues a little further from the microphone");
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::words::{Dbtp, Frames, Lufs};

    use super::*;

    fn codes(change: impl FnOnce(&mut Master)) -> Vec<&'static str> {
        let levels = ProgrammeLevels {
            frames: SampleRate::CD.frames(600.0),
            rms: Some(Dbfs::new(-20.0)),
            peak: Some(Dbfs::new(-4.0)),
            true_peak: Some(Dbtp::new(-4.0)),
            noise_floor: Some(Dbfs::new(-65.0)),
            loudness: Some(Lufs::new(-21.0)),
        };
        let limiter = LimiterWork::default();
        let mut master = Master { chapter: ChapterId::new(1), sample_rate: SampleRate::CD, levels, limiter };
        change(&mut master);
        judge_master(&master, &Profile::named("acx").unwrap()).iter().map(|finding| finding.rule.code()).collect()
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
        assert_eq!(codes(|m| m.levels.noise_floor = None), none);
        assert_eq!(codes(|m| m.levels.frames = SampleRate::CD.frames(7200.1)), ["chapter-too-long"]);
        assert_eq!(codes(|m| m.levels.frames = SampleRate::CD.frames(7200.0)), none);
        assert_eq!(codes(|m| m.limiter.limited = SampleRate::CD.frames(30.1)), ["limiter-busy"]);
        assert_eq!(
            codes(|m| (m.limiter.limited, m.limiter.deepest) = (Frames(100), Gain::from_db(-6.1))),
            ["limiter-busy"]
        );
        assert_eq!(codes(|m| (m.limiter.limited, m.limiter.deepest) = (Frames(100), Gain::from_db(-5.9))), none);
    }
}
