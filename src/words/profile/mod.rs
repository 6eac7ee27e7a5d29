//! Profiles: what a distributor asks of a finished file, and what cuebook asks of a take, as data.

mod figure;
pub mod files;
mod limits;
mod sense;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use figure::{Also, Confidence, Figure, Minutes, Seconds, Value};
pub use files::{Channels, Files, Format, Megabytes, Pixels};
pub use limits::{Limit, Limits, TakeFigure, Unit, Wants};

use super::error::{Error, Result};
use super::level::{Dbfs, Dbtp, Gain, Lufs};
use super::rule::nearest;
use super::time::SampleRate;

/// What one distributor asks of a finished file; what it does not speak of is `None`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The name that `book.toml` uses: `acx`.
    pub name: String,
    /// The name as people write it: `ACX / Audible`.
    pub title: String,
    /// What it is for, in a sentence.
    pub about: String,
    /// How loudness counts a mono file; needed wherever loudness is spoken of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mono: Option<Mono>,
    /// What chapters are brought to.
    pub aim: Aim,
    /// RMS over the whole file, its silences included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rms: Option<Figure<Dbfs>>,
    /// Integrated loudness.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loudness: Option<Figure<Lufs>>,
    /// The highest sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak: Option<Figure<Dbfs>>,
    /// The highest point between samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub true_peak: Option<Figure<Dbtp>>,
    /// The noise floor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise_floor: Option<Figure<Dbfs>>,
    /// The length of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<Figure<Minutes>>,
    /// The quiet before the first sound of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<Figure<Seconds>>,
    /// The quiet behind its last sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tail: Option<Figure<Seconds>>,
    /// The sample rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_rate: Option<Figure<SampleRate>>,
    /// The floor of a room that is not dead, without refusing another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub living_floor: Option<Figure<Dbfs>>,
    /// What files are made for it; `None` for a norm that nobody is sent files for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Files>,
    /// What else is asked, and not judged here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
}

/// The level that chapters are brought to.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(try_from = "AimText")]
pub struct Aim {
    /// The level; `None` where chapters keep the one that they have.
    #[serde(flatten)]
    pub level: Option<AimLevel>,
    /// The true-peak ceiling that masters are limited to: below the limit by what encoding may add.
    pub ceiling: Dbtp,
}

/// A level to be brought to, by the meter that it is read on.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AimLevel {
    /// RMS of the whole file.
    Rms(Dbfs),
    /// Integrated loudness.
    Loudness(Lufs),
}

/// An aim as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AimText {
    rms: Option<Dbfs>,
    loudness: Option<Lufs>,
    ceiling: Dbtp,
}

impl TryFrom<AimText> for Aim {
    type Error = &'static str;

    fn try_from(text: AimText) -> Result<Self, Self::Error> {
        let level = match (text.rms, text.loudness) {
            (Some(rms), None) => Some(AimLevel::Rms(rms)),
            (None, Some(loudness)) => Some(AimLevel::Loudness(loudness)),
            (None, None) => None,
            (Some(_), Some(_)) => return Err("an aim has `rms` or `loudness`, not both"),
        };
        Ok(Self { level, ceiling: text.ceiling })
    }
}

/// How loudness counts a mono file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mono {
    /// As the one channel that it is (ITU-R BS.1770).
    Once,
    /// As two channels that are the same ("dual mono"), 3.01 LU louder: what two loudspeakers make of it.
    Twice,
}

impl Mono {
    /// What this adds to the loudness of one channel.
    #[must_use]
    pub fn gain(self) -> Gain {
        match self {
            Self::Once => Gain::UNITY,
            // 10 log10(2): twice the energy.
            Self::Twice => Gain::from_millis(3_010),
        }
    }
}

/// Something that a distributor asks and that is not judged here.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// What is asked.
    pub what: String,
    /// Where it stands.
    pub source: String,
    /// When it was read: year and month.
    pub read: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// The profiles that come with cuebook, as their TOML texts.
const BUILT_IN: [&str; 10] = [
    include_str!("../../../profiles/acx.toml"),
    include_str!("../../../profiles/inaudio.toml"),
    include_str!("../../../profiles/authors-republic.toml"),
    include_str!("../../../profiles/google-play.toml"),
    include_str!("../../../profiles/librivox.toml"),
    include_str!("../../../profiles/m4b.toml"),
    include_str!("../../../profiles/opus.toml"),
    include_str!("../../../profiles/archive.toml"),
    include_str!("../../../profiles/read-along.toml"),
    include_str!("../../../profiles/ebu-r128.toml"),
];

static PROFILES: LazyLock<Vec<Profile>> =
    LazyLock::new(|| BUILT_IN.iter().map(|toml| Profile::parse(toml).expect("a built-in profile is valid")).collect());

impl Profile {
    /// Reads one profile from its TOML text.
    ///
    /// # Errors
    /// Where a field is missing, unknown or of the wrong type, or where a figure can't be, or they contradict each other.
    pub fn parse(toml: &str) -> Result<Self> {
        let unclear = || Error::new("this delivery profile can't be understood");
        let profile: Self = toml::from_str(toml)
            .map_err(|error| unclear().cause(error).hint("`cuebook explain acx --toml` prints one to begin with"))?;
        let flaw = profile
            .nonsense()
            .or_else(|| profile.contradiction().map(str::to_owned))
            .or_else(|| profile.files.as_ref().and_then(Files::contradiction));
        flaw.map_or(Ok(profile), |cause| Err(unclear().cause(cause)))
    }

