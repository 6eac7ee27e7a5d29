//! Whether the masters of a book serve a profile that they were not levelled for, and one set of them several.

use crate::check::{Master, judge_master, judge_spacing};
use crate::words::profile::{Figure, Seconds, Value};
use crate::words::{Book, ChapterId, Dbfs, Finding, Lufs, Place, Profile, Rule};

/// What keeps masters that were levelled for `levelled_for` from serving another profile, as one finding; `None` where
/// nothing does.
#[must_use]
pub fn conflicts(
    masters: &[(&Master, Option<Dbfs>)],
    book: &Book,
    levelled_for: &Profile,
    profile: &Profile,
) -> Option<Finding> {
    if levelled_for.name == profile.name {
        return None;
    }
    let mut parts: Vec<(Rule, String, String, Vec<ChapterId>)> = Vec::new();
    let of_levels = |rule| {
        matches!(
            rule,
            Rule::ChapterRms
                | Rule::ChapterLoudness
                | Rule::ChapterPeak
                | Rule::ChapterTruePeak
                | Rule::ChapterNoiseFloor
                | Rule::LevelsConflict
        )
    };
    let found = masters.iter().flat_map(|(master, room)| judge_master(master, *room, book, profile));
    for finding in found.filter(|finding| of_levels(finding.rule)) {
        let chapter = finding.place.chapter.into_iter();
        match parts.iter_mut().find(|(rule, ..)| *rule == finding.rule) {
            Some((.., chapters)) => chapters.extend(chapter),
            None => parts.push((finding.rule, finding.found, finding.wanted, chapter.collect())),
        }
    }
    let told = parts.iter().map(|(_, found, _, chapters)| {
        let more = match chapters.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{found} in chapter {}{more}", chapters[0])
    });
    let spacing = judge_spacing(book, profile);
    let found: Vec<_> = told.chain(spacing.iter().map(|finding| finding.found.clone())).collect();
    let wanted = parts.into_iter().map(|(_, _, wanted, _)| wanted);
    let mut wanted: Vec<_> = wanted.chain(spacing.iter().map(|finding| finding.wanted.clone())).collect();
    wanted.dedup();
    if found.is_empty() {
        return None;
    }
    let text = format!("masters made for {} do not serve {}: {}", levelled_for.title, profile.title, found.join("; "));
    let hint = format!(
        "build them for it: `profile = \"{}\"` below `[delivery]` in book.toml, and `[spacing]` as it asks",
        profile.name
    );
    Some(Finding::new(Rule::MastersUnfit, Place::default(), text, wanted.join("; ")).hint(hint))
}

/// What several profiles ask of one set of masters.
#[derive(Clone, PartialEq, Debug)]
pub enum Together {
    /// A value that meets all of them.
    Value(Setting, f64),
    /// That no value does: by how much the two that are furthest apart miss each other, and what each asks.
    Never(Setting, f64, String, String),
}

/// What masters are made to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Setting {
    /// The quiet before the first cue, in seconds.
    Head,
    /// The quiet behind the last cue, in seconds.
    Tail,
    /// The RMS that every chapter is brought to, in dBFS.
    Level,
}

/// What `[spacing]` and the level of these masters must be for all of these profiles at once: a value, or the two that
/// contradict each other.
#[must_use]
pub fn together(profiles: &[&Profile], masters: &[Master]) -> Vec<Together> {
    let seconds = |figure: Option<&Figure<Seconds>>| figure.map(bounds_of(|seconds: Seconds| seconds.0));
    let ends = |of: fn(&Profile) -> Option<&Figure<Seconds>>| {
        let asked = profiles
            .iter()
            .filter_map(|profile| seconds(of(profile)).map(|(low, high, words)| (low, high, says(profile, &words))));
        asked.collect::<Vec<_>>()
    };
    let head = meet(Setting::Head, &ends(|profile| profile.head.as_ref()));
    let tail = meet(Setting::Tail, &ends(|profile| profile.tail.as_ref()));
    let levels: Vec<_> =
        masters.iter().flat_map(|master| profiles.iter().flat_map(|profile| levels(master, profile))).collect();
    [head, tail, meet(Setting::Level, &levels)].into_iter().flatten().collect()
}

fn says(profile: &Profile, asked: &str) -> String {
    format!("{} asks for {asked}", profile.title)
}

