//! Whether the figures of a profile make sense: each for itself, and beside the others.

use std::ops::RangeInclusive;

use super::figure::{Figure, Value};
use super::files::{Megabytes, Pixels};
use super::{AimLevel, Profile};
use crate::words::level::{Dbfs, Dbtp, Lufs};
use crate::words::time::SampleRate;

/// What limits of levels can be, in decibels of any scale: nothing is above full scale, and 24 bits end at -144.
const LEVELS: RangeInclusive<f64> = -150.0..=0.0;

/// What speech can be brought to, in decibels: distributors ask for -24 to -16.
const AIMS: RangeInclusive<f64> = -40.0..=-6.0;

/// What masters can be limited to, in decibels.
const CEILINGS: RangeInclusive<f64> = -30.0..=0.0;

/// How long a file can be, in minutes.
const MINUTES: RangeInclusive<f64> = 0.0..=6_000.0;

/// How long the quiet at the ends of a file can be, in seconds: as long as `[spacing]` takes.
const QUIET: RangeInclusive<f64> = 0.0..=60.0;

/// How large a file can be, in millions of bytes, and how wide a cover, in pixels.
const MEGABYTES: RangeInclusive<f64> = 0.0..=1e6;
const PIXELS: RangeInclusive<f64> = 1.0..=20_000.0;

/// What sample rates can be, in hertz.
const HERTZ: RangeInclusive<f64> = 1_000.0..=768_000.0;

impl Profile {
    /// What is wrong with a figure of this profile; `None` where all can be.
    pub(super) fn nonsense(&self) -> Option<String> {
        let aim = match self.aim.level {
            Some(AimLevel::Rms(aim)) => outside("aim.rms", aim.db(), &AIMS),
            Some(AimLevel::Loudness(aim)) => outside("aim.loudness", aim.db(), &AIMS),
            None => None,
        };
        aim.or_else(|| outside("aim.ceiling", self.aim.ceiling.db(), &CEILINGS))
            .or_else(|| wrong("rms", self.rms.as_ref(), &LEVELS, Dbfs::db))
            .or_else(|| wrong("loudness", self.loudness.as_ref(), &LEVELS, Lufs::db))
            .or_else(|| wrong("peak", self.peak.as_ref(), &LEVELS, Dbfs::db))
            .or_else(|| wrong("true_peak", self.true_peak.as_ref(), &LEVELS, Dbtp::db))
            .or_else(|| wrong("noise_floor", self.noise_floor.as_ref(), &LEVELS, Dbfs::db))
            .or_else(|| wrong("length", self.length.as_ref(), &MINUTES, |minutes| minutes.0))
            .or_else(|| wrong("head", self.head.as_ref(), &QUIET, |seconds| seconds.0))
            .or_else(|| wrong("tail", self.tail.as_ref(), &QUIET, |seconds| seconds.0))
            .or_else(|| wrong("sample_rate", self.sample_rate.as_ref(), &HERTZ, |rate: SampleRate| rate.hertz().into()))
            .or_else(|| wrong("living_floor", self.living_floor.as_ref(), &LEVELS, Dbfs::db))
            .or_else(|| self.nonsense_of_files())
    }

    fn nonsense_of_files(&self) -> Option<String> {
        let files = self.files.as_ref()?;
        wrong("files.sample", files.sample.as_ref(), &MINUTES, |minutes| minutes.0)
            .or_else(|| wrong("files.size", files.size.as_ref(), &MEGABYTES, |Megabytes(size)| size))
            .or_else(|| wrong("files.book", files.book.as_ref(), &MINUTES, |minutes| minutes.0))
            .or_else(|| wrong("files.cover", files.cover.as_ref(), &PIXELS, |Pixels(side)| side.into()))
    }
}

/// A number that is none, or that nobody means.
fn outside(name: &str, number: f64, plausible: &RangeInclusive<f64>) -> Option<String> {
    let is_plausible = plausible.contains(&number);
    (!is_plausible).then(|| format!("`{name}` is {number}, not between {} and {}", plausible.start(), plausible.end()))
}

fn wrong<T: Value>(
    name: &str,
    figure: Option<&Figure<T>>,
    plausible: &RangeInclusive<f64>,
    number: impl Fn(T) -> f64,
) -> Option<String> {
    let figure = figure?;
    let bounds = [("min", figure.min), ("max", figure.max), ("below", figure.below)];
    let mut given = bounds.iter().filter_map(|(bound, value)| Some((bound, (*value)?))).peekable();
    if given.peek().is_none() {
        return Some(format!("`{name}` has no bound: give it `min`, `max` or `below`"));
    }
    if let Some(flaw) = given.find_map(|(bound, value)| outside(&format!("{name}.{bound}"), number(value), plausible)) {
        return Some(flaw);
    }
    let min = figure.min?;
    (!figure.holds(min)).then(|| format!("`{name}.min` is above what `{name}` allows: no value is right"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_cannot_be_is_refused_by_its_name() {
        let acx = Profile::text("acx").unwrap();
        for (from, to, said) in [
            ("rms = -20.0", "rms = nan", "`aim.rms` is NaN, not between -40 and -6"),
            ("rms = -20.0", "rms = 20.0", "`aim.rms` is 20, not between -40 and -6"),
            ("rms = -20.0", "rms = -90.0", "`aim.rms` is -90, not between -40 and -6"),
            ("ceiling = -4.0", "ceiling = 3.0", "`aim.ceiling` is 3, not between -30 and 0"),
            ("[noise_floor]\nbelow = -60.0", "[noise_floor]\nbelow = inf", "`noise_floor.below` is inf"),
            ("[noise_floor]\nbelow = -60.0", "[noise_floor]", "`noise_floor` has no bound"),
            ("[peak]\nbelow = -3.0", "[peak]\nmin = -2.0\nbelow = -3.0", "`peak.min` is above what `peak` allows"),
            ("[peak]\nbelow = -3.0", "[peak]\nbelow = -6.0", "the ceiling of its aim is above its own peak limit"),
            ("min = 44100\nmax = 44100", "min = 48000\nmax = 44100", "`sample_rate.min` is above"),
            ("max = 120.0", "max = -1.0", "`length.max` is -1, not between 0 and 6000"),
        ] {
            assert!(acx.contains(from), "{from}");
            let refused = Profile::parse(&acx.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(refused.contains(said), "{to}: {refused}");
        }
    }
}