    fn contradiction(&self) -> Option<&'static str> {
        let speaks_of_loudness = self.loudness.is_some() || matches!(self.aim.level, Some(AimLevel::Loudness(_)));
        let held = match self.aim.level {
            Some(AimLevel::Rms(aim)) => self.rms.as_ref().is_none_or(|rms| rms.holds(aim)),
            Some(AimLevel::Loudness(aim)) => self.loudness.as_ref().is_none_or(|loudness| loudness.holds(aim)),
            None => true,
        };
        if speaks_of_loudness && self.mono.is_none() {
            Some("where loudness is spoken of, `mono` must say how a mono file is counted: \"once\" or \"twice\"")
        } else if !held {
            Some("its aim is outside of its own window")
        } else if self.true_peak.as_ref().is_some_and(|limit| !limit.holds(self.aim.ceiling)) {
            Some("the ceiling of its aim is above its own true-peak limit")
        } else if self.peak.as_ref().is_some_and(|limit| !limit.holds(Dbfs::new(self.aim.ceiling.db()))) {
            Some("the ceiling of its aim is above its own peak limit")
        } else {
            None
        }
    }

    /// The profiles that come with cuebook.
    ///
    /// # Panics
    /// Never in a released binary: a test reads every one of them.
    #[must_use]
    pub fn built_in() -> &'static [Self] {
        &PROFILES
    }

    /// The text of a built-in profile, to begin one's own with.
    #[must_use]
    pub fn text(name: &str) -> Option<&'static str> {
        PROFILES.iter().zip(BUILT_IN).find(|(profile, _)| profile.name == name).map(|(_, text)| text)
    }

    /// The built-in profile of this name.
    ///
    /// # Errors
    /// Where there is none; the message lists those there are.
    pub fn named(name: &str) -> Result<Self> {
        Self::built_in().iter().find(|profile| profile.name == name).cloned().ok_or_else(|| {
            let names = || Self::built_in().iter().map(|profile| profile.name.as_str());
            let error = Error::new(format!("there is no delivery profile `{name}`"));
            let error = match nearest(&name.to_lowercase(), names()) {
                Some(nearest) => error.hint(format!("did you mean `{nearest}`?")),
                None => error,
            };
            let names: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            let all = names.join(", ");
            error.hint(format!(
                "`delivery.profile` in `book.toml` can be {all}, or a file of your own, `profiles/{name}.toml`"
            ))
        })
    }

    /// What loudness adds to that of the one channel of a mono file.
    #[must_use]
    pub fn mono_gain(&self) -> Gain {
        self.mono.map_or(Gain::UNITY, Mono::gain)
    }

    /// The level that the noise floor must stay below, where the profile speaks of it.
    #[must_use]
    pub fn highest_floor(&self) -> Option<Dbfs> {
        let floor = self.noise_floor.as_ref()?;
        floor.below.or(floor.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Book;

    #[test]
    fn built_in_profiles_hold_together() {
        for (profile, text) in Profile::built_in().iter().zip(BUILT_IN) {
            assert_eq!(Profile::named(&profile.name).unwrap(), *profile);
            assert_eq!(Profile::text(&profile.name), Some(text));
            assert!(profile.about.ends_with('.'), "{}", profile.name);
            assert!(profile.peak.as_ref().is_none_or(|peak| peak.holds(Dbfs::new(profile.aim.ceiling.db()))));
        }
        assert_eq!(BUILT_IN.len(), Profile::built_in().len());
    }

    #[test]
    fn an_unknown_profile_is_answered_with_those_there_are() {
        let message = Profile::named("acxx").unwrap_err().to_string();
        assert!(message.contains("did you mean `acx`?") && message.contains("`ebu-r128`"), "{message}");
    }

    #[test]
    fn a_profile_that_contradicts_itself_is_refused() {
        let acx = Profile::text("acx").unwrap();
        for (from, to, said) in [
            ("rms = -20.0", "rms = -17.0", "outside of its own window"),
            ("rms = -20.0", "loudness = -20.0", "`mono` must say"),
            ("rms = -20.0", "rms = -20.0\nloudness = -20.0", "`rms` or `loudness`, not both"),
            ("ceiling = -4.0", "ceiling = -3.0", "above its own true-peak limit"),
            ("min = -23.0\n", "min = -23.0\nmini = 1.0\n", "unknown field `mini`"),
        ] {
            let message = Profile::parse(&acx.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(message.contains(said), "{to}: {message}");
        }
    }

    #[test]
    fn an_aim_without_a_level_leaves_chapters_as_they_are() {
        let toml = Profile::text("google-play").unwrap().replacen("rms = -20.0\n", "", 1);
        assert_eq!(Profile::parse(&toml).unwrap().aim.level, None);
        let unaimed = Book::parse("title = 'x'\n[levels]\naim = 'none'").unwrap();
        let acx = Profile::named("acx").unwrap();
        assert_eq!(unaimed.levels.applied_to(acx.clone()).aim, Aim { level: None, ..acx.aim });
        assert_eq!(Book::parse("title = 'x'").unwrap().levels.applied_to(acx.clone()), acx);
    }

    #[test]
    fn a_mono_file_that_counts_twice_is_3_01_lu_louder() {
        assert!((Mono::Twice.gain().db() - 10.0 * 2f64.log10()).abs() < 0.001);
    }
}
