//! Whether the masters of a book serve a profile that they were not levelled for, and one set of them several.

use crate::check::{Master, judge_master, judge_spacing};
use crate::words::profile::{Figure, Seconds, Value};
use crate::words::{Book, ChapterId, Finding, Place, Profile, Rule};

/// What keeps masters that were levelled for `levelled_for` from serving another profile, as one finding; `None` where
/// nothing does.
#[must_use]
pub fn conflicts(masters: &[Master], book: &Book, levelled_for: &Profile, profile: &Profile) -> Option<Finding> {
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
    let found = masters.iter().flat_map(|master| judge_master(master, book, profile));
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
            1 => " and 1 more".to_owned(),
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
    /// Values of a setting that meet all of them: the setting's name and a value.
    Value(&'static str, f64),
    /// Two that no value meets: the figure, and what each of the two asks.
    Never(&'static str, String, String),
}

/// What `[spacing]` and the aim must be for all of these profiles at once: for each figure that any of them asks, a value,
/// or the two that contradict each other.
#[must_use]
pub fn together(profiles: &[&Profile]) -> Vec<Together> {
    let head = meet("spacing.head", profiles, |profile| profile.head.as_ref().map(bounds_of(|s: Seconds| s.0)));
    let tail = meet("spacing.tail", profiles, |profile| profile.tail.as_ref().map(bounds_of(|s: Seconds| s.0)));
    let rms = meet("RMS", profiles, |p| p.rms.as_ref().map(bounds_of(|level: crate::words::Dbfs| level.db())));
    let loudness = meet("loudness", profiles, |p| {
        let mono = p.mono_gain().db();
        p.loudness.as_ref().map(bounds_of(move |level: crate::words::Lufs| level.db() - mono))
    });
    [head, tail, rms, loudness].into_iter().flatten().collect()
}

/// The lowest and the highest value of a figure, and its words.
type Bounds = (f64, f64, String);

fn bounds_of<T: Value>(number: impl Fn(T) -> f64) -> impl Fn(&Figure<T>) -> Bounds {
    move |figure| {
        let low = figure.min.map_or(f64::NEG_INFINITY, &number);
        let high = figure.max.or(figure.below).map_or(f64::INFINITY, &number);
        (low, high, figure.to_string())
    }
}

fn meet(name: &'static str, profiles: &[&Profile], of: impl Fn(&Profile) -> Option<Bounds>) -> Option<Together> {
    let asked: Vec<_> = profiles.iter().filter_map(|profile| Some((profile, of(profile)?))).collect();
    let (lowest, low) = asked.iter().max_by(|one, other| one.1.0.total_cmp(&other.1.0))?;
    let (highest, high) = asked.iter().min_by(|one, other| one.1.1.total_cmp(&other.1.1))?;
    if low.0 > high.1 {
        let said = |profile: &Profile, bounds: &Bounds| format!("{} asks for {}", profile.title, bounds.2);
        return Some(Together::Never(name, said(lowest, low), said(highest, high)));
    }
    Some(Together::Value(name, if low.0.is_finite() { low.0 } else { high.1 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serves_all_profiles_is_found_or_the_two_that_contradict_each_other() {
        let all: Vec<_> = Profile::built_in().iter().filter(|profile| profile.files.is_some()).collect();
        let found = together(&all);
        assert_eq!(found[..2], [Together::Value("spacing.head", 1.0), Together::Value("spacing.tail", 5.0)]);
        let acx = Profile::named("acx").unwrap();
        let long = Profile::text("acx").unwrap().replace("[tail]\nmin = 1.0\nmax = 5.0", "[tail]\nmin = 6.0");
        let long = Profile::parse(&long.replace("title = \"ACX / Audible\"", "title = \"Long\"")).unwrap();
        assert!(together(&[&acx, &long]).contains(&Together::Never(
            "spacing.tail",
            "Long asks for at least 6 s".to_owned(),
            "ACX / Audible asks for 1 s to 5 s".to_owned()
        )));
    }
}
