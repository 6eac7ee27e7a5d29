//! Masters as they measure.

use cuebook::check::{Master, judge_master};
use cuebook::signal::ProgrammeLevels;
use cuebook::signal::limiter::LimiterWork;
use cuebook::words::{Book, ChapterId, Dbfs, Dbtp, Frames, Gain, Lufs, Profile, Rule, SampleRate};

use super::Pair;

/// A chapter of ten minutes with nothing wrong.
pub fn good() -> Master {
    let levels = ProgrammeLevels {
        frames: SampleRate::CD.frames(600.0),
        rms: Some(Dbfs::new(-20.0)),
        peak: Some(Dbfs::new(-4.0)),
        true_peak: Some(Dbtp::new(-4.0)),
        noise_floor: Some(Dbfs::new(-65.0)),
        loudness: Some(Lufs::new(-23.0)),
        momentary: None,
        short_term: None,
        loudness_range: None,
    };
    Master { chapter: ChapterId::new(1), sample_rate: SampleRate::CD, levels, limiter: LimiterWork::default() }
}

fn found(profile: &str, change: impl FnOnce(&mut Master)) -> Vec<&'static str> {
    let mut master = good();
    change(&mut master);
    let (book, profile) = (Book::parse("title = 'x'").unwrap(), Profile::named(profile).unwrap());
    judge_master(&master, None, &book, &profile).iter().map(|finding| finding.rule.code()).collect()
}

pub fn pair(rule: Rule) -> Pair {
    let acx =
        |over: fn(&mut Master), under: fn(&mut Master)| Pair { over: found("acx", over), under: found("acx", under) };
    match rule {
        // Down by three decibels the chapter is as soft as it may be, and its noise still too loud.
        Rule::LevelsConflict => acx(
            |m| m.levels.noise_floor = Some(Dbfs::new(-56.999)),
            |m| (m.levels.rms, m.levels.noise_floor) = (Some(Dbfs::new(-23.0)), Some(Dbfs::new(-60.001))),
        ),
        Rule::ChapterRms => acx(|m| m.levels.rms = Some(Dbfs::new(-17.999)), |m| m.levels.rms = Some(Dbfs::new(-18.0))),
        Rule::ChapterLoudness => Pair {
            over: found("ebu-r128", |m| m.levels.loudness = Some(Lufs::new(-21.999))),
            under: found("ebu-r128", |m| m.levels.loudness = Some(Lufs::new(-22.0))),
        },
        Rule::ChapterPeak => {
            acx(|m| m.levels.peak = Some(Dbfs::new(-3.0)), |m| m.levels.peak = Some(Dbfs::new(-3.001)))
        }
        Rule::ChapterTruePeak => {
            acx(|m| m.levels.true_peak = Some(Dbtp::new(-3.0)), |m| m.levels.true_peak = Some(Dbtp::new(-3.001)))
        }
        Rule::ChapterNoiseFloor => {
            acx(|m| m.levels.noise_floor = Some(Dbfs::new(-60.0)), |m| m.levels.noise_floor = Some(Dbfs::new(-60.001)))
        }
        Rule::ChapterFloorDead => {
            acx(|m| m.levels.noise_floor = None, |m| m.levels.noise_floor = Some(Dbfs::new(-90.0)))
        }
        Rule::ChapterTooLong => acx(
            |m| m.levels.frames = SampleRate::CD.frames(7200.0) + Frames(1),
            |m| m.levels.frames = SampleRate::CD.frames(7200.0),
        ),
        Rule::ChapterSampleRate => {
            acx(|m| m.sample_rate = SampleRate::new(48_000).unwrap(), |m| m.sample_rate = SampleRate::CD)
        }
        Rule::ChapterUnmeasured => acx(
            |m| (m.levels.frames, m.levels.noise_floor) = (SampleRate::CD.frames(0.4).saturating_sub(Frames(1)), None),
            |m| m.levels.frames = SampleRate::CD.frames(0.4),
        ),
        Rule::LimiterBusy => acx(
            |m| (m.limiter.limited, m.limiter.deepest) = (Frames(1), Gain::from_millis(-6_001)),
            |m| (m.limiter.limited, m.limiter.deepest) = (SampleRate::CD.frames(30.0), Gain::from_millis(-6_000)),
        ),
        other => unreachable!("{other} is no rule about chapters"),
    }
}