/// Between which RMS a chapter may be for a profile: its loudness and its noise rise and fall with it.
fn levels(master: &Master, profile: &Profile) -> Vec<Bounds> {
    let Some(rms) = master.levels.rms.map(Dbfs::db) else { return Vec::new() };
    let moved = |level: f64, (low, high, words): Bounds| {
        let by = rms - level;
        (low + by, high + by, format!("{} in chapter {}", says(profile, &words), master.chapter))
    };
    let of_rms = profile.rms.as_ref().map(bounds_of(Dbfs::db)).map(|bounds| moved(rms, bounds));
    let loudness = master.loudness(profile).zip(profile.loudness.as_ref().map(bounds_of(Lufs::db)));
    let noise = master.levels.noise_floor.zip(profile.noise_floor.as_ref().map(bounds_of(Dbfs::db)));
    let of_loudness = loudness.map(|(level, bounds)| moved(level.db(), bounds));
    let of_noise = noise.map(|(level, (low, high, words))| moved(level.db(), (low, high, format!("noise {words}"))));
    [of_rms, of_loudness, of_noise].into_iter().flatten().collect()
}

/// The lowest and the highest value that somebody asks for, and how it is said.
type Bounds = (f64, f64, String);

fn bounds_of<T: Value>(number: impl Fn(T) -> f64) -> impl Fn(&Figure<T>) -> Bounds {
    move |figure| {
        let low = figure.min.map_or(f64::NEG_INFINITY, &number);
        let high = figure.max.or(figure.below).map_or(f64::INFINITY, &number);
        (low, high, figure.to_string())
    }
}

fn meet(setting: Setting, asked: &[Bounds]) -> Option<Together> {
    // Of several that are alike the first.
    let low = asked.iter().min_by(|one, other| other.0.total_cmp(&one.0))?;
    let high = asked.iter().min_by(|one, other| one.1.total_cmp(&other.1))?;
    if low.0 > high.1 {
        return Some(Together::Never(setting, low.0 - high.1, low.2.clone(), high.2.clone()));
    }
    let value = match (setting, low.0.is_finite(), high.1.is_finite()) {
        // As far from both edges as can be.
        (Setting::Level, true, true) => f64::midpoint(low.0, high.1),
        (_, true, _) => low.0,
        (_, false, true) => high.1,
        (_, false, false) => return None,
    };
    Some(Together::Value(setting, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::ProgrammeLevels;
    use crate::signal::limiter::LimiterWork;
    use crate::words::{Frames, SampleRate};

    /// A chapter at -20 dBFS RMS of this loudness, as one channel.
    fn master(number: u32, loudness: f64) -> Master {
        let levels = ProgrammeLevels {
            frames: Frames(44_100),
            rms: Some(Dbfs::new(-20.0)),
            peak: None,
            true_peak: None,
            noise_floor: Some(Dbfs::new(-70.0)),
            loudness: Some(Lufs::new(loudness)),
            momentary: None,
            short_term: None,
            loudness_range: None,
        };
        let limiter = LimiterWork::default();
        Master { chapter: ChapterId::new(number), sample_rate: SampleRate::CD, levels, limiter }
    }

    fn all() -> Vec<&'static Profile> {
        Profile::built_in().iter().filter(|profile| profile.files.is_some()).collect()
    }

    #[test]
    fn one_set_of_masters_for_everybody_is_found() {
        let found = together(&all(), &[master(1, -21.0), master(2, -18.0)]);
        assert_eq!(found[..2], [Together::Value(Setting::Head, 1.0), Together::Value(Setting::Tail, 5.0)]);
        // LibriVox counts the one channel twice: the second chapter may be at -21.01 at most, and ACX wants -23 of all.
        let Together::Value(Setting::Level, level) = found[2] else { panic!("{found:?}") };
        assert!((level + 22.005).abs() < 0.01, "{level}");
    }

    #[test]
    fn where_there_is_none_the_two_are_named_that_are_furthest_apart() {
        let found = together(&all(), &[master(1, -21.0), master(2, -15.5)]);
        let Together::Never(Setting::Level, by, one, other) = &found[2] else { panic!("{found:?}") };
        assert!((by - 0.51).abs() < 0.01, "{by}");
        assert_eq!(one, "ACX / Audible asks for -23.0 dBFS to -18.0 dBFS in chapter 01");
        assert_eq!(other, "LibriVox asks for -21.0 LUFS to -16.0 LUFS in chapter 02");
        let acx = Profile::named("acx").unwrap();
        let long = Profile::text("acx").unwrap().replace("[tail]\nmin = 1.0\nmax = 5.0", "[tail]\nmin = 6.0");
        let long = Profile::parse(&long.replace("title = \"ACX / Audible\"", "title = \"Long\"")).unwrap();
        assert!(together(&[&acx, &long], &[]).contains(&Together::Never(
            Setting::Tail,
            1.0,
            "Long asks for at least 6 s".to_owned(),
            "ACX / Audible asks for 1 s to 5 s".to_owned()
        )));
    }
}
